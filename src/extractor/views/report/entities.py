"""What stands on the page of an entity: what it said, what was said about it, with whom, over time."""

from __future__ import annotations

from collections import Counter
from typing import Any

from markupsafe import Markup

from extractor.views.quoting import completed
from extractor.views.report.figures import Bars
from extractor.views.report.periods import Periods
from extractor.views.report.records import ArticleRecord, EntityRecord, Records, Row, unnamed_speaker

LISTED = 100
"""Statements and articles of one list; the search finds the rest."""

QUOTED = 600
"""Characters of a statement in a list."""

BESIDE = 12
"""Entities in each list of whom it speaks of, and so on."""

PLOTTED = 5
"""Articles from which on a plot tells more than the list of them."""


class EntityPages:
    """The values of the template `entity`, for one entity after the other."""

    def __init__(self, records: Records, periods: Periods, words: dict[str, str]) -> None:
        self._records = records
        self._periods = periods
        self._described = words["over_time_of"]
        self._named = Bars(periods.labels, words["articles"])
        self._said = Bars(periods.labels, words["said"], colour="second")

    def values(self, entity: EntityRecord) -> dict[str, Any]:
        """What stands on its page."""
        records = self._records
        return {
            "entity": entity,
            "aliases": [alias for alias, _ in entity.aliases.most_common(BESIDE)],
            "roles": [role for role, _ in entity.roles.most_common(5)],
            "state": records.name_of_state(entity.country) if entity.country else None,
            "plots": self._plots(entity),
            "said": quotes(entity.said, records),
            "about": quotes(entity.about, records),
            "articles": entity.articles[:LISTED],
            "beside": [
                (key, _beside(counts, records))
                for key, counts in (
                    ("speaks_of", entity.speaks_of),
                    ("spoken_of_by", entity.spoken_of_by),
                    ("speaks_to", entity.speaks_to),
                    ("company", entity.company),
                )
                if counts
            ],
        }

    def _plots(self, entity: EntityRecord) -> list[Markup]:
        if len(entity.articles) < PLOTTED or len(self._periods.labels) < 2:
            return []
        articles = self._periods.counts(article.published for article, _ in entity.articles)
        said = self._periods.counts(article.published for article, _ in entity.said)
        describe = self._described.format(name=entity.name, count=sum(articles))
        plots = [self._named.draw(articles, describe=describe)]
        return [*plots, self._said.draw(said, describe=describe)] if any(said) else plots


def quotes(statements: list[tuple[ArticleRecord, Row]], records: Records) -> list[dict[str, Any]]:
    """The latest statements with speaker, verb, article and the place in it."""
    found = []
    for article, row in statements[:LISTED]:
        text = row["text"]
        first = records.entities.get(row["speaker_ids"][0]) if row["speaker_ids"] else None
        found.append(
            {
                "article": article,
                "row": row,
                "text": completed(text if len(text) <= QUOTED else text[:QUOTED].rsplit(" ", 1)[0] + " …"),
                "speaker": speaker_name(article, row),
                "file": first.file if first else None,
            }
        )
    return found


def speaker_name(article: ArticleRecord, row: Row) -> str:
    """The speakers' names in the article, or the words that it has for an unnamed source; nothing where it has none."""
    names = ", ".join(dict.fromkeys(article.names.get(one, one) for one in row["speaker_ids"][:BESIDE]))
    return names or unnamed_speaker(row)[:QUOTED]


def _beside(counts: Counter[str], records: Records) -> list[tuple[EntityRecord, int]]:
    # Of equally frequent ones those that are known better come first.
    ordered = sorted(counts.items(), key=lambda item: (-item[1], records.entities[item[0]].number))
    return [(records.entities[one], count) for one, count in ordered[:BESIDE]]
