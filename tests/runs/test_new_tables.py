"""A table that a later version introduces is missing from an older output, and nothing is lost with it."""

from __future__ import annotations

import json
import shutil

import pytest

import extractor
from extractor.runs.commit import Journal
from extractor.runs.upkeep import compact_tables
from extractor.tables import migrations
from extractor.tables.migrations import Step
from extractor.tables.schemas import SCHEMA_VERSION, TABLES
from extractor.tables.store import SCHEMA_KEY, Store

from .world import record, table_rows, write_records

NEW = "relations"


@pytest.fixture
def news(tmp_path):
    write_records(tmp_path / "news.jsonl", [record(number) for number in range(3)])
    return tmp_path / "news.jsonl"


@pytest.fixture
def old(tiny, news, tmp_path, monkeypatch):
    """An output of the version before the one that introduces `NEW`."""
    out = tmp_path / "out"
    tiny(news)
    shutil.rmtree(out / NEW)
    for name in set(TABLES) - {NEW}:
        properties = {SCHEMA_KEY: str(SCHEMA_VERSION - 1)}
        Store(out).open(name).alter.set_table_properties(properties, raise_if_not_exists=False)
    steps = tuple(step for step in migrations.STEPS if step.version < SCHEMA_VERSION)
    monkeypatch.setattr(migrations, "STEPS", (*steps, Step(SCHEMA_VERSION, tables=(NEW,))))
    return out


def test_a_run_creates_it_and_processes_nothing_again(tiny, news, old):
    before = table_rows(old)
    report = tiny(news)
    assert (report.processed, report.unchanged, report.warnings) == (0, 3, [])
    assert Store(old).exists(NEW)
    assert {name: rows for name, rows in table_rows(old).items() if name != NEW} == {
        name: rows for name, rows in before.items() if name != NEW
    }
    assert tiny(news).warnings == []


def test_it_reads_as_empty_before(old):
    assert len(extractor.read(old).table(NEW)) == 0


def test_compacting_an_older_output_goes_on_working(old, tiny, news):
    compact_tables(old)
    assert tiny(news).warnings == []


@pytest.mark.parametrize("point", ["upkeep:journal", "upkeep:file", f"upkeep:{NEW}"])
def test_a_kill_of_the_migration_does_not_make_it_a_lost_one(tiny, news, old, monkeypatch, point):
    def stop(reached):
        if reached == point:
            raise KeyboardInterrupt

    monkeypatch.setattr("extractor.runs.commit.reach", stop)
    with pytest.raises(KeyboardInterrupt):
        tiny(news)
    monkeypatch.undo()
    monkeypatch.setattr(migrations, "STEPS", (Step(SCHEMA_VERSION, tables=(NEW,)),))
    report = tiny(news)
    assert (report.processed, report.warnings) == (0, [])


def test_once_it_was_there_it_is_lost(tiny, news, old):
    tiny(news)
    shutil.rmtree(old / NEW)
    (warning,) = tiny(news).warnings
    assert f"rows of {NEW} were gone" in warning


def test_the_journal_of_an_older_version_is_understood(old):
    """It names fewer tables: the batch is undone as it was noted, and is not taken for a damaged journal."""
    versions = {name: Store(old).version(name) for name in TABLES if name != NEW}
    text = json.dumps({"batch": "x/1", "versions": versions})
    assert Journal.parse(text.encode()).versions == versions
