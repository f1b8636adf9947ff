"""A statement as a construction finds it, in places; `attribution` makes it a `Statement` of the article."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.annotations import Derivation, Offsets
from extractor.statements.cues import Cue


@dataclass(slots=True)
class Finding:
    """What one construction found: contents in code points, cue and speaker in places of `Syntax`."""

    rule: str
    spans: list[Offsets]
    score: float
    cue: Cue | None = None
    cue_first: int | None = None
    cue_end: int | None = None
    head: int | None = None
    """The place of the cue's main word."""
    speaker: tuple[int, int] | None = None
    anonymous: bool = False
    """The source is unnamed on purpose: `on`, a passive without agent."""
    negative: bool = False
    conditional: bool = False
    addressee: tuple[int, int] | None = None
    continues: Finding | None = None
    derivation: Derivation | None = None
    """The row of a table that found it."""
