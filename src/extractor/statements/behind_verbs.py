"""What stands behind a verb of saying, in its window: circumstances, addressees, agents, the object, the quotation.

The part that the constructions of `complements` have in common.
"""

from __future__ import annotations

from extractor.annotations import Mention, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders, tidy
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.phrases import behind_locution, phrase_end
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import HAVING, VerbGroup
from extractor.text.grammar import grammar_table

_A = WordList("a")
_BEFORE_TOLD = WordList("joints_behind_names")
_BEFORE_NAMES_IN_MARKS = WordList("before_names_in_marks")
_CONJUNCTIONS_BEFORE_QUOTATIONS = WordList("conjunctions_before_quotations")
_CONTRACTED_OF = WordList("contracted_of")
_COORDINATORS = WordList("coordinators")
_DEFINITE_ARTICLES = WordList("definite_articles")
_THIS = WordList("demonstratives_of_dates")
_DETERMINERS_OF_DAYS = WordList("determiners_of_days")
_ENDS_OF_AGENTS = WordList("ends_of_agents")
_EN_AND_PAR = WordList("en_and_par")
_OF = WordList("of")
_PREPOSITIONS_OF_OBJECTS = WordList("prepositions_of_objects")
_QUE = WordList("que")
_SKIPPED_BEFORE_OBJECTS = WordList("skipped_before_objects")
_WORDS_BEFORE_FOIS = WordList("words_before_fois")
_WORDS_BEHIND_A = WordList("words_behind_a")

WINDOW = 40
"""Words behind a verb in which its complement begins."""
CLITICS = WordList("clitics")
_TITLE_HEADS = WordList("nouns_before_titles")
_WORDS_FOR_WORDS = WordList("words_for_words")
NEAR = 5
"""Words, at most, before words in marks that belong to what stands before them."""
RELATIVE = WordList("relatives_uncontracted")
SPANS = WordList("spans_of_time")
_AROUND = WordList("prepositions_of_circumstance")
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

    def _over_circumstances(self, k: int, limit: int) -> int:
        """Behind adverbs, times, places and media that stand between a verb and its complement."""
        rows = grammar_table("circumstances")
        while k < limit and k not in self.syntax.opening:
            found = rows.first(self.syntax, k, limit)
            if found is None:
                break
            _, k = found
        return k

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

    def _object_start(self, group: VerbGroup, limit: int) -> int | None:
        """Where the object begins: behind adverbs, circumstances of time, an addressee and the verb's preposition."""
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        k = group.end
        for _ in range(12):
            if k >= limit:
                return None
            dated = words[k] in _DETERMINERS_OF_DAYS and k + 1 < limit and words[k + 1] in DAYS
            around = words[k] in _AROUND or dated or behind_locution(self.syntax, k, limit) is not None
            skipped = self._over_circumstances(k, limit) if around else k
            if skipped > k:
                k = skipped
                continue
            word = words[k]
            if k in syntax.opening:
                return k
            if word in _PREPOSITIONS_OF_OBJECTS:
                end = self.named.get(k + 1) or self.named.get(k + 2)
                following = words[end] if end is not None and end < limit else ""
                if (
                    word in _A
                    and end is not None
                    and ((following in DETERMINERS or following in _BEFORE_TOLD) or end in syntax.opening)
                ):
                    k = end
                    continue
                if word == "au":
                    named = next((j for j in range(k + 1, limit) if not syntax.surfaces[j][0].isupper()), limit)
                    if k + 1 < named < limit and words[named] in DETERMINERS:
                        k = named  # `a confirmé au Parisien son intention`
                        continue
                if word == "sur":
                    # `a dénoncé sur RFI "une très mauvaise nouvelle"`, `sur la télévision d'Etat les "mensonges"`
                    behind = self._over_circumstances(k, limit)
                    if end is not None and (end in syntax.opening or following in DETERMINERS):
                        behind = end
                    elif behind in syntax.opening or words[behind : behind + 1] == ["de"]:
                        behind = k
                    if behind > k and (behind in syntax.opening or words[behind] in DETERMINERS or words[behind] in _A):
                        k = behind
                        continue
                direct = any(c.allows("nominal") and not c.objects for c in group.cues)
                if word in _CONTRACTED_OF and (tags[k] == "DET" or (word == "des" and direct)):
                    return k
                if word == "à" and k + 1 < limit and words[k + 1] in _WORDS_BEHIND_A:
                    k += 2
                    continue
                taking = any(c.allows("nominal") or c.reflexive or "à" in c.infinitives for c in group.cues)
                if word in _A and not taking:
                    return None  # `a répondu aux déclarations de X`, `aux « gilets jaunes »`
                if word in _A and group.cues[0].act == "condemn" and k + 1 not in syntax.opening:
                    return None  # `a condamné à seize ans de prison`
                if word == "en" and words[k + 1 : k + 2] and syntax.verb_forms[k + 1] == "Part":
                    return None  # `ont protesté en s'asseyant`
                if tags[k + 1 : k + 2] == ["ADV"] and word in _EN_AND_PAR:
                    k += 2  # `par ailleurs`
                    continue
                if word == "en" and k + 1 < limit and tags[k + 1] == "NOUN" and k + 1 not in syntax.opening:
                    k += 2
                    continue
                return k + 1
            if word in _THIS and words[k + 1 : k + 2] and (words[k + 1] in DAYS or words[k + 1] in SPANS):
                k += 2  # `a dénoncé ce jeudi des "consignes"`
                continue
            if word == "le" and k + 2 < limit and tags[k + 1] == "NUM" and words[k + 2] in DAYS:
                k += 3  # `promettait le 28 mars dernier`
                k += k < limit and words[k].startswith(("derni", "prochain"))
                continue
            if word in _WORDS_BEFORE_FOIS and "fois" in words[k + 1 : k + 3]:
                k = words.index("fois", k) + 1  # `a dénoncé une nouvelle fois`
                continue
            whom = self.named.get(k) if group.cues[0].object_person else None
            if whom is not None and whom + 1 < limit and words[whom] in _OF and whom + 1 in syntax.opening:
                return whom + 1  # `a menacé la Corée de "destruction totale"`
            if tags[k] == "DET" and k + 1 < limit and words[k + 1] in SPANS and k + 1 not in syntax.opening:
                k = self._over_circumstances(k, limit)  # `la semaine dernière`
                continue
            if tags[k] in ("ADV", "PRON") or word in DAYS or word in _SKIPPED_BEFORE_OBJECTS:
                k += 1
                continue
            if word == ",":
                close = next((j for j in range(k + 1, min(k + 20, limit)) if words[j] == ","), None)
                if close is None:
                    return None
                k = close + 1
                continue
            if tags[k] in ("VERB", "AUX") and self._finite(k):
                return None
            return k
        return k if k < limit else None
