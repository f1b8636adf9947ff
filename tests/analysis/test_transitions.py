"""Parser and entity recogniser find in a long article's parts what spaCy's own find in the whole."""

from __future__ import annotations

import random

import numpy as np
import pytest
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, SENT_START
from spacy.pipeline import DependencyParser, EntityRecognizer

from extractor.analysis import transitions
from extractor.analysis.transitions import PART, PartwiseParser, PartwiseRecognizer

SENTENCES = [
    "Le ministre des Armées, qui rentrait de Séoul, a assuré que la France livrerait des chars à l'Ukraine.",
    "« Nous n'en savons rien », a répondu Emmanuel Macron.",
    "Interrogé à Bruxelles, le porte-parole de l'OTAN n'a pas voulu dire combien d'avions ont décollé.",
    "Pyongyang a tiré deux missiles vers la mer du Japon, selon l'état-major sud-coréen",
    "Fin !",
    "Les trois pays, Washington, Séoul et Tokyo, avaient pourtant signé en août, à Camp David, une déclaration.",
]


@pytest.fixture(scope="module")
def long_text():
    draw = random.Random(5)
    return "".join(draw.choice(SENTENCES) + draw.choice([" ", " ", "\n\n"]) for _ in range(400))


def annotated(nlp, text, *, until):
    """The document as it reaches the component `until`."""
    doc = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name == until:
            return doc
        doc = component(doc)
    raise AssertionError(until)


@pytest.mark.parametrize(
    ("name", "own", "spacys", "attributes"),
    [
        ("parser", PartwiseParser, DependencyParser, [HEAD, DEP, SENT_START]),
        ("ner", PartwiseRecognizer, EntityRecognizer, [ENT_IOB, ENT_TYPE]),
    ],
)
def test_parts_are_annotated_as_the_whole(nlp, long_text, name, own, spacys, attributes):
    component = nlp.get_pipe(name)
    assert isinstance(component, own)
    one, other = (annotated(nlp, long_text, until=name) for _ in range(2))
    spacys.set_annotations(component, [one], spacys.predict(component, [one]))
    predicted = component.predict([other])
    assert isinstance(predicted[0], np.ndarray)
    component.set_annotations([other], predicted)
    assert len(one) > 4_000
    assert (one.to_array(attributes) == other.to_array(attributes)).all()


def test_no_more_is_walked_through_at_once_than_a_batch(nlp, long_text, monkeypatch):
    given, sizes = transitions._given, []

    def counting(layer, rows):
        sizes.append(len(rows))
        return given(layer, rows)

    monkeypatch.setattr(transitions, "_given", counting)
    doc = annotated(nlp, long_text, until="parser")
    nlp.get_pipe("parser").predict([doc])
    assert sum(sizes) >= len(doc)
    assert max(sizes) <= transitions.BATCH * 1.1


def test_parts_begin_with_sentences(nlp, long_text):
    doc = annotated(nlp, long_text, until="parser")
    cuts = transitions._cuts(doc)
    assert len(cuts) > 20
    assert (cuts[0], cuts[-1]) == (0, len(doc))
    assert all(doc[cut].is_sent_start for cut in cuts[:-1])
    assert all(end - start >= PART for start, end in zip(cuts[:-2], cuts[1:-1], strict=True))


def test_a_document_whose_sentences_are_not_known_stays_whole(nlp, long_text):
    doc = nlp.make_doc(long_text)
    doc[0].is_sent_start = True
    assert transitions._cuts(doc) == [0, len(doc)]
