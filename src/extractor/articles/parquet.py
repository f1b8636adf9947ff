"""Parquet: a few rows at a time, only the columns that are wanted, and no more than a file of its size may hold.

A dictionary, runs and shared beginnings make a few hundred bytes thousands of cells of a megabyte. So what the cells
hold is counted before any of them becomes a value of Python.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractor.articles.article import Article, Refusal
from extractor.articles.compression import FREE, MAX_RATIO
from extractor.articles.records import METADATA, Columns, make_article
from extractor.errors import ArticleError

ROWS = 64
"""Rows in memory at once, unless a single one may be large."""

ROW = 100
"""Bytes that a row counts beside its cells, so that rows without any content are not without end."""

VALUE = 16
"""Bytes that each element of a list counts beside what it holds."""

BYTES_A_CHARACTER = 4
"""The most that a character takes in UTF-8."""

_BROKEN = (pa.ArrowException, OSError, UnicodeDecodeError)


def read_parquet(
    stream: BinaryIO, *, source: str, columns: Columns, max_characters: int = 1_000_000, packed: int | None = None
) -> Iterator[Article | Refusal]:
    """The articles in `stream`, and a refusal with the number of the row for each that is none.

    `packed` is the size of the file in bytes, where it is not that of `stream`. Raises ArticleError when the file as a
    whole cannot be read, and `expansion` when its cells hold far more than a file of its size may.
    """
    try:
        size = stream.seek(0, 2)
        stream.seek(0)
        wanted = _Wanted(stream, columns, size if packed is None else packed)
        number = 0
        largest = max_characters * BYTES_A_CHARACTER + METADATA
        for batch in wanted.batches():
            for index, length in enumerate(_row_lengths(batch)):
                number += 1
                try:
                    if length > largest:
                        raise ArticleError("too_long", f"{length} bytes, more than {largest}")
                    record = _record(batch, index)
                except ArticleError as error:
                    yield _refusal(source, number, error, f"{length} bytes in row {number}")
                    continue
                try:
                    yield make_article(record, wanted.found, source=source, number=number)
                except ArticleError as error:
                    yield _refusal(source, number, error, repr(record))
    except MemoryError:
        raise ArticleError("memory", "needs more memory to read than there is") from None
    except _BROKEN as error:
        raise ArticleError("malformed_file", f"no Parquet: {str(error).splitlines()[0]}") from None


class _Wanted:
    """The wanted columns of a file, as batches of rows in which equal values are held once."""

    def __init__(self, stream: BinaryIO, columns: Columns, packed: int) -> None:
        # In this thread alone: Arrow's own must not hold what Python opened while the interpreter ends.
        first = pq.ParquetFile(stream, pre_buffer=False)
        self.found = columns.find(first.schema_arrow.names)
        self.names = sorted(set(self.found.values()))
        self.limit = max(FREE, packed * MAX_RATIO)
        self.whole = packed <= FREE
        self.groups = first.metadata.num_row_groups
        self._require_flat(first)
        self._look_at_chunks(first)
        # A dictionary stays one while it is read, which Arrow cannot do where values are written as differences.
        once = [path for path in self.paths if path not in self.differences]
        self.file = pq.ParquetFile(stream, pre_buffer=False, read_dictionary=once)
        self.rows = max(1, min(ROWS, FREE // max(1, self.largest_of_differences)))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The batches. Raises ArticleError `expansion` before the part of the file in which there is too much.

        A file of usual size is one part, a large one has as many as row groups: counting must not take long.
        """
        groups = [[group] for group in range(self.groups)]
        parts = [[group for (group,) in groups]] if self.whole else groups
        length = 0
        for part in parts:
            length = self._counted(part, length)
            yield from self._read(part)

    def _counted(self, part: list[int], length: int) -> int:
        """`length` and the bytes in the cells of these row groups."""
        with contextlib.suppress(*_BROKEN):  # met again when what comes before it has been read
            for batch in self._read(part):
                length += int(_row_lengths(batch).sum()) + ROW * batch.num_rows
                self._require_within(length)
        return length

    def _read(self, part: list[int]) -> Iterator[pa.RecordBatch]:
        yield from self.file.iter_batches(batch_size=self.rows, row_groups=part, columns=self.names, use_threads=False)

    def _require_flat(self, file: pq.ParquetFile) -> None:
        text = self.found["text"]
        if pa.types.is_nested(file.schema_arrow.field(file.schema_arrow.names.index(text)).type):
            raise ArticleError("malformed_file", f"the column {text!r} is nested, no text")

    def _look_at_chunks(self, file: pq.ParquetFile) -> None:
        """Notes how the columns are written, and sums up what the file itself says of its size."""
        self.paths: set[str] = set()
        self.differences: set[str] = set()
        self.largest_of_differences = 0
        values = unpacked = 0
        for group in range(self.groups):
            row_group = file.metadata.row_group(group)
            for index in range(row_group.num_columns):
                chunk = row_group.column(index)
                path = chunk.path_in_schema
                if not any(path == name or path.startswith(f"{name}.") for name in self.names):
                    continue
                self.paths.add(path)
                unpacked += chunk.total_uncompressed_size
                values += chunk.num_values
                if any(encoding.startswith("DELTA") for encoding in chunk.encodings):
                    self.differences.add(path)
                    self.largest_of_differences = max(self.largest_of_differences, chunk.total_uncompressed_size)
        self._require_within(max(unpacked, VALUE * values))

    def _require_within(self, length: int) -> None:
        if length > self.limit:
            raise ArticleError("expansion", f"its cells hold more than {self.limit} bytes, {MAX_RATIO} times its size")


def _refusal(source: str, number: int, error: ArticleError, content: str) -> Refusal:
    return Refusal(
        source=f"{source}#{number}",
        reason=error.code,
        detail=f"row {number}: {error.detail}",
        fingerprint=sha256(content.encode("utf-8", "replace")).hexdigest(),
    )


def _row_lengths(batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
    """The bytes that each row of a batch holds, equal values counted each time."""
    total = np.zeros(batch.num_rows, dtype=np.int64)
    for column in batch.columns:
        total += _lengths(column)
    return total


def _lengths(array: Any) -> np.ndarray[Any, Any]:
    """The bytes that each value of an array holds, with all that is nested in it."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        of_values = np.append(_lengths(array.dictionary), 0)
        return np.asarray(of_values[pc.fill_null(array.indices, len(of_values) - 1).to_numpy(zero_copy_only=False)])
    if pa.types.is_struct(kind):
        return sum((_lengths(field) for field in array.flatten()), np.zeros(len(array), dtype=np.int64))
    if pa.types.is_nested(kind):
        return _lengths_of_lists(array)
    if kind in _OF_ANY_LENGTH:
        return np.asarray(pc.fill_null(pc.binary_length(array), 0)).astype(np.int64)
    return np.full(len(array), 0 if pa.types.is_null(kind) else (kind.bit_width + 7) // 8, dtype=np.int64)


def _lengths_of_lists(array: Any) -> np.ndarray[Any, Any]:
    """Lists and mappings: what their elements hold, and `VALUE` for each."""
    if pa.types.is_fixed_size_list(array.type):
        array = array.cast(pa.list_(array.type.value_type))
    lengths = _lengths(array.keys) + _lengths(array.items) if pa.types.is_map(array.type) else _lengths(array.values)
    before = np.append(0, np.cumsum(lengths + VALUE))
    return np.diff(before[np.asarray(array.offsets)])


_OF_ANY_LENGTH = {pa.string(), pa.large_string(), pa.binary(), pa.large_binary()}


def _record(batch: pa.RecordBatch, index: int) -> Mapping[str, object]:
    """One row as values of Python, instants in the precision that these have."""
    row = pa.Table.from_batches([batch.slice(index, 1)])
    for place, column in enumerate(row.schema):
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            values = row[column.name].cast(pa.timestamp("us", column.type.tz), safe=False)
            row = row.set_column(place, column.name, values)
    record: Mapping[str, object] = row.to_pylist()[0]
    return record
