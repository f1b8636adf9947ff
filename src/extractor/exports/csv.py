"""CSV: one file a table, and `who_said_what.csv` for those who want no more than that.

Numbers stay numbers. A text that a spreadsheet would run as a formula has an apostrophe in front, which is not part of
it (see `escaping.harmless_cell`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from extractor.escaping import harmless_cell
from extractor.tables.read import Reading
from extractor.tables.schemas import TABLES


def write_csv(reading: Reading, folder: Path) -> int:
    """Writes the files, UTF-8, lists as JSON and what is missing empty; gives the number of articles."""
    for name in TABLES:
        table = reading.table(name)
        rows = (row.values() for batch in table.batches() for row in batch.to_pylist())
        write_rows(folder / f"{name}.csv", table.columns, rows)
    said = reading.who_said_what()
    values = said.astype(object).where(said.notna(), None)
    write_rows(folder / "who_said_what.csv", list(values.columns), values.itertuples(index=False))
    return len(reading.table("documents"))


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """One file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([cell(value) for value in row] for row in rows)


def cell(value: Any) -> str:
    """A value as CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return harmless_cell(value) if isinstance(value, str) else str(value)
