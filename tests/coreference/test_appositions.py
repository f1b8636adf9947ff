"""Whose name stands beside the head of a source phrase."""

from __future__ import annotations

import pytest

from extractor.coreference.appositions import Appositions


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Le graveur Thomas Pesquet a parlé.", "Le graveur Thomas Pesquet", "Thomas Pesquet"),
        ("Une voisine, Marie Martin, a parlé.", "Une voisine, Marie Martin", "Marie Martin"),
        ("L'avocat de Thomas Pesquet a parlé.", "L'avocat de Thomas Pesquet", None),
        ("La porte-parole du président Joe Biden a parlé.", "La porte-parole du président Joe Biden", None),
    ],
)
def test_the_name_beside(nlp, text, phrase, expected):
    doc = nlp(text)
    start = text.index(phrase)
    named = Appositions(doc).named(start, start + len(phrase))
    assert (doc.text[named.start : named.end] if named is not None else None) == expected
