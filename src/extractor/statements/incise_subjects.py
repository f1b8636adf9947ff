"""The subject behind the verb of an incise: `a affirmé mardi à Paris | le ministre de la Défense, X | , devant …`.

Between the two stand adverbs, times, addressees and places; behind the subject its appositions and the circumstances
of the saying. All of it is read on the surface.
"""

from __future__ import annotations

from extractor.annotations import Mention, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders
from extractor.statements.phrases import phrase_end, with_appositions
from extractor.statements.syntax import CLOSING_MARKS, OPENING_MARKS, Syntax
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import grammar_table

_ENDS_OF_CIRCUMSTANCES = WordList("ends_of_circumstances")
_GOVERNORS_OF_DETERMINERS = WordList("governors_of_determiners")
_GOVERNORS_OF_PERSONS = WordList("governors_of_persons")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")
_MARKS_OF_COORDINATION = WordList("marks_of_coordination")
_PREPOSITIONS_OF_DOCUMENTS = WordList("prepositions_of_documents")

_DASHES = frozenset({"–", "—", "-", "--"})
_MAX_ADVERBIAL = 22
"""Words between the verb and its subject, at most."""
LAPSES = WordList("units_of_time")
PARTS = WordList("parts_of_periods")
TIME = WordList("times")


class InciseSubjects:
    """Finds who says it in the incises of an article."""

    def __init__(self, syntax: Syntax, borders: Borders, persons: list[Mention]) -> None:
        self.syntax = syntax
        self.borders = borders
        self.person_at = dict(syntax.covering(m.start, m.end) for m in persons)
        self.rows = grammar_table("incise_subjects")

    def _speaker(self, group: VerbGroup, limit: int) -> tuple[tuple[int, int] | None, int, bool]:
        """The subject behind the verb, where the incise ends, and whether it is `on`."""
        syntax = self.syntax
        words = syntax.words
        if group.inverted is not None:
            n = group.inverted
            end = self._circumstances(group.end, limit)
            anonymous = words[n].endswith("on") or group.passive
            if anonymous and group.end + 1 < limit and words[group.end] in _PREPOSITIONS_OF_DOCUMENTS:
                # `peut-on lire dans une note de la présidence`, `apprend-on de source militaire`
                found = phrase_end(syntax, group.end + 1, limit)
                if any(syntax.tags[k] == "NOUN" and k in syntax.speaking for k in range(group.end + 1, found)):
                    return (group.end + 1, found), end, False
            return (n, n + 1), end, anonymous
        return self._subject_behind(group, limit)

    def _subject_behind(self, group: VerbGroup, limit: int) -> tuple[tuple[int, int] | None, int, bool]:
        """The subject that is no pronoun, as the rows of `incise_subjects.tsv` find it."""
        quoted = group.first > 0 and self._closed_before(group.first - 1) is not None
        k = group.end
        stop = min(limit, k + _MAX_ADVERBIAL)
        while k < stop:
            if self._names_source(k):
                return self._phrase(k, limit)  # also `écrit Le Soir`
            then, end = self._row_at(k, group, limit, quoted=quoted)
            if then == "end":
                return None, k, False
            if then.startswith("subject"):
                return self._phrase(end if then == "subject behind" else k, limit)
            k = max(self._prepositional(k, limit), k + 1) if then == "phrase" else end
            if then == "aside":
                stop = min(limit, k + _MAX_ADVERBIAL)
        return None, k, False

    def _names_source(self, k: int) -> bool:
        """Whether the name of a person begins at the place, or one with a time in it, which is a paper's."""
        dated = any(self.syntax.words[n] in TIME for n in range(k, self.syntax.name_to.get(k, k)))
        return k in self.person_at or dated

    def _row_at(self, k: int, group: VerbGroup, limit: int, *, quoted: bool) -> tuple[str, int]:
        """What the first row that matches there says, and the place behind its words; one word on without a row."""
        place = "first" if k == group.end else "later"
        for row, end in self.rows.matches(self.syntax, k, limit):
            if row["place"] in ("", place) and (quoted or not row["quoted"]):
                return row["then"], end
        return "skip", k + 1

    def _prepositional(self, k: int, limit: int) -> int:
        """Where a prepositional phrase behind the verb ends and the subject begins: `dans un tweet | Donald Trump`."""
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        j = k + 1
        noun = False
        if j < limit and tags[j] == "ADV":
            return j + 1  # `par ailleurs`
        if words[k] == "en" and j < limit and words[j].endswith("ant") and syntax.verb_forms[j] == "Part":
            return j + 1  # `dit en souriant X`
        if words[k] == "sans":
            verb = next((n for n in range(j, min(j + 3, limit)) if syntax.verb_forms[n] == "Inf"), None)
            while verb is not None and verb + 1 < limit and tags[verb + 1] in ("ADV", "PRON"):
                verb += 1
            if verb is not None:
                return verb + 1  # `lâche sans en dire davantage le chef de l'État`
        while j < limit:
            tag = tags[j]
            if tag == "PUNCT":
                break
            told = noun or tags[j - 1] in ("ADJ", "ADV")  # `conseille de nouveau X`
            if j in self.person_at and told and words[j - 1] not in _GOVERNORS_OF_PERSONS:
                return j
            if noun and words[j] in _INDEFINITE_ARTICLES and words[j + 1 : j + 2] in (["des"], ["de"]):
                return j  # `à l'AFP un des participants`
            if noun and tag == "DET" and words[j - 1] not in _GOVERNORS_OF_DETERMINERS:
                if tags[j - 1] != "ADP":
                    return j
            if noun and tag in ("VERB", "AUX") and syntax.verb_forms[j] != "Part":
                return j  # but `dans une vidéo diffusée sur Twitter`
            if (
                noun
                and tag == "PROPN"
                and tags[j - 1] == "NOUN"
                and syntax.surfaces[j][0].isupper()
                and not self._tail(j, limit)
            ):
                return j
            if tag in ("NOUN", "PROPN", "PRON", "X", "NUM") or (words[k] == "en" and tag == "ADJ"):
                noun = True  # also `en privé`, `en interne`
            j += 1
        return j

    def _tail(self, j: int, limit: int) -> bool:
        """Whether behind the name at `j` a new phrase with an article follows, so that the name belongs to this one."""
        syntax = self.syntax
        for place in range(j + 1, min(j + 6, limit)):
            if syntax.tags[place] == "PUNCT":
                return False
            if syntax.tags[place] == "DET" and syntax.tags[place - 1] != "ADP":
                return True
        return False

    def _phrase(self, k: int, limit: int) -> tuple[tuple[int, int] | None, int, bool]:
        syntax = self.syntax
        end = phrase_end(syntax, k, limit)
        if end <= k:
            return None, k, False
        end = with_appositions(syntax, k, end, limit)
        anonymous = syntax.words[k] == "on" or syntax.words[k : k + 2] == ["l'", "on"]
        return (k, end), self._circumstances(end, limit), anonymous

    def _circumstances(self, k: int, limit: int) -> int:
        """The end of what stands between the subject and the next comma or stop: `à la presse, lundi à Paris`."""
        words = self.syntax.words
        while (
            k < limit
            and words[k] not in {",", ".", ";", ":", ")", "?", "!"}
            and words[k] not in OPENING_MARKS
            and words[k] not in CLOSING_MARKS
        ):
            if (words[k] in _DASHES and not self._within_word(k)) or words[k] in _ENDS_OF_CIRCUMSTANCES:
                break
            other = self.borders.group_at.get(k)
            if other is not None and other.mood == "gerund":
                break
            k += 1
        return k

    def _within_word(self, k: int) -> bool:
        """Whether the hyphen at `k` joins two parts of a word: `l'état-major`."""
        glued = self.syntax.marks["GLUED"]
        return k in glued and k + 1 in glued

    def _agree(self, group: VerbGroup, phrase: tuple[int, int]) -> bool:
        """Whether a verb in the plural has a subject in the plural or several: `défendent le projet` has not."""
        syntax = self.syntax
        if group.inverted is not None or not any(k in syntax.plural for k in range(group.first, group.end)):
            return True
        joined = any(syntax.words[k] in _MARKS_OF_COORDINATION for k in range(*phrase))
        return joined or any(k in syntax.plural or k in syntax.inside_name for k in range(*phrase))

    def _closed_before(self, k: int) -> Quotation | None:
        """The quotation that closes at `k`, or before a comma at `k`."""
        syntax = self.syntax
        for place in (k, k - 1, k - 2) if syntax.words[k] in {",", ".", "?", "!", "–", "—", "-"} else (k,):
            if place >= 0 and place in syntax.closing:
                return syntax.closing[place]
            if place >= 0 and syntax.words[place] not in {",", ".", "?", "!", "–", "—", "-"}:
                return None
        return None
