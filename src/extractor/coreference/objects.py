"""Whom a pronoun means that is no subject: `il lui a dit`, `l'a nommé`, `avec lui`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from extractor.analysis.folding import fold
from extractor.coreference.antecedents import Choice, decide, nobody, only, rank_candidates
from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.features import Features
from extractor.coreference.filters import FILTERS_OF_OBJECTS, Asked, agrees, objection
from extractor.coreference.pronouns import CLITICS, Pronoun, governing_verb, object_of
from extractor.coreference.walk import Situation, Walk
from extractor.knowledge.word_lists import WordList

_HE_AND_SHE = WordList("he_and_she")
_WORDS_OF_TOUT_EN = WordList("words_of_tout_en")
_TO = re.compile(r"\b(?:à|au|auprès d[eu])[ \u00a0](?:(?:son|sa|le|la)[ \u00a0]|l['’])?(?:[\w'’-]+[ \u00a0]){0,4}$")
"""What stands before somebody who is addressed: `à son homologue russe X`."""
_MARGIN = 0.81
"""By how much the best antecedent of an object must lead."""
_LEAST = {"dative": 0.5}
_LEAST_OF_OTHERS = 1.2
"""The least that it must score; a dative is always somebody."""


class Objects:
    """The pronouns of one walk that are objects."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.discourse = walk.doc, walk.discourse

    def choose(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Choice:
        """Who is meant: not the subject of the clause, else the most prominent before it."""
        if pronoun.number == "p" or self._has_open_subject(pronoun, token):
            return nobody("open subject")
        place = self.walk.situation(pronoun)
        traces = list(self.discourse.back(place.clock, reach=2 if pronoun.shape == "dative" else 1))
        mate = next((t for t in traces if t.sentence == place.sentence and t.rank >= Rank.SUBORDINATE_SUBJECT), None)
        if pronoun.linked and mate is not None and mate.type != "PERSON":
            return nobody("clause of a body")  # `le ministère a exigé que lui soit remis …`
        if pronoun.shape == "strong" and token.head.pos_ == "VERB" and token.head.text.endswith("ant"):
            return nobody("participle")  # `emportant avec lui`: the subject, whoever it is
        if pronoun.shape == "dative" and self._in_participle(token):
            return self._addressed(pronoun, [t for t in traces if t.sentence == place.sentence])
        if self._in_relative_clause(token):
            mate = next((t for t in traces if t.token < token.i), None)  # X in `X, qui lui a succédé`
        asked = self._ask(pronoun, token, place, mate)
        ranked = rank_candidates(
            traces, place.clock, weigh=lambda trace: _weigh(asked, trace), quotation=place.quotation, spoken=False
        )
        return decide(ranked, margin=_MARGIN, least=_LEAST.get(pronoun.shape, _LEAST_OF_OTHERS))

    def _ask(self, pronoun: Pronoun, token: Token, place: Situation, mate: Trace | None) -> Asked:
        speakers = self.walk.quoting(pronoun.start, place.quotation)
        if place.quotation is not None:
            speakers |= self.walk.sources.reporting(pronoun.start)
        verb = governing_verb(token) if pronoun.shape == "accusative" else None
        return Asked(
            pronoun=pronoun,
            text=self.walk.text,
            sentence=place.sentence,
            human=verb is not None and object_of(verb) == "person",
            speakers=speakers,
            clause_mate=mate,
        )

    def _in_participle(self, token: Token) -> bool:
        """Whether a present participle follows the clitic: `lui demandant de`, not `en lui demandant`."""
        verb = token.nbor(1) if token.i + 1 < len(self.doc) else token
        before = fold(self.doc[token.i - 1].text) if token.i else ""
        return verb.text.endswith("ant") and verb.pos_ in ("VERB", "ADJ") and before not in _WORDS_OF_TOUT_EN

    def _addressed(self, pronoun: Pronoun, here: Sequence[Trace]) -> Choice:
        """Y in `X a écrit à Y, lui demandant de`; the only person of the sentence where nobody is addressed."""
        agreeing = [t for t in here if t.kind in ("entity", "person") and agrees(pronoun, t)]
        people = {t.entity_id or f"@{t.start}": t for t in agreeing if t.type in ("PERSON", None)}
        if len(people) == 1:
            return only(next(iter(people.values())), "only person of the sentence")
        addressed = [t for t in people.values() if _TO.search(self.walk.text, max(0, t.start - 60), t.start)]
        return only(addressed[0], "addressed") if len(addressed) == 1 else nobody("addressed")

    def _in_relative_clause(self, token: Token) -> bool:
        """Whether `qui` stands before the clitic."""
        before = token.i - 1
        while before > 0 and fold(self.doc[before].text) in CLITICS:
            before -= 1
        return before > 0 and fold(self.doc[before].text) == "qui"

    def _has_open_subject(self, pronoun: Pronoun, token: Token) -> bool:
        """Whether the subject of the verb is a pronoun that was not resolved: it may mean anybody."""
        verb = governing_verb(token) if pronoun.shape == "accusative" else token.head
        subjects = [child for child in verb.children if _is_subject_pronoun(child)] if verb is not None else []
        resolved = {trace.token for trace in self.discourse.traces} if subjects else set()
        return any(child.i < token.i and child.i not in resolved for child in subjects)


def _is_subject_pronoun(token: Token) -> bool:
    return token.pos_ == "PRON" and token.dep_ in ("nsubj", "expl:subj") and fold(token.text) in _HE_AND_SHE


def _weigh(asked: Asked, trace: Trace) -> Features | None:
    """What speaks for a trace as an object; None where it cannot be meant."""
    if objection(FILTERS_OF_OBJECTS, asked, trace) is not None:
        return None
    features: Features = {}
    if trace.gender is None:
        features["gender_unknown_of_object"] = 1.0
    if trace.kind == "thing" and (asked.human or asked.pronoun.gender == "m"):
        features["thing_for_person"] = 1.0
    if trace.sentence == asked.sentence:
        features["same_sentence"] = 1.0
    return features
