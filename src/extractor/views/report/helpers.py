"""Processes that help to draw a large site: each reads the tables for itself and takes chunks that nobody has taken.

Reading them again is cheaper than to be sent what another process has made of them. Which process draws a page changes
nothing of it.
"""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.errors import StoreError
from extractor.runs.processes import context, prepare
from extractor.tables.read import Reading
from extractor.views.report.drawing import Drawing
from extractor.views.report.records import gather


class Claims:
    """The chunks that are taken, counted from both ends: helpers take them from the front, our own process from the
    back."""

    def __init__(self, processes: BaseContext) -> None:
        self._taken = processes.Array("i", 2)

    def take(self, end: int, chunks: int) -> int | None:
        """The next chunk from the front (0) or the back (1) of so many; none where all are taken."""
        with self._taken.get_lock():
            front, back = int(self._taken[0]), int(self._taken[1])
            if front + back >= chunks:
                return None
            self._taken[end] += 1
        return chunks - 1 - back if end else front

    def close(self, chunks: int = 2**30) -> None:
        """Leaves nothing to take."""
        with self._taken.get_lock():
            self._taken[0] = chunks


class Helpers:
    """`count` processes that draw into `folder` from now on, beside the one that calls `write_with`."""

    def __init__(self, reading: Reading, folder: Path, language: str, *, count: int) -> None:
        processes = context()
        self._folder = folder
        self._claims = Claims(processes)
        self._drawn: list[Future[int]] = []
        self._pool: ProcessPoolExecutor | None = None
        if count:
            self._pool = ProcessPoolExecutor(count, processes, initializer=_begin, initargs=(self._claims,))
            self._drawn = [self._pool.submit(_help, reading, folder, language) for _ in range(count)]

    def write_with(self, drawing: Drawing) -> int:
        """Writes the pages that no helper takes, waits for the others, and tells how many they are together.

        Raises what a helper has raised, and StoreError where one was killed.
        """
        pages = _write(drawing, self._folder, self._claims, end=1)
        try:
            return pages + sum(future.result() for future in self._drawn)
        except BrokenProcessPool:
            raise StoreError(
                "a process that drew pages was killed; try again, with --workers 1 for less memory"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._claims.close()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


_claims: Claims | None = None
"""In a helper: the chunks that are taken, which only a process that starts can be given."""


def _begin(claims: Claims) -> None:
    global _claims
    prepare(None)
    _claims = claims


def _help(reading: Reading, folder: Path, language: str) -> int:
    if _claims is None:
        return 0
    return _write(Drawing(gather(reading), language), folder, _claims, end=0)


def _write(drawing: Drawing, folder: Path, claims: Claims, *, end: int) -> int:
    pages = 0
    while (chunk := claims.take(end, drawing.chunks)) is not None:
        pages += drawing.write_chunk(chunk, folder)
    return pages
