"""Why a statement was found: the row of a table, the words that each part of its pattern took, and who says it.

extractor show article.txt --explain 3
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from extractor.annotations import Offsets, Statement
from extractor.errors import UsageError
from extractor.knowledge import Row, rows

_PATTERNS = ("licence", "mood", "left", "right", "unless")
"""The columns of a row that say what it asks for."""


def explain(doc: Doc, number: int) -> list[tuple[str, str]]:
    """What to tell of the statement with the number, counted from 1, as (what, words).

    Raises UsageError where the article has no such statement.
    """
    statements = doc._.statements
    if not 0 < number <= len(statements):
        count = len(statements)
        raise UsageError(f"the article has no statement {number}; it has {count}: leave out --explain to see them")
    statement: Statement = statements[number - 1]
    text = " … ".join(_words(doc, span) for span in statement.spans)
    return [
        ("statement", f"{number}: {text}"),
        ("construction", statement.rule),
        *_row(doc, statement),
        ("speaker", _speaker(doc, statement)),
        ("score", f"{statement.score:.2f}"),
    ]


def _row(doc: Doc, statement: Statement) -> Iterator[tuple[str, str]]:
    derivation = statement.derivation
    if derivation is None:
        yield "table", "none: the program reads this construction without a table"
        return
    row: Row = next((one for one in rows(derivation.table) if one["name"] == derivation.row), {})
    yield "table", row.get("_file", f"{derivation.table}.tsv")
    yield "row", derivation.row
    for column in _PATTERNS:
        if row.get(column):
            yield column, row[column]
    for name, span in derivation.parts.items():
        yield f"{name} took", _words(doc, span)


def _speaker(doc: Doc, statement: Statement) -> str:
    """Whose words they are, and where that stands."""
    if statement.continues is not None:
        return f"that of statement {statement.continues + 1}, who goes on speaking"
    if statement.speaker is None:
        return "left unnamed on purpose" if statement.speaker_kind == "anonymous" else "nobody is named"
    words = _words(doc, statement.speaker)
    names = [doc._.entities[one].name for one in statement.speaker_ids if one in doc._.entities]
    told = f", that is {', '.join(names)}" if names and words not in names else ""
    return f"{words}{told}: {_place(doc, statement, statement.speaker)}"


def _place(doc: Doc, statement: Statement, speaker: Offsets) -> str:
    if statement.derivation is not None and statement.derivation.parts.get("source") == speaker:
        return "the part source= of the pattern"
    others = (n for n, other in enumerate(doc._.statements, 1) if other is not statement and other.speaker == speaker)
    shared = next(others, None)
    if statement.cue is None:
        return "by where it stands beside the words"
    side = "before" if speaker[0] < statement.cue[0] else "behind"
    return f"{side} {_words(doc, statement.cue)!r}" + (f", shared with statement {shared}" if shared else "")


def _words(doc: Doc, span: Offsets) -> str:
    return " ".join(doc.text[slice(*span)].split())
