"""Noun phrases around a cue: the subject of a verb, the phrase behind an inverted one, the source behind `selon`."""

from __future__ import annotations

from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList, WordSequences
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import AUXILIARIES, VerbGroup
from extractor.text.grammar import Place, Steps, WordPattern
from extractor.text.reading import Places

PRONOUNS = WordList("personal_pronouns")

_ADDED_BY_PREPOSITION = WordList("prepositions_of_complements")
_AND_OR = WordList("and_or")
_COORDINATORS = WordList("coordinators")
_LOCUTIONS = WordSequences("locutions")
_NO_PARSED_SUBJECTS = WordList("no_parsed_subjects")
_RELATIVES_OF_PARSE = WordList("relatives_in_singular_or_qui")
_RELATIVES_SIMPLE = WordList("relatives_simple")
_SUBJECT_LABELS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl:subj"})
_PAIRS = {")": "(", ",": ",", "-": "-", "–": "–", "—": "—"}

_PARENTHESES = 3
_BRACKETED = 20
"""Words that stand in brackets behind a name at most."""
_ADDITIONS = 3

_DANGLING = WordPattern("@links_of_nouns&~-&~je|ADP&~-&~je|DET&~-&~je|CCONJ&~-&~je")
"""What a phrase does not end with."""
_HEAD = WordPattern("NOUN|PROPN")
_OF = WordPattern("@de")
_OF_PLURAL = WordPattern("@of_without_du")
_SPEAKING = WordPattern("SPEAKING")
_PLURAL = WordPattern("PLURAL")
_AND = WordPattern("et")
_COMMA = WordPattern(",")
_OPENING_BRACKET = WordPattern("@opening_brackets")
_CLOSING_BRACKET = WordPattern("@closing_brackets")
_VERB = WordPattern("Fin&VERB|Fin&AUX")
_NOUN_BEFORE_PARTICIPLE = WordPattern("NOUN|PROPN|ADJ|X|NAME_END")
_BETWEEN_RELATIVE_AND_VERB = WordPattern("ADV|,")
_RELATIVE_SUBJECT = WordPattern("@relatives_as_subject")
_DISTANT_RELATIVE = WordPattern("@relatives_in_plural_or_qui")
_END_OF_DISTANCE = WordPattern("Fin|,|;|:|PRON|PROPN")
_OBJECT_RELATIVE = WordPattern("@before_objects_of_relatives")
_ANY_RELATIVE = WordPattern("@relatives_as_subject|@object_relatives")
_RELATIVE = WordPattern("@relatives_in_singular")
_ITEM = WordPattern("DET|NAME")
_ITEM_WORD = WordPattern("DET|NOUN|PROPN|ADJ|NUM|X|SYM|ADP")
_BEFORE_LIST = WordPattern("ADP|comme")
_NO_FIRST_WORD = WordPattern("PUNCT|CCONJ|SCONJ|ADV")
_APPOSITION = WordPattern(
    "DET&~@no_appositions|NOUN&~@no_appositions|PROPN&~@no_appositions|ADJ&~@no_appositions|X&~@no_appositions"
)
_BEHIND_APPOSITION = WordPattern("@marks_behind_appositions|@relatives_in_singular|ADP|ADV&~@negations|SCONJ|CCONJ")
_BEHIND_GENITIVE = WordPattern(',|»|"')


def behind_locution(syntax: Syntax, place: Place, limit: Place) -> Place | None:
    """The place behind an adverb of several words: `par la suite`, `noir sur blanc`."""
    end = _LOCUTIONS.longest(syntax.words, place)
    return end if end is not None and end < limit else None


# --- where a phrase ends and begins


@kept()
def _steps(side: str) -> Steps:
    return Steps("noun_phrases", side=side)


_STATES = {
    (words, noun): frozenset(
        {("first", "second", "inside")[words], "inside" if words else "first", "noun" if noun else "bare"}
    )
    for words in range(3)
    for noun in (False, True)
}
"""The state of a reader by how many words it has taken (two stand for more) and whether a noun is among them."""


def phrase_end(syntax: Syntax, first: Place, limit: Place) -> Place:
    """The end of the noun phrase that begins at `first`, appositions left out; `first` where none begins."""
    steps = _steps("behind")
    place, noun, then = first, False, ""
    while place < limit and then != "last":
        then, end = steps.first(syntax, place, limit, _STATES[min(place - first, 2), noun])
        if then == "stop":
            break
        noun = noun or then == "noun"
        place = end
    while place > first and _DANGLING.at(syntax, place - 1):
        place -= 1
    return place if noun else first


def left_phrase(syntax: Syntax, last: Place, floor: Place) -> Places | None:
    """The noun phrase that ends with the place `last`: back over nouns, adjectives and their complements."""
    steps = _steps("before")
    place = _before_bracket(syntax, last, floor)
    first: Place | None = None
    joined = frozenset[str]()
    while place >= floor:
        name = _name_before(syntax, place, floor, first)
        if name is not None:
            first, place = name, name - 1  # whatever the tagger takes its words for
            continue
        state = _STATES[min(last - place, 2), first is not None] | joined
        then, _ = steps.first(syntax, place, len(syntax), state)
        before = place - 1
        if then == "bracket":
            # `la Société des journalistes (SDJ) de la chaîne`
            opening = _OPENING_BRACKET.find_back(syntax, before, max(floor, place - 6) + 1)
            before = place if opening is None else opening - 1
        if then in ("", "stop") or before == place:
            break
        first = place if then == "noun" else first
        joined = frozenset({"joined"}) if then == "joint" else joined
        place = before
    return None if first is None else (_first_item(syntax, first, last, floor) if joined else first, last + 1)


def _before_bracket(syntax: Syntax, last: Place, floor: Place) -> Place:
    """The place before the bracket that closes at `last`, `last` where none does."""
    if syntax.words[last] != ")":
        return last
    opening = _OPENING_BRACKET.find_back(syntax, last, floor)
    return (floor if opening is None else opening) - 1


def _name_before(syntax: Syntax, place: Place, floor: Place, first: Place | None) -> Place | None:
    """Where the name that ends at a place begins, if it belongs to the phrase that begins behind it."""
    name = syntax.name_from.get(place)
    if name is None or name < floor:
        return None
    return name if first in (None, place + 1) or syntax.tags[place + 1] == "ADP" else None


def _first_item(syntax: Syntax, first: Place, last: Place, floor: Place) -> Place:
    """The first item of a list that belongs to it: `Comme l'Arabie, | la France et le Royaume-Uni ont …`."""
    if first <= floor or not _BEFORE_LIST.at(syntax, first - 1):
        return first
    comma = _COMMA.find(syntax, first, last)
    return first if comma is None else comma + 1


def with_appositions(syntax: Syntax, first: Place, end: Place, limit: Place) -> Place:
    """The end of a noun phrase with what is added between commas or brackets: `X, chercheur à l'Ifri`, `(OSDH)`."""
    for _ in range(_ADDITIONS):
        word = syntax.words[end] if end < limit else ""
        behind = None
        if word == "(":
            behind = _behind_brackets(syntax, end, limit)
        elif word == "," and end + 1 < limit:
            behind = _behind_apposition(syntax, end + 1, limit)
        if behind is None:
            return end
        end = behind
    return end


def _behind_brackets(syntax: Syntax, opening: Place, limit: Place) -> Place | None:
    close = _CLOSING_BRACKET.find(syntax, opening + 1, min(limit, opening + _BRACKETED))
    if close is None:
        return None
    end = close + 1
    if end < limit and syntax.words[end] in _ADDED_BY_PREPOSITION:
        return max(end, phrase_end(syntax, end + 1, limit))
    return end


def _behind_apposition(syntax: Syntax, first: Place, limit: Place) -> Place | None:
    """The place behind an apposition that begins at `first`, None where none does."""
    if _OF.at(syntax, first) and first + 1 < limit:
        first += 1  # `Barbara Slavin, du centre Y,`
        closed = phrase_end(syntax, first, limit)
        if closed <= first or closed >= limit or not _BEHIND_GENITIVE.at(syntax, closed):
            return None
    if not _APPOSITION.at(syntax, first):
        return None
    end = phrase_end(syntax, first, limit)
    if end <= first or (end < limit and (end in syntax.opening or not _BEHIND_APPOSITION.at(syntax, end))):
        return None
    return end


# --- the subject of a verb


def subject(syntax: Syntax, group: VerbGroup) -> Places | None:
    """The phrase that is the subject of a verb of saying, or None.

    By the parser where it sees one; for a coordinated verb, a gerund or an infinitive the subject of the verb it
    depends on; for a relative pronoun its antecedent; else the nearest phrase to the left that no preposition governs.
    """
    if group.inverted is not None:
        return group.inverted, group.inverted + 1
    relative = _relative_before(syntax, group)
    if relative is not None:
        return _agreeing(syntax, antecedent(syntax, relative), group)
    found = _own_subject(syntax, group) or _shared_subject(syntax, group)
    if found is None and group.mood != "finite":
        found = surface_subject(syntax, group.first)
    first, _ = syntax.sentence(group.head)
    if found is None and group.first > first and syntax.words[group.first - 1] in _COORDINATORS:
        found = main_subject(syntax, group.first)  # `X réfléchit et prévient que`
    return found


def _relative_before(syntax: Syntax, group: VerbGroup) -> Place | None:
    """The relative pronoun that is the subject: `qui a déclaré`, `, lequel estime`, `qui quelques jours plus tôt a`."""
    first, _ = syntax.sentence(group.head)
    before = group.first - 1
    while before > first and _BETWEEN_RELATIVE_AND_VERB.at(syntax, before):
        before -= 1
    if before >= first and _RELATIVE_SUBJECT.at(syntax, before):
        return before
    if group.mood != "finite":
        return None
    return _DISTANT_RELATIVE.find_back(syntax, before + 1, max(first, before - 7), _END_OF_DISTANCE)


def _own_subject(syntax: Syntax, group: VerbGroup) -> Places | None:
    """The subject of the verb itself, for the parser or right before it, with what is coordinated with it."""
    found = _parsed_subject(syntax, group.head, group.first)
    if found is None:
        # The parser may hang the subject on another word of the group: `fait toutefois valoir`.
        parsed = (_parsed_subject(syntax, place, group.first) for place in range(group.first, group.end))
        found = next((phrase for phrase in parsed if phrase is not None), None)
    if group.mood == "finite":
        found = _nearest(syntax, found, group)
    if found is None:
        return None
    return _coordinated_right(syntax, _coordinated_left(syntax, found, group), group)


def _nearest(syntax: Syntax, parsed: Places | None, group: VerbGroup) -> Places | None:
    """The parser's subject of a finite verb, or what stands right before the verb where that is the subject."""
    adjacent = _in_number(syntax, surface_subject(syntax, group.first), group)
    if parsed is None or _holds_clause(syntax, parsed):
        return adjacent  # `un navire prospecte et la Grèce accuse`
    if adjacent is None or adjacent[0] < parsed[1] or adjacent[1] != group.first:
        return parsed
    # `le Bélarus, dont le président X dénonce`: set off from the parser's.
    relative = _OBJECT_RELATIVE.find(syntax, parsed[1], adjacent[0])
    return parsed if relative is None else adjacent


def _shared_subject(syntax: Syntax, group: VerbGroup) -> Places | None:
    """The subject of the verb that a coordinated verb, a gerund or an infinitive depends on."""
    governor = _governor(syntax, group)
    if governor is None:
        return None
    return _parsed_subject(syntax, governor, governor) or surface_subject(syntax, _group_first(syntax, governor))


def _agreeing(syntax: Syntax, phrase: Places | None, group: VerbGroup) -> Places | None:
    """The antecedent of a relative subject: a complement of the phrase rather than its head, where only that fits.

    `la vindicte des États-Unis, qui l'accusent` by number, `la décision de Joe Biden, qui affirme` by who can speak.
    """
    if phrase is None:
        return None
    first, end = phrase
    head = _HEAD.find(syntax, first, end)
    if head is not None and head not in syntax.functions:
        names = ((start, last) for last, start in syntax.person_from.items())
        person = next((start for start, last in names if head < start and last < end), None)
        if person is not None and "et" not in syntax.words[first:end]:
            return person, end
        of = None if head in syntax.speaking else _OF.find(syntax, head + 1, end - 1)
        if of is not None and _SPEAKING.find(syntax, of + 1, end) is not None:
            return of + 1, end
    return _agreeing_in_number(syntax, phrase, group)


def _agreeing_in_number(syntax: Syntax, phrase: Places, group: VerbGroup) -> Places:
    """The antecedent; its plural complement where the verb is plural: `la vindicte des États-Unis, qui l'accusent`."""
    if not _is_plural(syntax, group):
        return phrase
    first, end = phrase
    head = _HEAD.find(syntax, first, end)
    if head is None or head in syntax.plural or "et" in syntax.words[first:end]:
        return phrase
    of = _OF_PLURAL.find_back(syntax, end, head + 1)
    return (of + 1, end) if of is not None and of + 1 < end else phrase


def _is_plural(syntax: Syntax, group: VerbGroup) -> bool:
    return _PLURAL.find(syntax, group.first, group.end) is not None


def noun_before(syntax: Syntax, group: VerbGroup) -> Places | None:
    """The phrase right before a participle that no comma parts from it, where it can speak; its complement if only
    that can: `les critiques de l'opposition dénonçant`.
    """
    floor, _ = syntax.sentence(group.first)
    last = group.first - 1
    if last < floor or not _NOUN_BEFORE_PARTICIPLE.at(syntax, last):
        return None
    phrase = _agreeing(syntax, left_phrase(syntax, last, floor), group)
    if phrase is None:
        return None
    return phrase if _HEAD.find(syntax, *phrase) in syntax.speaking else None


def _coordinated_left(syntax: Syntax, phrase: Places, group: VerbGroup) -> Places:
    """The phrase with the one coordinated before it, where the verb is plural: `Paris et Berlin ont`."""
    first, end = phrase
    floor, _ = syntax.sentence(first)
    if first - 2 < floor or syntax.words[first - 1] not in _AND_OR or not _is_plural(syntax, group):
        return phrase
    left = left_phrase(syntax, first - 2, floor)
    return (left[0], end) if left is not None else phrase


def _in_number(syntax: Syntax, phrase: Places | None, group: VerbGroup) -> Places | None:
    """The phrase; of a coordination before a verb in the singular the last part: `des sanctions et | Berlin a`."""
    if phrase is None or _is_plural(syntax, group):
        return phrase
    first, end = phrase
    joined = _AND.find_back(syntax, end, first + 1)
    if joined is None or joined in syntax.inside_name:
        return phrase
    return (joined + 1, end) if joined + 1 < end and _ITEM.at(syntax, joined + 1) else phrase


def _holds_clause(syntax: Syntax, phrase: Places) -> bool:
    """Whether a finite verb without relative pronoun stands in the phrase: the parser took in a clause of its own."""
    return _CLAUSE_VERB.find(syntax, *phrase, _ANY_RELATIVE) is not None


_CLAUSE_VERB = WordPattern("Fin&VERB&~IN_NAME&~@relatives_as_subject|Fin&AUX&~IN_NAME&~@relatives_as_subject")


def _coordinated_right(syntax: Syntax, phrase: Places, group: VerbGroup) -> Places:
    """The phrase with the one that `et` joins between it and its verb: `Washington | et Séoul affirment`."""
    first, end = phrase
    if end + 1 >= group.first or syntax.words[end] not in _AND_OR:
        return phrase
    joined = all(_ITEM_WORD.at(syntax, place) for place in range(end + 1, group.first))
    return (first, group.first) if joined else phrase


def main_subject(syntax: Syntax, place: Place, *, relatives: bool = False) -> Places | None:
    """The subject of the nearest finite verb before a place in its sentence, a relative's only with `relatives`."""
    floor, _ = syntax.sentence(place)
    end = place
    while (verb := _VERB.find_back(syntax, end, floor)) is not None:
        end = verb
        first = _group_first(syntax, verb)
        before = syntax.words[first - 1] if first > floor else ""
        if relatives and before == "qui":
            return antecedent(syntax, first - 1)
        found = None if before in _RELATIVES_SIMPLE else _subject_of_verb(syntax, verb, first, place)
        if found is not None:
            return found
    return None


def _subject_of_verb(syntax: Syntax, verb: Place, first: Place, limit: Place) -> Places | None:
    """The parser's subject of a finite verb or of a word right behind that it may hang on, else what stands before."""
    parsed = (_parsed_subject(syntax, place, verb + 1) for place in range(verb, max(min(verb + 4, limit), verb + 1)))
    return next((phrase for phrase in parsed if phrase is not None), None) or surface_subject(syntax, first)


def _group_first(syntax: Syntax, place: Place) -> Place:
    while place > 0 and (syntax.words[place - 1] in AUXILIARIES or syntax.tags[place - 1] in ("AUX", "ADV")):
        place -= 1
    return place


def _governor(syntax: Syntax, group: VerbGroup) -> Place | None:
    """The finite verb whose subject a coordinated verb, gerund or infinitive shares."""
    place = group.head
    for _ in range(6):
        head = syntax.heads[place]
        if head == place:
            return None
        if syntax.tags[head] in ("VERB", "AUX") and _parsed_subject(syntax, head, head) is not None:
            return head
        place = head
    return None


def _parsed_subject(syntax: Syntax, head: Place, first: Place) -> Places | None:
    for child in reversed(syntax.children[head]):
        if syntax.labels[child] not in _SUBJECT_LABELS or child >= first:
            continue
        if syntax.sentence_of[child] != syntax.sentence_of[head]:
            continue
        if syntax.words[child] in _RELATIVES_OF_PARSE:
            return antecedent(syntax, child)
        if syntax.words[child] not in _NO_PARSED_SUBJECTS:
            return _phrase_around(syntax, child, first)
    return None


def _phrase_around(syntax: Syntax, head: Place, limit: Place) -> Places:
    """The contiguous phrase of the parse around its head, up to `limit`."""
    if syntax.words[head].lstrip("-") in PRONOUNS or syntax.words[head] in PRONOUNS:
        return head, head + 1
    members = {place for place in syntax.subtree(head) if place < limit}
    first, end = head, head + 1
    while first - 1 in members:
        first -= 1
    while end in members and end < limit:
        end += 1
    while first < head and _NO_FIRST_WORD.at(syntax, first):
        first += 1
    first = _with_hyphened(syntax, first)
    if syntax.tags[first] == "ADP":
        head, first = _behind_circumstance(syntax, head, first, end)
    brackets = [place for place in range(first, end) if syntax.words[place] in ("(", ")")]
    if brackets and syntax.words[brackets[0]] == ")":
        first = brackets[0] + 1
    while end > head + 1 and syntax.tags[end - 1] == "PUNCT" and syntax.words[end - 1] != ")":
        end -= 1
    return (first, end) if first <= head else (head, end)


def _with_hyphened(syntax: Syntax, first: Place) -> Place:
    """The first place of what hyphens join to a word, with its article: `l'état-major` in three words."""
    while first > 1 and syntax.words[first - 1] == "-" and syntax.starts[first] == syntax.ends[first - 1]:
        first -= 2
        first -= first > 0 and syntax.tags[first - 1] == "DET"
    return first


def _behind_circumstance(syntax: Syntax, head: Place, first: Place, end: Place) -> tuple[Place, Place]:
    """Head and first place of a phrase without the circumstance that the parser takes into it, or for its head.

    `Sur RTL, le ministre a …`; `Dans une déclaration, les chefs de la défense ont`.
    """
    comma = _COMMA.find_back(syntax, head, first + 1)
    if comma is None:
        comma = _COMMA.find(syntax, head + 1, end)
        head = comma + 1 if comma is not None and comma + 1 < end else head
    return head, comma + 1 if comma is not None and comma + 1 <= head else first


def antecedent(syntax: Syntax, relative: Place) -> Places | None:
    """The phrase that a relative pronoun stands for."""
    first, _ = syntax.sentence(relative)
    last = relative - 1
    while last >= first and _BEFORE_RELATIVE.at(syntax, last):
        last -= 1
    if last < first:
        return None
    opening = _COMMA.find_back(syntax, last + 1, first + 1)
    if opening is not None and syntax.words[relative - 1] == "," and syntax.verb_forms[opening + 1] == "Part":
        last = opening - 1  # `le gouvernement, reconnu par l'ONU, qui`
    return left_phrase(syntax, last, first)


_BEFORE_RELATIVE = WordPattern("@before_relatives")


# --- the subject by what stands before the verb


def surface_subject(syntax: Syntax, first: Place) -> Places | None:
    """The nearest noun phrase or subject pronoun before the verb in its clause."""
    floor, _ = syntax.sentence(first) if first < len(syntax) else (0, 0)
    last: Place | None = _before_adverbs(syntax, first, floor)
    parenthesis = last is not None and last >= floor and syntax.words[last] in _PAIRS
    if last is not None and parenthesis:
        last = _before_parenthesis(syntax, last, floor)
    for _ in range(_PARENTHESES):
        if last is None or last < floor:
            return None
        if syntax.words[last].lstrip("-") in PRONOUNS:
            return last, last + 1
        phrase = left_phrase(syntax, last, floor)
        if phrase is None or phrase[0] == floor or syntax.tags[phrase[0] - 1] != "ADP":
            return phrase
        # `L'ONU, par la voix de X, coordonnateur de Y, s'est dite`: the parenthesis has another before it.
        comma = _COMMA.find_back(syntax, phrase[0], max(floor, phrase[0] - 12)) if parenthesis else None
        last = None if comma is None else comma - 1
    return None


_DATIVE = WordPattern("@datives")


def _before_adverbs(syntax: Syntax, first: Place, floor: Place) -> Place:
    """The last place before adverbs and a dative right before the verb: `X, lui a répondu`."""
    place = first - 1
    while place >= floor and (
        syntax.tags[place] == "ADV" or (place == first - 1 and place > floor and _DATIVE.at(syntax, place))
    ):
        place -= 1
    return place


def _before_parenthesis(syntax: Syntax, closing: Place, floor: Place) -> Place | None:
    """The last place before what a comma, a bracket or a dash closes: `M. X, en visite à Paris, a déclaré`."""
    mark = _PAIRS[syntax.words[closing]]
    nearest = max(floor, closing - 40)
    opening = next((place for place in range(closing - 1, nearest - 1, -1) if syntax.words[place] == mark), None)
    relative = _RELATIVE.find_back(syntax, closing, max(floor, opening or floor, closing - 25) + 1)
    if relative is not None and (opening is None or relative > opening + 2):
        return relative - 1  # `l'Allemagne qui assure la présidence de l'Union, a prôné`: no comma opens the clause
    return None if opening is None else opening - 1
