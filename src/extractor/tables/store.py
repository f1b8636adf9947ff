"""The tables of one output folder, kept as Delta Lake: every change of a table is one atomic commit.

A table at rest has no superseded file (`vacuum`), so that its folder also reads as plain Parquet.
Which commits belong together, and what happens when one is missing, is told in `runs/commit.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from extractor import __version__
from extractor.errors import StoreError
from extractor.tables.schemas import DESCRIPTIONS, SCHEMA_VERSION, TABLES

SCHEMA_KEY = "extractor.schema"
"""Under which a table's configuration keeps the version of its schema."""

KEYS_AT_ONCE = 500
"""Keys in one predicate."""


class Store:
    """The tables under `out`. Reading needs no lock; writing is for the run that holds it."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def path(self, name: str) -> Path:
        """The folder of a table."""
        return self.out / name

    def exists(self, name: str) -> bool:
        """Whether the table has been created."""
        return (self.path(name) / "_delta_log").is_dir() and DeltaTable.is_deltatable(str(self.path(name)))

    def create_missing(self) -> None:
        """Creates the tables that are not there yet, empty."""
        for name, schema in TABLES.items():
            if not self.exists(name):
                with _told(f"cannot create the table {name}"):
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
        """The Delta table. Raises StoreError when its log cannot be read."""
        with _told(f"cannot read the table {name}"):
            return DeltaTable(str(self.path(name)))

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a table, or none where it does not exist."""
        if not self.exists(name):
            schema = TABLES[name]
            return (pa.schema([schema.field(column) for column in columns]) if columns else schema).empty_table()
        with _told(f"cannot read the table {name}"):
            return self.open(name).to_pyarrow_table(columns=list(columns) if columns else None)

    def write(self, name: str, rows: pa.Table, *, replacing: Iterable[str] = (), key: str = "doc_id", batch: str = "") -> None:
        """Adds `rows` in one commit, which also removes the rows whose `key` is among `replacing`.

        Raises StoreError when it cannot be written, such as on a full disk.
        """
        keys = sorted(set(replacing))
        if not keys and not rows.num_rows:
            return
        properties = CommitProperties(
            custom_metadata={"extractor_version": __version__, "extractor_batch": batch}
        )
        with _told(f"cannot write the table {name}"):
            table = str(self.path(name))
            if not keys:
                write_deltalake(table, rows, mode="append", commit_properties=properties)
                return
            # A replacement keeps to one commit, whatever the number of keys; rows of other keys would be refused.
            if rows.num_rows:
                write_deltalake(
                    table, rows, mode="overwrite", predicate=_among(key, keys), commit_properties=properties
                )
            else:
                DeltaTable(table).delete(_among(key, keys), commit_properties=properties)

    def remove(self, name: str, keys: Iterable[str], *, key: str = "doc_id") -> None:
        """Removes the rows whose `key` is among `keys`."""
        self.write(name, TABLES[name].empty_table(), replacing=keys, key=key)

    def undo(self, name: str, *, version: int, batch: str) -> bool:
        """Puts the table back to `version`, where only the commit of `batch` came after it; else changes nothing."""
        table = self.open(name)
        later = table.version() - version
        if later == 0:
            return True
        with _told(f"cannot put back the table {name}"):
            if any(commit.get("extractor_batch") != batch for commit in table.history(later)):
                return False
            table.restore(version, ignore_missing_files=False)
        return True

    def vacuum(self) -> int:
        """Removes the files that no table refers to, such as those of a killed commit; gives their number."""
        removed = 0
        for name in TABLES:
            if self.exists(name):
                with _told(f"cannot clean the table {name}"):
                    removed += len(
                        self.open(name).vacuum(
                            retention_hours=0, enforce_retention_duration=False, dry_run=False, full=True
                        )
                    )
        return removed


def _among(key: str, values: Sequence[str]) -> str:
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{key} IN ({quoted})"


class _told:
    """Turns what Delta raises into a StoreError that says which table and what to do."""

    def __init__(self, doing: str) -> None:
        self.doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (DeltaError, OSError)):
            message = str(error).strip() or type(error).__name__
            remedy = "free some space and run again" if "No space left" in message else "check the folder and run again"
            raise StoreError(f"{self.doing}: {message.splitlines()[0]}; {remedy}, nothing is lost") from error
