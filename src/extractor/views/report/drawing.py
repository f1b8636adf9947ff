"""Draws the pages: those that there is one of, and chunks of those of articles and entities."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any

from markupsafe import Markup

from extractor import __version__
from extractor.annotations import ENTITY_TYPES
from extractor.views.pages import render
from extractor.views.report import words
from extractor.views.report.articles import PAGE_BUDGET, article_page
from extractor.views.report.embedding import script_json
from extractor.views.report.entities import EntityPages
from extractor.views.report.front import front_page
from extractor.views.report.periods import Periods
from extractor.views.report.records import ArticleRecord, EntityRecord, Records
from extractor.views.report.search import data_files

PAGE_SIZE = 950_000
"""Bytes that no page of an article exceeds."""

LISTED = 500
"""Articles or entities on one page of a list."""

CHUNK = 50
"""Pages that are drawn at one go."""

SCRIPT_WORDS = ("act_", "kind_", "method_", "found_", "close", "means", "score", "trail", "unnamed", *ENTITY_TYPES)
"""How the keys of the words begin that scripts use."""


class Drawing:
    """The pages of the records in one language."""

    def __init__(self, records: Records, language: str) -> None:
        known = words.interface(language)
        self._records = records
        self._known = known
        self._periods = Periods(article.published for article in records.articles if article.published is not None)
        self._entities = EntityPages(records, self._periods, known)
        self._script_words = Markup(
            script_json({key: word for key, word in known.items() if key.startswith(SCRIPT_WORDS)})
        )
        self._shared = {
            "t": known,
            "language": language,
            "number": lambda count: words.number(count, language=language),
            "label": lambda group, code: known.get(f"{group}{code}", code),
            "version": __version__,
            "total": len(records.articles),
        }
        # Entities with a plot come last, where our own process begins, which has Matplotlib loaded for the front page.
        self._single: list[ArticleRecord | EntityRecord] = [*records.articles, *reversed(records.ranked)]

    @property
    def chunks(self) -> int:
        """The number of chunks of the pages of articles and entities."""
        return ceil(len(self._single) / CHUNK)

    def write_chunk(self, number: int, folder: Path) -> int:
        """Writes one chunk, and tells how many pages it has."""
        records = self._single[number * CHUNK : (number + 1) * CHUNK]
        for record in records:
            if isinstance(record, ArticleRecord):
                path, html = folder / "articles" / record.file, self._article(record)
            else:
                path = folder / "entities" / record.file
                html = self._draw("entity", root="../", **self._entities.values(record))
            path.write_text(html, encoding="utf-8")
        return len(records)

    def write_fixed(self, folder: Path) -> int:
        """Writes the rows of the search and all other pages, and tells how many pages these are."""
        scripts = []
        for number, content in enumerate(data_files(self._records)):
            scripts.append(f"data/{number:03}.js")
            (folder / scripts[-1]).write_text(content, encoding="utf-8")
        pages = 0
        for path, html in self._fixed(scripts):
            (folder / path).write_text(html, encoding="utf-8")
            pages += 1
        return pages

    def _fixed(self, scripts: list[str]) -> Iterator[tuple[str, str]]:
        """Path and content of the pages that are not of one article or entity; `scripts` in the order of loading."""
        records = self._records
        front = front_page(records, self._periods, self._known)
        yield "index.html", self._draw("front", entities=records.entities, **front)
        yield "search.html", self._draw("search", scripts=scripts, words=self._script_words, **_choices(records))
        for path, template, values in (*_lists("articles", records.articles), *_lists("entities", records.ranked)):
            yield path, self._draw(template, **values)

    def _article(self, article: ArticleRecord) -> str:
        budget, html = PAGE_BUDGET, ""
        while not html or len(html.encode()) > PAGE_SIZE:
            values = article_page(article, self._records, self._known, budget=budget)
            values["details"] = Markup(script_json(values["details"]))
            html = self._draw("article", root="../", words=self._script_words, **values)
            # The estimate was too low: less of the text.
            budget //= 2
        return html

    def _draw(self, template: str, *, root: str = "", **values: Any) -> str:
        return render(f"site/{template}.html.j2", **self._shared, root=root, **values)


def _choices(records: Records) -> dict[str, Any]:
    """What the fields of the search offer."""
    statements = [row for article in records.articles for row in article.statements]
    states = sorted({row["speaker_country"] for row in statements if row["speaker_country"]}, key=records.name_of_state)
    return {
        "acts": sorted({row["speech_act"] for row in statements if row["speech_act"]}),
        "states": [(state, records.name_of_state(state)) for state in states],
        "outlets": sorted({article.outlet for article in records.articles if article.outlet})[:LISTED],
        # Names that the browser proposes while one is typed.
        "proposed": sorted({record.name for record in records.ranked[:LISTED]}),
    }


def _lists(kind: str, rows: list[Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    count = max(1, ceil(len(rows) / LISTED))
    names = [f"{kind}.html" if page == 0 else f"{kind}-{page + 1}.html" for page in range(count)]
    for page, name in enumerate(names):
        values = {"rows": rows[page * LISTED : (page + 1) * LISTED], "names": names, "page": page}
        yield name, f"list-{kind}", values
