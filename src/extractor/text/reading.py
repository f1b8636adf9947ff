"""An article as every stage reads it: its words in parallel lists, made once, and a cursor that moves over them.

    reading = Reading.of(doc)
    here = reading.cursor(reading.place_at(offset))
    if here.behind("DET") and here.at("NOUN @of?"):
        ...

Attribute access on spaCy's tokens is what costs time in Python; everything is read once into lists here. White space
tokens (a no-break space inside guillemets is one) are left out, so that neighbours are neighbours; `with_blanks` is the
same article with them, in which a place is the index of a token.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]
    DEP,
    ENT_TYPE,
    HEAD,
    IDX,
    IS_ALPHA,
    IS_SPACE,
    IS_TITLE,
    LIKE_NUM,
    MORPH,
    ORTH,
    POS,
    SENT_START,
)
from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import Quotation
from extractor.text.grammar import Pattern, Place, Words, pattern
from extractor.text.patterns import width

KEY = "extractor.reading"
"""Where the reading is kept in `doc.user_data`."""

OPENING_MARKS = frozenset('«“„"‹‘')
CLOSING_MARKS = frozenset('»”"›')

_TEXT = "extractor.text"

Places = tuple[Place, Place]
"""The first place of a phrase and the one behind its last."""

_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
_ATTRIBUTES = (ORTH, IDX, POS, DEP, MORPH, ENT_TYPE, HEAD, SENT_START, IS_SPACE, IS_ALPHA, IS_TITLE, LIKE_NUM)
_LONG = 3
_NEVER_PARTICIPLE = ("ra", "ront", "aient", "èrent")
"""Endings of conjugated verbs that the tagger sometimes takes for participles: `signera`."""


def text_of(doc: Doc) -> str:
    """The text of `doc`, kept with it: spaCy puts it together anew, token by token, whenever it is asked."""
    kept = doc.user_data.get(_TEXT)
    if isinstance(kept, str):
        return kept
    text = doc.user_data[_TEXT] = doc.text
    return text


class Where:
    """The places of which something holds, asked one by one."""

    __slots__ = ("_holds",)

    def __init__(self, holds: Callable[[Place], bool]) -> None:
        self._holds = holds

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self._holds(place)


class Reading:
    """Parallel lists over the words of a parsed `Doc`; an index into them is called a place.

    text        of the article
    tokens      the index of each word's token in the `Doc`
    surfaces    as in the text
    words       in small letters, with straight apostrophes; `folded`: without accents as well
    tags, labels    part of speech and dependency label (UD French)
    features    the morphology, such as `Number=Plur|Person=3`
    verb_forms  `Fin`, `Inf`, `Part` or nothing
    entities    the label of the model's entity that the word lies in, or nothing
    heads       the place of the syntactic head (of itself at a root); `children`: the places of the dependents
    starts, ends    code points
    sentences   (first, end) places; `sentence_of`: the index of the word's sentence
    sentence_starts     the words at which a sentence begins for the model; a line begins one in `sentences`, too
    """

    text: str
    tokens: list[int]
    surfaces: list[str]
    words: list[str]
    tags: list[str]
    labels: list[str]
    features: list[str]
    verb_forms: list[str]
    entities: list[str]
    heads: list[Place]
    starts: list[int]
    ends: list[int]
    sentence_starts: set[Place]
    number_like: set[Place]

    def __init__(self, doc: Doc, *, blanks: bool = True, text: str | None = None) -> None:
        rows = _attributes(doc)
        kept = [n for n, blank in enumerate(rows[_SPACE]) if blanks or not blank]
        names = doc.vocab.strings
        spelt = {number: names[number] for row in (_ORTH, _POS, _DEP, _ENT) for number in set(rows[row])}
        features = {number: names[number].removeprefix("_") for number in set(rows[_MORPH])}  # `_` where there are none
        lowered = {number: spelt[number].lower().translate(_APOSTROPHES) for number in set(rows[_ORTH])}
        forms = {number: _verb_form(written) for number, written in features.items()}
        self.text = text_of(doc) if text is None else text
        self.tokens = kept
        self.surfaces = [spelt[rows[_ORTH][n]] for n in kept]
        self.words = [lowered[rows[_ORTH][n]] for n in kept]
        self.tags = _tags(rows, kept, spelt)
        self.labels = [spelt[rows[_DEP][n]] for n in kept]
        self.features = [features[rows[_MORPH][n]] for n in kept]
        self.entities = [spelt[rows[_ENT][n]] for n in kept]
        self.verb_forms = [
            "Fin" if (form := forms[rows[_MORPH][n]]) == "Part" and word.endswith(_NEVER_PARTICIPLE) else form
            for n, word in zip(kept, self.words, strict=True)
        ]
        self.starts = [rows[_IDX][n] for n in kept]
        self.ends = [start + len(surface) for start, surface in zip(self.starts, self.surfaces, strict=True)]
        place_of = self.place_of
        self.heads = [place_of.get(n + rows[_HEAD][n], place) for place, n in enumerate(kept)]
        self.sentence_starts = {place for place, n in enumerate(kept) if place == 0 or rows[_START][n] == 1}
        self.number_like = {place for place, n in enumerate(kept) if rows[_NUMBER][n]}
        self._quotations: list[Quotation] = doc._.quotations

    @classmethod
    def of(cls, doc: Doc) -> Reading:
        """The reading of `doc` without white space, made when it is first asked for and kept with it.

        It is to be asked for when the tagger and the parser have read the article, and not before.
        """
        kept = _kept(doc)
        if kept.words is None:
            kept.words = Reading(doc, blanks=False, text=kept.text)
        return kept.words

    @classmethod
    def with_blanks(cls, doc: Doc) -> Reading:
        """The same with white space tokens, each a word of its own, so that a place is the index of a token."""
        kept = _kept(doc)
        if kept.tokens is None:
            kept.tokens = Reading(doc, text=kept.text)
        return kept.tokens

    def __len__(self) -> int:
        return len(self.words)

    # --- words, safe at the ends

    def word(self, place: Place) -> str:
        """The word at a place, nothing where there is none."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def tag(self, place: Place) -> str:
        """The part of speech at a place, nothing where there is no word."""
        return self.tags[place] if 0 <= place < len(self.words) else ""

    def verb_form(self, place: Place) -> str:
        """The form of the verb at a place, nothing where there is none."""
        return self.verb_forms[place] if 0 <= place < len(self.words) else ""

    def surface(self, place: Place) -> str:
        """The word as in the text, nothing where there is none."""
        return self.surfaces[place] if 0 <= place < len(self.words) else ""

    def phrase(self, first: Place, end: Place) -> list[str]:
        """The words from one place up to, not including, another."""
        return self.words[max(first, 0) : max(end, 0)]

    def cursor(self, place: Place) -> Cursor:
        """A cursor at a place, which may be the one behind the last word."""
        return Cursor(self, place)

    # --- places

    @cached_property
    def place_of(self) -> dict[int, Place]:
        """The places by the index of the token."""
        return {token: place for place, token in enumerate(self.tokens)}

    @cached_property
    def folded(self) -> list[str]:
        """The words without accents: `etats-unis`."""
        forms = {surface: fold(surface) for surface in set(self.surfaces)}
        return [forms[surface] for surface in self.surfaces]

    def place_at(self, offset: int) -> Place:
        """The place of the word at or before the code point."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def place_from(self, offset: int) -> Place:
        """The first place whose word begins at the code point or behind it."""
        return bisect_left(self.starts, offset)

    def covering(self, start: int, end: int) -> Places:
        """The first place of a name and the one behind its last: of the word in which it lies, where it begins none.

        `pro-Iran` and `M.Rafale` are one word, in which the name begins.
        """
        last = self.place_at(end - 1)
        return min(self.place_from(start), last), last + 1

    def span(self, first: Place, end: Place) -> tuple[int, int]:
        """The code points of the places `first` … `end` - 1."""
        return self.starts[first], self.ends[end - 1]

    # --- sentences and the parse

    @cached_property
    def sentences(self) -> list[Places]:
        """The first place of each sentence and the one behind its last; the end of a line ends one."""
        firsts = [n for n in range(len(self)) if n in self.sentence_starts or self._broken(n)]
        return list(zip(firsts, [*firsts, len(self)][1:], strict=True))

    @cached_property
    def sentence_of(self) -> list[int]:
        """The index in `sentences` of each word's sentence."""
        return [number for number, (first, end) in enumerate(self.sentences) for _ in range(first, end)]

    def sentence(self, place: Place) -> Places:
        """The first place of the sentence of a word and the one behind its last."""
        return self.sentences[self.sentence_of[place]]

    def _broken(self, place: Place) -> bool:
        """Whether a line ends between the word and the one before it."""
        return place > 0 and "\n" in self.text[self.starts[place - 1] + 1 : self.starts[place]]

    def paragraph_break(self, first: Place, second: Place) -> bool:
        """Whether a line ends between two places."""
        return "\n" in self.text[self.ends[first] : self.starts[second]]

    @cached_property
    def children(self) -> list[list[Place]]:
        """The places of the words that depend on each word, in order."""
        children: list[list[Place]] = [[] for _ in self.heads]
        for place, head in enumerate(self.heads):
            if head != place:
                children[head].append(place)
        return children

    def subtree(self, place: Place) -> list[Place]:
        """The places that depend on a word, itself included, in order."""
        found, queue = [], [place]
        while queue:
            place = queue.pop()
            found.append(place)
            queue += self.children[place]
        return sorted(found)

    # --- quotations

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The outermost quotations, in order."""
        return [quotation for quotation in self._quotations if quotation.depth == 0]

    @cached_property
    def opening(self) -> dict[Place, Quotation]:
        """The quotation whose opening mark the word is, by place."""
        return {self.place_at(q.opening): q for q in self.quotations if q.opening < q.start}

    @cached_property
    def closing(self) -> dict[Place, Quotation]:
        """The quotation whose closing mark the word is, by place."""
        return {self.place_at(q.closing - 1): q for q in self.quotations if q.closing > q.end}

    @cached_property
    def inner_opening(self) -> dict[Place, Quotation]:
        """The same as `opening` for quotations inside quotations."""
        return {self.place_at(q.opening): q for q in self._quotations if q.depth == 1 and q.opening < q.start}

    @cached_property
    def quotation_of(self) -> list[Quotation | None]:
        """The outermost quotation that each word lies in, or None; the marks themselves lie in none."""
        found: list[Quotation | None] = [None] * len(self)
        for quotation in self.quotations:
            first = self.place_at(quotation.start)
            for place in range(first, bisect_left(self.starts, quotation.end)):
                if self.ends[place] > quotation.start:
                    found[place] = quotation
        for place in (*self.opening, *self.closing):
            if self.surfaces[place] in OPENING_MARKS or self.surfaces[place] in CLOSING_MARKS:
                found[place] = None
        return found

    # --- as patterns see it

    @cached_property
    def marks(self) -> Mapping[str, Container[Place]]:
        """What patterns can ask of a word besides its part of speech, by the name of the mark."""
        return self.marks_of_words()

    def marks_of_words(self) -> dict[str, Container[Place]]:
        """The marks that tell of the words alone."""
        surfaces, starts, ends = self.surfaces, self.starts, self.ends
        return {
            "OPENING": self.opening,
            "CLOSING": self.closing,
            "START": self.sentence_starts,
            "CAPITAL": Where(lambda place: surfaces[place][:1].isupper()),
            "CAPITALS": Where(lambda place: surfaces[place].isupper()),
            "LOWER": Where(lambda place: surfaces[place][:1].islower()),
            "SMALL": Where(lambda place: surfaces[place].islower()),
            "GLUED": Where(lambda place: place > 0 and starts[place] == ends[place - 1]),
            "BLANK": Where(lambda place: surfaces[place].isspace() and "\n" not in surfaces[place]),
            "LINE": Where(self._broken),
            "LONG": Where(lambda place: len(surfaces[place]) > _LONG),
        }

    @cached_property
    def phrases(self) -> Mapping[str, Callable[[Place], Place | None]]:
        """The readers of phrases by kind, each of which gives the place behind the phrase that begins at a place."""
        return {}


class _Kept:
    """The readings of one `Doc`, without white space and with it, its text and how many tokens it had."""

    __slots__ = ("size", "text", "tokens", "words")

    def __init__(self, doc: Doc) -> None:
        self.size = len(doc)
        self.text = text_of(doc)
        self.words: Reading | None = None
        self.tokens: Reading | None = None


def _kept(doc: Doc) -> _Kept:
    """The readings kept with `doc`, new ones where its tokens have changed."""
    kept = doc.user_data.get(KEY)
    if not isinstance(kept, _Kept) or kept.size != len(doc):
        kept = doc.user_data[KEY] = _Kept(doc)
    return kept


_ORTH, _IDX, _POS, _DEP, _MORPH, _ENT, _HEAD, _START, _SPACE, _ALPHA, _TITLE, _NUMBER = range(len(_ATTRIBUTES))


def _attributes(doc: Doc) -> Sequence[list[int]]:
    """The attributes of the tokens, a list each, in the order of `_ATTRIBUTES`; heads as distances."""
    if not len(doc):
        return [[] for _ in _ATTRIBUTES]
    found: Any = doc.to_array(list(_ATTRIBUTES)).T
    signed = (_HEAD, _START)
    return [cast("list[int]", (row.astype(np.int64) if n in signed else row).tolist()) for n, row in enumerate(found)]


def _verb_form(features: str) -> str:
    _, found, rest = features.partition("VerbForm=")
    return rest.partition("|")[0] if found else ""


def _tags(rows: Sequence[list[int]], kept: Sequence[int], spelt: Mapping[int, str]) -> list[str]:
    """Parts of speech; a capital behind a word makes an adverb a name: `Abou Dhabi`, `Emmanuel Macron`."""
    tags = []
    before = None
    for n in kept:
        tag = spelt[rows[_POS][n]]
        if tag == "ADV" and rows[_TITLE][n] and rows[_START][n] != 1 and before is not None and rows[_ALPHA][before]:
            tag = "PROPN"
        tags.append(tag)
        before = n
    return tags


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a reading, and what stands there, behind it and before it; safe at both ends of the article."""

    reading: Words
    place: Place

    def __bool__(self) -> bool:
        """Whether a word stands here."""
        return 0 <= self.place < len(self.reading.words)

    @property
    def word(self) -> str:
        """The word, nothing where there is none."""
        return self.reading.words[self.place] if self else ""

    @property
    def tag(self) -> str:
        """Its part of speech."""
        return self.reading.tags[self.place] if self else ""

    @property
    def verb_form(self) -> str:
        """Its form where it is a verb: `Fin`, `Inf`, `Part`."""
        return self.reading.verb_forms[self.place] if self else ""

    @property
    def next(self) -> Cursor:
        """The cursor one word on."""
        return Cursor(self.reading, self.place + 1)

    @property
    def previous(self) -> Cursor:
        """The cursor one word back."""
        return Cursor(self.reading, self.place - 1)

    def at(self, source: str | Pattern, limit: Place | None = None) -> Cursor | None:
        """The cursor behind the words that the pattern takes from here on, before `limit`; None where it fits not."""
        if self.place < 0:
            return None
        end = _compiled(source).match(self.reading, self.place, limit)
        return None if end is None else Cursor(self.reading, end)

    def behind(self, source: str | Pattern) -> bool:
        """Whether what the pattern takes stands right before; raises ValueError for one of no fixed number of words."""
        one = _compiled(source)
        words = width(one.tree)
        if words is None:
            raise ValueError(f"{one.source!r} has no fixed number of words; name each of them")
        return self.place >= words and one.match(self.reading, self.place - words, self.place) is not None

    def find(
        self, source: str | Pattern, *, until: str | Pattern | None = None, within: int | None = None
    ) -> Cursor | None:
        """The first cursor from here on at which the pattern matches, at most `within` words on and before `until`."""
        one, stop = _compiled(source), None if until is None else _compiled(until)
        end = len(self.reading.words) if within is None else min(self.place + within, len(self.reading.words))
        for place in range(max(self.place, 0), end):
            if one.match(self.reading, place) is not None:
                return Cursor(self.reading, place)
            if stop is not None and stop.match(self.reading, place) is not None:
                return None
        return None

    def find_back(
        self, source: str | Pattern, *, until: str | Pattern | None = None, within: int | None = None
    ) -> Cursor | None:
        """The same from the word before backwards."""
        one, stop = _compiled(source), None if until is None else _compiled(until)
        end = -1 if within is None else max(self.place - within - 1, -1)
        for place in range(min(self.place, len(self.reading.words)) - 1, end, -1):
            if one.match(self.reading, place) is not None:
                return Cursor(self.reading, place)
            if stop is not None and stop.match(self.reading, place) is not None:
                return None
        return None


def _compiled(source: str | Pattern) -> Pattern:
    return pattern(source) if isinstance(source, str) else source
