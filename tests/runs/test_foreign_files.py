"""What the user has under the output folder, or beside the articles, is never deleted and never read as articles."""

from __future__ import annotations

import os
import shutil
import signal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from extractor.errors import StoreError, UsageError
from extractor.runs.upkeep import compact_tables
from extractor.tables.schemas import TABLES

from .world import finish, parquet_rows, record, table_rows, write_records


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    write_records(folder / "a.jsonl", [record(number) for number in range(3)])
    return folder


def contents(folder):
    """Every file below a folder with its bytes, links as what they point to."""
    return {
        str(path.relative_to(folder)): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def users_files(folder):
    """Puts into a table's folder what a user may have there; gives its files."""
    ours = set(contents(folder))
    (folder / "sub" / "deeper").mkdir(parents=True)
    (folder / "contrat.pdf").write_bytes(b"%PDF-1.4")
    (folder / "sub" / "deeper" / "note.txt").write_text("une note", encoding="utf-8")
    (folder / "part-00000-mine.parquet.bak").write_bytes(b"PAR1")
    (folder / "part-00001-0a1b2c3d-0000-4000-8000-000000000000-c000.snappy.parquet#1").write_bytes(b"")
    (folder / ".hidden").write_bytes(b"x")
    (folder / "_private").write_bytes(b"y")
    return {name: content for name, content in contents(folder).items() if name not in ours}


def still_there(folder, files):
    now = contents(folder)
    return {name: now.get(name) for name in files} == files


@pytest.mark.parametrize("name", TABLES)
def test_a_folder_with_the_name_of_a_table_is_refused_before_anything_is_written(tiny, news, tmp_path, name):
    project = tmp_path / "proj"
    (project / name).mkdir(parents=True)
    users_files(project / name)
    before = contents(project)
    with pytest.raises(StoreError, match=f"{name} is no table of extractor: it holds .*name another folder"):
        tiny(news, project)
    assert contents(project) == before


def test_a_file_or_a_link_with_the_name_of_a_table_is_refused(tiny, news, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    users_files(elsewhere)
    project = tmp_path / "proj"
    project.mkdir()
    before = contents(elsewhere)
    (project / "mentions").symlink_to(elsewhere)
    with pytest.raises(StoreError, match="is no table of extractor: it holds"):
        tiny(news, project)
    (project / "mentions").unlink()
    (project / "mentions").write_text("x")
    with pytest.raises(StoreError, match="is no table of extractor: it is a file"):
        tiny(news, project)
    assert contents(elsewhere) == before
    assert contents(project) == {"mentions": b"x"}


def test_a_delta_table_of_somebody_else_is_refused(tiny, news, tmp_path):
    write_deltalake(str(tmp_path / "out" / "documents"), pa.table({"id": [1], "title": ["x"]}))
    before = contents(tmp_path / "out")
    with pytest.raises(StoreError, match="is a Delta table, but none of extractor's"):
        tiny(news)
    assert contents(tmp_path / "out") == before


def test_empty_folders_stand_in_nobodys_way(tiny, news, tmp_path):
    for name in TABLES:
        (tmp_path / "out" / name).mkdir(parents=True)
    assert tiny(news).processed == 3


@pytest.mark.parametrize("name", ["documents", "mentions", "rejected"])
def test_what_lies_in_a_table_is_left_alone_and_named(tiny, news, tmp_path, name):
    tiny(news)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    outside = users_files(elsewhere)
    folder = tmp_path / "out" / name
    files = users_files(folder)
    (folder / "lien").symlink_to(elsewhere)
    write_records(news / "a.jsonl", [record(0, "Martin : c'est autre chose, et c'est plus long."), {"id": "bad"}])
    for _ in range(2):
        report = tiny(news, prune=True, force=True)
        (warning,) = (warning for warning in report.warnings if "did not write" in warning)
        assert f"{folder} holds what extractor did not write" in warning
        assert still_there(folder, files)
    compact_tables(tmp_path / "out")
    assert still_there(folder, files)
    assert (folder / "lien").is_symlink()
    assert contents(elsewhere) == outside


def test_a_parquet_file_of_the_user_beside_ours_stays(tiny, news, tmp_path):
    tiny(news)
    folder = tmp_path / "out" / "mentions"
    theirs = {
        "mine.parquet": pa.table({"x": [1, 2]}),
        "part-00000-1f0c4a3e-aaaa-4bbb-8ccc-1234567890ab-c000.snappy.parquet": pa.table({"x": [3]}),
        "part-20240101T000000000-abcdef-1-0123abcd-0.parquet": pa.table({"x": [4]}),
    }
    for name, rows in theirs.items():
        pq.write_table(rows, folder / name)
    write_records(news / "b.jsonl", [record(9), record(0, "Martin : c'est autre chose, et c'est plus long.")])
    tiny(news)
    compact_tables(tmp_path / "out")
    for name, rows in theirs.items():
        assert pq.read_table(folder / name).equals(rows)


@pytest.mark.parametrize("point", ["commit:file", "commit:mentions", "commit:rejected", "run:committed"])
def test_what_a_killed_write_leaves_goes_and_what_the_user_puts_beside_it_stays(spawn, tiny, news, tmp_path, point):
    out = tmp_path / "out"
    tiny(news)
    write_records(
        news / "a.jsonl", [record(number, f"Martin : c'est l'autre chose numéro {number}.") for number in range(3)]
    )
    process = spawn(news, out, environment={"FAULT_POINT_OF_EXTRACTOR": point})
    finish(process)
    assert process.returncode == -signal.SIGKILL
    kept = {}
    for name in TABLES:
        for path in list((out / name).glob("*.parquet")):
            copy = path.with_name(f"copy of {path.name}")
            shutil.copy(path, copy)
            kept[copy] = copy.read_bytes()
    tiny(news)
    assert {path: path.read_bytes() for path in kept} == kept
    for path in kept:
        path.unlink()
    tiny(news, tmp_path / "again")
    assert table_rows(out) == table_rows(tmp_path / "again")
    for name in TABLES:
        assert parquet_rows(out, name) == len(table_rows(out)[name])
        assert len(list((out / name).iterdir())) == 1 + len(DeltaTable(str(out / name)).file_uris())


@pytest.mark.parametrize("point", ["upkeep:journal", "upkeep:file", "upkeep:entities", "upkeep:documents"])
def test_a_run_killed_while_it_makes_the_tables_is_completed(spawn, tiny, news, tmp_path, point):
    process = spawn(news, tmp_path / "out", environment={"FAULT_POINT_OF_EXTRACTOR": point})
    finish(process)
    assert process.returncode == -signal.SIGKILL
    tiny(news)
    tiny(news, tmp_path / "again")
    assert table_rows(tmp_path / "out") == table_rows(tmp_path / "again")
    for name in TABLES:
        assert len(pd.read_parquet(tmp_path / "out" / name)) == len(table_rows(tmp_path / "out")[name])


class TestInputsAndOutputApart:
    """An input that is, holds or lies in an output is refused in one line, and nothing is written."""

    def assert_refused(self, tiny, given, out, words, folder):
        before = contents(folder)
        for options in ({}, {"dry_run": True}, {"prune": True, "force": True}):
            with pytest.raises(UsageError, match=words) as told:
                tiny(given, out, **options)
            assert "\n" not in str(told.value)
        assert contents(folder) == before

    def test_articles_below_a_folder_named_like_a_table(self, tiny, tmp_path):
        (tmp_path / "corpus" / "documents").mkdir(parents=True)
        (tmp_path / "corpus" / "documents" / "a.txt").write_text("Martin : bonjour à tous.", encoding="utf-8")
        self.assert_refused(
            tiny, tmp_path / "corpus" / "documents", tmp_path / "corpus", "it lies in the output folder", tmp_path
        )

    @pytest.mark.parametrize(
        ("given", "out", "words"),
        [
            ("in", "in", "it is the output folder"),
            ("in", "in/", "it is the output folder"),
            ("in/.", "in/sub/..", "it is the output folder"),
            ("in", "in/out", "lies in it"),
            ("in", "in/a/b/c", "lies in it"),
            ("in/sub", "in", "it lies in the output folder"),
            ("in/a.txt", "in", "it lies in the output folder"),
            ("in/*.txt", "in", "it lies in the output folder"),
            ("link", "in", "it is the output folder"),
            ("in", "link", "it is the output folder"),
            ("link/sub", "in", "it lies in the output folder"),
            ("in", "link/new", "lies in it"),
        ],
    )
    def test_whatever_they_are_called(self, tiny, tmp_path, monkeypatch, given, out, words):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "in" / "sub").mkdir(parents=True)
        (tmp_path / "in" / "a.txt").write_text("Martin : bonjour à tous.", encoding="utf-8")
        (tmp_path / "link").symlink_to("in")
        self.assert_refused(tiny, given, out, words, tmp_path)

    def test_swapped(self, tiny, news, tmp_path):
        tiny(news, tmp_path / "out")
        self.assert_refused(tiny, tmp_path / "out", news, "it is an output of extractor", tmp_path)

    @pytest.mark.parametrize("given", ["out", "out/mentions", "out/mentions/_delta_log", "out/mentions/*.parquet"])
    def test_tables_are_no_articles(self, tiny, news, tmp_path, monkeypatch, given):
        monkeypatch.chdir(tmp_path)
        tiny(news, tmp_path / "out")
        self.assert_refused(tiny, given, tmp_path / "other", "is an output of extractor|is a table", tmp_path)

    @pytest.mark.parametrize("given", ["in", "in/**/*.*"])
    def test_tables_among_articles_are_passed_over_and_named(self, tiny, news, tmp_path, monkeypatch, given):
        monkeypatch.chdir(tmp_path)
        tiny(news, tmp_path / "in" / "old")
        (tmp_path / "in" / "a.txt").write_text("Martin : bonjour à tous, et merci.", encoding="utf-8")
        report = tiny(given, tmp_path / "other")
        assert (report.seen, report.processed) == (1, 1)
        (note,) = (note for note in report.notes if "_delta_log" in note)
        assert "in/old/documents" in note

    @pytest.mark.parametrize(
        ("given", "out"), [("news", "news-out"), ("news-2", "news"), ("a/b", "a/c"), ("news/../news", "out")]
    )
    def test_names_that_only_look_alike_are_apart(self, tiny, tmp_path, monkeypatch, given, out):
        monkeypatch.chdir(tmp_path)
        for folder in ("news", "news-2", "a/b"):
            (tmp_path / folder).mkdir(parents=True)
            (tmp_path / folder / "x.txt").write_text("Martin : bonjour à tous, et merci.", encoding="utf-8")
        assert tiny(given, out).processed == 1
