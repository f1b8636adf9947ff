"""Phrases around names that begin inside a word."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # The name begins inside the word: going back over it must come past it.
        ("Le groupe pro-Iran, qui a déclaré que la guerre est finie, est parti.", "Le groupe pro-Iran"),
        ("« La guerre est finie », ont déclaré les miliciens pro-Iran.", "les miliciens pro-Iran"),
    ],
)
def test_a_name_inside_a_word_ends_a_phrase(nlp, text, speaker):
    (statement,) = nlp(text)._.statements
    assert text[slice(*statement.speaker)] == speaker
