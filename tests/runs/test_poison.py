"""A poisonous article costs itself only, whatever it does to the process that works on it."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from extractor.runs.local import LocalEngine
from extractor.runs.shards import Recipe, Shard
from extractor.tables.rows import Stamp
from extractor.tables.store import Store

from .world import record, write_records


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
    inputs = news("raise", "die", "hang", "memory")
    report = tiny(inputs, workers=2, timeout_per_article=4, memory_limit=2**30, batch_articles=8)
    assert ids(tmp_path / "out") == GOOD
    assert reasons(tmp_path / "out") == {
        "a-raise": "failed",
        "a-die": "crashed",
        "a-hang": "timeout",
        "a-memory": "memory",
    }
    assert report.exit_status == 3


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
    slow = [record(number, f"La ministre en a parlé {number} fois. [[slow]]") for number in range(60)]
    write_records(tmp_path / "news.jsonl", slow)
    killed = []

    def kill_a_worker():
        deadline = time.monotonic() + 20
        while len(killed) < 2 and time.monotonic() < deadline:
            time.sleep(0.3)
            for process in workers():
                os.kill(process, signal.SIGKILL)
                killed.append(process)
                break

    thread = threading.Thread(target=kill_a_worker)
    thread.start()
    report = tiny(tmp_path / "news.jsonl", workers=2, batch_articles=10)
    thread.join()
    assert len(killed) == 2
    assert (report.processed, report.rejected) == (60, 0)


def workers():
    import multiprocessing

    return [child.pid for child in multiprocessing.active_children() if child.name == "extractor-worker"]


def test_the_workers_end_with_a_killed_run(spawn, tmp_path, news):
    process = spawn(news("hang"), tmp_path / "out", workers=1)
    worker = None
    deadline = time.monotonic() + 30
    while worker is None and time.monotonic() < deadline:
        time.sleep(0.2)
        worker = next(iter(descendants(process.pid)), None)
    time.sleep(1)
    found = descendants(process.pid)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in found) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found
    assert not [pid for pid in found if alive(pid)]


def descendants(pid):
    found = []
    for task in os.listdir("/proc"):
        if task.isdigit() and alive(int(task)):
            with open(f"/proc/{task}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
            if parent == pid:
                found += [int(task), *descendants(int(task))]
    return found


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_results_come_in_the_order_of_the_shards(tmp_path):
    from extractor.articles.article import Article

    stamp = Stamp(run_id="r", model="m", extractor_version="0", settings_sha256="s")
    engine = LocalEngine(Recipe(stamp=stamp, pipeline="tiny_pipeline:load"), workers=2)
    texts = ["[[slow]] un"] + [f"texte {number}" for number in range(8)]
    shards = [Shard((Article(doc_id=str(n), source=str(n), text=text),)) for n, text in enumerate(texts)]
    got = [result.tables[0]["documents"]["doc_id"].to_pylist() for _, result in engine.outcomes(shards)]
    assert got == [[str(number)] for number in range(9)]


def test_a_pipeline_that_does_not_load_fails_the_run_at_once(tiny, news):
    from extractor.errors import ExtractorError
    from extractor.runs import run
    from extractor.settings import Settings

    with pytest.raises(ExtractorError, match="cannot be loaded"):
        run(news(), news().parent / "out", Settings(workers=1), pipeline="tiny_pipeline:absent")
