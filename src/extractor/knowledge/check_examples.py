"""The examples of grammar tables: whether a pattern takes the words in brackets, and leaves its counter-example alone.

    a row's example          Le ministre a dit [mercredi] craindre une guerre.
    its counter-example      Le ministre a dit [la vérité].

The pattern is tried at the word behind `[`. In the example it must take the words up to `]`; in the counter-example it
must not match there. A row of `constructions.tsv` is tried on the whole sentence instead: in the example it must find
the words in brackets, and nothing in the counter-example. In one of `phrases.tsv` the brackets are around the whole
name, of which the row takes a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.entities.organisation_phrases import Article, read_names
from extractor.errors import KnowledgeError
from extractor.knowledge import Row
from extractor.statements.syntax import Syntax
from extractor.text.grammar import pattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

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
                    whole = column == "counter" and "pattern" not in row and "[" not in row[column]
                    example = Example(row[column], 0, 0) if whole else read_example(row[column])
                    tried.append((number, column, example))
                except KnowledgeError as error:
                    yield Fault(number, column, str(error))
    docs = nlp.pipe(example.text for _, _, example in tried)
    for (number, column, example), doc in zip(tried, docs, strict=True):
        row = rows[number]
        if "pattern" not in row:
            message = _fault_of_construction(row["name"], column, example, doc)
        elif "kind" in row:
            message = _fault_of_phrase(row["name"], column, example, doc)
        else:
            message = _fault(row["pattern"], column, example, Syntax(doc))
        if message:
            yield Fault(number, column, message)


def _fault_of_construction(name: str, column: str, example: Example, doc: Doc) -> str:
    found = [
        statement
        for statement in doc._.statements
        if statement.derivation is not None and statement.derivation.row == name
    ]
    texts = [doc.text[start:end] for statement in found for start, end in statement.spans]
    if column == "counter":
        return (
            f"the row finds {texts[0]!r}, where it must find nothing; narrow it, or write another example"
            if found
            else ""
        )
    if any(example.start <= s.spans[0][0] and s.spans[-1][1] <= example.end for s in found):
        return ""
    if found:
        return f"the row finds {texts[0]!r}; write [ ] around that, or mend the pattern"
    others = [s.derivation.row for s in doc._.statements if s.derivation is not None]
    words = " ".join(f"{token.lower_}/{token.morph.get('VerbForm', [token.pos_])[0]}" for token in doc)
    told = f"; another row comes first: {others[0]!r}" if others else ""
    return f"the row finds nothing{told}; the words are read as {words}"


def _fault_of_phrase(name: str, column: str, example: Example, doc: Doc) -> str:
    article = Article(doc)
    starts, end_of = article.tokens.starts, article.tokens.end
    read = [one for one in read_names(article) if example.start <= starts[one.first] < example.end]
    taking = [one for one in read if name in [part.name for part in one.parts]]
    if column == "counter":
        return "the row takes a part of the phrase in brackets, where it must not" if taking else ""
    if any((starts[one.first], end_of(one.stop - 1)) == (example.start, example.end) for one in taking):
        return ""
    told = [
        f"{doc.text[starts[one.first] : end_of(one.stop - 1)]!r} by {', '.join(part.name for part in one.parts) or '-'}"
        for one in read
    ]
    return f"the row takes no part of the phrase in brackets; read there: {'; '.join(told) or 'nothing'}"


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
