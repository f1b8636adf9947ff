"""Sources without a name: how the text calls them, their function and their state."""

from __future__ import annotations

import pytest

from extractor.annotations import Mention, Statement
from extractor.speakers.unnamed import Descriptions


def told(doc):
    text = doc.text
    return [
        (text[slice(*one.description)] if one.description else None, one.function, one.state)
        for one in doc._.statements
    ]


@pytest.mark.parametrize(
    ("sentence", "description", "function", "state"),
    [
        (
            "« Nous sommes prêts », a déclaré le ministre grec de la Défense.",
            "le ministre grec de la Défense",
            "ministre de la Défense",
            "GR",
        ),
        (
            "« Nous sommes prêts », a déclaré un diplomate français.",
            "un diplomate français",
            "diplomate",
            "FR",
        ),
        ("« Nous avons peur », a confié une habitante syrienne.", "une habitante syrienne", "habitante", "SY"),
        ("« Nous avons peur », a confié une source proche du dossier.", "une source proche du dossier", None, None),
    ],
)
def test_words_function_and_state(nlp, sentence, description, function, state):
    assert told(nlp(sentence)) == [(description, function, state)]


def test_a_pronoun_goes_on_from_the_description(nlp):
    doc = nlp(
        "« Nous sommes prêts », a déclaré le ministre grec de la Défense. Il a ajouté que la flotte était en mer."
    )
    assert told(doc) == [("le ministre grec de la Défense", "ministre de la Défense", "GR")] * 2


def test_a_named_source_needs_none(nlp):
    doc = nlp("« Nous sommes prêts », a déclaré le ministre japonais de la Défense, Minoru Kihara.")
    assert doc._.statements[0].speaker_ids == ["person:minoru-kihara"]
    assert told(doc) == [(None, None, None)]


def test_a_pronoun_for_nobody_describes_nobody():
    import spacy

    doc = spacy.blank("fr")("Il a dit que rien ne pressait.")
    statement = Statement("indirect", [(13, 29)], "que", 0.9, speaker=(0, 2))
    Descriptions(doc, []).tell(statement)
    assert statement.description is None


def test_a_demonym_behind_the_comma_is_not_the_state():
    import spacy

    text = "Un proche, hostile au projet chinois, a dit que rien ne pressait."
    doc = spacy.blank("fr")(text)
    place = text.index("chinois")
    mentions = [Mention(place, place + 7, "COUNTRY", "demonym", "country:CN", "hand")]
    statement = Statement("indirect", [(47, 64)], "que", 0.9, speaker=(0, 36))
    Descriptions(doc, mentions).tell(statement)
    assert statement.description == (0, 36)
    assert statement.state is None
