"""Overlapping proposals are resolved, entities without a mention go, ids are unified, span groups are filled."""

from __future__ import annotations

import pytest
import spacy

from extractor.annotations import Entity, Mention, set_extensions
from extractor.entities.linking import Linking

from ..counting import lines


@pytest.fixture(scope="module")
def blank():
    set_extensions()
    return spacy.blank("fr")


def link(nlp, text: str, *found: tuple[str, str, str] | tuple[str, str, str, str]):
    """The article with proposals (surface, type, kind[, method]) after linking, each at its first place."""
    doc = nlp(text)
    for surface, entity_type, kind, *method in found:
        start = text.index(surface)
        entity_id = f"{entity_type.lower()}:{surface}"
        doc._.entities[entity_id] = Entity(entity_id, entity_type, surface)
        doc._.mentions.append(
            Mention(start, start + len(surface), entity_type, kind, entity_id, *(method or ["gazetteer"]))
        )
    return Linking()(doc)


def surfaces(doc) -> list[tuple[str, str]]:
    return [(doc.text[m.start : m.end], m.type) for m in doc._.mentions]


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        (
            "Le ministère russe de la Défense se tait.",
            [("ministère russe de la Défense", "ORG", "name"), ("russe", "COUNTRY", "demonym")],
            [("ministère russe de la Défense", "ORG"), ("russe", "COUNTRY")],
        ),
        (
            "Elle parle à Radio France.",
            [("Radio France", "ORG", "name"), ("France", "COUNTRY", "name")],
            [("Radio France", "ORG")],
        ),
        (
            "Les Forces françaises au Tchad partent.",
            [
                ("Forces françaises au Tchad", "ORG", "name"),
                ("Tchad", "COUNTRY", "name"),
                ("françaises", "COUNTRY", "demonym"),
            ],
            [("Forces françaises au Tchad", "ORG"), ("françaises", "COUNTRY"), ("Tchad", "COUNTRY")],
        ),
        (
            "L'accord avec l'Iran tient.",
            [("accord avec l'Iran", "AGREEMENT", "name"), ("Iran", "COUNTRY", "name")],
            [("accord avec l'Iran", "AGREEMENT"), ("Iran", "COUNTRY")],
        ),
        (
            "Anatole France écrit.",
            [("Anatole France", "PERSON", "name"), ("France", "COUNTRY", "name")],
            [("Anatole France", "PERSON")],
        ),
        (
            "Les États-Unis refusent.",
            [("Les États-Unis", "PERSON", "name", "model"), ("États-Unis", "COUNTRY", "name")],
            [("États-Unis", "COUNTRY")],
        ),
        (
            "La résolution 2231 du Conseil de sécurité tient.",
            [
                ("résolution 2231 du Conseil de sécurité", "AGREEMENT", "name"),
                ("Conseil de sécurité", "ORG", "name"),
            ],
            [("résolution 2231 du Conseil de sécurité", "AGREEMENT")],
        ),
    ],
)
def test_overlaps(blank, text, found, kept):
    assert surfaces(link(blank, text, *found)) == kept


def test_the_better_founded_of_two_readings_stands(blank):
    doc = blank("Le Mistral appareille.")
    for entity_id, entity_type, score in (("weapon:mistral", "WEAPON", 0.9), ("person:mistral", "PERSON", 0.5)):
        doc._.entities[entity_id] = Entity(entity_id, entity_type, "Mistral")
        doc._.mentions.append(Mention(3, 10, entity_type, "name", entity_id, "gazetteer", score))
    assert surfaces(Linking()(doc)) == [("Mistral", "WEAPON")]


def test_entities_without_a_mention_are_dropped(blank):
    doc = link(blank, "Radio France.", ("Radio France", "ORG", "name"), ("France", "COUNTRY", "name"))
    assert set(doc._.entities) == {"org:Radio France"}


def test_a_mention_of_an_unknown_entity_is_dropped(blank):
    doc = blank("Le Japon.")
    doc._.mentions.append(Mention(3, 8, "COUNTRY", "name", "country:JP", "gazetteer"))
    assert Linking()(doc)._.mentions == []


def test_two_ids_of_one_name_become_the_known_one(blank):
    doc = blank("L'Otan et l'OTAN.")
    doc._.entities["org:x"] = Entity("org:x", "ORG", "OTAN")
    doc._.entities["org:otan"] = Entity("org:otan", "ORG", "Otan", wikidata="Q7184")
    doc._.mentions.append(Mention(2, 6, "ORG", "acronym", "org:x", "grammar"))
    doc._.mentions.append(Mention(12, 16, "ORG", "acronym", "org:otan", "gazetteer"))
    Linking()(doc)
    assert {m.entity_id for m in doc._.mentions} == set(doc._.entities) == {"org:otan"}


def test_namesakes_stay_two(blank):
    doc = blank("Ali Bongo et Ali Bongo.")
    for number, start in ((1, 0), (2, 13)):
        entity_id = f"person:ali-bongo-{number}"
        doc._.entities[entity_id] = Entity(entity_id, "PERSON", "Ali Bongo")
        doc._.mentions.append(Mention(start, start + 9, "PERSON", "name", entity_id, "title"))
    Linking()(doc)
    assert [m.entity_id for m in doc._.mentions] == ["person:ali-bongo-1", "person:ali-bongo-2"]


def test_pronouns_and_phrases_stay_beside_names(blank):
    text = "Le président russe parle."
    doc = link(blank, text, ("russe", "COUNTRY", "demonym"), ("Le président russe", "PERSON", "nominal"))
    assert surfaces(doc) == [("Le président russe", "PERSON"), ("russe", "COUNTRY")]


def test_span_groups(blank):
    doc = link(blank, "Le Japon et la Chine.", ("Japon", "COUNTRY", "name"), ("Chine", "COUNTRY", "name"))
    assert [(s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["mentions"]] == [
        ("Japon", "COUNTRY", "country:Japon", "name"),
        ("Chine", "COUNTRY", "country:Chine", "name"),
    ]
    assert [s.text for s in doc.spans["COUNTRY"]] == ["Japon", "Chine"]
    assert len(doc.spans["PERSON"]) == 0


def test_linear_work(blank):
    def work(times: int) -> int:
        text = "Le ministère russe de la Défense. " * times
        doc = blank(text)
        doc._.entities["org:x"] = Entity("org:x", "ORG", "ministère")
        doc._.entities["country:RU"] = Entity("country:RU", "COUNTRY", "Russie")
        for i in range(times):
            doc._.mentions.append(Mention(34 * i + 3, 34 * i + 32, "ORG", "name", "org:x", "grammar"))
            doc._.mentions.append(Mention(34 * i + 13, 34 * i + 18, "COUNTRY", "demonym", "country:RU", "gazetteer"))
        counted = lines(Linking(), doc)
        assert len(doc._.mentions) == 2 * times
        return counted

    assert work(1600) < 1.2 * 8 * work(200)
