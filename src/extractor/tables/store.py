"""The tables of one output folder, kept as Delta Lake: every change of a table is one atomic commit.

A table at rest has no superseded file (`vacuum`), so that its folder also reads as plain Parquet.
Which commits belong together, and what happens when one is missing, is told in `runs/commit.py`.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Field, Schema, write_deltalake
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction

from extractor import __version__
from extractor.errors import StoreError
from extractor.locations import Location
from extractor.tables.migrations import columns_to_add
from extractor.tables.schemas import DESCRIPTIONS, SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    # Imported where it is used: it brings pandas with it, which a run has no use for.
    import pyarrow.dataset as ds

SCHEMA_KEY = "extractor.schema"
"""Under which a table's configuration keeps the version of its schema."""

NEARLY_FULL = 2**20
"""Bytes below which a disk counts as full."""

EMPTY_FILE = "part-00000-no-rows.parquet"
"""The file of a table that has no rows."""


class Store:
    """The tables under `out`. Reading needs no lock; writing is for the run that holds it."""

    def __init__(self, out: Location) -> None:
        self.out = out
        self._opened: dict[str, DeltaTable] = {}

    def path(self, name: str) -> Location:
        """The folder of a table."""
        return self.out / name

    def exists(self, name: str) -> bool:
        """Whether the table has been created."""
        path = self.path(name)
        if isinstance(path, Path) and not (path / "_delta_log").is_dir():
            return False
        if name in self._opened:
            return True
        with _told(self.out, f"cannot read the table {name}"):
            return bool(DeltaTable.is_deltatable(str(path)))

    def create_missing(self) -> None:
        """Creates the tables that are not there yet, empty."""
        for name, schema in TABLES.items():
            if not self.exists(name):
                with _told(self.out, f"cannot create the table {name}"):
                    DeltaTable.create(
                        str(self.path(name)),
                        schema=schema,
                        name=name,
                        description=DESCRIPTIONS[name],
                        configuration={SCHEMA_KEY: str(SCHEMA_VERSION)},
                        raise_if_key_not_exists=False,
                    )

    def version(self, name: str) -> int:
        """The number of the table's last commit, -1 where there is no table."""
        return self.open(name).version() if self.exists(name) else -1

    def open(self, name: str) -> DeltaTable:
        """The Delta table as it is now. Raises StoreError when its log cannot be read."""
        with _told(self.out, f"cannot read the table {name}"):
            table = self._opened.get(name)
            if table is None:
                table = self._opened[name] = DeltaTable(str(self.path(name)))
            else:
                table.update_incremental()  # only what was committed since
            return table

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a table, or none where it does not exist."""
        whole = TABLES[name]
        schema = pa.schema([whole.field(column) for column in columns]) if columns else whole
        if not self.exists(name):
            return schema.empty_table()
        with _told(self.out, f"cannot read the table {name}"):
            # By their names: in the addresses that Delta gives, spaces and accents of the folder are escaped.
            files = [self.path(name) / address.rpartition("/")[2] for address in self.open(name).file_uris()]
            return pa.concat_tables([schema.empty_table(), *(_read_file(file, schema) for file in files)])

    def count(self, name: str) -> int:
        """The number of rows of a table, from its log."""
        if not self.exists(name):
            return 0
        with _told(self.out, f"cannot read the table {name}"):
            files = pa.table(self.open(name).get_add_actions(flatten=True))
            return sum(files["num_records"].to_pylist())

    def dataset(self, name: str) -> ds.Dataset:
        """The rows of a table as it is now, read when they are asked for; none where it does not exist."""
        import pyarrow.dataset as ds

        if not self.exists(name):
            return ds.dataset(TABLES[name].empty_table())
        with _told(self.out, f"cannot read the table {name}"):
            return self.open(name).to_pyarrow_dataset()

    def write(
        self, name: str, rows: pa.Table, *, replacing: Iterable[str] = (), key: str = "doc_id", batch: str = ""
    ) -> None:
        """Adds `rows` in one commit, which also removes the rows whose `key` is among `replacing`.

        Raises StoreError when it cannot be written, such as on a full disk.
        """
        keys = sorted(set(replacing))
        if not keys and not rows.num_rows:
            return
        properties = CommitProperties(custom_metadata={"extractor_version": __version__, "extractor_batch": batch})
        with _told(self.out, f"cannot write the table {name}"):
            table = self.open(name)
            if not keys:
                write_deltalake(table, rows, mode="append", commit_properties=properties)
                return
            # Also where nothing comes in their place: `delete` would write columns of the type string_view, which
            # pandas cannot read in lists. Rows of other keys than those in the predicate would be refused.
            write_deltalake(table, rows, mode="overwrite", predicate=_among(key, keys), commit_properties=properties)

    def remove(self, name: str, keys: Iterable[str], *, key: str = "doc_id") -> None:
        """Removes the rows whose `key` is among `keys`."""
        self.write(name, TABLES[name].empty_table(), replacing=keys, key=key)

    def undo(self, name: str, *, version: int, batch: str) -> bool:
        """Puts the table back to `version`, where only the commit of `batch` came after it; else changes nothing."""
        table = self.open(name)
        later = table.version() - version
        if later == 0:
            return True
        with _told(self.out, f"cannot put back the table {name}"):
            if any(commit.get("extractor_batch") != batch for commit in table.history(later)):
                return False
            table.restore(version, ignore_missing_files=False)
        return True

    def migrate(self) -> list[str]:
        """Brings tables of an older version to the present columns; says what was done.

        Raises StoreError when a table was written by a newer version of extractor.
        """
        done = []
        for name in TABLES:
            if not self.exists(name):
                continue
            table = self.open(name)
            version = int(table.metadata().configuration.get(SCHEMA_KEY, 1))
            if version > SCHEMA_VERSION:
                raise StoreError(
                    f"{self.path(name)} has schema version {version}, newer than {SCHEMA_VERSION}, which this version "
                    "of extractor knows: update extractor, or write to another folder"
                )
            if version < SCHEMA_VERSION:
                with _told(self.out, f"cannot migrate the table {name}"):
                    added = columns_to_add(name, version)
                    missing = [column for column in added if column not in _names(table)]
                    if missing:
                        table.alter.add_columns(_delta_fields([TABLES[name].field(column) for column in missing]))
                    if added:
                        # So that every file has them, for readers that go by the first file they see.
                        write_deltalake(str(self.path(name)), _rows_of(self.open(name), name), mode="overwrite")
                    self.open(name).alter.set_table_properties(
                        {SCHEMA_KEY: str(SCHEMA_VERSION)}, raise_if_not_exists=False
                    )
                done.append(f"table {name} brought from schema version {version} to {SCHEMA_VERSION}")
        return done

    def compact(self) -> dict[str, tuple[int, int]]:
        """Merges small files and drops old log entries; gives the number of files before and after, by table.

        The merged files go with `tidy`.
        """
        counts = {}
        for name in TABLES:
            if self.exists(name):
                with _told(self.out, f"cannot compact the table {name}"):
                    table = self.open(name)
                    before = len(table.file_uris())
                    table.optimize.compact()
                    table.create_checkpoint()
                    table.cleanup_metadata()
                    counts[name] = (before, len(self.open(name).file_uris()))
        return counts

    def tidy(self) -> None:
        """Removes the files that no table refers to, such as those of a killed commit or superseded rows.

        A table without rows gets a file without rows, so that its folder reads as Parquet with the right columns.
        """
        for name in TABLES:
            if self.exists(name):
                with _told(self.out, f"cannot clean the table {name}"):
                    table = self.open(name)
                    table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False, full=True)
                    if not table.file_uris():
                        self._add_empty_file(table, name)

    def _add_empty_file(self, table: DeltaTable, name: str) -> None:
        content = io.BytesIO()
        pq.write_table(TABLES[name].empty_table(), content)
        with (self.path(name) / EMPTY_FILE).open("wb") as file:
            file.write(content.getvalue())
        empty = AddAction(EMPTY_FILE, len(content.getvalue()), {}, int(time.time() * 1000), True, '{"numRecords":0}')
        table.create_write_transaction(
            [empty],
            mode="append",
            schema=table.schema(),
            partition_by=[],
            commit_properties=CommitProperties(custom_metadata={"extractor_version": __version__}),
        )


def _among(key: str, values: Sequence[str]) -> str:
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{key} IN ({quoted})"


def _names(table: DeltaTable) -> list[str]:
    return [field.name for field in table.schema().fields]


def _delta_fields(fields: list[pa.Field]) -> list[Field]:
    return Schema.from_arrow(pa.schema(fields)).fields


def _rows_of(table: DeltaTable, name: str) -> pa.RecordBatchReader:
    """All rows of a table with the present columns, a batch at a time."""
    schema = TABLES[name]
    batches = table.to_pyarrow_dataset().to_batches(columns=schema.names)
    return pa.RecordBatchReader.from_batches(schema, (batch.cast(schema) for batch in batches))


def _read_file(path: Location, schema: pa.Schema) -> pa.Table:
    """The rows of a Parquet file with the columns of `schema`, also where the file is older than one of them."""
    with path.open("rb") as stream, pq.ParquetFile(stream) as file:
        rows = file.read(schema.names)
    for field in schema:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    return rows.select(schema.names).cast(schema)


class _told:
    """Turns what Delta raises into a StoreError that says which table and what to do."""

    def __init__(self, out: Location, doing: str) -> None:
        self.out = out
        self.doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (DeltaError, OSError)):
            raise failure(self.out, self.doing, error) from error


def failure(out: Location, doing: str, error: BaseException) -> StoreError:
    """What the user is told when something could not be read or written under `out`."""
    message = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(out, Path) and out.exists() and shutil.disk_usage(out).free < NEARLY_FULL:
        return StoreError(f"{doing}: the disk is full ({message}); free some space and run again, nothing is lost")
    return StoreError(f"{doing}: {message}; check the folder and run again, nothing is lost")
