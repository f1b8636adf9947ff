"""The drawing of rows to be judged: benchmarks/sample.py."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent / "benchmarks" / "sample.py"


@pytest.fixture
def sample(monkeypatch, capsys):
    def run(*arguments: object) -> str:
        monkeypatch.setattr("sys.argv", [str(SAMPLE), *map(str, arguments)])
        runpy.run_path(str(SAMPLE), run_name="__main__")
        return capsys.readouterr().out

    return run


def test_mentions_are_drawn_by_type_and_stand_in_their_context(sample, hand_annotated_output):
    table = sample(hand_annotated_output, "--type", "PERSON", "-n", 5)
    (row,) = csv.DictReader(table.splitlines(), delimiter="\t")
    assert row["entity_id"] == "person:fumio-kishida"
    assert "Premier ministre japonais, [[Fumio Kishida]]." in row["context"]
    assert row["right"] == ""


def test_statements_show_content_speaker_and_cue(sample, hand_annotated_output):
    table = sample(hand_annotated_output, "--table", "statements", "--type", "direct", "--as", "markdown")
    assert (
        "« [[La Corée du Nord menace la paix]] », <<a déclaré>> {{le Premier ministre japonais, Fumio Kishida}}"
        in table
    )


def test_another_seed_draws_other_rows_and_the_same_seed_the_same(sample, hand_annotated_output):
    first, again, other = (sample(hand_annotated_output, "-n", 3, "--seed", seed) for seed in (1, 1, 3))
    assert first == again != other


def test_judgements_are_counted(sample, tmp_path):
    judged = tmp_path / "judged.tsv"
    judged.write_text("no\tright\ttype\n1\ty\tORG\n2\tn\tORG\n3\ty\tPERSON\n4\t\tPERSON\n", "utf-8")
    assert "| ORG | right | 1 | 2 | 50.0 | 9.5–90.5 |" in sample("--count", judged)
    assert "| all | right | 2 | 3 | 66.7 |" in sample("--count", judged)
