"""CSV and TSV with a header line: the separator is told from it, the encoding from the whole file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import BinaryIO, Protocol

from extractor.articles.article import Article, Refusal
from extractor.articles.decoding import DETECTION_SAMPLE, decode
from extractor.articles.records import METADATA, Columns, make_article
from extractor.errors import ArticleError

SEPARATORS = ";,\t|"

CHUNK = 2**20


class Opener(Protocol):
    """Opens the bytes of one file; called twice, first to look at the encoding."""

    def __call__(self) -> AbstractContextManager[BinaryIO]: ...


def read_csv(opener: Opener, *, source: str, columns: Columns, max_characters: int) -> Iterator[Article | Refusal]:
    """The articles of the file that `opener` opens, and a refusal with its line for each record that is none.

    Raises ArticleError when the file as a whole cannot be read.
    """
    with opener() as stream:
        encoding = find_encoding(stream)
    limit = max_characters + METADATA
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    with opener() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        lines = _Lines(_lines(text, 2 * limit), 2 * limit)  # a quotation mark inside a cell is written twice
        header = next(lines, "").removeprefix("\ufeff")
        separator = max(SEPARATORS, key=header.count)
        names = next(csv.reader([header], delimiter=separator), [])
        found = columns.find(names)
        rows = csv.reader(lines, delimiter=separator)
        number = 0
        while True:
            number += 1
            lines.begin_row()
            try:
                row = next(rows, None)
            except csv.Error as error:
                raise ArticleError("malformed_file", f"line {rows.line_num + 1}: {error}") from None
            if row is None:
                break
            if not row:
                continue
            if lines.ended:  # before the row was
                raise ArticleError("malformed_file", f"line {rows.line_num}: a quotation mark is not closed")
            try:
                if any(isinstance(line, _TooLong) for line in lines.of_row):
                    raise ArticleError("too_long", f"a line of more than {2 * limit} characters")
                _check_quotes(lines.of_row, separator)
                if len(row) != len(names):
                    raise ArticleError("malformed_record", f"{len(row)} cells under {len(names)} columns")
                record = {name: cell or None for name, cell in zip(names, row, strict=True)}
                yield make_article(record, found, source=source, number=number)
            except ArticleError as error:
                yield Refusal(
                    source=f"{source}#{number}",
                    reason=error.code,
                    detail=f"line {rows.line_num + 1}: {error.detail}",
                    fingerprint=sha256("\0".join(row).encode("utf-8", "replace")).hexdigest(),
                )
        text.detach()


def find_encoding(stream: BinaryIO) -> str:
    """UTF-8 (with or without byte-order mark) where the whole of `stream` is, else what its beginning looks like.

    Raises ArticleError `binary` or `not_decodable`.
    """
    sample = stream.read(DETECTION_SAMPLE)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        chunk = sample
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return decode(sample).encoding
    decode(sample.decode("utf-8", "ignore").encode())  # refuses what is binary
    return "utf-8-sig"


class _TooLong(str):
    """Stands for a line that is too long to be read."""


class _Lines(Iterator[str]):
    """Lines, those that were asked for since the row began, and whether more were asked for than there are.

    Raises ArticleError `too_long` where those of one row have more than `limit` characters together.
    """

    def __init__(self, lines: Iterator[str], limit: int) -> None:
        self.lines = lines
        self.limit = limit
        self.begin_row()
        self.ended = False

    def begin_row(self) -> None:
        """The next line is the first of a row."""
        self.of_row: list[str] = []
        self.length = 0

    def __next__(self) -> str:
        try:
            line = next(self.lines)
        except StopIteration:
            self.ended = True
            raise
        self.of_row.append(line)
        self.length += len(line)
        if self.length > self.limit:
            raise ArticleError(
                "too_long",
                f"a row of more than {self.limit} characters in {len(self.of_row)} lines, where a quotation mark is "
                "perhaps not closed; the rest of the file was not read",
            )
        return line


def _check_quotes(lines: list[str], separator: str) -> None:
    """Raises ArticleError where a quotation mark that is not closed has made several rows one."""
    if len(lines) > 1:
        try:
            next(csv.reader(lines, delimiter=separator, strict=True))
        except csv.Error:
            raise ArticleError("malformed_record", f"a quotation mark is not closed, in {len(lines)} lines") from None


def _lines(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    try:
        while line := text.readline(limit + 1):
            if len(line) <= limit:
                yield line
                continue
            while line and not line.endswith("\n"):
                line = text.readline(limit)
            yield _TooLong("-\n")
    except UnicodeDecodeError as error:
        raise ArticleError("not_decodable", f"looks like {error.encoding} but is not: {error.reason}") from None
