"""One run at a time per output: a lock of the kernel's, which a crash frees, with a note of who holds it since when.

The jobs of `--shard` hold it together, each has one for its part, and they take turns to commit:

    lock            a run alone, or all jobs of an array together
    0-of-8.lock     the job of that part
    commit.lock     the job that commits, for as long as it does
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import IO

from extractor.errors import LockedError, UsageError
from extractor.locations import Location, Remote
from extractor.runs.part import Part

LOCK_FILE = "lock"

COMMIT_LOCK = "commit.lock"

_PART_LOCK = re.compile(r"\d+-of-(\d+)\.lock")


class Hold:
    """What the holder of a lock can do with it."""

    def committing(self) -> AbstractContextManager[None]:
        """To be entered for every commit."""
        return nullcontext()

    def alone(self) -> bool:
        """Whether nobody else is at work, nor can begin: superseded files may then be removed."""
        return True


def hold(folder: Location, part: Part | None, *, run_id: str, since: datetime) -> AbstractContextManager[Hold]:
    """The lock for a run, or for the job of `part`. Raises UsageError for such a job with its output in a store."""
    if not isinstance(folder, Remote):
        if part is None:
            return output_lock(folder, run_id=run_id, since=since)
        return part_lock(folder, part, run_id=run_id, since=since)
    if part is not None:
        out = str(folder).rpartition("/")[0]
        raise UsageError(
            "jobs cannot take turns in an object store: name a folder that all machines share, or give each job inputs "
            f"and an OUT of its own, such as {out}-{part.index}, without --shard"
        )
    from extractor.runs.lease import lease

    return lease(folder, run_id=run_id, since=since)


@contextmanager
def output_lock(folder: Path, *, run_id: str, since: datetime) -> Iterator[Hold]:
    """Holds the lock in `folder` (`OUT/_runs`). Raises LockedError, with holder and time, when another run has it."""
    folder.mkdir(parents=True, exist_ok=True)
    # Not inherited by workers (close-on-exec): one that outlives a killed run must not keep the output locked.
    with (folder / LOCK_FILE).open("a+", encoding="utf-8") as file:
        _take(file, fcntl.LOCK_EX, folder)
        with _noted(file, run_id, since):
            yield Hold()


@contextmanager
def part_lock(folder: Path, part: Part, *, run_id: str, since: datetime) -> Iterator[Hold]:
    """Holds the lock in `folder` with the other jobs of the array, and the one of `part` alone.

    Raises LockedError when a run of its own, the same part, or a job of another division is at work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        shared = stack.enter_context((folder / LOCK_FILE).open("a+", encoding="utf-8"))
        _take(shared, fcntl.LOCK_SH, folder)
        with commit_lock(folder):  # so that two divisions cannot look at the same time
            path = folder / f"{part.index}-of-{part.count}.lock"
            own = stack.enter_context(path.open("a+", encoding="utf-8"))
            _take(own, fcntl.LOCK_EX, folder)
            for other in folder.glob("*-of-*.lock"):
                division = _PART_LOCK.fullmatch(other.name)
                if division and int(division[1]) != part.count:
                    with other.open("a+", encoding="utf-8") as file:
                        _take(file, fcntl.LOCK_EX, folder)
        with _noted(own, run_id, since):
            yield PartLock(folder, shared)


class PartLock(Hold):
    """What the job of a part can do with its locks."""

    def __init__(self, folder: Path, shared: IO[str]) -> None:
        self.folder = folder
        self._shared = shared

    def committing(self) -> AbstractContextManager[None]:
        """Waits until no other job commits, and has them wait."""
        return commit_lock(self.folder)

    def alone(self) -> bool:
        """Whether this is the last job; none can begin from then on."""
        try:
            fcntl.flock(self._shared, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def commit_lock(folder: Path) -> Iterator[None]:
    """Waits until no other job commits, and has them wait."""
    with (folder / COMMIT_LOCK).open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _take(file: IO[str], kind: int, folder: Path) -> None:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockedError(f"{folder.parent} is being written by {_holder(folder)}; wait until it ends") from None


@contextmanager
def _noted(file: IO[str], run_id: str, since: datetime) -> Iterator[None]:
    file.truncate(0)
    json.dump({"run_id": run_id, "pid": os.getpid(), "host": socket.gethostname(), "since": since.isoformat()}, file)
    file.flush()
    try:
        yield
    finally:
        file.truncate(0)


def _holder(folder: Path) -> str:
    notes = (
        path.read_text(encoding="utf-8", errors="replace")
        for path in (folder / LOCK_FILE, *sorted(folder.glob("*-of-*.lock")))
    )
    text = next((note for note in notes if note.endswith("}")), None)  # else the holder is just writing it
    if text is None:
        return "another run"
    try:
        note = json.loads(text)
        return f"run {note['run_id']} (process {note['pid']} on {note['host']}) since {note['since']}"
    except (ValueError, TypeError, KeyError):
        return "another run"
