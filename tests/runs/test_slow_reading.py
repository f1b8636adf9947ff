"""The time limit of an article holds while it is read, however many workers there are."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.runs import isolation
from extractor.tables.store import Store

from .slow_pages import read_page
from .world import PATIENCE, Gate, record, write_records

BODY = "".join(f"<p>Claire : nous avons signé l'accord numéro {number} mardi à Paris.</p>" for number in range(9))


def outcome(out):
    documents = {row["doc_id"] for row in Store(out).read("documents").to_pylist()}
    return documents, {row["source"]: row["reason"] for row in Store(out).read("rejected").to_pylist()}


def write_inputs(folder, gate):
    folder.mkdir()
    write_records(folder / "a.jsonl", [record(1), record(2)])
    for name, body in [("b.html", f"{BODY}[gate {gate.folder}]"), ("c.html", f"{BODY}<p>C'est la fin.</p>")]:
        (folder / name).write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
    pq.write_table(pa.table({"id": ["a3"], "text": [record(3)["text"]]}), folder / "d.parquet")


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_page_that_is_read_for_ever_costs_itself_only(tiny, tmp_path, monkeypatch, workers):
    gate = Gate(tmp_path / "gate")
    write_inputs(tmp_path / "in", gate)
    limits = set()

    def has_answer(served, timeout):
        limits.add(timeout)
        while not served.connection.poll(0.05):
            if gate.visitors() and not os.path.exists(gate.folder / "given up"):
                (gate.folder / "given up").touch()
                return False
        return True

    monkeypatch.setattr(isolation, "_has_answer", has_answer)
    monkeypatch.setattr("extractor.runs.runner.read_page", read_page)
    tiny(tmp_path / "in", workers=workers, timeout_per_article=PATIENCE)
    documents, rejected = outcome(tmp_path / "out")
    assert documents == {"a1", "a2", "a3", "c.html"}
    assert rejected == {"b.html": "timeout"}
    assert limits == {PATIENCE}
    assert gate.visitors() != [os.getpid()]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_file_that_is_read_for_ever_costs_itself_only(tiny, tmp_path, monkeypatch, workers):
    gate = Gate(tmp_path / "gate")
    write_inputs(tmp_path / "in", gate)
    (tmp_path / "in" / "b.html").unlink()
    has_answer = isolation._has_answer
    monkeypatch.setattr(
        isolation,
        "_has_answer",
        lambda served, timeout: served.serve is not isolation._serve_files and has_answer(served, None),
    )
    tiny(tmp_path / "in", workers=workers, timeout_per_article=PATIENCE)
    assert outcome(tmp_path / "out") == ({"a1", "a2", "c.html"}, {"d.parquet": "timeout"})


@pytest.mark.parametrize("workers", [0, 1])
def test_a_small_file_that_decodes_to_gigabytes_costs_itself_only(tiny, tmp_path, workers):
    write_inputs(tmp_path / "in", Gate(tmp_path / "gate"))
    (tmp_path / "in" / "b.html").unlink()
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), pa.array(["x" * 1_000_000]))
    pq.write_table(pa.table({"text": texts}), tmp_path / "in" / "b.parquet", compression="zstd")
    tiny(tmp_path / "in", workers=workers)
    assert outcome(tmp_path / "out") == ({"a1", "a2", "a3", "c.html"}, {"b.parquet": "expansion"})
