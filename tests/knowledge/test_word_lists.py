"""The word lists of the grammar."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor import knowledge
from extractor.errors import KnowledgeError
from extractor.knowledge.own import OwnTables, using
from extractor.knowledge.word_lists import word_list, word_lists, word_sequences


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
