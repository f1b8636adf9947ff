"""Whom a pronoun means that the rules leave open: the best person that the language allows, at a lower score.

A reader of the article knows nearly always who `il` is. Where no candidate leads, the best is more often right than
wrong; the mention says by its method and its score that it is such an answer. It leaves no trace: what the rules find
elsewhere does not hang on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from extractor.coreference.antecedents import Choice
from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.filters import agrees
from extractor.coreference.pronouns import Pronoun, subject_of
from extractor.coreference.walk import Walk

LAST_RESORT = "last resort"
"""The method of a mention that was found this way."""
SCORE = 0.55
"""About how often such an answer is right: 39 of 70 on `u*` of the benchmark, where it was also chosen."""
_LEAD = 1.0
"""By how much a thing or somebody unnamed must lead the best person to be what is meant."""
_NEAR = 3
"""How many sentences an object, or a pronoun without candidates, looks back."""
_SUBJECTS = frozenset({"subject", "inverted", "source"})
_OBJECTS = frozenset({"dative", "strong"})
_LEFT_OPEN = frozenset({"accusative", "emphatic"})
"""Shapes whose best candidate is more often wrong than right."""
_NEVER = frozenset({"may be a thing", "the verb has a thing as its subject", "repeats a thing"})
"""Rules that say that no person is meant."""


class LastResort:
    """The answers of last resort of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk

    def person(self, pronoun: Pronoun, token: Token, choice: Choice, *, spoken: bool) -> str | None:
        """The id of the person whom an open pronoun means most likely, None where nobody may be meant."""
        if pronoun.number == "p" or pronoun.shape in _LEFT_OPEN or choice.rule in _NEVER:
            return None
        if choice.candidates:
            return self._best(choice, human=spoken or subject_of(token.head) == "person")
        if pronoun.shape in _SUBJECTS and not spoken and subject_of(token.head) != "person":
            return None
        trace = next(self._near(pronoun), None)
        return trace.entity_id if trace is not None else None

    def _best(self, choice: Choice, *, human: bool) -> str | None:
        """The best person among candidates, unless a thing or somebody unnamed leads by far."""
        best = choice.candidates[0]
        person = next((one for one in choice.candidates if one.trace.type == "PERSON" and one.trace.entity_id), None)
        if person is None:
            return None
        leads = best.score - person.score >= _LEAD and not (human and best.trace.kind == "thing")
        return None if leads else person.trace.entity_id

    def _near(self, pronoun: Pronoun) -> Iterator[Trace]:
        """The persons who agree, subjects of the nearest sentences first."""
        walk = self.walk
        place = walk.situation(pronoun)
        speakers = walk.quoting(pronoun.start, place.quotation)
        traces = [
            trace
            for trace in walk.discourse.back(place.clock, reach=_NEAR)
            if trace.type == "PERSON"
            and trace.entity_id not in speakers
            and agrees(pronoun, trace)
            and not (pronoun.shape in _OBJECTS and _is_subject_beside(trace, place.sentence))
        ]
        return iter(sorted(traces, key=lambda trace: (-trace.clock, -trace.rank, -trace.start)))


def _is_subject_beside(trace: Trace, sentence: int) -> bool:
    """Whether it is a subject of the sentence, which is seldom an object of it too."""
    return trace.sentence == sentence and trace.rank >= Rank.SUBORDINATE_SUBJECT
