"""Records with columns of many names become articles."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from extractor.articles.dates import parse_date
from extractor.articles.records import Columns, make_article
from extractor.errors import ArticleError


def article(record, **given):
    return make_article(record, Columns(given).find(record), source="f.jsonl", number=7)


def test_columns_are_found_by_their_usual_names():
    made = article(
        {"ID": 12, "Titre": " T ", "Contenu": "Le texte", "auteurs": ["A", "B"], "journal": "J", "date": "2024-05-31"}
    )
    assert (made.doc_id, made.source) == ("12", "f.jsonl#12")
    assert (made.title, made.text, made.author, made.outlet) == ("T", "Le texte", "A, B", "J")
    assert made.published_at == datetime(2024, 5, 31, tzinfo=UTC)


def test_columns_can_be_named():
    assert article({"text": "non", "brut": "oui"}, text="brut").text == "oui"


def test_without_an_id_the_place_counts():
    made = article({"text": "x"})
    assert (made.doc_id, made.source) == ("f.jsonl#7", "f.jsonl#7")


@pytest.mark.parametrize(
    ("record", "given", "code"),
    [
        ({"titre": "x"}, {}, "no_text"),
        ({"text": None}, {}, "no_text"),
        ({"text": 3}, {}, "malformed_record"),
        ({"text": ["x"]}, {}, "malformed_record"),
        ({"text": "x\ud800"}, {}, "not_decodable"),
        ({"text": "x", "id": "y" * 1001}, {}, "malformed_record"),
        ({"text": "x"}, {"text": "brut"}, "malformed_record"),
        ({}, {}, "no_text"),
    ],
)
def test_what_is_no_article(record, given, code):
    with pytest.raises(ArticleError) as error:
        article(record, **given)
    assert error.value.code == code


def test_metadata_that_cannot_be_stored_is_replaced_and_the_text_never():
    made = article({"text": "x", "title": "a\ud800", "id": "\udcff"})
    assert (made.title, made.doc_id) == ("a?", "?")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-31", datetime(2024, 5, 31, tzinfo=UTC)),
        ("2024-05-31T06:00:00+02:00", datetime(2024, 5, 31, 4, tzinfo=UTC)),
        ("2024-05-31T06:00:00Z", datetime(2024, 5, 31, 6, tzinfo=UTC)),
        ("31/05/2024", datetime(2024, 5, 31, tzinfo=UTC)),
        ("31/05/2024 à 18h30", datetime(2024, 5, 31, 18, 30, tzinfo=UTC)),
        ("Fri, 31 May 2024 06:00:00 +0200", datetime(2024, 5, 31, 4, tzinfo=UTC)),
        (1717135200, datetime(2024, 5, 31, 6, tzinfo=UTC)),
        (1717135200000, datetime(2024, 5, 31, 6, tzinfo=UTC)),
        (date(2024, 5, 31), datetime(2024, 5, 31, tzinfo=UTC)),
        ("hier", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("99/99/9999", None),
        ("1" * 5000, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**30, None),
        (True, None),
        (None, None),
    ],
)
def test_dates(value, expected):
    assert parse_date(value) == expected
