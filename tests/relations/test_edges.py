"""Edges between entities, from statements, functions and verbs."""

from __future__ import annotations

import pytest


def edges(doc):
    return {(r.subject_id, r.predicate, r.object_id) for r in doc._.relations}


def test_a_statement_links_its_speaker_with_whom_it_speaks_of(nlp):
    doc = nlp("« La Russie doit partir », a déclaré la ministre allemande des Affaires étrangères, Annalena Baerbock.")
    assert ("person:annalena-baerbock", "said_about", "country:RU") in edges(doc)
    assert ("person:annalena-baerbock", "represents", "country:DE") in edges(doc)


def test_the_evidence_lies_in_the_text(nlp):
    doc = nlp("La Turquie a acheté des S-400. « Nous les déploierons », a promis Ankara.")
    for relation in doc._.relations:
        assert 0 <= relation.start < relation.end <= len(doc.text)


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("L'Inde a signé le traité New Start.", ("country:IN", "party_to", "agreement:new-start")),
        ("La France livrera des Rafale à la Grèce.", ("country:FR", "supplies", "weapon:rafale")),
        ("La Turquie a déployé des S-400.", ("country:TR", "operates", "weapon:s-400-triumf")),
    ],
)
def test_a_verb_says_what_is_done_with_a_weapon_or_an_agreement(nlp, text, edge):
    assert edge in edges(nlp(text))


def test_no_dealing_without_its_verb(nlp):
    doc = nlp("La Turquie a parlé des S-400.")
    assert not {e for e in edges(doc) if e[1] in ("operates", "supplies", "makes", "party_to")}
