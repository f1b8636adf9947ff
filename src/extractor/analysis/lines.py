"""Line breaks that end nothing: text that was wrapped at a column, and words that a hyphen parts at the margin.

A line that ends in the middle of a sentence and goes on with a small letter was broken by a machine. Where that is the
rule, all breaks of the kind are the machine's, but for those behind lines on which the next word would have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.analysis.bylines import lacks_its_date

_LINE = re.compile(r"[^\n]+")
_STOPS = ".!?…:;"
_CLOSERS = "»”“\"’')]›"
_OPENERS = "«“„"
_CLOSING = re.compile(r"[,.;:?!)»”](?!\.\.|\s*[A-ZÀ-ÖØ-Þ«])")
"""The beginning of a line that belongs to the one before; not `» Ensuite`, which reopens a quotation."""
_BULLET = re.compile(r"[-–—•▪*·►>]+[ ]|\d{1,2}[.)][ ]")
_OPEN = re.compile(
    r"(?:^|\s)(?:à|au|aux|de|du|des|le|la|les|un|une|ce|cet|cette|ces|son|sa|ses|leur|leurs|et|ou|en|dans|par|pour|sur|sous"
    r"|vers|chez|entre|contre|avec|sans|que|qui|dont|où|ne|se|est|sont|a|ont)$|[,«(]$",
    re.IGNORECASE,
)
"""The end of a line after which a sentence has to go on."""
_FEWEST = 2
"""Breaks within sentences that show a text to be wrapped."""
_SHARE = 0.3
"""Of the breaks of a kind, those that have to be within sentences; in wrapped prose it is two in three."""
_CERTAIN = 0.05
"""Share of the breaks within sentences that are left out of account, shortest first, where the margin is looked for."""


@dataclass(slots=True)
class _Break:
    """Where one line of words ends and the next begins."""

    end: int
    start: int
    breaks: int
    within: bool
    """Whether it certainly is in the middle of a sentence."""
    stopped: bool
    """Whether the line before ends with a stop."""
    fitting: int
    """How long the line before would be with the next word on it."""
    indented: bool
    """Whether the next line is further in than the one before."""


def line_edits(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """What to read in place of the line breaks that end nothing: a space, or nothing behind a hyphen.

    Where several blank lines part paragraphs, one is read.
    """
    breaks = _breaks(text)
    wrapped: dict[bool, int] = {}
    for blank in (False, True):
        kind = [b for b in breaks if (b.breaks > 1) == blank]
        within = sorted(b.fitting for b in kind if b.within)
        if len(within) >= _FEWEST and len(within) >= _SHARE * len(kind):
            wrapped[blank] = within[int(len(within) * _CERTAIN)]
            break  # where single breaks are the machine's, blank lines are the writer's
    for b in breaks:
        margin = wrapped.get(b.breaks > 1)
        if b.breaks <= 2 and (b.within or (margin is not None and _at_margin(text, b, margin))):
            yield _joined(text, b, knows)
        elif b.breaks > 2:
            yield b.end, b.start, "\n\n"


def _breaks(text: str) -> list[_Break]:
    found = []
    before: re.Match[str] | None = None
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if not words:
            continue
        if before is not None:
            last = before.group().rstrip()
            bare = last.rstrip(_CLOSERS + " ")
            stopped = not bare or bare[-1] in _STOPS or last[-1] in _STOPS
            start = line.start() + line.group().index(words[0])
            end = before.start() + len(last)
            first = words.split(" ", 1)[0]
            small = words[0].islower() and last[-1] not in ".:;"
            closing = _CLOSING.match(words) is not None
            breaks = text.count("\n", end, start)
            opened = breaks > 1 and words[0] in _OPENERS  # behind a blank line somebody begins to speak
            going_on = small or closing or (not stopped and not opened and _OPEN.search(last[-12:]) is not None)
            found.append(
                _Break(
                    end=end,
                    start=start,
                    breaks=breaks,
                    within=going_on and not _BULLET.match(words) and not lacks_its_date(last.lstrip()),
                    stopped=stopped,
                    fitting=len(last.lstrip()) + 1 + len(first),
                    indented=start - line.start() > len(last) - len(last.lstrip()),
                )
            )
        before = line
    return found


def _at_margin(text: str, b: _Break, margin: int) -> bool:
    """Whether the line was full, so that the break between two sentences or before a capital may be the machine's."""
    if b.fitting < margin:
        return False
    return not (b.stopped and (b.indented or _BULLET.match(text, b.start)))


def _joined(text: str, b: _Break, knows: Callable[[str], bool]) -> tuple[int, int, str]:
    hyphen = re.compile(r"[^\W\d_]{2,}-$|-t-$|\d-$").search(text, max(b.end - 40, 0), b.end)
    if hyphen is None or not text[b.start].isalnum():
        return b.end, b.start, "" if text[b.start] in ",.)" else " "
    ending = re.compile(r"[^\W\d_]+").match(text, b.start)
    first = re.compile(r"[^\W\d_]+(?=-$)").search(text, max(b.end - 40, 0), b.end)
    if ending and first and ending.group().islower():
        word = (first.group() + ending.group()).lower()
        if knows(word) and not knows(f"{first.group()}-{ending.group()}".lower()):
            return b.end - 1, b.start, ""
    return b.end, b.start, ""
