"""Whom a plural means: the names joined before it, or as many of the kind as the nearest sentences name."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.annotations import EntityType, Mention
from extractor.coreference.discourse import Gender, Rank, head_of, rank_of
from extractor.coreference.groups import Coordination
from extractor.coreference.nominals import COARSE, suits
from extractor.coreference.walk import Walk, gender_of
from extractor.entities.roles import Role

_NEAR = 2
"""How many sentences a plural without a numeral may look back for one."""
_GROUP_REACH = 10
"""How many sentences a group may look back for a coordination of its size."""


class Members:
    """The coordinations and the groups of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.layout = walk.doc, walk.layout
        self.discourse, self.entities, self.sources = walk.discourse, walk.entities, walk.sources

    def coordination(self, joined: Coordination) -> None:
        """Keep in mind the names joined in one phrase, as one."""
        first = self.layout.token(joined.start)
        token = head_of(self.doc, first, first + 1)
        source = any(self.sources.headed_at(m.start) for m in self.walk.named_in(joined.start, joined.end))
        rank = max(
            rank_of(self.doc[first]),
            self.walk.last_trace[joined.members[0]].rank if joined.members[0] in self.walk.last_trace else 0,
        )
        self.walk.trace(
            joined.end - 1,
            token,
            kind="group",
            gender=self._common_gender(joined.members),
            number="p",
            rank=Rank(rank),
            source=source,
            group=joined.members,
        )
        self.walk.coordinations.append((self.layout.clock(joined.end - 1), joined))

    def _common_gender(self, members: tuple[str, ...]) -> Gender:
        return "f" if all(self.entities[m].gender == "f" for m in members) else "m"

    def group(
        self, start: int, end: int, token: Token, count: int | None, entity_type: EntityType, role: Role | None = None
    ) -> bool:
        """`les trois pays`: one mention a member, or none where the members are not certain.

        Several persons (`les deux ministres`) are kept for the speakers alone, as `ils` is: they are no mentions.
        """
        members = self._members(self.layout.clock(start), count, entity_type, role)
        if not members:
            self.walk.trace(start, token, kind="thing", gender=gender_of(token), number="p")
            return False
        if entity_type == "PERSON":
            self.walk.plural[start] = members
        else:
            for member in members:
                self.walk.found.append(Mention(start, end, entity_type, "nominal", member, "group", 0.8))
        self.walk.trace(start, token, kind="group", gender=gender_of(token), number="p", group=members)
        return True

    def _members(self, clock: int, count: int | None, entity_type: str, role: Role | None) -> tuple[str, ...]:
        """The members, as many as `count` says; where no numeral says how many, those joined just before."""

        def meant(entity_id: str) -> bool:
            entity = self.entities[entity_id]
            if entity.type != entity_type:
                return False
            if role is None or (role.group in COARSE and count is not None):
                return True
            return suits(role, self.walk.roles.get(entity_id, ()), entity) > 0

        for then, joined in reversed(self.walk.coordinations[-12:]):
            if clock - then > (_GROUP_REACH if count is not None else _NEAR):
                break
            if count in (None, len(joined.members)) and all(map(meant, joined.members)):
                return joined.members
        if count is None:
            return ()
        near: dict[str, None] = {}
        last = clock
        for trace in self.discourse.back(clock, reach=2 if entity_type == "COUNTRY" else 4):
            if trace.clock != last and len(near) >= count:
                break
            last = trace.clock
            if trace.entity_id is not None and meant(trace.entity_id) and trace.quotation is None:
                near.setdefault(trace.entity_id)
        return tuple(reversed(near)) if len(near) == count else ()
