"""Pronouns that point at the nearest: `lui-même`, `elle aussi`, `X est lui favorable à …`, `ce dernier`, `celui-ci`."""

from __future__ import annotations

import re

from spacy.tokens import Token

from extractor.analysis.folding import fold
from extractor.coreference.antecedents import Choice, nobody, only
from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.filters import BODIES, agrees
from extractor.coreference.pronouns import QUANT, Pronoun, subject_of
from extractor.coreference.walk import Walk

_ADDED = re.compile(r"[ \u00a0]+(?:aussi|non plus|seul|m[êe]me)\b|[ \u00a0]*,", re.IGNORECASE)
"""What follows `lui` where it takes up the subject of the sentence."""
_NAMED = ("entity", "person")


class Emphatics:
    """The emphatic and demonstrative pronouns of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.text, self.layout, self.discourse = (
            walk.doc,
            walk.text,
            walk.layout,
            walk.discourse,
        )

    def choose(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Choice:
        """The subject of its own sentence; in `X est lui favorable à …` that of the verb."""
        here = self.discourse.back(self.layout.clock(pronoun.start), reach=0)
        if self._is_doubling(pronoun):
            return self._doubled(pronoun, list(here))
        sentence = self.layout.sentence(pronoun.start)
        agreeing = [t for t in here if t.sentence == sentence and t.kind in _NAMED and agrees(pronoun, t)]
        best = max(agreeing, key=lambda t: (min(t.rank, Rank.SUBORDINATE_SUBJECT), t.start), default=None)
        return only(best, "subject of the sentence") if best is not None else nobody("emphatic")

    def _is_doubling(self, pronoun: Pronoun) -> bool:
        if _ADDED.match(self.text, pronoun.end) or self.text[pronoun.start : pronoun.end].lower() != "lui":
            return False
        return QUANT.search(self.text[max(0, pronoun.start - 12) : pronoun.start]) is None

    def _doubled(self, pronoun: Pronoun, here: list[Trace]) -> Choice:
        """X in `X est lui favorable à …`: the subject of the verb before it."""
        before = self.doc[max(pronoun.token - 1, 0)]
        relative = before.i > 0 and fold(self.doc[before.i - 1].text) == "qui"
        sentence = self.layout.sentence(pronoun.start)
        nearest = next((t for t in here if t.sentence != sentence or relative or _may_be_doubled(t)), None)
        if nearest is None or nearest.sentence != sentence or not agrees(pronoun, nearest):
            return nobody("doubled")
        subject = relative or nearest.rank >= Rank.SUBORDINATE_SUBJECT
        return only(nearest, "doubled") if subject else nobody("doubled")

    def nearest(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Choice:
        """`ce dernier`, `celui-ci`: the last that was named and agrees, a person before a body beside it."""
        verb = token.head if token.head.pos_ in ("VERB", "AUX") else token.head.head
        person = spoken or subject_of(verb) == "person"
        quotation = self.layout.quotation(pronoun.start)
        aside: Trace | None = None
        for trace in self.discourse.back(self.layout.clock(pronoun.start), reach=1):
            if trace.quotation != quotation or not agrees(pronoun, trace):
                continue
            if aside is not None and (trace.sentence != aside.sentence or trace.type != "PERSON"):
                continue
            if trace.kind == "thing" and (person or trace.rank < Rank.OBJECT):
                continue
            if aside is not None or not (person and _is_aside(trace)):
                return only(trace, "nearest")
            aside = trace
        return only(aside, "nearest") if aside is not None else nobody("nearest")


def _may_be_doubled(trace: Trace) -> bool:
    return (trace.entity_id is not None and trace.rank > Rank.MODIFIER) or trace.rank >= Rank.SUBORDINATE_SUBJECT


def _is_aside(trace: Trace) -> bool:
    """Whether it is a body that a person named beside it outdoes where a person is wanted: `X à l'Elysée`."""
    return trace.type in BODIES and (trace.gender is None or trace.rank <= Rank.OTHER)
