"""Only what is new or changed is processed, and what was decided is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.errors import StoreError, UsageError
from extractor.runs import plan as plan_module
from extractor.tables.store import Store

from .world import record, table_rows, write_records


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.jsonl"
    write_records(path, [record(number) for number in range(6)])
    return path


def documents(tmp_path):
    return {row["doc_id"]: row for row in Store(tmp_path / "out").read("documents").to_pylist()}


def test_a_second_run_changes_nothing_and_loads_nothing(tiny, news, tmp_path, monkeypatch):
    assert tiny(news).processed == 6
    before = table_rows(tmp_path / "out", volatile=set())
    monkeypatch.setattr("extractor.runs.shards.pipeline", None)
    again = tiny(news)
    assert (again.processed, again.unchanged, again.exit_status) == (0, 6, 0)
    assert table_rows(tmp_path / "out", volatile=set()) == before


def test_a_file_that_is_as_it_was_is_not_even_read(tiny, news, monkeypatch):
    tiny(news)
    monkeypatch.setattr(plan_module, "read_articles", None)
    assert tiny(news).unchanged == 6


def test_without_the_memory_of_scans_everything_is_compared_again(tiny, news, tmp_path):
    tiny(news)
    (tmp_path / "out" / "_runs" / "scans.parquet").unlink()
    again = tiny(news)
    assert (again.processed, again.unchanged) == (0, 6)


def test_a_changed_article_replaces_its_rows(tiny, news, tmp_path):
    tiny(news)
    before = documents(tmp_path)
    changed = record(5, "Le texte est neuf, dit-on. Anne : tout a changé.")
    write_records(news, [*(record(number) for number in range(5)), changed])
    report = tiny(news)
    assert report.why == {"text changed": 1}
    assert documents(tmp_path).keys() == before.keys()
    statements = Store(tmp_path / "out").read("statements").to_pylist()
    assert [row["text"] for row in statements if row["doc_id"] == "a5"] == ["tout a changé"]
    assert len(statements) == 5 * 2 + 1


def test_changed_metadata_is_a_change(tiny, news, tmp_path):
    tiny(news)
    write_records(news, [record(number) for number in range(5)] + [record(5, title="Corrigé")])
    assert tiny(news).why == {"metadata changed": 1}
    assert documents(tmp_path)["a5"]["title"] == "Corrigé"


def test_changed_settings_are_a_change(tiny, news):
    tiny(news)
    assert tiny(news, min_characters=21).why == {"settings or knowledge changed": 6}


def test_another_version_is_a_change(tiny, news, monkeypatch):
    tiny(news)
    monkeypatch.setattr("extractor.runs.runner.__version__", "9.9")
    monkeypatch.setattr("extractor.settings.__version__", "9.9")
    assert tiny(news).why == {"version changed": 6}


def test_a_copy_is_noted_and_not_processed(tiny, news, tmp_path):
    write_records(news, [record(1), record(2), record("copy", record(1)["text"], outlet="Autre journal")])
    report = tiny(news)
    assert (report.processed, report.duplicates, report.exit_status) == (2, 1, 0)
    copy = documents(tmp_path)["acopy"]
    assert (copy["duplicate_of"], copy["outlet"], copy["text"]) == ("a1", "Autre journal", record(1)["text"])
    assert set(Store(tmp_path / "out").read("mentions")["doc_id"].to_pylist()) == {"a1", "a2"}
    assert tiny(news).unchanged == 3


def test_a_copy_whose_original_changed_becomes_an_article_of_its_own(tiny, news, tmp_path):
    copies = [record("copy", record(1)["text"]), record("copy2", record(1)["text"])]
    write_records(news, [record(1), *copies])
    tiny(news)
    write_records(news, [record(1, "Tout autre chose est arrivé mardi. Anne : oui."), *copies])
    tiny(news)
    assert {name: row["duplicate_of"] for name, row in documents(tmp_path).items()} == {
        "a1": None,
        "acopy": None,
        "acopy2": "acopy",
    }
    assert set(Store(tmp_path / "out").read("mentions")["doc_id"].to_pylist()) == {"a1", "acopy"}


def test_one_id_for_two_texts_is_refused_and_the_first_stays(tiny, news, tmp_path):
    write_records(news, [record(1), record(2), {**record(3), "id": "a1"}])
    report = tiny(news)
    assert report.rejected_by_reason == {"duplicate_id": 1}
    assert documents(tmp_path)["a1"]["text"] == record(1)["text"]
    assert tiny(news).rejected == 0


def test_an_id_of_an_unread_file_counts_as_taken(tiny, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write_records(folder / "1.jsonl", [record(1)])
    tiny(folder)
    write_records(folder / "2.jsonl", [{**record(2), "id": "a1"}])
    assert tiny(folder).rejected_by_reason == {"duplicate_id": 1}
    assert documents(tmp_path)["a1"]["source"] == "1.jsonl#a1"


def test_an_article_that_turned_bad_loses_its_rows(tiny, news, tmp_path):
    tiny(news)
    write_records(news, [record(number) for number in range(5)] + [record(5, "x")])
    assert tiny(news).rejected_by_reason == {"too_short": 1}
    assert "a5" not in documents(tmp_path)
    assert "a5" not in Store(tmp_path / "out").read("mentions")["doc_id"].to_pylist()


def test_a_mended_input_leaves_the_table_of_the_rejected(tiny, news, tmp_path):
    news.write_text(news.read_text() + "no json\n")
    assert tiny(news).rejected == 1
    write_records(news, [record(number) for number in range(7)])
    assert tiny(news).processed == 1
    assert Store(tmp_path / "out").read("rejected").num_rows == 0


def test_dry_run_says_what_and_why_and_writes_nothing(tiny, news, tmp_path):
    report = tiny(news, dry_run=True)
    assert report.planned == [(f"news.jsonl#a{number}", "new") for number in range(6)]
    assert not (tmp_path / "out").exists()
    tiny(news)
    write_records(news, [record(0), record(1, "Tout autre chose est arrivé mardi."), record(9), record(8, "x")])
    report = tiny(news, dry_run=True, prune=True)
    assert report.planned == [
        ("news.jsonl#a1", "text changed"),
        ("news.jsonl#a9", "new"),
        ("news.jsonl#a8", "rejected: too_short"),
        ("news.jsonl#a2", "vanished"),
        ("news.jsonl#a3", "vanished"),
        ("news.jsonl#a4", "vanished"),
        ("news.jsonl#a5", "vanished"),
    ]


def test_limit(tiny, news, tmp_path):
    assert tiny(news, limit=2).processed == 2
    assert set(documents(tmp_path)) == {"a0", "a1"}
    assert tiny(news, limit=3).processed == 3
    assert tiny(news).processed == 1
    assert tiny(news).processed == 0


def test_since_goes_by_the_date_of_the_article_else_of_the_file(tiny, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write_records(folder / "dated.jsonl", [record(1, date="2024-01-01"), record(2, date="2024-06-01"), record(3)])
    write_records(folder / "old.jsonl", [record(4)])
    long_ago = datetime(2023, 1, 1, tzinfo=UTC).timestamp()
    os.utime(folder / "old.jsonl", (long_ago, long_ago))
    report = tiny(folder, since=datetime(2024, 3, 1, tzinfo=UTC))
    assert set(documents(tmp_path)) == {"a2", "a3"}
    assert report.left_out == 2
    assert tiny(folder).processed == 2


def test_since_leaves_out_a_day_only_when_all_of_it_is_before(tiny, tmp_path):
    dates = [
        "2024-05-31",
        "2024-05-31T11:00Z",
        "2024-05-31T14:00+01:00",
        "1er juin 2024",
        "30/05/2024",
        "2024-05-31T12:00",
    ]
    news = tmp_path / "dated.jsonl"
    write_records(news, [record(number, date=written) for number, written in enumerate(dates)])
    report = tiny(news, since=datetime(2024, 5, 31, 12, tzinfo=UTC))
    assert set(documents(tmp_path)) == {"a0", "a2", "a3", "a5"}
    assert report.left_out == 2


def test_what_is_known_of_a_date_is_told_whatever_the_format(tiny, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    text = record(1)["text"]
    (folder / "a.jsonl").write_text(json.dumps({"id": "jsonl", "text": text, "date": "2024-05-31T08:00:05+02:00"}))
    (folder / "a.json").write_text(json.dumps([{"id": "json", "text": text + " Fin.", "date": "2024-05-31"}]))
    (folder / "a.csv").write_text(f'id,date,text\ncsv,1er sept. 2024 à 18h30,"{text} Oui."\n')
    days = {"id": ["parquet"], "date": [date(2024, 5, 31)], "text": [f"{text} Non."]}
    pq.write_table(pa.table(days), folder / "a.parquet")
    (folder / "a.txt").write_text(f"{text} Rien.")
    tiny(folder)
    known = {doc_id: row["published_precision"] for doc_id, row in documents(tmp_path).items()}
    assert known == {"jsonl": "second", "json": "day", "csv": "minute", "parquet": "day", "a.txt": None}


def test_prune_removes_what_vanished_and_only_that(tiny, news, tmp_path):
    news.write_text(news.read_text() + "no json\n")
    tiny(news)
    write_records(news, [record(number) for number in range(4)])
    assert tiny(news).pruned == 0
    assert len(documents(tmp_path)) == 6
    assert tiny(news, prune=True).pruned == 2
    assert set(documents(tmp_path)) == {"a0", "a1", "a2", "a3"}
    assert set(Store(tmp_path / "out").read("statements")["doc_id"].to_pylist()) == {"a0", "a1", "a2", "a3"}
    assert Store(tmp_path / "out").read("rejected").num_rows == 0


def test_prune_leaves_files_that_were_not_read_alone(tiny, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "abc":
        write_records(folder / f"{name}.jsonl", [record(f"{name}{number}") for number in range(2)])
    tiny(folder)
    (folder / "b.jsonl").unlink()
    assert tiny(folder, prune=True).pruned == 2
    assert set(documents(tmp_path)) == {"aa0", "aa1", "ac0", "ac1"}


def test_prune_of_most_has_to_be_forced(tiny, news, tmp_path):
    tiny(news)
    write_records(news, [record(0)])
    report = tiny(news, prune=True)
    assert report.pruned == 0
    assert "5 of 6 articles are not among the inputs" in report.warnings[0]
    assert tiny(news, prune=True, force=True).pruned == 5


def test_prune_of_a_part_is_refused(tiny, news):
    with pytest.raises(UsageError, match="leave out --since and --limit"):
        tiny(news, prune=True, limit=1)


@pytest.mark.parametrize(("tolerated", "status"), [(None, 3), ("2", 3), ("1", 1), ("50%", 3), ("10%", 1)])
def test_max_rejected(tiny, news, tolerated, status):
    news.write_text(news.read_text() + "no json\nnor this\n")
    report = tiny(news, max_rejected=tolerated)
    assert report.exit_status == status
    assert report.processed == 6


def test_the_record_of_a_run(tiny, news, tmp_path):
    report = tiny(news)
    record = json.loads((tmp_path / "out" / "_runs" / f"{report.run_id}.json").read_text())
    assert record["processed"] == 6
    assert record["inputs"] == [str(news)]
    assert record["rows"]["statements"] == 12
    assert record["settings"]["language"] == "fr"
    assert record["status"] == "done"
    assert record["words"] > 0


def test_a_failed_run_leaves_a_record(tiny, news, tmp_path, monkeypatch):
    def full(*_, **__):
        raise StoreError("no space")

    monkeypatch.setattr("extractor.runs.runner.commit", full)
    with pytest.raises(StoreError):
        tiny(news)
    (path,) = (tmp_path / "out" / "_runs").glob("*T*.json")
    record = json.loads(path.read_text())
    assert (record["status"], record["error"]) == ("failed", "StoreError: no space")


def test_a_night_unlike_the_last_one_is_told(tiny, news):
    write_records(news, [record(number) for number in range(60)])
    tiny(news)
    silent = [record(number, f"Personne n'a rien dit du dossier {number} ce jour-là.") for number in range(100, 155)]
    write_records(news, silent)
    (warning,) = tiny(news).warnings
    assert "0.0 statements per article, after 2.0 in the run before" in warning
    write_records(news, [record(1)])
    (warning,) = tiny(news).warnings
    assert "only 1 inputs, 55 in the run before" in warning


def test_standard_input(tmp_path):
    lines = "".join(json.dumps(record(number)) + "\n" for number in range(3))
    drive = os.path.join(os.path.dirname(__file__), "drive.py")
    done = subprocess.run(
        [sys.executable, drive, json.dumps({"inputs": "-", "out": str(tmp_path / "out")})],
        input=lines, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert documents(tmp_path)["a2"]["source"] == "-#a2"


def piped(content, out, **options):
    drive = os.path.join(os.path.dirname(__file__), "drive.py")
    arguments = json.dumps({"inputs": "-", "out": str(out), **options})
    return subprocess.run([sys.executable, drive, arguments], input=content, capture_output=True, check=False)


@pytest.mark.parametrize(
    "content",
    [
        "La ministre a parlé.\n\n« Oui », a-t-elle dit.\n" * 22,
        '[\n  {\n    "id": "a",\n    "text": "Le texte."\n  }\n]\n',
        "42\n[1, 2]\nnull\n",
        "id,text\n1,La ministre a parlé.\n",
        "no json" * 2_000_000,
    ],
)
def test_standard_input_that_is_no_json_lines_is_told_in_one_line(tmp_path, content):
    done = piped(content.encode(), tmp_path / "out")
    assert done.returncode == 3, done.stderr
    (row,) = Store(tmp_path / "out").read("rejected").to_pylist()
    assert (row["source"], row["reason"]) == ("-", "malformed_file")
    assert row["detail"].startswith('- takes JSON Lines, one object a line such as {"id": "a1", "text": "…"}')


@pytest.mark.parametrize("broken", ["{bad", "no json", '{"id": "x", "text": null}'])
def test_standard_input_with_broken_lines_among_records(tmp_path, broken):
    done = piped(f"{broken}\n{json.dumps(record(1))}\n{broken}\n".encode(), tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert documents(tmp_path).keys() == {"a1"}
    rejected = Store(tmp_path / "out").read("rejected").to_pylist()
    assert {row["source"] for row in rejected} == {"-#1", "-#3"}


def test_standard_input_that_is_closed_or_empty(tmp_path):
    for stdin, status, reasons in (("<&-", 3, ["unreadable"]), ("</dev/null", 0, [])):
        out = tmp_path / f"out{status}"
        drive = os.path.join(os.path.dirname(__file__), "drive.py")
        arguments = json.dumps({"inputs": "-", "out": str(out)})
        command = ["sh", "-c", f'exec "$@" {stdin}', "sh", sys.executable, drive, arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        assert [row["reason"] for row in Store(out).read("rejected").to_pylist()] == reasons


def test_a_file_with_another_text_but_the_same_size_and_time_is_read(tiny, news, tmp_path):
    tiny(news)
    times = news.stat()
    news.write_text(news.read_text(encoding="utf-8").replace("numéro 5 mardi", "numéro 5 lundi"), encoding="utf-8")
    os.utime(news, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert news.stat().st_size == times.st_size
    assert tiny(news).why == {"text changed": 1}


def test_html_is_read_in_another_process_and_keeps_its_metadata(tiny, tmp_path):
    paragraphs = "".join(
        f"<p>Claire : nous avons signé l'accord numéro {n} avec nos voisins, mardi matin, à la préfecture.</p>"
        for n in range(5)
    )
    (tmp_path / "page.html").write_text(
        "<html lang=fr><head><title>Accord signé</title><meta property='og:site_name' content='Le Papier'>"
        "<meta property='article:published_time' content='2024-05-06T10:00:00Z'></head>"
        f"<body><nav>Menu</nav><article><h1>Accord signé</h1>{paragraphs}</article></body></html>"
    )
    report = tiny(tmp_path / "page.html", workers=1)
    assert report.rejected == 0
    row = documents(tmp_path)["page.html"]
    assert (row["title"], row["outlet"], row["published_at"].date()) == (
        "Accord signé", "Le Papier", datetime(2024, 5, 6, tzinfo=UTC).date(),
    )  # fmt: skip
    for mention in Store(tmp_path / "out").read("mentions").to_pylist():
        assert row["text"][mention["start"] : mention["end"]] == mention["text"]


@pytest.mark.parametrize("text", ["2024-05-31", "36h", "7d"])
def test_moments(text):
    from extractor.runs.moments import parse_since

    moment = parse_since(text)
    assert moment.tzinfo is not None
    if text == "36h":
        assert abs(datetime.now(UTC) - timedelta(hours=36) - moment) < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["hier", "", "12x"])
def test_moments_that_are_none(text):
    from extractor.runs.moments import parse_since

    with pytest.raises(UsageError, match="--since takes"):
        parse_since(text)
