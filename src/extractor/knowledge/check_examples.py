"""The examples of grammar tables: whether a pattern takes the words in brackets, and leaves its counter-example alone.

    a row's example          Le ministre a dit [mercredi] craindre une guerre.
    its counter-example      Le ministre a dit [la vérité].

The pattern is tried at the word behind `[`. In the example it must take the words up to `]`; in the counter-example it
must not match there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import KnowledgeError
from extractor.knowledge import Row
from extractor.statements.syntax import Syntax
from extractor.text.grammar import pattern

if TYPE_CHECKING:
    from spacy.language import Language

COLUMNS = ("example", "counter")


class Fault(NamedTuple):
    """An example that does not hold."""

    row: int
    """The number of the row, from 0."""
    column: str
    message: str


class Example(NamedTuple):
    """A sentence and the offsets of the words in brackets."""

    text: str
    start: int
    end: int


def read_example(cell: str) -> Example:
    """The sentence without its brackets; raises KnowledgeError where there is not one pair around some words."""
    before, opening, rest = cell.partition("[")
    marked, closing, behind = rest.partition("]")
    if not (opening and closing and marked.strip()) or {"[", "]"} & set(marked + behind):
        raise KnowledgeError("no words are in brackets; write [ ] once, around the words that the pattern is tried on")
    return Example(before + marked + behind, len(before), len(before) + len(marked))


def faults(rows: Sequence[Row], nlp: Language) -> Iterator[Fault]:
    """What does not hold of the examples of rows whose patterns can be read; a cell that is empty is left out."""
    tried: list[tuple[int, str, Example]] = []
    for number, row in enumerate(rows):
        for column in COLUMNS:
            if row.get(column):
                try:
                    tried.append((number, column, read_example(row[column])))
                except KnowledgeError as error:
                    yield Fault(number, column, str(error))
    docs = nlp.pipe(example.text for _, _, example in tried)
    for (number, column, example), doc in zip(tried, docs, strict=True):
        message = _fault(rows[number]["pattern"], column, example, Syntax(doc))
        if message:
            yield Fault(number, column, message)


def _fault(source: str, column: str, example: Example, syntax: Syntax) -> str:
    first, last = syntax.after(example.start), syntax.at(example.end - 1)
    end = pattern(source).match(syntax, first, syntax.sentence(first)[1])
    seen = " ".join(
        f"{syntax.words[place]}/{syntax.verb_forms[place] or syntax.tags[place]}" for place in range(first, last + 1)
    )
    if column == "counter":
        return "" if end is None else f"the pattern matches at [, where it must not; the words are read as {seen}"
    if end is None:
        return f"the pattern does not match at [; the words are read as {seen}"
    taken = syntax.text[syntax.starts[first] : syntax.ends[max(end - 1, first)]] if end > first else ""
    return "" if end == last + 1 else f"the pattern takes {taken!r}; write ] behind it or mend the pattern ({seen})"
