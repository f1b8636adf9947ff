"""Texts of others where they are shown or handed on: nothing in them acts on a terminal, a spreadsheet or a page.

visible         on a terminal and in a page
one_line        the same in one line: messages, log lines, rows
json_line       JSON for terminals, logs and scripts
harmless_cell   a cell of CSV
web_address     what may become a link
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

# Overrides, embeddings and isolates of the direction of writing show a text in another order than it has.
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_SURROGATES = "\ud800-\udfff"

# No code point may be lost: offsets count them.
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
_SIGNS |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_SIGNS |= dict.fromkeys([ord("\r"), 0x85], ord(" "))
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTIONS}{_SURROGATES}]")
_LINES = re.compile("[\n\t\u2028\u2029]")

_ESCAPED_IN_JSON = re.compile(f"[\x7f-\x9f\u2028\u2029{_DIRECTIONS}{_SURROGATES}]")
_ESCAPED_IN_SCRIPTS = re.compile(f"[<>&\x7f-\x9f\u2028\u2029{_DIRECTIONS}{_SURROGATES}]")

# What a spreadsheet passes over before it looks whether a cell is a formula, and what then makes it one; the signs of
# full width are those of Japanese and Chinese keyboards.
_FORMULA = re.compile("[\\s\x00-\x1f\ufeff\u200b']*[=+\\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")

_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


def visible(text: str) -> str:
    """`text` with its control characters replaced one for one by visible signs; line breaks and tabs stay."""
    # Most texts have none, which is seen in a fraction of the time.
    return text.translate(_SIGNS) if _CONTROL.search(text) else text


def one_line(text: str) -> str:
    """`visible` in one line, with a space for each line break and tab."""
    return _LINES.sub(" ", visible(text))


def json_line(value: object, *, default: Callable[[object], object] | None = None, script: bool = False) -> str:
    """`value` as JSON in one line, which means the same and has no control character in it.

    With `script`, it may also stand in the script of a page: it holds no `</script>` and no `<!--`.
    """
    text = json.dumps(value, ensure_ascii=False, default=default)
    return (_ESCAPED_IN_SCRIPTS if script else _ESCAPED_IN_JSON).sub(_escaped, text)


def harmless_cell(text: str) -> str:
    """A text for a cell of CSV: where a spreadsheet would take it for a formula, an apostrophe is put in front.

    So is one in front of a text that begins as such a cell does, so that taking one away always gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def web_address(url: object) -> str | None:
    """`url`, if it is an address of the web, and not of a script or of data; else None."""
    return url if isinstance(url, str) and _WEB.match(url) else None


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
