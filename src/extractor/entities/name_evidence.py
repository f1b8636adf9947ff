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

Role = tuple[FunctionPhrase, str]
"""A function and where it stands: `before` the name, `after` it, or behind a `copula`."""

_WORDS_OF_AGE = 3
"""`44`, `ans` and the comma."""
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
_WITHIN_NAMES = frozenset({"ending", "word"})
"""What a word tells only of the name in which it stands."""
NO_PERSONS = frozenset({"other", "place", "eponym"})
"""What a noun before a name tells of it where it is nobody's."""
_SCORES = {
    "title": 1.0,
    "function": 0.98,
    "coordination": 0.95,
    "first name": 0.95,
    "apposition": 0.9,
    "context": 0.85,
    "model": 0.85,
    "speech": 0.85,
    "known": 0.8,
}
"""How sure each method is that a name is a person's."""
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
        if self._has_first_name(candidate):
            candidate.gender = gender_of_first_name(self.words.folded[candidate.lead])
        self._weigh_title(candidate)
        phrase = None if self._is_shouted(candidate) else self._phrase_before(candidate)
        if phrase is not None:
            self._weigh_function(candidate, phrase)
        elif previous is not None and self._shares_title(previous, candidate):
            self._share_title(previous, candidate)
        behind = self._phrase_behind(candidate)
        if behind is not None:
            candidate.roles.append(behind)
        if not candidate.accepted:
            self._weigh_surroundings(candidate, previous, apposed=behind is not None)

    def _has_first_name(self, candidate: Candidate) -> bool:
        """Whether it begins with a known first name and goes on behind it."""
        return candidate.length >= 2 and is_first_name(self.words.folded[candidate.lead])

    def _is_shouted(self, candidate: Candidate) -> bool:
        """Whether it stands in capitals and tells by no first name that it is a person's."""
        capitals = self.words.surface(candidate.lead, candidate.last).isupper()
        return capitals and not self._has_first_name(candidate)

    def _weigh_title(self, candidate: Candidate) -> None:
        """A form of address before the name: `M. Erdogan`."""
        title = self._title_before(candidate.lead)
        one_word = candidate.last - candidate.lead == 1
        if title is None or (one_word and self.words.folded[candidate.lead] in DETERMINERS):
            return  # `… M. Le procureur`
        gender, number = title
        candidate.gender = gender or candidate.gender
        candidate.plural_title = number == "p"
        self._accept(candidate, "title")

    def _weigh_function(self, candidate: Candidate, phrase: FunctionPhrase) -> None:
        """A function before the name: `le général Haftar`."""
        candidate.plural_title = phrase.number == "p"
        for holder in (self._phrase_chained(phrase), phrase):
            if holder is not None:
                candidate.roles.append((self._one_of(holder, candidate, 0), "before"))
        self._accept(candidate, "function")

    def _shares_title(self, previous: Candidate, candidate: Candidate) -> bool:
        """Whether the title or function of several goes on to the name: `MM. Macron et Scholz`."""
        several = previous.accepted and previous.plural_title
        return several and self._coordinated(previous, candidate) and not self._enclosed(candidate)

    def _share_title(self, previous: Candidate, candidate: Candidate) -> None:
        """Give the name the title or function that it shares, unless it has a title of its own."""
        candidate.plural_title, candidate.rank, candidate.shared = True, previous.rank + 1, previous.shared
        if self._title_before(candidate.lead) is None:
            if previous.shared is None:
                candidate.gender = candidate.gender or previous.gender
            else:
                candidate.roles.append((self._one_of(previous.shared, candidate, candidate.rank), "before"))
        self._accept(candidate, "coordination")

    def _weigh_surroundings(self, candidate: Candidate, previous: Candidate | None, *, apposed: bool) -> None:
        """What is left without title and function; `apposed` tells whether a function follows the name."""
        context = self._context(candidate)
        if context in NO_PERSONS or self._is_place(candidate) or self._is_apposed_place(candidate):
            return
        if self._is_shouted(candidate):
            return
        if candidate.length < 2:
            method = "known" if self._is_well_known(candidate) else None
        else:
            method = self._told_before(candidate, context)
            if method is None and self._may_be_somebody(candidate):
                method = self._told_behind(candidate, apposed=apposed) or self._told_by_model(candidate, previous)
        if method is not None:
            self._accept(candidate, method)

    def _word_before(self, candidate: Candidate) -> str:
        """The folded word right before the name, nothing where none is."""
        return self.words.folded[candidate.lead - 1] if self.words.adjacent(candidate.lead) else ""

    def _labels_of(self, candidate: Candidate) -> set[str]:
        """The model's labels of its words, `""` where it sees no name."""
        return set(self.labels[candidate.lead : candidate.last])

    def _told_before(self, candidate: Candidate, context: str | None) -> str | None:
        """The method where the first name or a noun before the name tells: `Emmanuel Macron`, `le régime de X Y`."""
        before = self._word_before(candidate)
        if before in DETERMINERS:
            return None
        if self._has_first_name(candidate) and before != "en":
            return "first name"
        return "context" if context == "person" and "ORG" not in self._labels_of(candidate) else None

    def _may_be_somebody(self, candidate: Candidate) -> bool:
        """Whether neither a determiner nor a preposition of places nor brackets speak against a person.

        `à New York, 36 ans`, `un natif de New York, 36 ans`: here the model is believed about places.
        """
        before, labels = self._word_before(candidate), self._labels_of(candidate)
        located = (before in LOCATIVES and "PER" not in labels) or (before in THROUGH and labels == {"LOC"})
        return before not in DETERMINERS and not located and not self._enclosed(candidate)

    def _told_behind(self, candidate: Candidate, *, apposed: bool) -> str | None:
        """The method where a function or an age follows: `X, chercheur à …`, `X (44 ans)`."""
        return "apposition" if apposed or self._age_behind(candidate.last) else None

    def _told_by_model(self, candidate: Candidate, previous: Candidate | None) -> str | None:
        """The method where the model takes the name for a person, or for a person or a place that speaks."""
        labels = self._labels_of(candidate)
        if labels == {"PER"} and self._is_full_span(candidate) and not self._beside_things(candidate, previous):
            return "model"
        return "speech" if labels <= {"PER", "LOC"} and self._speaks(candidate) else None

    def _is_well_known(self, candidate: Candidate) -> bool:
        """Whether a family name alone is that of a holder of an office of a state spoken of: `selon Poutine`."""
        words, first = self.words, candidate.first
        if candidate.last - first != 1 or self.taken[first] is not None or self.labels[first] != "PER":
            return False
        if words.adjacent(first) and words.folded[first - 1] in DETERMINERS:
            return False
        return known_holder(candidate.name, states=self.states) is not None

    def _accept(self, candidate: Candidate, method: str) -> None:
        if not candidate.method:
            candidate.method, candidate.score = method, _SCORES[method]

    def _phrase_before(self, candidate: Candidate) -> FunctionPhrase | None:
        """The function before a name: right before it, or before a comma and the full name."""
        words, first = self.words, candidate.lead
        phrase = self.phrase_ends.get(first)
        if phrase is not None and words.adjacent(first):
            if self._is_said_of_thing(phrase):
                return None
            return phrase if candidate.length >= 2 or self._calls_by_family_name(phrase, candidate) else None
        comma = first - 1
        if candidate.length < 2 or comma <= 0 or words.surfaces[comma] != ",":
            return None
        several = self.phrase_ends.get(comma)
        if several is not None and self._is_enumerated(several) and self._several_follow(candidate):
            return several
        return self._phrase_apposed(candidate, comma)

    def _is_said_of_thing(self, phrase: FunctionPhrase) -> bool:
        """Whether the function is an adjective behind a noun that is no person: `le syndicat policier Alliance`."""
        behind_noun = phrase.determiner is None and self.words.adjacent(phrase.first)
        return behind_noun and self._effect(phrase.first - 1) == "other"

    @staticmethod
    def _is_enumerated(phrase: FunctionPhrase) -> bool:
        """Whether it means several known people, whom names can follow: `les ministres …, X et Y`."""
        return phrase.number == "p" and phrase.determiner in {"definite", "possessive"}

    def _phrase_apposed(self, candidate: Candidate, comma: int) -> FunctionPhrase | None:
        """The function that a name behind a comma explains: `la porte-parole de l'opposant, X`, `le chef d'Arte !, X`.

        It is the outermost whose noun phrase reaches the comma, whatever stands in it; an inner one where only that is
        of the bearer's gender, or known to be held by the bearer (`l'avocat du président américain, Donald Trump`).
        """
        subject = self._begins_clause(candidate.last)
        named = [
            phrase
            for phrase in reversed(self._chain_before(comma))
            if self._can_be_explained(phrase) and not (subject and self._is_governed(phrase))
        ]
        own = [phrase for phrase in named if self._is_known_holder(candidate, phrase)]
        agreeing = [phrase for phrase in named if self._agrees(phrase, candidate)]
        return next(iter(own or agreeing or named), None)

    def _chain_before(self, comma: int) -> list[FunctionPhrase]:
        """The functions whose noun phrases reach a comma, from the inner to the outer one that each serves."""
        chain: list[FunctionPhrase] = []
        position = bisect_right(self.phrase_heads, comma)
        for phrase in reversed(self.phrases[max(0, position - _NESTED) : position]):
            if self.taken[phrase.head] is not None:
                continue  # the party in `le vice-président du groupe Les Républicains`
            outer = not chain or self._serves(chain[-1])
            if phrase.last > comma or not outer or not self._reaches(phrase, comma):
                break
            chain.append(phrase)
        return chain

    @staticmethod
    def _can_be_explained(phrase: FunctionPhrase) -> bool:
        """Whether it is that of one known person, whom a name can follow."""
        return phrase.number == "s" and phrase.determiner in {"definite", "possessive"}

    @staticmethod
    def _agrees(phrase: FunctionPhrase, candidate: Candidate) -> bool:
        return None in {phrase.gender, candidate.gender} or phrase.gender == candidate.gender

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
        between = range(phrase.last, comma)
        if len(between) > _FURTHER or not all(self._stands_within(index, comma) for index in between):
            return False
        # A name right behind the function has it, and not the next one: `le président X, Y et Z`.
        return phrase.last == comma or phrase.of is not None or not self.name_starts_at(phrase.last)

    def _stands_within(self, index: int, comma: int) -> bool:
        """Whether a word before a comma can belong to the complements of a function."""
        words = self.words
        surface, folded = words.surfaces[index], words.folded[index]
        if surface == "!":
            return index + 1 == comma
        if not surface[0].isalnum():
            return surface in _WITHIN_PHRASE
        if folded in _COMPLEMENT_LINKS:
            return True
        if folded in _AND_OR:
            # `des armées et de l'industrie`; behind `et le` another one is named
            return words.folded[index + 1] not in DETERMINERS or words.folded[index + 1] in _CONTRACTED_OF
        nominal = "-" in folded or self.functions.tag(index) in _NOMINAL_TAGS
        return (nominal and folded not in TIME) or self._is_any_participle(index)

    def _is_any_participle(self, index: int) -> bool:
        token = self.functions.token(index)
        return token is not None and token.morph.get("VerbForm", []) == ["Part"]

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

    def _phrase_behind(self, candidate: Candidate) -> Role | None:
        """The function in apposition or after `être`: `X, 44 ans, ministre de …,`, not `A X, le président Y a …`."""
        words, last = self.words, candidate.last
        if last + 1 >= len(words):
            return None
        if words.folded[last] in _COPULAS and words.adjacent(last):
            return self._phrase_of_copula(last + 1)
        if words.surfaces[last] != ",":
            return None
        start = last + 1 + _WORDS_OF_AGE * self._is_age(last + 1)
        return self._one_of_several(start) or self._phrase_behind_comma(candidate, start)

    def _phrase_of_copula(self, start: int) -> Role | None:
        """The function that somebody is: `X est un chercheur`."""
        phrase = self.phrase_starts.get(start)
        if phrase is None or phrase.number == "p" or phrase.determiner == "possessive" or self._names_after(phrase):
            return None
        return phrase, "copula"

    def _is_age(self, start: int) -> bool:
        """Whether an age stands between two commas, of which the second is not the last word: `44 ans,`."""
        words = self.words
        if start + _WORDS_OF_AGE >= len(words):
            return False
        return words.surfaces[start].isdigit() and words.folded[start + 1] == "ans" and words.surfaces[start + 2] == ","

    def _one_of_several(self, start: int) -> Role | None:
        """The function of one of several: `X, une des figures de …`."""
        words = self.words
        one = start + (words.folded[start] == "l'")
        if words.word(one) not in _INDEFINITE_ARTICLES or words.word(one + 1) not in _OF_BEFORE_NAMES:
            return None
        several = self.phrase_starts.get(one + 1)
        if several is None or several.number != "p":
            return None
        gender: Gender = "f" if words.folded[one] == "une" else "m"
        return replace(several, number="s", gender=gender, determiner="indefinite"), "after"

    def _phrase_behind_comma(self, candidate: Candidate, start: int) -> Role | None:
        """The function in apposition: `X, ministre de …`."""
        phrase = self.phrase_starts.get(start)
        if phrase is None or (phrase.number == "p" and not candidate.plural_title):
            return None
        if phrase.determiner == "possessive" and self._named_behind_comma(phrase.last):
            return None  # `la veuve de X, son avocat, Me Y`
        return None if self._names_after(phrase) or self._is_participle(phrase) else (phrase, "after")

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
        return "other" if self._is_thing_itself(candidate) else self._told_by_noun_before(candidate.lead)

    def _effect(self, index: int) -> str | None:
        """What the word at `index` tells of a name beside it, as a row of name_contexts.tsv says."""
        return contexts().get(singular(self.words.folded[index]))

    def _is_thing_itself(self, candidate: Candidate) -> bool:
        """Whether a word inside makes it no person: `Place Vendôme`, `Lafarge SA`, or one word in capitals."""
        words, first, last = self.words, candidate.lead, candidate.last
        if self._effect(first) in {"place", "other"} and not is_first_name(words.folded[first]):
            return True
        if last - first > 1 and contexts().get(words.folded[last - 1]) == "ending":
            return True
        return words.surface(first, last).isupper() and candidate.length < 2

    def _told_by_noun_before(self, first: int) -> str | None:
        """What the noun before a name that begins at `first` tells of it: `le navire X`, `le régime de X`."""
        words = self.words
        start = first - 1 - (first > 0 and words.surfaces[first - 1] in _QUOTES)
        index = start
        while words.adjacent(index + 1) and words.folded[index] in THROUGH:
            index -= 1
        through = index < start
        for back in range(_LOOK_BEHIND):
            if not words.adjacent(index + 1) or not words.surfaces[index][0].isalpha():
                return None
            effect = self._effect(index)
            if effect is not None and self.functions.tag(index) in {"AUX", "VERB"}:
                return None  # `c'est X`, no `est` of the compass
            if effect is not None and effect not in _WITHIN_NAMES:
                return self._told_by(effect, index, further=back > 0, through=through)
            if self.functions.tag(index) not in ({"ADJ"} if back else {"ADJ", "PROPN"}):
                return None  # `le navire sismique turc X`
            index -= 1
        return None

    def _told_by(self, effect: str, index: int, *, further: bool, through: bool) -> str | None:
        """What a noun tells of a name that stands right behind it or further, through `de` or not."""
        if effect == "seat":
            return "place" if through and not further else None
        if effect == "place":
            # `la région Ile-de-France X Y`: the place is named already.
            return None if further and self.words.capital(index + 1) else "place"
        if effect == "person":
            return "person"
        if through or effect == "never":
            return None
        return "person" if effect == "holder" else effect
