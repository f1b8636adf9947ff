"""Measuring: what was found in articles against what people have annotated in them.

    gold.py         annotations by surface string → offsets
    benchmark.py    annotations by offsets, apart from texts that the project does not hold
    found.py        a Doc → what is compared
    matching.py     which found span answers which annotated one
    scorer.py       precision, recall and F1 per type, and every error
    intervals.py    how much the figures depend on the choice of articles (bootstrap)
    components.py   the same as scorers of spaCy

The articles of others are measured with the command `evaluate`, those in `tests/data` by the tests.
"""

from __future__ import annotations

from extractor.evaluation.benchmark import read_benchmark
from extractor.evaluation.evaluate import Evaluation, evaluate
from extractor.evaluation.gold import read_gold

__all__ = ["Evaluation", "evaluate", "read_benchmark", "read_gold"]
