"""Who is meant: the component that gives pronouns, descriptions and groups to entities in one walk through the article.

The walk keeps what was last spoken of (`discourse`), and at each anaphor asks the rule of its kind: `pronouns` finds
them and `antecedents` ranks what they may mean, `nominals` compares descriptions with roles, `groups` finds members.
A wrong link is worse than none: where two answers are as good, there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Entity, Mention, Offsets, Statement
from extractor.coreference.antecedents import Candidate, decide, rank_candidates
from extractor.coreference.bodies import body_phrase, document_nouns, fits, organ_nouns
from extractor.coreference.discourse import (
    SUBORDINATE,
    Discourse,
    Gender,
    Layout,
    Number,
    Rank,
    Trace,
    head_of,
    rank_of,
)
from extractor.coreference.groups import Coordination, GroupPhrase, count_in, find_coordinations, find_group_phrases
from extractor.coreference.heads import Heads, is_countryman
from extractor.coreference.holders import known_roles
from extractor.coreference.nominals import (
    COARSE,
    Phrase,
    agree,
    find_phrases,
    may_be_anybody,
    may_be_said_of,
    speaks_against,
    suits,
)
from extractor.coreference.pronouns import Pronoun, counts_dead, find_pronouns, subject_of
from extractor.coreference.roles import Role, read_roles

_LEAD = 2
"""The last sentence in which a description may stand for somebody whom the article names only later."""
_AHEAD = 40
"""How many names ahead are looked at for that."""
_PAGES = 60_000
"""Code points around a description in which the people whom it may mean are named: any article, a part of a book."""
_SPEAKING_TYPES = ("PERSON", "COUNTRY", "ORG")
_MASCULINE_IN_E = frozenset({"MX", "KH", "MZ", "ZW", "BZ", "SR"})
_SENTENCE_END = re.compile(r"[.!?»”\n]")
_BREAKS = frozenset((",", ";", ":", ".", "?", "!", "«", "»", "“", "”", '"', "(", "\n", "\n\n"))
_APART = re.compile(
    r"\b(?:contrairement à|à la différence d[eu]|à l['’]inverse d[eu]|à l['’]opposé d[eu])"
    r"[ \u00a0](?:[\w.]+[ \u00a0]){0,3}$",
    re.IGNORECASE,
)
"""What sets somebody against the subject of the sentence: `Contrairement à X, il …`."""
_TOPIC_BEFORE = re.compile(
    r"\bquant (?:à|aux?)[ \u00a0](?:(?:M\.|Mme|l['’]|la|le)[ \u00a0]*)?(?:[\w-]+[ \u00a0])?$", re.IGNORECASE
)
_TOPIC_BEHIND = re.compile(r",[ \u00a0](?:quant à )?(?:lui|elle|eux|elles)(?:[ \u00a0]aussi)?,")
_INDEFINITE = re.compile(
    r"\b(?:l['’](?P<one>une?)[ \u00a0]d(?:e|es|['’]entre)\b|(?P<other>une?)[ \u00a0]autre(?=,?[ \u00a0]))",
    re.IGNORECASE,
)
"""Somebody unnamed of several: `l'un d'entre eux`, `un autre`."""
SAME_SENTENCE = 1.5
"""What a subject of the same sentence gains for a pronoun in a clause that hangs on it."""
BODY_SPEAKS = 1.8
"""What a state or organisation loses for a pronoun of speech where it is not the last that spoke."""
BODY_GOES_ON = 1.2
"""What it loses elsewhere."""
GOES_ON = 0.3
"""What the last speaker gains for a pronoun that is a source itself."""
NEW_TOPIC = 3.5
"""What the earlier sentences lose where this one has a subject of its own that the pronoun cannot mean."""
FROM_OUTSIDE = 1.0
"""What a name outside loses for a pronoun inside a quotation."""
SPOKEN_OF = 3
"""How many sentences a description that no known role fits may look back."""
CLEAR = 0.6
"""By how much whoever it means must lead."""
_GROUP_REACH = 10
"""How many sentences a group may look back for a coordination of its size."""
_STANDING = frozenset({"office", "leader", "diplomat", "spokesperson", "adviser"})
_NO_OFFICE = frozenset({"relation", "kin", "person", "leader", "business"})
HOME = "FR"
"""The state that a French newspaper means by `le président de la République` when it names none."""


class Coreference:
    """Adds mentions of kind `pronoun` and `nominal` to `doc._.mentions`, in order of place."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.mentions[:] = [m for m in doc._.mentions if m.kind in NAMED_KINDS or m.type == "AGREEMENT"]
        if len(doc) == 0:
            return doc
        walk = _Walk(doc)
        doc._.mentions.extend(walk.run())
        doc.user_data["extractor.antecedents"] = walk.antecedents
        doc.user_data["extractor.plural_pronouns"] = walk.plural
        doc._.mentions.sort(key=lambda m: (m.start, m.end))
        return doc


class _Walk:
    """One walk through one article."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text  # which spaCy puts together anew each time
        self.layout = Layout(doc)
        self.discourse = Discourse()
        self.entities: dict[str, Entity] = doc._.entities
        self.roles: dict[str, list[Role]] = {}
        self.found: list[Mention] = []
        self.named = [m for m in doc._.mentions if m.kind in NAMED_KINDS and m.type in _SPEAKING_TYPES]
        self._name_starts = [m.start for m in self.named]
        self.phrases = find_phrases(doc)
        self._collect_roles()
        self.covered = self._cover()
        self.heads = Heads(doc, self.phrases)
        self.sources = _Sources(doc._.statements, self.heads)
        self.title: tuple[str, int, Rank] | None = None
        self.last_trace: dict[str, Trace] = {}
        self.times: Counter[str] = Counter()
        self.antecedents: dict[int, Offsets] = {}
        """By the place of a pronoun: the source phrase that it goes on from where nobody is named."""
        self.plural: dict[int, tuple[str, ...]] = {}
        """By the place of a plural pronoun: those that it means."""
        self.coordinations: list[tuple[int, Coordination]] = []
        self.unnamed: set[str] = set()
        """Nouns that stood for somebody unnamed: the same noun further on means the same."""
        self.last_speaker: str | None = None

    def _collect_roles(self) -> None:
        """What the article says of each person, and of those whom it does not introduce what is known of them."""
        read = read_roles(self.doc)
        owner = {(phrase.role.start, phrase.role.end): phrase.bound for phrase in self.phrases}
        for entity in self.entities.values():
            if entity.type == "PERSON":
                mine = read.get(entity.id, ())
                self.roles[entity.id] = [r for r in mine if owner.get((r.start, r.end), entity.id) == entity.id]
        for phrase in self.phrases:
            if phrase.bound in self.roles and phrase.role not in self.roles[phrase.bound]:
                self.roles[phrase.bound].append(phrase.role)
        for entity_id, roles in self.roles.items():
            said = [r for r in roles if r.number == "s" and r.kind not in _NO_OFFICE and r.group != "elected"]
            for role in known_roles(self.entities[entity_id]):
                if all(r.group == role.group and not r.former for r in said):
                    roles.append(role)

    def _cover(self) -> set[int]:
        """Tokens that belong to a name of any type or head a description: they are no things of their own."""
        covered: set[int] = set()
        spans = [(m.start, m.end) for m in self.doc._.mentions if m.kind in NAMED_KINDS]
        for start, end in spans:
            first, last = self.layout.token(start), self.layout.token(max(start, end - 1))
            covered.update(range(first, last + 1))
        for phrase in self.phrases:
            covered.add(self._head_token(phrase))
        return covered

    def _head_token(self, phrase: Phrase) -> int:
        first, last = self.layout.token(phrase.start), self.layout.token(phrase.end - 1)
        return head_of(self.doc, first, last + 1).i

    def run(self) -> list[Mention]:
        groups = find_group_phrases(self.doc, {t.idx: t.i for t in self.doc})
        self.covered.update(group.token for group in groups)
        events: list[
            tuple[int, int, Mention | Phrase | Pronoun | Token | Coordination | GroupPhrase | re.Match[str]]
        ] = []
        events += [(m.start, 0, m) for m in self.named]
        events += [(p.start, 1, p) for p in self.phrases]
        events += [(p.start, 2, p) for p in find_pronouns(self.doc) if p.token not in self.covered]
        events += [(t.idx, 3, t) for t in self.doc if t.pos_ == "NOUN" and t.i not in self.covered and _begins_word(t)]
        events += [(c.end, 4, c) for c in find_coordinations(self.text, self.named, self.phrases)]
        events += [(g.start, 5, g) for g in groups]
        events += [(m.start(), 6, m) for m in _INDEFINITE.finditer(self.text)]
        events.sort(key=lambda event: event[:2])
        for _, _, event in events:
            if isinstance(event, Mention):
                self._name(event)
            elif isinstance(event, Phrase):
                self._phrase(event)
            elif isinstance(event, Pronoun):
                self._pronoun(event)
            elif isinstance(event, Coordination):
                self._coordination(event)
            elif isinstance(event, GroupPhrase):
                self._group(event.start, event.end, self.doc[event.token], event.count, event.type)
            elif isinstance(event, re.Match):
                self._indefinite(event)
            else:
                self._noun(event)
        return self.found

    # What leaves a trace.

    def _trace(
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

    def _name(self, mention: Mention) -> None:
        entity = self.entities.get(mention.entity_id)
        if entity is None:
            return
        first, last = self.layout.token(mention.start), self.layout.token(max(mention.start, mention.end - 1))
        token = head_of(self.doc, first, last + 1)
        if mention.kind == "demonym" and token.pos_ == "ADJ":
            return
        rank = rank_of(token)
        if is_countryman(self.text, mention):
            self._trace(mention.start, token, kind="person", gender=_gender(token), rank=rank)
            return
        if self._is_topic(mention):
            rank = Rank.SUBJECT
        if self.title is not None and self.title[0] == entity.id and mention.start - self.title[1] < 30:
            rank = max(rank, self.title[2])
        if rank < Rank.SUBORDINATE_SUBJECT and mention.kind != "demonym" and self._before_verb(first, last):
            # Behind a comma the main clause begins: `Lorsque X a demandé si P, Y a évoqué`.
            opens = first == 0 or self.doc[first - 1].is_sent_start or self.doc[first - 1].text in {",", ";"}
            rank = Rank.SUBJECT if opens else Rank.SUBORDINATE_SUBJECT
        if entity.type == "PERSON":
            self.title = None
        gender = self._gender_of_name(mention, entity) if mention.type != "PERSON" else None
        trace = self._trace(mention.start, token, kind="entity", entity=entity, gender=gender, rank=rank)
        if mention.kind == "metonym":
            trace.gender, trace.number = "m", "s"  # `Washington maintient qu'il …`
        elif mention.kind == "demonym":
            trace.gender, trace.number = _gender(token), "p" if self.text[mention.end - 1] in "sx" else "s"

    def _is_topic(self, mention: Mention) -> bool:
        """Whether the name is set off as what the sentence is about: `Quant à X, il …`, `X, lui, …`."""
        before = self.text[max(0, mention.start - 30) : mention.start]
        return bool(_TOPIC_BEFORE.search(before) or _TOPIC_BEHIND.match(self.text, mention.end))

    def _before_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb follows the name and no preposition precedes it: then it is a subject."""
        if first > 0 and self.doc[first - 1].pos_ == "ADP":
            return False
        following = self.doc[last + 1 : last + 4]
        verb = next((t for t in following if t.pos_ not in ("PRON", "ADV", "PART")), None)
        return verb is not None and verb.pos_ in ("VERB", "AUX") and verb.morph.get("VerbForm", []) == ["Fin"]

    def _gender_of_name(self, mention: Mention, entity: Entity) -> Gender | None:
        """The gender of a state or organisation: by its article here, else as its name ends."""
        before = fold(self.text[max(0, mention.start - 4) : mention.start])
        if before.endswith((" la ", " la", "une ")) or before in ("la ", "une "):
            return "f"
        if before.endswith((" le ", " du ", " au ", " un ")) or before in ("le ", "du ", "au "):
            return "m"
        if entity.number == "p":
            return "m"
        if entity.type == "COUNTRY":
            return "f" if entity.name.endswith("e") and entity.iso not in _MASCULINE_IN_E else "m"
        return None

    def _noun(self, token: Token) -> None:
        """A noun that names nobody; as the source of a statement it may take up an organisation or a state."""
        statement = self.sources.headed_at(token.idx)
        number = _number(token)
        if statement is not None and self._body(token, number):
            return
        word = fold(token.text)
        speaks = (statement is not None and word not in document_nouns()) or _singular(word) in organ_nouns()
        self._trace(token.idx, token, kind="body" if speaks else "thing", gender=_gender(token), number=number)

    def _indefinite(self, match: re.Match[str]) -> None:
        """`L'un d'entre eux`: somebody unnamed, where no noun follows that says it is a thing."""
        place = match.start("one") if match.group("one") else match.start("other")
        token = self.doc[self.layout.token(place)]
        behind = self.layout.token(match.end() - 1) + 1
        if match.group("other") and behind < len(self.doc) and self.doc[behind].pos_ in ("NOUN", "PROPN", "ADJ"):
            return
        gender: Gender = "f" if self.text[place : place + 3].lower() == "une" else "m"
        self._trace(match.start(), token, kind="person", gender=gender, rank=max(rank_of(token), Rank.OTHER))

    def _body(self, token: Token, number: Number) -> bool:
        """Whether the noun, the source of a statement, takes up an organisation or a state; then it is noted."""
        phrase = body_phrase(self.doc, token)
        if phrase is not None:
            start, end, noun = phrase
            clock = self.layout.clock(token.idx)

            states = self._states_in(start, end)

            def weigh(trace: Trace) -> float | None:
                if trace.entity_id is None or not fits(noun, self.entities[trace.entity_id], states=states):
                    return None
                return -2.0 if trace.rank == Rank.MODIFIER and not trace.source else 0.0

            best = decide(
                rank_candidates(self.discourse.back(clock), clock, weigh=weigh, quotation=None, spoken=True), least=-3.0
            )
            if best is not None and best.trace.entity_id is not None:
                entity = self.entities[best.trace.entity_id]
                self.found.append(Mention(start, end, entity.type, "nominal", entity.id, "body", 0.8))
                self._trace(start, token, kind="entity", entity=entity, gender=_gender(token), source=True)
                self.discourse.traces[-1].gender = _gender(token)
                self.discourse.traces[-1].number = number
                return True
        return False

    def _states_in(self, start: int, end: int) -> frozenset[str]:
        """ISO codes of the states named in `start:end`: `le ministère chypriote`."""
        i = bisect_left(self._name_starts, start)
        found = [m for m in self.named[i : i + 3] if m.end <= end and m.type == "COUNTRY"]
        return frozenset(iso for m in found if (iso := self.entities[m.entity_id].iso) is not None)

    # Several at once.

    def _coordination(self, joined: Coordination) -> None:
        first = self.layout.token(joined.start)
        token = head_of(self.doc, first, first + 1)
        source = any(self.sources.headed_at(m.start) for m in self._named_in(joined.start, joined.end))
        rank = max(
            rank_of(self.doc[first]),
            self.last_trace[joined.members[0]].rank if joined.members[0] in self.last_trace else 0,
        )
        self._trace(
            joined.end - 1,
            token,
            kind="group",
            gender=self._common_gender(joined.members),
            number="p",
            rank=Rank(rank),
            source=source,
            group=joined.members,
        )
        self.coordinations.append((self.layout.clock(joined.end - 1), joined))

    def _named_in(self, start: int, end: int) -> list[Mention]:
        i = bisect_left(self._name_starts, start)
        j = bisect_left(self._name_starts, end)
        return self.named[i:j]

    def _common_gender(self, members: tuple[str, ...]) -> Gender:
        return "f" if all(self.entities[m].gender == "f" for m in members) else "m"

    def _group(
        self, start: int, end: int, token: Token, count: int, entity_type: str, role: Role | None = None
    ) -> bool:
        """`les trois pays`: one mention a member, or none where the members are not certain."""
        members = self._members(self.layout.clock(start), count, entity_type, role)
        if not members:
            self._trace(start, token, kind="thing", gender=_gender(token), number="p")
            return False
        for member in members:
            self.found.append(Mention(start, end, self.entities[member].type, "nominal", member, "group", 0.8))
        self._trace(start, token, kind="group", gender=_gender(token), number="p", group=members)
        return True

    def _members(self, clock: int, count: int, entity_type: str, role: Role | None) -> tuple[str, ...]:
        def meant(entity_id: str) -> bool:
            entity = self.entities[entity_id]
            if entity.type != entity_type:
                return False
            return role is None or role.group in COARSE or suits(role, self.roles.get(entity_id, ()), entity) > 0

        for then, joined in reversed(self.coordinations[-12:]):
            if clock - then > _GROUP_REACH:
                break
            if len(joined.members) == count and all(map(meant, joined.members)):
                return joined.members
        near: dict[str, None] = {}
        last = clock
        for trace in self.discourse.back(clock, reach=2 if entity_type == "COUNTRY" else 4):
            if trace.clock != last and len(near) >= count:
                break
            last = trace.clock
            if trace.entity_id is not None and meant(trace.entity_id) and trace.quotation is None:
                near.setdefault(trace.entity_id)
        return tuple(reversed(near)) if len(near) == count else ()

    def _phrase(self, phrase: Phrase) -> None:
        token = self.doc[self._head_token(phrase)]
        rank = rank_of(token)
        if phrase.bound is not None:
            self.title = (phrase.bound, phrase.end, rank)
            return
        count = count_in(self.text[phrase.start : phrase.end]) if phrase.role.number == "p" else None
        if (
            count is not None
            and phrase.definite
            and not phrase.asserted
            and phrase.role.kind not in ("relation", "kin")
        ):
            self._group(phrase.start, phrase.end, token, count, "PERSON", phrase.role)
            return
        if phrase.role.number == "p" and self.sources.headed_at(phrase.start) is not None and self._body(token, "p"):
            return
        entity = spoken_of = None
        if phrase.role.number == "s" and phrase.definite and not phrase.asserted:
            entity = self._describe(phrase)
            if entity is None:
                entity = spoken_of = self._spoken_of(phrase, rank)
            if entity is None:
                entity = self._introduced_later(phrase)
        elif phrase.role.number == "s" and phrase.determiner == "indefinite" and not phrase.asserted:
            entity = self._introduced_later(phrase)
        elif not phrase.determiner and (token.pos_ == "ADJ" or phrase.role.number == "s"):
            return  # an apposition (`Figure de l'opposition, elle …`) or an adjective
        if entity is None and phrase.role.group in COARSE and phrase.role.number == "s":
            self.unnamed.add(phrase.role.lemma)
        if entity is not None:
            method = "continuity" if entity is spoken_of else "description"
            self.found.append(Mention(phrase.start, phrase.end, "PERSON", "nominal", entity.id, method, 0.8))
            self._trace(phrase.start, token, kind="entity", entity=entity, rank=rank)
        else:
            trace = self._trace(
                phrase.start, token, kind="person", gender=phrase.role.gender, number=phrase.role.number, rank=rank
            )
            if phrase.role.number == "s" and phrase.definite and phrase.determiner != "possessive":
                trace.perhaps = frozenset(
                    i
                    for i, roles in self._people_around(phrase.start)
                    if i in self.last_trace and not speaks_against(phrase, roles, self.entities[i])
                )

    # Descriptions.

    def _introduced_later(self, phrase: Phrase) -> Entity | None:
        """The person whom the lead describes and the article names behind: `Un colonel … . Le colonel X …`.

        Only in the first sentences, and only the first person named behind who agrees, where the function fits.
        """
        if self.layout.clock(phrase.start) > _LEAD or phrase.role.lemma in self.unnamed or phrase.possessed:
            return None
        i = bisect_left(self._name_starts, phrase.end)
        for mention in self.named[i : i + _AHEAD]:
            entity = self.entities[mention.entity_id]
            if mention.type != "PERSON" or not agree(phrase.role, entity):
                continue
            roles = self.roles[entity.id]
            if suits(phrase.role, roles, entity, qualifiers=phrase.qualifiers) >= 1:
                return None if entity.id in self.last_trace else entity
            if all(role.kind in _NO_OFFICE for role in roles):
                return None  # who is not said to be anything may be the one, or not
        return None

    def _describe(self, phrase: Phrase) -> Entity | None:
        """The person whom a description means: the best fit, nearness and prominence deciding between equals."""
        if phrase.role.kind == "relation":
            return self._counterpart(phrase) if phrase.role.lemma == "homologue" else None
        if phrase.determiner == "possessive":
            return None
        if phrase.role.lemma in self.unnamed:
            return None
        clock = self.layout.clock(phrase.start)
        speaking = self.sources.headed_at(phrase.start) is not None
        scored: list[tuple[float, Entity]] = []
        for entity_id, roles in self._people_around(phrase.start):
            if entity_id not in self.last_trace and phrase.role.group in COARSE:
                continue
            entity = self.entities[entity_id]
            fit = suits(phrase.role, roles, entity, qualifiers=phrase.qualifiers)
            trace = self.last_trace.get(entity_id)
            if not fit and trace is not None and clock - trace.clock <= 2 and may_be_anybody(phrase, entity):
                # Nobody calls a minister `le jeune homme`.
                fit = 0.0 if known_roles(entity) or any(r.kind in _STANDING for r in roles) else 1.2
            unplaced = phrase.role.state is not None and entity.country is None and all(r.state is None for r in roles)
            if unplaced and (entity_id not in self.last_trace or clock - self.last_trace[entity_id].clock > 3):
                continue
            if fit < 1.0 or (entity_id not in self.last_trace and (phrase.role.group in COARSE or fit < 3.0)):
                continue
            if phrase.role.state is None and any(r.state == HOME and r.group == phrase.role.group for r in roles):
                fit += 1.0 if "republique" in fold(phrase.role.lemma) else 0.3
            scored.append((fit + self._nearness(entity_id, clock, speaking=speaking), entity))
        scored.sort(key=lambda pair: -pair[0])
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.4):
            return None
        return scored[0][1]

    def _spoken_of(self, phrase: Phrase, rank: Rank) -> Entity | None:
        """Whoever was last spoken of, for a source or subject described by what the article has not said yet.

        `Le député`, `l'ancien otage`: only where one person in mind may be called so and no unnamed one stands between.
        """
        speaking = self.sources.headed_at(phrase.start) is not None
        if phrase.determiner == "possessive" or not (speaking or rank == Rank.SUBJECT):
            return None
        if phrase.role.lemma in self.unnamed or self.layout.quotation(phrase.start) is not None:
            return None
        if self.sources.around(phrase.start) is not None or self._names_itself(phrase):
            return None  # the reported words may be about anybody
        clock, sentence = self.layout.clock(phrase.start), self.layout.sentence(phrase.start)
        scored: list[tuple[float, Entity]] = []
        for trace in self._in_mind(clock, pointed=phrase.determiner == "demonstrative"):
            entity = self.entities[trace.entity_id or ""]
            if trace.sentence == sentence or not may_be_said_of(phrase, self.roles[entity.id], entity):
                continue
            scored.append((self._nearness(entity.id, clock, speaking=speaking), entity))
        scored.sort(key=lambda pair: -pair[0])
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < CLEAR):
            return None
        found = scored[0][1]
        for trace in self.discourse.back(clock, reach=SPOKEN_OF):
            if trace.entity_id == found.id:
                break
            if trace.kind == "person" and trace.number == "s" and (trace.source or trace.rank == Rank.SUBJECT):
                if trace.gender is None or trace.gender == (phrase.role.gender or found.gender or trace.gender):
                    return None
        return found

    def _names_itself(self, phrase: Phrase) -> bool:
        """Whether the phrase goes on to a name: `la déléguée chargée de l'égalité …, X, …`, `le député et avocat X`."""
        i = bisect_left(self._name_starts, phrase.end)
        for mention in self.named[i : i + 3]:
            if mention.type != "PERSON" or mention.start - phrase.end > 90:
                continue
            between = self.text[phrase.end : mention.start]
            if between.count(",") == 1 and between.rstrip().endswith(","):
                return _SENTENCE_END.search(between) is None
            first, last = self.layout.token(phrase.end - 1) + 1, self.layout.token(mention.start)
            return all(t.pos_ not in ("VERB", "AUX") and t.text not in _BREAKS for t in self.doc[first:last])
        return False

    def _in_mind(self, clock: int, *, pointed: bool) -> list[Trace]:
        """The last trace of each person spoken of just now, those apart who are only talked about in quotations."""
        return [
            trace
            for entity_id, trace in self.last_trace.items()
            if trace.type == "PERSON"
            and clock - trace.clock <= SPOKEN_OF
            and (pointed or trace.source or trace.rank >= Rank.SUBORDINATE_SUBJECT or self.times[entity_id] > 2)
            and (trace.quotation is None or entity_id == self.last_speaker)
        ]

    def _people_around(self, place: int) -> Iterable[tuple[str, list[Role]]]:
        """All people of the article and their functions; of a book's those who are named within some pages."""
        if len(self.text) <= _PAGES:
            return self.roles.items()
        first, last = (bisect_left(self._name_starts, edge) for edge in (place - _PAGES // 2, place + _PAGES // 2))
        ids = dict.fromkeys(m.entity_id for m in self.named[first:last])
        return [(i, self.roles[i]) for i in ids if i in self.roles]

    def _nearness(self, entity_id: str, clock: int, *, speaking: bool) -> float:
        """How present somebody is: nearness, prominence, how often spoken of, and whether the last to speak."""
        trace = self.last_trace.get(entity_id)
        if trace is None:
            return -1.0
        near = (
            max(0.0, 3.0 - 0.25 * (clock - trace.clock))
            + 0.1 * (trace.rank + trace.source)
            + 0.1 * min(self.times[entity_id], 8)
        )
        if speaking and entity_id == self.last_speaker:
            near += 1.0
        return near

    def _counterpart(self, phrase: Phrase) -> Entity | None:
        """`son homologue russe`: who holds in that state the office of the last subject; only where one person does."""
        if phrase.role.number != "s" or phrase.role.state is None:
            return None
        clock = self.layout.clock(phrase.start)
        owners = [
            t for t in self.discourse.back(clock, reach=1) if t.type == "PERSON" and t.rank >= Rank.SUBORDINATE_SUBJECT
        ]
        for owner in owners[:1]:
            groups = {r.group for r in self.roles.get(owner.entity_id or "", ()) if r.kind == "office"}
            held = [
                self.entities[i]
                for i, roles in self.roles.items()
                if i != owner.entity_id and any(self._holds(i, r, phrase.role.state, groups) for r in roles)
            ]
            return held[0] if len(held) == 1 else None
        return None

    def _holds(self, entity_id: str, role: Role, state: str, groups: set[str]) -> bool:
        return (role.state or self.entities[entity_id].country) == state and role.group in groups and not role.former

    # Pronouns.

    def _pronoun(self, pronoun: Pronoun) -> None:
        token = self.doc[pronoun.token]
        spoken = self.sources.at(pronoun.start, pronoun.end) is not None or pronoun.shape == "source"
        if pronoun.shape == "emphatic":
            best = self._emphatic(pronoun)
        elif pronoun.shape in ("subject", "inverted", "source"):
            best = self._subject(pronoun, token, spoken=spoken)
        elif pronoun.shape == "dative":
            best = self._object(pronoun, token)
        elif pronoun.shape == "demonstrative":
            best = self._nearest(pronoun, token)
        else:
            return
        if best is None:
            return
        members = best.trace.group or ((best.trace.entity_id,) if best.trace.entity_id else ())
        if members and self.entities[members[0]].type != "PERSON" and not spoken:
            return
        self._note(pronoun, members, best.trace, spoken=spoken)
        if pronoun.shape in ("dative", "emphatic") or (not members and not spoken):
            return
        subordinate = pronoun.linked or token.head.dep_ in SUBORDINATE
        rank = Rank.SUBORDINATE_SUBJECT if subordinate else Rank.SUBJECT
        one = self.entities[members[0]] if members and not best.trace.group else None
        kind = "entity" if one else best.trace.kind
        trace = self._trace(
            pronoun.start, token, kind=kind, entity=one, rank=rank, source=spoken, group=best.trace.group
        )
        trace.gender, trace.number = pronoun.gender or trace.gender, pronoun.number

    def _note(self, pronoun: Pronoun, members: tuple[str, ...], antecedent: Trace, *, spoken: bool) -> None:
        """Write down what was found: a mention, or for several persons and for nobody named what the speakers need."""
        if not members:
            statement = self.sources.headed_at(antecedent.start)
            phrase = self.antecedents.get(antecedent.start) or (statement.speaker if statement else None)
            if spoken and phrase is not None:
                self.antecedents[pronoun.start] = phrase
            return
        if len(members) > 1:
            self.plural[pronoun.start] = members
            return
        entity = self.entities[members[0]]
        method = "continuity" if spoken else "prominence"
        self.found.append(Mention(pronoun.start, pronoun.end, entity.type, "pronoun", entity.id, method, 0.8))

    def _emphatic(self, pronoun: Pronoun) -> Candidate | None:
        """`lui-même`, `elle aussi`: the subject of its own sentence."""
        clock, sentence = self.layout.clock(pronoun.start), self.layout.sentence(pronoun.start)
        here = [t for t in self.discourse.back(clock, reach=0) if t.sentence == sentence and _agrees(pronoun, t)]
        here = [t for t in here if t.kind in ("entity", "person")]
        best = max(here, key=lambda t: (min(t.rank, Rank.SUBORDINATE_SUBJECT), t.start), default=None)
        return Candidate(best.entity_id or "", best, 1.0) if best is not None else None

    def _object(self, pronoun: Pronoun, token: Token) -> Candidate | None:
        """`lui` as an object: not the subject of its own clause, else the most prominent before it."""
        clock, sentence = self.layout.clock(pronoun.start), self.layout.sentence(pronoun.start)
        quotation = self.layout.quotation(pronoun.start)
        traces = list(self.discourse.back(clock, reach=2))
        subject = next((t for t in traces if t.sentence == sentence and t.rank >= Rank.SUBORDINATE_SUBJECT), None)
        if pronoun.linked and subject is not None and subject.type != "PERSON":
            return None  # `le ministère a exigé que lui soit remis …`
        speakers = self._quoting(pronoun.start, quotation)

        def weigh(trace: Trace) -> float | None:
            if not _agrees(pronoun, trace) or trace.kind == "thing":
                return None
            if subject is not None and (trace is subject or (trace.entity_id and trace.entity_id == subject.entity_id)):
                return None
            if trace.entity_id and trace.entity_id in speakers:
                return None
            if trace.type in ("ORG", "COUNTRY") and trace.rank < Rank.OBJECT:
                return None
            gain = -0.5 if trace.gender is None else 0.0
            return gain + (SAME_SENTENCE if trace.sentence == sentence else 0.0)

        ranked = rank_candidates(traces, clock, weigh=weigh, quotation=quotation, spoken=False)
        return decide(ranked, margin=0.8, least=0.5)

    def _quoting(self, start: int, quotation: int | None) -> frozenset[str | None]:
        """Who speaks the quotation around `start` and is `je` in it; the last speaker where nobody is named."""
        if quotation is None:
            return frozenset()
        named = self.sources.quoted(start)
        return named or (frozenset({self.last_speaker}) if self.layout.is_speech(quotation) else frozenset())

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

    def _nearest(self, pronoun: Pronoun, token: Token) -> Candidate | None:
        """`ce dernier`, `celui-ci`: the last that was named and agrees."""
        clock = self.layout.clock(pronoun.start)
        person = subject_of(token.head) == "person"
        for trace in self.discourse.back(clock, reach=1):
            if not _agrees(pronoun, trace) or trace.quotation != self.layout.quotation(pronoun.start):
                continue
            if trace.kind != "thing" or (not person and trace.rank >= Rank.OBJECT):
                return Candidate(trace.entity_id or "", trace, 1.0)
        return None

    def _subject(self, pronoun: Pronoun, token: Token, *, spoken: bool) -> Candidate | None:
        clock, sentence = self.layout.clock(pronoun.start), self.layout.sentence(pronoun.start)
        quotation = self.layout.quotation(pronoun.start)
        own = self.sources.at(pronoun.start, pronoun.end)
        if quotation is not None and own is not None and own.type == "direct" and pronoun.shape == "inverted":
            first = min(own.spans)[0]
            if first < pronoun.start and self.layout.quotation(first) == quotation:
                quotation = None  # an incise in the middle of the words, whose marks were not closed for it
        quoted = quotation is not None and self.layout.is_speech(quotation)
        announced = self._announced(pronoun, sentence) if quotation is None and not spoken else None
        if announced is not None:
            return Candidate(announced.id, self._ahead(announced, token), 1.0)
        subject = "person" if spoken else subject_of(token.head)
        if subject == "thing" or counts_dead(self.text, pronoun.end):
            return None
        human = subject == "person"
        reported = self.sources.around(pronoun.start) if quotation is None else None
        speakers = self._quoting(pronoun.start, quotation)
        relative = self._relative_antecedent(pronoun)
        contents = own.spans if own is not None else []
        traces = list(self.discourse.back(clock))
        new_topic = pronoun.linked and any(
            t.sentence == sentence and t.rank >= Rank.SUBJECT and not _agrees(pronoun, t) for t in traces[:12]
        )

        def weigh(trace: Trace) -> float | None:
            if (
                not _agrees(pronoun, trace)
                or trace.token == relative
                or (trace.entity_id and trace.entity_id in speakers)
            ):
                return None
            if trace.sentence == sentence and _APART.search(self.text, max(0, trace.start - 40), trace.start):
                return None
            if any(start <= trace.start < end for start, end in contents):
                return None  # whom the words are about does not speak them
            gain = 0.0
            if trace.gender is None:
                gain -= 0.7
            if trace.kind == "thing" and (human or (trace.rank < Rank.OBJECT and trace.sentence != sentence)):
                return None
            if trace.type in ("ORG", "COUNTRY"):
                if trace.rank < Rank.SUBORDINATE_SUBJECT and not trace.source:
                    return None
                if self._is_medium(trace) and not (spoken and trace.entity_id == self.last_speaker):
                    return None
                gain -= BODY_SPEAKS if spoken and trace.entity_id != self.last_speaker else BODY_GOES_ON
            if trace.kind == "body" and not spoken:
                gain -= 0.8
            if spoken and trace.entity_id and trace.entity_id == self.last_speaker:
                gain += GOES_ON
            if reported is not None and self.sources.headed_at(trace.start) is reported:
                gain += 1.0
            if trace.sentence == sentence:
                gain += SAME_SENTENCE if pronoun.linked and trace.rank >= Rank.SUBORDINATE_SUBJECT else 0.0
            elif new_topic:
                gain -= NEW_TOPIC
            if quoted:
                if trace.quotation is None:
                    gain -= FROM_OUTSIDE
            return gain

        return decide(rank_candidates(traces, clock, weigh=weigh, quotation=quotation, spoken=spoken))

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

    def _announced(self, pronoun: Pronoun, sentence: int) -> Entity | None:
        """The subject that follows in the sentence, for a pronoun before it: `Alors qu'il parlait, X a …`."""
        if not pronoun.linked or any(
            t.sentence == sentence and t.kind != "thing" and t.rank >= Rank.SUBORDINATE_SUBJECT and _agrees(pronoun, t)
            for t in self.discourse.back(self.layout.clock(pronoun.start), reach=0)
        ):
            return None
        i = bisect_right(self._name_starts, pronoun.end)
        for mention in self.named[i : i + 8]:
            first, last = self.layout.token(mention.start), self.layout.token(mention.end - 1)
            token = head_of(self.doc, first, last + 1)
            if self.layout.sentence_of[token.i] != sentence or self.layout.quotation(mention.start) is not None:
                return None
            entity = self.entities[mention.entity_id]
            if (
                mention.type == "PERSON"
                and "," in self.text[pronoun.end : mention.start]
                and rank_of(token) == Rank.SUBJECT
            ):
                agrees = entity.number == pronoun.number and (entity.gender or pronoun.gender) == pronoun.gender
                return entity if agrees else None
        return None


class _Sources:
    """The source phrases of the statements with their heads, and the contents of reports, by place."""

    def __init__(self, statements: list[Statement], heads: Heads) -> None:
        self._of = sorted((s for s in statements if s.speaker), key=lambda s: s.speaker or (0, 0))
        self._speakers = [s.speaker for s in self._of if s.speaker]
        self._starts = [start for start, _ in self._speakers]
        self._headed: dict[int, Statement] = {}
        self._ids: list[frozenset[str]] = []
        for statement, (start, end) in zip(self._of, self._speakers, strict=True):
            members = heads.of(start, end)
            for head in members:
                self._headed.setdefault(head.start, statement)
            self._ids.append(frozenset(i for head in members for i in head.entity_ids))
        self._quoted = sorted((a, b, i) for i, s in enumerate(self._of) for a, b in s.spans if s.type == "direct")
        self._quoted_starts = [q[0] for q in self._quoted]
        self._contents = sorted((a, b, i) for i, s in enumerate(self._of) for a, b in s.spans if s.type != "direct")
        self._content_starts = [c[0] for c in self._contents]

    def at(self, start: int, end: int) -> Statement | None:
        """The statement whose source is the pronoun at `start:end`, with no noun before it in the source phrase."""
        i = bisect_right(self._starts, start) - 1
        for j in range(i, max(-1, i - 3), -1):
            if self._speakers[j][0] <= start and end <= self._speakers[j][1] and start - self._speakers[j][0] < 8:
                return self._of[j]
        return None

    def headed_at(self, start: int) -> Statement | None:
        """The statement whose source phrase is headed by what begins at `start`."""
        return self._headed.get(start)

    def quoted(self, offset: int) -> frozenset[str]:
        """Who is known by name to speak the direct statement around `offset`."""
        i = bisect_right(self._quoted_starts, offset) - 1
        for j in range(i, max(-1, i - 4), -1):
            start, end, statement = self._quoted[j]
            if start <= offset < end:
                return self._ids[statement]
        return frozenset()

    def around(self, offset: int) -> Statement | None:
        """The report (not a quotation) whose content holds `offset`, the innermost."""
        i = bisect_right(self._content_starts, offset) - 1
        for j in range(i, max(-1, i - 4), -1):
            if self._contents[j][0] <= offset < self._contents[j][1]:
                return self._of[self._contents[j][2]]
        return None


def _agrees(pronoun: Pronoun, trace: Trace) -> bool:
    if trace.number != pronoun.number:
        return False
    return pronoun.gender is None or trace.gender is None or trace.gender == pronoun.gender


def _gender(token: Token) -> Gender | None:
    value = token.morph.get("Gender", [])
    return ("m" if value[0] == "Masc" else "f") if value else None


def _number(token: Token) -> Number:
    return "p" if token.morph.get("Number", []) == ["Plur"] else "s"


def _begins_word(token: Token) -> bool:
    """Whether the token is not a piece behind a hyphen, as the model's tokens cut `état-major`."""
    return (
        token.text[0].isalpha()
        and not token.text.endswith(".")
        and (token.i == 0 or bool(token.nbor(-1).whitespace_) or not token.nbor(-1).text.endswith("-"))
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


def resolve_span(doc: Doc, start: int, end: int) -> list[str]:
    """Ids of the entities that the phrase `start:end` stands for: its head's, every member of a group or coordination.

    Empty where it is nobody named (`le porte-parole de Macron`). For many spans of one article build `Heads` once.
    """
    return list(dict.fromkeys(i for head in Heads(doc).of(start, end) for i in head.entity_ids))


def first_person(doc: Doc, offset: int) -> list[str]:
    """Ids of those who say `je` or `nous` at `offset`: who speaks the innermost direct statement around it.

    Empty outside quotations, and before `extractor_speakers` has run.
    """
    around = [
        (end - start, statement)
        for statement in doc._.statements
        for start, end in statement.quoted_spans or (statement.spans if statement.type == "direct" else ())
        if start <= offset < end
    ]
    return list(min(around, key=lambda pair: pair[0])[1].speaker_ids) if around else []


@Language.factory("extractor_coreference")
def create_coreference(nlp: Language, name: str) -> Coreference:
    """The component `extractor_coreference`."""
    return Coreference()
