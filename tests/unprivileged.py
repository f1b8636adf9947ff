"""Permissions in tests, also where the tests are root's, which may read what nobody may unless it gives that up."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

OVERRIDES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of capabilities(7), by which permissions do not count."""

HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)
"""Version 3 of the interface, the calling thread."""


@contextmanager
def unprivileged():
    """Permissions count in this thread, as they do for everybody but root."""
    if os.geteuid() != 0:
        yield
        return
    library = ctypes.CDLL(None, use_errno=True)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, the lower half of each first
    assert library.capget(HEADER, sets) == 0
    effective = sets[0]
    sets[0] = effective & ~OVERRIDES
    assert library.capset(HEADER, sets) == 0
    try:
        yield
    finally:
        sets[0] = effective
        assert library.capset(HEADER, sets) == 0


@contextmanager
def open_folder():
    """A folder that goes again, whatever the permissions in it have become."""
    name = tempfile.mkdtemp()
    try:
        yield Path(name).resolve()
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", name], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(name)
