"""What the pipeline found in an article, reduced to what is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.annotations import Entity, Mention, Statement
from extractor.evaluation.gold import Gold, GoldEntity, GoldMention, GoldStatement

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Found:
    """Entities by id, mentions and statements of one article."""

    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def found_in(doc: Doc) -> Found:
    """What stands on the Doc after the pipeline."""
    return Found(doc._.entities, doc._.mentions, doc._.statements)


def gold_of(doc: Doc, doc_id: str = "") -> Gold:
    """The annotations of a Doc taken as what is right, such as of a Doc that was corrected by hand."""
    return Gold(
        doc_id,
        doc.text,
        {key: GoldEntity(one.type, (one.name, *one.aliases), one.iso) for key, one in doc._.entities.items()},
        [GoldMention(one.start, one.end, one.entity_id, one.kind, one.type) for one in doc._.mentions],
        [
            GoldStatement(
                spans=tuple(one.spans), type=one.type, cue=one.cue, speaker=one.speaker, by=tuple(one.speaker_ids)
            )
            for one in doc._.statements
        ],
    )
