"""The statements as files of JavaScript, which a page opened from a folder may load where it may not load JSON.

Each file calls `extractorRows(kind, rows)`. Rows are lists, to be short:

    article     number, title, outlet, date, page
    entity      number, name, type, page
    statement   article, number in it, speakers, words for an unnamed speaker, state, verb, act, about, text, score
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractor.views.report.embedding import script_json
from extractor.views.report.entities import QUOTED as UNNAMED
from extractor.views.report.records import Records, unnamed_speaker

FILE_SIZE = 900_000
"""Bytes of one file, at most."""

SEARCHED = 20_000
"""Characters of a statement that the search knows."""


def data_files(records: Records) -> Iterator[str]:
    """The contents of the files, articles and entities before the statements that point to them."""
    articles = (
        [one.number, one.title, one.outlet, one.published.isoformat() if one.published else "", one.file]
        for one in records.articles
    )
    entities = ([one.number, one.name, one.type, one.file, one.entity_id] for one in records.entities.values())
    for kind, rows in (("article", articles), ("entity", entities), ("statement", _statements(records))):
        yield from _files(kind, rows)


def _statements(records: Records) -> Iterator[list[Any]]:
    def numbers(ids: list[str]) -> list[int]:
        return [records.entities[one].number for one in dict.fromkeys(ids) if one in records.entities]

    for article in records.articles:
        if article.duplicate_of is not None:
            continue
        for row in article.statements:
            speakers = numbers(row["speaker_ids"])
            unnamed = "" if speakers else unnamed_speaker(row)[:UNNAMED]
            yield [
                article.number,
                row["statement_id"],
                speakers,
                unnamed,
                row["speaker_country"] or "",
                row["cue_lemma"] or "",
                row["speech_act"] or "",
                numbers(row["about_ids"]),
                row["text"][:SEARCHED],
                None if row["score"] is None else round(row["score"], 2),
            ]


def _files(kind: str, rows: Iterable[list[Any]]) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for row in rows:
        line = script_json(row)
        length = len(line.encode()) + 2
        if lines and size + length > FILE_SIZE:
            yield _file(kind, lines)
            lines, size = [], 0
        lines.append(line)
        size += length
    if lines:
        yield _file(kind, lines)


def _file(kind: str, lines: list[str]) -> str:
    return f'extractorRows("{kind}", [\n' + ",\n".join(lines) + "\n]);\n"
