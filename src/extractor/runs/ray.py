"""The engine for many machines: Ray actors, each with the pipeline loaded once, that process the same shards.

An actor that dies costs its shard as a local worker does. A machine that goes is no article's fault: what its actors
had in hand is done again elsewhere, as it was. Every machine needs the same version, model and knowledge.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError, UsageError
from extractor.runs.engine import MAX_FAILED_STARTS, Engine, Job
from extractor.runs.shards import Recipe, Shard, ShardResult, pipeline, process
from extractor.settings import ingredients

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALL = "pip install 'extractor[ray]'"

REACH_SECONDS = 10.0
"""How long an address may take to answer."""

START_SECONDS = 600.0
"""How long the first actor may take: a cluster that grows by itself needs minutes for a machine."""

SIZE_SECONDS = 10.0
"""How often the size of the cluster is looked up."""


@dataclass(slots=True)
class _Actor:
    handle: Any
    pending: Any
    """The reference of what it is doing; None when it does nothing."""
    machine: str | None = None
    """Ray's id of the machine, once the pipeline is loaded there."""
    job: Job | None = None
    deadline: float | None = None


class RayEngine(Engine):
    """Processes shards in `workers` actors (by default one a core of the cluster) of the cluster at `address`.

    Without an address it takes the one of `RAY_ADDRESS` or of this machine, or starts one here. `timeout_per_article`
    is in seconds, `memory_limit` in bytes of one worker. Raises UsageError when Ray is not installed, ExtractorError
    when the cluster cannot be reached or a machine of it has another version, model or knowledge.
    """

    def __init__(
        self,
        recipe: Recipe,
        *,
        address: str | None = None,
        workers: int | None = None,
        timeout_per_article: float | None = None,
        memory_limit: int | None = None,
    ) -> None:
        self.recipe = recipe
        self.workers = workers
        self.timeout = timeout_per_article
        self.memory_limit = memory_limit
        self._ingredients = ingredients(recipe.model, Path(recipe.knowledge) if recipe.knowledge else None)
        self._actors: list[_Actor] = []
        self._failed_starts = 0
        self._started = False
        self._waiting_since: float | None = None
        self._size = (0, -SIZE_SECONDS)
        self.ray = _installed()
        self._connected_here = not self.ray.is_initialized()
        if self._connected_here:
            _connect(self.ray, address)

    @property
    def slots(self) -> int:
        """One an actor: as many as were asked for, or as the cluster has cores now."""
        if self.workers is not None:
            return self.workers
        size, looked_up = self._size
        if time.monotonic() - looked_up >= SIZE_SECONDS:
            size = max(1, int(self.ray.cluster_resources().get("CPU", 0)))
            self._size = (size, time.monotonic())
        return size

    def supervise(self, queue: deque[Job], patience: float) -> None:
        """Hands out work, then takes in what comes within `patience` seconds."""
        for actor in self._actors:
            if actor.pending is None and queue:
                self._hand_over(actor, queue.popleft())
        starting = sum(actor.machine is None for actor in self._actors)
        for _ in range(min(len(queue) - starting, self.slots - len(self._actors))):
            self._actors.append(self._start())
        by_reference = {actor.pending: actor for actor in self._actors if actor.pending is not None}
        if not by_reference:
            return
        references = list(by_reference)
        if self.ray.wait(references, num_returns=1, timeout=patience)[0]:
            for reference in self.ray.wait(references, num_returns=len(references), timeout=0)[0]:
                self._take_in(by_reference[reference], queue)
        now = time.monotonic()
        for actor in list(self._actors):
            if actor.deadline is not None and now > actor.deadline:
                self._lost(actor, queue, "timeout", f"took longer than {self.timeout:g} seconds")
        self._check_start(now)

    def close(self) -> None:
        """Ends all actors, whatever they are doing."""
        for actor in self._actors:
            self.ray.kill(actor.handle)
        self._actors.clear()

    def disconnect(self) -> None:
        """Ends all actors and leaves the cluster, where this engine has joined it."""
        self.close()
        if self._connected_here:
            self.ray.shutdown()

    def __exit__(self, *_: object) -> None:
        self.disconnect()

    def _start(self) -> _Actor:
        # Ray does not start an actor again: the supervisor does, who knows what it had in hand.
        remote = self.ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Worker)
        handle = remote.remote(self.recipe, self.memory_limit)
        if self._waiting_since is None:
            self._waiting_since = time.monotonic()
        return _Actor(handle, handle.start.remote(self._ingredients))

    def _hand_over(self, actor: _Actor, job: Job) -> None:
        job.attempts += 1
        actor.job = job
        actor.pending = actor.handle.process.remote(job.shard)
        actor.deadline = time.monotonic() + self.timeout if self.timeout else None

    def _take_in(self, actor: _Actor, queue: deque[Job]) -> None:
        errors = self.ray.exceptions
        try:
            answer = self.ray.get(actor.pending)
        except (errors.ActorUnavailableError, errors.ObjectLostError, errors.NodeDiedError) as error:
            self._lost(actor, queue, None, _first_line(error))
        except errors.RayActorError as error:
            gone = actor.machine is not None and not self._alive(actor.machine)
            self._lost(actor, queue, None if gone else "crashed", f"the actor died: {_first_line(error)}")
        except errors.RayTaskError as error:
            raise ExtractorError(f"a Ray worker cannot do its work: {_last_line(error)}") from None
        else:
            if isinstance(answer, ExtractorError):
                raise answer
            actor.pending = actor.deadline = None
            if isinstance(answer, ShardResult) and actor.job is not None:
                actor.job.result, actor.job = answer, None
                # After an article that ran out of memory nobody knows what is left of the process.
                if any(refused.reason == "memory" for refused in answer.refusals):
                    self._dismiss(actor)
            else:
                actor.machine = str(answer)
                self._started, self._failed_starts = True, 0

    def _lost(self, actor: _Actor, queue: deque[Job], reason: str | None, detail: str) -> None:
        """An actor is gone, or has to go; without a reason it was its machine that went."""
        self._dismiss(actor)
        self._size = (0, -SIZE_SECONDS)
        if actor.job is None:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS and not self._started:
                raise ExtractorError(f"no Ray worker could be started: {detail}; try --engine local to see why")
        elif reason is None:
            self.redo_elsewhere(actor.job, queue, detail)
        else:
            self.redo(actor.job, queue, reason, detail)

    def _dismiss(self, actor: _Actor) -> None:
        self._actors.remove(actor)
        self.ray.kill(actor.handle)

    def _alive(self, machine: str) -> bool:
        return any(node["NodeID"] == machine and node["Alive"] for node in self.ray.nodes())

    def _check_start(self, now: float) -> None:
        if not self._started and self._waiting_since is not None and now - self._waiting_since > START_SECONDS:
            free = self.ray.available_resources().get("CPU", 0)
            raise ExtractorError(
                f"no Ray worker started within {START_SECONDS:.0f} seconds: {free:g} cores of the cluster are free; "
                "free some, or add machines"
            )


class _Worker:
    """The life of an actor: load the pipeline, then shard in, result out."""

    def __init__(self, recipe: Recipe, memory_limit: int | None) -> None:
        self.recipe = recipe
        self.memory_limit = memory_limit

    def start(self, expected: tuple[str, ...]) -> str | ExtractorError:
        """Loads the pipeline and gives Ray's id of the machine, or an error where the machine cannot do the work."""
        import ray

        knowledge = self.recipe.knowledge
        try:
            found = ingredients(self.recipe.model, Path(knowledge) if knowledge else None)
            if found != expected:
                differ = ", ".join(ours for ours, theirs in zip(found, expected, strict=True) if ours != theirs)
                return ExtractorError(
                    f"the machine {socket.gethostname()} would give other results: it has {differ}; "
                    "install the same version, model and knowledge on all machines of the cluster"
                )
            pipeline(self.recipe.pipeline, self.recipe.model, knowledge)
        except ExtractorError as error:
            return ExtractorError(f"the machine {socket.gethostname()} cannot do the work: {error}")
        except Exception as error:
            return ExtractorError(f"the pipeline cannot be loaded: {type(error).__name__}: {error}")
        if self.memory_limit is not None:
            kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
            resource.setrlimit(kind, (self.memory_limit, self.memory_limit))
        return str(ray.get_runtime_context().get_node_id())

    def process(self, shard: Shard) -> ShardResult:
        """The rows of `shard`."""
        return process(shard, self.recipe)


def _installed() -> Any:
    """Ray, which is imported only here. Raises UsageError where it is not installed."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing about the use leaves the machine
    try:
        import ray
        import ray.exceptions
    except ImportError:
        raise UsageError(f"--engine ray needs Ray, which is not installed: {INSTALL}") from None
    return ray


def _connect(ray: Any, address: str | None) -> None:
    if address is not None and address not in ("auto", "local"):
        _probe(address)
    try:
        with _own_signals():
            ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError, ImportError, OSError) as error:
        where = f"at {address}" if address else "of this machine"
        raise ExtractorError(
            f"the Ray cluster {where} cannot be reached: {_first_line(error)}; start one with `ray start --head`, "
            "or name another --address"
        ) from None


def _probe(address: str) -> None:
    """Whether anybody listens there: Ray itself would try for minutes. Raises UsageError and ExtractorError."""
    host, colon, port = address.rpartition("://")[2].partition("/")[0].rpartition(":")
    if not (colon and host and port.isdigit()):
        raise UsageError(f"--address takes auto, HOST:PORT or ray://HOST:PORT, not {address!r}")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=REACH_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ExtractorError(
            f"the Ray cluster at {address} cannot be reached: {error}; start one with `ray start --head`, or name "
            "another --address"
        ) from None


@contextmanager
def _own_signals() -> Iterator[None]:
    """Ray takes SIGTERM for itself: the run keeps its own way to end."""
    ours = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)} if ours else {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _first_line(error: BaseException) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]


def _last_line(error: BaseException) -> str:
    return next((line for line in reversed(str(error).splitlines()) if line.strip()), type(error).__name__)[:300]
