"""The settings file that `extractor init` writes."""

from __future__ import annotations

import re
import tomllib

import pytest

from extractor.errors import UsageError
from extractor.settings import Settings, read_settings
from extractor.starter import starter_text, write_settings_file


def test_as_it_is_written_it_changes_nothing(tmp_path):
    path = tmp_path / "extractor.toml"
    write_settings_file(path)
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {}
    assert read_settings(path) == read_settings()


def test_it_names_every_setting_with_its_default():
    uncommented = re.sub(r"^# (\w+ = )", r"\1", starter_text(), flags=re.MULTILINE)
    values = tomllib.loads(uncommented)
    assert set(values) == set(Settings.model_fields)
    for name, value in values.items():
        default = Settings.model_fields[name].default
        assert value == default or default is None, name


def test_with_every_setting_taken_in_it_is_valid(tmp_path):
    (tmp_path / "my-tables").mkdir()
    path = tmp_path / "extractor.toml"
    path.write_text(re.sub(r"^# (\w+ = )", r"\1", starter_text(), flags=re.MULTILINE), encoding="utf-8")
    assert read_settings(path).knowledge == tmp_path / "my-tables"


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "extractor.toml"
    path.write_text("workers = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        write_settings_file(path)
    assert path.read_text(encoding="utf-8") == "workers = 1\n"
