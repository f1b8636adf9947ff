"""Tokens of any text in linear time, and those of the model wherever words are words."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractor.analysis.tokenizer import LONGEST_RUN, BoundedTokenizer

TOKENIZER = spacy.blank("fr").tokenizer
BOUNDED = BoundedTokenizer(TOKENIZER)


def test_ordinary_text_has_the_tokens_of_the_model():
    text = "« L’accord, dit-on, n'est pas signé », a écrit https://exemple.fr/a?b=c\n\nEt puis ?"
    assert [token.text for token in BOUNDED(text)] == [token.text for token in TOKENIZER(text)]


@given(st.lists(st.sampled_from(["a" * 300, "«»" * 300, " ", "\n", "d'", "\u00a0", "oui.", "e\u0301"]), max_size=30))
def test_no_code_point_is_lost(parts):
    text = "".join(parts)
    doc = BOUNDED(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def watched(tokenizer, patch):
    """A list that grows by the number of code points with each look that the tokenizer takes at a word."""
    looks = []

    def watch(search):
        def watching(word):
            looks.append(len(word))
            return search(word)

        return watching

    for name in ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match"):
        if search := getattr(tokenizer, name):
            patch.setattr(tokenizer, name, watch(search))
    return looks


@pytest.mark.parametrize("unit", ["«»", '"', "(", "…!", "a-", "1.000,"])
def test_a_run_without_spaces_is_looked_at_in_a_linear_number_of_steps(unit, monkeypatch):
    def work(length):
        with monkeypatch.context() as patch:
            looks = watched(TOKENIZER, patch)  # and what it remembers of words is gone
            assert len(BOUNDED(unit * (length // len(unit))).text) == length // len(unit) * len(unit)
            return sum(looks)

    assert 0 < work(60_000) < 1.2 * 10 * work(6_000)


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


class TestRemembering:
    """Words that are kept from one memory zone to the next."""

    TEXT = "Le porte-avions, dit-on, n'appareillera pas ; l’état-major le dément. Le « porte-avions » …"

    def test_words_outlive_the_zone_and_tokens_are_the_same(self):
        nlp = spacy.blank("fr")
        nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
        with nlp.memory_zone():
            expected = [token.text for token in nlp(self.TEXT)]
        assert "porte-avions" not in nlp.vocab
        nlp.tokenizer.remember([self.TEXT])
        assert "porte-avions" in nlp.vocab
        for _ in range(2):
            with nlp.memory_zone():
                assert [token.text for token in nlp(self.TEXT)] == expected
            assert "porte-avions" in nlp.vocab

    def test_nothing_is_kept_in_a_zone_and_no_more_than_the_limit(self, monkeypatch):
        nlp = spacy.blank("fr")
        nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
        with nlp.memory_zone():
            nlp.tokenizer.remember([self.TEXT])
        assert "porte-avions" not in nlp.vocab
        monkeypatch.setattr("extractor.analysis.tokenizer.REMEMBERED", len(nlp.vocab) + 20)
        nlp.tokenizer.remember(f"mot{number}" for number in range(100))
        assert "mot5" in nlp.vocab
        assert "mot50" not in nlp.vocab

    def test_repeated_words_cost_less(self, monkeypatch):
        nlp = spacy.blank("fr")
        nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)

        looks = watched(nlp.tokenizer.tokenizer, monkeypatch)

        def work():
            looks.clear()
            with nlp.memory_zone():
                nlp(self.TEXT * 10)
            return sum(looks)

        work()
        before = work()
        nlp.tokenizer.remember([self.TEXT * 10])
        assert work() < before / 2
