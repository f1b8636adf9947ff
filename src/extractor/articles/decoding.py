"""Bytes become text, code point for code point: only a byte-order mark is removed.

UTF-8 is taken at its word (strictly); UTF-16 and UTF-32 are known by their byte-order mark. Anything else is told from
the bytes by charset-normalizer, and the guess is noted. NUL and most other control characters mean a binary file.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extractor.errors import ArticleError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

DETECTION_SAMPLE = 65_536
"""Bytes from which an encoding is guessed; the whole text is then decoded strictly."""

ENCODINGS = ["cp1252", "iso8859_15", "iso8859_1", "mac_roman", "cp850", "utf_16_le", "utf_16_be"]
"""In which French texts come when they are not in UTF-8."""

BINARY_SHARE = 0.02
"""Share of control characters above which bytes are no text."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"PAR1")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was decoded; `note` is None for UTF-8, where there was nothing to decide."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """The text in `data`. Raises ArticleError `binary` or `not_decodable`."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            note = None if encoding == "utf-8" else f"decoded as {encoding} by its byte-order mark"
            return Decoded(_strict(data[len(mark) :], encoding), encoding, note)
    if data.startswith(_MAGIC):
        raise ArticleError("binary", f"begins like a binary file ({data[:8]!r})")
    if _is_utf8(data):
        if _looks_binary(data):
            raise ArticleError("binary", "holds NUL or many other control characters")
        return Decoded(data.decode("utf-8"), "utf-8")
    return _guess(data)


def check_storable(text: str) -> None:
    """Raises ArticleError `not_decodable` where `text` holds half a surrogate pair, which no UTF-8 file can keep."""
    if text.isascii():
        return
    lone = re.search("[\ud800-\udfff]", text)
    if lone:
        raise ArticleError(
            "not_decodable", f"half a surrogate pair (U+{ord(lone[0]):04X}) at character {lone.start()}: was it cut?"
        )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError("not_decodable", f"not {encoding}, which its byte-order mark announces: {error}") from None
    if "\0" in text:
        raise ArticleError("binary", "holds NUL characters")
    return text


def _looks_binary(data: bytes) -> bool:
    sample = data[:DETECTION_SAMPLE]
    return b"\0" in data or len(_CONTROL.findall(sample)) > BINARY_SHARE * max(len(sample), 1)


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    sample = data[:DETECTION_SAMPLE]
    wide = sample.count(0) > 0.2 * len(sample)  # UTF-16 without a mark: every other byte of a Latin text is NUL
    if not wide and _looks_binary(data):
        raise ArticleError("binary", "holds NUL or many other control characters")
    candidates = [name for name in ENCODINGS if name.startswith("utf_16") == wide]
    best = from_bytes(sample[: len(sample) // 2 * 2], cp_isolation=candidates, threshold=0.3).best()
    if best is None:
        raise ArticleError("not_decodable", "neither UTF-8 nor another encoding of French; convert it to UTF-8")
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise ArticleError("not_decodable", f"looks like {best.encoding} but is not: {error}") from None
    return Decoded(text, best.encoding, f"not UTF-8: decoded as {best.encoding}, which was guessed")
