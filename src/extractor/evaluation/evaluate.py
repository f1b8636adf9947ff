"""An evaluation: the pipeline is run over annotated articles and compared with their annotation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.evaluation.found import Found, found_in
from extractor.evaluation.gold import Gold
from extractor.evaluation.intervals import f1_intervals
from extractor.evaluation.scorer import Figure, Mistake, Score, score_article, total

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language


@dataclass(slots=True)
class Evaluation:
    """Annotated articles, what was found in them, and how the two compare."""

    golds: list[Gold]
    founds: list[Found]
    scores: list[Score] = field(init=False)

    def __post_init__(self) -> None:
        self.scores = [score_article(gold, found) for gold, found in zip(self.golds, self.founds, strict=True)]

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures of all articles together."""
        return total(self.scores)

    @property
    def mistakes(self) -> list[Mistake]:
        """Every error, by article."""
        return [mistake for score in self.scores for mistake in score.mistakes]

    def of(self, docs: Collection[str]) -> Evaluation:
        """The same for these articles only, by their names."""
        chosen = [number for number, gold in enumerate(self.golds) if gold.doc_id in docs]
        return Evaluation([self.golds[number] for number in chosen], [self.founds[number] for number in chosen])

    def rows(self) -> list[dict[str, Any]]:
        """One row a figure: precision, recall, F1 in percent, its 95 % interval, and the counts."""
        intervals = f1_intervals(self.scores)
        return [
            {
                "figure": name,
                "precision": round(figure.precision, 1),
                "recall": round(figure.recall, 1),
                "f1": round(figure.f1, 1),
                "low": round(intervals[name][0], 1) if name in intervals else None,
                "high": round(intervals[name][1], 1) if name in intervals else None,
                "right": figure.right,
                "given": figure.given,
                "gold": figure.gold,
            }
            for name, figure in self.figures.items()
        ]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def _repr_html_(self) -> str:
        return str(self.to_pandas().to_html(index=False, border=0))


def evaluate(nlp: Language, golds: Sequence[Gold]) -> Evaluation:
    """Runs the pipeline over the articles of `golds` and compares."""
    docs = nlp.pipe(gold.text for gold in golds)
    return Evaluation(list(golds), [found_in(doc) for doc in docs])
