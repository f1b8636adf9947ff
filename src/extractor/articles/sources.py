"""What there is to read: files, folders (with their subfolders), globs, and `-` for standard input.

The same in an object store (`s3://bucket/prefix`), where the prefix is the folder: remote.py.
"""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.articles.article import Refusal
from extractor.errors import InputError
from extractor.locations import Location, Remote, locate

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
"""File name endings and the format that they stand for."""

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}

KNOWN = f"the names of articles end in {', '.join(FORMATS)}, or these with {' or '.join(COMPRESSIONS)}"

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `source` is its path relative to the input that was named, with `/` on every system."""

    path: Location
    source: str
    format: str
    compression: str | None = None
    size: int = 0
    modified_ns: int = 0

    @property
    def doc_id(self) -> str:
        """The id of its only article: the source, which stays the same when the file is compressed later on."""
        return self.source.removesuffix(Path(self.source).suffix) if self.compression else self.source


def find_files(
    inputs: Sequence[str | Path], left_out: Counter[str] | None = None, *, out: Location | None = None
) -> Iterator[InputFile | Refusal]:
    """The files that `inputs` name, sorted by source within each input, each file once.

    A folder gives the files below it whose ending is in `FORMATS`; of the others, the endings are counted in
    `left_out` (names with `.` or `_` in front are hidden). Nothing below `out` is an input. Links that lead out of the
    folder or nowhere are refused. Raises InputError where an input names nothing readable.
    """
    seen: set[Location] = set()
    left_out = Counter() if left_out is None else left_out
    for given in inputs:
        found = 0
        for file in _expand(given, left_out, out):
            found += 1
            if isinstance(file, Refusal):
                yield file
            elif file.path not in seen:
                seen.add(file.path)
                yield file
        if not found:
            raise InputError(f"there is no article in {given}; {KNOWN}")


def classify(name: str) -> tuple[str, str | None] | None:
    """Format and compression by a file's name, or None where it is of no known kind."""
    stem, ending = os.path.splitext(name.lower())
    compression = COMPRESSIONS.get(ending)
    kind = FORMATS.get(os.path.splitext(stem)[1] if compression else ending)
    return (kind, compression) if kind else None


def _expand(given: str | Path, left_out: Counter[str], out: Location | None) -> Iterable[InputFile | Refusal]:
    if str(given) == STANDARD_INPUT:
        return [InputFile(Path(STANDARD_INPUT), STANDARD_INPUT, "jsonl")]
    path = locate(given)
    if isinstance(path, Remote):
        from extractor.articles.remote import find_objects

        return find_objects(path, left_out, out if isinstance(out, Remote) else None)
    if path.is_dir():
        return _below(path, left_out, os.path.realpath(out) if isinstance(out, Path) else None)
    if path.exists():
        return [_single(path)]
    if glob.has_magic(str(given)):
        return _matching(str(given))
    raise InputError(f"{given} does not exist; name a file, a folder, a quoted pattern, or - for JSON Lines")


def _single(path: Path) -> InputFile:
    kind = classify(path.name)
    if kind is None:
        raise InputError(f"{path} is of no known format; {KNOWN}")
    return _input_file(path, path.name, kind)


def _matching(pattern: str) -> Iterator[InputFile | Refusal]:
    fixed = Path(pattern.partition("*")[0].partition("?")[0].partition("[")[0] or ".")
    root = fixed if pattern.startswith(f"{fixed}/") and fixed.is_dir() else fixed.parent
    paths = sorted(Path(match) for match in glob.glob(pattern, recursive=True))
    for path in paths:
        kind = classify(path.name)
        if kind and path.is_file():
            yield _input_file(path, _relative(path, root), kind)


def _below(root: Path, left_out: Counter[str], out: str | None) -> Iterator[InputFile | Refusal]:
    real_root = os.path.realpath(root)
    prefix = len(os.path.join(root, ""))
    for folder, subfolders, _ in os.walk(root):
        with os.scandir(folder) as entries:
            visible = sorted((entry for entry in entries if entry.name[0] not in "._"), key=lambda entry: entry.name)
        subfolders[:] = [
            entry.name
            for entry in visible
            if entry.is_dir(follow_symlinks=False) and (out is None or os.path.realpath(entry.path) != out)
        ]
        for entry in visible:
            if entry.is_dir(follow_symlinks=False):
                continue
            source = entry.path[prefix:].replace(os.sep, "/")
            kind = classify(entry.name)
            if entry.is_symlink() and not _leads_inside(entry.path, real_root):
                if kind or entry.is_dir():
                    yield _refusal(source, "outside", "a link that leads out of the input folder is not followed")
            elif kind is None:
                left_out[os.path.splitext(entry.name)[1] or "no ending"] += 1
            elif not entry.is_file():
                yield _refusal(source, "unreadable", "no regular file, or a link that leads nowhere")
            else:
                yield _input_file(Path(entry.path), source, kind)


def _leads_inside(link: str, real_root: str) -> bool:
    return os.path.commonpath([real_root, os.path.realpath(link)]) == real_root


def _refusal(source: str, reason: str, detail: str) -> Refusal:
    return Refusal(source=_storable(source), reason=reason, detail=detail)


def _storable(source: str) -> str:
    """A file name need not be text on Unix; the tables hold what is not as an escape."""
    return os.fsencode(source).decode("utf-8", "backslashreplace")


def _input_file(path: Path, source: str, kind: tuple[str, str | None]) -> InputFile:
    status = path.stat()
    return InputFile(path, _storable(source), kind[0], kind[1], status.st_size, status.st_mtime_ns)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
