"""JSON Lines: one record a line, each on its own, so that a broken line costs one article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from extractor.articles.article import Article, Refusal
from extractor.articles.decoding import decode
from extractor.articles.records import Columns, make_article
from extractor.errors import ArticleError

BYTES_A_CHARACTER = 6
"""`\\u00e9`: as many bytes as a character may take in JSON, few metadata aside."""

METADATA = 2**16
"""Bytes a record may have beside its text."""


def read_jsonl(stream: BinaryIO, *, source: str, columns: Columns, max_characters: int) -> Iterator[Article | Refusal]:
    """The articles in `stream`, and a refusal with the number of the line for each that is none."""
    limit = max_characters * BYTES_A_CHARACTER + METADATA
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield _refusal(source, number, ArticleError("too_long", f"more than {limit} bytes"), b"")
        elif line.strip():
            try:
                yield _article(line, source=source, number=number, columns=columns)
            except ArticleError as error:
                yield _refusal(source, number, error, line)


def _article(line: bytes, *, source: str, number: int, columns: Columns) -> Article:
    text = decode(line).text
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArticleError("malformed_record", f"no JSON: {error}") from None
    if not isinstance(record, dict):
        raise ArticleError("malformed_record", f"no object but {type(record).__name__}")
    return make_article(record, columns.find(record), source=source, number=number)


def _refusal(source: str, number: int, error: ArticleError, line: bytes) -> Refusal:
    return Refusal(
        source=f"{source}#{number}",
        reason=error.code,
        detail=f"line {number}: {error.detail}",
        fingerprint=sha256(line).hexdigest(),
    )
