"""A poisonous article costs itself only, whatever it does to the process that works on it."""

from __future__ import annotations

import os
import signal

import pytest

from extractor.runs.local import LocalEngine
from extractor.runs.shards import Recipe, Shard
from extractor.tables.rows import Stamp
from extractor.tables.store import Store

from .world import PATIENCE, Clock, Gate, finish, meanwhile, record, wait_for_end, write_records


@pytest.fixture
def news(tmp_path):
    def write(*poisons):
        records = [record(number) for number in range(10)]
        for place, poison in enumerate(poisons):
            records.insert(3 * place + 2, record(f"-{poison}", f"La ministre a parlé mardi à Paris. [[{poison}]]"))
        write_records(tmp_path / "news.jsonl", records)
        return tmp_path / "news.jsonl"

    return write


def ids(out):
    return set(Store(out).read("documents")["doc_id"].to_pylist())


def reasons(out):
    return {row["doc_id"]: row["reason"] for row in Store(out).read("rejected").to_pylist()}


GOOD = {f"a{number}" for number in range(10)}


def test_each_kind_is_set_aside_with_its_reason(tiny, news, tmp_path):
    report = tiny(news("raise", "die", "memory"), workers=2, memory_limit=2**30, batch_articles=8)
    assert ids(tmp_path / "out") == GOOD
    assert reasons(tmp_path / "out") == {
        "a-raise": "failed",
        "a-die": "crashed",
        "a-memory": "memory",
    }
    assert report.exit_status == 3


def test_an_article_that_hangs_is_set_aside(tiny, tmp_path, monkeypatch):
    gate = Gate(tmp_path / "gate")
    records = [record(number) for number in range(10)]
    records.insert(5, record("-hang", gate.text))
    write_records(tmp_path / "news.jsonl", records)
    monkeypatch.setattr("extractor.runs.local.time", Clock(gate))
    # One worker: the clock goes on for all of them.
    tiny(tmp_path / "news.jsonl", workers=1, timeout_per_article=PATIENCE, batch_articles=8)
    assert ids(tmp_path / "out") == GOOD
    assert reasons(tmp_path / "out") == {"a-hang": "timeout"}
    assert len(gate.visitors()) == 2  # with its shard, then alone


def test_they_are_not_tried_again_until_asked(tiny, news, tmp_path):
    inputs = news("raise")
    assert tiny(inputs).rejected == 1
    again = tiny(inputs)
    assert (again.rejected, again.still_rejected, again.exit_status) == (0, 1, 0)
    assert tiny(inputs, retry_rejected=True).rejected == 1


def test_the_detail_of_a_failure_names_the_place(tiny, news, tmp_path):
    tiny(news("raise"))
    (row,) = Store(tmp_path / "out").read("rejected").to_pylist()
    assert "ValueError in swallow (tiny_pipeline.py:" in row["detail"]
    assert row["source"] == "news.jsonl#a-raise"


def test_copies_of_a_poison_fail_with_it(tiny, tmp_path):
    poison = "La ministre a parlé mardi à Paris. [[raise]]"
    write_records(tmp_path / "news.jsonl", [record(1), record(2, poison), record(3, poison)])
    tiny(tmp_path / "news.jsonl")
    assert reasons(tmp_path / "out") == {"a2": "failed", "a3": "failed"}


def test_a_killed_worker_costs_nothing(tiny, tmp_path):
    gates = [Gate(tmp_path / name) for name in ("first", "second")]
    records = [record(number) for number in range(20)]
    records[4:4] = [record("first", gates[0].text)]
    records[15:15] = [record("second", gates[1].text)]
    write_records(tmp_path / "news.jsonl", records)

    def kill():
        for gate in gates:
            os.kill(gate.wait(), signal.SIGKILL)
            gate.open()

    with meanwhile(kill):
        report = tiny(tmp_path / "news.jsonl", workers=2, batch_articles=10)
    assert (report.processed, report.rejected) == (22, 0)
    assert all(len(gate.visitors()) == 2 for gate in gates)


def test_the_workers_end_with_a_killed_run(spawn, tmp_path):
    gate = Gate(tmp_path / "gate")
    write_records(tmp_path / "news.jsonl", [record(1, gate.text)])
    process = spawn(tmp_path / "news.jsonl", tmp_path / "out", workers=1)
    worker = gate.wait()
    found = descendants(process.pid)
    process.kill()
    finish(process)
    wait_for_end({worker, *found})
    assert worker in found


def descendants(pid):
    """The processes that this one has started, and theirs; those that end meanwhile are none."""
    children = {}
    for task in filter(str.isdigit, os.listdir("/proc")):
        children.setdefault(parent(task), []).append(int(task))
    found, queue = [], [pid]
    while queue:
        queue += (some := children.get(queue.pop(), []))
        found += some
    return found


def parent(task):
    try:
        with open(f"/proc/{task}/stat") as file:
            state, number = file.read().rpartition(")")[2].split()[:2]
    except OSError:  # it has just ended
        return None
    return int(number) if state != "Z" else None


def test_results_come_in_the_order_of_the_shards(tmp_path):
    from extractor.articles.article import Article

    stamp = Stamp(run_id="r", model="m", extractor_version="0", settings_sha256="s")
    engine = LocalEngine(Recipe(stamp=stamp, pipeline="tiny_pipeline:load"), workers=2)
    first, last = Gate(tmp_path / "first"), Gate(tmp_path / "last")
    last.open()
    texts = [first.text, *(f"texte {number}" for number in range(6)), last.text]
    shards = [Shard((Article(doc_id=str(n), source=str(n), text=text),)) for n, text in enumerate(texts)]

    def let_the_first_be_the_last():
        last.wait()
        first.open()

    with meanwhile(let_the_first_be_the_last):
        got = [result.tables[0]["documents"]["doc_id"].to_pylist() for _, result in engine.outcomes(shards)]
    assert got == [[str(number)] for number in range(8)]


def test_a_pipeline_that_does_not_load_fails_the_run_at_once(tiny, news):
    from extractor.errors import ExtractorError
    from extractor.runs import run
    from extractor.settings import Settings

    with pytest.raises(ExtractorError, match="cannot be loaded"):
        run(news(), news().parent / "out", Settings(workers=1), pipeline="tiny_pipeline:absent")
