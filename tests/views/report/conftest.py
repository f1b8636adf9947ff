"""Sites to test. All that can be seen in the files is tested without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.views.report.site import write_site

from .made_up import reading, two_articles


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
