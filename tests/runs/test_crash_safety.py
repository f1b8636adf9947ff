"""Whatever kills a run, the next one completes it: every table equals that of an undisturbed run, row for row."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import time

import pytest

from extractor.errors import StoreError
from extractor.runs.commit import JOURNAL
from extractor.runs.faults import POINTS, VARIABLE
from extractor.tables.schemas import TABLES

from .world import parquet_rows, record, start_run, table_rows, write_records

ARTICLES = 36
KILLS = 36
KILLS_IN_A_ROW = 6


def monday(path):
    write_records(path, [record(number) for number in range(0, ARTICLES, 2)] + [{"id": "broken"}])


def tuesday(path):
    """New articles, changed ones, copies, one that turned bad, one that was mended, and one that is gone."""
    records = [record(number) for number in range(ARTICLES)]
    records[4] = record(4, records[4]["text"] + " Martin : j'ai changé d'avis.")
    records[6] = record(6, title="Un autre titre")
    records[8] = record(8, "x")
    records[11] = record(11, records[10]["text"])
    records[13] = record(13, records[12]["text"])
    del records[20]
    mended = record("broken", "Le texte est revenu mercredi. Claire : nous l'avons mis en ligne.")
    write_records(path, [*records, mended])


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The output after Monday's run, Tuesday's input, and what Tuesday's run has to give."""
    from extractor.runs import run
    from extractor.settings import Settings

    folder = tmp_path_factory.mktemp("world")
    settings = Settings(workers=0, batch_articles=4, commit_articles=12)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(os.path.dirname(__file__))
        monday(folder / "news.jsonl")
        run(folder / "news.jsonl", folder / "monday", settings, pipeline="tiny_pipeline:load")
        tuesday(folder / "news.jsonl")
        shutil.copytree(folder / "monday", folder / "undisturbed")
        report = run(folder / "news.jsonl", folder / "undisturbed", settings, prune=True, pipeline="tiny_pipeline:load")
    assert report.processed > 15
    assert report.duplicates == 2
    assert report.pruned == 1
    assert report.rejected == 1
    return folder


OPTIONS = {"batch_articles": 4, "commit_articles": 12, "prune": True}


@pytest.fixture
def out(world, tmp_path):
    shutil.copytree(world / "monday", tmp_path / "out")
    return tmp_path / "out"


def assert_completes(spawn, world, out, **options):
    """The next run ends well, and nobody can see that there was trouble."""
    process = spawn(world / "news.jsonl", out, **{**OPTIONS, **options})
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 3), errors
    assert table_rows(out) == table_rows(world / "undisturbed")
    for name in TABLES:
        assert parquet_rows(out, name) == len(table_rows(out)[name])
        strangers = [path.name for path in (out / name).iterdir() if path.suffix != ".parquet"]
        assert strangers == ["_delta_log"]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(spawn, world, out, point):
    process = spawn(world / "news.jsonl", out, environment={VARIABLE: point}, **OPTIONS)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert_completes(spawn, world, out)


def wait_for(process, condition):
    began = time.monotonic()
    while process.poll() is None and not condition() and time.monotonic() - began < 30:
        time.sleep(0.002)


def at_work(out):
    """Whether the run holds the lock: the imports, which take most of its time, are done."""
    return bool((out / "_runs" / "lock").read_text())


def journal(out):
    """The journal of a batch that is being written, told from the one of another batch by its time stamp."""
    try:
        return (out / "_runs" / JOURNAL).stat().st_mtime_ns
    except FileNotFoundError:  # it comes and goes with every batch
        return None


@pytest.fixture(scope="module")
def durations(world, tmp_path_factory):
    """Seconds of reading and of writing in a run that nobody disturbs, on this machine as it is."""
    out = tmp_path_factory.mktemp("duration") / "out"
    shutil.copytree(world / "monday", out)
    process = start_run(world / "news.jsonl", out, **OPTIONS)
    wait_for(process, lambda: at_work(out))
    began = time.monotonic()
    wait_for(process, lambda: journal(out))
    wrote = time.monotonic()
    wait_for(process, lambda: not at_work(out))
    ended = time.monotonic()
    process.communicate()
    return wrote - began, ended - wrote


@pytest.mark.parametrize("seed", range(KILLS // KILLS_IN_A_ROW))
def test_killed_at_random_moments(spawn, world, out, durations, seed):
    moments = random.Random(seed)
    reading, writing = durations
    killed = halfway = 0
    while killed < KILLS_IN_A_ROW:
        before = journal(out)
        process = spawn(world / "news.jsonl", out, **OPTIONS)
        wait_for(process, lambda: at_work(out))
        if killed % 3 == 0:
            time.sleep(moments.uniform(0, reading))
        else:  # most of them where it matters
            wait_for(process, lambda before=before: journal(out) not in (None, before))
            time.sleep(moments.uniform(0, writing))
        process.kill()
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            killed += 1
            halfway += journal(out) is not None
        else:
            shutil.rmtree(out)  # it was done before the kill came: again from Monday
            shutil.copytree(world / "monday", out)
    print(f"killed {killed} times at random moments, {halfway} times in the middle of a batch's commits")
    assert_completes(spawn, world, out)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop(spawn, world, out, number):
    process = spawn(world / "news.jsonl", out, **OPTIONS)
    wait_for(process, lambda: at_work(out))
    time.sleep(0.1)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert_completes(spawn, world, out)


@pytest.mark.parametrize("full_at", range(1, 8))
def test_a_write_that_fails(tiny, spawn, world, out, monkeypatch, full_at):
    """As on a full disk, for machines where none can be had: the n-th table that is written is one too many."""
    from extractor.tables import store

    writes = iter(range(1, 1000))
    write = store.write_file

    def failing(*arguments, **options):
        if next(writes) >= full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*arguments, **options)

    monkeypatch.setattr(store, "write_file", failing)
    with pytest.raises(StoreError, match="cannot write the table .*No space left"):
        tiny(world / "news.jsonl", out, **OPTIONS)
    monkeypatch.setattr(store, "write_file", write)
    tiny(world / "news.jsonl", out, **OPTIONS)
    assert table_rows(out) == table_rows(world / "undisturbed")


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="only root can mount a small disk")
def test_full_disk(spawn, world, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        shutil.copytree(world / "monday", disk / "out")
        (disk / "ballast").write_bytes(b"0" * (shutil.disk_usage(disk).free - 20_000))
        process = spawn(world / "news.jsonl", disk / "out", **OPTIONS)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "the disk is full" in errors
        assert "Traceback" not in errors
        (disk / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert_completes(spawn, world, disk / "out")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
