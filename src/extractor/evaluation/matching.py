"""Which of what was found answers which of what was annotated: one to one, the best overlap first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from extractor.annotations import Entity, Offsets
from extractor.evaluation.gold import GoldEntity

_WORD = re.compile(r"\w+")
_NO_WORD = re.compile(r"[^\w]+")
_ARTICLE = re.compile(r"^(le|la|les|l|du|des|de|d|un|une) ")


def words(text: str, spans: Iterable[Offsets]) -> frozenset[int]:
    """The words in the spans, each by the offset where it begins."""
    return frozenset(start + match.start() for start, end in spans for match in _WORD.finditer(text[start:end]))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Words that are in both among those in either (intersection over union), 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def match(annotated: Sequence[frozenset[int]], found: Sequence[frozenset[int]], *, at_least: float) -> dict[int, int]:
    """Number of the annotated → number of the found, for pairs that overlap by `at_least`.

    Greedy: of all pairs the best first; of equal ones that which stands first.
    """
    pairs = [(overlap(one, other), i, j) for i, one in enumerate(annotated) for j, other in enumerate(found)]
    pairs = [pair for pair in pairs if pair[0] >= at_least]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in pairs:
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def plain(name: str) -> str:
    """A name without accents, case, signs and a leading article."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _ARTICLE.sub("", _NO_WORD.sub(" ", bare).strip())


def same_entity(found: Entity, annotated: GoldEntity) -> bool:
    """Whether both are the same: a country by its ISO code, a person by the full name, the others by any name.

    What is no person may be found under another type, such as an alliance that was taken for an agreement.
    """
    if "COUNTRY" in (found.type, annotated.type):
        return annotated.type == "COUNTRY" and found.iso == annotated.iso
    if found.type != annotated.type and "PERSON" in (found.type, annotated.type):
        return False
    names = {plain(name) for name in annotated.names}
    if annotated.type == "PERSON":
        return plain(found.name) in names
    return not names.isdisjoint({plain(found.name), *map(plain, found.aliases)})


def same_speakers(found: Sequence[Entity], annotated: Sequence[GoldEntity]) -> bool:
    """Whether the found speakers are exactly the annotated ones."""
    matches: Callable[[GoldEntity], bool] = lambda wanted: any(same_entity(one, wanted) for one in found)  # noqa: E731
    return len(found) == len(annotated) and all(map(matches, annotated))
