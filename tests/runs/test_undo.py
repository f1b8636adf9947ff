"""A half-written batch is undone also where the records, the journal or earlier files have been deleted by hand."""

from __future__ import annotations

import shutil
import signal
import time

import pytest
from deltalake import DeltaTable

from extractor.runs.commit import JOURNAL
from extractor.tables.schemas import CHILDREN, TABLES
from extractor.tables.store import Store

from .world import finish, parquet_rows, record, table_rows, write_records

OTHER = "Martin : c'est autre chose numéro {}. Claire : oui, c'est tout à fait autre chose."


def vacuum(out, *names):
    for name in names or TABLES:
        table = DeltaTable(str(out / name))
        table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)


def optimize(out):
    for name in TABLES:
        DeltaTable(str(out / name)).optimize.compact()


BY_HAND = {
    "records deleted": lambda out: shutil.rmtree(out / "_runs"),
    "journal deleted": lambda out: (out / "_runs" / JOURNAL).unlink(),
    "journal emptied": lambda out: (out / "_runs" / JOURNAL).write_bytes(b""),
    "vacuumed": lambda out: vacuum(out, *CHILDREN),
    "optimized": optimize,
    "optimized and vacuumed": lambda out: (optimize(out), vacuum(out)),
    "records deleted and vacuumed": lambda out: (shutil.rmtree(out / "_runs"), vacuum(out)),
}


@pytest.mark.parametrize("by_hand", BY_HAND)
@pytest.mark.parametrize("point", ["commit:mentions", "commit:rejected"])
def test_no_row_is_doubled_or_lost(spawn, tiny, tmp_path, point, by_hand):
    out, news = tmp_path / "out", tmp_path / "news.jsonl"
    gone = tmp_path / "gone.jsonl"
    write_records(gone, [record(50)])
    tiny(gone)
    write_records(news, [record(number) for number in range(4)])
    tiny(news)
    changed = [*(record(number, OTHER.format(number)) for number in range(4)), record(99), {"id": "bad"}]
    write_records(news, changed)
    killed = spawn(news, out, environment={"FAULT_POINT_OF_EXTRACTOR": point})
    finish(killed)
    assert killed.returncode == -signal.SIGKILL
    BY_HAND[by_hand](out)
    tiny(news)
    tiny(gone, tmp_path / "expected")
    tiny(news, tmp_path / "expected")
    assert table_rows(out) == table_rows(tmp_path / "expected")
    assert tiny(news).processed == 0


def test_a_batch_that_is_complete_stays_where_its_journal_was_deleted(spawn, tiny, tmp_path):
    news = tmp_path / "news.jsonl"
    write_records(news, [record(number) for number in range(4)])
    killed = spawn(news, tmp_path / "out", environment={"FAULT_POINT_OF_EXTRACTOR": "commit:documents"})
    finish(killed)
    before = table_rows(tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / "_runs")
    vacuum(tmp_path / "out")
    report = tiny(news)
    assert (report.processed, report.notes) == (0, [])
    assert table_rows(tmp_path / "out") == before


def test_a_run_without_articles_keeps_what_was_rejected(tiny, tmp_path):
    """Its batch leaves `documents` as it is, and is no half-written one."""
    news = tmp_path / "news.jsonl"
    write_records(news, [record(1)])
    tiny(news)
    write_records(news, [record(1), {"id": "bad"}])
    tiny(news)
    version = Store(tmp_path / "out").version("rejected")
    assert tiny(news).notes == []
    assert Store(tmp_path / "out").version("rejected") == version


@pytest.mark.parametrize("days", [-20_000, -2, 2, 27_000])
def test_superseded_files_go_whatever_the_clock_said(tiny, tmp_path, monkeypatch, days):
    """What was removed in the future, by a clock that was wrong, is not left to be read as plain Parquet."""
    news, out = tmp_path / "news.jsonl", tmp_path / "out"
    write_records(news, [record(number) for number in range(3)])
    tiny(news)
    write_records(news, [record(number, OTHER.format(number)) for number in range(3)])
    real = time.time
    monkeypatch.setattr("extractor.tables.store.time.time", lambda: real() + days * 86_400)
    tiny(news)
    monkeypatch.undo()
    for name in TABLES:
        assert parquet_rows(out, name) == len(table_rows(out)[name])
