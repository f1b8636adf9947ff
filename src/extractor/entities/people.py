"""People: individuals by name, without title, with their role, state and gender.

The component reads candidates (`name_candidates`), weighs them (`name_evidence`) and tells who is who (`individuals`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from extractor.annotations import Entity, Mention, set_extensions
from extractor.entities.individuals import PeopleReader, Person
from extractor.entities.name_candidates import cuts_name
from extractor.entities.names import first_names, gender_of_first_name, slug
from extractor.entities.office_holders import known_holder
from extractor.entities.roles import Role, role_of_phrase
from extractor.entities.words import words_of
from extractor.knowledge.own import Stage, with_own_tables

_ROLE_KINDS = (
    "office",
    "diplomat",
    "spokesperson",
    "leader",
    "adviser",
    "rank",
    "police",
    "expert",
    "business",
    "media",
    "opposition",
)
"""Kinds of function by how well they tell who somebody is; `relation`, `kin`, `person` come last."""


def _withdraw(doc: Doc, people: list[Person]) -> None:
    """Take back what earlier stages proposed on weaker grounds and what crosses a person's name."""
    places = sorted(place[:2] for person in people for place in person.places)
    starts = [start for start, _ in places]
    kept: list[Mention] = []
    for mention in doc._.mentions:
        position = bisect_right(starts, mention.start) - 1
        crossed = any(
            start < mention.end and mention.start < end for start, end in places[max(0, position) : position + 2]
        )
        if not (crossed and mention.type == "ORG" and mention.method in {"model", "pattern"}):
            kept.append(mention)
    doc._.mentions[:] = kept


class People:
    """Adds the people of an article to `doc._.entities` and `doc._.mentions`, and their roles."""

    def __init__(self) -> None:
        first_names()  # the largest table is read with the pipeline, not with the first article

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        doc._.mentions[:] = [mention for mention in doc._.mentions if not cuts_name(words, mention)]
        reader = PeopleReader(doc)
        people = reader.read()
        _withdraw(doc, people)
        roles: dict[str, list[Role]] = {}
        entities: dict[str, Entity] = doc._.entities
        states = {entity.iso or entity.id for entity in entities.values()}
        for person in people:
            own = sorted(
                (role_of_phrase(doc, phrase, place=place) for c in person.candidates for phrase, place in c.roles),  # type: ignore[arg-type]
                key=lambda role: role.start,
            )
            entity = self._entity(person, own, entities, states)
            entities[entity.id] = entity
            roles[entity.id] = own
            self._describe(entity, person, roles[entity.id], reader.words.text)
            doc._.mentions.extend(
                Mention(start, end, "PERSON", kind, entity.id, method, score)  # type: ignore[arg-type]
                for start, end, kind, method, score in person.places
            )
        doc._.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        doc._.extractor_functions = reader.phrases
        doc._.extractor_roles = roles
        return doc

    def _entity(self, person: Person, roles: list[Role], entities: dict[str, Entity], states: set[str]) -> Entity:
        told = {role.gender for role in roles} | {c.gender for c in person.candidates if c.method == "title"}
        told -= {None}
        holder = known_holder(
            person.name,
            functions=[(role.group, role.state) for role in roles if role.kind != "person"],
            gender=told.pop() if len(told) == 1 else None,
            states=states,
        )
        base = f"person:{slug(holder.name.surface if holder else person.name.surface)}"
        entity_id, number = base, 2
        while entity_id in entities:
            entity_id, number = f"{base}-{number}", number + 1
        return Entity(id=entity_id, type="PERSON", name=person.name.surface)

    def _describe(self, entity: Entity, person: Person, roles: list[Role], text: str) -> None:
        """Role, country and gender from the text; the gender of the first name where the text tells none."""
        surfaces = {text[start:end] for start, end, *_ in person.places}
        entity.aliases = sorted(surfaces - {entity.name}, key=lambda s: (-len(s), s))
        genders = Counter(c.gender for c in person.candidates if c.gender and c.method == "title")
        genders.update(role.gender for role in roles if role.gender and role.number == "s")
        if genders:
            entity.gender = genders.most_common(1)[0][0]
        elif person.name.given is not None:
            entity.gender = gender_of_first_name(person.name.given)
        ordered = sorted(roles, key=_telling)
        if ordered:
            entity.role = ordered[0].name
            entity.country = next((role.state for role in ordered if role.state), None)


def _telling(role: Role) -> tuple[bool, bool, int, bool, bool, int]:
    """Sorts the roles of a person: the present office with its state and field first."""
    kind = _ROLE_KINDS.index(role.kind) if role.kind in _ROLE_KINDS else len(_ROLE_KINDS)
    return kind == len(_ROLE_KINDS), role.former, kind, role.state is None, role.complement is None, role.start


@Language.factory(
    "extractor_people",
    default_config={"knowledge": None},
    requires=["doc.ents", "doc._.extractor_hits"],
    assigns=["doc._.entities", "doc._.mentions", "doc._.extractor_functions", "doc._.extractor_roles"],
)
def create_people(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_people`: behind the other entity stages, whose names it leaves out."""
    set_extensions()
    return with_own_tables(People, knowledge)
