"""What a run did: its record under `OUT/_runs`, and the last line that it says."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path


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
    seen: int = 0
    """Articles that were read (or known to be as they were)."""
    unchanged: int = 0
    processed: int = 0
    duplicates: int = 0
    rejected: int = 0
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
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 done or nothing to do, 3 done with rejected articles, 128 + signal when stopped."""
        if self.signal is not None:
            return 128 + self.signal
        return 3 if self.rejected else 0

    def summary(self) -> str:
        """One line."""
        parts = [f"{self.processed} processed", f"{self.unchanged} unchanged"]
        if self.duplicates:
            parts.append(f"{self.duplicates} duplicates")
        parts.append(f"{self.rejected} rejected")
        speed = f", {self.words_per_second:,.0f} words/s" if self.words else ""
        return f"{self.status}: {', '.join(parts)} in {self.seconds:.1f} s{speed} → {self.out}"

    def save(self, folder: Path) -> Path:
        """Writes the record `<run_id>.json` and gives its path."""
        path = folder / f"{self.run_id}.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(
            json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8"
        )
        os.replace(temporary, path)
        return path
