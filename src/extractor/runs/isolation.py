"""Reading what may be poisonous (pages, Parquet) in a process of its own, so that it cannot take the run with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from extractor.articles.article import Article, Refusal
from extractor.articles.reading import Reading, read_articles
from extractor.articles.sources import InputFile
from extractor.errors import ArticleError
from extractor.runs.processes import Served, prepare

Result = TypeVar("Result")

AT_ONCE = 16
"""Articles that come through the pipe together."""


class IsolatedCall(Generic[Result]):
    """Calls `function(data)` in another process, which serves all calls.

    The call raises what the function raises as ArticleError, and ArticleError `timeout` (after `timeout` seconds),
    `memory` or `crashed` when the process has to be given up; the next call then starts a new one.
    """

    def __init__(
        self, function: Callable[[bytes], Result], *, timeout: float | None = None, memory_limit: int | None = None
    ) -> None:
        self.timeout = timeout
        self.served = Served(_serve_calls, function, memory_limit)

    def __call__(self, data: bytes) -> Result:
        with _Watched(self.served):
            self.served.connection.send(data)
            answer = _receive(self.served, self.timeout)
        if isinstance(answer, ArticleError):
            raise answer
        result: Result = answer  # type: ignore[assignment]
        return result

    def close(self) -> None:
        """Ends the process."""
        self.served.close()


class IsolatedReader:
    """Reads files in another process and hands on their articles as they come.

    Raises ArticleError `timeout` when none comes for `timeout` seconds, and `crashed` when the process dies.
    """

    def __init__(self, *, timeout: float | None = None, memory_limit: int | None = None) -> None:
        self.timeout = timeout
        self.served = Served(_serve_files, memory_limit)

    def __call__(self, file: InputFile, reading: Reading) -> Iterator[Article | Refusal]:
        finished = False
        try:
            with _Watched(self.served):
                self.served.connection.send((file, Reading(reading.columns, reading.max_characters)))
            while True:
                with _Watched(self.served):
                    items = _receive(self.served, self.timeout)
                if isinstance(items, ArticleError):
                    raise items
                if items is None:
                    finished = True
                    return
                yield from items  # type: ignore[misc]
        finally:
            if not finished:
                self.served.close()  # it may still be sending what nobody wants any more

    def close(self) -> None:
        """Ends the process."""
        self.served.close()


class _Watched:
    """Turns the end of the other process into ArticleError `crashed`."""

    def __init__(self, served: Served) -> None:
        self.served = served

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (EOFError, OSError)):
            self.served.close()
            raise ArticleError("crashed", "the process that read it died") from None


def _receive(served: Served, timeout: float | None) -> object:
    if not _has_answer(served, timeout):
        served.close()
        raise ArticleError("timeout", f"took longer than {timeout:g} seconds to read")
    return served.connection.recv()


def _has_answer(served: Served, timeout: float | None) -> bool:
    """Waits `timeout` seconds at most for something to come, be it the end of the process."""
    return served.connection.poll(timeout)


def _serve_calls(connection: Connection, function: Callable[[Any], object], memory_limit: int | None) -> None:
    prepare(memory_limit)
    while (data := _next(connection)) is not None:
        connection.send(_shielded(lambda: function(data)))


def _serve_files(connection: Connection, memory_limit: int | None) -> None:
    prepare(memory_limit)
    while (task := _next(connection)) is not None:
        items = read_articles(*task)
        while True:
            answer = _shielded(lambda: list(islice(items, AT_ONCE)))  # noqa: B023 - called before the next round
            connection.send(answer or None)
            if not answer or isinstance(answer, ArticleError):
                break


def _next(connection: Connection) -> Any:
    try:
        return connection.recv()
    except EOFError:
        return None


def _shielded(function: Callable[[], object]) -> object:
    """What `function` gives, or the ArticleError that stands for what it raises."""
    try:
        return function()
    except ArticleError as error:
        return error
    except MemoryError:
        return ArticleError("memory", "needs more memory to read than memory_limit allows")
    except Exception as error:
        return ArticleError("unreadable", f"{type(error).__name__}: {error}"[:300])
