"""Whom a noun phrase as a whole stands for: its head decides, not every name that lies inside.

`le ministre Jean-Yves Le Drian` is the minister, `Paris, Berlin et Londres` are three states, `le groupe Wagner` is
Wagner; `le porte-parole de Macron` and `l'administration Trump` are nobody named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import Mention, Offsets
from extractor.coreference.nominals import Phrase, find_phrases
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_SPEAKING_TYPES = frozenset({"PERSON", "COUNTRY", "ORG"})
_JOINT = re.compile(
    r"[\s\u00a0]*(?=[,)]|(?:et|ou|puis|ainsi|comme|de même)\b)(?:[,)][\s\u00a0]*)?"
    r"(?:(?P<and>et|ou|puis|ainsi que|comme|de même que|et aussi)[\s\u00a0]+)?"
    r"(?:(?:le|la|les|de|du|des|son|sa|celui|celle|M\.|MM\.|Mme)[\s\u00a0]+|[ldLD]['’])*",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r",[\s\u00a0]*(?:(?:le|la|M\.|Mme)[\s\u00a0]+|l['’])?"
    r"(?:(?!(?:de|du|des|à|au|aux|avec|pour|par|chez|contre|entre|sur|sous)[\s\u00a0])[\w-]+[\s\u00a0]+){0,3}$"
)
"""What leads up to a name that stands for the phrase before it, never a preposition: `un proche de X` is not X."""
_TITLES = WordList("titles_of_address")


@dataclass(slots=True, frozen=True)
class Head:
    """One member of a phrase: the offsets of what heads it and whom that stands for (a group for several)."""

    start: int
    end: int
    entity_ids: tuple[str, ...]


_ONE = re.compile(r"(?:^|[^\w])(?:une?|ce|cet|cette|le|la|l['’]|du|au)[ \u00a0]*(?:jeune[ \u00a0])?$", re.IGNORECASE)


def is_countryman(text: str, mention: Mention) -> bool:
    """Whether the name of a people stands for one person of it: `ce Malien de 32 ans`, not `les Maliens`."""
    if mention.kind != "demonym" or mention.type != "COUNTRY" or not text[mention.start].isupper():
        return False
    return bool(_ONE.search(text[max(0, mention.start - 14) : mention.start]))


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The ends of an article's nouns, and of its adjectives and verbs in small letters, by their starts."""

    nouns: dict[int, int]
    adjectives: dict[int, int]


def _tokens(doc: Doc) -> _Tokens:
    """They do not change once the article is parsed, and are kept with it."""
    kept = doc.user_data.get("extractor.heads")
    if isinstance(kept, _Tokens):
        return kept
    tokens = _Tokens({}, {})
    for token in doc:
        tag = token.pos_
        if tag == "NOUN" and fold(token.text) not in _TITLES:
            tokens.nouns[token.idx] = token.idx + len(token)
        elif tag in ("ADJ", "VERB") and token.text.islower():
            tokens.adjectives[token.idx] = token.idx + len(token)
    doc.user_data["extractor.heads"] = tokens
    return tokens


class Heads:
    """The mentions, descriptions and nouns of an article by place, so that the head of any span is found at once."""

    def __init__(self, doc: Doc, phrases: list[Phrase] | None = None) -> None:
        self.text = text_of(doc)
        self._mentions: dict[tuple[int, int], list[Mention]] = {}
        taken: list[tuple[int, int]] = []
        for mention in doc._.mentions:
            adjective = mention.kind == "demonym" and self.text[mention.start : mention.start + 1].islower()
            if mention.type in _SPEAKING_TYPES and not adjective and not is_countryman(self.text, mention):
                self._mentions.setdefault((mention.start, mention.end), []).append(mention)
            taken.append((mention.start, mention.end))
        self._phrases = {p.start: p for p in (find_phrases(doc) if phrases is None else phrases)}
        self._titles: dict[int, set[str]] = {}
        for phrase in self._phrases.values():
            if phrase.bound is not None:
                self._titles.setdefault(phrase.end, set()).add(phrase.bound)
        taken_chars = _Spans(taken)
        items: dict[int, tuple[int, str]] = {}
        tokens = _tokens(doc)
        for start, end in tokens.nouns.items():
            if not taken_chars.covers(start):
                items[start] = (end, "noun")
        for start, phrase in self._phrases.items():
            items[start] = (phrase.end, "phrase")
        for start, end in self._mentions:
            known = items.get(start)
            if (
                known is None
                or known[1] != "phrase"
                or any(m.kind not in ("pronoun",) for m in self._mentions[(start, end)])
            ):
                items[start] = (end, "mention")
        self._items = sorted((start, end, kind) for start, (end, kind) in items.items())
        self._starts = [item[0] for item in self._items]
        self._plural: dict[int, tuple[str, ...]] = doc._.extractor_plural_pronouns
        self._adjectives = tokens.adjectives

    def of(self, start: int, end: int) -> list[Head]:
        """The members that head `start:end`, in order; a member that is nobody named has no entities."""
        for i in range(start, min(end, start + 4)):
            if i in self._plural:
                return [Head(i, end, self._plural[i])]
        found: list[Head] = []
        joined = True
        place = start
        while place < end:
            i = bisect_left(self._starts, place)
            if i >= len(self._items) or self._items[i][0] >= end:
                break
            item_start, item_end, kind = self._items[i]
            if found:
                joint = _JOINT.fullmatch(self.text, place, item_start)
                if not joint:
                    break
                joined = joint.group("and") is not None
            head = self._read(item_start, item_end, kind, end)
            place = max(head.end, item_end)
            if not found or head.entity_ids != found[-1].entity_ids or not head.entity_ids:
                found.append(head)
        return found if joined else found[:1]

    def _read(self, start: int, end: int, kind: str, stop: int) -> Head:
        if kind == "mention":
            members = self._mentions[(start, end)]
            return Head(start, end, tuple(dict.fromkeys(m.entity_id for m in members)))
        if kind == "phrase":
            phrase = self._phrases[start]
            if phrase.bound is None:
                named = self._appended(end, stop)
                return Head(named.start, named.end, (named.entity_id,)) if named is not None else Head(start, end, ())
            named = self._mention_from(end, stop, phrase.bound)
            if named is not None and named.start - end < 30:
                return Head(named.start, named.end, (phrase.bound,))
            return Head(start, end, (phrase.bound,))
        named = self._apposed(end, stop)
        return Head(named.start, named.end, (named.entity_id,)) if named is not None else Head(start, end, ())

    def _mention_from(self, place: int, stop: int, entity_id: str) -> Mention | None:
        for i in range(bisect_left(self._starts, place), min(len(self._items), bisect_left(self._starts, place) + 4)):
            start, end, kind = self._items[i]
            if start >= stop:
                return None
            if kind == "mention":
                for mention in self._mentions[(start, end)]:
                    if mention.entity_id == entity_id:
                        return mention
        return None

    def _appended(self, place: int, stop: int) -> Mention | None:
        """The person named behind a comma at the end of a long description: `le chef de la commission de …, X`."""
        i = bisect_left(self._starts, stop) - 1
        while i >= 0 and self._items[i][0] >= place:
            start, end, kind = self._items[i]
            if kind == "mention" and self._mentions[(start, end)][0].type == "PERSON":
                before = self.text[place:start]
                of_inner = self._mentions[(start, end)][0].entity_id in self._titles.get(place, ())
                if of_inner:
                    return None  # `le porte-parole du président russe, Vladimir Poutine`
                if before.count(",") == 1 and _APPOSITION.search(before) and not self.text[end:stop].strip(" ,)"):
                    return self._mentions[(start, end)][0]
            i -= 1
        return None

    def _apposed(self, place: int, stop: int) -> Mention | None:
        """The organisation right behind its noun (`le groupe Wagner`), adjectives let through."""
        while place < stop and self.text[place] in ' \u00a0"«“':
            place += 1
        while place in self._adjectives:
            place = self._adjectives[place]
            while place < stop and self.text[place] in ' \u00a0"«“':
                place += 1
        i = bisect_left(self._starts, place)
        if i < len(self._items) and self._items[i][0] == place and self._items[i][2] == "mention":
            for mention in self._mentions[self._items[i][:2]]:
                if mention.type == "ORG":
                    return mention
        return None


class _Spans:
    """Whether an offset lies in one of many spans."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._starts and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, offset: int) -> bool:
        i = bisect_left(self._starts, offset + 1) - 1
        return i >= 0 and offset < self._ends[i]


def antecedent_phrase(doc: Doc, start: int, end: int) -> Offsets:
    """The source phrase that a pronoun at `start:end` goes on from where nobody is named, else the span itself.

    In `« … », dit un porte-parole de l'Otan. « … », ajoute-t-il` the second source is the first.
    """
    known: dict[int, Offsets] = doc._.extractor_antecedents
    for place in range(start, min(end, start + 4)):
        if place in known:
            return known[place]
    return start, end
