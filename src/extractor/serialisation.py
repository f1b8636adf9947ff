"""Annotations in spaCy's own files: `doc.to_bytes()`, `DocBin(store_user_data=True)`, `nlp.pipe(n_process=2)`.

spaCy writes `doc.user_data` with msgpack, which asks the encoders registered with `srsly` for what it does not know.
Our annotations are written field by field; what stages keep for each other is left out and made anew when needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from srsly import msgpack_decoders, msgpack_encoders  # type: ignore[import-untyped]

from extractor.annotations import Entity, Mention, Quotation, Relation, Statement

_KEY = "extractor.annotation"
_CLASSES: dict[str, type[Any]] = {c.__name__: c for c in (Entity, Mention, Quotation, Relation, Statement)}
_OFFSETS = frozenset({"cue", "speaker", "description", "addressee", "via"})
_SPANS = frozenset({"spans", "quoted_spans"})
"""Fields that hold offsets: msgpack does not tell tuples from lists."""


def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """An annotation as a dict, other things of this package as nothing; the rest goes on along the chain."""
    name = type(value).__name__
    if _CLASSES.get(name) is type(value):
        return {_KEY: name, **{f.name: getattr(value, f.name) for f in fields(value)}}
    if (
        type(value).__module__.startswith("extractor.")
        or isinstance(value, (set, frozenset))
        and not is_dataclass(value)
    ):
        return None
    return value if chain is None else chain(value)


def decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The annotation that `encode` wrote."""
    if isinstance(value, dict) and _KEY in value:
        return _CLASSES[value[_KEY]](**{key: _restored(key, item) for key, item in value.items() if key != _KEY})
    return value if chain is None else chain(value)


def _restored(key: str, item: Any) -> Any:
    if not isinstance(item, (list, tuple)):
        return item
    if key in _OFFSETS:
        return tuple(item)
    return [tuple(pair) for pair in item] if key in _SPANS else list(item)


def register() -> None:
    """Tell `srsly`; safe to call again."""
    msgpack_encoders.register("extractor", func=encode)
    msgpack_decoders.register("extractor", func=decode)
