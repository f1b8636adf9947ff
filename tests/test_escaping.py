"""What stands in a text of others acts on no terminal, no spreadsheet and no page, and is not lost."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.escaping import harmless_cell, json_line, one_line, visible, web_address

CONTROL = {
    "ESC": "\x1b[31mrouge",
    "CSI": "\x9b2J",
    "operating system command": "\x1b]0;titre\x07",
    "BEL": "\x07",
    "backspace": "faux\b\b\b\bvrai",
    "return": "faux\rvrai",
    "DEL": "\x7f",
    "NUL": "\0",
    "next line": "a\x85b",
    "form feed": "a\x0cb",
    "override": "\u202etxt.exe\u202c",
    "isolate": "\u2067abc\u2069",
    "half a surrogate pair": "a\ud83db",
}


def controls(text):
    """The control characters of `text`, and those that turn its direction or are no text at all."""
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return [
        sign
        for sign in text
        if unicodedata.category(sign) in ("Cc", "Cs") or unicodedata.bidirectional(sign) in turning
    ]


@pytest.mark.parametrize("kind", CONTROL)
def test_control_characters_become_signs_one_for_one(kind):
    shown = visible(CONTROL[kind])
    assert len(shown) == len(CONTROL[kind])
    assert controls(shown) == []
    assert shown.encode()


@pytest.mark.parametrize(
    "text", ["Où ça ?\n\tÉlise", "e\u0301", "👩\u200d👧", "قال الوزير", "a\u00a0b", "soft\u00adhyphen"]
)
def test_other_texts_stay(text):
    assert visible(text) == text


@pytest.mark.parametrize("line", ["a\nb", "a\r\nb", "a\tb", "a\u2028b", "a\u2029b", "a\x0bb", "a\x85b"])
def test_a_line_is_one_line(line):
    assert len(one_line(line).splitlines()) == 1


@pytest.mark.parametrize("kind", CONTROL)
def test_json_means_the_same_without_control_characters(kind):
    line = json_line({"text": CONTROL[kind]})
    assert controls(line) == []
    assert json.loads(line) == {"text": CONTROL[kind]}


def test_json_for_scripts_cannot_end_the_script():
    texts = ["</script><script>alert(1)</script>", "<!--", "-->", "]]>", "&lt;", "</SCRIPT >"]
    line = json_line(texts, script=True)
    assert not re.search("[<>&]", line)
    assert json.loads(line) == texts


FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://e.org","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "- Non, dit-il.",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "'=1",
    "''-1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_has_an_apostrophe_in_front(text):
    assert harmless_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "a=b", "« - »", "2 - 1", "L'accord", "'tis", "—", "–", "(=1)", "https://e.org/?a=1", '["=1"]', "3.5"]
)
def test_other_cells_stay(text):
    assert harmless_cell(text) == text


@given(st.text(alphabet="=+-@' \t\r\na1", max_size=6))
def test_a_cell_can_be_turned_back(text):
    written = harmless_cell(text)
    assert written == text or written[1:] == text
    # A cell was changed exactly where what is left without its apostrophe would be changed again.
    assert (written != text) == (written.startswith("'") and harmless_cell(written[1:]) == written)


@pytest.mark.parametrize("url", ["https://example.org/a?b#c", "http://exemple.fr", "HTTPS://E.ORG/x y"])
def test_addresses_of_the_web_are_links(url):
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "javascript://e.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//e.org",
        "https://",
        "",
        None,
        float("nan"),
    ],
)
def test_nothing_else_is_a_link(url):
    assert web_address(url) is None
