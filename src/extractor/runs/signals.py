"""Ctrl-C and SIGTERM end a run at the next good moment: what is done is committed, what is in hand is dropped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

Item = TypeVar("Item")


class _Interrupted(BaseException):
    """Ends the wait for an input."""


class Stop:
    """While entered, notes the first SIGINT or SIGTERM; a second one has its usual effect.

    Does nothing outside the main thread, where Python takes no signals.
    """

    SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.signal: int | None = None
        self._before: dict[int, Any] = {}
        self._waiting = False

    def requested(self) -> bool:
        """Whether the run is to end."""
        return self.signal is not None

    def while_waiting(self, items: Iterable[Item]) -> Iterator[Item]:
        """`items` until a signal comes, also one that comes while the next of them is waited for.

        An input that sends nothing, such as a pipe that nobody writes to, would be waited for without end otherwise.
        What gives the items must be of a kind that may be broken off anywhere: it reads, and writes nothing.
        """
        iterator = iter(items)
        while not self.requested():
            try:
                self._waiting = True
                item = next(iterator, _END)
                self._waiting = False
            except _Interrupted:
                return
            if item is _END:
                return
            yield item  # type: ignore[misc]

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._note) for number in self.SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._put_back()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.signal = number
        self._put_back()
        if self._waiting:
            self._waiting = False
            raise _Interrupted

    def _put_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}


_END = object()
