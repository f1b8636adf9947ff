"""The annotated article of the project: what is found in it must not fall below these figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluation import evaluate, read_gold

DATA = Path(__file__).parent.parent / "data"

FLOORS = {
    "mentions PERSON": 100,
    "linked COUNTRY": 97,
    "mentions WEAPON": 90,
    "mentions AGREEMENT": 80,
    "span@0.5": 90,
    "speaker": 85,
    "who-said-what": 80,
    "coref PERSON": 85,
}
"""F1 in percent."""


@pytest.fixture(scope="module")
def evaluation(nlp):
    return evaluate(nlp, read_gold([DATA / "trilateral.json"]))


@pytest.mark.parametrize("name", FLOORS)
def test_figures_stay_above_their_floors(evaluation, name):
    assert evaluation.figures[name].f1 >= FLOORS[name], [m for m in evaluation.mistakes if m.kind != "spurious"]


def test_the_article_is_annotated_whole():
    (gold,) = read_gold([DATA / "trilateral.json"])
    assert len(gold.statements) >= 15
    assert {one.type for one in gold.mentions} == {"PERSON", "COUNTRY", "WEAPON", "AGREEMENT", "ORG"}


def test_spacy_scores_the_same(nlp, evaluation):
    from spacy.training import Example
    from spacy.util import registry

    from extractor.evaluation.components import reference

    (gold,) = evaluation.golds
    example = Example(nlp(gold.text), reference(gold, nlp.vocab))
    scores = {}
    for what in ("mentions", "coreference", "statements"):
        scores.update(registry.scorers.get(f"extractor.{what}_scorer.v1")()([example]))
    figures = evaluation.figures
    assert scores["who_said_what_f"] == figures["who-said-what"].f1 / 100
    assert scores["span_5_r"] == figures["span@0.5"].recall / 100
    assert scores["coref_person_p"] == figures["coref PERSON"].precision / 100
    assert scores["linked_country_f"] == figures["linked COUNTRY"].f1 / 100
    assert scores["mentions_per_type"]["PERSON"]["f"] == figures["mentions PERSON"].f1 / 100


def test_a_doc_is_right_when_it_is_its_own_reference(nlp):
    from spacy.training import Example

    from extractor.evaluation.components import make_mentions_scorer, make_statements_scorer

    text = "« Nous sommes prêts », a déclaré le ministre japonais de la Défense, Minoru Kihara."
    example = Example(nlp(text), nlp(text))
    assert make_statements_scorer()([example])["who_said_what_f"] == 1.0
    assert make_mentions_scorer()([example])["mentions_f"] == 1.0


def test_the_page_has_annotation_and_result_side_by_side(evaluation, tmp_path):
    from extractor.views.evaluation import evaluation_page

    html = evaluation_page(evaluation).save(tmp_path / "x.html").read_text(encoding="utf-8")
    assert html.count('<div class="text"') == 2
    assert "Annotated" in html
    assert "<script" not in html
    assert html.count("<tr><td>") == len(evaluation.mistakes)
