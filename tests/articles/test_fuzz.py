"""Whatever bytes come in: articles whose text can be stored, or refusals with a reason of the list, and no more."""

from __future__ import annotations

import gzip
import json
import tempfile
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles.admission import Admission
from extractor.articles.article import REASONS, Article
from extractor.articles.decoding import decode
from extractor.articles.html import Page
from extractor.articles.reading import Reading, read_articles
from extractor.articles.records import NAMES
from extractor.articles.sources import InputFile, classify
from extractor.articles.text import find_title
from extractor.errors import ArticleError
from extractor.runs.isolation import IsolatedReader

from ..fuzz.texts import examples

SCRAPS = [
    b"text", b'{"text": "', b'"}', b"\n", b"\r\n", b'"', b";", b",", b"\t", b"\0", b"\xff", b"\xc3", b"\xe9",
    b"\\ud800",
    b"\xef\xbb\xbf", b"\xff\xfe", b"<html>", b"<p>", b"&#0;", b"PAR1", b"[", b"{", b"1e999", b"null", "« é »".encode(),
    "😀".encode(), b"\x1f\x8b", b"(\xb5/\xfd", b"A" * 300, b" " * 300,
]  # fmt: skip

ODD_BYTES = st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(SCRAPS), max_size=30).map(b"".join))

ODD_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)

QUICK = examples(200)
pytestmark = pytest.mark.fuzz


def no_page(data):
    return Page(text=decode(data).text or "x")


def read(name, content, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        kind, compression = classify(name)
        file = InputFile(path, name, kind, compression, len(content))
        return list(read_articles(file, Reading(max_characters=1000, **options)))


def reason_of(function, argument):
    try:
        function(argument)
    except ArticleError as error:
        return error.code
    return None


def assert_sound(items):
    admission = Admission(language="any", min_characters=1, max_characters=1000)
    for item in items:
        if isinstance(item, Article):
            for value in (item.doc_id, item.source, item.text, item.title, item.url, item.outlet, item.author):
                assert value is None or value.encode("utf-8") is not None
            assert item.doc_id
            assert len(item.input_sha256()) == 64
            assert item.title is None or item.title in item.text or item.source.count("#")
            assert reason_of(admission.check, item) in {None, *REASONS}
        else:
            assert item.reason in REASONS
            assert (item.source + item.detail).encode("utf-8")


@QUICK
@given(ODD_BYTES)
def test_decoding(data):
    reason = reason_of(decode, data)
    assert reason in (None, "binary", "not_decodable")
    if reason is None:
        assert decode(data).text.encode("utf-8") is not None
        assert "\0" not in decode(data).text


@QUICK
@given(st.text(max_size=200))
def test_utf8_comes_back_code_point_for_code_point(text):
    if "\0" in text or any(ord(mark) < 32 or ord(mark) == 127 for mark in text):
        return
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text


@QUICK
@given(st.text(alphabet=" a\n\r.«»\u00a0\u2028", max_size=40))
def test_a_title_is_a_line_of_the_text(text):
    title = find_title(text)
    assert title is None or (title in text and title.strip() == title != "")


@pytest.mark.parametrize("name", ["f.txt", "f.jsonl", "f.csv", "f.tsv", "f.parquet", "f.html"])
@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
@examples(40)
@given(data=ODD_BYTES)
def test_any_bytes_in_any_format(name, ending, data, parquet_reader):
    content = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}[ending](data)
    assert_sound(read(name + ending, content, read_page=no_page, isolated=parquet_reader))


@pytest.mark.parametrize("ending", [".gz", ".zst"])
@examples(60)
@given(data=st.data())
def test_damaged_archives(ending, data):
    whole = b"".join(json.dumps({"text": f"Le texte {n}"}).encode() + b"\n" for n in range(20))
    packed = bytearray({".gz": gzip.compress, ".zst": zstandard.compress}[ending](whole))
    for place in data.draw(st.lists(st.integers(0, len(packed) - 1), max_size=4)):
        packed[place] = data.draw(st.integers(0, 255))
    assert_sound(read("f.jsonl" + ending, bytes(packed[: data.draw(st.integers(0, len(packed)))])))


@examples(100)
@given(st.lists(st.dictionaries(st.sampled_from([name for names in NAMES.values() for name in names]), ODD_VALUES)))
def test_any_records(records):
    lines = "".join(json.dumps(record) + "\n" for record in records)
    assert_sound(read("f.jsonl", lines.encode()))


@pytest.fixture(scope="module")
def parquet_reader():
    """As in a run: a damaged file can abort the process that reads it."""
    reader = IsolatedReader(timeout=300)
    yield reader
    reader.close()


@examples(40)
@given(data=st.data())
def test_damaged_parquet(data, parquet_reader):
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": [f"Le texte {n}" for n in range(5)], "id": list(range(5))}), buffer)
    content = bytearray(buffer.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[place] = data.draw(st.integers(0, 255))
    assert_sound(read("f.parquet", bytes(content), isolated=parquet_reader))


@examples(25)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<a href='http://a'>", "<script>", "Le texte. ", "&eacute;", "\0"])
    )
)
def test_any_page(parts):
    assert_sound(read("f.html", "".join(parts).encode()))


def test_crc_errors_are_no_traceback():
    packed = bytearray(gzip.compress(b'{"text": "Le texte"}\n'))
    packed[-6] ^= 0xFF
    (*_, refusal) = read("f.jsonl.gz", bytes(packed))
    assert refusal.reason == "unreadable"
    assert zlib.crc32(b"x")
