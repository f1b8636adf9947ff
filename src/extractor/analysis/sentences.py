"""Where sentences begin: by punctuation, capitals, paragraphs and quotation marks, before the parser runs.

The parser's own borders are right nine times in ten and fail around quotation marks (`«` alone becomes a
sentence). Ours never part a quotation from its cue: a stop inside marks followed by a comma or a small letter
ends nothing. A sentence without an end (a register, a table, a loop of `il a dit que`) is cut, so that what is looked
for in a sentence takes a time in proportion to the text.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractor.analysis.bylines import byline_ends
from extractor.annotations import set_extensions
from extractor.knowledge.word_lists import WordList

LONGEST = 1_000
"""Tokens of a sentence from which on it ends at the next comma, and a hundred later anywhere; prose has a tenth."""

_LINE_BREAKS = frozenset("\n\r\u2028\u2029\x85")
_CLOSERS = frozenset({"»", "”", '"', "’’", "''", "›", ")", "]", "'", "’", "+", ">>"})
_OPENERS = frozenset({"«", "“", "„", '"', "‹", "(", "[", "-", "–", "—", "+", "<<", "''", "'", "’", "‘"})
_ABBREVIATION = re.compile(
    r"(?:M|MM|Mme|Mmes|Mlle|Mgr|Me|Dr|Pr|St|Ste|cf|art|av|bd|env|vol|p|pp|n|no|fig|ndlr|[A-ZÉÈÀÎ])\.?$"
)
_ABBREVIATIONS = WordList("abbreviations_before_names")
_OPENERS_OF_SENTENCES = WordList("openers_behind_abbreviations")
"""Grammatical words that open a sentence and no name: behind an initial or an acronym they tell a new sentence."""
_DOTTED = re.compile(r"(?:[A-ZÉ]\.-?)+$|[A-ZÉ]\.?$")
"""Initials and acronyms, whose last point may also be the stop: `les É.-U.`."""


class Sentences:
    """Sets `token.is_sent_start` on every token, which the parser then respects."""

    def __call__(self, doc: Doc) -> Doc:
        openings = {q.opening for q in doc._.quotations}
        words: list[str] = []
        places: list[int] = []
        for token in doc:
            words.append(token.text)
            places.append(token.idx)
        starts = [False] * len(words)
        first = 0
        bylines = list(byline_ends(doc.text))[::-1]
        ended = ""  # what ended the sentence before: a "stop", a "line" or nothing
        for i, word in enumerate(words):
            if word.isspace():
                if not _LINE_BREAKS.isdisjoint(word):
                    ended = "line"
                continue
            if bylines and places[i] >= bylines[-1]:
                bylines.pop()
                ended = "line"
            if ended == "stop" and word in _CLOSERS and places[i] not in openings:
                continue
            starts[i] = ended == "line" or (ended == "stop" and _may_begin(words, i))
            if not starts[i] and i - first >= LONGEST:
                starts[i] = words[i - 1] in {",", ";"} or i - first >= LONGEST + 100
            if starts[i]:
                first = i
            ended = "stop" if _is_stop(words, i) else ""
        if starts:
            starts[0] = True
        # All at once: to set it token by token takes spaCy a look at the whole article each time.
        values: Any = np.where(starts, 1, -1).astype("uint64")[:, None]
        doc.from_array(["SENT_START"], values)
        return doc


def _is_stop(words: list[str], i: int) -> bool:
    """Whether a sentence may end with the word: a stop, and not the point of an abbreviation or an initial."""
    word = words[i]
    if word == ".":
        return i == 0 or not _is_abbreviation(words[i - 1]) or _opens_sentence(words, i)
    if word[-1] in "!?…":
        return True
    if word[-1] != ".":
        return False
    if set(word) <= {".", "(", ")"} or (word.count(".") == 1 and not _is_abbreviation(word)):
        return True
    return _DOTTED.match(word) is not None and _opens_sentence(words, i)


def _is_abbreviation(word: str) -> bool:
    return _ABBREVIATION.match(word) is not None or word.rstrip(".").lower() in _ABBREVIATIONS


def _opens_sentence(words: list[str], i: int) -> bool:
    """Whether a grammatical word with a capital follows the point of an acronym: `l'O.N.U. Selon Paris`."""
    if words[i] == "." and not _DOTTED.match(words[i - 1]):
        return False
    following = next((word for word in words[i + 1 : i + 3] if not word.isspace()), "")
    return following[:1].isupper() and following.lower().replace("’", "'") in _OPENERS_OF_SENTENCES


def _may_begin(words: list[str], i: int) -> bool:
    """Whether what follows a stop looks like the beginning of a sentence."""
    for word in words[i : i + 5]:
        if word not in _OPENERS and not word.isspace():
            return word[0].isupper() or word[0].isdigit()
    return False


@Language.factory("extractor_sentences", requires=["doc._.quotations"], assigns=["token.is_sent_start"])
def create_sentences(nlp: Language, name: str) -> Sentences:
    """The component `extractor_sentences`; runs before the parser, behind `extractor_quotations` where present."""
    set_extensions()
    return Sentences()
