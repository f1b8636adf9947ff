"""Whose tables a stage reads: the shipped ones, or those with the user's rows in them.

What is made of a table is made once and kept, for each folder of the user's own tables apart:

    @kept()
    def titles() -> dict[str, Gender]: ...

Several pipelines of one process may have different folders, and a stage asks for `titles()` deep inside: so a stage
with a folder sets it while it is at work, for its own thread only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Protocol, TypeVar, cast

from extractor.errors import KnowledgeError

if TYPE_CHECKING:
    from spacy.tokens import Doc

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


NO_FILE = "it is not a regular file; put a table of tab-separated cells in its place, or take it away"


def table_files(folder: Path) -> list[Path]:
    """The tables in `folder`, by name. Raises KnowledgeError where one is no regular file: a pipe might never end."""
    paths = sorted(folder.glob("*.tsv"))
    for path in paths:
        if not path.is_file():
            raise KnowledgeError(f"{path}: {NO_FILE}")
    return paths


class OwnTables(NamedTuple):
    """A folder of the user's tables, as it was when a pipeline was made with it."""

    folder: str
    content: str

    @classmethod
    def of(cls, folder: str | Path) -> OwnTables:
        """The tables in `folder`; other content makes other tables."""
        digest = hashlib.sha256()
        for path in table_files(Path(folder)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return cls(str(folder), digest.hexdigest())


_AT_WORK: ContextVar[OwnTables | None] = ContextVar("extractor_own_tables", default=None)


own_tables = _AT_WORK.get
"""The user's tables of the stage at work, or None; called for every word, so it is the bare look-up."""


def own_folder() -> Path | None:
    """The user's folder of the stage at work."""
    own = _AT_WORK.get()
    return None if own is None else Path(own.folder)


@contextmanager
def using(own: OwnTables | None) -> Iterator[None]:
    """Read the tables with the user's own in this block."""
    token = _AT_WORK.set(own)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


class Kept(Protocol[P, T_co]):
    """A function whose values are kept."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T_co: ...

    def cache_clear(self) -> None:
        """Forget them."""


def kept(size: int | None = None) -> Callable[[Callable[P, T]], Kept[P, T]]:
    """Keep what a function makes of tables: as `functools.lru_cache(size)`, apart for each of the user's folders."""

    def decorate(function: Callable[P, T]) -> Kept[P, T]:
        def make(own: OwnTables | None, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(*args, **kwargs)

        values = lru_cache(size)(make)
        at_work = _AT_WORK.get

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            return values(at_work(), *args, **kwargs)  # type: ignore[arg-type]

        call.cache_clear = values.cache_clear  # type: ignore[attr-defined]
        return cast("Kept[P, T]", call)

    return decorate


Stage = Callable[["Doc"], "Doc"]


class WithOwnTables:
    """A stage that reads the user's tables with the shipped ones."""

    def __init__(self, stage: Stage, own: OwnTables) -> None:
        self.stage = stage
        self.own = own

    def __call__(self, doc: Doc) -> Doc:
        with using(self.own):
            return self.stage(doc)


def with_own_tables(make: Callable[[], Stage], knowledge: str | None) -> Stage:
    """The stage that `make` gives, which reads the tables of the folder `knowledge` too.

    Raises KnowledgeError with every bad row of those tables.
    """
    if knowledge is None:
        return make()
    own = OwnTables.of(knowledge)
    _require_sound(own)
    with using(own):
        return WithOwnTables(make(), own)


@lru_cache(maxsize=8)
def _require_sound(own: OwnTables) -> None:
    from extractor.knowledge.check import require_sound  # which reads tables itself

    require_sound(Path(own.folder))
