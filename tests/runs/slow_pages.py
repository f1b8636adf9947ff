"""A reader of pages that stops in those that say so, for tests of runs: a module that other processes can import."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from extractor.articles.html import read_page as read_well


def read_page(data):
    """The page; where it says `gate FOLDER`, leaves the number of the process there and never ends."""
    text = data.decode()
    if "gate " in text:
        folder = text.partition("gate ")[2].partition("]")[0]
        (Path(folder) / str(os.getpid())).touch()
        threading.Event().wait()
    return read_well(data)
