"""Organisations: alliances, bodies, ministries, services, armed groups, companies, media, parties and institutions.

Four ways lead to a mention, in this order of trust: the tables of known names; the grammar of names that begin with
a common noun (`ministère grec de la Défense`, `Observatoire syrien des droits de l'homme`) or stand behind one
(`la chaîne X`, `l'ONG Y`); acronyms that the article explains; and the entity recogniser of the model, filtered.
What one of them has found is then found again wherever the article repeats it, whole or short (`le Conseil`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ahocorasick_rs import AhoCorasick
from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention, MentionKind, Offsets, set_extensions
from extractor.entities.acronyms import acronyms, full_name_start
from extractor.entities.gazetteer import Form, Hit, hits
from extractor.entities.organisation_phrases import (
    DEFINITE,
    DETERMINERS,
    OF,
    Article,
    Candidate,
    head_at,
    headed_names,
    heads,
    is_shouted,
    label_before,
    labelled_names,
    no_names,
    quoted_names,
)
from extractor.entities.tokens import OPENING_MARKS
from extractor.knowledge import Row, rows, split
from extractor.knowledge.own import Stage, kept, with_own_tables
from extractor.knowledge.word_lists import WordList

_ARTICLES_AND_OF = WordList("articles_and_of")
_ARTICLES_BEFORE_PORTFOLIOS = WordList("articles_before_portfolios")
_DEFINITE_ARTICLES = WordList("definite_articles")
_INDEFINITE = WordList("indefinite_articles")

# --- data -------------------------------------------------------------------------------------------------------------

_TABLES = ("organisations", "media")
_INSTITUTIONAL = frozenset({"institution", "ministry", "service", "party", "armed group", "body", "alliance"})


def forms(folder: Path | None = None) -> Iterator[Form]:
    """The known names of organisations, with those of the user's `folder`."""
    for table in _TABLES:
        for row in rows(table, folder):
            entity = _entity(row)
            doubtful = {fold(form) for form in split(row.get("ambiguous", ""))}
            for text in dict.fromkeys([row["name"], *split(row.get("aliases", ""))]):
                yield Form(
                    text=text,
                    type="ORG",
                    entity=entity,
                    kind="acronym" if _is_acronym(text) else "name",
                    needs_context=fold(text) in doubtful,
                    source=row["_file"],
                )
                if _is_acronym(text) and text.isalpha() and len(text) < 6:
                    dotted = ".".join(text) + "."  # `O.N.U.`
                    yield Form(dotted, "ORG", entity, "acronym", fold(text) in doubtful, row["_file"])


def _entity(row: Row) -> Entity:
    return Entity(
        id=f"org:{row['id']}",
        type="ORG",
        name=row["name"],
        aliases=split(row.get("aliases", "")),
        country=row.get("country") or None,
        wikidata=row.get("wikidata") or None,
        role=row.get("kind") or None,
        number="p" if row.get("number") == "p" else "s",
    )


# --- names known beforehand -------------------------------------------------------------------------------------------


def _known(article: Article) -> Iterator[Candidate]:
    found = hits(article.doc, "ORG")
    certain = {hit.form.entity.id for hit in found if not hit.form.needs_context}
    model = {token.idx for ent in article.doc.ents if ent.label_ == "ORG" for token in ent}
    for hit in found:
        start = _without_article(article.text, hit)
        index = article.token_at.get(start)
        if index is None:
            continue
        if hit.form.needs_context and not _fits_context(article, hit, index, certain, model):
            continue
        yield Candidate(
            start,
            hit.end,
            "gazetteer",
            trust=3,
            entity=hit.form.entity,
            kind=hit.form.entity.role or "",
            score=0.9 if hit.form.needs_context else 1.0,
        )


def _preference(article: Article) -> dict[str, tuple[int, int]]:
    """Of two organisations with one name: the one that is named otherwise too, or whose state is spoken of more."""
    named: dict[str, set[str]] = {}
    countries: dict[str, str | None] = {}
    for hit in hits(article.doc, "ORG"):
        named.setdefault(hit.form.entity.id, set()).add(hit.form.text)
        countries[hit.form.entity.id] = hit.form.entity.country
    return {i: (len(texts), article.countries[countries[i] or ""]) for i, texts in named.items()}


_ARTICLE = re.compile(r"(?:Le|La|Les|L['’])(?=\W|(?<=['’]))")


def _without_article(text: str, hit: Hit) -> int:
    """`le Parisien` names `Le Parisien`, but its article belongs to the sentence."""
    surface = text[hit.start : hit.end]
    match = re.match(r"(?:le|la|les|l['’])\s*(?=[A-ZÀ-Ý])", surface)
    return hit.start + match.end() if match else hit.start


def _fits_context(article: Article, hit: Hit, index: int, certain: set[str], model: set[int]) -> bool:
    """Whether a form that is also something else names the organisation here."""
    entity = hit.form.entity
    surface = article.text[article.doc[index].idx : hit.end]
    if hit.form.text[:1].isupper() and not surface[:1].isupper():
        return False
    if entity.id in certain:
        return True
    if label_before(article, index) is not None:
        return True
    if _ARTICLE.match(hit.form.text) and _ARTICLE.match(surface) and not article.begins_sentence(index):
        return True  # a capital article within the sentence: `révèle Le Monde`
    if _ARTICLE.match(hit.form.text) and _ARTICLE.match(surface) and not surface.isupper() and " " in surface:
        behind = next((t for t in article.doc[index : index + 6] if t.idx >= hit.end), None)
        # `Le Point a révélé`: the second capital tells, unless a longer name goes on (`La Croix Rouge`).
        if behind is None or not behind.text[:1].isupper():
            return True
    recognised = any(place in model for place in range(hit.start, hit.end))
    if article.begins_sentence(index) and not surface.isupper() and " " not in surface:
        return False
    if hit.form.text[:1].islower():
        return article.doc[index].pos_ != "ADJ"
    if (entity.role in _INSTITUTIONAL) and (entity.country is None or entity.country in article.countries):
        return surface.isupper() or entity.country is not None or recognised
    if entity.role in ("media", "agency") and _cited(article, index):
        return True
    return recognised and article.doc[index].pos_ == "PROPN" and entity.role not in ("agency",)


_CITING = WordList("citing", fold)


def _cited(article: Article, index: int) -> bool:
    """`selon X`, `dans X`, `sur X`, `à l'X`: how media are quoted."""
    before = index - 1
    if before >= 0 and article.words[before] in _DEFINITE_ARTICLES:
        before -= 1
    return before >= 0 and article.words[before] in _CITING


# --- acronyms the article explains ------------------------------------------------------------------------------------


def _explained(article: Article, found: list[Candidate]) -> Iterator[Candidate]:
    """The acronym in the parenthesis behind a name, and the name before an acronym that spells it."""
    text = article.text
    by_end: dict[int, list[Candidate]] = {}
    known: dict[int, set[str]] = {}
    for candidate in found:
        by_end.setdefault(candidate.end, []).append(candidate)
        if candidate.entity is not None and candidate.trust == 3:
            known.setdefault(candidate.start, set()).add(candidate.entity.id)
    for acronym in acronyms(text):
        index = article.token_at.get(acronym.start)
        if index is None or index in article.taken or index in article.demonyms:
            continue
        end = acronym.opening
        while end and text[end - 1] in ' \u00a0\u202f"»”':
            end -= 1
        # `Les Républicains (LR)`: of those with that name the one that the acronym names; another's explains nothing.
        names = by_end.get(end, [])
        if acronym.start in known and names:
            names = [n for n in names if n.entity is None or n.entity.id in known[acronym.start]]
            if not names or all(n.entity is None for n in names):
                continue
        name = names[-1] if names else None
        start = full_name_start(text, acronym)
        if name is not None and not (_is_acronym(acronym.text) or start == name.start):
            continue
        if name is None:
            if start is None or start not in article.token_at or not _heads_name(article, article.token_at[start]):
                continue
            name = Candidate(start, end, "acronym", trust=2, kind="body", score=0.8)
            yield name
        if name.entity is None or fold(acronym.text) not in {fold(a) for a in name.entity.aliases}:
            yield Candidate(
                acronym.start, acronym.end, "acronym", trust=4, entity=name.entity, kind=name.kind, country=name.country
            )


def _heads_name(article: Article, index: int) -> bool:
    return article.capitalised(index) and any(head.use != "label" for head, _ in head_at(article, index))


# --- what the model says ----------------------------------------------------------------------------------------------


def _recognised(article: Article) -> Iterator[Candidate]:
    """The organisations of the model's entity recogniser that look like names."""
    doc = article.doc
    for ent in doc.ents:
        if ent.label_ != "ORG":
            continue
        start, stop = ent.start, ent.end
        while start < stop and (article.words[start] in DETERMINERS or not doc[start].text[:1].isalnum()):
            start += 1
        while stop > start and not doc[stop - 1].text[-1:].isalnum():
            stop -= 1
        if start == stop or any(i in article.taken or i in article.demonyms for i in range(start, stop)):
            continue
        if not article.capitalised(start) or doc[start].pos_ not in ("PROPN", "NOUN", "X"):
            continue
        before = start - 1 - (start > 1 and doc[start - 1].text in OPENING_MARKS)
        while before > 0 and doc[before].text.islower() and (doc[before].pos_ == "ADJ" or before in article.demonyms):
            before -= 1
        if before >= 0 and (article.words[before] in _never_before() or _beside_a_place(article, before)):
            continue
        if (article.first_name_at(start) and article.words[start] not in heads()) or is_shouted(
            article.tokens, start, stop
        ):
            continue
        if not all(article.capitalised(i) or article.words[i] in _INNER for i in range(start, stop)):
            continue
        if stop - start == 1 and not (doc[start].text.isupper() or doc[start].pos_ in ("PROPN", "X")):
            continue
        if stop - start == 1 and (_goes_on(article, stop) or (start and article.words[start - 1] in _INDEFINITE)):
            continue
        if stop - start == 1 and (article.words[start] in heads() or article.words[start] in no_names()):
            continue
        if (
            _of_a_minister(article, start)
            or article.begins_sentence(start)
            or "\n" in doc[start:stop].text
            or stop - start > 6
        ):
            continue
        yield Candidate(doc[start].idx, article.tokens.end(stop - 1), "model", trust=1, score=0.6)


def _goes_on(article: Article, index: int) -> bool:
    """Whether a name goes on in lower case where the model ends it: `Valeur absolue`, `Haute autorité`."""
    if index >= len(article.doc) or index in article.demonyms:
        return False
    token = article.doc[index]
    return token.text.islower() and token.text.isalpha() and token.pos_ in ("NOUN", "ADJ") and not token.is_sent_start


@kept()
def _never_before() -> frozenset[str]:
    """Folded words before what is named that tell that it is no organisation: `affaire`, `série`."""
    return frozenset(fold(row["word"]) for row in rows("organisation_lookalikes") if row["where"] == "before")


_BEARINGS = WordList("bearings", fold)


def _beside_a_place(article: Article, index: int) -> bool:
    """`au nord de l'Adrar des Ifoghas`, `à 80 km de X`: what stands behind is a place."""
    while index > 0 and article.words[index] in _ARTICLES_AND_OF:
        index -= 1
    return article.words[index] in _BEARINGS


_PREFIX = re.compile(r"(?<!\w)(?:pro|anti|ex|non|post)[-‐‑]\Z", re.IGNORECASE)
"""What may stand before a name within one token: `pro-GNA`, `anti-Otan`."""
_INNER = WordList("inner_words_of_names", fold)
_OFFICES = WordList("offices_before_portfolios", fold)


_NEAR_OFFICE, _FAR_OFFICE = 5, 9
"""Words back to the office whose field a capitalised word is: with anything, and with nothing but fields between."""


def _of_a_minister(article: Article, index: int) -> bool:
    """`le ministre américain de la Défense`, `l'armée de l'Air`: the capitalised word is a portfolio, not a name."""
    before = index - 1
    if before < 0 or article.words[before] not in _ARTICLES_BEFORE_PORTFOLIOS:
        return False
    while before >= 0 and index - before < _FAR_OFFICE:
        if article.words[before].rpartition("-")[2] in _OFFICES:
            return True
        # Further on only other fields stand between: `le ministre français de l'Europe et des Affaires étrangères`.
        field = article.words[before] in DETERMINERS | {"et", "de", "d'"} or article.capitalised(before)
        if index - before >= _NEAR_OFFICE and not (field or before in article.demonyms):
            return False
        before -= 1
    return False


# --- memory -----------------------------------------------------------------------------------------------------------


def _repeated(article: Article, mentions: list[tuple[Candidate, Entity]]) -> Iterator[tuple[Candidate, Entity]]:
    """Further places of surfaces that the article has named, and short forms: `l'Observatoire`, `le Conseil`.

    One word that only the model takes for a name is not enough: `Ferrari` is a company here and a car there.
    """
    doc = article.doc
    surfaces: dict[str, Entity] = {}
    scores: dict[str, float] = {}
    shorts: dict[str, list[tuple[int, Entity]]] = {}
    for candidate, entity in mentions:
        surface = article.text[candidate.start : candidate.end]
        if candidate.trust > 1 or _is_acronym(surface) or " " in surface:
            surfaces.setdefault(surface, entity)
            scores[surface] = max(candidate.score - 0.05, scores.get(surface, 0.0))
        known = candidate.entity.aliases if candidate.entity else []
        for name in {surface, entity.name, *known}:
            first, _, rest = name.partition(" ")
            if rest and first[:1].isupper() and any(head.use == "part" for head in heads().get(fold(first), ())):
                shorts.setdefault(first, []).append((candidate.start, entity))
    for named in shorts.values():
        named.sort(key=_place)
    taken = {i for candidate, _ in mentions for i in range(candidate.start, candidate.end)}
    if surfaces:
        for start, end in _standing(article.text, list(surfaces)):
            at_token = start in article.token_at or _PREFIX.search(article.text, max(0, start - 6), start) is not None
            if start in taken or not at_token:
                continue
            surface = article.text[start:end]
            yield Candidate(start, end, "memory", trust=2, score=scores[surface]), surfaces[surface]
    tokens = article.tokens
    for place, (surface, start) in enumerate(zip(tokens.surfaces, tokens.starts, strict=True)):
        if surface in shorts and start not in taken and _stands_alone(article, doc[place]):
            named = shorts[surface]
            before = bisect_left(named, start, key=_place)
            if before:
                yield Candidate(start, tokens.end(place), "memory", trust=2, score=0.8), named[before - 1][1]


def _standing(text: str, surfaces: list[str]) -> Iterator[Offsets]:
    """Where the surfaces stand as whole words, the first and longest of those that overlap."""
    found = AhoCorasick(surfaces, store_patterns=False).find_matches_as_indexes(text, overlapping=True)
    end = 0
    for first, last in sorted(((first, last) for _, first, last in found), key=lambda span: (span[0], -span[1])):
        if first >= end and not _is_letter(text[first - 1 : first]) and not _is_letter(text[last : last + 1]):
            yield first, last
            end = last


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _place(named: tuple[int, Entity]) -> int:
    return named[0]


def _stands_alone(article: Article, token: Token) -> bool:
    """Whether a definite article stands before the word and nothing that makes it another name behind it."""
    index = token.i
    if index == 0 or article.words[index - 1] not in DEFINITE:
        return False
    if index + 1 < len(article.doc):
        behind = article.doc[index + 1]
        if article.words[index + 1] in OF or behind.pos_ in ("ADJ", "PROPN", "NOUN") or index + 1 in article.demonyms:
            return False
    return True


# --- the component ----------------------------------------------------------------------------------------------------


def _is_acronym(surface: str) -> bool:
    return sum(c.isupper() for c in surface) > 1 and surface.upper() == surface and " " not in surface


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _resolve(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without overlap: those of the model give way, then the longer wins, then the more trusted."""
    kept: list[Candidate] = []
    covered: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: (c.trust == 1, c.start - c.end, -c.trust)):
        places = range(candidate.start, candidate.end)
        if not any(i in covered for i in (candidate.start, candidate.end - 1)) and covered.isdisjoint(places):
            kept.append(candidate)
            covered.update(places)
    return sorted(kept, key=lambda c: c.start)


class OrganisationsComponent:
    """Adds the organisations of the article to `doc._.entities` and `doc._.mentions`."""

    def __call__(self, doc: Doc) -> Doc:
        article = Article(doc)
        found = [*_known(article), *headed_names(article), *labelled_names(article), *quoted_names(article)]
        found += _explained(article, found)
        preference = _preference(article)
        found.sort(key=lambda c: preference.get(c.entity.id, (0, 0)) if c.entity else (0, 0), reverse=True)
        kept = _resolve([*found, *_recognised(article)])
        mentions = self._link(article, kept)
        mentions += _repeated(article, mentions)
        for candidate, entity in sorted(mentions, key=lambda pair: pair[0].start):
            surface = article.text[candidate.start : candidate.end]
            if surface not in entity.aliases and surface != entity.name:
                entity.aliases.append(surface)
            doc._.entities.setdefault(entity.id, entity)
            kind: MentionKind = "acronym" if _is_acronym(surface) else "name"
            doc._.mentions.append(
                Mention(candidate.start, candidate.end, "ORG", kind, entity.id, candidate.method, candidate.score)
            )
        return doc

    def _link(self, article: Article, kept: list[Candidate]) -> list[tuple[Candidate, Entity]]:
        """Each candidate with its entity: the one of the table, or one of the article's own."""
        entities: dict[str, Entity] = {}
        by_surface: dict[str, Entity] = {}
        linked: list[tuple[Candidate, Entity]] = []
        for candidate in kept:
            surface = article.text[candidate.start : candidate.end]
            if candidate.entity is not None:
                known = candidate.entity
                entity = entities.setdefault(known.id, replace(known, aliases=[]))
            else:
                explained = self._explained_entity(article, candidate, linked) or by_surface.get(fold(surface))
                if explained is None:
                    explained = Entity(
                        id=f"org:{_slug(surface)}",
                        type="ORG",
                        name=surface,
                        country=candidate.country,
                        role=candidate.kind or None,
                    )
                entity = entities.setdefault(explained.id, explained)
            by_surface.setdefault(fold(surface), entity)
            linked.append((candidate, entity))
        return linked

    def _explained_entity(
        self, article: Article, candidate: Candidate, linked: list[tuple[Candidate, Entity]]
    ) -> Entity | None:
        """The entity of the name before the parenthesis in which this acronym stands."""
        if not linked:
            return None
        before, entity = linked[-1]
        if candidate.start - before.end > 8:
            return None
        between = article.text[before.end : candidate.start]
        return entity if re.fullmatch(r"[\"»”]?\s*\(\s*[«\"“]?\s*|,? ou ", between) else None


@Language.factory(
    "extractor_organisations",
    default_config={"knowledge": None},
    requires=["doc._.extractor_hits", "doc._.quotations"],
    assigns=["doc._.entities", "doc._.mentions"],
)
def create_organisations(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_organisations`."""
    set_extensions()
    return with_own_tables(OrganisationsComponent, knowledge)
