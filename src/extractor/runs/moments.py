"""Moments as users write them: a date, or so long ago."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from extractor.articles.dates import parse_date
from extractor.errors import UsageError

_AGO = re.compile(r"(\d{1,6})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_since(text: str | None) -> datetime | None:
    """`2024-05-31`, `2024-05-31T06:00+02:00`, or `36h` and `7d` before now. Raises UsageError for anything else."""
    if text is None:
        return None
    ago = _AGO.fullmatch(text.strip())
    moment = datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])}) if ago else parse_date(text)
    if moment is None:
        raise UsageError(f"--since takes a date or a time before now, such as 2024-05-31, 36h or 7d, not {text!r}")
    return moment
