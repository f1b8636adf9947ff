"""The first line as a title."""

from __future__ import annotations

import pytest

from extractor.articles.text import find_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Un accord est signé\n\nLes deux ministres se sont vus.", "Un accord est signé"),
        ("\n  Un accord est signé \r\n\r\nLes deux ministres.", "Un accord est signé"),
        ("Qui a signé l'accord ?\n\nLes deux ministres.", "Qui a signé l'accord ?"),
        ("Le ministre : « Nous avons signé »\n\nLes deux ministres.", "Le ministre : « Nous avons signé »"),
        ("Un accord est signé.\n\nLes deux ministres.", None),
        ("« Nous avons signé. »\n\nLes deux ministres.", None),
        ("Un accord est signé\nLes deux ministres.", None),
        ("Un accord est signé", None),
        ("Un accord " * 30 + "\n\nLes deux ministres.", None),
        ("", None),
        ("\n\n\n", None),
    ],
)
def test_a_first_line_that_looks_like_a_title(text, title):
    assert find_title(text) == title


def test_long_white_space_takes_no_time():
    assert find_title(" \n" * 200_000) is None
    assert find_title("a" + " " * 400_000) is None
