"""Quotations without a cue of their own: the speaker of the one before goes on (`« A », a-t-il dit. « B »`)."""

from __future__ import annotations

from extractor.annotations import Quotation
from extractor.statements.clauses import skip_connectives
from extractor.statements.findings import Finding
from extractor.statements.syntax import STOPS, Syntax

_SHORTEST = 4
"""Words that a quotation needs to be speech rather than a word in marks."""


def continuations(syntax: Syntax, findings: list[Finding]) -> list[Finding]:
    """A finding for every quotation that is a whole sentence, has no cue and follows someone's words.

    The speaker is that of the last statement before, in the same paragraph or, where the quotation opens one, in the
    paragraph before; a quotation that nobody spoke before stays unattributed.
    """
    found: list[Finding] = []
    covered = sorted((s, e) for f in findings for s, e in f.spans)
    ordered = sorted((f for f in findings), key=lambda f: f.spans[-1][1])
    for quotation in syntax.quotations:
        if any(s < quotation.end and quotation.start < e for s, e in _near(covered, quotation)):
            continue
        if not _is_sentence(syntax, quotation):
            continue
        previous = _previous(syntax, ordered + found, quotation)
        if previous is None:
            continue
        found.append(
            Finding(
                "continuation",
                [(quotation.start, quotation.end)],
                0.85 if not _apart(syntax, previous, quotation) else 0.7,
                speaker=None,
                head=None,
                anonymous=False,
                continues=previous,
            )
        )
    return found


def _near(covered: list[tuple[int, int]], quotation: Quotation) -> list[tuple[int, int]]:
    return [c for c in covered if c[0] < quotation.end and c[1] > quotation.start]


def _is_sentence(syntax: Syntax, quotation: Quotation) -> bool:
    """Whether the quotation begins a sentence and ends one, with a verb or at some length."""
    first = syntax.after(quotation.start)
    if first >= len(syntax):
        return False
    opening = syntax.at(quotation.opening)
    begin, _ = syntax.sentence(opening)
    if skip_connectives(syntax, begin, opening) != opening and begin != opening:
        return False
    last = syntax.at(quotation.end - 1)
    words = sum(any(c.isalpha() for c in w) for w in syntax.words[first : last + 1])
    if words < _SHORTEST:
        return False
    behind = syntax.at(quotation.closing - 1) + 1
    _, end = syntax.sentence(last)
    rest = [w for w in syntax.words[behind:end] if w not in STOPS and w not in {")", "]"}]
    return not rest


def _previous(syntax: Syntax, findings: list[Finding], quotation: Quotation) -> Finding | None:
    """The last statement that ends before the quotation, near enough for its speaker to go on."""
    best: Finding | None = None
    for finding in findings:
        end = max(finding.spans[-1][1], syntax.ends[finding.cue_end - 1] if finding.cue_end else 0)
        if end <= quotation.start and (best is None or finding.spans[-1][1] >= best.spans[-1][1]):
            best = finding
    if best is None:
        return None
    between = syntax.text[best.spans[-1][1] : quotation.opening]
    return best if between.count("\n\n") + (between.count("\n") > 0) <= 2 and len(between) < 400 else None


def _apart(syntax: Syntax, previous: Finding, quotation: Quotation) -> bool:
    return "\n" in syntax.text[previous.spans[-1][1] : quotation.opening]
