"""Who cannot be meant by a pronoun: rules of the language, each with its name. What only weighs is in `features`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.annotations import Offsets
from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.pronouns import Pronoun

BODIES = ("ORG", "COUNTRY")
"""The types of entity that act and speak and are no persons."""
_APART = re.compile(
    r"\b(?:contrairement à|à la différence d[eu]|à l['’]inverse d[eu]|à l['’]opposé d[eu])"
    r"[ \u00a0](?:[\w.]+[ \u00a0]){0,3}$",
    re.IGNORECASE,
)
"""What sets somebody against the subject of the sentence: `Contrairement à X, il …`."""


@dataclass(slots=True, kw_only=True)
class Asked:
    """A pronoun whose antecedent is looked for, with what the filters and the features read of its place."""

    pronoun: Pronoun
    text: str
    sentence: int
    spoken: bool = False
    """Whether it is the source of a statement."""
    human: bool = False
    """Whether its verb wants a person, or a body of them."""
    individual: bool = False
    """Whether it must be one person: `celui qui …`, `elle était ministre`."""
    speakers: frozenset[str | None] = frozenset()
    """Those who say the words around it: they are `je` there."""
    contents: Sequence[Offsets] = ()
    """What the statement says whose source it is."""
    relative: int | None = None
    """The token that its relative clause hangs on."""
    clause_mate: Trace | None = None
    """The subject of its own clause, for an object."""
    last_speaker: str | None = None
    media: frozenset[str] = field(default_factory=frozenset)
    """Newspapers, agencies and channels of the article: they are cited and seldom spoken of."""


Filter = Callable[[Asked, Trace], bool]


def agrees(pronoun: Pronoun, trace: Trace) -> bool:
    """Whether number and gender leave it open that the pronoun means what left the trace."""
    if trace.number != pronoun.number:
        return False
    return pronoun.gender is None or trace.gender is None or trace.gender == pronoun.gender


def _disagrees(asked: Asked, trace: Trace) -> bool:
    return not agrees(asked.pronoun, trace)


def _says_the_words(asked: Asked, trace: Trace) -> bool:
    return bool(trace.entity_id) and trace.entity_id in asked.speakers


def _is_relative_antecedent(asked: Asked, trace: Trace) -> bool:
    """X in `X, qu'il détestait`."""
    return trace.token == asked.relative


def _is_set_apart(asked: Asked, trace: Trace) -> bool:
    """X in `Contrairement à X, il …`."""
    if trace.sentence != asked.sentence:
        return False
    return _APART.search(asked.text, max(0, trace.start - 40), trace.start) is not None


def _is_in_own_words(asked: Asked, trace: Trace) -> bool:
    """Whom the words are about does not speak them; but in `X a estimé que P, selon lui` X does."""
    if asked.pronoun.shape == "source" and trace.source:
        return False
    return any(start <= trace.start < end for start, end in asked.contents)


def _is_no_thing_to_take_up(asked: Asked, trace: Trace) -> bool:
    """A thing does not act as persons do, and out of its sentence only a prominent one is taken up."""
    if trace.kind != "thing":
        return False
    return asked.human or (trace.rank < Rank.OBJECT and trace.sentence != asked.sentence)


def _is_no_individual(asked: Asked, trace: Trace) -> bool:
    return asked.individual and (trace.kind == "body" or trace.type in BODIES)


def _is_body_in_the_background(asked: Asked, trace: Trace) -> bool:
    return trace.type in BODIES and trace.rank < Rank.SUBORDINATE_SUBJECT and not trace.source


def _is_medium_only_cited(asked: Asked, trace: Trace) -> bool:
    goes_on = asked.spoken and trace.entity_id == asked.last_speaker
    return trace.entity_id in asked.media and not goes_on


def _is_nobody_to_address(asked: Asked, trace: Trace) -> bool:
    return asked.pronoun.shape == "dative" and trace.kind in ("thing", "body")


def _is_clause_mate(asked: Asked, trace: Trace) -> bool:
    """The subject of a clause is not its object: `X l'a vu`."""
    mate = asked.clause_mate
    if mate is None:
        return False
    return trace is mate or (bool(trace.entity_id) and trace.entity_id == mate.entity_id)


def _is_body_named_by_the_way(asked: Asked, trace: Trace) -> bool:
    return trace.type in BODIES and trace.rank < Rank.OBJECT


def _is_not_known_to_be_feminine(asked: Asked, trace: Trace) -> bool:
    return trace.gender is None and asked.pronoun.gender == "f"


FILTERS_OF_SUBJECTS: Mapping[str, Filter] = {
    "number and gender": _disagrees,
    "antecedent of its relative": _is_relative_antecedent,
    "says the words around": _says_the_words,
    "set apart": _is_set_apart,
    "in its own words": _is_in_own_words,
    "thing": _is_no_thing_to_take_up,
    "no individual": _is_no_individual,
    "body in the background": _is_body_in_the_background,
    "medium": _is_medium_only_cited,
}
"""Who cannot be meant by a subject or a source, by name."""

FILTERS_OF_OBJECTS: Mapping[str, Filter] = {
    "number and gender": _disagrees,
    "nobody to address": _is_nobody_to_address,
    "clause-mate": _is_clause_mate,
    "says the words around": _says_the_words,
    "body named by the way": _is_body_named_by_the_way,
    "not known to be feminine": _is_not_known_to_be_feminine,
}
"""Who cannot be meant by an object, by name."""


def objection(filters: Mapping[str, Filter], asked: Asked, trace: Trace) -> str | None:
    """The name of the first filter that says that it cannot be meant, None where none does."""
    for name, excludes in filters.items():
        if excludes(asked, trace):
            return name
    return None
