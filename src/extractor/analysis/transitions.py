"""spaCy's parser and entity recogniser, given a few sentences at a time instead of an article.

Both walk through a document word by word, and through all documents that they are given side by side. Where sentences
begin is known before they run (`sentences.py`), and neither an arc nor an entity leads over such a border: sentences
are documents enough. So a single article, too, is walked through in matrix products of many rows instead of one, and
what is kept of every word on the way (4 kB by the parser) is kept for a few thousand words only, whatever the length.
What is found is the same, word for word, as the words' vectors are those of the whole article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc

if TYPE_CHECKING:
    from thinc.api import Model

PART = 60
"""Tokens that a part has at least, where sentences allow."""

BATCH = 3_000
"""Tokens that are walked through at once: 12 MB of what the parser keeps of a word."""

LOOKAHEAD = 1
"""Tokens behind a part that are seen with it: a sentence ends when another is seen to begin."""


class Part(NamedTuple):
    """Some sentences of a document of several."""

    number: int
    """Which of the documents it is of."""
    start: int
    end: int
    """Its tokens in the document, the lookahead left out."""
    tokens: Doc
    """Its tokens and the lookahead."""


class Partwise:
    """What makes a transition-based component take documents part by part; it learns as before."""

    attributes: tuple[int, ...]
    """What the component writes of a token, as `Doc.to_array` names it."""

    def predict(self, docs: Sequence[Doc]) -> list[NDArray[np.uint64]]:
        """What is found in each document: a row a token, with a column an attribute."""
        docs = [docs] if isinstance(docs, Doc) else docs
        found = [np.empty((len(doc), len(self.attributes)), dtype=np.uint64) for doc in docs]
        layer = self.model.get_ref("tok2vec")  # type: ignore[attr-defined]
        vectors = np.split(layer.predict(docs), np.cumsum([len(doc) for doc in docs])[:-1])
        for batch in _batches(docs):
            parts = [part.tokens for part in batch]
            with _given(layer, np.concatenate([vectors[p.number][p.start : p.start + len(p.tokens)] for p in batch])):
                states = super().predict(parts)  # type: ignore[misc]
            super().set_annotations(parts, states)  # type: ignore[misc]
            for number, start, end, tokens in batch:
                found[number][start:end] = tokens.to_array(list(self.attributes))[: end - start]
        return found

    def set_annotations(self, docs: Sequence[Doc], found: Sequence[NDArray[np.uint64]]) -> None:
        """Writes what `predict` gave into the documents."""
        for doc, annotation in zip(docs, found, strict=True):
            doc.from_array(list(self.attributes), annotation)  # type: ignore[arg-type]


class PartwiseParser(Partwise, DependencyParser):  # type: ignore[misc]
    """A `DependencyParser` that takes documents part by part."""

    attributes = (HEAD, DEP)


class PartwiseRecognizer(Partwise, EntityRecognizer):  # type: ignore[misc]
    """An `EntityRecognizer` that takes documents part by part."""

    attributes = (ENT_IOB, ENT_TYPE)


FACTORIES = {"parser": "extractor_parser", "ner": "extractor_ner"}
"""spaCy's factories, and ours that take their place with the same settings."""


def _batches(docs: Sequence[Doc]) -> Iterator[list[Part]]:
    """The parts of all documents in their order, as many together as have `BATCH` tokens."""
    batch: list[Part] = []
    size = 0
    for number, doc in enumerate(docs):
        words: list[str] = [token.text for token in doc]
        starts: list[Any] = [token.is_sent_start for token in doc]
        cuts = [*_cuts(starts), len(doc)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            if batch and size + end - start > BATCH:
                yield batch
                batch, size = [], 0
            seen = slice(start, end + LOOKAHEAD)
            batch.append(Part(number, start, end, Doc(doc.vocab, words=words[seen], sent_starts=starts[seen])))
            size += end - start
    if batch:
        yield batch


def _cuts(starts: Sequence[bool | None]) -> list[int]:
    """Where parts begin: at sentence starts that are known, `PART` tokens or more apart."""
    cuts = [0] if starts else []
    for token, begins in enumerate(starts):
        if begins and token - cuts[-1] >= PART:
            cuts.append(token)
    return cuts


@contextmanager
def _given(layer: Model[Any, Any], rows: NDArray[np.float32]) -> Iterator[None]:
    """Within, the layer answers with these rows whatever it is asked."""
    forward = layer._func
    layer._func = lambda model, docs, is_train: (rows, lambda gradients: [])
    try:
        yield
    finally:
        layer._func = forward


@Language.factory("extractor_parser", assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"])
def create_parser(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    moves: Any,
    update_with_oracle_cut_size: int,
    learn_tokens: bool,
    min_action_freq: int,
    scorer: Callable[..., Any] | None,
) -> PartwiseParser:
    """The component `extractor_parser`: spaCy's `parser`, with its settings, part by part."""
    return PartwiseParser(
        nlp.vocab,
        model,
        name,
        moves=moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        learn_tokens=learn_tokens,
        min_action_freq=min_action_freq,
        scorer=scorer,
    )


@Language.factory("extractor_ner", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def create_ner(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Callable[..., Any] | None,
) -> PartwiseRecognizer:
    """The component `extractor_ner`: spaCy's `ner`, with its settings, part by part."""
    return PartwiseRecognizer(
        nlp.vocab,
        model,
        name,
        moves=moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )
