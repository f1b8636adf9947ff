"""The public names: adding or removing one is a decision, so it shows here."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import extractor
from extractor import errors
from extractor.analysis.pipeline import AFTER_PARSER, BEFORE_PARSER, FIRST, LAST
from extractor.analysis.transitions import FACTORIES

ROOT = Path(__file__).parent.parent


def test_public_names_are_these():
    assert sorted(extractor.__all__) == ["__version__", "extract", "load", "read"]


def test_every_public_name_can_be_had():
    for name in extractor.__all__:
        assert getattr(extractor, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'lood'"):
        extractor.lood  # noqa: B018


def test_version_is_semantic():
    assert re.fullmatch(r"\d+\.\d+\.\d+", extractor.__version__)


def test_import_brings_in_nothing_heavy():
    code = "import extractor, sys; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "extractor" in modules
    assert not {"spacy", "pandas", "pyarrow", "deltalake", "pydantic", "typer", "rich"} & set(modules)


def test_errors_have_these_codes_and_exit_statuses():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    statuses = {kind.__name__: kind.exit_status for kind in kinds}
    assert statuses == {
        "ExtractorError": 1,
        "UsageError": 2,
        "InputError": 2,
        "SettingsError": 2,
        "KnowledgeError": 2,
        "ModelError": 1,
        "ArticleError": 1,
        "StoreError": 1,
        "LockedError": 75,
    }


def test_every_error_says_when_it_happens():
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, Exception):
            assert kind.__doc__
            assert kind.__name__ in (errors.__doc__ or "")


def test_every_stage_is_registered_for_anyones_pipeline():
    registered = {point.name for point in entry_points(group="spacy_factories") if point.value.startswith("extractor.")}
    assert registered == {FIRST, *BEFORE_PARSER, *FACTORIES.values(), *AFTER_PARSER, LAST}


def test_scorers_and_colours_are_registered_for_spacy():
    scorers = {point.name for point in entry_points(group="spacy_scorers") if point.value.startswith("extractor.")}
    assert scorers == {f"extractor.{what}_scorer.v1" for what in ("mentions", "coreference", "statements")}
    assert "extractor" in {point.name for point in entry_points(group="spacy_displacy_colors")}


def test_command_is_installed():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"extractor": "extractor.cli:main"}
