"""Plain text: a file is an article, and its first line is the title when it looks like one."""

from __future__ import annotations

import re

MAX_TITLE = 200
"""Code points; a longer first line is a paragraph."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"#{1,6}(?:\s+|$)")
"""How Markdown begins a heading."""
_CLOSING = " \u00a0\u202f»”\"'’)"
_STOPS = (".", ";", ":", ",", "…")


def find_title(text: str) -> str | None:
    """The first line of `text`, where it is short, ends like a headline and is followed by a blank line; else None.

    The title stays in the text: offsets count from the article's first character, title included.
    """
    start = len(text) - len(text.lstrip())
    end = _LINE_END.search(text, start)
    following = _LINE_END.search(text, end.end()) if end else None
    if end is None or following is None or text[end.end() : following.start()].strip():
        return None
    heading = _HEADING.match(text, start, end.start())
    title = text[heading.end() if heading else start : end.start()].rstrip()
    if not title or len(title) > MAX_TITLE or title.rstrip(_CLOSING).endswith(_STOPS):
        return None
    return title
