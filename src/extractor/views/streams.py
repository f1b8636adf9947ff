"""Standard output and standard error of the command, whatever they lead to: a terminal, a pipe, a full disk or nothing.

What is said on standard error is a courtesy: where it cannot be written, the command goes on. What is written on
standard output is what was asked for: where that fails, `OutputLost` is raised, which no library mistakes for an error
of its own.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TextIO

from extractor.escaping import json_line, one_line

OUT, ERR = 1, 2


class OutputLost(Exception):
    """Standard output took nothing more; `error` tells why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"standard output cannot be written: {error.strerror or error}")
        self.error = error

    @property
    def pipe(self) -> bool:
        """Whether the reader went away, as `head` does when it has seen enough."""
        return isinstance(self.error, BrokenPipeError)


@contextmanager
def standard_streams() -> Iterator[None]:
    """While entered, the streams behave as told above; streams that a program has put in their place are left alone.

    A stream that was closed becomes one that cannot be used: otherwise the next file to be opened, such as one of the
    tables, would take its number, and with it what is written there.
    """
    _open_missing()
    before = sys.stdin, sys.stdout, sys.stderr
    if sys.stdin is None:
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for as long as the process
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(_Answers(OUT, "w", closefd=False), sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(_Courtesy(ERR, "w", closefd=False), sys.stderr, at_once=True)
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


@contextmanager
def beside_the_work() -> Iterator[None]:
    """For what a command prints of work that is done: where it cannot be written, that is said and nothing more."""
    try:
        yield
        sys.stdout.flush()
    except OutputLost as lost:
        say(f"warning: {lost}")


def say(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(one_line(message) + "\n")
    sys.stderr.flush()


def say_json(message: str, **fields: object) -> None:
    """One object of JSON on standard error: the time (UTC), the message and what else there is to tell."""
    instant = datetime.now(UTC).isoformat(timespec="seconds")
    sys.stderr.write(json_line({"time": instant, "message": message, **fields}) + "\n")
    sys.stderr.flush()


def answer(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(one_line(line) + "\n")


class _Answers(io.FileIO):
    """Raises OutputLost where it cannot be written, once; what is left in the buffers then is dropped."""

    lost = False

    def write(self, data: object, /) -> int:
        if self.lost:
            return memoryview(data).nbytes  # type: ignore[arg-type]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            self.lost = True
            raise OutputLost(error) from None


class _Courtesy(io.FileIO):
    """Drops what cannot be written."""

    def write(self, data: object, /) -> int:
        with suppress(OSError):
            # None where a pipe that does not wait is full.
            written: int | None = super().write(data)  # type: ignore[arg-type]
            if written is not None:
                return written
        return memoryview(data).nbytes  # type: ignore[arg-type]


def _text(raw: io.FileIO, before: TextIO | None, *, at_once: bool = False) -> TextIO:
    if before is not None:
        with suppress(OSError):
            before.flush()
    # What the encoding of the terminal does not have is written as an escape, and not refused.
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(before, "encoding", None) or "utf-8",
        errors="backslashreplace",
        line_buffering=at_once or raw.isatty(),
        write_through=at_once,
    )


def _open_missing() -> None:
    """Opens what of 0, 1 and 2 is closed, the wrong way round, so that using it fails."""
    for number in (0, OUT, ERR):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if number == 0 else os.O_RDONLY)  # takes the lowest number that is free
            os.set_inheritable(number, True)
