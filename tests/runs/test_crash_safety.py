"""Whatever kills a run, the next one completes it: every table equals that of an undisturbed run, row for row."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess

import pytest

from extractor.errors import StoreError
from extractor.runs.commit import JOURNAL
from extractor.runs.faults import POINTS, VARIABLE
from extractor.tables.schemas import TABLES

from .world import (
    finish,
    parquet_rows,
    record,
    start_run,
    table_rows,
    wait_until,
    wait_until_paused,
    write_records,
)  # fmt: skip

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
    errors = finish(process)
    assert process.returncode in (0, 3), errors
    assert table_rows(out) == table_rows(world / "undisturbed")
    for name in TABLES:
        assert parquet_rows(out, name) == len(table_rows(out)[name])
        strangers = [path.name for path in (out / name).iterdir() if path.suffix != ".parquet"]
        assert strangers == ["_delta_log"]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(spawn, world, out, point):
    process = spawn(world / "news.jsonl", out, environment={VARIABLE: point}, **OPTIONS)
    finish(process)
    assert process.returncode == -signal.SIGKILL
    assert_completes(spawn, world, out)


def watch(process, out, *, until):
    """Collects the files that come in `out` while the run is at work, until there are so many; gives them."""
    before = files(out)
    come = set()

    def seen():
        ended = process.poll() is not None
        come.update(files(out) - before)
        return ended or len(come) >= until

    wait_until(seen, f"of {until} files {len(come)} have come")
    return come


def files(out):
    return {os.path.join(folder, name) for folder, _, names in os.walk(out) for name in names}


@pytest.fixture(scope="module")
def moments(world, tmp_path_factory):
    """How many files come in a run that nobody disturbs: with each of them it is at another place."""
    out = tmp_path_factory.mktemp("moments") / "out"
    shutil.copytree(world / "monday", out)
    process = start_run(world / "news.jsonl", out, **OPTIONS)
    come = watch(process, out, until=10**6)
    errors = finish(process)
    assert process.returncode == 3, errors
    return len(come)


@pytest.mark.parametrize("seed", range(KILLS // KILLS_IN_A_ROW))
def test_killed_at_random_moments(spawn, world, out, moments, seed):
    draw = random.Random(seed)
    killed = halfway = 0
    while killed < KILLS_IN_A_ROW:
        process = spawn(world / "news.jsonl", out, **OPTIONS)
        watch(process, out, until=draw.randint(1, moments))
        process.kill()
        finish(process)
        if process.returncode == -signal.SIGKILL:
            killed += 1
            halfway += (out / "_runs" / JOURNAL).exists()
        else:
            shutil.rmtree(out)  # it was done before the kill came: again from Monday
            shutil.copytree(world / "monday", out)
    print(f"killed {killed} times at random moments, {halfway} times in the middle of a batch's commits")
    assert_completes(spawn, world, out)


@pytest.mark.parametrize("point", ["commit:begin", "commit:statements"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop(spawn, world, out, number, point):
    process = spawn(world / "news.jsonl", out, environment={VARIABLE: point}, pause=True, **OPTIONS)
    wait_until_paused(process)
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)
    finish(process)
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
        errors = finish(process)
        assert process.returncode == 1
        assert "the disk is full" in errors
        assert "Traceback" not in errors
        (disk / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert_completes(spawn, world, disk / "out")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
