"""Reads statements by the rows of `constructions.tsv`: at each verb of saying, the first row of each step that fits.

X a averti l'Europe qu'il livrera des chars.
  ^^^^^^^^ the verb: its cues allow `que`
           ^^^^^^^^^^^ what the pattern `right` takes, as far as the content
"""

from __future__ import annotations

from extractor.annotations import Derivation, Mention, Offsets
from extractor.knowledge.word_lists import WordList
from extractor.statements.behind_verbs import WINDOW, BehindVerb
from extractor.statements.clauses import Borders, tidy
from extractor.statements.constructions import Construction, constructions
from extractor.statements.cue_words import CueWords
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.quotation_chains import told
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import Groups, Place, State, WordPattern

_ADVERBS_OF_COMPARISON = WordList("adverbs_before_que")
_BEFORE_ADDRESSEE = WordPattern("@before_addressees || ADV")
_IMPERSONAL_SUBJECTS = WordList("impersonal_subjects")
_NEGATIVE_ADVERBS = WordList("negative_adverbs")

_WISHES = frozenset({"wish", "intend"})
"""Acts whose infinitive is a will rather than a word: `veut partir`."""


class Engine(BehindVerb):
    """Tries the rows at the verbs of saying of one article."""

    def __init__(self, syntax: Syntax, borders: Borders, entities: list[Mention]) -> None:
        super().__init__(syntax, borders, entities)
        self.cue_words = CueWords(syntax, self)
        self.table = constructions()

    def _rows_at(self, group: VerbGroup, step: str, *, behind: Finding | None = None) -> Finding | None:
        """What the first row of the step that matches finds; `behind` is a clause that the verb reports already."""
        first = group.end if behind is None else self.syntax.after(behind.spans[-1][1])
        # The opening mark behind a colon may begin the next sentence.
        limit = self.borders.limit(group.head) + 2 if step == "colon" else self._limit(group)
        limit = min(limit, first + WINDOW, len(self.syntax))
        within = frozenset(self.syntax.words[first:limit])
        rows = [row for row in self.table[step] if all(not one.isdisjoint(within) for one in row.needed)]
        if not rows:
            return None
        self.cue_words.look_at(group)
        features = self._features(group) | ({"alone"} if behind is None else set())
        found = (self._try(row, group, features, first, limit) for row in rows)
        return next((finding for finding in found if finding is not None), None)

    def _try(
        self, row: Construction, group: VerbGroup, features: set[str], first: Place, limit: Place
    ) -> Finding | None:
        cue = row.cue(group)
        words = self.cue_words
        if cue is None or not row.meets(features | _features_of(cue)) or not row.follows(words, group.first):
            return None
        state = State(words, limit)
        end = row.right.matcher(state, first)
        if end is None or (row.unless is not None and row.unless.match(words, first, limit) is not None):
            return None
        parts = state.groups
        start = parts["content"][0] if "content" in parts else end
        finding = self._found(row, group, cue, start)
        if finding is None or not self._holds(row, cue, finding):
            return None
        self._take_persons(row, finding, parts)
        finding.derivation = self._derivation(row, group, parts, (first, end))
        return finding

    def _found(self, row: Construction, group: VerbGroup, cue: Cue, start: Place) -> Finding | None:
        if row.content in ("clause", "phrase"):
            return self._clause(group, start, row.rule, row.score(cue), cue, clausal=row.content == "clause")
        spans = self._sentence(group, start) if row.content == "sentence" else self._quoted_spans(row, group, start)
        return Finding(row.rule, spans, row.score(cue), cue) if spans else None

    def _sentence(self, group: VerbGroup, start: Place) -> list[Offsets]:
        end = self.borders.clause_end(start, group, within=self.syntax.sentence(start)[1])
        span = tidy(self.syntax, self.syntax.span(start, end)) if end > start else None
        return [span] if span is not None else []

    def _quoted_spans(self, row: Construction, group: VerbGroup, start: Place) -> list[Offsets]:
        syntax = self.syntax
        if row.content == "rest":
            around = syntax.quotation_of[group.head]
            end = syntax.after(around.end) if around is not None else start
            span = tidy(syntax, syntax.span(start, end)) if end > start else None
            return [span] if span is not None else []
        opened = syntax.opening.get(start) or syntax.inner_opening.get(start)
        if opened is None:
            return []
        return told(syntax, self.borders, opened) if row.content == "told" else [(opened.start, opened.end)]

    def _holds(self, row: Construction, cue: Cue, finding: Finding) -> bool:
        asked = row.holds == "quoted" or (row.holds == "quoted if weak" and not cue.strong)
        return not asked or self._holds_quotation(finding)

    def _take_persons(self, row: Construction, finding: Finding, parts: Groups) -> None:
        if row.source == "agent":
            finding.speaker = parts.get("source")
        if "addressee" in parts:
            first, end = parts["addressee"]
            while first < end and _BEFORE_ADDRESSEE.at(self.syntax, first) is not None:
                first += 1
            finding.addressee = (first, end) if first < end else None

    def _derivation(self, row: Construction, group: VerbGroup, parts: Groups, taken: tuple[Place, Place]) -> Derivation:
        span = self.syntax.span
        named = {"verb": (group.first, group.end), "right": taken, **parts}
        return Derivation(
            "constructions", row.name, {name: span(*one) for name, one in named.items() if one[0] < one[1]}
        )

    # --- what the verb is

    def _features(self, group: VerbGroup) -> set[str]:
        bare = self._bare_participle(group)
        held = {
            "active": not group.passive and not bare,
            "passive": group.passive or bare,
            "bare": bare,
            **self._features_of_words(group),
            **self._features_of_quotations(group),
            "addressing": any(cue.object_person for cue in group.cues),
            "accusing": any(cue.object_person == "target" for cue in group.cues),
            "wish": (cue := group.allows("infinitive")) is not None and cue.act in _WISHES,
        }
        return {group.mood, *(name for name, holds in held.items() if holds)}.union(
            *(cue.constructions for cue in group.cues)
        )

    def _features_of_words(self, group: VerbGroup) -> dict[str, bool]:
        words = self.syntax.words
        within = words[group.first : group.end + 1]
        before = words[group.first - 1] if group.first else ""
        return {
            "apposed": group.mood == "participle" and before == ",",
            "impersonal": before in _IMPERSONAL_SUBJECTS,
            "compared": group.passive and words[group.head - 1] in _ADVERBS_OF_COMPARISON,
            "restrictive": group.negative and not any(word in _NEGATIVE_ADVERBS for word in within),
            "pronoun_object": self._object_before(group),
            "relative_object": self._relative_object(group),
        }

    def _features_of_quotations(self, group: VerbGroup) -> dict[str, bool]:
        inside = self.syntax.quotation_of[group.head]
        opens = inside is not None and self.syntax.after(inside.start) == group.first and group.inverted is None
        return {"quoted": inside is not None, "opens_quotation": opens, "inverted": group.inverted is not None}


def _features_of(cue: Cue) -> set[str]:
    held = {
        "strong": cue.strong,
        "reflexive": cue.reflexive,
        "addressed": bool(cue.object_person),
        "request": cue.act == "request",
        "attributive": cue.lemma.startswith("être "),
    }
    return {name for name, holds in held.items() if holds}
