"""Where the inputs could not be read to their end, so that nobody knows what is there now.

A place is the source of a record, of a file, of a folder with `/` behind it, or the empty string for all of an input.
What the tables hold from there stays: its articles keep their rows, and `--prune` takes nothing of it away.
"""

from __future__ import annotations

from extractor.articles.article import Refusal
from extractor.runs.ledger import file_of


class Unread:
    """The places, with the reason that was given first."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.folders: list[str] = []
        """The sources of folders that could not be listed."""

    def note(self, refusal: Refusal) -> None:
        """Remembers the place that `refusal` names, if it names one."""
        if refusal.place is None:
            return
        self.reasons.setdefault(refusal.place, refusal.reason)
        if is_folder(refusal.place):
            self.folders.append(refusal.source)

    def place_of(self, source: str) -> str | None:
        """The place from which `source` comes, or None where it was read."""
        if not self.reasons:
            return None
        if "" in self.reasons:
            return ""
        return file_of(source, self.reasons) or (self._folder_of(source) if self.folders else None)

    def _folder_of(self, source: str) -> str | None:
        position = source.find("/")
        while position >= 0:
            if source[: position + 1] in self.reasons:
                return source[: position + 1]
            position = source.find("/", position + 1)
        return None


def is_folder(place: str) -> bool:
    """Whether it is a folder, or all of an input."""
    return not place or place.endswith("/")
