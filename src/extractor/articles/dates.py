"""Dates as inputs write them, with how much of them is known: the second, the minute, or the day."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import NamedTuple

MAX_DATE = 100
"""Characters; what is longer is no date."""

PRECISIONS = {"second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
"""What may be known of a date, and how much later than its first instant it may have been."""


class Moment(NamedTuple):
    """An instant, and which of `PRECISIONS` is known of it. As read it may have a time zone of its own, or none."""

    at: datetime
    precision: str

    def in_utc(self) -> Moment | None:
        """The same in UTC; None at the ends of the calendar, where a shift of the time zone would leave it."""
        if not 2 <= self.at.year <= 9998:
            return None
        at = self.at.replace(tzinfo=UTC) if self.at.tzinfo is None else self.at.astimezone(UTC)
        return Moment(at, self.precision)


def read_date(value: object) -> Moment | None:
    """The date in `value`, in UTC; None where there is none.

    Texts are in ISO 8601, RFC 2822, day/month/year, in French words (`1er septembre 2025 à 18h30`), or a number.
    Numbers are seconds (or milliseconds, microseconds, nanoseconds) since 1970, or eight digits, year first. What has
    no time zone counts as UTC. Values with a time of their own that is midnight are taken for a day, which is how
    tables without a type for dates hold one.
    """
    found = read_local(value)
    return found.in_utc() if found else None


def parse_date(value: object) -> datetime | None:
    """The instant of `read_date`, whatever its precision."""
    found = read_date(value)
    return found.at if found else None


def is_before(at: datetime, precision: str | None, moment: datetime) -> bool:
    """Whether all that a date may mean is before `moment`.

    One of unknown precision at midnight (UTC) may be all of the day.
    """
    if precision is None and not _has_time(at):
        precision = "day"
    return at < moment and at + PRECISIONS[precision or "second"] <= moment


def read_local(value: object) -> Moment | None:
    """Like `read_date`, in the time zone that the value gives."""
    if isinstance(value, datetime):
        # A pandas Timestamp is one too, and its subtype for what is missing is not equal to itself.
        return _typed(value) if value == value else None
    if isinstance(value, date):
        return Moment(datetime(value.year, value.month, value.day), "day")
    if isinstance(value, Decimal):
        return _number(float(value)) if value.is_finite() else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value)
    if not isinstance(value, str) or len(value) > MAX_DATE:
        return None
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    for read in (_iso, _french, _words, _mail, _digits):
        try:
            return read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def find_date_in_words(text: str, *, behind: re.Pattern[str]) -> Moment | None:
    """The first date in French words or day/month/year that stands right behind a match of `behind`."""
    for match in behind.finditer(text):
        for pattern, read in ((_WORDS, _from_words), (_FRENCH, _from_figures)):
            found = pattern.match(text, match.end())
            if found:
                try:
                    return read(found)
                except ValueError:
                    continue
    return None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "january", "janv", "jan"),
            ("février", "february", "fevrier", "févr", "fevr", "fév", "fev"),
            ("mars", "march"),
            ("avril", "april", "avr"),
            ("mai", "may"),
            ("juin", "june"),
            ("juillet", "july", "juil"),
            ("août", "august", "aout"),
            ("septembre", "september", "sept", "sep"),
            ("octobre", "october", "oct"),
            ("novembre", "november", "nov"),
            ("décembre", "december", "decembre", "déc", "dec"),
        ),
        1,
    )
    for name in names
}
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""The months as French texts write them, or English ones, in a regular expression; a stop may follow a short form."""

_TIME = (
    r"(?:(?:[ T,]|à|-|–|\|)+(?P<hour>\d{1,2}) ?(?::(?=\d\d)|[hH](?![^\W\d_])|heures?\b) ?"
    r"(?:(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2})\b)?)?"
)
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 1, "CEST": 2}
"""Hours that the time zones of French pages are before UTC."""

_FRENCH = re.compile(rf"(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}})(?!\d){_TIME}")
_WORDS = re.compile(
    r"(?:(?:le )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?,? )?(?:le )?"
    rf"(?P<day>\d{{1,2}}) ?(?:er|ᵉʳ)?\b ?(?P<month>{MONTH})\.?,? "
    rf"(?P<year>\d{{4}})(?!\d){_TIME}",
    re.IGNORECASE,
)
_COMPACT_DAY = re.compile(r"(?:19|20)\d{6}")
_EPOCH = re.compile(r"\d{9,19}(?:\.\d{1,9})?")
_ISO_TIME = re.compile(r"[T ](\d{2})(?::?(\d{2})(?::?(\d{2}))?)?")
_ISO_ZONE = re.compile(r" ?(Z|UTC|GMT|CES?T|[+-]\d{2}(?::?\d{2})?)(?:\[[\w/]+\])?$")


def _typed(value: datetime) -> Moment:
    at = datetime.combine(value.date(), value.time(), value.tzinfo)
    return Moment(at, "second" if _has_time(value) else "day")


def _has_time(value: datetime) -> bool:
    return bool(value.hour or value.minute or value.second or value.microsecond)


def _number(value: float) -> Moment | None:
    """Seconds since 1970, or a thousandth, a millionth or a billionth of them."""
    if not abs(value) < 1e21:  # nor is what is no number
        return None
    if 19_000_101 <= value <= 20_991_231:
        return _digits(str(int(value)))
    seconds = float(value)
    for _ in range(3):
        seconds = seconds / 1000 if abs(seconds) > 1e11 else seconds
    return _typed(datetime.fromtimestamp(seconds, UTC)) if -6e10 < seconds < 2.5e11 else None


def _digits(text: str) -> Moment | None:
    if _COMPACT_DAY.fullmatch(text):
        return Moment(datetime(int(text[:4]), int(text[4:6]), int(text[6:])), "day")
    if not _EPOCH.fullmatch(text):
        raise ValueError
    return _number(float(text) if "." in text else int(text))


def _iso(text: str) -> Moment:
    zone = _ISO_ZONE.search(text)
    if zone and _ISO_TIME.search(text, 8, zone.start()):
        offset = zone[1] if zone[1][0] in "+-" else f"+{_ZONES[zone[1]]:02}:00"
        text = text[: zone.start()] + offset
    at = datetime.fromisoformat(text)
    time = _ISO_TIME.search(text, 8)
    if time is None:
        return Moment(at, "minute" if _has_time(at) else "day")
    return Moment(at, "second" if time[3] else "minute")


def _french(text: str) -> Moment:
    return _from_figures(_matched(_FRENCH, text))


def _words(text: str) -> Moment:
    return _from_words(_matched(_WORDS, text))


def _mail(text: str) -> Moment:
    at = parsedate_to_datetime(text)
    time = re.search(r"\d:\d{2}(:\d{2})?", text)
    return Moment(at, "day" if time is None else "second" if time[1] else "minute")


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return match


def _from_figures(match: re.Match[str]) -> Moment:
    return _from_parts(match, int(match["month"]))


def _from_words(match: re.Match[str]) -> Moment:
    return _from_parts(match, _MONTHS[match["month"].lower()])


def _from_parts(match: re.Match[str], month: int) -> Moment:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    at = datetime(int(match["year"]), month, int(match["day"]), hour, minute, second)
    if match["zone"]:
        at = at.replace(tzinfo=_iso(f"2000-01-01T00:00{match['zone'].upper()}").at.tzinfo)
    return Moment(at, "day" if not match["hour"] else "second" if match["second"] else "minute")
