"""Batches of rows go into the tables, all or none, although every table commits on its own.

    journal → entities → mentions → statements → relations → rejected → documents → journal removed

The journal is a file that holds the version of every table before the batch, and the names of the files that the batch
writes. `documents` is the ledger and comes last: its commit is the moment from which the batch is done. A run that
finds a journal and no such commit puts the other tables back to the versions in it (`recover`), so that the batch never
was, and deletes the files that were written for it. What rearranges tables without changing rows goes the same way, but
is never put back.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

import pyarrow as pa
from pydantic import TypeAdapter

from extractor.runs.faults import reach
from extractor.runs.losses import read_losses, write_losses
from extractor.runs.records import Records
from extractor.tables.data_files import Change
from extractor.tables.migrations import first_version
from extractor.tables.schemas import CHILDREN, TABLES
from extractor.tables.store import Store

JOURNAL = "commit.json"

UNTIDY = "untidy"
"""A file that is there from the first commit of a run until superseded files are removed: the run may die between."""

ORDER = (*CHILDREN, "rejected", "documents")

COMMITS_SEARCHED = 200
"""Commits of a table that are looked at for a half-written batch where the journal is damaged."""


@dataclass(slots=True)
class Batch:
    """What one commit writes: rows by table, and the keys whose earlier rows they replace."""

    tables: list[dict[str, pa.Table]] = field(default_factory=list)
    rejected: list[dict[str, object]] = field(default_factory=list)
    replaced_ids: set[str] = field(default_factory=set)
    """Documents with rows in the tables, which are replaced or removed."""
    replaced_sources: set[str] = field(default_factory=set)
    """Inputs with a row in `rejected`, which is replaced or removed."""
    articles: int = 0
    size: int = 0
    """Bytes of the rows in memory."""

    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.tables or self.rejected or self.replaced_ids or self.replaced_sources)

    def rows(self, name: str) -> pa.Table:
        """The rows of one table."""
        if name == "rejected":
            return pa.Table.from_pylist(self.rejected, schema=TABLES[name])
        parts = [tables[name] for tables in self.tables]
        return pa.concat_tables(parts).combine_chunks() if parts else TABLES[name].empty_table()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What is about to be written: the versions of the tables before, and the files to come, by table."""

    batch: str
    versions: dict[str, int] = field(default_factory=dict)
    """Empty for what rearranges tables: there is nothing to put back."""
    doc_ids: list[str] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """The journal in the content of its file. Raises ValueError for anything else."""
        journal = TypeAdapter(cls).validate_json(text, strict=True)  # a ValidationError is a ValueError
        # An older version of extractor may have been killed, which did not know all tables.
        if journal.versions and not _first_tables() <= set(journal.versions) <= set(TABLES):
            raise ValueError("the versions are those of other tables")
        return journal


def commit(store: Store, records: Records, batch: Batch, *, name: str) -> dict[str, int]:
    """Writes `batch`, known as `name`, with its journal among `records`; gives the number of rows by table."""
    reach("commit:begin")
    create_missing(store, records, name=name)
    rows = {table: batch.rows(table) for table in ORDER}
    changes = [
        store.plan(
            table,
            rows[table],
            replacing=batch.replaced_sources if table == "rejected" else batch.replaced_ids,
            prefix=_prefix(name),
        )
        for table in ORDER
    ]
    _carry_out(
        store,
        records,
        changes,
        what="commit",
        journal=Journal(
            batch=name,
            versions={table: store.version(table) for table in TABLES},
            doc_ids=sorted(batch.replaced_ids | _ids(batch)),
            files=_files(changes),
        ),
    )
    reach("commit:end")
    return {table: rows[table].num_rows for table in ORDER}


def rearrange(store: Store, records: Records, changes: Sequence[Change], *, name: str) -> None:
    """Makes `changes` that leave all rows as they are, known as `name`."""
    changes = [change for change in changes if change.added or change.superseded]
    if changes:
        _carry_out(store, records, changes, what="upkeep", journal=Journal(batch=name, files=_files(changes)))


def create_missing(store: Store, records: Records, *, name: str) -> None:
    """Creates the tables that are not there yet, empty."""
    _create(store, records, TABLES, name=name)


def _create(store: Store, records: Records, tables: Iterable[str], *, name: str) -> None:
    missing = [table for table in tables if not store.exists(table)]
    for table in missing:
        store.create(table)
    if missing:
        rearrange(
            store, records, [store.plan_empty(table, prefix=_prefix(name, "new")) for table in missing], name=name
        )


def migrate(store: Store, records: Records, *, name: str) -> list[str]:
    """Brings tables of an older version to the present columns; says what was done."""
    done = []
    outdated = store.outdated()
    if outdated and store.exists("documents"):
        # Before any table says that it is of this version: from then on a new one that is not there is a lost one.
        known = store.schema_version("documents")
        _create(store, records, [table for table in TABLES if first_version(table) > known], name=name)
    for table in outdated:
        version = store.schema_version(table)
        if store.add_columns(table):
            rearrange(store, records, [store.plan_columns(table, prefix=_prefix(name, "columns"))], name=name)
        store.stamp(table)
        done.append(f"table {table} brought from schema version {version} to {store.schema_version(table)}")
    return done


def compact(store: Store, records: Records, *, name: str) -> dict[str, tuple[int, int]]:
    """Merges small files and drops old log entries; gives the number of files before and after, by table."""
    counts = {}
    for table in TABLES:
        before = len(store.files(table))
        rearrange(store, records, [store.plan_compaction(table, prefix=_prefix(name))], name=name)
        counts[table] = (before, len(store.files(table)))
    tidy(store, records)  # before the logs forget which files they removed
    for table in TABLES:
        store.shorten_log(table)
    return counts


def recover(store: Store, records: Records) -> list[str]:
    """Undoes the batch that a killed run left half written, and deletes its files; says what was done."""
    text = records.read(JOURNAL)
    if text is None:
        return _recover_from_logs(store, records)
    try:
        journal = Journal.parse(text)
    except ValueError:
        return _recover_without_journal(store, records)
    note = f"cleaned up after the batch {journal.batch} of a run that was killed"
    if journal.versions and not store.completed(journal.batch, since=journal.versions["documents"]):
        _undo(store, records, journal)
        note = f"undid the half-written batch {journal.batch} of a run that was killed"
    for table, names in journal.files.items():
        if table in TABLES and store.exists(table):
            store.delete_unlisted(table, names)
    records.remove(JOURNAL)
    return [note]


def untidy(records: Records) -> bool:
    """Whether commits were made since superseded files were last removed."""
    return records.exists(UNTIDY)


def tidy(store: Store, records: Records) -> None:
    """Removes superseded files, and the note that there are some; every table then has a file, if one without rows."""
    there = [table for table in TABLES if store.exists(table)]
    for table in there:
        store.delete_superseded(table)
    rearrange(store, records, [store.plan_empty(table, prefix=_prefix("empty")) for table in there], name="empty")
    reach("run:vacuum")
    records.remove(UNTIDY)


def _carry_out(store: Store, records: Records, changes: Iterable[Change], *, what: str, journal: Journal) -> None:
    if not records.exists(UNTIDY):
        records.write(UNTIDY, b"")
    # On disk before anything that it announces.
    records.write(JOURNAL, json.dumps(asdict(journal), ensure_ascii=False).encode())
    reach(f"{what}:journal")
    changes = list(changes)
    # A batch that leaves `documents` as it is has no commit there that could be missing.
    ends = any(change.table == "documents" and (change.added or change.superseded) for change in changes)
    for change in changes:
        store.apply(
            change,
            batch=journal.batch,
            documents=journal.versions.get("documents") if ends else None,
            written=lambda: reach(f"{what}:file"),
        )
        reach(f"{what}:{change.table}")
    records.remove(JOURNAL)


def _undo(store: Store, records: Records, journal: Journal) -> None:
    for table in (*CHILDREN, "rejected"):
        if table not in journal.versions or not store.exists(table):
            continue
        if store.undo(table, version=journal.versions[table], batch=journal.batch):
            continue
        if table != "rejected":
            _take_out(store, records, table, journal.doc_ids, batch=journal.batch)


def _take_out(store: Store, records: Records, table: str, doc_ids: Sequence[str], *, batch: str) -> None:
    """Undoes a batch where the table cannot be put back, for somebody has changed it or deleted its earlier files.

    The rows of the articles go. Of those that `documents` has, they are noted as lost, to be made again from the texts.
    """
    known = sorted(set(doc_ids) & set(store.read("documents", ["doc_id"])["doc_id"].to_pylist()))
    if known:
        lost = read_losses(records)
        lost.tables = list(dict.fromkeys([*lost.tables, table]))
        lost.bounds += [(doc_id, doc_id) for doc_id in known]
        write_losses(records, lost)
    store.apply(store.plan(table, TABLES[table].empty_table(), replacing=doc_ids, prefix=_prefix(batch, "undone")))


def _recover_from_logs(store: Store, records: Records) -> list[str]:
    """What `recover` does where the journal is gone: the last commit of a table tells whether its batch was completed.

    Files that the batch has written and that no log lists stay; they are named as files of others are.
    """
    done: list[str] = []
    if not store.exists("documents"):
        return done  # it may be lost: nothing tells then what was completed
    for table in (*CHILDREN, "rejected"):
        found = store.half_written(table)
        if found is None:
            continue
        batch, version = found
        if not store.undo(table, version=version, batch=batch) and table != "rejected":
            # Which articles were in the batch nobody knows any more.
            _take_out(
                store, records, table, sorted(set(store.read(table, ["doc_id"])["doc_id"].to_pylist())), batch=batch
            )
        done.append(f"undid the half-written batch {batch} in {table}")
    return done


def _recover_without_journal(store: Store, records: Records) -> list[str]:
    """What `recover` does where the journal is damaged: the logs of the tables tell which batch was not completed."""
    aside = records.set_aside(JOURNAL)
    done = [f"the journal {records.folder / JOURNAL} was damaged; it is kept as {aside}"]
    done += _recover_from_logs(store, records)
    known = store.batches("documents", COMMITS_SEARCHED)
    if len(known) == COMMITS_SEARCHED:
        return done  # an old batch may have been completed before those
    completed = {batch for _, batch in known}
    for table in CHILDREN:
        latest = store.batches(table, COMMITS_SEARCHED)
        if not latest or latest[0][1] in completed or "/" not in latest[0][1]:
            continue
        batch = latest[0][1]
        version = next((number for number, name in latest if name != batch), None)
        if version is not None and store.undo(table, version=version, batch=batch):
            done.append(f"undid the half-written batch {batch} in {table}")
    return done


def _prefix(name: str, kind: str = "") -> str:
    """What the names of the files of a batch begin with; no other batch has it."""
    plain = "-".join("".join(character if character.isalnum() else " " for character in f"{name} {kind}").split())
    return f"{plain}-{secrets.token_hex(4)}"


def _files(changes: Iterable[Change]) -> dict[str, list[str]]:
    return {change.table: change.names for change in changes if change.added}


def _ids(batch: Batch) -> set[str]:
    return {doc_id for tables in batch.tables for doc_id in tables["documents"]["doc_id"].to_pylist()}


def _first_tables() -> set[str]:
    return {table for table in TABLES if first_version(table) == 1}
