"""Every block of code in the documents is run as a reader would, page by page, in a folder like a fresh clone after
`make run`.

    ```python           is run; what it prints is what the block `text title="Output"` behind it says
    ```sh               likewise, line by line; `# status 3` behind a command says how it ends, `make` is only looked up
    ```console          the commands behind `$`, the rest is not looked at
    ```sql              is put to DuckDB
    ```tsv title="F"    any language with a file's name is written to that file, as the reader would
    ```toml             holds settings that there are
    ```text             is nothing to run

`…` in an output stands for anything. What cannot run says why in the page's source: `<!-- skip: next "reason" -->`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from unittest import SkipTest

import pytest
from sybil import Sybil
from sybil.parsers.markdown import SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from extractor import cli
from extractor.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.fr.md", *sorted((ROOT / "docs").rglob("*.md"))]
INFO = re.compile(r'(?P<language>[\w+-]*)(?:[ ]+title="(?P<title>[^"]+)")?[ ]*$\n', re.MULTILINE)
STATUS = re.compile(r"\s*# status (\d+)$")
OUTPUT = "Output"


class Reader:
    """Someone who types what a page says, in a folder of their own."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.printed = None

    def follow(self, example):
        language, title, source = (example.region.lexemes[name] for name in ("language", "title", "source"))
        if title == OUTPUT:
            assert self.printed is not None, "nothing is run before this output"
            assert_prints(source, self.printed)
        elif title:
            Path(title).parent.mkdir(parents=True, exist_ok=True)
            Path(title).write_text(source, encoding="utf-8")
            if language == "toml":
                check_settings(source)
            self.printed = None
        else:
            self.printed = self.run(language, source, example)

    def run(self, language, source, example):
        match language:
            case "python":
                return self.python(source, example)
            case "sh":
                return shell(source)
            case "console":
                return shell("\n".join(re.findall(r"^\$ (.*)$", source, re.MULTILINE)))
            case "sql":
                import duckdb

                with duckdb.connect() as connection:
                    return str(connection.sql(source))
            case "toml":
                return check_settings(source)
            case "json":
                return json.dumps(json.loads(source))
            case "text":
                return None
        pytest.fail(f"no test knows what to do with {language or 'a block without a language'}; say `text`, or skip it")

    def python(self, source, example):
        code = compile("\n" * example.line + source, example.path, "exec")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, self.namespace)
        return out.getvalue()


def check_settings(source):
    values = tomllib.loads(source)
    assert isinstance(values.pop("knowledge", ""), str)  # the folder need not be there
    Settings(**values)


def shell(source):
    """Runs the commands; those of extractor in this process, which has loaded the model already."""
    lines = [line for line in source.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
    if "<<" in source:
        return bash(source)
    printed = ""
    for line in lines:
        expected = STATUS.search(line)
        line = STATUS.sub("", line)
        words = shlex.split(line, comments=True)
        assert words[0] != "sudo", f"{line} would change the machine: skip it with the reason"
        if words[0] == "make":
            targets = [word for word in words[1:] if "=" not in word]
            subprocess.run(["make", "--dry-run", *targets], cwd=ROOT, check=True, capture_output=True)
        elif words[0] == "extractor" and not re.search(r"[|<>&;$]", line):
            printed += command(words, int(expected[1]) if expected else 0)
        else:
            printed += bash(line)
    return printed


class Terminal(io.StringIO):
    """What a reader sees: a terminal of 80 columns, without colours."""

    def isatty(self):
        return True


def command(words, status):
    out, err = Terminal(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert int(ended.value.code or 0) == status, f"{shlex.join(words)} ended with {ended.value.code}: {err.getvalue()}"
    return out.getvalue() or err.getvalue()


def bash(line):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line], env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{line} ended with {done.returncode}: {done.stderr}"
    return done.stdout


def assert_prints(expected, printed):
    """Line by line without regard to white space; `…` in the expected text stands for anything."""
    lines = [" ".join(line.split()) for line in printed.splitlines() if line.strip()]
    wanted = [" ".join(line.split()) for line in expected.splitlines() if line.strip()]
    pattern = ".*".join(re.escape(part.strip()) for part in "\n".join(wanted).split("…"))
    assert re.fullmatch(pattern, "\n".join(lines), re.DOTALL), f"the page says\n{expected}\nbut it is\n{printed}"


def blocks(document):
    """Every block of code, for the reader in the document's namespace to follow."""
    for region in RawFencedCodeBlockLexer(INFO)(document):
        region.parsed = region.lexemes["source"]
        region.evaluator = lambda example: example.namespace["reader"].follow(example)
        yield region


SYBIL = Sybil(parsers=[blocks, SkipParser()])


@pytest.fixture
def folder(output, tmp_path, monkeypatch):
    """A clone after `make run`, as far as the pages need it; IN and OUT are what a reader puts in their place."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(output, tmp_path / "data" / "out")
    shutil.copytree(ROOT / "tests" / "data", tmp_path / "tests" / "data")
    (tmp_path / "benchmarks").symlink_to(ROOT / "benchmarks")
    (tmp_path / "IN").symlink_to("data/raw")
    (tmp_path / "OUT").symlink_to("data/out")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("MPLBACKEND", "agg")
    return tmp_path


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in the reader of rdflib itself
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_block_of_code_does_what_the_page_says(path, folder):
    document = SYBIL.parse(path)
    document.namespace["reader"] = Reader({"__name__": "__main__"})
    for example in document.examples():
        with contextlib.suppress(SkipTest):
            example.evaluate()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_not_run_says_why(path):
    for skipped in re.findall(r"<!--+\s*skip:?\s*(.*?)--+>", path.read_text(encoding="utf-8")):
        assert re.fullmatch(r'next "[^"]{10,}"\s*', skipped), skipped


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_escapes_for_want_of_a_fence(path):
    """Indented code is not run: only the two first commands of the README stand so."""
    text = re.sub(r"^(`{3,}).*?^\1", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    indented = re.findall(r"\n\n {4,}(?![-*\d ])(\S.*)", text)
    admonitions = re.findall(r"\n!!! .*\n\n {4}(\S.*)", text)
    assert [line for line in indented if line not in admonitions and not line.startswith("make ")] == []


def test_a_wrong_output_is_seen():
    assert_prints("a … d\n", "a b\nc d\n")
    with pytest.raises(AssertionError):
        assert_prints("a … e\n", "a b\nc d\n")


def test_a_command_that_fails_is_seen(folder):
    with pytest.raises(AssertionError, match="ended with 2"):
        shell("extractor run nowhere data/out")
    assert "nowhere" in shell("extractor run nowhere data/out # status 2")
