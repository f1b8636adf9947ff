"""What looks like a report and is none: the rows of `statement_vetoes.tsv`, tried on every statement found.

A row is a pattern at one place of the statement. Where it matches, nobody said the content: in `C'est lorsque Kiev a
averti ses alliés que l'offensive a commencé` the clause behind `que` is no report. An empty cell asks for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.statements.findings import Finding
from extractor.statements.syntax import Syntax
from extractor.text.grammar import Pattern, pattern


@dataclass(frozen=True)
class _Veto:
    place: str
    pattern: Pattern
    rules: frozenset[str]
    behind: Pattern | None
    """What must stand behind the cue as well."""

    def holds(self, syntax: Syntax, finding: Finding) -> bool:
        if self.rules and finding.rule not in self.rules:
            return False
        start = _place(syntax, finding, self.place)
        if start is None or self.pattern.match(syntax, start) is None:
            return False
        if self.behind is None:
            return True
        return finding.cue_end is not None and self.behind.match(syntax, finding.cue_end) is not None


@kept()
def _vetoes() -> tuple[_Veto, ...]:
    return tuple(
        _Veto(
            row["place"],
            pattern(row["pattern"]),
            frozenset(split(row["rules"])),
            pattern(row["behind"]) if row["behind"] else None,
        )
        for row in rows("statement_vetoes")
    )


def _place(syntax: Syntax, finding: Finding, place: str) -> int | None:
    """The word at which a pattern is tried."""
    if place == "content":
        return syntax.after(finding.spans[0][0])
    if place == "source":
        return finding.speaker[0] if finding.speaker is not None else None
    if place == "behind_cue":
        return finding.cue_end
    if place == "sentence" and finding.cue_first is not None:
        return syntax.sentence(finding.cue_first)[0]
    return finding.cue_first


def without_vetoed(syntax: Syntax, findings: list[Finding]) -> list[Finding]:
    """The findings that no row of the table takes for something else than a report."""
    vetoes = _vetoes()
    return [finding for finding in findings if not any(veto.holds(syntax, finding) for veto in vetoes)]
