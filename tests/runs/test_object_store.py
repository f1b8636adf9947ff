"""Input and output in an object store: a server that speaks S3, and nothing else, holds them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

import extractor
from extractor import cli
from extractor.articles.article import Refusal
from extractor.articles.reading import read_articles
from extractor.articles.sources import find_files
from extractor.errors import InputError, LockedError, StoreError, UsageError
from extractor.locations import Remote, locate
from extractor.runs.lease import Lease, lease
from extractor.runs.upkeep import compact_tables, read_rejected, read_runs

from .test_lock import SINCE
from .world import finish, record, table_rows, wait_until, write_records

VARIABLES = {
    "AWS_ACCESS_KEY_ID": "tester",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ALLOW_HTTP": "true",
}


SERVER = """
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
print(server.port, flush=True)
server.serve_forever()
"""
"""An object store at a port that was free; moto's own command takes one that others may have taken meanwhile."""


@pytest.fixture(scope="module")
def server():
    """Starts the server; in a process of its own, because Delta's library holds the interpreter while it waits."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    port = process.stdout.readline().strip()  # it listens before it says where
    assert port, "the server has not started"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        for name, value in VARIABLES.items():
            patch.setenv(name, value)
        yield f"127.0.0.1:{port}"
    process.kill()
    process.communicate()


@pytest.fixture
def bucket(server, request):
    """An empty bucket for the test."""
    from pyarrow.fs import S3FileSystem

    name = f"b{abs(hash(request.node.name))}"
    S3FileSystem(endpoint_override=f"http://{server}", allow_bucket_creation=True).create_dir(name)
    return Remote(f"s3://{name}")


def put(place, content):
    with place.open("wb") as stream:
        stream.write(content)


def lines(*records):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()


ARTICLES = [record(number) for number in range(12)]


def test_addresses():
    assert locate("s3://bucket/a/b") / "c d" == Remote("s3://bucket/a/b/c d")
    assert (locate("s3://bucket/a/b/").name, str(locate("s3://bucket"))) == ("b", "s3://bucket")
    assert str(locate("data/raw")) == "data/raw"
    for address in ("s3://", "s4://bucket", "https://example.org/a"):
        with pytest.raises(UsageError, match="s3://BUCKET/PREFIX"):
            locate(address)


def test_objects_are_read_like_files(bucket, tmp_path):
    """The same articles with the same ids as from a folder with the same files."""
    text = "Un article.\n\nLa ministre a parlé à Paris."
    files = {
        "a/été 2024.txt": text.encode(),
        "a/page.html": f"<html><body><article><p>{text * 5}</p></article></body></html>".encode(),
        "news.jsonl.gz": gzip.compress(lines(*ARTICLES[:3])),
        "news.csv": b"id,text\nx,La ministre a parl\xc3\xa9.\n",
        "table.parquet": parquet(),
        "a/_hidden.txt": b"x",
        ".b/hidden.txt": b"x",
        "picture.png": b"\x89PNG",
        "out/old.txt": b"a former output",
    }
    for name, content in files.items():
        put(bucket / "in" / name, content)
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    here = [article for file in find_files([tmp_path], out=tmp_path / "out") for article in read_articles(file)]
    there = [
        article for file in find_files([f"{bucket}/in"], out=bucket / "in" / "out") for article in read_articles(file)
    ]
    assert [item for item in there if isinstance(item, Refusal)] == []
    assert sorted(there, key=lambda item: item.source) == sorted(here, key=lambda item: item.source)
    assert len(there) == 8

    def named(*given):
        return [file.source for file in find_files(list(given))]

    assert named(f"{bucket}/in/*.csv", f"{bucket}/in/a/*.txt") == ["news.csv", "été 2024.txt"]
    assert named(f"{bucket}/in/news.jsonl.gz") == ["news.jsonl.gz"]
    for wrong in (f"{bucket}/nowhere", f"{bucket}/in/picture.png", f"{bucket}/in/*.xml", "s3://no-such-bucket/x"):
        with pytest.raises(InputError):
            named(wrong)


def parquet():
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    content = io.BytesIO()
    pq.write_table(pa.table({"id": ["p1", "p2"], "text": ["La ministre a parlé.", "Le ministre a parlé."]}), content)
    return content.getvalue()


def test_a_run_from_store_to_store_is_the_run_from_folder_to_folder(tiny, bucket, tmp_path):
    tuesday = [
        *ARTICLES[:5],
        record(5, "Claire : le texte a changé. Martin en a parlé."),
        *ARTICLES[6:],
        {"id": "broken"},
    ]
    for day in (ARTICLES, tuesday):
        put(bucket / "in/news.jsonl", lines(*day))
        write_records(tmp_path / "news.jsonl", day)
        there = tiny(f"{bucket}/in", f"{bucket}/out", commit_articles=5)
        here = tiny(tmp_path / "news.jsonl", tmp_path / "out", commit_articles=5)
        assert there.summary().partition(" in ")[0] == here.summary().partition(" in ")[0]
        assert table_rows(bucket / "out") == table_rows(tmp_path / "out")
    assert tiny(f"{bucket}/in", f"{bucket}/out").processed == 0
    assert [row["status"] for row in read_runs(f"{bucket}/out")] == ["done", "done", "done"]
    assert [row["source"] for row in read_rejected(f"{bucket}/out")] == ["news.jsonl#13"]
    compact_tables(f"{bucket}/out")
    assert table_rows(bucket / "out") == table_rows(tmp_path / "out")

    corpus = extractor.read(f"{bucket}/out")
    assert len(corpus.who_said_what(by="Claire")) == 12
    assert f"{bucket}/out" in repr(corpus)
    plain = bucket.file_system.get_file_info(selector(bucket / "out/statements"))
    assert sum(info.path.endswith(".parquet") for info in plain) == 1  # nothing superseded is left


def selector(place):
    from pyarrow.fs import FileSelector

    return FileSelector(place.key)


def test_the_commands_take_addresses(bucket, tiny, monkeypatch, capsys):
    put(bucket / "in/news.jsonl", lines(*ARTICLES[:2], {"id": "broken"}))
    tiny(f"{bucket}/in", f"{bucket}/out")

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["extractor", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), *capsys.readouterr()

    status, out, _ = command("search", f"{bucket}/out", "--speaker", "Martin", "--json")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "news.jsonl#3" in command("rejected", f"{bucket}/out")[1]
    assert "\tdone\t" in command("runs", f"{bucket}/out")[1]
    # Here with the usual pipeline, for which all is to be done again.
    status, out, err = command("run", f"{bucket}/in", f"{bucket}/out", "--dry-run", "--workers", "0")
    assert (status, out.count("news.jsonl#a"), f"→ {bucket}/out" in err) == (3, 2, True)
    status, _, err = command("run", f"{bucket}/nowhere", f"{bucket}/out")
    assert (status, "nowhere does not exist" in err) == (2, True)


@pytest.mark.parametrize("point", ["commit:statements"])
def test_a_killed_run_is_completed(spawn, tiny, bucket, tmp_path, point):
    put(bucket / "in/news.jsonl", lines(*ARTICLES))
    process = spawn(
        f"{bucket}/in/news.jsonl", f"{bucket}/out", environment={"FAULT_POINT_OF_EXTRACTOR": point}, commit_articles=6
    )
    finish(process)
    assert process.returncode == -9
    # Nobody has given its lease back: it has to run out.
    with pytest.raises(LockedError, match=r"s3://.*/out is being written by run .* until its lease runs out at"):
        tiny(f"{bucket}/in/news.jsonl", f"{bucket}/out")
    expire(bucket / "out/_runs")
    tiny(f"{bucket}/in/news.jsonl", f"{bucket}/out")
    write_records(tmp_path / "news.jsonl", ARTICLES)
    tiny(tmp_path / "news.jsonl", tmp_path / "out")
    assert table_rows(bucket / "out") == table_rows(tmp_path / "out")


def expire(folder):
    """As if the time of the lease had passed."""
    from extractor.runs import lease as module

    table = module.DeltaTable(str(folder / module.TABLE))
    (row,) = table.to_pyarrow_table().to_pylist()
    module._commit(table, [{**row, "until": datetime.now(UTC)}])


def test_one_run_at_a_time(bucket):
    folder = bucket / "out/_runs"
    with lease(folder, run_id="first", since=SINCE) as held:
        with pytest.raises(LockedError, match="run first .* since 2024-05-31T04:00:00"):
            lease(folder, run_id="second", since=SINCE).__enter__()
        held.committing().__enter__()
    with lease(folder, run_id="third", since=SINCE):
        pass


@pytest.fixture
def first(bucket):
    """A lease that is taken, and not renewed as yet."""
    first = Lease(str(bucket / "out/_runs/lease"), "first", SINCE, timedelta(minutes=5))
    first.take()
    return first


def test_a_lease_is_renewed_while_its_holder_lives(first):
    before = first.until
    renewing = threading.Thread(target=first.keep, args=(0.05,))
    renewing.start()
    wait_until(lambda: first.until > before, "the lease is not renewed")
    first.ended.set()
    renewing.join()
    assert first.until > before
    first.committing()


def test_who_lost_the_lease_commits_no_more(first, bucket):
    expire(bucket / "out/_runs")
    with lease(bucket / "out/_runs", run_id="second", since=SINCE):
        first.keep(0.01)  # ends at once: the lease is another's
        with pytest.raises(StoreError, match="ran out"):
            first.committing()
        first.give_back()
        with pytest.raises(LockedError, match="run second"):
            lease(bucket / "out/_runs", run_id="third", since=SINCE).__enter__()


def test_of_two_that_take_it_at_once_one_has_it(bucket):
    folder = bucket / "out/_runs"
    with lease(folder, run_id="before", since=SINCE):
        pass
    first, second = (Lease(str(folder / "lease"), name, SINCE, timedelta(minutes=5)) for name in ("first", "second"))
    both_saw = second._state()
    second._state = lambda: both_saw
    first.take()
    with pytest.raises(LockedError, match="another run has just begun"):
        second.take()


def test_jobs_of_an_array_need_a_folder_that_all_share(tiny, bucket):
    put(bucket / "in/news.jsonl", lines(*ARTICLES))
    with pytest.raises(UsageError, match="cannot take turns in an object store"):
        tiny(f"{bucket}/in", f"{bucket}/out", shard="0/2")


def test_a_store_that_refuses_is_told(tiny, server, tmp_path):
    write_records(tmp_path / "news.jsonl", ARTICLES)
    with pytest.raises(StoreError, match="s3://no-such-bucket"):
        tiny(tmp_path / "news.jsonl", "s3://no-such-bucket/out")


class TestWhatIsNotOurs:
    """Objects of the user below the output stay; an input that is an output, or lies in one, is refused."""

    def test_objects_beside_ours_stay_and_are_named(self, tiny, bucket):
        put(bucket / "in" / "a.jsonl", lines(record(1)))
        tiny(f"{bucket}/in", f"{bucket}/out")
        theirs = {
            "contrat.pdf": b"%PDF",
            "sub/deep/note.txt": b"x",
            "part-mine.parquet#1": b"",
            "mine.parquet": b"PAR1",
        }
        for name, content in theirs.items():
            put(bucket / "out" / "mentions" / name, content)
        put(bucket / "in" / "a.jsonl", lines(record(1, "Martin : c'est autre chose, et c'est plus long.")))
        report = tiny(f"{bucket}/in", f"{bucket}/out")
        assert report.processed == 1
        (warning,) = (warning for warning in report.warnings if "did not write" in warning)
        assert "contrat.pdf" in warning
        compact_tables(f"{bucket}/out")
        for name, content in theirs.items():
            with (bucket / "out" / "mentions" / name).open() as stream:
                assert stream.read() == content

    def test_a_prefix_with_the_name_of_a_table_is_refused(self, tiny, bucket):
        put(bucket / "in" / "a.jsonl", lines(record(1)))
        put(bucket / "proj" / "documents" / "contrat.pdf", b"%PDF")
        with pytest.raises(StoreError, match="documents is no table of extractor: it holds contrat.pdf"):
            tiny(f"{bucket}/in", f"{bucket}/proj")
        names = {
            info.path for info in bucket.file_system.get_file_info(selector(bucket / "proj/documents")) if info.is_file
        }
        assert names == {f"{bucket.key}/proj/documents/contrat.pdf"}

    @pytest.mark.parametrize(
        ("given", "out", "words"),
        [
            ("in", "in", "it is the output folder"),
            ("in", "in/out", "lies in it"),
            ("in/documents", "in", "it lies in the output folder"),
            ("done", "new", "it is an output of extractor"),
            ("done/mentions", "new", "is a table"),
        ],
    )
    def test_inputs_and_output_are_apart(self, tiny, bucket, given, out, words):
        put(bucket / "in" / "documents" / "a.jsonl", lines(record(1)))
        if given.startswith("done"):
            tiny(f"{bucket}/in", f"{bucket}/done")
        with pytest.raises(UsageError, match=words):
            tiny(f"{bucket}/{given}", f"{bucket}/{out}")
        assert (bucket / "in" / "documents" / "a.jsonl").info().is_file

    def test_tables_among_articles_are_passed_over_and_named(self, tiny, bucket):
        put(bucket / "in" / "a.jsonl", lines(record(1)))
        tiny(f"{bucket}/in", f"{bucket}/other/old")
        put(bucket / "other" / "b.jsonl", lines(record(2)))
        report = tiny(f"{bucket}/other", f"{bucket}/new")
        assert report.seen == 1
        (note,) = (note for note in report.notes if "_delta_log" in note)
        assert f"{bucket}/other/old/documents" in note

    def test_rows_that_vanished_are_made_again(self, tiny, bucket):
        put(bucket / "in" / "a.jsonl", lines(record(1), record(2)))
        tiny(f"{bucket}/in", f"{bucket}/out")
        before = table_rows(bucket / "out")
        bucket.file_system.delete_dir((bucket / "out" / "mentions").key)
        (warning,) = tiny(f"{bucket}/in", f"{bucket}/out").warnings
        assert "rows of mentions were gone" in warning
        assert table_rows(bucket / "out") == before
