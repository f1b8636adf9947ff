"""The engine for one machine: worker processes, each with a pipe of its own, under a supervisor."""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from extractor.errors import ExtractorError
from extractor.runs.deaths import OUT_OF_MEMORY, Kills, cause, memory_held
from extractor.runs.engine import MAX_FAILED_STARTS, Engine, Job
from extractor.runs.processes import PRELOADED, context, end, prepare, single_threaded
from extractor.runs.shards import PIPELINE, Recipe, Shard, ShardResult, pipeline, process


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    ready: bool = False
    job: Job | None = None
    deadline: float | None = None
    held: int = 0
    """Bytes that it was seen to hold at most."""


class LocalEngine(Engine):
    """Processes shards in `workers` processes; with 0, in this one, without any of the limits.

    `timeout_per_article` is in seconds, `memory_limit` in bytes of one worker; None is no limit.
    """

    def __init__(
        self,
        recipe: Recipe,
        *,
        workers: int,
        timeout_per_article: float | None = None,
        memory_limit: int | None = None,
    ) -> None:
        self.recipe = recipe
        self.workers = workers
        self.timeout = timeout_per_article
        self.memory_limit = memory_limit
        self._context = context(PRELOADED if recipe.pipeline == PIPELINE else ())
        self._workers: list[_Worker] = []
        self._failed_starts = 0
        self._kills = Kills()

    def outcomes(
        self, shards: Iterable[Shard | None], stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Shard, ShardResult]]:
        """As every engine; without workers one after the other, in this process."""
        return super().outcomes(shards, stopped) if self.workers else self._in_process(shards, stopped)

    @property
    def slots(self) -> int:
        """One a worker."""
        return self.workers

    def close(self) -> None:
        """Ends all workers, whatever they are doing."""
        for worker in self._workers:
            end(worker.process, worker.connection)
        self._workers.clear()

    def _in_process(
        self, shards: Iterable[Shard | None], stopped: Callable[[], bool]
    ) -> Iterator[tuple[Shard, ShardResult]]:
        for shard in shards:
            if stopped():
                return
            if shard is not None:
                yield shard, process(shard, self.recipe) if shard.articles else ShardResult()

    def supervise(self, queue: deque[Job], patience: float) -> None:
        """Hands out work, then takes in what comes within `patience` seconds."""
        for worker in self._workers:
            if worker.ready and worker.job is None and queue:
                self._hand_over(worker, queue.popleft())
        # Workers are started as there is work for them: a night with three new articles needs one.
        starting = sum(not worker.ready for worker in self._workers)
        if len(queue) > starting and len(self._workers) < self.workers:
            self._workers.append(self._start())
        if not self._workers:
            return
        if self.memory_limit is not None:
            for worker in self._workers:
                worker.held = max(worker.held, memory_held(worker.process.pid))
        by_connection = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(by_connection), patience):
            self._take_in(by_connection[connection], queue)  # type: ignore[index]
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.deadline is not None and now > worker.deadline:
                self._lost(worker, queue, "timeout", f"took longer than {self.timeout:g} seconds")

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        worker = self._context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self.recipe, self.memory_limit), name="extractor-worker", daemon=True
        )
        with single_threaded():
            worker.start()
        theirs.close()  # so that the pipe breaks when the worker dies
        return _Worker(worker, ours)

    def _hand_over(self, worker: _Worker, job: Job) -> None:
        job.attempts += 1
        worker.job = job
        worker.deadline = time.monotonic() + self.timeout if self.timeout else None
        with contextlib.suppress(OSError):  # it has just died, which `_take_in` sees as the end of its pipe
            worker.connection.send(job.shard)

    def _take_in(self, worker: _Worker, queue: deque[Job]) -> None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(timeout=5)
            why = cause(
                worker.process.exitcode, killed=self._kills.happened(), held=worker.held, limit=self.memory_limit
            )
            self._lost(worker, queue, *why)
            return
        if isinstance(message, ExtractorError):
            raise message
        if isinstance(message, ShardResult) and worker.job is not None:
            worker.job.result = message
            worker.job = worker.deadline = None
            # After an article that ran out of memory nobody knows what is left of the process.
            if any(refused.reason == "memory" for refused in message.refusals):
                self._dismiss(worker)
        else:
            worker.ready = True
            self._failed_starts = 0

    def _lost(self, worker: _Worker, queue: deque[Job], reason: str, detail: str) -> None:
        """A worker is gone, or has to go: its shard is cut up and queued again, or its lone article given up."""
        job = worker.job
        self._dismiss(worker)
        if job is None:
            if not worker.ready:
                self._failed_starts += 1
                if self._failed_starts >= MAX_FAILED_STARTS:
                    raise ExtractorError(f"no worker could be started: {detail}; try --workers 0 to see why")
            return
        self.redo(job, queue, reason, detail)

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        end(worker.process, worker.connection)


def _serve(connection: Connection, recipe: Recipe, memory_limit: int | None) -> None:
    """The life of a worker: load the pipeline, then shard in, result out, until the pipe ends."""
    try:
        _work(connection, recipe, memory_limit)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # anything else would need memory


def _work(connection: Connection, recipe: Recipe, memory_limit: int | None) -> None:
    prepare(None)
    try:
        pipeline(recipe.pipeline, recipe.model, recipe.knowledge)
    except ExtractorError as error:
        connection.send(error)
        return
    except Exception as error:
        connection.send(ExtractorError(f"the pipeline cannot be loaded: {type(error).__name__}: {error}"))
        return
    prepare(memory_limit)  # what loading takes for a moment does not count
    connection.send("ready")
    while True:
        try:
            shard = connection.recv()
        except EOFError:
            return
        connection.send(process(shard, recipe))
