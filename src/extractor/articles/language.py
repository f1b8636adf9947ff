"""Which language a text is in, by the n-grams of langid.py (Lui & Baldwin 2012), whose model is in the package."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

SAMPLE = 4_000
"""Code points that are looked at, from the middle of the text: enough to be sure, whatever its length."""

ANY = "any"
"""The value of the setting `language` that accepts every language."""


def detect_language(text: str) -> tuple[str, float]:
    """The language of `text` as an ISO 639-1 code, and its probability between 0 and 1."""
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = text[start : start + SAMPLE]
    # Dispatches set whole paragraphs in capitals, for which the n-grams of the model are blind.
    if sample.isupper():
        sample = sample.lower()
    code, score = _identifier().classify(unicodedata.normalize("NFC", sample))
    return str(code), round(float(score), 4)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
