"""Which of the traces a pronoun means: agreement first, then prominence and nearness, and nothing where it is a draw.

Prominence follows centering theory (Grosz, Joshi and Weinstein 1995) with one thing added for news: the source of the
last statement goes on speaking. Weights were set on annotated French articles; `MARGIN` and `LEAST` trade recall for
precision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractor.coreference.discourse import Rank, Trace

MARGIN = 0.29
"""By how much the best antecedent must lead."""
LEAST = 0.5
"""The least that an antecedent must score: a subject three sentences back still does."""

WEIGHT = {
    Rank.SUBJECT: 4.0,
    Rank.SUBORDINATE_SUBJECT: 3.0,
    Rank.OBJECT: 2.0,
    Rank.OTHER: 1.3,
    Rank.MODIFIER: 0.8,
}
SOURCE = 4.6
"""What the source of a statement weighs."""
SOURCE_ASIDE = 2.0
"""What it weighs where it stands aside (`selon son avocat`), for a pronoun that is no source itself."""
PER_SENTENCE = 1.0
"""What a sentence of distance costs."""
QUOTED = 3.0
"""What it costs to be named only inside a quotation that the pronoun is not in."""
AGAIN = 0.3
"""What each further mention gives, up to three."""
OLDER = 1.0
"""What it costs that a later sentence has another main subject that agrees."""
SKIPPED = 0.8
"""What it costs that a later sentence speaks of another person who agrees and not of the one in question."""


@dataclass(slots=True)
class Candidate:
    """Everything that one referent scores at one pronoun."""

    key: str
    trace: Trace
    score: float
    times: int = 1
    last: int = 0
    """The last sentence that speaks of it outside quotations."""


def rank_candidates(
    traces: Iterable[Trace], clock: int, *, weigh: Callable[[Trace], float | None], quotation: int | None, spoken: bool
) -> list[Candidate]:
    """The referents of `traces`, the best first. `weigh` gives what a trace gains or loses, None where it is out."""
    by_key: dict[str, Candidate] = {}
    subject: Trace | None = None  # the nearest main subject that is in question
    for trace in traces:
        gain = weigh(trace)
        if gain is None:
            continue
        weight = WEIGHT[trace.rank]
        if trace.source:
            weight = SOURCE if spoken or trace.rank >= Rank.SUBORDINATE_SUBJECT else max(weight, SOURCE_ASIDE)
        score = weight - PER_SENTENCE * max(0, clock - trace.clock) + gain
        if trace.quotation is not None and trace.quotation != quotation:
            score -= QUOTED
        elif trace.rank == Rank.SUBJECT and trace.kind in ("entity", "person") and subject is None:
            subject = trace
        if subject is not None and trace.clock < subject.clock and trace.entity_id != subject.entity_id:
            score -= OLDER
        key = trace.entity_id or "+".join(trace.group) or f"@{trace.start}"
        known = by_key.get(key)
        if known is None:
            by_key[key] = Candidate(key, trace, score, 1, trace.clock if trace.quotation is None else -1)
        else:
            known.times += 1
            if trace.quotation is None:
                known.last = max(known.last, trace.clock)
            if score > known.score:
                known.score, known.trace = score, trace
    people = [
        c
        for c in by_key.values()
        if c.trace.type == "PERSON" or (c.trace.kind == "person" and c.trace.rank >= Rank.OBJECT)
    ]
    for candidate in by_key.values():
        if any(c.last > candidate.last and candidate.key not in c.trace.perhaps for c in people):
            candidate.score -= SKIPPED
        candidate.score += AGAIN * min(candidate.times - 1, 3)
    return sorted(by_key.values(), key=lambda c: -c.score)


def decide(candidates: list[Candidate], *, margin: float = MARGIN, least: float = LEAST) -> Candidate | None:
    """The best candidate, where it is good enough and no other is as good."""
    candidates = _without_twins(candidates, margin)
    if not candidates or candidates[0].score < least:
        return None
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < margin:
        return None
    return candidates[0]


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
