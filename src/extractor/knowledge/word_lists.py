"""The word lists of the grammar by name: closed classes of French such as `days`, `relatives` or `after_saying`.

Code and grammar tables name a list and never spell it: `@days` in a pattern, and in a module

    _DAYS = WordList("days")
    ...
    if word in _DAYS:

The words stand in small letters with straight apostrophes, as the stages see them. An entry `@days` in a list stands
for the words of that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from typing import TypeVar

from extractor.errors import KnowledgeError
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept, own_tables

Words = tuple[str, ...]
T = TypeVar("T")


class WordList(Set[str]):
    """The words of a list, read when they are first asked for, with those of the user's folder of the stage at work.

    `written`, such as `fold`, gives the form in which the stage sees a word. A loop that asks for every word of an
    article takes `words` once instead, which is quicker.
    """

    __slots__ = ("_shipped", "name", "written")

    def __init__(self, name: str, written: Callable[[str], str] | None = None) -> None:
        self.name = name
        self.written = written
        self._shipped: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """The words as they are now."""
        if own_tables() is not None:
            return _written(self.name, self.written)
        if self._shipped is None:
            self._shipped = _written(self.name, self.written)
        return self._shipped

    def __contains__(self, word: object) -> bool:
        words = self._shipped
        if words is None or own_tables() is not None:
            words = self.words
        return word in words

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def __repr__(self) -> str:
        return f"WordList({self.name!r})"

    def __or__(self, other: Set[T]) -> frozenset[str | T]:
        return self.words.union(other)

    @classmethod
    def _from_iterable(cls, words: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        """What `&` and `-` make of a list and another set."""
        return frozenset(words)


class WordSequences:
    """The entries of a list word by word, in the order of the table: `(("par", "ailleurs"), ("en", "outre"))`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __iter__(self) -> Iterator[Words]:
        return iter(word_sequences(self.name))

    def __contains__(self, entry: object) -> bool:
        return entry in word_sequences(self.name)

    def longest(self, words: Sequence[str], place: int) -> int | None:
        """The place behind the longest entry that stands at a place; None where none does."""
        if place >= len(words):
            return None
        entries = _by_first_word(self.name).get(words[place], ())
        return next((place + len(one) for one in entries if tuple(words[place : place + len(one)]) == one), None)

    def __repr__(self) -> str:
        return f"WordSequences({self.name!r})"


@kept()
def word_lists() -> Mapping[str, frozenset[str]]:
    """Every list by its name."""
    return {name: frozenset(entries_of(name)) for name in _written_lists()}


@kept()
def _written(name: str, written: Callable[[str], str] | None) -> frozenset[str]:
    words = word_list(name)
    return words if written is None else frozenset(map(written, words))


def word_list(name: str) -> frozenset[str]:
    """The words of one list; raises KnowledgeError where there is none of that name."""
    try:
        return word_lists()[name]
    except KeyError:
        raise KnowledgeError(unknown_list(name)) from None


@kept()
def word_sequences(name: str) -> tuple[Words, ...]:
    """The entries of one list word by word, in the order of the table: `(("par", "ailleurs"), ("en", "outre"))`."""
    word_list(name)
    return tuple(tuple(entry.split()) for entry in entries_of(name))


@kept()
def _by_first_word(name: str) -> Mapping[str, list[Words]]:
    """The entries by their first word, the longest first."""
    found: dict[str, list[Words]] = {}
    for entry in sorted(word_sequences(name), key=len, reverse=True):
        found.setdefault(entry[0], []).append(entry)
    return found


def unknown_list(name: str) -> str:
    """What to tell of a list that is not there."""
    close = get_close_matches(name, word_lists(), n=1)
    advice = f"should it be {close[0]}" if close else "add it"
    return f"there is no word list {name!r} in word_lists.tsv; {advice}?"


@kept()
def entries_of(name: str) -> Words:
    """The entries of a list in the order of the table, those of the lists that it names in their place.

    Raises KnowledgeError where it names one that is not there, or itself.
    """
    return tuple(dict.fromkeys(_entries(name, ())))


@kept()
def _written_lists() -> Mapping[str, list[str]]:
    return {row["name"]: split(row["words"]) for row in rows("word_lists")}


def _entries(name: str, within: Words) -> Iterator[str]:
    lists = _written_lists()
    if name in within:
        raise KnowledgeError(f"the word list {name!r} holds itself, by way of {', '.join(within)}; leave one @ out")
    for entry in lists[name]:
        if not entry.startswith("@"):
            yield entry
        elif entry[1:] in lists:
            yield from _entries(entry[1:], (*within, name))
        else:
            close = get_close_matches(entry[1:], lists, n=1)
            advice = f"should it be @{close[0]}" if close else "add it"
            raise KnowledgeError(f"the word list {name!r} names {entry}, which is not in word_lists.tsv; {advice}?")
