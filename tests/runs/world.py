"""Articles in a file, and tables as rows that can be compared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from extractor.tables.schemas import TABLES
from extractor.tables.store import Store

HERE = Path(__file__).parent

VOLATILE = {"run_id", "processed_at", "rejected_at"}
"""Columns that differ between two runs that did the same."""


def record(number, text=None, **metadata):
    text = text or (
        f"La ministre Claire a parlé du dossier numéro {number} mardi à Paris. "
        f"Claire : nous avons signé l'accord numéro {number}. Martin : je suis d'accord avec elle."
    )
    return {"id": f"a{number}", "text": text, "title": f"Titre {number}", **metadata}


def write_records(path, records):
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    # Older than the grace in which a file may change without a new time stamp.
    os.utime(path, ns=(path.stat().st_mtime_ns - 10**10,) * 2)


def table_rows(out, *, volatile=VOLATILE):
    """All rows of all tables, without what differs from run to run, sorted."""
    rows = {}
    for name in TABLES:
        kept = [
            {column: value for column, value in row.items() if column not in volatile}
            for row in Store(out).read(name).to_pylist()
        ]
        rows[name] = sorted(json.dumps(row, default=str, sort_keys=True) for row in kept)
    return rows


def parquet_rows(out, name):
    """The number of rows that a reader of plain Parquet sees."""
    import pandas as pd

    return len(pd.read_parquet(out / name))


def start_run(inputs, out, *, environment=None, **options):
    """A run with the tiny pipeline as a process of its own."""
    arguments = json.dumps({"inputs": str(inputs), "out": str(out), **options})
    return subprocess.Popen(
        [sys.executable, str(HERE / "drive.py"), arguments],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
