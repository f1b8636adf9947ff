"""People: individuals by name, without title.

First the names that carry their evidence with them: a form of address (`M. Erdogan`), a function before or behind
(`le général Haftar`, `Samuel Ramani, chercheur à …`), a known first name, the model's opinion on a name of several
words. Then the memory of the article: a family name whose full name stands somewhere in it is that person, whatever the
model says. What is left of single words is taken on the model's word only where it is constant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention
from extractor.coreference.roles import Role, role_of_phrase
from extractor.entities.functions import FunctionPhrase, FunctionReader, Gender, singular
from extractor.entities.gazetteer import hits
from extractor.entities.names import (
    PersonName,
    first_names,
    gender_of_first_name,
    is_first_name,
    named_alone,
    parse_name,
    particles,
    same_person,
    slug,
)
from extractor.entities.words import Words, words_of
from extractor.knowledge import rows, split

Number = Literal["s", "p"]

_WEAK_PARTICLES = frozenset({"de", "du", "d'", "des", "le", "la", "e", "i", "y"})
_LOOK_BEHIND = 3
"""Words of a noun group up to the noun that tells what a name is: `l'aéroport international Charles-de-Gaulle`."""
_QUOTES = frozenset('"“«')
_THROUGH = frozenset({"de", "d'", "du", "des"})
_PAIRED_PREFIXES = ("pro-", "anti-", "ex-", "post-", "après-", "apres-", "non-", "mi-")
_DETERMINERS = frozenset({"le", "la", "l'", "les", "un", "une", "des", "du", "au", "aux", "ce", "cet", "cette", "ces", "son", "sa"})
_TIME = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre "
    "novembre decembre".split()
)
_OPENING = frozenset('.!?:;«"“”»…•*-–—([\n') | {"...", "--"}
_JOINTS = frozenset({",", "et", "ou", ".", "m", "mm", "mme", "mmes"})
_COPULAS = frozenset({"est", "etait", "devient", "devenu", "devenue", "reste", "sera", "fut"})
_ROLE_KINDS = ("office", "diplomat", "spokesperson", "leader", "adviser", "rank", "police", "expert", "business", "media", "opposition")
"""Kinds of function by how well they tell who somebody is; `relation`, `kin`, `person` come last."""
_TITLE_KINDS = frozenset({"office", "rank", "police", "spokesperson", "diplomat", "leader", "adviser"})
"""Functions that stand before a family name alone, as a title does."""
_LOCATIVES = frozenset({"a", "en", "vers", "depuis", "dans", "pres", "jusqu'"})
_FAR_AHEAD = 3
"""How many times as often as a namesake somebody must be named to keep the family name alone."""
_ACCEPT_ALONE = 0.6
"""Share of a single name's places that the model must take for a person."""


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[Gender | None, Number]]:
    found: dict[str, tuple[Gender | None, Number]] = {}
    for row in rows("titles"):
        gender: Gender | None = "m" if row["gender"] == "m" else "f" if row["gender"] == "f" else None
        found[row["title"].rstrip(".")] = (gender, "p" if row["number"] == "p" else "s")
    return found


@lru_cache(maxsize=1)
def _contexts() -> dict[str, str]:
    """What a noun before a name tells about it, by folded singular."""
    found: dict[str, str] = {}
    for row in rows("name_contexts"):
        for noun in split(row["nouns"]):
            found.setdefault(singular(fold(noun)), row["effect"])
    return found


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    """Folded words that have a capital and are no names of people."""
    return frozenset(fold(noun) for row in rows("name_contexts") if row["effect"] == "never" for noun in split(row["nouns"]))


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    """Lemmas of the verbs of saying that hardly have another meaning."""
    return frozenset(row["lemma"] for row in rows("cues") if row["kind"] == "verb" and row["strength"] == "strong")


@dataclass(slots=True)
class Candidate:
    """A run of capitalised words `first:last` that may be a name, with what speaks for it."""

    first: int
    last: int
    name: PersonName
    length: int
    """Words with a capital, initials and particles left out."""
    method: str = ""
    score: float = 0.0
    gender: Gender | None = None
    blocked: bool = False
    roles: list[tuple[FunctionPhrase, str]] = field(default_factory=list)
    lead: int = -1
    """Where the name begins for what stands before it, if a parenthesis cuts it: `(le président Recep Tayyip) Erdogan`."""
    shared: FunctionPhrase | None = None
    """The plural function that covers it and its neighbours."""
    rank: int = 0
    """Its place among the names that a plural title covers, from 0."""
    plural_title: bool = False
    """Whether a plural title or function before it covers the names that follow: `MM. Macron et Johnson`."""

    def __post_init__(self) -> None:
        if self.lead < 0:
            self.lead = self.first

    @property
    def accepted(self) -> bool:
        return bool(self.method)


@dataclass(slots=True)
class Person:
    """One individual of the article."""

    name: PersonName
    candidates: list[Candidate] = field(default_factory=list)
    places: list[tuple[int, int, str, str, float]] = field(default_factory=list)
    """start, end, kind, method, score."""
    last_place: int = -1
    genders: Counter[str] = field(default_factory=Counter)


class PeopleReader:
    """Finds the people of one article."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words: Words = words_of(doc)
        size = len(self.words)
        self.labels: list[str] = [""] * size
        """The model's label of each word."""
        self.label_starts: set[int] = set()
        self.label_ends: set[int] = set()
        for entity in doc.ents:
            covered = self.words.covering(entity.start_char, entity.end_char)
            for index in covered:
                self.labels[index] = entity.label_
            if entity.label_ == "PER" and covered:
                self.label_starts.add(covered.start)
                self.label_ends.add(covered.stop)
        self.taken: list[Mention | None] = [None] * size
        """What earlier stages saw in each word, the longest; the model's opinion on an organisation is no more than ours."""
        doc._.mentions[:] = [mention for mention in doc._.mentions if not self._cuts_name(mention)]
        for mention in sorted(doc._.mentions, key=lambda m: m.end - m.start):
            if mention.method != "model":
                for index in self.words.covering(mention.start, mention.end):
                    self.taken[index] = mention
        self.places = {(hit.start, hit.end) for hit in hits(doc, "COUNTRY")}
        """Where the name of a capital or a country stands, whatever it means there."""
        self.functions = FunctionReader(doc, name_start=self.name_starts_at)
        self.phrases: list[FunctionPhrase] = []
        self.phrase_ends: dict[int, FunctionPhrase] = {}
        self.phrase_starts: dict[int, FunctionPhrase] = {}
        self.in_phrase: set[int] = set()
        self.candidates: list[Candidate] = []
        self.people: list[Person] = []

    # --- reading ------------------------------------------------------------------------------------------------------

    def read(self) -> list[Person]:
        """The people in order of first mention."""
        self._read_functions()
        self._read_candidates()
        for position, candidate in enumerate(self.candidates):
            self._weigh(candidate, self.candidates[position - 1] if position else None)
        self._gather()
        self._remember()
        return [person for person in self.people if person.places]

    def name_starts_at(self, index: int) -> bool:
        """Whether a person's name begins at word `index`, as far as the word and the model tell."""
        if not self.words.capital(index):
            return False
        following = index + 1 < len(self.words) and self.words.adjacent(index + 1) and self.words.capital(index + 1)
        if not self._free(index) or self.words.folded[index] in _never():
            return False
        if following and is_first_name(self.words.folded[index]):
            return True
        return index in self.label_starts and not (following and self._begins_inside(index + 1))

    def _begins_inside(self, index: int) -> bool:
        """Whether the capitalised word `index`, behind one that is no first name, is the first name of who follows."""
        words = self.words
        if not is_first_name(words.folded[index]) or not self._free(index):
            return False
        after = index + 1
        while after < len(words) and words.adjacent(after) and after - index < 4:
            if words.capital(after):
                return True
            if words.folded[after] not in particles():
                return False
            after += 1
        return False

    def _cuts_name(self, mention: Mention) -> bool:
        """Whether a name by pattern ends with the first name of who follows: `Assemblée X` in `le président de l'Assemblée X Y`."""
        covered = self.words.covering(mention.start, mention.end)
        if mention.type != "ORG" or mention.method != "pattern" or len(covered) < 2:
            return False
        after = covered.stop
        while after < len(self.words) and after - covered.stop < 3 and particles().get(self.words.folded[after]) is not None:
            after += 1
        following = after < len(self.words) and self.words.adjacent(after) and self.words.capital(after)
        return following and is_first_name(self.words.folded[covered.stop - 1])

    def _free(self, index: int) -> bool:
        taken = self.taken[index]
        return taken is None or taken.kind == "metonym"

    def _read_functions(self) -> None:
        for phrase in self.functions.phrases():
            if self._is_part_of_name(phrase.head):
                continue
            self.phrases.append(phrase)
            known = self.phrase_ends.get(phrase.last)
            # Of `le porte-parole du président` + name the nearer noun has the name, unless it means several.
            if known is None or phrase.number == "s" or known.number == "p":
                self.phrase_ends[phrase.last] = phrase
            self.phrase_starts.setdefault(phrase.first, phrase)
            self.in_phrase.update(range(phrase.head, phrase.head + len(phrase.noun.lemma.replace("'", "' ").split())))
            for first, last in phrase.complements:
                if phrase.portfolio is not None or any(self.taken[k] is not None for k in range(first, last)):
                    self.in_phrase.update(range(first, last))

    def _is_part_of_name(self, index: int) -> bool:
        """Whether a function noun is a part of a name: `Bruno Le Maire`, `Ould Cheikh El Ghazouani`."""
        words = self.words
        if not words.capital(index) or not words.adjacent(index):
            return False
        before = index - 1
        if words.folded[before] in {"le", "la"} and words.capital(before):
            return before > 0 and (self._title_before(before) is not None or not self._opens(before))
        if before in self.in_phrase or self._title_at(before) is not None or self._is_grammatical(before):
            return False
        return words.capital(before)

    def _read_candidates(self) -> None:
        index = 0
        while index < len(self.words):
            last = self._read_run(index) if self._may_begin(index) else index
            if last == index:
                index += 1
                continue
            first = self._strip(index, last)
            for start, stop in self._pieces(first, last):
                self._add_candidate(start, stop)
            index = max(index + 1, last, self.candidates[-1].last if self.candidates else 0)

    def _add_candidate(self, first: int, last: int) -> None:
        """Add the name at `first:last`, with its other half where a parenthesis cuts it."""
        words, size = self.words, len(self.words)
        start, stop, lead = first, last, first
        surface = words.surface(first, last)
        if last + 1 < size and words.surfaces[last] == ")" and words.capital(last + 1) and words.adjacent(last + 1):
            # `(Mike) Pompeo`, `(le président turc Recep Tayyip) Erdogan`: what stands outside is the mention.
            start, stop = last + 1, self._read_run(last + 1)
            surface = f"{surface} {words.surface(start, stop)}"
        elif last + 2 < size and words.surfaces[last] == "(" and self._is_given_alone(first, last) and self._may_begin(last + 1):
            # `Qassem (Soleimani)`
            end = self._read_run(last + 1)
            free = self.taken[last + 1] is None and words.folded[last + 1] not in _never()
            if free and end < size and words.surfaces[end] == ")" and not is_first_name(words.folded[last + 1]):
                stop = end + 1
                surface = f"{surface} {words.surface(last + 1, end)}"
        whole = range(min(lead, start), stop)
        length = sum(words.capital(k) and len(words.surfaces[k]) > 1 for k in whole)
        if length:
            length += any(words.surfaces[k] == "." for k in whole)  # initials stand for a first name
            self.candidates.append(Candidate(start, stop, parse_name(surface), length, lead=lead))

    def _is_given_alone(self, first: int, last: int) -> bool:
        return last - first == 1 and is_first_name(self.words.folded[first])

    def _may_begin(self, index: int) -> bool:
        if index in self.in_phrase or not self.words.surfaces[index][0].isalpha():
            return False
        if not self.words.capital(index):
            # `M. de Villepin`, `le général de Villiers`, `M. ben Salmane`
            kind = particles().get(self.words.folded[index])
            phrase = self.phrase_ends.get(index)
            return (
                kind is not None
                and self.words.folded[index] not in {"du", "des", "le", "la"}
                and (self._title_before(index) is not None or (phrase is not None and phrase.noun.kind == "rank"))
                and index + 1 < len(self.words)
                and self.words.capital(index + 1)
                and self.taken[index + 1] is None
                and (self._title_before(index) is not None or self.labels[index + 1] == "PER")
            )
        return self._title_at(index) is None

    def _read_run(self, index: int) -> int:
        """The word after the run of name words that begins at `index`."""
        words, size = self.words, len(self.words)
        last = index + 1
        capitals = 1
        while last < size:
            initial = len(words.surfaces[last - 1]) <= 2 and words.capital(last - 1)
            if words.surfaces[last] == "." and initial and words.ends[last - 1] == words.starts[last]:
                # An initial's point, unless the sentence ends with it.
                if last + 1 < size and words.capital(last + 1) and words.surfaces[last + 1] != "\n":
                    last += 1
                    continue
                break
            if not words.adjacent(last) or last in self.in_phrase:
                if not (words.surfaces[last - 1] == "." and words.capital(last) and last not in self.in_phrase):
                    break
            if words.capital(last):
                if self._title_at(last) is not None:
                    break
                capitals += 1
                last += 1
                continue
            after = self._read_particles(index, last, capitals)
            if after == last:
                break
            capitals += 1
            last = after
        return last

    def _read_particles(self, first: int, index: int, capitals: int) -> int:
        """The word after the particles at `index` and the capital behind them, or `index`."""
        words = self.words
        kinds = particles()
        end = index
        weak = False
        while end < len(words) and end - index < 3 and words.adjacent(end) and kinds.get(words.folded[end]) in {"particle", "surname"}:
            if words.capital(end):
                break
            weak = weak or words.folded[end] in _WEAK_PARTICLES
            end += 1
        if end == index or end >= len(words) or not words.capital(end) or not (words.adjacent(end) or words.surfaces[end - 1] in "d'd’"):
            return index
        if weak:
            taken = self.taken[end]
            whole = all(self.labels[k] == "PER" for k in range(end - 1, end + 1)) and self.labels[index - 1] == "PER" and end not in self.label_starts
            given = capitals == 1 and (
                is_first_name(words.folded[first]) or (end in self.label_starts and self._has_evidence_before(first))
            )
            if not (given or whole) or (taken is not None and taken.type == "COUNTRY" and not whole) or end in self.in_phrase:
                return index
        return end + 1

    def _title_at(self, index: int) -> tuple[Gender | None, Number] | None:
        """The form of address that word `index` is."""
        surface = self.words.surfaces[index]
        title = _titles().get(surface)
        if title is None:
            return None
        if surface == "M" and not (index + 1 < len(self.words) and self.words.surfaces[index + 1] == "."):
            return None
        return title

    def _title_before(self, index: int) -> tuple[Gender | None, Number] | None:
        """The form of address before word `index`."""
        before = index - 1
        if before >= 0 and self.words.surfaces[before] == ".":
            before -= 1
        if before < 0 or self.words.surfaces[before] == "\n":
            return None
        return self._title_at(before)

    def _strip(self, first: int, last: int) -> int:
        """Where the name begins: words that have their capital from the sentence are left out."""
        words = self.words
        evident = self._has_evidence_before(first)
        while first < last:
            folded = words.folded[first]
            if evident and (folded in particles() or folded not in _DETERMINERS):
                break
            if folded in _TIME or folded in _DETERMINERS or (self._is_grammatical(first) and not is_first_name(folded)):
                first += 1
            elif (
                first + 1 < last
                and self._opens(first)
                and not is_first_name(folded)
                and self.labels[first] != "PER"
                and self.functions.tag(first) not in {"PROPN", "NOUN", "X"}
            ):
                first += 1
            else:
                break
        return first

    def _is_grammatical(self, index: int) -> bool:
        token_tag = self.functions.tag(index)
        if token_tag in {"DET", "ADP", "PRON", "CCONJ", "SCONJ"}:
            return True
        return fold(self.words.surfaces[index]) in _stop_words() and self._opens(index)

    def _opens(self, index: int) -> bool:
        return index == 0 or self.words.surfaces[index - 1] in _OPENING

    def _pieces(self, first: int, last: int) -> list[tuple[int, int]]:
        """The run without what is a country's, a weapon's or an organisation's name, unless a first name claims it."""
        if first >= last:
            return []
        first = self._behind_place(first, last)
        claimed = (is_first_name(self.words.folded[first]) and last - first > 1) or self._has_evidence_before(first)
        pieces: list[tuple[int, int]] = []
        start = first
        for index in range(first, last):
            taken = self.taken[index]
            if self.words.folded[index] in _never():
                if start < index:
                    pieces.append((start, index))
                start = index + 1
                continue
            if taken is None:
                continue
            covered = self.words.covering(taken.start, taken.end)
            inside = first <= covered.start and covered.stop <= last and (covered.stop - covered.start) < last - first
            if taken.kind == "demonym" or not (claimed and inside):
                if claimed and covered.start == first and covered.stop >= last and self._has_evidence_before(first):
                    continue
                if start < index:
                    pieces.append((start, index))
                start = index + 1
        if start < last:
            pieces.append((start, last))
        kinds = particles()
        trimmed = []
        for begin, end in pieces:
            while begin < end and not self.words.capital(begin) and kinds.get(self.words.folded[begin]) is None:
                begin += 1
            while begin < end and not self.words.capital(end - 1):
                end -= 1
            if begin < end:
                trimmed.append((begin, end))
        return trimmed

    def _behind_place(self, first: int, last: int) -> int:
        """Where the name begins if another capitalised name runs into it: `le sénateur du Cher X Y`, `le patron de l'UDE X Y`."""
        words = self.words
        if is_first_name(words.folded[first]) or self._has_evidence_before(first):
            return first
        for index in range(first + 1, last - 1):
            if not words.capital(index):
                return first
            if self._begins_inside(index):
                apart = (
                    index in self.label_starts
                    or words.surfaces[index - 1].isupper()
                    or (first > 0 and words.folded[first - 1] in _THROUGH | _LOCATIVES | _DETERMINERS)
                )
                return index if apart else first
        return first

    def _has_evidence_before(self, index: int) -> bool:
        return self._title_before(index) is not None or index in self.phrase_ends

    # --- evidence -----------------------------------------------------------------------------------------------------

    def _weigh(self, candidate: Candidate, previous: Candidate | None) -> None:
        """Set `method` and `score` where the surroundings make the candidate a person."""
        words, first, last = self.words, candidate.lead, candidate.last
        given = words.folded[first]
        known = candidate.length >= 2 and is_first_name(given)
        if known:
            candidate.gender = gender_of_first_name(given)
        title = self._title_before(first)
        if title is not None:
            candidate.gender = title[0] or candidate.gender
            candidate.plural_title = title[1] == "p"
            self._accept(candidate, "title", 1.0)
        shouted = words.surface(first, last).isupper() and not known
        phrase = None if shouted else self._phrase_before(candidate)
        if phrase is not None:
            candidate.plural_title = phrase.number == "p"
            for holder in (self._phrase_chained(phrase), phrase):
                if holder is not None:
                    candidate.roles.append((self._one_of(holder, candidate, 0), "before"))
            self._accept(candidate, "function", 0.98)
        elif previous is not None and previous.accepted and previous.plural_title and self._coordinated(previous, candidate):
            candidate.plural_title, candidate.rank, candidate.shared = True, previous.rank + 1, previous.shared
            candidate.gender = candidate.gender or (previous.gender if title is None and previous.shared is None else None)
            if previous.shared is not None and title is None:
                candidate.roles.append((self._one_of(previous.shared, candidate, candidate.rank), "before"))
            self._accept(candidate, "coordination", 0.95)
        behind = self._phrase_behind(candidate)
        if behind is not None:
            candidate.roles.append(behind)
        if candidate.accepted:
            return
        context = self._context(candidate)
        if context in {"other", "place", "eponym"} or self._is_place(candidate):
            return
        labels = [self.labels[k] for k in range(first, last)]
        if candidate.length < 2 or shouted:
            return
        determined = first > 0 and words.folded[first - 1] in _DETERMINERS and words.adjacent(first)
        located = first > 0 and words.folded[first - 1] in _LOCATIVES and words.adjacent(first) and "PER" not in labels
        if known and (not determined or "PER" in labels):
            self._accept(candidate, "first name", 0.95)
        elif determined or located:
            return
        elif behind is not None or self._age_behind(last):
            self._accept(candidate, "apposition", 0.9)
        elif set(labels) == {"PER"} and self._is_full_span(candidate) and not self._beside_things(candidate, previous):
            self._accept(candidate, "model", 0.85)
        elif context == "person" and "ORG" not in labels:
            self._accept(candidate, "context", 0.85)
        elif set(labels) <= {"PER", "LOC"} and "" not in labels and self._speaks(candidate):
            self._accept(candidate, "speech", 0.85)

    def _accept(self, candidate: Candidate, method: str, score: float) -> None:
        if not candidate.method:
            candidate.method, candidate.score = method, score

    def _phrase_before(self, candidate: Candidate) -> FunctionPhrase | None:
        words, first = self.words, candidate.lead
        phrase = self.phrase_ends.get(first)
        if phrase is not None and words.adjacent(first):
            return phrase if candidate.length >= 2 or self._calls_by_family_name(phrase, candidate) else None
        comma = first - 1
        if candidate.length >= 2 and comma > 0 and words.surfaces[comma] == ",":
            phrase = self.phrase_ends.get(comma)
            if phrase is not None and phrase.determiner in {"definite", "possessive"}:
                if phrase.number == "s" or self._several_follow(candidate):
                    return phrase
        return None

    def _several_follow(self, candidate: Candidate) -> bool:
        """Whether the name opens an enumeration: `les ministres …, X et Y`, not `Devant les soldats, X a …`."""
        words, last = self.words, candidate.last
        if last + 1 < len(words) and words.surfaces[last] == "(":
            close = next((k for k in range(last, min(last + 8, len(words))) if words.surfaces[k] == ")"), last)
            last = close + 1
        return last + 1 < len(words) and words.folded[last] in {",", "et"} and self._may_begin(last + 1)

    def _calls_by_family_name(self, phrase: FunctionPhrase, candidate: Candidate) -> bool:
        """Whether a function may stand before a family name alone: `le général Haftar`, not `agent neurotoxique X`."""
        if self.words.surfaces[candidate.first].isupper():
            return False
        last = phrase.complements[-1] if phrase.complements else None
        ends_small = last is not None and phrase.portfolio is None and self.words.surfaces[last[1] - 1].islower()
        if ends_small and self.taken[last[1] - 1] is None:  # type: ignore[index]
            return False
        if phrase.number == "p" and phrase.noun.kind == "rank":
            return False
        titled = phrase.noun.kind in _TITLE_KINDS and phrase.determiner != "indefinite"
        return titled or self.labels[candidate.first] == "PER"

    def _phrase_behind(self, candidate: Candidate) -> tuple[FunctionPhrase, str] | None:
        """The function in apposition or after `être`: `X, 44 ans, ministre de …,`, not `A X, le président Y a …`."""
        words, last = self.words, candidate.last
        if last + 1 >= len(words):
            return None
        if words.folded[last] in _COPULAS and words.adjacent(last):
            phrase = self.phrase_starts.get(last + 1)
            if phrase is not None and phrase.number == "s" and phrase.determiner != "possessive" and not self._names_after(phrase):
                return phrase, "copula"
        if words.surfaces[last] != ",":
            return None
        start = last + 1
        if start + 3 < len(words) and words.surfaces[start].isdigit() and words.folded[start + 1] == "ans" and words.surfaces[start + 2] == ",":
            start += 3
        one_of = start + (words.folded[start] == "l'")
        if one_of + 1 < len(words) and words.folded[one_of] in {"un", "une"} and words.folded[one_of + 1] in {"de", "des"}:
            several = self.phrase_starts.get(one_of + 1)  # `une des figures de …`
            if several is not None and several.number == "p":
                gender: Gender = "f" if words.folded[one_of] == "une" else "m"
                return replace(several, number="s", gender=gender, determiner="indefinite"), "after"
        phrase = self.phrase_starts.get(start)
        if phrase is None or (phrase.number == "p" and not candidate.plural_title):
            return None
        if self._names_after(phrase) or self._is_participle(phrase):
            return None
        return phrase, "after"

    def _names_after(self, phrase: FunctionPhrase) -> bool:
        """Whether the phrase is the title of a name behind it."""
        return phrase.last < len(self.words) and self.words.adjacent(phrase.last) and self._may_begin(phrase.last)

    def _is_participle(self, phrase: FunctionPhrase) -> bool:
        """`Y, élu en 2013`, `Y, détenu depuis mai`: no function."""
        head = self.words.folded[phrase.head]
        return (
            phrase.determiner is None
            and not phrase.complements
            and phrase.last - phrase.first == 1
            and head.endswith(("e", "ee", "u", "ue"))
            and self.functions.tag(phrase.head) in {"VERB", "ADJ"}
            and not phrase.former
        )

    def _phrase_chained(self, phrase: FunctionPhrase) -> FunctionPhrase | None:
        """The function before another one: `le chef d'état-major, le général X`."""
        comma = phrase.first - 1
        if comma <= 0 or self.words.surfaces[comma] != "," or phrase.determiner != "definite" or phrase.noun.kind != "rank":
            return None
        before = self.phrase_ends.get(comma)
        return before if before is not None and before.number == "s" and before.determiner is not None else None

    def _one_of(self, phrase: FunctionPhrase, candidate: Candidate, rank: int) -> FunctionPhrase:
        """The function of one of those whom a plural phrase covers, with the state or field that is its own."""
        if phrase.number == "s":
            return phrase
        candidate.shared = candidate.shared or phrase
        own = replace(phrase, number="s", gender=candidate.gender or None)
        words = self.words
        demonyms = self.functions.nationality(candidate.first - 1) if words.adjacent(candidate.first) else []
        if demonyms:
            own.nationalities, own.state = demonyms, demonyms[0]  # `les présidents américain X et iranien Y`
        elif len(phrase.nationalities) > 1:
            own.nationalities = phrase.nationalities[rank : rank + 1]  # `les ministres français et allemand, X et Y`
            own.state = own.nationalities[0] if own.nationalities else None
        if candidate.last < len(words) and words.surfaces[candidate.last] == "(":
            self.functions.read_parenthesis(own, candidate.last + 1)
        return own

    def _age_behind(self, last: int) -> bool:
        words = self.words
        return (
            last + 2 < len(words)
            and words.surfaces[last] in {",", "("}
            and words.surfaces[last + 1].isdigit()
            and (words.surfaces[last] == "(" or words.folded[last + 2] == "ans")
        )

    def _coordinated(self, previous: Candidate, candidate: Candidate) -> bool:
        """Whether only commas, `et` or a parenthesis stand between two names."""
        between = range(previous.last, candidate.first)
        if len(between) > 8:
            return False
        depth = 0
        for index in between:
            surface = self.words.surfaces[index]
            if surface == "(":
                depth += 1
            elif surface == ")":
                depth -= 1
            elif depth == 0 and self.words.folded[index] not in _JOINTS and not self.functions.nationality(index):
                return False
        return len(between) > 0

    def _is_full_span(self, candidate: Candidate) -> bool:
        """Whether the model sees exactly this name, and its last word is more than a letter (`Larsen C`)."""
        words = self.words
        exact = candidate.first in self.label_starts and candidate.last in self.label_ends
        title = self._title_before(candidate.first) is not None
        return (exact or title) and len(words.surfaces[candidate.last - 1]) > 1

    def _beside_things(self, candidate: Candidate, previous: Candidate | None) -> bool:
        """Whether it stands in an enumeration behind a name that is nobody's: `Abivax, Innate Pharma`."""
        return previous is not None and not previous.accepted and self._coordinated(previous, candidate)

    def _speaks(self, candidate: Candidate) -> bool:
        """Whether a verb of saying stands beside the name: `a déclaré X Y`, `X Y a estimé`."""
        words = self.words
        before = candidate.first - 1
        if before >= 0 and words.adjacent(candidate.first) and self._is_saying(before):
            return True
        index = candidate.last
        while index < len(words) and words.adjacent(index) and self.functions.tag(index) in {"AUX", "PRON", "ADV"}:
            index += 1
        return index < len(words) and words.adjacent(index) and self._is_saying(index)

    def _is_saying(self, index: int) -> bool:
        token = self.functions.token(index)
        return token is not None and token.pos_ == "VERB" and token.lemma_ in _saying()

    def _is_place(self, candidate: Candidate) -> bool:
        return (self.words.starts[candidate.first], self.words.ends[candidate.last - 1]) in self.places

    def _context(self, candidate: Candidate) -> str | None:
        """What the noun before, or a word inside, makes of the name: see name_contexts.tsv."""
        words, first, last = self.words, candidate.lead, candidate.last
        contexts = _contexts()
        if contexts.get(singular(words.folded[first])) in {"place", "other"} and not is_first_name(words.folded[first]):
            return "other"
        if words.surface(first, last).isupper() and candidate.length < 2:
            return "other"
        index, through = first - 1, False
        if index >= 0 and words.surfaces[index] in _QUOTES:
            index -= 1
        while index >= 0 and words.adjacent(index + 1) and words.folded[index] in _THROUGH:
            index, through = index - 1, True
        for back in range(_LOOK_BEHIND):
            if index < 0 or not words.adjacent(index + 1) or not words.surfaces[index][0].isalpha():
                return None
            effect = contexts.get(singular(words.folded[index]))
            if effect is not None and self.functions.tag(index) in {"AUX", "VERB"}:
                return None  # `c'est X`, no `est` of the compass
            if effect in {"place", "person"} or (effect in {"other", "holder", "eponym"} and not through):
                return "person" if effect == "holder" else effect
            if back or self.functions.tag(index) not in {"ADJ", "PROPN"} or effect is not None:
                return None
            index -= 1
        return None

    # --- who is who ---------------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        """One person for the accepted names that mean the same, fuller names first."""
        accepted = [candidate for candidate in self.candidates if candidate.accepted]
        for candidate in sorted(accepted, key=lambda c: (-len(c.name.key), c.name.surface.isupper(), c.first)):
            person = self._person_for(candidate)
            if person is None:
                person = Person(candidate.name)
                self.people.append(person)
            person.candidates.append(candidate)

    def _person_for(self, candidate: Candidate) -> Person | None:
        fitting = [person for person in self.people if same_person(candidate.name, person.name)]
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
        places: list[tuple[int, int, Person, str, str, float]] = []
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

    def _place(self, first: int, last: int, person: Person, method: str, score: float) -> tuple[int, int, Person, str, str, float]:
        return self.words.starts[first], self.words.ends[last - 1], person, "name", method, score

    def _find_known(
        self, by_word: dict[str, list[Person]], used: set[int], places: list[tuple[int, int, Person, str, str, float]]
    ) -> None:
        words = self.words
        index = 0
        while index < len(words):
            if index in used or not words.surfaces[index][0].isalpha():
                index += 1
                continue
            found = self._known_at(index, by_word, used)
            if found is None:
                index += 1
                continue
            person, start, end, last, method = found
            places.append((start, end, person, "acronym" if method == "initials" else "name", method, 0.9))
            used.update(range(index, last))
            index = last

    def _known_at(
        self, index: int, by_word: dict[str, list[Person]], used: set[int]
    ) -> tuple[Person, int, int, int, str] | None:
        """The person that the words from `index` on name: person, start, end, word after, method."""
        words = self.words
        surface = words.surfaces[index]
        if not words.capital(index):
            return self._behind_prefix(index, by_word)
        taken = self.taken[index]
        if taken is not None or words.folded[index] in _never() or self._is_place(Candidate(index, index + 1, parse_name(surface), 1)):
            return None
        for last in range(min(index + 5, len(words)), index, -1):
            if any(k in used for k in range(index, last)) or not words.capital(last - 1):
                continue
            if not all(words.adjacent(k) and self._within_name(k) for k in range(index + 1, last)):
                continue
            name = parse_name(words.surface(index, last))
            people = by_word.get(name.family, ())
            if last - index == 1:
                fitting = [p for p in people if named_alone(name.family, p.name)]
                if fitting and self._is_other_word(index):
                    fitting = []
            else:
                fitting = [p for p in people if same_person(name, p.name)]
            if fitting:
                person = fitting[0] if len(fitting) == 1 else self._last_named(fitting, index)
                return person, words.starts[index], words.ends[last - 1], last, "memory"
        if surface.isupper() and 3 <= len(surface) <= 4:
            for person in self.people:
                if person.name.initials == words.folded[index]:
                    return person, words.starts[index], words.ends[index], index + 1, "initials"
        return None

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
        if before in {"le", "la", "les", "l'", "du", "un", "une"} and self.labels[index] != "PER":
            return True
        # The first word of a sentence may be any word: `Paul` is a name, `Petit` begins a sentence.
        return self._opens(index) and self.functions.tag(index) in {"ADJ", "ADV", "DET", "ADP"} and self.labels[index] != "PER"

    def _in_parentheses(self, candidate: Candidate) -> bool:
        """Whether the words stand in or before a parenthesis that gives the other half of a name: `(Mike) Pompeo`."""
        after = candidate.last
        return after < len(self.words) and self.words.surfaces[after] == ")"

    def _behind_prefix(self, index: int, by_word: dict[str, list[Person]]) -> tuple[Person, int, int, int, str] | None:
        """The name in `pro-Haftar`, `anti-Trump`."""
        surface, folded = self.words.surfaces[index], self.words.folded[index]
        if "-" not in folded:
            return None
        for prefix in _PAIRED_PREFIXES:
            if folded.startswith(fold(prefix)) and surface[len(prefix) : len(prefix) + 1].isupper():
                name = surface[len(prefix) :]
                fitting = [p for p in by_word.get(fold(name), ()) if named_alone(fold(name), p.name)]
                if fitting:
                    start = self.words.starts[index] + len(prefix)
                    return self._last_named(fitting, index), start, self.words.ends[index], index + 1, "memory"
        return None

    def _find_lonely(
        self, by_word: dict[str, list[Person]], used: set[int], places: list[tuple[int, int, Person, str, str, float]]
    ) -> None:
        """Single names that nothing but the model takes for people, if it does so throughout."""
        by_name: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            if not any(k in used for k in range(candidate.first, candidate.last)) and candidate.length == 1:
                by_name.setdefault(candidate.name.family, []).append(candidate)
        for candidates in by_name.values():
            votes = [any(self.labels[k] == "PER" for k in range(c.first, c.last)) for c in candidates]
            if sum(votes) < _ACCEPT_ALONE * len(votes) or not any(votes):
                continue
            standing = [c for c in candidates if self._may_be_alone(c)]
            if not standing or not any(self._acts(c, used) for c in standing):
                continue
            called = [p for p in self.people if p.name.given == standing[0].name.family]
            if len(called) == 1:
                person = called[0]
            else:
                person = Person(standing[0].name)
                self.people.append(person)
            for candidate in standing:
                person.candidates.append(candidate)
                places.append(self._place(candidate.first, candidate.last, person, "model", 0.7))

    def _may_be_alone(self, candidate: Candidate) -> bool:
        words, first = self.words, candidate.first
        if self._context(candidate) in {"other", "place", "eponym"} or any(self.taken[k] is not None for k in range(first, candidate.last)):
            return False
        if "-" in words.surfaces[first] and words.surfaces[first].rpartition("-")[2].islower():
            return False
        if len(words.surfaces[first]) < 3 or words.surfaces[first].isupper() or words.folded[first] in _never():
            return False
        if self._is_place(candidate) or self._in_parentheses(candidate):
            return False
        if self._opens(first):
            return self.functions.tag(first) in {"PROPN", "X"}
        if words.adjacent(first) and words.surfaces[first - 1][0].isalpha():
            if words.folded[first - 1] in _DETERMINERS:
                return False
            # `le géant allemand Daimler`, `l'observatoire Nielsen`: the noun before is what it is.
            if self.functions.tag(first - 1) in {"NOUN", "ADJ", "PROPN"} and self._context(candidate) != "person":
                return is_first_name(words.folded[first]) or first - 1 in self.in_phrase
        return self.functions.tag(first) in {"PROPN", "NOUN", "X"}

    def _acts(self, candidate: Candidate, used: set[int]) -> bool:
        """Whether a single name does what people do: it governs a verb, is served, stands beside people, is a first name."""
        words, first, last = self.words, candidate.first, candidate.last
        if is_first_name(words.folded[first]) or self._context(candidate) == "person" or self._speaks(candidate):
            return True
        if last < len(words) and words.adjacent(last) and self.functions.tag(last) in {"VERB", "AUX"}:
            return True
        if any(first in range(*complement) for phrase in self.phrases for complement in phrase.complements):
            return first > 0 and words.folded[first - 1] in _THROUGH
        joints = (first - 1, first - 2), (last, last + 1)
        return any(
            0 <= joint < len(words) and words.folded[joint] in {",", "et"} and beyond in used for joint, beyond in joints
        )


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from spacy.lang.fr.stop_words import STOP_WORDS

    return frozenset(fold(word) for word in STOP_WORDS)


def _withdraw(doc: Doc, people: list[Person]) -> None:
    """Take back what earlier stages proposed on weaker grounds and what crosses a person's name."""
    places = sorted(place[:2] for person in people for place in person.places)
    starts = [start for start, _ in places]
    kept: list[Mention] = []
    for mention in doc._.mentions:
        position = bisect_right(starts, mention.start) - 1
        crossed = any(
            start < mention.end and mention.start < end for start, end in places[max(0, position) : position + 2]
        )
        if not (crossed and mention.type == "ORG" and mention.method in {"model", "pattern"}):
            kept.append(mention)
    doc._.mentions[:] = kept


# --- the component ----------------------------------------------------------------------------------------------------


class People:
    """Adds the people of an article to `doc._.entities` and `doc._.mentions`, and their roles."""

    def __call__(self, doc: Doc) -> Doc:
        reader = PeopleReader(doc)
        people = reader.read()
        _withdraw(doc, people)
        roles: dict[str, list[Role]] = {}
        entities: dict[str, Entity] = doc._.entities
        for person in people:
            entity = self._entity(person, entities)
            entities[entity.id] = entity
            roles[entity.id] = sorted(
                (role_of_phrase(doc, phrase, place=place) for c in person.candidates for phrase, place in c.roles),  # type: ignore[arg-type]
                key=lambda role: role.start,
            )
            self._describe(entity, person, roles[entity.id], reader.words.text)
            doc._.mentions.extend(
                Mention(start, end, "PERSON", kind, entity.id, method, score)  # type: ignore[arg-type]
                for start, end, kind, method, score in person.places
            )
        doc._.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        doc.user_data["extractor.functions"] = reader.phrases
        doc.user_data["extractor.roles"] = roles
        return doc

    def _entity(self, person: Person, entities: dict[str, Entity]) -> Entity:
        base = f"person:{slug(person.name.surface)}"
        entity_id, number = base, 2
        while entity_id in entities:
            entity_id, number = f"{base}-{number}", number + 1
        return Entity(id=entity_id, type="PERSON", name=person.name.surface)

    def _describe(self, entity: Entity, person: Person, roles: list[Role], text: str) -> None:
        """Role, country and gender from the text; the gender of the first name where the text tells none."""
        surfaces = {text[start:end] for start, end, *_ in person.places}
        entity.aliases = sorted(surfaces - {entity.name}, key=lambda s: (-len(s), s))
        genders = Counter(c.gender for c in person.candidates if c.gender and c.method == "title")
        genders.update(role.gender for role in roles if role.gender and role.number == "s")
        if genders:
            entity.gender = genders.most_common(1)[0][0]  # type: ignore[assignment]
        elif person.name.given is not None:
            entity.gender = gender_of_first_name(person.name.given)
        ordered = sorted(roles, key=_telling)
        if ordered:
            entity.role = ordered[0].name
            entity.country = next((role.state for role in ordered if role.state), None)


def _telling(role: Role) -> tuple[bool, bool, int, bool, bool, int]:
    """Sorts the roles of a person: the present office with its state and field first."""
    kind = _ROLE_KINDS.index(role.kind) if role.kind in _ROLE_KINDS else len(_ROLE_KINDS)
    return kind == len(_ROLE_KINDS), role.former, kind, role.state is None, role.complement is None, role.start


@Language.factory("extractor_people", assigns=["doc._.mentions", "doc._.entities"])
def create_people(nlp: Language, name: str) -> People:
    """The component `extractor_people`: behind the other entity stages, whose names it leaves out."""
    first_names()
    return People()
