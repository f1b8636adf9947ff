"""What could not be read to its end keeps its rows, in `documents` as in `rejected`, also with `--prune`."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from extractor.errors import ArticleError, InputError, UsageError
from extractor.tables.store import Store

from ..unprivileged import open_folder, unprivileged
from .world import record, table_rows, write_records

ALL = range(6)


@pytest.fixture
def place():
    """Where input and output are."""
    with open_folder() as folder:
        (folder / "in").mkdir()
        yield folder


@pytest.fixture
def night(tiny, place):
    """A run over the folder, or over other inputs, for which permissions count."""

    def call(*inputs, **options):
        with unprivileged():
            return tiny(list(inputs) or place / "in", place / "out", **options)

    return call


def documents(place):
    return {row["doc_id"] for row in Store(place / "out").read("documents").to_pylist()}


def rejected(place):
    return {row["source"]: row for row in Store(place / "out").read("rejected").to_pylist()}


def text_of(number):
    return record(number)["text"]


def write_texts(folder, numbers):
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number}.txt").write_text(text_of(number), encoding="utf-8")


def lines(numbers):
    return "".join(json.dumps(record(number), ensure_ascii=False) + "\n" for number in numbers)


def cells(numbers):
    return "id,text\n" + "".join(f'a{number},"{text_of(number)}"\n' for number in numbers)


def parquet(numbers):
    content = io.BytesIO()
    pq.write_table(
        pa.table({"id": [f"a{number}" for number in numbers], "text": [text_of(number) for number in numbers]}),
        content,
    )
    return content.getvalue()


def wrong_checksum(content):
    packed = bytearray(gzip.compress(content))
    packed[-6] ^= 0xFF
    return bytes(packed)


# What is left of a file with the records a0 to a5 when it cannot be read to its end, with the name of the file.
DAMAGED = {
    "gzip cut in half": ("f.jsonl.gz", lambda: gzip.compress(lines(ALL).encode())[:-60]),
    "gzip cut to nothing": ("f.jsonl.gz", lambda: b""),
    "gzip with a wrong checksum": ("f.jsonl.gz", lambda: wrong_checksum(lines(ALL[:3]).encode())),
    "no gzip": ("f.csv.gz", lambda: cells(ALL).encode()),
    "zstandard cut": ("f.jsonl.zst", lambda: zstandard.compress(lines(ALL).encode())[:-9]),
    "a broken line in the middle": ("f.jsonl", lambda: (lines([0, 1]) + '{"id": "a2", "te\n' + lines([4])).encode()),
    "a broken line at the end": ("f.jsonl", lambda: lines(ALL)[:-9].encode()),
    "a line that is too long": ("f.jsonl", lambda: (lines([0]) + '{"text": "' + "a" * 500_000 + '"}\n').encode()),
    "a CSV quote left open at the end": ("f.csv", lambda: cells(ALL).encode()[:-9]),
    "a CSV quote left open in the middle": ("f.csv", lambda: cells(ALL).replace('."\na3', ".\na3").encode()),
    "a row with a cell too many": ("f.csv", lambda: (cells([0]) + "a1,x,y\n").encode()),
    "a CSV of binary": ("f.csv", lambda: cells([0]).encode() + b"\0" * 99),
    "a cut Parquet": ("f.parquet", lambda: parquet(ALL)[:-40]),
    "a cut list": ("f.json", lambda: json.dumps([record(number) for number in ALL]).encode()[:-300]),
    "an empty list file": ("f.json", lambda: b""),
}

WHOLE = {
    "f.jsonl": lambda numbers: lines(numbers).encode(),
    "f.jsonl.gz": lambda numbers: gzip.compress(lines(numbers).encode()),
    "f.jsonl.zst": lambda numbers: zstandard.compress(lines(numbers).encode()),
    "f.csv": lambda numbers: cells(numbers).encode(),
    "f.csv.gz": lambda numbers: gzip.compress(cells(numbers).encode()),
    "f.parquet": parquet,
    "f.json": lambda numbers: json.dumps([record(number) for number in numbers]).encode(),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_nothing_is_pruned_from_a_file_that_was_not_read_to_its_end(night, place, kind):
    name, damaged = DAMAGED[kind]
    write_records(place / "in" / "other.jsonl", [record(number) for number in range(10, 30)])
    (place / "in" / name).write_bytes(WHOLE[name](ALL))
    night(max_characters=60_000)
    every = documents(place)
    assert len(every) == 26
    (place / "in" / name).write_bytes(damaged())
    write_records(place / "in" / "other.jsonl", [record(number) for number in range(11, 30)])
    report = night(prune=True, max_characters=60_000)
    assert report.exit_status == 3
    assert documents(place) == every - {"a10"}  # what was read to its end is pruned
    assert report.pruned == 1
    (row,) = rejected(place).values()
    assert row["source"].startswith(name)
    assert "last rows" in row["detail"]
    if any(warning.startswith("not pruned: ") for warning in report.warnings):
        assert f" from {name} ({row['reason']})" in report.warnings[0]
    again = night(prune=True, max_characters=60_000)
    assert (again.exit_status, again.pruned, again.still_rejected) == (0, 0, 1)

    (place / "in" / name).write_bytes(WHOLE[name](ALL[:4]))
    report = night(prune=True, max_characters=60_000)
    assert (report.exit_status, report.pruned, report.warnings) == (0, 2, [])
    assert documents(place) == every - {"a4", "a5", "a10"}
    assert rejected(place) == {}


@pytest.mark.parametrize("mode", [0o000, 0o111, 0o333])
def test_nothing_is_pruned_from_a_folder_that_cannot_be_listed(night, place, mode):
    write_texts(place / "in", range(10, 30))
    write_texts(place / "in" / "sub" / "deeper", ALL)
    night()
    before = table_rows(place / "out", volatile=set())
    (place / "in" / "10.txt").unlink()
    (place / "in" / "sub").chmod(mode)
    report = night(prune=True)
    assert (report.exit_status, report.pruned, report.complete) == (3, 1, False)
    assert documents(place) == {f"{n}.txt" for n in range(11, 30)} | {f"sub/deeper/{n}.txt" for n in ALL}
    row = rejected(place)["sub/"]
    assert row["reason"] == "unreadable"
    assert row["detail"] == "the folder cannot be read: Permission denied; the last rows of its 6 articles stay"
    assert any(
        "not pruned: 6 articles" in warning and "from sub/ (unreadable)" in warning for warning in report.warnings
    )
    assert any("1 folders could not be listed" in warning and "sub/" in warning for warning in report.warnings)
    again = night(prune=True, force=True)
    assert (again.exit_status, again.pruned, again.still_rejected, again.complete) == (0, 0, 1, False)

    (place / "in" / "sub").chmod(0o755)
    write_texts(place / "in", [10])
    back = night()
    assert (back.exit_status, back.complete) == (0, True)
    assert rejected(place) == {}
    assert len(table_rows(place / "out")["documents"]) == len(before["documents"])


def test_without_prune_a_folder_that_cannot_be_listed_is_told_too(night, place):
    write_texts(place / "in", [10])
    write_texts(place / "in" / "sub", ALL)
    (place / "in" / "sub").chmod(0)
    report = night()
    assert (report.processed, report.exit_status, report.complete) == (1, 3, False)
    assert list(rejected(place)) == ["sub/"]


def test_a_file_that_may_not_be_read_keeps_its_rows_until_it_may(night, place):
    write_texts(place / "in", ALL)
    night()
    before = table_rows(place / "out", volatile=set())
    (place / "in" / "3.txt").chmod(0)
    for _ in range(2):
        report = night(prune=True)
        assert {
            name: rows for name, rows in table_rows(place / "out", volatile=set()).items() if name != "rejected"
        } == {name: rows for name, rows in before.items() if name != "rejected"}
        assert rejected(place)["3.txt"]["detail"] == "cannot be read: Permission denied; its last rows stay"
    assert (report.exit_status, report.still_rejected) == (0, 1)
    (place / "in" / "3.txt").chmod(0o644)
    assert night().exit_status == 0
    assert table_rows(place / "out", volatile=set()) == before


@pytest.mark.parametrize(
    ("kind", "content", "stays"),
    [
        ("binary", b"%PDF-1.7 \0\0", True),
        ("not_decodable", "Le ministre".encode("utf-16")[:-1], True),
        ("empty", b"", False),
        ("too_short", b"Vu.", False),
        ("language", b"The minister of defence met her counterpart in Paris on Tuesday. " * 9, False),
        ("too_long", text_of(1).encode() * 1000, False),
        ("no_text", "§§ %% ## ".encode() * 50, False),
    ],
)
def test_what_could_not_be_read_stays_and_what_is_no_article_goes(night, place, kind, content, stays):
    write_texts(place / "in", ALL)
    night(max_characters=10_000)
    (place / "in" / "3.txt").write_bytes(content)
    report = night(max_characters=10_000)
    assert report.rejected_by_reason == {kind: 1}
    assert ("3.txt" in documents(place)) == stays
    assert ("its last rows stay" in rejected(place)["3.txt"]["detail"]) == stays
    (place / "in" / "3.txt").write_text(text_of(3))
    night(max_characters=10_000)
    assert "3.txt" in documents(place)
    assert rejected(place) == {}


@pytest.mark.parametrize("reason", ["crashed", "timeout", "memory"])
def test_a_page_whose_reader_gave_up_keeps_its_rows(night, place, monkeypatch, reason):
    body = "".join(f"<p>Claire : nous avons signé l'accord numéro {number} à Paris.</p>" for number in range(9))
    page = place / "in" / "p.html"
    page.write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
    write_texts(place / "in", ALL)
    night()

    def give_up(reader, data):
        raise ArticleError(reason, "the process that read it died")

    monkeypatch.setattr("extractor.runs.isolation.IsolatedCall.__call__", give_up)
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    report = night(prune=True)
    assert report.rejected_by_reason == {reason: 1}
    assert "p.html" in documents(place)
    assert rejected(place)["p.html"]["detail"].endswith("; its last rows stay")


@pytest.mark.parametrize("kind", ["circle", "nowhere", "pipe", "outside", "folder"])
def test_an_article_in_whose_place_there_is_no_file_stays(night, place, kind):
    write_texts(place / "in", ALL)
    night()
    path = place / "in" / "3.txt"
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        write_texts(path, [])
    else:
        path.symlink_to({"circle": "3.txt", "nowhere": "nothing.txt", "outside": "/etc/hostname"}[kind])
    report = night(prune=True)
    # A folder of that name is listed, and there is no article in it.
    assert ("3.txt" in documents(place)) == (kind != "folder")
    assert report.exit_status == (0 if kind == "folder" else 3)


def test_a_file_that_is_gone_is_pruned(night, place):
    write_texts(place / "in", ALL)
    write_texts(place / "in" / "sub", [7, 8])
    night()
    (place / "in" / "3.txt").unlink()
    shutil.rmtree(place / "in" / "sub")
    report = night(prune=True)
    assert (report.pruned, report.exit_status, report.warnings) == (3, 0, [])


def test_a_record_without_text_is_there_and_others_are_pruned(night, place):
    write_records(place / "in" / "f.jsonl", [record(number) for number in ALL])
    night()
    write_records(place / "in" / "f.jsonl", [*(record(number) for number in range(4)), {"id": "a4", "text": None}])
    report = night(prune=True)
    assert (report.pruned, report.rejected_by_reason) == (1, {"no_text": 1})
    assert documents(place) == {f"a{number}" for number in range(5)}
    assert rejected(place)["f.jsonl#5"]["detail"].endswith("; its last rows stay")


@pytest.mark.parametrize("given", ["in/sub", "empty", "absent", "in/*.jsonl"])
def test_an_input_that_is_not_there_prunes_nothing(night, place, given):
    write_texts(place / "in", ALL)
    write_texts(place / "in" / "sub", [7])
    (place / "empty").mkdir()
    night()
    every = documents(place)
    (place / "in" / "sub" / "7.txt").unlink()
    with pytest.raises(InputError):
        night(place / "in", place / given, prune=True, force=True)
    assert documents(place) == every


def test_an_input_that_cannot_be_listed_keeps_everything(night, place):
    write_texts(place / "in", ALL)
    write_texts(place / "other", [10, 11])
    night(place / "in", place / "other")
    (place / "in").chmod(0)
    (place / "other" / "10.txt").unlink()
    report = night(place / "in", place / "other", prune=True, force=True)
    assert (report.exit_status, report.pruned, report.complete) == (3, 0, False)
    assert len(documents(place)) == 8
    (place / "in").chmod(0o755)
    assert night(place / "in", place / "other", prune=True).pruned == 1
    assert rejected(place) == {}


def test_rows_of_rejected_inputs_stay_as_well(night, place):
    write_texts(place / "in", ALL)
    (place / "in" / "sub").mkdir()
    (place / "in" / "sub" / "bad.jsonl").write_text("no json\n")
    (place / "in" / "f.jsonl.gz").write_bytes(gzip.compress(b"no json\n" + lines([10]).encode()))
    (place / "in" / "gone.jsonl").write_text("no json\n")
    night()
    assert set(rejected(place)) == {"sub/bad.jsonl#1", "f.jsonl.gz#1", "gone.jsonl#1"}
    (place / "in" / "sub").chmod(0)
    (place / "in" / "f.jsonl.gz").write_bytes(gzip.compress(lines([10]).encode())[:-20])
    (place / "in" / "gone.jsonl").unlink()
    night(prune=True)
    assert set(rejected(place)) == {"sub/bad.jsonl#1", "sub/", "f.jsonl.gz#1", "f.jsonl.gz"}


def test_an_id_whose_file_cannot_be_read_counts_as_taken(night, place):
    (place / "in" / "sub").mkdir()
    write_records(place / "in" / "sub" / "1.jsonl", [record(1)])
    write_records(place / "in" / "2.jsonl", [record(2)])
    night()
    (place / "in" / "sub").chmod(0)
    write_records(place / "in" / "3.jsonl", [{**record(3), "id": "a1"}])
    report = night()
    assert report.rejected_by_reason == {"unreadable": 1, "duplicate_id": 1}


def test_a_dry_run_says_what_stays(night, place):
    write_texts(place / "in", ALL)
    write_texts(place / "in" / "sub", [7])
    night()
    (place / "in" / "sub").chmod(0)
    (place / "in" / "3.txt").unlink()
    report = night(prune=True, dry_run=True)
    assert report.planned == [("sub/", "rejected: unreadable"), ("3.txt", "vanished")]
    assert any("from sub/ (unreadable)" in warning for warning in report.warnings)


class TestOneSourceForOneInput:
    """No two inputs of a run have one source, in `documents` and `rejected` together."""

    def sources(self, place):
        both = [
            row["source"] for name in ("documents", "rejected") for row in Store(place / "out").read(name).to_pylist()
        ]
        assert len(both) == len(set(both))
        return set(both)

    @pytest.mark.parametrize("turn", [1, -1])
    def test_a_broken_line_and_a_record_with_its_number_for_an_id(self, night, place, turn):
        parts = [lines([0]), "{bad\n", json.dumps({**record(1), "id": 2}) + "\n", json.dumps({**record(2), "id": 3})]
        (place / "in" / "f.jsonl").write_text("\n".join(part.strip() for part in parts[::turn]) + "\n")
        for _ in range(2):
            night()
            assert self.sources(place) == {"f.jsonl#a0", "f.jsonl#2", "f.jsonl#3"} | (
                {"f.jsonl:2"} if turn == 1 else {"f.jsonl:3"}
            )

    def test_broken_rows_of_a_table(self, night, place):
        table = "id,text\n" + "".join(f'{number},"{text_of(number)}"\n' for number in ALL) + "2,x,y\n1\n"
        (place / "in" / "f.csv").write_text(table.replace("3,", "3,x,", 1))
        night()
        assert self.sources(place) == {f"f.csv#{number}" for number in (0, 1, 2, 4, 5)} | {
            "f.csv:4" if number == 4 else f"f.csv#{number}" for number in (4, 7, 8)
        }

    def test_two_texts_under_one_id(self, night, place):
        write_records(place / "in" / "f.jsonl", [record(1), {**record(2), "id": "a1"}, {**record(3), "id": "a1"}])
        night()
        assert self.sources(place) == {"f.jsonl#a1", "f.jsonl#a1:2", "f.jsonl#a1:3"}
        write_records(
            place / "in" / "f.jsonl", [record(4, id="a1"), {**record(2), "id": "a1"}, {**record(3), "id": "a1"}]
        )
        report = night()
        assert (report.processed, report.rejected, report.still_rejected) == (1, 0, 2)
        assert self.sources(place) == {"f.jsonl#a1", "f.jsonl#a1:2", "f.jsonl#a1:3"}

    def test_a_record_without_an_id_and_one_with_its_number(self, night, place):
        without = {"text": text_of(1)}
        write_records(
            place / "in" / "f.jsonl", [without, {**record(2), "id": 1}, {**record(3), "id": 4}, {"text": "x"}]
        )
        night()
        assert self.sources(place) == {"f.jsonl#1", "f.jsonl#1:2", "f.jsonl#4", "f.jsonl#4:2"}

    def test_more_refusals_than_wait_for_the_end_of_their_file(self, night, place, monkeypatch):
        monkeypatch.setattr("extractor.runs.plan.HELD", 3)
        (place / "in" / "f.jsonl").write_text("no json\n" * 6 + json.dumps({**record(2), "id": 5}) + "\n")
        for _ in range(2):
            night()
            assert self.sources(place) == {"f.jsonl#5", *(f"f.jsonl:{number}" for number in range(1, 7))}

    def test_they_go_when_the_file_is_mended(self, night, place):
        (place / "in" / "f.jsonl").write_text("{bad\n" + json.dumps({**record(2), "id": 1}) + "\n")
        night()
        assert set(rejected(place)) == {"f.jsonl:1"}
        write_records(place / "in" / "f.jsonl", [{**record(2), "id": 1}])
        night()
        assert rejected(place) == {}

    def test_two_inputs_with_files_of_one_name(self, night, place):
        """The second one's refusals stay, though the first is read without any."""
        for name in ("in", "other"):
            (place / name).mkdir(exist_ok=True)
        write_records(place / "in" / "f.jsonl", [record(1)])
        (place / "other" / "f.jsonl").write_text("no json\n" + lines([2]))
        for status in (3, 0, 0):
            assert night(place / "in", place / "other").exit_status == status
            assert set(rejected(place)) == {"f.jsonl#1"}


def test_a_limit_tells_what_was_refused_before_it(night, place):
    (place / "in" / "f.jsonl").write_text("no json\n" + lines(ALL))
    report = night(limit=2)
    assert (report.processed, report.rejected) == (2, 1)
    assert night().processed == 4


def test_files_with_nothing_to_read_are_told(night, place):
    write_texts(place / "in", [1])
    (place / "in" / "annotation.json").write_text('{"doc": "1", "entities": {}}')
    (place / "in" / "list.json").write_text("[]")
    (place / "in" / "none.jsonl").write_text("")
    for _ in range(2):
        report = night()
        assert "files that hold nothing to read were left out: 2 json, 1 jsonl" in report.notes
        assert report.exit_status == 0


@pytest.mark.parametrize("name", [b"a\nb", b"a\xffb", b"a\x1b[31mb", b"a\x7f"])
def test_an_output_that_no_table_can_be_in_is_told_before_anything_is_written(tiny, tmp_path, name):
    write_records(tmp_path / "a.jsonl", [record(1)])
    out = tmp_path / os.fsdecode(name) / "out"
    with pytest.raises(UsageError, match="control characters or is not UTF-8; name another folder") as error:
        tiny(tmp_path / "a.jsonl", out)
    assert str(error.value).isprintable()
    assert not out.parent.exists()


@pytest.mark.parametrize("name", ["été à Paris", "a%b", "日本", "a'b\"c", "o" * 255])
def test_other_names_hold_tables(tiny, tmp_path, name):
    write_records(tmp_path / "a.jsonl", [record(1)])
    assert tiny(tmp_path / "a.jsonl", tmp_path / name).exit_status == 0
    assert Store(tmp_path / name).read("documents").num_rows == 1


def test_an_output_in_a_table_is_refused_and_one_beside_the_tables_is_not(tiny, tmp_path):
    write_records(tmp_path / "a.jsonl", [record(1)])
    tiny(tmp_path / "a.jsonl")
    (tmp_path / "link").symlink_to(tmp_path / "out" / "documents")
    for inner in (tmp_path / "out" / "documents" / "x" / "y", tmp_path / "link" / "x"):
        with pytest.raises(UsageError, match="it lies in the table"):
            tiny(tmp_path / "a.jsonl", inner)
        assert not inner.exists()
    assert tiny(tmp_path / "a.jsonl", tmp_path / "out" / "second").exit_status == 0


def test_an_output_named_by_an_escaped_character_is_refused(tiny, tmp_path):
    write_records(tmp_path / "a.jsonl", [record(1)])
    with pytest.raises(UsageError, match="% and two digits"):
        tiny(tmp_path / "a.jsonl", tmp_path / "a%20b")
    assert not (tmp_path / "a%20b").exists()
