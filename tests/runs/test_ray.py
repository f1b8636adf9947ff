"""Runs on a Ray cluster of two machines, played by processes of this one: the same tables, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from types import SimpleNamespace

import pytest

from extractor.errors import ExtractorError, UsageError
from extractor.runs.ray import RayEngine, _Worker
from extractor.runs.shards import Recipe
from extractor.settings import ingredients
from extractor.tables.rows import Stamp

from .test_poison import GOOD, ids, reasons
from .world import DEADLINE, HERE, PATIENCE, Clock, Gate, meanwhile, record, table_rows, wait_for_an_end, write_records

MEMORY = {"object_store_memory": 80 * 2**20, "include_dashboard": False}


SLOW_MACHINE = {
    "RAY_gcs_server_request_timeout_seconds": DEADLINE,
    "RAY_gcs_rpc_server_connect_timeout_s": DEADLINE,
    "RAY_health_check_timeout_ms": DEADLINE * 1000,
    "RAY_worker_register_timeout_seconds": DEADLINE,
}
"""What Ray gives up too early beside other work. That a process is gone it learns from the connection, not by these."""


@pytest.fixture(scope="module")
def cluster():
    """Two machines with a core each, whose workers find the tiny pipeline."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(HERE), prepend=os.pathsep)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        for name, value in SLOW_MACHINE.items():
            patch.setenv(name, str(value))
        from ray._private import node
        from ray.cluster_utils import Cluster

        # These two are 30 seconds wherever one looks: one waits by the clock, one by an argument.
        slow = SimpleNamespace(**{**vars(time), "monotonic": lambda: time.monotonic() * 30 / DEADLINE})
        patch.setattr(node, "time", slow)
        patch.setattr(Cluster._wait_for_node, "__defaults__", (DEADLINE,))
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **MEMORY})
        cluster.add_node(num_cpus=1, **MEMORY)
        yield cluster
        cluster.shutdown()


@pytest.fixture
def on_ray(tiny, cluster):
    def call(inputs, out=None, *, workers=None, **options):
        return tiny(inputs, out, workers=workers, engine="ray", address=cluster.address, **options)

    return call


@pytest.fixture
def news(tmp_path):
    def write(*records):
        write_records(tmp_path / "news.jsonl", records)
        return tmp_path / "news.jsonl"

    return write


def test_the_tables_are_those_of_the_local_engine_though_an_actor_is_killed(on_ray, tiny, news, tmp_path):
    gate = Gate(tmp_path / "gate")
    records = [record(number) for number in range(20)]
    inputs = news(*records, record("held", gate.text), record("copy", records[1]["text"]), {"id": "broken"})

    def kill_an_actor():
        os.kill(gate.wait(), signal.SIGKILL)
        gate.open()

    with meanwhile(kill_an_actor):
        report = on_ray(inputs, tmp_path / "ray", batch_articles=5)
    assert (report.processed, report.duplicates, report.rejected) == (21, 1, 1)
    tiny(inputs, tmp_path / "local")
    assert table_rows(tmp_path / "ray") == table_rows(tmp_path / "local")


def test_each_kind_of_poison_is_set_aside(on_ray, news, tmp_path):
    records = [record(number) for number in range(10)]
    for poison in ("raise", "die", "memory"):
        records.insert(5, record(f"-{poison}", f"La ministre a parlé mardi à Paris. [[{poison}]]"))
    on_ray(news(*records), memory_limit=2**30, batch_articles=8)
    assert ids(tmp_path / "out") == GOOD
    assert reasons(tmp_path / "out") == {"a-raise": "failed", "a-die": "crashed", "a-memory": "memory"}


def test_an_article_that_hangs_is_set_aside(on_ray, news, tmp_path, monkeypatch):
    gate = Gate(tmp_path / "gate")
    monkeypatch.setattr("extractor.runs.ray.time", Clock(gate))
    records = [record(number) for number in range(10)]
    records.insert(5, record("-hang", gate.text))
    on_ray(news(*records), workers=1, timeout_per_article=PATIENCE, batch_articles=8)
    assert ids(tmp_path / "out") == GOOD
    assert reasons(tmp_path / "out") == {"a-hang": "timeout"}


def test_a_killed_machine_costs_nothing(on_ray, tiny, cluster, news, tmp_path):
    gates = [Gate(tmp_path / name) for name in ("first", "second")]
    inputs = news(*(record(gate.folder.name, gate.text) for gate in gates), *(record(number) for number in range(10)))
    machine = next(iter(cluster.worker_nodes))

    def kill_a_machine():
        workers = [gate.wait() for gate in gates]  # both machines are at work
        cluster.remove_node(machine, allow_graceful=False)
        wait_for_an_end(workers)  # or the worker of the killed machine may still answer
        for gate in gates:
            gate.open()

    # Articles alone in their shard: were the machine's end laid at their door, they would be given up.
    with meanwhile(kill_a_machine):
        report = on_ray(inputs, tmp_path / "ray", batch_articles=1)
    cluster.add_node(num_cpus=1, **MEMORY)
    assert (report.processed, report.rejected) == (12, 0)
    assert sum(len(gate.visitors()) for gate in gates) == 3
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
