"""Articles to measure speed on: in the manner of the press, as long and as rich in words, and about nobody.

Sentences come from templates below; names from the project's tables; surnames from syllables; the other words at random
from the French model's own word lists, so that a thousand words hold about as many new ones as they do in a newspaper.
They mean nothing, and what is extracted from them neither: quality is measured elsewhere.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator

from spacy.language import Language

from extractor.knowledge import rows, split

_SENTENCES = (
    "{Function} {demonym}, {person}, a {said} {day} que {clause}.",
    "« {Clause} », a {said} {person}, {function} {demonym}, lors d’une conférence de presse à {place}.",
    "« {Clause}, a-t-il {said}. {Clause}. »",
    "Selon {organisation}, {clause} et {clause}.",
    "{Clause}, d'après un {noun} cité par {organisation}.",
    "{Country} a livré {number} {weapon} à {country}, dont {number} {adjective}s, pour {number} millions d’euros.",
    "Interrogé sur {agreement}, {person} s’est dit {adjective} et a {said} vouloir {verb} {adverb} {phrase}.",
    "{Function} a {said} de {verb} {phrase} avant la fin du mois, sans {verb} {phrase}.",
    "De son côté, {organisation} n’a pas voulu {verb} {phrase} ; {clause}.",
    "{Agreement}, signé en {year}, prévoit de {verb} {phrase} et {phrase}.",
    "L’armée {demonym} dispose de {number} {weapon}, de {number} {noun}s {adjective}s et de plusieurs {noun}s.",
    "Elle a ajouté que {clause}, alors que {country} et {country} continuent de {verb} {phrase}.",
    "Les deux pays, qui ont conclu {agreement}, espèrent {verb} {phrase} {adverb}.",
    "Pour {person}, {phrase} reste {adjective} : « {Clause}. »",
    "À {place}, {clause}, malgré {phrase} et {phrase} de {year}.",
    "Le {noun} {adjective}, long de {number} kilomètres, relie {place} à {place}.",
    "{Clause}, ce qui devrait {verb} {adverb} {phrase}.",
)
_CLAUSES = (
    "{phrase} doit {adverb} {verb} {phrase}",
    "{country} ne peut plus {verb} {phrase}",
    "{phrase} de {place} a permis de {verb} {phrase}",
    "{organisation} continuera à {verb} {phrase}",
    "il faut {verb} {phrase} et {verb} {phrase}",
    "{person} n’a jamais voulu {verb} {phrase} avec {organisation}",
)
_SAID = "déclaré affirmé assuré indiqué annoncé promis estimé souligné rappelé reconnu accepté".split()
_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_FUNCTIONS = (
    "le ministre de la Défense",
    "la ministre des Affaires étrangères",
    "le Premier ministre",
    "le porte-parole du gouvernement",
    "la présidente",
    "le chef d’état-major",
    "l’ambassadeur",
)
_SLOT = re.compile(r"\{(\w+)\}")
_SYLLABLES = "ba bel cor dan dor fa gan har jo kal lem lor ma mir nar ol per ran sa tel tor va vin yor zan".split()


class Writer:
    """Writes articles; the same seed writes the same ones."""

    def __init__(self, nlp: Language, *, seed: int) -> None:
        """`nlp` is the French pipeline whose lemmatiser's lists the words come from."""
        self.random = random.Random(seed)
        index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
        self.words = {
            part: sorted(word for word in index[part] if word.isalpha() and 4 <= len(word) <= 12)
            for part in ("noun", "adj", "verb", "adv")
        }
        self.first_names = [
            name.capitalize() for row in rows("first_names") for name in split(row["names"]) if name.isalpha()
        ]
        self.names = {
            table: [row["name"] for row in rows(table)]
            for table in ("countries", "organisations", "agreements", "weapons")
        }
        self.demonyms = [row["feminine"] for row in rows("demonyms") if row["feminine"]]

    def articles(self, count: int, *, words: int = 420) -> Iterator[str]:
        """`count` articles of about `words` words in the middle, a few of them four times as long."""
        for _ in range(count):
            yield self.article(words=int(self.random.lognormvariate(math.log(words), 0.5)))

    def article(self, *, words: int) -> str:
        """One article: a title and paragraphs of one to five sentences."""
        paragraphs = [self._fill("{Phrase} : {clause}")]
        written = 0
        while written < words:
            paragraph = " ".join(self._fill(self.random.choice(_SENTENCES)) for _ in range(self.random.randint(1, 5)))
            paragraphs.append(paragraph)
            written += paragraph.count(" ") + 1
        return "\n\n".join(paragraphs)

    def _fill(self, template: str) -> str:
        return _SLOT.sub(self._fitting, template)

    def _fitting(self, slot: re.Match[str]) -> str:
        name = slot.group(1)
        filler = self._filler(name.lower())
        return filler[:1].upper() + filler[1:] if name[0].isupper() else filler

    def _filler(self, slot: str) -> str:
        choice = self.random.choice
        match slot:
            case "clause":
                return self._fill(choice(_CLAUSES))
            case "phrase":
                return self._fill(
                    choice(("la {noun}", "le {noun}", "les {noun}s {adjective}s", "une {adjective} {noun}"))
                )
            case "noun" | "verb":
                return self._word(slot)
            case "adjective":
                return self._word("adj")
            case "adverb":
                return self._word("adv")
            case "person":
                return f"{choice(self.first_names)} {self._name()}"
            case "place":
                return self._name()
            case "country" | "organisation" | "agreement" | "weapon":
                return choice(self.names[{"country": "countries"}.get(slot, slot + "s")])
            case "demonym":
                return choice(self.demonyms)
            case "function":
                return choice(_FUNCTIONS)
            case "said":
                return choice(_SAID)
            case "day":
                return choice(_DAYS)
            case "year":
                return str(self.random.randint(1949, 2025))
            case "number":
                return str(self.random.randint(2, 900))
        raise KeyError(slot)

    def _word(self, part: str) -> str:
        # Few words are said often and many seldom (Zipf): the place in the list falls off as one over the rank.
        words = self.words[part]
        return words[min(len(words) - 1, int(len(words) ** self.random.random() * 2) - 1)]

    def _name(self) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(self.random.randint(2, 3))).capitalize()
