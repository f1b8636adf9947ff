"""Answers on standard output: who said what as a table, JSON Lines or CSV, and the figures of an evaluation."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from extractor.escaping import json_line, visible
from extractor.exports.csv import cell
from extractor.views.terminal import print_rows

if TYPE_CHECKING:
    import pandas as pd

    from extractor.evaluation.evaluate import Evaluation
    from extractor.evaluation.scorer import Mistake

Form = Literal["table", "json", "csv"]

ON_TERMINAL = ("date", "outlet", "speaker", "function", "state", "act", "quotation", "about", "link")
"""The columns of `who_said_what` for which there is room on a terminal; JSON and CSV have all of them."""


def print_said(said: pd.DataFrame, *, form: Form = "table") -> None:
    """The rows of `who_said_what`; JSON has one object a line."""
    records: list[dict[str, Any]] = said.astype(object).where(said.notna(), None).to_dict("records")
    if form == "json":
        for record in records:
            sys.stdout.write(json_line(record, default=_instant) + "\n")
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(said.columns)
        writer.writerows([visible(cell(value)) for value in record.values()] for record in records)
    else:
        # A column in which nothing stands takes the room of the others.
        shown = [name for name in ON_TERMINAL if not sys.stdout.isatty() or any(record[name] for record in records)]
        print_rows(shown, [[_short(record[name]) for name in shown] for record in records])


def print_evaluation(
    evaluation: Evaluation, *, form: Form = "table", by_source: Mapping[str, Sequence[str]] | None = None
) -> None:
    """One row a figure: precision, recall and F1 in percent, with the 95 % interval of F1.

    `by_source` (source → its articles) adds the rows of each source; in JSON every row then names its source, and
    those of all articles name none.
    """
    rows = evaluation.rows()
    sources = [(source, docs, evaluation.of(docs).rows()) for source, docs in (by_source or {}).items()]
    if form == "json":
        if by_source is not None:
            rows = [{"source": None, **row} for row in rows]
            rows += [{"source": source, **row} for source, _, part in sources for row in part]
        sys.stdout.write(json_line(rows) + "\n")
        return
    header = ("figure", "P", "R", "F1", "95 % interval", "right", "given", "gold")
    print_rows(header, [_figures(row) for row in rows])
    if by_source is not None:
        sys.stdout.write("\n")
        parts = [[source, str(len(docs)), *_figures(row)] for source, docs, part in sources for row in part]
        print_rows(("source", "articles", *header), parts)


def print_mistakes(mistakes: Iterable[Mistake]) -> None:
    """One line an error: what kind, of what, in which article, where, the words and what they were taken for."""
    header = ("error", "of", "article", "at", "text", "what")
    print_rows(header, [(one.kind, one.what, one.doc_id, str(one.start), one.text, one.detail) for one in mistakes])


def _figures(row: Mapping[str, Any]) -> list[str]:
    interval = "" if row["low"] is None else f"{row['low']:.1f} – {row['high']:.1f}"
    parts = [f"{row[name]:.1f}" for name in ("precision", "recall", "f1")]
    return [row["figure"], *parts, interval, str(row["right"]), str(row["given"]), str(row["gold"])]


def _short(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def _instant(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
