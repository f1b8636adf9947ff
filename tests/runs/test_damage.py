"""Files of an output that were truncated, replaced or lost: the next run recovers, or names the file and the remedy."""

from __future__ import annotations

import json
import shutil
import signal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor import cli
from extractor.errors import StoreError
from extractor.runs.commit import JOURNAL
from extractor.runs.upkeep import compact_tables, damaged_records, read_runs
from extractor.tables.schemas import CHILDREN, TABLES
from extractor.tables.store import SCHEMA_KEY, Store

from .world import finish, parquet_rows, record, table_rows, write_records

FOREIGN_JSON = [
    b"", b"{", b"null", b"1", b'"x"', b"[]", b"{}", b'{"batch": 1}', b'{"batch": "x", "versions": {"documents": "1"}}',
    b'{"batch": "x", "versions": null}', b'{"batch": "x", "files": {"mentions": "../../x"}}', b"\xff\xfe", b"PAR1" * 9,
    b'{"batch": "x", "versions": {"documents": 1}, "doc_ids": []}', b'{"other": "keys"}', b"[" * 20_000,
]  # fmt: skip


@pytest.fixture
def news(tmp_path):
    write_records(tmp_path / "news.jsonl", [*(record(number) for number in range(6)), {"id": "bad"}])
    return tmp_path / "news.jsonl"


@pytest.fixture
def expected(tiny, news, tmp_path):
    tiny(news, tmp_path / "expected")
    return table_rows(tmp_path / "expected")


@pytest.mark.parametrize("content", FOREIGN_JSON, ids=range(len(FOREIGN_JSON)))
def test_a_journal_that_is_none_is_set_aside(tiny, news, tmp_path, expected, content):
    out = tmp_path / "out"
    tiny(news)
    (out / "_runs" / JOURNAL).write_bytes(content)
    report = tiny(news)
    assert any("commit.json was damaged; it is kept as commit.json.damaged-1" in note for note in report.notes)
    assert (out / "_runs" / f"{JOURNAL}.damaged-1").read_bytes() == content
    assert table_rows(out) == expected
    assert tiny(news).notes == []


@pytest.mark.parametrize("point", ["commit:entities", "commit:statements", "commit:relations"])
def test_a_half_written_batch_is_undone_also_without_its_journal(spawn, tiny, news, tmp_path, point):
    out = tmp_path / "out"
    tiny(news)
    write_records(news, [record(number, f"Martin : c'est l'autre chose numéro {number}.") for number in range(6)])
    process = spawn(news, out, environment={"FAULT_POINT_OF_EXTRACTOR": point})
    finish(process)
    assert process.returncode == -signal.SIGKILL
    journal = out / "_runs" / JOURNAL
    journal.write_bytes(journal.read_bytes()[:20])
    report = tiny(news)
    assert any("undid the half-written batch" in note for note in report.notes)
    tiny(news, tmp_path / "again")
    assert table_rows(out) == table_rows(tmp_path / "again")


@pytest.mark.parametrize("content", FOREIGN_JSON, ids=range(len(FOREIGN_JSON)))
def test_a_record_of_a_run_that_is_none_is_left_out_and_named(tiny, news, tmp_path, content):
    out = tmp_path / "out"
    report = tiny(news)
    name = "20240101T000000000-abcdef.json"
    (out / "_runs" / name).write_bytes(content)
    assert tiny(news).exit_status == 0
    assert [row["run_id"] for row in read_runs(out)][0] == report.run_id
    assert damaged_records(out) == [name]
    assert (out / "_runs" / name).read_bytes() == content


@pytest.mark.parametrize("name", ["scans.parquet", "lost.json", "untidy", "lock"])
@pytest.mark.parametrize("content", [b"", b"null", b"PAR1", b'{"bounds": 3}'])
def test_other_files_of_runs_may_hold_anything(tiny, news, tmp_path, expected, name, content):
    tiny(news)
    (tmp_path / "out" / "_runs" / name).write_bytes(content)
    assert tiny(news).exit_status == 0
    assert table_rows(tmp_path / "out") == expected


def test_a_scan_file_of_another_shape_is_ignored(tiny, news, tmp_path, expected):
    tiny(news)
    path = tmp_path / "out" / "_runs" / "scans.parquet"
    table = pq.read_table(path)
    strange = pa.table({name: pa.array([[1]]) for name in table.column_names})
    pq.write_table(strange.replace_schema_metadata(table.schema.metadata), path)
    assert tiny(news).seen == 7
    assert table_rows(tmp_path / "out") == expected


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "99"])
def test_a_schema_version_that_is_none_is_told(tiny, news, tmp_path, value):
    tiny(news)
    Store(tmp_path / "out").open("mentions").alter.set_table_properties({SCHEMA_KEY: value}, raise_if_not_exists=False)
    with pytest.raises(StoreError, match=r"mentions has (the )?schema version"):
        tiny(news)


def part(out, table):
    (path,) = (path for path in (out / table).glob("*.parquet") if pq.read_metadata(path).num_rows)
    return path


DAMAGE = {
    "truncated": lambda content: content[:-40],
    "empty": lambda content: b"",
    "zeros": lambda content: bytes(len(content)),
    "text": lambda content: (b"x" * len(content))[: len(content)],
    "no footer": lambda content: content[:-30] + b"\0" * 30,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("table", ["documents", "mentions"])
def test_a_damaged_part_is_named_with_the_remedy(tiny, news, tmp_path, damage, table):
    out = tmp_path / "out"
    tiny(news)
    path = part(out, table)
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    write_records(news, [record(0, "Martin : c'est autre chose, et c'est plus long.")])
    with pytest.raises(StoreError, match=f"{path.name} is damaged.*restore it from a backup") as told:
        tiny(news)
    assert "nothing is lost" not in str(told.value)
    with pytest.raises(StoreError, match="restore it from a backup"):
        Store(out).read(table)


@pytest.mark.parametrize("table", ["entities", "mentions"])
def test_a_part_of_another_shape_is_named(tiny, news, tmp_path, table):
    tiny(news)
    path = part(tmp_path / "out", table)
    strange = pa.table({"other": ["x"]})
    pq.write_table(strange, path)
    grown = path.read_bytes()
    log = tmp_path / "out" / table / "_delta_log"
    for entry in log.glob("*.json"):
        lines = [json.loads(line) for line in entry.read_text(encoding="utf-8").splitlines()]
        for line in lines:
            if line.get("add", {}).get("path") == path.name:
                line["add"]["size"] = len(grown)
        entry.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(StoreError, match="holds other rows than the table"):
        Store(tmp_path / "out").read(table)


@pytest.mark.parametrize("table", [*CHILDREN, "rejected"])
@pytest.mark.parametrize("whole", [True, False], ids=["folder", "file"])
def test_rows_that_vanished_are_made_again(tiny, news, tmp_path, expected, table, whole):
    out = tmp_path / "out"
    tiny(news)
    shutil.rmtree(out / table) if whole else part(out, table).unlink()
    report = tiny(news)
    (warning,) = report.warnings
    assert f"rows of {table} were gone" in warning
    assert table_rows(out) == expected
    assert parquet_rows(out, table) == len(expected[table])
    assert tiny(news).warnings == []


def test_rows_of_articles_that_the_inputs_no_longer_have_are_made_again(tiny, news, tmp_path, expected):
    out = tmp_path / "out"
    tiny(news)
    shutil.rmtree(out / "mentions")
    write_records(tmp_path / "other.jsonl", [record(99)])
    tiny(tmp_path / "other.jsonl")
    assert set(expected["mentions"]) <= set(table_rows(out)["mentions"])
    assert set(expected["documents"]) <= set(table_rows(out)["documents"])


def test_a_kill_while_rows_are_made_again_loses_none(spawn, tiny, news, tmp_path, expected):
    out = tmp_path / "out"
    tiny(news)
    shutil.rmtree(out / "mentions")
    process = spawn(news, out, environment={"FAULT_POINT_OF_EXTRACTOR": "commit:entities"})
    finish(process)
    assert process.returncode == -signal.SIGKILL
    assert not table_rows(out)["mentions"]
    tiny(news)
    assert table_rows(out) == expected


@pytest.mark.parametrize("whole", [True, False], ids=["folder", "file"])
def test_without_documents_nothing_is_made_up(tiny, news, tmp_path, whole):
    out = tmp_path / "out"
    tiny(news)
    before = Store(out).read("mentions")
    shutil.rmtree(out / "documents") if whole else part(out, "documents").unlink()
    with pytest.raises(StoreError, match="is missing.* backup"):
        tiny(news)
    assert Store(out).read("mentions") == before


def test_compacting_a_damaged_output_loses_nothing(tiny, news, tmp_path):
    out = tmp_path / "out"
    tiny(news)
    write_records(news, [record(77)])
    tiny(news)
    path = next(iter((out / "mentions").glob("*.parquet")))
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    with pytest.raises(StoreError, match=f"{path.name} is damaged"):
        compact_tables(out)
    path.write_bytes(whole)
    compact_tables(out)
    assert set(TABLES) == {name for name in TABLES if parquet_rows(out, name) == len(table_rows(out)[name])}


@pytest.mark.parametrize("command", ["rejected", "runs", "compact", "doctor"])
def test_commands_name_what_is_damaged(tiny, news, tmp_path, monkeypatch, capsys, command):
    out = tmp_path / "out"
    tiny(news)
    path = part(out, "rejected")
    path.write_bytes(path.read_bytes()[:-10])
    (out / "_runs" / "20240101T000000000-abcdef.json").write_bytes(b"null")
    write_records(news, [record(88)])
    monkeypatch.setattr("sys.argv", ["extractor", command, str(out)])
    with pytest.raises(SystemExit):
        cli.main()
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert path.name in told.err or "20240101T000000000-abcdef.json" in told.err or command in ("doctor", "compact")
