"""The files that a pattern such as `feed/**/2024-*.jsonl` names.

Python's own `glob` passes over folders that it cannot list; here they are refused and named, like those below a folder
that was named. `*` stands for anything in a name, `**` for any folders; neither stands for names with `.` in front.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from extractor.articles.article import Refusal
from extractor.articles.sources import InputFile, classify, describe, message, storable, unreadable
from extractor.locations import is_table

ANY_FOLDERS = "**"

ABSENT = (errno.ENOENT, errno.ENOTDIR)


def find_matching(pattern: str, listed: set[str], tables: list[str]) -> Iterator[InputFile | Refusal]:
    """The files that `pattern` names, sorted, and refusals; `listed` gets the folders that were looked through.

    What lies in a table is passed over; `tables` gets the tables.
    """
    fixed = Path(pattern[: min(map(pattern.find, filter(pattern.__contains__, "*?[")))] or ".")
    root = fixed if pattern.startswith(f"{fixed}/") and fixed.is_dir() else fixed.parent
    search = _Search()
    found = sorted(set(search.below(os.sep if os.path.isabs(pattern) else "", _parts(pattern))))
    for folder in search.listed:
        listed.add(_folder(folder, root)[0])
    for folder, error in search.failed.items():
        source, place = _folder(folder, root)
        yield unreadable(source, f"the folder {message(error)}", place=place)
    tables_above = _TablesAbove(tables)
    for name in found:
        path = Path(name)
        kind = classify(path.name)
        if kind and not tables_above.hold(path) and not os.path.isdir(path):
            yield describe(path, _relative(path, root), kind)


class _Search:
    """Paths that match, with the folders that were listed on the way and those that could not be."""

    def __init__(self) -> None:
        self.listed: set[str] = set()
        self.failed: dict[str, OSError] = {}
        self._entered: set[str] = set()
        """Where links led that `**` went through."""

    def below(self, folder: str, parts: list[str]) -> Iterator[str]:
        """The paths below `folder` that match the `parts` of a pattern."""
        first, rest = parts[0], parts[1:]
        if first == ANY_FOLDERS:
            for one in self._folders(folder):
                yield from self.below(one, rest or ["*"])
        elif rest:
            for one in self._matches(folder, first):
                if self._is_folder(one):
                    yield from self.below(one, rest)
        else:
            yield from self._matches(folder, first)

    def _matches(self, folder: str, part: str) -> Iterator[str]:
        if not glob.has_magic(part):
            path = os.path.join(folder, part)
            if not _is_absent(path):
                yield path
            return
        for name in self._names(folder):
            if fnmatch(name, part) and (name[0] != "." or part[0] == "."):
                yield os.path.join(folder, name)

    def _folders(self, top: str) -> Iterator[str]:
        """`top` and all folders below it."""
        real_top = os.path.realpath(top)
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            yield folder
            inner = (os.path.join(folder, name) for name in self._names(folder) if name[0] != ".")
            waiting += reversed([one for one in inner if self._is_folder(one) and self._to_enter(one, real_top)])

    def _to_enter(self, folder: str, real_top: str) -> bool:
        """Whether a link leads somewhere else, and for the first time; other folders are always entered."""
        if not os.path.islink(folder):
            return True
        target = os.path.realpath(folder)
        if os.path.commonpath([real_top, target]) in (real_top, target) or target in self._entered:
            return False
        self._entered.add(target)
        return True

    def _names(self, folder: str) -> list[str]:
        try:
            names = sorted(os.listdir(folder or os.curdir))
        except OSError as error:
            self.failed[folder] = error
            return []
        self.listed.add(folder)
        return names

    def _is_folder(self, path: str) -> bool:
        try:
            return stat.S_ISDIR(os.stat(path).st_mode)
        except OSError as error:
            # A link in a circle is none; anything else that cannot be looked at may be a folder.
            if error.errno not in (*ABSENT, errno.ELOOP) and classify(path) is None:
                self.failed[path] = error
            return False


class _TablesAbove:
    """Tells which files lie in a table; the tables are added to a list, each once."""

    def __init__(self, tables: list[str]) -> None:
        self.tables = tables
        self._known: dict[Path, Path | None] = {}

    def hold(self, path: Path) -> bool:
        """Whether a file lies in a table, at any depth."""
        return self._table_of(path.parent) is not None

    def _table_of(self, folder: Path) -> Path | None:
        if folder not in self._known:
            above = self._table_of(folder.parent) if folder.parent != folder else None
            if above is None and (is_table(folder) or _is_of_an_output(folder)):
                self.tables.append(storable(str(folder)))
                above = folder
            self._known[folder] = above
        return self._known[folder]


def _is_of_an_output(folder: Path) -> bool:
    """Whether a folder holds the records of runs, which stand in JSON beside the tables."""
    return folder.name == "_runs" and is_table(folder.parent / "documents")


def _is_absent(path: str) -> bool:
    """Whether nothing is there; what cannot be looked at may be there."""
    try:
        os.lstat(path)
    except OSError as error:
        return error.errno in ABSENT
    return False


def _parts(pattern: str) -> list[str]:
    """The names between the slashes; several `**` one after the other are one."""
    parts = [part for part in pattern.split("/") if part and part != "."]
    return [
        part for place, part in enumerate(parts) if part != ANY_FOLDERS or parts[place - 1 : place] != [ANY_FOLDERS]
    ]


def _folder(folder: str, root: Path) -> tuple[str, str]:
    """Source and place of a folder: one that is not below `root` may hold all that matches."""
    path = Path(folder)
    if path != root and path.is_relative_to(root):
        place = f"{path.relative_to(root).as_posix()}/"
        return place, place
    return f"{folder or os.curdir}/", ""


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
