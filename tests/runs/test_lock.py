"""One run at a time per output; the lock dies with its holder."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime

import pytest

from extractor.errors import LockedError
from extractor.runs.lock import output_lock

from .world import Gate, finish, record, write_records

SINCE = datetime(2024, 5, 31, 4, 0, tzinfo=UTC)


def test_a_second_run_is_told_who_holds_the_output_and_since_when(tmp_path):
    with output_lock(tmp_path, run_id="first", since=SINCE):
        second = output_lock(tmp_path, run_id="second", since=SINCE)
        with pytest.raises(LockedError, match=r"run first \(process \d+ on .+\) since 2024-05-31T04:00:00"):
            second.__enter__()
        assert json.loads((tmp_path / "lock").read_text())["run_id"] == "first"
    with output_lock(tmp_path, run_id="third", since=SINCE):
        pass


def test_exit_status_of_the_second_run_and_a_crash_frees_the_lock(spawn, tmp_path):
    gate = Gate(tmp_path / "gate")
    write_records(tmp_path / "news.jsonl", [record(1, gate.text), record(2)])
    first = spawn(tmp_path / "news.jsonl", tmp_path / "out")
    assert gate.wait() == first.pid
    second = spawn(tmp_path / "news.jsonl", tmp_path / "out")
    errors = finish(second)
    assert second.returncode == 75
    assert f"process {first.pid}" in errors
    first.send_signal(signal.SIGKILL)
    finish(first)
    with output_lock(tmp_path / "out" / "_runs", run_id="next", since=SINCE):
        pass
