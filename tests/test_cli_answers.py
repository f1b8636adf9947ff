"""The commands that ask, export, measure and write a settings file."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor import cli

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def extractor(monkeypatch, capfd):
    """Runs the command in this process and gives exit status, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["extractor", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.mark.parametrize("command", ["search", "export", "evaluate", "init"])
def test_help_imports_nothing_heavy(command):
    code = (
        "import sys; from extractor.cli import app\n"
        f"try: app(['{command}', '--help'])\n"
        "except SystemExit: print(*sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    modules = set(printed.splitlines()[-1].split())
    assert "extractor.cli" in modules
    assert {"spacy", "pandas", "numpy", "pyarrow", "deltalake", "jinja2", "extractor.settings"} & modules == set()


def test_search_prints_rows_that_a_pipe_can_split(extractor, hand_annotated_output):
    status, out, err = extractor("search", hand_annotated_output, "--speaker", "Kishida", "--about", "coree du nord")
    assert (status, err) == (0, "")
    header, row = (line.split("\t") for line in out.splitlines())
    said = dict(zip(header, row, strict=True))
    assert said["date"] == "2024-05-31"
    assert said["speaker"] == "Fumio Kishida"
    assert said["quotation"] == "La Corée du Nord menace la paix"
    assert said["link"].startswith("https://example.org/a#:~:text=")


def test_search_looks_in_data_out_unless_told_otherwise(extractor, hand_annotated_output, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "out").symlink_to(hand_annotated_output)
    status, out, _ = extractor("search", "--since", "2024-06")
    assert status == 0
    assert len(out.splitlines()) == 2
    assert "Un porte-parole chinois" in out


def test_search_as_json_has_one_object_a_line_with_all_columns(extractor, hand_annotated_output):
    _, out, _ = extractor("search", hand_annotated_output, "--json", "--act", "promise")
    (said,) = map(json.loads, out.splitlines())
    assert said["speaker_ids"] == ["person:fumio-kishida"]
    assert said["date"] == "2024-05-31T06:00:00+00:00"
    assert said["about"] == ""


def test_search_as_csv_can_be_read_back(extractor, hand_annotated_output):
    _, out, _ = extractor("search", hand_annotated_output, "--csv", "--limit", "2")
    rows = list(csv.DictReader(out.splitlines(keepends=True)))
    assert [row["act"] for row in rows] == ["deny", "assert"]
    assert "\r\n" in rows[0]["quotation"] or "\n" in rows[0]["quotation"]


def test_search_without_answer_prints_the_header_only(extractor, hand_annotated_output):
    status, out, err = extractor("search", hand_annotated_output, "--text", "jamais")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 1


def test_export_writes_the_file_and_says_so(extractor, hand_annotated_output, tmp_path):
    status, out, err = extractor("export", hand_annotated_output, tmp_path / "x.jsonl")
    assert (status, out) == (0, "")
    assert err == f"4 articles → {tmp_path / 'x.jsonl'}\n"
    assert len((tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()) == 4


def test_evaluate_prints_figures_errors_and_a_page(extractor, monkeypatch, nlp, tmp_path):
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda model, knowledge: nlp)
    status, out, err = extractor("evaluate", DATA / "trilateral.json", "--errors", "--html", "x.html")
    assert (status, err) == (0, "")
    figures, errors = out.split("\n\n")
    rows = {line.split("\t")[0]: line.split("\t") for line in figures.splitlines()}
    assert rows["figure"] == ["figure", "P", "R", "F1", "95 % interval", "right", "given", "gold"]
    assert float(rows["mentions PERSON"][3]) == 100.0
    assert errors.splitlines()[0].split("\t") == ["error", "of", "article", "at", "text", "what"]
    assert "Lloyd Austin" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_evaluate_as_json_has_one_object_a_figure(extractor, monkeypatch, nlp):
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda model, knowledge: nlp)
    _, out, _ = extractor("evaluate", DATA, "--json")
    assert {"who-said-what", "span@0.5", "linked COUNTRY"} <= {row["figure"] for row in json.loads(out)}


@pytest.fixture
def benchmark(tmp_path):
    """A benchmark of the annotated article of the project, and of one whose text is not there."""
    from extractor.evaluation.benchmark import Origin, sha256, to_standoff
    from extractor.evaluation.gold import read_gold

    (gold,) = read_gold([DATA / "trilateral.json"])
    origin = Origin(
        repository="owner/name",
        path="a.md",
        commit="0" * 40,
        sha256=sha256(gold.text),
        form="markdown",
        characters=len(gold.text),
    )
    folder = tmp_path / "benchmark"
    (folder / "texts").mkdir(parents=True)
    sources = {"press": {"split": "open", "what": "A paper", "terms": "free"}}
    (folder / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    for doc in ("trilateral", "lost"):
        content = {**to_standoff(gold, source="press", origin=origin), "doc": doc}
        (folder / f"{doc}.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "texts" / "trilateral.txt").write_bytes(gold.text.encode())
    return folder


def test_evaluate_measures_on_a_benchmark_by_source(extractor, monkeypatch, nlp, benchmark):
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda model, knowledge: nlp)
    status, out, err = extractor("evaluate", "--benchmark", benchmark, "--by-source")
    assert (status, err) == (0, "1 articles are left out, their texts are missing: lost\n")
    figures, sources = out.split("\n\n")
    assert figures.splitlines()[0].split("\t")[0] == "figure"
    rows = [line.split("\t") for line in sources.splitlines()]
    assert rows[0][:3] == ["source", "articles", "figure"]
    assert {tuple(row[:2]) for row in rows[1:]} == {("press", "1")}
    assert len(rows) == len(figures.splitlines())
    _, same, _ = extractor("evaluate", DATA / "trilateral.json")
    assert same.strip() == figures.strip()


def test_evaluate_as_json_names_the_source_of_each_figure(extractor, monkeypatch, nlp, benchmark):
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda model, knowledge: nlp)
    _, out, _ = extractor("evaluate", "--benchmark", benchmark, "--by-source", "--json")
    assert {row["source"] for row in json.loads(out)} == {None, "press"}


def test_init_writes_a_file_once(extractor, tmp_path):
    assert extractor("init") == (0, "", "wrote extractor.toml\n")
    assert (tmp_path / "extractor.toml").is_file()
    status, _, err = extractor("init")
    assert status == 2
    assert "is there already" in err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["search", "nowhere"], 2, "there are no tables in nowhere"),
        (["search", "nowhere", "--json", "--csv"], 2, "exclude each other"),
        (["export", "nowhere", "x.jsonl"], 2, "there are no tables in nowhere"),
        (["evaluate", "nowhere"], 2, "nowhere does not exist"),
        (["evaluate", "x", "--json", "--errors"], 2, "exclude each other"),
        (["evaluate"], 2, "name annotated articles, or a benchmark with --benchmark FOLDER"),
        (["evaluate", "x", "--benchmark", "y"], 2, "one of the two"),
        (["evaluate", "--benchmark", "nowhere"], 2, "nowhere is no folder"),
        (["evaluate", "--benchmark", "nowhere", "--split", "none"], 2, "open, held-back, all, not 'none'"),
        (["evaluate", "x", "--split", "all"], 2, "go with --benchmark"),
        (["evaluate", "x", "--source", "press"], 2, "go with --benchmark"),
    ],
)
def test_a_mistake_is_told_in_one_line(extractor, arguments, status, message):
    ended, out, err = extractor(*arguments)
    assert (ended, out) == (status, "")
    assert err.startswith("extractor: ")
    assert err.count("\n") == 1
    assert message in err


def test_a_date_that_is_none_is_told(extractor, hand_annotated_output):
    status, _, err = extractor("search", hand_annotated_output, "--since", "hier")
    assert status == 2
    assert "'hier' is no date" in err


def test_shell_completion_can_be_installed(extractor):
    _, out, _ = extractor("--help")
    assert "--install-completion" in out
