"""Articles in Arrow batches, as Spark gives and takes them; and Spark itself, where there is one."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from functools import partial

import pyarrow as pa
import pytest

from extractor.errors import UsageError
from extractor.runs.spark import arrow_schema, extract_batches, extractor_of, spark_schema
from extractor.settings import Settings
from extractor.tables.schemas import TABLES

from .world import HERE, VOLATILE, record, write_records

tiny_batches = partial(extract_batches, settings=Settings(batch_articles=3), pipeline="tiny_pipeline:load")


def batches(*records):
    yield from pa.Table.from_pylist(
        [{"doc_id": one["id"], "text": one["text"], "title": one["title"], "rank": 1} for one in records]
    ).to_batches(max_chunksize=4)


ALL = [name for name in TABLES if name != "rejected"]


def test_an_article_has_the_rows_that_a_run_gives_it(tiny, tmp_path):
    records = [record(number) for number in range(10)]
    write_records(tmp_path / "news.jsonl", records)
    tiny(tmp_path / "news.jsonl", tmp_path / "out")
    found = pa.Table.from_batches(tiny_batches(batches(*records), tables=ALL))
    assert found.schema == arrow_schema(ALL)
    assert found["doc_id"].to_pylist() == [one["id"] for one in records]
    assert found["rejected"].null_count == 10
    ignored = {*VOLATILE, "source", "input_sha256", "settings_sha256"}
    for name in ALL:
        rows = [row for article in found[name].to_pylist() for row in article]
        assert rows
        assert comparable(rows, ignored) == comparable(table(tmp_path / "out", name), ignored)


def table(out, name):
    from extractor.tables.store import Store

    return Store(out).read(name).to_pylist()


def comparable(rows, ignored):
    return sorted(repr({key: value for key, value in sorted(row.items()) if key not in ignored}) for row in rows)


def test_what_fails_says_why_and_costs_nobody_else():
    records = [
        record(0),
        record(1, "x"),
        record(2, "La ministre a parlé mardi à Paris. [[raise]]"),
        record(3, "The minister said on Monday that the treaty would be signed in the coming weeks in London."),
        record(4),
        {**record(5), "text": None},
    ]
    found = pa.Table.from_batches(tiny_batches(batches(*records))).to_pylist()
    reasons = [row["rejected"] and row["rejected"].partition(":")[0] for row in found]
    assert reasons == [None, "too_short", "failed", "language", None, "empty"]
    assert [len(row["statements"]) for row in found] == [2, 0, 0, 0, 2, 0]


def test_the_same_id_twice_is_two_articles():
    twice = [record(0), record(0, "Claire : c'est autre chose. La ministre a parlé mardi à Paris.")]
    found = pa.Table.from_batches(tiny_batches(batches(*twice))).to_pylist()
    assert [len(row["statements"]) for row in found] == [2, 1]


def test_metadata_of_any_form_is_taken():
    (batch,) = pa.Table.from_pylist(
        [{"doc_id": 7, "text": record(1)["text"], "published_at": datetime(2024, 5, 31, tzinfo=UTC), "outlet": None}]
    ).to_batches()
    (found,) = pa.Table.from_batches(tiny_batches([batch], tables=["documents"])).to_pylist()
    assert found["doc_id"] == "7"
    assert found["documents"][0]["published_at"] == datetime(2024, 5, 31, tzinfo=UTC)


def test_no_articles_are_no_rows():
    assert list(tiny_batches([])) == []


def test_a_missing_column_and_an_unknown_table_are_told():
    with pytest.raises(UsageError, match="no column 'text'"):
        next(tiny_batches([pa.record_batch({"doc_id": ["a"]})]))
    with pytest.raises(UsageError, match="no table 'rejected' for an article; the tables are: documents"):
        arrow_schema(["rejected"])


def test_the_schema_as_spark_wants_it():
    assert spark_schema(["relations"]).startswith(
        "`doc_id` string, `rejected` string, `relations` array<struct<`doc_id`: string, `subject_id`: string, "
    )
    assert "`spans`: array<struct<`start`: int, `end`: int>>" in spark_schema()
    assert "`processed_at`: timestamp" in spark_schema(["documents"])


@pytest.fixture(scope="module")
def spark():
    """A Spark of two threads."""
    pytest.importorskip("pyspark", reason="`make test-spark` installs it")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", str(HERE), prepend=os.pathsep)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.driver.memory", "512m").getOrCreate()
        yield session
        session.stop()


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning")
def test_spark_itself(spark, tiny, tmp_path):
    """The statements that Spark gives are those of a run; what fails is told and fails nothing else."""
    records = [record(number) for number in range(20)]
    write_records(tmp_path / "news.jsonl", records)
    tiny(tmp_path / "news.jsonl", tmp_path / "out")
    rows = [(one["id"], one["text"]) for one in [*records, record("bad", "La ministre a parlé à Paris. [[raise]]")]]
    articles = spark.createDataFrame(rows, "doc_id string, text string").repartition(4)
    extract = extractor_of(tables=["statements", "documents"], pipeline="tiny_pipeline:load")
    found = articles.mapInArrow(extract, spark_schema(["statements", "documents"])).cache()
    statements = [row.asDict(recursive=True) for row in found.selectExpr("inline(statements)").collect()]
    assert comparable(statements, ()) == comparable(table(tmp_path / "out", "statements"), ())
    bad = found.where("rejected IS NOT NULL").select("doc_id", "rejected").collect()
    assert [(row.doc_id, row.rejected.partition(":")[0]) for row in bad] == [("abad", "failed")]
    assert found.selectExpr("inline(documents)").count() == 20


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning")
def test_spark_with_the_pipeline_itself(spark):
    text = "« Nous sommes prêts », a déclaré Emmanuel Macron mardi à Paris."
    articles = spark.createDataFrame([("a", text)], "doc_id string, text string")
    found = articles.mapInArrow(extract_batches, spark_schema()).selectExpr("inline(statements)").collect()
    assert [(row.speaker_name, row.text) for row in found] == [("Emmanuel Macron", "Nous sommes prêts")]
