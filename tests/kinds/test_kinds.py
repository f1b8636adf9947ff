"""Sentences by kind of fault, with what is right in each, and controls beside them that look alike and are right.

`cases.jsonl` holds a case a line: `id`, `kind`, `text` and `want`, of which only what is to be checked is named:

    statements     the statements that must be found: `text` (or a list of texts that are all right) and any column
                   of `statements`; `<column>_any` is a list of values that are all right, `<column>_not` one of
                   values that are wrong; `speaker_not` are ids that must not speak, `optional`: it may be missing
    only           no other statement
    no_statement   texts that are neither content nor source of a statement; `~…`: nor a part of one
    no_speech_act  speech acts of no statement
    mentions       `[text, type, entity id or null]` of mentions that must be found
    no_mention     the same of mentions that must not; null fits anything
    one_person     all mentions of persons are of one, whose name holds these words and who speaks the first statement
    same_speaker   all statements have one and the same speaker

`open.txt` lists the cases that are not right yet. One that becomes right must leave it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import pytest

import extractor

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "cases.jsonl").read_text("utf-8").splitlines()]
OPEN = frozenset((HERE / "open.txt").read_text("utf-8").split())

SETS = {"speaker_ids", "addressee_ids"}
TEXTS = {"text", "cue", "speaker_text", "speaker_role", "speaker_name"}
NOT_COLUMNS = {"text", "optional", "speaker_not"}


def plain(text):
    """A text without the marks and spaces at its ends, and with plain apostrophes, marks and spaces."""
    text = (text or "").replace("’", "'")
    text = re.sub(r"[«»“”\"]", '"', text)
    return re.sub(r"\s+", " ", text).strip(' ".,;:')


@pytest.fixture(scope="module")
def found():
    tables = extractor.extract([{"text": case["text"], "doc_id": case["id"]} for case in CASES])
    by_article = defaultdict(lambda: SimpleNamespace(statements=[], mentions=[], names={}))
    for row in tables.statements.rename(columns={"cue_text": "cue"}).to_dict("records"):
        by_article[row["doc_id"]].statements.append(row)
    for row in tables.mentions.itertuples():
        by_article[row.doc_id].mentions.append((row.text, row.type, row.entity_id))
    for row in tables.entities.itertuples():
        by_article[row.doc_id].names[row.entity_id] = row.name
    return by_article


def is_right(column, wanted, got):
    if column in SETS:
        return sorted(wanted) == sorted(got)
    if column in TEXTS:
        return plain(wanted) == plain(got if isinstance(got, str) else "")
    return wanted == got


def faults_of(wanted, row):
    """What is wrong in a statement."""
    for key, value in wanted.items():
        column = re.sub(r"_(?:any|not)$", "", key)
        if key in NOT_COLUMNS:
            continue
        if key.endswith("_any"):
            right = any(is_right(column, one, row[column]) for one in value)
        elif key.endswith("_not"):
            right = not row[column] or not any(is_right(column, one, row[column]) for one in value)
        else:
            right = is_right(key, value, row[key])
        if not right:
            yield f"{column} is {row[column]!r}"
    if set(wanted.get("speaker_not", ())) & set(row["speaker_ids"]):
        yield f"speaks: {row['speaker_ids']}"


def faults_of_statements(want, rows):
    left = list(rows)
    for wanted in want.get("statements", ()):
        texts = wanted["text"] if isinstance(wanted["text"], list) else [wanted["text"]]
        fitting = [row for row in left if plain(row["text"]) in map(plain, texts)]
        if fitting:
            nearest = min(fitting, key=lambda row: len([*faults_of(wanted, row)]))
            left.remove(nearest)
            yield from faults_of(wanted, nearest)
        elif not wanted.get("optional"):
            yield f"no statement {texts[0]!r}"
    if want.get("only") and left:
        yield f"also found: {[(row['text'], row['speaker_text']) for row in left]}"
    for text in want.get("no_statement", ()):
        for row in rows:
            parts = plain(row["text"]), plain(row["speaker_text"])
            inside = text.startswith("~") and any(plain(text[1:]) in part for part in parts)
            if inside or plain(text) in parts:
                yield f"found: {row['text']!r} by {row['speaker_text']!r}"
    for row in rows:
        if row["speech_act"] in want.get("no_speech_act", ()):
            yield f"{row['text']!r} is a {row['speech_act']}"


def fits(mention, wanted):
    return all(want is None or want == got for want, got in zip(wanted, mention, strict=True))


def faults_of_mentions(want, mentions):
    for wanted in want.get("mentions", ()):
        if not any(fits(mention, wanted) for mention in mentions):
            yield f"no mention {wanted} among {mentions}"
    for wanted in want.get("no_mention", ()):
        if any(fits(mention, wanted) for mention in mentions):
            yield f"mention {wanted}"


def faults_of_persons(want, article):
    if "one_person" in want:
        persons = {entity_id for _, type_, entity_id in article.mentions if type_ == "PERSON"}
        if len(persons) != 1:
            yield f"persons: {persons}"
        elif not all(word in article.names[[*persons][0]] for word in want["one_person"]):
            yield f"called {article.names}"
        elif not article.statements or [*article.statements[0]["speaker_ids"]] != [*persons]:
            yield "the person does not speak first"
    if want.get("same_speaker") and len({tuple(row["speaker_ids"]) for row in article.statements} - {()}) != 1:
        yield "no one and the same speaker"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case(case, found):
    article, want = found[case["id"]], case["want"]
    faults = [
        *faults_of_statements(want, article.statements),
        *faults_of_mentions(want, article.mentions),
        *faults_of_persons(want, article),
    ]
    if case["id"] in OPEN:
        assert faults, f"{case['text']!r} is right now: remove {case['id']} from open.txt"
    else:
        assert not faults, f"{case['text']!r}: {'; '.join(faults)}"


def test_the_cases_that_are_not_right_yet_are_cases():
    assert {case["id"] for case in CASES} >= OPEN
