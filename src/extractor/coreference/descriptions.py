"""Whom a description means (`le secrétaire américain à la Défense`, `le député`, `son homologue russe`).

By the function that the article or common knowledge gives somebody, else whoever was last spoken of, else the person
whom the lead describes and the article names further on.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention
from extractor.coreference.discourse import Rank, Trace, head_of, rank_of
from extractor.coreference.nominals import (
    COARSE,
    HEADS,
    Phrase,
    agree,
    has_left,
    may_be_anybody,
    may_be_said_of,
    speaks_against,
    suits,
    tells_nothing,
)
from extractor.coreference.office_holders import known_roles
from extractor.coreference.walk import NO_OFFICE, Walk
from extractor.entities.roles import Role

LEAD = 2
"""The last sentence in which a description may stand for somebody whom the article names only later."""
_AHEAD = 40
"""How many names ahead are looked at for that."""
_TWO_CAPITALS = re.compile(r"\b[A-ZÉÈÀÎÔ0-9][\w-]*[ \u00a0][A-ZÉÈÀÎÔ][\w-]+")
_JOINED = re.compile(r"[ \u00a0](?:et|ou)[ \u00a0](?:M\.[ \u00a0]|Mme[ \u00a0])?")
_SENTENCE_END = re.compile(r"[.!?»”\n]")
_BREAKS = frozenset((",", ";", ":", ".", "?", "!", "«", "»", "“", "”", '"', "(", "\n", "\n\n"))
_MARKS = frozenset('«»“”"')
_IN_MARKS = re.compile(r"[^«»“”\"]*[«“\"][^«»“”\"]{1,40}[»”\"][\s\u00a0]*")
"""What leads up to a name through a word in marks: `le chef des "marcheurs" X`."""
_ADJECTIVES = 3
"""How many adjectives may stand between a function and the name behind it."""
SPOKEN_OF = 3
"""How many sentences a description that no known role fits may look back."""
_CLEAR_BY_FUNCTION = 0.4
"""By how much whoever a description means by a function must lead."""
CLEAR = 0.45
"""By how much whoever it means must lead."""
LEFT = 0.5
"""What a person loses of whom only is known that he or she held the office once."""
SURE = 4.0
"""How well a description must fit somebody who has not been named yet, where many may share the function."""
_STANDING = frozenset({"office", "leader", "diplomat", "spokesperson", "adviser"})
HOME = "FR"
"""The state that a French newspaper means by `le président de la République` when it names none."""


class Descriptions:
    """The descriptions of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.text, self.layout = walk.doc, walk.text, walk.layout
        self.discourse, self.entities, self.sources = walk.discourse, walk.entities, walk.sources

    def describe(self, phrase: Phrase) -> Entity | None:
        """The person whom a description means: the best fit, nearness and prominence deciding between equals."""
        if phrase.role.kind == "relation":
            return self._counterpart(phrase) if phrase.role.lemma == "homologue" else None
        if phrase.determiner == "possessive":
            return None
        unnamed = self.walk.unnamed.get(phrase.role.lemma, -1)
        speaking = self.sources.headed_at(phrase.start) is not None
        if unnamed >= 0 and not speaking:
            return None
        clock = self.layout.clock(phrase.start)
        scored: list[tuple[float, Entity]] = []
        for entity_id, roles in self.walk.people_around(phrase.start):
            fit = self._fit(phrase, self.entities[entity_id], roles, unnamed=unnamed, speaking=speaking)
            if fit is not None:
                near = self.walk.nearness(entity_id, clock, speaking=speaking)
                scored.append((fit + near, self.entities[entity_id]))
        return _clearly_best(scored, _CLEAR_BY_FUNCTION)

    def _fit(self, phrase: Phrase, entity: Entity, roles: list[Role], *, unnamed: int, speaking: bool) -> float | None:
        """How well a person fits a description; None where he or she is hardly meant by it."""
        trace = self.walk.last_trace.get(entity.id)
        away = self.layout.clock(phrase.start) - trace.clock if trace is not None else None
        if unnamed >= 0 and (trace is None or away is None or trace.start < unnamed or away > SPOKEN_OF):
            return None
        fit = suits(phrase.role, roles, entity, qualifiers=phrase.qualifiers)
        if not fit and self._is_just_spoken_of(phrase, trace) and may_be_anybody(phrase, entity, speaking=speaking):
            # Nobody calls a minister `le jeune homme`.
            stands = known_roles(entity) or any(r.kind in _STANDING for r in roles)
            fit = 0.0 if stands and not tells_nothing(phrase) else 1.2
        if (away is None or away > 3) and _is_unplaced(phrase.role, roles, entity):
            return None
        least = 1.0 if trace is not None else SURE if phrase.role.group in COARSE else 3.0
        return _in_office(phrase.role, roles, fit) if fit >= least else None

    def _is_just_spoken_of(self, phrase: Phrase, trace: Trace | None) -> bool:
        """Whether somebody came up just now; for a noun that tells nothing not as who speaks in this sentence."""
        if trace is None or self.layout.clock(phrase.start) - trace.clock > 2:
            return False
        if trace.source and tells_nothing(phrase):
            return trace.sentence != self.layout.sentence(phrase.start)
        return True

    def spoken_of(self, phrase: Phrase, rank: Rank) -> Entity | None:
        """Whoever was last spoken of, for a source or subject described by what the article has not said yet.

        `Le député`, `l'ancien otage`: only where one person in mind may be called so and no unnamed one stands between.
        """
        speaking = self.sources.headed_at(phrase.start) is not None
        if not (speaking or rank == Rank.SUBJECT) or not self._may_take_up(phrase):
            return None
        clock, sentence = self.layout.clock(phrase.start), self.layout.sentence(phrase.start)
        unnamed = self.walk.unnamed.get(phrase.role.lemma, -1)
        scored: list[tuple[float, Entity]] = []
        for trace in self._in_mind(clock, pointed=phrase.determiner == "demonstrative"):
            entity = self.entities[trace.entity_id or ""]
            if trace.start < unnamed or self._in_clause(trace, phrase, sentence):
                continue
            if entity.id in self.walk.ruling and phrase.role.lemma == "candidat":
                continue
            goes_on = speaking and entity.id == self.walk.last_speaker
            if may_be_said_of(phrase, self.walk.roles[entity.id], entity, goes_on=goes_on):
                scored.append((self.walk.nearness(entity.id, clock, speaking=speaking), entity))
        if not scored and speaking:
            scored = self._only_one_named(phrase, clock, sentence, unnamed)
        found = _clearly_best(scored, CLEAR)
        return None if found is None or self._unnamed_since(phrase, found, clock) else found

    def _may_take_up(self, phrase: Phrase) -> bool:
        """Whether it may be said of whoever is in mind: no name stands beside it, nobody has the function."""
        if phrase.determiner == "possessive" or self.layout.quotation(phrase.start) is not None:
            return False
        if self.sources.around(phrase.start) is not None:
            return False  # the reported words may be about anybody
        if self._names_itself(phrase) or (phrase.unread and self._ends_in_name(phrase)):
            return False
        return phrase.of is not None or phrase.determiner == "demonstrative" or not self._has_holder(phrase)

    def _ends_in_name(self, phrase: Phrase) -> bool:
        """Whether the complement runs on to words that look like a name: `le chanteur de Genesis Phil Collins`."""
        statement = self.sources.headed_at(phrase.start)
        end = statement.speaker[1] if statement is not None and statement.speaker else phrase.end + 40
        return phrase.of is None and _TWO_CAPITALS.search(self.text, phrase.end, end) is not None

    def _has_holder(self, phrase: Phrase) -> bool:
        """Whether the article gives the function to somebody who came up, so that nobody else is meant by it."""
        return any(
            entity_id in self.walk.last_trace
            and suits(phrase.role, roles, self.entities[entity_id], qualifiers=phrase.qualifiers) >= 1.0
            for entity_id, roles in self.walk.people_around(phrase.start)
        )

    def _only_one_named(self, phrase: Phrase, clock: int, sentence: int, unnamed: int) -> list[tuple[float, Entity]]:
        """Somebody named just now in whatever place (`les propos de X`), where the description suits nobody else."""
        traces = self.walk.in_mind(clock, reach=1).values()
        agreeing = [(t, self.entities[t.entity_id or ""]) for t in traces]
        agreeing = [(t, e) for t, e in agreeing if e.id != phrase.of and agree(phrase.role, e)]
        statement = self.sources.headed_at(phrase.start)
        spans = statement.spans if statement is not None else ()
        agreeing = [
            (t, e) for t, e in agreeing if e.id == self.walk.last_speaker or not any(a <= t.start < b for a, b in spans)
        ]  # whom the words are about does not say them
        fitting = [(t, e) for t, e in agreeing if may_be_said_of(phrase, self.walk.roles[e.id], e)]
        if len(fitting) != 1 or (phrase.role.former and len(agreeing) > 1):
            return []  # whoever it is may have been a banker
        trace, person = fitting[0]
        near = trace.sentence != sentence and trace.start > unnamed and trace.quotation is None
        return [(0.0, person)] if near and person.gender else []

    def _unnamed_since(self, phrase: Phrase, found: Entity, clock: int) -> bool:
        """Whether somebody unnamed who agrees came up after whom the description would mean."""
        for trace in self.discourse.back(clock, reach=SPOKEN_OF):
            if trace.entity_id == found.id:
                break
            if trace.quotation is not None:
                continue
            if trace.kind == "person" and trace.number == "s" and (trace.source or trace.rank == Rank.SUBJECT):
                if found.id in trace.perhaps:
                    continue
                if trace.gender is None or trace.gender == (phrase.role.gender or found.gender or trace.gender):
                    return True
        return False

    def _in_clause(self, trace: Trace, phrase: Phrase, sentence: int) -> bool:
        """Whether it stands in the sentence itself, where the description is somebody else.

        Not in a clause in front (`Interrogée pour savoir si elle part, l'ancienne ministre …`).
        """
        if trace.sentence != sentence:
            return False
        return trace.rank != Rank.SUBORDINATE_SUBJECT or "," not in self.text[trace.start : phrase.start]

    def introduced_later(self, phrase: Phrase) -> Entity | None:
        """The person whom the lead describes and the article names behind: `Un colonel … . Le colonel X …`.

        Only in the first sentences, and only the first person named behind who agrees, where the function fits.
        """
        if self.layout.clock(phrase.start) > LEAD or phrase.role.lemma in self.walk.unnamed or phrase.possessed:
            return None
        i = bisect_left(self.walk.name_starts, phrase.end)
        for mention in self.walk.named[i : i + _AHEAD]:
            entity = self.entities[mention.entity_id]
            if mention.type != "PERSON" or not agree(phrase.role, entity):
                continue
            if _JOINED.fullmatch(self.text, phrase.end, mention.start):
                return None
            roles = self.walk.roles[entity.id]
            if phrase.role.former and any(r.place == "known" and r.group in HEADS and not r.ended for r in roles):
                continue  # nobody introduces a president as a former minister
            if suits(phrase.role, roles, entity, qualifiers=phrase.qualifiers) >= 1:
                return None if entity.id in self.walk.last_trace else entity
            told = [role for role in roles if role.place != "known"]
            if all(role.kind in NO_OFFICE for role in told):
                # Who is not said to be anything may be the one, or not.
                if self._opens_with(phrase, mention, entity):
                    return entity
                if len(told) == len(roles):
                    return None
        return None

    def _opens_with(self, phrase: Phrase, mention: Mention, entity: Entity) -> bool:
        """Whether the article opens with a definite description as its subject and goes on with a name as its own.

        Newspapers tease so: `L'homme d'affaires a parlé. … X assure que …`.
        """
        place = self.layout.token(phrase.start)
        if phrase.determiner == "possessive" or self.layout.sentence(phrase.start) == self.layout.sentence(
            mention.start
        ):
            return False
        if not phrase.definite or place > 2 or phrase.role.organisation or self.walk.last_trace:
            return False
        if not entity.gender or entity.gender != phrase.role.gender or self.layout.quotation(mention.start) is not None:
            return False
        first, last = self.layout.token(mention.start), self.layout.token(mention.end - 1)
        if self.layout.clock_of[first] - self.layout.clock_of[place] > LEAD:
            return False
        speaking = self.sources.headed_at(mention.start) is not None
        if not speaking and rank_of(head_of(self.doc, first, last + 1)) != Rank.SUBJECT:
            return False
        if (
            self.sources.headed_at(phrase.start) is None
            and rank_of(head_of(self.doc, place, place + 4)) != Rank.SUBJECT
        ):
            return False
        return not speaks_against(phrase, self.walk.roles[entity.id], entity)

    def _names_itself(self, phrase: Phrase) -> bool:
        """Whether the phrase goes on to a name: `la déléguée chargée de l'égalité …, X, …`, `le député et avocat X`."""
        i = bisect_left(self.walk.name_starts, phrase.end)
        for mention in self.walk.named[i : i + 3]:
            if mention.type != "PERSON" or mention.start - phrase.end > 90:
                continue
            between = self.text[phrase.end : mention.start]
            if between.count(",") == 1 and between.rstrip().endswith(","):
                return _SENTENCE_END.search(between) is None
            first, last = self.layout.token(phrase.end - 1) + 1, self.layout.token(mention.start)
            if last > first and self.doc[last - 1].pos_ == "ADP":
                return False  # `l'ancien ministre sous la présidence de X`
            breaks = _BREAKS - _MARKS if _IN_MARKS.fullmatch(between) else _BREAKS
            return all("Fin" not in t.morph.get("VerbForm", []) and t.text not in breaks for t in self.doc[first:last])
        return False

    def named_behind(self, phrase: Phrase) -> Mention | None:
        """The name that ends the phrase, adjectives alone between: `le Premier ministre désigné X`."""
        i = bisect_left(self.walk.name_starts, phrase.end)
        if i >= len(self.walk.named) or self.walk.named[i].type != "PERSON":
            return None
        mention = self.walk.named[i]
        words = self.doc[self.layout.token(phrase.end - 1) + 1 : self.layout.token(mention.start)]
        if not 0 < len(words) <= _ADJECTIVES or not agree(phrase.role, self.entities[mention.entity_id]):
            return None
        adjectives = all(
            t.text.islower() and (t.pos_ == "ADJ" or (t.pos_ == "VERB" and "Part" in t.morph.get("VerbForm", [])))
            for t in words
        )
        return mention if adjectives else None

    def _in_mind(self, clock: int, *, pointed: bool) -> list[Trace]:
        """The last trace of each person spoken of just now, those apart who are only talked about in quotations."""
        return [
            trace
            for entity_id, trace in self.walk.in_mind(clock, reach=SPOKEN_OF).items()
            if (pointed or trace.source or trace.rank >= Rank.SUBORDINATE_SUBJECT or self.walk.times[entity_id] > 2)
            and (trace.quotation is None or entity_id == self.walk.last_speaker)
        ]

    def _counterpart(self, phrase: Phrase) -> Entity | None:
        """`son homologue russe`: who holds in that state the office of the last subject; only where one person does."""
        if phrase.role.number != "s" or phrase.role.state is None:
            return None
        clock = self.layout.clock(phrase.start)
        owners = [
            t for t in self.discourse.back(clock, reach=1) if t.type == "PERSON" and t.rank >= Rank.SUBORDINATE_SUBJECT
        ]
        for owner in owners[:1]:
            groups = {_level(r.group) for r in self.walk.roles.get(owner.entity_id or "", ()) if r.kind == "office"}
            held = [
                self.entities[i]
                for i, roles in self.walk.roles.items()
                if i != owner.entity_id and any(self._holds(i, r, phrase.role.state, groups) for r in roles)
            ]
            return held[0] if len(held) == 1 else None
        return None

    def _holds(self, entity_id: str, role: Role, state: str, groups: set[str]) -> bool:
        held = (role.state or self.entities[entity_id].country) == state
        return held and _level(role.group) in groups and not role.former


def _clearly_best(scored: list[tuple[float, Entity]], margin: float) -> Entity | None:
    """The person with the best score, where nobody else is nearly as good."""
    ranked = sorted(scored, key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < margin):
        return None
    return ranked[0][1]


def _is_unplaced(phrase: Role, roles: list[Role], entity: Entity) -> bool:
    """Whether the description names a state and nothing tells that of the person."""
    return phrase.state is not None and entity.country is None and all(role.state is None for role in roles)


def _in_office(phrase: Role, roles: list[Role], fit: float) -> float:
    """The fit, less for an office that was left, more for one of the state that a description without one means."""
    if has_left(phrase, roles):
        fit -= LEFT
    if phrase.state is None and any(role.state == HOME and role.group == phrase.group for role in roles):
        fit += 1.0 if "republique" in fold(phrase.lemma) else 0.3
    return fit


def _level(group: str) -> str:
    """The group without its field: those who hold it meet each other, whatever their titles."""
    return "head" if group in ("head-of-state", "head-of-government") else group.partition(":")[0]
