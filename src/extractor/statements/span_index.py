"""Things by the stretch of text that they cover, so that what stands at a place is found without looking at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from extractor.annotations import Offsets

Item = TypeVar("Item")

_WIDTH = 512
"""Code points a cell: about a paragraph."""


class SpanIndex(Generic[Item]):
    """Items with their spans, an item under several spans where it has several."""

    def __init__(self, items: Iterable[tuple[Offsets, Item]]) -> None:
        self._cells: dict[int, dict[int, Item]] = {}
        for number, ((start, end), item) in enumerate(items):
            for cell in range(start // _WIDTH, max(start, end - 1) // _WIDTH + 1):
                self._cells.setdefault(cell, {})[number] = item

    def near(self, start: int, end: int) -> list[Item]:
        """All items that overlap `start:end` and some that stand close by, in the order in which they were given."""
        first, last = start // _WIDTH, max(start, end - 1) // _WIDTH
        if first == last:
            return list(self._cells.get(first, {}).values())
        found: dict[int, Item] = {}
        for cell in range(first, last + 1):
            found.update(self._cells.get(cell, {}))
        return [found[number] for number in sorted(found)]
