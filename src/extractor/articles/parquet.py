"""Parquet: a few rows at a time, only the columns that are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.articles.article import Article, Refusal
from extractor.articles.records import Columns, make_article
from extractor.errors import ArticleError

ROWS = 64
"""Rows in memory at once."""

MAX_COLUMN = 2**31
"""Bytes that the text column of one row group may unpack to."""


def read_parquet(stream: BinaryIO, *, source: str, columns: Columns) -> Iterator[Article | Refusal]:
    """The articles in `stream`, and a refusal with the number of the row for each that is none.

    Raises ArticleError when the file as a whole cannot be read.
    """
    try:
        # In this thread alone: Arrow's own must not hold what Python opened while the interpreter ends.
        file = pq.ParquetFile(stream, pre_buffer=False)
        found = columns.find(file.schema_arrow.names)
        _check_size(file, found["text"])
        number = 0
        wanted = sorted(set(found.values()))
        for batch in file.iter_batches(batch_size=ROWS, columns=wanted, use_threads=False):
            for record in _microseconds(batch).to_pylist():
                number += 1
                try:
                    yield make_article(record, found, source=source, number=number)
                except ArticleError as error:
                    yield Refusal(
                        source=f"{source}#{number}",
                        reason=error.code,
                        detail=f"row {number}: {error.detail}",
                        fingerprint=sha256(repr(record).encode("utf-8", "replace")).hexdigest(),
                    )
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ArticleError("malformed_file", f"no Parquet: {str(error).splitlines()[0]}") from None


def _check_size(file: pq.ParquetFile, text: str) -> None:
    index = file.schema_arrow.names.index(text)
    if pa.types.is_nested(file.schema_arrow.field(index).type):
        raise ArticleError("malformed_file", f"the column {text!r} is nested, no text")
    for group in range(file.metadata.num_row_groups):
        row_group = file.metadata.row_group(group)
        for column in range(row_group.num_columns):
            chunk = row_group.column(column)
            if chunk.path_in_schema == text and chunk.total_uncompressed_size > MAX_COLUMN:
                raise ArticleError("expansion", f"the column {text!r} unpacks to more than {MAX_COLUMN} bytes")


def _microseconds(batch: pa.RecordBatch) -> pa.Table:
    """Instants in the precision of Python's, which `to_pylist` needs."""
    table = pa.Table.from_batches([batch])
    for index, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            table = table.set_column(
                index, column.name, table[column.name].cast(pa.timestamp("us", column.type.tz), safe=False)
            )
    return table
