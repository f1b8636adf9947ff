"""One run at a time per output: a lock of the kernel's, which a crash frees, with a note of who holds it since when."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK_FILE = "lock"


@contextmanager
def output_lock(folder: Path, *, run_id: str, since: datetime) -> Iterator[None]:
    """Holds the lock in `folder` (`OUT/_runs`). Raises LockedError, with holder and time, when another run has it."""
    folder.mkdir(parents=True, exist_ok=True)
    # Not inherited by workers (close-on-exec): one that outlives a killed run must not keep the output locked.
    with (folder / LOCK_FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(f"{folder.parent} is being written by {_holder(folder)}; wait until it ends") from None
        file.truncate(0)
        json.dump(
            {"run_id": run_id, "pid": os.getpid(), "host": socket.gethostname(), "since": since.isoformat()}, file
        )
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder(folder: Path) -> str:
    text = (folder / LOCK_FILE).read_text(encoding="utf-8")
    if not text.endswith("}"):  # the holder is just writing it
        return "another run"
    note = json.loads(text)
    return f"run {note['run_id']} (process {note['pid']} on {note['host']}) since {note['since']}"
