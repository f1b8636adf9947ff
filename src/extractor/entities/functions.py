"""What a person does or is, as noun phrases: `le ministre iranien des Affaires étrangères`, `l'ex-chef de l'armée`.

A phrase is read from its noun (knowledge/functions.tsv) to the right: adjectives, then complements. It is only
grammar; who holds the function is for `extractor.entities.roles` and the resolver to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import Mention
from extractor.entities.gazetteer import hits
from extractor.entities.words import Words, words_of
from extractor.knowledge import Row, rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList

_CONTRACTED_ARTICLES = WordList("contracted_articles")
_DE = WordList("de")
_OF = WordList("of")
_OF_AND_TO_FOLDED = WordList("of_and_to_folded")
_OF_MASCULINE = WordList("of_masculine")

Gender = Literal["m", "f"]
Number = Literal["s", "p"]
Determiner = Literal["definite", "indefinite", "possessive"]

_DEFINITE = WordList("definite_determiners")
_INDEFINITE = WordList("indefinite_articles")
_POSSESSIVE = WordList("possessives_of_all_persons")
_MASCULINE = WordList("masculine_determiners")
_FEMININE = WordList("feminine_determiners")
_PLURAL = WordList("plural_determiners")
_LINKS = WordList("links_of_functions", fold)
_LINKS_BEFORE_OF = WordList("links_of_functions_before_of", fold)
_LINKS_OF_TOWNS = WordList("links_of_functions_before_towns", fold)
_ARTICLES = WordList("definite_articles")
_TO = WordList("a", fold)
_CIRCUMSTANCES = WordList("nouns_of_circumstances", fold)
"""What follows `à` in a circumstance of speech and never in a function, in the singular as `singular` makes it."""
_OF_MATTER = WordList("adjectives_of_matter", fold)
"""What is said of matter: `un agent pathogène` is nobody."""
_NAMED_NOUNS = WordList("nouns_with_names", fold)
"""Nouns that a name stands right behind: `le président de la région Occitanie`."""
_FORMER = WordList("former", fold)
_FORMS_OF_AVOIR = WordList("forms_of_avoir", fold)
_FORMS_OF_ETRE = WordList("forms_of_etre", fold)
_REFLEXIVES = WordList("se")
_BEFORE_INCISES = WordList("marks_before_incises")
_BEFORE_NOUN = WordList("adjectives_before_functions", fold)
_PREFIXES = WordList("prefixes_of_functions", fold)
_RANKS = WordList("ranks")
_JOINING = WordList("and_or_comma")
_PLURAL_ENDINGS = frozenset("sx")
_WORDS_OF_PARTY = 5
"""Words of a party in brackets, the brackets included, at most."""
_PARTICIPLE = re.compile(r"[eu]e?s?$")
_ORDINAL = re.compile(r"[IVX]+(?:e|ème|er|ère)")
"""What comes before the noun of a complement: `le maire du XVe arrondissement`."""
_DEPTH = 3
"""Complements inside complements that are followed: `directeur de l'Institut de la Banque de France`."""


@dataclass(slots=True, frozen=True)
class FunctionNoun:
    """A row of functions.tsv."""

    lemma: str
    feminine: str
    kind: str
    group: str
    state: str | None
    groups_by_state: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class FunctionPhrase:
    """A function as it stands in the text; `first:last` are word indexes, `start:end` code points."""

    first: int
    """The first word, determiner and adjectives included."""
    head: int
    last: int
    start: int
    end: int
    noun: FunctionNoun
    length: int = 1
    """Number of words of the noun: 3 for `chef d'état-major`."""
    own: list[int] = field(default_factory=list)
    """The words of the noun and its adjectives, in which no other phrase begins."""
    determiner: Determiner | None = None
    gender: Gender | None = None
    number: Number = "s"
    former: bool = False
    nationalities: list[str] = field(default_factory=list)
    """ISO codes of the demonyms that qualify it, in order (`présidents américain et iranien` has two)."""
    complements: list[tuple[int, int]] = field(default_factory=list)
    """Word ranges of the complements without preposition and article: `Affaires étrangères`."""
    state: str | None = None
    organisation: str | None = None
    """Id of the organisation served: `secrétaire général de l'Otan`."""
    state_is_complement: bool = False
    """Whether the state is named as the complement: `président des Etats-Unis`, not `président de la Banque de X`."""
    portfolio: str | None = None
    """Group of the field: `foreign`, `defence`."""
    demonyms: list[int] = field(default_factory=list)
    """The words that are demonyms."""
    qualifiers: list[str] = field(default_factory=list)
    """Folded adjectives that are no demonyms: `republicain`, `europeenne`."""
    of: FunctionPhrase | None = None
    """The function served: `porte-parole du président afghan`."""
    of_person: tuple[int, int] | None = None
    """Code points where a name stands that the function serves: `avocat de Navalny`."""

    @property
    def group(self) -> str:
        """The office: phrases of one group and one state mean the same function."""
        for state, group in self.noun.groups_by_state:
            if state == self.state and self.portfolio is None:
                return group
        if self.portfolio and self.noun.group in {"minister", "deputy-minister"}:
            return f"{self.noun.group}:{self.portfolio}"
        if self.noun.group == "head-of-state" and self.complements and not self.state_is_complement:
            return "head-of-body"  # `président du Parlement`
        return self.noun.group

    def complete(self, first: int, end: int) -> int:
        """Add the complement of the words `first:end`; the word after it."""
        self.complements.append((first, end))
        return end

    def serve(self, other: FunctionPhrase) -> int:
        """Add another function as the complement; the word after it."""
        self.of = other
        self.state = self.state or other.state
        self.organisation = self.organisation or other.organisation
        return self.complete(other.head, other.last)

    def name(self, words: Words) -> str:
        """The function of one person, without determiner and demonyms: `ministre de la Défense`."""
        pieces: list[str] = []
        for index in range(self.first + (self.determiner is not None), self.last):
            text = self._word_of_one(words, index)
            if text:
                glued = words.ends[index - 1] == words.starts[index] and index - 1 not in self.demonyms
                pieces.append(text if glued or not pieces else " " + text)
        return "".join(pieces)

    def _word_of_one(self, words: Words, index: int) -> str:
        """A word of the function as one person has it, nothing where the word is no part of its name."""
        joins_demonyms = words.folded[index] == "et" and index + 1 in self.demonyms
        if index in self.demonyms or words.surfaces[index] == "," or joins_demonyms:
            return ""
        if self.head <= index < self.head + self.length and not self._is_written_for_one(words):
            return self._noun_of_one() if index == self.head else ""
        return words.surfaces[index]

    def _is_written_for_one(self, words: Words) -> bool:
        """Whether the noun stands as one person has it, not as several do: `les présidents X et Y`."""
        surface = fold(words.surface(self.head, self.head + self.length))
        return surface in {fold(self.noun.lemma), fold(self.noun.feminine)} or surface.startswith(tuple(_PREFIXES))

    def _noun_of_one(self) -> str:
        return self.noun.feminine if self.gender == "f" and self.noun.feminine else self.noun.lemma


def singular(word: str) -> str:
    """A crude singular of a folded word, the same for nouns of the table and of the text."""
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    if len(word) > 3 and word[-1] in "sx":
        return word[:-1]
    return word


@dataclass(slots=True, frozen=True)
class _Form:
    words: tuple[str, ...]
    noun: FunctionNoun
    gender: Gender | None
    """What the form itself tells: `directrice` is f; `directeur` m, for it has a feminine; `ministre` tells nothing."""


def _kind_of_determiner(word: str) -> Determiner | None:
    if word in _DEFINITE:
        return "definite"
    if word in _INDEFINITE:
        return "indefinite"
    return "possessive" if word in _POSSESSIVE else None


def _in_singular(text: str) -> tuple[str, ...]:
    """The folded words of an entry, as those of an article are compared with them."""
    return tuple(map(singular, fold(text).replace("'", "' ").split()))


def _noun_of(row: Row) -> FunctionNoun:
    """The noun of a row, whose cell `state` names its state, or the groups that it has in some: `FR=head-of-state`."""
    groups = [part.partition("=") for part in split(row["state"])]
    by_state = tuple((state, group) for state, _, group in groups if group)
    state = row["state"] if row["state"] and not by_state else None
    return FunctionNoun(row["lemma"], row["feminine"], row["class"], row["group"], state, by_state)


@kept()
def function_forms() -> dict[str, list[_Form]]:
    """The forms by their first word in the singular, longer ones first."""
    forms: dict[str, list[_Form]] = {}
    for row in rows("functions"):
        noun = _noun_of(row)
        for text, gender in ((noun.lemma, "m" if noun.feminine else None), (noun.feminine, "f")):
            if text:
                words = _in_singular(text)
                forms.setdefault(words[0], []).append(_Form(words, noun, gender))  # type: ignore[arg-type]
    for some in forms.values():
        some.sort(key=lambda form: -len(form.words))
    return forms


@kept()
def portfolios() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The complements that name a field, by their first word in the singular, longer ones first."""
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows("portfolios"):
        for text in split(row["complements"]):
            words = _in_singular(text)
            known.setdefault(words[0], []).append((words, row["group"]))
    for some in known.values():
        some.sort(key=lambda entry: -len(entry[0]))
    return known


@kept()
def present_of_saying() -> frozenset[str]:
    """The folded present in the third person of the verbs of saying of the first group: `juge`, `ordonne`."""
    lemmas = (fold(row["lemma"]) for row in rows("cues") if row["kind"] == "verb")
    return frozenset(lemma.removesuffix("r") for lemma in lemmas if lemma.endswith("er"))


@dataclass(slots=True, frozen=True)
class _Noun:
    """A noun of a function in the text: its form, the word after it, and whether a prefix makes it a former one."""

    form: _Form
    end: int
    former: bool


@dataclass(slots=True, frozen=True)
class _Opening:
    """What leads to the noun of a complement: `de la`, `chargé des`, `de l'ancien`."""

    link: str
    """The preposition right before the noun, folded, with its article where they are one word: `du`."""
    article: bool
    """Whether an article or a possessive stands there."""
    noun: int
    """The word at which the noun begins."""


@dataclass(slots=True, frozen=True)
class _Portfolio:
    """A field that a complement names: the word after it, and its group."""

    end: int
    group: str


@dataclass(slots=True, frozen=True)
class _Place:
    """A capital or a country: the code point after it, and the ISO code of its state."""

    end: int
    state: str | None


class FunctionReader:
    """Reads the function phrases of one article.

    `name_start(index)` tells whether a person's name begins at a word, so that a complement ends before it.
    """

    def __init__(self, doc: Doc, *, name_start: Callable[[int], bool]) -> None:
        self.doc = doc
        self.words: Words = words_of(doc)
        self.name_start = name_start
        self.mentions: dict[int, Mention] = {}
        self._spans: dict[int, range] = {}
        self._nationality: dict[int, list[str]] = {}
        for mention in doc._.mentions:
            covered = self.words.covering(mention.start, mention.end)
            for index in covered:
                known = self._spans.get(index)
                if mention.kind == "demonym":
                    iso = doc._.entities[mention.entity_id].iso
                    if iso and iso not in self._nationality.setdefault(index, []):
                        self._nationality[index].append(iso)
                elif mention.type in {"ORG", "COUNTRY"} and (known is None or len(covered) > len(known)):
                    self.mentions[index] = mention
                    self._spans[index] = covered
        self._tokens = {token.idx: token for token in doc}
        self._places: dict[int, _Place] = {}
        """Each capital or country by its start, whatever it means there."""
        for hit in reversed(hits(doc, "COUNTRY")):
            self._places[hit.start] = _Place(hit.end, hit.form.entity.iso)

    def tag(self, index: int) -> str:
        """The model's part of speech of a word, `X` where its tokens are cut otherwise."""
        token = self.token(index)
        return token.pos_ if token is not None else "X"

    def token(self, index: int) -> Token | None:
        """The model's token that begins with a word."""
        return self._tokens.get(self.words.starts[index])

    def nationality(self, index: int) -> list[str]:
        """The ISO codes of the demonym that word `index` is."""
        return self._nationality.get(index, [])

    def read_parenthesis(self, phrase: FunctionPhrase, index: int) -> None:
        """Complete `phrase` by the field or state in the parenthesis before `index`: `X (Défense)`, `Y (Mali)`."""
        known = self._portfolio_at(index)
        mention = self.mentions.get(index)
        if known is not None:
            phrase.portfolio, phrase.complements = known.group, [(index, known.end)]
        elif mention is not None and mention.type == "COUNTRY":
            phrase.state = self.doc._.entities[mention.entity_id].iso

    def phrases(self) -> Iterator[FunctionPhrase]:
        """The phrases by place; one inside another's complement comes also by itself."""
        own: set[int] = set()
        for index in range(len(self.words)):
            if index in own:
                continue
            phrase = self.read(index)
            if phrase is not None:
                own.update(phrase.own)
                yield phrase

    def read(self, index: int) -> FunctionPhrase | None:
        """The phrase whose noun begins at word `index`, if one does."""
        found = self._form_at(index)
        if found is None:
            return None
        form, after = found.form, found.end
        if len(form.words) == 1 and (self._is_adjective(index, after) or self._is_verb(form, index)):
            return None
        if after < len(self.words) and singular(self.words.folded[after]) in _OF_MATTER:
            return None
        phrase = FunctionPhrase(
            index, index, after, 0, 0, form.noun, gender=form.gender, state=form.noun.state, former=found.former
        )
        phrase.own = list(range(index, after))
        phrase.length = after - index
        self._read_left(phrase)
        if len(form.words) == 1 and self._is_plural(form, index):
            phrase.number = "p"
        self._read_right(phrase, len(form.words))
        phrase.start, phrase.end = self.words.starts[phrase.first], self.words.ends[phrase.last - 1]
        return phrase

    def _is_adjective(self, index: int, after: int) -> bool:
        """Whether the noun stands as an adjective before another function: `proche allié`."""
        return (
            after < len(self.words)
            and self.words.adjacent(after)
            and self.words.surfaces[index].islower()
            and self.tag(index) == "ADJ"
            and self._form_at(after) is not None
        )

    def _is_verb(self, form: _Form, index: int) -> bool:
        """Whether the word is a form of a verb: `ce qui l'intéresse`, `a prévenu X`, `« … », juge X`."""
        surface = self.words.surfaces[index]
        if not surface.islower():
            return False
        bare = surface.rstrip("s")
        without_accent = form.noun.lemma.endswith("é") and bare.endswith("e") and not bare.endswith("ée")
        return without_accent or self._is_compound_tense(index) or self._is_incise(index)

    def _is_compound_tense(self, index: int) -> bool:
        """Whether a participle stands behind its auxiliary: `a accusé`, `s'est insurgé`; not `est accusé`."""
        words = self.words
        if not words.adjacent(index) or not _PARTICIPLE.search(words.folded[index]):
            return False
        before = words.folded[index - 1]
        reflexive = before in _FORMS_OF_ETRE and index > 1 and words.folded[index - 2] in _REFLEXIVES
        return reflexive or before in _FORMS_OF_AVOIR

    def _is_incise(self, index: int) -> bool:
        """Whether the bare word opens an incise, with a name as its subject: `, juge Emmanuel Macron`."""
        words = self.words
        opens = index > 0 and words.surfaces[index - 1] in _BEFORE_INCISES
        named = index + 1 < len(words) and words.adjacent(index + 1) and words.capital(index + 1)
        return opens and named and words.folded[index] in present_of_saying()

    def _is_plural(self, form: _Form, index: int) -> bool:
        """Whether a noun of one word stands in the plural; `fils` and `porte-voix` end so in the singular."""
        surface = fold(self.words.surfaces[index])
        ends_so = surface[-1] in _PLURAL_ENDINGS and singular(surface) != surface
        return ends_so and surface not in {fold(form.noun.lemma), fold(form.noun.feminine)}

    def _form_at(self, index: int) -> _Noun | None:
        """The longest form at `index`, behind a prefix or not."""
        word = self.words.folded[index]
        if not word[0].isalnum():  # `le 1ère classe X`
            return None
        plain = self._form_of(index, word)
        if plain is not None or "-" not in word:
            return plain
        stems = (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))
        found = next(filter(None, (self._form_of(index, stem) for stem in stems)), None)
        return found and replace(found, former=word.startswith("ex-"))

    def _form_of(self, index: int, first: str) -> _Noun | None:
        """The longest form that begins with the word `first` at `index`."""
        for form in function_forms().get(singular(first), ()):
            if self._stand_at(index + 1, form.words[1:]):
                return _Noun(form, index + len(form.words), former=False)
        return None

    def _read_left(self, phrase: FunctionPhrase) -> None:
        """Adjectives and determiner before the noun."""
        phrase.first = self._read_adjectives_before(phrase)
        before = self.words.folded[phrase.first - 1] if self.words.adjacent(phrase.first) else ""
        determiner = _kind_of_determiner(before)
        if determiner is not None:
            self._read_determiner(phrase, before)
            phrase.determiner = determiner
            phrase.first -= 1

    def _read_adjectives_before(self, phrase: FunctionPhrase) -> int:
        """The first of the adjectives before the noun: `l'ancien puissant ministre`."""
        words, index = self.words, phrase.head
        while words.adjacent(index):
            before = words.folded[index - 1]
            if before in _BEFORE_NOUN:
                phrase.former = phrase.former or before in _FORMER
            elif not (index > 1 and words.surfaces[index - 1].islower() and self.tag(index - 1) == "ADJ"):
                break
            index -= 1
        return index

    @staticmethod
    def _read_determiner(phrase: FunctionPhrase, word: str) -> None:
        """What a determiner tells of number and gender; masculine forms stand before feminine nouns too."""
        if word in _PLURAL:
            phrase.number = "p"
        elif word in _FEMININE:
            phrase.gender = "f"
        elif word in _MASCULINE:
            phrase.gender = phrase.gender or "m"

    def _read_right(self, phrase: FunctionPhrase, length: int) -> None:
        """Adjectives and complements behind the noun."""
        index = self._read_adjectives(phrase, phrase.last, agreeing=length == 1)
        for _ in range(_DEPTH):
            begin = index if phrase.complements else self._behind_party(index)
            after = self._read_complement(phrase, begin)
            if after == begin:
                break
            index = self._read_adjectives(phrase, after, agreeing=False)
        phrase.last = index

    def _behind_party(self, index: int) -> int:
        """The word after a party between function and complement: `le président (LR) du Sénat`."""
        end = self._party_end(index)
        return end if end > index and self.words.word(end) in _DE else index

    def _party_end(self, index: int) -> int:
        """The word after a party, in brackets or not; `index` where none stands there."""
        words = self.words
        if words.word(index) == "(":
            return self._bracket_end(index)
        if not words.adjacent(index):
            return index
        if index in self._spans and self.mentions[index].type == "ORG":
            return self._spans[index].stop
        return index + self._is_acronym(index)

    def _bracket_end(self, index: int) -> int:
        """The word after a bracket that opens at `index` and holds a few words; `index` where it holds none."""
        words = self.words
        if not words.word(index + 1)[:1].isalpha():
            return index
        inner = range(index, min(index + _WORDS_OF_PARTY, len(words)))
        return next((place + 1 for place in inner if words.surfaces[place] == ")"), index)

    def _is_acronym(self, index: int) -> bool:
        surface = self.words.surfaces[index]
        return surface.isupper() and 2 <= len(surface) <= 6

    def _read_adjectives(self, phrase: FunctionPhrase, index: int, *, agreeing: bool) -> int:
        """The word after the adjectives, ranks and parties that begin at `index`."""
        words = self.words
        while index < len(words) and (words.adjacent(index) or words.surfaces[index] == ","):
            after = self._read_qualifier(phrase, index, agreeing=agreeing)
            if after == index:
                break
            index = after
        return index

    def _read_qualifier(self, phrase: FunctionPhrase, index: int, *, agreeing: bool) -> int:
        """The word after an adjective, a rank or a party at `index`; `index` where none of them stands there."""
        words = self.words
        if self._is_demonym(index):
            self._read_demonym(phrase, index)
        elif self._is_adjective_behind(index):
            phrase.qualifiers.append(words.folded[index])
        elif words.folded[index] == "numero" and words.word(index + 1) in _RANKS:
            phrase.own += (index, index + 1)  # `l'opposant numéro un au Kremlin`
            return index + 2
        elif words.folded[index] == "d'" and words.word(index + 1) == "extreme":
            return min(index + 3, len(words))  # `le président d'extrême droite` presides over a state
        elif self._is_party(index):
            phrase.qualifiers.append(words.folded[index])
            return index + 1
        else:
            joins = phrase.number == "p" and words.folded[index] in _JOINING and self._is_demonym(index + 1)
            return index + joins
        self._agree(phrase, index, agreeing)
        phrase.own.append(index)
        return index + 1

    def _is_demonym(self, index: int) -> bool:
        """Whether the word is a demonym in small letters."""
        return bool(self._nationality.get(index)) and self.words.surfaces[index][0].islower()

    def _read_demonym(self, phrase: FunctionPhrase, index: int) -> None:
        states = self._nationality[index]
        phrase.demonyms.append(index)
        phrase.nationalities += [iso for iso in states if iso not in phrase.nationalities]
        if phrase.state is None:
            phrase.state = states[0]

    def _is_adjective_behind(self, index: int) -> bool:
        """Whether the word is an adjective that stands behind its noun: `secrétaire général`."""
        folded = self.words.folded[index]
        adjective = self.words.surfaces[index].islower() and self.tag(index) == "ADJ"
        return adjective and folded not in _BEFORE_NOUN and folded not in _LINKS

    def _is_party(self, index: int) -> bool:
        """An acronym between function and name: `le député LR X Y`."""
        words, following = self.words, index + 1
        named = words.adjacent(following) and words.capital(following) and not words.surfaces[following].isupper()
        return named and self._is_acronym(index)

    def _agree(self, phrase: FunctionPhrase, index: int, agreeing: bool) -> None:
        if not agreeing or phrase.gender is not None:
            return
        token = self.token(index)
        genders = token.morph.get("Gender", []) if token is not None else []
        if genders == ["Fem"]:
            phrase.gender = "f"
        elif genders == ["Masc"]:
            phrase.gender = "m"

    def _read_complement(self, phrase: FunctionPhrase, start: int) -> int:
        """The word after a complement that begins at `start`, or `start` where none does."""
        opening = self._opening(phrase, start)
        end = None if opening is None else self._noun_end(phrase, opening)
        return start if end is None else end

    def _opening(self, phrase: FunctionPhrase, start: int) -> _Opening | None:
        """What leads to the noun of a complement that begins at `start`, if one does."""
        words = self.words
        if not words.adjacent(start):
            return None
        place = start + self._joins_fields(phrase, start)  # `de l'Economie et des Finances`
        if words.folded[place] not in _LINKS:
            return None
        if words.folded[place] in _LINKS_BEFORE_OF:
            place += 1
            if words.word(place) not in _DE:
                return None
        link, index = words.folded[place], place + 1
        if link in _OF and words.word(index) in _BEFORE_NOUN:
            index += 1  # `de même nom`
        if link in _CONTRACTED_ARTICLES:
            return self._opening_before(link, True, self._behind_adjectives(index))
        if words.word(index) in _ARTICLES or words.word(index) in _POSSESSIVE:
            return self._opening_before(link, True, self._behind_adjectives(index + 1))
        return self._opening_before(link, False, index)

    def _opening_before(self, link: str, article: bool, noun: int) -> _Opening | None:
        """The opening, where a word stands behind it in the same line."""
        begins = self.words.adjacent(noun) and self.words.surfaces[noun][0].isalpha()
        return _Opening(link, article, noun) if begins else None

    def _joins_fields(self, phrase: FunctionPhrase, place: int) -> bool:
        """Whether `et` joins another field to that of a minister."""
        joins = self.words.folded[place] == "et" and self.words.word(place + 1) in _OF_AND_TO_FOLDED
        return joins and bool(phrase.complements) and phrase.noun.group.endswith(("minister", "adviser"))

    def _behind_adjectives(self, index: int) -> int:
        """The word after the adjectives that stand before a noun: `de l'ancien président`."""
        while self.words.word(index) in _BEFORE_NOUN and self.words.surfaces[index].islower():
            index += 1
        return index

    def _noun_end(self, phrase: FunctionPhrase, opening: _Opening) -> int | None:
        """The word after the noun of a complement, which is written down in `phrase`; None where it is none of its."""
        index = opening.noun
        if opening.link in _TO and self._says_to_whom(phrase, index):
            return None
        known = self._portfolio_at(index)
        span = self._spans.get(index)
        if span is not None and (known is None or span.stop > known.end):
            return self._read_mention(phrase, opening, span)
        if known is not None and opening.article:
            phrase.portfolio = phrase.portfolio or known.group
            return phrase.complete(index, known.end)
        return None if self._is_particle(phrase, opening) else self._unknown_noun_end(phrase, opening)

    def _unknown_noun_end(self, phrase: FunctionPhrase, opening: _Opening) -> int | None:
        """The word after a noun that is no mention and no field; None where it is no complement."""
        link, index = opening.link, opening.noun
        place = self._long_place_at(index) if link in _OF_MASCULINE else None
        if place is not None:
            phrase.state = phrase.state or place.state  # `le prince héritier d'Abou Dhabi`
            return phrase.complete(index, self.words.covering(self.words.starts[index], place.end).stop)
        if self.name_start(index):
            return None
        if link in _LINKS_OF_TOWNS and not opening.article:
            return self._read_town(phrase, opening)
        if self.words.capital(index):
            return self._read_capital(phrase, opening)
        return self._read_common_noun(phrase, opening)

    def _long_place_at(self, index: int) -> _Place | None:
        """A capital or a country of several words."""
        place = self._places.get(self.words.starts[index])
        return place if place is not None and place.end > self.words.ends[index] else None

    def _says_to_whom(self, phrase: FunctionPhrase, index: int) -> bool:
        """Whether `à` belongs to what is said and not to the function: `a dit la ministre à la sortie`, `à l'AFP`."""
        head = phrase.noun.group.startswith("head-of") and not phrase.complements
        return phrase.noun.lemma == "ministre" or head or (phrase.noun.kind != "media" and self._is_addressed(index))

    def _is_particle(self, phrase: FunctionPhrase, opening: _Opening) -> bool:
        """Whether the preposition is the particle of a name: `le général de Villiers`."""
        capital = self.words.capital(opening.noun) and not opening.article
        return capital and phrase.noun.kind == "rank" and not phrase.complements

    def _read_mention(self, phrase: FunctionPhrase, opening: _Opening, span: range) -> int | None:
        """The state or the organisation that is served: `le président du Mali`, `le porte-parole de l'Otan`."""
        words, index = self.words, opening.noun
        mention = self.mentions[index]
        entity = self.doc._.entities[mention.entity_id]
        if mention.type != "COUNTRY":
            phrase.organisation = phrase.organisation or entity.id
            phrase.state = phrase.state or entity.country
            return phrase.complete(index, span.stop)
        if self.name_start(index) and span.stop < len(words) and words.capital(span.stop):
            return None  # `le frère d'Israël Katz`
        # `spécialiste de l'Iran`, `ambassadeur au Liban` serve no such state.
        if opening.link in _DE and phrase.noun.kind not in {"expert", "media"}:
            phrase.state_is_complement = phrase.state_is_complement or not phrase.complements
            phrase.state = phrase.state or entity.iso
        return phrase.complete(index, span.stop)

    def _read_town(self, phrase: FunctionPhrase, opening: _Opening) -> int | None:
        """A town, and no more words of its name: `correspondante à Paris`, `ambassadeur à Ankara`.

        A minister has none: `a dit le ministre à Bruxelles`.
        """
        town = opening.link in _TO and self.words.capital(opening.noun) and phrase.noun.kind != "office"
        return phrase.complete(opening.noun, opening.noun + 1) if town else None

    def _read_capital(self, phrase: FunctionPhrase, opening: _Opening) -> int | None:
        """One word with a capital, and what an ordinal counts: `le maire du XVe arrondissement`."""
        index = opening.noun
        if opening.link in _TO and phrase.complements:
            return None  # `le ministre de l'Intérieur au Parisien`
        if not opening.article and self.tag(index) not in {"PROPN", "NOUN", "X"}:
            return None
        counts = _ORDINAL.fullmatch(self.words.surfaces[index]) is not None and self.words.adjacent(index + 1)
        return phrase.complete(index, index + 1 + counts)

    def _read_common_noun(self, phrase: FunctionPhrase, opening: _Opening) -> int | None:
        """Another function, or a noun: `le porte-parole du président afghan`, `le chef de parti`."""
        words, index = self.words, opening.noun
        served = self.read(index) if opening.article else None
        if served is not None:
            return None if opening.link in _TO and self._hears(phrase, served) else phrase.serve(served)
        if self.tag(index) not in {"NOUN", "ADJ", "X", "PROPN"}:
            return None
        end = index + 1
        if opening.article and words.folded[index] in _NAMED_NOUNS:
            while words.adjacent(end) and words.capital(end) and not self.name_start(end):
                end += 1  # `de la région Occitanie`
        return phrase.complete(index, end)

    def _hears(self, phrase: FunctionPhrase, other: FunctionPhrase) -> bool:
        """Whether `à` leads to somebody who is spoken to: `a dit le ministre au président`."""
        if phrase.noun.kind in {"relation", "adviser"}:
            return False
        one = other.number == "s" or other.determiner == "possessive"
        return one or phrase.noun.group.startswith("head-of")

    def _is_addressed(self, index: int) -> bool:
        """Whether `à` leads to whom or when something is said: `le ministre à l'AFP`, `la ministre au micro de X`."""
        mention = self.mentions.get(index)
        if mention is not None and mention.type == "ORG":
            return self.doc._.entities[mention.entity_id].role in {"media", "agency"}
        return singular(self.words.folded[index]) in _CIRCUMSTANCES

    def _portfolio_at(self, index: int) -> _Portfolio | None:
        """The longest complement at `index` that names a field."""
        for parts, group in portfolios().get(singular(self.words.folded[index]), ()):
            if self._stand_at(index, parts):
                return _Portfolio(index + len(parts), group)
        return None

    def _stand_at(self, index: int, parts: tuple[str, ...]) -> bool:
        """Whether the words of an entry of a table, in the singular, stand at `index`."""
        return tuple(map(singular, self.words.folded[index : index + len(parts)])) == parts
