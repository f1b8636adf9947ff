"""Whom a pronoun means: what it may mean at all, what speaks for each, and the best where it is clear."""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Token

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention
from extractor.coreference.antecedents import Candidate, decide, rank_candidates
from extractor.coreference.discourse import SUBORDINATE, Rank, Trace, head_of, rank_of
from extractor.coreference.pronouns import CLITICS, QUANT, Pronoun, counts_dead, governing_verb, object_of, subject_of
from extractor.coreference.reading import Reading, agrees
from extractor.knowledge.word_lists import WordList

_HE_AND_SHE = WordList("he_and_she")
_WORDS_OF_TOUT_EN = WordList("words_of_tout_en")

_APART = re.compile(
    r"\b(?:contrairement à|à la différence d[eu]|à l['’]inverse d[eu]|à l['’]opposé d[eu])"
    r"[ \u00a0](?:[\w.]+[ \u00a0]){0,3}$",
    re.IGNORECASE,
)
"""What sets somebody against the subject of the sentence: `Contrairement à X, il …`."""
LEAD = 2
"""The last sentence in which somebody may speak whom the article names only later, and how many sentences later."""
_AHEAD = 20
"""How many names ahead are looked at for that."""
_OPENING = 14
"""Code points before a pronoun that opens its sentence with its conjunction: `Alors qu'il disait P, X …`."""
_PREDICATES = frozenset({"xcomp", "obj", "attr"})
_BECOMING = WordList("verbs_of_becoming")
_ADDED = re.compile(r"[ \u00a0]+(?:aussi|non plus|seul|m[êe]me)\b|[ \u00a0]*,", re.IGNORECASE)
"""What follows `lui` where it takes up the subject of the sentence."""
_TO = re.compile(r"\b(?:à|au|auprès d[eu])[ \u00a0](?:(?:son|sa|le|la)[ \u00a0]|l['’])?(?:[\w'’-]+[ \u00a0]){0,4}$")
"""What stands before somebody who is addressed: `à son homologue russe X`."""
SAME_SENTENCE = 1.5
"""What a subject of the same sentence gains for a pronoun in a clause that hangs on it."""
BODY_SPEAKS = 1.8
"""What a state or organisation loses for a pronoun of speech where it is not the last that spoke."""
BODY_GOES_ON = 1.2
"""What it loses elsewhere."""
GOES_ON = 0.3
"""What the last speaker gains for a pronoun that is a source itself."""
ASIDE = -2.0
"""What a source that stands aside gains for a pronoun in its own words."""
INNERMOST = 0.4
"""What the nearest subject of the same sentence gains for a pronoun in a clause that hangs on it."""
NEW_TOPIC = 3.5
"""What the earlier sentences lose where this one has a subject of its own that the pronoun cannot mean."""
GENDER_UNKNOWN = 0.7
"""What it costs that nothing tells the gender."""
BODY_QUIET = 0.8
"""What an unnamed body loses for a pronoun that is no source."""
REPORTS = 1.0
"""What the source of a report gains for a pronoun in its words."""
FROM_OUTSIDE = 1.0
"""What a name outside loses for a pronoun inside a quotation."""


class Anaphora:
    """The pronouns of one walk."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc, self.text, self.layout = reading.doc, reading.text, reading.layout
        self.discourse, self.entities, self.sources = reading.discourse, reading.entities, reading.sources

    def pronoun(self, pronoun: Pronoun) -> None:
        """Find whom the pronoun means, write it down, and let it keep him or her in mind."""
        token = self.doc[pronoun.token]
        spoken = self.sources.at(pronoun.start, pronoun.end) is not None or pronoun.shape == "source"
        if pronoun.shape == "emphatic":
            best = self._emphatic(pronoun)
        elif pronoun.shape in ("subject", "inverted", "source"):
            best = self._subject(pronoun, token, spoken=spoken)
        elif pronoun.shape in ("dative", "accusative", "strong"):
            best = self._object(pronoun, token)
        elif pronoun.shape == "demonstrative":
            best = self._nearest(pronoun, token, spoken=spoken)
        elif self._is_somebody(pronoun, token, spoken=spoken):
            best = self._subject(pronoun, token, spoken=spoken)
        else:
            return
        if best is None:
            return
        members = best.trace.group or ((best.trace.entity_id,) if best.trace.entity_id else ())
        if members and self.entities[members[0]].type != "PERSON" and not spoken:
            return
        self._note(pronoun, members, best.trace, spoken=spoken)
        if pronoun.shape in ("dative", "accusative", "strong", "emphatic") or (not members and not spoken):
            return
        subordinate = pronoun.linked or token.head.dep_ in SUBORDINATE
        rank = Rank.SUBORDINATE_SUBJECT if subordinate else Rank.SUBJECT
        one = self.entities[members[0]] if members and not best.trace.group else None
        kind = "entity" if one else best.trace.kind
        trace = self.reading.trace(
            pronoun.start, token, kind=kind, entity=one, rank=rank, source=spoken, group=best.trace.group
        )
        trace.gender, trace.number = pronoun.gender or trace.gender, pronoun.number

    def _note(self, pronoun: Pronoun, members: tuple[str, ...], antecedent: Trace, *, spoken: bool) -> None:
        """Write down what was found: a mention, or for several persons and for nobody named what the speakers need."""
        if not members:
            statement = self.sources.headed_at(antecedent.start)
            phrase = self.reading.antecedents.get(antecedent.start) or (statement.speaker if statement else None)
            if spoken and phrase is not None:
                self.reading.antecedents[pronoun.start] = phrase
            return
        if len(members) > 1:
            self.reading.plural[pronoun.start] = members
            return
        entity = self.entities[members[0]]
        method = "continuity" if spoken else "prominence"
        self.reading.found.append(Mention(pronoun.start, pronoun.end, entity.type, "pronoun", entity.id, method, 0.8))

    def _is_somebody(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> bool:
        """Whether `celle qui …` speaks, or opens the sentence and is or does what only persons are or do."""
        if spoken:
            return True
        relative = self.doc[token.i + 1 : token.i + 7]
        verb = next((t for t in relative if t.pos_ in ("VERB", "AUX")), None)
        return bool(token.is_sent_start) and verb is not None and self._is_human(verb)

    def _is_human(self, verb: Token) -> bool:
        """Whether the verb or its predicate says that the subject is a person: `était alors députée`."""
        return subject_of(verb) == "person" or self._has_office(verb)

    def _has_office(self, verb: Token) -> bool:
        """Whether the predicate is a function: then no body is meant."""
        heads = [verb, verb.head] if verb.dep_ == "cop" else [verb]
        if verb.lemma_ in _BECOMING:
            heads += [child for child in verb.children if child.dep_ in _PREDICATES]
        return any(t.i in self.reading.function_heads for t in heads)

    def _emphatic(self, pronoun: Pronoun) -> Candidate | None:
        """`lui-même`, `elle aussi`: the subject of its own sentence, in `X est lui favorable à …` that of the verb."""
        alone = not _ADDED.match(self.text, pronoun.end) and self.text[pronoun.start : pronoun.end].lower() == "lui"
        if alone and not QUANT.search(self.text[max(0, pronoun.start - 12) : pronoun.start]):
            return self._doubled(pronoun)
        clock, sentence = self.layout.clock(pronoun.start), self.layout.sentence(pronoun.start)
        here = [t for t in self.discourse.back(clock, reach=0) if t.sentence == sentence and agrees(pronoun, t)]
        here = [t for t in here if t.kind in ("entity", "person")]
        best = max(here, key=lambda t: (min(t.rank, Rank.SUBORDINATE_SUBJECT), t.start), default=None)
        return Candidate(best.entity_id or "", best, 1.0) if best is not None else None

    def _doubled(self, pronoun: Pronoun) -> Candidate | None:
        """X in `X est lui favorable à …`: the subject of the verb before it."""
        before = self.doc[max(pronoun.token - 1, 0)]
        relative = before.i > 0 and fold(self.doc[before.i - 1].text) == "qui"
        sentence = self.layout.sentence(pronoun.start)
        for trace in self.discourse.back(self.layout.clock(pronoun.start), reach=0):
            if trace.sentence != sentence:
                return None
            named = trace.entity_id is not None and trace.rank > Rank.MODIFIER
            if relative or named or trace.rank >= Rank.SUBORDINATE_SUBJECT:
                subject = relative or trace.rank >= Rank.SUBORDINATE_SUBJECT
                return Candidate(trace.entity_id or "", trace, 1.0) if subject and agrees(pronoun, trace) else None
        return None

    def _object(self, pronoun: Pronoun, token: Token) -> Candidate | None:
        """`lui`, `l'`, `avec lui`: not the subject of their own clause, else the most prominent before them."""
        if pronoun.number == "p" or self._has_open_subject(pronoun, token):
            return None
        clock, sentence = self.layout.clock(pronoun.start), self.layout.sentence(pronoun.start)
        quotation = self.layout.quotation(pronoun.start)
        traces = list(self.discourse.back(clock, reach=2 if pronoun.shape == "dative" else 1))
        subject = next((t for t in traces if t.sentence == sentence and t.rank >= Rank.SUBORDINATE_SUBJECT), None)
        if pronoun.linked and subject is not None and subject.type != "PERSON":
            return None  # `le ministère a exigé que lui soit remis …`
        if pronoun.shape == "strong" and token.head.pos_ == "VERB" and token.head.text.endswith("ant"):
            return None  # `emportant avec lui`: the subject, whoever it is
        speakers = self._quoting(pronoun.start, quotation)
        if quotation is not None:
            speakers |= self.sources.reporting(pronoun.start)
        if self._in_relative_clause(token):
            subject = next((t for t in traces if t.token < token.i), None)  # X in `X, qui lui a succédé`
        certain = pronoun.shape == "dative"
        if certain and self._in_participle(token):
            return self._addressed(pronoun, traces, sentence)
        verb = governing_verb(token) if pronoun.shape == "accusative" else None
        human = verb is not None and object_of(verb) == "person"

        def weigh(trace: Trace) -> float | None:
            if not agrees(pronoun, trace) or (trace.kind in ("thing", "body") and certain):
                return None
            if subject is not None and (trace is subject or (trace.entity_id and trace.entity_id == subject.entity_id)):
                return None
            if trace.entity_id and trace.entity_id in speakers:
                return None
            if trace.type in ("ORG", "COUNTRY") and trace.rank < Rank.OBJECT:
                return None
            if trace.gender is None and pronoun.gender == "f":
                return None
            gain = -0.5 if trace.gender is None else 0.0
            if trace.kind == "thing" and (human or pronoun.gender == "m"):
                gain -= 1.5
            return gain + (SAME_SENTENCE if trace.sentence == sentence else 0.0)

        ranked = rank_candidates(traces, clock, weigh=weigh, quotation=quotation, spoken=False)
        return decide(ranked, margin=0.8, least=0.5 if certain else 1.2)

    def _in_participle(self, token: Token) -> bool:
        """Whether a present participle follows the clitic: `lui demandant de`, not `en lui demandant`."""
        verb = token.nbor(1) if token.i + 1 < len(self.doc) else token
        before = fold(self.doc[token.i - 1].text) if token.i else ""
        return verb.text.endswith("ant") and verb.pos_ in ("VERB", "ADJ") and before not in _WORDS_OF_TOUT_EN

    def _addressed(self, pronoun: Pronoun, traces: list[Trace], sentence: int) -> Candidate | None:
        """Y in `X a écrit à Y, lui demandant de`; the only person of the sentence where nobody is addressed."""
        here = [t for t in traces if t.sentence == sentence and t.kind in ("entity", "person") and agrees(pronoun, t)]
        people = {t.entity_id or f"@{t.start}": t for t in here if t.type in ("PERSON", None)}
        if len(people) == 1:
            return Candidate("", next(iter(people.values())), 1.0)
        addressed = [t for t in people.values() if _TO.search(self.text, max(0, t.start - 60), t.start)]
        return Candidate("", addressed[0], 1.0) if len(addressed) == 1 else None

    def _in_relative_clause(self, token: Token) -> bool:
        """Whether `qui` stands before the clitic."""
        before = token.i - 1
        while before > 0 and fold(self.doc[before].text) in CLITICS:
            before -= 1
        return before > 0 and fold(self.doc[before].text) == "qui"

    def _has_open_subject(self, pronoun: Pronoun, token: Token) -> bool:
        """Whether the subject of the verb is a pronoun that was not resolved: it may mean anybody."""
        verb = governing_verb(token) if pronoun.shape == "accusative" else token.head
        if verb is None:
            return False
        for child in verb.children:
            if child.dep_ in ("nsubj", "expl:subj") and child.pos_ == "PRON" and child.i < token.i:
                if fold(child.text) in _HE_AND_SHE and all(t.token != child.i for t in self.discourse.traces):
                    return True
        return False

    def _quoting(self, start: int, quotation: int | None) -> frozenset[str | None]:
        """Who speaks the quotation around `start` and is `je` in it; the last speaker where nobody is named."""
        if quotation is None:
            return frozenset()
        named = self.sources.quoted(start)
        return named or (frozenset({self.reading.last_speaker}) if self.layout.is_speech(quotation) else frozenset())

    def _relative_antecedent(self, pronoun: Pronoun) -> int | None:
        """The token that a relative clause hangs on, which its subject cannot mean: X in `X, qu'il détestait`."""
        if not pronoun.linked or pronoun.token < 2:
            return None
        link = self.doc[pronoun.token - 1]
        if link.pos_ != "PRON" or not fold(link.text).startswith("qu"):
            return None
        nearest = next(iter(reversed(self.discourse.traces)), None)
        if nearest is None or link.i - nearest.token > 3:
            return None
        return nearest.token

    def _nearest(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Candidate | None:
        """`ce dernier`, `celui-ci`: the last that was named and agrees."""
        clock = self.layout.clock(pronoun.start)
        verb = token.head if token.head.pos_ in ("VERB", "AUX") else token.head.head
        person = spoken or subject_of(verb) == "person"
        nearest: Trace | None = None
        for trace in self.discourse.back(clock, reach=1):
            if not agrees(pronoun, trace) or trace.quotation != self.layout.quotation(pronoun.start):
                continue
            if nearest is not None and (trace.sentence != nearest.sentence or trace.type != "PERSON"):
                continue
            if trace.kind != "thing" or (not person and trace.rank >= Rank.OBJECT):
                if nearest is not None or not (person and self._is_aside(trace)):
                    return Candidate(trace.entity_id or "", trace, 1.0)
                nearest = trace
        return Candidate(nearest.entity_id or "", nearest, 1.0) if nearest is not None else None

    def _is_aside(self, trace: Trace) -> bool:
        """Whether it is a body that a person named beside it outdoes where a person is wanted: `X à l'Elysée`."""
        return trace.type in ("ORG", "COUNTRY") and (trace.gender is None or trace.rank <= Rank.OTHER)

    def _subject(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Candidate | None:
        clock, sentence = self.layout.clock(pronoun.start), self.layout.sentence(pronoun.start)
        quotation = self.layout.quotation(pronoun.start)
        own = self.sources.at(pronoun.start, pronoun.end)
        if quotation is not None and own is not None and own.type == "direct" and pronoun.shape == "inverted":
            first = min(own.spans)[0]
            if first < pronoun.start and self.layout.quotation(first) == quotation:
                quotation = None  # an incise in the middle of the words, whose marks were not closed for it
        quoted = quotation is not None and self.layout.is_speech(quotation)
        if pronoun.shape == "inverted" and own is None:
            named = self._repeated(token, sentence)
            if named is not None:
                return Candidate(named.entity_id or "", named, 1.0) if named.kind != "thing" else None
        ahead = not spoken or pronoun.start - self.doc[self.layout.sentence_start[sentence]].idx <= _OPENING
        announced = self._announced(pronoun, sentence) if quotation is None and ahead else None
        if announced is not None:
            return Candidate(announced.id, self._ahead(announced, token), 1.0)
        individual = pronoun.shape == "who" or self._has_office(token.head)
        subject = "person" if spoken or individual else subject_of(token.head)
        if subject == "thing" or counts_dead(self.text, pronoun.end):
            return None
        human = subject == "person"
        reported = self.sources.around(pronoun.start) if quotation is None else None
        speakers = self._quoting(pronoun.start, quotation)
        relative = self._relative_antecedent(pronoun)
        contents = own.spans if own is not None else []
        framed = pronoun.shape == "source"  # `X a estimé que P, selon lui`
        traces = list(self.discourse.back(clock))
        aside = {
            t.entity_id
            for t in traces
            if t.sentence == sentence
            and t.entity_id
            and t.rank < Rank.SUBORDINATE_SUBJECT
            and reported is not None
            and self.sources.headed_at(t.start) is reported
        }
        new_topic = pronoun.linked and any(
            t.sentence == sentence and t.rank >= Rank.SUBJECT and not agrees(pronoun, t) for t in traces[:12]
        )

        innermost = next(
            (
                t
                for t in traces
                if t.sentence == sentence
                and t.rank >= Rank.SUBORDINATE_SUBJECT
                and t.type == "PERSON"
                and agrees(pronoun, t)
            ),
            None,
        )

        def weigh(trace: Trace) -> float | None:
            if (
                not agrees(pronoun, trace)
                or trace.token == relative
                or (trace.entity_id and trace.entity_id in speakers)
            ):
                return None
            if trace.sentence == sentence and _APART.search(self.text, max(0, trace.start - 40), trace.start):
                return None
            if any(start <= trace.start < end for start, end in contents) and not (framed and trace.source):
                return None  # whom the words are about does not speak them
            gain = 0.0
            if trace.gender is None:
                gain -= GENDER_UNKNOWN
            if trace.kind == "thing" and (human or (trace.rank < Rank.OBJECT and trace.sentence != sentence)):
                return None
            if individual and (trace.kind == "body" or trace.type in ("ORG", "COUNTRY")):
                return None
            if trace.type in ("ORG", "COUNTRY"):
                if trace.rank < Rank.SUBORDINATE_SUBJECT and not trace.source:
                    return None
                if self._is_medium(trace) and not (spoken and trace.entity_id == self.reading.last_speaker):
                    return None
                gain -= BODY_SPEAKS if spoken and trace.entity_id != self.reading.last_speaker else BODY_GOES_ON
            if trace.kind == "body" and not spoken:
                gain -= BODY_QUIET
            if spoken and trace.entity_id and trace.entity_id == self.reading.last_speaker:
                gain += GOES_ON
            # In `X assure qu'il …` he is X, in `selon X, il …` seldom.
            if trace.entity_id in aside:
                gain += ASIDE
            elif reported is not None and self.sources.headed_at(trace.start) is reported:
                gain += REPORTS if trace.rank >= Rank.SUBORDINATE_SUBJECT else ASIDE
            if trace.sentence == sentence:
                gain += SAME_SENTENCE if pronoun.linked and trace.rank >= Rank.SUBORDINATE_SUBJECT else 0.0
                gain += INNERMOST if pronoun.linked and trace is innermost else 0.0
            elif new_topic:
                gain -= NEW_TOPIC
            if quoted:
                if trace.quotation is None:
                    gain -= FROM_OUTSIDE
            return gain

        ranked = rank_candidates(traces, clock, weigh=weigh, quotation=quotation, spoken=spoken)
        if spoken and clock <= LEAD and all(c.trace.kind == "thing" for c in ranked):
            entity = self._introduced(pronoun, clock)
            if entity is not None:
                return Candidate(entity.id, self._ahead(entity, token), 1.0)
        return decide(ranked)

    def _introduced(self, pronoun: Pronoun, clock: int) -> Entity | None:
        """The first person named further on, for who speaks in the lead: `« … », a-t-elle dit. X a reçu la presse.`"""
        i = bisect_right(self.reading.name_starts, pronoun.end)
        for mention in self.reading.named[i : i + _AHEAD]:
            first, last = self.layout.token(mention.start), self.layout.token(mention.end - 1)
            if mention.type != "PERSON" or self.layout.quotation(mention.start) is not None:
                continue
            if self.layout.clock_of[first] - clock > LEAD:
                return None
            entity = self.entities[mention.entity_id]
            acts = rank_of(head_of(self.doc, first, last + 1)) == Rank.SUBJECT or self.sources.headed_at(mention.start)
            if not acts or entity.number != pronoun.number:
                return None
            return entity if entity.gender == pronoun.gender else None
        return None

    def _repeated(self, token: Token, sentence: int) -> Trace | None:
        """The subject that an inverted pronoun repeats: X in `X est-il …?`, `Peut-être X viendra-t-il`."""
        verb = token.head.i if token.head.i < token.i else token.i - 1
        before = verb - 1
        if before < 0:
            return None  # nothing stands before the verb, or the article begins with the pronoun
        while before > 0 and (
            self.doc[before].pos_ in ("ADV", "AUX", "PART") or fold(self.doc[before].text) in CLITICS
        ):
            before -= 1
        for trace in self.discourse.back(self.layout.clock(token.idx), reach=0):
            if trace.sentence != sentence or before - trace.token > 6:
                return None
            between = self.doc[min(trace.token, before) : before + 1]
            if trace.token > before or trace.number == "p" or any(t.pos_ in ("VERB", "PUNCT") for t in between):
                continue
            if trace.rank >= Rank.SUBORDINATE_SUBJECT:
                return trace
        return None

    def _is_medium(self, trace: Trace) -> bool:
        """Whether it is a newspaper, agency or channel: they are cited and seldom spoken of."""
        return trace.type == "ORG" and self.entities[trace.entity_id or ""].role == "media"

    def _ahead(self, entity: Entity, token: Token) -> Trace:
        """A trace of somebody who is named only further on; it is not kept."""
        i = token.i
        clock, sentence = self.layout.clock_of[i], self.layout.sentence_of[i]
        return Trace(
            token.idx,
            i,
            clock,
            sentence,
            Rank.SUBJECT,
            False,
            "entity",
            entity.id,
            entity.type,
            entity.gender,
            entity.number,
            None,
        )

    def _before_finite(self, last: int) -> bool:
        """Whether a finite verb follows the token, clitics and negation let through: then a name is its subject."""
        for token in self.doc[last + 1 : last + 4]:
            if token.pos_ in ("VERB", "AUX"):
                return "Fin" in token.morph.get("VerbForm", [])
            if token.pos_ not in ("PRON", "ADV", "PART"):
                return False
        return False

    def _announced(self, pronoun: Pronoun, sentence: int) -> Entity | None:
        """The subject that follows in the sentence, for a pronoun before it: `Alors qu'il parlait, X a …`."""
        if not pronoun.linked or any(
            t.sentence == sentence
            and t.rank >= Rank.SUBORDINATE_SUBJECT
            and (t.kind != "thing" or self.doc[t.token].dep_.startswith("nsubj"))
            and agrees(pronoun, t)
            for t in self.discourse.back(self.layout.clock(pronoun.start), reach=0)
        ):
            return None
        i = bisect_right(self.reading.name_starts, pronoun.end)
        for mention in self.reading.named[i : i + 8]:
            first, last = self.layout.token(mention.start), self.layout.token(mention.end - 1)
            token = head_of(self.doc, first, last + 1)
            if self.layout.sentence_of[token.i] != sentence or self.layout.quotation(mention.start) is not None:
                return None
            entity = self.entities[mention.entity_id]
            if (
                mention.type == "PERSON"
                and "," in self.text[pronoun.end : mention.start]
                and (rank_of(token) == Rank.SUBJECT or self._before_finite(last))
            ):
                gender = entity.gender or pronoun.gender
                return entity if entity.number == pronoun.number and gender == pronoun.gender else None
        return None
