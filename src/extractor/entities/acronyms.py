"""Acronyms that an article explains: `Observatoire syrien des droits de l'homme (OSDH)`, `OSDH (Observatoire …)`.

The rule is that of Schwartz and Hearst (2003): the letters of the acronym stand in order in the words before the
parenthesis, the first of them at the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.analysis.folding import fold

_PARENTHESIS = re.compile(r"[(\[]\s*[«\"“]?\s*([A-ZÀ-Ý][\w.&/-]{1,11})\s*[»\"”]?\s*(?=[)\],;])")
_WORD = re.compile(r"\w+")
_BORDER = re.compile(r"[.;:!?()\[\]«»“”\"\n]")
_LONGEST_NAME = 160
"""Code points before the parenthesis in which the full name is looked for."""


@dataclass(slots=True, frozen=True)
class Acronym:
    """An acronym at `start:end`, in a parenthesis that opens at `opening`."""

    text: str
    start: int
    end: int
    opening: int


def acronyms(text: str) -> Iterator[Acronym]:
    """What stands in parentheses and may be an acronym: two to twelve characters, a capital first (`Ifri`)."""
    for match in _PARENTHESIS.finditer(text):
        yield Acronym(match[1], match.start(1), match.end(1), match.start())


def full_name_start(text: str, acronym: Acronym) -> int | None:
    """Where the full name that `acronym` abbreviates begins, or None: its words spell the letters in order."""
    letters = [c for c in fold(acronym.text) if c.isalnum()]
    floor = max(0, acronym.opening - _LONGEST_NAME)
    for border in _BORDER.finditer(text, floor, acronym.opening):
        floor = border.end()
    words = [(m.start(), fold(m[0])) for m in _WORD.finditer(text, floor, acronym.opening)]
    words = words[-2 * len(letters) - 6 :]
    # Backwards: each letter as far right as it goes, the first letter at the beginning of a word.
    at = len(words) - 1
    inside = len(words[at][1]) - 1 if words else -1
    for index in range(len(letters) - 1, -1, -1):
        while at >= 0:
            word = words[at][1]
            found = (0 if word[:1] == letters[0] else -1) if index == 0 else word.rfind(letters[index], 0, inside + 1)
            if found >= 0:
                break
            at -= 1
            inside = len(words[at][1]) - 1 if at >= 0 else -1
        if at < 0:
            return None
        if index == 0:
            return words[at][0]
        inside = found - 1
        if inside < 0:
            at -= 1
            inside = len(words[at][1]) - 1 if at >= 0 else -1
    return None
