"""Every format, compressed or not: the articles, and a refusal for each record that is none."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from extractor.articles.article import Article, Refusal
from extractor.articles.reading import Reading, read_articles
from extractor.articles.records import Columns
from extractor.articles.sources import find_files
from extractor.errors import InputError

TEXT = '« Oui »,\r\na dit l’amiral.\tPuis : "non" ; c’est tout.'


@pytest.fixture
def read(tmp_path):
    """Reads what is in a file of this name and content."""

    def call(name, content, **options):
        path = tmp_path / name
        path.write_bytes(content)
        reading = Reading(**options)
        return [item for file in find_files([path]) for item in read_articles(file, reading)]

    return call


def summary(items):
    return [(item.doc_id, item.text) if isinstance(item, Article) else (item.source, item.reason) for item in items]


def packed(content, ending):
    return {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}[ending](content)


def jsonl():
    lines = [json.dumps({"id": "a", "text": TEXT}), "", "{", json.dumps({"id": "b", "text": TEXT}, ensure_ascii=False)]
    return "\n".join(lines).encode()


def comma_separated(tmp_path, separator, encoding):
    with (tmp_path / "x").open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerows([["id", "texte"], ["a", TEXT], ["trop"], ["b", TEXT]])
    return (tmp_path / "x").read_bytes()


def parquet(tmp_path):
    pq.write_table(pa.table({"id": ["a", "x", "b"], "content": [TEXT, None, TEXT]}), tmp_path / "x")
    return (tmp_path / "x").read_bytes()


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
class TestEveryFormat:
    """The same content, compressed or not."""

    def test_text(self, read, ending):
        (article,) = read(f"a.txt{ending}", packed(TEXT.encode(), ending))
        assert (article.doc_id, article.source, article.text) == ("a.txt", f"a.txt{ending}", TEXT)

    def test_jsonl(self, read, ending):
        items = read(f"f.jsonl{ending}", packed(jsonl(), ending))
        assert summary(items) == [("a", TEXT), (f"f.jsonl{ending}#3", "malformed_record"), ("b", TEXT)]
        assert items[1].detail.startswith("line 3: ")

    @pytest.mark.parametrize(("name", "separator"), [("f.csv", ","), ("f.csv", ";"), ("f.tsv", "\t"), ("f.csv", "|")])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_csv(self, read, tmp_path, ending, name, separator, encoding):
        items = read(f"{name}{ending}", packed(comma_separated(tmp_path, separator, encoding), ending))
        assert summary(items) == [("a", TEXT), (f"{name}{ending}#2", "malformed_record"), ("b", TEXT)]
        assert items[1].detail.startswith("line 4: ")  # a cell before it has a line break

    def test_parquet(self, read, tmp_path, ending):
        items = read(f"f.parquet{ending}", packed(parquet(tmp_path), ending))
        assert summary(items) == [("a", TEXT), (f"f.parquet{ending}#2", "no_text"), ("b", TEXT)]

    def test_html(self, read, ending):
        body = "".join(f"<p>« Oui », a dit l’amiral à ses {n} officiers réunis dans le carré.</p>" for n in range(9))
        page = f"<html><head><title>Le titre</title></head><body><article>{body}</article></body></html>"
        (article,) = read(f"p.html{ending}", packed(page.encode(), ending))
        assert article.title == "Le titre"
        assert article.text.count("\n\n") == 8
        assert "« Oui », a dit l’amiral à ses 3 officiers réunis dans le carré." in article.text


def test_a_page_in_the_encoding_that_it_announces(read):
    body = "".join(f"<p>Le général a été reçu à Nîmes par ses {n} collègues étonnés.</p>" for n in range(9))
    page = f"<html><head><meta charset='iso-8859-1'></head><body><article>{body}</article></body></html>"
    (article,) = read("p.html", page.encode("cp1252"))
    assert "reçu à Nîmes par ses 3 collègues étonnés" in article.text


def test_parquet_instants(read, tmp_path):
    nanoseconds = pa.array([1717135200 * 10**9], pa.timestamp("ns"))
    pq.write_table(pa.table({"text": [TEXT], "date": nanoseconds}), tmp_path / "x")
    (article,) = read("f.parquet", (tmp_path / "x").read_bytes())
    assert article.published_at == datetime(2024, 5, 31, 6, tzinfo=UTC)


def test_named_columns(read):
    line = json.dumps({"text": "résumé", "brut": TEXT}).encode()
    (article,) = read("f.jsonl", line, columns=Columns({"text": "brut"}))
    assert article.text == TEXT


@pytest.mark.parametrize("name", ["f.txt", "f.jsonl", "f.csv", "f.html"])
def test_too_long_is_told_before_all_of_it_is_read(read, name):
    content = {"f.csv": b"text\n" + b"a" * 500_000, "f.jsonl": b'{"text": "' + b"a" * 500_000 + b'"}'}
    (refusal,) = read(name, content.get(name, b"a" * 500_000), max_characters=100)
    assert (type(refusal), refusal.reason) == (Refusal, "too_long")


def test_after_a_line_that_is_too_long_comes_the_next_one(read):
    long = json.dumps({"id": "a", "text": "a" * 500_000})
    items = read("f.jsonl", f"{long}\n{json.dumps({'id': 'b', 'text': TEXT})}\n".encode(), max_characters=100)
    assert summary(items) == [("f.jsonl#1", "too_long"), ("b", TEXT)]


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_what_breaks_off_is_unreadable_after_what_came_before(read, ending):
    lines = "".join(json.dumps({"id": str(n), "text": f"{TEXT} {n * 7919}"}) + "\n" for n in range(20_000))
    content = packed(lines.encode(), ending)
    items = read(f"f.jsonl{ending}", content[: len(content) // 2])
    assert len(items) > 1000
    assert {type(item) for item in items[:-2]} == {Article}
    assert items[-1].reason == "unreadable"


@pytest.mark.parametrize("ending", [".gz", ".zst"])
@pytest.mark.parametrize("name", ["f.jsonl", "f.csv", "f.parquet"])
def test_a_small_file_that_grows_beyond_measure(read, ending, name):
    (refusal,) = read(f"{name}{ending}", packed(b"\n" * 100_000_000, ending))
    assert refusal.reason == "expansion"


class TestFindingFiles:
    """Folders, patterns, links."""

    def test_a_folder_with_its_subfolders_in_order(self, tmp_path):
        for name in ("b.txt", "a/z.jsonl", "a/.hidden.txt", "_private/x.txt", ".git/x.txt", "a/note.pdf", "c.TXT.GZ"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        left_out = Counter()
        assert [file.source for file in find_files([tmp_path], left_out)] == ["b.txt", "c.TXT.GZ", "a/z.jsonl"]
        assert left_out == {".pdf": 1}

    def test_a_pattern(self, tmp_path):
        for name in ("2023.jsonl", "2024-1.jsonl", "sub/2024-2.jsonl"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        assert [file.source for file in find_files([f"{tmp_path}/2024*.jsonl"])] == ["2024-1.jsonl"]
        assert [file.source for file in find_files([f"{tmp_path}/**/2024*.jsonl"])] == [
            "2024-1.jsonl",
            "sub/2024-2.jsonl",
        ]

    def test_a_file_named_twice_is_read_once(self, tmp_path):
        (tmp_path / "a.txt").touch()
        assert len(list(find_files([tmp_path, tmp_path / "a.txt"]))) == 1

    def test_a_compressed_file_keeps_its_id(self, tmp_path):
        (tmp_path / "a.txt.gz").touch()
        (file,) = find_files([tmp_path])
        assert (file.source, file.doc_id) == ("a.txt.gz", "a.txt")

    def test_links_that_lead_outside_are_refused(self, tmp_path):
        inside = tmp_path / "in"
        inside.mkdir()
        (tmp_path / "secret.txt").touch()
        (inside / "real.txt").touch()
        (inside / "good.txt").symlink_to(inside / "real.txt")
        (inside / "bad.txt").symlink_to(tmp_path / "secret.txt")
        (inside / "folder").symlink_to(tmp_path)
        found = {file.source: getattr(file, "reason", None) for file in find_files([inside])}
        assert found == {"real.txt": None, "good.txt": None, "bad.txt": "outside", "folder": "outside"}

    @pytest.mark.parametrize("given", ["absent", "absent-*.txt"])
    def test_nothing_there(self, tmp_path, given):
        with pytest.raises(InputError):
            list(find_files([tmp_path / given]))

    def test_an_empty_folder(self, tmp_path):
        with pytest.raises(InputError, match="there is no article in"):
            list(find_files([tmp_path]))
