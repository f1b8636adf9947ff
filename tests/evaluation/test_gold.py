"""Annotations by surface string become offsets, and what is off in them is told."""

from __future__ import annotations

import json

import pytest

from extractor.errors import InputError
from extractor.evaluation.gold import compile_annotation, read_gold

TEXT = "Tokyo a parlé. Le Japon et l’armée du Japon (le Japonais) : « Oui », dit-il, « oui ou non »."


def annotation(**changes):
    return {
        "doc": "essai",
        "file": "essai.txt",
        "entities": {"jp": {"type": "COUNTRY", "iso": "JP"}, "army": {"type": "ORG", "names": ["armée du Japon"]}},
        "mentions": [],
        "statements": [],
        **changes,
    }


def mentions(*items):
    gold, problems = compile_annotation(annotation(mentions=list(items)), TEXT)
    assert problems == []
    return [(TEXT[one.start : one.end], one.start) for one in gold.mentions]


def test_a_surface_is_found_by_its_occurrence():
    second = TEXT.index("Japon", TEXT.index("Japon") + 1)
    assert mentions(["Japon", 2, "jp", "name"]) == [("Japon", second)]


def test_all_means_whole_words_outside_a_longer_mention_of_the_same_entity():
    assert mentions(["Japon", "all", "jp", "name"], ["armée du Japon", 1, "jp", "name"]) == [
        ("Japon", TEXT.index("Japon")),
        ("armée du Japon", TEXT.index("armée")),
    ]


def test_a_mention_may_be_a_part_of_a_context():
    assert mentions(["dit-il", 1, "jp", "pronoun", "il"]) == [("il", TEXT.index("il,"))]


def test_spans_reach_from_the_first_words_to_the_next_last_words():
    statement = {
        "spans": [["Oui", "Oui"], ["oui", "non"]],
        "type": "direct",
        "cue": ["dit", 1],
        "speaker": ["dit-il", 1, "il"],
    }
    gold, problems = compile_annotation(annotation(statements=[{**statement, "by": ["jp"]}]), TEXT)
    assert problems == []
    (found,) = gold.statements
    assert [TEXT[start:end] for start, end in found.spans] == ["Oui", "oui ou non"]
    assert TEXT[slice(*found.cue)] == "dit"
    assert TEXT[slice(*found.speaker)] == "il"
    assert found.by == ("jp",)
    assert not found.optional


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"mentions": [["Chine", 1, "jp", "name"]]}, "'Chine' does not occur 1 times"),
        ({"mentions": [["Chine", "all", "jp", "name"]]}, "'Chine' does not occur"),
        ({"mentions": [["Japon", 1, "cn", "name"]]}, "unknown entity or kind"),
        ({"mentions": [["Japon", 1, "jp", "nom"]]}, "unknown entity or kind"),
        ({"mentions": [["Japon", 1, "jp", "name"], ["Japon", 1, "jp", "name"]]}, "annotated twice"),
        ({"entities": {"x": {"type": "SHIP"}}}, "unknown type 'SHIP'"),
        ({"entities": {"x": {"type": "COUNTRY"}}}, "a country without iso"),
        ({"entities": {"x": {"type": "ORG"}}}, "has no names"),
        ({"statements": [{"spans": [["Oui", "Oui"]], "type": "oral"}]}, "unknown type 'oral'"),
        ({"statements": [{"spans": [["Oui", "jamais"]], "type": "direct"}]}, "statement 1: 'jamais' does not occur"),
        ({"statements": [{"spans": [["Oui", "Oui"]], "type": "direct", "by_alt": [["x"]]}]}, "unknown entity 'x'"),
    ],
)
def test_what_is_off_is_told(tmp_path, changes, problem):
    (tmp_path / "essai.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "essai.json").write_text(json.dumps(annotation(**changes)), encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_gold([tmp_path / "essai.json"])


def test_a_folder_gives_its_annotations_and_leaves_out_other_json(tmp_path):
    (tmp_path / "essai.txt").write_bytes(TEXT.encode())
    (tmp_path / "essai.json").write_text(json.dumps(annotation()), encoding="utf-8")
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    assert [gold.doc_id for gold in read_gold([tmp_path])] == ["essai"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.json", None, "does not exist"),
        ("broken.json", "{", "is no JSON"),
        ("other.json", "[]", "is no annotation"),
        ("lonely.json", json.dumps(annotation()), "essai.txt, which does not exist"),
    ],
)
def test_a_file_that_is_no_annotation_is_told(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_gold([tmp_path / name])


def test_a_folder_without_annotations_is_told(tmp_path):
    with pytest.raises(InputError, match="there is no annotation"):
        read_gold([tmp_path])


def test_the_annotation_in_the_readme_is_one(tmp_path):
    import re
    from pathlib import Path

    readme = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    text = "« Nous sommes prêts », a déclaré le ministre américain Lloyd Austin. « Oui », a-t-il dit."
    gold, problems = compile_annotation(json.loads(example), text)
    assert problems == []
    assert [text[one.start : one.end] for one in gold.mentions] == ["américain", "Lloyd Austin", "il"]
    assert [text[slice(*span)] for one in gold.statements for span in one.spans] == ["Nous sommes prêts"]
