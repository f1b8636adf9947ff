"""Work that is counted where time would be measured: the same on any machine, whatever else it does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any


def lines(function, *arguments) -> int:
    """How many lines of Python run while the function does, each pass of a loop anew.

    What C does in one of them (to slice, to sort, to match a pattern) counts nothing: `make bench` measures that.
    """
    count = 0

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def calls(function, *arguments) -> int:
    """How many functions of Python are called while the function runs: quicker to count than lines."""
    count = 0

    def step(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += 1

    before = sys.gettrace()
    sys.settrace(step)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def calls_of(code: str) -> int:
    """How many functions of Python are called in a new process that executes the code, for its imports as well."""
    program = f"from counting import calls\nprint(calls(exec, compile({code!r}, 'code', 'exec'), {{}}))"
    path = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])}
    ended = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **path}, capture_output=True, text=True, check=True
    )
    return int(ended.stdout.splitlines()[-1])
