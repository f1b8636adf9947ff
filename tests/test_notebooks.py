"""The notebooks run from a clean copy, and what stands in them is what comes out."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.name for path in NOTEBOOKS]


def _script():
    specification = importlib.util.spec_from_file_location("notebooks", ROOT / "scripts" / "notebooks.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


script = _script()


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The folder with every notebook executed anew, in a process of its own: their client leaves loops open."""
    folder = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, ROOT / "scripts" / "notebooks.py", "--into", folder]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    return folder


def test_there_are_five():
    assert [name[:2] for name in NAMES] == ["1_", "2_", "3_", "4_", "5_"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_what_stands_in_it_is_what_comes_out(executed, path):
    kept = nbformat.read(path, as_version=4)
    now = script.shown(nbformat.read(executed / path.name, as_version=4))
    for number, (was, is_now) in enumerate(zip(script.shown(kept), now, strict=True), 1):
        assert was == is_now, f"{path.name}, cell {number}, has changed: make notebooks writes it anew, to be looked at"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_no_cell_complains(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_what_links_say_is_there(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for name in script.links(cell.source) if cell.cell_type == "markdown" else ():
            assert (path.parent / name).is_file(), name


def test_another_outcome_is_seen():
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    before = script.shown(notebook)
    drawn = next(cell for cell in notebook.cells if "who_said_what" in cell.source and cell.get("outputs"))
    html = drawn.outputs[0].data["text/html"]
    drawn.outputs[0].data["text/html"] = html.replace("GR", "FR")
    assert script.shown(notebook) != before


def test_ids_drawn_at_random_are_no_outcome():
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    text = json.dumps(notebook)
    one = next(iter(set(script.DRAWN.findall(text))))
    again = nbformat.from_dict(json.loads(text.replace(one, "x0123456789ab")))
    assert script.shown(again) == script.shown(notebook)


def test_the_pieces_in_which_a_text_arrives_are_no_outcome():
    def printed(*texts):
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in texts]
        cell = nbformat.v4.new_code_cell("!extractor runs out", outputs=outputs)
        return script.shown(nbformat.v4.new_notebook(cells=[cell]))

    assert printed("un deux\n", "trois\n") == printed("un ", "deux\ntrois\n") != printed("un deux\n")


def test_the_dispatches_are_articles_with_a_date():
    lines = (ROOT / "notebooks" / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert len({article["id"] for article in articles}) == len(articles) == 16
    assert all(article["text"].startswith(article["title"]) and article["date"] for article in articles)
