"""Whom a pronoun means that is a subject or the source of a statement: `il`, `a-t-elle`, `selon lui`, `celle qui …`."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from extractor.analysis.folding import fold
from extractor.annotations import Statement
from extractor.coreference.antecedents import Choice, decide, nobody, only, rank_candidates
from extractor.coreference.cataphora import Cataphora
from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.features import Features
from extractor.coreference.filters import BODIES, FILTERS_OF_SUBJECTS, Asked, agrees, objection
from extractor.coreference.pronouns import CLITICS, Pronoun, counts_dead, subject_of
from extractor.coreference.walk import Situation, Walk

_OPENING = 14
"""Code points before a pronoun that opens its sentence with its conjunction: `Alors qu'il disait P, X …`."""
_NEAR_TOPIC = 12
"""How many traces back the subject of the sentence is looked for that the pronoun cannot mean."""
_BEFORE_VERB = 6
"""How many tokens lie at most between a subject and the inverted pronoun that repeats it."""


class Subjects:
    """The pronouns of one walk that are subjects or sources."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.layout, self.discourse = walk.doc, walk.layout, walk.discourse
        self.sources = walk.sources
        self.cataphora = Cataphora(walk)

    def choose(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Choice:
        """Who is meant; `spoken` says that the pronoun is the source of a statement."""
        place = self._outside_of_incise(pronoun, self.walk.situation(pronoun))
        choice = self._repeated(pronoun, token, place) or self._announced(pronoun, token, place, spoken=spoken)
        if choice is not None:
            return choice
        individual = pronoun.shape == "who" or self.walk.has_office(token.head)
        subject = "person" if spoken or individual else subject_of(token.head)
        if subject == "thing" or counts_dead(self.walk.text, pronoun.end):
            return nobody("the verb has a thing as its subject")
        asked = self._ask(pronoun, place, spoken=spoken)
        asked.human, asked.individual = subject == "person", individual
        weighing = _Weighing(self.walk, asked, place)
        ranked = rank_candidates(
            weighing.traces, place.clock, weigh=weighing.weigh, quotation=place.quotation, spoken=spoken
        )
        if spoken and all(candidate.trace.kind == "thing" for candidate in ranked):
            entity = self.cataphora.introduced(pronoun, place.clock)
            if entity is not None:
                return only(self.cataphora.trace(entity, token), "introduced behind the lead")
        return decide(ranked)

    def _outside_of_incise(self, pronoun: Pronoun, place: Situation) -> Situation:
        """The place without the quotation around it where an incise stands in the middle of its own words.

        Their marks were not closed for it.
        """
        own = place.statement
        if place.quotation is None or own is None or own.type != "direct" or pronoun.shape != "inverted":
            return place
        first = min(own.spans)[0]
        around = first < place.start and self.layout.quotation(first) == place.quotation
        return replace(place, quotation=None) if around else place

    def _ask(self, pronoun: Pronoun, place: Situation, *, spoken: bool) -> Asked:
        return Asked(
            pronoun=pronoun,
            text=self.walk.text,
            sentence=place.sentence,
            spoken=spoken,
            speakers=self.walk.quoting(pronoun.start, place.quotation),
            contents=place.statement.spans if place.statement is not None else (),
            relative=self._relative_antecedent(pronoun),
            last_speaker=self.walk.last_speaker,
            media=self.walk.media,
        )

    def _relative_antecedent(self, pronoun: Pronoun) -> int | None:
        """The token that a relative clause hangs on, which its subject cannot mean: X in `X, qu'il détestait`."""
        if not pronoun.linked or pronoun.token < 2:
            return None
        link = self.doc[pronoun.token - 1]
        if link.pos_ != "PRON" or not fold(link.text).startswith("qu"):
            return None
        nearest = next(iter(reversed(self.discourse.traces)), None)
        return nearest.token if nearest is not None and link.i - nearest.token <= 3 else None

    def _announced(self, pronoun: Pronoun, token: Token, place: Situation, *, spoken: bool) -> Choice | None:
        """The subject that follows in the sentence: `Alors qu'il parlait, X a …`."""
        if place.quotation is not None:
            return None
        if spoken and pronoun.start - self.doc[self.layout.sentence_start[place.sentence]].idx > _OPENING:
            return None
        entity = self.cataphora.announced(pronoun, place.sentence)
        return only(self.cataphora.trace(entity, token), "announced") if entity is not None else None

    def _repeated(self, pronoun: Pronoun, token: Token, place: Situation) -> Choice | None:
        """The subject that an inverted pronoun repeats: X in `X est-il …?`, `Peut-être X viendra-t-il`."""
        if pronoun.shape != "inverted" or place.statement is not None:
            return None
        subject = self._subject_before(token, place.sentence)
        if subject is None:
            return None
        return only(subject, "repeated") if subject.kind != "thing" else nobody("repeats a thing")

    def _subject_before(self, token: Token, sentence: int) -> Trace | None:
        before = self._before_verb(token)
        for trace in self.discourse.back(self.layout.clock(token.idx), reach=0) if before >= 0 else ():
            if trace.sentence != sentence or before - trace.token > _BEFORE_VERB:
                return None
            if trace.rank >= Rank.SUBORDINATE_SUBJECT and trace.number == "s" and self._reaches(trace, before):
                return trace
        return None

    def _before_verb(self, token: Token) -> int:
        """The token before the verb, its clitics and adverbs; -1 where nothing stands there."""
        verb = token.head.i if token.head.i < token.i else token.i - 1
        before = verb - 1
        while before > 0 and (self.doc[before].pos_ in ("ADV", "AUX", "PART") or _is_clitic(self.doc[before])):
            before -= 1
        return before

    def _reaches(self, trace: Trace, before: int) -> bool:
        """Whether the phrase goes on to the token `before`, no verb or mark between."""
        if trace.token > before:
            return False
        return all(t.pos_ not in ("VERB", "PUNCT") for t in self.doc[trace.token : before + 1])


def _is_clitic(token: Token) -> bool:
    return fold(token.text) in CLITICS


class _Weighing:
    """What speaks for each trace as the antecedent of one pronoun, which is a subject or a source."""

    def __init__(self, walk: Walk, asked: Asked, place: Situation) -> None:
        self.asked, self.sources = asked, walk.sources
        self.traces = list(walk.discourse.back(place.clock))
        self.report: Statement | None = walk.sources.around(asked.pronoun.start) if place.quotation is None else None
        self.quoted = place.quotation is not None and walk.layout.is_speech(place.quotation)
        here = [trace for trace in self.traces if trace.sentence == asked.sentence]
        self.aside = {t.entity_id for t in here if t.rank < Rank.SUBORDINATE_SUBJECT and self._reports(t)} - {None}
        """Those who are named with the source of the words around, and not as a subject."""
        self.innermost = next((trace for trace in here if self._is_innermost(trace)), None)
        self.other_topic = asked.pronoun.linked and any(
            t.sentence == asked.sentence and t.rank >= Rank.SUBJECT and not agrees(asked.pronoun, t)
            for t in self.traces[:_NEAR_TOPIC]
        )

    def _reports(self, trace: Trace) -> bool:
        return self.report is not None and self.sources.headed_at(trace.start) is self.report

    def _is_innermost(self, trace: Trace) -> bool:
        subject = trace.rank >= Rank.SUBORDINATE_SUBJECT and trace.type == "PERSON"
        return subject and agrees(self.asked.pronoun, trace)

    def weigh(self, trace: Trace) -> Features | None:
        """The features of a trace; None where it cannot be meant."""
        if objection(FILTERS_OF_SUBJECTS, self.asked, trace) is not None:
            return None
        features: Features = {}
        if trace.gender is None:
            features["gender_unknown"] = 1.0
        if self.quoted and trace.quotation is None:
            features["outside_quotation"] = 1.0
        self._speaking(trace, features)
        self._sentence(trace, features)
        return features

    def _speaking(self, trace: Trace, features: Features) -> None:
        """What it is, and who speaks: in `X assure qu'il …` he is X, in `selon X, il …` seldom."""
        spoken = self.asked.spoken
        last = trace.entity_id == self.asked.last_speaker
        if trace.type in BODIES:
            features["body_not_last_speaker" if spoken and not last else "body"] = 1.0
        if trace.kind == "body" and not spoken:
            features["unnamed_body"] = 1.0
        if spoken and trace.entity_id and last:
            features["last_speaker"] = 1.0
        if trace.entity_id in self.aside:
            features["aside"] = 1.0
        elif self._reports(trace):
            features["source_of_report" if trace.rank >= Rank.SUBORDINATE_SUBJECT else "aside"] = 1.0

    def _sentence(self, trace: Trace, features: Features) -> None:
        """Whether it stands in the sentence of the pronoun, or in an earlier one that a new topic has ended."""
        if trace.sentence != self.asked.sentence:
            if self.other_topic:
                features["other_topic"] = 1.0
        elif self.asked.pronoun.linked:
            if trace.rank >= Rank.SUBORDINATE_SUBJECT:
                features["same_sentence"] = 1.0
            if trace is self.innermost:
                features["innermost"] = 1.0
