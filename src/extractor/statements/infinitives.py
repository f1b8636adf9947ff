"""Infinitives behind a verb: `promet de livrer`, `dit craindre`, `accusé par X d'avoir menti`."""

from __future__ import annotations

from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import RELATIVE, BehindVerb
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.verb_groups import VerbGroup

_BEFORE_ADDRESSEES = WordList("before_addressees")
_QUE = WordList("que")

_WISHES = frozenset({"wish", "intend"})
"""Acts whose infinitive is a will rather than a word: `veut partir`."""


class Infinitives(BehindVerb):
    """Finds infinitives that report."""

    def _infinitive(self, group: VerbGroup) -> Finding | None:
        cue = group.allows("infinitive")
        if cue is None or cue.act in _WISHES:
            return None
        if group.passive or self._bare_participle(group):
            return self._infinitive_by(group, cue)
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        markers = frozenset().union(*(c.infinitives for c in group.cues))
        limit = self._limit(group)
        if "none" in markers:
            k = self._bare_infinitive(group.end, limit)
            if k is not None:
                return self._clause(
                    group, k, "infinitive", 0.93, next(c for c in group.cues if "none" in c.infinitives)
                )
        relative: int | None = None
        aside: int | None = None
        for k in range(group.end, limit):
            word = words[k]
            if word in {".", ";", ":", "!", "?"} or word in _QUE:
                return None
            other = self.borders.group_at.get(k)
            if other is not None and other is not group and other.mood == "gerund":
                return None
            quotation = syntax.opening.get(k)
            if quotation is not None and quotation.end - quotation.start > 40:
                return None
            marker = {"d'": "de", "de": "de", "à": "à"}.get(word)
            if marker in markers:
                start = k + 1
                if start < limit and self._infinitive_at(start, limit):
                    if aside is not None and not self._over_relative(aside, k, marker):
                        return None
                    chosen = next(c for c in group.cues if marker in c.infinitives)
                    # The place nearest to the verb wins; in between only an object of the verb may stand.
                    finding = self._clause(group, start, "infinitive", 0.9 if chosen.strong else 0.8, chosen)
                    if finding is not None and not chosen.strong and not self._holds_quotation(finding):
                        return None
                    if finding is not None and start - 1 > group.end:
                        finding.addressee = self._person(group.end, start - 1)
                    return finding
            if k > group.end and tags[k] in ("VERB", "AUX") and self._finite(k):
                if relative is None:
                    return None
                relative, aside = None, k
            if word in RELATIVE and tags[k] == "PRON":
                relative = k
        return None

    def _infinitive_by(self, group: VerbGroup, cue: Cue) -> Finding | None:
        """`accusé par X de faire P`: the agent says it."""
        agent = self._agent(group)
        if agent is None:
            return None
        k = agent[1]
        marker = {"d'": "de", "de": "de", "à": "à"}.get(self.syntax.words[k]) if k < len(self.syntax) else None
        if marker not in cue.infinitives or not self._infinitive_at(k + 1, self._limit(group)):
            return None
        finding = self._clause(group, k + 1, "infinitive", 0.85, cue)
        if finding is not None:
            finding.speaker = agent
        return finding

    def _over_relative(self, verb: int, k: int, marker: str) -> bool:
        """Whether the infinitive marked at `k` leaves out the relative clause of `verb`: `proposé à qui le veut de`."""
        if any(self.syntax.tags[j] != "ADV" for j in range(verb + 1, k)):
            return True
        group = self.borders.group_of_head.get(verb)
        return group is not None and not any(marker in cue.infinitives for cue in group.cues)

    def _bare_infinitive(self, k: int, limit: int) -> int | None:
        """The place of an infinitive that no preposition governs, behind circumstances: `dit mercredi vouloir`."""
        k = self._over_circumstances(k, limit)
        return k if k < limit and self._infinitive_at(k, limit) else None

    def _person(self, first: int, end: int) -> tuple[int, int] | None:
        """The addressee in an object between verb and infinitive: `appelle X à`, `demande à X de`."""
        words = self.syntax.words
        while first < end and words[first] in _BEFORE_ADDRESSEES or (first < end and self.syntax.tags[first] == "ADV"):
            first += 1
        return (first, end) if first < end else None
