"""The quotations that go on from one another behind a colon: `: « A » et de « B »`, `: « A », « B »`."""

from __future__ import annotations

from extractor.annotations import Offsets, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import NEAR
from extractor.statements.clauses import Borders
from extractor.statements.syntax import Syntax
from extractor.text.grammar import Place, WordPattern

_AND_BUT_OR = WordList("and_but_or")
_BEFORE_QUOTATION = WordPattern("@before_colon_clauses")
_COMMA_AND = WordPattern(", @and_but")


def told(syntax: Syntax, borders: Borders, opened: Quotation) -> list[Offsets]:
    """The quotation with what goes on in it, or in pieces."""
    last = syntax.continued(opened)
    limit = syntax.sentence(syntax.at(last.end - 1))[1]
    spans = [(opened.start, last.end)]
    behind: Place | None = _behind(syntax, last)
    while behind is not None and behind + 1 < limit and _BEFORE_QUOTATION.at(syntax, behind) is not None:
        behind = behind + 1 if _COMMA_AND.at(syntax, behind) is not None else behind
        more = syntax.opening.get(behind + 1)
        if more is not None:
            spans.append((more.start, more.end))
        else:
            more = _goes_on_in(syntax, borders, behind, limit)
            if more is not None:
                spans[-1] = (spans[-1][0], more.end)  # `« nous étudierons » et tenter de « limiter … »`
        behind = _behind(syntax, more) if more is not None else None
    return spans


def _behind(syntax: Syntax, quotation: Quotation) -> Place:
    return syntax.at(quotation.closing - 1) + 1


def _goes_on_in(syntax: Syntax, borders: Borders, behind: Place, limit: Place) -> Quotation | None:
    """The quotation near behind a conjunction, in the same clause."""
    if syntax.words[behind] not in _AND_BUT_OR or behind in borders.incises:
        return None
    nearby = next((k for k in range(behind + 1, min(behind + NEAR, limit)) if k in syntax.opening), None)
    if nearby is None or "Fin" in syntax.verb_forms[behind:nearby]:
        return None
    return syntax.opening[nearby]
