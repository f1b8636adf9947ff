"""Lines that say when an article was published (`Publié le 1er septembre 2025`), which are no part of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VERB = (
    r"(?:publiée?|mise? en ligne|mise? à jour|modifiée?|postée?|parue?|diffusée?|actualisée?|créée?"
    r"|dernière (?:mise à jour|modification)|date de publication)"
)
_SPACE = r"[ \t\u00a0\u202f]"
_DATE = (
    rf"(?:[^\W\d_]{{2,9}}\.?,?{_SPACE}+)?\d{{1,2}}(?:{_SPACE}?er)?"
    r"[ /.\u00a0\u202f-]+[^\W_]{1,10}\.?[ /.\u00a0\u202f-]+\d{4}"
    rf"(?:,?{_SPACE}*(?:à|-|–|\|)?{_SPACE}*\d{{1,2}}{_SPACE}?[h:]{_SPACE}?(?:\d{{2}})?(?!\w))?"
)
_BYLINE = re.compile(
    rf"^{_SPACE}*(?i:{_VERB}){_SPACE}*:?{_SPACE}*(?:le{_SPACE}+)?{_DATE}(?={_SPACE}+(?:[«“\"—–-]{_SPACE}*)?[A-ZÀ-ÖØ-Þ])",
    re.MULTILINE,
)
_WITHOUT_DATE = re.compile(rf"(?i:{_VERB}){_SPACE}*(?:\w{{1,3}}|:)?{_SPACE}*")


def byline_ends(text: str) -> Iterator[int]:
    """Where, in code points, a byline with a date ends and a sentence follows on the same line."""
    return (match.end() for match in _BYLINE.finditer(text))


def lacks_its_date(line: str) -> bool:
    """Whether a line is a byline whose date was set by a script, or lost: `Publié le`."""
    return _WITHOUT_DATE.fullmatch(line) is not None
