"""Why a process died, told from its end and from what the kernel counts."""

from __future__ import annotations

import os
import signal

import pytest

from extractor.runs import local
from extractor.runs.deaths import OUT_OF_MEMORY, Kills, cause, memory_held
from extractor.tables.store import Store

from .world import record, write_records

GIB = 2**30


@pytest.mark.parametrize(
    ("code", "circumstances", "reason"),
    [
        (-signal.SIGKILL, {"killed": True}, "memory"),
        (-signal.SIGKILL, {"killed": False}, "crashed"),
        (-signal.SIGTERM, {"killed": True}, "crashed"),
        (-signal.SIGABRT, {"killed": False, "held": GIB, "limit": GIB}, "memory"),
        (-signal.SIGSEGV, {"killed": False, "held": GIB, "limit": GIB}, "memory"),
        (-signal.SIGABRT, {"killed": False, "held": GIB // 2, "limit": GIB}, "crashed"),
        (-signal.SIGABRT, {"killed": False, "held": GIB}, "crashed"),
        (OUT_OF_MEMORY, {"killed": False}, "memory"),
        (9, {"killed": True}, "crashed"),
        (-40, {"killed": False}, "crashed"),
        (None, {"killed": False}, "crashed"),
    ],
)
def test_the_cause(code, circumstances, reason):
    assert cause(code, **circumstances)[0] == reason


@pytest.fixture
def kernel(tmp_path):
    """Files as those of a kernel, which can be written."""
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "groups" / "ours").mkdir(parents=True)
    return tmp_path


def test_kills_are_those_of_our_group_where_it_counts(kernel):
    (kernel / "proc" / "self" / "cgroup").write_text("0::/ours\n")
    (kernel / "proc" / "vmstat").write_text("pgfault 1\noom_kill 5\n")
    events = kernel / "groups" / "ours" / "memory.events"
    events.write_text("oom 0\noom_kill 0\n")
    kills = Kills(kernel / "proc", kernel / "groups")
    (kernel / "proc" / "vmstat").write_text("pgfault 1\noom_kill 6\n")
    assert not kills.happened()
    events.write_text("oom 1\noom_kill 1\n")
    assert kills.happened()
    assert not kills.happened()


def test_kills_are_those_of_the_machine_otherwise(kernel):
    (kernel / "proc" / "self" / "cgroup").write_text("4:memory:/x\n0::/\n")
    (kernel / "proc" / "vmstat").write_text("oom_kill 0\n")
    kills = Kills(kernel / "proc", kernel / "groups")
    (kernel / "proc" / "vmstat").write_text("oom_kill 2\n")
    assert kills.happened()


def test_a_kernel_that_counts_nothing_is_no_error(tmp_path):
    assert not Kills(tmp_path, tmp_path).happened()
    assert memory_held(None) == 0


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="not Linux")
def test_the_memory_of_a_process_is_seen():
    assert memory_held(os.getpid()) > 2**20


def test_an_article_for_which_the_kernel_kills_lacks_memory(tiny, tmp_path, monkeypatch):
    class Killing:
        def happened(self):
            return True

    monkeypatch.setattr(local, "Kills", Killing)
    poison = "La ministre a parlé mardi à Paris. [[killed]]"
    write_records(tmp_path / "news.jsonl", [record(1), record("-killed", poison), record(2)])
    tiny(tmp_path / "news.jsonl", workers=1)
    (row,) = Store(tmp_path / "out").read("rejected").to_pylist()
    assert (row["doc_id"], row["reason"]) == ("a-killed", "memory")
    assert "no memory left" in row["detail"]


def test_a_worker_that_cannot_even_answer_lacks_memory(tiny, tmp_path):
    poison = "La ministre a parlé mardi à Paris. [[exit 12]]"
    write_records(tmp_path / "news.jsonl", [record(1), record("-exit", poison)])
    tiny(tmp_path / "news.jsonl", workers=1)
    (row,) = Store(tmp_path / "out").read("rejected").to_pylist()
    assert (row["doc_id"], row["reason"]) == ("a-exit", "memory")


@pytest.mark.parametrize("limit", [0, -1])
def test_a_run_processes_one_article_at_least(tiny, tmp_path, limit):
    from extractor.errors import UsageError

    write_records(tmp_path / "news.jsonl", [record(1)])
    with pytest.raises(UsageError, match="at least 1 article"):
        tiny(tmp_path / "news.jsonl", limit=limit)
