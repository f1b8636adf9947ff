"""What makes a capitalised run a person's name: what stands before and behind it, and what the model thinks of it.

From the surest to the weakest: a form of address (`M. Erdogan`), a function (`le général Haftar`), the neighbour of one
that has either (`MM. Macron et Scholz`), a known first name, an apposition (`X, chercheur à …`), the model's
opinion, a noun that only people take (`le régime de X`), a verb of saying.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from extractor.analysis.folding import fold
from extractor.entities.functions import FunctionPhrase, Gender, singular
from extractor.entities.name_candidates import DETERMINERS, LOCATIVES, THROUGH, TIME, Candidate, NameReader
from extractor.entities.names import gender_of_first_name, is_first_name
from extractor.entities.office_holders import known_holder
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList

_AND_OR = WordList("and_or")
_CONTRACTED_ARTICLES = WordList("contracted_articles")
_CONTRACTED_OF = WordList("contracted_of")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")
_OF = WordList("of")
_OF_BEFORE_NAMES = WordList("of_before_names")

_LOOK_BEHIND = 4
"""Words of a noun group up to the noun that tells what a name is: `l'aéroport international Charles-de-Gaulle`."""
_QUOTES = frozenset('"“«')
_JOINTS = WordList("joints_of_names")
_ARTICLES = WordList("articles_in_singular")
_COPULAS = WordList("copulas", fold)
_NESTED = 8
"""Functions before a name, those inside others' complements included, among which its own is looked for."""
_FURTHER = 14
"""Words from what a function is known to govern to the comma behind its noun phrase."""
_COMPLEMENT_LINKS = WordList("links_of_complements", fold)
_WITHIN_PHRASE = frozenset("()«»\"“”'’&-–/")
_NOMINAL_TAGS = frozenset({"NOUN", "ADJ", "PROPN", "X"})
_TITLE_KINDS = frozenset({"office", "rank", "police", "spokesperson", "diplomat", "leader", "adviser"})
"""Functions that stand before a family name alone, as a title does."""


@kept()
def contexts() -> dict[str, str]:
    """What a noun before a name tells about it, by folded singular."""
    found: dict[str, str] = {}
    for row in rows("name_contexts"):
        for noun in split(row["nouns"]):
            found.setdefault(singular(fold(noun)), row["effect"])
    return found


@kept()
def saying() -> frozenset[str]:
    """Lemmas of the verbs of saying that hardly have another meaning."""
    return frozenset(row["lemma"] for row in rows("cues") if row["kind"] == "verb" and row["strength"] == "strong")


class NameJudge(NameReader):
    """Gives each candidate its method and score, and the functions that the text gives its bearer."""

    def _weigh(self, candidate: Candidate, previous: Candidate | None) -> None:
        """Set `method` and `score` where the surroundings make the candidate a person."""
        words, first, last = self.words, candidate.lead, candidate.last
        given = words.folded[first]
        known = candidate.length >= 2 and is_first_name(given)
        if known:
            candidate.gender = gender_of_first_name(given)
        title = self._title_before(first)
        if title is not None and not (last - first == 1 and given in DETERMINERS):  # `… M. Le procureur`
            candidate.gender = title[0] or candidate.gender
            candidate.plural_title = title[1] == "p"
            self._accept(candidate, "title", 1.0)
        shouted = words.surface(first, last).isupper() and not known
        phrase = None if shouted else self._phrase_before(candidate)
        if phrase is not None:
            candidate.plural_title = phrase.number == "p"
            for holder in (self._phrase_chained(phrase), phrase):
                if holder is not None:
                    candidate.roles.append((self._one_of(holder, candidate, 0), "before"))
            self._accept(candidate, "function", 0.98)
        elif (
            previous is not None
            and previous.accepted
            and previous.plural_title
            and self._coordinated(previous, candidate)
            and not self._enclosed(candidate)
        ):
            candidate.plural_title, candidate.rank, candidate.shared = True, previous.rank + 1, previous.shared
            candidate.gender = candidate.gender or (
                previous.gender if title is None and previous.shared is None else None
            )
            if previous.shared is not None and title is None:
                candidate.roles.append((self._one_of(previous.shared, candidate, candidate.rank), "before"))
            self._accept(candidate, "coordination", 0.95)
        behind = self._phrase_behind(candidate)
        if behind is not None:
            candidate.roles.append(behind)
        if candidate.accepted:
            return
        context = self._context(candidate)
        if context in {"other", "place", "eponym"} or self._is_place(candidate) or self._is_apposed_place(candidate):
            return
        labels = [self.labels[k] for k in range(first, last)]
        if candidate.length < 2 and not shouted and self._is_well_known(candidate):
            self._accept(candidate, "known", 0.8)
        if candidate.length < 2 or shouted:
            return
        determined = first > 0 and words.folded[first - 1] in DETERMINERS and words.adjacent(first)
        # `à New York, 36 ans`, `un natif de New York, 36 ans`: here the model is believed about places.
        before = words.folded[first - 1] if first and words.adjacent(first) else ""
        located = (before in LOCATIVES and "PER" not in labels) or (before in THROUGH and set(labels) == {"LOC"})
        if known and not determined and before != "en":
            self._accept(candidate, "first name", 0.95)
        elif context == "person" and "ORG" not in labels and not determined:
            self._accept(candidate, "context", 0.85)
        elif determined or located or self._enclosed(candidate):
            return
        elif behind is not None or self._age_behind(last):
            self._accept(candidate, "apposition", 0.9)
        elif set(labels) == {"PER"} and self._is_full_span(candidate) and not self._beside_things(candidate, previous):
            self._accept(candidate, "model", 0.85)
        elif set(labels) <= {"PER", "LOC"} and "" not in labels and self._speaks(candidate):
            self._accept(candidate, "speech", 0.85)

    def _is_well_known(self, candidate: Candidate) -> bool:
        """Whether a family name alone is that of a holder of an office of a state spoken of: `selon Poutine`."""
        words, first = self.words, candidate.first
        if candidate.last - first != 1 or self.taken[first] is not None or self.labels[first] != "PER":
            return False
        if words.adjacent(first) and words.folded[first - 1] in DETERMINERS:
            return False
        return known_holder(candidate.name, states=self.states) is not None

    def _accept(self, candidate: Candidate, method: str, score: float) -> None:
        if not candidate.method:
            candidate.method, candidate.score = method, score

    def _phrase_before(self, candidate: Candidate) -> FunctionPhrase | None:
        words, first = self.words, candidate.lead
        phrase = self.phrase_ends.get(first)
        if phrase is not None and words.adjacent(first):
            if phrase.first and contexts().get(singular(words.folded[phrase.first - 1])) == "other":
                if words.adjacent(phrase.first) and phrase.determiner is None:
                    return None  # `le syndicat policier Alliance`: the function is an adjective here
            return phrase if candidate.length >= 2 or self._calls_by_family_name(phrase, candidate) else None
        comma = first - 1
        if candidate.length >= 2 and comma > 0 and words.surfaces[comma] == ",":
            phrase = self.phrase_ends.get(comma)
            if phrase is not None and phrase.number == "p" and phrase.determiner in {"definite", "possessive"}:
                if self._several_follow(candidate):
                    return phrase
            return self._phrase_apposed(candidate, comma)
        return None

    def _phrase_apposed(self, candidate: Candidate, comma: int) -> FunctionPhrase | None:
        """The function that a name behind a comma explains: `la porte-parole de l'opposant, X`, `le chef d'Arte !, X`.

        It is the outermost whose noun phrase reaches the comma, whatever stands in it; an inner one where only that is
        of the bearer's gender, or known to be held by the bearer (`l'avocat du président américain, Donald Trump`).
        """
        chain: list[FunctionPhrase] = []
        position = bisect_right(self.phrase_heads, comma)
        for phrase in reversed(self.phrases[max(0, position - _NESTED) : position]):
            if self.taken[phrase.head] is not None:
                continue  # the party in `le vice-président du groupe Les Républicains`
            if phrase.last > comma or (chain and not self._serves(chain[-1])):
                break
            if not self._reaches(phrase, comma):
                break
            chain.append(phrase)
        named = [
            phrase
            for phrase in reversed(chain)
            if phrase.number == "s"
            and phrase.determiner in {"definite", "possessive"}
            and not (self._begins_clause(candidate.last) and self._is_governed(phrase))
        ]
        own = [phrase for phrase in named if self._is_known_holder(candidate, phrase)]
        agreeing = [
            phrase for phrase in named if None in {phrase.gender, candidate.gender} or phrase.gender == candidate.gender
        ]
        return next(iter(own or agreeing or named), None)

    def _is_known_holder(self, candidate: Candidate, phrase: FunctionPhrase) -> bool:
        holder = known_holder(candidate.name)
        return holder is not None and phrase.state is not None and holder.held(phrase.group, phrase.state)

    def _serves(self, phrase: FunctionPhrase) -> bool:
        """Whether the phrase is the complement of what stands before it: `du président`, `de l'opposant`."""
        words = self.words
        return words.folded[phrase.first] in _CONTRACTED_OF or (
            phrase.first > 0 and words.folded[phrase.first - 1] in _OF
        )

    def _reaches(self, phrase: FunctionPhrase, comma: int) -> bool:
        """Whether nothing but complements stands between a function and the comma: `(PAM)`, `reconnu par l'ONU`."""
        words = self.words
        if comma - phrase.last > _FURTHER:
            return False
        for index in range(phrase.last, comma):
            surface, folded = words.surfaces[index], words.folded[index]
            if surface == "!":
                if index + 1 < comma:
                    return False
            elif not surface[0].isalnum():
                if surface not in _WITHIN_PHRASE:
                    return False
            elif folded in _COMPLEMENT_LINKS:
                continue
            elif folded in _AND_OR:
                # `des armées et de l'industrie`; behind `et le` another one is named
                if words.folded[index + 1] in DETERMINERS and words.folded[index + 1] not in _CONTRACTED_OF:
                    return False
            elif folded in TIME or not ("-" in folded or self.functions.tag(index) in _NOMINAL_TAGS):
                token = self.functions.token(index)
                if token is None or token.morph.get("VerbForm", []) != ["Part"]:
                    return False
        # A name right behind the function has it, and not the next one: `le président X, Y et Z`.
        return phrase.last == comma or phrase.of is not None or not self.name_starts_at(phrase.last)

    def _begins_clause(self, index: int) -> bool:
        """Whether a finite verb follows: then the name is its subject, and what stands before the comma goes before."""
        words = self.words
        return index < len(words) and words.adjacent(index) and self.functions.tag(index) in {"VERB", "AUX", "PRON"}

    def _is_governed(self, phrase: FunctionPhrase) -> bool:
        """Whether a preposition leads to the function: `Après la visite du président américain, X a …`."""
        words = self.words
        if words.folded[phrase.first] in _CONTRACTED_ARTICLES:
            return True
        return phrase.first > 0 and words.adjacent(phrase.first) and self.functions.tag(phrase.first - 1) == "ADP"

    def _several_follow(self, candidate: Candidate) -> bool:
        """Whether the name opens an enumeration: `les ministres …, X et Y`, not `Devant les soldats, X a …`."""
        words, last = self.words, candidate.last
        if last + 1 < len(words) and words.surfaces[last] == "(":
            close = next((k for k in range(last, min(last + 8, len(words))) if words.surfaces[k] == ")"), last)
            last = close + 1
        return last + 1 < len(words) and words.folded[last] in {",", "et"} and self._may_begin(last + 1)

    def _calls_by_family_name(self, phrase: FunctionPhrase, candidate: Candidate) -> bool:
        """Whether a function may stand before a family name alone: `le général Haftar`, not `agent neurotoxique X`."""
        if self.words.surfaces[candidate.first].isupper():
            return False
        last = phrase.complements[-1] if phrase.complements else None
        ends_small = last is not None and phrase.portfolio is None and self.words.surfaces[last[1] - 1].islower()
        if ends_small and self.taken[last[1] - 1] is None:  # type: ignore[index]
            return False
        if phrase.number == "p" and phrase.noun.kind == "rank":
            return False
        titled = phrase.noun.kind in _TITLE_KINDS and phrase.determiner != "indefinite"
        return titled or self.labels[candidate.first] == "PER"

    def _phrase_behind(self, candidate: Candidate) -> tuple[FunctionPhrase, str] | None:
        """The function in apposition or after `être`: `X, 44 ans, ministre de …,`, not `A X, le président Y a …`."""
        words, last = self.words, candidate.last
        if last + 1 >= len(words):
            return None
        if words.folded[last] in _COPULAS and words.adjacent(last):
            phrase = self.phrase_starts.get(last + 1)
            if (
                phrase is not None
                and phrase.number == "s"
                and phrase.determiner != "possessive"
                and not self._names_after(phrase)
            ):
                return phrase, "copula"
        if words.surfaces[last] != ",":
            return None
        start = last + 1
        if (
            start + 3 < len(words)
            and words.surfaces[start].isdigit()
            and words.folded[start + 1] == "ans"
            and words.surfaces[start + 2] == ","
        ):
            start += 3
        one_of = start + (words.folded[start] == "l'")
        if (
            one_of + 1 < len(words)
            and words.folded[one_of] in _INDEFINITE_ARTICLES
            and words.folded[one_of + 1] in _OF_BEFORE_NAMES
        ):
            several = self.phrase_starts.get(one_of + 1)  # `une des figures de …`
            if several is not None and several.number == "p":
                gender: Gender = "f" if words.folded[one_of] == "une" else "m"
                return replace(several, number="s", gender=gender, determiner="indefinite"), "after"
        phrase = self.phrase_starts.get(start)
        if phrase is None or (phrase.number == "p" and not candidate.plural_title):
            return None
        if phrase.determiner == "possessive" and self._named_behind_comma(phrase.last):
            return None  # `la veuve de X, son avocat, Me Y`
        if self._names_after(phrase) or self._is_participle(phrase):
            return None
        return phrase, "after"

    def _names_after(self, phrase: FunctionPhrase) -> bool:
        """Whether the phrase is the title of a name behind it."""
        return phrase.last < len(self.words) and self.words.adjacent(phrase.last) and self._may_begin(phrase.last)

    def _named_behind_comma(self, index: int) -> bool:
        words = self.words
        if index + 1 >= len(words) or words.surfaces[index] != ",":
            return False
        return self._title_at(index + 1) is not None or self.name_starts_at(index + 1)

    def _is_participle(self, phrase: FunctionPhrase) -> bool:
        """`Y, élu en 2013`, `Y, détenu depuis mai`: no function."""
        head = self.words.folded[phrase.head]
        return (
            phrase.determiner is None
            and not phrase.complements
            and phrase.last - phrase.first == 1
            and head.endswith(("e", "ee", "u", "ue"))
            and self.functions.tag(phrase.head) in {"VERB", "ADJ"}
            and not phrase.former
        )

    def _phrase_chained(self, phrase: FunctionPhrase) -> FunctionPhrase | None:
        """The function before another one: `le chef d'état-major, le général X`."""
        comma = phrase.first - 1
        if (
            comma <= 0
            or self.words.surfaces[comma] != ","
            or phrase.determiner != "definite"
            or phrase.noun.kind != "rank"
        ):
            return None
        before = self.phrase_ends.get(comma)
        return before if before is not None and before.number == "s" and before.determiner is not None else None

    def _one_of(self, phrase: FunctionPhrase, candidate: Candidate, rank: int) -> FunctionPhrase:
        """The function of one of those whom a plural phrase covers, with the state or field that is its own."""
        if phrase.number == "s":
            return phrase
        candidate.shared = candidate.shared or phrase
        own = replace(phrase, number="s", gender=candidate.gender or None)
        words = self.words
        demonyms = self.functions.nationality(candidate.first - 1) if words.adjacent(candidate.first) else []
        if demonyms:
            own.nationalities, own.state = demonyms, demonyms[0]  # `les présidents américain X et iranien Y`
        elif len(phrase.nationalities) > 1:
            own.nationalities = phrase.nationalities[rank : rank + 1]  # `les ministres français et allemand, X et Y`
            own.state = own.nationalities[0] if own.nationalities else None
        if candidate.last < len(words) and words.surfaces[candidate.last] == "(":
            self.functions.read_parenthesis(own, candidate.last + 1)
        return own

    def _enclosed(self, candidate: Candidate) -> bool:
        """Whether a parenthesis holds nothing else: `les députés X Y (Calvados) et Z`."""
        words, first, last = self.words, candidate.first, candidate.last
        return first > 0 and last < len(words) and words.surfaces[first - 1] == "(" and words.surfaces[last] == ")"

    def _age_behind(self, last: int) -> bool:
        words = self.words
        return (
            last + 2 < len(words)
            and words.surfaces[last] in {",", "("}
            and words.surfaces[last + 1].isdigit()
            and words.folded[last + 2] in ({")", "ans"} if words.surfaces[last] == "(" else {"ans"})
        )

    def _coordinated(self, previous: Candidate, candidate: Candidate) -> bool:
        """Whether only commas, `et` or a parenthesis stand between two names."""
        between = range(previous.last, candidate.first)
        if len(between) > 8:
            return False
        depth = 0
        for index in between:
            surface = self.words.surfaces[index]
            if surface == "(":
                depth += 1
            elif surface == ")":
                depth -= 1
            elif depth == 0 and self.words.folded[index] not in _JOINTS and not self.functions.nationality(index):
                return False
        return len(between) > 0

    def _is_full_span(self, candidate: Candidate) -> bool:
        """Whether the model sees exactly this name, and its last word is more than a letter (`Larsen C`)."""
        words = self.words
        exact = candidate.first in self.label_starts and candidate.last in self.label_ends
        title = self._title_before(candidate.first) is not None
        return (exact or title) and len(words.surfaces[candidate.last - 1]) > 1

    def _beside_things(self, candidate: Candidate, previous: Candidate | None) -> bool:
        """Whether it stands in an enumeration behind a name that is nobody's: `Abivax, Innate Pharma`."""
        return previous is not None and not previous.accepted and self._coordinated(previous, candidate)

    def _speaks(self, candidate: Candidate) -> bool:
        """Whether a verb of saying stands beside the name: `a déclaré X Y`, `X Y a estimé`."""
        words = self.words
        before = candidate.first - 1
        if before >= 0 and words.adjacent(candidate.first) and self._is_saying(before):
            return True
        index = candidate.last
        while index < len(words) and words.adjacent(index) and self.functions.tag(index) in {"AUX", "PRON", "ADV"}:
            index += 1
        return index < len(words) and words.adjacent(index) and self._is_saying(index)

    def _is_saying(self, index: int) -> bool:
        token = self.functions.token(index)
        return token is not None and token.pos_ == "VERB" and token.lemma_ in saying()

    def _is_place(self, candidate: Candidate) -> bool:
        return (self.words.starts[candidate.first], self.words.ends[candidate.last - 1]) in self.places

    def _is_apposed_place(self, candidate: Candidate) -> bool:
        """`Bani Walid, ville située à …`."""
        words, last = self.words, candidate.last
        if last + 1 >= len(words) or words.surfaces[last] != ",":
            return False
        noun = last + 1 + (words.folded[last + 1] in _ARTICLES)
        return noun < len(words) and contexts().get(singular(words.folded[noun])) == "place"

    def _context(self, candidate: Candidate) -> str | None:
        """What the noun before, or a word inside, makes of the name: see name_contexts.tsv."""
        words, first, last = self.words, candidate.lead, candidate.last
        known = contexts()
        if known.get(singular(words.folded[first])) in {"place", "other"} and not is_first_name(words.folded[first]):
            return "other"
        if last - first > 1 and known.get(words.folded[last - 1]) == "ending":
            return "other"
        if words.surface(first, last).isupper() and candidate.length < 2:
            return "other"
        index, through = first - 1, False
        if index >= 0 and words.surfaces[index] in _QUOTES:
            index -= 1
        while index >= 0 and words.adjacent(index + 1) and words.folded[index] in THROUGH:
            index, through = index - 1, True
        for back in range(_LOOK_BEHIND):
            if index < 0 or not words.adjacent(index + 1) or not words.surfaces[index][0].isalpha():
                return None
            effect = known.get(singular(words.folded[index]))
            if effect is not None and self.functions.tag(index) in {"AUX", "VERB"}:
                return None  # `c'est X`, no `est` of the compass
            if effect in {"ending", "word"}:
                effect = None
            if effect == "seat":
                return "place" if through and not back else None
            if effect == "place" and back and words.capital(index + 1):
                return None  # `la région Ile-de-France X Y`: the place is named already
            if effect in {"place", "person"} or (effect in {"other", "holder", "eponym"} and not through):
                return "person" if effect == "holder" else effect
            if self.functions.tag(index) not in ({"ADJ"} if back else {"ADJ", "PROPN"}) or effect is not None:
                return None  # `le navire sismique turc X`
            index -= 1
        return None
