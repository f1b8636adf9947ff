"""Tokens of any text in linear time, and those of the model wherever words are words."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.analysis.tokenizer import LONGEST_RUN, BoundedTokenizer

TOKENIZER = spacy.blank("fr").tokenizer
BOUNDED = BoundedTokenizer(TOKENIZER)


def test_ordinary_text_has_the_tokens_of_the_model():
    text = "« L’accord, dit-on, n'est pas signé », a écrit https://exemple.fr/a?b=c\n\nEt puis ?"
    assert [token.text for token in BOUNDED(text)] == [token.text for token in TOKENIZER(text)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a" * 300, "«»" * 300, " ", "\n", "d'", "\u00a0", "oui.", "e\u0301"]), max_size=30))
def test_no_code_point_is_lost(parts):
    text = "".join(parts)
    doc = BOUNDED(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize("unit", ["«»", '"', "(", "…!", "a-", "1.000,"])
def test_a_run_without_spaces_takes_linear_time(unit):
    def seconds(length):
        started = time.process_time()
        assert len(BOUNDED(unit * (length // len(unit))).text) == length // len(unit) * len(unit)
        return time.process_time() - started

    seconds(2_000)
    assert seconds(60_000) < 30 * max(seconds(6_000), 0.01)


def test_words_next_to_a_long_run_stay_whole():
    words = [token.text for token in BOUNDED("Le ministre " + "x" * (LONGEST_RUN + 10) + " parle.")]
    assert words[:2] == ["Le", "ministre"]
    assert words[-2:] == ["parle", "."]


def test_the_pipeline_can_be_written_and_read(tmp_path):
    nlp = spacy.blank("fr")
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    nlp.to_disk(tmp_path)
    assert len(spacy.load(tmp_path)("L'accord est signé.")) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("qu’« ils", ["qu’", "«", "ils"]),
        ("qu'\"il", ["qu'", '"', "il"]),
        ("L’“ordre”", ["L’", "“", "ordre", "”"]),
        ("qu’il d’agir", ["qu’", "il", "d’", "agir"]),
    ],
)
def test_an_elided_word_parts_from_the_mark_behind_it(nlp, text, words):
    assert [token.text for token in nlp.make_doc(text)] == words
