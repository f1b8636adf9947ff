"""The words around a verb of saying as the rows of `constructions.tsv` see them: marks, and phrases read as one.

What a pattern cannot say word by word has a name here: a mark of a word (`SPEECH`, `CUE_QUE`) or a phrase in braces
(`{object}`). `extractor.text.patterns.MARKS_OF_CUES` and `PHRASES` tell what each means; a row may use no other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from extractor.annotations import Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import DAYS, SPANS, BehindVerb
from extractor.statements.clauses import has_main_verb
from extractor.statements.phrases import behind_locution, phrase_end
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import Place
from extractor.text.reading import Where

_AND_BUT = WordList("and_but")
_QUE = WordList("que")

_CLAUSE_LABELS = frozenset({"mark", "nsubj", "advmod"})
_LONGEST_ASIDE = 25
"""Words between two commas, at most, behind which `que` goes on."""
_LONGEST_IN_PASSING = 40
"""Code points of words in marks that are no speech of their own: a name, a term."""

PHRASES = {
    "aside": "a comma and, where another one and `que` follow near, all up to that comma",
    "circumstances": "times, places and adverbs, none as well: circumstances.tsv",
    "clause": "the first word of the rest of the sentence, where that has a verb of its own",
    "quoted_clause": "the same, where words in it are quoted",
    "infinitive": "an infinitive with the clitics and adverbs before it",
    "locution": "an adverb of several words",
    "noun_phrase": "a noun phrase with its complements",
    "object": "what stands before the object of the verb, none as well",
    "quotation_ahead": "no word; there is a quotation behind the verb that no other verb of saying stands before",
    "quoted_object": "the same as {object}, up to the quotation at most",
}
"""The phrases that patterns name in braces, and what each takes."""


class CueWords:
    """The words of an article for patterns that are tried at a verb of saying, which `look_at` tells."""

    def __init__(self, syntax: Syntax, reader: BehindVerb) -> None:
        self.syntax = syntax
        self.words, self.tags, self.verb_forms = syntax.words, syntax.tags, syntax.verb_forms
        self.reader = reader
        self.borders = reader.borders
        self.group: VerbGroup | None = None
        self.marks: Mapping[str, Container[Place]] = {**syntax.marks, **self._marks()}
        self.phrases: Mapping[str, Callable[[Place], Place | None]] = {
            name: getattr(self, f"_{name}") for name in PHRASES
        }

    def look_at(self, group: VerbGroup) -> None:
        """Read from this verb on."""
        self.group = group
        self._first_object: Place | None = None
        self._objects_read = group.end
        self._governed = False

    @property
    def limit(self) -> Place:
        """Where the sentence of the verb ends, or the quotation that it stands in."""
        return self.borders.limit(self.group.head) if self.group is not None else 0

    def _marks(self) -> dict[str, Container[Place]]:
        syntax, borders = self.syntax, self.borders
        return {
            "CUE_BARE": Where(self._takes_bare_infinitive),
            "CUE_QUE": Where(self._takes_que),
            "CUE_QUOTATION": Where(self._takes_quotation),
            "FRAME": borders.frames,
            "GERUND": Where(lambda place: self._mood(place) == "gerund"),
            "IN_CLAUSE": Where(lambda place: syntax.labels[place] in _CLAUSE_LABELS),
            "INCISE": borders.incises,
            "INNER": syntax.inner_opening,
            "OF_VERB": Where(lambda place: self.group is not None and syntax.heads[place] == self.group.head),
            "SPEECH": Where(self._speech),
            "WITH_OBJECT": Where(self._behind_object),
        }

    # --- marks

    def _mood(self, place: Place) -> str:
        group = self.borders.group_at.get(place)
        return group.mood if group is not None else ""

    def _takes_bare_infinitive(self, place: Place) -> bool:
        group = self.borders.group_of_head.get(place)
        return group is not None and group.allows("infinitive:none") is not None

    def _takes_que(self, place: Place) -> bool:
        group = self.borders.group_at.get(place)
        if group is None or group.allows("que") is None:
            return False
        return group.mood != "participle" or self.words[place - 1] in _AND_BUT

    def _takes_quotation(self, place: Place) -> bool:
        group = self.borders.group_at.get(place)
        return group is not None and group.mood == "finite" and group.allows("quotation") is not None

    def _speech(self, place: Place) -> bool:
        quotation = self.syntax.opening.get(place)
        return quotation is not None and quotation.end - quotation.start > _LONGEST_IN_PASSING

    def _behind_object(self, place: Place) -> bool:
        """Whether a noun phrase that no preposition governs stands before the place, behind the verb.

        Read once for each verb, as far as it is asked for.
        """
        while self._objects_read < place and self._first_object is None:
            self._read_object(self._objects_read)
            self._objects_read += 1
        return self._first_object is not None and self._first_object < place

    def _read_object(self, place: Place) -> None:
        tag = self.tags[place]
        if tag in ("ADP", "PUNCT"):
            self._governed = tag == "ADP"
        elif tag in ("DET", "NOUN", "PROPN") and not self._governed and not self._dates(place):
            self._first_object = place

    def _dates(self, place: Place) -> bool:
        """Whether the word begins a date: `ce samedi`, `cette semaine`."""
        pair = self.words[place : place + 2]
        return any(word in SPANS for word in pair) or any(word in DAYS for word in pair)

    # --- phrases

    def _aside(self, place: Place) -> Place | None:
        if self.words[place] != ",":
            return None
        end = min(self.limit, place + _LONGEST_ASIDE)
        closing = (comma + 1 for comma in range(place + 1, end) if self.words[comma] == "," and self._que_behind(comma))
        return next(closing, place + 1)

    def _que_behind(self, comma: Place) -> bool:
        return comma + 1 < self.limit and self.words[comma + 1] in _QUE

    def _circumstances(self, place: Place) -> Place:
        return self.reader._over_circumstances(place, self.limit)

    def _clause(self, place: Place) -> Place | None:
        _, limit = self.syntax.sentence(place)
        return place + 1 if place + 1 < limit and has_main_verb(self.syntax, place, limit) else None

    def _quoted_clause(self, place: Place) -> Place | None:
        _, limit = self.syntax.sentence(place)
        return self._clause(place) if any(k in self.syntax.opening for k in range(place, limit)) else None

    def _infinitive(self, place: Place) -> Place | None:
        if not self.reader._infinitive_at(place, self.limit):
            return None
        return next(k for k in range(place, self.limit) if self.verb_forms[k] == "Inf") + 1

    def _locution(self, place: Place) -> Place | None:
        return behind_locution(self.syntax, place, self.limit)

    def _noun_phrase(self, place: Place) -> Place | None:
        end = phrase_end(self.syntax, place, self.syntax.sentence(place)[1])
        return end if end > place else None

    def _quotation(self) -> Quotation | None:
        group = self.group
        return self.reader._quotation_ahead(group, self.reader._limit(group)) if group is not None else None

    def _quotation_ahead(self, place: Place) -> Place | None:
        return place if self._quotation() is not None else None

    def _object(self, place: Place) -> Place | None:
        group = self.group
        return self.reader._object_start(group, self.reader._limit(group)) if group is not None else None

    def _quoted_object(self, place: Place) -> Place | None:
        quotation, start = self._quotation(), self._object(place)
        if quotation is None or start is None or self.group is None:
            return None
        if self.borders.in_relative(self.group.first) and self.verb_forms[self.syntax.after(quotation.start)] == "Fin":
            return None  # the main clause goes on in marks
        if start == self.group.end and start not in self.syntax.opening and self._complete():
            return None  # `a présenté des excuses après un meurtre "odieux"`
        return min(start, self.syntax.at(quotation.opening))

    def _complete(self) -> bool:
        """Whether the verb has its object in its cue: `présenter des excuses`."""
        group = self.group
        cue = group and (group.allows("nominal") or group.allows("quotation"))
        return bool(group and cue and " " in cue.lemma and self.tags[group.end - 1] == "NOUN")
