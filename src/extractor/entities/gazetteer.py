"""All names that are known beforehand, looked up in one pass over the folded text.

The forms of all tables stand in one Aho-Corasick automaton; the pass is linear in the text whatever their
number. A hit is a proposal: the component of its type decides with the sentence around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from ahocorasick_rs import AhoCorasick
from spacy.language import Language
from spacy.tokens import Doc

from extractor.analysis.folding import FoldedText, fold
from extractor.annotations import Entity, EntityType, MentionKind, set_extensions
from extractor.knowledge.check import require_sound
from extractor.knowledge.word_lists import WordList

_ARTICLES = WordList("definite_articles")


@dataclass(slots=True, frozen=True)
class Form:
    """One spelling of one known entity."""

    text: str
    type: EntityType
    entity: Entity = field(hash=False, compare=False)
    kind: MentionKind = "name"
    needs_context: bool = False
    """Whether the form is also an ordinary word or another name (`Milan`, `Leclerc`, `Washington`)."""
    source: str = ""
    """The file that it comes from."""

    def fits(self, surface: str) -> bool:
        """Whether the capitals of `surface` are those of a name.

        A form of capitals only, up to four letters (`EI`, `OCS`), must stand so in the text, or, from four
        letters on, as a word with one capital (`Otan`). In any other form the words that have a capital must
        have one in the text; the first word of several is free, being often a common noun (`conseil de sécurité`).
        A text in capitals fits anything.
        """
        if self.text.isupper():
            return surface.isupper() or (sum(map(str.isalpha, self.text)) >= 4 and surface[:1].isupper())
        if (surface.isupper() and len(surface) > 4) or self._is_written_as_one_word(surface):
            return True
        form_words, words = self.text.replace("-", " ").split(), surface.replace("-", " ").split()
        if len(form_words) != len(words):
            return surface[:1].isupper() or not self.text[:1].isupper()
        return _has_first_capital_only(form_words, words) or _initials_fit(form_words, words)

    def _is_written_as_one_word(self, surface: str) -> bool:
        """Whether the words between hyphens have one capital together: `Etats-unis`."""
        return "-" in self.text and self.text[:1].isupper() and surface[:1].isupper() and surface[1:].islower()


def _has_first_capital_only(form_words: list[str], words: list[str]) -> bool:
    """Whether words that each have a capital in the form share one: `Maison blanche`, but not `Le monde`."""
    if len(words) < 2 or form_words[0].lower() in _ARTICLES:
        return False
    capitals = all(word[:1].isupper() for word in form_words)
    return capitals and words[0][:1].isupper() and all(word.islower() for word in words[1:])


def _initials_fit(form_words: list[str], words: list[str]) -> bool:
    """Whether the words that have a capital in the form have one; the first word of several is free."""
    start = 1 if len(words) > 1 else 0
    return all(_initial_fits(form, word) for form, word in zip(form_words[start:], words[start:], strict=True))


def _first_letter(word: str) -> str:
    """The first letter behind an apostrophe: `U` of `l'Union`."""
    return next((letter for letter in word.replace("’", "'").rpartition("'")[2] if letter.isalpha()), "")


def _initial_fits(form: str, word: str) -> bool:
    form_letter, word_letter = _first_letter(form), _first_letter(word)
    return not form_letter.isupper() or not word_letter.islower()


@dataclass(slots=True, frozen=True)
class Hit:
    """A form found at `start:end` (code points of the text)."""

    start: int
    end: int
    form: Form


class Gazetteer:
    """The automaton over all forms.

    gazetteer = Gazetteer(forms)
    for hit in gazetteer.find("L’Otan se réunit"):
        print(hit.start, hit.form.entity.id)
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        self.forms: dict[str, list[Form]] = {}
        for form in forms:
            folded = fold(form.text)
            if folded:
                self.forms.setdefault(folded, []).append(form)
        self._patterns = list(self.forms)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False) if self._patterns else None

    def find(self, text: str) -> list[Hit]:
        """Every form that stands in `text` as whole words with fitting capitals, by place, also overlapping ones."""
        if self._automaton is None:
            return []
        folded_text = FoldedText(text)
        folded = folded_text.folded
        hits = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
                continue
            if folded[end : end + 1] == "'" and folded[end + 1 : end + 2].isalnum():
                continue  # `Berd'huis`: before an apostrophe a word has lost its vowel
            place = folded_text.place(start, end)
            surface = text[place[0] : place[1]]
            hits += [Hit(*place, form) for form in self.forms[self._patterns[index]] if form.fits(surface)]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits


def hits(doc: Doc, entity_type: EntityType) -> list[Hit]:
    """What `extractor_gazetteer` found of one type, by place, longer before shorter."""
    return [hit for hit in doc._.extractor_hits if hit.form.type == entity_type]


def longest(found: Iterable[Hit]) -> list[Hit]:
    """The hits that overlap no longer one; of several forms at one place the first."""
    kept: list[Hit] = []
    for cluster in _clusters(found):
        free: list[Hit] = []
        for hit in sorted(cluster, key=lambda h: h.start - h.end):
            if not any(k.start < hit.end and hit.start < k.end for k in free):
                free.append(hit)
        kept += sorted(free, key=lambda h: h.start)
    return kept


def _clusters(found: Iterable[Hit]) -> Iterable[list[Hit]]:
    """Runs of hits that overlap, so that the comparison of all with all stays within each run."""
    cluster: list[Hit] = []
    reach = -1
    for hit in sorted(found, key=lambda h: (h.start, -h.end)):
        if hit.start >= reach and cluster:
            yield cluster
            cluster = []
        cluster.append(hit)
        reach = max(reach, hit.end)
    if cluster:
        yield cluster


class GazetteerComponent:
    """Looks up every known name once; the components behind it read the hits of their type with `hits`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        doc._.extractor_hits = self.gazetteer.find(doc.text)
        return doc


def all_forms(folder: Path | None = None) -> Iterator[Form]:
    """The forms of all tables, shipped and the user's."""
    for module in ("countries", "organisations", "agreements", "weapons"):
        yield from import_module(f"extractor.entities.{module}").forms(folder)


@Language.factory("extractor_gazetteer", default_config={"knowledge": None}, assigns=["doc._.extractor_hits"])
def create_gazetteer(nlp: Language, name: str, knowledge: str | None) -> GazetteerComponent:
    """The component `extractor_gazetteer`; `knowledge` is a folder of the user's own tables.

    Raises KnowledgeError with every bad row of those tables.
    """
    set_extensions()
    folder = Path(knowledge) if knowledge else None
    if folder is not None:
        require_sound(folder)
    return GazetteerComponent(Gazetteer(all_forms(folder)))
