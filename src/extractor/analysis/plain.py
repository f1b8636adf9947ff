"""The two ends of the pipeline: at the first the text becomes plain, at the last the text as given is put back.

In between the document is the transcript (`transcription.py`), and so are the places of all that is found. What comes
out has the words of the text as given, each with what was found of the word it is read as.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.symbols import SPACE, X  # type: ignore[import-not-found]
from spacy.tokens import Doc

from extractor.analysis.transcription import Transcript, transcribe
from extractor.annotations import Quotation, Statement, set_extensions
from extractor.entities.linking import fill_spans

_ANNOTATIONS = ("entities", "mentions", "quotations", "statements", "relations")
_ATTRIBUTES = (TAG, POS, MORPH, LEMMA, DEP, ENT_IOB, ENT_TYPE)
_PART_OF_SPEECH = _ATTRIBUTES.index(POS)
_ENTITY = _ATTRIBUTES.index(ENT_IOB)
_BETWEEN = re.compile(r" |[^\S ]\s*|\S+")
_PLACES = ("cue", "speaker", "description", "addressee", "via")


class Transcription:
    """Gives the stages behind it the article in plain typography."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        transcript = transcribe(doc.text, self._knows)
        if transcript.text == transcript.original:
            return doc
        plain: Doc = self.nlp.tokenizer(transcript.text)
        plain.user_data.update(doc.user_data)
        plain._.extractor_transcript = transcript
        plain._context = doc._context
        return plain

    def _knows(self, word: str) -> bool:
        return bool(self.nlp.vocab.has_vector(word))


class Restoration:
    """Puts the text as given back, and all that was found to its places there."""

    def __call__(self, doc: Doc) -> Doc:
        transcript = doc._.extractor_transcript
        if not isinstance(transcript, Transcript):
            return doc
        restored = _restored(doc, transcript)
        own = {f"extractor.{name}" for name in _ANNOTATIONS}
        for key, value in doc.user_data.items():
            if key in own or not (isinstance(key, str) and key.startswith("extractor.")):
                restored.user_data[key] = value
        restored._context = doc._context
        for quotation in restored._.quotations:
            _move_quotation(transcript, quotation)
        for found in (*restored._.mentions, *restored._.relations):
            found.start, found.end = transcript.place(found.start, found.end)
        for statement in restored._.statements:
            _move_statement(transcript, statement)
        fill_spans(restored)
        return restored


def _move_quotation(transcript: Transcript, quotation: Quotation) -> None:
    outside = transcript.place(quotation.opening, quotation.closing)
    quotation.start, quotation.end = transcript.place(quotation.start, quotation.end)
    quotation.opening, quotation.closing = outside


def _move_statement(transcript: Transcript, statement: Statement) -> None:
    statement.spans = [transcript.place(*span) for span in statement.spans]
    statement.quoted_spans = [transcript.place(*span) for span in statement.quoted_spans]
    if statement.derivation is not None:
        parts = statement.derivation.parts
        statement.derivation.parts = {name: transcript.place(*span) for name, span in parts.items()}
    for name in _PLACES:
        span = getattr(statement, name)
        if span is not None:
            setattr(statement, name, transcript.place(*span))


def _restored(doc: Doc, transcript: Transcript) -> Doc:
    """A document of the text as given: the words of `doc` there, and what is not read as tokens between them."""
    original = transcript.original
    words: list[str] = []
    spaces: list[bool] = []
    sources: list[int] = []
    """The token of `doc` that each word is, or -1."""
    word_of: list[int] = []
    """The word that each token of `doc` is."""
    place = 0
    for token in [*doc, None]:
        start, end = (len(original),) * 2 if token is None else transcript.place(token.idx, token.idx + len(token))
        start = max(start, place)
        for word in _BETWEEN.findall(original, place, start):
            if word == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
                sources.append(-1)
        if token is not None and start < end:
            words.append(original[start:end])
            spaces.append(False)
            sources.append(token.i)
            place = end
        word_of.append(max(len(words) - 1, 0))
    return _annotated(doc, Doc(doc.vocab, words=words, spaces=spaces), sources, word_of)


def _annotated(doc: Doc, restored: Doc, sources: list[int], word_of: list[int]) -> Doc:
    """`restored` with what is known of the tokens; what no token is read from hangs on the word before it."""
    if not sources:
        return restored
    found: Any = doc.to_array(list(_ATTRIBUTES)) if len(doc) else np.zeros((0, len(_ATTRIBUTES)), np.uint64)
    kept = np.array(sources)
    values: Any = np.zeros((len(sources), len(_ATTRIBUTES)), dtype=np.uint64)
    values[kept >= 0] = found[kept[kept >= 0]]
    parsed = doc.has_annotation("DEP")
    starts = [token.is_sent_start for token in doc]
    heads = [word_of[token.head.i] for token in doc]
    last = np.zeros(len(sources), dtype=np.int64)
    for word, source in enumerate(sources):
        if source >= 0:
            last[word] = heads[source] - word if parsed else (1 if starts[source] else -1)
            continue
        values[word, _PART_OF_SPEECH] = SPACE if restored[word].is_space else X
        last[word] = -1 if word or not parsed else min(1, len(sources) - 1)
        following = next((s for s in sources[word + 1 : word + 2] if s >= 0), None)
        inside = following is not None and found[following, _ENTITY] == 1
        values[word, _ENTITY] = 1 if inside else 2
        if inside:
            values[word, _ENTITY + 1] = found[following, _ENTITY + 1]
    place = last.astype(np.uint64)
    values = np.column_stack([values, place])
    restored.from_array([*_ATTRIBUTES, HEAD if parsed else SENT_START], values)
    return restored


@Language.factory("extractor_transcription", assigns=["doc._.extractor_transcript"], retokenizes=True)
def create_transcription(nlp: Language, name: str) -> Transcription:
    """The component `extractor_transcription`; runs first, with `extractor_restoration` last."""
    set_extensions()
    return Transcription(nlp)


@Language.factory(
    "extractor_restoration",
    requires=["doc._.extractor_transcript"],
    assigns=[*(f"doc._.{name}" for name in _ANNOTATIONS), "doc.spans"],
    retokenizes=True,
)
def create_restoration(nlp: Language, name: str) -> Restoration:
    """The component `extractor_restoration`; runs last."""
    set_extensions()
    return Restoration()
