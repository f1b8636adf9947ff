"""Which language a text is in: French where its small words say so all the way through, else what the n-grams say.

The n-grams are those of langid.py (Lui & Baldwin 2012), whose model is in the package: it is never wrong about an
article in French, but loading it takes as long as analysing several, and asking it ten times as long as counting words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Any

SAMPLE = 4_000
"""Code points that are looked at, from the middle of the text: enough to be sure, whatever its length."""

PASSAGE = 500
"""Code points of a passage: none of them in a French text is without small words."""

SMALL_WORDS_A_PASSAGE = 6
"""Half as many as stand in a passage of news; a passage in another language has next to none."""

DIFFERENT_SMALL_WORDS = 12
"""Of them in the sample, so that no list of names passes."""

WORDS = 0.1
"""Share of words of two letters and more in what is visible, below which a text is in no language."""

ANY = "any"
"""The value of the setting `language` that accepts every language."""

_SMALL_WORDS = frozenset(
    "les des du une et est sont au aux dans pour par sur avec qui ne pas plus ce cette ces ses leur leurs il elle ils "
    "elles nous vous été ont ou où comme être aussi deux entre après selon même".split()
)
"""Frequent in French, and not together in any other language."""

_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> tuple[str, float]:
    """The language of `text` as an ISO 639-1 code, and its probability between 0 and 1."""
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = unicodedata.normalize("NFC", text[start : start + SAMPLE])
    if _french_throughout(sample.lower()):
        return "fr", 1.0
    # Dispatches set whole paragraphs in capitals, for which the n-grams of the model are blind.
    if sample.isupper():
        sample = sample.lower()
    code, score = _identifier().classify(sample)
    return str(code), round(float(score), 4)


def has_words(text: str) -> bool:
    """Whether `text` is more than figures and symbols, of which the n-grams would make some language or other."""
    visible = words = 0
    for letters, run in groupby(text, _in_word):
        characters = sum(not character.isspace() for character in run)
        visible += characters
        words += characters if letters and characters > 1 else 0
    return words >= max(1, WORDS * visible)


def _in_word(character: str) -> bool:
    """Letters, and the marks that many scripts write on them."""
    return unicodedata.category(character)[0] in "LM"


def _french_throughout(sample: str) -> bool:
    """Whether French small words stand in every passage of `sample`, which is in lower case."""
    if len(sample) < PASSAGE:
        return False
    different: set[str] = set()
    for place in range(0, len(sample), PASSAGE):
        first = min(place, len(sample) - PASSAGE)
        small = [word for word in _WORD.findall(sample, first, first + PASSAGE) if word in _SMALL_WORDS]
        if len(small) < SMALL_WORDS_A_PASSAGE:
            return False
        different.update(small)
    return len(different) >= DIFFERENT_SMALL_WORDS


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
