"""One table, read when it is asked for."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pytest

from extractor.errors import StoreError, UsageError
from extractor.tables.lazy import LazyTable


@pytest.fixture
def table():
    rows = pa.table(
        {
            "name": ["un", "deux", None, "quatre"],
            "score": [0.1, 0.9, 0.5, 0.9],
            "ids": [["a"], [], None, ["b", "a", "a"]],
        }
    )
    return LazyTable("rows", ds.dataset(rows))


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({"name": "un"}, ["un"]),
        ({"name": ["un", "deux"]}, ["un", "deux"]),
        ({"name": None}, [None]),
        ({"name": ["un", None]}, ["un", None]),
        ({"name": []}, []),
        ({"ids": "a"}, ["un", "quatre"]),
        ({"ids": ["b", "c"]}, ["quatre"]),
        ({"ids": "a", "score": 0.9}, ["quatre"]),
        ({"ids": "z"}, []),
    ],
)
def test_where_keeps_the_rows_with_these_values(table, conditions, names):
    kept = table.where(**conditions)
    assert kept.select("name").to_arrow()["name"].to_pylist() == names
    assert len(kept) == len(names)


def test_conditions_add_up_and_leave_the_table_as_it_is(table):
    narrowed = table.where(pc.field("score") > 0.3).where(pc.field("score") < 0.8)
    assert len(narrowed) == 1
    assert len(table) == 4


def test_selected_columns_come_in_the_order_asked_for(table):
    assert table.select("score", "name").columns == ["score", "name"]
    assert list(table.select("score", "name").to_pandas().columns) == ["score", "name"]
    assert list(table["name"].dropna()) == ["un", "deux", "quatre"]


def test_no_more_columns_than_needed_are_read(hand_annotated_output):
    import shutil

    from extractor.tables.read import Corpus

    corpus = Corpus(hand_annotated_output)
    plan = corpus.mentions.select("text").where(type="COUNTRY")
    assert next(plan.batches()).schema.names == ["text"]
    copy = hand_annotated_output.parent / "copy"
    shutil.copytree(hand_annotated_output, copy)
    late = Corpus(copy)
    for path in (copy / "mentions").glob("*.parquet"):
        path.unlink()
    # Nothing was read when it was opened, and what is gone is told.
    with pytest.raises(StoreError, match="is missing; restore it"):
        late.mentions.to_arrow()


@pytest.mark.parametrize("use", [lambda table: table.select("nom"), lambda table: table.where(nom=1)])
def test_an_unknown_column_is_told_with_the_known_ones(table, use):
    with pytest.raises(UsageError, match=r"no column 'nom'; its columns are: name, score, ids"):
        use(table)


def test_head_stops_early(table):
    assert list(table.head(2)["name"]) == ["un", "deux"]
    assert len(table.where(name="un").head(5)) == 1


def test_polars_and_pandas_have_the_same_rows(table):
    assert table.to_polars()["score"].to_list() == table.to_pandas()["score"].to_list()


def test_a_notebook_shows_escaped_rows():
    table = LazyTable("rows", ds.dataset(pa.table({"text": ["<script>x</script>"]})))
    shown = table._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "1 rows, 1 columns" in shown


def test_a_missing_package_is_told_with_the_command_that_installs_it():
    from extractor.tables.lazy import optional

    with pytest.raises(UsageError, match=r"-m pip install no_such_package"):
        optional("no_such_package")
