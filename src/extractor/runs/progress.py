"""Progress as an interface: a run tells what happens, and a window (terminal, log, none) shows it."""

from __future__ import annotations

from typing import Protocol

from extractor.articles.article import Refusal


class Progress(Protocol):
    """What a run tells while it goes on."""

    def advance(self, articles: int, *, words: int) -> None:
        """So many more articles are done."""

    def reject(self, refusal: Refusal) -> None:
        """An input was set aside."""

    def close(self) -> None:
        """Nothing more comes."""


class Silent:
    """Shows nothing."""

    def advance(self, articles: int, *, words: int) -> None:
        """Nothing to show."""

    def reject(self, refusal: Refusal) -> None:
        """Nothing to show."""

    def close(self) -> None:
        """Nothing to show."""
