"""The pronouns of an article: each goes to the rule of its shape; whom it means is noted and kept in mind."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from extractor.annotations import Mention
from extractor.coreference.antecedents import Anaphor, Choice, nobody
from extractor.coreference.discourse import SUBORDINATE, Rank, Trace
from extractor.coreference.emphatics import Emphatics
from extractor.coreference.last_resort import LAST_RESORT, SCORE, LastResort
from extractor.coreference.objects import Objects
from extractor.coreference.pronouns import Pronoun, Shape, subject_of
from extractor.coreference.subjects import Subjects
from extractor.coreference.walk import Walk

_NO_SUBJECTS = frozenset({"dative", "accusative", "strong", "emphatic"})
"""Shapes that leave nobody more prominent than he or she was."""
_WORDS_TO_VERB = 7
"""How many tokens behind `celui qui` its verb is looked for."""


class Anaphora:
    """The pronouns of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.last_resort = LastResort(walk)
        subjects, objects, emphatics = Subjects(walk), Objects(walk), Emphatics(walk)
        self._rules: dict[Shape, Callable[..., Choice]] = {
            "subject": subjects.choose,
            "inverted": subjects.choose,
            "source": subjects.choose,
            "who": subjects.choose,
            "dative": objects.choose,
            "accusative": objects.choose,
            "strong": objects.choose,
            "emphatic": emphatics.choose,
            "demonstrative": emphatics.nearest,
        }

    def pronoun(self, pronoun: Pronoun) -> None:
        """Find whom the pronoun means, write it down, and let it keep him or her in mind."""
        token = self.walk.doc[pronoun.token]
        statement = self.walk.sources.at(pronoun.start, pronoun.end)
        spoken = statement is not None or pronoun.shape == "source"
        choice = self._choose(pronoun, token, spoken=spoken)
        self.walk.anaphors.append(Anaphor(pronoun.start, pronoun.end, pronoun.shape, choice))
        if choice.chosen is None:
            self._last_resort(pronoun, token, choice, spoken=spoken)
            return
        trace = choice.chosen.trace
        members = trace.group or ((trace.entity_id,) if trace.entity_id else ())
        if members and self.walk.entities[members[0]].type != "PERSON" and not spoken:
            return
        self._note(pronoun, members, trace, spoken=spoken)
        if pronoun.shape not in _NO_SUBJECTS and (members or spoken):
            self._keep_in_mind(pronoun, token, trace, spoken=spoken)

    def _choose(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Choice:
        if pronoun.shape == "who" and not spoken and not self._is_somebody(token):
            return nobody("may be a thing")
        return self._rules[pronoun.shape](pronoun, token, spoken=spoken)

    def _last_resort(self, pronoun: Pronoun, token: Token, choice: Choice, *, spoken: bool) -> None:
        """Write down the likeliest person for a pronoun that the rules leave open."""
        entity_id = self.last_resort.person(pronoun, token, choice, spoken=spoken)
        if entity_id is not None:
            mention = Mention(pronoun.start, pronoun.end, "PERSON", "pronoun", entity_id, LAST_RESORT, SCORE)
            self.walk.found.append(mention)

    def _is_somebody(self, token: Token) -> bool:
        """Whether `celle qui …` opens the sentence and is or does what only persons are or do."""
        relative = self.walk.doc[token.i + 1 : token.i + _WORDS_TO_VERB]
        verb = next((t for t in relative if t.pos_ in ("VERB", "AUX")), None)
        if verb is None or not token.is_sent_start:
            return False
        return subject_of(verb) == "person" or self.walk.has_office(verb)

    def _note(self, pronoun: Pronoun, members: tuple[str, ...], antecedent: Trace, *, spoken: bool) -> None:
        """Write down what was found: a mention, or for several persons and for nobody named what the speakers need."""
        walk = self.walk
        if len(members) > 1:
            walk.plural[pronoun.start] = members
        elif members:
            entity = walk.entities[members[0]]
            method = "continuity" if spoken else "prominence"
            walk.found.append(Mention(pronoun.start, pronoun.end, entity.type, "pronoun", entity.id, method, 0.8))
        elif spoken:
            statement = walk.sources.headed_at(antecedent.start)
            phrase = walk.antecedents.get(antecedent.start) or (statement.speaker if statement else None)
            if phrase is not None:
                walk.antecedents[pronoun.start] = phrase

    def _keep_in_mind(self, pronoun: Pronoun, token: Token, antecedent: Trace, *, spoken: bool) -> None:
        subordinate = pronoun.linked or token.head.dep_ in SUBORDINATE
        one = self.walk.entities[antecedent.entity_id] if antecedent.entity_id and not antecedent.group else None
        trace = self.walk.trace(
            pronoun.start,
            token,
            kind="entity" if one else antecedent.kind,
            entity=one,
            rank=Rank.SUBORDINATE_SUBJECT if subordinate else Rank.SUBJECT,
            source=spoken,
            group=antecedent.group,
        )
        trace.gender, trace.number = pronoun.gender or trace.gender, pronoun.number
