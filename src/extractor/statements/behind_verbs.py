"""What stands behind a verb of saying, in its window: circumstances, addressees, agents, the object, the quotation.

The part that the constructions of `complements` have in common.
"""

from __future__ import annotations

from extractor.annotations import Mention, Quotation
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders, tidy
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.phrases import phrase_end
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import HAVING, VerbGroup
from extractor.text.grammar import Place, Steps

_BEFORE_NAMES_IN_MARKS = WordList("before_names_in_marks")
_CONJUNCTIONS_BEFORE_QUOTATIONS = WordList("conjunctions_before_quotations")
_CONTRACTED_OF = WordList("contracted_of")
_COORDINATORS = WordList("coordinators")
_DEFINITE_ARTICLES = WordList("definite_articles")
_ENDS_OF_AGENTS = WordList("ends_of_agents")
_OF = WordList("of")
_QUE = WordList("que")

WINDOW = 40
"""Words behind a verb in which its complement begins."""
CLITICS = WordList("clitics")
_TITLE_HEADS = WordList("nouns_before_titles")
_WORDS_FOR_WORDS = WordList("words_for_words")
_STEPS = 12
"""Parts, at most, that stand between a verb and its object."""
NEAR = 5
"""Words, at most, before words in marks that belong to what stands before them."""
RELATIVE = WordList("relatives_uncontracted")
SPANS = WordList("spans_of_time")
DETERMINERS = WordList("determiners")
DAYS = WordList("dates")


class BehindVerb:
    """Reads the words behind a verb of saying."""

    def __init__(self, syntax: Syntax, borders: Borders, entities: list[Mention]) -> None:
        self.syntax = syntax
        self.borders = borders
        self.named = dict(syntax.covering(m.start, m.end) for m in entities)

    def _limit(self, group: VerbGroup) -> int:
        limit = self.borders.limit(group.head)
        return min(limit, group.end + WINDOW)

    def _finite(self, k: int) -> bool:
        return self.syntax.verb_forms[k] == "Fin"

    def _infinitive_form(self, k: int) -> bool:
        return self.syntax.verb_forms[k] == "Inf"

    def _clause(
        self, group: VerbGroup, start: int, rule: str, score: float, cue: Cue, *, clausal: bool = False
    ) -> Finding | None:
        end = self.borders.clause_end(start, group, clausal=clausal)
        span = tidy(self.syntax, self.syntax.span(start, end)) if end > start else None
        return Finding(rule, [span], score, cue) if span is not None else None

    def _bare_participle(self, group: VerbGroup) -> bool:
        """Whether it is a participle that goes with a noun: `une offensive baptisée "X"`, `la zone dite "Y"`."""
        return group.mood == "participle" and not self._coordinated(group)

    def _coordinated(self, group: VerbGroup) -> bool:
        before = self.syntax.words[group.first - 1] if group.first else ""
        if not self._auxiliary_before(group):
            return False  # `son client, jugé pour complicité`, `X, appelé à témoigner`
        if before == "," and self.syntax.words[group.end : group.end + 1] in (["pour"], ["par"]):
            return False
        return before in _COORDINATORS or (before == "," and self.syntax.words[group.head].endswith("é"))

    def _auxiliary_before(self, group: VerbGroup) -> bool:
        """Whether a verb before in the sentence has `avoir`, which a participle behind a comma can share."""
        first, _ = self.syntax.sentence(group.first)
        return any(w in HAVING for w in self.syntax.words[first : group.first])

    def _holds_quotation(self, finding: Finding) -> bool:
        return any(q.start < end and start < q.end for start, end in finding.spans for q in self.syntax.quotations)

    def _agent(self, group: VerbGroup) -> tuple[int, int] | None:
        """`par X` behind a passive."""
        syntax = self.syntax
        _, limit = syntax.sentence(group.head)
        for k in range(group.end, min(limit, group.end + 12)):
            if syntax.words[k] == "par":
                end = phrase_end(syntax, k + 1, limit)
                return (k + 1, end) if end > k + 1 else None
            if syntax.words[k] in _ENDS_OF_AGENTS:
                return None
        return None

    def _object_before(self, group: VerbGroup) -> bool:
        """Whether the verb has its object before it, as a pronoun."""
        return group.head > group.first and self.syntax.words[group.head - 1] in _DEFINITE_ARTICLES

    def _relative_object(self, group: VerbGroup) -> bool:
        """Whether a relative `que` right before the verb is its object: `c'est ce que raconte X`."""
        words = self.syntax.words
        first = group.first
        return first > 1 and words[first - 1] in _QUE and words[first - 2] == "ce"

    def _over_circumstances(self, place: Place, limit: Place) -> Place:
        """Behind adverbs, times, places and media that stand between a verb and its complement."""
        return self.syntax.over_circumstances(place, limit)

    def _infinitive_at(self, k: int, limit: int) -> bool:
        """Whether an infinitive stands at `k`, behind clitics, negation and an opening mark."""
        syntax = self.syntax
        for j in range(k, min(limit, k + 7)):
            if syntax.verb_forms[j] == "Inf":
                return True
            if syntax.words[j] in CLITICS or j in syntax.opening or (syntax.tags[j] == "ADV" and j > k - 1):
                continue
            return False
        return False

    def _quotation_ahead(self, group: VerbGroup, limit: int) -> Quotation | None:
        """The first quotation behind the verb that no other cue stands before."""
        syntax = self.syntax
        for k in range(group.end, limit):
            if k in syntax.opening and not self._is_title(k, syntax.opening[k]):
                return syntax.opening[k]
            if syntax.words[k] in {".", ";", ":"} or k in self.borders.incises or k in self.borders.frames:
                return None
            other = self.borders.group_at.get(k)
            speaks = other is not None and (other.allows("quotation") or other.allows("nominal"))
            if other is not None and speaks and other is not group and other.mood in ("finite", "gerund"):
                return None
            if syntax.words[k] in _CONJUNCTIONS_BEFORE_QUOTATIONS:
                return None
        return None

    def _is_title(self, opening: int, quotation: Quotation) -> bool:
        """Whether the quotation is a name rather than speech: `l'opération "Source de paix"`."""
        syntax = self.syntax
        content = syntax.text[quotation.start : quotation.end]
        words = content.split()
        before = syntax.words[opening - 1] if opening else ""
        if before in _TITLE_HEADS and (content[:1].isupper() or before in _WORDS_FOR_WORDS):
            return True
        if before in _BEFORE_NAMES_IN_MARKS:
            return False
        return content[:1].isupper() and len(words) <= 5 and syntax.tags[opening - 1] in ("NOUN", "ADJ", "PROPN", "DET")

    def _object_start(self, group: VerbGroup, limit: Place) -> Place | None:
        """Where the object begins: behind adverbs, circumstances of time, an addressee and the verb's preposition."""
        state = _object_state(group)
        place = group.end
        for _ in range(_STEPS):
            if place >= limit:
                return None
            then, place = self._object_step(place, limit, state)
            if then != "over":
                return None if then == "none" else place
        return place if place < limit else None

    def _object_step(self, place: Place, limit: Place, state: frozenset[str]) -> tuple[str, Place]:
        """What the first row of `object_starts.tsv` that holds says of the words at a place, and where to go on."""
        for then, end in _object_steps().at(self.syntax, place, limit, state):
            if then == "circumstances":
                end = self._over_circumstances(place, limit)
                then = "over" if end > place else ""
            if then:
                return then, place if then == "here" else end
        return "here", place


@kept()
def _object_steps() -> Steps:
    return Steps("object_starts")


def _object_state(group: VerbGroup) -> frozenset[str]:
    """What the verb takes, as `object_starts.tsv` names it."""
    first = group.cues[0]
    told = {
        "direct": any(cue.allows("nominal") and not cue.objects for cue in group.cues),
        "without_a": not any(cue.allows("nominal") or cue.reflexive or "à" in cue.infinitives for cue in group.cues),
        "condemning": first.act == "condemn",
        "of_a_person": bool(first.object_person),
    }
    return frozenset(name for name, holds in told.items() if holds)
