"""The person whom a pronoun means that the rules leave open, and the pronouns that stay open."""

from __future__ import annotations

import pytest

from extractor.coreference.last_resort import LAST_RESORT, SCORE


def guessed(doc):
    """The mentions of last resort: what is written and the entity."""
    return [(doc.text[m.start : m.end], m.entity_id) for m in doc._.mentions if m.method == LAST_RESORT]


OPEN = {
    "own report": ("Rita Solberg quittera la garde en mai, a-t-elle annoncé.", "person:rita-solberg"),
    "fronted": (
        "Dans un entretien, Anna Sokolova, porte-parole de la marine, a démenti les pertes. "
        "Elle a assuré que la flotte était intacte.",
        "person:anna-sokolova",
    ),
    "long sentence": (
        "Venue de Dakar, Awa Ndoye, cheffe de la mission et juriste auprès de l’Union africaine, a visité le camp. "
        "Elle a affirmé que les soldats partiraient.",
        "person:awa-ndoye",
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_an_open_source_is_the_likeliest_person_at_a_lower_score(nlp, name):
    text, person = OPEN[name]
    doc = nlp(text)
    assert guessed(doc)[-1][1] == person
    assert {m.score for m in doc._.mentions if m.method == LAST_RESORT} == {SCORE}
    (statement,) = doc._.statements
    assert statement.speaker_ids == [person]
    assert statement.score <= SCORE


@pytest.mark.parametrize(
    "text",
    [
        "Emmanuel Macron a parlé. Il faut attendre.",
        "Emmanuel Macron a parlé. Il pleut sur Brest.",
        "Emmanuel Macron a parlé. Il s'agit d'une urgence.",
        "Anna Sokolova a parlé. Il a dit que la trêve tenait.",
        "Le général Thierry Burkhard l'attendait.",
    ],
)
def test_what_means_nobody_or_somebody_else_stays_open(nlp, text):
    assert guessed(nlp(text)) == []
