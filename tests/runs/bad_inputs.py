"""Inputs that cannot be articles, in many kinds, each with the reason that it has to be rejected for.

python tests/runs/bad_inputs.py FOLDER [NUMBER]      writes so many of them, for a trial at full size
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

FRENCH = "La ministre des Armées a reçu mardi son homologue à Paris, et ils ont parlé de la sécurité en Europe. "
ENGLISH = "The minister of defence met her counterpart in Paris on Tuesday, and they talked about European security. "
GERMAN = (
    "Die Verteidigungsministerin traf am Dienstag ihren Amtskollegen in Paris, um über die Sicherheit zu sprechen. "
)


def parquet(**columns):
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def line(**values):
    return (json.dumps(values) + "\n").encode()


def one_of_each(number):
    """Name, content and reason of one input of each kind; `number` keeps them apart."""
    text = f"{FRENCH}({number}) "
    return [
        ("nul.txt", b"\0" * 50 + text.encode(), "binary"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + os.urandom(80), "binary"),
        ("document.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "binary"),
        ("controls.txt", bytes(range(1, 32)) * 40, "binary"),
        ("cut-utf16.txt", text.encode("utf-16")[:-1], "not_decodable"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", "\ufeff \n\t\u00a0\n".encode() + b" " * number, "empty"),
        ("short.txt", f"Vu. {number}".encode(), "too_short"),
        ("long.txt", (text * 10_100).encode(), "too_long"),
        ("english.txt", (ENGLISH * 3 + str(number)).encode(), "language"),
        ("german.txt", (GERMAN * 3 + str(number)).encode(), "language"),
        ("cut.txt.gz", gzip.compress(text.encode() * 50)[:-9], "unreadable"),
        ("no-archive.txt.gz", text.encode(), "unreadable"),
        ("cut.txt.zst", zstandard.compress(text.encode() * 50)[:-5], "unreadable"),
        ("no-archive.jsonl.zst", text.encode(), "unreadable"),
        ("no-json.jsonl", text.encode() + b"\n", "malformed_record"),
        ("list.jsonl", b"[1, 2]\n", "malformed_record"),
        ("deep.jsonl", b"[" * 100_000 + b"\n", "malformed_record"),
        ("number.jsonl", line(id=f"number-{number}", text=number), "malformed_record"),
        ("long-id.jsonl", line(id="x" * 2_000, text=text), "malformed_record"),
        ("no-text.jsonl", line(id=f"no-text-{number}", titre="Titre"), "no_text"),
        ("null.jsonl", line(id=f"null-{number}", text=None), "no_text"),
        ("surrogate.jsonl", b'{"text": "' + FRENCH.encode() + b'\\ud83d"}\n', "not_decodable"),
        ("english.jsonl", line(id=f"english-{number}", text=f"{ENGLISH * 3}{number}"), "language"),
        ("cells.csv", f"id,text\n{number},{FRENCH.replace(',', '')},3\n".encode(), "malformed_record"),
        ("no-text.csv", f"id;titre\n{number};Titre\n".encode(), "no_text"),
        ("no-parquet.parquet", b"PAR1" + text.encode() + b"PAR1", "malformed_file"),
        ("null.parquet", parquet(id=[number], text=pa.array([None], pa.string())), "no_text"),
        ("nested.parquet", parquet(id=[number], text=[[text]]), "malformed_file"),
        ("empty.html", f"<html><!-- {number} --><body><nav></nav></body></html>".encode(), "no_text"),
        ("deep.html", b"<div>" * 20_000 + str(number).encode(), "no_text"),
        ("english.html", f"<html><body><article><p>{ENGLISH * 6}</p></article></body></html>".encode(), "language"),
        ("outside.txt", Path("/etc/hostname"), "outside"),
        ("nowhere.txt", Path("/nowhere/at/all"), "outside"),
    ]


def bomb():
    """A small archive that unpacks to a hundred megabytes."""
    return gzip.compress(b" " * 10**8, compresslevel=9)


def write_bad_inputs(folder, number):
    """Writes `number` bad inputs and gives their reasons by source."""
    reasons = {"bomb.jsonl.gz": "expansion"}
    (folder / "bomb.jsonl.gz").write_bytes(bomb())
    kinds = ((turn, *kind) for turn in count() for kind in one_of_each(turn))
    for turn, name, content, reason in kinds:
        if len(reasons) == number:
            return reasons
        path = folder / f"bad-{turn:03}-{name}"
        if isinstance(content, Path):
            path.symlink_to(content)
        else:
            path.write_bytes(content)
        record = name.endswith((".jsonl", "cells.csv", "null.parquet"))
        own_id = {"english.jsonl": f"#english-{turn}"}.get(name, "#1")
        reasons[path.name + (own_id if record else "")] = reason
    return reasons


if __name__ == "__main__":
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    written = write_bad_inputs(Path(sys.argv[1]), wanted)
    print(f"{len(written)} bad inputs of {len(one_of_each(0)) + 1} kinds, {len(set(written.values()))} reasons")
