#!/usr/bin/env python3
"""Rows of an output drawn at random, each in its context, to be judged by a reader; and the count of the judgements.

    python benchmarks/sample.py OUT --table mentions --type ORG -n 100 --seed 7 > drawn.tsv
    python benchmarks/sample.py OUT --table statements --type indirect --as markdown > drawn.md
    python benchmarks/sample.py --count drawn.tsv

Write `y` (right) or `n` (wrong) into the empty columns of the TSV and why into `remark`; `--count` then prints the
shares by type with Wilson's interval (1927). What is drawn is what a hash of seed, article and place puts first: the
order of the rows does not matter, and a row that a change leaves alone is drawn again with the same seed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

import extractor
from extractor.tables.read import Reading

Marks = Sequence[tuple[int, int, str, str]]
"""Start, end and the marks to put around it."""

NAMED = ("name", "acronym", "demonym", "metonym")
JUDGED = {"mentions": ("right",), "statements": ("span", "speaker")}
"""The columns left empty for the reader."""
Z = 1.96
"""Of the normal distribution, for 95 % confidence."""


def drawn(rows: pd.DataFrame, places: Sequence[str], *, number: int, seed: int) -> pd.DataFrame:
    """`number` of the rows, chosen by the hash of their `places` (the columns that tell one row from another)."""

    def rank(row: tuple[object, ...]) -> bytes:
        return hashlib.sha256("\t".join([str(seed), *map(str, row)]).encode()).digest()

    ranks = [rank(row) for row in rows[list(places)].itertuples(index=False, name=None)]
    return rows.assign(rank=ranks).sort_values("rank").head(number)


def marked(text: str, marks: Marks, *, context: int) -> str:
    """The text around the marks, on one line, with the marks in it."""
    first = max(0, min(start for start, _, _, _ in marks) - context)
    last = min(len(text), max(end for _, end, _, _ in marks) + context)
    # At one place what closes comes before what opens; the longer opens first and closes last.
    points = [(start, 1, -end, opening) for start, end, opening, _ in marks]
    points += [(end, 0, -start, closing) for start, end, _, closing in marks]
    pieces, reached = [], first
    for place, _, _, mark in sorted(points):
        pieces += [text[reached:place], mark]
        reached = place
    line = "".join([*pieces, text[reached:last]])
    return (
        ("…" if first else "") + re.sub(r"\s*\n\s*", " ¶ ", line).replace("\t", " ") + ("…" if last < len(text) else "")
    )


def mentions(corpus: Reading, arguments: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Drawn mentions, with the name of what they are linked to."""
    rows = corpus.mentions.to_pandas()
    rows = rows[rows["kind"].isin(arguments.kind or NAMED)]
    if arguments.type:
        rows = rows[rows["type"].isin(arguments.type)]
    if arguments.once:
        rows = rows.drop_duplicates(["doc_id", "entity_id", "text"])
    rows = drawn(rows, ["doc_id", "start", "end", "type"], number=arguments.n, seed=arguments.seed)
    names = corpus.entities.select("doc_id", "entity_id", "name").to_pandas().set_index(["doc_id", "entity_id"])["name"]
    texts = _texts(corpus, rows["doc_id"])
    for row in rows.itertuples():
        yield {
            "doc_id": row.doc_id,
            "type": row.type,
            "kind": row.kind,
            "name": names[(row.doc_id, row.entity_id)],
            "entity_id": row.entity_id,
            "context": marked(texts[row.doc_id], [(row.start, row.end, "[[", "]]")], context=arguments.context),
        }


def statements(corpus: Reading, arguments: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Drawn statements: the content in [[ ]], the speaker in {{ }}, the cue in << >>."""
    rows = corpus.statements.to_pandas()
    if arguments.type:
        rows = rows[rows["type"].isin(arguments.type)]
    if arguments.rule:
        rows = rows[rows["rule"].isin(arguments.rule)]
    rows = rows.assign(first=[spans[0]["start"] for spans in rows["spans"]])
    rows = drawn(rows, ["doc_id", "first", "cue_start"], number=arguments.n, seed=arguments.seed)
    texts = _texts(corpus, rows["doc_id"])
    for row in rows.itertuples():
        marks = [(span["start"], span["end"], "[[", "]]") for span in row.spans]
        if not pd.isna(row.speaker_start):
            marks.append((int(row.speaker_start), int(row.speaker_end), "{{", "}}"))
        if not pd.isna(row.cue_start):
            marks.append((int(row.cue_start), int(row.cue_end), "<<", ">>"))
        yield {
            "doc_id": row.doc_id,
            "type": row.type,
            "rule": row.rule,
            "score": round(row.score, 2),
            "speaker_name": "" if pd.isna(row.speaker_name) else row.speaker_name,
            "speaker_ids": " ".join(row.speaker_ids),
            "context": marked(texts[row.doc_id], marks, context=arguments.context),
        }


def _texts(corpus: Reading, ids: Iterable[str]) -> dict[str, str]:
    wanted = corpus.documents.select("doc_id", "text").where(doc_id=sorted(set(ids))).to_pandas()
    return dict(zip(wanted["doc_id"], wanted["text"], strict=True))


def write(rows: list[dict[str, object]], judged: Sequence[str], *, markdown: bool) -> None:
    """Prints the rows with the columns to be judged."""
    columns = ["no", *judged, "remark", *rows[0]] if rows else []
    table = [{"no": number, **dict.fromkeys([*judged, "remark"], ""), **row} for number, row in enumerate(rows, 1)]
    if not markdown:
        writer = csv.DictWriter(sys.stdout, columns, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writeheader()
        writer.writerows(table)
        return
    print("| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns))
    for row in table:
        print("| " + " | ".join(str(row[column]).replace("|", "\\|") for column in columns) + " |")


def interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share, in percent."""
    share = right / total
    middle = share + Z**2 / (2 * total)
    width = Z * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    return tuple(100 * (middle + sign * width) / (1 + Z**2 / total) for sign in (-1, 1))  # type: ignore[return-value]


def count(files: Sequence[Path]) -> None:
    """Prints, by type and judged column, how many are right of how many were judged."""
    rows = [
        row
        for file in files
        for row in csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    ]
    print("| type | judged | right | of | % | 95 % interval |\n| --- | --- | --- | --- | --- | --- |")
    for kind in [*sorted({row["type"] for row in rows}), "all"]:
        for column in [column for columns in JUDGED.values() for column in columns]:
            verdicts = [row[column] for row in rows if kind in (row["type"], "all") and row.get(column) in ("y", "n")]
            if verdicts:
                right, total = verdicts.count("y"), len(verdicts)
                low, high = interval(right, total)
                print(f"| {kind} | {column} | {right} | {total} | {100 * right / total:.1f} | {low:.1f}–{high:.1f} |")


def main() -> None:
    """Reads the arguments, draws or counts, prints."""
    parser = argparse.ArgumentParser(description="Draws rows of an output to be judged by a reader.")
    parser.add_argument("out", nargs="?", help="what `extractor run` wrote")
    parser.add_argument("--table", choices=list(JUDGED), default="mentions")
    parser.add_argument("--type", action="append", help="PERSON, ORG … or direct, indirect, mixed; repeatable")
    parser.add_argument("--kind", action="append", help="of mentions; those that name when none is given; repeatable")
    parser.add_argument("--rule", action="append", help="of statements; repeatable")
    parser.add_argument("--once", action="store_true", help="an entity's equal names in one article count once")
    parser.add_argument("-n", type=int, default=100, help="how many (100)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--context", type=int, default=160, help="characters before and after (160)")
    parser.add_argument("--as", dest="form", choices=("tsv", "markdown"), default="tsv")
    parser.add_argument("--count", nargs="+", type=Path, metavar="TSV", help="count judged files instead")
    arguments = parser.parse_args()
    if arguments.count:
        count(arguments.count)
        return
    if not arguments.out:
        parser.error("name the folder that `extractor run` wrote, or judged files with --count")
    draw = {"mentions": mentions, "statements": statements}[arguments.table]
    rows = list(draw(extractor.read(arguments.out), arguments))
    write(rows, JUDGED[arguments.table], markdown=arguments.form == "markdown")


if __name__ == "__main__":
    main()
