"""The word lists of the grammar by name: closed classes of French such as `days`, `relatives` or `after_saying`.

Code and grammar tables name a list and never spell it: `word_list("days")`, `@days`. The words stand in small letters
with straight apostrophes, as the stages see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from extractor.errors import KnowledgeError
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept

Words = tuple[str, ...]


@kept()
def word_lists() -> Mapping[str, frozenset[str]]:
    """Every list by its name."""
    return {name: frozenset(words) for name, words in _in_order().items()}


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
    return tuple(tuple(entry.split()) for entry in _in_order()[name])


def unknown_list(name: str) -> str:
    """What to tell of a list that is not there."""
    close = get_close_matches(name, word_lists(), n=1)
    advice = f"should it be {close[0]}" if close else "add it"
    return f"there is no word list {name!r} in word_lists.tsv; {advice}?"


@kept()
def _in_order() -> Mapping[str, Words]:
    return {row["name"]: tuple(split(row["words"])) for row in rows("word_lists")}
