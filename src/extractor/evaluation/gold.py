"""Annotated articles: what people marked by surface string and occurrence number, as code point offsets.

An annotation is a JSON file beside the text that it names as `file`:

    "entities":   {"austin": {"type": "PERSON", "names": ["Lloyd Austin"]}, "us": {"type": "COUNTRY", "iso": "US"}}
    "mentions":   [surface, n, entity, kind] or [context, n, entity, kind, part of it]; "all" for n: every whole word
                  outside a longer mention of the same entity
    "statements": {"spans": [[first words, last words, n]], "type", "cue": [surface, n], "speaker": [context, n, part],
                  "by": [entity], "by_alt": [[entity]], "optional": true}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.annotations import ENTITY_TYPES, MentionKind, Offsets, StatementType
from extractor.errors import InputError

KINDS = ("name", "acronym", "demonym", "metonym", "pronoun", "nominal")
STATEMENT_TYPES = ("direct", "indirect", "mixed")


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Whom or what the annotation means: a country by its ISO code, all others by their names, the fullest first."""

    type: str
    names: tuple[str, ...] = ()
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A place where an entity is named or meant."""

    start: int
    end: int
    entity: str
    kind: MentionKind
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldStatement:
    """Who said what. `by` are the speakers, `alternatives` other sets of them that are as right.

    An `optional` one, on which careful readers differ, counts neither as missing nor as spurious.
    """

    spans: tuple[Offsets, ...]
    type: StatementType
    cue: Offsets | None = None
    speaker: Offsets | None = None
    by: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """An article with its annotation."""

    doc_id: str
    text: str
    entities: dict[str, GoldEntity]
    mentions: list[GoldMention] = field(default_factory=list)
    statements: list[GoldStatement] = field(default_factory=list)


class _Wrong(Exception):
    """Something that the annotation says is not so."""


def read_gold(paths: Iterable[Path | str]) -> list[Gold]:
    """The annotated articles in files and folders (`*.json`), each beside its text.

    Raises InputError where there is none, or naming the file and everything in it that is off.
    """
    files: list[Path] = []
    for path in map(Path, paths):
        if not path.exists():
            raise InputError(f"{path} does not exist")
        found = sorted(path.glob("*.json")) if path.is_dir() else [path]
        # A folder may hold other JSON; a file that is named has to be an annotation.
        files += [file for file in found if not path.is_dir() or is_annotation(_json(file))]
    if not files:
        raise InputError("there is no annotation: name a JSON file, or a folder that holds some")
    return [read_annotation(file) for file in files]


def is_annotation(content: object) -> bool:
    """Whether the content of a JSON file has the form of an annotated article."""
    return isinstance(content, dict) and {"file", "entities", "mentions", "statements"} <= set(content)


def read_annotation(file: Path) -> Gold:
    """The annotated article in a JSON file. Raises InputError with everything that is off."""
    content = _json(file)
    if not is_annotation(content):
        raise InputError(f"{file} is no annotation: it needs file, entities, mentions and statements")
    text_file = file.parent / content["file"]
    if not text_file.is_file():
        raise InputError(f"{file} is about {text_file}, which does not exist")
    gold, problems = compile_annotation(content, text_file.read_bytes().decode("utf-8"))
    if problems:
        raise InputError(f"{file}: {'; '.join(problems)}")
    return gold


def compile_annotation(content: dict[str, Any], text: str) -> tuple[Gold, list[str]]:
    """The annotation with offsets into `text`, and what in it is off."""
    problems: list[str] = []
    entities: dict[str, GoldEntity] = {}
    for key, given in content["entities"].items():
        entities[key] = GoldEntity(given["type"], tuple(given.get("names", ())), given.get("iso"))
        if given["type"] not in ENTITY_TYPES:
            problems.append(f"entity {key} has the unknown type {given['type']!r}")
        elif given["type"] == "COUNTRY" and not given.get("iso"):
            problems.append(f"entity {key} is a country without iso")
        elif given["type"] != "COUNTRY" and not given.get("names"):
            problems.append(f"entity {key} has no names")
    mentions: list[GoldMention] = []
    # Longer surfaces first, and those that stand for every occurrence last: they leave out what is inside a longer one.
    for item in sorted(content["mentions"], key=lambda item: (item[1] == "all", -len(item[0]))):
        try:
            mentions += _mentions(item, text, entities, mentions)
        except _Wrong as wrong:
            problems.append(str(wrong))
    seen: set[tuple[int, int, str]] = set()
    for mention in mentions:
        if (mention.start, mention.end, mention.entity) in seen:
            problems.append(f"{text[mention.start : mention.end]!r} at {mention.start} is annotated twice")
        seen.add((mention.start, mention.end, mention.entity))
    statements: list[GoldStatement] = []
    for number, item in enumerate(content["statements"], 1):
        try:
            statements.append(_statement(item, text, entities))
        except _Wrong as wrong:
            problems.append(f"statement {number}: {wrong}")
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    statements.sort(key=lambda statement: statement.spans[0])
    return Gold(str(content.get("doc", content["file"])), text, entities, mentions, statements), problems


def _mentions(
    item: Sequence[Any], text: str, entities: dict[str, GoldEntity], known: list[GoldMention]
) -> list[GoldMention]:
    surface, occurrence, entity, kind = item[:4]
    if entity not in entities or kind not in KINDS:
        raise _Wrong(f"the mention {surface!r} has an unknown entity or kind: {entity!r}, {kind!r}")
    if occurrence == "all":
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)]
        longer = [mention for mention in known if mention.entity == entity]
        places = [place for place in places if not any(m.start <= place[0] and place[1] <= m.end for m in longer)]
        if not places:
            raise _Wrong(f"{surface!r} does not occur")
    else:
        places = [_part([surface, occurrence, *item[4:5]], text)]
    return [GoldMention(start, end, entity, kind, entities[entity].type) for start, end in places]


def _statement(item: dict[str, Any], text: str, entities: dict[str, GoldEntity]) -> GoldStatement:
    spans: list[Offsets] = []
    for first, last, *occurrence in item["spans"]:
        start = _find(text, first, occurrence[0] if occurrence else 1)
        end = start + len(first) if last == first else _find(text, last, 1, start) + len(last)
        spans.append((start, end))
    by = tuple(item.get("by", ()))
    alternatives = tuple(tuple(one) for one in item.get("by_alt", ()))
    for entity in (*by, *(entity for one in alternatives for entity in one)):
        if entity not in entities:
            raise _Wrong(f"unknown entity {entity!r}")
    if item["type"] not in STATEMENT_TYPES or not spans:
        raise _Wrong(f"no spans, or the unknown type {item['type']!r}")
    return GoldStatement(
        spans=tuple(spans),
        type=item["type"],
        cue=_part(item["cue"], text) if item.get("cue") else None,
        speaker=_part(item["speaker"], text) if item.get("speaker") else None,
        by=by,
        alternatives=alternatives,
        optional=bool(item.get("optional")),
    )


def _part(item: Sequence[Any], text: str) -> Offsets:
    """The place of `[surface, n]`, or of the part in `[context, n, part]`."""
    context, occurrence = item[0], item[1] if len(item) > 1 else 1
    start = _find(text, context, occurrence)
    if len(item) > 2:
        start += _find(context, item[2])
        return start, start + len(item[2])
    return start, start + len(context)


def _find(text: str, surface: str, occurrence: int = 1, start: int = 0) -> int:
    at = start - 1
    for _ in range(occurrence):
        at = text.find(surface, at + 1)
        if at < 0:
            raise _Wrong(f"{surface!r} does not occur {occurrence} times")
    return at


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is no JSON: {error}") from None
