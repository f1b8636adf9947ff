"""Pairing quotation marks of every kind, tolerant of what newspapers do to them.

Guillemets and curly marks say which side they open to; straight ones are read by their neighbours and by what
is open. Everything happens within a paragraph, with three exceptions that typography knows: a quotation that a
new paragraph reopens, one that goes on over paragraphs until its mark closes, and one that nobody closes, which
ends with its paragraph. One pass over the marks, never an error, linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractor.annotations import Quotation, set_extensions

_MARKS = re.compile(r"<<|>>|''|``|[«»“”„‟‹›\"＂]|(?<!\w)['‘’](?=\w)|(?<=[\w.!?…)])['’](?!\w)|\+")
_OPENING = {"«": "«", "<<": "«", "‹": "‹", "“": "“", "„": "“", "‟": "“", "``": '"'}
_CLOSING = {"»": "«", ">>": "«", "›": "‹", "”": "“"}
_STRAIGHT = {'"': '"', "＂": '"', "''": '"'}
_DEEPEST = 6
_MANY_PARAGRAPHS = 12
"""How many paragraphs an unclosed quotation may go on for before its opening mark counts as a slip."""


@dataclass(slots=True)
class _Open:
    kind: str
    opening: int
    content: int
    inner: int = 0
    """How many quotations were found since it was opened."""


def find_quotations(text: str) -> list[Quotation]:
    """Every quotation of `text` by place, outer before inner; contents without marks and surrounding spaces."""
    found: list[Quotation] = []
    pending: _Open | None = None
    waited: list[tuple[int, int]] = []
    """The paragraphs without a mark since it was opened."""
    for start, end in paragraphs(text):
        marks = list(_MARKS.finditer(text, start, end))
        stack: list[_Open] = []
        if pending is not None and marks:
            first = marks[0]
            if first.group() == "»" and pending.kind == "«" and not text[start : first.start()].strip():
                marks = marks[1:]  # the closing mark before every paragraph of a long quotation
                stack.append(_Open(pending.kind, first.start(), first.end()))
            elif (
                _side(text, first, stack=[pending], start=start, end=end) == "close"
                and _kind(first.group()) == pending.kind
            ):
                for piece in waited:
                    _add(found, text, _Open(pending.kind, piece[0], piece[0]), piece[1], piece[1], depth=0)
                stack.append(_Open(pending.kind, start, start))
            pending = None
        elif pending is not None:
            waited.append((start, end))
            if len(waited) > _MANY_PARAGRAPHS:
                pending = None
        for mark in marks:
            _read(text, mark, stack, found, start, end)
        for left in stack[:1]:
            if left.kind in "'+" or left.inner or end - left.content < 3:
                continue
            # Unclosed: it ends with its paragraph; the next one may reopen it or close it.
            _add(found, text, left, end, end, depth=0)
            pending, waited = left, []
    found.sort(key=lambda q: (q.start, -q.end))
    return found


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of `text`, as offsets without the line breaks; a line is a paragraph, as in newspapers' files."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\r\n\u2028\u2029\x85]+", text)]


def _kind(mark: str) -> str:
    if mark in _OPENING:
        return _OPENING[mark]
    if mark in _CLOSING:
        return _CLOSING[mark]
    if mark in _STRAIGHT:
        return '"'
    return "+" if mark == "+" else "'"


def _side(text: str, mark: re.Match[str], *, stack: list[_Open], start: int, end: int) -> str:
    """`open`, `close` or `none` for a mark, by its form, its neighbours and what is open."""
    sign = mark.group()
    kind = _kind(sign)
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    is_open = any(opened.kind == kind for opened in stack)
    if kind == "'":
        opening = sign == "‘"
        return "open" if opening else _side_of_single(text, mark, before, after, end, is_open=is_open)
    if kind == "+":
        return _side_of_plus(before, after, is_open=is_open) if stack else "none"
    if sign in _OPENING or sign in _CLOSING:
        opens = sign in _OPENING
        turned = opens is is_open and _is_turned(kind, before, after, opens=opens)
        return "open" if opens is not turned else "close"
    return _side_of_straight(text, mark, before, after, end, is_open=is_open)


def _side_of_single(text: str, mark: re.Match[str], before: str, after: str, end: int, *, is_open: bool) -> str:
    """The side of a mark that can be an apostrophe."""
    if is_open:
        return "none" if after.isalnum() else "close"
    opens = not before.isalnum() and after.isalnum() and _closes_later(text, mark, end)
    return "open" if opens else "none"


def _side_of_plus(before: str, after: str, *, is_open: bool) -> str:
    """The side of the agency's mark for a quotation inside another: +…+ tight to its words."""
    if is_open:
        return "none" if before.isspace() else "close"
    return "open" if after.isalpha() and not before.isalnum() else "none"


def _is_turned(kind: str, before: str, after: str, *, opens: bool) -> bool:
    """Whether a mark that shows a side stands for the other one: `“x“`, `”x”`, `« x«`, `: »x »`."""
    if opens:
        ended = not before.isspace() if kind == "“" else kind == "«" and _ends(before)
        return ended and not after.isalnum()
    begun = not before.isalnum() if kind == "“" else kind == "«" and before.isspace()
    return begun and after.isalnum()


def _side_of_straight(text: str, mark: re.Match[str], before: str, after: str, end: int, *, is_open: bool) -> str:
    """The side of a mark that shows none, by the blanks and signs around it."""
    glued_left = not before.isspace() and before not in "([{'’—–-/«“‘+,:;"
    glued_right = not after.isspace() and after not in ")]}—–-/»”,.:;!?…"
    if is_open:
        begins = glued_right and not glued_left and before not in "'’"
        return "open" if begins and _reopens(text, mark, end) else "close"
    # One that only ends a word closes what nobody opened.
    return "none" if glued_left and not glued_right else "open"


def _ends(character: str) -> bool:
    """Whether a quotation can end with the character."""
    return character.isalnum() or character in ".!?…)"


def _reopens(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether, of the straight marks left in the paragraph, an odd number remains after this one, the next closing:
    then the open one was never closed and this one opens anew. Nested straight marks do not occur in practice."""
    following = text.find('"', mark.end(), end)
    if following < 0:
        return False
    before = text[following - 1]
    after = text[following + 1] if following + 1 < end else " "
    closing = not before.isspace() and not after.isalnum()
    return closing and text.count('"', following + 1, end) % 2 == 0 and text.count('"', mark.end(), end) % 2 == 1


def _closes_later(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether a single mark that looks like an opening one has its closing one near (else it is an apostrophe)."""
    closing = re.compile(r"(?<=[\w.!?…)])['’](?!\w)").search(text, mark.end(), min(end, mark.end() + 300))
    return closing is not None


def _read(text: str, mark: re.Match[str], stack: list[_Open], found: list[Quotation], start: int, end: int) -> None:
    side = _side(text, mark, stack=stack, start=start, end=end)
    kind = _kind(mark.group())
    if side == "open":
        same = next((o for o in stack if o.kind == kind), None)
        if same is not None and kind == '"':
            del stack[stack.index(same) :]
        if len(stack) < _DEEPEST:
            stack.append(_Open(kind, mark.start(), mark.end()))
    elif side == "close":
        index = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].kind == kind), None)
        if index is None:
            return
        opened = stack[index]
        del stack[index:]
        if _add(found, text, opened, mark.start(), mark.end(), depth=index):
            for outer in stack:
                outer.inner += 1


def _add(found: list[Quotation], text: str, opened: _Open, end: int, closing: int, *, depth: int) -> bool:
    content = text[opened.content : end]
    stripped = content.strip()
    if not stripped:
        return False
    start = opened.content + content.index(stripped)
    found.append(Quotation(start, start + len(stripped), opened.opening, closing, depth))
    return True


class Quotations:
    """Pairs the quotation marks of the article into `doc._.quotations`; needs nothing but the text."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.quotations[:] = find_quotations(doc.text)
        return doc


@Language.factory("extractor_quotations", assigns=["doc._.quotations"])
def create_quotations(nlp: Language, name: str) -> Quotations:
    """The component `extractor_quotations`."""
    set_extensions()
    return Quotations()
