"""Who does what with an agreement or a weapon, where the sentence says so: `party_to`, `operates`, `supplies`, `makes`.

By the parse: a verb of `dealings.tsv` with its subject (or the agent of a passive) on one side and the weapon or
agreement on the other; besides, what stands beside the name: `l'AIM-120 de Raytheon`, `l'accord entre A et B`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc, Token

from extractor.annotations import Mention, Relation, children
from extractor.coreference.heads import Heads
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.text.reading import text_of

_ACTORS = frozenset({"COUNTRY", "ORG"})
_OF = re.compile(
    r"[\s\u00a0]*,?[\s\u00a0]*(?:\([^)]{1,20}\)[\s\u00a0]*)?(?:de[\s\u00a0]+|du[\s\u00a0]+|d['’])(?:l['’]|la[\s\u00a0])?"
)
_BETWEEN = re.compile(r"[^.;:\n]{0,60}?\bentre[\s\u00a0]+", re.IGNORECASE)


@kept()
def _predicates() -> dict[tuple[str, str], str]:
    return {(row["verb"], row["object"]): row["predicate"] for row in rows("dealings")}


class Dealings:
    """The dealings of one article."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.mentions: list[Mention] = doc._.mentions
        self.starts = [m.start for m in self.mentions]

    @cached_property
    def heads(self) -> Heads:
        """Built only where a weapon or agreement stands with a verb or parties."""
        return Heads(self.doc)

    def find(self) -> Iterator[Relation]:
        """Every dealing, once for each pair and place."""
        for mention in self.mentions:
            if mention.type in ("WEAPON", "AGREEMENT"):
                yield from self._by_verb(mention)
                yield from self._beside(mention)

    def _by_verb(self, mention: Mention) -> Iterator[Relation]:
        span = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or span.start_char != mention.start:
            return
        token = span[0]
        for verb in self._verbs_above(token):
            predicate = _predicates().get((verb.lemma_, mention.type))
            if predicate is None:
                continue
            for actor in self._actors(verb, mention):
                yield Relation(
                    actor, predicate, mention.entity_id, verb.idx, verb.idx + len(verb.text), f"verb:{verb.lemma_}", 0.7
                )
            return

    def _verbs_above(self, token: Token) -> Iterator[Token]:
        """The nearest verb that the name depends on, and the one that this one depends on."""
        seen = 0
        for ancestor in token.ancestors:
            if ancestor.pos_ == "VERB":
                yield ancestor
                seen += 1
            if seen == 2:
                return

    def _actors(self, verb: Token, mention: Mention) -> list[str]:
        passive = any(child.dep_ in ("nsubj:pass", "aux:pass") for child in children(verb))
        labels = ("obl:agent",) if passive else ("nsubj",)
        for child in children(verb):
            if child.dep_ in labels:
                tokens = list(child.subtree)
                first, last = tokens[0], tokens[-1]
                if first.dep_ == "case" and len(tokens) > 1:
                    first = tokens[1]
                ids = [i for head in self.heads.of(first.idx, last.idx + len(last.text)) for i in head.entity_ids]
                known = self.doc._.entities
                return [i for i in dict.fromkeys(ids) if i in known and known[i].type in _ACTORS]
        return []

    def _beside(self, mention: Mention) -> Iterator[Relation]:
        if mention.type == "WEAPON":
            behind = _OF.match(self.text, mention.end)
            maker = self._mention_at(behind.end()) if behind else None
            if maker is not None and maker.type == "ORG":
                yield Relation(
                    maker.entity_id, "makes", mention.entity_id, mention.start, maker.end, "name_of_maker", 0.75
                )
            return
        between = _BETWEEN.match(self.text, mention.end)
        if between is None:
            return
        for head in self.heads.of(between.end(), min(len(self.text), between.end() + 120)):
            for entity_id in head.entity_ids:
                if self.doc._.entities[entity_id].type in _ACTORS:
                    yield Relation(entity_id, "party_to", mention.entity_id, mention.start, head.end, "between", 0.85)

    def _mention_at(self, start: int) -> Mention | None:
        i = bisect_left(self.starts, start)
        return self.mentions[i] if i < len(self.mentions) and self.mentions[i].start == start else None
