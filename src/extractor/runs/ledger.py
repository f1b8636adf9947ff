"""What the tables hold when a run begins: which article was done with which text and settings, what was rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from extractor.tables.store import Store


class Done(NamedTuple):
    """The row of an article in `documents`, as far as the plan needs it."""

    source: str
    input_sha256: str | None
    text_sha256: str
    settings_sha256: str
    model: str
    extractor_version: str
    duplicate_of: str | None


class Refused(NamedTuple):
    """The row of an input in `rejected`, as far as the plan needs it."""

    fingerprint: str
    settings_sha256: str
    reason: str


class Ledger:
    """The state of the tables, read when it is first asked for: a run with nothing new never asks."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def loaded(self) -> bool:
        """Whether the articles have been asked for."""
        return "done" in self.__dict__

    @cached_property
    def done(self) -> dict[str, Done]:
        """The articles in `documents`, by id."""
        columns = self.store.read("documents", ["doc_id", *Done._fields]).to_pydict()
        return dict(zip(columns["doc_id"], map(Done, *(columns[name] for name in Done._fields)), strict=True))

    @cached_property
    def refused(self) -> dict[str, Refused]:
        """The inputs in `rejected`, by source."""
        columns = self.store.read("rejected", ["source", *Refused._fields]).to_pydict()
        return dict(zip(columns["source"], map(Refused, *(columns[name] for name in Refused._fields)), strict=True))

    @cached_property
    def by_text(self) -> dict[str, str]:
        """The article that stands for all with its text: its id by the hash of the text."""
        return {done.text_sha256: doc_id for doc_id, done in self.done.items() if done.duplicate_of is None}

    def refused_loaded(self) -> bool:
        """Whether the rejected inputs have been asked for."""
        return "refused" in self.__dict__

    def known_ids(self, ids: Iterable[str | None]) -> set[str]:
        """Those of `ids` that have rows in the tables."""
        return {doc_id for doc_id in ids if doc_id is not None and doc_id in self.done}

    def known_refusals(self, sources: Iterable[str]) -> set[str]:
        """Those of `sources` that have a row in `rejected`."""
        return {source for source in sources if source in self.refused}


def file_of(source: str, files: Mapping[str, object] | set[str]) -> str | None:
    """The file among `files` that `source` comes from, or None where it is not among them.

    A source is that of the file, with `#id` for a record, and with `:number` for one whose id is another's.
    """
    if source in files:
        return source
    for sign in "#:":
        position = source.find(sign)
        while position >= 0:
            if source[:position] in files:
                return source[:position]
            position = source.find(sign, position + 1)
    return None
