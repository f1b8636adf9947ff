"""Processes of our own: how they start, what they may use, and that they end with the run."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from extractor.runs.spared import spare_pandas

PRELOADED = ["extractor.runs.local", "extractor.analysis.pipeline"]
"""Modules that every worker of the usual pipeline needs."""

_FOLLOWER = "extractor-follower"


def context(preloaded: Sequence[str] = ()) -> BaseContext:
    """Forked from a server that has imported `preloaded`, where there is such a thing: starts are quick and clean."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        forkserver = multiprocessing.get_context("forkserver")
        forkserver.set_forkserver_preload(list(preloaded))
        return forkserver
    return multiprocessing.get_context("spawn")


class single_threaded:
    """One thread a worker for the matrix products: more of them only fight for the cores."""

    NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in self.NAMES}
        os.environ.update(dict.fromkeys(self.NAMES, "1"))

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def end(process: BaseProcess, connection: Connection) -> None:
    """Ends a process at once, whatever it is doing."""
    connection.close()
    process.kill()
    process.join()
    process.close()


class Served:
    """A process that runs `serve(connection, *arguments)`, started with the first use and again after it was ended."""

    def __init__(self, serve: Callable[..., None], *arguments: object) -> None:
        self.serve = serve
        self.arguments = arguments
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """Our end of the pipe."""
        if self._connection is None:
            processes = context()
            self._connection, theirs = processes.Pipe()
            self._process = processes.Process(  # type: ignore[attr-defined]
                target=self.serve, args=(theirs, *self.arguments), name="extractor-reader", daemon=True
            )
            self._process.start()
            theirs.close()  # so that the pipe breaks when the process dies
        return self._connection

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None and self._connection is not None:
            end(self._process, self._connection)
        self._process = self._connection = None


def prepare(memory_limit: int | None) -> None:
    """In the new process: it ends with the run, not with Ctrl-C, and takes no more than `memory_limit` bytes."""
    # Ctrl-C reaches the whole group of processes; the run decides what ends when.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _follow_the_run()
    spare_pandas()
    if sys.platform == "linux":
        # The parent is the fork server, which may die alone; the run itself is followed above.
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if memory_limit is not None:
        # What the process writes to, not what it maps: libraries reserve address space that they never use.
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        resource.setrlimit(kind, (memory_limit, memory_limit))


def _follow_the_run() -> None:
    """Have this process killed when the run ends, also while it hangs: a thread waits for the run's end of the pipe.

    The fork server does not see to that: every process that it starts holds the pipe that would tell it.
    """
    run = multiprocessing.parent_process()
    if run is None or any(thread.name == _FOLLOWER for thread in threading.enumerate()):
        return

    def follow() -> None:
        wait([run.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=follow, name=_FOLLOWER, daemon=True).start()
