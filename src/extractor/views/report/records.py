"""The tables gathered by article and by entity, as the pages need them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from extractor.analysis.folding import fold
from extractor.escaping import visible, web_address
from extractor.tables.read import Reading
from extractor.tables.tidy import usual_names

Row = dict[str, Any]

COMPANY = 30
"""How many entities of an article, those named most, count as being in each other's company."""

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class ArticleRecord:
    """An article with its rows."""

    doc_id: str
    number: int
    title: str
    outlet: str
    author: str
    url: str | None
    published: date | None
    text: str
    model: str
    duplicate_of: str | None
    statements: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Entity → its name in this article."""
    roles: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of its page."""
        return page_name(self.doc_id)


@dataclass(slots=True)
class EntityRecord:
    """Someone or something with all that the articles have of it. Statements are pairs: article, row."""

    entity_id: str
    type: str
    name: str
    number: int = 0
    aliases: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    country: str | None = None
    wikidata: str | None = None
    articles: list[tuple[ArticleRecord, int]] = field(default_factory=list)
    """The articles that mention it, the latest first, and how often each does."""
    said: list[tuple[ArticleRecord, Row]] = field(default_factory=list)
    about: list[tuple[ArticleRecord, Row]] = field(default_factory=list)
    speaks_of: Counter[str] = field(default_factory=Counter)
    spoken_of_by: Counter[str] = field(default_factory=Counter)
    speaks_to: Counter[str] = field(default_factory=Counter)
    company: Counter[str] = field(default_factory=Counter)
    """Entities of the same articles → in how many."""

    @property
    def file(self) -> str:
        """The name of its page."""
        return page_name(self.entity_id)


@dataclass
class Records:
    """All articles, the latest first and the undated last, and all entities by id."""

    articles: list[ArticleRecord]
    entities: dict[str, EntityRecord]

    @cached_property
    def ranked(self) -> list[EntityRecord]:
        """The entities, those of most articles first."""
        return list(self.entities.values())

    @cached_property
    def by_id(self) -> dict[str, ArticleRecord]:
        """The articles by id."""
        return {article.doc_id: article for article in self.articles}

    def name_of_state(self, iso: str) -> str:
        """The state's name, or its code where no article names it."""
        record = self.entities.get(f"country:{iso}")
        return record.name if record else iso


@lru_cache(maxsize=200_000)
def page_name(identifier: str) -> str:
    """A file name that is the same in every report and that every file system takes, however the id is written."""
    readable = _NOT_IN_NAMES.sub("-", fold(identifier)).strip("-")[:48].strip("-")
    return f"{readable or 'page'}-{hashlib.sha256(identifier.encode()).hexdigest()[:8]}.html"


def gather(reading: Reading) -> Records:
    """Reads the tables once."""
    articles = _articles(reading)
    entities = _entities(reading, articles)
    _add_mentions(reading, articles)
    _add_statements(reading, articles)
    # A copy shows the marks of the article that it is a copy of, and counts for nothing else.
    for article in articles.values():
        original = articles.get(article.duplicate_of or "")
        if original is not None:
            article.statements, article.mentions = original.statements, original.mentions
            article.names, article.roles = original.names, original.roles
    ordered = sorted(articles.values(), key=lambda article: article.number)
    for article in ordered:
        if article.duplicate_of is None:
            _count(article, entities)
    return Records(ordered, entities)


def _articles(reading: Reading) -> dict[str, ArticleRecord]:
    columns = ("doc_id", "title", "outlet", "author", "url", "published_at", "text", "model", "duplicate_of")
    rows = reading.table("documents").select(*columns).to_arrow().to_pylist()
    rows.sort(key=lambda row: row["doc_id"])
    rows.sort(key=lambda row: row["published_at"].timestamp() if row["published_at"] else float("-inf"), reverse=True)
    return {
        row["doc_id"]: ArticleRecord(
            doc_id=row["doc_id"],
            number=number,
            title=visible(row["title"] or row["doc_id"]),
            outlet=visible(row["outlet"] or ""),
            author=visible(row["author"] or ""),
            # The address comes from the input and becomes a link: nothing that runs.
            url=web_address(row["url"]),
            published=row["published_at"].date() if row["published_at"] else None,
            text=row["text"],
            model=row["model"] or "",
            duplicate_of=row["duplicate_of"],
        )
        for number, row in enumerate(rows)
    }


def _entities(reading: Reading, articles: dict[str, ArticleRecord]) -> dict[str, EntityRecord]:
    table = reading.table("entities").to_arrow()
    usual = usual_names(table.select(["entity_id", "name"]).to_pandas(use_threads=False))
    rows = [row for row in table.to_pylist() if row["doc_id"] in articles]
    rows.sort(key=lambda row: articles[row["doc_id"]].number)
    found: dict[str, EntityRecord] = {}
    for row in rows:
        entity_id = row["entity_id"]
        _seen(row, "name", "role")
        record = found.get(entity_id)
        if record is None:
            record = found[entity_id] = EntityRecord(entity_id, row["type"], visible(usual.get(entity_id, row["name"])))
        article = articles[row["doc_id"]]
        article.names[entity_id] = row["name"]
        record.articles.append((article, row["n_mentions"]))
        # Not a set: its order is another one in every process, and decides between equally frequent ones.
        also = dict.fromkeys((row["name"], *map(visible, row["aliases"] or ())))
        record.aliases.update(name for name in also if name != record.name)
        # What `role` says of bodies is their kind.
        if row["role"] and row["type"] == "PERSON":
            record.roles[row["role"]] += 1
            article.roles[entity_id] = row["role"]
        record.country = record.country or row["country"]
        record.wikidata = record.wikidata or row["wikidata"]
    ordered = sorted(found.values(), key=lambda one: (-len(one.articles), one.name, one.entity_id))
    for number, record in enumerate(ordered):
        record.number = number
    return {record.entity_id: record for record in ordered}


def _seen(row: Row, *columns: str) -> Row:
    """The row with the control characters of these columns made visible."""
    for column in columns:
        if row[column] is not None:
            row[column] = visible(row[column])
    return row


def _add_mentions(reading: Reading, articles: dict[str, ArticleRecord]) -> None:
    columns = ("doc_id", "mention_id", "entity_id", "type", "start", "end", "text", "kind", "method", "score")
    for row in reading.table("mentions").select(*columns).to_arrow().to_pylist():
        if row["doc_id"] in articles:
            articles[row["doc_id"]].mentions.append(_seen(row, "text", "method"))
    for article in articles.values():
        article.mentions.sort(key=lambda row: (row["start"], row["end"], row["mention_id"]))


def _add_statements(reading: Reading, articles: dict[str, ArticleRecord]) -> None:
    for row in reading.table("statements").to_arrow().to_pylist():
        for column in ("spans", "quoted_spans", "speaker_ids", "addressee_ids", "via_ids", "about_ids"):
            row[column] = row[column] or []
        if row["doc_id"] in articles:
            seen = _seen(row, "text", "cue_text", "speaker_text", "speaker_description", "speaker_role")
            articles[row["doc_id"]].statements.append(seen)
    for article in articles.values():
        article.statements.sort(key=lambda row: row["statement_id"])


def unnamed_speaker(row: Row) -> str:
    """How the text calls a source that it does not name, be it before the pronoun of this statement; "" for none."""
    return str(row["speaker_description"] or (row["speaker_text"] or "").strip("-"))


def _count(article: ArticleRecord, entities: dict[str, EntityRecord]) -> None:
    counts: Counter[str] = Counter(row["entity_id"] for row in article.mentions if row["entity_id"] in entities)
    named = [entity_id for entity_id, _ in counts.most_common(COMPANY)]
    for entity_id in named:
        entities[entity_id].company.update(other for other in named if other != entity_id)
    for row in article.statements:
        speakers = [one for one in dict.fromkeys(row["speaker_ids"]) if one in entities]
        topics = [one for one in dict.fromkeys(row["about_ids"]) if one in entities]
        for speaker in speakers:
            entities[speaker].said.append((article, row))
            entities[speaker].speaks_of.update(one for one in topics if one != speaker)
            entities[speaker].speaks_to.update(one for one in row["addressee_ids"] if one in entities)
        for topic in topics:
            entities[topic].about.append((article, row))
            entities[topic].spoken_of_by.update(one for one in speakers if one != topic)
