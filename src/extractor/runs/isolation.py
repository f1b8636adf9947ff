"""Reading what may be poisonous (a web page) in a process of its own, so that it cannot take the run with it."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from extractor.errors import ArticleError
from extractor.runs.processes import context, end, prepare

Result = TypeVar("Result")


class Isolated(Generic[Result]):
    """Calls `function(data)` in another process, which starts with the first call and serves all.

    The call raises what the function raises as ArticleError, and ArticleError `timeout` (after `timeout` seconds),
    `memory` or `crashed` when the process has to be given up; the next call then starts a new one.
    """

    def __init__(
        self, function: Callable[[bytes], Result], *, timeout: float | None = None, memory_limit: int | None = None
    ) -> None:
        self.function = function
        self.timeout = timeout
        self.memory_limit = memory_limit
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __call__(self, data: bytes) -> Result:
        if self._connection is None:
            self._start()
        connection = self._connection
        assert connection is not None  # noqa: S101 - for the type checker
        try:
            connection.send(data)
            if not connection.poll(self.timeout):
                self.close()
                raise ArticleError("timeout", f"took longer than {self.timeout:g} seconds to read")
            answer = connection.recv()
        except (EOFError, OSError):
            self.close()
            raise ArticleError("crashed", "the process that read it died") from None
        if isinstance(answer, ArticleError):
            raise answer
        result: Result = answer
        return result

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None and self._connection is not None:
            end(self._process, self._connection)
        self._process = self._connection = None

    def _start(self) -> None:
        processes = context()
        self._connection, theirs = processes.Pipe()
        self._process = processes.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self.function, self.memory_limit), name="extractor-reader", daemon=True
        )
        self._process.start()
        theirs.close()


def _serve(connection: Connection, function: Callable[[bytes], object], memory_limit: int | None) -> None:
    prepare(memory_limit)
    while True:
        try:
            data = connection.recv()
        except EOFError:
            return
        try:
            answer = function(data)
        except ArticleError as error:
            answer = error
        except MemoryError:
            answer = ArticleError("memory", "needs more memory to read than memory_limit allows")
        except Exception as error:
            answer = ArticleError("unreadable", f"{type(error).__name__}: {error}"[:300])
        connection.send(answer)
