"""Articles in a file, tables as rows that can be compared, and how tests wait for what other processes do."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from extractor.tables.schemas import TABLES
from extractor.tables.store import Store

HERE = Path(__file__).parent

DEADLINE = 300
"""Seconds after which a test fails for want of what it waits for: so many that they never decide how one ends."""

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


def finish(process):
    """What a process has written to its standard error, once it has ended."""
    try:
        return process.communicate(timeout=DEADLINE)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"it has not ended after {DEADLINE} seconds: {process.communicate()}") from None


def wait_until(happens, what):
    """What `happens()` gives once it is true: for what can be seen, but tells nobody."""
    began = time.monotonic()
    while not (seen := happens()):
        assert time.monotonic() - began < DEADLINE, f"{what}: not within {DEADLINE} seconds"
        time.sleep(0.005)
    return seen


def wait_until_paused(process):
    """Waits until a run that was started with `pause` stops at its point; SIGCONT has it go on."""
    flags = os.WSTOPPED | os.WEXITED | os.WNOWAIT | os.WNOHANG
    state = wait_until(lambda: os.waitid(os.P_PID, process.pid, flags), "the run has not reached its point")
    assert state.si_code == os.CLD_STOPPED, finish(process)


def wait_for_end(process_ids):
    """Waits until all of these processes have ended, whoever their parent is."""
    for process_id in process_ids:
        wait_for_an_end([process_id])


def wait_for_an_end(process_ids):
    """Waits until one of these processes has ended, whoever their parent is."""
    with ExitStack() as opened:
        poll = select.poll()
        for process_id in process_ids:
            try:
                descriptor = os.pidfd_open(process_id)
            except ProcessLookupError:
                return
            opened.callback(os.close, descriptor)
            poll.register(descriptor, select.POLLIN)
        assert poll.poll(DEADLINE * 1000), f"none of {process_ids} has ended after {DEADLINE} seconds"


@contextmanager
def meanwhile(function):
    """Calls the function in a thread while the block runs; its error is one of the test."""
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(function)
        yield
        call.result(DEADLINE)


class Gate:
    """Where the tiny pipeline stops in an article that holds `text`, until the gate is opened."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()

    @property
    def text(self):
        return f"La ministre a parlé mardi à Paris. Claire : c'est fini. [[gate {self.folder}]]"

    def visitors(self):
        """The processes that stop here, or have."""
        return [int(path.name) for path in self.folder.iterdir() if path.name.isdigit()]

    def wait(self):
        """Waits until a process stops here, and gives its number."""
        return wait_until(self.visitors, f"nobody is at {self.folder.name}")[0]

    def open(self):
        """Lets everybody through, now and later."""
        (self.folder / "open").touch()


class Clock:
    """A clock that is hours later for each process that stops at the gate: only that can run out of time."""

    def __init__(self, gate):
        self.gate = gate

    def monotonic(self):
        return time.monotonic() + 10_000 * len(self.gate.visitors())


PATIENCE = 1_000
"""Seconds, for what is measured with a `Clock`: more than a test takes, less than the clock goes on for a visitor."""
