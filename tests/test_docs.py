"""The documents keep up with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from extractor.cli import app
from extractor.errors import ExtractorError
from extractor.settings import Settings
from extractor.tables.schemas import TABLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group, prefix=""):
    """Every command by its full name, `knowledge check` too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


COMMANDS = dict(commands(typer.main.get_command(app)))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme(name):
    assert f"`extractor {name}" in README


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_has_help(name):
    command = COMMANDS[name]
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name} {parameter.name} is missing its help"


def test_the_readme_names_no_command_that_there_is_not():
    named = {words.strip() for words in re.findall(r"`extractor ((?:[a-z]+ ?)+)", README)}
    assert named == set(COMMANDS)


def test_the_readme_opens_with_the_two_commands():
    commands = [line.split("#")[0].strip() for line in README.splitlines() if line.startswith("    make")]
    assert commands[:2] == ["make run", "make test"]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_in_the_documents_exists(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert named <= targets()


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_table_is_in_the_readme(table):
    assert f"| `{table}` |" in README


def test_every_exit_status_is_in_the_readme():
    def kinds(kind):
        yield kind
        for child in kind.__subclasses__():
            yield from kinds(child)

    for status in {0, 3, *(kind.exit_status for kind in kinds(ExtractorError))}:
        assert f"| {status} |" in README


def test_the_settings_in_the_readme_are_settings():
    example = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert example
    named = set(re.findall(r"^(\w+) =", example[1], re.MULTILINE))
    assert named
    assert named <= set(Settings.model_fields)


def test_the_python_example_in_the_readme_runs(nlp, capsys, monkeypatch):
    example = next(
        block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "extractor.load" in block
    )
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda: nlp)
    exec(compile(example, "README.md", "exec"), {})
    assert "Nous sommes prêts" in capsys.readouterr().out


def test_the_documents_a_project_needs_are_there():
    for name in ("LICENSE", "THIRD_PARTY.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_third_party_notes_name_every_package_needed():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notes = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").casefold()
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0].casefold()
        assert name in notes or name.replace("-", "_") in notes


def test_constraints_pin_every_package_needed():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert re.split(r"[<>=]", requirement)[0] in pinned
