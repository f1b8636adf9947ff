"""Capitals: where `Moscou` is Russia acting, speaking or being dealt with, and where it is a city.

A capital is a place first (`à Bruxelles`, `au sud de Kiev`, `PARIS (AFP)`). It is the state as the subject or the
object of what states do, and behind prepositions and nouns of dealings between powers (`selon Paris`, `le régime de
Damas`, `la pression sur Téhéran`). The words that decide stand in `metonym_contexts.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spacy.tokens import Doc, Span, Token

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.annotations import children
from extractor.knowledge.word_lists import WordList

_OF = WordList("of")
_PREPOSITIONS_OF_PLACES = WordList("prepositions_of_places")
_PREPOSITIONS_OF_STATES = WordList("prepositions_of_states")

Reading = Literal["state", "place"]

_ELIDED = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à", "jusqu'": "jusque"}
_PHRASE_REACH = 40
"""Characters before a capital in which a prepositional phrase is looked for."""
_VERBS = frozenset({"VERB", "AUX"})
_REACH = 5
"""Tokens before a preposition in which a governor is looked for where the parse has none."""
_COORDINATORS = WordList("before_coordinated_places")
_HYPHENS = "-‐‑–"
_PAIRED = re.compile(
    r"\b(?:axe|arrangement|accord|couple|tandem|duo|dialogue|relations?|alliance|entente|rivalité|tensions?|guerre|conflit|triangle)s?\s+"
    r"(?:\w+[-‐‑–])*$|\b(?:pro|anti)[-‐‑–]$",
    re.IGNORECASE,
)
"""What two powers joined by a hyphen stand behind: `axe Paris-Berlin`; and `pro-Moscou`."""
_DAYS = WordList("days_and_parts")
_TOWNS = WordList("nouns_of_towns")
_VERB_CLITICS = WordList("clitics_before_verbs")
"""What stands before a verb whatever the tagger takes that for."""
_SUBORDINATORS = WordList("subordinators_before_states")


class Contexts:
    """The table of words that decide, by construction: `Contexts.load().reading("de", ["régime"])`."""

    def __init__(self, rows: list[knowledge.Row]) -> None:
        self._words: dict[tuple[str, str], Reading] = {}
        self._phrases: list[tuple[str, Reading]] = []
        for row in rows:
            reading: Reading = "state" if row["reading"] == "state" else "place"
            for word in knowledge.split(row["words"]):
                if row["construction"] == "phrase":
                    self._phrases.append((fold(word), reading))
                else:
                    self._words[fold(row["construction"]), fold(word)] = reading
        self._phrases.sort(key=lambda phrase: -len(phrase[0]))

    @classmethod
    def load(cls, folder: Path | None = None) -> Contexts:
        """The shipped table, with the user's rows."""
        return cls(knowledge.rows("metonym_contexts", folder))

    def phrase(self, before: str) -> Reading | None:
        """What a prepositional phrase at the end of `before` says: `grâce à` → state."""
        folded = fold(before).rstrip()
        for contracted, full in ((" du", " de"), (" d'", " de"), (" au", " a"), (" aux", " a")):
            if folded.endswith(contracted):
                folded = folded[: -len(contracted)] + full
        return next((reading for phrase, reading in self._phrases if folded.endswith(phrase)), None)

    def knows(self, construction: str) -> bool:
        """Whether the table has a word for any governor of the construction."""
        return (fold(construction), "*") in self._words

    def reading(self, construction: str, governors: list[Token]) -> Reading:
        """The reading that the nearest governing word decides, else the one of any other word, else place."""
        key = fold(construction)
        for governor in governors:
            # The lemma of a participle is its verb's: `alliés de Téhéran` stands in the table as `allié`.
            for word in (fold(governor.lemma_), fold(governor.text), _singular(fold(governor.text))):
                decided = self._words.get((key, word))
                if decided is not None:
                    return decided
        return self._words.get((key, "*"), "place")


def _singular(word: str) -> str:
    """A participle or adjective without the endings of feminine and plural."""
    return word.removesuffix("s").removesuffix("e") if word.endswith(("ees", "ee", "es")) else word.removesuffix("s")


@dataclass(slots=True)
class Capital:
    """A capital in the text, with the strength that the table gives it (2: often the state, 3: mostly a place)."""

    start: int
    end: int
    span: Span
    """The tokens; more than `start:end` where the capital is a part of one (`anti-Pékin`)."""
    strength: int
    reach: int
    """The token behind the coordination that the capital stands in: behind `Berlin` in `Paris et Berlin`."""


def reads_as_state(doc: Doc, text: str, capital: Capital, contexts: Contexts) -> bool | None:
    """Whether the capital stands for its state; None where nothing but a coordination with another name can tell."""
    span = capital.span
    if _is_dateline(doc, span):
        return False
    if _is_hyphened(text, capital.start, capital.end):
        return bool(_PAIRED.search(text[max(0, capital.start - _PHRASE_REACH) : capital.start]))
    if _is_part_of_name(doc, span):
        return False
    text_before = text[max(0, span.start_char - _PHRASE_REACH) : span.start_char]
    by_phrase = contexts.phrase(text_before)
    if by_phrase is not None:
        return by_phrase == "state" and capital.strength < 3
    preposition = _preposition(span)
    if preposition is not None:
        return _behind_preposition(doc, capital, preposition, contexts)
    return _as_argument(doc, capital, contexts)


def _behind_preposition(doc: Doc, capital: Capital, preposition: str, contexts: Contexts) -> bool:
    """Whether what governs the preposition is said of states: `le régime de Damas`, `la pression sur Téhéran`."""
    if not (contexts.knows(preposition) or preposition == "de"):
        return False
    before = doc[capital.span.start - 1]
    governors = _governors(capital.span, before)
    if not before.is_sent_start and before.nbor(-1).pos_ == "PROPN":
        # `l'administration Trump de Jérusalem`: what governs across a name is seldom what the parser says.
        governors = [word for word in governors if word.pos_ in _VERBS]
    reading = contexts.reading(preposition, governors)
    if preposition == "à" and _straight(doc[capital.reach : capital.reach + 1].text) in _OF:
        reading = "state" if contexts.reading("à … de", governors) == "state" else reading
    narrow = preposition in _PREPOSITIONS_OF_PLACES
    return reading == "state" and not (narrow and capital.strength > 2)


def coordinated(doc: Doc, first_end: int, second_start: int) -> bool:
    """Whether only coordination stands between two names: `Paris, Londres et Berlin`, `Moscou, mais aussi Ankara`."""
    if second_start - first_end > 4:
        return False
    between = [token.lower_ for token in doc[first_end:second_start]]
    return bool(between) and all(word in _COORDINATORS for word in between)


def _preposition(span: Span) -> str | None:
    """The preposition straight before the capital, without contraction."""
    if span.start == 0 or span[0].is_sent_start:
        return None
    before = span.doc[span.start - 1]
    folded = _straight(before.lower_)
    if folded in _ELIDED:
        return _ELIDED[folded]
    if before.pos_ == "ADP" or folded in _PREPOSITIONS_OF_STATES:
        return folded
    return None


def _governors(span: Span, preposition: Token) -> list[Token]:
    """The words that govern the prepositional phrase, nearest first: by the parse, then by place."""
    governors = _governors_by_parse(span)
    if not governors:
        return _governor_by_place(preposition)
    adjacent = None if preposition.is_sent_start else preposition.nbor(-1)
    if adjacent is not None and adjacent.pos_ in ("NOUN", "ADJ") and adjacent not in governors:
        governors.append(adjacent)  # `faire pression sur Pyongyang`
    return governors


def _governors_by_parse(span: Span) -> list[Token]:
    governors: list[Token] = []
    token = span.root
    for _ in range(4):
        if token.head is token:
            break
        climbs = token.dep_ in ("conj", "flat:name", "appos")
        token = token.head
        if climbs or (token.i >= span.end and token.pos_ not in _VERBS):
            continue
        governors.append(token)
        # Beyond the nearest word only where it has none of its own to be said of: `l'instinct de départ du Caire`,
        # `les inquiétudes renforcées du Caire`.
        if token.dep_ not in ("nmod", "acl") or (token.dep_ == "nmod" and not _is_bare(token)):
            break
    return governors


def _governor_by_place(preposition: Token) -> list[Token]:
    """The nearest noun, verb or adjective before a preposition, in its sentence."""
    word = preposition
    for _ in range(_REACH):
        if word.is_sent_start or word.i == 0:
            break
        word = word.nbor(-1)
        if word.pos_ in ("NOUN", "VERB", "ADJ"):
            return [word]
    return []


def _straight(word: str) -> str:
    """The word with straight apostrophes, as the word lists have them."""
    return word.replace("’", "'")


def _is_bare(noun: Token) -> bool:
    """Whether `de` stands straight before the noun, without an article."""
    return noun.i > 0 and _straight(noun.nbor(-1).lower_) in _OF


def _as_argument(doc: Doc, capital: Capital, contexts: Contexts) -> bool | None:
    """Without a preposition: as subject or object of a verb."""
    span = capital.span
    if span.root.dep_.startswith("nsubj") and span.root.head is not span.root:
        return _is_subject(span.root.head, capital, contexts)
    verb = _verb_behind(doc, capital.reach)
    if verb is not None:
        return _is_subject(verb, capital, contexts)
    before = doc[span.start - 1] if not span[0].is_sent_start else None
    if before is not None and _straight(before.lower_) in _SUBORDINATORS:
        # `les villes touchées, dont Paris` only lists.
        return capital.strength < 3 if before.lower_ != "dont" else None
    verb = _verb_of_object(span, before)
    return None if verb is None else capital.strength < 3 and contexts.reading("object", [verb]) == "state"


def _verb_behind(doc: Doc, place: int) -> Token | None:
    """The verb that follows a name as that of its clause."""
    following = _next_word(doc, place)
    if following is None:
        return None
    heads = following.pos_ in _VERBS and _heads_clause(following)
    clitic = _straight(following.nbor(-1).lower_) in _VERB_CLITICS
    if not heads and not clitic:
        return None
    return following.head if following.pos_ == "AUX" and following.head.i > following.i else following


def _verb_of_object(span: Span, before: Token | None) -> Token | None:
    """The verb whose object a name is: by the parse, or right before it (`a accusé jeudi Pékin`)."""
    root = span.root
    if root.dep_ in ("obj", "iobj", "obl:arg") and root.head.pos_ in _VERBS:
        return root.head
    while before is not None and not before.is_sent_start and before.i > span.start - 4 and _is_adverbial(before):
        before = before.nbor(-1)
    return before if before is not None and before.pos_ == "VERB" else None


def _heads_clause(verb: Token) -> bool:
    """Whether the form can have a subject of its own: finite, or a present participle (`Kiev accusant Minsk`)."""
    return "Fin" in verb.morph.get("VerbForm", []) or (
        "Part" in verb.morph.get("VerbForm", []) and "Pres" in verb.morph.get("Tense", [])
    )


def _is_adverbial(token: Token) -> bool:
    return token.pos_ == "ADV" or token.lower_ in _DAYS


def _is_subject(verb: Token, capital: Capital, contexts: Contexts) -> bool:
    """As the subject of `verb`; a city that is mostly a place must do what only states do."""
    if contexts.reading("subject", [verb]) == "place" or _is_called_a_town(verb):
        return False
    return capital.strength < 3 or contexts.reading("subject of acts", [verb]) == "state"


def _is_called_a_town(predicate: Token) -> bool:
    """`Rome est l'une des grandes villes du pays`."""
    if not any(child.dep_ == "cop" for child in children(predicate)):
        return False
    return any(token.lemma_ in _TOWNS for token in predicate.doc[predicate.i : predicate.i + _REACH + 2])


def _next_word(doc: Doc, place: int) -> Token | None:
    """The next token that is no quotation mark, adverb or clitic, within four tokens."""
    for token in doc[place : place + 4]:
        if token.is_quote or token.pos_ in ("ADV", "PRON") or token.lower_ in ("ne", "n'", "n’", "«", "»"):
            continue
        return token
    return None


def _is_dateline(doc: Doc, span: Span) -> bool:
    """`PARIS (AFP) –` or `Paris, le 3 mars` at the beginning of a paragraph."""
    start = span.start
    if start and not doc[start - 1].is_space and doc[start - 1].text not in ("-", "—", "–", "(", "/"):
        return False
    if span.end >= len(doc):
        return True
    following = doc[span.end]
    return (
        following.text in ("(", ")", "-", "—", "–", "/")
        or (following.text == "," and doc[min(span.end + 1, len(doc) - 1)].like_num)
        or (following.text == "," and doc[min(span.end + 1, len(doc) - 1)].lower_ == "le")
    )


def _is_hyphened(text: str, start: int, end: int) -> bool:
    """`Paris-Saint-Germain`, `axe Paris-Berlin`."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) == 2 and before[0].isalnum() and before[1] in _HYPHENS) or (
        len(behind) == 2 and behind[0] in _HYPHENS and behind[1].isalnum()
    )


def _is_part_of_name(doc: Doc, span: Span) -> bool:
    """`Paris Match`, `Sciences Po Paris`: the capital is a word of a longer name."""
    if span.end < len(doc):
        following = doc[span.end]
        if following.text[:1].isupper() and following.pos_ in ("PROPN", "NOUN", "ADJ", "X") and not span.text.isupper():
            return True
    if not span[0].is_sent_start:
        preceding = doc[span.start - 1]
        if preceding.text in _HYPHENS and not preceding.is_sent_start:
            preceding = preceding.nbor(-1)  # `New York - Londres`
        if preceding.text[:1].isupper() and preceding.pos_ in ("PROPN", "NOUN", "X") and not preceding.is_sent_start:
            return True
    return False
