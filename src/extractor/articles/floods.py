"""Pages whose parts are too many for the readers of pages, which take the square of their number: told beforehand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from extractor.errors import ArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ATTRIBUTES = 5_000
"""Attributes of one tag; the parser compares each with all before it. Tags of real pages have a few dozen at most."""

MAX_ELEMENTS = 20_000
"""Elements of a page up to which the main text is also looked for in the thorough way."""

MAX_BROKEN = 10_000
"""Characters of JSON-LD that is none, in which metadata are looked for all the same."""

MAX_OPEN = 100
"""Tags that JSON-LD may open and never close."""

# Each quantifier keeps what it has, so that a quotation mark which is never closed is looked for once.
_TAG = re.compile(r"""<[a-zA-Z](?:[^"'<>]++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_RAW = re.compile(r"<(?:(script|style)\b|!--)", re.IGNORECASE)


def require_few_attributes(html: str) -> None:
    """Raises ArticleError `too_long` where a tag has more than `MAX_ATTRIBUTES`; takes time as the page is long."""
    if _most_attributes(html) > MAX_ATTRIBUTES and (most := _most_attributes(_without_scripts(html))) > MAX_ATTRIBUTES:
        raise ArticleError("too_long", f"{most} attributes in one tag of the page, more than {MAX_ATTRIBUTES}")


def _most_attributes(html: str) -> int:
    """The most that a tag has, where it is so long that it may have too many."""
    long = (tag[0] for tag in _TAG.finditer(html) if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES)
    return max((len(_QUOTED.sub(" ", tag).split()) - 1 for tag in long), default=0)


def _without_scripts(html: str) -> str:
    """What is between scripts, styles and comments; what looks like a tag inside them is none."""
    kept: list[str] = []
    position = 0
    while begin := _RAW.search(html, position):
        kept.append(html[position : begin.start()])
        end = re.compile(f"</{begin[1]}" if begin[1] else "-->", re.IGNORECASE).search(html, begin.end())
        if end is None:
            return " ".join(kept)
        position = end.end()
    return " ".join([*kept, html[position:]])


def has_many_elements(tree: HtmlElement) -> bool:
    """Whether the page has more than `MAX_ELEMENTS`; counts no further."""
    return any(number > MAX_ELEMENTS for number, _ in enumerate(tree.iter(), 1))


def drop_broken_json(tree: HtmlElement) -> None:
    """Takes JSON-LD that is long and no JSON out of the page: metadata would be searched in it by trial and error."""
    length = 0
    for script in tree.iter("script"):
        if "json" in (script.get("type") or "").lower() and not _is_sound(script.text or ""):
            length += len(script.text or "")
            if length > MAX_BROKEN:
                script.text = None


def _is_sound(text: str) -> bool:
    """Whether a text is JSON, and is so without the tags in it, as trafilatura reads it."""
    from trafilatura.json_metadata import normalize_json

    if max(_left_open(text, "<", ">"), _left_open(text, "<!--", "-->")) > MAX_OPEN:
        return False
    try:
        json.loads(text, strict=False)
        json.loads(normalize_json(text), strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _left_open(text: str, begin: str, end: str) -> int:
    return text.rpartition(end)[2].count(begin)
