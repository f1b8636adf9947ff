"""Attributes behind a verb of judging: `s'est dit « préoccupé »`, `juge X inacceptable`, `estime à 298 le nombre`."""

from __future__ import annotations

from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import DAYS, DETERMINERS, NEAR, BehindVerb
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.phrases import phrase_end
from extractor.statements.verb_groups import VerbGroup

_EMPHATICS = WordList("emphatics")
_OF = WordList("of")
_OPENERS_OF_ATTRIBUTES = WordList("openers_of_attributes")
_PREPOSITIONS_BEFORE_ATTRIBUTES = WordList("prepositions_before_attributes")

_ADVICE = WordList("adjectives_of_advice")


class Attributes(BehindVerb):
    """Finds judgements."""

    def _attribute(self, group: VerbGroup) -> Finding | None:
        """`s'est dit « préoccupé »`, `juge X inacceptable`, `qualifie X de Y`, `y voit un Z`."""
        cue = next((c for c in group.cues if c.attributes), None)
        if cue is None or self.syntax.words[group.end : group.end + 1] == ["pour"]:
            return None  # `jugé pour « complicité »`
        if self._bare_participle(group) or group.passive:
            return self._attributed_by(group, cue)
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        limit = self._limit(group)
        if any(syntax.words[k] == ":" for k in range(group.end, min(group.end + 6, limit))):
            return None
        if "none" in cue.attributes and cue.reflexive:
            k = group.end
            while (
                k < limit
                and (tags[k] == "ADV" or words[k] in DAYS or words[k] in _EMPHATICS)
                and k not in syntax.opening
            ):
                k += 1
            if k >= limit:
                return None
            if (
                k in syntax.opening
                or tags[k] in ("ADJ", "VERB", "ADP", "NOUN")
                and words[k] not in _PREPOSITIONS_BEFORE_ATTRIBUTES
            ):
                if tags[k] == "ADP" and words[k] not in _OPENERS_OF_ATTRIBUTES:
                    return None
                return self._clause(group, k, "attribute", 0.92, cue)
            return None
        if "à" in cue.attributes:
            figure = self._figure(group, limit)
            if figure is not None:
                return self._clause(group, figure, "attribute", 0.8, cue)
        quoted = self._quotation_ahead(group, limit)
        if quoted is None and "none" not in cue.attributes:
            return None
        start = self._object_start(group, limit)
        if "comme" in cue.attributes:
            mark = next((k for k in range(group.end, limit) if words[k] == "comme"), None)
            if mark is None and "none" not in cue.attributes:
                return None
            start = mark + 1 if mark == group.end else start  # `qu'il considère comme « incroyable »`
        if start is None:
            return None
        if words[start] in _ADVICE and start + 1 < limit and words[start + 1] in _OF:
            return None  # `a jugé bon d'ajouter que`
        if quoted is None and not cue.strong and (start != group.end or start + 1 >= limit or tags[start + 1] != "DET"):
            return None
        if quoted is None:
            # `juge l'accord inacceptable`: an object, then an adjective that belongs to the verb.
            adjective = tags[start] == "ADJ" or (
                syntax.verb_forms[start] == "Part"
                and (
                    not words[start].endswith("ant") or (start == group.end and tags[start + 1 : start + 2] == ["DET"])
                )
            )
            if group.mood == "participle" and words[group.first - 1] == "," and start == group.end:
                return None  # `a rejeté le texte, jugé coûteux`
            if adjective and words[start - 1] not in DETERMINERS:
                return self._clause(group, start, "attribute", 0.75, cue)  # `juge insuffisant l'accord`
            end = phrase_end(syntax, start, limit)
            while end < limit and tags[end] == "ADV":
                end += 1
            if end < limit and tags[end] == "ADJ":
                end += 1
            if (
                end <= start
                or tags[end - 1] not in ("ADJ", "VERB")
                or (end < limit and words[end] not in {",", ".", "et"})
            ):
                return None
            if syntax.heads[end - 1] != group.head and tags[end - 2] != "ADV":
                return None
            return self._clause(group, start, "attribute", 0.75, cue)
        return self._clause(group, start, "attribute", 0.85, cue)

    def _attributed_by(self, group: VerbGroup, cue: Cue) -> Finding | None:
        """`qualifié de « X » par Y`: the words in marks are those of the agent."""
        syntax = self.syntax
        quotation = self._quotation_ahead(group, self._limit(group))
        if quotation is None or "none" in cue.attributes:
            return None
        opening = syntax.at(quotation.opening)
        behind = syntax.after(quotation.closing)
        if opening - group.end > NEAR or syntax.words[behind : behind + 1] != ["par"]:
            return None
        end = phrase_end(syntax, behind + 1, syntax.sentence(behind)[1])
        if end <= behind + 1:
            return None
        return Finding("attribute", [(quotation.start, quotation.end)], 0.85, cue, speaker=(behind + 1, end))

    def _figure(self, group: VerbGroup, limit: int) -> int | None:
        """The beginning of a figure put on something: `estime à 298 le nombre`, `évaluent le nombre de X à 5.000`."""
        syntax = self.syntax
        for k in range(group.end, min(limit, group.end + 14)):
            if syntax.words[k] in {".", ";", ":"} or syntax.verb_forms[k] == "Fin":
                return None
            if syntax.words[k] == "à" and any(syntax.tags[j] == "NUM" for j in range(k + 1, min(k + 4, limit))):
                return self._over_circumstances(group.end, k) if syntax.words[group.end] != "en" else k
        return None
