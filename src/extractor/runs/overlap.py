"""Inputs and output are apart: no table is read as articles, and none is written among them."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from extractor.articles.sources import STANDARD_INPUT
from extractor.errors import UsageError
from extractor.locations import Location, Remote, is_table, locate
from extractor.tables.schemas import TABLES


def require_apart(inputs: Sequence[str | Path], out: Location) -> None:
    """Raises UsageError where an input is `out`, holds it or lies in it, or is a table or an output itself.

    Links are followed. A pattern is what it matches; tables among that are passed over when files are looked for.
    """
    for given in inputs:
        if str(given) == STANDARD_INPUT:
            continue
        for place in _places(given):
            problem = _overlap(place, out)
            if problem:
                raise UsageError(f"{given} cannot be read as articles: {problem}")
        if problem := _table(_named(given)):
            raise UsageError(f"{given} cannot be read as articles: {problem}")


def require_nameable(out: Location) -> None:
    """Raises UsageError where no tables can be in `out`.

    The log of a table takes no control characters and only UTF-8, and what lies in a table would be read as its rows.
    """
    if isinstance(out, Remote):
        return
    for path in (os.path.abspath(out), os.path.realpath(out)):
        if any(character < " " or character == "\x7f" or "\ud800" <= character <= "\udfff" for character in path):
            raise UsageError(
                f"{path!r} cannot hold tables: its name has control characters or is not UTF-8; name another folder"
            )
        if unquote(path) != path:  # Delta takes it for a URL and looks for the log in the folder of the other name
            raise UsageError(f"{out} cannot hold tables: % and two digits read as a character; name another")
        for parent in Path(path).parents:
            if is_table(parent):
                raise UsageError(f"{out} cannot hold tables: it lies in the table {parent}; name another folder")


def _is_pattern(given: str | Path, place: Location) -> bool:
    # `Path.exists` raises where the way to the place may not be gone.
    return glob.has_magic(str(given)) and (isinstance(place, Remote) or not os.path.exists(place))


def _named(given: str | Path) -> Location:
    """The place itself, or the folder that a pattern begins with."""
    place = locate(given)
    if not _is_pattern(given, place):
        return place
    written = str(given)
    return locate(written[: min(map(written.find, filter(written.__contains__, "*?[")))].rpartition("/")[0] or ".")


def _places(given: str | Path) -> list[Location]:
    place = locate(given)
    if isinstance(place, Remote) or not _is_pattern(given, place):
        return [place]
    return [Path(match) for match in glob.iglob(str(given), recursive=True)]


def _overlap(place: Location, out: Location) -> str:
    """How an input and the output lie in each other; empty where they are apart."""
    path, separator = _address(place)
    output, _ = _address(out)
    if isinstance(place, Remote) == isinstance(out, Remote):
        if path == output:
            return "it is the output folder; name another folder for the tables"
        if path.startswith(f"{output.rstrip(separator)}{separator}"):
            return f"it lies in the output folder {out}; name another folder for the tables"
        if output.startswith(f"{path.rstrip(separator)}{separator}"):
            return f"the output folder {out} lies in it; name a folder beside it for the tables"
    return ""


def _table(place: Location) -> str:
    """Says so where a place is a table or an output, or lies in one; else empty."""
    path = Path(_address(place)[0])
    folders: list[Location] = [place, *_above(place)] if isinstance(place, Remote) else [path, *path.parents]
    for folder in folders:
        if is_table(folder):
            return f"{folder} is a table (Delta Lake), and its files are rows; name the folder of the articles"
    if any(is_table(folders[0] / name) for name in TABLES):
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
