"""Looking after an output: its runs, what they rejected, and its files."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import InputError
from extractor.locations import locate
from extractor.runs.commit import compact, migrate, recover, tidy
from extractor.runs.lock import hold
from extractor.runs.records import FOLDER, Records
from extractor.runs.report import damaged_reports, read_reports
from extractor.tables.store import Store

Record = dict[str, object]


def read_rejected(out: Path | str) -> list[Record]:
    """The rows of `rejected`, by source. Raises InputError where there are no tables."""
    store = _store(out, "rejected")
    store.require_complete()
    rows = store.read("rejected").sort_by("source").to_pylist()
    return [{**row, "rejected_at": f"{row['rejected_at']:%Y-%m-%d %H:%M}"} for row in rows]


def read_runs(out: Path | str) -> list[Record]:
    """The records of all runs that wrote to `out`, the oldest first. Raises InputError where there were none."""
    _store(out, "documents")
    return [
        {
            **report.counts(),
            "seconds": f"{report.seconds:.1f}",
            "words_per_second": f"{report.words_per_second:.0f}",
            "peak_memory_mib": report.peak_memory // 2**20,
        }
        for report in read_reports(Records(locate(out) / FOLDER))
    ]


def compact_tables(out: Path | str) -> list[Record]:
    """Merges small files and removes superseded ones; gives the number of files of each table before and after.

    Raises InputError where there are no tables, LockedError while a run goes on.
    """
    store = _store(out)
    now = datetime.now(UTC)
    records = Records(store.out / FOLDER)
    name = f"compact-{secrets.token_hex(3)}"
    store.require_whole()
    store.require_ours()
    with hold(records.folder, None, run_id=name, since=now):
        recover(store, records)
        migrate(store, records, name=name)
        tidy(store, records)  # before a checkpoint forgets what was removed
        counts = compact(store, records, name=name)
    return [{"table": name, "files_before": before, "files_after": after} for name, (before, after) in counts.items()]


def damaged_records(out: Path | str) -> list[str]:
    """The names of the files under `OUT/_runs` that are called like records of runs and cannot be read as such."""
    return damaged_reports(Records(locate(out) / FOLDER))


def _store(out: Path | str, *names: str) -> Store:
    """The tables in `out`, of which those named, or all, must be of a known version."""
    store = Store(locate(out))
    if not store.exists("documents"):
        store.require_complete()
        raise InputError(f"there are no tables in {out}; write some with: extractor run IN {out}")
    store.require_known(*names)
    return store
