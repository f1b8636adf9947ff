"""Names of files for articles, whatever their ids hold."""

from __future__ import annotations

import re
from hashlib import sha256

LONGEST = 120
"""Characters; file systems take 255 bytes."""

_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)


def file_name(doc_id: str) -> str:
    """The id where it can be a name of a file, else what of it can be with a hash, so that no two are the same."""
    # brat takes what follows the last point as the suffix; a leading point would hide the file.
    safe = _UNSAFE.sub("_", doc_id)[:LONGEST].lstrip(".")
    return safe if safe == doc_id else f"{safe}-{sha256(doc_id.encode()).hexdigest()[:8]}"
