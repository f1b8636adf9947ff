"""`docs/nightly.md` and the units under `deploy/` keep to what the command really does."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
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


def cron_lines():
    """What cron gives to the shell."""
    crontab = (ROOT / "deploy" / "crontab").read_text(encoding="utf-8")
    return [line.split(None, 5)[5] for line in crontab.splitlines() if line[:1].isdigit()]


def folders(*, of_the_user=False):
    """The folders that the page has made, or those that it gives to the user of the night."""
    made = re.findall(r"^\$ sudo install -d ([^\n]*)", NIGHTLY, re.MULTILINE)
    kept = [words.split() for words in made if not of_the_user or "-o extractor" in words]
    return [word for words in kept for word in words if word.startswith("/")]


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
    assert arguments[-1] == service["ReadWritePaths"] == f"/var/lib/{service['StateDirectory']}"
    assert service["WorkingDirectory"] in folders()


def test_the_timer_catches_up():
    assert unit("extractor.timer")["Timer"]["Persistent"] == "true"


def test_the_crontab_calls_commands_that_there_are():
    lines = cron_lines()
    assert len(lines) == 2
    for line in lines:
        called = re.search(r"/extractor (\w+) ([^>|]*)", line)
        assert called
        assert set(re.findall(r"--[a-z-]+", called[2])) <= options(called[1])


def test_the_user_of_the_night_owns_what_it_writes():
    assert re.search(r"^\$ sudo useradd .* extractor$", NIGHTLY, re.MULTILINE)
    written = [place for line in cron_lines() for place in re.findall(r">>(\S+)", line)]
    written += [re.search(r"(\S+) >>", line)[1] for line in cron_lines()]
    written.append(shlex.split(unit("extractor.service")["Service"]["ExecStart"])[-1])
    own = folders(of_the_user=True)
    assert unit("extractor.service")["Service"]["User"] == "extractor"
    for place in written:
        assert any(place == folder or place.startswith(f"{folder}/") for folder in own), place


def test_the_page_installs_the_files_that_are_called():
    for line in [*cron_lines(), unit("extractor.service")["Service"]["ExecStart"]]:
        assert "/opt/extractor/.venv/bin/extractor" in line
    assert "sudo make -C /opt/extractor install" in NIGHTLY
    assert "/etc/extractor.toml" in NIGHTLY


@pytest.fixture
def machine(tmp_path):
    """The folders that the page makes, below a folder of the test, and the lines of cron for them."""
    for folder in folders():
        (tmp_path / folder.removeprefix("/")).mkdir(parents=True, exist_ok=True)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "extractor.toml").write_text("workers = 0\n")
    program = tmp_path / "opt" / "extractor" / ".venv" / "bin" / "extractor"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m extractor "$@"\n')
    program.chmod(0o755)
    (tmp_path / "var" / "lib" / "extractor" / "articles" / "vide.txt").touch()
    lines = [re.sub(r"/(?:var/lib|etc|opt)/", lambda found: f"{tmp_path}{found[0]}", line) for line in cron_lines()]
    return tmp_path / "var" / "lib" / "extractor", lines


def as_cron(line, home):
    """Exit status and what cron would mail: it gives next to nothing of an environment."""
    environment = {"HOME": str(home), "LOGNAME": "extractor", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    ended = subprocess.run(
        ["/bin/sh", "-c", line], env=environment, cwd=home, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_the_lines_of_cron_run_in_the_environment_of_cron(machine):
    home, (night, month) = machine
    assert as_cron(night, home) == (0, "")  # a rejected article is a good night, and there is no mail
    assert as_cron(month, home) == (0, "")
    assert (home / "tables" / "rejected").is_dir()
    assert "rejected" in (home / "log" / "extractor.log").read_text(encoding="utf-8")


def test_a_bad_night_is_mailed(machine):
    home, (night, _) = machine
    (home / "articles" / "vide.txt").unlink()
    _, mail = as_cron(night, home)
    assert "there is no article in" in mail


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_finds_nothing_wrong_with_the_units(machine, tmp_path):
    home, _ = machine
    for name in ("extractor.service", "extractor.timer"):
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/", f"{tmp_path}/opt/"), encoding="utf-8")
    units = [str(tmp_path / name) for name in ("extractor.service", "extractor.timer")]
    found = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    # It may speak of other units of the machine, and of what a container lacks.
    assert [line for line in found.stderr.splitlines() if "extractor." in line.partition(":")[0]] == []
