"""The parts of a person's name, and whether two names mean one person.

`Mohammad Javad Zarif`, `Zarif` and `M. Zarif`; `Recep Tayyip Erdogan` and `Erdogan`; `Kim Jong Un` and `Kim`;
`Jean-Yves Le Drian` and `Le Drian`; `Félix Tshisekedi` and, misspelt, `Felix Tshsekedi`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from extractor.analysis.folding import fold
from extractor.entities.words import bare
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept

Gender = Literal["m", "f"]

_SYLLABLES = re.compile(
    r"(?:(?:[ckst]h|ng|[kpt]h|zh|[bcdfghjklmnpqrstvwxyz])?[aeiouy]{1,3}(?:ng|nh|n(?![aeiouy])|[klmp](?![aeiouy])|ch|h|r)?){1,2}"
)
"""One or two syllables of a Chinese, Korean or Vietnamese given name: `jinping`, `jong`, `un`; not `kardashian`."""
VARIANT_LETTERS = 5
"""A family name this long may differ by a letter, or by two from eight letters on, and still be the same."""


@kept()
def first_names() -> dict[str, Gender | None]:
    """Gender by folded first name; None where women and men bear it."""
    genders: dict[str, Gender | None] = {}
    for row in reversed((*rows("first_names_press"), *rows("first_names"))):  # what is told first counts
        gender: Gender | None = "m" if row["gender"] == "m" else "f" if row["gender"] == "f" else None
        names = split(row["names"])
        genders.update(
            dict.fromkeys(names if row["names"].isascii() and row["names"].islower() else map(fold, names), gender)
        )
    return genders


@kept()
def _other_words() -> frozenset[str]:
    """What lists of first names hold and the press has in other names: `Rio`, `Great`."""
    return frozenset(fold(w) for row in rows("name_contexts") if row["effect"] == "word" for w in split(row["nouns"]))


@kept()
def particles() -> dict[str, str]:
    """Kind by folded particle: `particle`, `surname`, `suffix`."""
    return {fold(row["word"]): row["kind"] for row in rows("name_particles")}


@kept()
def family_first() -> frozenset[str]:
    """Family names that stand before the given name: `Xi`, `Kim`, `Nguyen`."""
    return frozenset(fold(name) for row in rows("family_names_first") for name in split(row["names"]))


def is_first_name(word: str) -> bool:
    """Whether the folded `word`, or each part of it between hyphens, is a first name: `jean-yves`."""
    known = first_names()
    if word in _other_words():
        return False
    return word in known or ("-" in word and all(part in known for part in word.split("-")))


def gender_of_first_name(word: str) -> Gender | None:
    """The gender of those who bear the folded first name `word`; of `jean-marie`, that of `jean`."""
    known = first_names()
    return known[word] if word in known else known.get(word.split("-")[0])


@dataclass(slots=True, frozen=True)
class PersonName:
    """A name cut into folded words without Arabic articles; `key` leaves the small particles out."""

    surface: str
    words: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def family_is_first(self) -> bool:
        """Whether the family name stands first, as in `Xi Jinping`, `Kim Jong Un`."""
        return (
            1 < len(self.key) < 4
            and self.key[0] in family_first()
            and all(_SYLLABLES.fullmatch(part) for word in self.key[1:] for part in word.split("-"))
            and not (len(self.key) == 2 and is_first_name(self.key[1]))
        )

    @property
    def given(self) -> str | None:
        """The first given name, where there is more than the family name."""
        if len(self.key) < 2:
            return None
        return self.key[1] if self.family_is_first else self.key[0]

    @property
    def family(self) -> str:
        """The word by which the person is called alone: `erdogan`, `kim`, `drian`."""
        return self.key[0] if self.family_is_first else self.key[-1]

    @property
    def initials(self) -> set[str]:
        """`mbs` of Mohammed ben Salmane, `nkm` of Nathalie Kosciusko-Morizet, `vge` of Valéry Giscard d'Estaing."""
        return {"".join(part[0] for word in of for part in word.split("-") if part) for of in (self.words, self.key)}


@kept(4096)
def parse_name(surface: str) -> PersonName:
    """The name `surface`, which stands without title: `parse_name("Ursula von der Leyen").family == "leyen"`."""
    surface = unicodedata.normalize("NFC", surface.replace("\u00ad", "").replace("\u200b", ""))
    folded = fold(surface).replace("(", " ").replace(")", " ").replace(".", " ").replace("d'", "d' ")
    words = tuple(w for w in (bare(word) for word in folded.split()) if w)
    kinds = particles()
    key = tuple(w for k, w in enumerate(words) if kinds.get(w) is None or (k == 0 and len(words) == 1))
    return PersonName(surface, words, key or words)


def same_person(short: PersonName, full: PersonName) -> bool:
    """Whether `short` can be another way to name `full`, one not being longer than the other."""
    if short.key == full.key:
        return True
    if len(short.key) > len(full.key):
        short, full = full, short
    if len(short.key) == 1:
        return named_alone(short.key[0], full)
    if short.key == full.key[-len(short.key) :] and not full.family_is_first:
        return True
    if "".join(short.key).replace("-", "") == "".join(full.key).replace("-", ""):
        return True  # Kim Jong Un, Kim Jong-un
    if short.given is None or full.given is None:
        return False
    return _given_fit(short.given, full.given) and _family_fit(short.family, full)


Trait = tuple[str, str]


def traits(name: PersonName) -> set[Trait]:
    """What two names share, in one trait at least, wherever `same_person` can be true of them.

    A word that is not the given name, the letters in their order, or the first letters of the given name and of
    another word (of the only word where there is one).
    """
    given = name.given
    letters = "".join(name.key).replace("-", "")
    if given is None:
        return {("letters", letters), *(("word", word) for word in name.key), *(("initial", w[:1]) for w in name.key)}
    others = name.key[:1] if name.family_is_first else name.key[1:]
    return {
        ("letters", letters),
        *(("word", word) for word in name.key[:1] if name.family_is_first),
        *(("word", word) for word in name.key[1:]),
        *(("initials", given[:1] + word[:1]) for word in others),
    }


def named_alone(word: str, full: PersonName) -> bool:
    """Whether the folded `word` alone can mean `full`: the family name or a later part (`Déby` of Idriss Déby)."""
    if len(full.key) == 1:
        return close(word, full.key[0])
    if full.family_is_first:
        return word == full.key[0]
    return word in full.key[1:]


def _given_fit(one: str, other: str) -> bool:
    if one == other or close(one, other):
        return True
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _family_fit(family: str, full: PersonName) -> bool:
    return any(close(family, word) for word in full.key[1:]) if not full.family_is_first else close(family, full.family)


def close(one: str, other: str) -> bool:
    """Whether two spellings of a name differ by little enough to be one: `tshisekedi`, `tshsekedi`."""
    if one == other:
        return True
    length = min(len(one), len(other))
    if length < VARIANT_LETTERS or one[0] != other[0]:
        return False
    return _distance_at_most(one, other, 2 if length >= 8 else 1)


def _distance_at_most(one: str, other: str, limit: int) -> bool:
    """Whether the edit distance is no more than `limit`; both are a word long."""
    if abs(len(one) - len(other)) > limit:
        return False
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
        if min(row) > limit:
            return False
    return row[-1] <= limit


def slug(surface: str) -> str:
    """The name as an id: `slug("Bachar al-Assad") == "bachar-al-assad"`."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(surface)).split())
