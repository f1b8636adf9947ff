"""The note of rows that are gone, until they are made again: `OUT/_runs/lost.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from extractor.runs.records import Records

LOST = "lost.json"


@dataclass(slots=True)
class LostRows:
    """Of which articles rows are gone: those whose id lies between bounds, with both ends."""

    tables: list[str] = field(default_factory=list)
    bounds: list[tuple[str | None, str | None]] = field(default_factory=list)

    def concern(self, doc_id: str) -> bool:
        """Whether rows of this article may be gone."""
        return any((least or "") <= doc_id and (most is None or doc_id <= most) for least, most in self.bounds)


def read_losses(records: Records) -> LostRows:
    """What is noted; all rows where the note is damaged."""
    text = records.read(LOST)
    if text is None:
        return LostRows()
    try:
        values = json.loads(text)
        return LostRows(list(values["tables"]), [(least, most) for least, most in values["bounds"]])
    except (ValueError, TypeError, KeyError, RecursionError):
        return LostRows(["some table"], [(None, None)])  # rather all again than some never


def write_losses(records: Records, lost: LostRows) -> None:
    """Writes the note. Raises OSError."""
    records.write(LOST, json.dumps({"tables": lost.tables, "bounds": lost.bounds}).encode())
