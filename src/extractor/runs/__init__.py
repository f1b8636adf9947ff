"""Runs: what is new is read, cut into shards, processed and committed; what fails is set aside with its reason.

runner.py       one run from start to end
plan.py         which articles need work, and why
shards.py       a shard of articles → Arrow tables, a pure function
local.py        the engine: processes on this machine
commit.py       batches of rows into the tables, all or none
lock.py         one run at a time
report.py       what a run did
"""

from __future__ import annotations

from extractor.runs.report import RunReport
from extractor.runs.runner import run

__all__ = ["RunReport", "run"]
