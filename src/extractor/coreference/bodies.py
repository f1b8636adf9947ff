"""Organisations and states taken up by a noun (`l'organisation`, `le quotidien`, `les insurgés`, `le pays`).

Only where the noun is the source of a statement, and by itself: with a complement (`le ministère de …`) it is another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import Entity, EntityType
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList

_DETERMINERS = WordList("definite_determiners")
_CONTRACTED = WordList("contracted_articles")
_COMPLEMENT = re.compile(r"[\s\u00a0]+(?:de\b|du\b|des\b|d['’]|qui\b|que\b|dont\b|chargée?\b|[A-ZÉÈ])")


@dataclass(slots=True, frozen=True)
class BodyNoun:
    """A row of body_nouns.tsv, its noun folded."""

    noun: str
    type: EntityType
    kinds: frozenset[str]


@kept()
def body_nouns() -> dict[str, BodyNoun]:
    """The nouns of the table by their folded form."""
    return {
        fold(row["noun"]): BodyNoun(fold(row["noun"]), row["type"], frozenset(split(row["kinds"])))  # type: ignore[arg-type]
        for row in rows("body_nouns")
    }


@kept()
def document_nouns() -> frozenset[str]:
    """Nouns for texts and media, which speak but are nobody that a pronoun of speech takes up."""
    return frozenset(fold(row["noun"]) for row in rows("source_nouns") if row["class"] == "document")


@kept()
def media_nouns() -> frozenset[str]:
    """Nouns for papers and channels, which are cited and seldom spoken of."""
    return frozenset(fold(row["noun"]) for row in rows("source_nouns") if row["class"] == "medium")


@kept()
def _source_classes() -> dict[str, str]:
    return {fold(row["noun"]): row["class"] for row in rows("source_nouns")}


def source_class(noun: str) -> str | None:
    """What kind of source a folded noun is by itself (`document`, `organ` …), None for a noun that is not known so."""
    return "body" if noun in body_nouns() else _source_classes().get(noun)


@kept()
def organ_nouns() -> frozenset[str]:
    """Nouns for bodies of people that act and speak: a pronoun of speech may take them up, whoever they are."""
    organs = {fold(row["noun"]) for row in rows("source_nouns") if row["class"] == "organ"}
    return frozenset(organs | {noun for noun, body in body_nouns().items() if body.type == "ORG"})


def body_phrase(doc: Doc, token: Token) -> tuple[int, int, BodyNoun] | None:
    """Offsets and noun of the phrase that `token` heads, where it can take up a body by itself."""
    noun = body_nouns().get(fold(token.text))
    if noun is None or token.i == 0 or fold(doc[token.i - 1].text) not in _DETERMINERS:
        return None
    if token.i + 1 < len(doc) and doc[token.i + 1].text[0] in "-‐‑" and not token.whitespace_:
        return None  # `l'état-major`
    start = token.idx if fold(doc[token.i - 1].text) in _CONTRACTED else doc[token.i - 1].idx
    end, following = token.idx + len(token.text), token.i + 1
    while following < len(doc) and doc[following].pos_ == "ADJ" and doc[following].text.islower():
        end = doc[following].idx + len(doc[following].text)
        following += 1
    after = doc[following - 1 : following + 4].text_with_ws[len(doc[following - 1].text) :]
    if _COMPLEMENT.match(after) and not re.match(r"[\s\u00a0]+(?:qui|dont)\b", after[:6]):
        return None
    return start, end, noun


def fits(noun: BodyNoun, entity: Entity, *, states: frozenset[str] = frozenset()) -> bool:
    """Whether the noun can take up the entity: by its kind, or because its name holds the noun.

    `states` are those that the phrase names; an entity of another state does not fit (`le ministère chypriote`).
    """
    if entity.type != noun.type or (states and entity.country is not None and entity.country not in states):
        return False
    if noun.type == "COUNTRY" or (entity.role or "") in noun.kinds:
        return True
    names = (entity.name, *entity.aliases)
    return any(noun.noun in re.split(r"[\s'’-]+", fold(name)) for name in names)
