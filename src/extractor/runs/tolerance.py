"""How many inputs may be rejected before a run counts as failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from extractor.errors import UsageError

_FORM = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """`number` inputs, or `percent` of all; neither for any number."""

    number: float | None = None
    percent: float | None = None

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """`10` or `2.5%`. Raises UsageError for anything else."""
        if text is None:
            return cls()
        form = _FORM.fullmatch(text.strip())
        if form is None:
            raise UsageError(f"--max-rejected takes a number or a percentage, such as 10 or 2%, not {text!r}")
        return cls(percent=float(form[1])) if form[2] else cls(number=float(form[1]))

    def exceeded(self, rejected: int, seen: int) -> bool:
        """Whether `rejected` of `seen` inputs are too many."""
        if self.number is not None:
            return rejected > self.number
        return self.percent is not None and rejected * 100 > self.percent * seen

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{self.percent:g} %"
        return f"{self.number:g}" if self.number is not None else "any number"
