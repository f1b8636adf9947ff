"""Texts in, something to ask out."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import extractor
from extractor import library
from extractor.errors import InputError, UsageError

TEXT = "« Nous sommes prêts », a déclaré le ministre japonais de la Défense, Minoru Kihara."


@pytest.fixture(autouse=True)
def with_the_shared_pipeline(monkeypatch, request):
    # Asked for when a test needs it: those of wrong usage do not wait for the model.
    monkeypatch.setattr(library, "_pipeline", lambda model, knowledge: request.getfixturevalue("nlp"))


def test_one_text_gives_data_frames():
    found = extractor.extract(TEXT)
    said = found.who_said_what()
    assert said["quotation"].tolist() == ["Nous sommes prêts"]
    assert said["speaker"].tolist() == ["Minoru Kihara"]
    assert isinstance(found.statements, pd.DataFrame)
    start, end = found.statements["spans"][0][0]["start"], found.statements["spans"][0][0]["end"]
    assert found.documents["text"][0][start:end] == "Nous sommes prêts"


def test_texts_come_with_what_is_known_of_them():
    frame = pd.DataFrame(
        {"text": [TEXT, "Rien."], "outlet": ["Le Journal", None], "published_at": ["2024-05-31", None]}
    )
    found = extractor.extract(frame.to_dict("records"))
    assert found.documents["doc_id"].tolist() == ["text-1", "text-2"]
    assert found.documents["published_at"][0] == pd.Timestamp("2024-05-31T00:00Z")
    assert found.documents["outlet"].isna().tolist() == [False, True]
    assert found.who_said_what(since="2024")["outlet"].tolist() == ["Le Journal"]


def test_a_path_stands_for_the_articles_there(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(f'{{"id": "x", "date": "2024-05-31", "text": "{TEXT}"}}\n', encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(bytes(range(256)) * 20)
    found = extractor.extract([tmp_path, TEXT])
    assert found.documents["doc_id"].tolist() == ["a.txt", "x", "text-2"]
    assert found.who_said_what(since="2024")["doc_id"].tolist() == ["x"]
    assert found.rejected[["source", "reason"]].to_numpy().tolist() == [["c.txt", "binary"]]
    assert "1 rejected" in repr(found)


def test_a_path_that_leads_nowhere_is_told(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        extractor.extract(tmp_path / "nowhere")


def test_no_text_at_all_gives_empty_tables():
    assert extractor.extract([]).who_said_what().empty
    assert extractor.extract("").statements.empty


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([3], "not int"),
        ([{"texte": "x"}], "a mapping with a text under 'text'"),
        ([{"text": "x", "journal": "y"}], "text 1 comes with journal; known are: source, title"),
        ([{"text": "x", "doc_id": "a"}, {"text": "y", "doc_id": "a"}], "two texts have the doc_id 'a'"),
    ],
)
def test_anything_but_texts_is_told(texts, message):
    with pytest.raises(UsageError, match=message):
        extractor.extract(texts)


def test_read_opens_what_a_run_wrote(hand_annotated_output):
    corpus = extractor.read(str(hand_annotated_output))
    assert len(corpus.who_said_what()) == 3
    assert type(corpus.refresh()) is type(corpus)


def test_the_example_in_the_readme_runs(hand_annotated_output, tmp_path, monkeypatch):
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = next(
        block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "extractor.read" in block
    )
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    Path("data/out").symlink_to(hand_annotated_output)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    assert len(names["corpus"].statements) == 3
