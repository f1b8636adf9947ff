"""Named points at which a test can make a run die, to show that the next one completes it.

    FAULT_POINT_OF_EXTRACTOR=commit:entities extractor run …      the process kills itself (SIGKILL) there

Without the variable, a point costs one comparison.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "FAULT_POINT_OF_EXTRACTOR"

POINTS = (
    "commit:begin",
    "commit:journal",
    "commit:file",
    "commit:entities",
    "commit:mentions",
    "commit:statements",
    "commit:relations",
    "commit:rejected",
    "commit:documents",
    "commit:end",
    "run:committed",
    "run:vacuum",
    "run:record",
)
"""In the order in which a run reaches them; each stands right after what it names is on disk."""

UPKEEP_POINTS = ("upkeep:journal", "upkeep:file", "upkeep:entities", "upkeep:documents")
"""The same where tables are created, merged or given columns."""


def reach(point: str) -> None:
    """Dies here, when a test asked for it."""
    if os.environ.get(VARIABLE) == point:
        os.kill(os.getpid(), signal.SIGKILL)
