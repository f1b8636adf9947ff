"""Those whom a pronoun means before the text names them: `Alors qu'il parlait, X a …`, `a-t-elle dit. X …`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from spacy.tokens import Token

from extractor.annotations import Entity, Mention
from extractor.coreference.discourse import Rank, Trace, head_of, rank_of
from extractor.coreference.filters import agrees
from extractor.coreference.pronouns import Pronoun
from extractor.coreference.walk import Walk

LEAD = 2
"""The last sentence in which somebody may speak whom the article names only later, and how many sentences later."""
_NAMES_BEHIND_LEAD = 20
"""How many names ahead are looked at for that."""
_NAMES_IN_SENTENCE = 8


class Cataphora:
    """Looks ahead in one article."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.layout, self.entities = walk.doc, walk.layout, walk.entities

    def introduced(self, pronoun: Pronoun, clock: int) -> Entity | None:
        """The first person named further on, for who speaks in the lead: `« … », a-t-elle dit. X a reçu la presse.`"""
        if clock > LEAD:
            return None
        for mention, first, last in self._ahead(pronoun, _NAMES_BEHIND_LEAD):
            if mention.type != "PERSON" or self.layout.quotation(mention.start) is not None:
                continue
            entity = self.entities[mention.entity_id]
            if self.layout.clock_of[first] - clock > LEAD or entity.number != pronoun.number:
                return None
            subject = rank_of(head_of(self.doc, first, last + 1)) == Rank.SUBJECT
            acts = subject or self.walk.sources.headed_at(mention.start) is not None
            return entity if acts and entity.gender == pronoun.gender else None
        return None

    def announced(self, pronoun: Pronoun, sentence: int) -> Entity | None:
        """The subject that follows in the sentence, for a pronoun before it: `Alors qu'il parlait, X a …`."""
        if not pronoun.linked or self._has_subject_before(pronoun, sentence):
            return None
        for mention, first, last in self._ahead(pronoun, _NAMES_IN_SENTENCE):
            token = head_of(self.doc, first, last + 1)
            if self.layout.sentence_of[token.i] != sentence or self.layout.quotation(mention.start) is not None:
                return None
            if mention.type != "PERSON" or "," not in self.walk.text[pronoun.end : mention.start]:
                continue
            if rank_of(token) == Rank.SUBJECT or self._before_finite(last):
                entity = self.entities[mention.entity_id]
                gender = entity.gender or pronoun.gender
                return entity if entity.number == pronoun.number and gender == pronoun.gender else None
        return None

    def trace(self, entity: Entity, token: Token) -> Trace:
        """A trace of somebody who is named only further on; it is not kept."""
        return Trace(
            start=token.idx,
            token=token.i,
            clock=self.layout.clock_of[token.i],
            sentence=self.layout.sentence_of[token.i],
            rank=Rank.SUBJECT,
            source=False,
            kind="entity",
            entity_id=entity.id,
            type=entity.type,
            gender=entity.gender,
            number=entity.number,
            quotation=None,
        )

    def _ahead(self, pronoun: Pronoun, names: int) -> Iterator[tuple[Mention, int, int]]:
        """The next names with the first and the last token of each."""
        place = bisect_right(self.walk.name_starts, pronoun.end)
        for mention in self.walk.named[place : place + names]:
            yield mention, self.layout.token(mention.start), self.layout.token(mention.end - 1)

    def _has_subject_before(self, pronoun: Pronoun, sentence: int) -> bool:
        """Whether the sentence has named before it a subject that it may mean."""
        return any(
            trace.sentence == sentence
            and trace.rank >= Rank.SUBORDINATE_SUBJECT
            and (trace.kind != "thing" or self.doc[trace.token].dep_.startswith("nsubj"))
            and agrees(pronoun, trace)
            for trace in self.walk.discourse.back(self.layout.clock(pronoun.start), reach=0)
        )

    def _before_finite(self, last: int) -> bool:
        """Whether a finite verb follows the token, clitics and negation let through: then a name is its subject."""
        following = self.doc[last + 1 : last + 4]
        verb = next((token for token in following if token.pos_ not in ("PRON", "ADV", "PART")), None)
        return verb is not None and verb.pos_ in ("VERB", "AUX") and "Fin" in verb.morph.get("VerbForm", [])
