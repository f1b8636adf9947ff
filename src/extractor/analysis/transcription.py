"""The article in one typography: what the stages read in its place, and the way back to the text as given.

Papers, agencies, scrapers and word processors write the same sentence in many ways: lines broken at eighty columns,
no-break spaces, soft hyphens, accents as code points of their own, entities and tags that were left over, marks out of
less-than signs. The model was trained on none of it, and no stage should have to know it all. So what is odd is made
plain first; the stages annotate the plain text; and their places are brought back to the text as given at the end.
A text in plain typography is its own transcript and costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import NamedTuple
from unicodedata import normalize

from extractor.analysis.lines import line_edits
from extractor.statements.quotations import find_quotations

Knows = Callable[[str], bool]
"""Whether a word, in small letters, is one of French."""


class Edit(NamedTuple):
    """What stands at `start:end` and is read as something else."""

    start: int
    end: int
    text: str


class Transcript:
    """A text as the stages read it. `starts[i]:ends[i]` are the code points as given that its `i`-th stands for."""

    __slots__ = ("ends", "original", "starts", "text")

    def __init__(self, text: str) -> None:
        self.original = self.text = text
        self.starts: list[int] | range = range(len(text))
        self.ends: list[int] | range = range(1, len(text) + 1)

    def edit(self, edits: Iterable[Edit]) -> None:
        """Reads the text with these changes, which are in order; one that overlaps another is left out."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        place = 0
        for start, end, text in edits:
            if start < place:
                continue
            pieces += (self.text[place:start], text)
            starts += self.starts[place:start]
            ends += self.ends[place:start]
            first = self.starts[start] if start < len(self.text) else len(self.original)
            starts += [first] * len(text)
            ends += [self.ends[end - 1] if end > start else first] * len(text)
            place = end
        if not pieces:
            return
        starts += self.starts[place:]
        ends += self.ends[place:]
        self.text = "".join((*pieces, self.text[place:]))
        self.starts, self.ends = starts, ends

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as given that `text[start:end]` is read from."""
        if start >= end:
            at = self.starts[start] if start < len(self.text) else len(self.original)
            return at, at
        return self.starts[start], self.ends[end - 1]


def transcribe(text: str, knows: Knows = lambda word: False) -> Transcript:
    """`text` in plain typography; `knows` tells words cut by a line break from compounds broken at their hyphen."""
    transcript = Transcript(text)
    if _COMBINING.search(text):
        transcript.edit(
            Edit(*found.span(), normalize("NFC", found.group())) for found in _ACCENTED.finditer(transcript.text)
        )
    if '""' in text and not _ONE_STRAIGHT.search(text):  # doubled, as in tables of comma-separated values
        transcript.edit(Edit(*found.span(), '"') for found in re.finditer('""', transcript.text))
    transcript.edit(_character_edits(transcript.text))
    transcript.edit(_layout_edits(transcript.text))
    transcript.edit(Edit(*edit) for edit in line_edits(transcript.text, knows))
    if _ODD_MARKS.search(transcript.text):
        transcript.edit(_mark_edits(transcript.text))
    return transcript


_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff"
"""Soft hyphens, joiners, marks of direction, byte order marks."""
_SPACES = "\t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\r\u2028\u2029\x0b\x0c"
_APOSTROPHES = "ʼ´`′＇‘ʹ‛"
_BLOCKS = (
    "p|br|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|tr|td|th|table|tbody"
    "|figure|figcaption|section|article|header|footer|hr"
)
_INLINE = "a|b|i|u|em|strong|span|cite|sup|sub|small|big|font|img|mark|abbr|time|strike|s|del|ins|label|center"
_ADDRESS = r"\]\((?:https?:|/|www\.)[^()\s]{0,300}\)"
_CREDIT = r"\((?:Photo|Photographie|Crédits?|Image|Illustration|Capture)\b[^()\n]{0,120}\)"
"""Whose picture a caption belongs to. The stop before it goes too: what captions say is said as in a heading."""

_CONTINUING = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What bytes that continue a character in UTF-8 are in windows-1252."""
_FIRST = "″〝〞。、\x80-\x9fÂÃÅâ\ufb00-\ufb06\uff01-\uff5e"

_ODD = re.compile(
    rf"""(?=[ .!?»"&<\[\](©‐‑–\\{_INVISIBLE}{_SPACES}{_BREAKS}{_APOSTROPHES}{_FIRST}])(?:
      (?P<spaces>[ ](?:[ {_SPACES}]+|(?<=\b[cdjlmnstCDJLMNST]['’][ ])(?=[^\W\d_])|(?<=\b[Qq]u['’][ ])(?=[^\W\d_])
          |(?<=\bM[ ])(?=\.[ ][A-ZÀ-ÖØ-Þ]))
        |[{_SPACES}][ {_SPACES}]*)
    | (?P<glued>[.!?](?<=(?:[^\W\d_]{{2}}|.["»”\)]|\d{{2}})[.!?])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]|[«“])|»(?=[A-ZÀ-ÖØ-Þ]))
    | (?P<straight>"(?<=[\w"»”\) ][.!?]")(?=[A-ZÀ-ÖØ-Þ]))
    | (?P<invisible>\u00ad[ ]*\r?\n[ ]*(?=[^\W\d_])|[{_INVISIBLE}]+|\\(?=["'«»“”]))
    | (?P<break>\r\n|[{_BREAKS}]|(?:\\r)?\\n(?=[A-ZÀ-ÖØ-Þ«"“\\\s]|\Z))
    | (?P<misread>[ÂÃÅ][{_CONTINUING}]|â[{_CONTINUING}]{{2}})
    | (?P<compatible>[\ufb00-\ufb06\uff01-\uff5e])
    | (?P<control>[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f])
    | (?P<rare>[″〝〞。、])
    | (?P<apostrophe>[{_APOSTROPHES}](?<=[^\W\d_].)(?=[^\W\d_]|[«“"]))
    | (?P<hyphen>[‐‑]|–(?<=[^\W\d_]–)(?=[^\W\d_]))
    | (?P<entity>&(?:amp;)?(?:\#\d{{2,6}}|\#[xX][0-9a-fA-F]{{2,5}}|[A-Za-z][A-Za-z0-9]{{1,7}});)
    | (?P<block><\s*/?\s*(?:{_BLOCKS})\b[^<>]{{0,300}}>|<!--[^<>]{{0,300}}-->)
    | (?P<inline><\s*/?\s*(?:{_INLINE})\b[^<>]{{0,300}}>)
    | (?P<q><\s*(?P<closes>/?)\s*q\b[^<>]{{0,300}}>)
    | (?P<link>\[(?=[^\[\]\n]{{1,200}}{_ADDRESS})|{_ADDRESS})
    | (?P<credit>[.]?[ ]?(?:{_CREDIT}|©[^\n.!?]{{0,80}})[.]?[ ]*(?=\n|\Z)|[ ]?{_CREDIT}))
    """,
    re.VERBOSE,
)
_ACCENTED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_COMBINING = re.compile("[\u0300-\u036f]")
_ONE_STRAIGHT = re.compile(r'(?<!")"(?!")')
_RARE = {"″": '"', "〝": "“", "〞": "”", "。": ".", "、": ","}
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_)(?=[^\s*_])[^*_\n]{0,400}?(?<=[^\s*_])(\1)(?![\w*_])")
_INTERTITLE = re.compile(
    r"""(?<=[.!?»"”])[ ]?(?=([-–—])[ ][^-–—.!?\n]{2,60}[ ]\1([ ]?)(?=[A-ZÀ-ÖØ-Þ«“"]))""", re.VERBOSE
)
"""Before `- Un intertitre -` in the middle of a line, as agencies set it."""
_HEADED = re.compile(
    r"""^[ ]?(?:\#{1,6}|>)[ ]+(?=\S)
    |   ^[ ]?[•‣◦●○■□▪▫◆◇►▶▸➤➔→✓*·][ ]*(?=[A-ZÀ-ÖØ-Þ«“"(])
    |   ^[ ]?[-–—][ ]+(?=[A-ZÀ-ÖØ-Þ«“"(][^\n]*[.!?…»”"][ ]*$)
    |   ^[^\w\n]{0,4}(?:[ÀàAa][ ])?(?:[Ll]ire|LIRE|[Vv]oir|VOIR|[ÉéEe]couter|[Rr]egarder)[ ]
        (?:aussi|AUSSI|également|ÉGALEMENT|la[ ]suite|notre|nos)\b[^\n]{0,300}(?:\n\s*|$)
    |   ^[-*–—_=~\#•·][-*–—_=~\#•·\ ]{0,60}\n\s*
    |   ^[ ]?(?:Publicité|PUBLICITÉ|La[ ]suite[ ]après[ ](?:cette|la)[ ]publicité)[ ]*\n\s*
    |   ^[ ]?\[\d{1,2}[ ]?[:hH][ ]?\d{2}\][ ]*(?=\S)""",
    re.MULTILINE | re.VERBOSE,
)
"""What stands before the words of a line: the sign of a heading or of a citation, a bullet before a sentence, a time;
and lines without words or with none of the article's."""
_DOUBLED = frozenset({"<<", ">>", "``", "''"})
_PLAIN_PAIRS = frozenset(
    (opening, closing) for pair in ("«»", "“”") for opening in (pair[0], "") for closing in (pair[1], "")
)
_SINGLE = ("'", "‘", "‹", "+")
_ODD_MARKS = re.compile(r"<<|>>|``|''|[‹›‟„＂‘]|(?<!\w)'(?=\w)|(?<!\w)”(?=\w)")


def _character_edits(text: str) -> Iterator[Edit]:
    """What is odd in itself or by its neighbours."""
    line, opened = 0, False
    for found in _ODD.finditer(text):
        kind = found.lastgroup if found.lastgroup != "closes" else "q"
        surface = found.group()
        if kind in ("inline", "link", "invisible", "credit"):
            read = ""
        elif kind == "spaces":
            read = "" if surface == " " else " "  # `l' accord`, `M . Macron`
        elif kind in ("break", "block"):
            read = "\n"
        elif kind == "misread":
            read = _reread(surface)
        elif kind == "compatible":
            read = normalize("NFKC", surface)
            if read in ",;:!?)" and text[found.end() : found.end() + 1].isalnum():
                read += " "
            elif read == "(" and text[found.start() - 1].isalnum():
                read = " ("
        elif kind == "rare":
            read = _RARE[surface]
        elif kind == "control":
            read = surface.encode("latin-1").decode("cp1252", "replace")
        elif kind == "apostrophe":
            read = "’"
        elif kind == "hyphen":
            read = "-"
        elif kind == "entity":
            read = _entity(surface)
        elif kind == "q":
            read = "»" if found["closes"] else "«"
        elif kind == "straight":
            # Glued to both sides: it opens where none is open in its line.
            if (line_break := text.rfind("\n", line, found.start())) >= 0:
                line, opened = line_break, False
            opened ^= text.count('"', line, found.start()) % 2 == 1
            line = found.start()
            read = '" ' if opened else ' "'
        else:
            read = surface + " "
        if read != surface:
            yield Edit(found.start(), found.end(), read)


def _reread(surface: str) -> str:
    """What UTF-8 that was read as windows-1252 says: `Ã©` is `é`."""
    try:
        data = b"".join(c.encode("latin-1") if ord(c) < 256 else c.encode("cp1252") for c in surface)
        return data.decode("utf-8")
    except UnicodeError:
        return surface


def _entity(surface: str) -> str:
    """What an entity of HTML stands for, in plain typography: `&nbsp;` is a space, and `&amp;nbsp;` too."""
    character = unescape(unescape(surface))
    if character == surface or len(character) > 2:
        return surface
    if character in "\n\r":
        return "\n"
    if character.isspace():
        return " "
    return "" if re.fullmatch(f"[{_INVISIBLE}]", character) else character


def _layout_edits(text: str) -> Iterator[Edit]:
    """The signs of emphasis, headings, citations and lists that plain text has in place of type."""
    edits = [Edit(*found.span(), "") for found in _HEADED.finditer(text)]
    for found in _INTERTITLE.finditer(text):
        edits += (Edit(*found.span(), "\n\n"), Edit(*found.span(2), "\n\n"))
    for found in _EMPHASIS.finditer(text):
        edits += (Edit(*found.span(1), ""), Edit(*found.span(2), ""))
    yield from sorted(edits)


def _mark_edits(text: str) -> Iterator[Edit]:
    """Guillemets for the rarer marks of quotations, which are paired by where they stand; nested ones curly."""
    edits: dict[int, Edit] = {}
    for quotation in find_quotations(text):
        opening, closing = quotation.opening, quotation.closing
        first = (
            opening if opening == quotation.start else opening + (2 if text[opening : opening + 2] in _DOUBLED else 1)
        )
        last = closing if closing == quotation.end else closing - (2 if text[closing - 2 : closing] in _DOUBLED else 1)
        marks = text[opening:first], text[last:closing]
        if marks in _PLAIN_PAIRS or '"' in marks or (quotation.depth and marks[0] in _SINGLE):
            continue
        opens, closes = ("«", "»") if quotation.depth == 0 else ("“", "”")
        if marks[0]:
            edits[opening] = Edit(opening, first, opens)
        if marks[1]:
            edits[last] = Edit(last, closing, closes)
    yield from (edits[place] for place in sorted(edits))
