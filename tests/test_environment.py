"""Options from the environment, and what the shell completes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import typer

from extractor import settings
from extractor.cli import app, option_variables
from extractor.settings import Settings

GROUP = typer.main.get_command(app)


def run(*arguments, **variables):
    ended = subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )
    return ended.returncode, ended.stdout, ended.stderr


def leaves(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize(("path", "command"), list(leaves(GROUP)), ids=["-".join(path) for path, _ in leaves(GROUP)])
def test_every_option_is_named_after_its_flag(path, command):
    for option in command.params:
        flag = max(option.opts, key=len).lstrip("-").replace("-", "_")
        if option.param_type_name == "option" and flag != "config":
            assert "_".join(("extractor", *path, flag)).upper() in option_variables(), flag


def test_settings_know_every_command():
    assert set(settings.COMMANDS) == set(GROUP.commands)


def test_no_variable_of_an_option_is_that_of_a_setting():
    assert not {f"EXTRACTOR_{name}".upper() for name in Settings.model_fields} & set(option_variables())


def test_an_option_comes_from_the_environment_and_the_flag_overrides_it(hand_annotated_output):
    variables = {"EXTRACTOR_SEARCH_JSON": "1", "EXTRACTOR_SEARCH_ACT": "deny"}
    status, out, _ = run("search", hand_annotated_output, **variables)
    assert status == 0
    assert [json.loads(line)["act"] for line in out.splitlines()] == ["deny"]
    _, out, _ = run("search", hand_annotated_output, "--act", "promise", **variables)
    assert [json.loads(line)["act"] for line in out.splitlines()] == ["promise"]


def test_the_settings_file_comes_from_the_environment(tmp_path):
    (tmp_path / "mine.toml").write_text("model = 'no_such_model'\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Rien.", encoding="utf-8")
    status, _, error = run("show", tmp_path / "a.txt", EXTRACTOR_CONFIG=str(tmp_path / "mine.toml"))
    assert status == 1
    assert "no_such_model" in error


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("EXTRACTOR_RUN_WROKERS", "should it be EXTRACTOR_RUN_WORKERS?"),
        ("EXTRACTOR_KNOWLEDGE_FIND_KNOWLEGDE", "should it be EXTRACTOR_KNOWLEDGE_FIND_KNOWLEDGE?"),
    ],
)
def test_a_variable_of_no_option_is_told(variable, hint):
    status, out, error = run("schema", **{variable: "1"})
    assert (status, out) == (2, "")
    assert f"{variable} is that of no option; {hint}" in error


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        (["ru"], ["run", "runs"]),
        (["run", "--wor"], ["--workers"]),
        (["schema", "st"], ["statements"]),
        (["report", "x", "--language", ""], ["en", "fr"]),
        (["export", "x", "y", "--format", "json"], ["jsonl", "jsonld"]),
        (["knowledge", "f"], ["find"]),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes(shell, typed, completed):
    words = ["extractor", *typed]
    asked = {"_EXTRACTOR_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": " ".join(words)}
    if shell == "bash":
        asked |= {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    if shell == "fish":
        asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    status, out, _ = run(**asked)
    assert status == 0
    assert all(word in out for word in completed)


def test_the_script_for_the_shell_is_shown():
    status, out, _ = run("--show-completion", "bash")
    assert status == 0
    assert "_EXTRACTOR_COMPLETE=complete_bash" in out
