"""A `Doc` with its annotations becomes rows: plain values, every offset a code point into the article's text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.articles.article import Article, Refusal
from extractor.tables.schemas import TABLES

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractor.annotations import Entity, Mention, Offsets, Relation, Statement

Row = dict[str, Any]

SPAN_JOINT = " … "
"""Between the spans of a statement in its `text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What every article of a run shares in `documents`."""

    run_id: str
    model: str
    extractor_version: str
    settings_sha256: str


@dataclass(slots=True)
class Rows:
    """Rows by table, collected article by article and given out as Arrow tables."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(self, article: Article, doc: Doc, *, stamp: Stamp, processed_at: datetime) -> None:
        """Adds the rows of `article`, whose analysis is `doc`."""
        places = _Places(doc)
        document = _document(article, stamp, processed_at)
        self.rows["documents"].append({**document, "n_tokens": len(doc), "n_sentences": len(places.starts)})
        self.rows["entities"] += _entities(article.doc_id, doc)
        self.rows["mentions"] += [
            _mention(article, number, mention, places) for number, mention in enumerate(doc._.mentions)
        ]
        self.rows["statements"] += [
            _statement(article, number, statement, doc._.entities, places)
            for number, statement in enumerate(doc._.statements)
        ]
        self.rows["relations"] += [_relation(article.doc_id, relation) for relation in doc._.relations]

    def add_copy(self, article: Article, *, of: str, stamp: Stamp, processed_at: datetime) -> None:
        """Adds the row of an article that has the text of the document `of`, which has the rows of both."""
        self.rows["documents"].append({**_document(article, stamp, processed_at), "duplicate_of": of})

    def add_refusal(self, refusal: Refusal, *, stamp: Stamp, rejected_at: datetime) -> None:
        """Adds the row of an input that is no article."""
        self.rows["rejected"].append(
            {
                "source": refusal.source,
                "reason": refusal.reason,
                "detail": refusal.detail,
                "run_id": stamp.run_id,
                "rejected_at": rejected_at,
                "doc_id": refusal.doc_id,
                "fingerprint": refusal.fingerprint,
                "settings_sha256": stamp.settings_sha256,
            }
        )

    def tables(self) -> dict[str, pa.Table]:
        """The rows as Arrow tables with the schemas of `schemas.py`."""
        return {name: pa.Table.from_pylist(rows, schema=TABLES[name]) for name, rows in self.rows.items()}


class _Places:
    """Tells the sentence of an offset."""

    def __init__(self, doc: Doc) -> None:
        self.starts = [sentence.start_char for sentence in doc.sents] if doc.has_annotation("SENT_START") else []

    def sentence(self, offset: int) -> int | None:
        return max(0, bisect_right(self.starts, offset) - 1) if self.starts else None


def _document(article: Article, stamp: Stamp, processed_at: datetime) -> Row:
    return {
        "doc_id": article.doc_id,
        "source": article.source,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "author": article.author,
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "language": article.language,
        "language_score": article.language_score,
        "text": article.text,
        "text_sha256": article.text_sha256(),
        "input_sha256": article.input_sha256(),
        "duplicate_of": None,
        "model": stamp.model,
        "extractor_version": stamp.extractor_version,
        "settings_sha256": stamp.settings_sha256,
        "processed_at": processed_at,
        "run_id": stamp.run_id,
    }


def _entities(doc_id: str, doc: Doc) -> list[Row]:
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for mention in doc._.mentions:
        counts[mention.entity_id] = counts.get(mention.entity_id, 0) + 1
        first[mention.entity_id] = min(first.get(mention.entity_id, mention.start), mention.start)
    return [
        {
            "doc_id": doc_id,
            "entity_id": entity.id,
            "type": entity.type,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "iso": entity.iso,
            "wikidata": entity.wikidata,
            "country": entity.country,
            "role": entity.role,
            "gender": entity.gender,
            "n_mentions": counts.get(entity.id, 0),
            "first_start": first.get(entity.id),
        }
        for entity in doc._.entities.values()
    ]


def _mention(article: Article, number: int, mention: Mention, places: _Places) -> Row:
    return {
        "doc_id": article.doc_id,
        "mention_id": number,
        "entity_id": mention.entity_id,
        "type": mention.type,
        "start": mention.start,
        "end": mention.end,
        "text": article.text[mention.start : mention.end],
        "kind": mention.kind,
        "sentence": places.sentence(mention.start),
        "method": mention.method,
        "score": mention.score,
    }


def _statement(
    article: Article, number: int, statement: Statement, entities: dict[str, Entity], places: _Places
) -> Row:
    text = article.text
    speaker = entities.get(statement.speaker_ids[0]) if statement.speaker_ids else None
    cue_start, cue_end = statement.cue or (None, None)
    speaker_start, speaker_end = statement.speaker or (None, None)
    return {
        "doc_id": article.doc_id,
        "statement_id": number,
        "type": statement.type,
        "text": SPAN_JOINT.join(text[start:end] for start, end in statement.spans),
        "spans": _structs(statement.spans),
        "quoted_spans": _structs(statement.quoted_spans),
        "cue_text": text[cue_start:cue_end] if statement.cue else None,
        "cue_lemma": statement.cue_lemma,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "speech_act": statement.speech_act,
        "polarity": statement.polarity,
        "modality": statement.modality,
        "speaker_text": text[speaker_start:speaker_end] if statement.speaker else None,
        "speaker_start": speaker_start,
        "speaker_end": speaker_end,
        "speaker_kind": statement.speaker_kind,
        "speaker_ids": list(statement.speaker_ids),
        "speaker_name": speaker.name if speaker else None,
        "speaker_description": text[slice(*statement.description)] if statement.description else None,
        "speaker_role": statement.function or (speaker.role if speaker else None),
        "speaker_country": statement.state or ((speaker.iso or speaker.country) if speaker else None),
        "addressee_ids": list(statement.addressee_ids),
        "via_ids": list(statement.via_ids),
        "about_ids": list(statement.about_ids),
        "parent_id": statement.parent,
        "continues_id": statement.continues,
        "sentence": places.sentence(statement.spans[0][0]) if statement.spans else None,
        "rule": statement.rule,
        "score": statement.score,
    }


def _relation(doc_id: str, relation: Relation) -> Row:
    return {
        "doc_id": doc_id,
        "subject_id": relation.subject_id,
        "predicate": relation.predicate,
        "object_id": relation.object_id,
        "start": relation.start,
        "end": relation.end,
        "statement_id": relation.statement,
        "detail": relation.detail,
        "rule": relation.rule,
        "score": relation.score,
    }


def _structs(spans: list[Offsets]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in spans]
