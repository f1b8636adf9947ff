"""Where names may stand: runs of capitalised words with their particles, initials and parentheses.

`le président Recep Tayyip Erdogan`, `Ursula von der Leyen`, `J. D. Vance`, `Qassem (Soleimani)`; without the words that
owe their capital to the sentence and those that are a country's, a weapon's or an organisation's. Whether a run is a
person's name is for `extractor.entities.name_evidence` to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import Mention
from extractor.entities.functions import FunctionPhrase, FunctionReader, Gender
from extractor.entities.gazetteer import hits
from extractor.entities.names import PersonName, is_first_name, parse_name, particles
from extractor.entities.words import Words, words_of
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList

_ARTICLES_BEFORE_DATES = WordList("articles_before_dates")
_ARTICLES_IN_NAMES = WordList("articles_in_names")

Number = Literal["s", "p"]

THROUGH = WordList("de")
DETERMINERS = WordList("determiners_before_names")
LOCATIVES = WordList("locatives", fold)
_ELIDED = WordList("elided")
_WEAK_PARTICLES = WordList("weak_particles")
TIME = WordList("days_and_months", fold)
_OPENING = frozenset('.!?:;«"“”»…•*-–—([\n') | {"...", "--"}
_CLOSING_BRACKETS = frozenset(")]")
_PARTICLES_IN_A_ROW = 3
_WITHIN_NAMES = frozenset({"particle", "surname"})
"""Kinds of particles that stand inside names."""


@kept()
def titles() -> dict[str, tuple[Gender | None, Number]]:
    """Gender and number by form of address."""
    found: dict[str, tuple[Gender | None, Number]] = {}
    for row in rows("titles"):
        gender: Gender | None = "m" if row["gender"] == "m" else "f" if row["gender"] == "f" else None
        found[row["title"].rstrip(".")] = (gender, "p" if row["number"] == "p" else "s")
    return found


@kept()
def _abbreviated_ranks() -> frozenset[str]:
    """Forms of address that are other words without their point: `col.`."""
    return frozenset(row["title"].rstrip(".") for row in rows("titles") if row["title"].endswith("."))


@kept()
def never() -> frozenset[str]:
    """Folded words that have a capital and are no names of people."""
    return frozenset(
        fold(noun) for row in rows("name_contexts") if row["effect"] == "never" for noun in split(row["nouns"])
    )


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from spacy.lang.fr.stop_words import STOP_WORDS

    return frozenset(fold(word) for word in STOP_WORDS)


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
    """Where the name begins for what stands before it, if a parenthesis cuts it: `(le président Recep) Erdogan`."""
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


def cuts_name(words: Words, mention: Mention) -> bool:
    """Whether a name by pattern ends with the first name of who follows: `le président de l'[Assemblée X] Y`."""
    covered = words.covering(mention.start, mention.end)
    if mention.type != "ORG" or mention.method != "pattern" or len(covered) < 2:
        return False
    after = covered.stop
    while after < len(words) and after - covered.stop < 3 and particles().get(words.folded[after]) is not None:
        after += 1
    following = after < len(words) and words.adjacent(after) and words.capital(after)
    return following and is_first_name(words.folded[covered.stop - 1])


class NameReader:
    """Reads the candidates and the function phrases of one article."""

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
        """What earlier stages saw in each word, the longest; the model's opinion on a body is no more than ours."""
        for mention in sorted(doc._.mentions, key=lambda m: m.end - m.start):
            if mention.method != "model":
                for index in self.words.covering(mention.start, mention.end):
                    self.taken[index] = mention
        self.places = {(hit.start, hit.end) for hit in hits(doc, "COUNTRY")}
        """Where the name of a capital or a country stands, whatever it means there."""
        self.states = {entity.iso or entity.id for entity in doc._.entities.values()}
        """ISO codes and ids of the states and organisations that the article names."""
        self.functions = FunctionReader(doc, name_start=self.name_starts_at)
        self.phrases: list[FunctionPhrase] = []
        """By place of the noun."""
        self.phrase_heads: list[int] = []
        self.phrase_ends: dict[int, FunctionPhrase] = {}
        self.phrase_starts: dict[int, FunctionPhrase] = {}
        self.in_phrase: set[int] = set()
        self.candidates: list[Candidate] = []

    def name_starts_at(self, index: int) -> bool:
        """Whether a person's name begins at word `index`, as far as the word and the model tell."""
        if not self.words.capital(index):
            return False
        following = index + 1 < len(self.words) and self.words.adjacent(index + 1) and self.words.capital(index + 1)
        if not self._free(index) or self.words.folded[index] in never():
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

    def _free(self, index: int) -> bool:
        taken = self.taken[index]
        return taken is None or taken.kind == "metonym"

    def _read_functions(self) -> None:
        for phrase in self.functions.phrases():
            if self._is_part_of_name(phrase.head):
                continue
            self.phrases.append(phrase)
            self.phrase_heads.append(phrase.head)
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
        if words.folded[before] in _ARTICLES_BEFORE_DATES and words.capital(before):
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
            for piece in self._pieces(first, last):
                for name in self._apart(piece.start, piece.stop):
                    self._add_candidate(name.start, name.stop)
            index = max(index + 1, last, self.candidates[-1].last if self.candidates else 0)

    def _apart(self, first: int, last: int) -> list[range]:
        """The names that run into one another: `le ministre de Lionel Jospin Jean-Claude Gayssot`, and in capitals."""
        if last - first < 3:
            return [range(first, last)]
        if self.words.surface(first, last).isupper():
            return self._apart_in_capitals(first, last)
        for index in range(first + 2, last - 1):
            if self._begins_another(first, index):
                return [range(first, index), *self._apart(index, last)]
        return [range(first, last)]

    def _apart_in_capitals(self, first: int, last: int) -> list[range]:
        """The names where all is in capitals: `EMMANUEL MACRON REÇOIT ANGELA MERKEL`; a first name takes one word."""
        folded = self.words.folded
        found: list[range] = []
        index = first
        while index + 1 < last:
            named = is_first_name(folded[index]) and folded[index + 1] not in _stop_words()
            if named:
                found.append(range(index, index + 2))
            index += 1 + named
        single = [range(place, place + 1) for place in range(first, last) if folded[place] not in _stop_words()]
        if not found and len(single) < last - first:
            return single
        return found or [range(first, last)]

    def _begins_another(self, first: int, index: int) -> bool:
        """Whether a first name inside a run that begins with one is that of somebody else."""
        words = self.words
        if not is_first_name(words.folded[index]) or not is_first_name(words.folded[first]):
            return False
        behind_family_name = words.capital(index - 1) and not is_first_name(words.folded[index - 1])
        return behind_family_name and ("-" in words.folded[index] or index in self.label_starts)

    def _add_candidate(self, first: int, last: int) -> None:
        """Add the name at `first:last`, with its other half where a parenthesis cuts it."""
        words = self.words
        start, stop, surface = first, last, words.surface(first, last)
        if self._closes_before_name(first, last):
            start, stop = last + 1, self._read_run(last + 1)
            surface = f"{surface} {words.surface(start, stop)}"
        else:
            bracket = self._bracket_behind_family_name(first, last)
            if bracket is not None:
                stop = bracket + 1
                surface = f"{surface} {words.surface(last + 1, bracket)}"
        length = self._length(range(first, stop))
        if length:
            self.candidates.append(Candidate(start, stop, parse_name(surface), length, lead=first))

    def _length(self, places: range) -> int:
        """The words with a capital; initials count as one, for they stand for a first name."""
        words = self.words
        length = sum(words.capital(place) and len(words.surfaces[place]) > 1 for place in places)
        return length + any(words.surfaces[place] == "." for place in places) if length else 0

    def _is_capital(self, index: int) -> bool:
        """Whether there is a word at `index`, and with a capital."""
        return index < len(self.words) and self.words.capital(index)

    def _closes_before_name(self, first: int, last: int) -> bool:
        """Whether a bracket closes before the other half, which is the mention: `(le président Recep T.) Erdogan`."""
        words = self.words
        closed = self._is_capital(last + 1) and words.surfaces[last] in _CLOSING_BRACKETS
        return closed and words.adjacent(last + 1) and not self._is_dateline(first, last)

    def _bracket_behind_family_name(self, first: int, last: int) -> int | None:
        """The bracket that closes behind the other half of a name: `Qassem (Soleimani)`."""
        words, family = self.words, last + 1
        if words.word(last) != "(" or family + 1 >= len(words) or not self._is_given_alone(first, last):
            return None
        if (words.adjacent(first) and _is_link(words.folded[first - 1])) or not self._may_begin(family):
            return None  # `à Albert (Somme)`
        free = self.taken[family] is None and words.folded[family] not in never()
        end = self._read_run(family)
        closed = free and words.word(end) == ")" and not is_first_name(words.folded[family])
        return end if closed else None

    def _is_dateline(self, first: int, last: int) -> bool:
        """Whether a place stands in the parenthesis before the text: `(Washington) Donald Trump a …`."""
        place = (self.words.starts[first], self.words.ends[last - 1])
        label = {self.labels[k] for k in range(first, last)}
        given = is_first_name(self.words.folded[first]) or self._has_evidence_before(first)
        return place in self.places or not given and label <= {"LOC", "ORG"}

    def _is_given_alone(self, first: int, last: int) -> bool:
        return last - first == 1 and is_first_name(self.words.folded[first])

    def _may_begin(self, index: int) -> bool:
        if index in self.in_phrase or not self.words.surfaces[index][0].isalpha():
            return False
        return self._title_at(index) is None if self.words.capital(index) else self._may_begin_with_particle(index)

    def _may_begin_with_particle(self, index: int) -> bool:
        """Whether a name begins with a small word: `M. de Villepin`, `le général de Villiers`, `M. ben Salmane`."""
        folded, family = self.words.folded[index], index + 1
        if particles().get(folded) is None or folded in _ARTICLES_IN_NAMES:
            return False
        if not self._is_capital(family) or self.taken[family] is not None:
            return False
        phrase = self.phrase_ends.get(index)
        if phrase is not None and self._named_without_particle(family):
            return False
        if self._title_before(index) is not None:
            return True
        return phrase is not None and phrase.noun.kind == "rank" and self.labels[family] == "PER"

    def _named_without_particle(self, index: int) -> bool:
        """Whether somebody in the article has this family name alone: `le lieutenant de X`, of one `Arnaud X`."""
        return self.words.folded[index] in self._behind_first_names

    @cached_property
    def _behind_first_names(self) -> frozenset[str]:
        """The words that stand somewhere in the article behind a first name."""
        words = self.words
        return frozenset(
            words.folded[k] for k in range(1, len(words)) if is_first_name(words.folded[k - 1]) and words.adjacent(k)
        )

    def _read_run(self, index: int) -> int:
        """The word after the run of name words that begins at `index`."""
        last, capitals = index + 1, 1
        while last < len(self.words):
            after = self._read_name_word(index, last, capitals)
            if after == last:
                break
            capitals += self.words.surfaces[last] != "."
            last = after
        return last + 1 if self._is_family_initial(index, last - 1) else last

    def _read_name_word(self, first: int, index: int, capitals: int) -> int:
        """The word after the next part of a name that begins at `first`; `index` where the name ends before it."""
        words = self.words
        if self._is_point_of_initial(index):
            return index + self._goes_on_behind_point(index)
        if not self._continues(index):
            return index
        if words.capital(index):
            ends = self._title_at(index) is not None and not self._is_family_initial(first, index)
            return index if ends else index + 1
        if self._is_elided(index):
            return index + 2  # `Erwan L'Eléouet`
        return self._read_particles(first, index, capitals)

    def _is_point_of_initial(self, index: int) -> bool:
        """Whether the word is the point of an initial: `J.`, `Ph.`."""
        words, initial = self.words, self.words.surfaces[index - 1]
        if words.surfaces[index] != "." or words.ends[index - 1] != words.starts[index]:
            return False
        return words.capital(index - 1) and (len(initial) == 1 or (len(initial) == 2 and not initial.isupper()))

    def _goes_on_behind_point(self, index: int) -> bool:
        """Whether the name goes on behind the point of an initial, and no sentence begins: `Paul M. Le procureur`."""
        following = index + 1
        if not self._is_capital(following):
            return False
        return not self._is_grammatical(following) or self._is_capital(following + 1)

    def _continues(self, index: int) -> bool:
        """Whether the word can belong to the same name as the one before, for all that stands between them."""
        words = self.words
        if index in self.in_phrase:
            return False
        return words.adjacent(index) or (words.surfaces[index - 1] == "." and words.capital(index))

    def _is_elided(self, index: int) -> bool:
        words = self.words
        elided = words.folded[index] in _ELIDED and words.surfaces[index][0].isupper()
        return elided and self._is_capital(index + 1) and words.ends[index] == words.starts[index + 1]

    def _is_family_initial(self, first: int, index: int) -> bool:
        """Whether a letter with a point stands for the family name behind a first name: `Charline F.`, `Paul M.`.

        An `M.` before a name is a title.
        """
        words = self.words
        point = index + 1
        if index <= first or point >= len(words) or len(words.surfaces[index]) > 1 or not words.capital(index):
            return False
        if words.surfaces[point] != "." or words.ends[index] != words.starts[point]:
            return False
        if not is_first_name(words.folded[index - 1]) and self.labels[index - 1] != "PER":
            return False
        after = point + 1
        title = words.surfaces[index] == "M" and after < len(words) and words.adjacent(after) and words.capital(after)
        return not (title and words.folded[after] not in DETERMINERS | {"il", "elle"})

    def _read_particles(self, first: int, index: int, capitals: int) -> int:
        """The word after the particles at `index` and the capital behind them, or `index`."""
        words = self.words
        end = self._behind_particles(index)
        if end == index or not self._is_capital(end) or not words.adjacent(end):
            return index
        weak = not _WEAK_PARTICLES.isdisjoint(words.folded[index:end])
        return index if weak and not self._claims(first, index, end, capitals) else end + 1

    def _behind_particles(self, index: int) -> int:
        """The word after the small words of names that stand at `index`."""
        words, end = self.words, index
        while end - index < _PARTICLES_IN_A_ROW and words.adjacent(end) and not words.capital(end):
            if particles().get(words.folded[end]) not in _WITHIN_NAMES:
                break
            end += 1
        return end

    def _claims(self, first: int, index: int, end: int, capitals: int) -> bool:
        """Whether a name takes the word at `end` behind particles that are prepositions too: `Charles de Gaulle`."""
        if end in self.in_phrase:
            return False
        seen = {self.labels[index - 1], self.labels[end - 1], self.labels[end]}
        if seen == {"PER"} and end not in self.label_starts:
            return True
        taken = self.taken[end]
        if capitals > 1 or (taken is not None and taken.type == "COUNTRY"):
            return False
        begins = is_first_name(self.words.folded[first])
        return begins or (end in self.label_starts and self._has_evidence_before(first))

    def _title_at(self, index: int) -> tuple[Gender | None, Number] | None:
        """The form of address that word `index` is."""
        surface = self.words.surfaces[index]
        title = titles().get(surface)
        if title is None:
            return None
        needs_point = surface == "M" or surface.islower() and surface in _abbreviated_ranks()
        if needs_point and not (index + 1 < len(self.words) and self.words.surfaces[index + 1] == "."):
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
            if evident and (folded in particles() or folded not in DETERMINERS):
                break
            if folded in TIME or folded in DETERMINERS or (self._is_grammatical(first) and not is_first_name(folded)):
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

    def _pieces(self, first: int, last: int) -> list[range]:
        """The run without what is a country's, a weapon's or an organisation's name, unless a first name claims it."""
        if first >= last:
            return []
        first = self._behind_place(self._behind_party(first, last), last)
        run = range(first, last)
        claimed = (is_first_name(self.words.folded[first]) and len(run) > 1) or self._has_evidence_before(first)
        kept = [index for index in run if not self._cuts(index, run, claimed=claimed)]
        return [piece for piece in map(self._trim, _stretches(kept)) if piece]

    def _cuts(self, index: int, run: range, *, claimed: bool) -> bool:
        """Whether the word is no part of a name that a first name or a title claims, or that nothing does."""
        taken = self.taken[index]
        if self.words.folded[index] in never():
            return True
        if taken is None:
            return False
        covered = self.words.covering(taken.start, taken.end)
        inside = run.start <= covered.start and covered.stop <= run.stop and len(covered) < len(run)
        if claimed and inside and taken.kind != "demonym":
            return False
        whole = claimed and covered.start == run.start and covered.stop >= run.stop
        return not (whole and self._has_evidence_before(run.start))

    def _trim(self, piece: range) -> range:
        """The piece without the small words at its ends that are no particles."""
        words, first, last = self.words, piece.start, piece.stop
        while first < last and not words.capital(first) and particles().get(words.folded[first]) is None:
            first += 1
        while first < last and not words.capital(last - 1) and not self._is_family_initial(first, last - 2):
            last -= 1
        return range(first, last)

    def _behind_party(self, first: int, last: int) -> int:
        """Where the name begins behind a known organisation that runs into it: `la candidate MoDem X Y`."""
        taken = self.taken[first]
        if taken is None or taken.type != "ORG":
            return first
        behind = self.words.covering(taken.start, taken.end).stop
        return behind if behind + 1 < last and is_first_name(self.words.folded[behind]) else first

    def _behind_place(self, first: int, last: int) -> int:
        """Where the name begins if another capitalised name runs into it: `le sénateur du Cher X Y`."""
        words = self.words
        region = self.labels[first] == "LOC" or "-de-" in words.folded[first]  # `la présidente de la région X-de-Y Z T`
        if is_first_name(words.folded[first]) or (self._has_evidence_before(first) and not region):
            return first
        for index in range(first + 1, last - 1):
            if not words.capital(index):
                return first
            if self._begins_inside(index):
                apart = (
                    index in self.label_starts
                    or words.surfaces[index - 1].isupper()
                    or self.labels[index - 1] == "LOC"
                    or "-de-" in words.folded[index - 1]
                    or (first > 0 and (_is_link(words.folded[first - 1]) or words.folded[first - 1] in DETERMINERS))
                )
                return index if apart else first
        return first

    def _has_evidence_before(self, index: int) -> bool:
        return self._title_before(index) is not None or index in self.phrase_ends


def _is_link(word: str) -> bool:
    """Whether the folded word ties a place to what stands before: `à`, `dans`, `de`."""
    return word in LOCATIVES or word in THROUGH


def _stretches(places: Iterable[int]) -> list[range]:
    """The places in order as stretches of those that follow one another."""
    found: list[range] = []
    for place in places:
        if found and found[-1].stop == place:
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return found
