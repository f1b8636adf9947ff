"""Sites to test, and the browser that opens them.

Where no Chromium is installed the tests marked `browser` are left out and the end of the run says so; asked for by
`-m browser` they are run all the same, and fail. All that can be seen in the files is tested without it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.views.report.site import write_site

from .made_up import reading, two_articles

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

_left_out = pytest.StashKey[int]()


def find_browser() -> str | None:
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def pytest_collection_modifyitems(config, items):
    if find_browser() or "browser" in config.option.markexpr:
        return
    kept = [item for item in items if item.get_closest_marker("browser") is None]
    left_out = [item for item in items if item.get_closest_marker("browser") is not None]
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)
    config.stash[_left_out] = len(left_out)


def pytest_terminal_summary(terminalreporter, config):
    count = config.stash.get(_left_out, 0)
    if count:
        terminalreporter.write_line(
            f"{count} tests of the report in a browser were left out, as there is no Chromium: make test-browser"
        )


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The site of two articles full of markup, in English."""
    folder = tmp_path_factory.mktemp("report") / "site"
    write_site(reading(two_articles()), folder)
    return folder


@pytest.fixture(scope="session")
def french_site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "rapport"
    write_site(reading(two_articles()), folder, language="fr")
    return folder


@pytest.fixture(scope="session")
def pages(site) -> dict[str, str]:
    """Every page by its path."""
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
