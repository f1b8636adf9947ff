"""The possible antecedents of an anaphor with their features, and which of them is meant; none where it is a draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.features import Features, antecedent_weights, score

MARGIN = 0.29
"""By how much the best antecedent must lead; with `LEAST` it trades recall for precision."""
LEAST = 0.5
"""The least that an antecedent must score: a subject three sentences back still does."""
_MOST_AGAIN = 3

Why = Literal["best", "rule", "none", "weak", "draw"]
"""Why a candidate was chosen (the best of several, the only one of a rule), or nobody: no candidate, none that scores
`LEAST`, two that score about as well."""


@dataclass(slots=True)
class Candidate:
    """One referent that an anaphor may mean."""

    key: str
    """The id of the entity, those of a group joined by `+`, or `@` and the offset of somebody unnamed."""
    trace: Trace
    """The place that speaks most for it."""
    score: float
    features: Features = field(default_factory=dict)
    """What the rules weighed, by the names of `extractor.coreference.features`; empty where a rule chose."""
    times: int = 1
    last: int = 0
    """The last sentence that speaks of it outside quotations."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the rules chose, of which candidates (the best first), and why."""

    chosen: Candidate | None
    why: Why
    candidates: tuple[Candidate, ...] = ()
    rule: str = ""
    """The name of the rule that chose by itself, or that forbade a choice."""


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or a noun that takes up a body, at `start:end`, with what was chosen for it."""

    start: int
    end: int
    kind: str
    """The shape of the pronoun (`subject`, `dative` …), or `body`."""
    choice: Choice


def only(trace: Trace, rule: str, *, key: str | None = None) -> Choice:
    """What a rule chooses without weighing."""
    candidate = Candidate(key_of(trace) if key is None else key, trace, 1.0)
    return Choice(candidate, "rule", (candidate,), rule)


def nobody(rule: str = "") -> Choice:
    """The choice of nobody, with the name of the rule that forbids one."""
    return Choice(None, "none", (), rule)


def key_of(trace: Trace) -> str:
    """What tells the referent of a place from others."""
    return trace.entity_id or "+".join(trace.group) or f"@{trace.start}"


_BY_RANK = {
    Rank.SUBJECT: "subject",
    Rank.SUBORDINATE_SUBJECT: "subordinate_subject",
    Rank.OBJECT: "object",
    Rank.OTHER: "other",
    Rank.MODIFIER: "modifier",
}


def _prominence(trace: Trace, *, spoken: bool) -> str:
    """The feature that says where it stands."""
    if not trace.source:
        return _BY_RANK[trace.rank]
    return "source" if spoken or trace.rank >= Rank.SUBORDINATE_SUBJECT else "source_aside"


def rank_candidates(
    traces: Iterable[Trace],
    clock: int,
    *,
    weigh: Callable[[Trace], Features | None],
    quotation: int | None,
    spoken: bool,
) -> list[Candidate]:
    """The referents of `traces`, the best first; `traces` begin with the nearest.

    `weigh` gives the features that the kind of anaphor adds, None for a trace that cannot be meant. `clock` is the
    sentence of the anaphor and `quotation` the one around it; `spoken` says that it is the source of a statement.
    """
    weights = antecedent_weights()
    found: dict[str, Candidate] = {}
    topic: Trace | None = None  # the nearest main subject that is in question
    for trace in traces:
        added = weigh(trace)
        if added is None:
            continue
        features = {_prominence(trace, spoken=spoken): 1.0, "sentences": float(max(0, clock - trace.clock)), **added}
        if trace.quotation is not None and trace.quotation != quotation:
            features["quoted_elsewhere"] = 1.0
        elif topic is None and trace.rank == Rank.SUBJECT and trace.kind in ("entity", "person"):
            topic = trace
        if topic is not None and trace.clock < topic.clock and trace.entity_id != topic.entity_id:
            features["older_topic"] = 1.0
        _collect(found, trace, features, weights)
    return _compare(list(found.values()), weights)


def _collect(found: dict[str, Candidate], trace: Trace, features: Features, weights: Mapping[str, float]) -> None:
    """Add a place to its referent, whose best place counts."""
    key, scored = key_of(trace), score(features, weights)
    known = found.get(key)
    if known is None:
        last = trace.clock if trace.quotation is None else -1
        found[key] = Candidate(key, trace, scored, features, 1, last)
        return
    known.times += 1
    if trace.quotation is None:
        known.last = max(known.last, trace.clock)
    if scored > known.score:
        known.score, known.trace, known.features = scored, trace, features


def _compare(candidates: list[Candidate], weights: Mapping[str, float]) -> list[Candidate]:
    """The candidates with the features that depend on the others and on all their places, the best first."""
    people = [one for one in candidates if _is_person(one.trace)]
    for one in candidates:
        if any(other.last > one.last and one.key not in other.trace.perhaps for other in people):
            one.features["others_since"] = 1.0
        if one.times > 1:
            one.features["again"] = float(min(one.times - 1, _MOST_AGAIN))
        one.score = score(one.features, weights)
    return sorted(candidates, key=lambda one: -one.score)


def _is_person(trace: Trace) -> bool:
    return trace.type == "PERSON" or (trace.kind == "person" and trace.rank >= Rank.OBJECT)


def decide(ranked: list[Candidate], *, margin: float = MARGIN, least: float = LEAST) -> Choice:
    """The best candidate, where it is good enough and no other is as good."""
    best = _without_twins(ranked, margin)
    if not best:
        return nobody()
    candidates = tuple(ranked)
    if best[0].score < least:
        return Choice(None, "weak", candidates)
    if len(best) > 1 and best[0].score - best[1].score < margin:
        return Choice(None, "draw", candidates)
    return Choice(best[0], "best", candidates)


def _without_twins(candidates: list[Candidate], margin: float) -> list[Candidate]:
    """The candidates without the unnamed ones in front who may be a named one that scores about as well."""
    if len(candidates) < 2 or candidates[0].score - candidates[1].score >= margin:
        return candidates
    first, second = candidates[:2]
    if second.key in first.trace.perhaps:
        return candidates[1:]
    if first.key in second.trace.perhaps:
        return [first, *candidates[2:]]
    return candidates
