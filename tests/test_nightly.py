"""`docs/nightly.md` and the units under `deploy/` keep to what the command really does."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

import pytest
import typer

from extractor.articles.article import REASONS
from extractor.articles.sources import COMPRESSIONS, FORMATS
from extractor.cli import app
from extractor.settings import Settings

ROOT = Path(__file__).parents[1]
NIGHTLY = (ROOT / "docs" / "nightly.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands


def options(command):
    return {name for parameter in COMMANDS[command].params for name in parameter.opts}


def test_every_option_in_the_text_is_one_of_run():
    flags = set(re.findall(r"`(--[a-z-]+)", NIGHTLY)) | set(re.findall(r"extractor run[^\n`]*?(--[a-z-]+)", NIGHTLY))
    assert flags
    assert flags <= options("run")


@pytest.mark.parametrize("command", ["run", "runs", "rejected", "compact"])
def test_every_command_of_a_night_is_there(command):
    assert f"extractor {command} " in NIGHTLY


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_explained(reason):
    assert f"| `{reason}` | {REASONS[reason]} |" in NIGHTLY


def test_every_reason_in_the_code_is_one_of_the_list():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "extractor").rglob("*.py"))
    used = set(re.findall(r"ArticleError\(\s*\"([a-z_]+)\"", code)) | set(re.findall(r"reason=\"([a-z_]+)\"", code))
    assert used - {"stop"} <= REASONS.keys()


@pytest.mark.parametrize("ending", [*FORMATS, *COMPRESSIONS])
def test_every_format_is_named(ending):
    assert ending in {".text", ".htm", ".xhtml"} or f"`{ending}`" in NIGHTLY


def test_the_settings_of_the_example_are_settings():
    import tomllib

    example = re.search(r"```toml\n(.*?)```", NIGHTLY, re.DOTALL)
    assert example
    Settings(**tomllib.loads(example[1]))


def unit(name):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "deploy" / name, encoding="utf-8")
    return parser


def test_the_service_calls_a_command_that_there_is():
    service = unit("extractor.service")["Service"]
    program, command, *arguments = shlex.split(service["ExecStart"])
    assert program.endswith("/extractor")
    assert {one for one in arguments if one.startswith("-")} <= options(command)
    assert service["SuccessExitStatus"] == "3"
    assert service["Type"] == "oneshot"
    assert "MemoryMax" in service
    assert arguments[-1] == service["ReadWritePaths"]


def test_the_timer_catches_up():
    assert unit("extractor.timer")["Timer"]["Persistent"] == "true"


def test_the_crontab_calls_commands_that_there_are():
    lines = [line for line in (ROOT / "deploy" / "crontab").read_text().splitlines() if line[:1].isdigit()]
    assert len(lines) == 2
    for line in lines:
        called = re.search(r"/extractor (\w+) ([^>|]*)", line)
        assert called
        assert set(re.findall(r"--[a-z-]+", called[2])) <= options(called[1])
