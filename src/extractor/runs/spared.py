"""Imports that a run has no use for, and that a library makes all the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pyarrow as pa


class _Missing(MetaPathFinder):
    """Finds pandas missing."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == "pandas":
            raise ImportError("not while pyarrow looks for it")


def spare_pandas() -> None:
    """Has pyarrow make its arrays without pandas: half a second and 50 MB in every process.

    The first time it makes an array, pyarrow imports pandas, where it is installed, to tell whether it was given a
    Series. `to_pandas` and `from_pandas` import it when they are called, also after this.
    """
    if "pandas" in sys.modules:
        return
    missing = _Missing()
    sys.meta_path.insert(0, missing)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(missing)
