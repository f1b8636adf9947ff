"""The subject behind the verb of an incise: `a affirmé mardi à Paris | le ministre de la Défense, X | , devant …`.

Between the two stand adverbs, times, addressees and places; behind the subject its appositions and the circumstances
of the saying. All of it is read on the surface.
"""

from __future__ import annotations

from extractor.annotations import Mention, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders
from extractor.statements.phrases import behind_locution, phrase_end, with_appositions
from extractor.statements.syntax import CLOSING_MARKS, OPENING_MARKS, Syntax
from extractor.statements.verb_groups import VerbGroup

_ARTICLES_BEFORE_DATES = WordList("articles_before_dates")
_DEMONSTRATIVES_OF_DATES = WordList("demonstratives_of_dates")
_ENDS_OF_CIRCUMSTANCES = WordList("ends_of_circumstances")
_ENDS_OF_INCISES = WordList("ends_of_incises")
_GOVERNORS_OF_DETERMINERS = WordList("governors_of_determiners")
_GOVERNORS_OF_PERSONS = WordList("governors_of_persons")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")
_MARKS_OF_COORDINATION = WordList("marks_of_coordination")
_PREPOSITIONS_OF_DOCUMENTS = WordList("prepositions_of_documents")

_DASHES = frozenset({"–", "—", "-", "--"})
_MAX_ADVERBIAL = 22
"""Words between the verb and its subject, at most."""
LAPSES = WordList("units_of_time")
_LATER = WordList("later")
PARTS = WordList("parts_of_periods")
_RELATIVE_TIMES = WordList("last_and_next")
TIME = WordList("times")


class InciseSubjects:
    """Finds who says it in the incises of an article."""

    def __init__(self, syntax: Syntax, borders: Borders, persons: list[Mention]) -> None:
        self.syntax = syntax
        self.borders = borders
        self.person_at = dict(syntax.covering(m.start, m.end) for m in persons)

    def _speaker(self, group: VerbGroup, limit: int) -> tuple[tuple[int, int] | None, int, bool]:
        """The subject behind the verb, where the incise ends, and whether it is `on`."""
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
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
        k = self._over_lapse(group.end, limit)
        governed = False
        stop = min(limit, k + _MAX_ADVERBIAL)
        while k < stop:
            word, tag = words[k], tags[k]
            locution = behind_locution(syntax, k, stop)
            if locution is not None:
                k = locution  # `écrit noir sur blanc le rapporteur`
                continue
            dated = any(words[n] in TIME for n in range(k, syntax.name_to.get(k, k)))
            if (k in self.person_at or dated) and not governed:
                return self._phrase(k, limit)  # also `écrit Le Soir`
            if word in {".", ",", ";", ":", ")"} or word in CLOSING_MARKS or word in OPENING_MARKS:
                # An adverbial between commas: `, a affirmé, mardi, le ministre`.
                if word == "," and k + 1 < limit and (tags[k + 1] in ("ADP", "ADV") or words[k + 1] in TIME):
                    following = next((j for j in range(k + 1, min(k + 16, limit)) if words[j] == ","), None)
                    if following is not None and not any(syntax.verb_forms[j] == "Fin" for j in range(k, following)):
                        stop = min(limit, following + _MAX_ADVERBIAL)
                        k = following + 1
                        governed = False
                        continue
                if word == "," and k == group.end and k + 2 < limit and words[k + 2] == ",":
                    k += 3  # `assure, martial, X`
                    continue
                if word == "," and k > group.end and group.first - 1 >= 0 and self._closed_before(group.first - 1):
                    return self._phrase(k + 1, limit)  # `a déclaré à l'AFP, un responsable`
                return None, k, False
            if word in _ENDS_OF_INCISES:
                return None, k, False
            closed = k == group.end and group.first and self._closed_before(group.first - 1) is not None
            if word == "des" and k + 1 < limit and tags[k + 1] in ("NOUN", "ADJ") and closed:
                return self._phrase(k, limit)  # the article: `se sont exclamés des manifestants`
            if tag == "ADP" and word not in ("-",):
                end = self._prepositional(k, limit)
                k = max(end, k + 1)
                governed = False
                continue
            if word in PARTS and k + 1 < limit and words[k + 1] in TIME:
                k += 2  # `début septembre`
                continue
            if word in _RELATIVE_TIMES and words[k - 1] in TIME:
                k += 1
                continue
            if tag == "NUM" and words[k + 1 : k + 2] in (["d'"], ["des"], ["de"]):
                return self._phrase(k, limit)  # `expliquent deux d'entre eux`
            if tag in ("ADV", "CCONJ") or word in TIME or word.startswith("mi-") or (tag == "NUM" and k > group.end):
                k += 1
                continue
            if tag in ("VERB", "AUX") and k not in self.person_at:
                return None, k, False
            if tag in ("DET", "NOUN", "PROPN", "PRON", "X", "ADJ"):
                if word in _DEMONSTRATIVES_OF_DATES and k + 1 < limit and words[k + 1] in TIME:
                    k += 2
                    continue
                if word in _ARTICLES_BEFORE_DATES and k + 1 < limit and (words[k + 1] in TIME or tags[k + 1] == "NUM"):
                    k += 2
                    continue
                return self._phrase(k, limit)
            k += 1
        return None, k, False

    def _over_lapse(self, k: int, limit: int) -> int:
        """Behind a lapse of time: `a dit quelques heures après M. X`, `un peu plus tard`."""
        words = self.syntax.words
        unit = next((n for n in range(k, min(k + 4, limit)) if words[n] in LAPSES), None)
        if unit is None:
            return k
        n = unit + 1
        while n < limit and words[n] in _LATER:
            n += 1
        return n if n > unit + 1 else k

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
            if words[k] in _DASHES or words[k] in _ENDS_OF_CIRCUMSTANCES:
                break
            other = self.borders.group_at.get(k)
            if other is not None and other.mood == "gerund":
                break
            k += 1
        return k

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
