"""One table that is read when it is asked for: columns and conditions on rows go down to the files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from extractor.errors import UsageError
from extractor.tables.wholeness import Folder, scan_options

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

PREVIEW = 5
"""Rows that a notebook shows of a table."""


class LazyTable:
    """A table of an output, nothing of which is read before `to_pandas`, `to_polars`, `to_arrow` or `len`.

        corpus.mentions.select("doc_id", "text").where(type="WEAPON", kind=["name", "acronym"]).to_pandas()

    `select` and `where` give a new table and leave this one as it is.
    """

    def __init__(
        self,
        name: str,
        dataset: ds.Dataset,
        *,
        columns: Sequence[str] | None = None,
        condition: pc.Expression | None = None,
        members: Sequence[tuple[str, tuple[Any, ...]]] = (),
        folder: Folder | None = None,
    ) -> None:
        self.name = name
        self._dataset = dataset
        self._columns = tuple(columns) if columns is not None else tuple(dataset.schema.names)
        self._condition = condition
        self._members = tuple(members)
        self._folder = folder

    @property
    def columns(self) -> list[str]:
        """The columns that will be read."""
        return list(self._columns)

    @property
    def schema(self) -> pa.Schema:
        """The columns with their Arrow types."""
        return pa.schema([self._dataset.schema.field(column) for column in self._columns])

    def select(self, *columns: str) -> LazyTable:
        """Only these columns. Raises UsageError for a name that the table does not have."""
        self._check(columns)
        return self._with(columns=columns)

    def where(self, condition: pc.Expression | None = None, /, **values: Any) -> LazyTable:
        """Only the rows with these values; several conditions must all hold.

        A value may be a list, of which one is enough, or None for a missing one. A column of lists
        (`about_ids="country:KP"`) has to hold the value. Anything else is said with an Arrow expression:
        `where(pyarrow.compute.field("score") > 0.8)`.
        """
        self._check(values)
        terms = [] if self._condition is None else [self._condition]
        members = list(self._members)
        if condition is not None:
            terms.append(condition)
        for column, value in values.items():
            wanted = tuple(value) if isinstance(value, (list, tuple, set, frozenset)) else (value,)
            if pa.types.is_list(self._dataset.schema.field(column).type):
                members.append((column, wanted))
            else:
                terms.append(_equal(column, wanted))
        joined = terms[0] if terms else None
        for term in terms[1:]:
            joined = joined & term
        return self._with(condition=joined, members=members)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows batch by batch, for tables that do not fit into memory.

        Raises StoreError, with the file and the remedy, where one is missing or damaged.
        """
        needed = list(dict.fromkeys([*self._columns, *(column for column, _ in self._members)]))
        for batch in self._scanned(needed):
            for column, wanted in self._members:
                batch = batch.filter(_holds(batch.column(column), wanted))
            yield batch.select(list(self._columns))

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return pa.Table.from_batches(self.batches(), schema=self.schema)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame."""
        # In this thread: those of Arrow would call Python (see `locations.native`).
        return self.to_arrow().to_pandas(use_threads=False)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a Polars DataFrame. Raises UsageError where Polars is not installed."""
        polars = optional("polars")
        frame: pl.DataFrame = polars.from_arrow(self.to_arrow())
        return frame

    def head(self, rows: int = PREVIEW) -> pd.DataFrame:
        """The first rows as a pandas DataFrame; no more is read than they need."""
        found: list[pa.RecordBatch] = []
        missing = rows
        for batch in self.batches():
            found.append(batch.slice(0, missing))
            missing -= found[-1].num_rows
            if missing <= 0:
                break
        return pa.Table.from_batches(found, schema=self.schema).to_pandas(use_threads=False)

    def __len__(self) -> int:
        if not self._members:
            return self._count()
        return sum(batch.num_rows for batch in self.batches())

    def __getitem__(self, column: str) -> pd.Series:
        """One column, read now."""
        return self.select(column).to_pandas()[column]

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self)} rows, {len(self._columns)} columns>"

    def _repr_html_(self) -> str:
        # pandas escapes what stands in the cells.
        preview = self.head().to_html(index=False, max_cols=12, border=0, notebook=True)
        return f"<p><b>{self.name}</b>: {len(self)} rows, {len(self._columns)} columns</p>{preview}"

    def require_whole(self) -> LazyTable:
        """This table, after a look at its files. Raises StoreError as `batches` does."""
        if self._folder is not None:
            self._folder.require_whole(self._dataset, self._condition)
        return self

    def require_readable(self) -> None:
        """Reads all files, for those who read without this class. Raises StoreError as `batches` does."""
        if self._folder is not None:
            self._folder.require_readable(self._dataset)

    def _scanned(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        if self._folder is None:
            yield from self._dataset.to_batches(columns=columns, filter=self._condition)
            return
        self.require_whole()
        options = scan_options()
        batches = self._dataset.to_batches(columns=columns, filter=self._condition, fragment_scan_options=options)
        while True:
            # Only what Arrow does is told: what the caller raises between two batches is its own.
            with self._folder.told(self._dataset):
                batch = next(batches, None)
            if batch is None:
                return
            yield batch

    def _count(self) -> int:
        if self._folder is None:
            return int(self._dataset.count_rows(filter=self._condition))
        self.require_whole()
        with self._folder.told(self._dataset):
            return int(self._dataset.count_rows(filter=self._condition))

    def _with(self, **changes: Any) -> LazyTable:
        kept = {
            "columns": self._columns,
            "condition": self._condition,
            "members": self._members,
            "folder": self._folder,
        }
        return LazyTable(self.name, self._dataset, **{**kept, **changes})

    def _check(self, columns: Any) -> None:
        for column in columns:
            if column not in self._dataset.schema.names:
                known = ", ".join(self._dataset.schema.names)
                raise UsageError(f"the table {self.name} has no column {column!r}; its columns are: {known}")


def optional(package: str) -> Any:
    """A package that only some uses need. Raises UsageError with the command that installs it."""
    from importlib import import_module

    require(package)
    return import_module(package)


def require(*packages: str) -> None:
    """Raises UsageError where one of these packages is missing, with the command that installs all that are."""
    from importlib.util import find_spec

    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        # By the path of this Python: `pip` alone may be that of another one.
        install = f"{sys.executable} -m pip install {' '.join(missing)}"
        raise UsageError(f"this needs {' and '.join(missing)}; install it with: {install}")


def _equal(column: str, wanted: tuple[Any, ...]) -> pc.Expression:
    known = [value for value in wanted if value is not None]
    term = pc.field(column).isin(known) if known else pc.scalar(False)
    return term | pc.field(column).is_null() if len(known) < len(wanted) else term


def _holds(lists: pa.Array, wanted: tuple[Any, ...]) -> pa.Array:
    """For each list whether one of the values is in it."""
    hits = pc.is_in(lists.flatten(), value_set=pa.array(wanted, type=lists.type.value_type))
    rows = pc.unique(pc.list_parent_indices(lists).filter(hits))
    return pc.is_in(pa.array(range(len(lists)), pa.int64()), value_set=rows.cast(pa.int64()))
