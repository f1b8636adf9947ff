"""Plain text: a file is an article, and its first line is the title when it looks like one."""

from __future__ import annotations

import re

MAX_TITLE = 200
"""Code points; a longer first line is a paragraph."""

_FIRST_LINE = re.compile(r"\s*([^\r\n]+?)[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)")
_CLOSING = " \u00a0\u202f»”\"'’)"
_STOPS = (".", ";", ":", ",", "…")


def find_title(text: str) -> str | None:
    """The first line of `text`, where it is short, ends like a headline and is followed by a blank line; else None.

    The title stays in the text: offsets count from the article's first character, title included.
    """
    line = _FIRST_LINE.match(text)
    if line is None:
        return None
    title = line[1]
    if len(title) > MAX_TITLE or title.rstrip(_CLOSING).endswith(_STOPS):
        return None
    return title
