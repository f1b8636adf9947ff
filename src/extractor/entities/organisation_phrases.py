"""Names of organisations that hold or follow a common noun, read by a small grammar.

`ministère grec de la Défense`, `Observatoire syrien des droits de l'homme` begin with the noun; `la chaîne X`,
`l'ONG Y` stand behind it. The nouns come from a table; capitals, the parse and an acronym in parentheses tell
where a name ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention
from extractor.entities.gazetteer import Hit, hits
from extractor.entities.names import is_first_name
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList

_AGAINST_AND_ON = WordList("against_and_on")
_DEFINITE_ARTICLES = WordList("definite_articles")
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


@dataclass(slots=True)
class Article:
    """What the rules ask about the article again and again, computed once."""

    doc: Doc
    text: str = ""
    """The text, kept because `doc.text` puts it together anew each time."""
    token_at: dict[int, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    demonyms: dict[int, str] = field(default_factory=dict)
    """Index of the first token of a demonym → ISO code."""
    countries: Counter[str] = field(default_factory=Counter)
    taken: set[int] = field(default_factory=set)
    """Indexes of tokens in names of countries and weapons."""

    @classmethod
    def of(cls, doc: Doc) -> Article:
        article = cls(doc, doc.text)
        article.token_at = {token.idx: token.i for token in doc}
        article.words = [fold(token.text) for token in doc]
        for mention in doc._.mentions:
            if mention.type != "COUNTRY":
                continue
            iso = doc._.entities[mention.entity_id].iso or ""
            article.countries[iso] += 1
            if mention.kind == "demonym" and mention.start in article.token_at:
                article.demonyms.setdefault(article.token_at[mention.start], iso)
            else:
                article._take(mention)
        for hit in (*hits(doc, "WEAPON"), *hits(doc, "AGREEMENT")):
            if not hit.form.needs_context:
                article._take(hit)
        return article

    def _take(self, place: Hit | Mention) -> None:
        index = self.token_at.get(place.start)
        while index is not None and index < len(self.doc) and self.doc[index].idx < place.end:
            self.taken.add(index)
            index += 1

    def begins_sentence(self, index: int) -> bool:
        """Whether only punctuation stands between the token and the beginning of its sentence or quotation."""
        while index > 0:
            token = self.doc[index]
            if token.is_sent_start:
                return True
            previous = self.doc[index - 1]
            if previous.text in OPENING_MARKS or previous.is_space or previous.text in "-–—•*":
                index -= 1
                continue
            return previous.text in ":.!?…"
        return True

    def capitalised(self, index: int) -> bool:
        return self.doc[index].text[:1].isupper()

    def name_like(self, index: int) -> bool:
        """Whether the token can be a word of a proper name: a capital, and not a known country or weapon."""
        text = self.doc[index].text
        return (
            (text[:1].isupper() or (text[:1].isdigit() and any(c.isupper() for c in text)))
            and index not in self.taken
            and index not in self.demonyms
        )


OPENING_MARKS = frozenset("\"«“„‘'([+")
CLOSING_MARKS = frozenset('"»”')
DETERMINERS = WordList("determiners_of_organisations")
DEFINITE = WordList("definite_articles_and_contractions")
OF = WordList("de")
JOINERS = WordList("joiners_of_names")


def head_at(article: Article, index: int) -> Iterator[tuple[Head, int]]:
    """The heads whose words stand at `index`, each with the index behind them."""
    for head in heads().get(article.words[index], ()):
        end = index + 1
        text = article.words[index]
        for _ in head.words[1:]:
            if end >= len(article.words):
                break
            text += " " + article.words[end].rstrip("'")
            end += 1
        if text == " ".join(head.words):
            yield head, end


def label_before(article: Article, index: int) -> Head | None:
    """The label that introduces the name at `index`, over adjectives and a complement in lower case between them."""
    doc = article.doc
    at = index - 1
    steps = 0
    while at >= 0 and steps < 7:
        token = doc[at]
        if token.text in OPENING_MARKS and steps < 2:
            at, steps = at - 1, steps + 1
            continue
        for head, end in head_at(article, at):
            if head.use == "label" and end <= index:
                return head
        if not _lower_modifier(article, at, before_name=steps == 0):
            return None
        at, steps = at - 1, steps + 1
    return None


def _lower_modifier(article: Article, index: int, *, before_name: bool) -> bool:
    """Whether the token may stand between a label and its name: `privé russe de mercenaires`, `de presse`."""
    token = article.doc[index]
    if index in article.demonyms or (token.pos_ == "ADJ" and token.text[:1].islower()):
        return True
    if token.pos_ in ("NOUN", "VERB") and token.text[:1].islower():
        return token.pos_ == "NOUN" or token.tag_ == "VERB" and "Part" in token.morph.get("VerbForm", [])
    if article.words[index] in _OF_AND_IN:
        return not before_name
    return False


def labelled_names(article: Article) -> Iterator[Candidate]:
    """`le quotidien turc X`, `l'ONG Y`, `la compagnie privée syrienne Z`: the capitalised name behind the label."""
    doc = article.doc
    for index in range(len(doc)):
        for head, end in head_at(article, index):
            if head.use != "label":
                continue
            start = end
            while start < len(doc) and start - end < 6 and _lower_modifier(article, start, before_name=False):
                start += 1
            if start > end and article.words[start - 1] in _OF_AND_IN:
                continue
            quoted = start < len(doc) and doc[start].text in OPENING_MARKS
            start += quoted
            weak = head.words[-1] in _WEAK_LABELS
            stop = _capitalised_run(article, start, persons=not weak)
            if stop is not None and quoted:
                closing = next((i for i in range(stop, min(len(doc), stop + 7)) if doc[i].text in CLOSING_MARKS), stop)
                stop = closing
            if (
                stop is None
                or (stop - start == 1 and (article.words[start] in DETERMINERS or article.words[start] in no_names()))
                or (weak and start == end and is_person(doc, start))
            ):
                continue
            country = next((article.demonyms[i] for i in range(end, start) if i in article.demonyms), None)
            if start == end and doc[index].text.istitle() and not article.begins_sentence(index):
                start = index  # `Radio Classique`: the capital makes the label a part of the name
            yield Candidate(
                doc[start].idx, token_end(doc[stop - 1]), "label", trust=2, kind=head.kind, country=country, score=0.85
            )
            break


@kept()
def no_names() -> frozenset[str]:
    """Folded words that look like names of organisations and are none: `NDLR`, `Internet`."""
    return frozenset(fold(row["word"]) for row in rows("organisation_lookalikes") if row["where"] == "name")


def quoted_names(article: Article) -> Iterator[Candidate]:
    """`le « Groupe pour une Suisse sans armée »`: a name that opens with its noun and stands in quotation marks."""
    doc = article.doc
    for index in range(1, len(doc) - 2):
        start = index + 1
        if (
            doc[index].text not in _QUOTES
            or article.words[index - 1] not in DETERMINERS
            or not article.capitalised(start)
        ):
            continue
        head = next((head for head, _ in head_at(article, start) if head.use != "cue"), None)
        stop = next((i for i in range(start, min(len(doc), start + _LONGEST)) if doc[i].text in CLOSING_MARKS), start)
        if head is None or stop - start < 3 or any("Fin" in t.morph.get("VerbForm", []) for t in doc[start:stop]):
            continue
        yield Candidate(doc[start].idx, token_end(doc[stop - 1]), "label", trust=3, kind=head.kind, score=0.8)


_DEMONYM = "+demonym"
"""Stands among the words that make a head no name where a demonym alone behind it does so."""
_QUOTES = frozenset('"«“')
_WEAK_LABELS = WordList("weak_labels")
"""Labels that also stand before the name of a person (`le groupe Macron`)."""


def _capitalised_run(article: Article, start: int, *, persons: bool) -> int | None:
    """The index behind the capitalised words that begin at `start`, or None when there is no name.

    With `persons` it does not count that it looks like a person's.
    """
    doc = article.doc
    if start >= len(doc) or not article.name_like(start) or _is_place(doc, start):
        return None
    if not persons and is_person(doc, start):
        return None
    if doc[start].is_sent_start:
        return None
    stop = start + 1
    while stop < len(doc) and stop - start < 7:
        token = doc[stop]
        if token.is_sent_start:
            break
        glued = not doc[stop - 1].whitespace_
        if article.name_like(stop) and not (is_person(doc, stop) and not is_person(doc, stop - 1)):
            stop += 1
        elif token.text.isdigit() and len(token.text) < 4:
            stop += 1
        elif (
            (article.words[stop] in JOINERS and article.words[stop] not in OF)
            and stop + 1 < len(doc)
            and article.name_like(stop + 1)
            and (glued or token.text != "-")
        ):
            stop += 2
        else:
            break
    return stop


def is_person(doc: Doc, index: int) -> bool:
    """Whether a person's name stands here, by the model or by a first name before another capital."""
    if index >= len(doc):
        return False
    return doc[index].ent_type_ == "PER" or (doc[index].ent_type_ != "ORG" and first_name_at(doc, index))


def first_name_at(doc: Doc, index: int) -> bool:
    """Whether a known first name with a capital stands before another word with one."""
    return (
        index + 1 < len(doc)
        and doc[index].text[:1].isupper()
        and doc[index + 1].text[:1].isupper()
        and not doc[index].text.isupper()
        and is_first_name(fold(doc[index].text))
    )


def _is_place(doc: Doc, index: int) -> bool:
    return doc[index].ent_type_ == "LOC"


def headed_names(article: Article) -> Iterator[Candidate]:
    """Names that begin with a common noun: `Observatoire syrien des droits de l'homme`, `université d'Oxford`."""
    doc = article.doc
    known_ends: dict[int, int] = {}
    for hit in hits(doc, "ORG"):
        if not hit.form.needs_context:
            known_ends[hit.start] = max(hit.end, known_ends.get(hit.start, 0))
    for index in range(len(doc)):
        for head, end in head_at(article, index):
            if head.use in ("label", "cue"):
                continue
            if head.use == "ministry":
                stop, country = _portfolio(article, end)
            elif head.use == "state":
                stop, country = _of_the_state(article, end)
            else:
                stop = _complement(article, index, end, of_person=head.of_person)
                country = next((article.demonyms[i] for i in range(end, stop) if i in article.demonyms), None)
            if stop <= end or not _is_name(article, head, index, end, stop):
                continue
            known = known_ends.get(doc[index].idx, 0)
            if known and _leaves_the_name(article, known):
                continue
            if known and all(doc[i].pos_ in ("ADJ", "VERB") for i in range(end, stop) if doc[i].idx >= known):
                continue
            start = index
            if start and _ORDINAL.fullmatch(doc[start - 1].text):
                start -= 1
            yield Candidate(
                doc[start].idx,
                token_end(doc[stop - 1]),
                "pattern",
                trust=2,
                kind=head.kind,
                country=country,
                score=0.85,
            )
            break


def _leaves_the_name(article: Article, known: int) -> bool:
    """Whether what follows a known name is of the sentence: `la Cour des comptes sur l'exécution du budget`."""
    behind = article.token_at.get(known + 1)
    return behind is not None and article.words[behind] in _AGAINST_AND_ON


def _is_name(article: Article, head: Head, index: int, end: int, stop: int) -> bool:
    """Whether the phrase is a proper name, by its capitals."""
    doc = article.doc
    if head.use in ("ministry", "state"):
        return True
    if (
        is_person(doc, index)
        or is_shouted(doc, index, stop)
        or any(article.words[i] in head.excluded for i in range(end, stop))
    ):
        return False
    if _DEMONYM in head.excluded and all(i in article.demonyms for i in range(end, stop)):
        return False  # `le président du Conseil italien`
    if index and _ORDINAL.fullmatch(doc[index - 1].text):
        return True
    if index and article.words[index - 1] in _INDEFINITE_ARTICLES:
        return False
    capital_inside = any(article.capitalised(i) and i not in article.demonyms for i in range(end, stop))
    if not article.capitalised(index):
        return not head.needs_capital and capital_inside
    if article.begins_sentence(index):
        return capital_inside
    return True


def _portfolio(article: Article, index: int) -> tuple[int, str | None]:
    """The index behind `turc de la Défense`, `de l'Europe et des Affaires étrangères`, `grec`, and the state's code."""
    doc = article.doc
    country: str | None = None
    stop = index
    if index in article.demonyms:
        country = article.demonyms[index]
        stop = index + 1
    while stop < len(doc):
        at = stop
        if at > index and article.words[at] in ("et", ","):
            at += 1
        if at >= len(doc) or article.words[at] not in OF | {"a", "au", "aux", "charge"}:
            break
        while at < len(doc) and article.words[at] in OF | {"la", "l'", "a", "au", "aux", "charge"}:
            at += 1
        if at >= len(doc) or doc[at].pos_ not in ("NOUN", "PROPN", "ADJ", "X") or at in article.taken:
            break
        if article.words[stop] == "," and not article.capitalised(at):
            break
        if stop > index + (country is not None) and not article.capitalised(at) and article.words[stop] != "et":
            break
        if is_person(doc, at) or (_is_place(doc, at) and stop > index + (country is not None)):
            break
        at += 1
        if (
            at + 1 < len(doc)
            and article.words[at] == "d'"
            and doc[at + 1].text.islower()
            and doc[at + 1].pos_ == "NOUN"
        ):
            at += 2
        while at < len(doc) and doc[at].pos_ == "ADJ" and at not in article.demonyms and not doc[at].is_sent_start:
            at += 1
        stop = at
        if (
            stop + 1 < len(doc)
            and article.words[stop] == "et"
            and doc[stop + 1].pos_ == "ADJ"
            and doc[at - 1].pos_ == "ADJ"
        ):
            stop += 2
        if stop - index > 24:
            break
    if stop < len(doc) and stop > index and country is None and stop in article.demonyms and doc[stop].text.islower():
        country = article.demonyms[stop]
        stop += 1
    has_portfolio = stop > index + (1 if index in article.demonyms else 0)
    return (stop, country) if has_portfolio else (index, None)


def _of_the_state(article: Article, index: int) -> tuple[int, str | None]:
    """`présidence turque`, unless it is of something: `présidence allemande de l'UE`."""
    behind = index + 1
    if index not in article.demonyms or (behind < len(article.words) and article.words[behind] in OF | {"-"}):
        return index, None
    return behind, article.demonyms[index]


_ORDINAL = re.compile(r"\d+(?:er|e|ème|ère|re|è)|Haut|Haute")
_LINKS = WordList("links_of_purpose")
_LONGEST = 16
"""Tokens in the longest name that the grammar reads."""


def _complement(article: Article, index: int, end: int, *, of_person: Literal["no", "", "yes"]) -> int:
    """The index behind the adjectives and complements of the head at `index`, of which `end` is the index behind."""
    doc = article.doc
    bracket = _bracket_after(article, index, end)
    if bracket is not None:
        return bracket
    stop = end
    while stop < len(doc) and stop - index < _LONGEST:
        token = doc[stop]
        if token.is_sent_start or token.is_space:
            break
        word = article.words[stop]
        if (
            stop in article.demonyms
            or (token.text == "-" and stop + 1 in article.demonyms)
            or (token.pos_ == "ADJ" and token.text[:1].islower())
        ):
            if article.doc[stop - 1].pos_ == "ADP" or (stop not in article.demonyms and not _agrees(doc, stop)):
                break
            stop += 1
        elif token.text[:1].islower() and "Past" in token.morph.get("Tense", []) and _agrees(doc, stop):
            stop += 1  # `Nations unies`; a present participle begins a clause (`l'Alliance appelant …`)
        elif article.name_like(stop) and not token.is_punct:
            straight = all(
                is_person(doc, i) or (of_person == "yes" and (i in article.demonyms or doc[i].pos_ == "ADJ"))
                for i in range(end, stop)
            )
            if is_person(doc, stop) and not straight:
                break  # but `l'université américaine George Washington`
            if of_person == "no" and first_name_at(doc, stop):
                break
            stop += 1
        elif word in OF:
            if word == "des" and (token.pos_ == "DET" or stop > end + 2 and doc[stop - 1].text.isupper()):
                break  # `le Conseil de sécurité de l'ONU des sanctions …`: a new phrase, not a complement
            behind = _noun_behind(article, stop + 1)
            if behind is None or (
                _foreign_place(article, behind) and stop > end and article.words[index] != "universite"
            ):
                break
            stop = behind + 1
        elif word in _LINKS and doc[index].is_ancestor(token):
            behind = _noun_behind(article, stop + 1)
            if behind is None or (word == "pour" and behind == stop + 1 and not article.capitalised(behind)):
                break  # `la Cour suprême pour non-respect de la loi`
            stop = behind + 1
        elif word == "et" and doc[index].is_ancestor(token):
            behind = stop + 1
            if behind >= len(doc):
                break
            with_article = article.words[behind] in _DEFINITE_ARTICLES
            noun = _noun_behind(article, behind + (article.words[behind] in OF))
            if noun is None or not doc[index].is_ancestor(doc[noun]) or is_person(doc, noun):
                break
            if article.capitalised(noun) and any(head.use == "part" for head, _ in head_at(article, noun)):
                break  # another organisation: `de l'Université X et de l'Institut Y`
            if noun == behind and not article.capitalised(noun) and article.capitalised(stop - 1):
                break  # `l'Université de Bordeaux et chercheur à …`
            # `pour le contrôle et la prévention` goes on, `l'Institut d'économie et la Banque` does not.
            before = doc[noun].head.i
            if with_article and (not end <= before < stop or article.capitalised(noun) != article.capitalised(before)):
                break
            stop = noun + 1
        else:
            break
    if stop < len(doc) and stop > end and not doc[stop - 1].whitespace_ and _HYPHENED.match(doc[stop : stop + 2].text):
        stop += 1 + (doc[stop].text in "-‐‑")  # `Jérusalem-Est`
    return stop


_HYPHENED = re.compile(r"[-‐‑][A-ZÀ-Ý]")
_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|(?<![qg])ue?s?|[a-zé]{3}ants?|antes?)$")


def _agrees(doc: Doc, index: int) -> bool:
    """A participle that closes a name (`Nations unies`, `forces armées`) has no complement: `l'Union dotée de`."""
    if not _PARTICIPLE.search(doc[index].text):
        return True
    behind = doc[index + 1].lower_ if index + 1 < len(doc) else ""
    return behind not in ("de", "d'", "d’", "du", "des", "par", "en", "à", "au", "sur", "depuis", "pour")


def _noun_behind(article: Article, index: int) -> int | None:
    """The noun behind `index`, over an article and an adjective."""
    doc = article.doc
    while index < len(doc) and article.words[index] in _DEFINITE_ARTICLES:
        index += 1
    if index + 1 < len(doc) and doc[index].pos_ in ("ADJ", "NUM") and doc[index + 1].pos_ in ("NOUN", "PROPN"):
        index += 1
    return _bare_noun(article, index)


def _bare_noun(article: Article, index: int) -> int | None:
    doc = article.doc
    if index >= len(doc) or doc[index].pos_ not in ("NOUN", "PROPN", "ADJ", "X") or doc[index].is_sent_start:
        return None
    return index


def _foreign_place(article: Article, index: int) -> bool:
    """A town behind `de` says where the organisation is; a country (`Banque centrale de Russie`) is in its name."""
    return _is_place(article.doc, index) and index not in article.taken


def _bracket_after(article: Article, index: int, end: int) -> int | None:
    """The index of the bracket whose acronym the words from the head on spell, where one follows."""
    doc = article.doc
    for at in range(end, min(len(doc) - 1, index + _LONGEST)):
        token = doc[at]
        if token.text == "(":
            letters = [c for c in fold(doc[at + 1].text) if c.isalpha()]
            initials = {article.words[i][:1] for i in range(index, at)}
            if doc[at + 1].text[:1].isupper() and letters and letters[0] == article.words[index][:1]:
                return at if len(set(letters) & initials) * 2 >= len(set(letters)) else None
            return None
        if token.is_punct and token.text not in "-'’," or token.is_sent_start:
            return None
    return None


def is_shouted(doc: Doc, start: int, stop: int) -> bool:
    """Whether the words stand in a line of capitals, where a capital tells nothing."""
    neighbours = [doc[i].text for i in (start - 3, start - 2, start - 1, stop, stop + 1, stop + 2) if 0 <= i < len(doc)]
    words = [text for text in neighbours if text.isalpha()]
    if not doc[start].text.isupper():
        return False
    if any(text.isupper() and text.isalpha() and len(text) > 4 for text in neighbours[2:4]):
        return True
    return len(words) > 1 and sum(map(str.isupper, words)) * 2 > len(words)


def token_end(token: Token) -> int:
    """The offset behind the token, without its space."""
    return token.idx + len(token.text)
