"""Pairing quotation marks, as newspapers set them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.statements.quotations import find_quotations


def contents(text):
    return [text[q.start : q.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il a dit « oui ».", ["oui"]),
        ("Il a dit «\u00a0oui\u00a0».", ["oui"]),
        ("Il a dit «oui».", ["oui"]),
        ("Il a dit “oui”.", ["oui"]),
        ("Il a dit ”oui”.", ["oui"]),
        ("Il a dit „oui“.", ["oui"]),
        ("Il a dit ‹ oui ›.", ["oui"]),
        ('Il a dit "oui" et "non".', ["oui", "non"]),
        ("Il a dit <<oui>>.", ["oui"]),
        ("L'\"ordre\" de l'armée", ["ordre"]),
    ],
)
def test_every_kind_of_mark(text, expected):
    assert contents(text) == expected


def test_a_quotation_inside_another_has_depth_one():
    text = '"Il m\'a dit: +Partez+ et puis rien", raconte-t-elle.'
    outer, inner = find_quotations(text)
    assert (text[inner.start : inner.end], inner.depth, outer.depth) == ("Partez", 1, 0)


def test_a_paragraph_reopens_the_quotation_of_the_one_before():
    assert contents("« Premier point.\n« Second point. »") == ["Premier point.", "Second point."]


def test_a_quotation_goes_on_until_its_mark_closes():
    assert contents('"Premier point.\nSecond point", dit-elle.') == ["Premier point.", "Second point"]


def test_paragraphs_without_marks_belong_to_the_quotation_around_them():
    assert contents("« Premier point.\n\nSecond point.\n\nTroisième point. »\n\nFin.") == [
        "Premier point.",
        "Second point.",
        "Troisième point.",
    ]


def test_closing_marks_may_stand_before_the_paragraphs_of_a_quotation():
    assert contents("« Premier point.\n» Second point.\n» Troisième point. »\nFin.") == [
        "Premier point.",
        "Second point.",
        "Troisième point.",
    ]


def test_a_closing_mark_that_nothing_opened_is_no_quotation():
    assert contents("Il est parti ». Puis « rien ».") == ["rien"]


def test_an_odd_straight_mark_costs_only_itself():
    assert contents('Il a "dit oui. Et "non" alors.') == ["non"]


def test_apostrophes_are_no_marks():
    assert contents("Aujourd'hui l'armée n'est qu'à l'arrêt.") == []


@given(st.text(alphabet="ab .,\n«»“”\"'‘’+", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_quotations_that_lie_in_it(text):
    for quotation in find_quotations(text):
        assert 0 <= quotation.opening <= quotation.start < quotation.end <= quotation.closing <= len(text)
        assert text[quotation.start : quotation.end].strip() == text[quotation.start : quotation.end]
