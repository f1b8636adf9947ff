"""Several at once: names joined by `et`, and the phrases that take them up (`les trois pays`, `les deux ministres`).

A numeral says how many are meant and the noun of what type; the members are the last coordination of that size, or
those that the nearest sentences name, when they are exactly as many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import EntityType, Mention
from extractor.coreference.nominals import Phrase
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_DETERMINERS_OF_GROUPS = WordList("determiners_of_groups")

NUMERALS = {
    word: number
    for number, words in {
        2: "deux 2",
        3: "trois 3",
        4: "quatre 4",
        5: "cinq 5",
        6: "six 6",
        7: "sept 7",
        8: "huit 8",
        9: "neuf 9",
        10: "dix 10",
    }.items()
    for word in words.split()
}
_GAP = 90
"""How many characters may lie between two names of a coordination: room for a title."""
_ARTICLE = r"(?:(?:le|la|les|de|du|des|à|au|aux|avec|M\.|MM\.|Mme|Mmes)[\s\u00a0]+|(?:de[\s\u00a0]+)?[ldLD]['’])*"
_COMMA = re.compile(rf"[\s\u00a0]*,[\s\u00a0]*{_ARTICLE}", re.IGNORECASE)
_AND = re.compile(
    rf"[\s\u00a0]*,?[\s\u00a0]*(?:et|ainsi que|comme)[\s\u00a0]+(?:aussi[\s\u00a0]+)?{_ARTICLE}", re.IGNORECASE
)
_SLASH = re.compile(r"[-/–]")
_PARENTHESIS = re.compile(r"\([^()\n]{1,60}\)")


@dataclass(slots=True, frozen=True)
class Coordination:
    """Names of one type joined in one phrase: `Paris, Berlin et Londres`."""

    start: int
    end: int
    type: EntityType
    members: tuple[str, ...]


def find_coordinations(text: str, named: list[Mention], phrases: list[Phrase]) -> list[Coordination]:
    """The coordinations among `named` (by place), titles before the names let through."""
    titles: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.bound is not None:
            titles.setdefault(phrase.bound, []).append(phrase)
    found: list[Coordination] = []
    run: list[Mention] = []
    joined = False
    for mention in named:
        link = _link(text, run[-1], mention, titles) if run else None
        if link is None:
            _close(run, joined, found)
            run, joined = [mention], False
        else:
            run.append(mention)
            joined = link == "and"
    _close(run, joined, found)
    return found


def _close(run: list[Mention], joined: bool, found: list[Coordination]) -> None:
    members = tuple(dict.fromkeys(m.entity_id for m in run))
    if joined and len(members) > 1:
        found.append(Coordination(run[0].start, run[-1].end, run[0].type, members))


def _link(text: str, one: Mention, other: Mention, titles: dict[str, list[Phrase]]) -> str | None:
    """`and` or `comma` where two names are joined so."""
    if one.type != other.type or not 0 <= other.start - one.end <= _GAP:
        return None
    gap = text[one.end : other.start]
    for phrase in titles.get(other.entity_id, ()):
        if one.end <= phrase.start and phrase.end <= other.start:
            gap = text[one.end : phrase.start] + text[phrase.end : other.start].lstrip(" ,\u00a0")
            break
    gap = _PARENTHESIS.sub("", gap)
    for phrase in titles.get(one.entity_id, ()):
        if one.end <= phrase.start < other.start and phrase.end <= other.start:
            gap = text[phrase.end : other.start]  # `X, ministre de la Défense, et Y`
            break
    if _AND.fullmatch(gap) or _SLASH.fullmatch(gap):
        return "and"
    return "comma" if _COMMA.fullmatch(gap) else None


@dataclass(slots=True, frozen=True)
class GroupPhrase:
    """`les trois pays`: how many of what."""

    start: int
    end: int
    token: int
    count: int
    type: EntityType


@kept()
def _heads() -> dict[str, EntityType]:
    return {fold(row["noun"]): row["type"] for row in rows("group_heads")}  # type: ignore[misc]


_GROUP = re.compile(
    r"\b(?P<determiner>les|ces|leurs|nos|des|aux|entre|d['’]entre)[ \u00a0]+"
    r"(?P<count>deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d{1,2})"
    r"(?P<adjectives>(?:[ \u00a0](?:grands|grandes|principaux|principales|autres|anciens|anciennes|hauts))?)"
    r"[ \u00a0](?P<noun>[\w-]+)",
    re.IGNORECASE,
)


def find_group_phrases(doc: Doc, token_at: dict[int, int]) -> list[GroupPhrase]:
    """The phrases with a numeral and a noun of the table, by place; `token_at` maps offsets to tokens."""
    found = []
    for match in _GROUP.finditer(text_of(doc)):
        entity_type = _heads().get(fold(match.group("noun")))
        count = NUMERALS.get(fold(match.group("count")))
        token = token_at.get(match.start("noun"))
        if (
            entity_type is None
            or count is None
            or token is None
            or match.group("adjectives").strip().lower() == "autres"
        ):
            continue
        start = (
            match.start("count") if match.group("determiner").lower() not in _DETERMINERS_OF_GROUPS else match.start()
        )
        end = match.end()
        following = token + 1
        while following < len(doc) and doc[following].pos_ == "ADJ" and doc[following].idx == end + 1:
            end = doc[following].idx + len(doc[following].text)
            following += 1
        found.append(GroupPhrase(start, end, token, count, entity_type))
    return found


def count_in(text: str) -> int | None:
    """The number that a plural description names: 2 in `les deux ministres`."""
    for word in fold(text).split()[:3]:
        if word in NUMERALS:
            return NUMERALS[word]
    return None
