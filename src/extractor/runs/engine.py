"""What all engines share: shards in, results out in the same order, and what a loss costs.

A worker that dies, hangs or runs out of memory costs the shard in its hands, which is done again article by article;
the article that does it again is set aside, and all others are whole. Results come in the order of the shards, so that
the rows are written in the same order whatever the number of workers, and wherever they are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from extractor.runs.shards import Shard, ShardResult, refusal

SHARDS_AHEAD = 4
"""Shards read ahead for each worker: results wait for those before them, and nobody waits for the reader."""

ATTEMPTS = 2
"""How often a lone article may cost a worker its life: the first time may have been somebody's `kill`."""

LOST_MACHINES = 3
"""How often a shard may be done again because a machine went; then the shard is looked at as the cause."""

TICK = 0.2
"""Seconds after which the supervisor looks up, though nothing came."""

MAX_FAILED_STARTS = 3
"""Workers that die one after the other before they are ready: then it is no article's fault."""


@dataclass(slots=True)
class Job:
    """A shard on its way, or the parts that it was cut into after a failure."""

    shard: Shard
    attempts: int = 0
    machines_lost: int = 0
    result: ShardResult | None = None
    parts: list[Job] = field(default_factory=list)

    def finished(self) -> ShardResult | None:
        """The result, when it is there in full."""
        if not self.parts:
            return self.result
        results = [part.finished() for part in self.parts]
        if any(result is None for result in results):
            return None
        whole = ShardResult()
        for result in results:
            if result is not None:
                whole.merge(result)
        return whole


class Engine(ABC):
    """Processes shards, several at a time. Use it as a context, or close it."""

    @property
    @abstractmethod
    def slots(self) -> int:
        """Shards that are worked on at the same time."""

    @abstractmethod
    def supervise(self, queue: deque[Job], patience: float) -> None:
        """Hands out work from `queue`, then takes in what comes within `patience` seconds."""

    @abstractmethod
    def close(self) -> None:
        """Ends all workers, whatever they are doing."""

    def outcomes(
        self, shards: Iterable[Shard | None], stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Shard, ShardResult]]:
        """The shards with their results, in their order. A None among the shards says that none is ready just now.

        Ends early once `stopped()` says so; what is in the workers' hands is then dropped.
        """
        source = iter(shards)
        exhausted = False
        order: deque[Job] = deque()
        queue: deque[Job] = deque()
        try:
            while not stopped():
                ahead = self.slots * SHARDS_AHEAD
                if not exhausted and len(order) < ahead:
                    shard = next(source, _END)
                    if isinstance(shard, Shard):
                        job = Job(shard)
                        order.append(job)
                        if shard.articles:
                            queue.append(job)
                        else:
                            job.result = ShardResult()
                    exhausted = shard is _END
                full = exhausted or len(order) >= ahead
                self.supervise(queue, TICK if full and order else 0.0)
                while order and (result := order[0].finished()) is not None:
                    yield order.popleft().shard, result
                if exhausted and not order:
                    return
        finally:
            self.close()

    def redo(self, job: Job, queue: deque[Job], reason: str, detail: str) -> None:
        """The worker on `job` is gone: its shard is cut up and queued again, or its lone article given up."""
        if len(job.shard.articles) > 1:
            job.parts = [Job(Shard((article,))) for article in job.shard.articles]
            queue.extendleft(reversed(job.parts))
        elif reason != "timeout" and job.attempts < ATTEMPTS:
            queue.appendleft(job)
        else:
            job.result = ShardResult(refusals=[refusal(job.shard.articles[0], reason, detail)])

    def redo_elsewhere(self, job: Job, queue: deque[Job], detail: str) -> None:
        """The machine that worked on `job` is gone, which is no article's fault: the shard is queued again as it is."""
        job.machines_lost += 1
        if job.machines_lost > LOST_MACHINES:
            self.redo(job, queue, "crashed", detail)
            return
        job.attempts -= 1
        queue.appendleft(job)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_END = object()
