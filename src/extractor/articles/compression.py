"""Files as streams of bytes, unpacked on the way, with a limit on what a small file may grow into."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from zstandard import ZstdDecompressor, ZstdError

from extractor.articles.sources import STANDARD_INPUT, InputFile, what_it_is
from extractor.errors import ArticleError

MAX_RATIO = 200
"""Bytes that one byte of a compressed file may become; text becomes 3 to 10, a line of zeros 1,000."""

FREE = 64 * 2**20
"""Bytes up to which the ratio does not matter."""

MAX_WINDOW = 2**27
"""Bytes of memory that a Zstandard file may ask for."""

CHUNK = 2**20

ZSTD_CHUNK = 2**10
"""Packed bytes that are unpacked at once: they may become 32,000 times as many."""


class LimitedStream(io.RawIOBase):
    """What `stream` holds; raises ArticleError `expansion` when it grows beyond all measure."""

    def __init__(self, stream: BinaryIO, packed: int) -> None:
        self.stream = stream
        self.limit = max(FREE, packed * MAX_RATIO)
        self.count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fills `buffer` as far as there are bytes."""
        data = self.stream.read(len(buffer))
        self.count += len(data)
        if self.count > self.limit:
            raise ArticleError("expansion", f"unpacks to more than {self.limit} bytes, {MAX_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_bytes(file: InputFile) -> Iterator[BinaryIO]:
    """The bytes of `file`, unpacked. Raises ArticleError `unreadable` when it breaks off or cannot be opened.

    The errors of reading are turned inside the `with` block, too.
    """
    with unreadable():
        if file.source == STANDARD_INPUT:
            yield _standard_input()
            return
        with _open(file) as packed:
            if file.compression is None:
                yield packed
                return
            if not packed.peek(1):  # type: ignore[attr-defined]
                raise EOFError("is empty, which no compressed file is")
            with unpacked(packed, file.compression) as stream:
                yield io.BufferedReader(LimitedStream(stream, file.size), CHUNK)


def _open(file: InputFile) -> BinaryIO:
    """Opens a regular file, and nothing that has taken its place: opening a pipe waits, opening a device may act."""
    if not isinstance(file.path, Path):
        return file.path.open("rb")
    if not stat.S_ISREG(mode := os.stat(file.path).st_mode):
        raise ArticleError("unreadable", f"is {what_it_is(mode)} now, no file")
    return open(file.path, "rb", opener=_open_at_once)


def _open_at_once(path: str, flags: int) -> int:
    # Should a pipe have come between the look and the opening, this does not wait for its other end.
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    if not stat.S_ISREG(mode := os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ArticleError("unreadable", f"is {what_it_is(mode)} now, no file")
    return descriptor


def _standard_input() -> BinaryIO:
    if sys.stdin is None or sys.stdin.closed:
        raise ArticleError("unreadable", "standard input is closed")
    return sys.stdin.buffer


@contextmanager
def open_seekable(file: InputFile) -> Iterator[BinaryIO]:
    """Like `open_bytes`, for formats that are read from their end: a compressed file is unpacked to a temporary one."""
    with open_bytes(file) as stream:
        if file.compression is None:
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            while chunk := stream.read(CHUNK):
                copy.write(chunk)
            copy.seek(0)
            yield copy


@contextmanager
def unreadable() -> Iterator[None]:
    """Turns the errors of files and archives into ArticleError `unreadable`."""
    try:
        yield
    except (OSError, EOFError, zlib.error, ZstdError) as error:
        raise ArticleError("unreadable", _said(error)) from None


def _said(error: Exception) -> str:
    """What happened, without the path, which the source tells already."""
    if isinstance(error, FileNotFoundError):
        return "is not there any more"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return str(error) or type(error).__name__


def unpacked(packed: BinaryIO, compression: str) -> BinaryIO:
    """The unpacked bytes of a compressed stream; reading raises EOFError where it breaks off."""
    return gzip.open(packed) if compression == "gzip" else _ZstdStream(packed)  # type: ignore[return-value]


class _ZstdStream(io.RawIOBase):
    """Unpacks Zstandard, frame after frame. The library's own reader takes a cut file for a complete one."""

    def __init__(self, packed: BinaryIO) -> None:
        self.packed = packed
        self.frame: Any = None
        self.waiting = memoryview(b"")
        """Unpacked bytes that nobody has read yet."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self.waiting:
            rest = self.frame.unused_data if self.frame is not None and self.frame.eof else b""
            data = rest or self.packed.read(ZSTD_CHUNK)
            if not data:
                if self.frame is not None and not self.frame.eof:
                    raise EOFError("the file breaks off in the middle of a frame")
                return 0
            if self.frame is None or self.frame.eof:
                self.frame = ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
            self.waiting = memoryview(self.frame.decompress(data))
        size = min(len(buffer), len(self.waiting))
        buffer[:size] = self.waiting[:size]
        self.waiting = self.waiting[size:]
        return size
