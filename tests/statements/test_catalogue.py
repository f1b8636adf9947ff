"""Every construction of reported speech in the catalogue: its sentences are found exactly, its traps are not."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from spacy.language import Language

from .catalogue import CATALOGUE
from .checking import assert_statements
from .markup import parse


def _cases(field: str) -> list[Any]:
    cases = []
    for construction in CATALOGUE:
        for i, source in enumerate(re.split(r"\n\s*\n", getattr(construction, field).strip()), 1):
            plain = unicodedata.normalize("NFKD", construction.title).encode("ascii", "ignore").decode()
            name = re.sub(r"\W+", "-", plain).strip("-")
            cases.append(pytest.param(source, id=f"{construction.number:02d}-{name}-{i}"))
    return cases


@pytest.mark.parametrize("source", _cases("sentences"))
def test_sentence(nlp: Language, source: str) -> None:
    assert_statements(nlp, source)


@pytest.mark.parametrize("source", _cases("traps"))
def test_trap(nlp: Language, source: str) -> None:
    assert_statements(nlp, source)


def test_catalogue_is_whole() -> None:
    assert [construction.number for construction in CATALOGUE] == list(range(1, 38))
    for field in ("sentences", "traps"):
        for construction in CATALOGUE:
            sources = re.split(r"\n\s*\n", getattr(construction, field).strip())
            assert len(sources) >= (3 if field == "sentences" else 1)
            assert len(set(sources)) == len(sources)
            if field == "sentences":
                assert all(parse(source)[1] for source in sources), construction.title
