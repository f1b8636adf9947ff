"""Precision, recall and F1: what counts as right, and what does not count."""

from __future__ import annotations

import pytest

from extractor.annotations import Entity, Mention, Statement
from extractor.evaluation.evaluate import Evaluation
from extractor.evaluation.found import Found
from extractor.evaluation.gold import Gold, GoldEntity, GoldMention, GoldStatement
from extractor.evaluation.matching import match, plain, same_entity
from extractor.evaluation.scorer import Figure, score_article, total

TEXT = "Le ministre Jean Martin a dit que tout allait bien en France. Il a promis de venir demain matin."


def place(surface):
    return TEXT.index(surface), TEXT.index(surface) + len(surface)


GOLD_ENTITIES = {
    "martin": GoldEntity("PERSON", ("Jean Martin",)),
    "fr": GoldEntity("COUNTRY", iso="FR"),
    "army": GoldEntity("ORG", ("armée de terre", "l’Armée")),
}
ENTITIES = {
    "person:jean-martin": Entity("person:jean-martin", "PERSON", "Jean Martin"),
    "person:other": Entity("person:other", "PERSON", "Autre"),
    "country:FR": Entity("country:FR", "COUNTRY", "France", iso="FR"),
    "country:BE": Entity("country:BE", "COUNTRY", "Belgique", iso="BE"),
}


def gold(mentions=(), statements=()):
    return Gold(
        "essai",
        TEXT,
        GOLD_ENTITIES,
        [GoldMention(*place(surface), entity, kind, GOLD_ENTITIES[entity].type) for surface, entity, kind in mentions],
        [GoldStatement(spans=(place(surface),), **{"type": "indirect", **more}) for surface, more in statements],
    )


def found(mentions=(), statements=()):
    return Found(
        ENTITIES,
        [Mention(*place(surface), ENTITIES[entity].type, kind, entity, "hand") for surface, entity, kind in mentions],
        [
            Statement(
                "indirect", [place(surface)], "rule", 1.0, speaker_ids=by, speaker=place(speaker) if speaker else None
            )
            for surface, by, speaker in statements
        ],
    )


def figures(annotated, given):
    return score_article(annotated, given).figures


def test_a_mention_is_right_with_the_very_same_span():
    annotated = gold([("Jean Martin", "martin", "name"), ("France", "fr", "name")])
    given = found([("Martin", "person:jean-martin", "name"), ("France", "country:BE", "name")])
    scored = figures(annotated, given)
    assert scored["mentions PERSON"] == Figure(0, 1, 1)
    assert scored["mentions COUNTRY"] == Figure(1, 1, 1)
    assert scored["linked COUNTRY"] == Figure(0, 1, 1)


def test_pronouns_count_for_the_person_that_they_mean():
    annotated = gold([("Il", "martin", "pronoun")])
    assert figures(annotated, found([("Il", "person:jean-martin", "pronoun")]))["coref PERSON"] == Figure(1, 1, 1)
    assert figures(annotated, found([("Il", "person:other", "pronoun")]))["coref PERSON"] == Figure(0, 1, 1)
    assert figures(annotated, found())["coref PERSON"] == Figure(0, 0, 1)
    # A pronoun is no mention by name.
    assert figures(annotated, found([("Il", "person:jean-martin", "pronoun")]))["mentions PERSON"] == Figure(0, 0, 0)


@pytest.mark.parametrize(
    ("surface", "right"),
    [
        ("tout allait bien en France", (1, 1)),
        ("que tout allait bien en France", (1, 1)),
        ("tout allait bien", (1, 0)),
        ("tout allait", (0, 0)),
    ],
)
def test_a_statement_is_found_by_words_in_common(surface, right):
    annotated = gold(statements=[("tout allait bien en France", {"by": ("martin",)})])
    scored = figures(annotated, found(statements=[(surface, ["person:jean-martin"], None)]))
    assert (scored["span@0.5"].right, scored["span@0.8"].right) == right


@pytest.mark.parametrize(
    ("more", "by", "speaker", "right"),
    [
        ({"by": ("martin",)}, ["person:jean-martin"], None, (1, 1)),
        ({"by": ("martin",)}, ["person:other"], None, (1, 0)),
        ({"by": ("martin",)}, [], None, (1, 0)),
        ({"by": ("martin",), "speaker": place("Le ministre Jean Martin")}, ["person:jean-martin"], "Martin", (1, 1)),
        ({"by": ("martin",), "speaker": place("Le ministre")}, ["person:jean-martin"], "Martin", (0, 1)),
        ({"by": ("martin", "fr")}, ["person:jean-martin"], None, (1, 0)),
        ({"by": ("martin",)}, ["person:jean-martin", "country:FR"], None, (1, 0)),
        ({"by": ("martin",), "alternatives": (("fr",),)}, ["country:FR"], None, (1, 1)),
        ({"by": (), "speaker": place("Le ministre")}, [], "ministre", (1, 1)),
        ({"by": (), "speaker": place("Le ministre")}, [], "demain", (0, 0)),
        ({"by": ()}, ["person:jean-martin"], None, (1, 0)),
    ],
)
def test_who_said_what_asks_for_exactly_the_right_speakers(more, by, speaker, right):
    annotated = gold(statements=[("tout allait bien", more)])
    scored = figures(annotated, found(statements=[("tout allait bien", by, speaker)]))
    assert (scored["speaker"].right, scored["who-said-what"].right) == right


def test_optional_statements_count_neither_way():
    annotated = gold(statements=[("venir demain matin", {"optional": True})])
    assert figures(annotated, found())["span@0.5"] == Figure(0, 0, 0)
    assert figures(annotated, found(statements=[("venir demain", [], None)]))["span@0.5"] == Figure(0, 0, 0)
    assert figures(annotated, found(statements=[("tout allait", [], None)]))["span@0.5"] == Figure(0, 1, 0)


def test_every_error_is_told_with_its_place():
    annotated = gold(
        [("France", "fr", "name"), ("Il", "martin", "pronoun")], [("tout allait bien", {"by": ("martin",)})]
    )
    given = found(
        [("Martin", "person:other", "name")], [("tout allait bien", ["person:other"], None), ("demain", [], None)]
    )
    mistakes = score_article(annotated, given).mistakes
    assert [(one.kind, one.what, one.text) for one in mistakes] == [
        ("spurious", "PERSON", "Martin"),
        ("missed", "COUNTRY", "France"),
        ("unresolved", "pronoun", "Il"),
        ("speaker", "indirect", "tout allait bien"),
        ("spurious", "statement", "demain"),
    ]
    assert all(TEXT[one.start : one.end] == one.text for one in mistakes)
    assert mistakes[3].detail == "is by Jean Martin, taken as by Autre"


def test_the_best_overlap_is_matched_first():
    one, two = frozenset({1, 2, 3, 4}), frozenset({1, 2})
    assert match([one, two], [two, one], at_least=0.5) == {0: 1, 1: 0}
    assert match([one], [two, two], at_least=0.5) == {0: 0}
    assert match([frozenset()], [frozenset()], at_least=0.5) == {}


@pytest.mark.parametrize(("name", "bare"), [("L’Armée", "armee"), ("les États-Unis", "etats unis"), ("Le", "le")])
def test_names_are_compared_without_accents_and_articles(name, bare):
    assert plain(name) == bare


@pytest.mark.parametrize(
    ("entity", "annotated", "same"),
    [
        (ENTITIES["country:FR"], GOLD_ENTITIES["fr"], True),
        (ENTITIES["country:BE"], GOLD_ENTITIES["fr"], False),
        (Entity("o", "ORG", "France"), GOLD_ENTITIES["fr"], False),
        (ENTITIES["country:FR"], GOLD_ENTITIES["army"], False),
        (Entity("o", "ORG", "Armée"), GOLD_ENTITIES["army"], True),
        (Entity("o", "ORG", "x", aliases=["Armée de terre"]), GOLD_ENTITIES["army"], True),
        (Entity("a", "AGREEMENT", "armée de terre"), GOLD_ENTITIES["army"], True),
        (Entity("p", "PERSON", "armée de terre"), GOLD_ENTITIES["army"], False),
        (Entity("p", "PERSON", "Martin", aliases=["Jean Martin"]), GOLD_ENTITIES["martin"], False),
    ],
)
def test_what_counts_as_the_same_entity(entity, annotated, same):
    assert same_entity(entity, annotated) is same


def test_figures_add_up_and_are_percent():
    assert Figure(1, 2, 4) + Figure(1, 0, 0) == Figure(2, 2, 4)
    figure = Figure(1, 2, 4)
    assert (figure.precision, figure.recall, round(figure.f1, 1)) == (50.0, 25.0, 33.3)
    assert (Figure().precision, Figure().recall, Figure().f1) == (0.0, 0.0, 0.0)


def test_intervals_hold_the_figure_and_are_the_same_each_time():
    annotated = gold([("France", "fr", "name")])
    right, wrong = found([("France", "country:FR", "name")]), found([("Martin", "country:FR", "name")])
    evaluation = Evaluation([annotated] * 10, [right] * 7 + [wrong] * 3)
    row = next(row for row in evaluation.rows() if row["figure"] == "mentions COUNTRY")
    assert row["f1"] == 70.0
    assert 30 <= row["low"] < 70 < row["high"] <= 100
    assert evaluation.rows() == Evaluation([annotated] * 10, [right] * 7 + [wrong] * 3).rows()
    assert total(evaluation.scores)["mentions COUNTRY"] == Figure(7, 10, 10)


def test_one_article_has_no_interval():
    rows = Evaluation([gold()], [found()]).rows()
    assert {row["low"] for row in rows} == {None}


def test_a_notebook_shows_the_figures():
    assert "who-said-what" in Evaluation([gold()], [found()])._repr_html_()
