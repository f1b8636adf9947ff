"""What a text tells of a source whom it does not name: its own words, the function held and the state served.

`le ministre grec de la Défense` is nobody's name, and still somebody: a minister, of Greece.
"""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc

from extractor.annotations import Mention, Statement
from extractor.coreference.heads import antecedent_phrase
from extractor.entities.functions import FunctionPhrase
from extractor.entities.words import words_of
from extractor.text.reading import text_of

_REACH = 3
"""Code points from the beginning of a source within which its function begins, so that nothing but an article stands
before it: `une source proche du dossier` is a source and no confidant."""


class Descriptions:
    """Tells of the unnamed sources of one article."""

    def __init__(self, doc: Doc, mentions: list[Mention]) -> None:
        """`mentions` are those of the article by place."""
        self.doc = doc
        self.text = text_of(doc)
        self.functions: list[FunctionPhrase] = sorted(doc._.extractor_functions, key=lambda phrase: phrase.start)
        self.places = [phrase.start for phrase in self.functions]
        self.demonyms = [mention for mention in mentions if mention.kind == "demonym"]
        self.starts = [mention.start for mention in self.demonyms]

    def tell(self, statement: Statement) -> None:
        """Fills description, function and state of a statement whose source is not named."""
        if statement.speaker is None or (statement.speaker_ids and statement.speaker_kind != "anonymous"):
            return
        start, end = antecedent_phrase(self.doc, *statement.speaker)
        # A pronoun of which nothing is known describes nobody.
        if " " not in self.text[start:end].strip().replace("\u00a0", " "):
            return
        statement.description = (start, end)
        first = bisect_left(self.places, start)
        phrase = next((one for one in self.functions[first : first + 1] if one.start < min(start + _REACH, end)), None)
        if phrase is not None:
            statement.function = phrase.name(words_of(self.doc))
            statement.state = phrase.state
        if statement.state is None:
            statement.state = self._nationality(start, end)

    def _nationality(self, start: int, end: int) -> str | None:
        """The state of the first demonym of the phrase, as far as a comma: `un diplomate français, en visite à …`."""
        comma = self.text.find(",", start, end)
        place = bisect_left(self.starts, start)
        if place == len(self.demonyms) or self.demonyms[place].start >= (end if comma < 0 else comma):
            return None
        entity = self.doc._.entities.get(self.demonyms[place].entity_id)
        return entity.iso if entity is not None else None
