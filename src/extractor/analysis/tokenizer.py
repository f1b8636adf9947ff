"""The model's tokenizer, in linear time on any text.

spaCy takes the marks off a word one by one and looks at all of the rest each time, so that a hundred thousand quotation
marks without a space take minutes. No word is that long: a run without white space is cut into pieces first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

LONGEST_RUN = 500
"""Code points without white space that are tokenised together; addresses on the web are the longest in earnest."""

REMEMBERED = 40_000
"""Word forms that a process keeps from one memory zone to the next: some 10 MB, and nine words in ten."""

BEGINNING = 20_000
"""Code points of a text that are looked at for words to keep."""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1}}}")
_RUN = re.compile(rf"\S{{1,{LONGEST_RUN}}}")


_ELIDED = r"^(?:[Qq]u|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Jj]usqu|[CcDdJjLlMmNnSsTt])['’](?=[«“„\"‘‹])"


def part_elisions(tokenizer: Any) -> None:
    """Has the tokenizer part `qu’«` as it parts `qu’il`: the word keeps its apostrophe, the mark stands alone."""
    prefixes = tokenizer.prefix_search.__self__.pattern
    tokenizer.prefix_search = re.compile(f"{_ELIDED}|{prefixes}").search


class BoundedTokenizer:
    """Does as `tokenizer` does, but never sees a run of more than `LONGEST_RUN` code points."""

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        tokenizer.max_cache_size = max(tokenizer.max_cache_size, REMEMBERED)

    @property
    def vocab(self) -> Any:
        """The vocabulary of the pipeline."""
        return self.tokenizer.vocab

    def __call__(self, text: str) -> Doc:
        if _LONG_RUN.search(text) is None:
            doc: Doc = self.tokenizer(text)
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            for token in self.tokenizer(piece):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:
        """The documents of `texts`."""
        return map(self, texts)

    def remember(self, texts: Iterable[str]) -> None:
        """Keeps the words of `texts`, to be called before the memory zone that analyses them.

        What is first met inside a zone goes with it, and every `le` of every text would be tokenised anew.
        """
        for text in texts:
            if self.vocab.in_memory_zone or len(self.vocab) >= REMEMBERED:
                return
            self(text[:BEGINNING])

    def to_bytes(self, **options: Any) -> bytes:
        """As the tokenizer within."""
        data: bytes = self.tokenizer.to_bytes(**options)
        return data

    def from_bytes(self, data: bytes, **options: Any) -> BoundedTokenizer:
        """As the tokenizer within."""
        self.tokenizer.from_bytes(data, **options)
        return self

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """As the tokenizer within."""
        self.tokenizer.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> BoundedTokenizer:
        """As the tokenizer within."""
        self.tokenizer.from_disk(path, **options)
        return self


def _pieces(text: str) -> Iterable[str]:
    """`text` cut inside its long runs, so that the pieces together are the text."""
    start = 0
    for run in _LONG_RUN.finditer(text):
        if run.start() < start:
            continue
        place = run.start()
        while (part := _RUN.match(text, place)) and part.end() - place == LONGEST_RUN:
            place = part.end()
            yield text[start:place]
            start = place
    yield text[start:]
