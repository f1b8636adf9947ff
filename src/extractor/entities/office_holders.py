"""People whom an article need not introduce: holders of high offices by full name and by family name.

`Zelensky` and `le président Zelensky` are `person:volodymyr-zelensky`, whether or not the article tells the first name.
A family name alone is linked only where it is one holder's, and the function that stands with it, or else the state
that the article speaks of, is his.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.entities.names import PersonName, gender_of_first_name, is_first_name, parse_name
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept


@dataclass(slots=True)
class Holder:
    """Somebody who holds or has held offices."""

    name: PersonName
    offices: set[tuple[str, str]] = field(default_factory=set)
    """Group of functions and state (ISO code, or the id of an organisation)."""

    def held(self, group: str, state: str | None) -> bool:
        """Whether one of the offices is of this group and, where it is told, of this state."""
        return any(group == known and state in (None, where) for known, where in self.offices)


@kept()
def holders() -> dict[tuple[str, ...], Holder]:
    """The holders by the words of their names, aliases included."""
    found: dict[tuple[str, ...], Holder] = {}
    for row in rows("office_holders"):
        name = parse_name(row["name"])
        holder = found.setdefault(name.key, Holder(name))
        where = row["state"] or f"org:{row['organisation']}"
        holder.offices.add((row["group"], where))
        for alias in split(row["aliases"]):
            found.setdefault(parse_name(alias).key, holder)
    return found


@kept()
def family_names() -> dict[str, Holder]:
    """The holders by family name, where one alone has it and it is no first name."""
    bearers: dict[str, set[tuple[str, ...]]] = {}
    for key, holder in holders().items():
        bearers.setdefault(parse_name(" ".join(key)).family, set()).add(holder.name.key)
        bearers.setdefault(holder.name.family, set()).add(holder.name.key)
    return {
        family: holders()[next(iter(keys))]
        for family, keys in bearers.items()
        if len(keys) == 1 and not is_first_name(family)
    }


def known_holder(
    name: PersonName,
    *,
    functions: Iterable[tuple[str, str | None]] = (),
    gender: str | None = None,
    states: Iterable[str] = (),
) -> Holder | None:
    """The holder of offices whom `name` means, or None.

    `functions` are the offices that the article gives the bearer, by group and state; `states` the states and
    organisations that it names; `gender` is that of a title before the name.
    """
    full = holders().get(name.key)
    if full is not None and len(name.key) > 1:
        return full
    holder = family_names().get(name.family) if len(name.key) == 1 else None
    if holder is None:
        return None
    own = gender_of_first_name(holder.name.given or "")
    if gender is not None and own is not None and gender != own:
        return None
    told = list(functions)
    if told:
        return holder if any(holder.held(group, state) for group, state in told) else None
    spoken_of = set(states)
    return holder if any(where in spoken_of for _, where in holder.offices) else None
