"""Standard output and standard error that are closed, full or read by nobody: no traceback, and the work is done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.runs.upkeep import read_rejected

EXTRACTOR = f"exec {sys.executable} -m extractor"

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def shell(command, folder):
    """Exit status, standard output and standard error of a command of the shell."""
    ended = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    for stream in (ended.stdout, ended.stderr):
        assert "Traceback" not in stream
        assert "Exception ignored" not in stream
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def articles(tmp_path):
    """Articles of which none needs the pipeline."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "court.txt").write_text("Non.")
    (folder / "vide.txt").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        ("<&- >&-", "Bad file descriptor"),
        pytest.param(">/dev/full", "No space left on device", marks=needs_full),
    ],
)
def test_an_answer_that_cannot_be_written_is_told(tmp_path, streams, reason):
    status, _, err = shell(f"{EXTRACTOR} schema {streams}", tmp_path)
    assert status == 1
    assert err == f"extractor: standard output cannot be written: {reason}\n"


@pytest.mark.parametrize("streams", ["2>&-", pytest.param("2>/dev/full", marks=needs_full)])
def test_an_answer_needs_no_standard_error(hand_annotated_output, streams):
    status, out, _ = shell(f"{EXTRACTOR} search {hand_annotated_output} {streams}", hand_annotated_output)
    assert status == 0
    assert len(out.splitlines()) == 4


def test_a_mistake_without_standard_error_has_its_status(tmp_path):
    assert shell(f"{EXTRACTOR} search nowhere >&- 2>&-", tmp_path) == (2, "", "")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [sys.executable, "-m", "extractor", "schema"], stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize("streams", ["<&- >&- 2>&-", pytest.param(">/dev/full 2>/dev/full", marks=needs_full)])
def test_a_run_writes_its_tables_whatever_its_streams_lead_to(articles, streams):
    assert shell(f"{EXTRACTOR} run in out {streams}", articles)[0] == 3
    assert [row["source"] for row in read_rejected(articles / "out")] == ["court.txt", "vide.txt"]


def test_a_run_whose_answer_cannot_be_written_says_so_and_keeps_its_status(articles):
    status, _, err = shell(f"{EXTRACTOR} run in out --log-format json >&-", articles)
    assert status == 3
    messages = [json.loads(line)["message"] for line in err.splitlines()]
    assert "standard output cannot be written: Bad file descriptor" in messages
    assert messages[-1].startswith("done: 0 processed")


def test_a_dry_run_is_its_answer(articles):
    assert shell(f"{EXTRACTOR} run --dry-run in out >&-", articles)[0] == 1


def test_no_file_takes_the_number_of_a_closed_stream(articles):
    # Else a warning of a library, written to number 2, would stand in the first file that was opened.
    code = (
        "import os, sys; from extractor.views.streams import standard_streams\n"
        "with standard_streams():\n"
        "    number = os.open('new', os.O_WRONLY | os.O_CREAT)\n"
        "    sys.exit(number > 2)"
    )
    program = articles / "program.py"
    program.write_text(code)
    assert shell(f"exec {sys.executable} program.py <&- >&- 2>&-", articles)[0] == 1


def test_what_the_encoding_lacks_is_escaped(hand_annotated_output):
    status, out, _ = shell(f"PYTHONIOENCODING=ascii {EXTRACTOR} search {hand_annotated_output}", hand_annotated_output)
    assert status == 0
    assert "Cor\\xe9e" in out


def test_control_characters_of_names_and_options_reach_no_terminal(articles):
    (articles / "in" / "a\x1b[2J\n\x9b.txt").write_text("Non.")
    commands = (
        "run in out",
        "rejected out",
        "search 'no\x1b[2Jwhere\n'",
        "search '--no\x1b[2Jne'",
        "show 'in/\x1b.txt'",
    )
    for command in commands:
        _, out, err = shell(f"{EXTRACTOR} {command}", articles)
        assert out + err
        assert not set("\x1b\x07\x9b\r") & set(out + err)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_that_waits_for_its_input_ends_with_a_signal(articles, workers):
    command = [sys.executable, "-m", "extractor", "run", "--workers", str(workers), "-", "out"]
    with (
        (articles / "said").open("w+", encoding="utf-8") as said,
        subprocess.Popen(
            command, cwd=articles, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as process,
    ):
        # More than a pipe holds: when it is written, the run has begun to read.
        for number in range(2_000):
            process.stdin.write(json.dumps({"id": number, "text": "Non." * 4}).encode() + b"\n")
        process.stdin.flush()
        process.send_signal(signal.SIGTERM)
        status = process.wait()  # and nothing more comes
        said.seek(0)
        assert (status, said.read().splitlines()[-1].partition(":")[0]) == (143, "stopped")
