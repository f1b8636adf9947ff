"""Runs with a pipeline that starts at once, in this process or in one of their own."""

from __future__ import annotations

import pytest

from extractor.runs import run
from extractor.settings import Settings

from .world import HERE, start_run


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.delenv("FAULT_POINT_OF_EXTRACTOR", raising=False)


@pytest.fixture
def tiny(tmp_path):
    """Runs with the tiny pipeline, in this process unless workers are asked for."""

    def call(inputs, out=None, **options):
        names = set(Settings.model_fields)
        settings = {"workers": 0, **{name: value for name, value in options.items() if name in names}}
        rest = {name: value for name, value in options.items() if name not in names}
        return run(inputs, out or tmp_path / "out", Settings(**settings), pipeline="tiny_pipeline:load", **rest)

    return call


@pytest.fixture
def spawn():
    """Starts a run as a process of its own; gives the `Popen`."""
    return start_run
