"""Who stands for which country: a person by their function, an organisation by the state that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.annotations import Entity, Mention, Relation


def represents(entities: dict[str, Entity], mentions: Iterable[Mention]) -> Iterator[Relation]:
    """One edge for each person or organisation with a state, with the function in `detail`.

    The evidence is the first mention; the country need not be mentioned itself.
    """
    seen: set[str] = set()
    for mention in mentions:
        entity = entities.get(mention.entity_id)
        if entity is None or entity.id in seen or entity.type not in ("PERSON", "ORG") or not entity.country:
            continue
        seen.add(entity.id)
        if entity.type == "PERSON" and not entity.role:
            continue
        for iso in entity.country.split("|"):
            yield Relation(
                entity.id,
                "represents",
                f"country:{iso}",
                mention.start,
                mention.end,
                "role" if entity.type == "PERSON" else "knowledge",
                0.9,
                detail=entity.role if entity.type == "PERSON" else None,
            )
