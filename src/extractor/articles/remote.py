"""What there is to read in an object store: an object, all below a prefix, or those of a pattern."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from extractor.articles.sources import KNOWN, InputFile, classify
from extractor.errors import InputError
from extractor.locations import LOG_FOLDER, Remote

if TYPE_CHECKING:
    from pyarrow.fs import FileInfo


def find_objects(given: Remote, left_out: Counter[str], out: Remote | None, tables: list[str]) -> Iterator[InputFile]:
    """The objects that `given` names, sorted by their keys; nothing below `out`, and no name with `.` or `_` in front.

    In a pattern, `*` stands for anything but `/`. The endings that are of no known format are counted in `left_out`.
    What is a table (a prefix with a `_delta_log` below it) is passed over, and named in `tables`.
    Raises InputError where the store cannot be reached or there is nothing.
    """
    try:
        return _found(given, left_out, out, tables)
    except OSError as error:
        message = " ".join(str(error).split())[:300]
        raise InputError(
            f"{given} cannot be read: {message}; check the address, and credentials and region in the environment"
        ) from None


def _found(given: Remote, left_out: Counter[str], out: Remote | None, tables: list[str]) -> Iterator[InputFile]:
    if glob.has_magic(given.url):
        fixed = Remote(given.url[: min(map(given.url.find, filter(given.url.__contains__, "*?[")))].rpartition("/")[0])
        pattern = f"/{given.key}"
        there = _without_tables(_below(fixed), fixed, tables)
        infos = [info for info in there if PurePosixPath(f"/{info.path}").match(pattern)]
        return _files(fixed, infos, Counter(), out)
    if given.info().is_file:
        if classify(given.name) is None:
            raise InputError(f"{given} is of no known format; {KNOWN}")
        return _files(Remote(given.url.rpartition("/")[0]), [given.info()], left_out, out)
    infos = _below(given)
    if not infos:
        raise InputError(
            f"{given} does not exist, or is empty; name an object, a prefix, or a pattern in quotation marks"
        )
    return _files(given, _without_tables(infos, given, tables), left_out, out)


def _below(prefix: Remote) -> list[FileInfo]:
    from pyarrow.fs import FileSelector

    selector = FileSelector(prefix.key, recursive=True, allow_not_found=True)
    return sorted((info for info in prefix.file_system.get_file_info(selector) if info.is_file), key=lambda i: i.path)


def _without_tables(infos: list[FileInfo], prefix: Remote, tables: list[str]) -> list[FileInfo]:
    """Those that lie in no table; the outermost tables below `prefix` are added to `tables`."""
    mark = f"/{LOG_FOLDER}/"
    inside: list[str] = []
    for folder in sorted({info.path.partition(mark)[0] for info in infos if mark in info.path}):
        if not inside or not f"{folder}/".startswith(inside[-1]):
            inside.append(f"{folder}/")
    tables += [f"{prefix.url.rstrip('/')}/{folder[len(prefix.key) + 1 :]}" for folder in inside]
    return [info for info in infos if not info.path.startswith(tuple(inside))]


def _files(prefix: Remote, infos: list[FileInfo], left_out: Counter[str], out: Remote | None) -> Iterator[InputFile]:
    start = len(prefix.key) + 1
    inside = f"{out.key}/" if out is not None else None
    for info in infos:
        source = info.path[start:]
        hidden = any(part[:1] in (".", "_") for part in source.split("/"))
        if hidden or (inside is not None and info.path.startswith(inside)):
            continue
        kind = classify(info.base_name)
        if kind is None:
            left_out[os.path.splitext(info.base_name)[1] or "no ending"] += 1
        else:
            modified = info.mtime_ns or 0
            yield InputFile(prefix / source, source, kind[0], kind[1], info.size, modified)
