"""Tables of a version that is not known are refused by whoever reads or writes them, before anything is done."""

from __future__ import annotations

import sys

import pytest

import extractor
from extractor import cli
from extractor.errors import StoreError
from extractor.tables.schemas import SCHEMA_VERSION, TABLES
from extractor.tables.store import SCHEMA_KEY, Store

COMMANDS = [
    ["search"],
    ["search", "--json"],
    ["rejected"],
    ["runs"],
    ["export", "x.jsonl"],
    ["report"],
    ["compact"],
    ["run"],
    ["run", "--dry-run"],
]


@pytest.fixture
def out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "vide.txt").touch()
    for name in TABLES:
        Store(tmp_path / "out").create(name)
    return tmp_path / "out"


def mark(out, version, *names):
    for name in names or TABLES:
        Store(out).open(name).alter.set_table_properties({SCHEMA_KEY: version}, raise_if_not_exists=False)


def files(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_refuses_a_newer_version(out, command, monkeypatch, capsys):
    mark(out, "99")
    before = files(out)
    name, *arguments = command
    places = ["in", "out"] if name == "run" else ["out"]
    monkeypatch.setattr(sys, "argv", ["extractor", name, *places, *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "has schema version 99, newer than" in said.err
    assert "update extractor" in said.err
    assert files(out) == before


@pytest.mark.parametrize("version", [str(SCHEMA_VERSION + 1), "0", "-1", "two", "", "1.5"])
def test_a_version_that_is_none_is_refused(out, version):
    mark(out, version, "statements")
    with pytest.raises(StoreError, match="statements has (the )?schema version"):
        extractor.read(out)


@pytest.mark.parametrize("version", [str(number) for number in range(1, SCHEMA_VERSION + 1)])
def test_every_version_up_to_this_one_is_read(out, version):
    mark(out, version)
    assert len(extractor.read(out).who_said_what()) == 0
