"""An evaluation to look at: the figures, every error, and each article with the annotation beside what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.views.marking import Mark, pieces
from extractor.views.pages import Cell

if TYPE_CHECKING:
    from extractor.evaluation.evaluate import Evaluation
    from extractor.evaluation.found import Found
    from extractor.evaluation.gold import Gold


def evaluation_page(evaluation: Evaluation) -> Cell:
    """The page of `extractor evaluate --html`."""
    articles = [
        {
            "doc_id": gold.doc_id,
            "gold": list(pieces(gold.text, gold_marks(gold))),
            "found": list(pieces(gold.text, found_marks(found))),
            "mistakes": score.mistakes,
        }
        for gold, found, score in zip(evaluation.golds, evaluation.founds, evaluation.scores, strict=True)
    ]
    return Cell("evaluation.html.j2", title="Evaluation", rows=evaluation.rows(), articles=articles)


def gold_marks(gold: Gold) -> list[Mark]:
    """What was annotated."""
    marks = [
        Mark(start=one.start, end=one.end, label=one.type, note=f"{one.entity} · {one.kind}") for one in gold.mentions
    ]
    for number, statement in enumerate(gold.statements):
        note = f"{number + 1}. {', '.join(statement.by) or '?'} · {statement.type}"
        note += " · optional" if statement.optional else ""
        marks += _statement_marks(number, note, statement.spans, statement.speaker, statement.cue)
    return marks


def found_marks(found: Found) -> list[Mark]:
    """What the pipeline found."""
    names = {key: entity.name for key, entity in found.entities.items()}
    marks = [
        Mark(
            start=one.start,
            end=one.end,
            label=one.type,
            note=f"{names.get(one.entity_id, one.entity_id)} · {one.kind} · {one.method}",
        )
        for one in found.mentions
    ]
    for number, statement in enumerate(found.statements):
        speakers = ", ".join(names.get(one, one) for one in statement.speaker_ids) or "?"
        note = f"{number + 1}. {speakers} · {statement.type} · {statement.rule} · {statement.score:.2f}"
        marks += _statement_marks(number, note, statement.spans, statement.speaker, statement.cue)
    return marks


def _statement_marks(
    number: int,
    note: str,
    spans: tuple[tuple[int, int], ...] | list[tuple[int, int]],
    speaker: tuple[int, int] | None,
    cue: tuple[int, int] | None,
) -> list[Mark]:
    marks = [Mark(start=start, end=end, label="STATEMENT", note=note, statement=number) for start, end in spans]
    for label, place in (("SPEAKER", speaker), ("CUE", cue)):
        if place is not None:
            marks.append(Mark(start=place[0], end=place[1], label=label, note=note, statement=number))
    return marks
