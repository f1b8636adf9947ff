"""An output folder, asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pytest
from deltalake import write_deltalake

from extractor.errors import InputError, UsageError
from extractor.tables.read import Corpus, Extraction
from extractor.tables.tidy import COLUMNS, link, moment


@pytest.fixture(scope="module")
def corpus(hand_annotated_output):
    return Corpus(hand_annotated_output)


def test_a_folder_without_tables_is_told(tmp_path):
    with pytest.raises(InputError, match="there are no tables in .*extractor run IN"):
        Corpus(tmp_path)


def test_an_unnamed_source_is_called_as_the_text_calls_it(hand_annotated):
    described = {
        "speaker_description": "le porte-parole chinois",
        "speaker_role": "porte-parole",
        "speaker_country": "CN",
    }
    rows = hand_annotated["statements"].to_pylist()
    rows = [{**row, **(described if row["speaker_kind"] == "anonymous" else {})} for row in rows]
    statements = pa.Table.from_pylist(rows, schema=hand_annotated["statements"].schema)
    said = Extraction({**hand_annotated, "statements": statements}).who_said_what(by="country:CN")
    found = said[["speaker", "function", "state", "act"]].to_records(index=False).tolist()
    assert found == [("le porte-parole chinois", "porte-parole", "CN", "deny")]


def test_tables_of_an_older_version_are_read(hand_annotated, tmp_path):
    for name, rows in hand_annotated.items():
        write_deltalake(
            str(tmp_path / name), rows.drop_columns(["speaker_description"] if name == "statements" else [])
        )
    corpus = Corpus(tmp_path)
    assert corpus.who_said_what(act="deny")["speaker"].tolist() == ["Un porte-parole chinois"]
    assert corpus.statements["speaker_description"].isna().all()


def test_tables_are_lazy_and_counted(corpus):
    assert repr(corpus).endswith("4 documents, 5 entities, 8 mentions, 3 statements, 0 relations, 0 rejected>")
    assert len(corpus.relations) == len(corpus.rejected) == 0


def test_who_said_what_has_one_tidy_row_a_statement(corpus):
    said = corpus.who_said_what()
    assert list(said.columns) == list(COLUMNS)
    first = said.iloc[0]
    assert first["date"] == pd.Timestamp("2024-05-31T06:00Z")
    assert (first["speaker"], first["function"], first["state"]) == ("Fumio Kishida", "Premier ministre", "JP")
    assert (first["verb"], first["act"], first["about"]) == ("déclarer", "assert", "Corée du Nord")
    assert first["quotation"] == "La Corée du Nord menace la paix"
    assert corpus.text("a")[first["start"] : first["end"]] == first["quotation"]
    assert list(said["statement_id"]) == [0, 1, 0]
    assert said.iloc[2]["speaker"] == "Un porte-parole chinois"


@pytest.mark.parametrize(
    ("conditions", "acts"),
    [
        ({"by": "person:fumio-kishida"}, ["assert", "promise"]),
        ({"by": "kishida"}, ["assert", "promise"]),
        ({"by": "Japon"}, ["assert", "promise"]),
        ({"by": "country:JP"}, ["assert", "promise"]),
        ({"by": "JP"}, ["assert", "promise"]),
        ({"by": "porte-parole"}, ["deny"]),
        ({"by": "porte"}, ["deny"]),
        ({"by": "parol"}, []),
        ({"about": "COREE DU NORD"}, ["assert", "deny"]),
        ({"about": "Corée"}, ["assert", "deny"]),
        ({"about": "country:KP", "by": "country:JP"}, ["assert"]),
        ({"about": "country:KR"}, []),
        ({"about": "Atlantide"}, []),
        ({"act": "promise"}, ["promise"]),
        ({"text": "paix"}, ["assert"]),
        ({"text": "pai"}, []),
        ({"doc_id": "dossier/b 2"}, ["deny"]),
        ({"minimum_score": 0.95}, ["assert"]),
        ({"since": "2024-06"}, ["deny"]),
        ({"since": "2024-05-31"}, ["assert", "promise", "deny"]),
        # Whether it was before or after noon is not known.
        ({"since": datetime(2024, 7, 2, 12, tzinfo=UTC)}, ["deny"]),
        ({"since": "2024-07-03"}, []),
        ({"until": "2024-05-31"}, ["assert", "promise"]),
        ({"until": "2024-05"}, ["assert", "promise"]),
        ({"until": "2024-07-01"}, ["assert", "promise"]),
        ({"until": pd.Timestamp("2024-05-31").date()}, ["assert", "promise"]),
        ({"since": "1d"}, []),
    ],
)
def test_conditions_narrow_the_answer(corpus, conditions, acts):
    assert list(corpus.who_said_what(**conditions)["act"]) == acts


def test_an_empty_answer_has_the_columns_and_their_types(corpus):
    nothing = corpus.who_said_what(by="nobody")
    assert list(nothing.columns) == list(COLUMNS)
    assert nothing["date"].dtype == corpus.who_said_what()["date"].dtype
    assert corpus.timeline(by="nobody").empty
    assert corpus.network(by="nobody").empty


@pytest.mark.parametrize("when", ["2024-13", "hier", "31/31/2024"])
def test_what_is_no_date_is_told(corpus, when):
    with pytest.raises(UsageError, match="is no date"):
        corpus.who_said_what(since=when)


def test_a_moment_is_in_utc():
    assert str(moment("2024-05")) == "2024-05-01 00:00:00+00:00"
    assert moment("2024-05", end=True) < moment("2024-06")
    assert moment(pd.Timestamp("2024-05-31T08:00+02:00")) == pd.Timestamp("2024-05-31T06:00Z")


def test_about_is_what_was_said_about_someone(corpus):
    assert list(corpus.about("country:KP", by="country:JP")["speaker"]) == ["Fumio Kishida"]


def test_search_has_the_latest_first(corpus):
    assert list(corpus.search()["act"]) == ["deny", "assert", "promise"]
    assert list(corpus.search(limit=1)["act"]) == ["deny"]


def test_timeline_fills_the_periods_without_statements(corpus):
    months = corpus.timeline()
    assert [f"{period:%Y-%m}" for period in months["period"]] == ["2024-05", "2024-06", "2024-07"]
    assert list(months["statements"]) == [2, 0, 1]
    assert list(months["articles"]) == [1, 0, 1]
    with pytest.raises(UsageError, match="the periods are: day, week, month, quarter, year"):
        corpus.timeline(every="fortnight")


def test_a_timeline_is_split_by_a_column(corpus):
    months = corpus.timeline(split="state")
    assert months.columns.tolist() == ["period", "JP", "?"]
    assert months["JP"].tolist() == [2, 0, 0]
    assert months["?"].tolist() == [0, 0, 1]
    assert corpus.timeline(split="act", by="nobody").empty
    with pytest.raises(UsageError, match="not counted by 'mood'; they are by: state, act"):
        corpus.timeline(split="mood")


def test_network_counts_who_speaks_about_whom(corpus):
    edges = corpus.network()
    assert edges[["source", "target", "statements", "articles"]].values.tolist() == [
        ["Fumio Kishida", "Corée du Nord", 1, 1]
    ]
    assert corpus.network(minimum=2).empty


def test_sql_knows_the_tables_and_who_said_what_by_name(corpus):
    answer = corpus.sql(
        "SELECT type, count(*) AS n FROM statements JOIN documents USING (doc_id) GROUP BY 1 ORDER BY 1"
    )
    assert answer.values.tolist() == [["direct", 1], ["indirect", 1], ["mixed", 1]]
    assert corpus.sql("SELECT speaker FROM who_said_what LIMIT 1")["speaker"][0] == "Fumio Kishida"


@pytest.mark.parametrize(
    "query",
    ["SELECT * FROM nowhere", "SELECT * FROM corpus", "SELECT 'x'::INT", "SELECT nothing FROM statements", "SELEC"],
)
def test_a_query_that_is_off_is_told(corpus, query):
    with pytest.raises(UsageError, match="the query is off"):
        corpus.sql(query)


def test_polars_reads_lazily(corpus):
    import polars as pl

    countries = corpus.to_polars()["mentions"].filter(pl.col("type") == "COUNTRY").select("text")
    assert isinstance(countries, pl.LazyFrame)
    assert countries.collect()["text"].to_list()[0] == "Japon"


def test_what_was_written_since_is_seen_after_refresh(hand_annotated, tmp_path):
    from extractor.tables.schemas import TABLES
    from extractor.tables.store import Store

    store = Store(tmp_path)
    for name in TABLES:
        store.create(name)
    corpus = Corpus(tmp_path)
    for name, rows in hand_annotated.items():
        store.write(name, rows)
    assert len(corpus.documents) == 0
    assert len(corpus.refresh().documents) == 4
    assert type(corpus.refresh()) is type(corpus)


def test_statements_of_articles_that_are_not_in_the_ledger_yet_are_left_out(hand_annotated):
    later = {**hand_annotated, "documents": hand_annotated["documents"].slice(1)}
    assert list(Extraction(later).who_said_what()["act"]) == ["deny"]


def test_an_extraction_has_data_frames(hand_annotated):
    found = Extraction(hand_annotated)
    assert all(
        isinstance(frame, pd.DataFrame)
        for frame in (found.documents, found.entities, found.mentions, found.statements, found.relations)
    )
    assert found.to_polars()["statements"].height == 3


@pytest.mark.parametrize(
    ("url", "text", "expected"),
    [
        (None, "x", "f.txt#char=3,9"),
        ("", "x", "f.txt#char=3,9"),
        ("https://e.org/a", "porte-parole, oui", "https://e.org/a#:~:text=porte%2Dparole%2C%20oui"),
        ("https://e.org/a#b", "oui … non", "https://e.org/a#b:~:text=oui"),
        (
            "https://e.org/a",
            "un deux trois quatre cinq six sept huit neuf dix onze douze treize",
            "https://e.org/a#:~:text=un%20deux%20trois%20quatre%20cinq%20six,huit%20neuf%20dix%20onze%20douze%20treize",
        ),
    ],
)
def test_a_link_leads_to_the_place(url, text, expected):
    assert link(url, "f.txt", text, 3, 9) == expected


CLOSED = [
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM 'https://example.org/x.parquet'",
    "COPY (SELECT 1) TO '{folder}/written.csv'",
    "EXPORT DATABASE '{folder}/written'",
    "ATTACH '{folder}/written.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true; SELECT * FROM read_text('{secret}')",
    "RESET lock_configuration; SELECT 1",
    "CREATE TABLE copied AS SELECT * FROM read_text('{secret}')",
]


@pytest.mark.parametrize("query", CLOSED)
def test_a_query_sees_the_tables_and_nothing_else(corpus, tmp_path, query):
    pytest.importorskip("duckdb")
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="the query is off"):
        corpus.sql(query.format(secret=secret, folder=tmp_path))
    assert list(tmp_path.iterdir()) == [secret]


def test_a_query_of_ones_own_may_read_files(corpus, tmp_path):
    pytest.importorskip("duckdb")
    (tmp_path / "outlets.csv").write_text("outlet,country\nAFP,FR\n")
    found = corpus.sql(f"SELECT country FROM '{tmp_path}/outlets.csv'", external_access=True)
    assert found["country"].tolist() == ["FR"]


def test_what_a_query_is_for_goes_on_working(corpus):
    pytest.importorskip("duckdb")
    query = """
        WITH said AS (SELECT date_trunc('month', date) AS month, speaker, about_ids FROM who_said_what)
        SELECT strftime(month, '%Y') AS year, list(speaker) AS speakers, count(*) AS number
        FROM said JOIN documents ON true WHERE len(about_ids) >= 0 GROUP BY ALL ORDER BY year
    """
    assert corpus.sql(query)["number"].sum() == 12


@pytest.mark.parametrize("query", ["", "-- nothing"])
def test_a_query_that_asks_for_nothing_is_told(corpus, query):
    pytest.importorskip("duckdb")
    with pytest.raises(UsageError, match="asks for no rows"):
        corpus.sql(query)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_is_1_at_least(corpus, limit):
    with pytest.raises(UsageError, match="limit is 1 at least"):
        corpus.search(limit=limit)


@pytest.mark.parametrize(
    ("url", "source", "expected"),
    [
        ("https://e.org/a", "a.txt", "https://e.org/a#:~:text=oui"),
        ("javascript:alert(1)", "a.txt", "a.txt#char=0,3"),
        ("data:text/html,x", "a.txt", "a.txt#char=0,3"),
        (None, "javascript:alert(1)", "./javascript:alert(1)#char=0,3"),
        (None, "x/a:b.txt", "x/a:b.txt#char=0,3"),
    ],
)
def test_a_link_leads_to_the_web_or_to_a_file(url, source, expected):
    assert link(url, source, "oui", 0, 3) == expected
