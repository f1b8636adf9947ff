"""One spelling for many: the form under which names are compared.

French newspapers write `États-Unis`, `Etats-Unis` and `ÉTATS-UNIS`, `l’Otan` and `l'OTAN`, with no-break
spaces and several hyphens. Folding lower-cases, drops accents, and unifies apostrophes, hyphens and spaces,
and keeps for every folded character the place in the text it comes from.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = "’‘ʼ´`′ʹ＇"
_HYPHENS = "‐‑‒–−\u00ad"  # not the em dash, which separates
_SPACES = "\u00a0\u202f\u2009\u2002\u2003\u2007\u2008\u200a\u3000\n\r\t"


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """The folded form of one code point: none, one or two characters."""
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "" if character == "\u00ad" else "-"
    if character in _SPACES:
        return " "
    if character in "\u200b\ufeff":
        return ""
    lowered = character.casefold()
    if lowered.isascii():
        return lowered
    lowered = lowered.replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """`text` folded, where the places do not matter: `fold("l’Élysée") == "l'elysee"`."""
    if text.isascii():
        return text.lower().translate(_ASCII_SPACES)
    return _fold_word(text) if len(text) <= _LONGEST_KEPT else "".join(map(fold_character, text))


@lru_cache(maxsize=32_768)
def _fold_word(text: str) -> str:
    return "".join(map(fold_character, text))


_LONGEST_KEPT = 32
"""Code points of what is folded again and again: words and names, not texts."""


_ASCII_SPACES = str.maketrans("\n\r\t`", "   '")


class FoldedText:
    """A text folded, with the way back: `offsets[i]` is the code point of `text` that `folded[i]` comes from."""

    __slots__ = ("folded", "offsets")

    def __init__(self, text: str) -> None:
        pieces = [fold_character(c) for c in text]
        self.folded = "".join(pieces)
        if len(self.folded) == len(text) and all(len(p) == 1 for p in pieces):
            self.offsets: range | list[int] = range(len(text) + 1)
        else:
            self.offsets = [i for i, piece in enumerate(pieces) for _ in piece]
            self.offsets.append(len(text))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text that `folded[start:end]` covers."""
        last = self.offsets[end - 1]
        # Up to the next folded character, so that a combining accent stays with its letter.
        return self.offsets[start], max(self.offsets[end], last + 1)
