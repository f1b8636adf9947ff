"""The state of the walk: what the article has said so far, which the rules for each kind of anaphor share.

`discourse` keeps the traces; here they are made, and here stands what else is remembered: who has which function, who
spoke last, who was last seen where, and what has been resolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Entity, Mention, Offsets, Statement
from extractor.coreference.antecedents import Anaphor
from extractor.coreference.appositions import Appositions
from extractor.coreference.discourse import Discourse, Gender, Layout, Number, Rank, Trace, head_of, rank_of
from extractor.coreference.groups import Coordination
from extractor.coreference.heads import Heads
from extractor.coreference.nominals import Phrase, agree, find_phrases
from extractor.coreference.office_holders import known_roles
from extractor.coreference.pronouns import Pronoun
from extractor.coreference.source_phrases import SourcePhrases
from extractor.entities.names import gender_of_first_name
from extractor.entities.roles import Role, read_roles, role_of_title
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_SPEAKING_TYPES = ("PERSON", "COUNTRY", "ORG")
NO_OFFICE = frozenset({"relation", "kin", "person", "leader", "business"})
_PERSONAL = frozenset("office rank expert media sport diplomat kin police adviser spokesperson".split())
"""Classes of functions that no state or organisation has, as `membre`, `leader` or `garant` may be said of one."""
_OF_SOMEBODY = re.compile(r"[ \u00a0](?:de|du|d['’])[ \u00a0]?(?:M\.[ \u00a0]|Mme[ \u00a0])?")
_CLOSED = re.compile(r"[ \u00a0]*[,.)]")
_COMPLEMENT = 90
"""How many code points a complement may have between a function and the name that it belongs to."""
_PAGES = 20_000
"""Code points around a description in which the people whom it may mean are named: any article, a part of a book."""

_BECOMING = WordList("verbs_of_becoming")
_PREDICATES = frozenset({"xcomp", "obj", "attr"})

ROLES_AT_EITHER_END = 30
"""Roles of a person that are kept, of those said first and of those said last."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an anaphor stands."""

    start: int
    clock: int
    """Its sentence, counted without those that lie in quotations."""
    sentence: int
    quotation: int | None
    """Index of the outermost quotation around it."""
    statement: Statement | None
    """The statement whose source it is."""


class Walk:
    """One walk through one article: what it names, who holds which function, and what came up so far."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.layout = Layout(doc)
        self.discourse = Discourse()
        self.entities: dict[str, Entity] = doc._.entities
        self.roles: dict[str, list[Role]] = {}
        self.named = [m for m in doc._.mentions if m.kind in NAMED_KINDS and m.type in _SPEAKING_TYPES]
        self.name_starts = [m.start for m in self.named]
        self.phrases = find_phrases(doc)
        self._collect_roles()
        self.functions = frozenset(role.lemma for roles in self.roles.values() for role in roles)
        """The functions that anybody in the article has."""
        self.function_heads = frozenset(self.head_token(p) for p in self.phrases if p.role.kind in _PERSONAL)
        """Tokens that head functions which persons alone have."""
        self.covered = self._cover()
        self.media = frozenset(i for i, e in self.entities.items() if e.type == "ORG" and e.role == "media")
        """Newspapers, agencies and channels: they are cited and seldom spoken of."""
        self.heads = Heads(doc, self.phrases)
        self.sources = SourcePhrases(doc._.statements, self.heads, Appositions(doc), self.roles)
        self.forget()

    def forget(self) -> None:
        """Begin anew with what the article names and says of persons, and nothing else."""
        self.discourse.traces.clear()
        self.found: list[Mention] = []
        self.anaphors: list[Anaphor] = []
        """The pronouns, and the nouns that take up a body, with their candidates and whom the rules chose."""
        self.title: tuple[str, int, Rank] | None = None
        """Whose title was read last, where it ends, and its rank."""
        self.last_trace: dict[str, Trace] = {}
        self.times: Counter[str] = Counter()
        self.antecedents: dict[int, Offsets] = {}
        """By the place of a pronoun: the source phrase that it goes on from where nobody is named."""
        self.plural: dict[int, tuple[str, ...]] = {}
        """By the place of a plural pronoun: those that it means."""
        self.unnamed: dict[str, int] = {}
        """Nouns that stood for somebody unnamed, with the last place: the same noun further on means the same."""
        self.ruling: set[str] = set()
        """Those whom the article calls by the high office that they are known to hold."""
        self.last_speaker: str | None = None
        self.coordinations: list[tuple[int, Coordination]] = []
        """The names joined in one phrase, with the sentence."""

    def _collect_roles(self) -> None:
        """What the article says of each person, and of those whom it does not introduce what is known of them."""
        read = read_roles(self.doc)
        owner = {(phrase.role.start, phrase.role.end): phrase.bound for phrase in self.phrases}
        for entity in self.entities.values():
            if entity.type == "PERSON":
                mine = read.get(entity.id, ())
                self.roles[entity.id] = [r for r in mine if owner.get((r.start, r.end), entity.id) == entity.id]
        self._add_described()
        for mention in self.named:
            role = role_of_title(self.text, mention) if mention.type == "PERSON" else None
            if role is not None:
                self.roles[mention.entity_id].append(role)
        for entity_id, roles in self.roles.items():
            entity = self.entities[entity_id]
            if entity.gender is None:
                entity.gender = _gender_told(entity, roles)
            roles += _known_besides(entity, roles)
            # A long text repeats them: what was said first and last tells the rest.
            del roles[ROLES_AT_EITHER_END:-ROLES_AT_EITHER_END]

    def _add_described(self) -> None:
        """Add what the descriptions beside a name say of its bearer."""
        known = {entity_id: set(roles) for entity_id, roles in self.roles.items()}
        for phrase in self.phrases:
            if phrase.bound is None and phrase.unread and phrase.role.number == "s":
                phrase.bound = self._named_behind(phrase)
            if phrase.bound in self.roles and phrase.role not in known[phrase.bound]:
                self.roles[phrase.bound].append(phrase.role)
                known[phrase.bound].add(phrase.role)

    def _named_behind(self, phrase: Phrase) -> str | None:
        """The person whose name ends a long complement: `le soldat du 1er régiment de hussards de Tarbes X`."""
        i = bisect_left(self.name_starts, phrase.end)
        for mention in self.named[i : i + 4]:
            if mention.start - phrase.end > _COMPLEMENT:
                return None
            if mention.type != "PERSON":
                continue
            if _OF_SOMEBODY.fullmatch(self.text, phrase.end, mention.start):
                return self._after_comma(phrase, mention)
            words = self.doc[self.layout.token(phrase.end - 1) + 1 : self.layout.token(mention.start)]
            if not words or words[0].pos_ != "ADP" or words[-1].pos_ == "ADP":
                return None
            plain = all(t.pos_ not in ("VERB", "AUX", "PUNCT", "CCONJ", "PRON") and not t.is_space for t in words)
            return mention.entity_id if plain and agree(phrase.role, self.entities[mention.entity_id]) else None
        return None

    def _after_comma(self, phrase: Phrase, served: Mention) -> str | None:
        """Y in `l'avocat de X, Y, …`."""
        i = bisect_left(self.name_starts, served.end)
        if i >= len(self.named) or self.named[i].type != "PERSON":
            return None
        mention = self.named[i]
        if self.text[served.end : mention.start].strip() != "," or not _CLOSED.match(self.text, mention.end):
            return None
        return mention.entity_id if agree(phrase.role, self.entities[mention.entity_id]) else None

    def _cover(self) -> set[int]:
        """Tokens that belong to a name of any type or head a description: they are no things of their own."""
        covered: set[int] = set()
        spans = [(m.start, m.end) for m in self.doc._.mentions if m.kind in NAMED_KINDS]
        for start, end in spans:
            first, last = self.layout.token(start), self.layout.token(max(start, end - 1))
            covered.update(range(first, last + 1))
        for phrase in self.phrases:
            covered.add(self.head_token(phrase))
        return covered

    def head_token(self, phrase: Phrase) -> int:
        """Index of the token that heads a description."""
        first, last = self.layout.token(phrase.start), self.layout.token(phrase.end - 1)
        return head_of(self.doc, first, last + 1).i

    def trace(
        self,
        start: int,
        token: Token,
        *,
        kind: str,
        entity: Entity | None = None,
        gender: Gender | None = None,
        number: Number = "s",
        rank: Rank | None = None,
        source: bool = False,
        group: tuple[str, ...] = (),
    ) -> Trace:
        """Keep in mind what came up at `start`, whose phrase `token` heads; its place and prominence are read there."""
        if rank is None:
            rank = rank_of(token)
        source = source or self.sources.headed_at(start) is not None
        trace = Trace(
            start=start,
            token=token.i,
            clock=self.layout.clock_of[token.i],
            sentence=self.layout.sentence_of[token.i],
            rank=rank,
            source=source,
            kind=kind,  # type: ignore[arg-type]
            entity_id=entity.id if entity else None,
            type=entity.type if entity else None,
            gender=entity.gender if entity and entity.gender else gender,
            number=entity.number if entity else number,
            quotation=self.layout.quotation(start),
            group=group,
        )
        self.discourse.add(trace)
        if entity is not None:
            self.last_trace[entity.id] = trace
            self.times[entity.id] += 1
        if source and kind in ("entity", "person"):
            self.last_speaker = trace.entity_id
        return trace

    def situation(self, pronoun: Pronoun) -> Situation:
        """Where the pronoun stands."""
        return Situation(
            start=pronoun.start,
            clock=self.layout.clock(pronoun.start),
            sentence=self.layout.sentence(pronoun.start),
            quotation=self.layout.quotation(pronoun.start),
            statement=self.sources.at(pronoun.start, pronoun.end),
        )

    def has_office(self, verb: Token) -> bool:
        """Whether the predicate of the verb is a function: then its subject is one person."""
        heads = [verb, verb.head] if verb.dep_ == "cop" else [verb]
        if verb.lemma_ in _BECOMING:
            heads += [child for child in verb.children if child.dep_ in _PREDICATES]
        return any(token.i in self.function_heads for token in heads)

    def quoting(self, start: int, quotation: int | None) -> frozenset[str | None]:
        """Who speaks the quotation around `start` and is `je` in it; the last speaker where nobody is named."""
        if quotation is None:
            return frozenset()
        named = self.sources.quoted(start)
        return named or (frozenset({self.last_speaker}) if self.layout.is_speech(quotation) else frozenset())

    def named_in(self, start: int, end: int) -> list[Mention]:
        """The names that begin in `start:end`."""
        i = bisect_left(self.name_starts, start)
        j = bisect_left(self.name_starts, end)
        return self.named[i:j]

    def states_in(self, start: int, end: int) -> frozenset[str]:
        """ISO codes of the states named in `start:end`: `le ministère chypriote`."""
        i = bisect_left(self.name_starts, start)
        found = [m for m in self.named[i : i + 3] if m.end <= end and m.type == "COUNTRY"]
        return frozenset(iso for m in found if (iso := self.entities[m.entity_id].iso) is not None)

    def people_around(self, place: int) -> Iterable[tuple[str, list[Role]]]:
        """All people of the article and their functions; of a book's those who are named within some pages."""
        if len(self.text) <= _PAGES:
            return self.roles.items()
        first, last = (bisect_left(self.name_starts, edge) for edge in (place - _PAGES // 2, place + _PAGES // 2))
        ids = dict.fromkeys(m.entity_id for m in self.named[first:last])
        return [(i, self.roles[i]) for i in ids if i in self.roles]

    def in_mind(self, clock: int, *, reach: int) -> dict[str, Trace]:
        """The last trace of each person who came up within `reach` sentences, by id, the nearest first."""
        found: dict[str, Trace] = {}
        for trace in self.discourse.back(clock, reach=reach):
            if trace.type == "PERSON" and trace.entity_id is not None:
                found.setdefault(trace.entity_id, trace)
        return found

    def nearness(self, entity_id: str, clock: int, *, speaking: bool) -> float:
        """How present somebody is: nearness, prominence, how often spoken of, and whether the last to speak."""
        trace = self.last_trace.get(entity_id)
        if trace is None:
            return -1.0
        near = (
            max(0.0, 3.0 - 0.25 * (clock - trace.clock))
            + 0.15 * (trace.rank + trace.source)
            + 0.1 * min(self.times[entity_id], 8)
        )
        if speaking and entity_id == self.last_speaker:
            near += 1.0
        return near


def _gender_told(entity: Entity, roles: list[Role]) -> Gender | None:
    """The gender that the functions of a person tell, or the first name."""
    told = {role.gender for role in roles if role.gender and role.number == "s"}
    if len(told) == 1:
        return told.pop()
    # `Paulette`; a man's first name by itself is often a family's
    return "f" if gender_of_first_name(fold(entity.name)) == "f" else None


def _known_besides(entity: Entity, roles: list[Role]) -> list[Role]:
    """The offices that a person is known to hold, where the article says nothing else, or to have left."""
    said = [r for r in roles if r.number == "s" and r.kind not in NO_OFFICE and r.group != "elected"]
    added: list[Role] = []
    for role in known_roles(entity):
        if all(r.group == role.group and not r.former for r in said):
            added.append(role)
        elif role.ended:
            added.append(replace(role, former=True))  # `l'ancien ministre de la Défense`, who has another office
    return added


def gender_of(token: Token) -> Gender | None:
    """The gender that the model gives a word."""
    value = token.morph.get("Gender", [])
    return ("m" if value[0] == "Masc" else "f") if value else None


def number_of(token: Token) -> Number:
    """The number that the model gives a word, singular where it gives none."""
    return "p" if token.morph.get("Number", []) == ["Plur"] else "s"
