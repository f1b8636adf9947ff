"""Regular expressions of very many alternatives, written so that they compile in a moment and match the same.

spaCy's French tokenizer keeps hyphenated words whole by one expression of 540 alternatives, most of which end in the
same sets of a thousand letters. Python looks at each set anew, which takes over half of the time that the whole model
takes to load. Alternatives that share their end, or their beginning and end, are brought together here: the language of
`ax|bx` is that of `(?:a|b)x`, and whether a text matches is all that the tokenizer asks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LONG_PATTERN = 100_000
"""Characters from which on a pattern is worth rewriting; a compilation of fewer takes no time to speak of."""

LONG_SET = 100
"""Characters of a set, `[…]`, from which on it is dear to compile."""

_ELEMENT = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]|\\.|\(\?:|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*,?\d*\})[?+]?")
_FLAGS = re.compile(r"\(\?[aiLmsu]+\)")
# What has a number, or looks around: it may not be moved.
_IMMOVABLE = re.compile(r"\\[1-9]|\((?!\?:)")


def factored(pattern: str) -> str:
    """`pattern` with alternatives of a common end brought together; as it is where it has no such form.

    It matches a text if and only if `pattern` does, though perhaps by another alternative.
    """
    flags = _FLAGS.match(pattern)
    first = flags.end() if flags else 0
    if _IMMOVABLE.search(pattern, first):
        return pattern
    by_end: dict[str, list[str]] = defaultdict(list)
    for alternative in _alternatives(pattern[first:]):
        content = _unwrapped(alternative)
        place = next(iter(_long_sets(content)), (len(content), 0))[0]
        by_end[content[place:]].append(content[:place])
    by_frame: dict[tuple[str, str], list[str]] = defaultdict(list)
    for end, beginnings in by_end.items():
        sets = list(_long_sets(end))
        if len(beginnings) == 1 and len(sets) > 1:
            start, stop = sets[0][1], sets[-1][0]
            by_frame[beginnings[0] + end[:start], end[stop:]].append(end[start:stop])
        else:
            by_frame["", end] += beginnings
    return pattern[:first] + "|".join(
        f"(?:{beginning}(?:{'|'.join(middles)}){end})" for (beginning, end), middles in by_frame.items()
    )


@contextmanager
def compiled_factored() -> Iterator[None]:
    """Has `re.compile` compile long patterns in their factored form while it lasts."""
    compile_as_is = re.compile

    def compile_factored(pattern: Any, flags: Any = 0) -> re.Pattern[Any]:
        long = isinstance(pattern, str) and len(pattern) > LONG_PATTERN
        return compile_as_is(factored(pattern) if long else pattern, flags)

    re.compile = compile_factored
    try:
        yield
    finally:
        re.compile = compile_as_is


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts between the bars that stand in no group."""
    start = 0
    for element, place, depth in _elements(pattern):
        if element == "|" and depth == 0:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _unwrapped(alternative: str) -> str:
    """`alternative` without the group around all of it, unless that group holds alternatives itself."""
    if not (alternative.startswith("(?:") and alternative.endswith(")")):
        return alternative
    content = alternative[3:-1]
    open_inside = [depth for element, _, depth in _elements(content) if element == "|" or depth < 0]
    return content if all(depth > 0 for depth in open_inside) else alternative


def _long_sets(pattern: str) -> Iterator[tuple[int, int]]:
    """Where long sets outside of groups begin, and end with their quantifier."""
    for element, place, depth in _elements(pattern):
        if depth == 0 and len(element) > LONG_SET:
            stop = place + len(element)
            quantifier = _QUANTIFIER.match(pattern, stop)
            yield place, quantifier.end() if quantifier else stop


def _elements(pattern: str) -> Iterator[tuple[str, int, int]]:
    """Sets, escapes and characters with their places and the number of groups around them; a group's ends outside."""
    depth = 0
    for match in _ELEMENT.finditer(pattern):
        element = match.group()
        if element == ")":
            depth -= 1
        yield element, match.start(), depth
        if element == "(?:":
            depth += 1
