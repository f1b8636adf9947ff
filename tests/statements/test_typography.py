"""The same sentence in other marks and apostrophes says the same: the catalogue, retyped in the styles of the press."""

from __future__ import annotations

import re
from typing import Any

import pytest
from spacy.language import Language

from .catalogue import CATALOGUE
from .markup import parse

_STYLES = (  # opening and closing mark, apostrophe
    ("«\u00a0", "\u00a0»", "’"),
    ("«\u00a0", "\u00a0»", "'"),
    ("«\u202f", "\u202f»", "’"),
    ("«", "»", "'"),
    ("“", "”", "’"),
    ('"', '"', "'"),
)
_QUOTED = re.compile(r"«\s?([^«»“”\"„‹]*?)\s?»|“([^«»“”\"„‹]*?)”|\"([^«»“”\"„‹]*?)\"")
# Constructions that are about marks themselves: nested ones, odd ones, and those that span paragraphs.
_ABOUT_MARKS = frozenset({16, 17, 18})


def retyped(text: str, opening: str, closing: str, apostrophe: str) -> str:
    """`text` with its quotation marks, where each has its pair, and apostrophes in another style."""
    text = _QUOTED.sub(lambda m: opening + next(g for g in m.groups() if g is not None) + closing, text)
    return re.sub(r"(?<=\w)['’](?=\w)", apostrophe, text)


def _sources() -> list[Any]:
    return [
        pytest.param(source, id=f"{construction.number:02d}-{i}")
        for construction in CATALOGUE
        if construction.number not in _ABOUT_MARKS
        for i, source in enumerate(re.split(r"\n\s*\n", construction.sentences.strip()), 1)
    ]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _said(nlp: Language, text: str) -> list[tuple[str, str, str]]:
    return sorted(
        (
            s.type,
            " … ".join(_words(text[a:b]) for a, b in s.spans),
            _words(text[slice(*s.speaker)]) if s.speaker else "",
        )
        for s in nlp(text)._.statements
    )


@pytest.mark.parametrize("source", _sources())
def test_retyped_sentence_says_the_same(nlp: Language, source: str) -> None:
    text, _ = parse(source)
    original = _said(nlp, text)
    for style in _STYLES:
        other = retyped(text, *style)
        if other != text:
            assert _said(nlp, other) == original, other


def test_retyping_changes_marks_only() -> None:
    assert retyped("«\u00a0L'accord tient\u00a0», dit-il", "“", "”", "’") == "“L’accord tient”, dit-il"
    assert retyped('Il dit "oui" et “non”', "«", "»", "'") == "Il dit «oui» et «non»"
