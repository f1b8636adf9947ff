"""Who holds which function, read off the text: title before the name, apposition after it.

`Le président français Emmanuel Macron`, `Heiko Maas, chef de la diplomatie allemande,`,
`les ministres Jean-Yves Le Drian (Affaires étrangères) et Florence Parly (Armées)`.
A nominal (`le secrétaire américain à la Défense`) is matched with the roles of the persons named so far.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc

from extractor.annotations import Mention
from extractor.entities.functions import FunctionNoun, FunctionPhrase, function_forms
from extractor.entities.words import words_of
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList


@dataclass(slots=True, frozen=True)
class Role:
    """One function of one person as one place of the text gives it."""

    lemma: str
    """Masculine singular: `ministre`, `chef de la diplomatie`."""
    kind: str
    """Class of the function: `office`, `rank`, `expert`, `opposition` …"""
    group: str
    """What means the same office: `head-of-state`, `minister:foreign`; equal groups and states corefer.

    `head-of-body` presides over something that is no state, which `complement` or `organisation` names."""
    complement: str | None = None
    """Folded complement without preposition and article: `affaires etrangeres`, `parlement`."""
    state: str | None = None
    """ISO code of the state served, from a demonym, a country or an organisation."""
    nationality: str | None = None
    """ISO code of the demonym that qualifies the function."""
    organisation: str | None = None
    """Id of the organisation served."""
    gender: Literal["m", "f"] | None = None
    number: Literal["s", "p"] = "s"
    former: bool = False
    determiner: Literal["definite", "indefinite", "possessive"] | None = None
    qualifiers: tuple[str, ...] = ()
    """Folded adjectives that are no demonyms: `republicain`, `europeenne`."""
    feminine: str = ""
    """The feminine of the lemma, where it has one of its own."""
    name: str = ""
    """The function without determiner and demonym: `ministre de la Défense`."""
    text: str = ""
    """The phrase as it stands, determiner included."""
    start: int = 0
    end: int = 0
    place: Literal["before", "after", "copula", "nominal", "known"] = "before"
    """Where it stands to the name; `nominal` for a phrase that stands for a person by itself, `known` if nowhere."""
    ended: bool = False
    """Whether it is known that the office was left; when the article was written is not."""


_FEMININE_OF_ANYBODY = WordList("feminine_of_anybody")
"""Nouns whose gender tells nothing of the person: `la tête de liste`."""


_TELLING = re.compile(
    r"(?:de[ \u00a0])?l['’](?:(?P<feminine>ancienne|actuelle|éternelle)|ancien|actuel|éternel)\b", re.IGNORECASE
)
"""What tells the gender behind the elided article: `l'ancienne ministre`."""


def role_of_phrase(
    doc: Doc, phrase: FunctionPhrase, *, place: Literal["before", "after", "copula", "nominal"] = "nominal"
) -> Role:
    """The role that a function phrase gives its holder; the resolver reads nominals with it as well."""
    words = words_of(doc)
    adjective = _TELLING.match(words.text, phrase.start)
    told: Literal["m", "f"] | None = ("f" if adjective.group("feminine") else "m") if adjective else None
    complement = " ".join(words.folded[k] for first, last in phrase.complements[:1] for k in range(first, last)) or None
    return Role(
        lemma=phrase.noun.lemma,
        feminine=phrase.noun.feminine,
        kind=phrase.noun.kind,
        group=phrase.group,
        complement=complement,
        state=phrase.state,
        nationality=phrase.nationalities[0] if phrase.nationalities else None,
        organisation=phrase.organisation,
        gender=None if phrase.noun.lemma.split()[0] in _FEMININE_OF_ANYBODY else phrase.gender or told,
        number=phrase.number,
        former=phrase.former,
        determiner=phrase.determiner,
        qualifiers=tuple(phrase.qualifiers),
        name=phrase.name(words),
        text=words.text[phrase.start : phrase.end],  # `doc.text` is put together anew each time
        start=phrase.start,
        end=phrase.end,
        place=place,
    )


@kept()
def _title_functions() -> dict[str, FunctionNoun]:
    nouns = {form.noun.lemma: form.noun for forms in function_forms().values() for form in forms}
    return {row["title"]: nouns[row["function"]] for row in rows("titles") if row["function"]}


def role_of_title(text: str, mention: Mention) -> Role | None:
    """What a form of address before a name tells of its bearer: `Me X` is a lawyer."""
    word = text[max(0, mention.start - 12) : mention.start].rstrip(" \u00a0.").rpartition(" ")[2]
    noun = _title_functions().get(word)
    if noun is None:
        return None
    return Role(noun.lemma, noun.kind, noun.group, feminine=noun.feminine, start=mention.start, end=mention.start)


def function_phrases(doc: Doc) -> list[FunctionPhrase]:
    """Every function phrase of the article by place, as `extractor_people` read them."""
    return doc._.extractor_functions  # type: ignore[no-any-return]


def read_roles(doc: Doc) -> dict[str, list[Role]]:
    """The roles of each person by entity id, in order of place; empty before `extractor_people` has run."""
    return doc._.extractor_roles  # type: ignore[no-any-return]
