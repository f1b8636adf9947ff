"""The grammar of designations: what a weapon's name looks like and where it stands behind its head noun.

Works on the raw text by code points, since hyphens, slashes and digits inside a designation are no place to trust
a tokenizer. `missile balistique nord-coréen de type « Hwasong-18 »`: a head noun, a gap of lower-case words that
belong to the noun phrase, and the name. Nothing here knows a weapon; `weapons.py` decides.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick

from extractor.analysis.folding import FoldedText, fold
from extractor.annotations import Offsets
from extractor.knowledge.word_lists import WordList

_SERIES_OF_WEAPONS = WordList("series_of_weapons")

Strength = Literal["strong", "weak", "support", "generic"]

_HYPHEN = "[-‐‑–]"
_SPACE = "[ \u00a0\u202f]"
_UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆŞİĞŁÅØŠŽČÓÁÍÚ"
_LOWER = "a-zà-öø-ÿœæıłşğńśźżěšžč"
_WORD = rf"[{_UPPER}][{_UPPER}{_LOWER}0-9]*(?:[’'][{_UPPER}{_LOWER}]+)*"
_MORE = rf"[{_UPPER}{_LOWER}0-9]+(?:[’'][{_UPPER}{_LOWER}]+)*"
_VERSION = rf"(?:Block|Mk\.?|Mark|Mod|Batch|Tranche){_SPACE}?\d+[A-Z]*(?:/\d+)?"
NAME = re.compile(
    rf"(?:{_WORD}|\d+[A-Z]\d+\w*)(?:[-‐‑/.]{_MORE})*(?:\([A-Z]\))?"
    rf"(?:{_SPACE}(?:{_VERSION}|{_WORD}(?:[-‐‑/.]{_MORE})*|\d{{1,4}}[A-Z]{{0,3}}(?:[-‐‑/]\d{{1,2}}[A-Z]?)?(?!\w|[.,]\d|{_SPACE}\d)"
    rf"|(?:de|du|des|d’|d'|el|al|van){_SPACE}?(?=[{_UPPER}]){_WORD}))*"
)
"""A name as capitals, digits and hyphens make it: `PAC-3 MSE`, `Mirage 2000-9`, `Trident II`, `USS Gerald R. Ford`."""

CODE = re.compile(
    rf"(?<![\w-])(?:[A-Z][A-Za-z]{{0,12}}(?:/[A-Z]{{1,3}})?[-‐‑]?\d{{1,4}}|\d[A-Z]{{1,2}}\d{{1,4}})"
    rf"(?:(?:[-‐‑/.]?[A-Z]{{1,4}}\d{{0,2}}|[-‐‑/.]\d{{1,2}}[A-Z]?|bis)){{0,3}}(?![\w])(?!{_HYPHEN}[a-zà-ÿ])"
)
"""Letters and a number, with the variant behind it: `F-35A`, `Su-30SM2`, `2S19`, `Kh-47M2`, `T-72B3M`."""

_CODE_BASE = re.compile(r"([A-Za-z]+(?:/[A-Z]+)?)[-‐‑]?(\d+)|(\d[A-Z]{1,2}\d+)")
_TAIL = re.compile(
    rf"{_SPACE}(?:{_VERSION}|(?:[A-Z]{{1,5}}\d{{0,3}}(?:[.-]\d)?[A-Z]?|\d[A-Z]\w?|[IVX]{{1,4}})(?![\w’'.-]))"
)
_CLASS = re.compile(rf"\b(?:classe|projet){_SPACE}?[«\"“]?{_SPACE}?$")
_CLASS_NUMBER = re.compile(r"\d{2,5}(?:\.\d)?[A-Z]{0,3}(?!\w|[.,]\d)")
CHINESE_TYPE = re.compile(rf"Type{_SPACE}?-?[09]\d{{1,2}}[A-Z]{{0,2}}(?!\w)")
"""What Chinese ships are called by: `Type 055`, `Type 901`."""
_OPENING = '«"“‘'
_CLOSING = {"«": "»", '"': '"', "“": "”", "‘": "’"}
_GAP_WORD = re.compile(
    rf"(?:[dlDL][’'])?(?:[{_LOWER}]+(?:[-‐‑’'][{_LOWER}]+)*|"
    rf"\d+(?:[.,]\d+)?(?:{_SPACE}?mm)?(?={_SPACE})|\d+(?:er|ère|e|ème)(?={_SPACE}))"
)
_ASIDE = re.compile(r"[(\[][A-Z][\w-]{1,7}[)\]](?=[ ,\u00a0\u202f])")
"""The acronym of the head noun itself: `sous-marin nucléaire d'attaque (SNA) Suffren`."""
_GENERIC = re.compile(r"[A-Z][A-Z0-9/&-]*(?![\w’'-])")
_COMMA_TYPE = re.compile(rf",{_SPACE}(?=(?:de{_SPACE})?(?:type|classe|modèle){_SPACE})")
_MAX_GAP_WORDS = 9
_SENTENCE_END = re.compile(r"(?:[.!?…][\"»”’)]?\s+(?=[\"«“A-ZÀ-ÖØ-Þ0-9])|\n)")


@dataclass(slots=True, frozen=True)
class Head:
    """A noun that a weapon's name follows. `family` is what sort of weapon it is the head of, `""` for any."""

    text: str
    strength: Strength
    family: str
    plural: bool = False


@dataclass(slots=True, frozen=True)
class HeadPlace:
    """A head noun in the text."""

    start: int
    end: int
    head: Head


class HeadFinder:
    """All head nouns of an article in one pass; longer ones win (`avion de combat` over `avion`)."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self._heads: dict[str, Head] = {}
        for head in heads:
            # Acronyms (`BPC`, `FPV`) are looked up folded as well and compared with their capitals below.
            self._heads.setdefault(fold(head.text), head)
        self._patterns = list(self._heads)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False)

    def find(self, text: str) -> list[HeadPlace]:
        folded_text = FoldedText(text)
        folded = folded_text.folded
        places: list[HeadPlace] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if (start and (folded[start - 1].isalnum() or folded[start - 1] == "-")) or (
                end < len(folded) and (folded[end].isalnum() or folded[end] == "-")
            ):
                continue
            head = self._heads[self._patterns[index]]
            place = folded_text.place(start, end)
            surface = text[place[0] : place[1]]
            if head.text.isupper() and not surface[0].isupper():
                continue
            places.append(HeadPlace(*place, head))
        places.sort(key=lambda p: (p.start, -p.end))
        kept: list[HeadPlace] = []
        for found in places:
            if not kept or found.start >= kept[-1].end:
                kept.append(found)
        return kept


@dataclass(slots=True, frozen=True)
class NamePlace:
    """Where a name may stand behind a head: its start, and the words between."""

    start: int
    gap: tuple[Offsets, ...]
    marker: bool
    """Whether `de type`, `classe`, `baptisé` … announces the name."""
    class_start: int | None
    """Where `classe` begins, when the name is that of a class of ships."""
    closing: str | None
    """The quotation mark that must close the name, when one opens before it."""


MARKERS = WordList("words_before_designations")
"""Words that announce a name; a closed class of the language."""


def name_place(
    text: str, end: int, *, breaks: Container[str], function_words: Container[str], generics: Container[str]
) -> NamePlace | None:
    """Where the name begins that the head ending at `end` governs, or None when its noun phrase ends before one.

    `breaks` are the function words that end a noun phrase, `function_words` those that never stand right
    before a governed name, `generics` the acronyms that may stand in the gap (`drone MALE Reaper`).
    """
    gap: list[Offsets] = []
    at = _next_word(text, end)
    while at is not None and len(gap) <= _MAX_GAP_WORDS:
        if text[at] in _OPENING:
            return _place(text, _skip_spaces(text, at + 1), gap, function_words, _CLOSING[text[at]])
        word = _acronym(text, at, generics)
        if word is None:
            if _begins_name(text, at, gap):
                return _place(text, at, gap, function_words, None)
            word = _gap_word(text, at, breaks)
        if word is None:
            return None
        gap.append(word)
        at = _next_word(text, word[1])
    return None


def _next_word(text: str, at: int) -> int | None:
    """Where the next word of the noun phrase begins, behind a space or the comma of `, de type`."""
    comma = _COMMA_TYPE.match(text, at)
    after = comma.end() if comma else _skip_spaces(text, at)
    return after if at < after < len(text) else None


def _acronym(text: str, at: int, generics: Container[str]) -> Offsets | None:
    """The acronym of the head noun in brackets, or a generic one, that may stand in the gap."""
    aside = _ASIDE.match(text, at)
    if aside:
        return aside.span()
    generic = _GENERIC.match(text[at : at + 12])
    return (at, at + generic.end()) if generic and generic.group() in generics else None


def _begins_name(text: str, at: int, gap: list[Offsets]) -> bool:
    """Whether a name begins by its looks: a capital, a code, or a number behind `classe`."""
    last = text[gap[-1][0] : gap[-1][1]] if gap else ""
    numbered = last in _SERIES_OF_WEAPONS and _CLASS_NUMBER.match(text, at) is not None
    return numbered or text[at].isupper() or CODE.match(text, at) is not None


def _gap_word(text: str, at: int, breaks: Container[str]) -> Offsets | None:
    """The word of the noun phrase that may stand between head and name; None where the phrase ends."""
    word = _GAP_WORD.match(text, at)
    if word is None:
        return None
    # With their accents: `à` may stand in the phrase, the verb `a` ends it.
    elided, _, rest = word.group().casefold().replace("’", "'").partition("'")
    return None if elided in breaks or (rest or elided) in breaks else word.span()


def _place(
    text: str, start: int, gap: list[Offsets], function_words: Container[str], closing: str | None
) -> NamePlace | None:
    last = text[gap[-1][0] : gap[-1][1]] if gap else ""
    if last == "de" and CHINESE_TYPE.match(text, start):
        return NamePlace(start, tuple(gap), True, None, closing)
    if last.casefold() in function_words or last.endswith(("’", "'")):
        return None
    class_start = None
    class_match = _CLASS.search(text, max(0, start - 12), start)
    if class_match and last.casefold() in _SERIES_OF_WEAPONS:
        class_start = class_match.start()
    return NamePlace(start, tuple(gap), last.casefold() in MARKERS, class_start, closing)


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \u00a0\u202f":
        at += 1
    return at


def variant_end(text: str, end: int) -> int:
    """Where a name ending at `end` ends with its version (`Rafale` + ` F5`, `F-16` + ` Block 70`)."""
    match = _TAIL.match(text, end)
    return match.end() if match else end


def class_number_end(text: str, start: int) -> int | None:
    """Where the number of a class or project ends (`classe 055`, `projet 636.3`), None for no number."""
    match = _CLASS_NUMBER.match(text, start)
    return match.end() if match else None


def code_key(code: str) -> str:
    """A designation without what spellings differ in: `F-16` and `F16` are `f16`, `F/A-18` is `fa18`."""
    return re.sub(r"[^a-z0-9]", "", fold(code))


def code_keys(code: str) -> Iterator[str]:
    """The keys of `code` from the most to the least special: `Su-30SM2` → `su30sm2`, `su30sm`, `su30`."""
    key = code_key(code)
    base = _CODE_BASE.match(code)
    shortest = len(code_key(base.group())) if base else len(key)
    while len(key) >= shortest:
        yield key
        key = key[:-1]


def series(code: str, table: Mapping[str, tuple[int, int, int, int]]) -> str | None:
    """The letters of `code` when they make a designation with its number (`Su` of `Su-75`), hyphen required."""
    match = re.match(r"([A-Za-z]+(?:/[A-Z]+)?)[-‐‑](\d+)", code)
    if not match or match.group(1) not in table:
        return None
    shortest, longest, lowest, highest = table[match.group(1)]
    digits = match.group(2)
    return match.group(1) if shortest <= len(digits) <= longest and lowest <= int(digits) <= highest else None


def is_acronym_of(acronym: str, name: str) -> bool:
    """Whether the letters of `acronym` begin words of `name` in their order (`MSE`, `Missile Segment Enhancement`)."""
    initials = [fold(word)[0] for word in re.split(r"[\s’'/-]+", name) if word and fold(word)]
    letters = fold(acronym)
    return len(acronym) >= 2 and letters in "".join(initials) or _subsequence(letters, initials)


def _subsequence(letters: str, initials: list[str]) -> bool:
    rest = iter(initials)
    return len(letters) >= 3 and all(letter in rest for letter in letters)


def sentence_around(text: str, start: int, end: int, *, reach: int = 260) -> Offsets:
    """The sentence around a place, at most `reach` characters either way."""
    low = max(0, start - reach)
    for match in _SENTENCE_END.finditer(text, low, start):
        low = match.end()
    match_end = _SENTENCE_END.search(text, end, min(len(text), end + reach))
    return low, match_end.start() if match_end else min(len(text), end + reach)
