"""What a person does or is, as noun phrases: `le ministre iranien des Affaires étrangères`, `l'ex-chef de l'armée`.

A phrase is read from its noun (knowledge/functions.tsv) to the right: adjectives, then complements. It is only
grammar; who holds the function is for `extractor.entities.roles` and the resolver to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import Mention
from extractor.entities.gazetteer import hits
from extractor.entities.words import Words, words_of
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList

_CONTRACTED_ARTICLES = WordList("contracted_articles")
_DE = WordList("de")
_OF = WordList("of")
_OF_AND_TO_FOLDED = WordList("of_and_to_folded")
_OF_MASCULINE = WordList("of_masculine")

Gender = Literal["m", "f"]
Number = Literal["s", "p"]

_DEFINITE = WordList("definite_determiners")
_INDEFINITE = WordList("indefinite_articles")
_POSSESSIVE = WordList("possessives_of_all_persons")
_MASCULINE = WordList("masculine_determiners")
_FEMININE = WordList("feminine_determiners")
_PLURAL = WordList("plural_determiners")
_LINKS = WordList("links_of_functions", fold)
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
_PREFIXES = ("ex-", "vice-", "co-", "néo-", "neo-", "futur-", "quasi-")
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
    determiner: Literal["definite", "indefinite", "possessive"] | None = None
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

    def name(self, words: Words) -> str:
        """The function of one person, without determiner and demonyms: `ministre de la Défense`."""
        first = self.first + (self.determiner is not None)
        surface = fold(words.surface(self.head, self.head + self.length))
        whole = surface in {fold(self.noun.lemma), fold(self.noun.feminine)} or words.folded[self.head].startswith(
            _PREFIXES
        )
        pieces: list[str] = []
        for index in range(first, self.last):
            if index in self.demonyms or words.surfaces[index] == ",":
                continue
            if not whole and self.head <= index < self.head + self.length:
                if index == self.head:  # `les présidents X et Y`: each is `président`
                    noun = self.noun.feminine if self.gender == "f" and self.noun.feminine else self.noun.lemma
                    pieces.append(" " + noun if pieces else noun)
                continue
            if words.folded[index] == "et" and index + 1 in self.demonyms:
                continue
            glued = bool(pieces) and words.ends[index - 1] == words.starts[index] and index - 1 not in self.demonyms
            pieces.append(words.surfaces[index] if glued or not pieces else " " + words.surfaces[index])
        return "".join(pieces)


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


@kept()
def function_forms() -> dict[str, list[_Form]]:
    """The forms by their first word in the singular, longer ones first."""
    forms: dict[str, list[_Form]] = {}
    for row in rows("functions"):
        by_state = tuple((s, g) for s, _, g in (part.partition("=") for part in split(row["state"])) if g)
        state = row["state"] if row["state"] and not by_state else None
        noun = FunctionNoun(row["lemma"], row["feminine"], row["class"], row["group"], state, by_state)
        for text, gender in ((row["lemma"], "m" if row["feminine"] else None), (row["feminine"], "f")):
            if text:
                words = tuple(singular(w) for w in fold(text).replace("'", "' ").split())
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
            words = tuple(singular(w) for w in fold(text).replace("'", "' ").split())
            known.setdefault(words[0], []).append((words, row["group"]))
    for some in known.values():
        some.sort(key=lambda entry: -len(entry[0]))
    return known


@kept()
def present_of_saying() -> frozenset[str]:
    """The folded present in the third person of the verbs of saying of the first group: `juge`, `ordonne`."""
    lemmas = (fold(row["lemma"]) for row in rows("cues") if row["kind"] == "verb")
    return frozenset(lemma.removesuffix("r") for lemma in lemmas if lemma.endswith("er"))


class FunctionReader:
    """Reads the function phrases of one article.

    `name_start(index)` tells whether a person's name begins at a word, so that a complement ends before it.
    """

    def __init__(self, doc: Doc, *, name_start: Callable[[int], bool]) -> None:
        self.doc = doc
        self.words: Words = words_of(doc)
        self.name_start = name_start
        self.mentions: dict[int, Mention] = {}
        self._spans: dict[int, tuple[int, int]] = {}
        self._nationality: dict[int, list[str]] = {}
        for mention in doc._.mentions:
            covered = self.words.covering(mention.start, mention.end)
            for index in covered:
                known = self._spans.get(index)
                if mention.kind == "demonym":
                    iso = doc._.entities[mention.entity_id].iso
                    if iso and iso not in self._nationality.setdefault(index, []):
                        self._nationality[index].append(iso)
                elif mention.type in {"ORG", "COUNTRY"} and (known is None or len(covered) > known[1] - known[0]):
                    self.mentions[index] = mention
                    self._spans[index] = (covered.start, covered.stop)
        self._tokens = {token.idx: token for token in doc}
        self._places: dict[int, tuple[int, str | None]] = {}
        """End and state of each capital or country by its start, whatever it means there."""
        for hit in reversed(hits(doc, "COUNTRY")):
            self._places[hit.start] = (hit.end, hit.form.entity.iso)

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
            phrase.portfolio, phrase.complements = known[1], [(index, known[0])]
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
        form, after, former = found
        if len(form.words) == 1 and (self._is_adjective(index, after) or self._is_verb(form, index)):
            return None
        if after < len(self.words) and singular(self.words.folded[after]) in _OF_MATTER:
            return None
        phrase = FunctionPhrase(
            index, index, after, 0, 0, form.noun, gender=form.gender, state=form.noun.state, former=former
        )
        phrase.own = list(range(index, after))
        phrase.length = after - index
        self._read_left(phrase)
        surface = fold(self.words.surfaces[index])
        if (
            len(form.words) == 1
            and surface[-1] in "sx"
            and singular(surface) != surface
            and self._plural_fits(phrase, surface)
        ):
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

    def _plural_fits(self, phrase: FunctionPhrase, surface: str) -> bool:
        lemma = fold(phrase.noun.lemma)
        return surface not in {lemma, fold(phrase.noun.feminine)}

    def _form_at(self, index: int) -> tuple[_Form, int, bool] | None:
        """The longest form at `index`, the word after it, and whether a prefix makes it a former one."""
        first = self.words.folded[index]
        if not first[0].isalnum():  # `le 1ère classe X`
            return None
        former = False
        for word in (first, *(first[len(p) :] for p in _PREFIXES if first.startswith(p))):
            if word != first:
                former = first.startswith("ex-")
            for form in function_forms().get(singular(word), ()):
                length = len(form.words)
                if length == 1 or (
                    index + length <= len(self.words)
                    and all(singular(self.words.folded[index + k]) == form.words[k] for k in range(1, length))
                ):
                    return form, index + length, former
        return None

    def _read_left(self, phrase: FunctionPhrase) -> None:
        """Adjectives and determiner before the noun."""
        index = phrase.head
        while index > 0 and self.words.adjacent(index):
            before = self.words.folded[index - 1]
            if before in _BEFORE_NOUN:
                phrase.former = phrase.former or before in _FORMER
                index -= 1
                continue
            if index - 1 > 0 and self.words.surfaces[index - 1].islower() and self.tag(index - 1) == "ADJ":
                index -= 1
                continue
            break
        if index > 0 and self.words.adjacent(index):
            before = self.words.folded[index - 1]
            if before in _DEFINITE or before in _INDEFINITE or before in _POSSESSIVE:
                index -= 1
                phrase.determiner = (
                    "definite" if before in _DEFINITE else "indefinite" if before in _INDEFINITE else "possessive"
                )
                if before in _PLURAL:
                    phrase.number = "p"
                elif before in _FEMININE:
                    phrase.gender = "f"
                elif before in _MASCULINE:
                    phrase.gender = phrase.gender or "m"
                elif before == "sa":
                    phrase.gender = "f"
                elif before == "son" and self.words.folded[index][0] not in "aeiouyh":
                    phrase.gender = phrase.gender or "m"
        phrase.first = index

    def _read_right(self, phrase: FunctionPhrase, length: int) -> None:
        """Adjectives and complements behind the noun."""
        index = self._read_adjectives(phrase, phrase.last, agreeing=length == 1)
        for _ in range(_DEPTH):
            begin = index if phrase.complements else self._behind_party(index)
            after = self._read_complement(phrase, begin, first=not phrase.complements)
            if after == begin:
                break
            index = self._read_adjectives(phrase, after, agreeing=False)
        phrase.last = index

    def _behind_party(self, index: int) -> int:
        """The word after a party between function and complement: `le président (LR) du Sénat`."""
        words, end = self.words, index
        if index >= len(words):
            return index
        if words.surfaces[index] == "(" and index + 1 < len(words) and words.surfaces[index + 1][0].isalpha():
            close = next((k for k in range(index, min(index + 5, len(words))) if words.surfaces[k] == ")"), index)
            end = close + 1 if close > index else index
        elif words.adjacent(index) and index in self._spans and self.mentions[index].type == "ORG":
            end = self._spans[index][1]
        elif words.adjacent(index) and words.surfaces[index].isupper() and 2 <= len(words.surfaces[index]) <= 6:
            end = index + 1
        follows = end < len(words) and words.folded[end] in _DE
        return end if end > index and follows else index

    def _read_adjectives(self, phrase: FunctionPhrase, index: int, *, agreeing: bool) -> int:
        while index < len(self.words) and (self.words.adjacent(index) or self.words.surfaces[index] == ","):
            demonyms = self._nationality.get(index)
            if demonyms and (self.words.surfaces[index][0].islower()):
                phrase.demonyms.append(index)
                phrase.nationalities += [iso for iso in demonyms if iso not in phrase.nationalities]
                if phrase.state is None:
                    phrase.state = demonyms[0]
                self._agree(phrase, index, agreeing)
                phrase.own.append(index)
                index += 1
            elif (
                self.words.surfaces[index].islower()
                and self.tag(index) == "ADJ"
                and self.words.folded[index] not in _BEFORE_NOUN
                and self.words.folded[index] not in _LINKS
            ):
                self._agree(phrase, index, agreeing)
                phrase.qualifiers.append(self.words.folded[index])
                phrase.own.append(index)
                index += 1
            elif self.words.folded[index] == "numero" and self._is_ranked(index):
                phrase.own += (index, index + 1)  # `l'opposant numéro un au Kremlin`
                index += 2
            elif self.words.folded[index] == "d'" and self.words.folded[index + 1 : index + 2] == ["extreme"]:
                index = min(index + 3, len(self.words))  # `le président d'extrême droite` presides over a state
            elif self._is_party(index):
                phrase.qualifiers.append(self.words.folded[index])
                index += 1
            elif (
                phrase.number == "p"
                and self.words.folded[index] in {"et", ","}
                and index + 1 < len(self.words)
                and self._nationality.get(index + 1)
                and self.words.surfaces[index + 1][0].islower()
            ):
                index += 1
            else:
                break
        return index

    def _is_ranked(self, index: int) -> bool:
        return index + 1 < len(self.words) and self.words.folded[index + 1] in {"un", "deux", "1", "2"}

    def _is_party(self, index: int) -> bool:
        """An acronym between function and name: `le député LR X Y`."""
        surface = self.words.surfaces[index]
        return (
            surface.isupper()
            and 2 <= len(surface) <= 6
            and index + 1 < len(self.words)
            and self.words.adjacent(index + 1)
            and self.words.capital(index + 1)
            and not self.words.surfaces[index + 1].isupper()
        )

    def _agree(self, phrase: FunctionPhrase, index: int, agreeing: bool) -> None:
        if not agreeing or phrase.gender is not None:
            return
        token = self.token(index)
        genders = token.morph.get("Gender", []) if token is not None else []
        if genders == ["Fem"]:
            phrase.gender = "f"
        elif genders == ["Masc"]:
            phrase.gender = "m"

    def _read_complement(self, phrase: FunctionPhrase, index: int, *, first: bool) -> int:
        """The word after a complement that begins at `index`, or `index` where none does."""
        words = self.words
        start = index
        if index >= len(words) or not words.adjacent(index):
            return start
        link = words.folded[index]
        if link == "et" and phrase.complements and phrase.noun.group.endswith(("minister", "adviser")):
            index += 1  # `de l'Economie et des Finances`
            if index >= len(words) or words.folded[index] not in _OF_AND_TO_FOLDED:
                return start
            link = words.folded[index]
        if link not in _LINKS:
            return start
        index += 1
        if link.startswith("charge"):
            if index >= len(words) or words.folded[index] not in _DE:
                return start
            link = words.folded[index]
            index += 1
        if link == "aupres":
            if index >= len(words) or words.folded[index] not in _DE:
                return start
            link = words.folded[index]
            index += 1
        if index < len(words) and link in _OF and words.folded[index] in _BEFORE_NOUN:
            index += 1  # `de même nom`
        article = link in _CONTRACTED_ARTICLES
        following = words.folded[index] if index < len(words) else ""
        if not article and (following in _ARTICLES or following in _POSSESSIVE):
            article = True
            index += 1
        while (
            index < len(words) and article and words.folded[index] in _BEFORE_NOUN and words.surfaces[index].islower()
        ):
            index += 1
        if index >= len(words) or not words.adjacent(index) or not words.surfaces[index][0].isalpha():
            return start
        return self._read_noun(phrase, start, index, link, article)

    def _read_noun(self, phrase: FunctionPhrase, start: int, index: int, link: str, article: bool) -> int:
        words = self.words
        alone = phrase.noun.lemma == "ministre" or (phrase.noun.group.startswith("head-of") and not phrase.complements)
        if link in _TO and alone:
            return start  # `a dit la ministre à la sortie`
        if link in _TO and phrase.noun.kind != "media" and self._is_addressed(index):
            return start
        known = self._portfolio_at(index)
        mention = self.mentions.get(index)
        span = self._spans.get(index)
        if span is not None and mention is not None and span[0] <= index and (known is None or span[1] > known[0]):
            if self.name_start(index) and mention.type == "COUNTRY" and span[1] < len(words) and words.capital(span[1]):
                return start  # `le frère d'Israël Katz`
            entity = self.doc._.entities[mention.entity_id]
            if mention.type == "COUNTRY":
                # `spécialiste de l'Iran`, `ambassadeur au Liban` serve no such state.
                if link in _DE and phrase.noun.kind not in {"expert", "media"}:
                    phrase.state_is_complement = phrase.state_is_complement or not phrase.complements
                    phrase.state = phrase.state or entity.iso
            else:
                phrase.organisation = phrase.organisation or entity.id
                phrase.state = phrase.state or entity.country
            phrase.complements.append((index, span[1]))
            return span[1]
        if known is not None and article:
            phrase.portfolio = phrase.portfolio or known[1]
            phrase.complements.append((index, known[0]))
            return known[0]
        if phrase.noun.kind == "rank" and words.capital(index) and not article and not phrase.complements:
            return start  # `le général de Villiers`: the particle of his name
        place = self._places.get(words.starts[index])
        if place is not None and place[0] > words.ends[index] and link in _OF_MASCULINE:
            last = words.covering(words.starts[index], place[0]).stop
            phrase.state = phrase.state or place[1]  # `le prince héritier d'Abou Dhabi`
            phrase.complements.append((index, last))
            return last
        if self.name_start(index):
            return start
        if link in {"en", "pour", "a"} and not article:
            # `correspondante à Paris`, `ambassadeur à Ankara`: a town, and no more words of its name. A minister
            # has none: `a dit le ministre à Bruxelles`.
            if link == "a" and words.capital(index) and phrase.noun.kind != "office":
                phrase.complements.append((index, index + 1))
                return index + 1
            return start
        if words.capital(index):
            if link in _TO and phrase.complements:
                return start  # `le ministre de l'Intérieur au Parisien`
            if not article and self.tag(index) not in {"PROPN", "NOUN", "X"}:
                return start
            end = index + 1 + bool(_ORDINAL.fullmatch(words.surfaces[index]) and words.adjacent(index + 1))
            phrase.complements.append((index, end))
            return end
        nested = self.read(index) if article else None
        if nested is not None and link in _TO and phrase.noun.kind not in {"relation", "adviser"}:
            if nested.number == "s" or nested.determiner == "possessive" or phrase.noun.group.startswith("head-of"):
                return start  # `a dit le ministre au président`
        if nested is not None:
            phrase.of = nested
            phrase.state = phrase.state or nested.state
            phrase.organisation = phrase.organisation or nested.organisation
            phrase.complements.append((index, nested.last))
            return nested.last
        if self.tag(index) not in {"NOUN", "ADJ", "X", "PROPN"}:
            return start
        end = index + 1
        if article and words.folded[index] in _NAMED_NOUNS:
            while end < len(words) and words.adjacent(end) and words.capital(end) and not self.name_start(end):
                end += 1  # `de la région Occitanie`
        phrase.complements.append((index, end))
        return end

    def _is_addressed(self, index: int) -> bool:
        """Whether `à` leads to whom or when something is said: `le ministre à l'AFP`, `la ministre au micro de X`."""
        mention = self.mentions.get(index)
        if mention is not None and mention.type == "ORG":
            return self.doc._.entities[mention.entity_id].role in {"media", "agency"}
        return singular(self.words.folded[index]) in _CIRCUMSTANCES

    def _portfolio_at(self, index: int) -> tuple[int, str] | None:
        for parts, group in portfolios().get(singular(self.words.folded[index]), ()):
            end = index + len(parts)
            if end <= len(self.words) and all(
                singular(self.words.folded[index + k]) == parts[k] for k in range(1, len(parts))
            ):
                return end, group
        return None
