"""A part of the work, for array jobs: `--shard 0/8` to `--shard 7/8`, at the same time and on any machines.

Every job reads all inputs and takes its articles by a hash, so that no job has to know of another. The hash is that of
the id under which the inputs give a text first: an article and its copies are the same job's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from extractor.errors import UsageError

_FORM = re.compile(r"(\d{1,9})/(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Part:
    """Part `index` of `count`, from 0."""

    index: int
    count: int

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """`0/8`. Raises UsageError for anything else."""
        if text is None:
            return None
        form = _FORM.fullmatch(text.strip())
        if form is None or not int(form[1]) < int(form[2]):
            raise UsageError(f"--shard takes a number from 0 and how many there are, such as 0/8 … 7/8, not {text!r}")
        return cls(int(form[1]), int(form[2]))

    def holds(self, key: str) -> bool:
        """Whether what is known by `key` is in this part. It is in exactly one."""
        return int.from_bytes(sha256(key.encode("utf-8")).digest()[:8], "big") % self.count == self.index

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"
