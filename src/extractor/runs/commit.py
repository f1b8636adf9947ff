"""Batches of rows go into the tables, all or none, although every table commits on its own.

    journal → entities → mentions → statements → relations → rejected → documents → journal removed

The journal is a file that holds the version of every table before the batch. `documents` is the ledger and comes last:
its commit is the moment from which the batch is done. A run that finds a journal and no such commit puts the other
tables back to the versions in it (`recover`), so that the batch never was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from extractor.runs.faults import reach
from extractor.runs.records import Records
from extractor.tables.schemas import CHILDREN, TABLES
from extractor.tables.store import Store

JOURNAL = "commit.json"

UNTIDY = "untidy"
"""A file that is there from the first commit of a run until superseded files are removed: the run may die between."""

ORDER = (*CHILDREN, "rejected", "documents")


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


def commit(store: Store, records: Records, batch: Batch, *, name: str) -> dict[str, int]:
    """Writes `batch`, known as `name`, with its journal among `records`; gives the number of rows by table."""
    reach("commit:begin")
    if not records.exists(UNTIDY):
        records.write(UNTIDY, b"")
    store.create_missing()
    note = {"batch": name, "doc_ids": sorted(batch.replaced_ids | _ids(batch)), "versions": _versions(store)}
    records.write(JOURNAL, json.dumps(note, ensure_ascii=False).encode())  # on disk before anything that it announces
    reach("commit:journal")
    written = {}
    for table in ORDER:
        rows = batch.rows(table)
        key, replaced = ("source", batch.replaced_sources) if table == "rejected" else ("doc_id", batch.replaced_ids)
        store.write(table, rows, replacing=_with_own(replaced, rows, key), key=key, batch=name)
        written[table] = rows.num_rows
        reach(f"commit:{table}")
    records.remove(JOURNAL)
    reach("commit:end")
    return written


def recover(store: Store, records: Records) -> str | None:
    """Undoes the batch that a killed run left half written; gives its name, or None where there is none."""
    text = records.read(JOURNAL)
    if text is None:
        return None
    note = json.loads(text)
    if store.version("documents") == note["versions"]["documents"]:
        for table in (*CHILDREN, "rejected"):
            if not store.undo(table, version=note["versions"][table], batch=note["batch"]):
                # Someone else has changed the table since: the documents of the batch are taken out and done again.
                if table != "rejected":
                    store.remove(table, note["doc_ids"])
                    store.remove("documents", note["doc_ids"])
    records.remove(JOURNAL)
    return str(note["batch"])


def untidy(records: Records) -> bool:
    """Whether commits were made since superseded files were last removed."""
    return records.exists(UNTIDY)


def tidy(store: Store, records: Records) -> None:
    """Removes superseded files, and the note that there are some."""
    store.tidy()
    reach("run:vacuum")
    records.remove(UNTIDY)


def _with_own(replaced: set[str], rows: pa.Table, key: str) -> Iterable[str]:
    # Where rows are replaced in the same commit, the predicate has to cover the new rows, too.
    return replaced | set(rows[key].to_pylist()) if replaced else ()


def _ids(batch: Batch) -> set[str]:
    return {doc_id for tables in batch.tables for doc_id in tables["documents"]["doc_id"].to_pylist()}


def _versions(store: Store) -> dict[str, int]:
    return {name: store.version(name) for name in TABLES}
