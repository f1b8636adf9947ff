"""Countries: names, acronyms, demonyms, halves of compounds, and capitals that speak for their state.

The gazetteer proposes every form; here the sentence and the article decide. A language (`en russe`), a namesake
(`Dominique`) or a city as a place (`à Paris`) is no country; `congolais` is of the Congo that the article speaks of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention, set_extensions
from extractor.entities.gazetteer import Form, Hit, hits
from extractor.entities.metonyms import Capital, Contexts, coordinated, reads_as_state
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_ARTICLES_OF_MASCULINE_PLACES = WordList("articles_of_masculine_places")

_PREFIXES = "compound_prefixes.tsv"
_DEMONYM_COLUMNS = ("masculine", "feminine", "masculine_plural", "feminine_plural")
_HYPHENS = ("-", "‐", "‑", "–")
_ARTICLE_BEFORE = re.compile(r"(?:\b(?:le|la|les|du|des|au|aux|en)\s+|\bl['’])$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(r"\b[àÀ]\s+$")
_PERSON_ARTICLE_BEFORE = re.compile(r"\b(?:le|un|les|des|ces|aux|au)\s+$", re.IGNORECASE)
_LANGUAGE_BEFORE = re.compile(
    r"\b(?:en|langues?|parl(?:er|e|es|ent|ant|ait|aient|é|ons)|traduite?s?)\s+(?:le\s+|l['’])?$", re.IGNORECASE
)
_LANGUAGES_BEFORE = re.compile(r"\blangues?\b[^.;!?]*$", re.IGNORECASE)
_LANGUAGE_ARTICLE_BEFORE = re.compile(r"(?:\b(?:le|du|au)\s+|\bl['’])$", re.IGNORECASE)
_OF_BEFORE = re.compile(r"(\w+)\s+du\s+$", re.IGNORECASE)
_PAIR_BEFORE = re.compile(
    r"\b(?:sommets?|axe|relations?|accords?|forum|dialogue|coopération|partenariat|alliance)\s+$", re.IGNORECASE
)
_NON_WORD = re.compile(r"\W+")
_COMPOUNDERS = WordList("first_parts_of_compounds", fold)
_NEIGHBOURHOOD = 60
"""Characters before a form that its tests look at."""
LOOKALIKE = ""
"""The id of the entity of an expression that holds a country's name and names none (`mer de Chine`)."""


def forms(folder: Path | None = None) -> Iterator[Form]:
    """All names of countries, demonyms, first halves of compounds, capitals and lookalikes, shipped and the user's."""
    entities = {}
    for row in knowledge.rows("countries", folder):
        entity = Entity(
            id=f"country:{row['iso']}",
            type="COUNTRY",
            name=row["name"],
            iso=row["iso"],
            wikidata=row.get("wikidata") or None,
            country=row["iso"],
            number="p" if row.get("article") == "les" else "s",
        )
        entities[entity.iso] = entity
        for text in _spellings((row["name"], *knowledge.split(row.get("aliases", "")))):
            yield Form(text, "COUNTRY", entity, source=row["_file"])
        for text in knowledge.split(row.get("acronyms", "")):
            yield Form(text, "COUNTRY", entity, kind="acronym", source=row["_file"])
    for row in knowledge.rows("demonyms", folder):
        spellings = dict.fromkeys(row[column] for column in _DEMONYM_COLUMNS if row.get(column))
        for iso in knowledge.split(row["iso"]):
            for text in spellings:
                yield Form(text, "COUNTRY", entities[iso], kind="demonym", source=row["_file"])
    for row in knowledge.rows("compound_prefixes", folder):
        yield Form(row["id"], "COUNTRY", entities[row["iso"]], kind="demonym", needs_context=True, source=row["_file"])
    for row in knowledge.rows("metonyms", folder):
        for text in knowledge.split(row["forms"]):
            yield Form(text, "COUNTRY", entities[row["iso"]], kind="metonym", needs_context=True, source=row["_file"])
    nowhere = Entity(id=LOOKALIKE, type="COUNTRY", name="")
    for row in knowledge.rows("country_lookalikes", folder):
        yield Form(row["id"], "COUNTRY", nowhere, source=row["_file"])


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """The names, and each with hyphens for spaces and spaces for hyphens: `Corée-du-Sud`, `Etats Unis`."""
    return iter(
        dict.fromkeys(spelling for name in names for spelling in (name, name.replace(" ", "-"), name.replace("-", " ")))
    )


class Countries:
    """Writes down the COUNTRY mentions of an article; needs the hits of `extractor_gazetteer` and the parse."""

    def __init__(self, folder: Path | None = None) -> None:
        self._homonyms = {
            fold(text): row for row in knowledge.rows("country_homonyms", folder) for text in knowledge.split(row["id"])
        }
        self._articles = {row["id"]: row.get("article", "") for row in knowledge.rows("countries", folder)}
        self._languages = {
            fold(row["masculine"]) for row in knowledge.rows("demonyms", folder) if row.get("language") == "yes"
        }
        self._clues = {
            f"country:{row['iso']}": [fold(clue) for clue in knowledge.split(row["clues"])]
            for row in knowledge.rows("country_clues", folder)
        }
        self._any_second = {
            fold(row["id"]) for row in knowledge.rows("compound_prefixes", folder) if row.get("any_second") == "yes"
        }
        self._strengths = {
            fold(text): int(row["strength"])
            for row in knowledge.rows("metonyms", folder)
            for text in knowledge.split(row["forms"])
        }
        self._contexts = Contexts.load(folder)

    def __call__(self, doc: Doc) -> Doc:
        places = _places(hits(doc, "COUNTRY"))
        if not places:
            return doc
        article = _Article(doc, places, self._homonyms, self._clues)
        text = article.text
        chosen = [self._choose(text, place, article.evidence) for place in places]
        starts = {hit.start: hit for hit in chosen if hit.form.entity.id != LOOKALIKE}
        ends = {hit.end for hit in chosen if hit.form.entity.id != LOOKALIKE}
        accepted: list[Hit] = []
        for hit in reversed(chosen):  # from the right, for the first half of a compound stands on the second
            form = hit.form
            if form.entity.id == LOOKALIKE or form.kind == "metonym":
                continue
            if form.source.endswith(_PREFIXES):
                keep = self._begins_compound(text, hit, accepted)
            else:
                keep = self._is_unmistaken(hit, article) and self._is_country(doc, text, hit, starts, ends)
            if keep:
                accepted.append(hit)
        accepted += self._capitals(doc, text, chosen, accepted)
        for hit in sorted(accepted, key=lambda hit: hit.start):
            entity = hit.form.entity
            doc._.entities.setdefault(entity.id, replace(entity, aliases=[]))
            score = 0.8 if hit.form.kind == "metonym" else 0.95
            doc._.mentions.append(Mention(hit.start, hit.end, "COUNTRY", hit.form.kind, entity.id, "gazetteer", score))
        return doc

    def _choose(self, text: str, place: list[Hit], evidence: Counter[str]) -> Hit:
        """Of the forms at one place that of the country the article speaks of, and of its kinds the fitting one."""
        if text[place[0].end : place[0].end + 1] not in _HYPHENS:
            place = [
                hit for hit in place if not hit.form.source.endswith(_PREFIXES)
            ] or place  # `Mexico`, `mexico-américain`
        best = max(place, key=lambda hit: evidence[hit.form.entity.id])
        same = [hit for hit in place if hit.form.entity.id == best.form.entity.id]
        kinds = {hit.form.kind for hit in same}
        if len(kinds) == 1 or "demonym" not in kinds:
            return best
        person = self._means_person(text, best)
        return next(hit for hit in same if (hit.form.kind == "demonym") == person)

    def _means_person(self, text: str, hit: Hit) -> bool:
        """Whether the article before a form that is a name and a demonym is a person's: `le Suisse`, `la Suisse`."""
        own = self._articles.get(hit.form.entity.id, "")
        before = _PERSON_ARTICLE_BEFORE.search(_before(text, hit.start))
        if before is None or own == "les":
            return False
        return own != "le" or before.group().strip().lower() not in _ARTICLES_OF_MASCULINE_PLACES

    def _begins_compound(self, text: str, hit: Hit, accepted: list[Hit]) -> bool:
        """Whether a second half follows: `nippo-américain`, `russo-turco-iranien`, `israélo-arabe`."""
        if text[hit.end : hit.end + 1] not in _HYPHENS:
            return False
        if accepted and accepted[-1].start == hit.end + 1 and accepted[-1].form.kind == "demonym":
            return True
        return fold(hit.form.text) in self._any_second and text[hit.end + 1 : hit.end + 2].islower()

    def _is_unmistaken(self, hit: Hit, article: _Article) -> bool:
        """Whether a name that is also another one (`Dominique`, `Géorgie`, `le Nord`) means the country here."""
        row = self._homonyms.get(fold(hit.form.text))
        if row is None:
            return True
        return any(article.grants(need, hit, row) for need in knowledge.split(row["needs"]))

    def _is_language(self, text: str, hit: Hit) -> bool:
        """Whether a demonym is the name of a language: `en russe`, `le français`, `langue turque`."""
        surface = text[hit.start : hit.end]
        if not surface.islower():
            return False
        before = _before(text, hit.start)
        if _LANGUAGE_BEFORE.search(before) and not re.search(r"\ben\s+l", before):
            return fold(surface) in self._languages or bool(re.search(r"langues?\s+$", before, re.IGNORECASE))
        if fold(surface) in self._languages and _LANGUAGES_BEFORE.search(before) and before.rstrip()[-1:] in ("(", ","):
            return True  # `plusieurs langues (français, arabe, turc)`
        if fold(surface) not in self._languages or not _LANGUAGE_ARTICLE_BEFORE.search(before):
            return False
        # `l'américain Boeing`, `le russe Gazprom`: a name follows.
        return not re.match(r"[\s«\"“]+[^\W\da-zà-ÿ]", text[hit.end : hit.end + 4])

    def _is_country(self, doc: Doc, text: str, hit: Hit, starts: dict[int, Hit], ends: set[int]) -> bool:
        """Whether a demonym is no language's name, and a name no city's and no part of another one."""
        if hit.form.kind == "demonym":
            return not self._is_language(text, hit)
        return self._is_name(doc, text, hit, starts, ends)

    def _is_name(self, doc: Doc, text: str, hit: Hit, starts: dict[int, Hit], ends: set[int]) -> bool:
        """Whether a name stands for the country: not the city of that name, no part of a longer name."""
        before = _before(text, hit.start)
        if self._is_city(hit, before) or _is_half(text, hit, starts, ends):
            return False
        token = _token_at(doc, hit.start)
        previous = doc[token.i - 1] if token.i and not token.is_sent_start else None
        if previous is not None and previous.idx + len(previous) not in ends and _is_name_word(previous):
            return text[hit.start : hit.end].isupper()  # `Météo France`, `Sanofi Aventis France`
        if not _name_follows(text, hit, starts):
            return True
        # `Maroc Telecom`, `Israël Katz`: a bare name with another one behind it.
        return previous is not None and (previous.pos_ in ("DET", "ADP") or bool(_ARTICLE_BEFORE.search(before)))

    def _is_city(self, hit: Hit, before: str) -> bool:
        """Whether the name is its capital's too, and that is meant: `à Luxembourg`; the state would be `au`."""
        entity = hit.form.entity
        one_word = hit.form.text == entity.name and " " not in entity.name
        return bool(self._articles.get(entity.id)) and one_word and _PLACE_BEFORE.search(before) is not None

    def _capitals(self, doc: Doc, text: str, chosen: list[Hit], accepted: list[Hit]) -> list[Hit]:
        """The capitals that stand for their state."""
        if not any(hit.form.kind == "metonym" for hit in chosen):
            return []
        named = {hit.form.entity.id for hit in chosen if hit.form.entity.id != LOOKALIKE}
        names = _coordinations(doc, chosen, {hit.start for hit in accepted})
        self._read_capitals(doc, text, names)
        return [
            name.hit
            for name in names
            if name.hit.form.kind == "metonym"
            and (name.reading or (name.reading is None and name.joined))
            and named - {name.hit.form.entity.id}
        ]

    def _read_capitals(self, doc: Doc, text: str, names: list[_Coordinated]) -> None:
        """Set the reading of each name, where it tells nothing by itself as that of those it is coordinated with."""
        former: bool | None = None
        for name in names:
            hit = name.hit
            strength = self._strengths.get(fold(hit.form.text), 2)
            capital = Capital(hit.start, hit.end, name.span, strength, name.reach)
            name.reading = reads_as_state(doc, text, capital, self._contexts)
            if name.reading is None and name.joined:
                name.reading = former
            former = name.reading
        for name, following in reversed(list(pairwise(names))):
            if name.reading is None and following.joined:
                # Powers are listed, cities are given with a preposition.
                name.reading = following.reading is not False


@dataclass(slots=True)
class _Coordinated:
    """A country's name or a capital, with what it is coordinated with."""

    hit: Hit
    span: Span
    joined: bool
    """Whether it is coordinated with the one before."""
    reach: int
    """The token behind the coordination."""
    reading: bool | None = None
    """Whether it stands for a state; None where nothing tells."""


def _coordinations(doc: Doc, chosen: list[Hit], accepted: set[int]) -> list[_Coordinated]:
    """The capitals and the names that begin at `accepted`, in the order of the text."""
    names: list[_Coordinated] = []
    for hit in chosen:
        if hit.form.kind == "metonym" or hit.start in accepted:
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is not None:
                joined = bool(names) and coordinated(doc, names[-1].span.end, span.start)
                names.append(_Coordinated(hit, span, joined, span.end))
    for name, following in reversed(list(pairwise(names))):
        if following.joined:
            name.reach = following.reach
    return names


def _is_half(text: str, hit: Hit, starts: dict[int, Hit], ends: set[int]) -> bool:
    """Whether a hyphen ties the name to a word that is no country's: `France-Soir`, not `Israël-Palestine`."""
    before = _before(text, hit.start)
    tied = text[hit.end : hit.end + 1] in _HYPHENS and text[hit.end + 1 : hit.end + 2].isupper()
    if tied and hit.end + 1 not in starts and not _PAIR_BEFORE.search(before):
        return True
    if not before.endswith(_HYPHENS) or not before[-2:-1].isalnum() or hit.start - 1 in ends:
        return False
    word = re.search(r"(\w+).$", before)
    return word is None or fold(word.group(1)) not in _COMPOUNDERS


def _name_follows(text: str, hit: Hit, starts: dict[int, Hit]) -> bool:
    """Whether a word with a capital follows that is no country's name, in capitals only where the name is not."""
    behind = re.match(r" ([^\W\d_]\w+)", text[hit.end : hit.end + 16])
    if behind is None or not behind.group(1)[0].isupper() or hit.end + 1 in starts:
        return False
    return not (text[hit.start : hit.end].isupper() and behind.group(1).isupper())


class _Article:
    """What the whole article says about which countries it speaks of."""

    def __init__(
        self, doc: Doc, places: list[list[Hit]], homonyms: dict[str, knowledge.Row], clues: dict[str, list[str]]
    ) -> None:
        self.text = text_of(doc)
        self.evidence: Counter[str] = Counter()
        """How often words of one country only stand in the article, by id."""
        self._folded: str | None = None
        self._found: dict[str, bool] = {}
        sharing = {hit.form.entity.id for place in places for hit in place if _is_shared(place)}
        for place in places:
            ids = {hit.form.entity.id for hit in place}
            if len(ids) == 1 and not any(fold(hit.form.text) in homonyms for hit in place):
                # Where `sud-soudanais` stands, `soudanais` is the other: the own demonym speaks not for the shared one.
                if place[0].form.kind != "demonym" or not ids & sharing:
                    self.evidence[ids.pop()] += 1
        del self.evidence[LOOKALIKE]
        for country in sharing & clues.keys():
            self.evidence[country] += sum(self._contains(clue) for clue in clues[country])

    def grants(self, need: str, hit: Hit, row: knowledge.Row) -> bool:
        """Whether the article meets one need of a row of `country_homonyms.tsv`."""
        country = hit.form.entity.id
        if need == "article":
            return bool(_ARTICLE_BEFORE.search(_before(self.text, hit.start)))
        if need == "document":
            return self.evidence[country] > 0 or self._has(row["clues"])
        if need == "unrivalled":
            return self._has(row["clues"]) or not self._has(row["rivals"])
        # `topic`: `le Nord` in an article about both Koreas
        before = _before(self.text, hit.start)
        of = _OF_BEFORE.search(before)
        return (
            bool(re.search(r"\b(?:le|du|au)\s+$", before, re.IGNORECASE))
            and not (of and (of.group(1)[0].isupper() or fold(of.group(1)) in ("mer", "gare", "pole")))
            and not re.match(r"[-‐‑]|\s+(?:de|du|des)\b|\s+d['’]", self.text[hit.end : hit.end + 5])
            and self.evidence[country] >= 1
            and self._has(row["clues"])
            and self.evidence.most_common(3)[-1][1] <= self.evidence[country] + 2
        )

    def _has(self, cell: str) -> bool:
        return any(self._contains(fold(clue)) for clue in knowledge.split(cell))

    def _contains(self, folded: str) -> bool:
        """Whether the article has the folded words, as whole words."""
        if self._folded is None:
            self._folded = f" {re.sub(_NON_WORD, ' ', fold(self.text))} "
        if folded not in self._found:
            self._found[folded] = f" {re.sub(_NON_WORD, ' ', folded)} " in self._folded
        return self._found[folded]


def _is_shared(place: list[Hit]) -> bool:
    """Whether the form at the place is of several countries: `congolais`."""
    return len({hit.form.entity.id for hit in place}) > 1


def _before(text: str, start: int) -> str:
    return text[max(0, start - _NEIGHBOURHOOD) : start]


def _is_name_word(token: Token) -> bool:
    """A word with a capital that may belong to a name and stands straight before the next one."""
    return token.text[:1].isupper() and token.pos_ in ("NOUN", "PROPN", "X") and bool(token.whitespace_)


def _token_at(doc: Doc, place: int) -> Token:
    """The token that covers a character."""
    return doc[bisect_right(range(len(doc)), place, key=lambda i: doc[i].idx) - 1]


def _places(found: list[Hit]) -> list[list[Hit]]:
    """The hits that overlap no longer one, those at the same place together."""
    places = [list(group) for _, group in groupby(found, key=lambda hit: (hit.start, hit.end))]
    kept: list[list[Hit]] = []
    for place in places:
        if kept and place[0].start < kept[-1][0].end:
            if place[0].end - place[0].start > kept[-1][0].end - kept[-1][0].start:
                kept[-1] = place
            continue
        kept.append(place)
    return kept


@Language.factory(
    "extractor_countries",
    default_config={"knowledge": None},
    requires=["token.dep", "token.head", "token.pos", "token.lemma", "token.morph", "doc._.extractor_hits"],
    assigns=["doc._.entities", "doc._.mentions"],
)
def create_countries(nlp: Language, name: str, knowledge: str | None) -> Countries:
    """The component `extractor_countries`, behind `extractor_gazetteer` and the parser."""
    set_extensions()
    return Countries(Path(knowledge) if knowledge else None)
