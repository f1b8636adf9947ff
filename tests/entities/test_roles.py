"""Roles: what the text says that somebody is."""

from __future__ import annotations

import pytest

from extractor.entities.roles import function_phrases, read_roles, role_of_phrase


def role(doc, entity_id):
    [found] = read_roles(doc)[entity_id]
    return found


@pytest.mark.parametrize(
    ("text", "person", "lemma", "group", "state"),
    [
        ("Le président français Emmanuel Macron a parlé.", "emmanuel-macron", "président", "head-of-state", "FR"),
        ("Emmanuel Macron, le président français, a parlé.", "emmanuel-macron", "président", "head-of-state", "FR"),
        (
            "Heiko Maas, chef de la diplomatie allemande, part.",
            "heiko-maas",
            "chef de la diplomatie",
            "minister:foreign",
            "DE",
        ),
        (
            "Le secrétaire d'Etat américain Mike Pompeo part.",
            "mike-pompeo",
            "secrétaire d'Etat",
            "minister:foreign",
            "US",
        ),
        (
            "Le secrétaire américain à la Défense Lloyd Austin part.",
            "lloyd-austin",
            "secrétaire",
            "minister:defence",
            "US",
        ),
        ("Le chef du Pentagone Lloyd Austin part.", "lloyd-austin", "chef du Pentagone", "minister:defence", "US"),
        (
            "Le ministre japonais de la Défense, Minoru Kihara, part.",
            "minoru-kihara",
            "ministre",
            "minister:defence",
            "JP",
        ),
        ("La chancelière allemande Angela Merkel part.", "angela-merkel", "chancelier", "head-of-government", "DE"),
        ("Le président des Etats-Unis Joe Biden part.", "joe-biden", "président des Etats-Unis", "head-of-state", "US"),
        ("L'opposant russe Alexeï Navalny part.", "alexei-navalny", "opposant", "opposition", "RU"),
        ("Heiko Maas, 53 ans, ministre allemand, part.", "heiko-maas", "ministre", "minister", "DE"),
        ("Emmanuel Macron est le président de la France.", "emmanuel-macron", "président", "head-of-state", "FR"),
    ],
)
def test_function_and_state(nlp, text, person, lemma, group, state):
    found = role(nlp(text), f"person:{person}")
    assert (found.lemma, found.group, found.state) == (lemma, group, state)


def test_former(nlp):
    assert role(nlp("L'ancien ministre Hubert Védrine a écrit."), "person:hubert-vedrine").former
    assert role(nlp("L'ex-ministre Hubert Védrine a écrit."), "person:hubert-vedrine").former
    assert not role(nlp("Le ministre Hubert Védrine a écrit."), "person:hubert-vedrine").former


def test_who_presides_over_a_body_is_no_head_of_state(nlp):
    found = role(nlp("Le président du Conseil européen Charles Michel a parlé."), "person:charles-michel")
    assert found.group == "head-of-body"
    assert found.organisation == "org:conseil-europeen"


def test_a_field_of_study_is_no_state_served(nlp):
    found = role(nlp("Selon Samuel Ramani, spécialiste de la Russie, rien ne presse."), "person:samuel-ramani")
    assert (found.lemma, found.state) == ("spécialiste", None)


def test_the_function_of_the_function_served(nlp):
    found = role(nlp("Sediq Sediqi, porte-parole du président afghan, a parlé."), "person:sediq-sediqi")
    assert (found.lemma, found.complement, found.state) == ("porte-parole", "president afghan", "AF")


def test_each_of_several_has_a_state_of_his_own(nlp):
    doc = nlp("Les présidents américain Donald Trump et iranien Hassan Rohani se verront.")
    assert role(doc, "person:donald-trump").state == "US"
    assert role(doc, "person:hassan-rohani").state == "IR"
    assert doc._.entities["person:hassan-rohani"].role == "président"


def test_states_in_order(nlp):
    doc = nlp("Les dirigeants français et allemand, Emmanuel Macron et Olaf Scholz, se verront.")
    assert role(doc, "person:emmanuel-macron").state == "FR"
    assert role(doc, "person:olaf-scholz").state == "DE"


def test_fields_in_parentheses(nlp):
    doc = nlp("Les ministres Jean-Yves Le Drian (Affaires étrangères) et Florence Parly (Armées) partent.")
    assert role(doc, "person:jean-yves-le-drian").group == "minister:foreign"
    assert role(doc, "person:florence-parly").group == "minister:defence"


def test_the_soldiers_before_a_comma_are_not_the_president(nlp):
    doc = nlp("Devant les soldats, Emmanuel Macron a salué leur courage.")
    assert read_roles(doc)["person:emmanuel-macron"] == []


def test_entity_has_role_without_demonym_and_country(nlp):
    doc = nlp("La ministre allemande de la Défense Annegret Kramp-Karrenbauer a parlé.")
    entity = doc._.entities["person:annegret-kramp-karrenbauer"]
    assert (entity.role, entity.country, entity.gender) == ("ministre de la Défense", "DE", "f")


def test_nominals_read_like_roles(nlp):
    doc = nlp("Le secrétaire américain à la Défense a parlé.")
    [phrase] = function_phrases(doc)
    found = role_of_phrase(doc, phrase)
    assert (found.text, found.group, found.state, found.place) == (
        "Le secrétaire américain à la Défense",
        "minister:defence",
        "US",
        "nominal",
    )
