"""The whole job by the clock: bare spaCy and `extractor run` from the start of the process to its end.

Each job is a process of its own that reads the same file. It is run over all articles and over one article; the
difference is what the articles cost once everything is loaded (net). All jobs take turns in every round, in one order
and then in the other, so that what else the machine does falls on all of them alike.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Seconds = dict[str, float]
"""Seconds on the clock by job."""

BARE = "import json, sys, spacy\nnlp = spacy.load({model!r})\n"
READ = (
    "texts = [json.loads(line)['text'] for line in open({file!r}, encoding='utf-8')]\nfor _ in nlp.pipe(texts): pass\n"
)


@dataclass(frozen=True)
class Measure:
    """A ratio of two times of one round."""

    name: str
    of: Callable[[Seconds], float]
    about: str


def _net(job: str, seconds: Seconds) -> float:
    return seconds[f"{job}, all"] - seconds[f"{job}, one"]


MEASURES = (
    Measure("one worker, net", lambda s: _net("bare", s) / _net("1 worker", s), "words a second, to bare spaCy"),
    Measure("one worker, whole", lambda s: s["bare, all"] / s["1 worker, all"], "words a second, to bare spaCy"),
    Measure("two workers to one, net", lambda s: _net("1 worker", s) / _net("2 workers", s), "speed-up"),
    Measure("two workers to one, whole", lambda s: s["1 worker, all"] / s["2 workers, all"], "speed-up"),
    Measure("cold start", lambda s: s["1 worker, one"] / s["load"], "`extractor run` on one article, to `spacy.load`"),
)


def measure(texts: Sequence[str], *, model: str, rounds: int) -> dict[str, Any]:
    """Seconds of every job and the ratios of `MEASURES`, each a list with a value a round."""
    seconds: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {one.name: [] for one in MEASURES}
    load = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as folder:
        files = _files(Path(folder), texts)
        for number in range(rounds):
            jobs = _jobs(files, Path(folder, f"round{number}"), model)
            names = list(jobs) if number % 2 else list(reversed(jobs))
            spent = {name: _clock(jobs[name]) for name in names}
            for name in jobs:
                seconds.setdefault(name, []).append(spent[name])
            for one in MEASURES:
                ratios[one.name].append(one.of(spent))
            print(f"round {number + 1}: {_round(spent)}", file=sys.stderr, flush=True)
    return {
        "articles": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "seconds": seconds,
        "ratios": ratios,
        "busy": [*load, os.getloadavg()[0]],
    }


def _files(folder: Path, texts: Sequence[str]) -> dict[str, Path]:
    """All texts and the first alone, as files of records."""
    files = {}
    for name, some in (("all", texts), ("one", texts[:1])):
        files[name] = folder / f"{name}.jsonl"
        with files[name].open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(some))
    return files


def _jobs(files: dict[str, Path], out: Path, model: str) -> dict[str, list[str]]:
    """The command of every job; `out` is a folder that is not there yet."""
    extractor = str(Path(sys.executable).with_name("extractor"))  # beside this interpreter, whatever the PATH
    jobs = {"load": [sys.executable, "-c", BARE.format(model=model)]}
    for name, file in files.items():
        code = BARE.format(model=model) + READ.format(file=str(file))
        jobs[f"bare, {name}"] = [sys.executable, "-c", code]
        for workers, job in ((1, "1 worker"), (2, "2 workers")):
            options = ["--workers", str(workers), "--quiet", "--model", model]
            jobs[f"{job}, {name}"] = [extractor, "run", *options, str(file), f"{out}-{name}-{workers}"]
    return jobs


def _clock(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _round(spent: Seconds) -> str:
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items())


def table(measured: dict[str, Any]) -> str:
    """The ratios and seconds as Markdown: the median over the rounds, the least and the most."""
    words = measured["words"]
    lines = [
        f"{measured['articles']} articles of {words / measured['articles']:.0f} words on average; processes that "
        "wanted a core when it began and when it ended: {:.1f}, {:.1f}".format(*measured["busy"]),
        "",
        "| by the clock | ratio | least | most | of |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for one in MEASURES:
        values = measured["ratios"][one.name]
        lines.append(
            f"| {one.name} | {statistics.median(values):.2f} | {min(values):.2f} | {max(values):.2f} | {one.about} |"
        )
    lines += ["", "| process | seconds | least | most |", "| --- | ---: | ---: | ---: |"]
    for name, values in measured["seconds"].items():
        lines.append(f"| {name} | {statistics.median(values):.2f} | {min(values):.2f} | {max(values):.2f} |")
    return "\n".join(lines)
