"""Odd values of records: a note, a rejected row or the value that was meant, and never the end of a file."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.articles.article import Article, Refusal
from extractor.articles.csv import read_csv
from extractor.articles.dates import is_before, read_date
from extractor.articles.parquet import read_parquet
from extractor.articles.records import Columns, make_article, read_id
from extractor.errors import ArticleError

TEXT = "La ministre a parlé mardi à Paris."


def kind(value):
    return type(value).__name__


FOUND = {"id": "id", "text": "text", "title": "title", "published_at": "date"}


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (201.0, "201"),
        (201, "201"),
        (Decimal("201.00"), "201"),
        (3.5, "3.5"),
        ("201.0", "201.0"),
        ("  a ", "a"),
        (math.nan, None),
        (Decimal("NaN"), None),
        (None, None),
        ("", None),
        (" \t", None),
        (1e300, "1e+300"),
    ],
)
def test_an_id_is_what_was_meant(value, meant):
    assert read_id(value) == meant


@pytest.mark.parametrize("value", [math.inf, -math.inf, True, [1], {"a": 1}, b"a"])
def test_what_is_no_id_is_told(value):
    with pytest.raises(ArticleError, match="neither text nor a number"):
        read_id(value)


@pytest.mark.parametrize(
    "value",
    ["9" * 400, 10**400, -(10**5000), math.inf, -math.inf, 1e308, {"a": 1}, ["2025"], True, "31/02/2025", "hier"],
    ids=kind,
)
def test_a_date_that_is_none_is_a_short_note(value):
    article = make_article({"text": TEXT, "date": value}, FOUND, source="a.jsonl", number=1)
    assert article.published_at is None
    assert "was not understood" in article.note
    assert len(article.note) < 120


@pytest.mark.parametrize("value", [None, "", "  ", math.nan])
def test_a_date_that_is_missing_needs_no_note(value):
    assert make_article({"text": TEXT, "date": value}, FOUND, source="a.jsonl", number=1).note is None


@pytest.mark.parametrize("value", [10**5000, math.nan, [math.nan, None, "a"], {"a": 1}, "\ud800"], ids=kind)
def test_odd_metadata_is_stored_as_text_or_not_at_all(value):
    title = make_article({"text": TEXT, "title": value}, FOUND, source="a.jsonl", number=1).title
    assert title is None or title.encode("utf-8")
    assert title != "nan"


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("1er septembre 2025", "2025-09-01T00:00", "day"),
        ("lundi 1er sept. 2025 à 18h30", "2025-09-01T18:30", "minute"),
        ("2025-09-02T00:30:00+01:00", "2025-09-01T23:30", "second"),
        ("2025-09-02T00:30+01:00", "2025-09-01T23:30", "minute"),
        ("2025-09-02", "2025-09-02T00:00", "day"),
        ("02/09/2025 08:05", "2025-09-02T08:05", "minute"),
        (1756771200, "2025-09-02T00:00", "day"),
        ("20250902", "2025-09-02T00:00", "day"),
        ("Tue, 02 Sep 2025 08:05:06 +0200", "2025-09-02T06:05:06", "second"),
    ],
)
def test_a_date_tells_what_is_known_of_it(value, at, precision):
    assert read_date(value) == (datetime.fromisoformat(at).replace(tzinfo=UTC), precision)


def test_a_day_is_before_a_moment_only_when_all_of_it_is():
    day = datetime(2025, 9, 1, tzinfo=UTC)
    assert not is_before(day, "day", day + timedelta(hours=12))
    assert not is_before(day, None, day + timedelta(hours=12))
    assert is_before(day, "minute", day + timedelta(hours=12))
    assert is_before(day, "day", day + timedelta(hours=24))


def parquet(**columns):
    stream = BytesIO()
    pq.write_table(pa.table(columns), stream)
    stream.seek(0)
    return [*read_parquet(stream, source="a.parquet", columns=Columns())]


def test_a_gap_in_a_column_of_ids_changes_no_id():
    first, second, third = parquet(id=pa.array([201.0, None, math.nan]), text=[TEXT] * 3)
    assert [first.doc_id, second.doc_id, third.doc_id] == ["201", "a.parquet#2", "a.parquet#3"]


def test_one_bad_id_costs_its_row_alone():
    rows = parquet(id=pa.array([1.0, math.inf, 3.0]), text=[TEXT] * 3)
    assert [type(row) for row in rows] == [Article, Refusal, Article]


@pytest.mark.parametrize("header", ["id,text,text", "id,Text,text", "id,id,text"])
def test_two_columns_of_one_name_are_told(header, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(f"{header}\n1,{TEXT},{TEXT}\n", "utf-8")
    with pytest.raises(ArticleError, match="times; rename all but one"):
        [*read_csv(lambda: file.open("rb"), source="a.csv", columns=Columns(), max_characters=10_000)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(encoding, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(f"id,text\na1,{TEXT}\n".encode(encoding))
    (article,) = read_csv(lambda: file.open("rb"), source="a.csv", columns=Columns(), max_characters=10_000)
    assert (article.doc_id, article.text) == ("a1", TEXT)


def test_a_cell_that_is_too_long_costs_its_row_alone(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(f"id,text\n1,{TEXT}\n2,{'x' * 10_000_000}\n3,{TEXT}\n", "utf-8")
    rows = [*read_csv(lambda: file.open("rb"), source="a.csv", columns=Columns(), max_characters=1_000_000)]
    assert [row.doc_id for row in rows if isinstance(row, Article)] == ["1", "3"]
    assert [row.reason for row in rows if isinstance(row, Refusal)] == ["too_long"]
