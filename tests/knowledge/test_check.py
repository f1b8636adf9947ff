"""The user's own tables: what is wrong is told with its place and a remedy; what is right is used."""

from __future__ import annotations

import os

import pytest

from extractor import knowledge
from extractor.entities.gazetteer import Gazetteer, all_forms, create_gazetteer
from extractor.errors import KnowledgeError
from extractor.knowledge.check import TABLES, check, find
from extractor.knowledge.own import OwnTables
from extractor.settings import folder_hash

WEAPONS = "id\tname\taliases\tclass\torigin"


@pytest.mark.parametrize(
    ("name", "rows", "line", "column", "words"),
    [
        ("weapons", [WEAPONS, "f-99\tF-99\t\tavion\tUSA"], 2, "origin", "alpha-2"),
        ("weapons", [WEAPONS, "F 99\tF-99\t\tavion\tUS"], 2, "id", "small letters"),
        ("weapons", [WEAPONS, "f-99\t\t\tavion\tUS"], 2, "name", "empty"),
        ("weapons", [WEAPONS, "f-99\tF-99\tF\tavion\tUS"], 2, "aliases", "match everywhere"),
        ("weapons", [WEAPONS, "f-99\tF-99\tDrake, Viggen\tavion\tUS"], 2, "aliases", "separated by |"),
        ("weapons", [WEAPONS, "# note", "", "f-99\tF-99\t\tavion\tUS\tx\ty"], 4, "", "7 cells"),
        ("weapons", [WEAPONS, "f-99\tF-99\t\tavion\tUS", "f-99\tF-98\t\tavion\tUS"], 3, "id", "line 2"),
        ("weapons", ["id,name,class", "f-99,F-99,avion"], 1, "id", "tabs"),
        ("weapons", ["name\tclass", "F-99\tavion"], 1, "id", "no column id"),
        ("weapons", ["id\tname\tclass\torigine", "f-99\tF-99\tavion\tUS"], 1, "origine", "should it be origin"),
        ("demonyms", ["id\tiso\tmasculine", "ruritanien\tRQ\truritanien"], 2, "iso", "add it to countries.tsv"),
        ("metonyms", ["id\tiso\tforms\tstrength", "Tanger\tMA\tTanger\t5"], 2, "strength", "none of"),
        ("agreements", ["id\tname\tyear", "x\tPacte X\tmai 1968"], 2, "year", "1968"),
        ("weapon", ["id"], 0, "", "weapons.tsv"),
        ("cue_forms", ["form\treadings"], 0, "", "not read"),
        ("titles", ["number", "s"], 1, "title", "no column title"),
        ("name_particles", ["word\tkind", "zum\tadverb"], 2, "kind", "surname"),
        ("name_contexts", ["effect\tnouns", "place\t"], 2, "nouns", "empty"),
        ("titles", ["title\tnumber\tfunction", "Sire\ts\troi des fous"], 2, "function", "add it to functions.tsv"),
        ("cues", ["lemma\tkind\tact\tstrength", "chant\tverb\tassert\tstrong"], 2, "lemma", "conjugation"),
        (
            "cues",
            ["lemma\tkind\tconstructions\tact\tstrength", "zézayer\tverb\tchant\tassert\tweak"],
            2,
            "constructions",
            "incise",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_a_remedy(table, name, rows, line, column, words):
    problems = check(table(name, *rows))
    assert [(p.line, p.column) for p in problems] == [(line, column)]
    assert words in problems[0].message
    assert str(problems[0]).startswith(problems[0].file)


def test_a_line_in_another_encoding(tmp_path):
    (tmp_path / "organisations.tsv").write_bytes("id\tname\nx\tÉtat-major".encode("latin-1"))
    (problem,) = check(tmp_path)
    assert (problem.line, "UTF-8" in problem.message) == (2, True)


def test_all_problems_are_told_at_once(table):
    folder = table("weapons", WEAPONS, "f-99\t\t\t\tUSA")
    assert [p.column for p in check(folder)] == ["name", "class", "origin"]


def test_a_folder_without_tables(tmp_path):
    assert "no table" in check(tmp_path)[0].message


def test_no_folder(tmp_path):
    with pytest.raises(KnowledgeError, match="no folder"):
        check(tmp_path / "missing")


def test_a_new_country_may_be_named_by_the_other_tables(table):
    table("demonyms", "id\tiso\tmasculine", "ruritanien\tRQ\truritanien")
    folder = table("countries", "id\tiso\tname", "country:RQ\tRQ\tRuritanie")
    assert check(folder) == []
    assert {m.id for m in find("ruritanien", folder)} == {"country:RQ"}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_shipped_tables_meet_their_own_rules(tmp_path, name):
    (tmp_path / f"{name}.tsv").write_bytes(knowledge.table_path(name).read_bytes())
    assert check(tmp_path) == []


def test_bad_tables_stop_the_pipeline_before_it_runs(table):
    folder = table("weapons", WEAPONS, "f-99\tF-99\t\tavion\tUSA")
    with pytest.raises(KnowledgeError, match=r"weapons\.tsv:2: origin"):
        create_gazetteer(None, "extractor_gazetteer", str(folder))


def test_a_row_adds(table):
    folder = table("weapons", WEAPONS, "foudre-3\tFoudre 3\tF3 Foudre\tmissile\tFR")
    hits = Gazetteer(all_forms(folder)).find("Le F3 Foudre vole.")
    assert "weapon:foudre-3" in {hit.form.entity.id for hit in hits}


def test_a_row_overrides_cell_by_cell(table):
    shipped = next(row for row in knowledge.rows("countries") if row["iso"] == "JP")
    folder = table("countries", "id\tiso\tname\taliases", "country:JP\tJP\tNihon\t+Yamato")
    row = next(row for row in knowledge.rows("countries", folder) if row["iso"] == "JP")
    assert row["name"] == "Nihon"
    assert row["wikidata"] == shipped["wikidata"]
    assert row["aliases"] == shipped["aliases"] + "|Yamato"
    assert row["_file"] == str(folder / "countries.tsv")


def test_find_tells_form_entity_and_file():
    matches = find("ROYAUME-UNI")
    assert (matches[0].id, matches[0].file) == ("country:GB", "countries.tsv")
    assert any(match.kind == "demonym" for match in find("burkinabe"))


def test_find_gives_the_same_before_what_holds_it():
    assert [match.form.casefold() for match in find("Washington")][:2] == ["washington", "washington post"]


def test_find_nothing():
    assert find("xyzzy") == []


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.mkdir(),
        os.mkfifo,
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to("/dev/zero"),
    ],
    ids=["folder", "pipe", "dangling link", "loop", "device"],
)
def test_what_is_no_regular_file_is_told_and_never_opened(tmp_path, make):
    path = tmp_path / "weapons.tsv"
    make(path)
    assert [problem.file for problem in check(tmp_path)] == [str(path)]
    with pytest.raises(KnowledgeError, match=r"weapons\.tsv: it is not a regular file"):
        folder_hash(tmp_path)
    with pytest.raises(KnowledgeError, match="not a regular file"):
        OwnTables.of(tmp_path)


def test_a_link_to_a_table_is_a_table(tmp_path):
    (tmp_path / "kept.txt").write_text(f"{WEAPONS}\nf-99\tF-99\t\tavion\tUS\n", encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "weapons.tsv").symlink_to(tmp_path / "kept.txt")
    assert check(tmp_path / "own") == []
