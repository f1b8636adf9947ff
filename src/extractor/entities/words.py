"""The words of an article as names need them: `Jean-Yves`, `al-Assad`, `J.-P.` are one word, `l’` is one of its own.

The model's tokens cut names at hyphens and keep prefixes on; these do not, and every word knows its place in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.text.reading import text_of

_APOSTROPHE = "['’ʼ‘]"
_HYPHEN = "[-‐‑]"
_INVISIBLE = "[\u00ad\u200b\u0300-\u036f]"
"""What stands within a word unseen: soft hyphen, zero-width space, accents that are code points of their own."""
_PATTERN = re.compile(
    rf"""\n
    | (?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|[CDJLS]|Qu|Jusqu|Lorsqu|Puisqu|Quoiqu){_APOSTROPHE}(?=\w)
    | [A-ZÉÈÎ][a-z]?\.(?:{_HYPHEN}[A-ZÉÈÎ]\.)+(?=\s?[A-ZÉÈÎÖ])
    | [^\W_](?:[^\W_]|{_INVISIBLE})*(?:(?:{_HYPHEN}|{_APOSTROPHE}|·)[^\W_](?:[^\W_]|{_INVISIBLE})*)*
    | \.\.\. | -- | [^\w\s] | _""",
    re.VERBOSE,
)
_ARTICLE_HYPHEN = re.compile(
    rf"^(?:al|el|ul|as|ad|an|ar|at|az|ash|es|ed|er|en|et|ez){_HYPHEN}(?=[^\W\d_])", re.IGNORECASE
)


@dataclass(slots=True)
class Words:
    """Parallel lists, one cell a word: its surface, the folded surface, and its code points in the text."""

    text: str
    surfaces: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.surfaces)

    def word(self, index: int) -> str:
        """The folded word at a place, nothing where there is none."""
        return self.folded[index] if 0 <= index < len(self.folded) else ""

    def surface(self, first: int, last: int) -> str:
        """The text from word `first` up to, not including, word `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def covering(self, start: int, end: int) -> range:
        """The indexes of the words that overlap the code points `start:end`."""
        first = bisect_right(self.ends, start)
        return range(first, max(first, bisect_left(self.starts, end)))

    def adjacent(self, index: int) -> bool:
        """Whether only one space stands between word `index - 1` and word `index`, or nothing."""
        if not 0 < index < len(self.surfaces):
            return False
        gap = self.text[self.ends[index - 1] : self.starts[index]]
        return len(gap) <= 2 and not gap.strip() and self.surfaces[index] != "\n" and self.surfaces[index - 1] != "\n"

    def capital(self, index: int) -> bool:
        """Whether word `index` begins with a capital: `Macron`, `al-Assad`, `É`."""
        surface = self.surfaces[index]
        if surface[0].isupper():
            return surface[-1] not in "'’ʼ‘"
        prefix = _ARTICLE_HYPHEN.match(surface)
        return prefix is not None and surface[prefix.end()].isupper()


def words_of(doc: Doc) -> Words:
    """The words of `doc`, made once and kept with it."""
    kept = doc.user_data.get("extractor.words")
    if isinstance(kept, Words):
        return kept
    words = split_words(text_of(doc))
    doc.user_data["extractor.words"] = words
    return words


def split_words(text: str) -> Words:
    """The words, punctuation marks and line ends of `text`."""
    words = Words(text)
    for found in _PATTERN.finditer(text):
        surface = found.group()
        words.surfaces.append(surface)
        words.folded.append(fold(surface) or surface)
        words.starts.append(found.start())
        words.ends.append(found.end())
    return words


def bare(word: str) -> str:
    """A folded name word without the Arabic article: `al-assad` and `assad` are both `assad`."""
    return _ARTICLE_HYPHEN.sub("", word)
