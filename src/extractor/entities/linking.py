"""Bringing the proposals of all entity stages together: one reading a place, one entity an id.

Where two mentions overlap, the longer stands, and of equal ones the better founded; a country inside the name of an
agreement, a weapon or an organisation may stay beside it, for it tells whose that is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extractor.analysis.folding import fold
from extractor.annotations import ENTITY_TYPES, NAMED_KINDS, Entity, EntityType, Mention, set_extensions
from extractor.text.reading import text_of

SPANS_KEY = "mentions"
"""`doc.spans[SPANS_KEY]` holds the named mentions as spaCy spans: label = type, kb_id = entity id, id = kind."""

_PRECEDENCE: dict[EntityType, int] = {
    # Of two readings of the same characters with the same score: those that have asked for more evidence come first.
    "WEAPON": 0,
    "AGREEMENT": 1,
    "ORG": 2,
    "PERSON": 3,
    "COUNTRY": 4,
}
_SURE_METHODS = frozenset({"title", "memory", "initials"})
_LOCATIVE = re.compile(r"\b(?:en|au|aux)\s+$", re.IGNORECASE)
_GENITIVE = re.compile(r"(?:\b(?:de|du|des|de la)\s+|\b(?:d|de l)['’])$", re.IGNORECASE)
_REACH = 8
"""Characters before a country in which a preposition with its article stands."""
_STATE_BODIES = frozenset({"ministry", "service", "agency"})
"""Kinds of organisations that belong to a state."""


class Linking:
    """Leaves in `doc._.mentions` one reading a place and in `doc._.entities` the entities that are mentioned."""

    def __call__(self, doc: Doc) -> Doc:
        mentions: list[Mention] = doc._.mentions
        entities: dict[str, Entity] = doc._.entities
        same = _unify(entities, mentions)
        for mention in mentions:
            mention.entity_id = same.get(mention.entity_id, mention.entity_id)
        known = [mention for mention in mentions if mention.entity_id in entities]
        mentions[:] = list(_resolved(text_of(doc), entities, _without_misread_persons(doc, known)))
        mentioned = {mention.entity_id for mention in mentions}
        for entity_id in [entity_id for entity_id in entities if entity_id not in mentioned]:
            del entities[entity_id]
        fill_spans(doc)
        return doc


def fill_spans(doc: Doc) -> None:
    """Put the named mentions in `doc.spans`: all under `mentions`, each type under its name (`doc.spans["COUNTRY"]`).

    A mention that is a part of a token (`nippo` of `nippo-américain`) is widened to the token; its own offsets
    are in `doc._.mentions`.
    """
    groups: dict[str, list[Span]] = {SPANS_KEY: [], **{entity_type: [] for entity_type in ENTITY_TYPES}}
    for mention in doc._.mentions:
        if mention.kind not in NAMED_KINDS:
            continue
        span = doc.char_span(
            mention.start,
            mention.end,
            label=mention.type,
            kb_id=mention.entity_id,
            span_id=mention.kind,
            alignment_mode="expand",
        )
        if span is not None:
            groups[SPANS_KEY].append(span)
            groups[mention.type].append(span)
    for name, spans in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans)


def _unify(entities: dict[str, Entity], mentions: list[Mention]) -> dict[str, str]:
    """Which ids mean the same as another one, by name; persons are left alone, for namesakes are two."""
    count = Counter(mention.entity_id for mention in mentions)
    by_name: dict[tuple[EntityType, str], list[str]] = defaultdict(list)
    for entity_id, entity in entities.items():
        if entity.type != "PERSON":
            by_name[entity.type, fold(entity.name)].append(entity_id)
    same: dict[str, str] = {}
    for ids in by_name.values():
        if len(ids) < 2:
            continue
        # The one that other sources know is the one to keep.
        kept = max(ids, key=lambda i: (entities[i].wikidata is not None, count[i]))
        for entity_id in ids:
            if entity_id != kept:
                same[entity_id] = kept
                merged = entities.pop(entity_id)
                aliases = entities[kept].aliases
                aliases += [alias for alias in merged.aliases if alias not in aliases]
    return same


def _without_misread_persons(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """Leave out persons without a title whose name is a country's with small words: `Les États-Unis`."""
    countries = [mention for mention in mentions if mention.type == "COUNTRY" and mention.kind != "demonym"]
    starts = {mention.start: mention for mention in countries}
    ends = {mention.end: mention for mention in countries}

    def is_misread(mention: Mention) -> bool:
        if mention.type != "PERSON" or mention.method in _SURE_METHODS:
            return False
        country = ends.get(mention.end) or starts.get(mention.start)
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if country is None or span is None:
            return False
        return all(token.is_stop or token.is_punct or country.start <= token.idx < country.end for token in span)

    return [mention for mention in mentions if not is_misread(mention)]


def _resolved(text: str, entities: dict[str, Entity], mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions that stand, by place."""
    for cluster in _clusters(mentions):
        kept: list[Mention] = []
        for mention in sorted(cluster, key=lambda m: (m.start - m.end, -m.score, _PRECEDENCE[m.type])):
            if all(_may_stand(text, entities, mention, other) for other in kept):
                kept.append(mention)
        yield from sorted(kept, key=lambda m: (m.start, -m.end))


def _clusters(mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Runs of mentions that overlap: what is compared with one another stays within a run."""
    cluster: list[Mention] = []
    reach = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= reach and cluster:
            yield cluster
            cluster = []
        cluster.append(mention)
        reach = max(reach, mention.end)
    if cluster:
        yield cluster


def _may_stand(text: str, entities: dict[str, Entity], mention: Mention, longer: Mention) -> bool:
    """Whether `mention` may stand beside `longer`, which is at least as long and stands already."""
    if mention.end <= longer.start or longer.end <= mention.start:
        return True
    inside = longer.start <= mention.start and mention.end <= longer.end
    if longer.kind not in NAMED_KINDS or mention.kind not in NAMED_KINDS:
        # `le président américain` holds the demonym; a phrase found twice is one.
        return inside and (mention.start, mention.end) != (longer.start, longer.end)
    if not inside or mention.type != "COUNTRY" or (mention.start, mention.end) == (longer.start, longer.end):
        return False
    if longer.type == "AGREEMENT":
        return True
    if longer.type in ("ORG", "WEAPON"):
        return mention.kind == "demonym" or _tells_whose(text, mention, entities[longer.entity_id])
    return False


def _tells_whose(text: str, mention: Mention, owner: Entity) -> bool:
    """Whether the country says where or whose the thing is (`Forces françaises au Tchad`, `Agence spatiale d'Italie`).

    In the names of media, parties and associations it is no more than a word of the name (`Radio France`, `Voix de la
    Russie`).
    """
    before = text[max(0, mention.start - _REACH) : mention.start]
    if _LOCATIVE.search(before):
        return True
    return owner.role in _STATE_BODIES and _GENITIVE.search(before) is not None


@Language.factory("extractor_linking", assigns=["doc._.entities", "doc._.mentions", "doc.spans"])
def create_linking(nlp: Language, name: str) -> Linking:
    """The component `extractor_linking`: behind the stages that find entities, before those that use them."""
    set_extensions()
    return Linking()
