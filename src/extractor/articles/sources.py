"""What there is to read: files, folders (with their subfolders), patterns, and `-` for standard input.

The same in an object store (`s3://bucket/prefix`), where the prefix is the folder: remote.py. Patterns: patterns.py.
Only regular files are inputs. A pipe, a socket or a device is never opened, and what cannot be looked at is refused
and named, so that nobody takes it for something that is not there any more.
"""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.articles.article import Refusal
from extractor.errors import InputError
from extractor.locations import Location, Remote, is_table, locate

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
"""File name endings and the format that they stand for."""

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}

KNOWN = f"the names of articles end in {', '.join(FORMATS)}, or these with {' or '.join(COMPRESSIONS)}"

STANDARD_INPUT = "-"

KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}
"""What stands where a regular file should be, by the type in its mode."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `source` is its path relative to the input that was named, with `/` on every system."""

    path: Location
    source: str
    format: str
    compression: str | None = None
    size: int = 0
    modified_ns: int = 0
    changed_ns: int = 0
    """When content, owner or permissions last changed; 0 where that is not known."""

    @property
    def doc_id(self) -> str:
        """The id of its only article: the source, which stays the same when the file is compressed later on."""
        return self.source.removesuffix(Path(self.source).suffix) if self.compression else self.source


def find_files(
    inputs: Sequence[str | Path],
    left_out: Counter[str] | None = None,
    *,
    out: Location | None = None,
    listed: set[str] | None = None,
    tables: list[str] | None = None,
) -> Iterator[InputFile | Refusal]:
    """The files that `inputs` name, sorted by source within each input, each file once.

    A folder gives the files below it whose ending is in `FORMATS`; of the others, the endings are counted in
    `left_out` (names with `.` or `_` in front are hidden). Nothing below `out` is an input. Links that lead out of the
    folder or nowhere are refused, and so are folders that cannot be listed, under their path with `/` behind it;
    `listed` gets the sources of those that could be. A folder that is a table of Delta Lake, whoever wrote it, is
    passed over with all below it: its files are rows and no articles; `tables` gets it. Raises InputError where an
    input names nothing readable.
    """
    seen: set[Location] = set()
    left_out = Counter() if left_out is None else left_out
    listed = set() if listed is None else listed
    tables = [] if tables is None else tables
    for given in inputs:
        found = 0
        known_tables = len(tables)
        for file in _expand(given, left_out, out, listed, tables):
            found += 1
            if isinstance(file, Refusal):
                yield file
            elif file.path not in seen:
                seen.add(file.path)
                yield file
        if not found and tables[known_tables:]:
            raise InputError(
                f"there is no article in {given}: {tables[known_tables]} is a table (Delta Lake), and its files are "
                "rows; name the folder of the articles"
            )
        if not found:
            raise InputError(f"there is no article in {given}; {KNOWN}")


def classify(name: str) -> tuple[str, str | None] | None:
    """Format and compression by a file's name, or None where it is of no known kind."""
    stem, ending = os.path.splitext(name.lower())
    compression = COMPRESSIONS.get(ending)
    kind = FORMATS.get(os.path.splitext(stem)[1] if compression else ending)
    return (kind, compression) if kind else None


def describe(path: Path, source: str, kind: tuple[str, str | None]) -> InputFile | Refusal:
    """The file at `path` as an input, or why it cannot be one. Links are followed, nothing is opened."""
    try:
        status = path.stat()
    except OSError as error:
        return unreadable(source, message(error))
    if not stat.S_ISREG(status.st_mode):
        return unreadable(source, f"is {what_it_is(status.st_mode)}, no file")
    return InputFile(path, storable(source), kind[0], kind[1], status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def unreadable(source: str, detail: str, *, place: str | None = None) -> Refusal:
    """The refusal of a file or folder that cannot be read; `place` where that is not the source itself."""
    source = storable(source)
    place = source if place is None else storable(place)
    return Refusal(source=source, reason="unreadable", detail=detail, place=place)


def message(error: OSError) -> str:
    """What the system says of a file, without its path and number."""
    if isinstance(error, FileNotFoundError):
        return "is not there any more, or a link that leads nowhere"
    return f"cannot be read: {error.strerror or error}"


def what_it_is(mode: int) -> str:
    """In words, what has this mode."""
    return KINDS.get(stat.S_IFMT(mode), "of no known type")


def storable(source: str) -> str:
    """A file name need not be text on Unix; the tables hold what is not as an escape."""
    return os.fsencode(source).decode("utf-8", "backslashreplace")


def _expand(
    given: str | Path, left_out: Counter[str], out: Location | None, listed: set[str], tables: list[str]
) -> Iterable[InputFile | Refusal]:
    if str(given) == STANDARD_INPUT:
        return [InputFile(Path(STANDARD_INPUT), STANDARD_INPUT, "jsonl")]
    path = locate(given)
    if isinstance(path, Remote):
        from extractor.articles.remote import find_objects

        return find_objects(path, left_out, out if isinstance(out, Remote) else None, tables)
    pattern = glob.has_magic(str(given))
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        mode = 0
    except OSError as error:
        if not pattern:
            return [_refused_input(path, error)]
        mode = 0
    if mode and (table := _table_above(path)):
        tables.append(table)
        return []
    if stat.S_ISDIR(mode):
        return _below(path, left_out, os.path.realpath(out) if isinstance(out, Path) else None, listed, tables)
    if mode:
        return [_single(path, mode)]
    if pattern:
        from extractor.articles.patterns import find_matching

        return find_matching(str(given), listed, tables)
    raise InputError(f"{given} does not exist; name a file, a folder, a quoted pattern, or - for JSON Lines")


def _table_above(path: Path) -> str | None:
    """The table that a named file or folder lies in."""
    real = Path(os.path.realpath(path))
    return next((storable(str(folder)) for folder in real.parents if is_table(folder)), None)


def _single(path: Path, mode: int) -> InputFile | Refusal:
    if not stat.S_ISREG(mode):
        raise InputError(
            f"{path} is {what_it_is(mode)}, which is not read; for JSON Lines from a pipe, name -: "
            "COMMAND | extractor run - OUT"
        )
    kind = classify(path.name)
    if kind is None:
        raise InputError(f"{path} is of no known format; {KNOWN}")
    return describe(path, path.name, kind)


def _refused_input(path: Path, error: OSError) -> Refusal:
    """An input that is there and cannot be looked at; what has no file's name may be a folder, of anything."""
    if classify(path.name):
        return unreadable(path.name, message(error))
    return unreadable(f"{path}/", message(error), place="")


def _below(
    root: Path, left_out: Counter[str], out: str | None, listed: set[str], tables: list[str]
) -> Iterator[InputFile | Refusal]:
    real_root = os.path.realpath(root)
    waiting = [""]
    while waiting:
        place = waiting.pop()
        name = place or f"{root}/"
        try:
            visible = _visible(os.path.join(root, place))
        except OSError as error:
            yield unreadable(name, f"the folder {message(error)}", place=place)
            continue
        if is_table(root / place):
            tables.append(storable(str(root / place)))
            continue
        listed.add(storable(name))
        subfolders = []
        for entry in visible:
            if not _is_folder(entry):
                yield from _entry(entry, f"{place}{entry.name}", real_root, left_out)
            elif out is None or os.path.realpath(entry.path) != out:
                subfolders.append(f"{place}{entry.name}/")
        waiting += reversed(subfolders)


def _visible(folder: str) -> list[os.DirEntry[str]]:
    """What stands in a folder, sorted by name, without what is hidden. Raises OSError."""
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if entry.name[0] not in "._"), key=lambda entry: entry.name)


def _entry(
    entry: os.DirEntry[str], source: str, real_root: str, left_out: Counter[str]
) -> Iterator[InputFile | Refusal]:
    """What is no folder becomes an input, a refusal, or is counted."""
    kind = classify(entry.name)
    ending = os.path.splitext(entry.name)[1]
    link = entry.is_symlink()
    folder = link and _leads_to_folder(entry)
    if link and (kind or folder) and not _leads_inside(entry.path, real_root):
        detail = "a link that leads out of the input folder is not followed"
        yield Refusal(source=storable(source), reason="outside", detail=detail, place=storable(source))
    elif kind is not None:
        yield describe(Path(entry.path), source, kind)
    elif folder is None and not ending:
        # Without an ending it may have been the name of a folder with articles.
        yield unreadable(source, "a link that leads nowhere")
    else:
        left_out[ending or "no ending"] += 1


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # where the listing does not tell types, and the entry cannot be looked at
        return classify(entry.name) is None


def _leads_to_folder(link: os.DirEntry[str]) -> bool | None:
    """None where it leads nowhere, or in a circle."""
    try:
        return stat.S_ISDIR(link.stat().st_mode)
    except OSError:
        return None


def _leads_inside(link: str, real_root: str) -> bool:
    return os.path.commonpath([real_root, os.path.realpath(link)]) == real_root
