"""The tables article by article: a document with its entities, mentions, statements and relations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from extractor.tables.read import Reading
from extractor.tables.schemas import CHILDREN

Row = dict[str, Any]

ORDER = {"entities": "entity_id", "mentions": "mention_id", "statements": "statement_id", "relations": "start"}
"""By which column the rows of an article are ordered."""


def articles(reading: Reading) -> Iterator[Row]:
    """Each document as a dictionary with its rows of the other tables as lists under their names.

    The rows of the other tables are held as Arrow; texts are read batch by batch.
    """
    children = {name: _Grouped(reading, name) for name in CHILDREN}
    for batch in reading.table("documents").batches():
        for document in batch.to_pylist():
            # A copy has no rows of its own: what was found in its text is with the article that it is a copy of.
            doc_id = document.get("duplicate_of") or document["doc_id"]
            yield {**document, **{name: grouped.of(doc_id) for name, grouped in children.items()}}


class _Grouped:
    def __init__(self, reading: Reading, name: str) -> None:
        self.rows = reading.table(name).to_arrow().sort_by([("doc_id", "ascending"), (ORDER[name], "ascending")])
        runs = pc.run_end_encode(self.rows["doc_id"].combine_chunks()) if self.rows.num_rows else None
        self.places: dict[str, tuple[int, int]] = {}
        if runs is not None:
            encoded = runs if isinstance(runs, pa.Array) else runs.combine_chunks()
            start = 0
            for doc_id, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
                self.places[doc_id] = (start, end - start)
                start = end

    def of(self, doc_id: str) -> list[Row]:
        """The rows of an article, without its id."""
        start, length = self.places.get(doc_id, (0, 0))
        rows: list[Row] = self.rows.slice(start, length).to_pylist()
        for row in rows:
            del row["doc_id"]
        return rows
