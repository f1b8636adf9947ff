"""What is listed: regular files, and a refusal for whatever cannot be looked at. Nothing is opened on the way."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from extractor.articles.article import Article, Refusal
from extractor.articles.reading import Reading, read_articles
from extractor.articles.single import read_one
from extractor.articles.sources import find_files
from extractor.errors import InputError

from ..unprivileged import open_folder, unprivileged

TEXT = "La ministre a parlé mardi à Paris."


@pytest.fixture
def folder():
    with open_folder() as path:
        yield path


def found(*given, **options):
    """The reason for which each source is refused, None for a file."""
    return {file.source: getattr(file, "reason", None) for file in find_files(list(given), **options)}


def place(path, text=TEXT):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(path))


ODD = {
    "circle": lambda path: path.symlink_to(path.name),
    "dangling": lambda path: path.symlink_to("nowhere.txt"),
    "pipe": os.mkfifo,
    "link to a pipe": lambda path: (os.mkfifo(path.parent / ".pipe"), path.symlink_to(".pipe")),
    "socket": make_socket,
    "folder behind a link": lambda path: path.symlink_to("."),
}


@pytest.mark.parametrize("name", ["x.txt", "x.jsonl", "x.csv.gz", "x.parquet"])
@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_file_is_refused_and_the_rest_is_found(folder, kind, name):
    place(folder / "a.txt")
    place(folder / "z.txt")
    ODD[kind](folder / name)
    expected = {"a.txt": None, name: "unreadable", "z.txt": None}
    assert found(folder) == expected
    if kind != "folder behind a link":
        assert found(f"{folder}/*") == expected


def test_a_device_is_refused(folder):
    place(folder / "a.txt")
    (folder / "x.txt").symlink_to("/dev/zero")
    assert found(folder)["x.txt"] == "outside"
    (refusal,) = (file for file in find_files([f"{folder}/x*"]))
    assert (refusal.reason, refusal.detail) == ("unreadable", "is a device, no file")


@pytest.mark.parametrize("target", ["circle", "nowhere", "/nowhere/at/all"])
def test_a_broken_link_without_an_ending_may_have_been_a_folder(folder, target):
    place(folder / "a.txt")
    (folder / "circle").symlink_to(target)
    assert found(folder) == {"a.txt": None, "circle": "unreadable"}


def test_links_that_are_nothing_to_read_are_passed_over(folder):
    """An editor's lock, a link to a folder that is read anyway, a document."""
    place(folder / "a.txt")
    (folder / ".#a.txt").symlink_to("user@host.123")
    (folder / "again").symlink_to(".")
    (folder / "paper.pdf").symlink_to("nowhere.pdf")
    assert found(folder) == {"a.txt": None}


@pytest.mark.parametrize("name", ["pipe", "pipe.txt", "pipe.jsonl", "pipe.csv.gz"])
@pytest.mark.parametrize("link", [False, True])
def test_a_pipe_that_is_named_is_an_error_that_says_what_to_do(folder, name, link):
    os.mkfifo(folder / name)
    given = folder / name
    if link:
        given = folder / f"link-{name}"
        given.symlink_to(name)
    for read in (lambda: list(find_files([given])), lambda: read_one(given)):
        with pytest.raises(InputError, match=r"is a named pipe, which is not read; .* name -"):
            read()


def test_devices_and_pipes_of_the_shell_too():
    reading, writing = os.pipe()
    for given, kind in ((f"/dev/fd/{reading}", "a named pipe"), ("/dev/null", "a device")):
        with pytest.raises(InputError, match=kind):
            list(find_files([given]))
    os.close(reading)
    os.close(writing)


def test_a_circle_that_is_named_is_refused_and_the_others_are_found(folder):
    place(folder / "a.txt")
    (folder / "x.txt").symlink_to("x.txt")
    (folder / "x").symlink_to("x")
    assert found(folder / "x.txt", folder / "x", folder / "a.txt") == {
        "x.txt": "unreadable",
        f"{folder}/x/": "unreadable",
        "a.txt": None,
    }


@pytest.mark.parametrize("mode", [0o000, 0o111, 0o333])
@pytest.mark.parametrize("pattern", ["", "/**/*.txt", "/*/*.txt", "/*/**"])
def test_a_folder_that_cannot_be_listed_is_refused(folder, mode, pattern):
    place(folder / "in" / "a" / "1.txt")
    place(folder / "in" / "b" / "2.txt").parent.chmod(mode)
    place(folder / "in" / "c" / "3.txt")
    listed = set()
    with unprivileged():
        files = list(find_files([f"{folder}/in{pattern}"], listed=listed))
    assert {file.source: (file.place if isinstance(file, Refusal) else None) for file in files} == {
        "a/1.txt": None,
        "b/": "b/",
        "c/3.txt": None,
    }
    assert {"a/", "c/"} <= listed
    assert "b/" not in listed


def test_a_folder_whose_files_cannot_be_looked_at(folder):
    """Mode 444 tells the names and nothing else."""
    place(folder / "in" / "a.txt")
    place(folder / "in" / "b" / "2.txt")
    place(folder / "in" / "b" / "c" / "3.txt")
    (folder / "in" / "b").chmod(0o444)
    with unprivileged():
        expected = {"a.txt": None, "b/2.txt": "unreadable", "b/c/": "unreadable"}
        assert found(folder / "in") == expected
        assert found(f"{folder}/in/**/*.txt") == expected


@pytest.mark.parametrize("given", ["in", "in/b", "in/b/2.txt", "in/b/c"])
def test_an_input_that_cannot_be_looked_at_is_refused_and_the_others_are_found(folder, given):
    place(folder / "in" / "b" / "c" / "2.txt")
    place(folder / "in" / "b" / "2.txt")
    other = place(folder / "other.txt")
    (folder / "in").chmod(0o000)
    with unprivileged():
        files = list(find_files([folder / given, other]))
    refusal = files[0]
    assert [file.source for file in files[1:]] == ["other.txt"]
    assert refusal.reason == "unreadable"
    assert "Permission denied" in refusal.detail
    # What is behind a name of a file is known; behind that of a folder may be anything.
    assert (refusal.source, refusal.place) == (
        ("2.txt", "2.txt") if given.endswith("2.txt") else (f"{folder}/{given}/", "")
    )


def test_a_path_that_is_too_long_to_be_listed_is_refused(folder):
    place(folder / "a.txt")
    long = "d" * 250
    here = os.open(folder, os.O_RDONLY)
    for _ in range(17):  # 4,096 bytes are the most that a path may have
        os.mkdir(long, dir_fd=here)
        deeper = os.open(long, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    sources = found(folder)
    assert sources.pop("a.txt") is None
    ((source, reason),) = sources.items()
    assert source.startswith(long)
    assert source.endswith("/")
    assert reason == "unreadable"


def test_a_pattern_goes_through_links_elsewhere_and_no_circle(folder):
    place(folder / "in" / "a" / "1.txt")
    place(folder / "elsewhere" / "2.txt")
    (folder / "in" / "linked").symlink_to(folder / "elsewhere")
    (folder / "in" / "linked-again").symlink_to(folder / "elsewhere")
    (folder / "in" / "circle").symlink_to(folder / "in")
    (folder / "elsewhere" / "back").symlink_to(folder / "in")
    assert found(f"{folder}/in/**/*.txt") == {"a/1.txt": None, "linked/2.txt": None}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b[1].txt"]),
        ("?.txt", ["a.txt"]),
        ("b[[]1].txt", ["b[1].txt"]),
        ("b[1].txt", ["b[1].txt"]),  # a file of that name goes before the pattern
        ("[ab]*", ["a.txt", "b[1].txt"]),
        ("**", ["a.txt", "b[1].txt", "c/d/e.txt", "c/f.txt"]),
        ("**/**/*.txt", ["a.txt", "b[1].txt", "c/d/e.txt", "c/f.txt"]),
        ("*/f.txt", ["c/f.txt"]),
        ("c/**/e.*", ["d/e.txt"]),
        (".*.txt", [".hidden.txt"]),
    ],
)
def test_patterns(folder, monkeypatch, pattern, expected):
    for name in ("a.txt", "b[1].txt", "c/d/e.txt", "c/f.txt", ".hidden.txt", ".git/x.txt", "a.pdf"):
        place(folder / name)
    assert sorted(found(f"{folder}/{pattern}")) == expected
    monkeypatch.chdir(folder)
    assert sorted(found(pattern)) == expected


class TestBetweenListingAndReading:
    """A file that is not what it was when the folder was listed."""

    @pytest.fixture
    def listed(self, folder):
        def call(name, content=TEXT):
            place(folder / name, content)
            (file,) = find_files([folder / name])
            return file

        return call

    @pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.txt.gz"])
    @pytest.mark.parametrize("kind", ["gone", "pipe", "circle", "folder", "socket"])
    def test_it_is_something_else_now(self, listed, name, kind):
        file = listed(name)
        file.path.unlink()
        become = {**ODD, "gone": lambda _: None, "folder": Path.mkdir}[kind]
        become(file.path)
        (refusal,) = read_articles(file)
        assert (refusal.reason, refusal.source, refusal.place) == ("unreadable", name, name)

    def test_a_pipe_that_comes_while_it_is_opened(self, listed, monkeypatch):
        file = listed("a.txt")
        status = os.stat(file.path)
        file.path.unlink()
        os.mkfifo(file.path)
        monkeypatch.setattr("extractor.articles.compression.os.stat", lambda _: status)
        (refusal,) = read_articles(file)
        assert (refusal.reason, refusal.detail) == ("unreadable", "is a named pipe now, no file")

    def test_it_has_grown_or_shrunk(self, listed):
        lines = "".join(f'{{"id": "{number}", "text": "{TEXT}"}}\n' for number in range(3))
        for now, expected in ((lines * 2, 6), (lines[:-30], 2), ("", 0)):
            file = listed("a.jsonl", lines)
            file.path.write_text(now)
            assert sum(isinstance(item, Article) for item in read_articles(file)) == expected

    def test_it_goes_on_growing_while_it_is_read(self, listed):
        line = f'{{"text": "{TEXT}"}}\n'
        file = listed("a.jsonl", line * 3)
        items = read_articles(file)
        next(items)
        with file.path.open("a") as end:
            end.write(line * 2 + line[:10])
        reasons = [getattr(item, "reason", None) for item in items]
        assert set(reasons[:-1]) == {None}
        assert reasons[-1] in (None, "malformed_record")


def test_no_file_may_be_read(folder):
    path = place(folder / "a.txt")
    path.chmod(0o000)
    with unprivileged():
        (file,) = find_files([folder])
        (refusal,) = read_articles(file, Reading())
    assert (refusal.reason, refusal.detail) == ("unreadable", "cannot be read: Permission denied")


class TestTables:
    """The files of a table of Delta Lake are rows; they are passed over wherever they lie, and the table is named."""

    @pytest.fixture
    def inputs(self, tmp_path):
        place(tmp_path / "in" / "a.txt")
        place(tmp_path / "in" / "deep" / "b.txt")
        for table in ("sales", "deep/er/mentions"):
            place(tmp_path / "in" / table / "_delta_log" / "00000000000000000000.json", "{}")
            place(tmp_path / "in" / table / "part-0.txt")
            place(tmp_path / "in" / table / "day=1" / "part-1.txt")
        # A trap: a file of that name makes no table.
        place(tmp_path / "in" / "plain" / "_delta_log")
        place(tmp_path / "in" / "plain" / "c.txt")
        return tmp_path / "in"

    @pytest.mark.parametrize(
        ("given", "sources"),
        [
            ("", ["a.txt", "deep/b.txt", "plain/c.txt"]),
            ("/**/*.txt", ["a.txt", "deep/b.txt", "plain/c.txt"]),
            ("/**", ["a.txt", "deep/b.txt", "plain/c.txt"]),
        ],
    )
    def test_are_passed_over(self, inputs, given, sources):
        tables = []
        files = list(find_files([f"{inputs}{given}"], tables=tables))
        assert sorted(file.source for file in files) == sources
        assert sorted(tables) == [str(inputs / "deep" / "er" / "mentions"), str(inputs / "sales")]

    @pytest.mark.parametrize(
        "given", ["sales", "sales/day=1", "sales/part-0.txt", "sales/*.txt", "*/day=1/*.txt", "sales/_delta_log"]
    )
    def test_alone_are_no_input(self, inputs, given):
        with pytest.raises(InputError, match=r"sales is a table \(Delta Lake\)"):
            list(find_files([inputs / given]))

    def test_through_a_link(self, inputs, tmp_path):
        (tmp_path / "link").symlink_to(inputs / "sales" / "day=1")
        with pytest.raises(InputError, match="sales is a table"):
            list(find_files([tmp_path / "link"]))
