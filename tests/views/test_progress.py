"""Progress: a moving line on a terminal, log lines in a pipe, nothing when quiet."""

from __future__ import annotations

import json
import sys

from extractor.articles.article import Refusal
from extractor.settings import Settings
from extractor.views import progress
from extractor.views.progress import Live, Log


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
