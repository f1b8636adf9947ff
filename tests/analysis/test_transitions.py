"""Parser and entity recogniser find in a long article's parts what spaCy's own find in the whole."""

from __future__ import annotations

import random

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
def texts():
    """A long one, and short ones."""
    draw = random.Random(5)
    sentences = [draw.choice(SENTENCES) + draw.choice([" ", " ", "\n\n"]) for _ in range(400)]
    return ["".join(sentences), "", *SENTENCES, "".join(sentences[:20])]


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
def test_parts_are_annotated_as_the_whole(nlp, texts, name, own, spacys, attributes):
    component = nlp.get_pipe(name)
    assert isinstance(component, own)
    ours, theirs = ([annotated(nlp, text, until=name) for text in texts] for _ in range(2))
    spacys.set_annotations(component, theirs, spacys.predict(component, theirs))
    component.set_annotations(ours, component.predict(ours))
    assert len(ours[0]) > 4_000
    for one, other in zip(ours, theirs, strict=True):
        assert (one.to_array(attributes) == other.to_array(attributes)).all()


def test_no_more_is_walked_through_at_once_than_a_batch(nlp, texts, monkeypatch):
    given, sizes = transitions._given, []

    def counting(layer, rows):
        sizes.append(len(rows))
        return given(layer, rows)

    monkeypatch.setattr(transitions, "_given", counting)
    docs = [annotated(nlp, text, until="parser") for text in texts]
    nlp.get_pipe("parser").predict(docs)
    assert sum(sizes) >= sum(map(len, docs))
    assert max(sizes) <= transitions.BATCH * 1.1


def test_parts_begin_with_sentences():
    starts = [token % 30 == 0 for token in range(1_000)]
    cuts = transitions._cuts(starts)
    assert cuts[0] == 0
    assert len(cuts) > 3
    assert all(starts[cut] for cut in cuts)
    assert all(end - start >= PART for start, end in zip(cuts, cuts[1:], strict=False))


def test_a_document_whose_sentences_are_not_known_stays_whole():
    assert transitions._cuts([True] + [False] * 1_000) == [0]
    assert transitions._cuts([]) == []
