"""Progress: a moving line on a terminal, log lines in a pipe, nothing when quiet."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from extractor.articles.article import Refusal
from extractor.errors import LockedError
from extractor.runs.report import RunReport
from extractor.settings import Settings
from extractor.views import progress
from extractor.views.progress import Live, Log
from extractor.views.terminal import print_failure, print_summary


def refusal(number: int = 1) -> Refusal:
    return Refusal(source=f"{number}.txt", reason="binary", detail="not text")


def test_in_a_pipe_it_is_a_log():
    assert isinstance(progress.progress(Settings()), Log)


def test_on_a_terminal_it_is_live(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = progress.progress(Settings())
    shown.advance(1, words=10)
    shown.reject(refusal())
    shown.close()
    assert isinstance(shown, Live)


def test_quiet_says_nothing(capsys):
    shown = progress.progress(Settings(quiet=True))
    shown.advance(5, words=1000)
    shown.reject(refusal())
    shown.close()
    assert capsys.readouterr() == ("", "")


def test_a_log_line_comes_only_every_so_many_seconds(capsys):
    log = Log(log_format="text", seconds=3600, refusals_shown=5)
    log.advance(5, words=1000)
    assert capsys.readouterr().err == ""
    log.seconds = 0
    log.advance(5, words=1000)
    log.advance(1, words=10)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" ", 1)[1].split(",")[0] for line in lines] == ["10 articles", "11 articles"]


def test_refusals_are_told_until_there_are_many(capsys):
    log = Log(log_format="text", seconds=3600, refusals_shown=2)
    for number in range(5):
        log.reject(refusal(number))
    lines = [line.split(" ", 1)[1] for line in capsys.readouterr().err.splitlines()]
    assert lines == [
        "rejected 0.txt (binary): not text",
        "rejected 1.txt (binary): not text",
        "more inputs were rejected; all of them are in the table `rejected`",
    ]


def test_log_lines_can_be_json(capsys):
    log = Log(log_format="json", seconds=0, refusals_shown=2)
    log.advance(3, words=20)
    line = json.loads(capsys.readouterr().err)
    assert line["articles"] == 3
    assert line["words"] == 20


def test_nothing_goes_to_standard_output(capsys):
    log = Log(log_format="text", seconds=0, refusals_shown=2)
    log.advance(3, words=20)
    log.reject(refusal())
    assert capsys.readouterr().out == ""


def test_a_refusal_as_json_has_its_parts(capsys):
    log = Log(log_format="json", seconds=3600, refusals_shown=2)
    log.reject(Refusal(source="a\x1b.jsonl#3", reason="malformed_record", detail="line 3: \u202eno JSON"))
    text = capsys.readouterr().err
    assert not {"\x1b", "\u202e"} & set(text)
    line = json.loads(text)
    assert (line["source"], line["reason"]) == ("a\x1b.jsonl#3", "malformed_record")
    assert line["detail"].startswith("line 3")
    assert datetime.fromisoformat(line["time"]).tzinfo


def test_every_line_of_a_summary_as_json_is_json_with_the_time(capsys):
    report = RunReport("r", "out", ["in"], datetime.now(UTC), notes=["a note"], warnings=["a warning"])
    report.rejected, report.rejected_by_reason = 2, {"empty": 2}
    print_summary(report, log_format="json")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line.get("level") for line in lines] == ["warning", "note", None]
    assert all(datetime.fromisoformat(line["time"]) for line in lines)
    assert lines[-1]["rejected_by_reason"] == {"empty": 2}
    assert lines[-1]["exit_status"] == 3


def test_a_failure_as_json_has_its_code(capsys):
    print_failure(LockedError("out is being written"), log_format="json")
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["code"], line["exit_status"]) == ("error", "locked", 75)
