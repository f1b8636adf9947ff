"""Sentence borders by punctuation, capitals, lines and quotation marks."""

from __future__ import annotations

import pytest
import spacy

from extractor.analysis.sentences import LONGEST
from extractor.annotations import set_extensions


@pytest.fixture(scope="module")
def splitter():
    set_extensions()
    nlp = spacy.blank("fr")
    nlp.add_pipe("extractor_quotations")
    nlp.add_pipe("extractor_sentences")
    return nlp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il pleut. Elle sort.", ["Il pleut.", "Elle sort."]),
        ("« Non ! », a-t-il dit. Puis rien.", ["« Non ! », a-t-il dit.", "Puis rien."]),
        ("« C'est fini. » Le ministre est parti.", ["« C'est fini. »", "Le ministre est parti."]),
        ("M. Macron et Mme Parly sont venus.", ["M. Macron et Mme Parly sont venus."]),
        ("Le train part à 22 h. Ils attendent.", ["Le train part à 22 h.", "Ils attendent."]),
        ("Titre sans point\nLe texte commence.", ["Titre sans point", "Le texte commence."]),
        ("Vraiment ? oui, dit-elle.", ["Vraiment ? oui, dit-elle."]),
        (
            "Publié le 1er mai 2025 à 18h30 La paix vient.",
            ["Publié le 1er mai 2025 à 18h30", "La paix vient."],
        ),
        ("Mis à jour le 03/09/2025 « Oui », dit-il.", ["Mis à jour le 03/09/2025", "« Oui », dit-il."]),
        (
            "Publié le 3 mars 2025 par Albin, le livre plaît.",
            ["Publié le 3 mars 2025 par Albin, le livre plaît."],
        ),
        ("Publié le\n\nLa paix vient.", ["Publié le", "La paix vient."]),
        ("Il compte 3.712 hommes. Et 2 chars.", ["Il compte 3.712 hommes.", "Et 2 chars."]),
    ],
)
def test_borders(splitter, text, expected):
    assert [s.text.strip() for s in splitter(text).sents] == expected


def test_the_parser_keeps_the_borders(nlp):
    doc = nlp("« Ce qui est important », a-t-il déclaré. Le ministre est parti.")
    assert [s.text.strip() for s in doc.sents] == [
        "« Ce qui est important », a-t-il déclaré.",
        "Le ministre est parti.",
    ]


@pytest.mark.parametrize(("unit", "fits"), [("la Suède, ", True), ("Il a dit que ", False), ("mot ", False)])
def test_a_sentence_without_an_end_is_cut(splitter, unit, fits):
    doc = splitter("Ont signé : " + unit * 3_000 + "fin.")
    lengths = [len(sentence) for sentence in doc.sents]
    assert max(lengths) <= LONGEST + 100
    assert min(lengths[:-1]) >= LONGEST
    assert all(sentence[-1].text == "," for sentence in list(doc.sents)[:-1]) == fits
