"""The unit of work: `process(shard, recipe)` turns articles into Arrow tables and knows nothing of who called it.

spaCy runs in this one process, in a memory zone that gives back the strings of each shard. An error inside a batch has
the batch done again article by article, so that it costs the culprit only.
"""

from __future__ import annotations

import atexit
import gc
import resource
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

import pyarrow as pa

from extractor.articles.article import Article, Refusal
from extractor.tables.rows import Rows, Stamp

if TYPE_CHECKING:
    from spacy.language import Language

PIPELINE = "extractor.analysis.pipeline:load"
"""The function that makes the pipeline, as `module:function`; called with `model` and `knowledge`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that a worker has to know to process any shard of a run."""

    stamp: Stamp
    model: str | None = None
    knowledge: str | None = None
    pipeline: str = PIPELINE


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles that are processed together, and copies: articles with the text of one before them, and its id."""

    articles: tuple[Article, ...]
    copies: tuple[tuple[Article, str], ...] = ()


@dataclass(slots=True)
class ShardResult:
    """What came of a shard: rows by table, and the articles that failed."""

    tables: list[dict[str, pa.Table]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0
    peak_memory: int = 0
    """Bytes that the process which did the work has held at most."""

    def merge(self, other: ShardResult) -> None:
        """Adds what came of another part of the same shard."""
        self.tables += other.tables
        self.refusals += other.refusals
        self.words += other.words
        self.seconds += other.seconds
        self.peak_memory = max(self.peak_memory, other.peak_memory)


def process(shard: Shard, recipe: Recipe) -> ShardResult:
    """The rows of all articles of `shard`, and a refusal for each that the pipeline fails on."""
    started = time.monotonic()
    result = ShardResult()
    try:
        rows = _analyse(shard.articles, recipe)
    except Exception as error:
        if len(shard.articles) == 1:
            result.refusals.append(refusal(shard.articles[0], *_reason(error)))
        else:
            for article in shard.articles:
                result.merge(process(Shard((article,)), recipe))
    else:
        result.tables.append(rows)
        result.words = sum(rows["documents"]["n_tokens"].to_pylist())
    result.seconds = time.monotonic() - started
    result.peak_memory = peak_memory()
    return result


def refusal(article: Article, reason: str, detail: str) -> Refusal:
    """The refusal of an article that was read, but could not be processed."""
    return Refusal(
        source=article.source,
        reason=reason,
        detail=detail,
        fingerprint=article.input_sha256(),
        doc_id=article.doc_id,
    )


@lru_cache(maxsize=1)
def pipeline(recipe_pipeline: str, model: str | None, knowledge: str | None) -> Language:
    """The loaded pipeline; a process keeps it for all its shards."""
    module, _, function = recipe_pipeline.partition(":")
    nlp: Language = getattr(import_module(module), function)(model, knowledge=knowledge)
    gc.freeze()  # the model is there for good: the collector need not look at it again
    # Until the interpreter ends: it takes what is frozen for lost, and libraries say so in hundreds of lines.
    atexit.register(gc.unfreeze)
    return nlp


def peak_memory() -> int:
    """Bytes that this process has held at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _analyse(articles: Sequence[Article], recipe: Recipe) -> dict[str, pa.Table]:
    nlp = pipeline(recipe.pipeline, recipe.model, recipe.knowledge)
    nlp.max_length = max(nlp.max_length, *(len(article.text) + 1 for article in articles))
    rows = Rows()
    if remember := getattr(getattr(nlp, "tokenizer", None), "remember", None):
        remember(article.text for article in articles)
    # Docs must not outlive the zone, whose strings they refer to: only plain values leave it.
    with nlp.memory_zone():
        for article, doc in zip(articles, nlp.pipe(article.text for article in articles), strict=True):
            rows.add(article, doc, stamp=recipe.stamp, processed_at=datetime.now(UTC))
    return rows.tables()


def _reason(error: Exception) -> tuple[str, str]:
    if isinstance(error, MemoryError):
        return "memory", "the article needs more memory than memory_limit allows"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})"
    message = str(error).strip().splitlines()
    return "failed", f"{type(error).__name__} in {place}: {message[0] if message else ''}"[:500]
