"""No thread of a library calls Python: one that does so while the interpreter ends takes the process with it.

Arrow's threads give back what they read after the reader has gone on. Where that is an object of Python, such as the
file that Python opened, they need Python's lock; when the interpreter is about to end, asking for it ends the thread,
in the middle of a destructor, and C++ aborts: `terminate called without an active exception`, exit status 134.

Python numbers the states of its threads, and each call from a thread that it does not know makes a new one. So a gap in
the numbers tells that there was such a call, however seldom it does harm. `scripts/exits.py` looks for the harm.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake

CALL = """
import ctypes, json, sys, threading

api = ctypes.pythonapi
api.PyThreadState_Get.restype = ctypes.c_void_p
api.PyThreadState_GetID.argtypes = [ctypes.c_void_p]
api.PyThreadState_GetID.restype = ctypes.c_uint64
own = 0
start = threading.Thread.start

def counted(thread):
    global own
    own += 1
    start(thread)

threading.Thread.start = counted

def next_number():
    numbers = []
    thread = threading.Thread(target=lambda: numbers.append(api.PyThreadState_GetID(api.PyThreadState_Get())))
    thread.start()
    thread.join()
    return numbers[0]

from extractor import cli

for arguments in json.loads(sys.argv[1]):
    before, started = next_number(), own
    sys.argv = ["extractor", *arguments]
    try:
        cli.main()
    except SystemExit as ended:
        status = ended.code or 0
    sys.stdout.flush()
    sys.stderr.write(json.dumps([arguments[0], status, next_number() - before - (own - started)]) + "\\n")
"""


def foreign_calls(commands, folder):
    """For each command its exit status and the number of calls from threads that Python did not start."""
    process = subprocess.run(
        [sys.executable, "-c", CALL, json.dumps(commands)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    return [json.loads(line) for line in process.stderr.splitlines() if line.startswith("[")]


@pytest.fixture
def out(hand_annotated, tmp_path):
    """Tables of an older version in several files each, and beside them articles none of which needs the pipeline."""
    for name, rows in hand_annotated.items():
        older = rows.drop_columns(["speaker_description"] if name == "statements" else [])
        for half in (older.slice(0, 1), older.slice(1)):
            write_deltalake(str(tmp_path / "out" / name), half, mode="append")
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "empty.txt").touch()
    pq.write_table(pa.table({"id": ["p", "q"], "text": ["non", "oui"]}), articles / "short.parquet")
    return tmp_path / "out"


def test_no_command_has_a_thread_of_a_library_call_python(out, tmp_path):
    commands = [
        ["run", "--workers", "0", "articles", "out"],
        ["rejected", "out"],
        ["runs", "out"],
        ["search", "out"],
        *(["export", "out", f"x-{form}", "--format", form] for form in ("jsonl", "csv", "brat", "conllu", "jsonld")),
        ["report", "out", "--output", "site", "--workers", "0"],
        ["doctor", "out"],
        ["compact", "out"],
    ]
    found = foreign_calls(commands, tmp_path)
    assert [name for name, _, _ in found] == [command[0] for command in commands]
    assert {name: status for name, status, _ in found if status} == {"run": 3}
    assert {name: calls for name, _, calls in found if calls} == {}
