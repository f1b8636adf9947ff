"""How far the figures would differ with other articles: the bootstrap of Efron (1979), percentile method.

Articles, not single mentions, are drawn again, because the errors within an article go together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.evaluation.scorer import Figure, Score

DRAWS = 1000
CONFIDENCE = 0.95
SEED = 20240601
"""Fixed, so that the same articles give the same intervals."""


def f1_intervals(
    scores: Sequence[Score], *, draws: int = DRAWS, confidence: float = CONFIDENCE
) -> dict[str, tuple[float, float]]:
    """By figure, the interval (percent) in which F1 lies for `confidence` of the drawn sets of articles.

    With a single article there is nothing to draw from, and no interval.
    """
    if len(scores) < 2:
        return {}
    generator = np.random.default_rng(SEED)
    # How often each article is drawn, for all draws at once.
    weights = generator.multinomial(len(scores), [1 / len(scores)] * len(scores), size=draws)
    intervals = {}
    for name in scores[0].figures:
        figures = [score.figures.get(name, Figure()) for score in scores]
        right, given, gold = (
            weights @ np.array([getattr(figure, part) for figure in figures]) for part in ("right", "given", "gold")
        )
        f1 = 200 * right / np.maximum(given + gold, 1)
        low, high = np.quantile(f1, [(1 - confidence) / 2, (1 + confidence) / 2])
        intervals[name] = (float(low), float(high))
    return intervals
