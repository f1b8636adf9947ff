"""JSON Lines: one record a line, each on its own, so that a broken line costs one article."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from typing import BinaryIO

from extractor.articles.article import Article, Refusal
from extractor.articles.decoding import BYTE_ORDER_MARKS, decode
from extractor.articles.records import MAX_ID, METADATA, NAMES, Columns, make_article, plain
from extractor.errors import ArticleError

BYTES_A_CHARACTER = 6
"""`\\u00e9`: as many bytes as a character may take in JSON, few metadata aside."""

MAX_DIGITS = 400
"""Digits of an integer; Python takes the square of its length to read one, and refuses from 4,300 on."""

READ_AHEAD = 1_000
"""Lines of standard input that may be none of JSON Lines before its first record."""


def read_jsonl(stream: BinaryIO, *, source: str, columns: Columns, max_characters: int) -> Iterator[Article | Refusal]:
    """The articles in `stream`, and a refusal with the number of the line for each that is none.

    Raises ArticleError `not_decodable` where a byte-order mark announces what the file is not.
    """
    limit = max_characters * BYTES_A_CHARACTER + METADATA
    for number, line in enumerate(_lines(stream, limit), 1):
        if len(line) > limit:
            yield _refusal(source, number, ArticleError("too_long", f"more than {limit} bytes"), b"")
        elif line.strip():
            try:
                record = _object(line)
            except ArticleError as error:
                yield _refusal(source, number, error, line)
            else:
                where = f"line {number}"
                yield read_record(record, line, source=source, number=number, columns=columns, where=where)


def read_record(
    record: Mapping[str, object], raw: bytes, *, source: str, number: int, columns: Columns, where: str
) -> Article | Refusal:
    """The article in a JSON object, or a refusal that names the record by its id, as far as it has one.

    `raw` are the bytes that the object was read from, `number` is its place in the file, and `where` says it in words.
    """
    try:
        return make_article(record, columns.find(record), source=source, number=number)
    except ArticleError as error:
        return Refusal(
            source=f"{source}#{number}",
            reason=error.code,
            detail=f"{where}: {error.detail}",
            fingerprint=sha256(raw).hexdigest(),
            place=_known_as(record, columns, source=source, number=number),
        )


def told_once(items: Iterator[Article | Refusal]) -> Iterator[Article | Refusal]:
    """The same items; but where no line is a record, one refusal for all of them that says what `-` takes."""
    held: list[Refusal] = []
    for item in items:
        if isinstance(item, Article) or item.place is not None:
            yield from chain(held, [item], items)
            return
        held.append(item)
        if len(held) == READ_AHEAD:
            break
    if held:
        yield Refusal(
            source=held[0].source.partition("#")[0],
            reason="malformed_file",
            detail=(
                '- takes JSON Lines, one object a line such as {"id": "a1", "text": "…"}, and there is none in the '
                f"{'first ' if len(held) == READ_AHEAD else ''}{len(held)} lines ({held[0].detail}); "
                "a text goes into a file that is named"
            ),
            fingerprint=sha256("".join(refusal.fingerprint for refusal in held).encode()).hexdigest(),
        )


def read_integer(digits: str) -> int | str:
    """An integer of JSON; one that is too long to be anything stays as its digits."""
    return int(digits) if len(digits) <= MAX_DIGITS else digits


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines, in UTF-8 where a byte-order mark says what they are in; of one that is too long, more than `limit`."""
    start = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    wide = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark) and name != "utf-8"), None)
    if wide is None:
        yield from _whole_lines(stream.readline, limit)
        return
    text = io.TextIOWrapper(stream, encoding=wide, newline="\n")
    try:
        yield from _whole_lines(lambda size: text.readline(size).removeprefix("\ufeff").encode(), limit)
    except UnicodeDecodeError as error:
        raise ArticleError("not_decodable", f"not {wide}, which its byte-order mark announces: {error}") from None
    finally:
        text.detach()


def _whole_lines(readline: Callable[[int], bytes], limit: int) -> Iterator[bytes]:
    while line := readline(limit + 1):
        rest = line if len(line) > limit else b""
        while rest and not rest.endswith(b"\n"):
            rest = readline(limit)
        yield line


def _object(line: bytes) -> dict[str, object]:
    text = decode(line).text
    try:
        record = json.loads(text, parse_int=read_integer)
    except (ValueError, RecursionError) as error:
        raise ArticleError("malformed_record", f"no JSON: {error}") from None
    if not isinstance(record, dict):
        raise ArticleError("malformed_record", f"no object but {type(record).__name__}")
    return record


def _known_as(record: Mapping[str, object], columns: Columns, *, source: str, number: int) -> str | None:
    """The source of the article that the record would be; None where its id is none."""
    by_name = {name.strip().lower(): name for name in reversed(list(record))}
    given = columns.given.get("id")
    names = NAMES["id"] if given is None else (given.strip().lower(),)
    column = next((by_name[name] for name in names if name in by_name), None)
    known = plain(record[column]) if column is not None else None
    if known is not None and len(known) > MAX_ID:
        return None
    return f"{source}#{known or number}"


def _refusal(source: str, number: int, error: ArticleError, line: bytes) -> Refusal:
    return Refusal(
        source=f"{source}#{number}",
        reason=error.code,
        detail=f"line {number}: {error.detail}",
        fingerprint=sha256(line).hexdigest(),
    )
