"""The cue lexicon: which words of French give a content to a source, in which forms and in which constructions.

Pure data access. `knowledge/cues.tsv` says what each cue allows, `knowledge/cue_forms.tsv` holds every inflected form
of its verbs (written by `scripts/build_cue_forms.py`), so that a cue is found by the form in the text and never
depends on the lemmatiser. Whether a form *is* a cue where it stands is for `attribution` to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.errors import KnowledgeError
from extractor.knowledge import rows, split, table_path
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.statements.conjugation import packed_forms

KINDS = frozenset({"verb", "reflexive", "multiword", "noun", "preposition", "frame"})
VERBAL = frozenset({"verb", "reflexive", "multiword"})

CONSTRUCTIONS = frozenset(
    {
        "quotation", "incise", "incise:pronoun", "que", "selon laquelle", "interrogative", "nominal",
        "infinitive:none", "infinitive:de", "infinitive:à",
        "attribute:none", "attribute:de", "attribute:comme", "attribute:à",
        "agent", "source", "relay", "medium", "document", "anonymous", "attitude",
    }
)  # fmt: skip

_DETERMINERS = WordList("determiners_and_contractions")
_OF = WordList("de")
_TO = WordList("a")
_CONTRACTED = WordList("contracted_articles")
_ACCENTED = {"e": "éêè", "a": "âà", "i": "î", "o": "ô", "u": "ù", "c": "ç"}

_ATTITUDE = "~"
"""In a multi-word cue any noun with the construction `attitude`: `afficher son ~` is `affiche sa solidarité`."""
_MARKS = frozenset('«"“„')
_THEIRS = WordList("possessives")

# Words that may come between the verb of a multi-word cue and the rest: `a fait une nouvelle fois savoir`,
# `mettre Téhéran en garde`. Bounded, so that the search is linear.
_GAP = 6
_ADJECTIVES = 2
# From the clitic to the verb: `y a vu`, `s'en est toujours pris`.
_CLITIC_REACH = 4

_PREPOSITIONS = WordList("prepositions_of_cues")
_ADVERB = re.compile(r"\w+ment|aussi|encore|toujours|déjà|bien|surtout|même|ainsi|donc|alors|pas|plus|jamais")

_CACHED_FORMS = 50_000


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the lexicon: a word or phrase that introduces what someone says, and how."""

    lemma: str
    kind: str
    constructions: frozenset[str]
    act: str
    object_person: str
    """Who a person object is: `addressee` (`appelle X à`), `addressee:à` (`demande à X de`), `target` (`accuse X de`)
    or `target:à` (`reproche à X de`); empty when the cue takes none."""
    factive: bool
    """The complement is presupposed (`savoir que`): no statement, except in an incise (`apprend-on`)."""
    strong: bool
    """Communication in every construction listed; a weak cue needs a quotation, an incise or a clause."""
    head: str
    """The verb that is inflected; empty for a cue that has none."""
    words: tuple[str, ...]
    """The fixed words after the head of a multi-word cue (`en garde`), or all words of a preposition or frame."""
    objects: frozenset[str]
    """Prepositions that introduce the nominal object (`faire état` + `de`); empty for a direct object."""

    @property
    def reflexive(self) -> bool:
        """Whether the verb needs a reflexive clitic (`s'indigner`)."""
        return self.lemma.startswith(("se ", "s'"))

    @property
    def name(self) -> str:
        """The lemma without the place of a noun: `afficher` of `afficher son ~`."""
        return _OPEN.sub("", self.lemma)

    @property
    def clitic(self) -> str:
        """The adverbial clitic that belongs to the cue: `en` in `s'en prendre`, `y` in `y voir`, else empty."""
        return _clitic(self.lemma)

    @property
    def blocks(self) -> bool:
        """Whether the phrase is no cue although its verb is one: `s'assurer que`, `vouloir dire que`."""
        return self.act == "block"

    def allows(self, construction: str) -> bool:
        """Whether the cue takes a construction; `infinitive` and `attribute` stand for any of theirs, `incise` for
        `incise:pronoun` too (`apprend-on`: an incise only with an inverted pronoun)."""
        return construction in self.constructions or any(c.startswith(construction + ":") for c in self.constructions)

    @property
    def infinitives(self) -> frozenset[str]:
        """The words that introduce an infinitive complement: of `de`, `à` and `none`."""
        return frozenset(c[11:] for c in self.constructions if c.startswith("infinitive:"))

    @property
    def attributes(self) -> frozenset[str]:
        """The words that introduce an attribute: of `de` (`qualifier de`), `comme`, `à` and `none`."""
        return frozenset(c[10:] for c in self.constructions if c.startswith("attribute:"))


@lru_cache(maxsize=8192)
def _clitic(lemma: str) -> str:
    match = _CLITIC.match(lemma)
    return match[1] if match else ""


_CLITIC = re.compile(r"(?:se |s')?(en|y) ")
_OPEN = re.compile(r"(?: de)? son ~$")
_HEAD = re.compile(r"(?:se |s')?(?:en |y )?(\S+)")


@dataclass(frozen=True, slots=True)
class CueForm:
    """An inflected form of a cue with its readings, such as `ind.pres.3s`, `ppast.ms`, `ppres`, `inf`."""

    form: str
    cue: Cue
    readings: tuple[str, ...]

    @property
    def finite(self) -> bool:
        """Whether the form can be a conjugated verb (indicative, conditional, subjunctive or imperative)."""
        return any(r.startswith(("ind.", "cond.", "subj.", "imp.")) for r in self.readings)

    @property
    def infinitive(self) -> bool:
        return "inf" in self.readings

    @property
    def past_participle(self) -> bool:
        return any(r.startswith("ppast") for r in self.readings)

    @property
    def present_participle(self) -> bool:
        return "ppres" in self.readings

    @property
    def conditional(self) -> bool:
        return any(r.startswith("cond.") for r in self.readings)

    @property
    def persons(self) -> frozenset[str]:
        """Person and number of the finite readings, such as `3s`."""
        return frozenset(
            r.rpartition(".")[2] for r in self.readings if r.startswith(("ind.", "cond.", "subj.", "imp."))
        )


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A multi-word cue, preposition or frame found in a sequence of words: `words[start:end]`."""

    cue: Cue
    start: int
    end: int
    contracted: bool = False
    """The last word carries the article of what follows (`aux dires du ministre`)."""


@lru_cache(maxsize=32_768)
def normal(word: str) -> str:
    """A token as the lexicon spells it: lower-cased, composed, with a straight apostrophe."""
    return unicodedata.normalize("NFC", word).lower().replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokeniser divides it: `words_of("d'après l'aveu") == ("d'", "après", "l'", "aveu")`."""
    return tuple(re.findall(r"[^\s']+'|[^\s']+", normal(phrase)))


class CueLexicon:
    """All cues, by form. Use `lexicon()`, which loads them once."""

    def __init__(self, cues: Iterable[Cue], forms: dict[str, str]) -> None:
        self.cues = tuple(cues)
        self._forms = forms
        self._by_lemma: dict[str, list[Cue]] = {}
        self._by_head: dict[str, list[Cue]] = {}
        self._nouns: dict[str, list[Cue]] = {}
        self._noun_phrases: dict[str, list[Cue]] = {}
        self._frames: dict[str, list[Cue]] = {}
        self._attitudes: set[str] = set()
        self._verbal_cache: dict[str, tuple[CueForm, ...]] = {}
        for cue in self.cues:
            self._by_lemma.setdefault(cue.lemma, []).append(cue)
            if cue.head:
                self._by_head.setdefault(cue.head, []).append(cue)
            elif cue.kind == "noun":
                table = self._noun_phrases if len(cue.words) > 1 else self._nouns
                for form in _noun_forms(cue.words[0]):
                    table.setdefault(form, []).append(cue)
                if cue.allows("attitude"):
                    self._attitudes.update(_noun_forms(cue.words[0]))
            else:
                for first in _alternatives(cue.words[0], last=len(cue.words) == 1):
                    self._frames.setdefault(first, []).append(cue)
        # Asked for with every word: a lexicon is made for the tables of one folder, so they do not change.
        self._determiners, self._of = _DETERMINERS.words, _OF.words
        self._prepositions, self._subordinators = _PREPOSITIONS.words, _SUBORDINATORS.words
        for cues_here in self._frames.values():
            cues_here.sort(key=lambda cue: -len(cue.words))

    def lemma(self, lemma: str) -> tuple[Cue, ...]:
        """The cues with this lemma: `lemma("s'indigner")`."""
        return tuple(self._by_lemma.get(lemma, ()))

    def verb(self, form: str) -> tuple[CueForm, ...]:
        """The verb cues, plain and reflexive, that `form` can be a form of (`Evoquant` as well as `Évoquant`)."""
        return tuple(f for f in self._verbal(form) if f.cue.kind != "multiword")

    def noun(self, form: str) -> tuple[Cue, ...]:
        """The one-word noun cues with this singular or plural form."""
        return tuple(self._nouns.get(_unaccented_start(normal(form), self._nouns), ()))

    def multiword(self, words: Sequence[str], at: int) -> tuple[tuple[CueForm, PhraseMatch], ...]:
        """The multi-word verbal cues whose verb is `words[at]`, longest first: `a mis Téhéran en garde`.

        The rest of the cue may stand up to six words after the verb (but only adverbs before a lone preposition, as in
        `tenir à`); determiners and number may vary and adjectives may come in (`exprimer ses vives inquiétudes`).
        `en` or `y`, where the cue has one (`s'en prendre`), must stand before the verb.
        `PhraseMatch` gives the place of the rest, without the verb.
        """
        found = []
        determiners, prepositions, subordinators = self._determiners, self._prepositions, self._subordinators
        for form in self._verbal(words[at]):
            cue = form.cue
            if cue.kind != "multiword":
                continue
            if cue.clitic and cue.clitic not in {normal(w) for w in words[max(0, at - _CLITIC_REACH) : at]}:
                continue
            if not cue.words:
                found.append((form, PhraseMatch(cue, at + 1, at + 1)))
                continue
            adjacent = len(cue.words) == 1 and cue.words[0] in prepositions
            bare = cue.words[0] not in determiners and cue.words[0] not in prepositions
            for start in range(at + 1, min(at + 2 + _GAP, len(words))):
                if start == at + 1 and words[start] in _MARKS and cue.words[-1] == _ATTITUDE:
                    continue  # `a présenté "ses condoléances"`
                if _STOP.match(words[start]) or words[start] in subordinators:
                    break
                if bare and start > at + 1 and normal(words[start - 1]) in determiners:
                    continue  # `faire sa part` is not `faire part`
                if adjacent and start > at + 1 and not _ADVERB.fullmatch(words[start - 1]):
                    break
                end = self._phrase_end(cue.words, words, start)
                if end is not None:
                    found.append((form, PhraseMatch(cue, start, end)))
                    break
        found.sort(key=lambda pair: -len(pair[0].cue.words))
        return tuple(found)

    def noun_phrase(self, words: Sequence[str], at: int) -> PhraseMatch | None:
        """The multi-word noun cue that begins at `words[at]`: `mise en garde`."""
        for cue in self._noun_phrases.get(normal(words[at]), ()):
            end = at + len(cue.words)
            if tuple(normal(w) for w in words[at + 1 : end]) == cue.words[1:]:
                return PhraseMatch(cue, at, end)
        return None

    def preposition(self, words: Sequence[str], at: int) -> PhraseMatch | None:
        """The longest preposition or frame that begins at `words[at]`: `selon`, `aux dires de`, `cité par`."""
        first = _unaccented_start(normal(words[at]), self._frames)
        for cue in self._frames.get(first, ()):
            end = at + len(cue.words)
            if end <= len(words) and _stands(cue.words, words, at):
                return PhraseMatch(cue, at, end, contracted=normal(words[end - 1]) in _CONTRACTED)
        return None

    def _phrase_end(self, pattern: tuple[str, ...], words: Sequence[str], start: int) -> int | None:
        """Where `pattern` ends if it stands at `words[start]`, determiner and number free, adjectives allowed in it."""
        place = start
        after_determiner = False
        determiners, of, attitudes = self._determiners, self._of, self._attitudes
        for n, expected in enumerate(pattern, 1):
            # `ton` at the end is the noun of `donner le ton`.
            article = expected in determiners and expected not in of and n < len(pattern)
            skipped = 0
            while True:
                if place >= len(words):
                    return None
                word = normal(words[place])
                if word == expected or (expected == "de" and word in of) or (article and word in determiners):
                    break
                if not article and word.rstrip("sx") == expected.rstrip("sx"):
                    break
                if (
                    expected == _ATTITUDE
                    and word in attitudes
                    and (normal(words[start]) in _THEIRS or words[start] in _MARKS)
                ):
                    break
                if after_determiner and word in _MARKS:
                    place += 1
                    continue
                if not after_determiner or skipped == _ADJECTIVES:
                    return None
                skipped += 1
                place += 1
            place += 1
            after_determiner = article
        return place

    def _verbal(self, form: str) -> tuple[CueForm, ...]:
        cached = self._verbal_cache.get(form)
        if cached is None:
            cached = self._look_up(form)
            if len(self._verbal_cache) < _CACHED_FORMS:
                self._verbal_cache[form] = cached
        return cached

    def _look_up(self, form: str) -> tuple[CueForm, ...]:
        known = _unaccented_start(normal(form), self._forms)
        packed = self._forms.get(known)
        if packed is None:
            return ()
        return tuple(
            CueForm(known, cue, readings) for head, readings in _unpack(packed) for cue in self._by_head.get(head, ())
        )


@kept()
def lexicon() -> CueLexicon:
    """The lexicon, loaded once (about 30 ms); the verbs that a user adds are conjugated."""
    forms: dict[str, str] = {}
    for line in table_path("cue_forms").read_text(encoding="utf-8").split("\n"):
        form, tab, readings = line.partition("\t")
        if tab:
            forms[form] = readings
    del forms["form"]
    cues = list(_read(rows("cues")))
    for form, readings in packed_forms({cue.head for cue in cues if cue.head and cue.head not in forms}).items():
        forms[form] = f"{forms[form]}|{readings}" if form in forms else readings
    return CueLexicon(cues, forms)


def _read(table: Iterable[dict[str, str]]) -> Iterator[Cue]:
    for row in table:
        lemma, kind = normal(row["lemma"]), row["kind"]
        if kind not in KINDS:
            raise KnowledgeError(f"{row['_file']}: {lemma}: kind {kind!r} is none of {', '.join(sorted(KINDS))}")
        constructions, objects = set(), set()
        for construction in split(row["constructions"]):
            if construction.startswith("nominal:"):
                objects.add(construction[8:])
                construction = "nominal"
            if construction not in CONSTRUCTIONS:
                raise KnowledgeError(f"{row['_file']}: {lemma}: unknown construction {construction!r}")
            constructions.add(construction)
        match = _HEAD.match(lemma) if kind in VERBAL else None
        yield Cue(
            lemma=lemma,
            kind=kind,
            constructions=frozenset(constructions),
            act=row["act"],
            object_person=row["object_person"],
            factive=row["factive"] == "yes",
            strong=row["strength"] == "strong",
            head=match[1] if match else "",
            words=words_of(lemma[match.end() :] if match else lemma),
            objects=frozenset(objects),
        )


@lru_cache(maxsize=4096)
def _unpack(packed: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """`"croire:ind.pres.3s|…"` as pairs of a verb and its readings."""
    pairs = (part.partition(":") for part in packed.split("|"))
    return tuple((head, tuple(readings.split(","))) for head, _, readings in pairs)


def _unaccented_start(word: str, known: dict[str, list[Cue]] | dict[str, str]) -> str:
    """`word` as the table spells it, where a capital has lost its accent: `Evoquant`, `A en croire`."""
    if word in known or not word:
        return word
    for accented in _ACCENTED.get(word[0], ""):
        if accented + word[1:] in known:
            return accented + word[1:]
    return word


def _alternatives(word: str, *, last: bool) -> frozenset[str]:
    """The shapes of a word of a preposition: its last `de` and `à` may hold an article."""
    if word == "de":
        return _OF.words if last else frozenset({"de", "d'"})
    if word == "à":
        return _TO.words if last else frozenset({"à"})
    return frozenset({word})


def _stands(phrase: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether the words of a preposition behind its first stand behind `words[at]`."""
    last = len(phrase) - 1
    for place in range(1, last + 1):
        if normal(words[at + place]) not in _alternatives(phrase[place], last=place == last):
            return False
    return True


def _noun_forms(noun: str) -> tuple[str, ...]:
    if noun.endswith(("s", "x", "z")):
        return (noun,)
    return (noun, noun + ("x" if noun.endswith(("eau", "vœu")) else "s"))


# A multi-word cue never runs over a stop.
_SUBORDINATORS = WordList("behind_ce")
_STOP = re.compile(r"[.!?;:…\n«»“”„\"]")
