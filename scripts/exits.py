#!/usr/bin/env python3
"""Call every command that reads tables many times on a busy machine: none may end by a signal, such as an abort.

    python scripts/exits.py [--rounds 200] [--busy 2] [--late] [COMMAND ...]

`--late` makes rare races frequent: with a C compiler, every thread but the first sleeps a moment after it has told
others that something is done (a library in LD_PRELOAD, Linux only), so that the process ends before it. What
`tests/test_threads.py` holds by counting, this shows by trying. Exit status 1 when a command ended by a signal.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

COMMANDS = {
    "rejected": ["rejected", "out"],
    "runs": ["runs", "out"],
    "search": ["search", "out"],
    "export": ["export", "out", "x.jsonl"],
    "csv": ["export", "out", "csv", "--format", "csv"],
    "report": ["report", "out", "--output", "site", "--workers", "0"],
    "doctor": ["doctor", "out"],
    "run": ["run", "in", "out"],
    "compact": ["compact", "out"],
}

LATE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int pthread_cond_broadcast(pthread_cond_t *condition) {
    int (*real)(pthread_cond_t *) = dlsym(RTLD_NEXT, "pthread_cond_broadcast");
    int result = real(condition);
    if (syscall(SYS_gettid) != getpid()) usleep(rand() % 250000);
    return result;
}
"""


def main() -> int:
    """Calls all commands and says for each how often it ended by a signal."""
    options = parse()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        make_output(folder)
        environment = {**os.environ, **({"LD_PRELOAD": str(late_library(folder))} if options.late else {})}
        for _ in range(options.busy):
            busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(busy.wait)
            stack.callback(busy.kill)
        killed = 0
        for command in options.commands or COMMANDS:
            found = [status for _ in range(options.rounds) if (status := call(command, folder, environment)) < 0]
            killed += len(found)
            print(
                f"{command}: {len(found)} of {options.rounds} ended by a signal {sorted(set(found)) or ''}", flush=True
            )
    return 1 if killed else 0


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"of: {', '.join(COMMANDS)}; all by default")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--busy", type=int, default=2, help="processes that keep a core busy meanwhile")
    parser.add_argument("--late", action="store_true", help="have threads go on late, so that races are lost")
    options = parser.parse_args()
    if unknown := set(options.commands) - set(COMMANDS):
        parser.error(f"no such command: {', '.join(sorted(unknown))}")
    return options


def make_output(folder: Path) -> None:
    """The articles of data/raw, and two that are rejected."""
    articles = folder / "in"
    shutil.copytree(Path(__file__).parent.parent / "data" / "raw", articles)
    (articles / "empty.txt").touch()
    (articles / "short.txt").write_text("non", encoding="utf-8")
    call("run", folder, dict(os.environ))


def call(command: str, folder: Path, environment: dict[str, str]) -> int:
    """The exit status, negative for a signal."""
    arguments = [sys.executable, "-m", "extractor", *COMMANDS[command]]
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, check=False).returncode


def late_library(folder: Path) -> Path:
    """The library that has threads go on late, compiled."""
    source, library = folder / "late.c", folder / "late.so"
    source.write_text(LATE, encoding="utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


if __name__ == "__main__":
    sys.exit(main())
