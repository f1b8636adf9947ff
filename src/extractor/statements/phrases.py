"""Noun phrases around a cue: the subject of a verb, the phrase behind an inverted one, the source behind `selon`."""

from __future__ import annotations

from functools import cache

from extractor.knowledge import rows
from extractor.knowledge.word_lists import WordList, WordSequences
from extractor.statements.syntax import CLOSING_MARKS, OPENING_MARKS, Syntax
from extractor.statements.verb_groups import AUXILIARIES, VerbGroup

_A = WordList("a")
_ADVERBS_IN_PHRASES = WordList("adverbs_in_phrases")
_ALL_IN_PLURAL = WordList("all_in_plural")
_AND_OR = WordList("and_or")
_A_AND_EN = WordList("a_and_en")
_BEFORE_OBJECTS_OF_RELATIVES = WordList("before_objects_of_relatives")
_BEFORE_PRONOUNS_IN_PHRASES = WordList("before_pronouns_in_phrases")
_BEFORE_RELATIVES = WordList("before_relatives")
_COORDINATORS = WordList("coordinators")
_DATIVES = WordList("datives")
_DE = WordList("de")
_HYPHENED_SUBJECTS = WordList("hyphened_subjects")
_JOINTS_OF_COORDINATION = WordList("joints_of_coordination")
_NO_PARSED_SUBJECTS = WordList("no_parsed_subjects")
_NEGATION = WordList("negations")
_OBJECT_RELATIVES = WordList("object_relatives")
_OF_BEFORE_ARTICLES = WordList("of_before_articles")
_OF_BEFORE_DAYS = WordList("of_before_days")
_OF_MASCULINE = WordList("of_masculine")
_OF_WITHOUT_DU = WordList("of_without_du")
_PREPOSITIONS_OF_COMPLEMENTS = WordList("prepositions_of_complements")
_RELATIVES_IN_PLURAL_OR_QUI = WordList("relatives_in_plural_or_qui")
_RELATIVES_IN_SINGULAR_OR_QUI = WordList("relatives_in_singular_or_qui")
_RELATIVES_SIMPLE = WordList("relatives_simple")

Places = tuple[int, int]

_NOMINAL = frozenset({"DET", "NOUN", "PROPN", "ADJ", "NUM", "X", "SYM"})
_STOP_WORDS = WordList("ends_of_phrases")
_TIME = WordList("times_behind_ce")
_DAYS = WordList("days_and_adverbs_of_time")
_NAME_GLUE = WordList("links_of_nouns")
_NO_APPOSITION = WordList("no_appositions")
_POSSESSIVES = WordList("possessives")
_PRESS = WordList("nouns_of_media")
_RELATIVES = WordList("relatives_in_singular")
_SUBJECT_LABELS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl:subj"})
_PAIRS = {")": "(", ",": ",", "-": "-", "–": "–", "—": "—"}
_PARENTHESES = 3
PRONOUNS = WordList("personal_pronouns")


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["title"].lower() for row in rows("titles"))


_LOCUTIONS = WordSequences("locutions")
"""Adverbs of several words."""


def behind_locution(syntax: Syntax, k: int, limit: int) -> int | None:
    """The place behind an adverb of several words that begins at `k`: `par la suite`, `noir sur blanc`."""
    end = _LOCUTIONS.longest(syntax.words, k)
    return end if end is not None and end < limit else None


def phrase_end(syntax: Syntax, n: int, limit: int) -> int:
    """The end of the noun phrase that begins at `n`, appositions left out; `n` itself where none begins."""
    words, tags = syntax.words, syntax.tags
    k = n
    has_noun = False
    while k < limit:
        word, tag = words[k], tags[k]
        named = syntax.name_to.get(k)
        if named is not None and named <= limit:
            if k == n or not has_noun or words[k - 1] in _NAME_GLUE or named - 1 in syntax.person_from:
                k = named  # whatever the tagger takes its words for
                has_noun = True
                continue
        if word in OPENING_MARKS or word in CLOSING_MARKS:
            # A name in marks inside the phrase: l'«Armée nationale», le "Groupe X".
            quotation = syntax.opening.get(k)
            if quotation is not None and quotation.closing - quotation.opening < 60 and k > n and not has_noun:
                k = syntax.after(quotation.closing)
                has_noun = True
                continue
            break
        if word in _HYPHENED_SUBJECTS:
            k += 1
            break
        if (
            word == ","
            and tags[k - 1] == "ADJ"
            and k + 3 < limit
            and tags[k + 1] == "ADJ"
            and words[k + 2] in ("et", ",")
        ):
            k += 1  # `les dirigeants français, allemand et britannique`
            continue
        if tag == "PUNCT" and (word not in ("-", "'", "/", ".") or syntax.starts[k] > syntax.ends[k - 1]):
            break
        if word == "." and (k + 1 >= limit or len(words[k - 1]) > 3):
            break
        if word in _STOP_WORDS:
            if word == "avec" and k == n + 1:
                k += 1
                continue
            break
        if has_noun and word in _DAYS and words[k - 1] not in _OF_BEFORE_DAYS:
            break
        if has_noun and word == "ce" or (has_noun and word in ("cette",) and k + 1 < limit and words[k + 1] in _TIME):
            break
        if tag == "DET" and k > n and k - 1 in syntax.name_from and word not in _OF_BEFORE_ARTICLES:
            break  # `Le Figaro | sa famille`
        if tag in ("VERB", "AUX") and has_noun and not _participle_in_phrase(syntax, k):
            break
        if tag == "PRON" and k > n and words[k - 1] not in _BEFORE_PRONOUNS_IN_PHRASES and tags[k - 1] != "DET":
            break
        if tag == "SCONJ":
            break
        if tag == "ADV" and has_noun and word not in _ADVERBS_IN_PHRASES:
            if not (k + 1 < limit and tags[k + 1] == "ADJ"):
                break
        if tag == "CCONJ" or word in _AND_OR:
            following = k + 1
            while following < limit and words[following] in _JOINTS_OF_COORDINATION:
                following += 1
            if following >= limit or tags[following] not in ("DET", "PROPN", "NOUN", "ADJ", "PRON", "NUM", "X"):
                break
        if tag == "ADP" and has_noun and (word not in _NAME_GLUE or _circumstance(syntax, k, limit)):
            break
        if tag == "ADP" and k - 1 in syntax.person_from and word not in _DE:
            break  # `M. Zelensky sur les réseaux sociaux`, `M. Lavrov à la presse`
        if has_noun and word in _A and (k + 1 in syntax.media or k + 2 in syntax.media):
            break  # `le vice-ministre à l'AFP`
        if tag in ("NOUN", "PROPN", "PRON", "X", "NUM") or (not has_noun and _stands_for_noun(syntax, k, limit)):
            has_noun = True
        k += 1
    while k > n and (words[k - 1] in _NAME_GLUE or tags[k - 1] in ("ADP", "DET", "CCONJ")) and words[k - 1] != "-":
        if words[k - 1] in ("je",):
            break
        k -= 1
    return k if has_noun else n


def _circumstance(syntax: Syntax, k: int, limit: int) -> bool:
    """Whether the preposition at `k` brings a circumstance: `à son arrivée`, `à la journaliste X`, `sur LCI`."""
    words = syntax.words
    if k + 1 >= limit:
        return False
    following = words[k + 1]
    if words[k] in _A_AND_EN:
        person = k + 1 in syntax.functions or (k + 2 < limit and k + 2 in syntax.functions)
        medium = following in _PRESS or (k + 2 < limit and words[k + 2] in _PRESS)
        return following in _POSSESSIVES or ((person or medium) and words[k] != "en")
    return words[k] == "sur" and (following in _POSSESSIVES or syntax.surfaces[k + 1][0].isupper())


def _stands_for_noun(syntax: Syntax, k: int, limit: int) -> bool:
    """Whether an adjective or a participle behind an article is the head: `ce dernier`, `l'élue`, `cet octogénaire`."""
    if k == 0:
        return False
    if syntax.tags[k] == "ADJ" and syntax.surfaces[k][0].isupper() and k > syntax.sentence(k)[0]:
        return True  # a name: `précise Odoxa`
    if syntax.tags[k - 1] != "DET":
        return False
    adjective = syntax.tags[k] == "ADJ" or (syntax.verb_forms[k] == "Part" and not syntax.words[k].endswith("ant"))
    return adjective and not (k + 1 < limit and syntax.tags[k + 1] in ("NOUN", "PROPN", "ADJ", "NUM", "X"))


def _participle_in_phrase(syntax: Syntax, k: int) -> bool:
    """Whether the word tagged a verb is a participle that goes with the noun before it (`le président élu`)."""
    word = syntax.words[k]
    if word in AUXILIARIES or k == 0:
        return False
    if word.endswith("ant"):
        return False
    if syntax.verb_forms[k] == "Part":
        return syntax.tags[k - 1] in ("NOUN", "ADJ", "PROPN", "ADV")
    return syntax.surfaces[k][0].isupper() and not syntax.surfaces[k].isupper()


def with_appositions(syntax: Syntax, first: int, end: int, limit: int) -> int:
    """The end of a noun phrase with what is added between commas or brackets: `X, chercheur à l'Ifri`, `(OSDH)`."""
    words, tags = syntax.words, syntax.tags
    k = end
    for _ in range(3):
        if k < limit and words[k] == "(":
            close = next((j for j in range(k + 1, min(limit, k + 20)) if words[j] == ")"), None)
            if close is None:
                return k
            k = close + 1
            if k < limit and words[k] in _PREPOSITIONS_OF_COMPLEMENTS:
                k = max(k, phrase_end(syntax, k + 1, limit))
            continue
        if k + 1 < limit and words[k] == ",":
            j = k + 1
            if words[j] in _OF_MASCULINE and j + 1 < limit:
                j += 1  # `Barbara Slavin, du centre Y,`
                closed = phrase_end(syntax, j, limit)
                if closed <= j or closed >= limit or words[closed] not in {",", "»", '"'}:
                    return k
            if words[j] in _NO_APPOSITION or tags[j] not in ("DET", "NOUN", "PROPN", "ADJ", "X"):
                return k
            stop = phrase_end(syntax, j, limit)
            if stop <= j or (stop in syntax.opening and stop < limit):
                return k
            if stop < limit and words[stop] in _NEGATION:
                return k  # `« Non, a tranché X, Kiev ne recevra rien »`: a clause
            if stop < limit and words[stop] not in {",", ".", ")", "»", '"', "”", ":", "!", "?", "("}:
                if not (words[stop] in _RELATIVES or tags[stop] in ("ADP", "ADV", "SCONJ", "CCONJ")):
                    return k
            k = stop
            continue
        break
    return k


def subject(syntax: Syntax, group: VerbGroup) -> Places | None:
    """The phrase that is the subject of a verb of saying, or None.

    By the parser where it sees one; for a coordinated verb, a gerund or an infinitive the subject of the verb it
    depends on; for a relative pronoun its antecedent; else the nearest phrase to the left that no preposition governs.
    """
    if group.inverted is not None:
        return group.inverted, group.inverted + 1
    first, _ = syntax.sentence(group.head)
    # `qui a déclaré`, `, lequel estime`
    before = group.first - 1
    while before > first and (syntax.tags[before] == "ADV" or syntax.words[before] == ","):
        before -= 1
    if before >= first and syntax.words[before] in _AS_SUBJECT:
        return _agreeing(syntax, antecedent(syntax, before), group)
    for k in range(before, max(first, before - 7) - 1, -1):
        # `qui quelques jours plus tôt avait exhorté`
        if syntax.words[k] in _RELATIVES_IN_PLURAL_OR_QUI and group.mood == "finite":
            return _agreeing(syntax, antecedent(syntax, k), group)
        if syntax.verb_forms[k] == "Fin" or syntax.words[k] in (",", ";", ":") or syntax.tags[k] in ("PRON", "PROPN"):
            break
    found = _parsed_subject(syntax, group.head, group.first)
    for n in range(group.first, group.end if found is None else group.first):
        # The parser may hang the subject on another word of the group: `fait toutefois valoir`.
        found = found or _parsed_subject(syntax, n, group.first)
    if group.mood == "finite":
        adjacent = _in_number(syntax, surface_subject(syntax, group.first), group)
        if found is not None and _holds_clause(syntax, found):
            found = None  # `un navire prospecte et la Grèce accuse`
        if found is None or (
            # `le Bélarus, dont le président X dénonce`: what stands right before the verb, set off from the parser's.
            adjacent is not None
            and adjacent[0] >= found[1]
            and adjacent[1] == group.first
            and any(syntax.words[k] in _BEFORE_OBJECTS_OF_RELATIVES for k in range(found[1], adjacent[0]))
        ):
            found = adjacent if adjacent is not None else found
    if found is not None:
        found = _coordinated_right(syntax, _coordinated_left(syntax, found, group), group)
    if found is None:
        governor = _governor(syntax, group)
        if governor is not None:
            found = _parsed_subject(syntax, governor, governor) or surface_subject(
                syntax, _group_first(syntax, governor)
            )
    if found is None and group.mood != "finite":
        found = surface_subject(syntax, group.first)
    if found is None and group.first > first and syntax.words[group.first - 1] in _COORDINATORS:
        found = main_subject(syntax, group.first)  # `X réfléchit et prévient que`
    return found


_AS_SUBJECT = WordList("relatives_as_subject")


def _agreeing(syntax: Syntax, phrase: Places | None, group: VerbGroup) -> Places | None:
    """The antecedent of a relative subject: a complement of the phrase rather than its head, where only that fits.

    `la vindicte des États-Unis, qui l'accusent` by number, `la décision de Joe Biden, qui affirme` by who can speak.
    """
    if phrase is None:
        return None
    first, end = phrase
    head = next((k for k in range(first, end) if syntax.tags[k] in ("NOUN", "PROPN")), None)
    if head is not None and head not in syntax.functions:
        person = next((a for b, a in syntax.person_from.items() if head < a and b < end), None)
        if person is not None and "et" not in syntax.words[first:end]:
            return person, end
        if head not in syntax.speaking:
            of = next((k for k in range(head + 1, end - 1) if syntax.words[k] in _DE), None)
            if of is not None and any(k in syntax.speaking for k in range(of + 1, end)):
                return of + 1, end
    return _agreeing_in_number(syntax, phrase, group)


def _agreeing_in_number(syntax: Syntax, phrase: Places | None, group: VerbGroup) -> Places | None:
    """The antecedent; its plural complement where the verb is plural: `la vindicte des États-Unis, qui l'accusent`."""
    if phrase is None or not any(k in syntax.plural for k in range(group.first, group.end)):
        return phrase
    first, end = phrase
    head = next((k for k in range(first, end) if syntax.tags[k] in ("NOUN", "PROPN")), None)
    if head is None or head in syntax.plural or "et" in syntax.words[first:end]:
        return phrase
    of = next((k for k in range(end - 1, head, -1) if syntax.words[k] in _OF_WITHOUT_DU), None)
    return (of + 1, end) if of is not None and of + 1 < end else phrase


def noun_before(syntax: Syntax, group: VerbGroup) -> Places | None:
    """The phrase right before a participle that no comma parts from it, where it can speak; its complement if only
    that can: `les critiques de l'opposition dénonçant`.
    """
    floor, _ = syntax.sentence(group.first)
    last = group.first - 1
    if last < floor or syntax.tags[last] not in ("NOUN", "PROPN", "ADJ", "X") and last not in syntax.name_from:
        return None
    phrase = _agreeing(syntax, left_phrase(syntax, last, floor), group)
    if phrase is None:
        return None
    head = next((k for k in range(*phrase) if syntax.tags[k] in ("NOUN", "PROPN")), None)
    return phrase if head is not None and head in syntax.speaking else None


def _coordinated_left(syntax: Syntax, phrase: Places, group: VerbGroup) -> Places:
    """The phrase with the one coordinated before it, where the verb is plural: `Paris et Berlin ont`."""
    first, end = phrase
    floor, _ = syntax.sentence(first)
    if first - 2 < floor or syntax.words[first - 1] not in _AND_OR:
        return phrase
    plural = any(k in syntax.plural for k in range(group.first, group.end))
    if not plural:
        return phrase
    left = left_phrase(syntax, first - 2, floor)
    return (left[0], end) if left is not None else phrase


def _in_number(syntax: Syntax, phrase: Places | None, group: VerbGroup) -> Places | None:
    """The phrase; of a coordination before a verb in the singular the last part: `des sanctions et | Berlin a`."""
    if phrase is None or any(k in syntax.plural for k in range(group.first, group.end)):
        return phrase
    first, end = phrase
    joined = next((k for k in range(end - 1, first, -1) if syntax.words[k] == "et"), None)
    if joined is None or joined in syntax.inside_name:
        return phrase
    begins = joined + 1 < end and (syntax.tags[joined + 1] == "DET" or joined + 1 in syntax.name_to)
    return (joined + 1, end) if begins else phrase


def _holds_clause(syntax: Syntax, phrase: Places) -> bool:
    """Whether a finite verb without relative pronoun stands in the phrase: the parser took in a clause of its own."""
    relative = False
    for k in range(*phrase):
        relative = relative or syntax.words[k] in _AS_SUBJECT or syntax.words[k] in _OBJECT_RELATIVES
        if syntax.verb_forms[k] == "Fin" and syntax.tags[k] in ("VERB", "AUX") and k not in syntax.inside_name:
            return not relative
    return False


def _coordinated_right(syntax: Syntax, phrase: Places, group: VerbGroup) -> Places:
    """The phrase with the one that `et` joins between it and its verb: `Washington | et Séoul affirment`."""
    first, end = phrase
    if end + 1 >= group.first or syntax.words[end] not in _AND_OR:
        return phrase
    joined = range(end + 1, group.first)
    return (first, group.first) if all(syntax.tags[k] in _NOMINAL | {"ADP"} for k in joined) else phrase


def main_subject(syntax: Syntax, n: int, *, relatives: bool = False) -> Places | None:
    """The subject of the nearest finite verb before `n` in its sentence, a relative's only with `relatives`."""
    floor, _ = syntax.sentence(n)
    for k in range(n - 1, floor - 1, -1):
        if syntax.tags[k] in ("VERB", "AUX") and syntax.verb_forms[k] == "Fin":
            first = _group_first(syntax, k)
            before = syntax.words[first - 1] if first > floor else ""
            if relatives and before == "qui":
                return antecedent(syntax, first - 1)
            if before in _RELATIVES_SIMPLE:
                continue
            verb = next(
                (j for j in (k, *(c for c in range(k + 1, min(k + 4, n)))) if _parsed_subject(syntax, j, k + 1)), None
            )
            found = _parsed_subject(syntax, verb, k + 1) if verb is not None else surface_subject(syntax, first)
            if found is not None:
                return found
    return None


def _group_first(syntax: Syntax, n: int) -> int:
    k = n
    while k > 0 and (syntax.words[k - 1] in AUXILIARIES or syntax.tags[k - 1] in ("AUX", "ADV")):
        k -= 1
    return k


def _governor(syntax: Syntax, group: VerbGroup) -> int | None:
    """The finite verb whose subject a coordinated verb, gerund or infinitive shares."""
    n = group.head
    for _ in range(6):
        head = syntax.heads[n]
        if head == n:
            return None
        if syntax.tags[head] in ("VERB", "AUX") and _parsed_subject(syntax, head, head) is not None:
            return head
        n = head
    return None


def _parsed_subject(syntax: Syntax, head: int, first: int) -> Places | None:
    for child in reversed(syntax.children[head]):
        if syntax.labels[child] in _SUBJECT_LABELS and child < first:
            if syntax.sentence_of[child] != syntax.sentence_of[head]:
                continue
            if syntax.words[child] in _RELATIVES_IN_SINGULAR_OR_QUI:
                return antecedent(syntax, child)
            if syntax.words[child] in _NO_PARSED_SUBJECTS:
                continue
            return _phrase_around(syntax, child, first)
    return None


def _phrase_around(syntax: Syntax, n: int, limit: int) -> Places:
    """The contiguous phrase of the parse around its head `n`, up to `limit`."""
    if syntax.words[n] in PRONOUNS or syntax.words[n].lstrip("-") in PRONOUNS:
        return n, n + 1
    places = [p for p in syntax.subtree(n) if p < limit]
    first = n
    members = set(places)
    while first - 1 in members:
        first -= 1
    end = n + 1
    while end in members and end < limit:
        end += 1
    while first < n and syntax.tags[first] in ("PUNCT", "CCONJ", "SCONJ", "ADV"):
        first += 1
    while first > 1 and syntax.words[first - 1] == "-" and syntax.starts[first] == syntax.ends[first - 1]:
        first -= 2  # `l'état-major` in three words
        first -= first > 0 and syntax.tags[first - 1] == "DET"
    if syntax.tags[first] == "ADP":
        # `Sur RTL, le ministre a …`: a circumstance that the parser takes into the phrase.
        comma = next((k for k in range(n - 1, first, -1) if syntax.words[k] == ","), None)
        if comma is None:
            # … or for its head: `Dans une déclaration, les chefs de la défense ont`.
            comma = next((k for k in range(n + 1, end) if syntax.words[k] == ","), None)
            n = comma + 1 if comma is not None and comma + 1 < end else n
        first = comma + 1 if comma is not None and comma + 1 <= n else first
    closing = next((k for k in range(first, end) if syntax.words[k] == ")" and "(" not in syntax.words[first:k]), None)
    first = closing + 1 if closing is not None else first
    while end > n + 1 and syntax.tags[end - 1] == "PUNCT" and syntax.words[end - 1] not in (")",):
        end -= 1
    return (first, end) if first <= n else (n, end)


def antecedent(syntax: Syntax, n: int) -> Places | None:
    """The phrase that the relative pronoun at `n` stands for."""
    first, _ = syntax.sentence(n)
    k = n - 1
    while k >= first and syntax.words[k] in _BEFORE_RELATIVES:
        k -= 1
    if k < first:
        return None
    opening = next((j for j in range(k, first, -1) if syntax.words[j] == ","), None)
    if opening is not None and syntax.words[n - 1] == "," and syntax.verb_forms[opening + 1] == "Part":
        k = opening - 1  # `le gouvernement, reconnu par l'ONU, qui`
    return left_phrase(syntax, k, first)


def left_phrase(syntax: Syntax, last: int, floor: int) -> Places | None:
    """The noun phrase that ends with the place `last`: back over nouns, adjectives and their complements."""
    words, tags = syntax.words, syntax.tags
    k = last
    if words[k] == ")":
        while k > floor and words[k] != "(":
            k -= 1
        k -= 1
    best = None
    conjunction = False
    while k >= floor:
        tag = tags[k]
        name = syntax.name_from.get(k)
        if name is not None and name >= floor and (best is None or k + 1 == best or tags[k + 1] == "ADP"):
            best, k = name, name - 1  # whatever the tagger takes its words for
            continue
        apart = k < last and tag == "NOUN" and k not in syntax.functions and words[k] not in _titles()
        if k + 1 in syntax.person_from.values() and apart:
            break  # `dans un tweet | Donald Trump, qui a précisé`
        if (
            k < last
            and tags[k + 1] == "DET"
            and tag in ("NOUN", "PROPN", "ADJ", "NUM", "X")
            and words[k + 1] not in _ALL_IN_PLURAL
        ):
            break  # `à Paris | le ministre`: a phrase of its own begins
        if tag in _NOMINAL or words[k] in ("-",):
            if tag in ("DET", "PROPN", "NOUN", "X"):
                best = k
            k -= 1
            continue
        if tag == "ADP" and best is not None:
            told = words[k + 1] in _POSSESSIVES and words[k] not in _DE
            if not told and k - 1 >= floor and tags[k - 1] in ("NOUN", "PROPN", "ADJ", "X"):
                k -= 1
                continue
            opening = next((n for n in range(k - 2, max(floor, k - 6), -1) if words[n] == "("), None)
            if not told and words[k - 1] == ")" and opening is not None:
                k = opening - 1  # `la Société des journalistes (SDJ) de la chaîne`
                continue
            break  # `la réponse du président à | son homologue, qui`
        if (
            words[k] in (",", "et")
            and best is not None
            and k - 1 >= floor
            and tags[k - 1] in ("PROPN", "NOUN", "ADJ", "X")
        ):
            # A comma only in a list that `et` has closed: `Paris, Berlin et Londres`.
            if words[k] == "," and not (conjunction and tags[k + 1] in ("PROPN", "DET", "NOUN")):
                break
            conjunction = conjunction or words[k] == "et"
            k -= 1
            continue
        break
    if best is None:
        return None
    if best > floor and conjunction and (tags[best - 1] == "ADP" or words[best - 1] == "comme"):
        # `Comme l'Arabie, la France et le Royaume-Uni ont …`: the first item belongs to the preposition.
        comma = next((j for j in range(best, last) if words[j] == ","), None)
        if comma is not None:
            best = comma + 1
    return best, last + 1


def surface_subject(syntax: Syntax, first: int) -> Places | None:
    """The nearest noun phrase or subject pronoun before the verb in its clause."""
    floor, _ = syntax.sentence(first) if first < len(syntax) else (0, 0)
    words, tags = syntax.words, syntax.tags
    k = first - 1
    # Over adverbs and a parenthesis between commas: `M. X, en visite à Paris, a déclaré`.
    while k >= floor and (tags[k] == "ADV" or (words[k] in _DATIVES and k > floor and k == first - 1)):
        k -= 1  # `X, lui a répondu`
    parenthesis = k >= floor and words[k] in _PAIRS
    if parenthesis:
        back = next((j for j in range(k - 1, max(floor, k - 40) - 1, -1) if words[j] == _PAIRS[words[k]]), None)
        relative = next(
            (j for j in range(k - 1, max(floor, (back or floor), k - 25), -1) if words[j] in _RELATIVES), None
        )
        if back is None and relative is None:
            return None
        # `l'Allemagne qui assure la présidence de l'Union, a prôné`: no comma opens the relative clause.
        k = (back or 0) - 1
        if relative is not None and (back is None or relative > back + 2):
            k = relative - 1
    for _ in range(_PARENTHESES):
        if k < floor:
            return None
        if words[k].lstrip("-") in PRONOUNS:
            return k, k + 1
        phrase = left_phrase(syntax, k, floor)
        if phrase is None:
            return None
        if phrase[0] == floor or tags[phrase[0] - 1] != "ADP":
            return phrase
        if not parenthesis:
            return None
        # `L'ONU, par la voix de X, coordonnateur de Y, s'est dite`: the parenthesis has another before it.
        comma = next((j for j in range(phrase[0] - 1, max(floor, phrase[0] - 12) - 1, -1) if words[j] == ","), None)
        if comma is None:
            return None
        k = comma - 1
    return None
