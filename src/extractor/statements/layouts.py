"""Attribution by layout alone: interview turns, signatures behind a dash, `X : « … »`, `P (source)`."""

from __future__ import annotations

from extractor.annotations import Mention, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import has_main_verb, tidy
from extractor.statements.findings import Finding
from extractor.statements.phrases import main_subject, phrase_end, with_appositions
from extractor.statements.span_index import SpanIndex
from extractor.statements.syntax import STOPS, Syntax

_WORDS_OF_SMALL_NAMES = WordList("words_of_small_names")

_DASHES = frozenset({"–", "—", "-", "--"})
_FIRST_PERSON = WordList("first_person")
_SPOKEN = 3
"""One answer in so many has to be spoken in the first person: questions are intertitles where the writer answers."""
_FEWEST_QUESTIONS = 3
_LONGEST_QUESTION = 60
_LONGEST_NAME = 7
"""Words that the name of a speaker before a turn may have."""


class Layouts:
    """Finds what typography alone attributes."""

    def __init__(self, syntax: Syntax, named: list[Mention]) -> None:
        self.syntax = syntax
        self.person_at = dict(syntax.covering(m.start, m.end) for m in named if m.type == "PERSON")
        self.named_at = {syntax.covering(m.start, m.end)[0]: m for m in named if m.kind != "demonym"}

    def find(self, findings: list[Finding]) -> list[Finding]:
        """The statements that no other construction found."""
        spoken = [(span, span) for f in findings for span in f.spans]
        taken = SpanIndex(spoken)
        turns = self._turns() or self._interview()
        found = [f for f in turns if f.rule == "answer" or not _overlaps(f, taken)]
        taken = SpanIndex([*spoken, *((span, span) for f in found for span in f.spans)])
        for quotation in self.syntax.quotations:
            around = taken.near(quotation.start, quotation.end)
            if any(start < quotation.end and quotation.start < end for start, end in around):
                continue
            finding = self._signed(quotation) or self._announced(quotation)
            if finding is not None:
                found.append(finding)
        found += [f for f in self._bracketed() if not _overlaps(f, taken)]
        return found

    def _paragraphs(self) -> list[tuple[int, int]]:
        syntax = self.syntax
        starts = [n for n in range(len(syntax)) if n == 0 or syntax.paragraph_break(n - 1, n)]
        return list(zip(starts, [*starts[1:], len(syntax)], strict=True))

    def _turns(self) -> list[Finding]:
        """`X : Oui, …`, `J. Borrell. – Nous …`: paragraphs that begin with a name, two of them at least."""
        syntax = self.syntax
        turns: list[tuple[int, int, int]] = []
        questions = 0
        for first, end in self._paragraphs():
            name_end = self._name_before_turn(first, end)
            if name_end is not None:
                turns.append((first, name_end, end))
            questions += syntax.words[end - 1] == "?"
        if len(turns) < 2 and not (turns and questions):
            return []
        found = []
        for first, name_end, end in turns:
            start = name_end
            while start < end and syntax.words[start] in {":", ".", "»"} | _DASHES:
                start += 1
            last = end
            if start >= last or syntax.words[last - 1] == "?":
                continue
            span = tidy(syntax, syntax.span(start, last))
            if span is not None:
                found.append(Finding("turn", [span], 0.85, speaker=(first, name_end)))
        return found

    def _interview(self) -> list[Finding]:
        """The answers of an interview printed as questions and answers, by the person whom its introduction names."""
        syntax = self.syntax
        paragraphs = self._paragraphs()
        questions = [
            i
            for i, (first, end) in enumerate(paragraphs)
            if syntax.words[end - 1] == "?" and end - first < _LONGEST_QUESTION and first not in syntax.opening
        ]
        if len(questions) < _FEWEST_QUESTIONS or any(b - a < 2 for a, b in zip(questions, questions[1:], strict=False)):
            return []
        opening = paragraphs[questions[0]][0]
        named = [(n, end) for n, end in self.person_at.items() if n < opening]
        if not named:
            return []
        speaker = max(named)
        found = []
        spoken = 0
        for number, question in enumerate(questions):
            last = questions[number + 1] if number + 1 < len(questions) else len(paragraphs)
            # What follows the last question may be more than its answer: its first paragraph is certain.
            last = min(last, question + 2) if number + 1 == len(questions) else last
            first, end = paragraphs[question + 1][0] if question + 1 < len(paragraphs) else 0, paragraphs[last - 1][1]
            span = tidy(syntax, syntax.span(first, end)) if last > question + 1 else None
            if span is not None:
                found.append(Finding("answer", [span], 0.7, speaker=speaker))
                spoken += first in syntax.opening or self._first_person(first, end)
        return found if _SPOKEN * spoken >= len(found) else []

    def _first_person(self, first: int, end: int) -> bool:
        """Whether somebody says `je` or `nous` outside quotation marks."""
        words, quotation_of = self.syntax.words, self.syntax.quotation_of
        return any(words[n].lstrip("-") in _FIRST_PERSON and quotation_of[n] is None for n in range(first, end))

    def _name_before_turn(self, first: int, end: int) -> int | None:
        syntax = self.syntax
        for n in range(first + 1, min(end, first + _LONGEST_NAME)):
            word = syntax.words[n]
            dashed = word in {".", ","} and n + 1 < end and syntax.words[n + 1] in _DASHES
            if word == ":" or dashed or (word in _DASHES and n > first and syntax.words[n - 1] not in _DASHES):
                named = any(k in self.person_at or k in self.named_at for k in range(first, n))
                capital = all(
                    syntax.surfaces[k][0].isupper() or syntax.words[k] in _WORDS_OF_SMALL_NAMES for k in range(first, n)
                )
                return n if named and capital and n + 1 < end else None
            if syntax.tags[n] in ("VERB", "AUX") or word in STOPS:
                return None
        return None

    def _signed(self, quotation: Quotation) -> Finding | None:
        """`« … » – Éric Trappier, PDG de Dassault`: a dash, or a bracket, and a name to the end of the line."""
        syntax = self.syntax
        n = syntax.after(quotation.closing)
        while n < len(syntax) and syntax.words[n] in {",", "."}:
            n += 1
        if n + 1 >= len(syntax):
            return None
        if syntax.words[n] == "(" and self._opens_line(quotation):
            end = syntax.name_to.get(n + 1, n) if n + 1 in self.person_at else n
            closed = n < end < len(syntax) and syntax.words[end] == ")"
            return (
                Finding("signature", [(quotation.start, quotation.end)], 0.8, speaker=(n + 1, end)) if closed else None
            )
        if syntax.words[n] not in _DASHES or (syntax.paragraph_break(n - 1, n) and not self._opens_line(quotation)):
            return None
        limit = syntax.sentence(n + 1)[1]
        opening = syntax.after(quotation.start)
        if not syntax.surfaces[opening][0].isupper() or not (n + 1 in self.person_at or n + 1 in syntax.functions):
            return None
        end = with_appositions(syntax, n + 1, max(phrase_end(syntax, n + 1, limit), n + 2), limit)
        if any(syntax.tags[k] in ("VERB", "AUX") for k in range(end, min(limit, end + 8))):
            return None
        return Finding("signature", [(quotation.start, quotation.end)], 0.8, speaker=(n + 1, end))

    def _opens_line(self, quotation: Quotation) -> bool:
        """Whether the quotation begins its paragraph."""
        opening = self.syntax.at(quotation.opening)
        return opening == 0 or self.syntax.paragraph_break(opening - 1, opening)

    def _announced(self, quotation: Quotation) -> Finding | None:
        """`La négociatrice : « … »`, `L'élu n'a eu qu'un mot : « … »`: someone, a colon, their words."""
        syntax = self.syntax
        opening = syntax.at(quotation.opening)
        if opening == 0 or syntax.words[opening - 1] != ":":
            return None
        first, _ = syntax.sentence(opening - 1)
        colon = opening - 1
        if colon <= first:
            return None
        end = phrase_end(syntax, first, colon)
        if end == colon or with_appositions(syntax, first, end, colon) == colon:
            if not self._can_speak(first, colon):
                return None
            return Finding(
                "announced", [(quotation.start, syntax.continued(quotation).end)], 0.75, speaker=(first, colon)
            )
        if not has_main_verb(syntax, first, colon):
            return None
        speaker = main_subject(syntax, colon)
        if speaker is None or not self._can_speak(*speaker):
            return None
        return Finding("announced", [(quotation.start, syntax.continued(quotation).end)], 0.65, speaker=speaker)

    def _bracketed(self) -> list[Finding]:
        """`La trêve a commencé à minuit (ministère de la Défense)`: a source in brackets at the end."""
        syntax = self.syntax
        found = []
        for first, end in syntax.sentences:
            last = end - 1
            while last > first and syntax.words[last] in STOPS:
                last -= 1
            if syntax.words[last] != ")" or last - first < 6:
                continue
            opening = next((n for n in range(last - 1, max(first, last - 12), -1) if syntax.words[n] == "("), None)
            if opening is None or opening + 1 not in self.named_at:
                continue
            mention = self.named_at[opening + 1]
            whole = syntax.covering(mention.start, mention.end)[1] == last
            if (
                mention.type != "ORG"
                or not whole
                or mention.kind != "name"
                or not syntax.words[opening + 1][0].islower()
            ):
                continue
            if not syntax.surfaces[opening + 1][0].islower() or not has_main_verb(syntax, first, opening):
                continue
            span = tidy(syntax, syntax.span(first, opening))
            if span is not None:
                found.append(Finding("bracketed", [span], 0.6, speaker=(opening + 1, last)))
        return found

    def _can_speak(self, first: int, end: int) -> bool:
        syntax = self.syntax
        if any(n in self.named_at for n in range(first, end)):
            return True
        return any(n in syntax.functions for n in range(first, end))


def _overlaps(finding: Finding, taken: SpanIndex[tuple[int, int]]) -> bool:
    return any(start < e and s < end for start, end in finding.spans for s, e in taken.near(start, end))
