"""Agreements: treaties, accords, pacts, conventions, resolutions, armistices, named or described.

A head noun (`accord`, `traité`, `résolution`) with the adjectives and complements that follow it is a description of
an agreement when they tell which one: `traité nippo-américain`, `accord de sécurité trilatéral`, `résolution 2231 du
Conseil de sécurité`. A participle or a relative clause ends it. Known names come from a table; a description that says
no more than a known agreement of the article is linked to it (`l'accord de 2015`, `l'accord nucléaire`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention, MentionKind, set_extensions
from extractor.entities.acronyms import acronyms
from extractor.entities.agreement_phrases import CONCLUDED, DEFINITE, YEAR, Grammar, Phrase, describes, heads
from extractor.entities.gazetteer import Form, Hit, hits
from extractor.knowledge import rows, split
from extractor.knowledge.own import Stage, with_own_tables
from extractor.knowledge.word_lists import WordList

_DETERMINERS_OF_KNOWN_AGREEMENTS = WordList("determiners_of_known_agreements")
_DETERMINERS_OF_NONE = WordList("determiners_of_none")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")

# --- data -------------------------------------------------------------------------------------------------------------


def forms(folder: Path | None = None) -> Iterator[Form]:
    """The known names of agreements, with those of the user's `folder`."""
    for row in rows("agreements", folder):
        names = list(dict.fromkeys([row["name"], *split(row.get("aliases", ""))]))
        entity = _KnownAgreement(
            id=f"agreement:{row['id']}",
            type="AGREEMENT",
            name=row["name"],
            aliases=names[1:],
            wikidata=row.get("wikidata") or None,
            role=row.get("type") or None,
            year=row.get("year", ""),
            parties=tuple(split(row.get("parties", ""))),
        )
        doubtful = {fold(form) for form in split(row.get("ambiguous", ""))}
        for text in names:
            yield Form(
                text=text,
                type="AGREEMENT",
                entity=entity,
                kind="acronym" if _is_acronym(text) else "name",
                needs_context=fold(text) in doubtful,
                source=row["_file"],
            )


@dataclass(slots=True)
class _KnownAgreement(Entity):
    """An agreement of the table, with what tells it from others of the same name."""

    year: str = ""
    parties: tuple[str, ...] = ()


# --- linking ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """A place that names or describes an agreement."""

    start: int
    end: int
    method: str
    score: float
    known: Entity | None = None
    phrase: Phrase | None = None
    form: Form | None = None


def _party_present(form: Form, countries: set[str]) -> bool:
    """Whether this agreement can be meant: a doubtful form asks for its first party, a mere description for any."""
    parties = getattr(form.entity, "parties", ())
    if not parties:
        return True
    if form.needs_context:
        return parties[0] in countries
    return any(c.isupper() for c in form.text[1:]) or not countries.isdisjoint(parties)


def _content_words(surface: str) -> frozenset[str]:
    return frozenset(
        word.rstrip("sx") for word in re.findall(r"\w+", fold(surface)) if len(word) > 2 and word not in _STOP
    )


_STOP = WordList("no_words_of_names")


class AgreementsComponent:
    """Adds the agreements of the article to `doc._.entities` and `doc._.mentions`."""

    def __call__(self, doc: Doc) -> Doc:
        grammar = Grammar(doc)
        phrases = list(grammar.phrases())
        found = self._found(grammar, phrases)
        found += self._concluded(grammar, phrases, found)
        found.sort(key=lambda f: f.start)
        linked = self._link(grammar, found)
        linked += self._acronyms(grammar, linked)
        linked += self._numbers(grammar, linked)
        linked.sort(key=lambda pair: pair[0].start)
        self._write(grammar, linked)
        self._nominals(grammar, phrases, linked)
        return doc

    def _found(self, grammar: Grammar, phrases: list[Phrase]) -> list[_Found]:
        """Descriptions and known names, the longer of those that overlap."""
        doc = grammar.doc
        candidates: list[_Found] = []
        for phrase in phrases:
            if describes(grammar, phrase) and not grammar.inside_organisation(doc[phrase.start].idx):
                last = doc[phrase.stop - 1]
                candidates.append(
                    _Found(doc[phrase.start].idx, last.idx + len(last.text), "description", 0.85, phrase=phrase)
                )
        for hit in hits(doc, "AGREEMENT"):
            if self._names(grammar, hit) and not grammar.inside_organisation(hit.start):
                candidates.append(_Found(hit.start, hit.end, "gazetteer", 1.0, known=hit.form.entity, form=hit.form))
        kept: list[_Found] = []
        covered: dict[int, _Found] = {}
        for found in sorted(candidates, key=lambda f: (f.start - f.end, f.known is None)):
            places = range(found.start, found.end)
            longer = covered.get(found.start)
            if not any(place in covered for place in places):
                kept.append(found)
                covered.update(dict.fromkeys(places, found))
            elif longer is not None and longer.known is None and found.end <= longer.end:
                if found.form is not None and _party_present(found.form, grammar.countries):
                    longer.known = found.known
        return kept

    def _names(self, grammar: Grammar, hit: Hit) -> bool:
        index = grammar.token_at.get(hit.start)
        if index is None:
            return False
        headed = any(
            tuple(grammar.words[index : index + len(h.words)]) == h.words for h in heads().get(grammar.words[index], ())
        )
        before = grammar.words[index - 1] if index else ""
        if headed:
            return before not in _DETERMINERS_OF_NONE and _party_present(hit.form, grammar.countries)
        if hit.form.needs_context:
            return any(head.type in ("traité", "accord", "pacte") for head in heads().get(before, ())) or before == "("
        return True

    def _concluded(self, grammar: Grammar, phrases: list[Phrase], found: list[_Found]) -> Iterator[_Found]:
        """The first mention of all may describe by a participle: `l'accord conclu à Vienne en 2015`."""
        doc = grammar.doc
        first = min((f.start for f in found), default=len(grammar.text))
        for phrase in phrases:
            noun = doc[phrase.noun]
            if noun.idx >= first or phrase.stop != phrase.noun + 1 or phrase.head.needs == "table":
                continue
            behind = phrase.stop
            if behind >= len(doc) or phrase.start == 0 or grammar.words[phrase.start - 1] not in DEFINITE:
                continue
            if grammar.words[behind] in CONCLUDED and any(
                YEAR.fullmatch(token.text) or token.text[:1].isupper() for token in doc[behind + 1 : behind + 7]
            ):
                yield _Found(noun.idx, noun.idx + len(noun.text), "description", 0.7, phrase=phrase)
                return

    def _link(self, grammar: Grammar, found: list[_Found]) -> list[tuple[_Found, Entity]]:
        """Each place with its entity: of the table, or the article's own, described before in other words."""
        entities: dict[str, Entity] = {}
        words: dict[str, list[frozenset[str]]] = {}
        for place in found:
            if place.known is not None and place.known.id not in entities:
                entities[place.known.id] = replace(place.known, aliases=[])
                words[place.known.id] = [_content_words(n) for n in (place.known.name, *place.known.aliases)]
        linked: list[tuple[_Found, Entity]] = []
        for place in found:
            surface = grammar.text[place.start : place.end]
            if place.known is not None:
                linked.append((place, entities[place.known.id]))
                continue
            entity = self._same(grammar, place, linked, entities, words)
            if entity is None:
                slug = re.sub(r"[^a-z0-9]+", "-", fold(surface)).strip("-")
                head = place.phrase.head.type if place.phrase else None
                entity = entities.setdefault(
                    f"agreement:{slug}", Entity(f"agreement:{slug}", "AGREEMENT", surface, role=head)
                )
            words.setdefault(entity.id, []).append(_content_words(surface))
            linked.append((place, entity))
        return linked

    def _same(
        self,
        grammar: Grammar,
        place: _Found,
        linked: list[tuple[_Found, Entity]],
        entities: dict[str, Entity],
        words: dict[str, list[frozenset[str]]],
    ) -> Entity | None:
        """The agreement already spoken of that this definite description says no more than."""
        phrase = place.phrase
        if (
            phrase is None
            or phrase.start == 0
            or grammar.words[phrase.start - 1] in _INDEFINITE_ARTICLES
            or "new" in phrase.marks
        ):
            return None
        mine = _content_words(grammar.text[place.start : place.end])
        if phrase.stop == phrase.noun + 1:  # `l'accord conclu à Vienne en 2015`: the clause tells which
            clause = grammar.doc[phrase.stop + 1 : phrase.stop + 7]
            mine |= _content_words(" ".join(t.text for t in clause if t.text[:1].isupper() or t.like_num))
        for entity_id in reversed(entities):
            entity = entities[entity_id]
            year = getattr(entity, "year", "")
            if any(mine <= theirs for theirs in words.get(entity_id, ())):
                return entity
            mine_of_year = mine - {year} if phrase.stop == phrase.noun + 1 else mine
            if len(mine_of_year) < len(mine) and any(mine_of_year <= theirs for theirs in words.get(entity_id, ())):
                return entity
            if (
                entity.role == phrase.head.type
                and year in mine
                and mine <= {phrase.head.words[0].rstrip("sx"), year, "international", "historique"}
            ):
                return entity
        return None

    def _acronyms(self, grammar: Grammar, linked: list[tuple[_Found, Entity]]) -> list[tuple[_Found, Entity]]:
        """`accord sur le nucléaire iranien (JCPOA)`: the acronym in the parenthesis and wherever it stands later."""
        by_end = {place.end: entity for place, entity in linked}
        explained: dict[str, Entity] = {}
        for acronym in acronyms(grammar.text):
            end = acronym.opening
            while end and grammar.text[end - 1] in ' \u00a0\u202f"»”':
                end -= 1
            organisation = grammar.explains_organisation(end, acronym.start)
            if end in by_end and _is_acronym(acronym.text) and not organisation:
                explained.setdefault(acronym.text, by_end[end])
        return self._again(grammar, linked, explained, r"(?<!\w)(?:{})(?!\w)", 0.9)

    def _numbers(self, grammar: Grammar, linked: list[tuple[_Found, Entity]]) -> list[tuple[_Found, Entity]]:
        """`la 2231`, `2231` alone, after `résolution 2231`."""
        numbered: dict[str, Entity] = {}
        for place, entity in linked:
            match = re.search(r"(?i)résolutions?\s+(?:n[°o]\s?)?(\d{3,4})", grammar.text[place.start : place.end])
            if match is not None:
                numbered.setdefault(match[1], entity)
        return self._again(grammar, linked, numbered, r"(?<=\s)(?:{})(?=[\s,.;:)»\"])(?!\s?(?:[a-z]+s\b|%|€))", 0.7)

    def _again(
        self,
        grammar: Grammar,
        linked: list[tuple[_Found, Entity]],
        surfaces: dict[str, Entity],
        pattern: str,
        score: float,
    ) -> list[tuple[_Found, Entity]]:
        """The free places at which one of the `surfaces` stands, not before its entity is named."""
        if not surfaces:
            return []
        taken = {i for place, _ in linked for i in range(place.start, place.end)}
        first: dict[str, int] = {}
        for place, entity in linked:
            first[entity.id] = min(place.start, first.get(entity.id, place.start))
        found = []
        for match in re.finditer(pattern.format("|".join(map(re.escape, surfaces))), grammar.text):
            entity = surfaces[match[0]]
            if match.start() not in taken and match.start() > first[entity.id]:
                found.append((_Found(*match.span(), "memory", score), entity))
        return found

    def _write(self, grammar: Grammar, linked: list[tuple[_Found, Entity]]) -> None:
        """Put down the mentions; an organisation inside a name (`résolution de l'ONU`) is part of it."""
        doc = grammar.doc
        covered = {i for place, _ in linked for i in range(place.start, place.end)}
        mentions = doc._.mentions
        mentions[:] = [m for m in mentions if m.type != "ORG" or m.start not in covered]
        for place, entity in linked:
            surface = grammar.text[place.start : place.end]
            if surface not in entity.aliases and surface != entity.name:
                entity.aliases.append(surface)
            doc._.entities.setdefault(entity.id, entity)
            kind: MentionKind = "acronym" if _is_acronym(surface) else "name"
            mentions.append(Mention(place.start, place.end, "AGREEMENT", kind, entity.id, place.method, place.score))
        used = {mention.entity_id for mention in mentions}
        for entity_id in [e for e, entity in doc._.entities.items() if entity.type == "ORG" and e not in used]:
            del doc._.entities[entity_id]

    def _nominals(self, grammar: Grammar, phrases: list[Phrase], linked: list[tuple[_Found, Entity]]) -> None:
        """`l'accord`, `ce traité`: the agreement spoken of last under that noun."""
        doc = grammar.doc
        taken = {i for place, _ in linked for i in range(place.start, place.end)}
        last: dict[str | None, Entity] = {}
        waiting = iter(linked)
        upcoming = next(waiting, None)
        for phrase in phrases:
            noun = doc[phrase.noun]
            while upcoming is not None and upcoming[0].end <= noun.idx:
                last[upcoming[1].role] = upcoming[1]
                upcoming = next(waiting, None)
            if noun.idx in taken or phrase.head.plural or phrase.head.needs == "table" or phrase.noun == 0:
                continue
            before = doc[phrase.noun - 1]
            bare = phrase.stop == phrase.noun + 1 and grammar.words[before.i] in _DETERMINERS_OF_KNOWN_AGREEMENTS
            entity = last.get(phrase.head.type)
            if bare and entity is not None:
                doc._.mentions.append(
                    Mention(before.idx, noun.idx + len(noun.text), "AGREEMENT", "nominal", entity.id, "anaphora", 0.7)
                )


def _is_acronym(surface: str) -> bool:
    return sum(c.isupper() for c in surface) > 1 and surface.upper() == surface and " " not in surface


@Language.factory(
    "extractor_agreements",
    default_config={"knowledge": None},
    requires=["doc._.extractor_hits"],
    assigns=["doc._.entities", "doc._.mentions"],
)
def create_agreements(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_agreements`."""
    set_extensions()
    return with_own_tables(AgreementsComponent, knowledge)
