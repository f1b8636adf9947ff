"""Countries: names, acronyms, demonyms, halves of compounds, and capitals that speak for their state.

The gazetteer proposes every form; here the sentence and the article decide. A language (`en russe`), a namesake
(`Dominique`) or a city as a place (`à Paris`) is no country; `congolais` is of the Congo that the article speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention
from extractor.entities.gazetteer import Form, Hit, hits

_DEMONYM_COLUMNS = ("masculine", "feminine", "masculine_plural", "feminine_plural")
_HYPHENS = "-‐‑–"
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
        for text in (row["name"], *knowledge.split(row.get("aliases", ""))):
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


class Countries:
    def __call__(self, doc: Doc) -> Doc:
        places = _places(hits(doc, "COUNTRY"))
        seen: Counter[str] = Counter()
        for found in places:
            ids = {hit.form.entity.id for hit in found}
            if len(ids) == 1:
                seen[ids.pop()] += 1
        for found in places:
            form = max((hit.form for hit in found), key=lambda f: seen[f.entity.id])
            if form.entity.id == LOOKALIKE or form.kind == "metonym":
                continue
            start, end = found[0].start, found[0].end
            if form.needs_context and doc.text[end : end + 1] not in ("-", "–"):
                continue
            doc._.entities.setdefault(form.entity.id, replace(form.entity, aliases=[]))
            doc._.mentions.append(Mention(start, end, "COUNTRY", form.kind, form.entity.id, "gazetteer"))
        return doc


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


@Language.factory("extractor_countries")
def create_countries(nlp: Language, name: str) -> Countries:
    """The component `extractor_countries`."""
    return Countries()
