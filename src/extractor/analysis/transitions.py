"""spaCy's parser and entity recogniser, given a few sentences at a time instead of an article.

Both walk through a document word by word, and through as many documents as they are given in one step. Where
sentences begin is known before they run (`sentences.py`), and neither an arc nor an entity leads over such a border:
sentences are documents enough. So an article's parts are walked through side by side, in matrix products of many
rows instead of one, and what is kept of every word on the way (4 kB by the parser) is kept for a few thousand words
only, whatever the length. What is found is the same, word for word, as the words' vectors are those of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc

if TYPE_CHECKING:
    from thinc.api import Model

PART = 200
"""Tokens that a part has at least, where sentences allow."""

BATCH = 4_000
"""Tokens that are walked through at once: 16 MB of what the parser keeps of a word."""

LOOKAHEAD = 1
"""Tokens behind a part that are seen with it: a sentence ends when another is seen to begin."""


class Partwise:
    """What makes a transition-based component take long documents part by part; it learns as before."""

    attributes: tuple[int, ...]
    """What the component writes of a token, as `Doc.to_array` names it."""

    def predict(self, docs: Sequence[Doc]) -> list[Any]:
        """The final state of each document that is one part; the annotation, as an array, of each that is several."""
        docs = [docs] if isinstance(docs, Doc) else docs
        cuts = [_cuts(doc) for doc in docs]
        whole = [place for place, of_doc in enumerate(cuts) if len(of_doc) == 2]
        states = dict(zip(whole, super().predict([docs[place] for place in whole]), strict=True))  # type: ignore[misc]
        return [
            states[place] if place in states else self._annotation(docs[place], of_doc)
            for place, of_doc in enumerate(cuts)
        ]

    def set_annotations(self, docs: Sequence[Doc], predicted: Sequence[Any]) -> None:
        """Writes what `predict` gave into the documents."""
        for doc, found in zip(docs, predicted, strict=True):
            if isinstance(found, np.ndarray):
                doc.from_array(list(self.attributes), found)  # type: ignore[arg-type]
            else:
                super().set_annotations([doc], [found])  # type: ignore[misc]

    def _annotation(self, doc: Doc, cuts: Sequence[int]) -> NDArray[np.uint64]:
        """A row a token of the document, with a column an attribute."""
        layer = self.model.get_ref("tok2vec")  # type: ignore[attr-defined]
        vectors = layer.predict([doc])
        words: list[str] = [token.text for token in doc]
        starts: list[Any] = [bool(token.is_sent_start) for token in doc]
        annotation: NDArray[np.uint64] = np.empty((len(doc), len(self.attributes)), dtype=np.uint64)
        for batch in _batches(cuts):
            seen = [slice(start, end + LOOKAHEAD) for start, end in batch]
            parts = [Doc(doc.vocab, words=words[part], sent_starts=starts[part]) for part in seen]
            with _given(layer, np.concatenate([vectors[part] for part in seen])):
                states = super().predict(parts)  # type: ignore[misc]
            super().set_annotations(parts, states)  # type: ignore[misc]
            for part, (start, end) in zip(parts, batch, strict=True):
                annotation[start:end] = part.to_array(list(self.attributes))[: end - start]
        return annotation


class PartwiseParser(Partwise, DependencyParser):  # type: ignore[misc]
    """A `DependencyParser` that takes long documents part by part."""

    attributes = (HEAD, DEP)


class PartwiseRecognizer(Partwise, EntityRecognizer):  # type: ignore[misc]
    """An `EntityRecognizer` that takes long documents part by part."""

    attributes = (ENT_IOB, ENT_TYPE)


FACTORIES = {"parser": "extractor_parser", "ner": "extractor_ner"}
"""spaCy's factories, and ours that take their place with the same settings."""


def _cuts(doc: Doc) -> list[int]:
    """Where the parts of a document begin, at known sentence starts `PART` tokens or more apart, and its length."""
    cuts = [0]
    if len(doc) >= 2 * PART:
        for start in np.flatnonzero(doc.to_array(SENT_START) == 1).tolist():
            if start - cuts[-1] >= PART:
                cuts.append(start)
    return [*cuts, len(doc)]


def _batches(cuts: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The spans between the cuts, as many together as have `BATCH` tokens."""
    batch: list[tuple[int, int]] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        if batch and end - batch[0][0] > BATCH:
            yield batch
            batch = []
        batch.append((start, end))
    yield batch


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
