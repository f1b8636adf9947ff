"""What weighs for one possible antecedent against another: every feature once, by name, with its unit.

A filter (`extractor.coreference.filters`) says that a candidate cannot be meant; a feature only weighs. The weights
stand in `antecedent_weights.tsv`, which a user's folder may override like every table. Prominence follows centering
theory (Grosz, Joshi and Weinstein 1995) with one thing added for news: the source of the last statement goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.errors import KnowledgeError
from extractor.knowledge import rows
from extractor.knowledge.own import kept

Features = dict[str, float]
"""The values of one candidate by the names of the features; a feature that is not there is 0."""

_YES = "0 or 1"


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that weighs for a candidate or against it."""

    name: str
    about: str
    unit: str = _YES


_ALL = (
    # where it stands: one of the seven
    Feature("subject", "the subject of a main clause"),
    Feature("subordinate_subject", "the subject of a clause that hangs on another"),
    Feature("object", "an object, or the agent of a passive"),
    Feature("other", "behind a preposition, or without a function that weighs"),
    Feature("modifier", "inside another noun phrase"),
    Feature("source", "the source of a statement, a subject or asked by a pronoun that is a source itself"),
    Feature("source_aside", "the source of a statement that stands aside (`selon X`), for any other pronoun"),
    # how far, how often, and what came between
    Feature("sentences", "the distance from its nearest place, quotations left out", "sentences"),
    Feature("again", "how often it came up before, three at most", "places"),
    Feature("quoted_elsewhere", "named only inside a quotation that the anaphor is not in"),
    Feature("older_topic", "a later sentence has another main subject that agrees"),
    Feature("others_since", "a later sentence speaks of another person who agrees, and not of it"),
    # what it is
    Feature("gender_unknown", "nothing tells its gender, for a subject"),
    Feature("gender_unknown_of_object", "nothing tells its gender, for an object"),
    Feature("thing_for_person", "a thing, for an object that is masculine or whose verb wants a person"),
    Feature("body_not_last_speaker", "a state or organisation that was not the last to speak, for a source"),
    Feature("body", "any other state or organisation"),
    Feature("unnamed_body", "a body that nobody names (`l'armée`), for a pronoun that is no source"),
    # who speaks, and where the anaphor stands
    Feature("last_speaker", "the last that spoke, for a pronoun that is a source"),
    Feature("source_of_report", "the subject that reports the words that the pronoun stands in"),
    Feature("aside", "named with the source of those words, or a source of them that stands aside"),
    Feature("same_sentence", "in the sentence of an object, or the subject there of a clause that another hangs on"),
    Feature("innermost", "the nearest person who is a subject of that sentence"),
    Feature("other_topic", "in an earlier sentence, where this one has a main subject that does not agree"),
    Feature("outside_quotation", "outside the quotation that the pronoun stands in"),
    Feature("modifier_for_body", "inside another noun phrase and no source, for a noun that takes up a body"),
)

FEATURES: Mapping[str, Feature] = {feature.name: feature for feature in _ALL}
"""Every feature by its name."""


@kept()
def antecedent_weights() -> Mapping[str, float]:
    """What each feature weighs, by name.

    Raises KnowledgeError where a weight is no number or a row names a feature that is not in `FEATURES`.
    """
    weights: dict[str, float] = {}
    for row in rows("antecedent_weights"):
        name, cell = row["feature"], row["weight"]
        if name not in FEATURES:
            raise KnowledgeError(f"{row['_file']}: there is no feature {name!r}; write one of: {', '.join(FEATURES)}")
        try:
            weights[name] = float(cell)
        except ValueError:
            raise KnowledgeError(f"{row['_file']}: the weight of {name} is {cell!r}; write a number") from None
    return weights


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the values times their weights; a feature without a weight gives nothing.

    Rounded, so that two scores are as good whatever the order in which they were added up.
    """
    return round(sum(value * weights.get(name, 0.0) for name, value in features.items()), 9)
