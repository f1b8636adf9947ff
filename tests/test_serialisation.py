"""Annotations survive spaCy's own ways of copying and storing a Doc."""

from __future__ import annotations

import pickle

import pytest
from spacy.tokens import Doc, DocBin

TEXT = "« Nous sommes prêts », a déclaré à l'AFP le ministre japonais de la Défense, Minoru Kihara."


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


def same(one, other):
    return (one._.entities, one._.mentions, one._.quotations, one._.statements, one._.relations) == (
        other._.entities,
        other._.mentions,
        other._.quotations,
        other._.statements,
        other._.relations,
    )


def test_to_bytes(nlp, doc):
    assert doc._.statements
    assert same(doc, Doc(nlp.vocab).from_bytes(doc.to_bytes()))


def test_doc_bin(nlp, doc):
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)
    assert same(doc, again)


def test_copy_and_pickle(doc):
    assert same(doc, doc.copy())
    assert same(doc, pickle.loads(pickle.dumps(doc)))
