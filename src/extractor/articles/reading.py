"""One input file → its articles, and a refusal for what cannot be one. Whatever a file holds, nothing here raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from extractor.articles.article import Article, Refusal
from extractor.articles.compression import open_bytes, open_seekable
from extractor.articles.csv import read_csv
from extractor.articles.decoding import check_storable, decode
from extractor.articles.html import Page, read_page
from extractor.articles.json import read_json
from extractor.articles.jsonl import read_jsonl, told_once
from extractor.articles.records import Columns
from extractor.articles.sources import STANDARD_INPUT, InputFile
from extractor.articles.text import find_title
from extractor.errors import ArticleError

BYTES_A_CHARACTER = 4
"""The most that a character takes in UTF-8, UTF-16 or UTF-32."""

FRAGILE = frozenset({"parquet"})
"""Formats whose library can be made to take the interpreter down with a damaged file."""

PAGE_BYTES_A_CHARACTER = 20
"""The most that a page may have for each character that an article may have."""


READ = frozenset({"no_text", "too_long"})
"""Reasons for which a reader refuses an article that it has read; with all others it could not tell what is in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    columns: Columns = field(default_factory=Columns)
    max_characters: int = 1_000_000
    read_page: Callable[[bytes], Page] = read_page
    """How a page becomes text; a run has it done in another process, which a bad page cannot take down."""
    isolated: Callable[[InputFile, Reading], Iterator[Article | Refusal]] | None = None
    """How a run has a file of one of the `FRAGILE` formats read in another process."""


def read_articles(file: InputFile, reading: Reading | None = None) -> Iterator[Article | Refusal]:
    """The articles of `file`, one after the other; what is none gives a Refusal with its reason.

    A refusal of something that could not be read to its end names that place: the record where its id is known, else
    the file.
    """
    reading = reading or Reading()
    read = reading.isolated if reading.isolated and file.format in FRAGILE else _READERS[file.format]
    try:
        for item in read(file, reading):
            yield _with_place(item, file) if isinstance(item, Refusal) else item
    except ArticleError as error:
        yield Refusal(
            source=file.source,
            reason=error.code,
            detail=error.detail,
            fingerprint=_stamp(file),
            place=file.source,
        )


def _with_place(refusal: Refusal, file: InputFile) -> Refusal:
    """A record without a known id may be any of the file's."""
    known = refusal.doc_id is not None and refusal.reason in READ
    return refusal if known or refusal.place is not None else replace(refusal, place=file.source)


def _read_text(file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
    limit = reading.max_characters * BYTES_A_CHARACTER
    data = _whole(file, limit)
    try:
        _check_size(data, limit)
        decoded = decode(data)
        check_storable(decoded.text)
    except ArticleError as error:
        yield _refusal(file, error, data)
        return
    yield Article(
        doc_id=file.doc_id,
        source=file.source,
        text=decoded.text,
        title=find_title(decoded.text),
        note=decoded.note,
    )


def _read_html(file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
    limit = reading.max_characters * PAGE_BYTES_A_CHARACTER
    data = _whole(file, limit)
    try:
        _check_size(data, limit)
        page = reading.read_page(data)
        check_storable(page.text)
    except ArticleError as error:
        yield _refusal(file, error, data)
        return
    yield Article(
        doc_id=file.doc_id,
        source=file.source,
        text=page.text,
        title=page.title,
        url=page.url,
        outlet=page.outlet,
        author=page.author,
        published_at=page.published_at,
        published_precision=page.published_precision,
        note=page.note,
    )


def _read_jsonl(file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
    with open_bytes(file) as stream:
        items = read_jsonl(stream, source=file.source, columns=reading.columns, max_characters=reading.max_characters)
        yield from told_once(items) if file.source == STANDARD_INPUT else items


def _read_json(file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
    with open_bytes(file) as stream:
        yield from read_json(stream, source=file.source, columns=reading.columns, max_characters=reading.max_characters)


def _read_csv(file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
    yield from read_csv(
        partial(open_bytes, file),
        source=file.source,
        columns=reading.columns,
        max_characters=reading.max_characters,
    )


def _read_parquet(file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
    from extractor.articles.parquet import read_parquet

    with open_seekable(file) as stream:
        yield from read_parquet(
            stream,
            source=file.source,
            columns=reading.columns,
            max_characters=reading.max_characters,
            packed=file.size if file.compression else None,
        )


_READERS: dict[str, Callable[[InputFile, Reading], Iterator[Article | Refusal]]] = {
    "text": _read_text,
    "html": _read_html,
    "jsonl": _read_jsonl,
    "json": _read_json,
    "csv": _read_csv,
    "parquet": _read_parquet,
}


def _whole(file: InputFile, limit: int) -> bytes:
    """The content of a file of one article; of one that is too long, a byte more than `limit`."""
    with open_bytes(file) as stream:
        return stream.read(limit + 1)


def _check_size(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise ArticleError("too_long", f"more than {limit} bytes")


def _refusal(file: InputFile, error: ArticleError, data: bytes) -> Refusal:
    return Refusal(
        source=file.source,
        reason=error.code,
        detail=error.detail,
        fingerprint=sha256(data).hexdigest(),
        doc_id=file.doc_id,
    )


def _stamp(file: InputFile) -> str:
    """Stands for the content of a file that could not be read."""
    return f"size {file.size}, modified {file.modified_ns}"
