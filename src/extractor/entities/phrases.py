"""Phrases read part by part: names of organisations and ministries.

What may follow the head of a phrase is a row of `knowledge/phrases.tsv`: a pattern over the words (see
`extractor.text.grammar`), and the kind of phrase that it belongs to. Of the rows of a kind the
first that matches takes its words, and the reading goes on behind them; where none matches, the phrase ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.entities.tokens import ArticleView
from extractor.knowledge import Row, rows
from extractor.knowledge.own import kept
from extractor.text.grammar import Index, pattern

TABLE = "phrases"


class Part(NamedTuple):
    """A part of a phrase: the row that took it, and the places of its words."""

    name: str
    first: int
    end: int


@kept()
def parts_of(kind: str) -> Index[Row]:
    """The rows of a kind of phrase, with those of the user's folder, in the order of the table."""
    return Index([(pattern(row["pattern"]), row) for row in rows(TABLE) if row["kind"] == kind])


def next_part(view: ArticleView, kind: str, place: int) -> Part | None:
    """The part of a phrase of that kind that begins at `place`."""
    found = parts_of(kind).first(view, place)
    if found is None:
        return None
    row, end = found
    return Part(row["name"], place, end)


def read_parts(view: ArticleView, kind: str, place: int, limit: int) -> Iterator[Part]:
    """The parts one behind the other from `place` on; none begins at `limit`, a sentence's start or a space."""
    reading = view.reading
    while place < min(limit, len(reading)) and place not in reading.sentence_starts:
        part = next_part(view, kind, place)
        if part is None or part.end == place:
            return
        yield part
        place = part.end
