"""The same model, faster: four changes to how a loaded spaCy pipeline computes, none to what it computes.

- Word forms are embedded once. The embedding layer sees each token by itself (its form, norm and the space
  behind it), and nine tokens in ten repeat a form that has been embedded before.
- Matrices are multiplied by numpy's own linear algebra instead of blis, where spaCy runs on the processor: on one
  thread, as products this small lose more by sharing than they gain, and shards already share the cores.
- The convolution over a batch runs in windows that fit the processor's cache, each with as much of its surroundings
  as it looks at, so that long texts cost no more a word than short ones.
- The lemmatiser's lists of known base forms become dictionaries: looking one up no longer walks a list. What it
  remembers of the words it has seen has a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import (  # type: ignore[import-not-found]
    IDS,
    IS_SPACE,
    LOWER,
    NORM,
    ORTH,
    PREFIX,
    SHAPE,
    SPACY,
    SUFFIX,
)
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language
    from thinc.api import Model

CAPACITY = 32_768
"""Word forms kept a layer (12 MB at 96 numbers each), and by the lemmatiser; when it is full, it starts afresh."""

WINDOW = 2048
"""Rows that the convolution sees at once."""

_KEY = [ORTH, NORM, SPACY]
_DECIDED_BY_KEY = frozenset({ORTH, NORM, LOWER, PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE})
_MIXED = ">>with_array(maxout>>layernorm>>dropout)>>ragged2list"

Forward = Callable[..., tuple[Any, Callable[..., Any]]]


def accelerate(nlp: Language) -> Language:
    """`nlp` itself, changed in place. Its components predict what they did, up to the rounding of sums."""
    operations = SingleThreadedOps()
    for _, component in nlp.components:
        if isinstance(component, Lemmatizer):
            _index_base_forms(component)
            component.cache = Bounded(component.cache)
        model = getattr(component, "model", None)
        if model is None or not hasattr(model, "walk"):
            continue
        for layer in model.walk():
            if type(layer.ops) is NumpyOps and layer.ops.use_blis:
                layer.ops = operations
            if _embeds_forms(layer):
                layer._func = FormEmbedding(layer._func)
            elif _convolves(layer):
                layer.layers[0]._func = WindowedConvolution(layer.layers[0])
    return nlp


class SingleThreadedOps(NumpyOps):  # type: ignore[misc]
    """Thinc's operations with numpy's matrix product, on one thread whatever the rest of the process uses."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)
        self._algebra = ThreadpoolController().select(user_api="blas")

    def __reduce__(self) -> tuple[type[SingleThreadedOps], tuple[()]]:
        return SingleThreadedOps, ()

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, either of them transposed where asked."""
        with self._algebra.limit(limits=1):
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)


class FormEmbedding:
    """The forward pass of an embedding layer that remembers the rows of the word forms it has seen.

    In training it does what the layer did, and forgets its rows, as the weights will change.
    """

    def __init__(self, forward: Forward, *, capacity: int = CAPACITY) -> None:
        self.forward = forward
        self.capacity = capacity
        self._forget()

    def _forget(self) -> None:
        self._places: dict[tuple[int, int, int], int] = {}
        self._rows: NDArray[np.float32] | None = None

    def __call__(self, model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Callable[..., Any]]:
        if is_train or not all(isinstance(doc, Doc) for doc in docs):
            self._forget()
            return self.forward(model, docs, is_train)
        return [self._embed(model, doc) for doc in docs], lambda gradients: []

    def _embed(self, model: Model[Any, Any], doc: Doc) -> Any:
        if not len(doc):
            return model.ops.alloc2f(0, model.get_dim("nO"))
        keys: list[tuple[int, int, int]] = list(map(tuple, doc.to_array(_KEY).tolist()))
        new = {key for key in keys if key not in self._places}
        if self._rows is None or new:
            if len(self._places) + len(new) > self.capacity:
                self._forget()
                new = set(keys)
            rows = self.forward(model, [_forms(doc, new)], False)[0][0]
            first = len(self._places)
            if self._rows is None or first + len(new) > len(self._rows):
                needed = first + len(new)
                grown = np.empty((max(min(2 * needed, self.capacity), needed), rows.shape[1]), dtype=rows.dtype)
                if self._rows is not None:
                    grown[:first] = self._rows[:first]
                self._rows = grown
            self._rows[first : first + len(new)] = rows
            self._places.update(zip(new, range(first, first + len(new)), strict=True))
        return self._rows[[self._places[key] for key in keys]]


class WindowedConvolution:
    """The forward pass of a convolution, window by window; in training all at once, as the layer did it."""

    def __init__(self, layer: Model[Any, Any], *, window: int = WINDOW) -> None:
        self.forward: Forward = layer._func
        self.window = window
        self.reach = sum(node.attrs["window_size"] for node in layer.walk() if node.name == "expand_window")
        """Rows on either side that a row's result depends on."""

    def __call__(self, model: Model[Any, Any], rows: Any, is_train: bool) -> tuple[Any, Callable[..., Any]]:
        if is_train or len(rows) <= self.window:
            return self.forward(model, rows, is_train)
        results = np.empty_like(rows)  # a residual layer gives as many numbers a row as it takes
        for first in range(0, len(rows), self.window):
            before = min(first, self.reach)
            seen = rows[first - before : first + self.window + self.reach]
            results[first : first + self.window] = self.forward(model, seen, False)[0][before : before + self.window]
        return results, lambda gradients: gradients


class Bounded(dict[Any, Any]):
    """A dictionary that is emptied when it holds `CAPACITY` entries and gets another."""

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= CAPACITY and key not in self:
            self.clear()
        super().__setitem__(key, value)


def _forms(doc: Doc, keys: set[tuple[int, int, int]]) -> Doc:
    """A document of these forms, one after the other."""
    strings = doc.vocab.strings
    forms = Doc(doc.vocab, words=[strings[orth] for orth, _, _ in keys], spaces=[bool(space) for _, _, space in keys])
    norms: Any = np.array([norm for _, norm, _ in keys], dtype=np.uint64)
    return forms.from_array([NORM], norms)


def _embeds_forms(layer: Model[Any, Any]) -> bool:
    """Whether the layer maps documents to a row a token from nothing but what the key decides."""
    if not (layer.name.startswith("extract_features>>") and layer.name.endswith(_MIXED)):
        return False
    columns = [c for node in layer.walk() if node.name == "extract_features" for c in node.attrs["columns"]]
    return {IDS.get(str(column), column) for column in columns} <= _DECIDED_BY_KEY


def _convolves(layer: Model[Any, Any]) -> bool:
    """Whether the layer is a convolution over rows of a batch, padded between documents."""
    return layer.name.startswith("with_array(residual(expand_window>>") and bool(layer.attrs.get("pad"))


def _index_base_forms(lemmatizer: Lemmatizer) -> None:
    if lemmatizer.lookups.has_table("lemma_index"):
        index = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, forms in list(index.items()):
            if isinstance(forms, (list, tuple)):
                index[part_of_speech] = dict.fromkeys(forms)
