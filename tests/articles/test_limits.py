"""What a small file may become: decoded bytes are counted, and what is too much is rejected before it is held."""

from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.articles.article import Article
from extractor.articles.csv import read_csv
from extractor.articles.jsonl import read_jsonl
from extractor.articles.parquet import read_parquet
from extractor.articles.records import METADATA, Columns
from extractor.errors import ArticleError

TEXT = "Le ministre a parlé mardi à Paris."

ROWS = 2_000

LARGE = "x" * 1_000_000


def repeated(value, rows=ROWS):
    return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([value]))


def written(table, **options):
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd", **options)
    stream.seek(0)
    return stream


def read(stream, **options):
    return [*read_parquet(stream, source="a.parquet", columns=Columns(), **options)]


def kinds(items):
    return [item.doc_id if isinstance(item, Article) else item.reason for item in items]


def of_lists():
    return pa.ListArray.from_arrays(range(ROWS + 1), repeated(LARGE))


def of_mappings():
    return pa.MapArray.from_arrays(range(ROWS + 1), pa.array(["k"] * ROWS), pa.array(["x" * 50_000] * ROWS))


SMALL_FILES = {
    "text": lambda: written(pa.table({"text": repeated(LARGE)})),
    "title": lambda: written(pa.table({"text": repeated(TEXT), "title": repeated(LARGE)})),
    "bytes": lambda: written(pa.table({"text": repeated(TEXT), "url": repeated(LARGE.encode())})),
    "lists": lambda: written(pa.table({"text": repeated(TEXT), "author": of_lists()})),
    "objects": lambda: written(
        pa.table({"text": repeated(TEXT), "author": pa.StructArray.from_arrays([repeated(LARGE)], ["name"])})
    ),
    "mappings": lambda: written(pa.table({"text": repeated(TEXT), "author": of_mappings()})),
    "one long list": lambda: written(
        pa.table({"text": [TEXT], "author": pa.ListArray.from_arrays([0, ROWS], repeated(LARGE))})
    ),
    "fixed width": lambda: written(
        pa.table({"text": repeated(TEXT), "title": pa.array([b"x" * 50_000] * ROWS, pa.binary(50_000))})
    ),
    "differences": lambda: written(
        pa.table({"text": ["x" * 50_000] * ROWS}), use_dictionary=False, column_encoding={"text": "DELTA_BYTE_ARRAY"}
    ),
    "compressed": lambda: written(pa.table({"text": ["x" * 50_000] * ROWS}), use_dictionary=False),
    "row groups": lambda: written(pa.table({"text": ["x" * 50_000] * ROWS}), row_group_size=100),
    "empty rows": lambda: written(pa.table({"text": pa.nulls(700_000, pa.string())})),
}


@pytest.mark.parametrize("kind", SMALL_FILES)
def test_a_small_parquet_file_of_huge_cells_is_refused_before_its_first_row(kind):
    stream = SMALL_FILES[kind]()
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(ArticleError) as caught:
        next(read_parquet(stream, source="a.parquet", columns=Columns()))
    assert caught.value.code == "expansion"


def test_its_cells_never_become_values(monkeypatch):
    asked = []
    monkeypatch.setattr("extractor.articles.parquet._record", lambda batch, index: asked.append(index))
    with pytest.raises(ArticleError):
        read(SMALL_FILES["title"]())
    table = pa.table({"text": [TEXT] * 3, "title": ["x" * 5_000_000] * 3})
    assert kinds(read(written(table))) == ["too_long"] * 3
    assert asked == []


@pytest.mark.parametrize("column", ["text", "title", "author", "url", "outlet"])
def test_a_huge_cell_of_parquet_costs_its_row_alone(column):
    columns = {"id": ["a", "b", "c"], "text": [TEXT] * 3}
    columns[column] = ["x", "x" * 5_000_000, "x"]
    assert kinds(read(written(pa.table(columns)))) == ["a", "too_long", "c"]


@pytest.mark.parametrize("names", [["x" * 200_000], ["Claire"] * 200_000])
def test_a_long_list_of_authors_costs_its_row_alone(names):
    table = pa.table({"id": ["a", "b", "c"], "text": [TEXT] * 3, "author": [["Claire"], names, None]})
    assert kinds(read(written(table))) == ["a", "too_long", "c"]


def test_the_size_of_the_file_decides_what_it_may_hold():
    table = pa.table({"text": [TEXT] * 5, "title": ["x" * 50_000] * 5})
    assert len(read(written(table), packed=100)) == 5
    bigger = pa.table({"text": repeated(TEXT), "title": repeated("x" * 50_000)})
    assert len(read(written(bigger), packed=10**6)) == ROWS
    with pytest.raises(ArticleError):
        read(written(bigger), packed=100)


def test_columns_that_are_not_wanted_count_nothing():
    table = pa.table({"text": repeated(TEXT), "other": repeated(LARGE)})
    assert len(read(written(table))) == ROWS


@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_every_encoding_of_text_is_read(encoding):
    texts = [f"{TEXT} {number}" for number in range(200)]
    stream = written(pa.table({"text": texts}), use_dictionary=False, column_encoding={"text": encoding})
    assert [article.text for article in read(stream)] == texts


def test_nested_metadata_are_read():
    table = pa.table(
        {
            "text": [TEXT] * 3,
            "author": [["Claire", "Martin"], None, ["Claire"]],
            "title": pa.array([{"a": [1, 2]}] * 3),
            "url": pa.array(["u"] * 3, pa.large_string()),
        }
    )
    first, second, third = read(written(table))
    assert [first.author, second.author, third.author] == ["Claire, Martin", None, "Claire"]
    assert first.url == "u"


def as_lines(records):
    lines = "".join(json.dumps(record) + "\n" for record in records)
    return read_jsonl(io.BytesIO(lines.encode()), source="a.jsonl", columns=Columns(), max_characters=1_000_000)


def as_cells(records):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    content = text.getvalue().encode()
    return read_csv(lambda: io.BytesIO(content), source="a.csv", columns=Columns(), max_characters=1_000_000)


@pytest.mark.parametrize("reader", [as_lines, as_cells])
@pytest.mark.parametrize("column", ["title", "author", "url", "outlet"])
def test_huge_metadata_cost_their_record_alone(reader, column):
    records = [
        {"id": one, "text": TEXT, column: "x" * length} for one, length in zip("abc", (9, METADATA + 1, 9), strict=True)
    ]
    assert kinds(reader(records)) == ["a", "too_long", "c"]


@pytest.mark.parametrize("reader", [as_lines, as_cells])
def test_long_metadata_are_read(reader):
    (article,) = reader([{"id": "a", "text": TEXT, "title": "x" * 60_000}])
    assert len(article.title) == 60_000


def test_a_row_of_csv_that_never_ends_is_not_held():
    content = f"id,text\na,{TEXT}\nb,".encode() + b'"x\n",' * 1_000_000
    items = read_csv(lambda: io.BytesIO(content), source="a.csv", columns=Columns(), max_characters=1_000)
    assert next(items).doc_id == "a"
    with pytest.raises(ArticleError, match="a row of more than") as caught:
        next(items)
    assert caught.value.code == "too_long"
