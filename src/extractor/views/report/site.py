"""Writes the site: beside the folder first, then in its place, so that a reader never meets half of one."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from markupsafe import Markup

from extractor import __version__
from extractor.annotations import ENTITY_TYPES
from extractor.errors import UsageError
from extractor.tables.lazy import optional
from extractor.tables.read import Reading
from extractor.views.pages import render
from extractor.views.report import words
from extractor.views.report.articles import PAGE_BUDGET, article_page
from extractor.views.report.embedding import script_json
from extractor.views.report.entities import EntityPages
from extractor.views.report.front import front_page
from extractor.views.report.periods import Periods
from extractor.views.report.records import Records, gather
from extractor.views.report.search import data_files

MARKER = "extractor-report.json"
"""The file by which a folder is known to be a report, which a new one may replace."""

PAGE_SIZE = 950_000
"""Bytes that no page of an article exceeds."""

LISTED = 500
"""Articles or entities on one page of a list."""

SCRIPT_WORDS = ("act_", "kind_", "found_", "close", "means", "score", "trail", "unnamed", *ENTITY_TYPES)
"""How the keys of the words begin that scripts use."""

SCRIPTS = ("site.js", "article.js", "search.js")

_HTML = Path(__file__).parent.parent / "html" / "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was written."""

    index: Path
    pages: int
    articles: int
    entities: int
    statements: int


def write_site(reading: Reading, folder: Path | str, *, language: str = "en") -> Site:
    """Writes the tables as a site to `folder`, in place of an earlier report if one is there.

    Raises UsageError where the folder has something else in it, for a language that the interface does not speak, and
    where the packages that draw are not installed.
    """
    folder = Path(folder)
    known = words.interface(language)
    for package in ("matplotlib", "networkx"):
        optional(package, extra="report")
    _require_replaceable(folder)
    records = gather(reading)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, so that moving it is one step.
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        pages = _write_pages(records, building, language, known)
        _write_assets(records, building)
        building.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Site(
        index=folder / "index.html",
        pages=pages,
        articles=len(records.articles),
        entities=len(records.entities),
        statements=sum(len(article.statements) for article in records.articles if article.duplicate_of is None),
    )


def _require_replaceable(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise UsageError(f"{folder} has something else in it than a report; name another folder with -o")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder with -o")


def _write_pages(records: Records, folder: Path, language: str, known: dict[str, str]) -> int:
    for name in ("articles", "entities", "data", "assets"):
        (folder / name).mkdir()
    scripts = _write_data(records, folder)
    shared = {
        "t": known,
        "language": language,
        "number": lambda count: words.number(count, language=language),
        "label": lambda group, code: known.get(f"{group}{code}", code),
        "version": __version__,
        "total": len(records.articles),
    }

    def draw(template: str, *, root: str = "", **values: Any) -> str:
        return render(f"site/{template}.html.j2", **shared, root=root, **values)

    pages = 0
    for path, html in _pages(records, scripts, known, draw):
        (folder / path).write_text(html, encoding="utf-8")
        pages += 1
    return pages


def _pages(
    records: Records, scripts: list[str], known: dict[str, str], draw: Callable[..., str]
) -> Iterator[tuple[str, str]]:
    """Path and content of every page."""
    periods = Periods(article.published for article in records.articles if article.published is not None)
    yield "index.html", draw("front", entities=records.entities, **front_page(records, periods, known))
    script_words = Markup(script_json({key: word for key, word in known.items() if key.startswith(SCRIPT_WORDS)}))
    yield "search.html", draw("search", scripts=scripts, words=script_words, **_choices(records))
    for path, template, values in (*_lists("articles", records.articles), *_lists("entities", records.ranked)):
        yield path, draw(template, **values)
    for article in records.articles:
        budget, html = PAGE_BUDGET, ""
        while not html or len(html.encode()) > PAGE_SIZE:
            values = article_page(article, records, budget=budget)
            values["details"] = Markup(script_json(values["details"]))
            html = draw("article", root="../", words=script_words, **values)
            # The estimate was too low: less of the text.
            budget //= 2
        yield f"articles/{article.file}", html
    entities = EntityPages(records, periods, known)
    for entity in records.ranked:
        yield f"entities/{entity.file}", draw("entity", root="../", **entities.values(entity))


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


def _write_data(records: Records, folder: Path) -> list[str]:
    """Writes the rows of the search, and gives the files in the order in which a page has to load them."""
    names = []
    for number, content in enumerate(data_files(records)):
        names.append(f"data/{number:03}.js")
        (folder / names[-1]).write_text(content, encoding="utf-8")
    return names


def _write_assets(records: Records, folder: Path) -> None:
    (folder / "assets" / "site.css").write_text(render("site/site.css.j2"), encoding="utf-8")
    for name in SCRIPTS:
        shutil.copyfile(_HTML / name, folder / "assets" / name)
    marker = {"made_by": "extractor", "version": __version__, "articles": len(records.articles)}
    (folder / MARKER).write_text(json.dumps(marker) + "\n", encoding="utf-8")
