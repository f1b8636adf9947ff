"""JSON Lines: one line an article, with all that was found in it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from extractor.exports.nested import articles
from extractor.tables.read import Reading


def write_jsonl(reading: Reading, path: Path) -> int:
    """Writes the file and gives the number of articles. Instants are ISO 8601 in UTC."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for article in articles(reading):
            count += 1
            # A separator of lines in a text would end the line for readers that follow Unicode.
            line = json.dumps(article, ensure_ascii=False, default=_plain)
            file.write(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n")
    return count


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
