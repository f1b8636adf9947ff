"""The comparison of two revisions: scripts/compare.py."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "compare.py"

PROGRAM = '''
"""Finds every word of a text that has WORD in it, as a mention; fails on `boom`."""
import sys
from importlib.metadata import entry_points

class Table(list):
    def to_arrow(self): return self
    def to_pylist(self): return list(self)

class Found:
    def __init__(self, rows): self.rows = rows
    def table(self, name): return Table(self.rows if name == "mentions" else [])

def extract(texts, model):
    rows = []
    for given in texts:
        if "boom" in given["text"]:
            raise ValueError("boom")
        words = [word for word in given["text"].split() if "WORD" in word]
        rows += [
            {"doc_id": given["doc_id"], "mention_id": number, "start": given["text"].index(word),
             "end": given["text"].index(word) + len(word), "entity_id": "x",
             "text": word, "type": TYPE, "run_id": id(texts)}
            for number, word in enumerate(words)
        ]
    return Found(rows)
'''


@pytest.fixture(scope="module")
def compare():
    import importlib.util

    spec = importlib.util.spec_from_file_location("compare", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["compare"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["compare"]


@pytest.fixture
def repository(tmp_path):
    """A repository whose program finds words with an `a`, and an article."""
    tree = tmp_path / "tree"
    write_program(tree, word="a", kind="'WEAPON'")
    (tree / "pyproject.toml").write_text('[project]\nname = "extractor"\n[project.entry-points.some]\none = "a:b"\n')
    (tree / ".gitignore").write_text("/build/\n")
    (tree / "data" / "raw").mkdir(parents=True)
    (tree / "data" / "raw" / "one.txt").write_text("chars et avions, missiles", "utf-8")
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "Begin"],
    ):
        subprocess.run(["git", "-C", str(tree), *arguments], check=True)
    return tree


def write_program(tree: Path, *, word: str, kind: str):
    package = tree / "src" / "extractor"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(PROGRAM.replace("WORD", word).replace("TYPE", kind), "utf-8")


def run(tree: Path, *arguments: object):
    # Two programs written within a second would have one compiled file.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, SCRIPT, "HEAD", "--repository", tree, *arguments]
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, encoding="utf-8", env=environment
    )


def test_the_same_program_finds_the_same_rows(repository):
    done = run(repository)
    assert (done.returncode, done.stdout) == (0, "1 articles, 2 rows: no articles differ\n")


def test_what_differs_is_told_article_by_article_and_counted(repository):
    write_program(repository, word="i", kind="'WEAPON' if given['text'].index(word) else 'ORG'")
    done = run(repository)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "  - mentions: WEAPON | 0 | chars | x",
        "  + mentions: WEAPON | 17 | missiles | x",
        "1 articles, 2 rows: 1 articles differ",
        "  mentions: +1 -1",
    ]
    write_program(repository, word="a", kind="'ORG'")
    assert "  ~ mentions: WEAPON | 0 | chars | x: type WEAPON → ORG" in run(repository).stdout.splitlines()


def test_the_rows_of_the_base_are_kept_by_text(repository, tmp_path):
    run(repository)
    records = tmp_path / "more.jsonl.gz"
    with gzip.open(records, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": name, "text": f"un char {name}"}) + "\n" for name in "abc")
    done = run(repository, records, "--limit", 2)
    assert "2 articles, 1 kept" in done.stderr
    assert done.stdout == "3 articles, 5 rows: no articles differ\n"


def test_an_article_on_which_one_side_fails_is_a_difference_and_the_others_are_compared(repository, tmp_path):
    write_program(repository, word="a", kind="'WEAPON' if 'bang' not in given['text'] else None.bang")
    (tmp_path / "two.txt").write_text("ah bang", "utf-8")
    done = run(repository, tmp_path / "two.txt")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].endswith("two.txt")
    assert "  + failed: AttributeError: 'NoneType' object has no attribute 'bang'" in done.stdout.splitlines()
    assert done.stdout.endswith("2 articles, 3 rows: 1 articles differ\n  failed: +1\n  mentions: -2\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["nowhere"], "no article is in"), (["--repository", "/"], "git")],
)
def test_what_cannot_be_compared_is_an_error_with_a_status_of_its_own(repository, tmp_path, arguments, words):
    done = run(repository, *[tmp_path / one if one == "nowhere" else one for one in arguments])
    assert (done.returncode, words in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def statement(number, start, **columns):
    return {"statement_id": number, "spans": [{"start": start, "end": start + 5}], "cue_start": start - 9, **columns}


def test_a_statement_more_renumbers_the_others_and_is_one_difference(compare):
    before = {"statements": [statement(0, 50), statement(1, 90, continues_id=0)]}
    after = {"statements": [statement(0, 10), statement(1, 50), statement(2, 90, continues_id=1)]}
    assert [one.sign for one in compare.differences(before, after)] == ["+"]
    after["statements"][2]["continues_id"] = 0
    assert [one.sign for one in compare.differences(before, after)] == ["~", "+"]


def test_the_same_rows_in_another_order_are_told(compare):
    rows = [{"mention_id": 0, "start": 1, "text": "a"}, {"mention_id": 1, "start": 1, "text": "b"}]
    (found,) = compare.differences({"mentions": rows}, {"mentions": rows[::-1]})
    assert found.sign == "#"
