"""Runs: what is new is read, cut into shards, processed and committed; what fails is set aside with its reason.

runner.py       one run from start to end
plan.py         which articles need work, and why
shards.py       a shard of articles → Arrow tables, a pure function
engine.py       what all engines share, and two of them:
local.py        processes on this machine
ray.py          actors of a Ray cluster
part.py         a part of the articles, for array jobs
commit.py       batches of rows into the tables, all or none
lock.py         one run at a time, or the jobs of one array; lease.py the same in an object store
report.py       what a run did
"""

from __future__ import annotations

from extractor.runs.report import RunReport
from extractor.runs.runner import run

__all__ = ["RunReport", "run"]
