"""Reported clauses behind a verb: `que P`, and indirect questions."""

from __future__ import annotations

from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import DAYS, RELATIVE, SPANS, BehindVerb
from extractor.statements.findings import Finding
from extractor.statements.phrases import behind_locution
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import VerbGroup

_ADVERBS_BEFORE_QUE = WordList("adverbs_before_que")
_ADVERBS_OF_CONCLUSION = WordList("adverbs_of_conclusion")
_AND_BUT = WordList("and_but")
_BEFORE_INTERROGATIVES = WordList("before_interrogatives")
_IF = WordList("if")
_IMPERSONAL_SUBJECTS = WordList("impersonal_subjects")
_INTERROGATIVES_OF_RELATIVES = WordList("interrogatives_of_relatives")
_MASCULINE_SUBJECTS = WordList("masculine_subjects")
_NEGATIVE_ADVERBS = WordList("negative_adverbs")
_OPENERS_OF_PLACES = WordList("openers_of_places")
_QUE = WordList("que")
_QUE_AND_QUI = WordList("que_and_qui")
_QUI_AND_OU = WordList("qui_and_ou")

_NOT_COMPLEMENTISER = WordList("words_with_another_que")
_INTERROGATIVES = WordList("interrogatives")


class ReportedClauses(BehindVerb):
    """Finds `que` clauses and indirect questions."""

    def _que(self, group: VerbGroup) -> Finding | None:
        cue = next((c for c in group.cues if c.allows("que") and not c.factive), None)
        k = self._complementiser(group)
        if cue is None and k is not None and self.syntax.words[k - 2 : k] == ["à", "ce"]:
            cue = next((c for c in group.cues if "à" in c.infinitives), None)
        if cue is None:
            return None
        if k is None or (k > group.end and self._bare_participle(group)):
            return None
        if k > group.end and not cue.object_person and self._object_before(group):
            return None  # `et les juger pour les atrocités qu'ils ont commises`
        if cue.lemma.startswith("être ") and _impersonal(self.syntax, group):
            return None
        if group.passive and self.syntax.words[group.head - 1] in _ADVERBS_BEFORE_QUE:
            return None  # `le rythme est moins soutenu que`
        start = k + 1
        if start >= len(self.syntax):
            return None
        return self._clause(group, start, "que", 0.95 if cue.strong else 0.85, cue, clausal=True)

    def _complementiser(self, group: VerbGroup) -> int | None:
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        limit = self._limit(group)
        behind = k = behind_locution(self.syntax, group.end, limit) or group.end
        restrictive = group.negative and not any(
            words[j] in _NEGATIVE_ADVERBS for j in range(group.first, min(group.end + 1, limit))
        )
        while k < limit:
            word = words[k]
            if word in _QUE:
                previous = words[k - 1]
                if k == behind and not restrictive:
                    return k
                if previous in _ADVERBS_OF_CONCLUSION and k == group.end + 1:
                    return k  # `souligne ainsi que P`
                if words[k - 2 : k] == ["à", "ce"] and any("à" in c.infinitives for c in group.cues):
                    return k  # `a appelé à ce que P`
                if previous in _NOT_COMPLEMENTISER and k > group.end:
                    return None
                if tags[k] == "PRON" and "contre" in words[group.end : k]:
                    return None  # `proteste contre sa détention qu'il qualifie`, `contre ce qu'ils considèrent`
                if restrictive:
                    return None
                if previous == "," and "," not in words[group.end : k - 1] and self._object_between(group.end, k - 1):
                    return None  # `a salué l'attitude du président, qu'il considère comme`
                if tags[k] == "SCONJ" or previous in {",", ")", "»", '"', "”"}:
                    return k
                told = group.mood == "finite" and any(
                    c.object_person for c in group.cues
                )  # `a averti les États-Unis que`
                if tags[k] == "PRON" and (told or not self._object_between(group.end, k)):
                    return k
                return None
            if word in {".", ";", ":", "!", "?"}:
                return None
            if k in syntax.opening:
                quotation = syntax.opening[k]
                end = syntax.after(quotation.closing)
                if k == group.end and end < limit and words[end] in _QUE and quotation.end - quotation.start < 45:
                    return end  # `relève "avec une vive préoccupation" que`
                if quotation.end - quotation.start > 30 or end >= limit or words[k - 1] not in _OPENERS_OF_PLACES:
                    return None
                k = end
                continue
            if word == "," and k + 1 < limit:
                close = self._parenthesis(k, limit)
                if close is not None:
                    k = close
                    continue
            if tags[k] in ("VERB", "AUX") and (self._finite(k) or self._infinitive_form(k)):
                return None
            other = self.borders.group_at.get(k)
            if other is not None and other is not group and other.allows("que"):
                if other.mood != "participle" or words[k - 1] in _AND_BUT:
                    return None
            if word in RELATIVE and tags[k] == "PRON":
                return None
            k += 1
        return None

    def _parenthesis(self, k: int, limit: int) -> int | None:
        """Behind the comma that closes what the comma at `k` opens, if `que` follows."""
        for j in range(k + 1, min(limit, k + 25)):
            if self.syntax.words[j] == "," and j + 1 < limit and self.syntax.words[j + 1] in _QUE:
                return j + 1
        return None

    def _object_between(self, first: int, end: int) -> bool:
        """Whether a noun phrase stands there that no preposition governs: a relative `que` would belong to it."""
        syntax = self.syntax
        governed = False
        for k in range(first, end):
            if syntax.tags[k] == "ADP":
                governed = True
            elif syntax.tags[k] == "PUNCT":
                governed = False
            elif syntax.tags[k] in ("DET", "NOUN", "PROPN") and not governed and syntax.words[k] not in DAYS:
                if (
                    syntax.words[k + 1] not in DAYS
                    and syntax.words[k + 1] not in SPANS
                    and syntax.words[k] not in SPANS
                ):
                    return True  # but `ce samedi`, `cette semaine`
        return False

    def _interrogative(self, group: VerbGroup) -> Finding | None:
        cue = group.allows("interrogative")
        if cue is None:
            return None
        syntax = self.syntax
        words = syntax.words
        limit = self._limit(group)
        for k in range(group.end, min(limit, group.end + 15)):
            word = words[k]
            if word in {".", ";", ":", "!", "?", ","} or word in _QUE or k in syntax.opening:
                return None
            if word in _INTERROGATIVES and (word not in _IF or (k + 1 < limit and syntax.tags[k] != "ADV")):
                if (
                    word in _INTERROGATIVES_OF_RELATIVES
                    and syntax.labels[k] not in ("mark", "nsubj", "advmod")
                    or word == "quand"
                ):
                    continue
                if word == "ce" and (k + 1 >= limit or words[k + 1] not in _QUE_AND_QUI):
                    return None
                if word in _QUI_AND_OU and k > group.end:
                    return None
                if word == "s'" and (k + 1 >= limit or words[k + 1] not in _MASCULINE_SUBJECTS):
                    return None
                if k + 1 >= limit or words[k + 1] in _BEFORE_INTERROGATIVES:
                    return None  # `n'a pas précisé où ni quand`
                start = k + 1 if word in _IF else k
                return self._clause(group, start, "question", 0.9, cue, clausal=True)
            if k > group.end and self._finite(k) and syntax.tags[k] in ("VERB", "AUX"):
                return None
        return None


def _impersonal(syntax: Syntax, group: VerbGroup) -> bool:
    """Whether `il` or `ce` stands right before the verb: `il est clair que`."""
    return group.first > 0 and syntax.words[group.first - 1] in _IMPERSONAL_SUBJECTS
