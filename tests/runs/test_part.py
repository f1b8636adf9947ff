"""Array jobs: all parts together write what one run writes, in whatever order and however many at a time."""

from __future__ import annotations

import signal

import pyarrow as pa
import pytest

from extractor.errors import LockedError, UsageError
from extractor.runs.lock import output_lock, part_lock
from extractor.runs.part import Part
from extractor.tables.schemas import TABLES
from extractor.tables.store import Store

from .test_lock import SINCE
from .world import finish, parquet_rows, record, table_rows, write_records

TEXT = "Claire : nous avons signé l'accord avec la ville. La ministre Martin en a parlé mardi à Paris."


def monday():
    """Articles, copies of them, one that fails with its copy, two of one id, and two that are none."""
    poison = "La ministre a parlé mardi à Paris. [[raise]]"
    return [
        *(record(number) for number in range(30)),
        *(record(f"copy{number}", record(number)["text"]) for number in range(6)),
        record("bad", poison),
        record("bad-copy", poison),
        record(3, TEXT),
        record("short", "x"),
        {"id": "broken"},
    ]


def tuesday():
    """The originals of copies change or go, a text moves to another id, one that failed is mended."""
    records = monday()
    records[0] = record(0, TEXT + " Claire : je l'ai dit.")
    records[1] = record(1, title="Un autre titre")
    records[7] = record(7, records[8]["text"])
    records[36] = record("bad", "La ministre a parlé mercredi à Paris. Claire : c'est réparé.")
    return [*records, record("new", record(2)["text"])]


@pytest.fixture
def news(tmp_path):
    write_records(tmp_path / "news.jsonl", monday())
    return tmp_path / "news.jsonl"


@pytest.mark.parametrize("text", ["", "1", "2/2", "-1/2", "0/0", "a/b", "0/2/3", "1.0/2"])
def test_a_bad_part_is_told(text):
    with pytest.raises(UsageError, match="0/8 … 7/8"):
        Part.parse(text)


def test_every_key_is_in_exactly_one_part_and_always_the_same():
    parts = [Part(index, 3) for index in range(3)]
    held = [[part.holds(f"a{number}") for part in parts] for number in range(300)]
    assert all(sum(one) == 1 for one in held)
    assert all(sum(column) > 70 for column in zip(*held, strict=True))
    assert [Part(0, 2).holds(key) for key in ("a", "b", "c", "d")] == [True, True, True, False]


@pytest.mark.parametrize("order", [[0, 1], [1, 0], [2, 0, 1]])
def test_the_parts_write_what_one_run_writes(tiny, news, tmp_path, order):
    reports = [tiny(news, tmp_path / "parts", shard=f"{index}/{len(order)}", commit_articles=5) for index in order]
    whole = tiny(news, tmp_path / "whole")
    assert table_rows(tmp_path / "parts") == table_rows(tmp_path / "whole")
    for count in ("seen", "processed", "rejected", "duplicates"):
        assert sum(getattr(report, count) for report in reports) == getattr(whole, count)
    assert all(report.processed for report in reports)
    # A job sees less than a whole run does: nothing to warn of, nor to compare a whole run with.
    assert [report.complete for report in [*reports, whole]] == [False] * len(reports) + [True]


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_the_next_day_too(tiny, news, tmp_path, order):
    for name in ("parts", "whole"):
        write_records(news, monday())
        tiny(news, tmp_path / name)
    write_records(news, tuesday())
    tiny(news, tmp_path / "whole")
    for index in order:
        tiny(news, tmp_path / "parts", shard=f"{index}/2")
    assert table_rows(tmp_path / "parts") == table_rows(tmp_path / "whole")
    assert tiny(news, tmp_path / "parts", shard="0/2").processed == 0


def test_jobs_at_the_same_time_on_one_output(spawn, tiny, news, tmp_path):
    write_records(
        news, [*monday(), *(record(f"s{n}", f"La ministre en a parlé {n} fois. [[slow]]") for n in range(60))]
    )
    jobs = [
        spawn(news, tmp_path / "parts", shard=f"{index}/3", batch_articles=2, commit_articles=4) for index in range(3)
    ]
    for job in jobs:
        errors = finish(job)
        assert job.returncode in (0, 3), errors
    tiny(news, tmp_path / "whole")
    assert table_rows(tmp_path / "parts") == table_rows(tmp_path / "whole")
    # The last one has tidied up.
    assert parquet_rows(tmp_path / "parts", "documents") == len(table_rows(tmp_path / "whole")["documents"])


@pytest.mark.parametrize("point", ["commit:mentions", "commit:documents"])
def test_a_job_that_is_killed_in_its_commit_is_mended_by_another(spawn, tiny, news, tmp_path, point):
    job = spawn(news, tmp_path / "parts", environment={"FAULT_POINT_OF_EXTRACTOR": point}, shard="0/2")
    finish(job)
    assert job.returncode == -signal.SIGKILL
    report = tiny(news, tmp_path / "parts", shard="1/2")
    assert [note for note in report.notes if "of a run that was killed" in note]
    tiny(news, tmp_path / "parts", shard="0/2")
    tiny(news, tmp_path / "whole")
    assert table_rows(tmp_path / "parts") == table_rows(tmp_path / "whole")


def test_each_may_have_an_output_of_its_own(tiny, news, tmp_path):
    ids = []
    for index in range(2):
        tiny(news, tmp_path / f"out{index}", shard=f"{index}/2")
        ids += Store(tmp_path / f"out{index}").read("documents")["doc_id"].to_pylist()
    tiny(news, tmp_path / "whole")
    assert sorted(ids) == sorted(Store(tmp_path / "whole").read("documents")["doc_id"].to_pylist())


def test_a_copy_that_jobs_have_left_without_its_original_is_done_by_the_next_run(tiny, news, tmp_path):
    """As when one job notes it and another, at the same moment, replaces the text of the original."""
    write_records(news, [record(0), record("copy", record(0)["text"])])
    tiny(news)
    store = Store(tmp_path / "out")
    rows = store.read("documents").to_pylist()
    orphaned = [{**row, "duplicate_of": "gone"} for row in rows if row["doc_id"] == "acopy"]
    store.write("documents", pa.Table.from_pylist(orphaned, schema=TABLES["documents"]), replacing=["acopy"])
    write_records(news, [record(0), record("copy", record(0)["text"]), record(1)])
    tiny(news)
    (row,) = (row for row in store.read("documents").to_pylist() if row["doc_id"] == "acopy")
    assert row["duplicate_of"] == "a0"


def test_jobs_and_runs_keep_out_of_each_others_way(tmp_path):
    with part_lock(tmp_path, Part(0, 2), run_id="first", since=SINCE) as first:
        with pytest.raises(LockedError, match="run first"):
            output_lock(tmp_path, run_id="all", since=SINCE).__enter__()
        with pytest.raises(LockedError, match="run first"):
            part_lock(tmp_path, Part(0, 2), run_id="same", since=SINCE).__enter__()
        with pytest.raises(LockedError, match="run first"):
            part_lock(tmp_path, Part(1, 3), run_id="other division", since=SINCE).__enter__()
        with part_lock(tmp_path, Part(1, 2), run_id="second", since=SINCE):
            assert not first.alone()
    with part_lock(tmp_path, Part(1, 3), run_id="later", since=SINCE) as later:
        assert later.alone()
    with (
        output_lock(tmp_path, run_id="all", since=SINCE),
        pytest.raises(LockedError, match="run all"),
    ):
        part_lock(tmp_path, Part(0, 2), run_id="first", since=SINCE).__enter__()


def test_a_part_cannot_tell_what_vanished(tiny, news):
    with pytest.raises(UsageError, match="--prune without --shard"):
        tiny(news, shard="0/2", prune=True)
