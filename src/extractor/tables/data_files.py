"""The data files of a table: Parquet files whose names are chosen before they are written.

Whoever writes them notes the names first, so that what a killed write leaves can be told from a file of the user's.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractor.errors import StoreError
from extractor.locations import LOG_FOLDER, Location, Remote, native

BATCH_ROWS = 8_192
"""Rows of a file that are in memory at once when it is rewritten."""

BOUND_CHARACTERS = 64
"""Code points of a string that the log keeps as a bound."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file as the log of its table lists it. `least` and `greatest` bound its keys, where that is known."""

    name: str
    size: int
    rows: int | None = None
    least: str | None = None
    greatest: str | None = None

    def may_hold(self, keys: Sequence[str]) -> bool:
        """Whether one of `keys`, which are sorted, lies between its bounds."""
        if self.least is None or self.greatest is None:
            return True
        position = bisect_left(keys, self.least)
        return position < len(keys) and keys[position] <= self.greatest


@dataclass(frozen=True, slots=True)
class NewFile:
    """A data file to be written: the rows of `sources` without those whose key is in `without`, and `rows`."""

    name: str
    sources: tuple[DataFile, ...] = ()
    without: frozenset[str] = frozenset()
    rows: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One commit to a table, decided before any of its files is written.

    The files in `superseded` leave the table, those in `added` come in. `rearranges` tells that the rows stay the same.
    """

    table: str
    superseded: tuple[DataFile, ...] = ()
    added: tuple[NewFile, ...] = ()
    rearranges: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the files that it writes."""
        return [file.name for file in self.added]


def is_file(path: Location, name: str) -> bool:
    """Whether a regular file of that name lies in the folder `path`; a link is none."""
    if isinstance(path, Remote):
        return bool((path / name).info().is_file)
    try:
        return stat.S_ISREG(os.lstat(path / name).st_mode)
    except OSError:
        return False


def entry_names(path: Location) -> set[str]:
    """The names in the folder `path`, subfolders and links included, without the log. Empty where there is none."""
    if isinstance(path, Remote):
        from pyarrow.fs import FileSelector

        selector = FileSelector(path.key, allow_not_found=True)
        names = {info.base_name for info in path.file_system.get_file_info(selector)}
    else:
        names = set(os.listdir(path)) if path.is_dir() else set()
    return names - {LOG_FOLDER}


def removed_names(path: Location) -> set[str]:
    """The names that the entries of the log in the folder `path` list as removed, at whatever time.

    Only of entries that are still there: a checkpoint may have replaced older ones.
    """
    log = path / LOG_FOLDER
    found: set[str] = set()
    for name in entry_names(log):
        if name.endswith(".json"):
            with (log / name).open("rb") as stream:
                found |= {unquote(action["path"]) for action in _removals(stream)}
    return found


def _removals(entry: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in entry:
        try:
            action = json.loads(line)
        except ValueError:
            continue  # whoever opens the table is told
        removal = action.get("remove") if isinstance(action, dict) else None
        if isinstance(removal, dict) and isinstance(removal.get("path"), str):
            yield removal


def delete_file(path: Location, name: str) -> None:
    """Deletes a regular file in the folder `path`, where it is there; never a folder or a link."""
    if not is_file(path, name):
        return
    if isinstance(path, Remote):
        path.file_system.delete_file((path / name).key)
    else:
        (path / name).unlink(missing_ok=True)


def require_whole(path: Location, file: DataFile) -> None:
    """Raises StoreError where the file in the folder `path` is missing, or not as long as the log says."""
    place = path / file.name
    if not is_file(path, file.name):
        raise damaged(place, "is missing")
    size = _size(place)
    if size != file.size:
        raise damaged(place, f"is damaged: it has {size} bytes where {file.size} were written")


def damaged(place: Location, problem: str) -> StoreError:
    """What the user is told of a data file that cannot be read, and how its rows come back."""
    table = str(place).replace("\\", "/").rsplit("/", 2)[-2]
    if table == "documents":
        remedy = "restore it from a backup; without one, name another output folder and run again on all inputs"
    elif table == "rejected":
        remedy = "restore it from a backup, or move it away and run again: what cannot be processed is noted again"
    else:
        remedy = (
            "restore it from a backup, or move it away and run again: its rows are made again from the texts in "
            "documents"
        )
    return StoreError(f"{place} {problem}; {remedy}")


def require_parquet(path: Location, file: DataFile, schema: pa.Schema) -> None:
    """Raises StoreError where the file in the folder `path` is missing, damaged at its end, or holds other columns."""
    with _parquet(path, file) as parquet:
        there = set(parquet.schema_arrow.names)
    if absent := [field.name for field in schema if not field.nullable and field.name not in there]:
        raise damaged(path / file.name, f"holds other rows than the table: there is no column {', '.join(absent)}")


@contextmanager
def _parquet(path: Location, file: DataFile) -> Iterator[pq.ParquetFile]:
    require_whole(path, file)
    place = path / file.name
    file_system, key = native(place)
    try:
        with pq.ParquetFile(key, filesystem=file_system, page_checksum_verification=True) as parquet:
            yield parquet
    except (pa.ArrowException, OSError) as error:
        raise damaged(place, f"is damaged: {' '.join(str(error).split())[:200]}") from error


def read_file(path: Location, file: DataFile, schema: pa.Schema) -> pa.Table:
    """The rows of a file with the columns of `schema`, also where it is older than one of them."""
    with _parquet(path, file) as parquet:
        return _conform(parquet.read(_present(parquet, schema)), schema, path / file.name)


def holds_any(path: Location, file: DataFile, key: str, keys: pa.Array) -> bool:
    """Whether a row of the file has one of `keys`."""
    with _parquet(path, file) as parquet:
        batches = parquet.iter_batches(batch_size=2**17, columns=[key])
        return any(pc.any(pc.is_in(batch.column(0), value_set=keys)).as_py() for batch in batches)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A data file on disk, and what the log keeps of it: `statistics` as the protocol of Delta Lake has them (JSON)."""

    name: str
    size: int
    statistics: str


def write_file(path: Location, new: NewFile, schema: pa.Schema, *, key: str) -> WrittenFile | None:
    """Writes a file in the folder `path`; none, and gives None, where no row is left for it.

    Raises OSError, and StoreError where a source cannot be read.
    """
    tables = _tables(path, new, schema, key)
    first = next(tables, None)
    return None if first is None else _write(path, new.name, schema, chain([first], tables))


def write_empty_file(path: Location, name: str, schema: pa.Schema) -> WrittenFile:
    """Writes a file without rows in the folder `path`. Raises OSError."""
    return _write(path, name, schema, [])


def _write(path: Location, name: str, schema: pa.Schema, tables: Iterable[pa.Table]) -> WrittenFile:
    statistics = Statistics()
    with _created(path / name) as stream, pq.ParquetWriter(stream, schema, write_page_checksum=True) as writer:
        for table in tables:
            writer.write_table(table)
            statistics.add(table)
    return WrittenFile(name, _size(path / name), statistics.to_json())


def _size(place: Location) -> int:
    return int(place.info().size) if isinstance(place, Remote) else place.stat().st_size


def _tables(path: Location, new: NewFile, schema: pa.Schema, key: str) -> Iterator[pa.Table]:
    """The rows of a new file, piece by piece; no piece is empty."""
    without = pa.array(sorted(new.without), pa.string())
    for file in new.sources:
        with _parquet(path, file) as parquet:
            for batch in parquet.iter_batches(batch_size=BATCH_ROWS, columns=_present(parquet, schema)):
                rows = _conform(pa.Table.from_batches([batch]), schema, path / file.name)
                kept = rows.filter(pc.invert(pc.is_in(rows[key], value_set=without))) if len(without) else rows
                if kept.num_rows:
                    yield kept
    if new.rows is not None and new.rows.num_rows:
        yield new.rows.select(schema.names).cast(schema)


def _present(parquet: pq.ParquetFile, schema: pa.Schema) -> list[str]:
    there = set(parquet.schema_arrow.names)
    return [name for name in schema.names if name in there]


def _conform(rows: pa.Table, schema: pa.Schema, place: Location) -> pa.Table:
    missing = [field for field in schema if field.name not in rows.column_names]
    if required := [field.name for field in missing if not field.nullable]:
        raise damaged(place, f"holds other rows than the table: there is no column {', '.join(required)}")
    for field in missing:
        rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    try:
        return rows.select(schema.names).cast(schema)
    except (pa.ArrowException, ValueError) as error:
        raise damaged(place, f"holds other rows than the table: {' '.join(str(error).split())[:200]}") from error


@contextmanager
def _created(place: Location) -> Iterator[BinaryIO]:
    """A new file, on disk when this ends; one that exists is never written over."""
    if isinstance(place, Path):
        with place.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    else:
        with place.open("wb") as stream:
            yield stream


class Statistics:
    """Number of rows, and of each plain column the bounds and the number of nulls.

    Of all of them: deltalake's datasets take a column without bounds, beside others with them, for one without values.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.nulls: Counter[str] = Counter()
        self.least: dict[str, Any] = {}
        self.greatest: dict[str, Any] = {}

    def add(self, table: pa.Table) -> None:
        """Counts the rows of `table` in."""
        self.rows += table.num_rows
        for field, column in zip(table.schema, table.columns, strict=True):
            self.nulls[field.name] += column.null_count
            if not pa.types.is_nested(field.type) and column.null_count < len(column):
                least, greatest = pc.min_max(column).as_py().values()
                self.least[field.name] = min(least, self.least.get(field.name, least))
                self.greatest[field.name] = max(greatest, self.greatest.get(field.name, greatest))

    def to_json(self) -> str:
        """As the protocol of Delta Lake has them; long strings are cut to bounds that hold."""
        known: dict[str, object] = {"numRecords": self.rows}
        if self.rows:
            known |= {
                "minValues": {name: _bound(value) for name, value in self.least.items()},
                "maxValues": {name: _bound(value, upper=True) for name, value in self.greatest.items()},
                "nullCount": dict(self.nulls),
            }
        return json.dumps(known)


def _bound(value: Any, *, upper: bool = False) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, str) and len(value) > BOUND_CHARACTERS:
        return value[:BOUND_CHARACTERS] + (chr(sys.maxunicode) if upper else "")
    return value


def names_with(prefix: str) -> Iterator[str]:
    """New names for data files: `part-PREFIX-0.parquet` and so on."""
    number = 0
    while True:
        yield f"part-{prefix}-{number}.parquet"
        number += 1


def bins(files: Iterable[DataFile], size: int) -> list[tuple[DataFile, ...]]:
    """The files in groups of at most `size` bytes, smallest first; a file of that size or more is alone."""
    groups: list[list[DataFile]] = []
    room = 0
    for file in sorted(files, key=lambda file: (file.size, file.name)):
        if not groups or file.size > room:
            groups.append([])
            room = size
        groups[-1].append(file)
        room -= file.size
    return [tuple(group) for group in groups]
