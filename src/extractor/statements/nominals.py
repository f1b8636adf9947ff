"""Nouns of saying with a complement: `l'ordre donné par X de partir`, `la promesse de Londres de livrer des chars`.

Only with a source that is named beside the noun; a noun alone reports nobody's words.
"""

from __future__ import annotations

from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders, tidy
from extractor.statements.cues import CueLexicon
from extractor.statements.findings import Finding
from extractor.statements.phrases import phrase_end
from extractor.statements.syntax import Syntax

_OF_AND_BY = WordList("of_and_by")
_OF_AND_TO = WordList("of_and_to")
_OPENERS_OF_SUBORDINATE_CLAUSES = WordList("openers_of_subordinate_clauses")

_WINDOW = 14


class Nominals:
    """Finds infinitives behind nouns of saying."""

    def __init__(self, syntax: Syntax, borders: Borders, capitals: frozenset[int], lexicon: CueLexicon) -> None:
        self.syntax = syntax
        self.borders = borders
        self.capitals = {syntax.after(start) for start in capitals}
        self.lexicon = lexicon

    def find(self) -> list[Finding]:
        syntax = self.syntax
        found = []
        for n, word in enumerate(syntax.words):
            if syntax.tags[n] != "NOUN" or n == 0 or syntax.tags[n - 1] not in ("DET", "ADJ", "ADP"):
                continue
            cue = next(
                (
                    c
                    for c in self.lexicon.noun(word)
                    if c.strong and c.infinitives and c.act not in ("wish", "intend", "thought")
                ),
                None,
            )
            if cue is None:
                continue
            source = self._source(n + 1)
            if source is None:
                continue
            speaker, k = source
            marker = {"d'": "de", "de": "de", "à": "à"}.get(syntax.words[k]) if k < len(syntax) else None
            if marker not in cue.infinitives or k + 1 >= len(syntax) or not self._infinitive(k + 1):
                continue
            end = self.borders.clause_end(k + 1, None)
            end = self._before_verb(k + 1, end)
            span = tidy(syntax, syntax.span(k + 1, end)) if end > k + 1 else None
            if span is not None:
                found.append(Finding("nominal", [span], 0.7, cue, n, n + 1, n, speaker=speaker))
        return found

    def _source(self, k: int) -> tuple[tuple[int, int], int] | None:
        """The phrase behind `de` or `par` right behind the noun, and the place behind it."""
        syntax = self.syntax
        _, limit = syntax.sentence(k - 1)
        for n in range(k, min(limit, k + 4)):
            word = syntax.words[n]
            if word in _OF_AND_BY and not self._infinitive(n + 1):
                first = n + 1
                last = next(
                    (
                        j
                        for j in range(first, min(limit, first + _WINDOW))
                        if syntax.words[j] in _OF_AND_TO and self._infinitive(j + 1)
                    ),
                    None,
                )
                if last is None or phrase_end(syntax, first, last) != last:
                    return None
                if any(j in self.capitals or j in syntax.speaking for j in range(first, last)):
                    return (first, last), last
                return None
            if syntax.tags[n] not in ("ADJ", "VERB", "ADV"):
                return None
        return None

    def _infinitive(self, n: int) -> bool:
        syntax = self.syntax
        for k in range(n, min(n + 4, len(syntax))):
            if syntax.verb_forms[k] == "Inf":
                return True
            if syntax.tags[k] not in ("PRON", "ADV"):
                return False
        return False

    def _before_verb(self, start: int, end: int) -> int:
        """`end`, or before the verb whose subject the noun is: `… de livrer des chars | a été tenue`."""
        syntax = self.syntax
        for k in range(start + 1, end):
            if syntax.tags[k] in ("VERB", "AUX") and syntax.verb_forms[k] == "Fin":
                before = syntax.words[max(start, k - 6) : k]
                if not any(w in _OPENERS_OF_SUBORDINATE_CLAUSES for w in before):
                    return k
        return end
