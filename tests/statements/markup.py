"""The inline markup in which test sentences say who said what.

    <speaker 1>Le ministre</speaker> <cue 1>a déclaré</cue> que <content 1>la France tiendrait parole</content>.

A tag has the number of its statement, or several (`<speaker 1,2>`); tags nest, so a statement can stand inside
another. Two `content` tags with one number are the two spans of an interrupted statement; of two `speaker` tags (or
`cue` …) either is right (`apprend-<speaker 1>on</speaker> de <speaker 1>source militaire</speaker>`). `content` may
say what is expected of the statement beside its spans:

    direct, indirect, mixed     its type
    by=country:FR,country:DE    the resolved speakers, in any order; by=none for nobody
    kind=anonymous              its speaker_kind
    act=question                its speech_act
    polarity=negative           …and modality=conditional
    speaker=none                no speaker phrase; cue=none likewise
    optional                    it may be found or not

In the text `~` stands for a no-break space, `^` for a narrow one, `¶` for the end of a paragraph; a line break of the
source is a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Offsets = tuple[int, int]

ROLES = ("content", "speaker", "cue", "addressee", "via")
TYPES = ("direct", "indirect", "mixed")

_TOKEN = re.compile(r"<(/?)([a-z]+)((?:\s[^<>]*)?)>")


class MarkupError(ValueError):
    """The test sentence itself is wrongly marked up."""


@dataclass
class Marked:
    """What the markup says about one statement."""

    spans: list[Offsets] = field(default_factory=list)
    places: dict[str, list[Offsets]] = field(default_factory=dict)
    """Offsets of the speaker, cue, addressee and via that are marked, any of which is right."""
    expected: dict[str, str] = field(default_factory=dict)
    optional: bool = False


def parse(source: str) -> tuple[str, dict[str, Marked]]:
    """The plain text and the marked statements by number. Raises MarkupError for tags that do not match."""
    source = re.sub(r"\s*¶\s*", "¶", re.sub(r"\s*\n\s*", " ", source.strip()))
    source = source.replace("~", "\u00a0").replace("^", "\u202f").replace("¶", "\n\n")
    pieces: list[str] = []
    length = 0
    place = 0
    open_tags: list[tuple[str, list[str], int]] = []
    statements: dict[str, Marked] = {}
    for tag in _TOKEN.finditer(source):
        pieces.append(source[place : tag.start()])
        length += len(pieces[-1])
        place = tag.end()
        closing, role, attributes = tag[1], tag[2], tag[3].split()
        if role not in ROLES:
            raise MarkupError(f"unknown tag {tag[0]!r}")
        if not closing:
            if not attributes:
                raise MarkupError(f"{tag[0]!r} has no number")
            numbers = attributes[0].split(",")
            for number in numbers:
                _describe(statements.setdefault(number, Marked()), role, attributes[1:])
            open_tags.append((role, numbers, length))
            continue
        if not open_tags or open_tags[-1][0] != role:
            raise MarkupError(f"{tag[0]!r} closes nothing at …{source[max(0, tag.start() - 30) : tag.end()]!r}")
        _, numbers, start = open_tags.pop()
        for number in numbers:
            if role == "content":
                statements[number].spans.append((start, length))
            else:
                statements[number].places.setdefault(role, []).append((start, length))
    if open_tags:
        raise MarkupError(f"<{open_tags[-1][0]}> is never closed")
    for number, marked in statements.items():
        if not marked.spans:
            raise MarkupError(f"statement {number} has no content")
    pieces.append(source[place:])
    return "".join(pieces), statements


def _describe(marked: Marked, role: str, attributes: list[str]) -> None:
    for attribute in attributes:
        if role != "content":
            raise MarkupError(f"{attribute!r} belongs on <content>")
        name, equals, value = attribute.partition("=")
        if attribute in TYPES:
            marked.expected["type"] = attribute
        elif attribute == "optional":
            marked.optional = True
        elif equals and name in ("by", "kind", "act", "polarity", "modality", "speaker", "cue"):
            marked.expected[name] = value
        else:
            raise MarkupError(f"unknown attribute {attribute!r}")
