"""The library's door: texts, or the folder that a run wrote, become something to ask and to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import __version__
from extractor.analysis.model import choose_model, model_label
from extractor.analysis.pipeline import load
from extractor.articles.article import Article, Refusal
from extractor.articles.dates import read_date
from extractor.articles.reading import read_articles
from extractor.articles.sources import find_files
from extractor.articles.text import find_title
from extractor.errors import UsageError
from extractor.tables.rows import Rows, Stamp
from extractor.views.notebook import ShownCorpus, ShownExtraction

if TYPE_CHECKING:
    from spacy.language import Language

METADATA = ("source", "title", "url", "outlet", "author", "published_at")
"""What may be given with a text, beside `doc_id`."""

Given = str | Path | Mapping[str, Any]
"""A text, the path of a file or of a folder, or a mapping with a `text`."""


def extract(
    texts: Given | Iterable[Given],
    *,
    model: str | None = None,
    knowledge: Path | str | None = None,
) -> ShownExtraction:
    """Who said what in a text or in several: `extractor.extract(text).who_said_what()`.

    A text may come with what is known of it: `{"text": …, "title": …, "outlet": …, "published_at": …, "url": …}`. A
    `pathlib.Path` stands for the articles in that file or folder, of any format that `extractor run` reads; what is no
    article goes to `.rejected` with the reason. The tables are pandas DataFrames in memory (`.statements`, `.entities`
    …); for many articles there is `extractor run`. The pipeline is loaded once. Raises UsageError for anything but
    these, InputError where a path leads to no article, ModelError without a model.
    """
    given = [texts] if isinstance(texts, (str, Path, Mapping)) else texts
    stamp = Stamp(
        run_id="extract", model=model_label(choose_model(model)), extractor_version=__version__, settings_sha256=""
    )
    nlp = _pipeline(model, str(knowledge) if knowledge else None)
    rows = Rows()
    articles, read = tee(_articles(given, rows, stamp))
    seen: set[str] = set()
    for article, doc in zip(articles, nlp.pipe(article.text for article in read), strict=True):
        if article.doc_id in seen:
            raise UsageError(f"two texts have the doc_id {article.doc_id!r}")
        seen.add(article.doc_id)
        rows.add(article, doc, stamp=stamp, processed_at=datetime.now(UTC))
    return ShownExtraction(rows.tables())


def read(out: Path | str) -> ShownCorpus:
    """The tables that `extractor run` wrote to `out`: `extractor.read("data/out").who_said_what()`.

    Nothing is read before it is asked for. Raises InputError where there are no tables, StoreError where a newer
    version of extractor wrote them.
    """
    return ShownCorpus(out)


@lru_cache(maxsize=1)
def _pipeline(model: str | None, knowledge: str | None) -> Language:
    return load(model, knowledge=knowledge)


def _articles(given: Iterable[Given], rows: Rows, stamp: Stamp) -> Iterator[Article]:
    """The articles one after the other; refusals go to the rows."""
    for number, one in enumerate(given, 1):
        if not isinstance(one, Path):
            yield _article(one, number)
            continue
        for file in find_files([one]):
            for item in [file] if isinstance(file, Refusal) else read_articles(file):
                if isinstance(item, Article):
                    yield item
                else:
                    rows.add_refusal(item, stamp=stamp, rejected_at=datetime.now(UTC))


def _article(given: object, number: int) -> Article:
    if isinstance(given, str):
        given = {"text": given}
    if not isinstance(given, Mapping) or not isinstance(given.get("text"), str):
        raise UsageError(
            f"a text is a str, a Path, or a mapping with a text under 'text', not {type(given).__name__} (no {number})"
        )
    unknown = set(given) - {"text", "doc_id", *METADATA}
    if unknown:
        raise UsageError(
            f"text {number} comes with {', '.join(sorted(map(str, unknown)))}; known are: {', '.join(METADATA)}"
        )
    text = given["text"]
    doc_id = str(given.get("doc_id") or f"text-{number}")
    # A row of a DataFrame has NaN for what is not known, which is not equal to itself.
    metadata = {
        name: value if value == value else None for name, value in ((name, given.get(name)) for name in METADATA)
    }
    published = read_date(metadata["published_at"])
    return Article(
        **{
            **metadata,
            "doc_id": doc_id,
            "text": text,
            "source": metadata["source"] or doc_id,
            "title": metadata["title"] or find_title(text),
            "published_at": published.at if published else None,
            "published_precision": published.precision if published else None,
        }
    )
