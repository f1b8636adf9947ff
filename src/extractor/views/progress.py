"""How a run shows that it goes on: a live line on a terminal, a log line now and then in a pipe, or nothing.

All of it goes to standard error.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from extractor.escaping import one_line
from extractor.views.streams import say, say_json

if TYPE_CHECKING:
    from extractor.articles.article import Refusal
    from extractor.runs.progress import Progress
    from extractor.settings import Settings

LOG_SECONDS = 30.0
"""Between two log lines of a run that goes on."""

REFUSALS_SHOWN = 20
"""Rejected inputs that are told one by one, unless verbose; all of them are in the table."""


def progress(settings: Settings) -> Progress:
    """What fits the settings and where standard error goes."""
    refusals = 0 if settings.quiet else sys.maxsize if settings.verbose else REFUSALS_SHOWN
    if sys.stderr.isatty() and not settings.quiet:
        return Live(refusals_shown=refusals)
    return Log(
        log_format=settings.log_format,
        seconds=float("inf") if settings.quiet else 0.0 if settings.verbose else LOG_SECONDS,
        refusals_shown=refusals,
    )


class Counts:
    """What has come so far."""

    def __init__(self, *, refusals_shown: int) -> None:
        self.started = time.monotonic()
        self.articles = 0
        self.rejected = 0
        self.words = 0
        self.refusals_shown = refusals_shown

    def advance(self, articles: int, *, words: int) -> None:
        """So many more articles are done."""
        self.articles += articles
        self.words += words
        self.show()

    def reject(self, refusal: Refusal) -> None:
        """An input was set aside: it is told, as long as there are few of them."""
        self.rejected += 1
        if self.rejected <= self.refusals_shown:
            self.tell(
                f"rejected {refusal.source} ({refusal.reason}): {refusal.detail}",
                source=refusal.source,
                reason=refusal.reason,
                detail=refusal.detail,
            )
        elif self.rejected == self.refusals_shown + 1 and self.refusals_shown:
            self.tell("more inputs were rejected; all of them are in the table `rejected`")
        self.show()

    def words_per_second(self) -> float:
        """Speed since the start."""
        return self.words / max(time.monotonic() - self.started, 0.001)

    def __str__(self) -> str:
        return f"{self.articles} articles, {self.rejected} rejected, {self.words_per_second():,.0f} words/s"

    def show(self) -> None:
        """Bring what is shown up to date."""

    def tell(self, message: str, **fields: object) -> None:
        """Say something that stays; `fields` tell a machine the same."""

    def close(self) -> None:
        """Nothing more comes."""


class Live(Counts):
    """A line that moves, for a terminal."""

    def __init__(self, *, refusals_shown: int) -> None:
        super().__init__(refusals_shown=refusals_shown)
        columns: list[ProgressColumn] = [
            SpinnerColumn(),
            BarColumn(bar_width=20),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
        ]
        self.bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
        # The inputs are read while the run goes on, so there is no total to fill the bar up to: it pulses.
        self.task = self.bar.add_task("loading the model", total=None)
        self.bar.start()

    def show(self) -> None:
        """Bring the line up to date."""
        self.bar.update(self.task, description=str(self))

    def tell(self, message: str, **fields: object) -> None:
        """Print above the line."""
        self.bar.console.print(one_line(message), markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Take the line away."""
        self.bar.stop()


class Log(Counts):
    """A line every so many seconds, as text or as JSON."""

    def __init__(self, *, log_format: Literal["text", "json"], seconds: float, refusals_shown: int) -> None:
        super().__init__(refusals_shown=refusals_shown)
        self.log_format = log_format
        self.seconds = seconds
        self.last = self.started

    def show(self) -> None:
        """Write a line when it is time for one."""
        if time.monotonic() - self.last >= self.seconds:
            self.last = time.monotonic()
            self.tell(str(self))

    def tell(self, message: str, **fields: object) -> None:
        """Write a line with the time."""
        if self.log_format == "json":
            say_json(message, **fields, articles=self.articles, rejected=self.rejected, words=self.words)
        else:
            say(f"{datetime.now(UTC).isoformat(timespec='seconds')} {message}")
