"""Executes the notebooks from a copy of what they need, and keeps their outputs where these have changed.

python scripts/notebooks.py                   all of them; writes into notebooks/ what has changed
python scripts/notebooks.py --into FOLDER     writes all of them there, for the tests to compare
python scripts/notebooks.py --into FOLDER --out OUT     on the articles of this output instead of their own
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"

AT_ONCE = 2
"""Notebooks that are executed side by side."""

CELL_SECONDS = 900
"""A cell that takes longer is taken for one that hangs: so many that a busy machine is no reason."""

DRAWN = re.compile(r"\bx[0-9a-f]{12}\b")
"""The ids of a cell, which are other ones each time that it is drawn."""

_LINK = re.compile(r"\]\(((?!https?:)[^)#]+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_MISSING = re.compile(r"\b(?:NaN|None|NaT|<NA>|nan)(?!\w)")


def main() -> None:
    """Executes and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write there, whether or not it has changed")
    parser.add_argument("--out", type=Path, metavar="OUT", help="an output with the articles to look at; needs --into")
    given = parser.parse_args()
    into = given.into
    if given.out is not None and into is None:
        parser.error("--out needs --into: what comes out is not what the notebooks show")
    with tempfile.TemporaryDirectory() as folder:
        for path, executed in executed_notebooks(sorted(NOTEBOOKS.glob("*.ipynb")), Path(folder), out=given.out):
            if into is not None:
                nbformat.write(executed, into / path.name)
            elif shown(executed) == shown(nbformat.read(path, as_version=4)):
                print(f"{path.name}: as it was")
            else:
                nbformat.write(executed, path)
                print(f"{path.name}: written")


ON_OUTPUT = """
import extractor
from pathlib import Path
from extractor.tables.schemas import TABLES
from extractor.views.notebook import ShownExtraction

def on_output(texts, extract=extractor.extract, **options):
    if not isinstance(texts, Path):
        return extract(texts, **options)
    return ShownExtraction({name: extractor.read("out").table(name).to_arrow() for name in TABLES})

extractor.extract = on_output
"""
"""Has a notebook look at the output `out` where it would extract files."""


def executed_notebooks(paths: Sequence[Path], folder: Path, *, out: Path | None = None) -> Iterator[tuple[Path, Any]]:
    """Each path with its notebook executed anew in `folder`, where nothing but the repository's articles are.

    With `out` it finds a copy of that output, and looks at its articles where it would extract files.

    Raises nbclient's CellExecutionError where a cell fails.
    """
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    environment = {
        **os.environ,
        # As Jupyter does it: the commands of its environment are found.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        # No colour and no wrapping by the terminal that happens to be there.
        "NO_COLOR": "1",
        "COLUMNS": "120",
    }
    for name in ("EXTRACTOR_MODEL", "EXTRACTOR_KNOWLEDGE", "EXTRACTOR_LANGUAGE"):
        environment.pop(name, None)
    with ThreadPoolExecutor(AT_ONCE) as executor:
        yield from zip(paths, executor.map(lambda path: _executed(path, folder, environment, out), paths), strict=True)


def _executed(path: Path, folder: Path, environment: dict[str, str], out: Path | None) -> Any:
    # A folder each: what one leaves does not help another.
    here = folder / path.stem
    here.mkdir()
    for article in NOTEBOOKS.glob("*.jsonl"):
        shutil.copy(article, here)
    notebook = nbformat.read(path, as_version=4)
    if out is not None:
        shutil.copytree(out, here / "out")
        notebook.cells.insert(0, nbformat.v4.new_code_cell(ON_OUTPUT))
    client = NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(here)}}
    )
    client.execute(env=environment)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = list(_joined(cell.outputs))
        for output in cell.get("outputs", ()):
            # How a newer front end would show a table, which holds the whole of it once more.
            for kind in [kind for kind in output.get("data", ()) if kind.startswith("application/vnd.")]:
                del output["data"][kind]
    return notebook


def _joined(outputs: Sequence[Any]) -> Iterator[Any]:
    """What was printed comes in as many pieces as it happened to arrive in."""
    for name, some in groupby(outputs, key=lambda output: output.get("name") or id(output)):
        pieces = list(some)
        if isinstance(name, str):
            yield nbformat.v4.new_output("stream", name=name, text="".join(piece.text for piece in pieces))
        else:
            yield from pieces


def shown(notebook: Any) -> list[tuple[str, list[str]]]:
    """Source and visible words of every cell: without ids drawn at random, styles, and pictures, of which only is told
    that there is one."""
    return [(cell.source, [_visible(output) for output in _joined(cell.get("outputs", ()))]) for cell in notebook.cells]


def links(text: str) -> list[str]:
    """The files that a text in Markdown links to."""
    return _LINK.findall(text)


def _visible(output: Any) -> str:
    if output.output_type == "stream":
        return " ".join([f"{output.name}:", *_COLOUR.sub("", output.text).split()])
    data = output.get("data", {})
    if "image/png" in data:
        return "picture"
    text = _TAG.sub(" ", DRAWN.sub("", data["text/html"])) if "text/html" in data else data.get("text/plain", "")
    # Versions of pandas write what is missing in different ways.
    return " ".join(_MISSING.sub("–", text).split())


if __name__ == "__main__":
    main()
