"""Which line breaks end a paragraph and which are a machine's."""

from __future__ import annotations

import textwrap

import pytest

from extractor.analysis.transcription import transcribe

PARAGRAPHS = (
    "Le ministre de la Défense a annoncé que la France livrerait des missiles à ses alliés avant la fin de l'année.",
    "« Nous tiendrons nos engagements », a-t-il déclaré devant la presse, avant de rencontrer son homologue allemand.",
    "Un calendrier serré",
    "Les deux hommes ont évoqué la situation au Sahel. Ils se retrouveront à Bruxelles, où les alliés se réunissent.",
)


def wrapped(width: int, between: str, end: str = "\n", **options: str) -> str:
    return between.join(
        end.join(textwrap.wrap(paragraph, width, break_on_hyphens=False, **options)) for paragraph in PARAGRAPHS
    )


@pytest.mark.parametrize("width", [30, 60, 80])
@pytest.mark.parametrize("between", ["\n\n", "\n \n"])
@pytest.mark.parametrize("end", ["\n", " \n", "\n   "])
def test_wrapped_paragraphs_are_whole(width, between, end):
    assert transcribe(wrapped(width, between, end)).text.split(between) == list(PARAGRAPHS)


def test_short_lines_end_paragraphs_where_no_blank_line_does():
    assert transcribe(wrapped(60, "\n")).text == "\n".join(PARAGRAPHS)


def test_an_indent_begins_a_paragraph():
    text = "\n".join("\n".join(textwrap.wrap(p, 60, initial_indent="    ")) for p in PARAGRAPHS)
    assert [line.strip() for line in transcribe(text).text.splitlines()] == list(PARAGRAPHS)


def test_lines_that_are_paragraphs_stay():
    for between in ("\n", "\n\n"):
        assert transcribe(between.join(PARAGRAPHS)).text == between.join(PARAGRAPHS)


def test_a_break_within_a_sentence_is_none():
    text = "Le président\n\nJean Moulin\n\n, ministre, a parlé\nde la paix."
    assert transcribe(text).text == "Le président\n\nJean Moulin, ministre, a parlé de la paix."


def test_hyphens_at_the_margin():
    french = {"ministre", "gouvernement"}
    text = "Le minis-\ntre a-t-\nil parlé au gouver-\nnement des États-\nUnis et de peut-\nêtre rien ?"
    read = "Le ministre a-t-il parlé au gouvernement des États-Unis et de peut-être rien ?"
    assert transcribe(text, french.__contains__).text == read


def test_a_line_that_has_to_go_on_does():
    text = "Les deux hommes se retrouveront à\nBruxelles, où le\nConseil siège,\nMadrid aussi."
    assert transcribe(text).text == text.replace("\n", " ")


def test_verses_and_lists_stay():
    text = "Trois points :\n- la paix\n- le pain\n- la terre\n\nFin."
    assert transcribe(text).text == text
