"""Spans that overlap in any way are cut at every boundary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.tables.read import Extraction
from extractor.views.marking import Mark, article_marks, pieces

TEXT = "abcdefghij"


def mark(start, end, label="PERSON", statement=None):
    return Mark(start=start, end=end, label=label, statement=statement, note=f"{label}{start}")


def test_crossing_spans_share_the_piece_in_which_they_overlap():
    cut = list(pieces(TEXT, [mark(1, 5), mark(3, 8, "ORG")]))
    assert [(piece.text, piece.labels) for piece in cut] == [
        ("a", []),
        ("bc", ["PERSON"]),
        ("de", ["PERSON", "ORG"]),
        ("fgh", ["ORG"]),
        ("ij", []),
    ]


def test_a_note_tells_the_narrowest_first():
    cut = list(pieces(TEXT, [mark(0, 10, "STATEMENT"), mark(2, 4)]))
    assert cut[1].note == "PERSON2\nSTATEMENT0"


def test_a_statement_is_numbered_where_the_first_of_its_spans_begins():
    cut = list(pieces(TEXT, [mark(6, 8, "STATEMENT", 0), mark(2, 4, "STATEMENT", 0), mark(2, 9, "STATEMENT", 1)]))
    assert [(piece.text, piece.opens) for piece in cut if piece.opens] == [("cd", (0, 1))]


def test_marks_outside_the_text_and_without_length_are_left_out():
    cut = list(pieces(TEXT, [mark(3, 3), mark(-1, 4), mark(5, 99)]))
    assert [piece.text for piece in cut] == [TEXT]


def test_an_empty_text_has_no_pieces():
    assert list(pieces("", [])) == []


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8))
def test_the_pieces_joined_are_the_text_and_each_has_exactly_its_marks(text, spans):
    marks = [mark(start, end) for start, end in spans]
    at = 0
    for piece in pieces(text, marks):
        for place in range(at, at + len(piece.text)):
            assert set(piece.marks) == {one for one in marks if one.start <= place < one.end <= len(text)}
        at += len(piece.text)
    assert at == len(text)


def test_the_marks_of_an_article_are_its_mentions_and_statements(hand_annotated):
    marks = article_marks(Extraction(hand_annotated), "a")
    labels = [one.label for one in marks]
    assert labels.count("STATEMENT") == labels.count("CUE") == labels.count("SPEAKER") == 2
    assert labels.count("COUNTRY") == 3
    assert "Fumio Kishida · pronoun · person:fumio-kishida" in [one.note for one in marks]
