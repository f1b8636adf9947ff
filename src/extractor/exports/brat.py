"""brat standoff: `<article>.txt` with `<article>.ann`, and the `annotation.conf` that declares the labels.

    T1  PERSON 10 22        Lloyd Austin        a mention; T also for Statement, Cue and Speaker
    N1  Reference T1 Wikidata:Q941013 …         where the entity is known to Wikidata
    #1  AnnotatorNotes T1   person:lloyd-austin the entity's id
    A1  Form T5 direct                          what a statement is like
    R1  speaker Arg1:T5 Arg2:T4                 who says it, and with which words

An annotation of brat does not reach over a line break: it is cut there into fragments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.annotations import ENTITY_TYPES
from extractor.exports.files import file_name
from extractor.exports.nested import articles
from extractor.tables.read import Reading

_LINE = re.compile(r"[^\r\n]+")

CONFIGURATION = f"""[entities]
{chr(10).join(ENTITY_TYPES)}
Statement
Speaker
Cue

[relations]
speaker Arg1:Statement, Arg2:Speaker
cue Arg1:Statement, Arg2:Cue
continues Arg1:Statement, Arg2:Statement
inside Arg1:Statement, Arg2:Statement
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Kind Arg:{"|".join(ENTITY_TYPES)}, Value:name|acronym|demonym|metonym|pronoun|nominal
Form Arg:Statement, Value:direct|indirect|mixed
"""


def write_brat(reading: Reading, folder: Path) -> int:
    """Writes the folder and gives the number of articles."""
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    count = 0
    for article in articles(reading):
        count += 1
        name = file_name(article["doc_id"])
        # As bytes: what ends a line must stay as it is, for the offsets count it.
        (folder / f"{name}.txt").write_bytes(article["text"].encode("utf-8"))
        (folder / f"{name}.ann").write_bytes(standoff(article).encode("utf-8"))
    return count


def standoff(article: dict[str, Any]) -> str:
    """The standoff of one article."""
    notes = _Standoff(article["text"])
    wikidata = {entity["entity_id"]: entity for entity in article["entities"] if entity["wikidata"]}
    for mention in article["mentions"]:
        mark = notes.mark(mention["type"], [(mention["start"], mention["end"])])
        notes.note(mark, mention["entity_id"])
        notes.attribute("Kind", mark, mention["kind"])
        if mention["entity_id"] in wikidata:
            entity = wikidata[mention["entity_id"]]
            notes.line("N", f"Reference {mark} Wikidata:{entity['wikidata']}", entity["name"])
    marks: dict[int, str] = {}
    for statement in article["statements"]:
        spans = [(span["start"], span["end"]) for span in statement["spans"]]
        mark = notes.mark("Statement", spans)
        marks[statement["statement_id"]] = mark
        notes.attribute("Form", mark, statement["type"])
        notes.note(
            mark, f"{', '.join(statement['speaker_ids']) or '?'} · {statement['speech_act']} · {statement['rule']}"
        )
        for name in ("speaker", "cue"):
            if statement[f"{name}_start"] is not None:
                part = notes.mark(name.capitalize(), [(statement[f"{name}_start"], statement[f"{name}_end"])])
                notes.relation(name, mark, part)
    for statement in article["statements"]:
        for name, column in (("continues", "continues_id"), ("inside", "parent_id")):
            if statement[column] in marks:
                notes.relation(name, marks[statement["statement_id"]], marks[statement[column]])
    return "".join(notes.lines)


class _Standoff:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts: dict[str, int] = {}

    def line(self, letter: str, what: str, rest: str = "") -> str:
        number = self.counts[letter] = self.counts.get(letter, 0) + 1
        self.lines.append(f"{letter}{number}\t{what}" + (f"\t{_one_line(rest)}" if rest else "") + "\n")
        return f"{letter}{number}"

    def mark(self, label: str, spans: Iterable[tuple[int, int]]) -> str:
        fragments = [
            (start + found.start(), start + found.end())
            for start, end in sorted(spans)
            for found in _LINE.finditer(self.text[start:end])
        ]
        places = ";".join(f"{start} {end}" for start, end in fragments)
        return self.line("T", f"{label} {places}", " ".join(self.text[start:end] for start, end in fragments))

    def note(self, mark: str, text: str) -> None:
        self.line("#", f"AnnotatorNotes {mark}", text)

    def attribute(self, name: str, mark: str, value: str) -> None:
        self.line("A", f"{name} {mark} {value}")

    def relation(self, name: str, one: str, other: str) -> None:
        self.line("R", f"{name} Arg1:{one} Arg2:{other}")


def _one_line(text: str) -> str:
    # One for one: brat compares the text of a mark with the file, in which a tabulator is none of its own.
    return text.replace("\t", " ")
