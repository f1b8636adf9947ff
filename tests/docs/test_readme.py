"""The README in French says what the one in English says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, FRENCH = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.fr.md"))

BLOCK = re.compile(r"^```(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def without_remarks(language, code):
    """Code without its remarks, which are in the reader's language."""
    mark = {"python": " *#.*", "toml": " *#.*", "sh": " *#.*", "sql": "--.*"}.get(language)
    return re.sub(mark, "", code) if mark else code


def test_they_name_each_other_first():
    assert ENGLISH.splitlines()[2] == "[Français](README.fr.md)"
    assert FRENCH.splitlines()[2] == "[English](README.md)"


def test_they_have_the_same_headings():
    levels = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in (ENGLISH, FRENCH)]
    assert levels[0] == levels[1]


def test_they_have_the_same_code():
    blocks = [[(name, without_remarks(name, code)) for name, code in BLOCK.findall(text)] for text in (ENGLISH, FRENCH)]
    assert len(blocks[0]) >= 7
    assert blocks[0] == blocks[1]


def test_they_open_with_the_same_two_commands():
    opened = [re.findall(r"^    (make \w+)", text, re.MULTILINE) for text in (ENGLISH, FRENCH)]
    assert opened == [["make run", "make test"]] * 2


@pytest.mark.parametrize("what", [r"`[^`\n]+`", r"\]\((.+?)\)"], ids=["inline code", "links"])
def test_they_name_the_same_things(what):
    """Whatever stands as code, and where links lead; what is named more than once is named so in both, or once."""

    def named(text):
        return set(re.findall(what, BLOCK.sub("", text))) - {"README.md", "README.fr.md"}

    assert named(ENGLISH) == named(FRENCH)


def test_their_tables_have_the_same_rows():
    rows = [re.findall(r"^\| (`.+?`|\d+) \|", text, re.MULTILINE) for text in (ENGLISH, FRENCH)]
    assert len(rows[0]) > 20
    assert rows[0] == rows[1]


def test_what_they_link_to_is_there():
    for target in re.findall(r"\]\(([^)#]+)\)", ENGLISH + FRENCH):
        assert target.startswith("http") or (ROOT / target).exists(), target
