"""What a run did: its record under `OUT/_runs`, and the last line that it says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from fnmatch import fnmatch
from functools import cache

from pydantic import TypeAdapter, ValidationError

from extractor.runs.records import Records

ENOUGH = 50
"""Articles from which a run can be compared with another."""

DROP = 0.5
"""Share by which runs may differ."""


@dataclass(slots=True)
class RunReport:
    """Counts and circumstances of one run. `status` is `done`, `stopped` (by a signal) or `failed`."""

    run_id: str
    out: str
    inputs: list[str]
    started_at: datetime
    finished_at: datetime | None = None
    status: str = "done"
    signal: int | None = None
    model: str = ""
    extractor_version: str = ""
    settings_sha256: str = ""
    settings: dict[str, object] = field(default_factory=dict)
    dry_run: bool = False
    error: str | None = None
    """What made the run fail."""
    complete: bool = True
    """Whether all inputs were looked at, without `since` or `limit`."""
    seen: int = 0
    """Inputs that were read, or known to be as they were."""
    unchanged: int = 0
    processed: int = 0
    duplicates: int = 0
    """Articles with the text of another one, which were noted and not processed."""
    pruned: int = 0
    rejected: int = 0
    """Inputs that this run rejected; `still_rejected` were before, and have not changed."""
    still_rejected: int = 0
    left_out: int = 0
    """Articles and files from before `since`."""
    rejected_by_reason: dict[str, int] = field(default_factory=dict)
    why: dict[str, int] = field(default_factory=dict)
    """Why articles were processed: new, text changed, settings changed …"""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows written, by table."""
    words: int = 0
    seconds: float = 0.0
    words_per_second: float = 0.0
    peak_memory: int = 0
    """Bytes that one worker has held at most."""
    peak_memory_main: int = 0
    """Bytes that the run itself has held at most."""
    planned: list[tuple[str, str]] = field(default_factory=list)
    """Of a dry run: the inputs that would be processed or rejected, and why."""
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 done or nothing to do, 1 failed, 3 done with newly rejected inputs, 128 + signal when stopped."""
        if self.signal is not None:
            return 128 + self.signal
        if self.status == "failed":
            return 1
        return 3 if self.rejected else 0

    def summary(self) -> str:
        """One line."""
        status = "dry run" if self.dry_run else self.status
        parts = [f"{self.processed} {'to process' if self.dry_run else 'processed'}", f"{self.unchanged} unchanged"]
        for number, what in ((self.duplicates, "duplicates"), (self.pruned, "pruned"), (self.left_out, "left out")):
            if number:
                parts.append(f"{number} {what}")
        reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(self.rejected_by_reason.items()))
        parts.append(f"{self.rejected} rejected" + (f" ({reasons})" if reasons else ""))
        if self.still_rejected:
            parts.append(f"{self.still_rejected} still rejected")
        speed = f", {self.words_per_second:,.0f} words/s" if self.words else ""
        return f"{status}: {', '.join(parts)} in {self.seconds:.1f} s{speed} → {self.out}"

    def counts(self) -> dict[str, object]:
        """The figures of the summary, for machines."""
        return {
            "run_id": self.run_id,
            "status": self.status,
            "exit_status": self.exit_status,
            "seen": self.seen,
            "processed": self.processed,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "pruned": self.pruned,
            "rejected": self.rejected,
            "still_rejected": self.still_rejected,
            "words": self.words,
            "seconds": round(self.seconds, 1),
            "words_per_second": round(self.words_per_second, 1),
            "peak_memory": self.peak_memory,
        }

    def compare(self, earlier: Iterable[RunReport]) -> None:
        """Warns where this run differs from the ones before it (the oldest first) as no ordinary night does."""
        complete = [report for report in earlier if report.status == "done" and report.complete]
        last = complete[-1] if complete else None
        if last and self.complete and last.seen >= ENOUGH and self.seen < last.seen * (1 - DROP):
            self.warnings.append(f"only {self.seen} inputs, {last.seen} in the run before: is a source missing?")
        ours = self.statements_per_article()
        theirs = next(filter(None, (report.statements_per_article() for report in reversed(complete))), None)
        if ours is not None and theirs and abs(ours - theirs) > DROP * theirs:
            self.warnings.append(
                f"{ours:.1f} statements per article, after {theirs:.1f} in the run before: have the sources, the model "
                "or the knowledge changed?"
            )

    def statements_per_article(self) -> float | None:
        """None where too few articles were processed to tell."""
        return self.rows.get("statements", 0) / self.processed if self.processed >= ENOUGH else None

    def save(self, records: Records) -> None:
        """Writes the record `<run_id>.json`."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str) + "\n"
        records.write(f"{self.run_id}.json", text.encode())


def read_reports(records: Records, *, last: int | None = None) -> list[RunReport]:
    """The records of all runs, or of the `last` ones; the oldest first. Files that are none are left out."""
    return [report for report in _reports(records, last=last).values() if report is not None]


def damaged_reports(records: Records) -> list[str]:
    """The names of the files that are called like records of runs and are none."""
    return [name for name, report in _reports(records).items() if report is None]


def _reports(records: Records, *, last: int | None = None) -> dict[str, RunReport | None]:
    names = [name for name in records.names() if fnmatch(name, "*T*-*.json")]
    texts = {name: records.read(name) for name in (names if last is None else names[-last:])}
    return {name: _read(text) for name, text in texts.items() if text is not None}


def _read(text: bytes) -> RunReport | None:
    """The record in the content of a file; None where it is truncated, or something else."""
    try:
        return _form().validate_json(text)
    except ValidationError:
        return None


@cache
def _form() -> TypeAdapter[RunReport]:
    return TypeAdapter(RunReport)
