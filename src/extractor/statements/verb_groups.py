"""The verbs of saying of an article, each with its auxiliaries, negation, clitics and inverted pronoun.

Found on the surface: French puts everything that belongs to a verb beside it, and the part of speech is the
only thing asked of the model.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.knowledge.word_lists import WordList
from extractor.statements.cues import Cue, CueForm, CueLexicon, PhraseMatch
from extractor.statements.syntax import Syntax
from extractor.text.grammar import Place, WordPattern

_AND_BUT_OR = WordList("and_but_or")
_CLITICS_OF_FIRST_PERSON = WordList("clitics_of_first_person")
_DEFINITE_ARTICLES = WordList("definite_articles")
_INFINITIVES_OF_AUXILIARIES = WordList("infinitives_of_auxiliaries")
_ME = WordList("me")
_OF_AND_TO = WordList("of_and_to")
_PARTICIPLES_OF_AUXILIARIES = WordList("participles_of_auxiliaries")
_T_OF_INVERSION = WordList("t_of_inversion")

HAVING = WordList("forms_of_avoir")
_ETRE = WordList("forms_of_etre")
AUXILIARIES = WordList("auxiliaries")
_CLITICS = WordList("object_clitics")
_REFLEXIVE = WordList("reflexives")
_NEGATION = WordList("negations")
_PRONOUNS = WordList("nominatives")
# `a t-il dit`, with a space for the first hyphen, is as common on the web as the right spelling.
_LINKS = WordList("links_of_inversion")
_SUBJECTS = WordList("subjects_of_third_person")


_FARTHEST_AUXILIARY = 16


@dataclass(slots=True)
class VerbGroup:
    """A verb of saying with what belongs to it; places are those of `Syntax`."""

    cues: tuple[Cue, ...]
    """What it can mean, the most specific first: `fait savoir`, `se dire` before `dire`."""
    first: int
    end: int
    head: int
    mood: str
    """finite, infinitive, gerund (`ajoutant`), participle (past, without auxiliary)."""
    inverted: int | None = None
    """The place of an inverted pronoun (`a-t-il dit`)."""
    negative: bool = False
    reflexive: bool = False
    passive: bool = False
    conditional: bool = False
    compound: bool = False
    """Whether it has an auxiliary."""
    subjunctive: bool = False
    """Whether the form is a subjunctive and nothing else: `reconnaisse`."""

    def allows(self, construction: str) -> Cue | None:
        """The first cue that stands in the construction, or None; `infinitive` stands for any of `infinitive:de` …"""
        return next((cue for cue in self.cues if cue.allows(construction)), None)

    @property
    def strong(self) -> bool:
        """Whether it is communication whatever the construction."""
        return any(cue.strong for cue in self.cues)


def verb_groups(syntax: Syntax, lexicon: CueLexicon) -> list[VerbGroup]:
    """Every verb that may be a cue, by place."""
    groups: list[VerbGroup] = []
    for n, word in enumerate(syntax.words):
        if not word[0].isalpha() or (groups and n < groups[-1].end):
            continue
        group = _group(syntax, n, lexicon)
        if group is not None:
            if groups and groups[-1].end > group.first:
                if groups[-1].head < n < groups[-1].end:
                    continue
                group.first = max(group.first, groups[-1].end)
            groups.append(group)
    return groups


def _group(syntax: Syntax, place: Place, lexicon: CueLexicon) -> VerbGroup | None:
    """The group whose verb stands at a place, or None where it is no cue."""
    words = syntax.words
    auxiliary_itself = words[place] in AUXILIARIES
    forms = () if auxiliary_itself else lexicon.verb(words[place])
    phrases: tuple[Phrase, ...] = ()
    if syntax.tags[place] in ("VERB", "AUX") or syntax.verb_form(place + 1) == "Inf":  # `fait savoir`, whatever its tag
        phrases = lexicon.multiword(words, place)
    if auxiliary_itself:
        # The verb of `a indiqué son intention` is no `avoir l'intention`.
        phrases = tuple(found for found in phrases if _PARTICIPLE.find(syntax, place + 1, found[1].start) is None)
    if not forms and not phrases:
        return None
    hyphened = syntax.text[max(syntax.starts[place] - 1, 0)] == "-"  # `c'est-à-dire`
    if hyphened or _NO_VERB.at(syntax, place) is not None:
        return None
    return _GroupReader(syntax, place, forms, phrases).read()


Phrase = tuple[CueForm, PhraseMatch]

_PARTICIPLE = WordPattern("VERB&Part")
_NO_VERB = WordPattern("<~OPENING CAPITAL&~START&~LINE || <(ADP&~comme @definite_articles&~PRON) _")
"""A name (`sur Twitter`), and a noun behind a preposition (`sous la menace`, not `comme l'explique X`)."""
_TAKEN_FOR_PARTICIPLE = WordPattern("<DET NOUN")
_SUBJECT_BEFORE = WordPattern("NOUN|PROPN|ADJ|PRON")
_ASIDE = WordPattern("<~CLOSING , _ @subjects_of_third_person")
_MISTAKEN_TAG = WordPattern("NOUN|ADJ|PROPN|X|ADV|NUM|INTJ")
_ARTICLE_OF_NOUN = WordPattern("DET&@definite_articles NOUN|ADJ|PROPN")
_MOODS_OF_PERFECT = {"ayant": "gerund", "avoir": "infinitive"}
_CONDITIONAL = ("rait", "raient", "rais")


class _GroupReader:
    """Reads what belongs to one verb, whose forms and multi-word readings are known."""

    def __init__(self, syntax: Syntax, place: Place, forms: tuple[CueForm, ...], phrases: tuple[Phrase, ...]) -> None:
        self.syntax = syntax
        self.forms = forms
        self.phrases = phrases
        self.readings = [*forms, *(form for form, _ in phrases)]
        self.participle = any(form.past_participle for form in self.readings)
        self.auxiliary = _auxiliary(syntax, place) if self.participle or _misspelt(syntax, place) else None
        self.group = VerbGroup((), place, place + 1, place, "", compound=self.auxiliary is not None)

    def read(self) -> VerbGroup | None:
        """The group, or None where the words are no verb of saying."""
        group = self.group
        # `a à plusieurs reprises assuré`
        if self.auxiliary is not None and _TAKEN_FOR_PARTICIPLE.at(self.syntax, group.head):
            return None
        group.mood = self._mood()
        if not group.mood or (self.auxiliary is None and self._is_other_word()):
            return None
        self._take_passive()
        self._take_clitics()
        self._take_cues()
        if not group.cues or any(cue.blocks for cue in group.cues):
            return None
        simple = self.auxiliary is None and group.mood == "finite"
        group.subjunctive = simple and _only_subjunctive(self.readings)
        return group

    def _mood(self) -> str:
        """The mood, with what tells it; nothing where the words have none."""
        head = self.group.head
        if self.auxiliary is not None:
            return self._take_auxiliary(self.auxiliary)
        if any(form.present_participle for form in self.readings) and _is_gerund(self.syntax, head):
            return "gerund"
        if any(form.infinitive for form in self.readings):
            return self._take_infinitive()
        if any(form.finite for form in self.readings) and (not self.participle or _is_finite(self.syntax, head)):
            return self._take_finite()
        return "participle" if self.participle else ""

    def _take_auxiliary(self, auxiliary: Place) -> str:
        syntax, group, words = self.syntax, self.group, self.syntax.words
        group.first = auxiliary
        group.conditional = words[auxiliary].endswith(_CONDITIONAL)
        between = range(auxiliary + 1, group.head)
        group.inverted = next((k for k in between if words[k].startswith("-") and len(words[k]) > 2), None)
        # `La Russie a elle dénoncé`, `La maire, X, a elle parlé` have their subject before.
        told = _SUBJECT_BEFORE.at(syntax, auxiliary - 1) or _ASIDE.at(syntax, auxiliary - 1)
        if group.inverted is None and not told:
            group.inverted = _loose_inversion(words, auxiliary + 1, group.head)
        if words[auxiliary] in _PARTICIPLES_OF_AUXILIARIES:
            return "gerund"
        return "infinitive" if words[auxiliary] in _INFINITIVES_OF_AUXILIARIES else "finite"

    def _take_infinitive(self) -> str:
        if self.syntax.tags[self.group.head] in ("NOUN", "ADJ"):
            return ""
        modal = _inverted_modal(self.syntax, self.group.head)
        if modal is None:
            return "infinitive"
        self.group.first, self.group.inverted = modal
        return "finite"

    def _take_finite(self) -> str:
        group = self.group
        group.conditional = any(form.conditional for form in self.readings)
        place = group.end
        while self.syntax.word(place) in _LINKS:
            place += 1
        word = self.syntax.word(place)
        if word.lstrip("-") in _PRONOUNS and (word.startswith("-") or place > group.end):
            group.inverted, group.end = place, place + 1
        return "finite"

    def _is_other_word(self) -> bool:
        """Whether a word that the tagger takes for no verb is none.

        It takes some inverted verbs for nouns: believe it unless a comma or a mark stands before and a phrase behind
        that can be the subject.
        """
        syntax, group = self.syntax, self.group
        head = group.head
        if syntax.tags[head] in ("VERB", "AUX") or group.inverted is not None or group.mood == "gerund":
            return False
        if not _MISTAKEN_TAG.at(syntax, head) or group.mood == "participle":
            return True
        if group.mood != "finite" or _inverted_place(syntax, head) or _taken_for_noun(syntax, head):
            return False
        before_infinitive = bool(self.phrases) and syntax.verb_form(head + 1) == "Inf"
        return not before_infinitive and syntax.words[head - 1] not in _SUBJECTS

    def _take_passive(self) -> None:
        """`a été accusé`, `ayant été accusé`: the group begins with the auxiliary of the auxiliary."""
        if self.auxiliary is None or self.syntax.words[self.auxiliary] != "été":
            return
        self.group.passive = True
        outer = _auxiliary(self.syntax, self.auxiliary)
        if outer is not None:
            word = self.syntax.words[outer]
            self.group.first = outer
            self.group.conditional = word.endswith(_CONDITIONAL)
            self.group.mood = _MOODS_OF_PERFECT.get(word, "finite")

    def _take_clitics(self) -> None:
        """The clitics and the negation before the verb, and what they make of it."""
        syntax, group, words = self.syntax, self.group, self.syntax.words
        while self._is_clitic(group.first - 1):
            group.first -= 1
            group.reflexive = group.reflexive or _mirrors(syntax, group.first)
            group.negative = group.negative or words[group.first] in _NEGATION
        if self.auxiliary is not None:
            group.reflexive = group.reflexive or any(_mirrors(syntax, k) for k in range(self.auxiliary, group.head))
            group.passive = group.passive or (words[self.auxiliary] in _ETRE and not group.reflexive)
        if group.mood == "gerund" and syntax.word(group.first - 1) == "en":
            group.first -= 1

    def _is_clitic(self, place: Place) -> bool:
        """Whether the word before the group belongs to it."""
        syntax, group = self.syntax, self.group
        if syntax.word(place) not in _CLITICS or syntax.sentence_of[place] != syntax.sentence_of[group.head]:
            return False
        if _ARTICLE_OF_NOUN.at(syntax, place):
            return False
        return not _is_subject(syntax, place, group.first, inverted=group.inverted is not None)

    def _take_cues(self) -> None:
        """What the verb can mean, and the end of its longest multi-word reading."""
        syntax, group = self.syntax, self.group
        group.cues = _meanings(self.forms, reflexive=group.reflexive)
        longer = [(form.cue, match.end) for form, match in self.phrases if form.cue.reflexive == group.reflexive]
        if not longer:
            return
        group.cues = (*(cue for cue, _ in longer), *group.cues)
        end = max(group.end, longer[0][1])
        # `a exprimé sa "grave préoccupation"`: the marks hold what is said.
        end = next((k for k in range(group.head + 1, end) if k in syntax.opening), end)
        if end > group.head + 1 and end in syntax.opening and syntax.tags[end - 1] == "DET":
            end -= 1  # `ont exprimé | leur "profonde inquiétude"`
        group.end = end


def _only_subjunctive(forms: list[CueForm]) -> bool:
    finite = [r for form in forms for r in form.readings if r.startswith(("ind.", "cond.", "subj."))]
    return bool(finite) and all(r.startswith("subj.") for r in finite)


def _meanings(forms: tuple[CueForm, ...], *, reflexive: bool) -> tuple[Cue, ...]:
    """The cues of the forms, reflexive ones only with a reflexive pronoun, and first then."""
    mirrored = [f.cue for f in forms if f.cue.reflexive]
    plain = [f.cue for f in forms if not f.cue.reflexive]
    return tuple(mirrored) if reflexive else tuple(plain)


_MODALS = ("peu", "pou", "veu", "vou", "doi", "dev", "tien", "ten", "tin", "vien", "ven", "croi", "croy", "préf")
"""How the forms of the verbs begin that an inverted pronoun may follow before an infinitive of saying."""


def _inverted_modal(syntax: Syntax, place: Place) -> tuple[Place, Place] | None:
    """The modal and its inverted pronoun before an infinitive: `peut-on lire`, `tient-il à rappeler`."""
    for before in range(place - 1, max(place - 4, 0), -1):
        word = syntax.words[before]
        if word.startswith("-") and word.lstrip("-") in _PRONOUNS:
            first = before - (2 if syntax.words[before - 1] in _T_OF_INVERSION else 1)
            modal = syntax.tags[first] in ("VERB", "AUX") and syntax.words[first].startswith(_MODALS)
            return (first, before) if modal else None
        if word not in _OF_AND_TO and syntax.tags[before] != "ADV":
            return None
    return None


def _mirrors(syntax: Syntax, n: int) -> bool:
    """Whether the clitic is reflexive: `se`, and `me` only behind `je` (`Mon homologue m'a assuré` is not)."""
    word = syntax.words[n]
    if word in _ME:
        return n > 0 and syntax.words[n - 1] in _CLITICS_OF_FIRST_PERSON
    return word in _REFLEXIVE


def _loose_inversion(words: list[str], first: int, end: int) -> int | None:
    """The pronoun of an inversion whose hyphens are spaces or apostrophes: `a t il`, `a-t’il`, `ont ils`."""
    k = first
    while k < end and words[k] in _LINKS:
        k += 1
    return k if k < end and (words[k] in _SUBJECTS or (k > first and words[k] in _PRONOUNS)) else None


def _misspelt(syntax: Syntax, n: int) -> bool:
    """Whether another form of the verb stands where an inversion wants its participle: `a-t-elle conclut`."""
    before = syntax.words[n - 1] if n > 1 else ""
    inverted = before.startswith("-") and before.lstrip("-t") in _SUBJECTS
    return inverted and (syntax.words[n - 2] in AUXILIARIES or syntax.words[n - 2] in _LINKS)


def _is_gerund(syntax: Syntax, n: int) -> bool:
    """Whether a word in -ant is the participle of the verb, whatever its tag: not `se montre confiant`, `le militant`.

    Behind a comma and a pronoun it is: `a répondu, les qualifiant de "mensonges"`.
    """
    tag = syntax.tags[n]
    if tag == "NOUN":
        return n > 1 and syntax.words[n - 1] in _DEFINITE_ARTICLES and syntax.words[n - 2] == ","
    if tag in ("VERB", "AUX"):
        return True
    return tag != "ADJ" or syntax.words[n + 1 : n + 2] in (["que"], ["qu'"])


def _is_subject(syntax: Syntax, n: int, verb: int, *, inverted: bool) -> bool:
    """Whether the pronoun at `n` is what the verb behind it agrees with: `nous pensons`, `Lui espère`."""
    word, form = syntax.words[n], syntax.words[verb]
    if word == "nous":
        return form.endswith("ons") or form == "sommes"
    if word == "vous":
        return form.endswith("ez") or form == "êtes"
    return word == "lui" and not inverted and n == syntax.sentence(n)[0]


def _auxiliary(syntax: Syntax, place: Place) -> Place | None:
    """The auxiliary of a participle: by what may stand between, else by the parse.

    The parser sees those behind a circumstance: `a, lors d'un entretien, assuré`.
    """
    near = _auxiliary_near(syntax, place)
    if near is not None:
        return near
    parsed = _parsed_auxiliary(syntax, place)
    if (
        parsed is None
        or place - parsed > _FARTHEST_AUXILIARY
        or syntax.sentence_of[parsed] != syntax.sentence_of[place]
    ):
        return None
    return None if _NEVER_BETWEEN.find(syntax, parsed + 1, place) is not None else parsed


_NEVER_BETWEEN = WordPattern(";|:|OPENING|CLOSING|Fin")
_AUXILIARY = WordPattern(
    "AUX&@auxiliaries|VERB&@auxiliaries|NOUN&@auxiliaries|ADP&@auxiliaries|PRON&@auxiliaries|X&@auxiliaries"
)
_BETWEEN = WordPattern("@within_verb_groups|@inverted_pronouns|-*|-|ADV")


def _parsed_auxiliary(syntax: Syntax, place: Place) -> Place | None:
    parsed = [
        child
        for child in syntax.children[place]
        if child < place and syntax.labels[child].startswith("aux") and syntax.words[child] in AUXILIARIES
    ]
    head = syntax.heads[place]
    if not parsed and head < place and syntax.words[head] in HAVING:
        return head  # taken for the verb itself: `Berlin a pour la première fois indiqué`
    return parsed[-1] if parsed else None


def _auxiliary_near(syntax: Syntax, participle: Place) -> Place | None:
    floor = max(syntax.sentence(participle)[0], participle - 9)
    place = participle - 1
    while place >= floor and not _AUXILIARY.at(syntax, place):
        if not _BETWEEN.at(syntax, place):
            return _before_commas(syntax, place, floor)
        place -= 1
    return place if place >= floor else None


def _before_commas(syntax: Syntax, closing: Place, floor: Place) -> Place | None:
    """The auxiliary before what commas enclose: `a, de son côté, promis`."""
    if syntax.words[closing] != ",":
        return None
    comma = _COMMA.find_back(syntax, closing, max(floor, closing - 7))
    found = comma is not None and comma > floor and syntax.words[comma - 1] in AUXILIARIES
    return comma - 1 if comma is not None and found else None


_COMMA = WordPattern(",")


def _is_finite(syntax: Syntax, place: Place) -> bool:
    """Whether a form like `dit` or `promet`, also a participle, is the conjugated verb here."""
    if syntax.verb_forms[place] != "Part":
        return True
    before = syntax.word(place - 1)
    if before.lstrip("-") in _SUBJECTS:
        return True
    if before in _AND_BUT_OR:
        return False
    subjects = (child for child in syntax.children[place] if syntax.labels[child].startswith("nsubj"))
    if syntax.labels[place] == "ROOT" and any(child < place for child in subjects):
        return True
    return _inverted_place(syntax, place)


_COMPLEMENT = WordPattern(
    "_ @que&SCONJ || _ @of_and_to VERB|AUX || _ @infinitives_of_auxiliaries&AUX|@infinitives_of_auxiliaries&VERB"
)
_OBJECT = WordPattern("<NOUN|PROPN _ DET&~@contracted_of")
_FINITE = WordPattern("Fin")
_QUALIFIER = WordPattern("ADJ|ADV")
_BEFORE_VERB = WordPattern("NOUN|PROPN|PRON|PUNCT")


def _taken_for_noun(syntax: Syntax, place: Place) -> bool:
    """Whether a word tagged a noun (`le gouvernement américain menace de`, `X, architecte, estime que`) is the verb:

    a complement follows, and no determiner stands before it that it could belong to.
    """
    first, end = syntax.sentence(place)
    if not _COMPLEMENT.at(syntax, place):
        if not _OBJECT.at(syntax, place) or _FINITE.find(syntax, first, end) is not None:
            return False
    before = place - 1
    while before > 0 and _QUALIFIER.at(syntax, before):
        before -= 1
    return _BEFORE_VERB.at(syntax, before) is not None and syntax.sentence_of[before] == syntax.sentence_of[place]


_INCISE_VERB = WordPattern("<@before_incise&~DET !(<en NOUN) _ DET|PROPN|PRON|NOUN|ADP|ADV|X|-*")
"""A verb as in an incise, but `en riposte à`."""


def _inverted_place(syntax: Syntax, place: Place) -> bool:
    """Whether the verb stands as in an incise: behind a comma or a mark, before a noun phrase."""
    return _INCISE_VERB.at(syntax, place) is not None
