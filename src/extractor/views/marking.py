"""Marks on a text: spans that overlap in any way are cut at every boundary, so that each piece has all of its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.escaping import visible
from extractor.tables.read import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the text with its label: an entity type, `STATEMENT`, `SPEAKER` or `CUE`."""

    start: int
    end: int
    label: str
    note: str = ""
    """What is told of it when it is pointed at."""
    statement: int | None = None
    mention: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the text in which nothing begins or ends; `opens` are the statements that begin with it."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[int, ...] = ()

    @property
    def labels(self) -> list[str]:
        """The labels of its marks, each once."""
        return list(dict.fromkeys(mark.label for mark in self.marks))

    @property
    def note(self) -> str:
        """The notes of its marks, the narrowest first."""
        notes = [mark.note for mark in sorted(self.marks, key=lambda mark: mark.end - mark.start)]
        return "\n".join(dict.fromkeys(note for note in notes if note))


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """`text` in pieces, whose texts joined are `text`, with control characters made visible."""
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    starts: dict[int, list[Mark]] = {}
    for mark in kept:
        starts.setdefault(mark.start, []).append(mark)
    # A statement in several spans is numbered at the first of them.
    first: dict[int, int] = {}
    for mark in kept:
        if mark.label == "STATEMENT" and mark.statement is not None:
            first[mark.statement] = min(first.get(mark.statement, mark.start), mark.start)
    opening: dict[int, list[int]] = {}
    for statement, start in sorted(first.items()):
        opening.setdefault(start, []).append(statement)
    shown = visible(text)
    borders = sorted({0, len(text), *starts, *(mark.end for mark in kept)})
    active: list[Mark] = []
    for start, end in zip(borders, borders[1:], strict=False):
        active = [mark for mark in active if mark.end > start] + starts.get(start, [])
        yield Piece(text=shown[start:end], marks=tuple(active), opens=tuple(opening.get(start, ())))


def article_marks(reading: Reading, doc_id: str) -> list[Mark]:
    """The marks of an article: who and what is mentioned, what is said, by whom, and the verbs that say so."""
    entities = reading.table("entities").where(doc_id=doc_id).select("entity_id", "name").to_arrow().to_pylist()
    names = {row["entity_id"]: row["name"] for row in entities}
    marks = [
        Mark(start=row["start"], end=row["end"], label=row["type"], note=_mention_note(row, names))
        for row in reading.table("mentions").where(doc_id=doc_id).to_arrow().to_pylist()
    ]
    for row in reading.table("statements").where(doc_id=doc_id).to_arrow().to_pylist():
        number = row["statement_id"]
        speaker = ", ".join(names.get(one, one) for one in row["speaker_ids"]) or row["speaker_text"] or "?"
        note = f"{number + 1}. {speaker} · {row['speech_act']} · {row['score']:.2f}"
        for span in row["spans"]:
            marks.append(Mark(start=span["start"], end=span["end"], label="STATEMENT", note=note, statement=number))
        for label, start, end in (
            ("SPEAKER", row["speaker_start"], row["speaker_end"]),
            ("CUE", row["cue_start"], row["cue_end"]),
        ):
            if start is not None:
                marks.append(Mark(start=start, end=end, label=label, note=note, statement=number))
    return marks


def _mention_note(row: dict[str, str], names: dict[str, str]) -> str:
    return f"{names.get(row['entity_id'], row['entity_id'])} · {row['kind']} · {row['entity_id']}"
