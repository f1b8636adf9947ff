"""What cannot be an article is rejected with its reason, and everything else is complete."""

from __future__ import annotations

import pytest

from extractor.articles.article import REASONS
from extractor.tables.store import Store

from .bad_inputs import one_of_each, write_bad_inputs
from .world import record, write_records


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write_records(folder / "good.jsonl", [record(number) for number in range(30)])
    return folder


def test_every_bad_input_has_its_reason_and_the_good_ones_are_there(tiny, folder, tmp_path, monkeypatch):
    expected = write_bad_inputs(folder, len(one_of_each(0)) + 1)
    report = tiny(folder, memory_limit=4 * 2**30, workers=1)
    rejected = {row["source"]: row["reason"] for row in Store(tmp_path / "out").read("rejected").to_pylist()}
    assert rejected == expected
    assert (report.processed, report.rejected, report.exit_status) == (30, len(expected), 3)

    monkeypatch.setattr("extractor.runs.local.process", None)
    again = tiny(folder)
    assert (again.processed, again.rejected, again.still_rejected) == (0, 0, len(expected))
    assert again.exit_status == 0


def test_bad_inputs_are_of_many_kinds():
    assert len(one_of_each(0)) >= 15
    assert {reason for _, _, reason in one_of_each(0)} <= REASONS.keys()


def test_any_language_can_be_let_in(tiny, folder):
    write_records(folder / "english.jsonl", [record("en", "The minister met her counterpart in Paris on Tuesday.")])
    assert tiny(folder).rejected_by_reason == {"language": 1}
    assert tiny(folder, language="any").rejected == 0
