"""Time in even steps, wide enough for a few dozen of them from the first article to the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 60
"""More steps than that are too narrow to be told apart."""


@dataclass(frozen=True, slots=True)
class Step:
    """A length of time: the number of the one that a day is in, and the first day of it as it is written."""

    name: str
    number: Callable[[date], int]
    label: Callable[[int], str]


STEPS = (
    Step("day", lambda day: day.toordinal(), lambda number: date.fromordinal(number).isoformat()),
    # The first day of the calendar is a Monday.
    Step(
        "week",
        lambda day: (day.toordinal() - 1) // 7,
        lambda number: (date.min + timedelta(days=7 * number)).isoformat(),
    ),
    Step("month", lambda day: day.year * 12 + day.month - 1, lambda number: f"{number // 12:04}-{number % 12 + 1:02}"),
    Step(
        "quarter",
        lambda day: day.year * 4 + (day.month - 1) // 3,
        lambda number: f"{number // 4:04}-{number % 4 * 3 + 1:02}",
    ),
    Step("year", lambda day: day.year, lambda number: f"{number:04}"),
    Step("decade", lambda day: day.year // 10, lambda number: f"{number * 10:04}"),
    Step("century", lambda day: day.year // 100, lambda number: f"{number * 100:04}"),
)


class Periods:
    """The steps between the first and the last of some days; none where there are no days."""

    def __init__(self, days: Iterable[date]) -> None:
        known = sorted(days)
        first, last = (known[0], known[-1]) if known else (date.min, date.min)
        self.step = next(
            (step for step in STEPS if step.number(last) - step.number(first) < MOST),
            STEPS[-1],
        )
        self._first = self.step.number(first)
        count = self.step.number(last) - self._first + 1 if known else 0
        self.labels = [self.step.label(self._first + number) for number in range(count)]

    def counts(self, days: Iterable[date | None]) -> list[int]:
        """How many of the days are in each step; days that are not known are left out."""
        counts = [0] * len(self.labels)
        for day in days:
            if day is not None:
                counts[self.step.number(day) - self._first] += 1
        return counts
