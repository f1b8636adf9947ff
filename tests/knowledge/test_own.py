"""The tables of a user: each may be added to, each pipeline has its own, and stages without any read the shipped."""

from __future__ import annotations

import threading

import pytest

from extractor import knowledge
from extractor.entities.name_candidates import titles
from extractor.entities.name_evidence import contexts
from extractor.entities.names import first_names, parse_name
from extractor.entities.people import create_people
from extractor.errors import KnowledgeError
from extractor.knowledge.own import OwnTables, WithOwnTables, kept, using, with_own_tables
from extractor.knowledge.tables import TABLES, key_of
from extractor.statements.cues import lexicon


def test_a_row_is_known_by_the_key_of_its_table(table):
    folder = table("titles", "title\tnumber\tgender", "Mgr\ts\tf", "Sire\ts\tm")
    with using(OwnTables.of(folder)):
        assert titles()["Mgr"] == ("f", "s")
        assert titles()["Sire"] == ("m", "s")
    assert "Sire" not in titles()


def test_columns_that_the_file_leaves_out_are_there(table):
    folder = table("functions", "lemma\tclass\tgroup", "grand vizir\toffice\tvizier", "président\toffice\tvizier")
    with using(OwnTables.of(folder)):
        rows = {row["lemma"]: row for row in knowledge.rows("functions")}
    assert rows["grand vizir"]["feminine"] == ""
    assert rows["président"]["feminine"] == "présidente"
    assert rows["président"]["group"] == "vizier"


def test_rows_of_a_list_stand_before_the_shipped_ones(table):
    folder = table("name_contexts", "effect\tnouns", "person\tfrégate")
    table("first_names", "gender\tnames", "f\tÉlizaveth")
    assert contexts()["fregate"] == "other"
    with using(OwnTables.of(folder)):
        assert contexts()["fregate"] == "person"
        assert first_names()["elizaveth"] == "f"


def test_what_depends_on_a_table_by_its_argument_is_kept_apart_too(table):
    folder = table("name_particles", "word\tkind", "zum\tparticle")
    assert parse_name("Karl zum Felde").key == ("karl", "zum", "felde")
    with using(OwnTables.of(folder)):
        assert parse_name("Karl zum Felde").key == ("karl", "felde")
    assert parse_name("Karl zum Felde").key == ("karl", "zum", "felde")


def test_a_verb_of_the_user_is_conjugated(table):
    folder = table("cues", "lemma\tkind\tconstructions\tact\tstrength", "zézayer\tverb\tincise|que\tassert\tstrong")
    with using(OwnTables.of(folder)):
        (found,) = lexicon().verb("zézayait")
    assert (found.cue.lemma, found.readings) == ("zézayer", ("ind.impf.3s",))
    assert lexicon().verb("zézayait") == ()


def test_a_table_that_has_changed_is_read_again(table):
    folder = table("titles", "title\tnumber", "Sire\ts")
    with using(OwnTables.of(folder)):
        assert "Sire" in titles()
    table("titles", "title\tnumber", "Maharadjah\ts")
    with using(OwnTables.of(folder)):
        assert "Sire" not in titles()
        assert "Maharadjah" in titles()


def test_a_stage_with_a_folder_leaves_other_threads_alone(table):
    seen = []
    with using(OwnTables.of(table("titles", "title\tnumber", "Sire\ts"))):
        thread = threading.Thread(target=lambda: seen.append("Sire" in titles()))
        thread.start()
        thread.join()
    assert seen == [False]


def test_a_stage_without_a_folder_is_the_stage_itself():
    assert not isinstance(with_own_tables(lambda: lambda doc: doc, None), WithOwnTables)


def test_a_stage_refuses_bad_tables(table):
    folder = table("titles", "titre", "Sire")
    with pytest.raises(KnowledgeError, match=r"titles\.tsv:1: title: the header has no column title"):
        create_people(None, "extractor_people", str(folder))


def test_two_pipelines_of_one_process_have_each_their_own(nlp, table):
    folder = table("functions", "lemma\tfeminine\tclass\tgroup", "grand vizir\t\toffice\tvizier")
    stage = create_people(nlp, "extractor_people", str(folder))
    text = "Le grand vizir Trobak est arrivé."

    def names(doc):
        return [mention.entity_id for mention in doc._.mentions if mention.type == "PERSON"]

    assert names(nlp(text)) == []
    doc = nlp(text)
    doc._.mentions.clear()
    assert names(stage(doc)) == ["person:trobak"]
    assert names(nlp(text)) == []


def test_what_is_kept_is_forgotten_on_demand():
    calls = []

    @kept()
    def made() -> int:
        calls.append(1)
        return len(calls)

    assert [made(), made()] == [1, 1]
    made.cache_clear()
    assert made() == 2


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_told_of_a_table_is_one_of_it(name):
    columns = set(knowledge.rows(name)[0])
    rules = TABLES[name]
    assert {*rules.key, *rules.required, *rules.names, *rules.closed, *rules.refers} <= columns


@pytest.mark.parametrize("name", sorted(name for name, rules in TABLES.items() if rules.key))
def test_no_two_shipped_rows_have_one_key(name):
    rows = list(knowledge.read_table(knowledge.table_path(name)))
    assert len({key_of(name, row) for row in rows}) == len(rows)


def test_every_shipped_table_may_be_added_to_but_those_of_scripts():
    shipped = {path.stem for path in knowledge.table_path("any").parent.glob("*.tsv")}
    assert shipped - set(TABLES) == {"cue_forms", "countries_corrections"}
