"""From a pronoun or a description back to a name: the earlier places of the article where the same entity is meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from extractor.annotations import NAMED_KINDS
from extractor.views.report.records import Row

STEPS = 6
"""A longer way back is shortened in its middle."""


class Trails:
    """The ways back in one article."""

    def __init__(self, mentions: Iterable[Row]) -> None:
        self._places: dict[str, list[Row]] = {}
        for row in mentions:
            self._places.setdefault(row["entity_id"], []).append(row)
        self._starts = {entity_id: [row["start"] for row in rows] for entity_id, rows in self._places.items()}
        # For each place the last one before it, itself included, that is a name; -1 where there is none.
        self._named: dict[str, list[int]] = {}
        for entity_id, rows in self._places.items():
            last, named = -1, []
            for number, row in enumerate(rows):
                last = number if row["kind"] in NAMED_KINDS else last
                named.append(last)
            self._named[entity_id] = named

    def back(self, mention: Row) -> list[Row]:
        """The mentions between this one and the nearest name before it, the nearest first, the name last.

        Where no name comes before, the first one after it; nothing for a name, and where there is no name at all. Of a
        long way the first steps and the name are given.
        """
        if mention["kind"] in NAMED_KINDS:
            return []
        rows, named = self._places[mention["entity_id"]], self._named[mention["entity_id"]]
        place = bisect_left(self._starts[mention["entity_id"]], mention["start"])
        # Mentions that begin together: this one's own place.
        while rows[place]["mention_id"] != mention["mention_id"]:
            place += 1
        name = named[place]
        if name < 0:
            later = next((row for row in rows[place + 1 : place + 1 + 200] if row["kind"] in NAMED_KINDS), None)
            return [later] if later is not None else []
        way = range(place - 1, name - 1, -1)
        if len(way) > STEPS:
            return [rows[step] for step in (*way[: STEPS - 1], name)]
        return [rows[step] for step in way]
