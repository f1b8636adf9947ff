"""Whatever text comes in, every stage survives it: by itself, with the others, with any parse and with the real one.

`make fuzz` tries thousands of texts where `make test` tries a few. What it finds goes into `FOUND`, shortened.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extractor.analysis.pipeline import AFTER_PARSER, BEFORE_PARSER, FIRST, LAST
from extractor.annotations import set_extensions
from extractor.articles.article import REASONS, Article, Refusal
from extractor.articles.reading import read_articles
from extractor.articles.sources import InputFile, classify
from extractor.errors import ModelError
from extractor.runs import shards
from extractor.tables.rows import Rows, Stamp
from extractor.tables.schemas import TABLES

from .parses import RandomParser
from .texts import BREAKS, INVISIBLE, MARKS, examples, texts

pytestmark = pytest.mark.fuzz

STAGES = (FIRST, *BEFORE_PARSER, *AFTER_PARSER, LAST)

FOUND = [
    "M.Rafale",
    "MM.Rafale et M.Mirage",
    "M.Macron a dit : « M.Rafale »",
    "-il",
    "-il l’armée bolivo\n »’",
    "-t-elle dit",
    "M.. selon M.M. que",
    "La paix tient selon Paris que",
    "Selon Paris que",
    "La promesse de",
    "Le ministre a dit :",
    "Le ministre a dit que",
    "Paris, selon lequel",
]
"""What once ended in an error, and texts of its kind."""

SHORT = [
    "", " ", "\n", ".", "a", "M", "M.", "M. ", "Mme", "J.", "Il", "Elle", "dit-il", "a-t-il", "t-il", "Rafale",
    "Rafale.", "Macron", "M. Macron", "Macron M.", "Paris", "l’", "d’", "« ", "«", "»", "»«", "« »",
    "««»", '"', '"""', "'", "— ", "–", "...", "…", ":", " :", "a :", ": a", "que", "Selon", "selon", "et", "de", "(",
    ")", "()", "1", "1er", "%", "n°", "pro-Iran", "anti-Rafale", "ex-M.", "franco-", "-", "--", "x" * 3000, "É" * 1000,
    "a-" * 800, "«" * 500, "\u200b", "\u00ad", "\ufeff", "\u0301", "e\u0301", "😀", "\u2028", "\u2029", "\r", "\r\n",
    "\x85", "&nbsp;", "&", "<p>", "</p>", "<", "**", "\u202e", "\U000e0041", "Rafale\u200b", "\u200bM.\u200bRafale",
    "M.\u00a0Rafale", "M.\nRafale", "M.\u2028Rafale", "l’Iran-M.Macron",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def random_parser():
    set_extensions()
    Language.factory("random_parser", func=lambda nlp, name: RandomParser())


def blank(*stages):
    nlp = spacy.blank("fr")
    for stage in stages:
        nlp.add_pipe(stage)
    return nlp


@pytest.fixture(scope="module")
def random_nlp(random_parser):
    """The whole pipeline, with parses drawn at random."""
    return blank(FIRST, *BEFORE_PARSER, "random_parser", *AFTER_PARSER, LAST)


def alone(stage):
    """One stage in a pipeline of somebody's own."""
    return blank(stage, "random_parser") if stage in (FIRST, *BEFORE_PARSER) else blank("random_parser", stage)


@pytest.fixture(scope="module")
def stages(random_parser):
    return {stage: alone(stage) for stage in STAGES}


def assert_sound(doc, text):
    """Every place lies in the text, and everything that is referred to is there."""

    def assert_inside(*spans):
        assert all(0 <= start < end <= len(text) for start, end in filter(None, spans))

    assert doc.text == text
    entities = doc._.entities.keys()
    statements = doc._.statements
    for quotation in doc._.quotations:
        assert 0 <= quotation.opening <= quotation.start <= quotation.end <= quotation.closing <= len(text)
    for mention in doc._.mentions:
        assert_inside((mention.start, mention.end))
        assert mention.entity_id in entities
    for number, statement in enumerate(statements):
        assert statement.spans
        assert_inside(*statement.spans, *statement.quoted_spans)
        assert_inside(*(getattr(statement, place) for place in ("cue", "speaker", "description", "addressee", "via")))
        assert {*statement.speaker_ids, *statement.addressee_ids, *statement.via_ids, *statement.about_ids} <= entities
        for other in (statement.parent, statement.continues):
            assert other is None or (0 <= other < len(statements) and other != number)
    for relation in doc._.relations:
        assert_inside((relation.start, relation.end))


def assert_rows(doc, text):
    """What was found can be stored."""
    rows = Rows()
    stamp = Stamp(run_id="r", model="m", extractor_version="0", settings_sha256="s")
    rows.add(Article(doc_id="a", source="a", text=text), doc, stamp=stamp, processed_at=datetime.now(UTC))
    assert rows.tables().keys() == TABLES.keys()


@pytest.mark.parametrize("text", [*FOUND, *SHORT], ids=lambda text: ascii(text)[:20])
def test_short_texts_are_survived(nlp, random_nlp, stages, text):
    for pipeline in (nlp, random_nlp):
        doc = pipeline(text)
        assert_sound(doc, text)
        assert_rows(doc, text)
    for pipeline in stages.values():
        pipeline(text)


@pytest.mark.parametrize("mark", [*MARKS, *INVISIBLE, *BREAKS], ids=ascii)
def test_a_mark_at_any_place_is_survived(nlp, mark):
    for text in (
        mark,
        f"{mark}M.Rafale a dit{mark}",
        f"M.{mark}Rafale",
        f"« Oui{mark} », a dit{mark}M. Macron{mark}. Il{mark} est là",
        f"Selon{mark} Emmanuel{mark}Macron, l’Iran{mark}",
    ):
        assert_sound(nlp(text), text)


@examples(80)
@given(text=texts())
def test_the_whole_pipeline(nlp, text):
    doc = nlp(text)
    assert_sound(doc, text)
    assert_rows(doc, text)


@examples(150)
@given(text=texts())
def test_the_whole_pipeline_whatever_the_parser_says(random_nlp, text):
    doc = random_nlp(text)
    assert_sound(doc, text)
    assert_rows(doc, text)


@pytest.mark.parametrize("stage", STAGES)
@examples(20)
@given(text=texts())
def test_each_stage_alone(stages, stage, text):
    doc = stages[stage](text)
    if stage != FIRST:  # which leaves its transcript to the last one
        assert_sound(doc, text)


@pytest.mark.parametrize("stage", AFTER_PARSER)
@examples(20)
@given(text=texts())
def test_each_stage_without_any_parse(stage, text):
    """It finds what it can, or says what it needs: spaCy itself does not survive every question about such a text."""
    nlp = unparsed(stage)
    if stage == "extractor_coreference" and text:
        with pytest.raises(ModelError, match=stage):
            nlp(text)
    else:
        assert_sound(nlp(text), text)


@cache
def unparsed(stage):
    return blank(stage)


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman")

WRITTEN = {
    "a.txt": lambda text: text,
    "a.jsonl": lambda text: json.dumps({"id": "a", "text": text, "title": text[:20]}),
    "a.csv": lambda text: "id,text\na," + '"' + text.replace('"', '""') + '"',
    "a.html": lambda text: f"<html lang=fr><body><article><h1>Titre</h1><p>{text}</p></article></body></html>",
}
"""A file of each kind that holds one article."""


@pytest.mark.parametrize("name", WRITTEN)
@examples(20)
@given(text=texts(), encoding=st.sampled_from(ENCODINGS))
def test_the_whole_way_from_a_file_to_rows(nlp, name, text, encoding):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "pipeline", lambda *_: nlp)
        path = Path(folder) / name
        path.write_bytes(WRITTEN[name](text).encode(encoding, "ignore"))
        read = list(read_articles(InputFile(path, name, *classify(name), path.stat().st_size)))
        articles = [item for item in read if isinstance(item, Article) and item.text]
        refusals = [item for item in read if isinstance(item, Refusal)]
        assert {refusal.reason for refusal in refusals} <= REASONS.keys()
        if articles:
            assert shards.process(shards.Shard(tuple(articles)), RECIPE).refusals == []


RECIPE = shards.Recipe(stamp=Stamp(run_id="r", model="m", extractor_version="0", settings_sha256="s"))
