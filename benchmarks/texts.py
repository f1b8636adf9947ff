"""Articles to measure on: the texts of a folder or of a file of records."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path


def read_texts(path: Path, *, first: int = 0, count: int | None = None) -> list[str]:
    """`count` texts from the place `first` on: of a folder's `.txt` files by name, or of a file of JSON Lines.

    A file (`.jsonl`, `.jsonl.gz`) has a record with a `text` on each line. A text that stands there twice is read once.
    """
    texts = dict.fromkeys(_texts_of(path))
    return list(islice(texts, first, None if count is None else first + count))


def _texts_of(path: Path) -> Iterator[str]:
    if path.is_dir():
        for file in sorted(path.rglob("*.txt")):
            yield file.read_text(encoding="utf-8")
        return
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
