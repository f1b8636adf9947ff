"""What the reader has in mind at a place of the article: who and what was last spoken of, and how prominently.

The text is walked once. Every person, state, organisation and every other noun that could be taken up again leaves
a trace; a pronoun looks back over a bounded number of traces. Prominence follows centering: the source of a
statement before a subject, a subject before an object, the near before the far.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from spacy.tokens import Doc, Token

from extractor.annotations import EntityType
from extractor.text.reading import text_of

Gender = Literal["m", "f"]
Number = Literal["s", "p"]

MEMORY = 120
"""How many traces are looked at for one pronoun: the bound that keeps the walk linear."""
REACH = 7
"""How many sentences (those that lie in quotations do not count) a pronoun may look back."""


class Rank(IntEnum):
    """Grammatical prominence of a mention in its sentence."""

    MODIFIER = 0
    OTHER = 1
    OBJECT = 2
    SUBORDINATE_SUBJECT = 3
    SUBJECT = 4


@dataclass(slots=True)
class Trace:
    """One place where someone or something came up."""

    start: int
    token: int
    clock: int
    """The sentence, counted without those that lie in quotations."""
    sentence: int
    rank: Rank
    source: bool
    """Whether it is the source of a statement."""
    kind: Literal["entity", "group", "person", "body", "thing"]
    """An entity of the article, several at once, somebody unnamed, an unnamed body that speaks (`l'armée`), else."""
    entity_id: str | None
    type: EntityType | None
    gender: Gender | None
    number: Number
    quotation: int | None
    """Index of the outermost quotation around it."""
    group: tuple[str, ...] = ()
    """The members, for a plural (`les deux ministres`)."""
    perhaps: frozenset[str] = frozenset()
    """For somebody unnamed: the persons who may be meant, which makes them no rivals."""


class Discourse:
    """The traces so far, the nearest last, with the clock that counts sentences outside quotations."""

    def __init__(self) -> None:
        self.traces: deque[Trace] = deque(maxlen=MEMORY)

    def add(self, trace: Trace) -> None:
        self.traces.append(trace)

    def back(self, clock: int, *, reach: int = REACH) -> Iterator[Trace]:
        """The traces from the nearest to the farthest within `reach` sentences."""
        for trace in reversed(self.traces):
            if clock - trace.clock > reach:
                return
            yield trace


class Layout:
    """Where in the article a place lies: its token, its sentence, its quotation. Every look-up is logarithmic."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self._starts = [token.idx for token in doc]
        self.outer = [q for q in doc._.quotations if q.depth == 0]
        self._openings = [q.opening for q in self.outer]
        self._headings = _heading_lines(self.text)
        self.sentence_of: list[int] = []
        self.sentence_start: list[int] = []
        self.clock_of: list[int] = []
        clock = 0
        for number, sentence in enumerate(doc.sents):
            self.sentence_start.append(sentence.start)
            clock += self._has_outer_words(sentence)
            self.sentence_of += [number] * len(sentence)
            self.clock_of += [clock] * len(sentence)

    def _has_outer_words(self, sentence: object) -> bool:
        return any(t.is_alpha and self.quotation(t.idx) is None for t in sentence)  # type: ignore[attr-defined]

    def token(self, offset: int) -> int:
        """Index of the token that `offset` lies in, or of the last one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def quotation(self, offset: int) -> int | None:
        """Index in `outer` of the quotation around `offset`."""
        i = bisect_right(self._openings, offset) - 1
        return i if i >= 0 and offset < self.outer[i].closing else None

    def in_heading(self, offset: int) -> bool:
        """Whether the place lies in a heading, whose nouns nobody takes up."""
        i = bisect_right(self._headings, (offset, len(self.text))) - 1
        return i >= 0 and offset < self._headings[i][1]

    def is_speech(self, quotation: int) -> bool:
        """Whether the quotation is speech, which begins with a capital, rather than words borrowed in a sentence."""
        return self.text[self.outer[quotation].start : self.outer[quotation].start + 1].isupper()

    def sentence(self, offset: int) -> int:
        return self.sentence_of[self.token(offset)]

    def clock(self, offset: int) -> int:
        return self.clock_of[self.token(offset)]


_LINE = re.compile(r"[^\n]+")
_STOPPED = re.compile(r"[.!?…:;,»”\")\]][\s\u00a0]*$")
_LONGEST_HEADING = 80


def _heading_lines(text: str) -> list[tuple[int, int]]:
    """The short lines without a stop, where most lines of the article have one; the last line is none."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text) if match.group().strip()]
    bare = [(start, end) for start, end in lines[:-1] if not _STOPPED.search(text, max(start, end - 8), end)]
    if 2 * len(bare) > len(lines):
        return []
    return [(start, end) for start, end in bare if end - start <= _LONGEST_HEADING]


_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "expl:subj"})
_OBJECTS = frozenset({"obj", "iobj", "obl:arg", "obl:agent"})
SUBORDINATE = frozenset({"ccomp", "acl:relcl", "acl", "advcl", "csubj", "xcomp"})
_JOINED = frozenset({"appos", "flat:name", "flat:foreign", "flat"})


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The token of `doc[start:end]` that the rest hangs on: the one whose own head lies outside.

    Of several (a parse that breaks in the middle) the first that is a noun, else the first.
    """
    outside = [t for t in doc[start:end] if not start <= t.head.i < end or t.head.i == t.i]
    nouns = [t for t in outside if t.pos_ in ("NOUN", "PROPN", "PRON")]
    return (nouns or outside or [doc[start]])[0]


def rank_of(token: Token) -> Rank:
    """How prominent the phrase around `token` is in its sentence."""
    for _ in range(4):
        joined = token.dep_ in _JOINED or (token.dep_ == "nmod" and _is_title_of(token))
        if (joined and token.head.i < token.i) or (token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN")):
            token = token.head
        else:
            break
    dep = token.dep_
    if dep in _SUBJECTS:
        return Rank.SUBORDINATE_SUBJECT if token.head.dep_ in SUBORDINATE else Rank.SUBJECT
    if dep in ("ROOT", "dep", "parataxis"):
        return Rank.SUBJECT if token.pos_ in ("NOUN", "PROPN", "PRON") else Rank.OTHER
    if dep in _OBJECTS:
        return Rank.OBJECT
    if dep in ("nmod", "amod", "det"):
        return Rank.MODIFIER
    return Rank.OTHER


def _is_title_of(token: Token) -> bool:
    """Whether a name stands right behind its title (`le président Macron`), which the parser calls a modifier."""
    return token.pos_ == "PROPN" and not any(child.dep_ == "case" for child in token.children)
