"""What stands on the page of an article: the text with its marks, a card a statement, and what a mention means."""

from __future__ import annotations

from bisect import bisect_left
from html import escape
from typing import Any

from markupsafe import Markup

from extractor.annotations import NAMED_KINDS
from extractor.views.marking import Mark, Piece, pieces
from extractor.views.quoting import completed
from extractor.views.report.records import ArticleRecord, Records, Row, unnamed_speaker
from extractor.views.report.trails import Trails

PAGE_BUDGET = 850_000
"""Bytes of a page that text, marks and cards may take, by estimate."""

MARK_COST, MENTION_COST, CARD_COST = 120, 110, 1600
"""About so many bytes each takes in the page."""

QUOTED = 400
"""Characters of a statement that its card repeats; all of it is in the text."""

PRONOUNS = 12
"""Pronouns and descriptions that the card of one statement resolves."""

LINKED = 25
"""Entities that a card names in one line."""


def article_page(
    article: ArticleRecord, records: Records, words: dict[str, str], *, budget: int = PAGE_BUDGET
) -> dict[str, Any]:
    """The values of the template `article`, of so much of the text as `budget` bytes of the page hold."""
    end = _shown_end(article, budget)
    mentions = [row for row in article.mentions if row["end"] <= end]
    statements = [row for row in article.statements if _first(row) < end]
    trails = Trails(article.mentions)
    original = records.by_id.get(article.duplicate_of or "")
    return {
        "article": article,
        "original": original,
        "text": _marked(article.text[:end], mentions, statements, words),
        "cut": end if end < len(article.text) else None,
        "length": len(article.text),
        "cards": [_card(row, article, mentions, trails, records) for row in statements],
        "details": _details(mentions, article, trails, records),
        "entities": _entities(mentions, article, records),
    }


def _shown_end(article: ArticleRecord, budget: int) -> int:
    """Where the page ends: behind the text, or at a line break of an article that no page of that size can hold."""
    borders = [(int(row["end"]), MARK_COST + MENTION_COST) for row in article.mentions]
    for row in article.statements:
        borders += [(int(span["end"]), MARK_COST) for span in row["spans"]]
        borders.append((_first(row), CARD_COST + min(QUOTED, len(row["text"]))))
    # A character of French takes 1.1 bytes, one of another script up to 4.
    weight = len(article.text.encode()) / max(1, len(article.text))
    spent = 0.0
    for place, cost in sorted(borders):
        spent += cost
        if spent + place * weight > budget:
            break
    else:
        place = int((budget - spent) / max(weight, 1.0))
        if place >= len(article.text):
            return len(article.text)
    line = article.text.rfind("\n", 0, place)
    return line + 1 if line > place // 2 else place


def _first(row: Row) -> int:
    return min((int(span["start"]) for span in row["spans"]), default=0)


def _marked(text: str, mentions: list[Row], statements: list[Row], words: dict[str, str]) -> Markup:
    """The text with its marks: each piece has the numbers of its statements and mentions, the narrowest first.

    Put together here and not by the template, which takes several times as long for so many small pieces.
    """
    marks = [Mark(start=row["start"], end=row["end"], label=row["type"], mention=row["mention_id"]) for row in mentions]
    for row in statements:
        number = row["statement_id"]
        marks += [
            Mark(start=span["start"], end=min(span["end"], len(text)), label="STATEMENT", statement=number)
            for span in row["spans"]
            if span["start"] < len(text)
        ]
        for label, start, end in (
            ("SPEAKER", row["speaker_start"], row["speaker_end"]),
            ("CUE", row["cue_start"], row["cue_end"]),
        ):
            if start is not None and end <= len(text):
                marks.append(Mark(start=start, end=end, label=label, statement=number))
    named = escape(words["statement"])
    anchored: set[int] = set()
    written: list[str] = []
    for piece in pieces(text, marks):
        for opened in piece.opens:
            written.append(
                f'<sup id="t{opened}"><a href="#s{opened}" aria-label="{named} {opened + 1}">{opened + 1}</a></sup>'
            )
        shown = escape(piece.text, quote=False)
        written.append(f"<span{_attributes(piece, anchored)}>{shown}</span>" if piece.marks else shown)
    return Markup("".join(written))


def _attributes(piece: Piece, anchored: set[int]) -> str:
    """Class, numbers and, where a mention begins, the id to which links lead."""
    narrow = sorted(piece.marks, key=lambda mark: mark.end - mark.start)
    mentions = list(dict.fromkeys(mark.mention for mark in narrow if mark.mention is not None))
    statements = list(dict.fromkeys(mark.statement for mark in narrow if mark.statement is not None))
    given = f' class="{escape(" ".join(piece.labels))}"'
    if statements:
        given += f' data-s="{" ".join(map(str, statements))}"'
    if mentions:
        given += f' data-m="{" ".join(map(str, mentions))}"'
    anchor = next((mention for mention in mentions if mention not in anchored), None)
    if anchor is not None:
        anchored.add(anchor)
        given += f' id="m{anchor}"'
    return given


def _card(row: Row, article: ArticleRecord, mentions: list[Row], trails: Trails, records: Records) -> dict[str, Any]:
    speakers = row["speaker_ids"]
    text = row["text"]
    return {
        "row": row,
        "quote": completed(text if len(text) <= QUOTED else text[:QUOTED].rsplit(" ", 1)[0] + " …"),
        "speakers": _links(speakers, article, records),
        "unnamed": unnamed_speaker(row),
        "role": _role(row, article),
        "state": records.name_of_state(row["speaker_country"]) if row["speaker_country"] else None,
        "about": _links(row["about_ids"], article, records),
        "addressees": _links(row["addressee_ids"], article, records),
        "via": _links(row["via_ids"], article, records),
        "resolved": [
            {
                "mention": mention,
                "entity": _links([mention["entity_id"]], article, records)[0],
                "trail": trails.back(mention),
            }
            for mention in _unnamed(row, mentions)
        ],
    }


def _role(row: Row, article: ArticleRecord) -> str | None:
    """The function of the first speaker; nothing for one who is called by it."""
    if not row["speaker_ids"]:
        return None
    return row["speaker_role"] if row["speaker_kind"] == "anonymous" else article.roles.get(row["speaker_ids"][0])


def _unnamed(row: Row, mentions: list[Row]) -> list[Row]:
    """Pronouns and descriptions in the content, and in the noun phrase of the speaker."""
    places = [(span["start"], span["end"]) for span in row["spans"]]
    if row["speaker_start"] is not None:
        places.append((row["speaker_start"], row["speaker_end"]))
    found: dict[int, Row] = {}
    for start, end in sorted(places):
        first = bisect_left(mentions, start, key=lambda one: int(one["start"]))
        for mention in (mentions[number] for number in range(first, len(mentions))):
            if mention["start"] >= end or len(found) == PRONOUNS:
                break
            if mention["end"] <= end and mention["kind"] not in NAMED_KINDS:
                found[mention["mention_id"]] = mention
    return list(found.values())


def _links(ids: list[str], article: ArticleRecord, records: Records) -> list[tuple[str, str | None]]:
    """Names with the pages of the entities; no page for an id that no row of `entities` has."""
    kept = list(dict.fromkeys(ids))
    links: list[tuple[str, str | None]] = []
    for entity_id in kept[:LINKED]:
        record = records.entities.get(entity_id)
        links.append((article.names.get(entity_id, entity_id), record.file if record else None))
    return links if len(kept) <= LINKED else [*links, ("…", None)]


def _details(mentions: list[Row], article: ArticleRecord, trails: Trails, records: Records) -> dict[str, Any]:
    """What the page's script tells of a mention: `entities` name, type and page, `mentions` by number.

    The way from a pronoun to a name is a list of numbers of mentions.
    """
    numbers: dict[str, int] = {}
    entities: list[tuple[str | None, str, str | None]] = []
    found: dict[int, tuple[Any, ...]] = {}

    def add(row: Row, trail: list[Row]) -> None:
        entity_id = row["entity_id"]
        if entity_id not in numbers:
            numbers[entity_id] = len(entities)
            record = records.entities.get(entity_id)
            entities.append((article.names.get(entity_id, entity_id), row["type"], record.file if record else None))
        score = None if row["score"] is None else round(row["score"], 2)
        found[row["mention_id"]] = (
            numbers[entity_id],
            (row["text"] or "").strip("-")[:QUOTED],
            row["kind"],
            row["method"],
            score,
            [step["mention_id"] for step in trail],
        )

    for row in mentions:
        trail = trails.back(row)
        for step in trail:
            # A name behind the end of what is shown.
            if step["mention_id"] not in found:
                add(step, [])
        add(row, trail)
    return {"entities": entities, "mentions": found}


def _entities(mentions: list[Row], article: ArticleRecord, records: Records) -> list[tuple[str, str, str | None, int]]:
    """Name, type, page and number of mentions, those that are named most first."""
    counts: dict[str, int] = {}
    types: dict[str, str] = {}
    for row in mentions:
        counts[row["entity_id"]] = counts.get(row["entity_id"], 0) + 1
        types[row["entity_id"]] = row["type"]
    ordered = sorted(counts, key=lambda one: (-counts[one], one))[:60]
    return [
        (
            article.names.get(one, one),
            types[one],
            records.entities[one].file if one in records.entities else None,
            counts[one],
        )
        for one in ordered
    ]
