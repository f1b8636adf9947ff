"""For those who live in Spark: articles in Arrow batches in, one row an article with its tables as lists out.

    from extractor.runs.spark import extract_batches, spark_schema

    found = articles.mapInArrow(extract_batches, spark_schema())
    found.selectExpr("inline(statements)").write.parquet(...)
    found.where("rejected IS NOT NULL").select("doc_id", "rejected").show()

Nothing here needs Spark: `extract_batches` is a function of batches, for any engine that maps those. Each process that
calls it loads the pipeline once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import partial

import pyarrow as pa

from extractor import __version__
from extractor.analysis.model import choose_model, model_label
from extractor.articles.admission import Admission
from extractor.articles.article import Article
from extractor.articles.dates import read_date
from extractor.errors import ArticleError, UsageError
from extractor.runs.shards import PIPELINE, Recipe, Shard, process
from extractor.settings import Settings, read_settings
from extractor.tables.rows import Stamp
from extractor.tables.schemas import TABLES

METADATA = ("source", "title", "url", "outlet", "author", "published_at")
"""Columns of an article that may stand beside `doc_id` and `text`; others are passed over."""

OFFERED = tuple(name for name in TABLES if name != "rejected")

Batches = Iterable[pa.RecordBatch]


def extract_batches(
    batches: Batches,
    *,
    tables: Sequence[str] = ("statements",),
    settings: Settings | None = None,
    pipeline: str = PIPELINE,
) -> Iterator[pa.RecordBatch]:
    """A row for each article of `batches` (`doc_id`, `text`, and any of `METADATA`), of the columns of `arrow_schema`.

    `rejected` is null, or why there are no rows, such as `too_short: …`; the lists are then empty. Raises UsageError
    when a column is missing, ModelError when the model is.
    """
    settings = settings or read_settings()
    schema = arrow_schema(tables)
    recipe = Recipe(
        stamp=Stamp(
            run_id="batches",
            model=model_label(choose_model(settings.model)),
            extractor_version=__version__,
            settings_sha256=settings.result_hash(),
        ),
        model=settings.model,
        knowledge=str(settings.knowledge) if settings.knowledge else None,
        pipeline=pipeline,
    )
    admission = Admission(
        language=settings.language, min_characters=settings.min_characters, max_characters=settings.max_characters
    )
    for batch in batches:
        for articles in _shards(_articles(batch), settings):
            yield _rows(articles, recipe, admission, schema)


def extractor_of(
    *, tables: Sequence[str] = ("statements",), settings: Settings | None = None, pipeline: str = PIPELINE
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """`extract_batches` with other tables and settings, to be given to `mapInArrow`."""
    return partial(extract_batches, tables=tuple(tables), settings=settings, pipeline=pipeline)


def arrow_schema(tables: Sequence[str] = ("statements",)) -> pa.Schema:
    """The columns that `extract_batches` gives: `doc_id`, `rejected`, and a list of rows for each of `tables`.

    Raises UsageError for a table that there is not.
    """
    for name in tables:
        if name not in OFFERED:
            raise UsageError(f"there is no table {name!r} for an article; the tables are: {', '.join(OFFERED)}")
    lists = [
        (name, pa.list_(pa.struct([(field.name, _plain(field.type)) for field in TABLES[name]]))) for name in tables
    ]
    return pa.schema([("doc_id", pa.string()), ("rejected", pa.string()), *lists])


def spark_schema(tables: Sequence[str] = ("statements",)) -> str:
    """The same as Spark wants it written."""
    return ", ".join(f"`{field.name}` {_spark_type(field.type)}" for field in arrow_schema(tables))


def _articles(batch: pa.RecordBatch) -> Iterator[Article]:
    names = [field.name for field in fields(Article) if field.name in ("doc_id", "text", *METADATA)]
    for required in ("doc_id", "text"):
        if required not in batch.schema.names:
            raise UsageError(f"the articles have no column {required!r}; name one so, such as with withColumnRenamed")
    present = [name for name in names if name in batch.schema.names]
    for row in batch.select(present).to_pylist():
        doc_id = str(row["doc_id"])
        published = read_date(row.get("published_at"))
        yield Article(
            **{
                "source": doc_id,
                **row,
                "doc_id": doc_id,
                "text": row["text"] or "",
                "published_at": published.at if published else None,
                "published_precision": published.precision if published else None,
            }
        )


def _shards(articles: Iterable[Article], settings: Settings) -> Iterator[list[Article]]:
    """As many as a shard holds; ids are told apart within it."""
    shard: list[Article] = []
    ids: set[str] = set()
    characters = 0
    for article in articles:
        full = len(shard) >= settings.batch_articles or characters + len(article.text) > settings.batch_characters
        if shard and (full or article.doc_id in ids):
            yield shard
            shard, ids, characters = [], set(), 0
        shard.append(article)
        ids.add(article.doc_id)
        characters += len(article.text)
    if shard:
        yield shard


def _rows(articles: Sequence[Article], recipe: Recipe, admission: Admission, schema: pa.Schema) -> pa.RecordBatch:
    rejected: dict[str, str] = {}
    admitted = []
    for article in articles:
        try:
            admitted.append(admission.check(article))
        except ArticleError as error:
            rejected[article.doc_id] = f"{error.code}: {error.detail}"
    result = process(Shard(tuple(admitted)), recipe) if admitted else None
    if result is not None:
        rejected |= {str(refused.doc_id): f"{refused.reason}: {refused.detail}" for refused in result.refusals}
    ids = [article.doc_id for article in articles]
    columns = [pa.array(ids, pa.string()), pa.array([rejected.get(doc_id) for doc_id in ids], pa.string())]
    for field in schema.remove(0).remove(0):
        parts = [tables[field.name] for tables in result.tables] if result is not None else []
        columns.append(_lists(ids, pa.concat_tables([TABLES[field.name].empty_table(), *parts]), field.type))
    return pa.record_batch(columns, schema=schema)


def _lists(ids: Sequence[str], rows: pa.Table, kind: pa.ListType) -> pa.ListArray:
    """The rows, which are in the order of the articles, as one list an article."""
    counts = dict.fromkeys(ids, 0)
    for doc_id in rows["doc_id"].to_pylist():
        counts[doc_id] += 1
    offsets = [0]
    for count in counts.values():
        offsets.append(offsets[-1] + count)
    struct = kind.value_type
    values = [rows[field.name].combine_chunks().cast(field.type) for field in struct]
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(values, fields=list(struct)), type=kind
    )


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_large_string(kind) else kind


def _spark_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"array<{_spark_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {_spark_type(field.type)}' for field in kind)}>"
    return "timestamp" if pa.types.is_timestamp(kind) else {"int32": "int"}.get(str(kind), str(kind))
