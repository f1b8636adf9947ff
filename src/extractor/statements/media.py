"""Which organisations are papers, broadcasters and agencies: they pass words on, and are not spoken to."""

from __future__ import annotations

from extractor.knowledge import rows
from extractor.knowledge.own import kept

_KINDS = frozenset({"media", "agency", "newspaper", "broadcaster", "magazine"})


@kept()
def _media() -> frozenset[str]:
    return frozenset(
        f"org:{row['id']}"
        for table in ("media", "organisations")
        for row in rows(table)
        if table == "media" or row.get("kind") in _KINDS
    )


def is_medium(entity_id: str) -> bool:
    """Whether the organisation with this id is a medium."""
    return entity_id in _media()
