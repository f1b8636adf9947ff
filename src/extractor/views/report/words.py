"""The words of the interface, from `words.tsv`: a column a language."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from extractor.errors import UsageError

NARROW_SPACE = "\u202f"


class Words(dict[str, str]):
    """Word by key, also as an attribute: a template that asks for `words.title` looks for that first."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__(words)
        self.__dict__.update(words)


@lru_cache(maxsize=4)
def interface(language: str) -> Words:
    """Word by key. Raises UsageError for a language that the interface does not speak."""
    with Path(__file__).with_name("words.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        languages = [name for name in rows.fieldnames or () if name != "key"]
        if language not in languages:
            raise UsageError(f"the report does not speak {language!r}; its languages are: {', '.join(languages)}")
        return Words({row["key"]: row[language] for row in rows})


def number(count: int, *, language: str) -> str:
    """`12,345` in English, `12 345` in French."""
    grouped = f"{count:,}"
    return grouped.replace(",", NARROW_SPACE) if language == "fr" else grouped
