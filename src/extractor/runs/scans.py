"""A memory of files that were read to the end: the ones that are as they were need not be read again.

It only saves time. It holds for one state of the tables (their versions) and one way of reading, and is thrown away
with either, after which everything is read and compared again.
"""

from __future__ import annotations

import io
import os
import time
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.articles.sources import STANDARD_INPUT, InputFile
from extractor.locations import Remote
from extractor.runs.records import Records

FILE = "scans.parquet"

RACE_NS = 2_000_000_000
"""A file modified so shortly before it was read may change again with the same time stamp."""

COLUMNS = ("source", "path", "size", "modified_ns", "changed_ns", "articles", "rejected", "repeated")

TYPES = (pa.string(), pa.string(), *[pa.int64()] * 6)

Signature = tuple[str, int, int, int]
"""Path, size, and when content and permissions changed: who lost the right to read a file is told."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What one file held: articles in the ledger, inputs in `rejected`, and articles that were given before."""

    articles: int
    rejected: int
    repeated: int = 0


class Scans:
    """The files that were read to the end, under `key`, which stands for tables, settings and way of reading."""

    def __init__(self, records: Records, key: str) -> None:
        self.records = records
        self.started_ns = time.time_ns()
        self.before = _load(records.read(FILE), key)
        self.now: dict[str, tuple[Signature, Scan]] = {}

    def unchanged(self, file: InputFile) -> Scan | None:
        """What `file` held, when it is as it was."""
        known = self.before.get(file.source)
        if known is None or known[0] != _signature(file):
            return None
        self.now[file.source] = known
        return known[1]

    def note(self, file: InputFile, scan: Scan) -> None:
        """Remembers that `file` was read to the end and all of it is in the tables."""
        if file.source != STANDARD_INPUT and file.modified_ns < self.started_ns - RACE_NS:
            self.now[file.source] = (_signature(file), scan)

    def forget(self, source: str) -> None:
        """Has the file read again next time."""
        self.now.pop(source, None)

    def save(self, key: str) -> None:
        """Writes what holds now, under the key of the tables as they are now."""
        sources = list(self.now)
        signatures = [self.now[source][0] for source in sources]
        table = pa.table(
            {
                "source": pa.array(sources, pa.string()),
                "path": pa.array([path for path, _, _, _ in signatures], pa.string()),
                "size": pa.array([size for _, size, _, _ in signatures], pa.int64()),
                "modified_ns": pa.array([modified for _, _, modified, _ in signatures], pa.int64()),
                "changed_ns": pa.array([changed for _, _, _, changed in signatures], pa.int64()),
                "articles": pa.array([self.now[source][1].articles for source in sources], pa.int64()),
                "rejected": pa.array([self.now[source][1].rejected for source in sources], pa.int64()),
                "repeated": pa.array([self.now[source][1].repeated for source in sources], pa.int64()),
            }
        ).replace_schema_metadata({"key": key})
        content = io.BytesIO()
        pq.write_table(table, content)
        self.records.write(FILE, content.getvalue())

    def same(self) -> bool:
        """Whether nothing differs from what is on disk."""
        return self.now == self.before


def _load(content: bytes | None, key: str) -> dict[str, tuple[Signature, Scan]]:
    if content is None:
        return {}
    try:
        # In this thread alone, as for everything that Python opened (see `native`); `read_table` would import pandas.
        with pq.ParquetFile(io.BytesIO(content), pre_buffer=False) as file:
            table = file.read(use_threads=False)
    except (pa.ArrowException, OSError):
        return {}
    if (table.schema.metadata or {}).get(b"key") != key.encode() or table.column_names != list(COLUMNS):
        return {}
    if table.schema.types != list(TYPES):
        return {}
    columns = [table[name].to_pylist() for name in COLUMNS]
    return {
        source: ((path, size, modified, changed), Scan(*counts))
        for source, path, size, modified, changed, *counts in zip(*columns, strict=True)
    }


def _signature(file: InputFile) -> Signature:
    where = str(file.path) if isinstance(file.path, Remote) else os.path.abspath(file.path)
    return os.fsencode(where).decode("utf-8", "backslashreplace"), file.size, file.modified_ns, file.changed_ns
