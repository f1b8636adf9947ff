"""Inputs and output are apart: no table is read as articles, and none is written among them."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from extractor.articles.sources import STANDARD_INPUT
from extractor.errors import UsageError
from extractor.locations import Location, Remote, locate
from extractor.tables.data_files import LOG_FOLDER
from extractor.tables.schemas import TABLES


def require_apart(inputs: Sequence[str | Path], out: Location) -> None:
    """Raises UsageError where an input is `out`, holds it or lies in it, or is a table or an output itself.

    Links are followed. A pattern is what it matches.
    """
    for given in inputs:
        if str(given) == STANDARD_INPUT:
            continue
        for place in _places(given):
            problem = _problem(place, out)
            if problem:
                raise UsageError(f"{given} cannot be read as articles: {problem}")


def _places(given: str | Path) -> list[Location]:
    place = locate(given)
    # `Path.exists` raises where the way to the place may not be gone.
    if isinstance(place, Remote) or os.path.exists(place) or not glob.has_magic(str(given)):
        return [place]
    return [Path(match) for match in glob.iglob(str(given), recursive=True)]


def _problem(place: Location, out: Location) -> str:
    """What is wrong with an input; empty where nothing is."""
    path, separator = _address(place)
    output, _ = _address(out)
    if isinstance(place, Remote) == isinstance(out, Remote):
        if path == output:
            return "it is the output folder; name another folder for the tables"
        if path.startswith(f"{output.rstrip(separator)}{separator}"):
            return f"it lies in the output folder {out}; name another folder for the tables"
        if output.startswith(f"{path.rstrip(separator)}{separator}"):
            return f"the output folder {out} lies in it; name a folder beside it for the tables"
    folders: list[Location] = (
        [place, *_above(place)] if isinstance(place, Remote) else [Path(path), *Path(path).parents]
    )
    for folder in folders:
        if _has_log(folder):
            return f"{folder} is a table (Delta Lake), and its files are rows; name the folder of the articles"
    if any(_has_log(folders[0] / name) for name in TABLES):
        return "it is an output of extractor; name the folder of the articles"
    return ""


def _address(place: Location) -> tuple[str, str]:
    if isinstance(place, Remote):
        return place.key, "/"
    return os.path.realpath(place), os.sep


def _above(place: Remote) -> list[Remote]:
    """The prefixes that a place lies in, the bucket last."""
    found = []
    url = place.url.rstrip("/")
    while url.count("/") > 2:
        url = url.rpartition("/")[0]
        if url.count("/") >= 2 and not url.endswith("/"):
            found.append(Remote(url))
    return found


def _has_log(folder: Location) -> bool:
    if isinstance(folder, Remote):
        from pyarrow.fs import FileSelector, FileType

        log = folder / LOG_FOLDER
        if folder.info().type == FileType.File:
            return False
        return bool(log.file_system.get_file_info(FileSelector(log.key, allow_not_found=True)))
    return os.path.isdir(folder / LOG_FOLDER)
