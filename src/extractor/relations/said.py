"""Edges from statements: `said_about` each entity of the content, `said_to` each addressee."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.annotations import Relation, Statement


def said(statements: list[Statement]) -> Iterator[Relation]:
    """One edge for each speaker and each entity spoken about or to; nobody speaks about themselves here."""
    for index, statement in enumerate(statements):
        start, end = statement.spans[0][0], statement.spans[-1][1]
        for speaker in statement.speaker_ids:
            for predicate, others in (("said_about", statement.about_ids), ("said_to", statement.addressee_ids)):
                for other in others:
                    if other != speaker:
                        yield Relation(
                            speaker, predicate, other, start, end, statement.rule, statement.score, statement=index
                        )
