"""A quotation behind a verb, or an object that holds quoted words: `a dénoncé une « agression barbare »`."""

from __future__ import annotations

from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import BehindVerb
from extractor.statements.clauses import tidy
from extractor.statements.findings import Finding
from extractor.statements.verb_groups import VerbGroup

_DEFINITE_ARTICLES = WordList("definite_articles")
_PREPOSITIONS_BEFORE_QUOTED_VERBS = WordList("prepositions_before_quoted_verbs")


class QuotedObjects(BehindVerb):
    """Finds quotations and objects with quoted words."""

    def _target_before(self, group: VerbGroup) -> bool:
        """Whether who is accused stands before the verb as a pronoun, of what behind it: `l'accuse de « laxisme »`."""
        words = self.syntax.words
        accused = any(cue.object_person == "target" for cue in group.cues) and group.mood in ("finite", "gerund")
        before = accused and words[group.head - 1] in _DEFINITE_ARTICLES
        return before and words[group.end : group.end + 1] in (["de"], ["d'"]) and group.end + 1 in self.syntax.opening

    def _quotation(self, group: VerbGroup) -> Finding | None:
        """A quotation behind the verb, or an object phrase that holds one: `a dénoncé une « agression barbare »`."""
        cue = group.allows("nominal") or group.allows("quotation")
        if cue is None or self._bare_participle(group) or group.passive:
            return None
        syntax = self.syntax
        limit = self._limit(group)
        if self._target_before(group):
            return self._clause(group, group.end + 1, "object", 0.8, cue)
        if self._object_before(group) or self._relative_object(group):
            return None  # `ceux qui le souhaitent`, `ce que raconte X`
        inside = syntax.quotation_of[group.head]
        if inside is not None and syntax.after(inside.start) == group.first and group.inverted is None:
            # The verb itself is the first word in marks: `L'Algérie "réitère son rejet …"`.
            end = syntax.after(inside.end)
            span = tidy(syntax, syntax.span(group.end, end)) if end > group.end else None
            spoken = cue.strong and cue.allows("que")
            return Finding("object_quoted", [span], 0.8, cue) if span and spoken else None
        if inside is not None:
            # `« Le commandant m'a dit “Ne bougez plus” »`
            nested = syntax.inner_opening.get(group.end) or syntax.inner_opening.get(group.end + 1)
            if nested is not None:
                return Finding("nested", [(nested.start, nested.end)], 0.85, cue)
        quotation = self._quotation_ahead(group, limit)
        if quotation is None:
            return None
        start = self._object_start(group, limit)
        if start is None:
            return None
        opening = syntax.at(quotation.opening)
        if start > opening:
            start = opening
        if start < opening and not cue.allows("nominal") and not cue.strong:
            return None
        if self.borders.in_relative(group.first) and self._finite(syntax.after(quotation.start)):
            return None  # the main clause goes on in marks
        filled = " " in cue.lemma and syntax.tags[group.end - 1] == "NOUN"
        if filled and start < opening and start == group.end:
            return None  # `a présenté des excuses après un meurtre "odieux"`: the verb has its object
        governed = start > group.end and syntax.words[start - 1] in _PREPOSITIONS_BEFORE_QUOTED_VERBS
        if governed and not (cue.allows("nominal") or cue.strong or cue.reflexive):
            return None  # `continueraient de "diriger la coalition"`
        finding = self._clause(group, start, "object", 0.85 if cue.allows("nominal") else 0.7, cue)
        return finding if finding is not None and self._holds_quotation(finding) else None
