"""Where inputs and outputs are: a path of this machine, or an address in an object store (`s3://bucket/prefix`).

Arrow's file systems read and write the objects, Delta's own the tables; both take credentials, region and endpoint from
the environment (`AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_ENDPOINT_URL` …).
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, cast

from extractor.errors import UsageError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

SCHEMES = ("s3", "gs", "abfs", "abfss")
"""The object stores that both Arrow and Delta know. The tests use `s3`."""

LOG_FOLDER = "_delta_log"
"""What makes a folder a table of Delta Lake, whoever wrote it."""

READ_AHEAD = 2**20
"""Bytes that are read of an object at a time."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A place in an object store. It behaves like a `Path` as far as both make sense."""

    url: str

    def __truediv__(self, name: str) -> Remote:
        return Remote(f"{self.url.rstrip('/')}/{name}")

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The last part."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def key(self) -> str:
        """The path as Arrow's file system wants it: bucket and key."""
        root, _, rest = self.url.partition("://")[2].partition("/")
        base = _file_system(self.url.partition("://")[0], root)[1]
        return f"{base}/{rest}".rstrip("/")

    @property
    def file_system(self) -> FileSystem:
        """Arrow's file system for the store."""
        scheme, _, rest = self.url.partition("://")
        return _file_system(scheme, rest.partition("/")[0])[0]

    def open(self, mode: str = "rb") -> BinaryIO:
        """The object as a stream that can be sought in, or one that replaces it as a whole when it is closed."""
        if mode == "rb":
            # What Arrow gives knows no lines; it is read in pieces that make up for the way to the store.
            return io.BufferedReader(cast(io.RawIOBase, self.file_system.open_input_file(self.key)), READ_AHEAD)
        return cast(BinaryIO, self.file_system.open_output_stream(self.key, compression=None))

    def info(self) -> Any:
        """Arrow's `FileInfo`: kind, size and time of modification."""
        return self.file_system.get_file_info(self.key)


Location: TypeAlias = Path | Remote


def native(place: Location) -> tuple[FileSystem, str]:
    """Arrow's own file system for a place, and the path in it.

    What Arrow reads through a file that Python opened, its threads give back through Python: one that does so while
    the interpreter ends aborts the process. Through these they never enter Python.
    """
    if isinstance(place, Remote):
        return place.file_system, place.key
    from pyarrow.fs import LocalFileSystem

    return LocalFileSystem(), str(place.absolute())


def locate(given: str | Path | Remote) -> Location:
    """The place that is meant. Raises UsageError for an address of a store that is not known."""
    if isinstance(given, (Path, Remote)):
        return given
    scheme, colon, rest = given.partition("://")
    if not colon:
        return Path(given)
    if scheme not in SCHEMES or not rest.partition("/")[0]:
        known = ", ".join(f"{scheme}://" for scheme in SCHEMES)
        raise UsageError(f"{given} is no address of an object store; they are of the form s3://BUCKET/PREFIX ({known})")
    return Remote(given)


@lru_cache(maxsize=16)
def _file_system(scheme: str, root: str) -> tuple[FileSystem, str]:
    from pyarrow.fs import FileSystem

    found: tuple[FileSystem, str] = FileSystem.from_uri(f"{scheme}://{root}")
    return found


def is_table(folder: Location) -> bool:
    """Whether a folder is a table of Delta Lake. Raises OSError where a store cannot be reached."""
    if isinstance(folder, Remote):
        from pyarrow.fs import FileSelector, FileType

        log = folder / LOG_FOLDER
        if folder.info().type == FileType.File:
            return False
        return bool(log.file_system.get_file_info(FileSelector(log.key, allow_not_found=True)))
    return os.path.isdir(folder / LOG_FOLDER)
