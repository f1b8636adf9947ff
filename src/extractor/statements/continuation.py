"""Quotations without a cue of their own: the speaker of the one before goes on (`« A », a-t-il dit. « B »`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from extractor.annotations import Quotation
from extractor.statements.clauses import skip_connectives
from extractor.statements.findings import Finding
from extractor.statements.nearby import Nearby
from extractor.statements.syntax import STOPS, Syntax

_SHORTEST = 4
"""Words that a quotation needs to be speech rather than a word in marks."""

_REACH = 400
"""Code points, at most, between the words of a speaker and a quotation in which they go on."""

_LATEST = 8
"""Continuations found last, among which the one before is looked for."""


def continuations(syntax: Syntax, findings: list[Finding]) -> list[Finding]:
    """A finding for every quotation that is a whole sentence, has no cue and follows someone's words.

    The speaker is that of the last statement before, in the same paragraph or, where the quotation opens one, in the
    paragraph before; a quotation that nobody spoke before stays unattributed.
    """
    found: list[Finding] = []
    outside = Nearby((span, f) for f in findings if f.head is not None for span in f.spans)
    ordered = sorted((f for f in findings), key=lambda f: f.spans[-1][1])
    ends = [f.spans[-1][1] for f in ordered]
    for quotation in syntax.quotations:
        if any(_covers(syntax, f, quotation) for f in outside.near(quotation.start, quotation.end)):
            continue
        if not _is_sentence(syntax, quotation):
            continue
        # What ends further away is too far for its speaker to go on.
        near = ordered[bisect_left(ends, quotation.opening - _REACH) : bisect_right(ends, quotation.start)]
        previous = _previous(syntax, near + found[-_LATEST:], quotation)
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


def _covers(syntax: Syntax, finding: Finding, quotation: Quotation) -> bool:
    """Whether a statement whose cue stands outside the quotation has it in its content."""
    if finding.head is None or syntax.quotation_of[finding.head] is quotation:
        return finding.rule.startswith("incise") and any(
            s < quotation.end and quotation.start < e for s, e in finding.spans
        )
    return any(s < quotation.end and quotation.start < e for s, e in finding.spans)


def _is_sentence(syntax: Syntax, quotation: Quotation) -> bool:
    """Whether the quotation begins a sentence and ends one, with a verb or at some length."""
    first = syntax.after(quotation.start)
    if first >= len(syntax):
        return False
    opening = syntax.at(quotation.opening)
    begin, _ = syntax.sentence(opening)
    if syntax.words[begin] in ("[", "(") and opening - begin <= 4:
        begin = opening  # `[sic] « … »`
    if skip_connectives(syntax, begin, opening) != opening and begin != opening:
        return False
    last = syntax.at(quotation.end - 1)
    words = sum(any(c.isalpha() for c in w) for w in syntax.words[first : last + 1])
    if words < _SHORTEST:
        return False
    behind = syntax.at(quotation.closing - 1) + 1
    _, end = syntax.sentence(last)
    rest = [w for w in syntax.words[behind:end] if w not in STOPS and w not in {")", "]"}]
    if len(rest) > 1 and rest[0] == "," and rest[1] in ("que", "qu'", "qui", "dont", "où") and words > 6:
        return True  # the writer goes on about it
    return not rest and not _is_heading(syntax, begin, end, words)


def _is_heading(syntax: Syntax, begin: int, end: int, words: int) -> bool:
    """Whether the quotation is a line of its own without a stop: an intertitle."""
    if words > 12 or any(w in STOPS for w in syntax.words[begin:end]):
        return False
    return (begin == 0 or syntax.paragraph_break(begin - 1, begin)) and (
        end >= len(syntax) or syntax.paragraph_break(end - 1, end)
    )


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
    return best if between.count("\n\n") + (between.count("\n") > 0) <= 2 and len(between) < _REACH else None


def _apart(syntax: Syntax, previous: Finding, quotation: Quotation) -> bool:
    return "\n" in syntax.text[previous.spans[-1][1] : quotation.opening]
