"""Writes the site: beside the folder first, then in its place, so that a reader never meets half of one."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from extractor import __version__
from extractor.errors import UsageError
from extractor.tables.lazy import require
from extractor.tables.read import Reading
from extractor.views.pages import render
from extractor.views.report import words
from extractor.views.report.drawing import Drawing
from extractor.views.report.helpers import Helpers
from extractor.views.report.records import Records, gather

MARKER = "extractor-report.json"
"""The file by which a folder is known to be a report, which a new one may replace."""

WORTH_A_PROCESS = 500
"""Articles for each process beside our own: with fewer it takes longer to start one than it saves."""

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


def write_site(reading: Reading, folder: Path | str, *, language: str = "en", workers: int | None = None) -> Site:
    """Writes the tables as a site to `folder`, in place of an earlier report if one is there.

    Of many articles the pages are drawn in `workers` processes, by default one a core that this process may use; the
    same tables give the same site, however many there are. Raises UsageError where the folder has something else in
    it, for a language that the interface does not speak, and where the packages that draw are not installed.
    """
    folder = Path(folder)
    words.interface(language)
    require("matplotlib", "networkx")
    _require_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, so that moving it is one step.
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name in ("articles", "entities", "data", "assets"):
            (building / name).mkdir()
        with Helpers(reading, building, language, count=_helpers(reading, workers)) as helpers:
            records = gather(reading)
            drawing = Drawing(records, language)
            _write_assets(records, building)
            pages = drawing.write_fixed(building)
            pages += helpers.write_with(drawing)
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


def _helpers(reading: Reading, workers: int | None) -> int:
    """How many processes help this one."""
    if workers is None:
        # Not on macOS and Windows.
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(0, min(workers - 1, len(reading.table("documents")) // WORTH_A_PROCESS))


def _require_replaceable(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise UsageError(f"{folder} has something else in it than a report; name another folder with -o")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder with -o")


def _write_assets(records: Records, folder: Path) -> None:
    (folder / "assets" / "site.css").write_text(render("site/site.css.j2"), encoding="utf-8")
    for name in SCRIPTS:
        shutil.copyfile(_HTML / name, folder / "assets" / name)
    marker = {"made_by": "extractor", "version": __version__, "articles": len(records.articles)}
    (folder / MARKER).write_text(json.dumps(marker) + "\n", encoding="utf-8")
