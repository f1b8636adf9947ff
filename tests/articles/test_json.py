"""JSON files: a list of records, one, or several one after the other; and JSON Lines beyond UTF-8."""

from __future__ import annotations

import gzip
import json

import pytest

from extractor.articles.article import Article
from extractor.articles.jsonl import READ_AHEAD, read_jsonl, told_once
from extractor.articles.reading import Reading, read_articles
from extractor.articles.records import Columns
from extractor.articles.sources import find_files

TEXT = "« Oui », a dit l’amiral à l'été 2024. 😀"
A, B = {"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}
LONG = json.dumps({**A, "date": 0})[:-2] + "9" * 5000 + "}"


@pytest.fixture
def read(tmp_path):
    def call(content, name="f.json", **options):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        (file,) = find_files([tmp_path / name])
        return list(read_articles(file, Reading(**options)))

    return call


def ids(items):
    return [item.doc_id if isinstance(item, Article) else (item.source, item.reason, item.place) for item in items]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_list_of_records(read, indent, ascii_only, encoding):
    text = TEXT.replace("😀", "") if encoding == "cp1252" else TEXT
    records = [{**A, "text": text}, {**B, "text": text}]
    items = read(json.dumps(records, indent=indent, ensure_ascii=ascii_only).encode(encoding))
    assert ids(items) == ["a", "b"]
    assert [item.text for item in items] == [text, text]
    assert [item.source for item in items] == ["f.json#a", "f.json#b"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(A), ["a"]),
        (json.dumps({"text": TEXT}), ["f.json#1"]),
        (json.dumps(A) + json.dumps(B), ["a", "b"]),
        (f"{json.dumps(A)}\n{json.dumps(B)}\n", ["a", "b"]),
        (" \n[ ] \n", []),
        ('{"doc": "a", "entities": {}}', []),
        ('{"sources": [{"text": "no record, but part of one"}]}', []),
        ('[{"titre": "x", "id": "q"}]', [("f.json#1", "no_text", "f.json#q")]),
        (json.dumps([A, 3, None, "x", [1], B]), [
            "a", *((f"f.json#{number}", "malformed_record", "f.json") for number in (2, 3, 4, 5)), "b",
        ]),
        (json.dumps([A, {"id": "n", "text": 3}, B]), ["a", ("f.json#2", "malformed_record", "f.json#n"), "b"]),
        (json.dumps([A])[:-1] + ",]", ["a"]),  # which many write, and is clear
        (f"[{LONG}]", ["a"]),
    ],
)  # fmt: skip
def test_what_a_file_may_hold(read, content, expected):
    assert ids(read(content)) == expected


@pytest.mark.parametrize(
    ("content", "before"),
    [
        ("", 0),
        ("La ministre a parlé.", 0),
        (json.dumps([A, B])[:-9], 1),
        (json.dumps([A, B])[:-1], 2),
        (json.dumps([A, B]) + "x", 2),
        (json.dumps([A])[:-1] + json.dumps(B) + "]", 1),
        (json.dumps(A) + "{", 1),
        ("[" * 100_000, 0),
        ("{" * 100_000, 0),
    ],
)
def test_where_it_is_none_the_rest_of_the_file_is_refused(read, content, before):
    *items, refusal = read(content)
    assert ids(items) == ["a", "b"][:before]
    assert ids([refusal]) == [("f.json", "malformed_file", "f.json")]


def test_a_list_is_read_piece_by_piece(read, monkeypatch):
    monkeypatch.setattr("extractor.articles.json.CHUNK", 7)
    records = [{"id": str(number), "text": TEXT * number} for number in range(1, 40)]
    assert ids(read(json.dumps(records))) == [record["id"] for record in records]
    assert ids(read(f"[{json.dumps(A)}, 12345678901, {json.dumps(B)}]"))[::2] == ["a", "b"]


def test_a_record_without_end(read):
    (refusal,) = read('[{"text": "' + "a" * 500_000, max_characters=100)
    assert refusal.reason == "too_long"


def test_compressed(read):
    assert ids(read(gzip.compress(json.dumps([A, B]).encode()), name="f.json.gz")) == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_json_lines_with_a_byte_order_mark(read, encoding):
    odd = {"id": "Ċਊ", "text": TEXT}  # whose bytes in UTF-16 hold a line end
    lines = "\n".join([json.dumps(A), "{bad", json.dumps(odd, ensure_ascii=False), "\u2028"])
    items = read(lines.encode(encoding), name="f.jsonl")
    assert ids(items)[:3] == ["a", ("f.jsonl#2", "malformed_record", "f.jsonl"), "Ċਊ"]
    *_, refusal = read(lines.encode(encoding)[:-1], name="f.jsonl")
    assert (refusal.source, refusal.reason) == ("f.jsonl", "not_decodable")


def test_an_integer_of_any_length_costs_no_record(read):
    assert ids(read(LONG, name="f.jsonl")) == ["a"]


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "# Le titre\n\nLe texte.", "Le titre"),
        ("a.markdown", "### Le titre\n\nLe texte.", "Le titre"),
        ("a.md", "#MeToo\n\nLe texte.", "#MeToo"),
        ("a.md", "#\n\nLe texte.", None),
    ],
)
def test_markdown_is_text(read, name, content, title):
    (article,) = read(content, name=name)
    assert (article.doc_id, article.text, article.title) == (name, content, title)


def test_no_more_lines_than_enough_are_read_of_what_is_no_json_lines():
    class Endless:
        lines = 0

        def readline(self, size):
            self.lines += 1
            return b"no json\n"

    stream = Endless()
    (refusal,) = told_once(read_jsonl(stream, source="-", columns=Columns(), max_characters=100))
    assert f"none in the first {READ_AHEAD} lines (line 1: " in refusal.detail
    assert stream.lines == READ_AHEAD
