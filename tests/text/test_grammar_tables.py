"""Every row of the grammar tables takes the words of its example and leaves its counter-example alone."""

from __future__ import annotations

import pytest

from extractor import knowledge
from extractor.errors import KnowledgeError
from extractor.knowledge.check import check
from extractor.knowledge.check_examples import faults, read_example
from extractor.knowledge.own import OwnTables, using
from extractor.knowledge.tables import TABLES

GRAMMAR = [name for name, rules in TABLES.items() if rules.patterns]
ROWS = [(table, row["name"], row) for table in GRAMMAR for row in knowledge.rows(table)]


@pytest.mark.parametrize(("table", "name", "row"), ROWS, ids=[f"{table}: {name}" for table, name, _ in ROWS])
def test_a_row_does_what_its_examples_say(nlp, table, name, row):
    assert row["example"]
    assert row["counter"]
    assert [fault[1:] for fault in faults([row], nlp)] == []


@pytest.mark.parametrize("cell", ["no bracket", "[one", "one]", "[]", "[a] [b]", "[a [b]]"])
def test_an_example_without_its_brackets_is_told(cell):
    with pytest.raises(KnowledgeError, match="in brackets"):
        read_example(cell)


HEAD = "name\tpattern\texample\tcounter"


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("x\tsur place\tIl a dit [sur place] craindre.\tIl a dit [sur] Paris.", None, ""),
        ("x\tsur place\tIl a dit [sur] Paris.\t", "example", "sur/ADP"),
        ("x\tsur place?\tIl a dit [sur] place craindre.\t", "example", "takes 'sur place'"),
        ("x\tsur\tIl a dit [sur] place craindre.\tIl a dit [sur] Paris.", "counter", "must not"),
        ("x\tsur\tIl a dit sur place craindre.\t", "example", "in brackets"),
        ("x\t@zzz\tIl a dit [sur] place craindre.\t", "pattern", "no word list 'zzz'"),
        ("x\t(sur\tIl a dit [sur] place craindre.\t", "pattern", "never closed"),
    ],
)
def test_a_users_row_is_checked_with_its_examples(tmp_path, row, column, words, monkeypatch, nlp):
    monkeypatch.setattr("extractor.analysis.pipeline.load", lambda **_: nlp)
    (tmp_path / "circumstances.tsv").write_text(f"{HEAD}\n{row}\n", "utf-8")
    problems = check(tmp_path, examples=True)
    assert [(one.line, one.column) for one in problems] == ([(2, column)] if column else [])
    assert all(words in one.message for one in problems)


def test_a_users_clause_exit_ends_what_is_reported(tmp_path, nlp):
    row = "at the risk of\tany\t<, quitte à\tIl a dit que Paris signera, [quitte à] fâcher Berlin.\t"
    (tmp_path / "clause_exits.tsv").write_text(f"name\tcontent\tpattern\texample\tcounter\n{row}\n", "utf-8")
    text = "Le ministre a déclaré que Paris signera, quitte à fâcher Berlin."

    def reported():
        return [text[start:end] for one in nlp(text)._.statements for start, end in one.spans]

    assert reported() == ["Paris signera, quitte à fâcher Berlin"]
    with using(OwnTables.of(tmp_path)):
        assert reported() == ["Paris signera"]
    assert reported() == ["Paris signera, quitte à fâcher Berlin"]


def test_a_users_pattern_may_name_a_list_of_the_users(tmp_path):
    (tmp_path / "circumstances.tsv").write_text("name\tpattern\nx\t@mine NOUN\n", "utf-8")
    assert [one.column for one in check(tmp_path)] == ["pattern"]
    (tmp_path / "word_lists.tsv").write_text("name\twords\nmine\tsur|sous\n", "utf-8")
    assert check(tmp_path) == []
