"""A record of a file of many articles, as a mapping from column to value, becomes an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from extractor.articles.article import Article
from extractor.articles.decoding import check_storable
from extractor.errors import ArticleError

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "doc_id", "article_id", "uuid", "uid", "guid", "identifiant"),
    "text": ("text", "texte", "content", "contenu", "body", "corps", "article", "maintext", "full_text"),
    "title": ("title", "titre", "headline"),
    "url": ("url", "link", "lien", "uri", "permalink"),
    "outlet": ("outlet", "publisher", "media", "média", "journal", "newspaper", "site", "sitename", "source"),
    "author": ("author", "authors", "auteur", "auteurs", "byline"),
    "published_at": (
        "published_at", "published", "date", "datetime", "publication_date", "date_publish", "date_publication",
        "pubdate", "pub_date", "timestamp",
    ),
}  # fmt: skip
"""What the columns may be called, the likeliest first; capitals do not matter."""

MAX_ID = 1_000
"""Code points; a longer id is a mistake of the input."""

_FRENCH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T,à]+(\d{1,2})[:hH](\d{2}))?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what: the names that the user gave, by role (`text`, `id` …); the rest goes by `NAMES`."""

    given: Mapping[str, str] = field(default_factory=dict)

    def find(self, present: Iterable[str]) -> dict[str, str]:
        """The column for each role, as far as there is one. Raises ArticleError where a named one is missing."""
        by_name = {name.strip().lower(): name for name in reversed(list(present))}
        found = {}
        for role, names in NAMES.items():
            given = self.given.get(role)
            if given is not None:
                if given.strip().lower() not in by_name:
                    raise ArticleError(
                        "malformed_record", f"no column {given!r} for the {role}; there are: {_listed(by_name)}"
                    )
                names = (given.strip().lower(),)
            column = next((by_name[name] for name in names if name in by_name), None)
            if column is not None:
                found[role] = column
        if "text" not in found:
            raise ArticleError(
                "no_text", f"no column holds the text; name it with --text-column; there are: {_listed(by_name)}"
            )
        return found


def make_article(record: Mapping[str, object], found: Mapping[str, str], *, source: str, number: int) -> Article:
    """The article in `record`, the `number`-th of its file. Raises ArticleError when it has no text or an odd id."""
    text = record.get(found["text"])
    if text is None:
        raise ArticleError("no_text", f"the column {found['text']!r} is empty")
    if not isinstance(text, str):
        raise ArticleError("malformed_record", f"the text is no string but {type(text).__name__}")
    check_storable(text)
    values = {role: record.get(column) for role, column in found.items()}
    given_id = plain(values.get("id"))
    if given_id and len(given_id) > MAX_ID:
        raise ArticleError("malformed_record", f"the id has {len(given_id)} characters, more than {MAX_ID}")
    raw_date = values.get("published_at")
    published_at = parse_date(raw_date)
    return Article(
        doc_id=given_id or f"{source}#{number}",
        source=f"{source}#{given_id or number}",
        text=text,
        title=plain(values.get("title")),
        url=plain(values.get("url")),
        outlet=plain(values.get("outlet")),
        author=plain(values.get("author")),
        published_at=published_at,
        note=f"the date {raw_date!r} was not understood" if raw_date and published_at is None else None,
    )


def parse_date(value: object) -> datetime | None:
    """A date in ISO 8601, RFC 2822, day/month/year, or seconds (or milliseconds) since 1970; None for anything else.

    Without a time zone it counts as UTC.
    """
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > 1e11 else value
        return datetime.fromtimestamp(seconds, UTC) if -6e10 < seconds < 2.5e11 else None
    if not isinstance(value, str) or len(value) > 100:
        return None
    for parse in (datetime.fromisoformat, _french, parsedate_to_datetime):
        try:
            return _utc(parse(value.strip()))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _french(value: str) -> datetime:
    parts = _FRENCH_DATE.fullmatch(value)
    if parts is None:
        raise ValueError(value)
    day, month, year, hour, minute = (int(part) if part else 0 for part in parts.groups())
    return datetime(year, month, day, hour, minute)


def _utc(value: datetime) -> datetime | None:
    if not 2 <= value.year <= 9998:  # a shift of the time zone would leave the calendar
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def plain(value: object) -> str | None:
    """Metadata as text: lists are joined, what cannot be stored is replaced, empty is None."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(part) for part in value if part is not None)
    text = str(value).strip()
    return text.encode("utf-8", "replace").decode("utf-8") or None


def _listed(names: Mapping[str, str]) -> str:
    listed = ", ".join(list(names.values())[:20]) or "none"
    return listed.encode("utf-8", "replace").decode("utf-8")[:500]
