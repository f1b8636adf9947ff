"""What everybody knows: who holds an office whom an article need not introduce (`Vladimir Poutine`).

The article's own words come first; this is asked only for a person to whom no title in the article gives that office.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.analysis.folding import fold
from extractor.annotations import Entity
from extractor.entities.roles import Role
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept

_LEMMA = {
    "head-of-state": "président",
    "head-of-government": "Premier ministre",
    "supreme-leader": "guide suprême",
    "vice-president": "vice-président",
    "secretary-general": "secrétaire général",
    "chief-of-staff": "chef d'état-major",
    "director": "directeur général",
    "elected": "président",
    "prince": "prince héritier",
    "leader": "dirigeant",
    "head-of-body": "président",
    "party-leader": "premier secrétaire",
}


_BEFORE = "2014"
"""The year before which an office was left long ago: nobody calls the person by it alone."""


@kept()
def _holders() -> dict[str, tuple[Role, ...]]:
    found: dict[str, list[Role]] = {}
    surnames: dict[str, set[str]] = {}
    for row in rows("office_holders"):
        role = Role(
            lemma=_LEMMA.get(row["group"], "ministre"),
            kind="office",
            group=row["group"],
            state=row["state"] or None,
            organisation=row["organisation"] or None,
            place="known",
            ended=bool(row["to"]),
            former=bool(row["to"]) and row["to"] < _BEFORE,
        )
        for name in (row["name"], *split(row["aliases"])):
            found.setdefault(_key(name), []).append(role)
        surname = _key(row["name"].partition(" ")[2])
        surnames.setdefault(surname, set()).add(row["name"])
    for surname, names in surnames.items():
        if surname and len(names) == 1 and surname not in found:
            found[surname] = found[_key(next(iter(names)))]
    return {key: tuple(_with_former(roles)) for key, roles in found.items()}


def _with_former(roles: list[Role]) -> list[Role]:
    """The offices of one person; who heads a state now has left the others."""
    heads = any(not role.ended and role.group in ("head-of-state", "head-of-government") for role in roles)
    return [replace(role, former=True) if heads and role.ended else role for role in roles]


def _key(name: str) -> str:
    return fold(name).replace("-", " ")


def known_roles(entity: Entity) -> tuple[Role, ...]:
    """The offices that a person is known to hold or to have held, none for the unknown."""
    for name in (entity.name, *entity.aliases):
        roles = _holders().get(_key(name))
        if roles:
            return roles
    return ()
