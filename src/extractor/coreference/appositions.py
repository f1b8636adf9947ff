"""Whose name stands beside the head of a source phrase: `le graveur X`, `le ministre délégué aux Transports, X`."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Mention
from extractor.entities.roles import read_roles
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.text.reading import text_of

_BEHIND_COMMA = re.compile(r"(?:[^.;:?!\n\"«»“”]|!(?=[,\s])){0,120},[ \u00a0]")
"""What stands between a function and the name that explains it."""
_NAMES_BEHIND = 6
"""Mentions behind a function among which the name is that explains it; the others are of whom or what it serves."""

_TITLE = re.compile(r"(?:\b(?:MM?\.|Mmes?|Mlle|Mgr|Dr|Me)[\s\u00a0]*)$")
_BEHIND_PREPOSITION = re.compile(
    r"(?:\b(?:de|du|des|à|au|aux|par|avec|pour|contre|chez|sous|sur|en|selon|entre|et|d['’])[\s\u00a0]*(?:l[ae]s?\s|l['’])?)$",
    re.IGNORECASE,
)
_GOVERNED_NOUN = re.compile(
    r"\b(?:de la|de l['’]|du|des|de|d['’])[\s\u00a0]*(?P<noun>[^\W\d_][\w-]*)[\s\u00a0]+(?:[\w-]+[\s\u00a0]+){0,2}$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\bet[\s\u00a0]+(?:l[ae]s?\b|l['’]|une?\b|s(?:on|a|es)\b|MM?\.|Mme)", re.IGNORECASE)


@kept()
def _function_nouns() -> frozenset[str]:
    """Folded forms of the functions of persons, of one word."""
    return frozenset(fold(form) for row in rows("functions") for form in (row["lemma"], row["feminine"]) if form)


class Appositions:
    """The names of persons in one article, asked by source phrase."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self.mentions: list[Mention] = sorted(doc._.mentions, key=lambda m: m.start)
        self.starts = [m.start for m in self.mentions]
        roles = [(r.start, r.end, i) for i, own in read_roles(doc).items() for r in own if r.place == "before"]
        self.explaining = self._explaining(roles)
        """By the place of a function the name that explains it behind a comma: `le chef d'En Marche !, X`."""

    def _explaining(self, roles: list[tuple[int, int, str]]) -> dict[int, Mention]:
        found: dict[int, Mention] = {}
        for start, end, entity_id in roles:
            for mention in self.mentions[bisect_left(self.starts, end) :][:_NAMES_BEHIND]:
                if mention.kind not in NAMED_KINDS or not _BEHIND_COMMA.fullmatch(self.text, end, mention.start):
                    continue
                if mention.entity_id == entity_id:
                    found[start] = mention
                    break
        return found

    def names(self, start: int, end: int) -> list[Mention]:
        """The names of persons that begin in the phrase, or right behind it where one explains its function."""
        inside = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        behind = self.explaining.get(start)
        found = inside if behind is None else [*inside, behind]
        return [mention for mention in found if mention.type == "PERSON"]

    def named(self, start: int, end: int) -> Mention | None:
        """The name in the phrase or, where it explains a function, right behind it."""
        behind = self.explaining.get(start)
        return behind if behind is not None and behind.start >= end else self.within(start, end)

    def within(self, start: int, end: int) -> Mention | None:
        """The person whose name stands beside the phrase's head, whatever the head: `le graveur X`, `Une voisine, X`.

        Not a name that the head governs: `l'avocat de X`, `la porte-parole du président X`.
        """
        for mention in self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if mention.type != "PERSON" or mention.kind != "name":
                continue
            before = _TITLE.sub("", self.text[start : mention.start])
            if not before.strip() or before.rstrip().endswith(","):
                return mention
            if _BEHIND_PREPOSITION.search(before) or _ANOTHER.search(before):
                continue
            governed = _GOVERNED_NOUN.search(before)
            if governed is None or "auprès" in before or fold(governed.group("noun")) not in _function_nouns():
                return mention
        return None
