"""JSON Lines: one line an article, with all that was found in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from extractor.escaping import json_line
from extractor.exports.nested import articles
from extractor.tables.read import Reading


def write_jsonl(reading: Reading, path: Path) -> int:
    """Writes the file and gives the number of articles. Instants are ISO 8601 in UTC."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for article in articles(reading):
            count += 1
            file.write(json_line(article, default=_plain) + "\n")
    return count


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
