"""What a colon brings: `X ajoute : « … »`, `X a résumé la position : Paris "ne changera pas"`."""

from __future__ import annotations

from extractor.annotations import Offsets, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import NEAR, WINDOW, BehindVerb
from extractor.statements.clauses import has_main_verb, tidy
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.verb_groups import VerbGroup

_AND_BUT = WordList("and_but")
_AND_BUT_OR = WordList("and_but_or")
_BEFORE_COLON_CLAUSES = WordList("before_colon_clauses")


class Colons(BehindVerb):
    """Finds contents behind a colon."""

    def _colon(self, group: VerbGroup, clause: Finding | None) -> Finding | None:
        cue = group.allows("quotation") or group.allows("nominal")
        if cue is None:
            return None
        syntax = self.syntax
        limit = min(self.borders.limit(group.head) + 1, len(syntax))
        first = group.end if clause is None else syntax.after(clause.spans[-1][1])
        for k in range(first, min(limit, first + WINDOW)):
            word = syntax.words[k]
            if word == ":" or (word.endswith(":") and len(word) < 3):
                opened = syntax.opening.get(k + 1)
                if opened is not None:
                    return Finding("colon", self._told(group, opened), 0.95, cue)
                return self._colon_clause(group, k, cue) if clause is None else None
            if word in {".", ";"} or k in syntax.opening or k in self.borders.incises:
                return None
            other = self.borders.group_at.get(k)
            if other is not None and other is not group and other.mood == "finite" and other.allows("quotation"):
                return None
        return None

    def _told(self, group: VerbGroup, opened: Quotation) -> list[Offsets]:
        """The quotation behind a colon with what goes on in it: `: « A » et de « B »`, or in pieces."""
        syntax = self.syntax
        last = syntax.continued(opened)
        behind = syntax.at(last.closing - 1) + 1
        limit = syntax.sentence(syntax.at(last.end - 1))[1]
        spans = [(opened.start, last.end)]
        while behind + 1 < limit and syntax.words[behind] in _BEFORE_COLON_CLAUSES:
            if syntax.words[behind] == "," and syntax.words[behind + 1] in _AND_BUT:
                behind += 1
            more = syntax.opening.get(behind + 1)
            if more is not None:
                spans.append((more.start, more.end))
                behind = syntax.at(more.closing - 1) + 1
                continue
            going = syntax.words[behind] in _AND_BUT_OR and behind not in self.borders.incises
            nearby = next((k for k in range(behind + 1, min(behind + NEAR, limit)) if k in syntax.opening), None)
            if not going or nearby is None or any(syntax.verb_forms[k] == "Fin" for k in range(behind, nearby)):
                break
            more = syntax.opening[nearby]
            spans[-1] = (spans[-1][0], more.end)  # `« nous étudierons » et tenter de « limiter … »`
            behind = syntax.at(more.closing - 1) + 1
        return spans

    def _colon_clause(self, group: VerbGroup, k: int, cue: Cue) -> Finding | None:
        """A clause without outer marks behind a colon: `a résumé la position : Paris "ne changera pas" de cap`."""
        syntax = self.syntax
        _, limit = syntax.sentence(k)
        if k + 2 < limit and syntax.verb_forms[k + 1] == "Inf" and cue.act == "request" and group.mood == "finite":
            end = self.borders.clause_end(k + 1, group, within=limit)  # `a lancé un appel : accepter le cessez-le-feu`
            span = tidy(syntax, syntax.span(k + 1, end))
            return Finding("colon_clause", [span], 0.75, cue) if span else None
        if k + 2 >= limit or not has_main_verb(syntax, k + 1, limit):
            return None
        if (k > group.end or not group.strong) and not any(n in syntax.opening for n in range(k, limit)):
            return None
        if k > group.end + NEAR and not group.strong:
            return None
        end = self.borders.clause_end(k + 1, group, within=limit)
        span = tidy(syntax, syntax.span(k + 1, end)) if end > k + 1 else None
        return Finding("colon_clause", [span], 0.75, cue) if span else None
