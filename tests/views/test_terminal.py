"""What a terminal is shown of an article."""

from __future__ import annotations

import pytest
import spacy

from extractor.annotations import Entity, Mention, Statement, set_extensions
from extractor.escaping import visible
from extractor.views.terminal import article_text, print_rows, statement_row

set_extensions()

TEXT = "« Oui », a dit la ministre norvégienne. Elle a ajouté que non."


@pytest.fixture
def doc():
    doc = spacy.blank("fr")(TEXT)
    doc._.entities["country:NO"] = Entity(id="country:NO", type="COUNTRY", name="Norvège", iso="NO")
    start = TEXT.index("norvégienne")
    doc._.mentions.append(Mention(start, start + 11, "COUNTRY", "demonym", "country:NO", "gazetteer"))
    speaker = TEXT.index("la ministre"), start + 11
    cue = TEXT.index("a dit"), TEXT.index("a dit") + 5
    doc._.statements.append(
        Statement("direct", [(2, 5)], "incise", 1.0, cue=cue, speaker=speaker, speaker_ids=["country:NO"])
    )
    doc._.statements.append(Statement("indirect", [(TEXT.index("non"), TEXT.index("non") + 3)], "que", 1.0))
    return doc


def test_statements_are_numbered_where_they_begin(doc):
    assert article_text(doc).plain == "« [1]Oui », a dit la ministre norvégienne. Elle a ajouté que [2]non."


def test_names_have_the_style_of_their_type(doc):
    text = article_text(doc)
    styled = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
    assert styled["norvégienne"] == "green"
    assert styled["Oui"] == "italic"
    assert styled["a dit"] == "underline"


def test_row_of_a_statement_with_speaker(doc):
    expected = ("1", "Norvège (la ministre norvégienne)", "a dit", "Oui", "")
    assert statement_row(doc, 1, doc._.statements[0]) == expected


def test_row_of_a_statement_without_speaker(doc):
    assert statement_row(doc, 2, doc._.statements[1]) == ("2", "[unknown]", "", "non", "")


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\r\nb", "\x00\x07\x7f\x85\x9b", "plain\ttext\n"])
def test_control_characters_become_visible_one_for_one(text):
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(sign < " " and sign not in "\n\t" or "\x7f" <= sign < "\xa0" for sign in shown)


def test_rows_in_a_pipe_are_tab_separated_lines(capsys):
    print_rows(("a", "b"), [("1", "two\nlines\tand a tab")])
    assert capsys.readouterr().out == "a\tb\n1\ttwo lines and a tab\n"
