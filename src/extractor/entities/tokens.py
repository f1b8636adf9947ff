"""What the readers of organisations ask of the tokens of an article, beside what `extractor.text.reading` tells.

They read the article with its white space (`Reading.with_blanks`), so that a place is the index of a token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc

from extractor.knowledge.word_lists import WordList
from extractor.text.grammar import Place
from extractor.text.reading import Reading, Where

OPENING_MARKS = frozenset("\"«“„‘'([+")
CLOSING_MARKS = frozenset('"»”')

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X"})
_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|(?<![qg])ue?s?|[a-zé]{3}ants?|antes?)$")
_BEHIND_PARTICIPLES = WordList("complements_of_participles")
_BEFORE_FIRST_WORDS = frozenset("-–—•*")
_ENDS = frozenset(":.!?…")


@dataclass
class ArticleView:
    """The words of an article with what a stage knows of them, as patterns see it (`extractor.text.grammar.Words`)."""

    reading: Reading
    marks: dict[str, Container[Place]]
    phrases: dict[str, Callable[[Place], Place | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.reading.words
        self.tags = self.reading.tags
        self.verb_forms = self.reading.verb_forms


class Tokens:
    """The tokens of an article: the reading, what its words look like, and where they stand."""

    def __init__(self, doc: Doc) -> None:
        self.reading = Reading.with_blanks(doc)
        self.surfaces = self.reading.surfaces
        self.folded = self.reading.folded
        self.tags = self.reading.tags
        self.verb_forms = self.reading.verb_forms
        self.starts = self.reading.starts
        self.entities = self.reading.entities
        self.sentence_starts = self.reading.sentence_starts
        self.surface = self.reading.surface

    def __len__(self) -> int:
        return len(self.reading)

    @cached_property
    def at(self) -> dict[int, Place]:
        """The token that begins at a code point."""
        return {start: place for place, start in enumerate(self.starts)}

    @cached_property
    def marks(self) -> dict[str, Container[Place]]:
        """What patterns can ask of a token, by the name of the mark."""
        return {
            **self.reading.marks_of_words(),
            "HYPHEN": Where(lambda place: self.surfaces[place] == "-"),
            "NOMINAL": Where(self.nominal),
            "PAST": Where(lambda place: "Tense=Past" in self.reading.features[place]),
            "AGREES": Where(self.agrees),
        }

    def capital(self, place: Place) -> bool:
        """Whether the token begins with a capital."""
        return self.surfaces[place][:1].isupper()

    def glued(self, place: Place) -> bool:
        """Whether no space stands behind the token."""
        following = place + 1
        return following == len(self) or self.starts[following] == self.end(place)

    def nominal(self, place: Place) -> bool:
        """Whether the token can be the noun of a complement."""
        return self.tags[place] in _NOMINAL and place not in self.sentence_starts

    def agrees(self, place: Place) -> bool:
        """A participle that closes a name (`Nations unies`, `forces armées`) has no complement: `l'Union dotée de`."""
        if not _PARTICIPLE.search(self.surfaces[place]):
            return True
        return self.reading.word(place + 1) not in _BEHIND_PARTICIPLES

    def fold_at(self, place: Place) -> str:
        """The folded word at a place, nothing where there is none."""
        return self.folded[place] if 0 <= place < len(self) else ""

    def end(self, place: Place) -> int:
        """The code point behind the token."""
        return self.reading.ends[place]

    def first(self, holds: Callable[[Place], bool], start: Place, stop: Place) -> Place | None:
        """The first place from `start` on, before `stop` and the end, of which something holds."""
        return next((place for place in range(start, min(stop, len(self))) if holds(place)), None)

    def begins_sentence(self, place: Place) -> bool:
        """Whether only punctuation stands between the token and the beginning of its sentence or quotation."""
        while place > 0 and place not in self.sentence_starts:
            before = self.surfaces[place - 1]
            if before not in OPENING_MARKS and before not in _BEFORE_FIRST_WORDS and not before.isspace():
                return before in _ENDS
            place -= 1
        return True
