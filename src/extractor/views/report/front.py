"""What stands on the front page: how much there is, who is quoted, who is discussed, and who speaks about whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from extractor.views.report.figures import Bars
from extractor.views.report.graph import HEIGHT, WIDTH, draw
from extractor.views.report.periods import Periods
from extractor.views.report.records import EntityRecord, Records

RANKED = 12
"""Entities of a ranking, rows and columns of a matrix."""

SHADES = 5
"""Steps of shade in a matrix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Statements of the row's speaker about the column's entity, and how dark the cell is: 0 to SHADES."""

    count: int
    shade: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Who (rows) speaks about whom (columns); `key` is the search's word for who."""

    key: str
    columns: list[tuple[str, str]]
    rows: list[tuple[str, str, list[Cell]]]


def front_page(records: Records, periods: Periods, words: dict[str, str]) -> dict[str, Any]:
    """The values of the template `front`."""
    articles = [article for article in records.articles if article.duplicate_of is None]
    statements = [(article.published, row) for article in articles for row in article.statements]
    days = [article.published for article in records.articles if article.published is not None]
    volume = (
        periods.counts(article.published for article in records.articles),
        periods.counts(published for published, _ in statements),
    )
    between, states = _edges(records)
    nodes, edges = draw(between)
    return {
        "figures": [
            ("articles", len(records.articles)),
            ("statements", len(statements)),
            ("speakers", sum(1 for entity in records.entities.values() if entity.said)),
            ("entities", len(records.entities)),
        ],
        "first": min(days, default=None),
        "last": max(days, default=None),
        "undated": len(records.articles) - len(days),
        "plots": _plots(periods, volume, words),
        "step": periods.step.name,
        "volume": list(zip(periods.labels, *volume, strict=True)),
        "quoted": _ranking(records, lambda entity: len(entity.said)),
        "discussed": _ranking(records, lambda entity: len(entity.about)),
        "matrices": [
            ("who_about_whom", _matrix("by", between, lambda one: records.entities[one].name)),
            (
                "states_about_states",
                _matrix("state", states, lambda one: records.name_of_state(one.removeprefix("country:"))),
            ),
        ],
        "graph": {"nodes": nodes, "edges": edges, "width": WIDTH, "height": HEIGHT},
        "latest": records.articles[:10],
    }


def _plots(periods: Periods, volume: tuple[list[int], list[int]], words: dict[str, str]) -> list[Markup]:
    if not periods.labels:
        return []
    described = words["volume_described"].format(articles=sum(volume[0]), statements=sum(volume[1]))
    return [
        Bars(periods.labels, words["articles"]).draw(volume[0], describe=described),
        Bars(periods.labels, words["statements"], colour="second").draw(volume[1], describe=described),
    ]


def _edges(records: Records) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Statements by speaker and whom they are about; and those about states, by the state that the speaker serves."""
    between: Counter[tuple[str, str]] = Counter()
    states: Counter[tuple[str, str]] = Counter()
    for entity in records.entities.values():
        between.update({(entity.entity_id, other): count for other, count in entity.speaks_of.items()})
        if entity.type == "COUNTRY":
            for _, row in entity.about:
                state = row["speaker_country"]
                if state and f"country:{state}" != entity.entity_id:
                    states[f"country:{state}", entity.entity_id] += 1
    return between, states


def _ranking(records: Records, count: Callable[[EntityRecord], int]) -> list[tuple[EntityRecord, int, float]]:
    """The entities with the highest counts, each with its count and its share of the highest, in percent."""
    ordered = sorted(records.entities.values(), key=lambda entity: (-count(entity), entity.number))[:RANKED]
    most = count(ordered[0]) if ordered else 0
    return [(entity, count(entity), round(100 * count(entity) / most, 1)) for entity in ordered if count(entity)]


def _matrix(key: str, edges: Counter[tuple[str, str]], name: Callable[[str], str]) -> Matrix:
    speaking: Counter[str] = Counter()
    for (source, _), count in edges.items():
        speaking[source] += count
    rows = sorted(speaking, key=lambda one: (-speaking[one], one))[:RANKED]
    spoken_of: Counter[str] = Counter()
    for (source, target), count in edges.items():
        if source in rows:
            spoken_of[target] += count
    columns = sorted(spoken_of, key=lambda one: (-spoken_of[one], one))[:RANKED]
    rows = [row for row in rows if any(edges[row, column] for column in columns)]
    most = max((edges[row, column] for row in rows for column in columns), default=0)

    def cell(row: str, column: str) -> Cell:
        count = edges[row, column]
        return Cell(count=count, shade=-(-SHADES * count // most) if most else 0, target=column)

    return Matrix(
        key=key,
        columns=[(column, name(column)) for column in columns],
        rows=[(row, name(row), [cell(row, column) for column in columns]) for row in rows],
    )
