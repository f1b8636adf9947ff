"""Rows whose files have vanished from a table are noticed, and made again from the texts that `documents` keeps.

What is missing is written down (`lost.json`) before the logs forget it, so that a run that is killed leaves it to the
next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.articles.article import Article
from extractor.runs.commit import create_missing, rearrange
from extractor.runs.losses import LOST, LostRows, read_losses, write_losses
from extractor.runs.plan import Task
from extractor.runs.records import Records
from extractor.tables.data_files import DataFile, damaged, read_file
from extractor.tables.schemas import CHILDREN, DOCUMENTS, TABLES
from extractor.tables.store import Store

_COLUMNS = (
    "doc_id", "source", "text", "title", "url", "outlet", "author", "published_at", "published_precision", "language",
    "language_score",
)  # fmt: skip


def find_lost_rows(store: Store, records: Records, *, name: str) -> LostRows:
    """What is gone, here or since a run that was killed; the tables are then whole again, but for these rows.

    Raises StoreError where it is `documents` that is gone: no other table holds its texts.
    """
    if not store.exists("documents"):
        store.require_complete()
        return LostRows()
    for file in store.missing("documents"):
        raise damaged(store.path("documents") / file.name, "is missing")
    absent = store.absent()
    gone = {table: files for table in TABLES if store.exists(table) and (files := store.missing(table))}
    lost = read_losses(records)
    for table in (*absent, *gone):
        if table not in lost.tables:
            lost.tables.append(table)
        if table in CHILDREN:
            lost.bounds += _bounds(gone.get(table))
    if absent or gone:
        write_losses(records, lost)
        create_missing(store, records, name=name)
        rearrange(store, records, [store.forget(table, files) for table, files in gone.items()], name=name)
    return lost


def stored_articles(store: Store, lost: LostRows, done: set[str]) -> Iterator[Task]:
    """The articles whose rows are gone, from the stored texts, without those that are `done` already."""
    schema = DOCUMENTS.empty_table().select([*_COLUMNS, "duplicate_of"]).schema
    for file in store.files("documents"):
        for row in read_file(store.path("documents"), file, schema).to_pylist():
            # A copy has no rows of its own.
            if row.pop("duplicate_of") is None and row["doc_id"] not in done and lost.concern(row["doc_id"]):
                yield Task(Article(**row), "rows lost")


def forget(records: Records) -> None:
    """Notes that all rows are there again."""
    records.remove(LOST)


def _bounds(files: list[DataFile] | None) -> list[tuple[str | None, str | None]]:
    if files is None:
        return [(None, None)]
    return [(file.least, file.greatest) for file in files if file.rows != 0]
