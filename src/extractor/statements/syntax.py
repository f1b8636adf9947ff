"""The article as the constructions see it: its reading with the names, functions and nouns that speak in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Mapping
from functools import cached_property

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Mention, Quotation
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.statements.media import is_medium
from extractor.text.grammar import Place, grammar_table
from extractor.text.reading import CLOSING_MARKS, OPENING_MARKS, Reading, Where

__all__ = ["CLOSING_MARKS", "OPENING_MARKS", "STOPS", "Syntax", "speaking_nouns"]

_NAME_IN_MARKS = 60
"""Code points that a name in quotation marks has at most, with them."""
STOPS = frozenset({".", "!", "?", "…", "..."})


@kept()
def speaking_nouns() -> frozenset[str]:
    """Folded singular nouns of what can speak, besides persons' functions: `armée`, `rapport`, `rebelle`."""
    nouns = [row["noun"] for table in ("source_nouns", "body_nouns") for row in rows(table)]
    return frozenset(fold(noun).rstrip("s") for noun in nouns)


@kept()
def titles() -> frozenset[str]:
    """The titles of persons in small letters: `m.`, `général`."""
    return frozenset(row["title"].lower() for row in rows("titles"))


class Syntax(Reading):
    """The reading of an article with what the stages before found in it, by place.

    conditional, plural     the words so marked
    name_to     the place behind any name but a demonym, by its first; `name_from`: its first by its last
    named       the place behind any name, demonyms among them, by its first
    person_from     the first place of a person's name by its last
    inside_name     places in any of those names; `functions`: places in functions of persons (`porte-parole`)
    media       where the name of a paper or agency begins
    speaking    places in names and functions of persons and of what speaks like one, and its nouns
    """

    def __init__(self, doc: Doc) -> None:
        read = vars(Reading.of(doc))
        vars(self).update({name: value for name, value in read.items() if name not in ("marks", "phrases")})
        self.doc = doc
        # A name is one whatever the tagger takes its words for: these are lists of their own.
        self.tags, self.verb_forms = list(self.tags), list(self.verb_forms)
        self.conditional = {n for n, features in enumerate(self.features) if "Mood=Cnd" in features}
        self.plural = {n for n, features in enumerate(self.features) if "Number=Plur" in features}
        self.person_from: dict[Place, Place] = {}
        self.name_from: dict[Place, Place] = {}
        self.name_to: dict[Place, Place] = {}
        self.named: dict[Place, Place] = {}
        self.inside_name: set[Place] = set()
        self.functions: set[Place] = set()
        self.media: set[Place] = set()
        self.speaking: set[Place] = set()
        for phrase in doc._.extractor_functions:
            self.functions.update(range(self.place_from(phrase.start), self.place_at(phrase.end - 1) + 1))
        for mention in doc._.mentions:
            self._take_name(mention)
        for n in self.inside_name:
            if self.tags[n] in ("VERB", "AUX") and self.surfaces[n][0].isupper():
                self.tags[n], self.verb_forms[n] = "PROPN", ""  # `France Inter`
        self.speaking |= self.functions
        nouns = speaking_nouns()
        self.speaking.update(
            n for n, folded in enumerate(self.folded) if self.tags[n] == "NOUN" and folded.rstrip("s") in nouns
        )

    def _take_name(self, mention: Mention) -> None:
        first, end = self.covering(mention.start, mention.end)
        if mention.kind in NAMED_KINDS:
            self.named[first] = end
        if mention.kind in NAMED_KINDS and mention.kind != "demonym":
            self.name_from[end - 1], self.name_to[first] = first, end
            self.inside_name.update(range(first, end))
        if mention.type == "PERSON" and mention.kind == "name":
            self.person_from[end - 1] = first
        if mention.type == "ORG" and is_medium(mention.entity_id):
            self.media.add(first)
        if mention.type in ("PERSON", "ORG") or (mention.type == "COUNTRY" and mention.kind != "demonym"):
            self.speaking.update(range(first, end))

    @cached_property
    def marks(self) -> Mapping[str, Container[Place]]:
        """The marks of the reading and those of names."""
        return {
            **self.marks_of_words(),
            "NAME": self.name_to,
            "NAME_END": self.name_from,
            "IN_NAME": self.inside_name,
            "PERSON": frozenset(self.person_from.values()),
            "PERSON_END": self.person_from,
            "FUNCTION": self.functions,
            "MEDIUM": self.media,
            "SPEAKING": self.speaking,
            "PLURAL": self.plural,
            "TITLE": Where(lambda place: self.words[place] in titles()),
        }

    @cached_property
    def phrases(self) -> Mapping[str, Callable[[Place], Place | None]]:
        """Names, with demonyms (`named`) and without (`name`), short names in marks, and circumstances of saying."""
        return {
            "name": self.name_to.get,
            "named": self.named.get,
            "name_in_marks": self._behind_name_in_marks,
            "circumstances": self._behind_circumstances,
        }

    def _behind_name_in_marks(self, place: Place) -> Place | None:
        quotation = self.opening.get(place)
        short = quotation is not None and quotation.closing - quotation.opening < _NAME_IN_MARKS
        return self.place_from(quotation.closing) if quotation is not None and short else None

    def _behind_circumstances(self, place: Place) -> Place | None:
        end = self.over_circumstances(place, len(self))
        return end if end > place else None

    def over_circumstances(self, place: Place, limit: Place) -> Place:
        """The place behind adverbs, times, places and media that stand between a verb and its complement."""
        table = grammar_table("circumstances")
        while place < limit and place not in self.opening:
            found = table.first(self, place, limit)
            if found is None:
                break
            _, place = found
        return place

    at = Reading.place_at
    after = Reading.place_from

    def continued(self, quotation: Quotation) -> Quotation:
        """The last piece of a quotation that goes on over paragraphs, unclosed until there."""
        i = bisect_right(self.quotations, quotation.start, key=lambda q: q.start)
        while i < len(self.quotations) and self.goes_on(quotation, self.quotations[i]):
            quotation = self.quotations[i]
            i += 1
        return quotation

    def goes_on(self, quotation: Quotation, following: Quotation) -> bool:
        """Whether no mark closes the quotation and nothing stands between it and the one that follows."""
        return not self.text[quotation.end : following.opening].strip()
