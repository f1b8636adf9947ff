"""`make bench-commits`: what one driver can plan, collect and commit, and what follows for many articles.

The pipeline analyses some written articles once; copies of their rows with other ids are then committed like those of a
run, a thousand nights of 100 articles by default. Times are processor time of the process (a shared machine spoils the
clock on the wall, which is given beside it for the commits); storage is that of the articles that are no copies. Writes
its tables between the marks of docs/scale.md; words a second it takes from docs/performance.md, which `make bench`
writes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import pickle
import re
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import pyarrow as pa

from extractor.articles.admission import Admission
from extractor.articles.article import Article
from extractor.articles.reading import Reading
from extractor.articles.sources import find_files
from extractor.runs.commit import Batch, commit, compact, tidy
from extractor.runs.ledger import Ledger
from extractor.runs.plan import Plan, Selection
from extractor.runs.records import FOLDER, Records
from extractor.runs.runner import COMMIT_BYTES
from extractor.runs.scans import Scans
from extractor.runs.shards import Recipe, Shard, process
from extractor.settings import Settings
from extractor.tables.rows import Stamp
from extractor.tables.schemas import TABLES
from extractor.tables.store import Store

MODEL = "fr_core_news_md"
NIGHT = 100
"""Articles of an ordinary night, of which the default is a thousand."""

STAMP = Stamp(run_id="bench", model=MODEL, extractor_version="0", settings_sha256="0" * 64)
SHARD = Settings.model_fields["batch_articles"].default
COMMIT = Settings.model_fields["commit_articles"].default
VOLUMES = (10_000, 10_000_000, 1_000_000_000)
CORES = (2, 64, 1024)
MARKS = ("<!-- written by make bench-commits -->", "<!-- end -->")


def main() -> None:
    """Measures, and writes the tables into the page."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
        measured = _measure(Path(folder), options)
    print(json.dumps(measured, indent=1), file=sys.stderr)
    page = options.page.read_text(encoding="utf-8")
    head, rest = page.split(MARKS[0])
    tail = rest.split(MARKS[1])[1]
    text = "\n\n".join([MARKS[0], *_tables(measured, options), MARKS[1]])
    options.page.write_text(head + text + tail, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000 * NIGHT, help=f"to commit [{1000 * NIGHT}]")
    parser.add_argument("--analysed", type=int, default=8 * SHARD, help=f"articles to copy the rows of [{8 * SHARD}]")
    parser.add_argument("--planned", type=int, default=10_000, help="articles to read and plan [10000]")
    parser.add_argument("--price", type=float, default=0.04, help="of a core for an hour, in your currency [0.04]")
    parser.add_argument("--page", type=Path, default=Path("docs/scale.md"), help="what to write into [docs/scale.md]")
    parser.add_argument("--scratch", type=Path, help="where there is room for the tables [the system's]")
    return parser.parse_args()


def _measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    texts, words = _texts(options.analysed)
    shards = [_analysed(texts[first : first + SHARD]) for first in range(0, len(texts), SHARD)]
    shard = shards[0]
    store, records = Store(folder / "out"), Records(folder / "out" / FOLDER)
    records.make()
    measured: dict[str, Any] = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "load": os.getloadavg()[0], "words": words}
    measured["handover"] = _handover(shard)
    measured["bytes"] = _storage(folder / "once", shards)
    seconds, clock = _commits(store, records, shards, options.articles)
    measured["articles"] = len(seconds) * COMMIT
    measured["commits"] = len(seconds)
    tenth = max(1, len(seconds) // 10)
    measured["first"] = statistics.median(seconds[:tenth])
    measured["last"] = statistics.median(seconds[-tenth:])
    measured["clock"] = clock
    measured["growth"] = max(0.0, (measured["last"] - measured["first"]) / (0.9 * len(seconds)))
    measured["load_after"] = os.getloadavg()[0]
    measured["log"] = sum(_size(folder / "out" / name / "_delta_log", "*") for name in TABLES)
    measured["in_memory"] = sum(table.nbytes for table in shard.values()) / SHARD
    measured["replace"] = _replace(store, records, shards, rounds=2)
    measured["tidy"], _ = _timed(lambda: tidy(store, records))
    measured["open"], _ = _timed(lambda: store.version("documents"))
    before = _held()
    ledger = Ledger(store)
    measured["ledger"], _ = _timed(lambda ledger=ledger: (ledger.done, ledger.by_text))
    measured["ledger_bytes"] = (_held() - before) / measured["articles"]
    measured["compact"], counts = _timed(lambda: compact(store, records, name="compact"))
    measured["files"] = counts["documents"]
    tidy(store, records)
    measured["replace_compacted"] = _replace(store, records, shards, rounds=2)
    measured["plan"], measured["plan_bytes"] = _plan(folder, texts, options.planned)
    return measured


def _texts(count: int) -> tuple[list[str], float]:
    import spacy
    from articles import Writer

    texts = list(Writer(spacy.load(MODEL), seed=3).articles(count))
    return texts, statistics.mean(len(text.split()) for text in texts)


def _analysed(texts: list[str]) -> dict[str, pa.Table]:
    """The rows of one shard, as the pipeline gives them."""
    articles = tuple(
        Article(doc_id=str(number), source=f"{number}.txt", text=text, language="fr", language_score=1.0)
        for number, text in enumerate(texts)
    )
    result = process(Shard(articles), Recipe(stamp=STAMP, model=MODEL))
    if result.refusals or len(result.tables) != 1:
        raise SystemExit(f"the articles could not be processed: {result.refusals}")
    return result.tables[0]


def _copies(shard: dict[str, pa.Table], first: int) -> dict[str, pa.Table]:
    """The rows of the shard as those of the articles from number `first` on."""
    ids = {str(number): f"feed/2024-05-31.jsonl#{first + number:012d}" for number in range(SHARD)}
    tables = {}
    for name, table in shard.items():
        if name == "rejected":
            continue
        place = table.schema.get_field_index("doc_id")
        new = pa.array([ids[doc_id] for doc_id in table["doc_id"].to_pylist()], table.schema.field(place).type)
        tables[name] = table.set_column(place, table.schema.field(place), new)
    documents = tables["documents"]
    for column in ("text_sha256", "source"):
        place = documents.schema.get_field_index(column)
        values = list(ids.values())
        if column == "text_sha256":
            values = [hashlib.sha256(value.encode()).hexdigest() for value in values]
        documents = documents.set_column(
            place, documents.schema.field(place), pa.array(values, documents.schema.field(place).type)
        )
    return {**tables, "documents": documents}


def _batches(shards: list[dict[str, pa.Table]], articles: int) -> Iterator[Batch]:
    for first in range(0, articles, COMMIT):
        batch = Batch(articles=COMMIT)
        numbers = range(first, first + COMMIT, SHARD)
        batch.tables = [_copies(shards[number // SHARD % len(shards)], number) for number in numbers]
        yield batch


def _storage(folder: Path, shards: list[dict[str, pa.Table]]) -> dict[str, float]:
    """Bytes of an article on disk by table, of articles that all differ."""
    store, records = Store(folder), Records(folder / FOLDER)
    records.make()
    batch = Batch(tables=[_copies(shard, number * SHARD) for number, shard in enumerate(shards)])
    commit(store, records, batch, name="once")
    return {name: _size(folder / name, "*.parquet") / (len(shards) * SHARD) for name in TABLES}


def _commits(
    store: Store, records: Records, shards: list[dict[str, pa.Table]], articles: int
) -> tuple[list[float], float]:
    """Seconds of each commit of new articles, and the median by the clock."""
    seconds, clock = [], []
    for number, batch in enumerate(_batches(shards, articles)):
        started = time.perf_counter()
        seconds.append(_timed(lambda batch=batch, number=number: commit(store, records, batch, name=f"b/{number}"))[0])
        clock.append(time.perf_counter() - started)
        if number % 100 == 99:
            print(f"{number + 1} commits, {seconds[-1]:.2f} s the last", file=sys.stderr, flush=True)
    return seconds, statistics.median(clock)


def _replace(store: Store, records: Records, shards: list[dict[str, pa.Table]], *, rounds: int) -> float:
    """Seconds of a commit of articles that have changed, and stand in all parts of the tables."""
    seconds = []
    for number in range(rounds):
        batch = next(_batches(shards, COMMIT))
        batch.replaced_ids = {row for tables in batch.tables for row in tables["documents"]["doc_id"].to_pylist()}
        seconds.append(_timed(lambda batch=batch, number=number: commit(store, records, batch, name=f"r/{number}"))[0])
    return statistics.median(seconds)


def _handover(shard: dict[str, pa.Table]) -> float:
    """Seconds for which an article's rows keep the driver until they are in the batch, unpacked and counted."""
    packed = pickle.dumps(shard)
    seconds = []
    for _ in range(20):
        spent, tables = _timed(lambda: pickle.loads(packed))
        seconds.append(spent + _timed(lambda tables=tables: sum(table.nbytes for table in tables.values()))[0])
    return statistics.median(seconds) / SHARD


def _plan(folder: Path, texts: list[str], count: int) -> tuple[float, float]:
    """Seconds and bytes of memory for an article that is read, told from all others, and found to be new."""
    path = folder / "news.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"{texts[number % len(texts)]}\n{number}"
            file.write(json.dumps({"id": f"{number:012d}", "text": text}, ensure_ascii=False) + "\n")
    (folder / "none").mkdir()
    plan, decisions = _planner(folder / "none", path)
    for _ in islice(decisions, len(texts)):  # loads what detecting the language needs
        pass
    started = time.process_time()
    found = sum(1 for _ in decisions)
    seconds = time.process_time() - started
    tracemalloc.start()
    plan, decisions = _planner(folder / "none", path)
    for _ in decisions:
        pass
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return seconds / found, held / plan.seen


def _planner(out: Path, path: Path) -> tuple[Plan, Iterator[Any]]:
    plan = Plan(
        Ledger(Store(out)),
        Scans(Records(out), ""),
        stamp=STAMP,
        admission=Admission(language="fr", min_characters=20, max_characters=1_000_000),
        reading=Reading(),
        selection=Selection(),
    )
    return plan, plan.decisions(find_files([path]), stopped=lambda: False)


def _timed(function: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    result = function()
    return time.process_time() - started, result


def _held() -> int:
    """Bytes of memory that this process holds now."""
    status = Path("/proc/self/status")
    if not status.exists():
        raise SystemExit("memory is measured on Linux only")
    return int(re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii"))[1]) * 1024  # type: ignore[index]


def _size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file())


def _tables(measured: dict[str, Any], options: argparse.Namespace) -> list[str]:
    speed = _speed(options.page.parent / "performance.md")
    words = measured["words"]
    driver = measured["plan"] + measured["handover"] + measured["last"] / COMMIT
    size = sum(measured["bytes"].values())
    full = COMMIT_BYTES / measured["in_memory"]
    memory = measured["plan_bytes"] + measured["ledger_bytes"]
    facts = [
        ("words a second of one core (`make bench`)", f"{speed:,.0f}"),
        ("words of an article here", f"{words:,.0f}"),
        ("articles a second of one core", f"{speed / words:,.1f}"),
        (f"articles committed, {COMMIT} at a time", f"{measured['articles']:,} in {measured['commits']:,} commits"),
        ("seconds of a commit of all tables, first and last tenth", f"{measured['first']:.2f}, {measured['last']:.2f}"),
        ("the median of all by the clock", f"{measured['clock']:.2f}"),
        ("seconds that a thousand commits before it add", f"{measured['growth'] * 1000:.2f}"),
        ("**articles a second that are committed**, last tenth", f"**{COMMIT / measured['last']:,.0f}**"),
        (f"seconds of a commit that replaces {COMMIT} articles", f"{measured['replace']:.2f}"),
        ("the same after `extractor compact`", f"{measured['replace_compacted']:.2f}"),
        ("milliseconds to read, tell apart and admit an article", f"{measured['plan'] * 1000:.2f}"),
        ("milliseconds to take its rows from a worker", f"{measured['handover'] * 1000:.2f}"),
        ("**articles a second of one driver**, all of that", f"**{1 / driver:,.0f}**"),
        ("cores that one driver keeps busy", f"{1 / driver / (speed / words):,.0f}"),
        ("kilobytes of an article on disk, all tables", f"{size / 1000:.1f}"),
        ("of it " + ", ".join(name for name in measured["bytes"] if name != "rejected"),
         ", ".join(f"{value / 1000:.1f}" for name, value in measured["bytes"].items() if name != "rejected")),
        ("kilobytes of an article in memory until the commit", f"{measured['in_memory'] / 1000:.1f}"),
        (f"articles at which the rows reach {COMMIT_BYTES >> 20} MiB", f"{full:,.0f}"),
        ("bytes of an article in the driver: ledger, plan",
         f"{measured['ledger_bytes']:,.0f}, {measured['plan_bytes']:,.0f}"),
        ("seconds to load the ledger", f"{measured['ledger']:.1f}"),
        ("milliseconds to open one table", f"{measured['open'] * 1000:.1f}"),
        ("megabytes of the Delta logs", f"{measured['log'] / 1e6:.1f}"),
        ("seconds to remove superseded files at the end of the run", f"{measured['tidy']:.1f}"),
        ("seconds of `compact`; files of `documents` before and after",
         f"{measured['compact']:.1f}; {measured['files'][0]:,}, {measured['files'][1]:,}"),
    ]  # fmt: skip
    loads = f"{measured['load']:.1f} processes wanted a core before, {measured['load_after']:.1f} after the commits"
    machine = f"Measured on {measured['date']} with {os.cpu_count()} cores; {loads}. Seconds are processor time."

    def commits_alone(volume: int) -> float:
        number = volume / COMMIT
        return number * (measured["first"] + measured["growth"] * number / 2) / 3600

    head = ["articles", *(f"{volume:,}" for volume in VOLUMES)]
    work = [volume * words / speed / 3600 for volume in VOLUMES]
    rows = [
        ("core hours", *(_number(hours) for hours in work)),
        (f"cost at {options.price:g} for a core hour", *(_number(hours * options.price) for hours in work)),
        *(
            (f"hours with {cores:,} cores and one driver, compacted", *(
                _number(max(hours / cores, volume * driver / 3600)) for volume, hours in zip(VOLUMES, work, strict=True)
            ))
            for cores in CORES
        ),
        ("hours of the commits alone, when nobody compacts", *(_number(commits_alone(volume)) for volume in VOLUMES)),
        ("drivers (outputs) that keep 1,024 cores busy", *(
            f"{math.ceil(min(1024, volume / SHARD) * speed / words * driver):,}" for volume in VOLUMES
        )),
        ("gigabytes of tables", *(_number(volume * size / 1e9) for volume in VOLUMES)),
        (f"commits and files a table, {COMMIT} articles each", *(
            f"{math.ceil(volume / COMMIT):,}" for volume in VOLUMES
        )),
        ("the same with as many as 64 MiB hold", *(f"{math.ceil(volume / full):,}" for volume in VOLUMES)),
        ("gigabytes of memory of one driver", *(_number(volume * memory / 1e9) for volume in VOLUMES)),
    ]  # fmt: skip
    return [machine, _markdown(["measured", ""], facts), "What follows, for one output:", _markdown(head, rows)]


def _speed(page: Path) -> float:
    found = re.search(r"^\| extractor, all stages \| ([\d,]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit(f"{page} names no speed; make bench writes it")
    return float(found[1].replace(",", ""))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _markdown(head: list[str], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
