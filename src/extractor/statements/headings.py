"""Headings and intertitles: lines of their own without a stop, whose words the article does not attribute by them."""

from __future__ import annotations

from bisect import bisect_right

from extractor.statements.findings import Finding
from extractor.statements.syntax import CLOSING_MARKS, Syntax

_LONGEST = 20
"""Words of a heading, at most."""
_ENDS = frozenset({".", "!", "?", "…", "...", ":", ";", ",", ")", "]"})


def without_headings(syntax: Syntax, findings: list[Finding]) -> list[Finding]:
    """The findings that do not begin in a heading."""
    places = headings(syntax)
    if not places:
        return findings
    begins = [syntax.starts[first] for first, _ in places]
    ends = [syntax.ends[end - 1] for _, end in places]

    def within(place: int) -> bool:
        n = bisect_right(begins, place) - 1
        return n >= 0 and place < ends[n]

    return [f for f in findings if not within(f.spans[0][0])]


def headings(syntax: Syntax) -> list[tuple[int, int]]:
    """The headings as (first, end) places: short lines without a stop, with more text behind them."""
    starts = [n for n in range(len(syntax)) if n == 0 or syntax.paragraph_break(n - 1, n)]
    lines = list(zip(starts, [*starts[1:], len(syntax)], strict=True))
    stopped = sum(_stopped(syntax, first, end) for first, end in lines)
    if not stopped or 2 * stopped < len(lines):
        return []  # an article whose lines have no stops tells nothing by them
    return [(first, end) for first, end in lines[:-1] if not _stopped(syntax, first, end) and end - first <= _LONGEST]


def _stopped(syntax: Syntax, first: int, end: int) -> bool:
    """Whether the line ends with a stop, behind the marks that close there."""
    last = end - 1
    while last > first and (syntax.words[last] in CLOSING_MARKS or last in syntax.closing):
        last -= 1
    word = syntax.words[last]
    return word in _ENDS or word[-1] in ".!?…:;"
