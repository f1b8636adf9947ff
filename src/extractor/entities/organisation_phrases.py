"""Names of organisations that hold or follow a common noun, read by a small grammar.

`ministère grec de la Défense`, `Observatoire syrien des droits de l'homme` begin with the noun; `la chaîne X`,
`l'ONG Y` stand behind it. The nouns come from a table; capitals, the parse and an acronym in parentheses tell
where a name ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention
from extractor.entities.gazetteer import Hit, hits
from extractor.entities.names import is_first_name
from extractor.entities.phrases import Part, read_parts
from extractor.entities.tokens import CLOSING_MARKS, OPENING_MARKS, ArticleView, Tokens
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import Where, text_of

_AGAINST_AND_ON = WordList("against_and_on")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")
_OF_AND_IN = WordList("of_and_in")


@dataclass(slots=True, frozen=True)
class Head:
    """A common noun that begins (`part`) or introduces (`label`) a name; `words` are folded."""

    words: tuple[str, ...]
    kind: str
    use: str
    needs_capital: bool
    excluded: frozenset[str]
    """Words that, inside the phrase, make it something else: `Ligue des champions`."""
    of_person: Literal["no", "", "yes"] = ""
    """Whether a person's name may belong to it: right behind the noun (`Institut Paul Bert`), behind its adjectives as
    well (`yes`: `Université américaine George Washington`), or not at all (`no`: `l'Assemblée X Y`)."""
    of_towns: bool = False
    """Whether a town behind its adjectives belongs to it: `Université libre de Bruxelles`."""


@kept()
def heads() -> dict[str, list[Head]]:
    """The heads by their first word, longer ones first."""
    by_word: dict[str, list[Head]] = {}
    for row in rows("organisation_heads"):
        words = tuple(re.findall(r"[\w-]+", fold(row["head"])))
        by_word.setdefault(words[0], []).append(
            Head(
                words,
                row["kind"],
                row["use"],
                row["capital"] == "yes",
                frozenset(split(row["not"])),
                _may_be_of_person(row["person"]),
                row.get("town") == "yes",
            )
        )
    for heads in by_word.values():
        heads.sort(key=lambda head: -len(head.words))
    return by_word


def _may_be_of_person(cell: str) -> Literal["no", "", "yes"]:
    return "no" if cell == "no" else "yes" if cell == "yes" else ""


@dataclass(slots=True)
class Candidate:
    """A place that may name an organisation, and what found it."""

    start: int
    end: int
    method: str
    trust: int
    """Of two candidates that overlap, the longer wins among equals in trust; the model never beats the others."""
    entity: Entity | None = None
    kind: str = ""
    country: str | None = None
    score: float = 1.0


class Article:
    """An article as the readers of organisations see it: its tokens, and the countries and weapons named in it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.tokens = Tokens(doc)
        self.words = self.tokens.folded
        self.token_at = self.tokens.at
        self.demonyms: dict[int, str] = {}
        """Index of the first token of a demonym → ISO code."""
        self.countries: Counter[str] = Counter()
        self.taken: set[int] = set()
        """Indexes of tokens in names of countries and weapons."""
        for mention in doc._.mentions:
            if mention.type == "COUNTRY":
                self._add_country(mention)
        for hit in (*hits(doc, "WEAPON"), *hits(doc, "AGREEMENT")):
            if not hit.form.needs_context:
                self._take(hit)

    def _add_country(self, mention: Mention) -> None:
        iso = self.doc._.entities[mention.entity_id].iso or ""
        self.countries[iso] += 1
        index = self.token_at.get(mention.start)
        if mention.kind == "demonym" and index is not None:
            self.demonyms.setdefault(index, iso)
        else:
            self._take(mention)

    def _take(self, place: Hit | Mention) -> None:
        index, starts = self.token_at.get(place.start), self.tokens.starts
        while index is not None and index < len(starts) and starts[index] < place.end:
            self.taken.add(index)
            index += 1

    @cached_property
    def marks(self) -> dict[str, Container[int]]:
        """What patterns can ask of a token, whatever the phrase that is read."""
        return {
            **self.tokens.marks,
            "DEMONYM": self.demonyms,
            "NAMELIKE": Where(self.name_like),
            "SOMEBODY": Where(self.is_person),
            "PLACE": Where(self.is_place),
            "FIELD": Where(lambda place: self.tokens.tags[place] in _FIELDS and place not in self.taken),
            "OTHER": Where(lambda place: self.capitalised(place) and _heads_part(self, place)),
        }

    def begins_sentence(self, index: int) -> bool:
        """Whether only punctuation stands between the token and the beginning of its sentence or quotation."""
        return self.tokens.begins_sentence(index)

    def capitalised(self, index: int) -> bool:
        """Whether the token begins with a capital."""
        return self.tokens.capital(index)

    def name_like(self, index: int) -> bool:
        """Whether the token can be a word of a proper name: a capital, and not a known country or weapon."""
        text = self.tokens.surfaces[index]
        capital = text[:1].isupper() or (text[:1].isdigit() and any(map(str.isupper, text)))
        return capital and index not in self.taken and index not in self.demonyms

    def is_person(self, index: int) -> bool:
        """Whether a person's name stands here, by the model or by a first name before another capital."""
        if index >= len(self.tokens):
            return False
        label = self.tokens.entities[index]
        return label == "PER" or (label != "ORG" and self.first_name_at(index))

    def first_name_at(self, index: int) -> bool:
        """Whether a known first name with a capital stands before another word with one."""
        text = self.tokens.surface(index)
        capitals = text[:1].isupper() and not text.isupper() and self.tokens.surface(index + 1)[:1].isupper()
        return capitals and is_first_name(fold(text))

    def is_place(self, index: int) -> bool:
        """Whether the model takes the token for a part of a place's name."""
        return self.tokens.entities[index] == "LOC"

    def nationality(self, start: int, stop: int) -> str | None:
        """The ISO code of the first demonym among the tokens."""
        return next((self.demonyms[i] for i in range(start, stop) if i in self.demonyms), None)


_FIELDS = frozenset({"NOUN", "PROPN", "ADJ", "X"})
DETERMINERS = WordList("determiners_of_organisations")
DEFINITE = WordList("definite_articles_and_contractions")
OF = WordList("de")
JOINERS = WordList("joiners_of_names")


def head_at(article: Article, index: int) -> Iterator[tuple[Head, int]]:
    """The heads whose words stand at `index`, each with the index behind them."""
    words = article.words
    for head in heads().get(words[index], ()):
        end = min(index + len(head.words), len(words))
        text = " ".join([words[index], *(word.rstrip("'") for word in words[index + 1 : end])])
        if text == " ".join(head.words):
            yield head, end


def _all_heads(article: Article) -> Iterator[tuple[int, Head, int]]:
    """Every head of the article, the longer first where several begin at one place, and its words `index:end`."""
    known = heads()
    for index, word in enumerate(article.words):
        if word in known:
            for head, end in head_at(article, index):
                yield index, head, end


def _heads_part(article: Article, index: int) -> bool:
    """Whether a noun with which names begin stands here."""
    return any(head.use == "part" for head, _ in head_at(article, index))


def label_before(article: Article, index: int) -> Head | None:
    """The label that introduces the name at `index`, over adjectives and a complement in lower case between them."""
    for steps in range(min(_BACK_TO_LABEL, index)):
        at = index - 1 - steps
        if article.tokens.surfaces[at] in OPENING_MARKS and steps < 2:
            continue
        for head, end in head_at(article, at):
            if head.use == "label" and end <= index:
                return head
        if not _lower_modifier(article, at, before_name=steps == 0):
            return None
    return None


_BACK_TO_LABEL = 7
_BEHIND_LABEL = 6
"""Tokens between a label and its name."""


def _lower_modifier(article: Article, index: int, *, before_name: bool) -> bool:
    """Whether the token may stand between a label and its name: `privé russe de mercenaires`, `de presse`."""
    if index in article.demonyms:
        return True
    lower, tag = article.tokens.surfaces[index][:1].islower(), article.tokens.tags[index]
    if lower and tag in ("ADJ", "NOUN"):
        return True
    if lower and tag == "VERB":
        return article.doc[index].tag_ == "VERB" and "Part" in article.tokens.verb_forms[index]
    return not before_name and article.words[index] in _OF_AND_IN


def labelled_names(article: Article) -> Iterator[Candidate]:
    """`le quotidien turc X`, `l'ONG Y`, `la compagnie privée syrienne Z`: the capitalised name behind the label."""
    found = -1
    for index, head, end in _all_heads(article):
        candidate = _labelled(article, head, index, end) if head.use == "label" and index > found else None
        if candidate is not None:
            found = index
            yield candidate


def _labelled(article: Article, head: Head, index: int, end: int) -> Candidate | None:
    """The name behind the label whose words are `index:end`."""
    tokens = article.tokens
    start = end
    while start < len(tokens) and start - end < _BEHIND_LABEL and _lower_modifier(article, start, before_name=False):
        start += 1
    if start > end and article.words[start - 1] in _OF_AND_IN:
        return None
    quoted = tokens.surface(start) in OPENING_MARKS and start < len(tokens)
    start += quoted
    weak = head.words[-1] in _WEAK_LABELS
    stop = _capitalised_run(article, start, persons=not weak)
    if stop is None:
        return None
    if quoted:
        stop = tokens.first(lambda place: tokens.surfaces[place] in CLOSING_MARKS, stop, stop + 7) or stop
    if (stop - start == 1 and _is_no_name(article, start)) or (weak and start == end and article.is_person(start)):
        return None
    country = article.nationality(end, start)
    if start == end and tokens.surfaces[index].istitle() and not article.begins_sentence(index):
        start = index  # `Radio Classique`: the capital makes the label a part of the name
    return Candidate(
        tokens.starts[start], tokens.end(stop - 1), "label", trust=2, kind=head.kind, country=country, score=0.85
    )


def _is_no_name(article: Article, index: int) -> bool:
    return article.words[index] in DETERMINERS or article.words[index] in no_names()


@kept()
def no_names() -> frozenset[str]:
    """Folded words that look like names of organisations and are none: `NDLR`, `Internet`."""
    return frozenset(fold(row["word"]) for row in rows("organisation_lookalikes") if row["where"] == "name")


def quoted_names(article: Article) -> Iterator[Candidate]:
    """`le « Groupe pour une Suisse sans armée »`: a name that opens with its noun and stands in quotation marks."""
    tokens = article.tokens
    for index in range(1, len(tokens) - 2):
        opens = tokens.surfaces[index] in _QUOTES and article.capitalised(index + 1)
        if not opens or article.words[index - 1] not in DETERMINERS:
            continue
        start = index + 1
        stop = tokens.first(lambda place: tokens.surfaces[place] in CLOSING_MARKS, start, start + _LONGEST) or start
        head = next((head for head, _ in head_at(article, start) if head.use != "cue"), None)
        if head is None or stop - start < 3 or any("Fin" in form for form in tokens.verb_forms[start:stop]):
            continue
        yield Candidate(tokens.starts[start], tokens.end(stop - 1), "label", trust=3, kind=head.kind, score=0.8)


_DEMONYM = "+demonym"
"""Stands among the words that make a head no name where a demonym alone behind it does so."""
_QUOTES = frozenset('"«“')
_WEAK_LABELS = WordList("weak_labels")
"""Labels that also stand before the name of a person (`le groupe Macron`)."""


def _capitalised_run(article: Article, start: int, *, persons: bool) -> int | None:
    """The index behind the capitalised words that begin at `start`, or None when there is no name.

    With `persons` it does not count that it looks like a person's.
    """
    tokens = article.tokens
    if start >= len(tokens) or not article.name_like(start) or article.is_place(start):
        return None
    if (not persons and article.is_person(start)) or start in tokens.sentence_starts:
        return None
    stop = start + 1
    while stop < len(tokens) and stop - start < 7 and stop not in tokens.sentence_starts:
        step = _step_of_run(article, stop)
        if step == 0:
            break
        stop += step
    return stop


def _step_of_run(article: Article, stop: int) -> int:
    """How many tokens from `stop` on go on with the capitalised words before them: a word, or a joiner and a word."""
    tokens = article.tokens
    surface, word = tokens.surfaces[stop], article.words[stop]
    if article.name_like(stop) and not (article.is_person(stop) and not article.is_person(stop - 1)):
        return 1
    if surface.isdigit() and len(surface) < 4:
        return 1
    joins = word in JOINERS and word not in OF and (tokens.glued(stop - 1) or surface != "-")
    return 2 if joins and stop + 1 < len(tokens) and article.name_like(stop + 1) else 0


def headed_names(article: Article) -> Iterator[Candidate]:
    """Names that begin with a common noun: `Observatoire syrien des droits de l'homme`, `université d'Oxford`."""
    known_ends: dict[int, int] = {}
    for hit in hits(article.doc, "ORG"):
        if not hit.form.needs_context:
            known_ends[hit.start] = max(hit.end, known_ends.get(hit.start, 0))
    found = -1
    for name in read_names(article):
        index, head, end = name.first, name.head, name.behind_head
        known = known_ends.get(article.tokens.starts[index], 0)
        if index == found or (known and not _goes_beyond(article, known, end, name.stop)):
            continue
        found = index
        start = index - bool(index and _ORDINAL.fullmatch(article.tokens.surfaces[index - 1]))
        yield Candidate(
            article.tokens.starts[start],
            article.tokens.end(name.stop - 1),
            "pattern",
            trust=2,
            kind=head.kind,
            country=name.country,
            score=0.85,
        )


class Name(NamedTuple):
    """A name that begins with its noun: the index behind it, the state that it names, and its parts."""

    stop: int
    country: str | None
    parts: tuple[Part, ...] = ()


class NameRead(NamedTuple):
    """A name with its noun: its first place, those behind the noun and the name, and its parts."""

    head: Head
    first: int
    behind_head: int
    stop: int
    country: str | None
    parts: tuple[Part, ...]


def read_names(article: Article) -> Iterator[NameRead]:
    """The names that begin with a common noun, for each noun that can begin one."""
    for index, head, end in _all_heads(article):
        name = _read_name(article, head, index, end) if head.use not in ("label", "cue") else None
        if name is not None:
            yield NameRead(head, index, end, *name)


def _read_name(article: Article, head: Head, index: int, end: int) -> Name | None:
    """The name that begins with the head, whose words are `index:end`."""
    if head.use == "ministry":
        name = _ministry(article, end)
    elif head.use == "state":
        name = _of_the_state(article, end)
    else:
        name = _complement(article, head, index, end)
    return name if name.stop > end and _is_name(article, head, index, end, name.stop) else None


def _goes_beyond(article: Article, known: int, end: int, stop: int) -> bool:
    """Whether the name says more than the one known beforehand that begins with it: not only by adjectives."""
    if _leaves_the_name(article, known):
        return False
    behind = [place for place in range(end, stop) if article.tokens.starts[place] >= known]
    return any(article.tokens.tags[place] not in ("ADJ", "VERB") for place in behind)


def _leaves_the_name(article: Article, known: int) -> bool:
    """Whether what follows a known name is of the sentence: `la Cour des comptes sur l'exécution du budget`."""
    behind = article.token_at.get(known + 1)
    return behind is not None and article.words[behind] in _AGAINST_AND_ON


def _is_name(article: Article, head: Head, index: int, end: int, stop: int) -> bool:
    """Whether the phrase is a proper name, by its capitals."""
    if head.use in ("ministry", "state"):
        return True
    if article.is_person(index) or is_shouted(article.tokens, index, stop) or _is_excluded(article, head, end, stop):
        return False
    if index and _ORDINAL.fullmatch(article.tokens.surfaces[index - 1]):
        return True
    if index and article.words[index - 1] in _INDEFINITE_ARTICLES:
        return False
    capital_inside = any(article.capitalised(i) and i not in article.demonyms for i in range(end, stop))
    if not article.capitalised(index):
        return not head.needs_capital and capital_inside
    return capital_inside or not article.begins_sentence(index)


def _is_excluded(article: Article, head: Head, end: int, stop: int) -> bool:
    """Whether what follows the head makes it something else: `Ligue des champions`, `le Conseil italien`."""
    if not head.excluded.isdisjoint(article.words[end:stop]):
        return True
    return _DEMONYM in head.excluded and all(i in article.demonyms for i in range(end, stop))


def _ministry(article: Article, index: int) -> Name:
    """The name behind `index` and the state: `turc de la Défense`, `de l'Europe et des Affaires étrangères`, `grec`."""
    country = article.demonyms.get(index)
    first = index + (country is not None)
    view = ArticleView(article.tokens.reading, {**article.marks, "BEHIND_HEAD": {first}})
    fields = tuple(read_parts(view, "ministry", first, index + _LONGEST_PORTFOLIO))
    if not fields:
        return Name(index, None)
    stop = fields[-1].end
    if country is None and stop in article.demonyms and article.tokens.surfaces[stop].islower():
        return Name(stop + 1, article.demonyms[stop], fields)
    return Name(stop, country, fields)


def _of_the_state(article: Article, index: int) -> Name:
    """`présidence turque`, unless it is of something: `présidence allemande de l'UE`."""
    behind = article.tokens.fold_at(index + 1)
    if index not in article.demonyms or behind in OF or behind == "-":
        return Name(index, None)
    return Name(index + 1, article.demonyms[index])


_ORDINAL = re.compile(r"\d+(?:er|e|ème|ère|re|è)|Haute?")
_LONGEST = 16
"""Tokens in the longest name that the grammar reads."""
_LONGEST_PORTFOLIO = 25
_HYPHENED = re.compile(r"[-‐‑][A-ZÀ-Ý]")


def _complement(article: Article, head: Head, index: int, end: int) -> Name:
    """The adjectives and complements of the head whose words are `index:end`."""
    bracket = _bracket_after(article, index, end)
    if bracket is not None:
        return Name(bracket, article.nationality(end, bracket))
    parts = tuple(read_parts(_view_behind(article, head, index, end), "organisation", end, index + _LONGEST))
    stop = _behind_hyphen(article, parts[-1].end) if parts else end
    return Name(stop, article.nationality(end, stop), parts)


def _behind_hyphen(article: Article, stop: int) -> int:
    """The index behind the rest of a word that the tokenizer cuts: `Jérusalem-Est`."""
    tokens = article.tokens
    if stop >= len(tokens) or not tokens.glued(stop - 1):
        return stop
    if not _HYPHENED.match(tokens.surfaces[stop] + tokens.surface(stop + 1) * tokens.glued(stop)):
        return stop
    return stop + 1 + (tokens.surfaces[stop] in "-‐‑")


def _view_behind(article: Article, head: Head, index: int, end: int) -> ArticleView:
    """The article as patterns see it behind a head."""
    tokens, doc = article.tokens, article.doc
    noun = doc[index]

    def is_stranger(place: int) -> bool:
        if head.of_person == "no" and article.first_name_at(place):
            return True
        return article.is_person(place) and not _straight(article, head, end, place)

    def is_foreign(place: int) -> bool:
        return article.is_place(place) and place not in article.taken and not head.of_towns

    def is_parallel(place: int) -> bool:
        conjunction = place - 1
        while conjunction > end and tokens.reading.words[conjunction] != "et":
            conjunction -= 1
        before = doc[place].head.i
        return end <= before < conjunction and article.capitalised(place) == article.capitalised(before)

    marks: dict[str, Container[int]] = {
        "BEHIND_HEAD": {end},
        "DEPENDENT": Where(lambda place: noun.is_ancestor(doc[place])),
        "STRANGER": Where(is_stranger),
        "FOREIGN": Where(is_foreign),
        "PARALLEL": Where(is_parallel),
        "ACRONYM": Where(lambda place: place >= end + 2 and tokens.surfaces[place].isupper()),
    }
    return ArticleView(tokens.reading, {**article.marks, **marks})


def _straight(article: Article, head: Head, end: int, stop: int) -> bool:
    """Whether a person's name at `stop` belongs to the head: `Institut Paul Bert`, `Université russe Lomonossov`."""

    def between(place: int) -> bool:
        adjective = place in article.demonyms or article.tokens.tags[place] == "ADJ"
        return article.is_person(place) or (head.of_person == "yes" and adjective)

    return all(map(between, range(end, stop)))


def _bracket_after(article: Article, index: int, end: int) -> int | None:
    """The index of the bracket whose acronym the words from the head on spell, where one follows."""
    tokens = article.tokens
    for at in range(end, min(len(tokens) - 1, index + _LONGEST)):
        surface = tokens.surfaces[at]
        if surface == "(":
            return at if _spells(article, index, at) else None
        if at in tokens.sentence_starts or (article.doc[at].is_punct and surface not in "-'’,"):
            return None
    return None


def _spells(article: Article, index: int, bracket: int) -> bool:
    """Whether the acronym in the bracket begins as the head at `index` does, with half its letters from the words."""
    letters = [c for c in article.words[bracket + 1] if c.isalpha()]
    if not letters or letters[0] != article.words[index][:1] or not article.capitalised(bracket + 1):
        return False
    initials = {word[:1] for word in article.words[index:bracket]}
    return len(set(letters) & initials) * 2 >= len(set(letters))


def is_shouted(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the words stand in a line of capitals, where a capital tells nothing."""
    if not tokens.surfaces[start].isupper():
        return False
    places = [start - 3, start - 2, start - 1, stop, stop + 1, stop + 2]
    neighbours = [tokens.surfaces[i] for i in places if 0 <= i < len(tokens)]
    if any(text.isupper() and text.isalpha() and len(text) > 4 for text in neighbours[2:4]):
        return True
    words = [text for text in neighbours if text.isalpha()]
    return len(words) > 1 and sum(map(str.isupper, words)) * 2 > len(words)
