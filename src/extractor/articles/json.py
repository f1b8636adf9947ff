"""JSON: a list of records, one record, or records one after the other; a record in memory at a time."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from extractor.articles.article import Article, Refusal
from extractor.articles.decoding import BYTE_ORDER_MARKS, DETECTION_SAMPLE, decode
from extractor.articles.jsonl import BYTES_A_CHARACTER, read_integer, read_record
from extractor.articles.records import METADATA, Columns
from extractor.errors import ArticleError

CHUNK = 2**20
"""Characters that are read at a time."""

_SPACE = re.compile(r"[ \t\r\n]*")


def read_json(stream: BinaryIO, *, source: str, columns: Columns, max_characters: int) -> Iterator[Article | Refusal]:
    """The articles in `stream`, and a refusal with the number of the record for each that is none.

    A file that holds one object without a text is no file of articles, but settings or annotations: nothing comes of
    it. Raises ArticleError when the file is no JSON, from the place on where it is none.
    """
    text = _text(stream)
    try:
        values = _Values(text, max_characters * BYTES_A_CHARACTER + METADATA)
        if not values.next():
            raise ArticleError("malformed_file", "no JSON: there is nothing in it")
        yield from _items(values, source=source, columns=columns)
    finally:
        text.detach()


def _items(values: _Values, *, source: str, columns: Columns) -> Iterator[Article | Refusal]:
    for number, (value, text) in enumerate(_records(values), 1):
        where, raw = f"record {number}", text.encode("utf-8", "surrogatepass")
        if not isinstance(value, dict):
            yield Refusal(
                source=f"{source}#{number}",
                reason="malformed_record",
                detail=f"{where}: no object but {type(value).__name__}",
                fingerprint=sha256(raw).hexdigest(),
            )
        elif number > 1 or not values.alone() or _has_text(value, columns):
            yield read_record(value, raw, source=source, number=number, columns=columns, where=where)


def _has_text(record: dict[str, object], columns: Columns) -> bool:
    try:
        columns.find(record)
    except ArticleError:
        return False
    return True


def _records(values: _Values) -> Iterator[tuple[object, str]]:
    """The elements of the list, or the values that stand one after the other."""
    if values.next() != "[":
        while values.next():
            yield values.take()
        return
    values.skip()
    while values.next() != "]":
        yield values.take()
        if values.next() == ",":
            values.skip()
        elif values.next() != "]":
            raise ArticleError("malformed_file", f"{values.place()}: neither a comma nor the end of the list")
    values.skip()
    if values.next():
        raise ArticleError("malformed_file", f"{values.place()}: something stands behind the list")


class _Values:
    """The JSON values of a text, one after the other."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self.text = text
        self.limit = limit
        self.taken = 0
        self._decoder = json.JSONDecoder(parse_int=read_integer)
        self._buffer = ""
        self._position = 0
        self._ended = False
        self._in_list = False

    def next(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            space = _SPACE.match(self._buffer, self._position)
            self._position = space.end() if space else self._position
            if self._position < len(self._buffer) or self._ended:
                return self._buffer[self._position : self._position + 1]
            self._read()

    def skip(self) -> None:
        """Passes over that character."""
        self._in_list = True
        self._position += 1

    def alone(self) -> bool:
        """Whether the value just taken is all that there is, and no list."""
        return self.taken == 1 and not self._in_list and not self.next()

    def take(self) -> tuple[object, str]:
        """The value that begins there, and its text. Raises ArticleError where there is none."""
        self.next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._position)
            except RecursionError:
                raise ArticleError("malformed_file", f"{self.place()}: nested too deeply") from None
            except ValueError as error:
                problem = str(error)
            else:
                if end < len(self._buffer) or self._ended:  # else a number may go on
                    raw = self._buffer[self._position : end]
                    self._position = end
                    self.taken += 1
                    return value, raw
                problem = "it does not end"
            if self._ended:
                raise ArticleError("malformed_file", f"{self.place()}: no JSON: {problem}")
            if len(self._buffer) - self._position > self.limit:
                raise ArticleError("too_long", f"{self.place()}: more than {self.limit} characters, or no JSON")
            self._read()

    def place(self) -> str:
        """The record that comes next, in words."""
        return f"record {self.taken + 1}, behind which nothing was read"

    def _read(self) -> None:
        """Twice as much as waits already, so that a long value is not looked at too often."""
        waiting = self._buffer[self._position :]
        try:
            more = self.text.read(max(CHUNK, len(waiting)))
        except UnicodeDecodeError as error:
            raise ArticleError("not_decodable", f"looks like {error.encoding} but is not: {error.reason}") from None
        self._ended = not more
        self._buffer, self._position = waiting + more, 0


def _text(stream: BinaryIO) -> io.TextIOWrapper:
    """The text of a stream: UTF-8, unless a byte-order mark, or its beginning, says something else."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream, CHUNK)  # type: ignore[type-var]
    sample = buffered.peek(DETECTION_SAMPLE)[:DETECTION_SAMPLE]
    for mark, encoding in BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            buffered.read(len(mark))
            return io.TextIOWrapper(buffered, encoding=encoding, newline="")
    whole = sample[: sample.rfind(b'"') + 1] or sample  # up to a place where no character is cut
    found = decode(whole).encoding
    return io.TextIOWrapper(buffered, encoding=found, newline="")
