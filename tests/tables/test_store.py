"""Tables as Delta Lake that also read as plain Parquet."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from deltalake import DeltaTable, write_deltalake

from extractor.errors import StoreError
from extractor.runs import commit as commits
from extractor.runs.records import Records
from extractor.tables import migrations
from extractor.tables.schemas import CHILDREN, DOCUMENTS, SCHEMA_VERSION, TABLES
from extractor.tables.store import SCHEMA_KEY, Store

ODD_IDS = ["it's", "a'b''c", 'say "x"', "back\\slash", "new\nline", "%_*", "é😀", "{x}", "--", ";", "$1", " "]


def tidy(store):
    commits.tidy(store, Records(store.out / "_runs"))


def migrate(store):
    return commits.migrate(store, Records(store.out / "_runs"), name="test")


def make(out):
    store, records = Store(out), Records(out / "_runs")
    records.make()
    commits.create_missing(store, records, name="test")
    return store


@pytest.fixture
def store(tmp_path):
    return make(tmp_path / "out")


def entities(*ids, name="Nom"):
    rows = [
        {"doc_id": doc_id, "entity_id": "org:x", "type": "ORG", "name": name, "aliases": ["X"], "n_mentions": 1}
        for doc_id in ids
    ]
    return pa.Table.from_pylist(rows, schema=TABLES["entities"])


def names(store):
    table = store.read("entities")
    return dict(zip(table["doc_id"].to_pylist(), table["name"].to_pylist(), strict=True))


def every_reader(store, name):
    """Numbers of rows as pandas, Polars and DuckDB see them, with Delta Lake and without."""
    folder = store.path(name)
    return {
        len(pd.read_parquet(folder)),
        pl.scan_parquet(f"{folder}/*.parquet").collect().height,
        pl.scan_delta(str(folder)).collect().height,
        duckdb.sql(f"SELECT count(*) FROM '{folder}/*.parquet'").fetchall()[0][0],
        ds.dataset(folder).count_rows(),
    }


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_its_columns_for_every_reader(store, name):
    tidy(store)
    assert every_reader(store, name) == {0}
    assert list(pd.read_parquet(store.path(name)).columns) == TABLES[name].names


def test_a_folder_may_be_called_anything(tmp_path):
    store = make(tmp_path / "à côté 100% #1?")
    store.write("entities", entities("a", "b"))
    store.write("entities", entities("b", name="Autre"), replacing=["b"])
    assert names(store) == {"a": "Nom", "b": "Autre"}
    assert (store.count("entities"), store.count("mentions")) == (2, 0)
    tidy(store)
    assert names(Store(store.out)) == {"a": "Nom", "b": "Autre"}


def test_another_store_on_the_same_folder_sees_what_was_written(store):
    other = Store(store.out)
    store.write("entities", entities("a"))
    assert names(other) == {"a": "Nom"}
    other.write("entities", entities("b"))
    store.write("entities", entities("c"))
    assert set(names(store)) == set(names(other)) == {"a", "b", "c"}


def test_rows_replaced_again_and_again_read_the_same_everywhere(store):
    store.write("entities", entities("a", "b", "c"))
    store.write("entities", entities("b", "d", name="Neu"), replacing=["b", "d"])
    store.write("entities", entities(), replacing=["c"])
    store.write("entities", entities("e"))
    tidy(store)
    assert names(store) == {"a": "Nom", "b": "Neu", "d": "Neu", "e": "Nom"}
    assert every_reader(store, "entities") == {4}
    assert pd.read_parquet(store.path("entities"))["aliases"].map(list).tolist() == [["X"]] * 4


def test_after_compacting_it_is_one_file_with_the_same_rows(store):
    for number in range(5):
        store.write("entities", entities(str(number)))
    store.write("entities", entities("1", name="Neu"), replacing=["1"])
    records = Records(store.out / "_runs")
    assert commits.compact(store, records, name="test")["entities"] == (5, 1)
    tidy(store)
    assert every_reader(store, "entities") == {5}
    assert names(store)["1"] == "Neu"


@pytest.mark.parametrize("doc_id", ODD_IDS)
def test_ids_of_any_form_are_replaced_and_nothing_else(store, doc_id):
    store.write("entities", entities(*ODD_IDS))
    store.write("entities", entities(doc_id, name="Neu"), replacing=[doc_id])
    assert names(store) == {**dict.fromkeys(ODD_IDS, "Nom"), doc_id: "Neu"}


def test_many_keys_in_one_commit(store):
    ids = [f"doc-{number}" for number in range(3000)]
    store.write("entities", entities(*ids))
    version = store.version("entities")
    store.write("entities", entities(*ids, name="Neu"), replacing=ids)
    assert store.version("entities") == version + 1
    assert set(names(store).values()) == {"Neu"}
    assert len(names(store)) == 3000


def test_undo_takes_back_one_batch(store):
    store.write("entities", entities("a"), batch="1")
    version = store.version("entities")
    store.write("entities", entities("a", "b", name="Neu"), replacing=["a", "b"], batch="2")
    assert store.undo("entities", version=version, batch="2")
    assert names(store) == {"a": "Nom"}


def test_undo_leaves_the_commits_of_others_alone(store):
    store.write("entities", entities("a"), batch="1")
    version = store.version("entities")
    store.write("entities", entities("b"), batch="2")
    store.write("entities", entities("c"), batch="somebody's")
    assert not store.undo("entities", version=version, batch="2")
    assert set(names(store)) == {"a", "b", "c"}


def test_columns_carry_their_meaning_into_the_files(store):
    tidy(store)
    for name, schema in TABLES.items():
        found = ds.dataset(store.path(name)).schema
        for field in schema:
            assert found.field(field.name).metadata[b"description"] == field.metadata[b"description"]
            assert len(field.metadata[b"description"]) > 5
        metadata = store.open(name).metadata()
        assert metadata.configuration[SCHEMA_KEY] == str(SCHEMA_VERSION)
        assert metadata.name == name
        assert metadata.description


def test_what_is_no_table_is_told(tmp_path):
    (tmp_path / "out" / "entities" / "_delta_log").mkdir(parents=True)
    (tmp_path / "out" / "entities" / "_delta_log" / f"{0:020}.json").write_text("broken")
    with pytest.raises(StoreError, match="cannot read the table entities"):
        Store(tmp_path / "out").read("entities")


class TestMigrations:
    """Tables of older versions."""

    @pytest.fixture
    def old(self, tmp_path):
        """Tables as version 1 wrote them."""
        added = {"input_sha256", "duplicate_of"}
        for name, schema in TABLES.items():
            old = pa.schema([field for field in schema if name != "documents" or field.name not in added])
            DeltaTable.create(tmp_path / "old" / name, schema=old, name=name)
        old = pa.schema([field for field in DOCUMENTS if field.name not in added])
        row = {"doc_id": "a", "source": "a.txt", "text": "Bonjour", "text_sha256": "x"}
        write_deltalake(tmp_path / "old" / "documents", pa.Table.from_pylist([row], schema=old), mode="append")
        Records(tmp_path / "old" / "_runs").make()
        return Store(tmp_path / "old")

    def test_columns_are_added_and_old_rows_stay(self, old):
        assert migrate(old) == [f"table {name} brought from schema version 1 to {SCHEMA_VERSION}" for name in TABLES]
        new = {"doc_id": "b", "source": "b.txt", "text": "Bonsoir", "text_sha256": "y", "duplicate_of": "a"}
        old.write("documents", pa.Table.from_pylist([new], schema=DOCUMENTS))
        tidy(old)
        rows = {row["doc_id"]: row for row in old.read("documents").to_pylist()}
        assert (rows["a"]["text"], rows["a"]["duplicate_of"], rows["b"]["duplicate_of"]) == ("Bonjour", None, "a")
        assert set(old.read("documents").column_names) == set(DOCUMENTS.names)
        descriptions = {field.name: field.metadata for field in old.open("documents").schema().fields}
        assert descriptions["duplicate_of"]["description"]

    def test_of_old_dates_nobody_knows_how_precise_they_are(self, tmp_path):
        """As version 3 wrote them."""
        for name, schema in TABLES.items():
            before = pa.schema([field for field in schema if field.name != "published_precision"])
            properties = {SCHEMA_KEY: "3"}
            DeltaTable.create(tmp_path / name, before, configuration=properties, raise_if_key_not_exists=False)
        row = {"doc_id": "a", "source": "a.txt", "text": "Bonjour", "text_sha256": "x"}
        row["published_at"] = datetime(2024, 5, 31, tzinfo=UTC)
        before = pa.schema([field for field in DOCUMENTS if field.name != "published_precision"])
        write_deltalake(tmp_path / "documents", pa.Table.from_pylist([row], schema=before), mode="append")
        Records(tmp_path / "_runs").make()
        store = Store(tmp_path)
        migrate(store)
        store.write(
            "documents", pa.Table.from_pylist([{**row, "doc_id": "b", "published_precision": "day"}], DOCUMENTS)
        )
        columns = store.read("documents", ["doc_id", "published_at", "published_precision"]).to_pydict()
        known = dict(zip(columns["doc_id"], columns["published_precision"], strict=True))
        assert known == {"a": None, "b": "day"}
        assert columns["published_at"] == [row["published_at"]] * 2

    def test_the_second_time_there_is_nothing_to_do(self, old):
        migrate(old)
        versions = [old.version(name) for name in TABLES]
        assert migrate(old) == []
        assert [old.version(name) for name in TABLES] == versions

    def test_a_step_that_was_cut_off_is_completed(self, old):
        migrate(old)
        for name in TABLES:
            old.open(name).alter.set_table_properties({SCHEMA_KEY: "1"}, raise_if_not_exists=False)
        assert len(migrate(old)) == len(TABLES)

    def test_every_reader_sees_old_and_new_rows(self, old):
        migrate(old)
        new = {"doc_id": "b", "source": "b.txt", "text": "Bonsoir", "text_sha256": "y", "duplicate_of": "a"}
        old.write("documents", pa.Table.from_pylist([new], schema=DOCUMENTS))
        tidy(old)
        assert every_reader(old, "documents") == {2}
        for path in old.path("documents").glob("*.parquet"):
            assert "duplicate_of" in pd.read_parquet(path).columns

    def test_tables_of_a_newer_version_are_left_alone(self, old):
        old.open("documents").alter.set_table_properties({SCHEMA_KEY: "99"}, raise_if_not_exists=False)
        with pytest.raises(StoreError, match="newer than"):
            migrate(old)

    def test_the_last_step_leads_to_the_present_version(self):
        assert migrations.STEPS[-1].version == SCHEMA_VERSION
        assert set(CHILDREN) < set(TABLES)
