"""The figures as scorers of spaCy, registered through the entry point `spacy_scorers`.

    score = spacy.registry.scorers.get("extractor.statements_scorer.v1")()
    score([Example(nlp(gold.text), reference(gold, nlp.vocab)) for gold in read_gold(["tests/data"])])

An example's reference is a Doc with the annotations that are right, such as one corrected by hand; `reference` makes it
of an annotation file. A scorer gives spaCy's kind of figures, 0 to 1: `who_said_what_p`, `_r` and `_f`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from extractor.annotations import ENTITY_TYPES, set_extensions
from extractor.evaluation.found import found_in, gold_of
from extractor.evaluation.gold import Gold
from extractor.evaluation.scorer import Figure, score_article, total

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.vocab import Vocab

Scorer = Callable[..., dict[str, Any]]

GOLD_KEY = "extractor.gold"
"""Where a reference Doc keeps the annotation that it was made of, with all alternatives, in `user_data`."""


def reference(gold: Gold, vocab: Vocab) -> Doc:
    """A Doc that stands for an annotation in a spaCy `Example`."""
    from spacy.tokens import Doc

    # The tokens do not matter, only that they spell the text: all places are code points.
    words = re.findall(r"\S+|\s+", gold.text)
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    doc.user_data[GOLD_KEY] = gold
    return doc


def score(examples: Iterable[Example]) -> dict[str, Figure]:
    """All figures over the examples."""
    set_extensions()
    scores = []
    for example in examples:
        gold = example.reference.user_data.get(GOLD_KEY) or gold_of(example.reference)
        scores.append(score_article(gold, found_in(example.predicted)))
    return total(scores)


def make_mentions_scorer() -> Scorer:
    """`mentions_p`, `_r` and `_f` over all types, `mentions_per_type`, and those of linked countries."""

    def score_mentions(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        figures = score(examples)
        by_type = {kind: figures.get(f"mentions {kind}", Figure()) for kind in ENTITY_TYPES}
        return {
            **_named("mentions", sum(by_type.values(), Figure())),
            "mentions_per_type": {kind: _parts(figure) for kind, figure in by_type.items()},
            **_named("linked_country", figures.get("linked COUNTRY", Figure())),
        }

    return score_mentions


def make_coreference_scorer() -> Scorer:
    """`coref_person_p`, `_r` and `_f`."""

    def score_coreference(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        return _named("coref_person", score(examples).get("coref PERSON", Figure()))

    return score_coreference


def make_statements_scorer() -> Scorer:
    """Those of spans, speakers and who-said-what."""

    def score_statements(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        figures = score(examples)
        found: dict[str, Any] = {}
        for name in ("span@0.5", "span@0.8", "speaker", "who-said-what"):
            key = name.replace("@0.", "_").replace("-", "_")
            found.update(_named(key, figures.get(name, Figure())))
        return found

    return score_statements


def _named(name: str, figure: Figure) -> dict[str, float]:
    return {f"{name}_{part}": value for part, value in _parts(figure).items()}


def _parts(figure: Figure) -> dict[str, float]:
    return {"p": figure.precision / 100, "r": figure.recall / 100, "f": figure.f1 / 100}
