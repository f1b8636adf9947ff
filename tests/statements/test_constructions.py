"""The rows of `constructions.tsv`: what is read of them, which one finds a statement, and a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import knowledge
from extractor.errors import KnowledgeError
from extractor.knowledge.check import check
from extractor.knowledge.own import OwnTables, using
from extractor.statements.behind_verbs import BehindVerb
from extractor.statements.clauses import Borders
from extractor.statements.constructions import FEATURES, constructions, read_row
from extractor.statements.cue_words import PHRASES, CueWords
from extractor.statements.syntax import Syntax
from extractor.text.patterns import MARKS, MARKS_OF_CUES

ROOT = Path(__file__).parents[2]
HEAD = "name\tstep\trule\tlicence\tmood\tright\tcontent\tscore\texample\tcounter"
ROW = {"name": "x", "step": "clause", "rule": "que", "licence": "que", "mood": "", "right": "que"} | {
    "content": "clause",
    "score": "1",
}


@pytest.mark.parametrize(
    ("text", "row", "parts"),
    [
        ("Paris a déclaré que Rome signera.", "que behind the verb", {"verb": "a déclaré", "content": "Rome"}),
        ("Paris a promis à Rome de signer.", "infinitive behind de", {"verb": "a promis", "addressee": "à Rome"}),
        ("Paris a ajouté : « Rome signera. »", "quotation behind a colon", {"content": "«"}),
        (
            "« Rome signera », a dit Paris.",
            "verb and subject behind quoted words",
            {"verb": "a dit", "source": "Paris"},
        ),
        ("Selon Paris, Rome signera.", "frame before its clause", {"frame": "Selon", "source": "Paris"}),
        ("Rome signera, a-t-il dit.", "inverted verb behind a comma", {"left": ","}),
    ],
)
def test_a_statement_tells_its_row_and_what_each_part_took(nlp, text, row, parts):
    (statement,) = nlp(text)._.statements
    assert (statement.derivation.table, statement.derivation.row) == ("constructions", row)
    taken = {name: text[start:end] for name, (start, end) in statement.derivation.parts.items()}
    assert {name: taken[name] for name in parts} == parts


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("step", "later", "write one of: incise, frame, clause, colon, object"),
        ("content", "everything", "write one of: clause"),
        ("source", "somebody", "write one of: agent"),
        ("licence", "que|talk", "'talk' is no construction"),
        ("mood", "finite&loud", "'loud' is not known"),
        ("score", "high", "is no number"),
        ("right", "(que", "never closed"),
        ("unless", "@nobody", "no word list"),
        ("left", "a||", "write a word"),
        ("holds", "silver", "write one of"),
    ],
)
def test_a_row_that_is_not_understood_is_told_with_its_column(column, cell, words, tmp_path):
    with pytest.raises(KnowledgeError, match=rf"^{column}: ") as caught:
        read_row({**ROW, column: cell})
    assert words in str(caught.value)
    row = {**ROW, column: cell}
    (tmp_path / "constructions.tsv").write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n", "utf-8")
    (problem,) = check(tmp_path)
    assert (problem.line, problem.column) == (2, column)
    assert words in problem.message


OWN = (
    "dash\tobject\tobject\tquotation\tactive\t— content=OPENING\tquotation\t0.8\tParis prévient — [« Rome signera »].\t"
)


def test_a_users_construction_works_like_a_shipped_one(tmp_path, nlp, monkeypatch):
    text = "Paris prévient — « Rome signera »."
    (tmp_path / "constructions.tsv").write_text(f"{HEAD}\n{OWN}\n", "utf-8")
    assert "dash" not in [one.derivation.row for one in nlp(text)._.statements if one.derivation]
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda **_: nlp)
    with using(OwnTables.of(tmp_path)):
        (statement,) = nlp(text)._.statements
    assert statement.derivation.row == "dash"
    assert [text[start:end] for start, end in statement.spans] == ["Rome signera"]
    assert check(tmp_path, examples=True) == []


@pytest.mark.parametrize(
    ("example", "counter", "column", "words"),
    [
        ("Paris salue Rome [« Rome »].", "", "example", "finds nothing"),
        ("Paris [prévient] — « Rome signera ».", "", "example", "finds 'Rome signera'"),
        ("Paris prévient — [« Rome signera »].", "Paris prévient — « Rome signera ».", "counter", "must find nothing"),
    ],
)
def test_examples_of_a_users_construction_are_tried(tmp_path, nlp, monkeypatch, example, counter, column, words):
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda **_: nlp)
    row = OWN.rsplit("\t", 2)[0]
    (tmp_path / "constructions.tsv").write_text(f"{HEAD}\n{row}\t{example}\t{counter}\n", "utf-8")
    problems = check(tmp_path, examples=True)
    assert [one.column for one in problems] == [column]
    assert words in problems[0].message


def test_a_users_incise_works_like_a_shipped_one(tmp_path, nlp):
    text = "Rome signera / a dit Paris."
    row = "slash\tincise\tincise\tincise\t~inverted\t/\t_?\tboth\tbehind\t0.7"
    head = "name\tstep\trule\tlicence\tmood\tleft\tright\tcontent\tsource\tscore"
    (tmp_path / "constructions.tsv").write_text(f"{head}\n{row}\n", "utf-8")
    assert nlp(text)._.statements == []
    assert check(tmp_path) == []
    with using(OwnTables.of(tmp_path)):
        (statement,) = nlp(text)._.statements
    assert (statement.derivation.row, text[slice(*statement.speaker)]) == ("slash", "Paris")


def test_a_user_may_change_one_cell_of_a_shipped_row(tmp_path, nlp):
    (tmp_path / "constructions.tsv").write_text("name\tscore\nque behind the verb\t0.5\n", "utf-8")
    assert check(tmp_path) == []
    with using(OwnTables.of(tmp_path)):
        (statement,) = nlp("Paris a déclaré que Rome signera.")._.statements
    assert statement.score == 0.5


def test_every_mark_and_phrase_is_described(nlp):
    syntax = Syntax(nlp("Paris a dit que Rome signera."))
    words = CueWords(syntax, BehindVerb(syntax, Borders(syntax, []), []))
    assert MARKS_OF_CUES.keys() <= words.marks.keys() <= MARKS.keys()
    assert words.phrases.keys() == PHRASES.keys()
    assert all(FEATURES.values())


def test_no_row_names_a_function():
    """What a row names in braces is a phrase that is described, and nothing in it is a name of the program's."""
    for row in knowledge.rows("constructions"):
        assert read_row(row)
        pieces = (piece for column in ("left", "right", "unless") for piece in row[column].split("{")[1:])
        assert {piece.partition("}")[0] for piece in pieces} <= PHRASES.keys()


def test_rows_are_left_out_where_their_words_are_not():
    (row,) = (one for one in constructions()["clause"] if one.name == "que behind the verb")
    assert frozenset({"que", "qu'"}) in row.needed


def test_nine_in_ten_statements_come_from_rows(nlp):
    """The rest is told by layout, by nouns, or goes on from what somebody has said."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "raw").glob("*.txt"))]
    found = [statement for doc in nlp.pipe(texts) for statement in doc._.statements]
    assert sum(one.derivation is not None for one in found) >= 0.9 * len(found) > 0
