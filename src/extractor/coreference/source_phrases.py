"""Where the statements of an article have their sources and their words, for the walk that says who is meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

from extractor.annotations import Statement
from extractor.coreference.appositions import Appositions
from extractor.coreference.heads import Heads


class SourcePhrases:
    """The source phrases of the statements with their heads, and the contents of reports, by place."""

    def __init__(self, statements: list[Statement], heads: Heads, beside: Appositions, people: Collection[str]) -> None:
        """`people` are the ids of the persons of the article."""
        self._of = sorted((s for s in statements if s.speaker), key=lambda s: s.speaker or (0, 0))
        self._speakers = [s.speaker for s in self._of if s.speaker]
        self._starts = [start for start, _ in self._speakers]
        self._headed: dict[int, Statement] = {}
        self._ids: list[frozenset[str]] = []
        for statement, (start, end) in zip(self._of, self._speakers, strict=True):
            members = heads.of(start, end)
            for head in members:
                self._headed.setdefault(head.start, statement)
            ids = frozenset(i for head in members for i in head.entity_ids)
            if ids.isdisjoint(people):
                named = beside.named(start, end)
                ids = frozenset({named.entity_id}) if named is not None else ids
            for mention in beside.names(start, end):
                if mention.entity_id in ids:  # `le ministre délégué aux Transports, X`
                    self._headed.setdefault(mention.start, statement)
            self._ids.append(ids)
        self._contents_by_place()

    def _contents_by_place(self) -> None:
        """Sort what is quoted and what is reported, each with the number of its statement."""
        self._quoted = sorted((a, b, i) for i, s in enumerate(self._of) for a, b in s.spans if s.type == "direct")
        self._quoted_starts = [q[0] for q in self._quoted]
        self._contents = sorted((a, b, i) for i, s in enumerate(self._of) for a, b in s.spans if s.type != "direct")
        self._content_starts = [c[0] for c in self._contents]

    def learn(self, heads: Heads) -> bool:
        """Take over whom a first walk found for the sources that are no names; whether that tells of a quotation."""
        told = False
        for i, statement in enumerate(self._of):
            if not self._ids[i] and statement.speaker is not None:
                self._ids[i] = frozenset(e for head in heads.of(*statement.speaker) for e in head.entity_ids)
                told = told or (bool(self._ids[i]) and bool(statement.quoted_spans or statement.type == "direct"))
        return told

    def at(self, start: int, end: int) -> Statement | None:
        """The statement whose source is the pronoun at `start:end`, with no noun before it in the source phrase."""
        i = bisect_right(self._starts, start) - 1
        for j in range(i, max(-1, i - 3), -1):
            if self._speakers[j][0] <= start and end <= self._speakers[j][1] and start - self._speakers[j][0] < 8:
                return self._of[j]
        return None

    def headed_at(self, start: int) -> Statement | None:
        """The statement whose source phrase is headed by what begins at `start`."""
        return self._headed.get(start)

    def quoted(self, offset: int) -> frozenset[str]:
        """Who is known by name to speak the direct statement around `offset`."""
        i = bisect_right(self._quoted_starts, offset) - 1
        for j in range(i, max(-1, i - 4), -1):
            start, end, statement = self._quoted[j]
            if start <= offset < end:
                return self._ids[statement]
        return frozenset()

    def reporting(self, offset: int) -> frozenset[str]:
        """Who is known to speak the report around `offset`."""
        i = bisect_right(self._content_starts, offset) - 1
        for j in range(i, max(-1, i - 4), -1):
            if self._contents[j][0] <= offset < self._contents[j][1]:
                return self._ids[self._contents[j][2]]
        return frozenset()

    def around(self, offset: int) -> Statement | None:
        """The report (not a quotation) whose content holds `offset`, the innermost."""
        i = bisect_right(self._content_starts, offset) - 1
        for j in range(i, max(-1, i - 4), -1):
            if self._contents[j][0] <= offset < self._contents[j][1]:
                return self._of[self._contents[j][2]]
        return None
