"""What was said, as one reads it by itself: quotation marks whose other half stands outside of it are completed."""

from __future__ import annotations

import re

_PAIRS = (("«", "»", "\u00a0"), ("“", "”", ""))
"""Opening and closing mark, and what stands between them and the text."""

_OPENING = re.compile(r'(?:^|[\s(«“’\'])"(?=\S)')


def completed(text: str) -> str:
    """`l’accord est « un succès` with its closing mark, `suivre avec attention" ce contrat` with its opening one.

    A statement goes from its first word to its last, so that a mark may be left out where quoted words end it.
    """
    for opening, closing, space in _PAIRS:
        depth = lowest = 0
        for sign in text:
            depth += (sign == opening) - (sign == closing)
            lowest = min(lowest, depth)
        text = (opening + space) * -lowest + text + (space + closing) * (depth - lowest)
    if text.count('"') % 2:
        return text + '"' if len(_OPENING.findall(text)) > text.count('"') // 2 else '"' + text
    return text
