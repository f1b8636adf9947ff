"""Copies: articles with the text of another one, which alone is processed."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from extractor.articles.article import Article
from extractor.runs.ledger import Ledger
from extractor.runs.plan import Task
from extractor.tables.store import Store

_COLUMNS = (
    "doc_id", "source", "text", "title", "url", "outlet", "author", "published_at", "published_precision", "language",
    "language_score",
)  # fmt: skip


def orphaned_copies(store: Store, ledger: Ledger) -> Iterator[Task]:
    """The copies in the tables whose original is gone or has another text, to be processed from the stored text."""
    orphans = sorted(
        doc_id
        for doc_id, done in ledger.done.items()
        if done.duplicate_of is not None and ledger.by_text.get(done.text_sha256) != done.duplicate_of
    )
    if not orphans:
        return
    rows = store.read("documents", _COLUMNS)
    first: dict[str, str] = {}
    by_id = {row["doc_id"]: row for row in rows.filter(pc.field("doc_id").isin(orphans)).to_pylist()}
    for doc_id in orphans:
        text_sha = ledger.done[doc_id].text_sha256
        original = ledger.by_text.get(text_sha) or first.setdefault(text_sha, doc_id)
        yield Task(Article(**by_id[doc_id]), "original changed", None if original == doc_id else original)
