"""One run at a time where no kernel can lock: a lease, kept as a table of its own beside the others.

Who has it is its only row. It is taken and renewed by commits that fail when anybody else has committed in between,
which Delta gets from the store (a `put` on condition). A run that was killed leaves its lease to run out.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from extractor.errors import LockedError, StoreError
from extractor.locations import Location
from extractor.runs.lock import Hold

TABLE = "lease"

SECONDS = 300.0
"""How long a lease holds without being renewed: what a killed run has the next one wait."""

RENEWED_EVERY = 60.0

SCHEMA = pa.schema(
    [
        ("run_id", pa.string()),
        ("host", pa.string()),
        ("pid", pa.int64()),
        ("since", pa.string()),
        ("until", pa.timestamp("us", tz="UTC")),
    ]
)


@contextmanager
def lease(folder: Location, *, run_id: str, since: datetime, seconds: float = SECONDS) -> Iterator[Hold]:
    """Holds the lease in `folder` (`OUT/_runs`), renewed as long as this process lives.

    Raises LockedError, with holder and time, when another run has it, and StoreError when the store cannot be reached.
    """
    held = Lease(str(folder / TABLE), run_id, since, timedelta(seconds=seconds))
    held.take()
    renewing = threading.Thread(target=held.keep, args=(min(RENEWED_EVERY, seconds / 5),), daemon=True)
    renewing.start()
    try:
        yield held
    finally:
        held.ended.set()
        renewing.join()
        held.give_back()


@dataclass(frozen=True, slots=True)
class _State:
    table: DeltaTable
    holder: dict[str, object] | None


class Lease(Hold):
    """The lease of one run. `take` it, `keep` it in a thread, `give_back` in the end."""

    def __init__(self, table: str, run_id: str, since: datetime, length: timedelta) -> None:
        self.table = table
        self.length = length
        self.row: dict[str, object] = {
            "run_id": run_id,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": since.isoformat(),
        }
        self.until = datetime.now(UTC)
        self.ended = threading.Event()

    def committing(self) -> AbstractContextManager[None]:
        """Raises StoreError where the lease has run out: another run may have begun."""
        if datetime.now(UTC) >= self.until:
            raise StoreError(
                "the lease of the output ran out, as the object store could not be reached; run again, nothing is lost"
            )
        return nullcontext()

    def take(self) -> None:
        """Makes this run the holder. Raises LockedError when another is."""
        try:
            state = self._state()
            holder = state.holder
            if holder is not None and holder["until"] > datetime.now(UTC):  # type: ignore[operator]
                raise LockedError(
                    f"{self.table.removesuffix(f'/_runs/{TABLE}')} is being written by run {holder['run_id']} (process "
                    f"{holder['pid']} on {holder['host']}) since {holder['since']}; wait until it ends, or, if it was "
                    f"killed, until its lease runs out at {holder['until']:%H:%M:%S} UTC"
                )
            self._renew(state.table)
        except CommitFailedError:
            raise LockedError(f"another run has just begun to write beside {self.table}; wait until it ends") from None
        except (DeltaError, OSError) as error:
            raise StoreError(f"cannot reach {self.table}: {' '.join(str(error).split())[:300]}") from error

    def keep(self, every: float) -> None:
        """Renews the lease until it is given back; where that fails, tries again until it has run out."""
        while not self.ended.wait(every):
            try:
                state = self._state()
                if state.holder is None or state.holder["run_id"] != self.row["run_id"]:
                    self.until = datetime.now(UTC)
                    return
                self._renew(state.table)
            except (DeltaError, OSError):
                continue

    def give_back(self) -> None:
        """Leaves no holder behind, nor the files of earlier ones. Another's lease is left alone."""
        try:
            state = self._state()
            if state.holder is not None and state.holder["run_id"] == self.row["run_id"]:
                _commit(state.table, [])
                table = DeltaTable(self.table)
                table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
        except (DeltaError, OSError):
            return  # it runs out by itself

    def _state(self) -> _State:
        if not DeltaTable.is_deltatable(self.table):
            try:
                DeltaTable.create(self.table, schema=SCHEMA)
            except DeltaError:
                time.sleep(1)  # another run has just created it
        table = DeltaTable(self.table)
        rows = table.to_pyarrow_table().to_pylist()
        return _State(table, rows[0] if rows else None)

    def _renew(self, table: DeltaTable) -> None:
        until = datetime.now(UTC) + self.length
        _commit(table, [{**self.row, "until": until}])
        self.until = until


def _commit(table: DeltaTable, rows: list[dict[str, object]]) -> None:
    """Replaces the row, unless anybody has committed since `table` was opened: then raises CommitFailedError."""
    write_deltalake(
        table,
        pa.Table.from_pylist(rows, schema=SCHEMA),
        mode="overwrite",
        commit_properties=CommitProperties(max_commit_retries=0),
    )
