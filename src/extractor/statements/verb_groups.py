"""The verbs of saying of an article, each with its auxiliaries, negation, clitics and inverted pronoun.

Found on the surface: French puts everything that belongs to a verb beside it, and the part of speech is the
only thing asked of the model.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.knowledge.word_lists import WordList
from extractor.statements.cues import Cue, CueForm, CueLexicon
from extractor.statements.syntax import Syntax

_AND_BUT_OR = WordList("and_but_or")
_CLITICS_OF_FIRST_PERSON = WordList("clitics_of_first_person")
_CONTRACTED_OF = WordList("contracted_of")
_DEFINITE_ARTICLES = WordList("definite_articles")
_HE_AND_SHE = WordList("he_and_she")
_INFINITIVES_OF_AUXILIARIES = WordList("infinitives_of_auxiliaries")
_ME = WordList("me")
_OF_AND_TO = WordList("of_and_to")
_PARTICIPLES_OF_AUXILIARIES = WordList("participles_of_auxiliaries")
_QUE = WordList("que")
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
INVERTED = WordList("inverted_pronouns")
_BEFORE_INCISE = WordList("before_incise")
_BETWEEN = WordList("within_verb_groups")


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


def _group(syntax: Syntax, n: int, lexicon: CueLexicon) -> VerbGroup | None:
    words, tags = syntax.words, syntax.tags
    if syntax.surfaces[n][0].isupper() and n > syntax.sentence(n)[0] and n - 1 not in syntax.opening:
        return None  # a name: `sur Twitter`
    # `étaient` is a form of `étayer` too.
    if syntax.text[max(syntax.starts[n] - 1, 0)] == "-":
        return None  # `c'est-à-dire`
    governed = n > 1 and tags[n - 2] == "ADP" and words[n - 2] != "comme"  # `comme l'explique X`
    if governed and words[n - 1] in _DEFINITE_ARTICLES and tags[n - 1] != "PRON":
        return None  # `sous la menace`
    auxiliary_itself = words[n] in AUXILIARIES
    forms = () if auxiliary_itself else lexicon.verb(words[n])
    before_infinitive = n + 1 < len(words) and syntax.verb_forms[n + 1] == "Inf"  # `fait savoir`, whatever its tag
    phrases = lexicon.multiword(words, n) if tags[n] in ("VERB", "AUX") or before_infinitive else ()
    if auxiliary_itself:
        # The verb of `a indiqué son intention` is no `avoir l'intention`.
        phrases = tuple(
            (form, match)
            for form, match in phrases
            if not any(syntax.verb_forms[k] == "Part" and tags[k] == "VERB" for k in range(n + 1, match.start))
        )
    if not forms and not phrases:
        return None
    readings = [*forms, *(form for form, _ in phrases)]
    tag = tags[n]
    participle = any(f.past_participle for f in readings)
    auxiliary = _auxiliary(syntax, n) if participle or _misspelt(syntax, n) else None
    if auxiliary is not None and tag == "NOUN" and tags[n - 1] == "DET":
        return None  # `a à plusieurs reprises assuré`
    end = n + 1
    inverted = None
    conditional = False
    first = n
    if auxiliary is not None:
        mood = "finite"
        if words[auxiliary] in _PARTICIPLES_OF_AUXILIARIES:
            mood = "gerund"
        elif words[auxiliary] in _INFINITIVES_OF_AUXILIARIES:
            mood = "infinitive"
        conditional = words[auxiliary].endswith(("rait", "raient", "rais"))
        inverted = next((k for k in range(auxiliary + 1, n) if words[k].startswith("-") and len(words[k]) > 2), None)
        if inverted is None:
            # `La Russie a elle dénoncé`, `La maire, X, a elle parlé` have their subject before.
            told = auxiliary > 0 and tags[auxiliary - 1] in ("NOUN", "PROPN", "ADJ", "PRON")
            aside = auxiliary > 1 and words[auxiliary - 1] == "," and auxiliary - 2 not in syntax.closing
            told = told or (aside and words[auxiliary + 1] in _SUBJECTS)
            inverted = None if told else _loose_inversion(words, auxiliary + 1, n)
        first = auxiliary
    elif any(f.present_participle for f in readings) and _is_gerund(syntax, n):
        mood = "gerund"
    elif any(f.infinitive for f in readings):
        if tag in ("NOUN", "ADJ"):
            return None
        mood = "infinitive"
        modal = _inverted_modal(syntax, n)
        if modal is not None:
            first, inverted = modal
            mood = "finite"
    elif any(f.finite for f in readings) and (not participle or _is_finite(syntax, n)):
        mood = "finite"
        conditional = any(f.conditional for f in readings)
        k = n + 1
        while k < len(words) and words[k] in _LINKS:
            k += 1
        if k < len(words) and (words[k].startswith("-") or k > n + 1) and words[k].lstrip("-") in _PRONOUNS:
            inverted, end = k, k + 1
    elif participle:
        mood = "participle"
    else:
        return None
    if auxiliary is None and tag not in ("VERB", "AUX") and inverted is None and mood != "gerund":
        # The tagger takes some inverted verbs for nouns: believe it unless a comma or a mark stands before and a phrase
        # behind that can be the subject.
        if tag not in ("NOUN", "ADJ", "PROPN", "X", "ADV", "NUM", "INTJ") or mood == "participle":
            return None
        if mood == "finite" and not _inverted_place(syntax, n) and not _taken_for_noun(syntax, n):
            if not (phrases and before_infinitive) and words[n - 1] not in _SUBJECTS:
                return None
    reflexive = negative = passive = False
    if auxiliary is not None and words[auxiliary] == "été":
        passive = True
        outer = _auxiliary(syntax, auxiliary)
        if outer is not None:
            first = outer
            conditional = words[outer].endswith(("rait", "raient", "rais"))
            mood = {"ayant": "gerund", "avoir": "infinitive"}.get(words[outer], "finite")
    while first > 0 and words[first - 1] in _CLITICS and syntax.sentence_of[first - 1] == syntax.sentence_of[n]:
        if (
            tags[first - 1] == "DET"
            and words[first - 1] in _DEFINITE_ARTICLES
            and tags[first] in ("NOUN", "ADJ", "PROPN")
        ):
            break
        if _is_subject(syntax, first - 1, first, inverted=inverted is not None):
            break
        quoted = first > 1 and words[first - 2] in _BEFORE_INCISE  # `« … », nous confie-t-il`
        if words[first - 1] in _HE_AND_SHE and not quoted:
            break
        first -= 1
        reflexive = reflexive or _mirrors(syntax, first)
        negative = negative or words[first] in _NEGATION
    if auxiliary is not None:
        reflexive = reflexive or any(_mirrors(syntax, k) for k in range(auxiliary, n))
        passive = passive or (words[auxiliary] in _ETRE and not reflexive)
    if mood == "gerund" and first > 0 and words[first - 1] == "en":
        first -= 1
    cues = _meanings(forms, reflexive=reflexive)
    longer = [(form.cue, match.end) for form, match in phrases if form.cue.reflexive == reflexive]
    if longer:
        cues = (*(cue for cue, _ in longer), *cues)
        end = max(end, longer[0][1])
        # `a exprimé sa "grave préoccupation"`: the marks hold what is said.
        end = next((k for k in range(n + 1, end) if k in syntax.opening), end)
        if end > n + 1 and end in syntax.opening and tags[end - 1] == "DET":
            end -= 1  # `ont exprimé | leur "profonde inquiétude"`
    if not cues or any(cue.blocks for cue in cues):
        return None
    return VerbGroup(
        cues,
        first,
        end,
        n,
        mood,
        inverted,
        negative,
        reflexive,
        passive,
        conditional,
        compound=auxiliary is not None,
        subjunctive=auxiliary is None and mood == "finite" and _only_subjunctive(readings),
    )


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


def _inverted_modal(syntax: Syntax, n: int) -> tuple[int, int] | None:
    """The modal and its inverted pronoun before an infinitive: `peut-on lire`, `tient-il à rappeler`."""
    for k in range(n - 1, max(n - 4, 0), -1):
        word = syntax.words[k]
        if word.startswith("-") and word.lstrip("-") in _PRONOUNS:
            first = k - 1 if syntax.words[k - 1] not in _T_OF_INVERSION else k - 2
            modal = syntax.tags[first] in ("VERB", "AUX") and syntax.words[first].startswith(_MODALS)
            return (first, k) if modal else None
        if word not in _OF_AND_TO and syntax.tags[k] != "ADV":
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


def _auxiliary(syntax: Syntax, n: int) -> int | None:
    """The auxiliary of the participle at `n`: by what may stand between, else by the parse.

    The parser sees those behind a circumstance: `a, lors d'un entretien, assuré`.
    """
    near = _auxiliary_near(syntax, n)
    if near is not None:
        return near
    parsed = [
        k for k in syntax.children[n] if syntax.labels[k].startswith("aux") and syntax.words[k] in AUXILIARIES and k < n
    ]
    if not parsed and syntax.words[syntax.heads[n]] in HAVING and syntax.heads[n] < n:
        parsed = [syntax.heads[n]]  # taken for the verb itself: `Berlin a pour la première fois indiqué`
    if not parsed or n - parsed[-1] > _FARTHEST_AUXILIARY or syntax.sentence_of[parsed[-1]] != syntax.sentence_of[n]:
        return None
    between = range(parsed[-1] + 1, n)
    if any(syntax.words[k] in {";", ":"} or k in syntax.opening or k in syntax.closing for k in between):
        return None
    return None if any(syntax.verb_forms[k] == "Fin" for k in between) else parsed[-1]


def _auxiliary_near(syntax: Syntax, n: int) -> int | None:
    words = syntax.words
    k = n - 1
    floor = max(syntax.sentence(n)[0], n - 9)
    while k >= floor:
        word = words[k]
        if word in AUXILIARIES and syntax.tags[k] in ("AUX", "VERB", "NOUN", "ADP", "PRON", "X"):
            return k
        if word in _BETWEEN or word in INVERTED or word.startswith("-") or syntax.tags[k] == "ADV":
            k -= 1
            continue
        if word == ",":
            # `a, de son côté, promis`
            comma = next((j for j in range(k - 1, max(floor, k - 7) - 1, -1) if words[j] == ","), None)
            if comma is not None and comma > floor and words[comma - 1] in AUXILIARIES:
                return comma - 1
        return None
    return None


def _is_finite(syntax: Syntax, n: int) -> bool:
    """Whether a form like `dit` or `promet`, also a participle, is the conjugated verb here."""
    words = syntax.words
    if syntax.verb_forms[n] != "Part":
        return True
    if n and words[n - 1].lstrip("-") in _SUBJECTS:
        return True
    if n and words[n - 1] in _AND_BUT_OR:
        return False
    if syntax.labels[n] == "ROOT" and any(syntax.labels[c].startswith("nsubj") and c < n for c in syntax.children[n]):
        return True
    return _inverted_place(syntax, n)


def _taken_for_noun(syntax: Syntax, n: int) -> bool:
    """Whether a word tagged a noun (`le gouvernement américain menace de`, `X, architecte, estime que`) is the verb:

    a complement follows, and no determiner stands before it that it could belong to.
    """
    words, tags = syntax.words, syntax.tags
    if n + 1 >= len(words):
        return False
    clause = words[n + 1] in _QUE and tags[n + 1] == "SCONJ"
    infinitive = words[n + 1] in _OF_AND_TO and n + 2 < len(words) and tags[n + 2] in ("VERB", "AUX")
    infinitive = infinitive or (words[n + 1] in _INFINITIVES_OF_AUXILIARIES and tags[n + 1] in ("AUX", "VERB"))
    transitive = tags[n + 1] == "DET" and words[n + 1] not in _CONTRACTED_OF and tags[n - 1] in ("NOUN", "PROPN")
    transitive = transitive and not any(syntax.verb_forms[k] == "Fin" for k in range(*syntax.sentence(n)))
    if not clause and not infinitive and not transitive:
        return False
    k = n - 1
    while k > 0 and tags[k] in ("ADJ", "ADV"):
        k -= 1
    return k >= 0 and tags[k] in ("NOUN", "PROPN", "PRON", "PUNCT") and syntax.sentence_of[k] == syntax.sentence_of[n]


def _inverted_place(syntax: Syntax, n: int) -> bool:
    """Whether the verb at `n` stands as in an incise: behind a comma or a mark, before a noun phrase."""
    if n == 0 or n + 1 >= len(syntax):
        return False
    before = syntax.words[n - 1] in _BEFORE_INCISE and syntax.tags[n - 1] != "DET"
    before = before and not (syntax.words[n - 1] == "en" and syntax.tags[n] == "NOUN")  # `en riposte à`
    after = syntax.tags[n + 1] in ("DET", "PROPN", "PRON", "NOUN", "ADP", "ADV", "X") or syntax.words[n + 1].startswith(
        "-"
    )
    return before and after
