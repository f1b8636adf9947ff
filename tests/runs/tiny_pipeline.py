"""A pipeline that starts at once, for tests of runs: every capitalised word is a person who says what follows a colon.

A text can also hold poison: `[[die]]`, `[[killed]]`, `[[exit 12]]`, `[[raise]]`, `[[memory]]`, `[[slow]]`; or
`[[gate FOLDER]]`, where it stops, and leaves its process number, until there is a file `open`.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
from pathlib import Path
from types import SimpleNamespace

DEADLINE = 300
"""Seconds, as in `world.py`, which not every process that loads this finds."""


def load(model=None, *, knowledge=None):
    return Pipeline()


class Pipeline:
    """As much of a spaCy `Language` as a shard needs."""

    max_length = 10**9

    def memory_zone(self):
        return contextlib.nullcontext()

    def pipe(self, texts):
        for text in texts:
            yield analyse(text)


class Doc(list):
    """As much of a spaCy `Doc` as the rows need."""

    def has_annotation(self, name):
        return True

    @property
    def sents(self):
        return [SimpleNamespace(start_char=match.start()) for match in re.finditer(r"[^.]+", self.text)]


def analyse(text):
    swallow(text)
    doc = Doc(text.split())
    doc.text = text
    doc._ = SimpleNamespace(entities={}, mentions=[], statements=[], relations=[])
    for match in re.finditer(r"[A-Z]\w+", text):
        name = match[0]
        entity_id = f"person:{name.lower()}"
        doc._.entities[entity_id] = entity(entity_id, name)
        doc._.mentions.append(mention(match.start(), match.end(), entity_id))
    for match in re.finditer(r"([A-Z]\w+) : ([^.]+)", text):
        speaker = f"person:{match[1].lower()}"
        doc._.statements.append(statement(match.span(2), match.span(1), speaker))
        doc._.relations.append(relation(speaker, match.span(2), len(doc._.statements) - 1))
    return doc


def swallow(text):
    if "[[die]]" in text:
        os._exit(9)
    if "[[killed]]" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "[[exit 12]]" in text:
        os._exit(12)
    if "[[raise]]" in text:
        raise ValueError("poison in the text")
    if "[[memory]]" in text:
        bytearray(64 * 2**30)
    if "[[slow]]" in text:
        time.sleep(0.05)  # long enough that several jobs are at work at the same time
    if gate := re.search(r"\[\[gate (\S+)\]\]", text):
        stop_at(Path(gate[1]))


def stop_at(gate):
    """Polls, as a file is all that a test and a worker of a run share."""
    (gate / str(os.getpid())).touch()
    began = time.monotonic()
    while not (gate / "open").exists():
        if time.monotonic() - began > DEADLINE:
            raise TimeoutError(f"nobody has opened {gate} within {DEADLINE} seconds")
        time.sleep(0.005)


def entity(entity_id, name):
    return SimpleNamespace(
        id=entity_id, type="PERSON", name=name, aliases=[], iso=None, wikidata=None, country=None, role=None,
        gender=None,
    )  # fmt: skip


def mention(start, end, entity_id):
    return SimpleNamespace(
        start=start, end=end, type="PERSON", kind="name", entity_id=entity_id, method="capital", score=1.0
    )


def statement(span, speaker, speaker_id):
    return SimpleNamespace(
        type="direct", spans=[span], quoted_spans=[], cue=None, cue_lemma=None, speech_act="assert",
        polarity="positive", modality=None, speaker=speaker, speaker_kind="person", speaker_ids=[speaker_id],
        addressee_ids=[], via_ids=[], about_ids=[], parent=None, continues=None, rule="colon", score=1.0,
        description=None, function=None, state=None,
    )  # fmt: skip


def relation(subject, span, number):
    return SimpleNamespace(
        subject_id=subject, predicate="said_about", object_id=subject, start=span[0], end=span[1], statement=number,
        detail=None, rule="colon", score=1.0,
    )  # fmt: skip
