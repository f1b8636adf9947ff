"""Why a process died: by want of memory, or by something else.

The kernel says nothing to whom it kills for want of memory; it counts such ends. Native code that is refused memory
mostly aborts; that a limit was near tells that it was for this.
"""

from __future__ import annotations

import signal
from pathlib import Path

OUT_OF_MEMORY = 12
"""Exit status (ENOMEM) of a process of ours that could not even say that it has no memory left."""

NEAR = 0.8
"""Share of its limit from which a process that aborts counts as one that lacked memory."""

_ABORTS = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP)


class Kills:
    """Notices when the kernel has killed for want of memory, in our control group or on the machine."""

    def __init__(self, proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> None:
        self._proc = proc
        self._groups = groups
        self._seen = self._count()

    def happened(self) -> bool:
        """Whether it has since this was asked last, or since the beginning."""
        before, self._seen = self._seen, self._count()
        return self._seen > before

    def _count(self) -> int:
        group = next((line[3:] for line in _lines(self._proc / "self" / "cgroup") if line.startswith("0::")), "/")
        for path in (self._groups / group.strip("/") / "memory.events", self._proc / "vmstat"):
            for line in _lines(path):
                name, _, number = line.partition(" ")
                if name == "oom_kill":
                    return int(number)
        return 0


def cause(exit_code: int | None, *, killed: bool, held: int = 0, limit: int | None = None) -> tuple[str, str]:
    """Reason and detail for a process that died with `exit_code`, a negative number for a signal.

    `killed` is whether the kernel has just killed for want of memory, `held` the bytes that the process held at most
    as far as was seen, `limit` those that it was allowed.
    """
    if exit_code == OUT_OF_MEMORY:
        return "memory", "the article needs more memory than memory_limit allows"
    if exit_code is None or exit_code >= 0:
        return "crashed", f"the process died (exit status {exit_code})"
    name = signal.Signals(-exit_code).name if -exit_code in set(signal.Signals) else f"number {-exit_code}"
    if -exit_code == signal.SIGKILL and killed:
        return "memory", f"the system had no memory left and killed the process ({name})"
    if -exit_code in _ABORTS and limit is not None and held >= NEAR * limit:
        return "memory", f"the process held {held // 2**20} MiB of {limit // 2**20} that memory_limit allows ({name})"
    return "crashed", f"the process died (signal {name})"


def memory_held(process: int | None) -> int:
    """Bytes of the data of a process, which `memory_limit` limits; 0 where this is not told (other than on Linux)."""
    for line in _lines(Path(f"/proc/{process}/status")):
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
