"""RDF as JSON-LD: each statement a schema.org `Quotation` in its `NewsArticle`, with the place and the provenance.

    schema.org          Quotation: text, spokenByCharacter, about, isPartOf
                        Person, Country, Organization, Product, Legislation
    PROV-O              wasQuotedFrom the article, wasGeneratedBy the run, wasAssociatedWith this program
    Web Annotation      oa:TextPositionSelector with the code points in the article's text

The context is in the file, so that no reader has to fetch it. What is linked across articles has one node, with
`sameAs` to Wikidata; an indirect report is a `Statement` of schema.org, for its words are not the speaker's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extractor import __version__
from extractor.escaping import json_line, web_address
from extractor.exports.nested import articles
from extractor.tables.read import Reading

BASE = "urn:extractor:"
"""Ids of entities and articles are local names under it."""

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spokenByCharacter": {"@type": "@id"},
    "about": {"@type": "@id"},
    "mentions": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "url": {"@type": "@id"},
    "recipient": {"@type": "@id"},
    "datePublished": {"@type": "xsd:dateTime"},
    "prov:wasQuotedFrom": {"@type": "@id"},
    "prov:wasGeneratedBy": {"@type": "@id"},
    "prov:wasAssociatedWith": {"@type": "@id"},
    "prov:wasAttributedTo": {"@type": "@id"},
}

TYPES = {
    "PERSON": "Person",
    "COUNTRY": "Country",
    "WEAPON": "Product",
    "AGREEMENT": "Legislation",
    "ORG": "Organization",
}

SOFTWARE = f"{BASE}software"


def write_jsonld(reading: Reading, path: Path) -> int:
    """Writes one JSON-LD document and gives the number of articles."""
    count = 0
    known: set[str] = set()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n')
        file.write(json.dumps(_software()))
        for article in articles(reading):
            count += 1
            for node in nodes(article, known):
                # As it may stand in the script of a page, where search engines look for it.
                file.write(",\n" + json_line(node, script=True))
        file.write("\n]}\n")
    return count


def _published(article: dict[str, Any]) -> str | None:
    """The date of an article: where no more than the day is known, the day alone."""
    at = article["published_at"]
    if at is None:
        return None
    return str(at.date().isoformat() if article["published_precision"] == "day" else at.isoformat())


def nodes(article: dict[str, Any], known: set[str]) -> Iterator[dict[str, Any]]:
    """The nodes of an article; entities and runs in `known` are there already, and new ones are added to it."""
    here = iri("article", article["doc_id"])
    run = iri("run", article["run_id"] or "unknown")
    if run not in known:
        known.add(run)
        yield {"@id": run, "@type": "prov:Activity", "prov:wasAssociatedWith": SOFTWARE}
    yield _without_nothing(
        {
            "@id": here,
            "@type": ["NewsArticle", "prov:Entity"],
            "identifier": article["doc_id"],
            "headline": article["title"],
            "url": _address(article["url"]),
            "datePublished": _published(article),
            "inLanguage": article["language"],
            "author": article["author"],
            "publisher": {"@type": "Organization", "name": article["outlet"]} if article["outlet"] else None,
            "mentions": [_entity(article, entity["entity_id"]) for entity in article["entities"]],
        }
    )
    for entity in article["entities"]:
        place = _entity(article, entity["entity_id"])
        if place not in known:
            known.add(place)
            yield _entity_node(place, entity)
    for statement in article["statements"]:
        yield _statement_node(article, here, run, statement)


def _entity_node(place: str, entity: dict[str, Any]) -> dict[str, Any]:
    country = entity["country"] if entity["type"] != "COUNTRY" else None
    return _without_nothing(
        {
            "@id": place,
            "@type": TYPES[entity["type"]],
            "name": entity["name"],
            "alternateName": entity["aliases"],
            "identifier": entity["iso"] or entity["entity_id"],
            "jobTitle": entity["role"] if entity["type"] == "PERSON" else None,
            "sameAs": f"http://www.wikidata.org/entity/{entity['wikidata']}" if entity["wikidata"] else None,
            "affiliation": {"@id": iri("country", country)} if country and entity["type"] == "PERSON" else None,
        }
    )


def _statement_node(article: dict[str, Any], here: str, run: str, statement: dict[str, Any]) -> dict[str, Any]:
    speakers = [_entity(article, one) for one in statement["speaker_ids"]]
    return _without_nothing(
        {
            "@id": f"{here}/statement/{statement['statement_id']}",
            "@type": ["Statement" if statement["type"] == "indirect" else "Quotation", "prov:Entity"],
            "text": statement["text"],
            "inLanguage": article["language"],
            "spokenByCharacter": speakers,
            "creditText": statement["speaker_text"],
            "genre": statement["speech_act"],
            "about": [_entity(article, one) for one in statement["about_ids"]],
            "recipient": [_entity(article, one) for one in statement["addressee_ids"]],
            "isPartOf": here,
            "prov:wasQuotedFrom": here,
            "prov:wasAttributedTo": speakers,
            "prov:wasGeneratedBy": run,
            "oa:hasSelector": [
                {"@type": "oa:TextPositionSelector", "oa:start": span["start"], "oa:end": span["end"]}
                for span in statement["spans"]
            ],
        }
    )


def _entity(article: dict[str, Any], entity_id: str) -> str:
    kind, _, name = entity_id.partition(":")
    return iri(kind, name)


def iri(kind: str, name: str) -> str:
    """A name of ours: `urn:extractor:country:JP`."""
    return f"{BASE}{quote(kind, safe='')}:{quote(name, safe='')}"


def _address(url: str | None) -> str | None:
    """The address of an article, where it is one of the web, as RDF writes it."""
    address = web_address(url)
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~-._") if address else None


def _software() -> dict[str, Any]:
    return {
        "@id": SOFTWARE,
        "@type": ["SoftwareApplication", "prov:SoftwareAgent"],
        "name": "extractor",
        "softwareVersion": __version__,
    }


def _without_nothing(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, [], "")}
