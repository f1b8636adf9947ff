"""A damaged, truncated, empty or missing part or log: every reader names it, says what to do, and claims no more."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extractor
from extractor import cli
from extractor.errors import StoreError
from extractor.runs.upkeep import compact_tables, read_rejected
from extractor.tables.schemas import TABLES

from .world import record, write_records

FRAMES = ("documents", "entities", "mentions", "statements", "relations", "rejected")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An output with rows in every table."""
    from extractor.runs import run
    from extractor.settings import Settings

    folder = tmp_path_factory.mktemp("whole")
    texts = {"id": "long", "text": "Le premier ministre français Jean Castex a dit à la Chine : « Nous voilà. »"}
    write_records(folder / "news.jsonl", [*(record(number) for number in range(3)), texts, {"id": "bad"}])
    run(folder / "news.jsonl", folder / "out", Settings(workers=0), pipeline="tests.runs.tiny_pipeline:load")
    return folder


@pytest.fixture
def out(whole, tmp_path, monkeypatch):
    shutil.copytree(whole, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy" / "out"


def part(out, table):
    return max((out / table).glob("*.parquet"), key=lambda path: path.stat().st_size)


def entries(out, table):
    return sorted((out / table / "_delta_log").glob("*.json"))


def change_part(change):
    def damage(out, table):
        path = part(out, table)
        path.write_bytes(change(path.read_bytes()))

    return damage


def change_log(change):
    def damage(out, table):
        path = entries(out, table)[0]
        path.write_bytes(change(path.read_bytes()))

    return damage


def other_shape(out, table):
    path = part(out, table)
    pq.write_table(pa.table({"other": ["x"]}), path)


def folder_instead(out, table):
    path = part(out, table)
    path.unlink()
    path.mkdir()


DAMAGE = {
    "part truncated": change_part(lambda content: content[:-40]),
    "part empty": change_part(lambda content: b""),
    "part of zeros": change_part(lambda content: bytes(len(content))),
    "part with a damaged page": change_part(lambda content: content[:30] + b"\xff" * 12 + content[42:]),
    "part that grew": change_part(lambda content: content + b"PAR1"),
    "part missing": lambda out, table: part(out, table).unlink(),
    "part that is a folder": folder_instead,
    "part of another shape": other_shape,
    "log entry truncated": change_log(lambda content: content[: len(content) // 2]),
    "log entry empty": change_log(lambda content: b""),
    "log entry of bytes": change_log(lambda content: b"\xff\xfe\x00"),
    "first log entry missing": lambda out, table: entries(out, table)[0].unlink(),
    "log without entries": lambda out, table: [entry.unlink() for entry in entries(out, table)],
    "log missing": lambda out, table: shutil.rmtree(out / table / "_delta_log"),
    "table missing": lambda out, table: shutil.rmtree(out / table),
}

COMMANDS = {
    "search": {"documents", "entities", "statements"},
    "search --json": {"documents", "entities", "statements"},
    "export x.jsonl": set(TABLES) - {"rejected"},
    "report": {"documents", "entities", "mentions", "statements"},
    "rejected": {"rejected"},
    "compact": set(TABLES),
    "doctor": set(TABLES),
}
"""The tables that each command reads."""

ONLY_WHEN_READ = {"compact", "doctor"}
"""They look at the ends of files and not at each page."""


def one_of(tables, damage):
    """Another of the tables for each damage: all of them for all would take minutes."""
    return sorted(tables)[list(DAMAGE).index(damage) % len(tables)]


def call(monkeypatch, command):
    name, *arguments = command.split()
    monkeypatch.setattr("sys.argv", ["extractor", name, "out", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_names_the_table_and_the_remedy(out, monkeypatch, capsys, command, damage):
    if damage == "part with a damaged page" and command in ONLY_WHEN_READ:
        pytest.skip("needs a look at every page")
    table = one_of(COMMANDS[command], damage)
    DAMAGE[damage](out, table)
    status = call(monkeypatch, command)
    said = capsys.readouterr()
    told = said.out + said.err if command == "doctor" else said.err
    assert status == 1, (table, told)
    assert table in told
    assert any(word in told for word in ("restore", "put it back", "check ")), told
    assert "nothing is lost" not in told
    assert "Traceback" not in told
    if command != "doctor":
        assert len(told.strip().splitlines()) == 1, told


READERS = {
    **{
        f"frame {name}": (lambda out, name=name: getattr(extractor.read(out), name).to_pandas(), {name})
        for name in FRAMES
    },
    "head": (lambda out: extractor.read(out).mentions.head(), {"mentions"}),
    "len": (lambda out: len(extractor.read(out).statements.where(doc_id="a1")), {"statements"}),
    "column": (lambda out: extractor.read(out).entities["name"], {"entities"}),
    "who said what": (lambda out: extractor.read(out).who_said_what(), {"documents", "entities", "statements"}),
    "timeline": (lambda out: extractor.read(out).timeline(), {"documents", "entities", "statements"}),
    "text": (lambda out: extractor.read(out).text("a1"), {"documents"}),
    "sql": (lambda out: extractor.read(out).sql("SELECT * FROM mentions"), {"mentions"}),
    "sql who said what": (lambda out: extractor.read(out).sql("SELECT * FROM who_said_what"), {"statements"}),
    "repr": (lambda out: repr(extractor.read(out)), set(TABLES)),
    "polars": (lambda out: extractor.read(out).to_polars(), set(TABLES)),
    "rejected": (read_rejected, {"rejected"}),
    "compact": (compact_tables, set(TABLES)),
}

DAMAGE_READ = [
    "part truncated", "part empty", "part with a damaged page", "part missing", "part of another shape",
    "log entry truncated", "table missing",
]  # fmt: skip

NOT_EVERY_PAGE = {"column", "len", "repr", "polars", "compact"}


@pytest.mark.parametrize("damage", DAMAGE_READ)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_raises_one_error(out, reader, damage):
    if damage == "part with a damaged page" and reader in NOT_EVERY_PAGE:
        pytest.skip("needs a look at every page")
    read, tables = READERS[reader]
    table = one_of(tables, damage)
    DAMAGE[damage](out, table)
    with pytest.raises(StoreError, match=table) as raised:
        read(out)
    assert "nothing is lost" not in str(raised.value)


# What DuckDB does with pandas.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_what_is_whole_is_read(out, monkeypatch, capsys):
    for command in COMMANDS:
        if command != "doctor":
            assert call(monkeypatch, command) == 0
    for read, _ in READERS.values():
        read(out)
    assert "damaged" not in capsys.readouterr().err


def test_rows_of_other_files_are_read_where_a_condition_leaves_the_damaged_one_out(out, tiny):
    write_records(out.parent / "later.jsonl", [record(900) | {"id": "z900"}])
    tiny(out.parent / "later.jsonl", out)
    first = part(out, "documents")
    size = {path: path.stat().st_size for path in (out / "documents").glob("*.parquet")}
    assert len(size) == 2
    (later,) = set(size) - {first}
    later.write_bytes(b"")
    assert extractor.read(out).text("a1")
    with pytest.raises(StoreError, match=later.name):
        extractor.read(out).text("z900")


def test_a_table_that_is_rewritten_while_it_is_open_is_not_called_damaged(out, tiny):
    corpus = extractor.read(out)
    write_records(out.parent / "news.jsonl", [record(number, "Martin : c'est autre chose.") for number in range(3)])
    tiny(out.parent / "news.jsonl", out)
    with pytest.raises(StoreError, match="was rewritten since it was opened"):
        corpus.documents.to_pandas()
    assert len(corpus.refresh().documents)


def test_a_first_run_that_was_killed_early_reads_as_empty(tiny, tmp_path):
    from extractor.tables.store import Store

    Store(tmp_path / "out").create("documents")
    assert len(extractor.read(tmp_path / "out").mentions) == 0


def test_pages_are_checked_against_their_checksums(out):
    path = part(out, "documents")
    data = bytearray(path.read_bytes())
    metadata = pq.read_metadata(path)
    column = metadata.row_group(0).column(metadata.schema.names.index("text"))
    position = column.data_page_offset + column.total_compressed_size // 2
    data[position] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match=f"{path.name} is damaged"):
        extractor.read(out).documents.to_pandas()
