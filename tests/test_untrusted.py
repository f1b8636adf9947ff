"""Any text at all: no traceback, every offset where it says, and time that grows with the length and no faster."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles.article import Article
from extractor.tables.rows import SPAN_JOINT, Rows, Stamp

from .counting import lines
from .fuzz.texts import examples

STAMP = Stamp(run_id="r", model="m", extractor_version="0", settings_sha256="s")

SENTENCE = "Le ministre de la Défense a déclaré à l'AFP que « la France livrera des Rafale », selon Kiev. "

ODD = {
    "nothing": "",
    "white space": " \n\t\u00a0\u2028\r\n" * 500,
    "quotation marks": "«»" * 5_000,
    "opening marks": "« " * 5_000,
    "closing marks": " »" * 5_000,
    "straight marks": '"' * 10_000,
    "marks of all kinds": "« \" “ ” ‘ ’ „ ‟ ‹ › » '' " * 300,
    "nested marks": "« a " * 1_000 + " »" * 1_000,
    "nested reports": "Il a dit que " * 300 + "oui.",
    "brackets": "(" * 5_000 + ")" * 5_000,
    "one word": "a" * 20_000,
    "one line": SENTENCE * 200,
    "no sentence ends": "le ministre et la France, " * 500,
    "right to left": "\u202eقال الوزير «نعم»\u202c, a dit le ministre. " * 100,
    "control characters": "".join(map(chr, range(1, 160))) * 20 + SENTENCE,
    "NUL": f"a\0b {SENTENCE}\0",
    "beyond the basic plane": "😀👨‍👩‍👧 « \U0001d7d9 », a dit Jean \U0001f1eb\U0001f1f7. " * 100,
    "combining marks": "e\u0301\u0327" * 2_000 + " a dit Élise. ".replace("É", "E\u0301"),
    "soft hyphens": "le mi\u00adnis\u00adtre a\u200b dit\ufeff que oui. " * 100,
    "capitals": "LE MINISTRE DE LA DÉFENSE A DÉCLARÉ QUE LA FRANCE EST PRÊTE. " * 50,
    "names without end": "Jean Dupont, " * 500,
    "hyphens": "franco-" * 2_000,
    "colons": "Jean : " * 1_000,
    "stops": "." * 5_000 + "…" * 5_000,
    "markup": "<p>« <b>Oui</b> », a dit <script>alert(1)</script> Jean.</p>" * 50,
    "carriage returns": SENTENCE.replace(". ", ".\r") * 50,
}


def rows(nlp, text):
    collected = Rows()
    article = Article(doc_id="d", source="s", text=text)
    with nlp.memory_zone():
        collected.add(article, nlp(text), stamp=STAMP, processed_at=datetime.now(UTC))
    return {name: table.to_pylist() for name, table in collected.tables().items()}


def assert_sound(text, tables):
    assert tables["documents"][0]["text"] == text
    ids = {row["entity_id"] for row in tables["entities"]}
    for row in tables["mentions"]:
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["entity_id"] in ids
    for number, row in enumerate(tables["statements"]):
        assert row["spans"]
        for span in [*row["spans"], *row["quoted_spans"]]:
            assert 0 <= span["start"] < span["end"] <= len(text)
        assert row["text"] == SPAN_JOINT.join(text[span["start"] : span["end"]] for span in row["spans"])
        for name in ("cue", "speaker"):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            assert row[f"{name}_text"] == (None if start is None else text[start:end])
        assert {*row["speaker_ids"], *row["about_ids"], *row["addressee_ids"], *row["via_ids"]} <= ids
        assert row["parent_id"] != number
        assert row["continues_id"] is None or 0 <= row["continues_id"] < len(tables["statements"])
    for row in tables["relations"]:
        assert {row["subject_id"], row["object_id"]} <= ids


@pytest.mark.parametrize("kind", ODD)
def test_odd_texts(nlp, kind):
    assert_sound(ODD[kind], rows(nlp, ODD[kind]))


WORDS = st.sampled_from(
    [
        "le ministre", "Jean Dupont", "la France", "l'OTAN", "Rafale", "F-35A", "traité de Paris", "a déclaré",
        "dit-il", "que", "selon", "affirme", "il", "elle", "ce dernier", "les deux pays",
        "«", "»", '"', "“", "”", "'", "’", "-",
        "—", ":", ",", ".", "!", "?", "…", "(", ")", "\n", "\n\n", "\r\n", "\u00a0", "\u202f", "\u200b", "\u202e", "\0",
        "e\u0301", "😀", "É", "M.", "n'a pas", "1 000", "%", "\ufeff", "#", "@", "http://a.fr/b", "nippo-américain",
    ]
)  # fmt: skip


@pytest.mark.fuzz
@examples(150)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " "])), max_size=60))
def test_words_of_the_field_in_any_order(nlp, parts):
    text = "".join(word + space for word, space in parts)
    assert_sound(text, rows(nlp, text))


@pytest.mark.fuzz
@examples(100)
@given(st.text(max_size=300))
def test_any_text(nlp, text):
    assert_sound(text, rows(nlp, text))


# Parts of a text that each look for something in all others: speech in speech, one source, one office holder.
REPEATED = {
    "speech in speech": "Il a dit que ",
    "quotations of a pronoun": "« Oui », a-t-il dit. ",
    "one office holder": "Le ministre des Armées Sébastien Lecornu a parlé. Le ministre est parti. ",
}


@pytest.mark.parametrize(
    "kind", ["one line", "quotation marks", "names without end", "colons", "opening marks", *REPEATED]
)
def test_the_work_grows_with_the_length(nlp, kind):
    # Longer than the longest sentence, up to which the work may well grow faster.
    short = REPEATED[kind] * (4_500 // len(REPEATED[kind])) if kind in REPEATED else ODD[kind][:4_500]
    nlp(short)
    assert lines(nlp, short * 2) < 1.4 * 2 * lines(nlp, short)
