"""Who is who: one individual for the names that mean the same, and the memory of the article.

A family name whose full name stands somewhere in the article is that person, whatever the model says; namesakes stay
apart. What is left of single words is taken on the model's word only where it is constant and the word does what
people do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.entities.functions import Gender
from extractor.entities.name_candidates import DETERMINERS, LOCATIVES, THROUGH, Candidate, never
from extractor.entities.name_evidence import NO_PERSONS, NameJudge
from extractor.entities.names import (
    PersonName,
    Trait,
    is_first_name,
    named_alone,
    parse_name,
    particles,
    same_person,
    traits,
)
from extractor.entities.words import bare
from extractor.knowledge.word_lists import WordList

_ARTICLES_BEFORE_PERSONS = WordList("articles_before_persons")
_INDEFINITE = WordList("indefinite_articles")

_PREFIXES = WordList("prefixes_before_names", fold)
_JOINING_MARKS = frozenset("(&-")
"""Marks behind which a name goes on."""
_LONGEST_NAME = 5
"""Words of a name that is looked for again in the article."""
_ARTICLES = WordList("articles_in_singular")
_FAR_AHEAD = 3
"""How many times as often as a namesake somebody must be named to keep the family name alone."""
_BEFORE_PARTICLE = WordList("before_particles", fold)
"""Behind these a `de` before a family name is the name's."""
_ACCEPT_ALONE = 0.6
"""Share of a single name's places that the model must take for a person."""


@dataclass(slots=True)
class Person:
    """One individual of the article."""

    name: PersonName
    candidates: list[Candidate] = field(default_factory=list)
    places: list[tuple[int, int, str, str, float]] = field(default_factory=list)
    """start, end, kind, method, score."""
    last_place: int = -1
    genders: Counter[str] = field(default_factory=Counter)


Place = tuple[int, int, Person, str, str, float]
"""start, end, person, kind, method, score."""


@dataclass(slots=True)
class _Known:
    """A person whom words of the article name again."""

    person: Person
    start: int
    end: int
    """Code points of the name."""
    after: int
    """The word after it."""
    method: str


class PeopleReader(NameJudge):
    """Finds the people of one article."""

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self.people: list[Person] = []
        self.by_trait: dict[Trait, list[int]] = {}
        """Places in `people` by what names of one person share, so that few are compared with each candidate."""
        self.served: set[int] = set()
        """The words of complements of functions: `l'ancien ministre de X`."""

    def read(self) -> list[Person]:
        """The people in order of first mention."""
        self._read_functions()
        self._read_candidates()
        previous: Candidate | None = None
        for candidate in self.candidates:
            self._weigh(candidate, previous)
            if candidate.accepted or not self._enclosed(candidate):
                previous = candidate
        self.served = {
            index for phrase in self.phrases for first, last in phrase.complements for index in range(first, last)
        }
        self._gather()
        self._remember()
        return [person for person in self.people if person.places]

    def _gather(self) -> None:
        """One person for the accepted names that mean the same, fuller names first."""
        accepted = [candidate for candidate in self.candidates if candidate.accepted]
        for candidate in sorted(accepted, key=lambda c: (-len(c.name.key), c.name.surface.isupper(), c.first)):
            person = self._person_for(candidate)
            if person is None:
                person = Person(candidate.name)
                for trait in traits(person.name):
                    self.by_trait.setdefault(trait, []).append(len(self.people))
                self.people.append(person)
            person.candidates.append(candidate)

    def _person_for(self, candidate: Candidate) -> Person | None:
        near = {place for trait in traits(candidate.name) for place in self.by_trait.get(trait, ())}
        fitting = [p for p in (self.people[place] for place in sorted(near)) if same_person(candidate.name, p.name)]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        if candidate.gender is not None:
            agreeing = [p for p in fitting if self._gender(p) in {None, candidate.gender}]
            fitting = agreeing or fitting
        return self._last_named(fitting, candidate.first)

    def _last_named(self, people: list[Person], before: int) -> Person:
        """Whom of namesakes a family name alone means at a word.

        He or she of whom the article speaks most keeps the name, the others being named in full; where none is
        far ahead, it is the one named in full last before the word, else first after it. Those who are there as
        somebody's relatives come last.
        """
        apart = [person for person in people if not self._is_relative(person)] or people
        counts = [len(person.candidates) for person in apart]
        ahead = max(range(len(apart)), key=counts.__getitem__)
        if all(counts[ahead] >= _FAR_AHEAD * count for k, count in enumerate(counts) if k != ahead):
            return apart[ahead]

        def distance(person: Person) -> tuple[bool, int]:
            full = [c.first for c in person.candidates if len(c.name.key) > 1] or [c.first for c in person.candidates]
            preceding = [place for place in full if place < before]
            return (not preceding, before - max(preceding) if preceding else min(full) - before)

        return min(apart, key=distance)

    def _is_relative(self, person: Person) -> bool:
        kinds = {phrase.noun.kind for candidate in person.candidates for phrase, _ in candidate.roles}
        return kinds == {"kin"}

    def _gender(self, person: Person) -> Gender | None:
        found = Counter(c.gender for c in person.candidates if c.gender)
        return found.most_common(1)[0][0] if found else None

    def _remember(self) -> None:
        """Names of one word, and those that no evidence of their own carried, by the memory of the article."""
        places: list[Place] = []
        used: set[int] = set()
        for person in self.people:
            for candidate in person.candidates:
                places.append(self._place(candidate.first, candidate.last, person, candidate.method, candidate.score))
                used.update(range(min(candidate.first, candidate.lead), candidate.last))
        by_word: dict[str, list[Person]] = {}
        for person in self.people:
            for word in set(person.name.key) | {fold(word) for word in person.name.words}:
                by_word.setdefault(word, []).append(person)
        self._find_known(by_word, used, places)
        self._find_lonely(by_word, used, places)
        for start, end, person, kind, method, score in sorted(places, key=lambda p: p[:2]):
            person.places.append((start, end, kind, method, score))

    def _place(self, first: int, last: int, person: Person, method: str, score: float) -> Place:
        return self.words.starts[first], self.words.ends[last - 1], person, "name", method, score

    def _find_known(self, by_word: dict[str, list[Person]], used: set[int], places: list[Place]) -> None:
        words = self.words
        index = 0
        while index < len(words):
            if index in used or not words.surfaces[index][0].isalpha():
                index += 1
                continue
            chain = self._chain_at(index, by_word)
            if chain:
                places += chain
                used.add(index)
                index += 1
                continue
            found = self._known_at(index, by_word, used)
            if found is None:
                index += 1
                continue
            if found.method == "memory" and found.after - index == 1:
                found.start = self._with_particles(index, found.person, found.start)
            kind = "acronym" if found.method == "initials" else "name"
            places.append((found.start, found.end, found.person, kind, found.method, 0.9))
            used.update(range(index, found.after))
            index = found.after

    def _chain_at(self, index: int, by_word: dict[str, list[Person]]) -> list[Place]:
        """The people of `la délégation X-Y-Z`, where each part is the family name of another one."""
        words = self.words
        parts = words.surfaces[index].split("-")
        if len(parts) < 2 or not words.capital(index) or not all(part[:1].isupper() for part in parts):
            return []
        found: list[Place] = []
        start = words.starts[index]
        for part in parts:
            name = fold(part)
            bearers = [person for person in by_word.get(name, ()) if person.name.family == name]
            if not bearers:
                return []
            found.append((start, start + len(part), self._last_named(bearers, index), "name", "memory", 0.9))
            start += len(part) + 1
        return found if len({id(person) for _, _, person, *_ in found}) == len(found) else []

    def _with_particles(self, index: int, person: Person, start: int) -> int:
        """Where a family name begins with the small words before it that are the person's: `von der Leyen`.

        `de` is a preposition as well: it is the name's behind another one (`en de Gaulle`).
        """
        words, own = self.words, person.name.words
        place = next((k for k, word in enumerate(own) if word == bare(words.folded[index])), 0)
        first = index
        while (
            place > 1
            and first > 0
            and words.folded[first - 1] == own[place - 1]
            and words.surfaces[first - 1].islower()
        ):
            if particles().get(own[place - 1]) is None or not self._beside(first):
                break
            first, place = first - 1, place - 1
        if first == index:
            return start
        if words.folded[first] in THROUGH and not (first > 0 and words.folded[first - 1] in _BEFORE_PARTICLE):
            return start
        return words.starts[first]

    def _beside(self, index: int) -> bool:
        """Whether a word follows the one before it with at most a space between them, `d'` with none."""
        return self.words.adjacent(index) or self.words.ends[index - 1] == self.words.starts[index]

    def _known_at(self, index: int, by_word: dict[str, list[Person]], used: set[int]) -> _Known | None:
        """The person that the words from `index` on name."""
        if not self.words.capital(index):
            return self._behind_prefix(index, by_word)
        if self._is_no_person(index):
            return None
        for last in range(min(index + _LONGEST_NAME, len(self.words)), index, -1):
            fitting = self._bearers(index, last, by_word) if self._is_run(index, last, used) else []
            if fitting:
                return self._known(self._last_named(fitting, index), index, last, "memory")
        called = self._called(index)
        if called is not None:
            return self._known(called, index, index + 1, "memory")
        initials = self._by_initials.get(self.words.folded[index])
        if initials is not None and self.words.surfaces[index].isupper() and 3 <= len(self.words.surfaces[index]) <= 4:
            return self._known(initials, index, index + 1, "initials")
        return None

    def _known(self, person: Person, first: int, last: int, method: str) -> _Known:
        return _Known(person, self.words.starts[first], self.words.ends[last - 1], last, method)

    def _is_no_person(self, index: int) -> bool:
        """Whether the word is a part of something else's name, or never one of somebody's."""
        if self.taken[index] is not None or self.words.folded[index] in never():
            return True
        return self._is_place(Candidate(index, index + 1, parse_name(self.words.surfaces[index]), 1))

    def _is_run(self, first: int, last: int, used: set[int]) -> bool:
        """Whether the words can be one name, and none of them belongs to a name already."""
        if not self.words.capital(last - 1) or not used.isdisjoint(range(first, last)):
            return False
        return all(self.words.adjacent(index) and self._within_name(index) for index in range(first + 1, last))

    def _bearers(self, first: int, last: int, by_word: dict[str, list[Person]]) -> list[Person]:
        """The people of the article whom the words `first:last` name."""
        words = self.words
        name = parse_name(words.surface(first, last))
        people = by_word.get(name.family, ())
        if last - first == 1:
            fitting = [person for person in people if named_alone(name.family, person.name)]
            return [] if fitting and self._is_other_word(first) else fitting
        if words.adjacent(first) and words.folded[first - 1] in _ARTICLES:
            return []  # `l'Abraham Lincoln` is a ship
        fitting = [person for person in people if same_person(name, person.name)]
        if words.folded[first] in THROUGH:  # `LE COMBAT DE VALLS`
            return [person for person in fitting if words.folded[first] in person.name.words]
        return fitting

    @cached_property
    def _by_initials(self) -> dict[str, Person]:
        """The first person of each initials: `mbs`, `vge`."""
        return {initials: person for person in reversed(self.people) for initials in person.name.initials}

    @cached_property
    def _by_given_name(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            if person.name.given is not None and is_first_name(person.name.given):
                found.setdefault(person.name.given, []).append(person)
        return found

    def _called(self, index: int) -> Person | None:
        """The only person of the article with this first name, where it stands alone: `« Viktor est un ami »`."""
        words = self.words
        bearers = self._by_given_name.get(words.folded[index], ())
        if len(bearers) != 1 or words.surfaces[index].isupper() or self.labels[index] in {"LOC", "ORG"}:
            return None
        if self._is_linked(index) or self._is_other_word(index) or self._goes_on(index + 1):
            return None
        return bearers[0]

    def _is_linked(self, index: int) -> bool:
        """Whether a determiner, a preposition of places or another name stands right before the word."""
        if not self.words.adjacent(index):
            return False
        before = self.words.folded[index - 1]
        return before in DETERMINERS or before in LOCATIVES or self.words.capital(index - 1)

    def _goes_on(self, index: int) -> bool:
        """Whether the word at `index` goes on with a name, or tells that somebody else is introduced."""
        words = self.words
        if words.word(index) in _JOINING_MARKS:
            return True
        if words.adjacent(index) and (words.capital(index) or words.folded[index] in particles()):
            return True
        return words.word(index) == "," and words.word(index + 1) in _INDEFINITE  # `Dimitris, un voisin`

    def _within_name(self, index: int) -> bool:
        words = self.words
        if words.surfaces[index] == ".":
            return len(words.surfaces[index - 1]) <= 2
        return words.capital(index) or words.folded[index] in particles()

    def _is_other(self, candidate: Candidate) -> bool:
        return self._context(candidate) in {"other", "place"}

    def _is_other_word(self, index: int) -> bool:
        """Whether a word that is also a family name is something else here: `place Trump`, `la France`."""
        words = self.words
        candidate = Candidate(index, index + 1, parse_name(words.surfaces[index]), 2)
        if self._is_other(candidate):
            return True
        before = words.folded[index - 1] if index and words.adjacent(index) else ""
        if before in _ARTICLES_BEFORE_PERSONS and self.labels[index] != "PER":
            return True
        # The first word of a sentence may be any word: `Paul` is a name, `Petit` begins a sentence.
        return (
            self._opens(index)
            and self.functions.tag(index) in {"ADJ", "ADV", "DET", "ADP"}
            and self.labels[index] != "PER"
        )

    def _in_parentheses(self, candidate: Candidate) -> bool:
        """Whether the words stand in or before a parenthesis that gives the other half of a name: `(Mike) Pompeo`."""
        after = candidate.last
        return after < len(self.words) and self.words.surfaces[after] == ")"

    def _behind_prefix(self, index: int, by_word: dict[str, list[Person]]) -> _Known | None:
        """The name in `pro-Haftar`, `anti-Trump`."""
        surface, folded = self.words.surfaces[index], self.words.folded[index]
        if "-" not in folded:
            return None
        for prefix in _PREFIXES:
            name = surface[len(prefix) :]
            if folded.startswith(prefix) and name[:1].isupper():
                family = fold(name)
                fitting = [person for person in by_word.get(family, ()) if named_alone(family, person.name)]
                if fitting:
                    known = self._known(self._last_named(fitting, index), index, index + 1, "memory")
                    known.start += len(prefix)
                    return known
        return None

    def _find_lonely(self, by_word: dict[str, list[Person]], used: set[int], places: list[Place]) -> None:
        """Single names that nothing but the model takes for people, if it does so throughout."""
        called: dict[str | None, list[Person]] = {}
        for person in self.people:
            called.setdefault(person.name.given, []).append(person)
        for name, candidates in self._single_names(used).items():
            standing = self._alone(candidates, used)
            if not standing:
                continue
            bearers = called.get(name, ())
            person = bearers[0] if len(bearers) == 1 else Person(self._shared_name(standing))
            if len(bearers) != 1:
                self.people.append(person)
            for candidate in standing:
                person.candidates.append(candidate)
                places.append(self._place(candidate.first, candidate.last, person, "model", 0.7))

    def _single_names(self, used: set[int]) -> dict[str, list[Candidate]]:
        """The candidates of one word that belong to nobody yet, by name."""
        by_name: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            if candidate.length == 1 and used.isdisjoint(range(candidate.first, candidate.last)):
                by_name.setdefault(candidate.name.family, []).append(candidate)
        return by_name

    def _alone(self, candidates: list[Candidate], used: set[int]) -> list[Candidate]:
        """The places of one name that are a person's; none where the model doubts it or the person does nothing."""
        votes = ["PER" in self.labels[candidate.first : candidate.last] for candidate in candidates]
        if not any(votes) or sum(votes) < _ACCEPT_ALONE * len(votes):
            return []
        standing = [candidate for candidate in candidates if self._may_be_alone(candidate)]
        return standing if any(self._acts(candidate, used) for candidate in standing) else []

    def _shared_name(self, candidates: list[Candidate]) -> PersonName:
        """The name in full where a first name shares the family name of who follows: `Serge et Beate Klarsfeld`."""
        words = self.words
        for candidate in candidates:
            behind = candidate.last + 1
            if is_first_name(candidate.name.family) and behind < len(words) and words.folded[behind - 1] == "et":
                partner = self._accepted_at.get(behind)
                if partner is not None and partner.length == 2 and is_first_name(words.folded[behind]):
                    family = words.surface(behind + 1, partner.last)
                    return parse_name(f"{words.surface(candidate.first, candidate.last)} {family}")
        return candidates[0].name

    @cached_property
    def _accepted_at(self) -> dict[int, Candidate]:
        return {candidate.first: candidate for candidate in self.candidates if candidate.accepted}

    def _may_be_alone(self, candidate: Candidate) -> bool:
        """Whether a single name can be a person's, for what it looks like and what stands around it."""
        if self._stands_as_thing(candidate) or not self._looks_like_name(candidate.first):
            return False
        words, first = self.words, candidate.first
        tag = self.functions.tag(first)
        if self._opens(first):
            return tag in {"PROPN", "X"}
        if words.adjacent(first) and words.surfaces[first - 1][0].isalpha():
            if words.folded[first - 1] in DETERMINERS:
                return False
            # `le géant allemand Daimler`, `l'observatoire Nielsen`: the noun before is what it is.
            if self.functions.tag(first - 1) in {"NOUN", "ADJ", "PROPN"} and self._context(candidate) != "person":
                return is_first_name(words.folded[first]) or first - 1 in self.in_phrase
        return tag in {"PROPN", "NOUN", "X"}

    def _stands_as_thing(self, candidate: Candidate) -> bool:
        """Whether the words around a single name, or earlier stages, make it something else's or half a name."""
        if self._context(candidate) in NO_PERSONS or any(self.taken[candidate.first : candidate.last]):
            return True
        if self._is_place(candidate) or self._in_parentheses(candidate):
            return True
        return self._enclosed(candidate) or self._beside_organisation(candidate)

    def _looks_like_name(self, index: int) -> bool:
        """Whether a word has three letters or more, not all of them capitals, and is no compound: `Franco-allemand`."""
        surface = self.words.surfaces[index]
        if "-" in surface and surface.rpartition("-")[2].islower():
            return False
        return len(surface) >= 3 and not surface.isupper() and self.words.folded[index] not in never()

    def _beside_organisation(self, candidate: Candidate) -> bool:
        """Whether a single name is coordinated with a company's: `Rheinmetall et Leonardo`."""
        words = self.words
        for joint, beyond in ((candidate.first - 1, candidate.first - 2), (candidate.last, candidate.last + 1)):
            if joint >= 0 and 0 <= beyond < len(words) and words.folded[joint] == "et":
                taken = self.taken[beyond]
                if taken is not None and taken.type == "ORG" and taken.kind == "name":
                    return True
        return False

    def _acts(self, candidate: Candidate, used: set[int]) -> bool:
        """Whether a single name does what people do: govern a verb, be served, stand beside people."""
        words, first, last = self.words, candidate.first, candidate.last
        if is_first_name(words.folded[first]) or self._context(candidate) == "person" or self._speaks(candidate):
            return True
        if last < len(words) and words.adjacent(last) and self.functions.tag(last) in {"VERB", "AUX"}:
            return True
        if first in self.served:
            return first > 0 and words.folded[first - 1] in THROUGH
        joints = (first - 1, first - 2), (last, last + 1)
        return any(
            0 <= joint < len(words) and words.folded[joint] in {",", "et"} and beyond in used
            for joint, beyond in joints
        )
