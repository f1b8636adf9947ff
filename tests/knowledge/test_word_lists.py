"""The word lists of the grammar."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.errors import KnowledgeError
from extractor.knowledge.check import check
from extractor.knowledge.own import OwnTables, using
from extractor.knowledge.word_lists import WordList, WordSequences, word_list, word_lists, word_sequences


def test_a_list_is_known_by_its_name():
    assert {"mardi", "mai", "hier"} <= word_list("dates")
    assert ("par", "la", "suite") in word_sequences("locutions")


def test_a_list_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(KnowledgeError, match="should it be dates"):
        word_list("date")


def test_no_list_has_a_word_twice_and_every_row_a_source():
    for row in knowledge.rows("word_lists"):
        words = knowledge.split(row["words"])
        assert len(words) == len(set(words)), row["name"]
        assert row["source"]


def test_words_are_as_the_stages_see_them():
    for words in word_lists().values():
        assert [word for word in words if word != word.lower() or "’" in word or not word.strip()] == []


def test_a_users_row_adds_to_a_list_or_makes_one(tmp_path):
    (tmp_path / "word_lists.tsv").write_text("name\twords\ndates\t+vendémiaire\nmine\tmot\n", "utf-8")
    shipped = word_list("dates")
    with using(OwnTables.of(tmp_path)):
        assert word_list("dates") == shipped | {"vendémiaire"}
        assert word_list("mine") == {"mot"}
    assert word_list("dates") == shipped


def test_reading_the_lists_imports_no_stage():
    code = (
        "import sys; from extractor.knowledge.word_lists import word_list; word_list('dates');"
        "print(sorted(name for name in sys.modules if name.startswith('extractor') or name == 'spacy'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    allowed = ("extractor", "extractor.errors", "extractor.knowledge")
    imported = [name.strip("' ") for name in done.stdout.strip("[]\n").split(",")]
    assert [name for name in imported if name not in allowed and not name.startswith("extractor.knowledge.")] == []


def test_a_list_in_code_is_read_when_it_is_asked_and_follows_the_users_folder(tmp_path):
    (tmp_path / "word_lists.tsv").write_text("name\twords\ndays\t+décadi\n", "utf-8")
    days, folded = WordList("days"), WordList("months", fold)
    assert "lundi" in days
    assert "décadi" not in days
    assert "fevrier" in folded
    assert "février" not in folded
    with using(OwnTables.of(tmp_path)):
        assert "décadi" in days
        assert "décadi" in days.words
        assert len(days) == len(list(days)) == len(word_list("days"))
    assert "décadi" not in days
    assert days | {"x"} == word_list("days") | {"x"}
    assert {"lundi", "x"} & days == {"lundi"}


def test_a_list_of_no_name_is_an_error_where_it_is_asked():
    unknown = WordList("no_such_list")
    with pytest.raises(KnowledgeError, match="no_such_list"):
        _ = "x" in unknown


def test_sequences_keep_the_order_of_the_table():
    asides = WordSequences("asides")
    assert next(iter(asides)) == ("par", "ailleurs", ",")
    assert ("en", "effet") in asides


def test_the_longest_entry_at_a_place_is_found():
    locutions, words = WordSequences("locutions"), "a dit par la suite par".split()
    assert locutions.longest(words, 2) == 5
    assert [locutions.longest(words, place) for place in (0, 3, 5, 6)] == [None] * 4


def test_a_list_can_name_another(tmp_path):
    assert word_list("auxiliaries") == word_list("forms_of_avoir") | word_list("forms_of_etre")
    (tmp_path / "word_lists.tsv").write_text("name\twords\nforms_of_etre\t+êtes\n", "utf-8")
    with using(OwnTables.of(tmp_path)):
        assert "êtes" in word_list("auxiliaries")


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        ("mine\t@days|demain", None, ""),
        ("mine\t@dayss", "words", "should it be @days"),
        ("one\t@two\ntwo\t@one", "words", "holds itself"),
        ("Mine\tdemain", "name", "small letters"),
        ("mine\tDemain", "words", "small letters"),
        ("mine\tl’un", "words", "straight apostrophe"),
    ],
)
def test_a_users_list_is_checked(tmp_path, rows, column, words):
    (tmp_path / "word_lists.tsv").write_text(f"name\twords\n{rows}\n", "utf-8")
    problems = check(tmp_path)
    assert {one.column for one in problems} == ({column} if column else set())
    assert all(words in one.message for one in problems)
