"""Folding keeps the way back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.analysis.folding import FoldedText, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("États-Unis", "etats-unis"),
        ("Etats‑Unis", "etats-unis"),
        ("l’Élysée", "l'elysee"),
        ("Œuvre\u00a0!", "oeuvre !"),
    ],
)
def test_one_spelling_for_many(text, folded):
    assert fold(text) == folded
    assert FoldedText(text).folded == folded


def test_a_combining_accent_stays_with_its_letter():
    text = "Te\u0301he\u0301ran"
    folded = FoldedText(text)
    assert folded.folded == "teheran"
    assert folded.place(0, 7) == (0, len(text))


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_every_place_lies_in_the_text(text):
    folded = FoldedText(text)
    for i in range(len(folded.folded)):
        start, end = folded.place(i, i + 1)
        assert 0 <= start < end <= len(text)
