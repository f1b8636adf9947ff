"""A record of a file of many articles, as a mapping from column to value, becomes an article."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.articles.article import Article
from extractor.articles.dates import read_date
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

LARGEST_EXACT = 2**53
"""Up to which a float tells whole numbers apart."""

MAX_SHOWN = 60
"""Characters of a value that a message shows."""

METADATA = 2**16
"""Characters, or bytes, that a record may have beside its text."""

MAX_ID = 1_000
"""Code points; a longer id is a mistake of the input."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what: the names that the user gave, by role (`text`, `id` …); the rest goes by `NAMES`."""

    given: Mapping[str, str] = field(default_factory=dict)

    def find(self, present: Iterable[str]) -> dict[str, str]:
        """The column for each role, as far as there is one. Raises ArticleError where a named one is missing."""
        present = list(present)
        by_name = {name.strip().lower(): name for name in reversed(present)}
        _require_single(present)
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


def _require_single(present: list[str]) -> None:
    """Raises ArticleError where two columns of one name leave open which of them is meant."""
    counts = Counter(name.strip().lower() for name in present)
    known = {name for names in NAMES.values() for name in names}
    twice = [name for name, count in counts.items() if count > 1 and name in known]
    if twice:
        raise ArticleError(
            "malformed_file", f"the column {twice[0]!r} is there {counts[twice[0]]} times; rename all but one"
        )


def make_article(record: Mapping[str, object], found: Mapping[str, str], *, source: str, number: int) -> Article:
    """The article in `record`, the `number`-th of its file.

    Raises ArticleError when it has no text, an odd id, or metadata that are longer than any are (`too_long`).
    """
    text = record.get(found["text"])
    if text is None:
        raise ArticleError("no_text", f"the column {found['text']!r} is empty")
    if not isinstance(text, str):
        raise ArticleError("malformed_record", f"the text is no string but {type(text).__name__}")
    check_storable(text)
    values = {role: record.get(column) for role, column in found.items()}
    given_id = read_id(values.get("id"))
    if given_id and len(given_id) > MAX_ID:
        raise ArticleError("malformed_record", f"the id has {len(given_id)} characters, more than {MAX_ID}")
    metadata = {role: plain(values.get(role)) for role in ("title", "url", "outlet", "author")}
    _check_metadata(metadata)
    raw_date = values.get("published_at")
    published = read_date(raw_date)
    return Article(
        doc_id=given_id or f"{source}#{number}",
        source=f"{source}#{given_id or number}",
        text=text,
        title=metadata["title"],
        url=metadata["url"],
        outlet=metadata["outlet"],
        author=metadata["author"],
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        note=f"the date {_shown(raw_date)} was not understood"
        if not _is_missing(raw_date) and published is None
        else None,
    )


def _check_metadata(metadata: Mapping[str, str | None]) -> None:
    length = sum(len(value or "") for value in metadata.values())
    if length > METADATA:
        longest = max(metadata, key=lambda role: len(metadata[role] or ""))
        raise ArticleError(
            "too_long", f"{length} characters beside the text, most of them in the {longest}, more than {METADATA}"
        )


def read_id(value: object) -> str | None:
    """The id of a record. A column of whole numbers with a gap holds floats: `201.0` is `201`, and NaN is no id.

    Raises ArticleError where it is no text and no number.
    """
    if _is_missing(value):
        return None
    number = value if isinstance(value, (float, Decimal)) else None
    if isinstance(value, (Mapping, list, tuple, bytes, bool)) or (number is not None and not math.isfinite(number)):
        raise ArticleError("malformed_record", f"the id is {_shown(value)}, neither text nor a number")
    if number is not None and -LARGEST_EXACT < number < LARGEST_EXACT and number == int(number):
        return str(int(number))
    return plain(value)


def _is_missing(value: object) -> bool:
    """Whether a cell is empty: nothing, blanks, or the NaN and NaT of pandas, which are not equal to themselves."""
    return value is None or value != value or (isinstance(value, str) and not value.strip())


def _shown(value: object) -> str:
    """A value for a message, of bounded length; also an integer of more digits than Python writes."""
    try:
        text = repr(value)
    except ValueError:
        return "a number of too many digits"
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def plain(value: object) -> str | None:
    """Metadata as text: lists are joined, what cannot be stored is replaced, empty is None."""
    if _is_missing(value):
        return None
    if isinstance(value, (list, tuple)):
        value = ", ".join(_written(part) for part in value if not _is_missing(part))
    text = _written(value).strip()
    return text.encode("utf-8", "replace").decode("utf-8") or None


def _written(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # an integer of more digits than Python writes
        return _shown(value)


def _listed(names: Mapping[str, str]) -> str:
    listed = ", ".join(list(names.values())[:20]) or "none"
    return listed.encode("utf-8", "replace").decode("utf-8")[:500]
