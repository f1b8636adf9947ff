"""The tables of one output folder, kept as Delta Lake: every change of a table is one atomic commit.

A change is planned, with the names of the files that it writes, before it is made (`Change`). Only such files are ever
deleted: those that the log of a table lists as removed, and those that a killed run had noted and did not commit. At
rest no superseded file is left, so that the folder of a table also reads as plain Parquet. Which commits belong
together, and what happens when one is missing, is told in `runs/commit.py`.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction

from extractor import __version__
from extractor.errors import StoreError
from extractor.locations import LOG_FOLDER, Location, native
from extractor.tables.data_files import (
    Change,
    DataFile,
    NewFile,
    bins,
    damaged,
    delete_file,
    entry_names,
    holds_any,
    names_with,
    read_file,
    removed_names,
    require_parquet,
    write_empty_file,
    write_file,
)
from extractor.tables.migrations import columns_to_add, first_columns, first_version
from extractor.tables.schemas import CHILDREN, DESCRIPTIONS, SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    # Imported where it is used: it brings pandas with it, which a run has no use for.
    import pyarrow.dataset as ds

SCHEMA_KEY = "extractor.schema"
"""Under which a table's configuration keeps the version of its schema."""

NEARLY_FULL = 2**20
"""Bytes below which a disk counts as full."""

COMPACTED_BYTES = 128 * 2**20
"""Size up to which `plan_compaction` merges files."""

COMMITS_OF_OTHERS = 20
"""Commits that are looked at for the last one of ours."""

_OURS = re.compile(r"part-[A-Za-z0-9-]+\.parquet")
"""The form of the names that `data_files.names_with` gives."""


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

    def create(self, name: str) -> None:
        """Creates a table that is not there yet, without rows and without files (`plan_empty`)."""
        with _told(self.out, f"cannot create the table {name}"):
            DeltaTable.create(
                str(self.path(name)),
                schema=TABLES[name],
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
        """The rows of a table, or none where it does not exist.

        Raises StoreError, with the file and the remedy, where one is missing or damaged.
        """
        whole = TABLES[name]
        schema = pa.schema([whole.field(column) for column in columns]) if columns else whole
        path = self.path(name)
        return pa.concat_tables([schema.empty_table(), *(read_file(path, file, schema) for file in self.files(name))])

    def files(self, name: str) -> list[DataFile]:
        """The data files of a table as its log lists them; none where it does not exist."""
        if not self.exists(name):
            return []
        key = key_of(name)
        with _told(self.out, f"cannot read the table {name}"):
            actions = pa.table(self.open(name).get_add_actions(flatten=True))
        return [
            DataFile(
                unquote(row["path"]),
                row["size_bytes"],
                row["num_records"],
                row.get(f"min.{key}"),
                row.get(f"max.{key}"),
            )
            for row in actions.to_pylist()
        ]

    def count(self, name: str) -> int:
        """The number of rows of a table, from its log."""
        if not self.exists(name):
            return 0
        with _told(self.out, f"cannot read the table {name}"):
            files = pa.table(self.open(name).get_add_actions(flatten=True))
            return sum(rows or 0 for rows in files["num_records"].to_pylist())

    def dataset(self, name: str) -> ds.Dataset:
        """The rows of a table as it is now, read when they are asked for; none where it does not exist."""
        import pyarrow.dataset as ds

        if not self.exists(name):
            return ds.dataset(TABLES[name].empty_table())
        with _told(self.out, f"cannot read the table {name}"):
            return _dataset(self.path(name), self.open(name))

    def plan(self, name: str, rows: pa.Table, *, replacing: Iterable[str] = (), prefix: str | None = None) -> Change:
        """What it takes to add `rows`, and to remove the rows whose key (`key_of`) is among `replacing`.

        The names of the files that will be written begin with `part-` and `prefix`, which nothing else may use. Raises
        StoreError where a file cannot be read.
        """
        keys = sorted(set(replacing))
        names = names_with(prefix or secrets.token_hex(8))
        added = []
        superseded = []
        values = pa.array(keys, pa.string())
        for file in self.files(name):
            if file.rows == 0:
                superseded.append(file)  # it only stood for the table's columns
            elif keys and file.may_hold(keys) and holds_any(self.path(name), file, key_of(name), values):
                superseded.append(file)
                added.append(NewFile(next(names), (file,), frozenset(keys)))
        if not rows.num_rows and not added:
            return Change(name)
        # Also without rows: it then stands for the columns of a table that the change leaves empty.
        return Change(name, tuple(superseded), (*added, NewFile(next(names), rows=rows)))

    def plan_empty(self, name: str, *, prefix: str) -> Change:
        """Gives a table without files one without rows, so that its folder reads as Parquet with the right columns."""
        if self.files(name):
            return Change(name)
        return Change(name, added=(NewFile(next(names_with(prefix)), rows=TABLES[name].empty_table()),))

    def plan_compaction(self, name: str, *, prefix: str) -> Change:
        """Merges small files to such of `COMPACTED_BYTES`."""
        names = names_with(prefix)
        groups = [group for group in bins(self.files(name), COMPACTED_BYTES) if len(group) > 1]
        merged = tuple(NewFile(next(names), group) for group in groups)
        return Change(name, tuple(file for group in groups for file in group), merged, rearranges=True)

    def plan_columns(self, name: str, *, prefix: str) -> Change:
        """Writes every file anew, with the columns that have come since, for readers that go by the first file."""
        names = names_with(prefix)
        files = self.files(name)
        return Change(name, tuple(files), tuple(NewFile(next(names), (file,)) for file in files), rearranges=True)

    def forget(self, name: str, files: Sequence[DataFile]) -> Change:
        """Takes files that are gone off the log."""
        return Change(name, tuple(files))

    def apply(
        self,
        change: Change,
        *,
        batch: str = "",
        documents: int | None = None,
        written: Callable[[], None] = lambda: None,
    ) -> None:
        """Writes the files of a change and commits it; calls `written` in between.

        The commit keeps the name of the batch, and the version that `documents` had before it.

        Raises StoreError when it cannot be written, such as on a full disk.
        """
        if not change.superseded and not change.added:
            return
        name = change.table
        path, key = self.path(name), key_of(name)
        with _told(self.out, f"cannot write the table {name}"):
            added = [file for new in change.added if (file := write_file(path, new, TABLES[name], key=key)) is not None]
            kept = {file.name for file in self.files(name)} - {file.name for file in change.superseded}
            if not added and not kept and change.added:
                added = [write_empty_file(path, change.added[-1].name, TABLES[name])]
            written()
            now = int(time.time() * 1000)
            moved = not change.rearranges
            table = self.open(name)
            table.create_write_transaction(
                [
                    *(AddAction(file.name, file.size, {}, now, moved, file.statistics) for file in added),
                    *(RemoveAction(file.name, moved, now, file.size, {}) for file in change.superseded),
                ],
                mode="append",
                schema=table.schema(),
                partition_by=[],
                commit_properties=CommitProperties(
                    custom_metadata={
                        "extractor_version": __version__,
                        "extractor_batch": batch,
                        **({"extractor_documents": str(documents)} if documents is not None else {}),
                    }
                ),
            )

    def write(self, name: str, rows: pa.Table, *, replacing: Iterable[str] = (), batch: str = "") -> None:
        """`plan` and `apply` at once, for callers that nobody kills."""
        self.apply(self.plan(name, rows, replacing=replacing), batch=batch)

    def undo(self, name: str, *, version: int, batch: str) -> bool:
        """Puts the table back to `version`, where only the commit of `batch` came after it; else changes nothing."""
        table = self.open(name)
        later = table.version() - version
        if later <= 0:
            return True
        with _told(self.out, f"cannot put back the table {name}"):
            if any(commit.get("extractor_batch") != batch for commit in table.history(later)):
                return False
            if self._gone_before(name, version):
                return False
            table.restore(version, ignore_missing_files=False)
        return True

    def _gone_before(self, name: str, version: int) -> bool:
        """Whether files of an earlier version have been deleted, by a vacuum for one."""
        try:
            before = DeltaTable(str(self.path(name)), version=version)
        except DeltaError:
            return True  # the log does not reach back any more
        listed = {unquote(path) for path in pa.table(before.get_add_actions(flatten=True))["path"].to_pylist()}
        return not listed <= entry_names(self.path(name))

    def completed(self, batch: str, *, since: int) -> bool:
        """Whether `documents` has a commit of `batch` after its version `since`."""
        later = self.version("documents") - since
        return later > 0 and any(known == batch for _, known in self.batches("documents", later))

    def half_written(self, name: str) -> tuple[str, int] | None:
        """The batch of the last commit of a table, and the version before, where `documents` did not get it."""
        if not self.exists(name):
            return None
        with _told(self.out, f"cannot read the table {name}"):
            history = self.open(name).history(COMMITS_OF_OTHERS)
        # Somebody may have vacuumed or optimized it since; what we have put back is done with.
        last: dict[str, Any] = next((one for one in history if _is_ours(one)), {})
        batch, documents = last.get("extractor_batch"), last.get("extractor_documents")
        if not batch or documents is None or self.completed(str(batch), since=int(documents)):
            return None
        return str(batch), int(last["version"]) - 1

    def batches(self, name: str, limit: int) -> list[tuple[int, str]]:
        """The last commits of a table, the latest first: version and batch, which is empty for those of others."""
        if not self.exists(name):
            return []
        with _told(self.out, f"cannot read the table {name}"):
            history = self.open(name).history(limit)
        return [(commit["version"], str(commit.get("extractor_batch") or "")) for commit in history]

    def require_ours(self) -> None:
        """Raises StoreError where a table's name is taken by something that is not ours, or by a newer version."""
        for name in TABLES:
            if self.exists(name):
                self.schema_version(name)
            elif any(map(_OURS.fullmatch, entry_names(self.path(name)))):
                raise damaged(self.path(name) / LOG_FOLDER, "is missing, or has no entries")
            elif names := _foreign(self.path(name)):
                raise StoreError(
                    f"{self.path(name)} is no table of extractor: {names}; name another folder for the tables, or move "
                    "it away"
                )

    def require_known(self, *names: str) -> None:
        """Raises StoreError where one of these tables, or of all, has a schema version that is not known here."""
        for name in names or TABLES:
            if self.exists(name):
                self.schema_version(name)

    def schema_version(self, name: str) -> int:
        """The version of the schema that a table was written with.

        Raises StoreError where it is newer than ours, or the table is not ours.
        """
        table = self.open(name)
        given = table.metadata().configuration.get(SCHEMA_KEY)
        if given is None and not set(first_columns(name)) <= set(_names(table)):
            raise StoreError(
                f"{self.path(name)} is a Delta table, but none of extractor's; name another folder for the tables"
            )
        if given is not None and not (given.isdecimal() and int(given) > 0):
            raise StoreError(
                f"{self.path(name)} has the schema version {given!r}, which is none; restore {LOG_FOLDER} from a backup"
            )
        version = int(given or 1)
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path(name)} has schema version {version}, newer than {SCHEMA_VERSION}, which this version "
                "of extractor knows: update extractor, or write to another folder"
            )
        return version

    def outdated(self) -> list[str]:
        """The tables that an older version wrote."""
        return [name for name in TABLES if self.exists(name) and self.schema_version(name) < SCHEMA_VERSION]

    def absent(self) -> list[str]:
        """The tables that are not there although they should be: those that `documents` has had beside it."""
        version = self.schema_version("documents") if self.exists("documents") else 0
        return [name for name in TABLES if first_version(name) <= version and not self.exists(name)]

    def require_complete(self) -> None:
        """Raises StoreError, with the remedy, where a table is missing that has been there."""
        if not self.exists("documents"):
            for table in CHILDREN:
                if self.count(table):
                    raise StoreError(
                        f"{self.path('documents')} is missing while {self.path(table)} has rows: put it back, from a "
                        "backup where there is one, or name another folder for the tables"
                    )
        elif (absent := self.absent()) and self.count("documents"):
            raise StoreError(
                f"{self.path(absent[0])} is missing, or has no log; restore it from a backup, or move away what is "
                "left of it and run again: its rows are made again from the texts in documents"
            )

    def require_whole(self) -> None:
        """Raises StoreError, with the file and the remedy, where a table or a file is missing or seen to be damaged."""
        self.require_known()
        self.require_complete()
        for name in TABLES:
            for file in self.files(name):
                require_parquet(self.path(name), file, TABLES[name])

    def add_columns(self, name: str) -> bool:
        """Adds to a table's log the columns that have come since; says whether there were any."""
        with _told(self.out, f"cannot migrate the table {name}"):
            table = self.open(name)
            added = columns_to_add(name, self.schema_version(name))
            missing = [column for column in added if column not in _names(table)]
            if missing:
                table.alter.add_columns(_delta_fields([TABLES[name].field(column) for column in missing]))
        return bool(added)

    def stamp(self, name: str) -> None:
        """Notes in a table that it has the present columns."""
        with _told(self.out, f"cannot migrate the table {name}"):
            properties = {SCHEMA_KEY: str(SCHEMA_VERSION)}
            self.open(name).alter.set_table_properties(properties, raise_if_not_exists=False)

    def shorten_log(self, name: str) -> None:
        """Drops old entries of a table's log; what they list as removed has to be deleted before."""
        with _told(self.out, f"cannot compact the table {name}"):
            table = self.open(name)
            table.create_checkpoint()
            table.cleanup_metadata()

    def superseded(self, name: str) -> set[str]:
        """The names of the files that a table's log lists as removed, whether they are still there or not."""
        with _told(self.out, f"cannot clean the table {name}"):
            # Not `full`: that lists every file that the log does not know, the user's as well.
            removed = self.open(name).vacuum(
                retention_hours=0, enforce_retention_duration=False, dry_run=True, full=False
            )
            listed = {file.name for file in self.files(name)}
            superseded = {unquote(path) for path in removed} - listed
            unknown = entry_names(self.path(name)) - listed - superseded
            if any(map(_OURS.fullmatch, unknown)):
                # Delta leaves out what was removed in the future, which a clock that was wrong makes of it.
                superseded |= removed_names(self.path(name)) - listed
        return superseded

    def delete_superseded(self, name: str) -> None:
        """Deletes the files that a table's log lists as removed, and nothing else."""
        with _told(self.out, f"cannot clean the table {name}"):
            for file in self.superseded(name) & entry_names(self.path(name)):
                delete_file(self.path(name), file)

    def delete_unlisted(self, name: str, names: Iterable[str]) -> None:
        """Deletes those of `names`, which a killed run had noted before it wrote them, that the log does not list."""
        with _told(self.out, f"cannot clean the table {name}"):
            listed = {file.name for file in self.files(name)}
            for file in set(names) - listed:
                if _OURS.fullmatch(file):
                    delete_file(self.path(name), file)

    def foreign(self, name: str) -> list[str]:
        """What lies in a table's folder and was not put there by us."""
        if not self.exists(name):
            return []
        with _told(self.out, f"cannot read the folder of the table {name}"):
            unknown = entry_names(self.path(name)) - {file.name for file in self.files(name)}
            return sorted(unknown - self.superseded(name)) if unknown else []

    def missing(self, name: str) -> list[DataFile]:
        """The files that a table's log lists and that are not there."""
        with _told(self.out, f"cannot read the folder of the table {name}"):
            files = self.files(name)
            there = entry_names(self.path(name)) if files else set()
            return [file for file in files if file.name not in there]


def key_of(table: str) -> str:
    """The column whose values are replaced: the article, or the input that was rejected."""
    return "source" if table == "rejected" else "doc_id"


def _foreign(path: Location) -> str:
    """What stands in the way of a table at `path`; empty where nothing does."""
    if isinstance(path, Path) and not path.is_dir():
        return "it is a file" if os.path.lexists(path) else ""
    names = sorted(entry_names(path))
    return f"it holds {', '.join(names[:3])}{' …' if len(names) > 3 else ''}" if names else ""


def _is_ours(commit: dict[str, Any]) -> bool:
    return "extractor_batch" in commit or commit.get("operation") == "RESTORE"


def _names(table: DeltaTable) -> list[str]:
    return [field.name for field in table.schema().fields]


def _delta_fields(fields: list[pa.Field]) -> list[Field]:
    return Schema.from_arrow(pa.schema(fields)).fields


def _dataset(path: Location, table: DeltaTable) -> ds.Dataset:
    """The rows of a table, read by Arrow's own file system and not by the one of Delta, which is Python's."""
    from pyarrow.fs import SubTreeFileSystem

    file_system, root = native(path)
    return table.to_pyarrow_dataset(filesystem=SubTreeFileSystem(root, file_system))


class _told:
    """Turns what Delta and the file system raise into a StoreError that says which table and what to do."""

    def __init__(self, out: Location, doing: str) -> None:
        self.out = out
        self.doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (DeltaError, OSError, pa.ArrowException)):
            raise failure(self.out, self.doing, error) from error


def failure(out: Location, doing: str, error: BaseException) -> StoreError:
    """What the user is told when something could not be read or written under `out`."""
    message = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(out, Path) and out.exists() and shutil.disk_usage(out).free < NEARLY_FULL:
        return StoreError(f"{doing}: the disk is full ({message}); free some space and run again, nothing is lost")
    return StoreError(f"{doing}: {message}; check {out} and run again")
