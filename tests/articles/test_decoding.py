"""Bytes become text code point for code point, or say why not."""

from __future__ import annotations

import codecs

import pytest

from extractor.articles.decoding import check_storable, decode
from extractor.errors import ArticleError

FRENCH = (
    "« Les élèves de l’École navale ont été reçus à l’Élysée », a déclaré la ministre.\r\n"
    "Où sont passés les crédits ? À Brest, œuvres et manœuvres coûtent 3 000 € de plus."
)
TYPEWRITER = 'L\'été dernier, le général a été reçu à Nîmes : "Ça suffit", a-t-il dit à ses collègues étonnés.'


def reason(data):
    with pytest.raises(ArticleError) as error:
        decode(data)
    return error.value.code


def test_utf8_needs_no_note():
    decoded = decode(FRENCH.encode())
    assert (decoded.text, decoded.note) == (FRENCH, None)


def test_the_byte_order_mark_is_all_that_goes():
    assert decode(codecs.BOM_UTF8 + b"\r\n" + FRENCH.encode()).text == "\r\n" + FRENCH
    assert decode(codecs.BOM_UTF8 * 2 + b"x").text == "\ufeffx"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("order", ["le", "be"])
def test_a_byte_order_mark_tells_the_encoding(encoding, order):
    mark = "\ufeff".encode(f"{encoding}-{order}")
    decoded = decode(mark + FRENCH.encode(f"{encoding}-{order}"))
    assert decoded.text == FRENCH
    assert "byte-order mark" in decoded.note


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (TYPEWRITER, "cp1252"),
        (TYPEWRITER, "latin-1"),
        (TYPEWRITER, "iso8859-15"),
        (FRENCH, "mac_roman"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
    ],
)
def test_other_encodings_are_told_from_the_bytes_with_a_note(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert "guessed" in decoded.note


@pytest.mark.parametrize(
    "data",
    [
        b"abc\0def",
        b"%PDF-1.4\n",
        b"\x89PNG\r\n",
        b"PK\x03\x04",
        bytes(range(1, 32)) * 10,
        b"\xff\xfe\x00\x00\x00\x00\x00\x00",
    ],
)
def test_binary(data):
    assert reason(data) == "binary"


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF32_BE + b"\xff\xff\xff\xff"])
def test_not_decodable(data):
    assert reason(data) == "not_decodable"


def test_half_a_surrogate_pair_cannot_be_kept():
    check_storable("é 😀")
    with pytest.raises(ArticleError, match="U\\+D83D"):
        check_storable("a\ud83d")
