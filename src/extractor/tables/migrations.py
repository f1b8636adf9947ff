"""Tables that an older version wrote are brought to the columns of this one, without processing anything again.

    1   the first columns
    2   documents: `input_sha256`, `duplicate_of`
    3   statements: `speaker_description`
    4   documents: `published_precision`

A new column is null in old rows until their article is processed again, and a new table has no rows of old articles
until then. The steps from one version to the next are `STEPS`, which name the columns and tables that they add.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.tables.schemas import TABLES


@dataclass(frozen=True, slots=True)
class Step:
    """What changed with `version`: the columns that were added, by table, and the tables that are new."""

    version: int
    added: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: tuple[str, ...] = ()


STEPS = (
    Step(2, {"documents": ("input_sha256", "duplicate_of")}),
    Step(3, {"statements": ("speaker_description",)}),
    Step(4, {"documents": ("published_precision",)}),
)


def columns_to_add(table: str, version: int) -> list[str]:
    """The columns of `table` that came after `version` of the schemas, in the order of the schema."""
    added = {name for step in STEPS if step.version > version for name in step.added.get(table, ())}
    return [name for name in TABLES[table].names if name in added]


def first_columns(table: str) -> list[str]:
    """The columns that `table` has had since version 1."""
    return [name for name in TABLES[table].names if name not in columns_to_add(table, 1)]


def first_version(table: str) -> int:
    """The version of the schemas that `table` came with: an older output lacks it, and has lost nothing."""
    return next((step.version for step in STEPS if table in step.tables), 1)
