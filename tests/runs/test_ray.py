"""Runs on a Ray cluster of two machines, played by processes of this one: the same tables, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time

import pytest

from extractor.errors import ExtractorError, UsageError
from extractor.runs.ray import RayEngine, _Worker
from extractor.runs.shards import Recipe
from extractor.settings import ingredients
from extractor.tables.rows import Stamp

from .test_poison import GOOD, descendants, ids, reasons
from .world import HERE, record, table_rows, write_records

MEMORY = {"object_store_memory": 80 * 2**20, "include_dashboard": False}


@pytest.fixture(scope="module")
def cluster():
    """Two machines with a core each, whose workers find the tiny pipeline."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(HERE), prepend=os.pathsep)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        from ray.cluster_utils import Cluster

        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **MEMORY})
        cluster.add_node(num_cpus=1, **MEMORY)
        yield cluster
        cluster.shutdown()


@pytest.fixture
def on_ray(tiny, cluster):
    def call(inputs, out=None, **options):
        return tiny(inputs, out, workers=None, engine="ray", address=cluster.address, **options)

    return call


@pytest.fixture
def news(tmp_path):
    def write(*records):
        write_records(tmp_path / "news.jsonl", records)
        return tmp_path / "news.jsonl"

    return write


def slow(number):
    return record(number, f"La ministre en a parlé {number} fois. Claire : c'est fini. [[slow]]")


def disturb(interfere):
    """Waits until actors are at work, then interferes; gives the thread and what it did."""
    done = []

    def work():
        deadline = time.monotonic() + 40
        while not done and time.monotonic() < deadline:
            time.sleep(0.1)
            busy = [pid for pid in descendants(os.getpid()) if "_Worker.process" in title(pid)]
            if len(busy) == 2:
                done.append(interfere(busy))

    thread = threading.Thread(target=work)
    thread.start()
    return thread, done


def title(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()
    except OSError:
        return ""


def test_the_tables_are_those_of_the_local_engine_though_an_actor_is_killed(on_ray, tiny, news, tmp_path):
    inputs = news(*map(slow, range(50)), record("copy", slow(1)["text"]), {"id": "broken"})
    thread, killed = disturb(lambda busy: os.kill(busy[0], signal.SIGKILL))
    report = on_ray(inputs, tmp_path / "ray", batch_articles=5)
    thread.join()
    assert killed
    assert (report.processed, report.duplicates, report.rejected) == (50, 1, 1)
    tiny(inputs, tmp_path / "local")
    assert table_rows(tmp_path / "ray") == table_rows(tmp_path / "local")


def test_each_kind_of_poison_is_set_aside(on_ray, news, tmp_path):
    records = [record(number) for number in range(10)]
    for poison in ("raise", "die", "hang", "memory"):
        records.insert(5, record(f"-{poison}", f"La ministre a parlé mardi à Paris. [[{poison}]]"))
    on_ray(news(*records), timeout_per_article=3, memory_limit=2**30, batch_articles=8)
    assert ids(tmp_path / "out") == GOOD
    assert reasons(tmp_path / "out") == {
        "a-raise": "failed",
        "a-die": "crashed",
        "a-hang": "timeout",
        "a-memory": "memory",
    }


def test_a_killed_machine_costs_nothing(on_ray, tiny, cluster, news, tmp_path):
    inputs = news(*map(slow, range(60)))
    machine = next(iter(cluster.worker_nodes))
    thread, killed = disturb(lambda busy: cluster.remove_node(machine, allow_graceful=False))
    # Articles alone in their shard: were the machine's end laid at their door, they would be given up.
    report = on_ray(inputs, tmp_path / "ray", batch_articles=1)
    thread.join()
    cluster.add_node(num_cpus=1, **MEMORY)
    assert killed
    assert (report.processed, report.rejected) == (60, 0)
    tiny(inputs, tmp_path / "local")
    assert table_rows(tmp_path / "ray") == table_rows(tmp_path / "local")


def test_a_pipeline_that_does_not_load_fails_the_run_at_once(cluster, news, tmp_path):
    from extractor.runs import run
    from extractor.settings import Settings

    settings = Settings(engine="ray", address=cluster.address)
    with pytest.raises(ExtractorError, match="cannot be loaded"):
        run(news(record(1)), tmp_path / "out", settings, pipeline="tiny_pipeline:absent")


RECIPE = Recipe(
    stamp=Stamp(run_id="r", model="m", extractor_version="0", settings_sha256="s"), pipeline="tiny_pipeline:load"
)


def test_a_machine_with_another_version_is_refused():
    ours = ingredients(None, None)
    answer = _Worker(RECIPE, None).start(("extractor=0.0.0", *ours[1:]))
    assert isinstance(answer, ExtractorError)
    assert f"it has {ours[0]}; install the same version" in str(answer)


def test_without_ray_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'extractor\[ray\]'"):
        RayEngine(RECIPE)


def test_a_cluster_that_does_not_answer_is_told_at_once():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(ExtractorError, match=rf"{address} cannot be reached: .*; start one with"):
            RayEngine(RECIPE, address=address)


@pytest.mark.parametrize("address", ["cluster", "cluster:", ":6379", "http://", "a:b"])
def test_an_address_that_is_none_is_told(address):
    with pytest.raises(UsageError, match="auto, HOST:PORT or ray://HOST:PORT"):
        RayEngine(RECIPE, address=address)
