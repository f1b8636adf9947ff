"""Third-person pronouns that could mean someone: found on the surface, told from the impersonal `il`, and described.

The forms are read off the text rather than the tokens, because newspapers glue them (`a-t-il`, `Bordeaux.Il`) and
the parser labels an inverted pronoun in several ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.coreference.discourse import Gender, Number
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_ADVERBIAL_CLITICS = WordList("adverbial_clitics")
_BEFORE_COORDINATED_PRONOUNS = WordList("before_coordinated_pronouns")
_BEFORE_STRONG_SUBJECTS = WordList("before_strong_subjects")
_FEMININE_PRONOUNS = WordList("feminine_pronouns")
_HE_AND_SHE = WordList("he_and_she")
_MASCULINE_SUBJECTS = WordList("masculine_subjects")
_PLURAL_PRONOUNS = WordList("plural_pronouns")
_STRONG_IN_SINGULAR = WordList("strong_in_singular")

Shape = Literal["subject", "inverted", "source", "strong", "emphatic", "dative", "accusative", "demonstrative", "who"]

_APOSTROPHE = "['’]"
_FORMS = re.compile(
    r"(?<![\w])(?:(?P<latter>ce\s+dernier|cette\s+derni[eè]re|ces\s+derniers|ces\s+derni[eè]res)"
    r"|(?P<near>cel(?:ui|le)-ci|ce(?:ux|lles)-ci)"
    r"|(?P<who>cel(?:ui|le)(?=\s+(?:qui|que|qu['’])(?!\w)))"
    r"|(?P<plain>(?:lui|eux|(?<![-‑‐])elles?)(?P<self>[-\s]m[eê]mes?)|ils|il|elles|elle|lui|eux))(?![\w])",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\b(?:qu|s|lorsqu|puisqu|quoiqu)['’]|\b(?:que|si|où|quand|dont|lequel|laquelle|lesquels|lesquelles|duquel|auquel|"
    r"car|mais|et|comme|lorsque)[ \u00a0])$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:selon|d['’]apr[eè]s|pour|aux yeux d['’])\s*$", re.IGNORECASE)
_ACCUSATIVE = re.compile(rf"le|la|l{_APOSTROPHE}", re.IGNORECASE)
QUANT = re.compile(r"\bquant[ \u00a0]à[ \u00a0]$", re.IGNORECASE)
"""What stands before the pronoun of `X a quant à lui salué …`."""
CLITICS = WordList("object_clitics")
_PREPOSITIONS = WordList("before_strong_pronouns")


@dataclass(slots=True, frozen=True)
class Pronoun:
    """A pronoun at `start:end`, the offsets of the word alone: `il` in `a-t-il`."""

    start: int
    end: int
    token: int
    shape: Shape
    gender: Gender | None
    number: Number
    linked: bool = False
    """Whether a conjunction or relative ties its clause to what stands before in the sentence: `qu'il`, `car il`."""


def find_pronouns(doc: Doc) -> list[Pronoun]:
    """The pronouns of the third person that may refer, by place; an impersonal `il` is left out."""
    text = text_of(doc)
    starts = {token.idx: token.i for token in doc}
    found: list[Pronoun] = []
    token_index = 0
    for match in _FORMS.finditer(text):
        start, end = match.span()
        while token_index + 1 < len(doc) and doc[token_index + 1].idx <= start:
            token_index += 1
        word = fold(match.group())
        if match.group("latter") and _modifies(doc, end, token_index):
            continue
        index = starts.get(start, token_index)
        shape = _shape(doc, match, index)
        if shape is None:
            continue
        if (
            word in _HE_AND_SHE
            and shape in ("subject", "inverted")
            and word == "il"
            and is_impersonal(text, start, end)
        ):
            continue
        linked = bool(_LINK.search(text, max(0, start - 14), start))
        found.append(Pronoun(start, end, index, shape, _gender(word, shape), _number(word), linked))
    found += _accusatives(doc, text)
    return sorted(found, key=lambda pronoun: pronoun.start)


def _accusatives(doc: Doc, text: str) -> Iterator[Pronoun]:
    """The `le`, `la` and `l'` before a verb whose direct object may be a person: `il l'a convoqué`."""
    for token in doc:
        if token.pos_ != "PRON" or not _ACCUSATIVE.fullmatch(token.text):
            continue
        verb = governing_verb(token)
        if verb is None or object_of(verb) == "":
            continue
        gender: Gender | None = "m" if token.lower_ == "le" else "f" if token.lower_ == "la" else None
        if gender is None and "Part" in verb.morph.get("VerbForm", []) and verb.i > token.i + 1:
            gender = "f" if verb.text.endswith("e") else "m"  # a participle agrees with the object before it
        yield Pronoun(token.idx, token.idx + len(token.text), token.i, "accusative", gender, "s")


def governing_verb(token: Token) -> Token | None:
    """The verb that a clitic belongs to: the next behind it, auxiliaries, other clitics and adverbs let through."""
    following = token.i + 1
    while following < min(len(token.doc), token.i + 6):
        word = token.doc[following]
        if word.pos_ == "VERB":
            return word
        if word.pos_ not in ("AUX", "ADV", "PRON") and fold(word.text) not in CLITICS:
            return None
        following += 1
    return None


def _gender(word: str, shape: Shape) -> Gender | None:
    if shape == "dative":
        return None
    return "f" if word.startswith(("elle", "celle", "cette")) or word == "ces dernieres" else "m"


def _number(word: str) -> Number:
    return "p" if word.split("-")[0].split()[0] in _PLURAL_PRONOUNS else "s"


def _modifies(doc: Doc, end: int, index: int) -> bool:
    """Whether `ce dernier` goes on with its noun (`ce dernier point`): then it is no pronoun."""
    while index < len(doc) and doc[index].idx < end:
        index += 1
    if index >= len(doc):
        return False
    following = doc[index]
    return following.pos_ in ("NOUN", "PROPN", "ADJ") and fold(following.text) not in _AFTER_SUBJECT


_AFTER_SUBJECT = WordList("behind_subject_pronouns")


_HYPHENS = ("-", "‑", "‐")
_SET_OFF = re.compile(r"\s*,|\s+aussi\b|\s*[.;:!?]")
_STOPPED = re.compile(r"\s*[.;:!?,)]")
_ADDED = re.compile(r"\s+aussi\b|\s+non plus\b|\s+seul\b")
_COMMA = re.compile(r"\s*,")


@dataclass(slots=True, frozen=True)
class _Surroundings:
    """What stands around a form that may have several shapes."""

    doc: Doc
    index: int
    before: str
    after: str

    @property
    def last(self) -> str:
        """The word before, folded."""
        return next(iter(reversed(fold(self.before).replace("\n", " ").split())), "")

    @property
    def following(self) -> str:
        """The word behind, folded."""
        return next(iter(fold(self.after).replace("\n", " ").split()), "")

    @property
    def behind_comma(self) -> bool:
        return self.before.rstrip().endswith(",")


def _shape(doc: Doc, match: re.Match[str], index: int) -> Shape | None:
    text = match.string  # `doc.text` is put together anew each time
    start, end = match.span()
    if match.group("latter") or match.group("near"):
        return "demonstrative"
    if match.group("who"):
        return "who"
    word = fold(match.group("plain"))
    around = _Surroundings(doc, index, text[max(0, start - 40) : start], text[end : end + 40])
    strong = word in _STRONG_IN_SINGULAR
    if match.group("self") or (strong and QUANT.search(around.before)):
        return "emphatic"
    if around.before.endswith(_HYPHENS):
        return "inverted" if word in _MASCULINE_SUBJECTS or word in _FEMININE_PRONOUNS else None
    if word in _MASCULINE_SUBJECTS:
        return "subject"
    if _SOURCE.search(around.before) and not (strong and _is_verb_behind(doc, index)):
        return "source"
    if word in _FEMININE_PRONOUNS:
        return _shape_of_elle(around)
    if word == "lui" and match.group("plain")[0] == "L" and _has_verb(doc, index):
        return "subject"  # `Lui le savait.`
    return _shape_of_lui(around, word)


def _shape_of_elle(around: _Surroundings) -> Shape | None:
    """`elle`, `elles`: behind a preposition, set off by commas, or the subject of a verb."""
    last = around.last
    governed = last.split("'")[-1] in _PREPOSITIONS and last not in _BEFORE_COORDINATED_PRONOUNS
    if governed or last.endswith("d'"):
        return "strong"
    if _SET_OFF.match(around.after) and (around.behind_comma or "aussi" in around.after[:7]):
        return "emphatic"
    if _STOPPED.match(around.after):
        return "strong"
    return "subject" if _has_verb(around.doc, around.index) else None


def _shape_of_lui(around: _Surroundings, word: str) -> Shape:
    """`lui`, `eux`: they take up a subject, stand behind a preposition, or before a verb whose object they are."""
    if _ADDED.match(around.after) or (around.behind_comma and _COMMA.match(around.after)):
        return "emphatic"
    if word == "eux":
        return "strong"
    has_verb = _is_verb_behind(around.doc, around.index)
    if _doubles_subject(around, has_verb):
        return "emphatic"
    if around.last in _PREPOSITIONS and around.last not in _BEFORE_STRONG_SUBJECTS:
        # `à lui remettre` (dative before an infinitive) against `à lui seul`
        return "dative" if has_verb else "strong"
    return "dative" if has_verb or around.following in _ADVERBIAL_CLITICS else "strong"


def _doubles_subject(around: _Surroundings, has_verb: bool) -> bool:
    """`X est lui favorable à …`, `X a lui dénoncé …`."""
    if around.index == 0:
        return False
    verb = around.doc[around.index - 1]
    return _is_finite(verb) and (verb.pos_ == "AUX" or not has_verb)


def _is_finite(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])


def _has_verb(doc: Doc, index: int) -> bool:
    """Whether a verb follows, clitics and adverbs between: `elle ne lui a pas`, not `et elle coiffeuse`."""
    for token in doc[index + 1 : index + 7]:
        if token.pos_ in ("VERB", "AUX"):
            return True
        if token.pos_ not in ("PRON", "ADV", "PART", "PUNCT", "DET") and fold(token.text) not in CLITICS:
            return token.dep_ in ("ROOT", "ccomp", "advcl", "acl:relcl", "conj", "parataxis")
    return False


def _is_verb_behind(doc: Doc, index: int) -> bool:
    if index + 1 >= len(doc):
        return False
    token = doc[index + 1]
    return token.pos_ in ("VERB", "AUX") and not token.is_punct


# The impersonal `il`: the words after it decide.

_ADVERBS = (
    *(
        "pas plus jamais donc aussi encore desormais deja toujours ainsi bien tres trop assez peu tout "
        "toutefois cependant aujourd'hui maintenant egalement parfois souvent clairement absolument "
        "simplement presque surtout plutot fort si moins evidemment vraiment malheureusement"
    ).split(),
    "tout a fait",
    "sans doute",
    "par ailleurs",
    "par consequent",
    "des lors",
)


@kept()
def _impersonal() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    kinds: dict[str, list[str]] = {"any": [], "que": [], "bare": [], "de": []}
    for row in rows("impersonal_verbs"):
        kinds[row["construction"]] += [fold(form) for form in split(row["forms"])]

    def alternatives(kind: str) -> str:
        return "|".join(re.escape(form) for form in sorted(set(kinds[kind]), key=len, reverse=True))

    clitics = r"(?:(?:ne|me|te|nous|vous|le|la|les|lui|leur|en|y|se) |[nmtls]')*"
    adverbs = rf"(?:(?:{'|'.join(_ADVERBS)}) )*"
    modal = r"(?:(?:va|allait|peut|pourra|pourrait|pouvait|doit|devra|devrait|devait|semble|pourrait bien) )?"
    complement = (
        r"[ ,]*" + adverbs + r"(?:que\b|qu'|de\b|d'|a\b|pour\b|des\b|un\b|une\b|si\b|du\b|peu\b|beaucoup\b|encore\b|\d)"
    )
    be = (
        r"(?:est|etait|fut|sera|serait|soit|fut|etre|(?:a|avait|aura|aurait|ait|avoir) (?:"
        + adverbs
        + r")?ete|parait|semble|semblait|paraissait|devient|devenait|apparait|reste|restait|demeure|a semble|a paru) "
    )
    whatever = re.compile(
        rf"{clitics}{adverbs}{modal}{clitics}(?:avoir |a |avait |aurait )?{adverbs}(?:{alternatives('any')})(?!\w)"
    )
    with_clause = re.compile(
        rf"{clitics}{modal}{clitics}(?:(?:a|avait|est|etait|aurait) )?{adverbs}(?:{alternatives('que')})\b{complement}"
    )
    others = clitics.replace("|se)", ")").replace("[nmtls]", "[nmtl]")  # `il s'est défendu de` is somebody
    bare = re.compile(rf"{others}{modal}{others}{be}{adverbs}(?:{alternatives('bare')})\b")
    clause = re.compile(rf"{others}{modal}{others}{be}{adverbs}(?:{alternatives('de')})\b{complement}")
    return whatever, with_clause, bare, clause


_THERE_IS = re.compile(
    r"(?:n'|ne )?(?:peut |puisse |pourrait |pouvait |doit |devrait |va |pourra |devait |semble )?(?:n')?y (?:en )?"
    r"(?:a|ait|avait|aura|aurait|eut|avoir)\b(?! (?:ete|participe|assiste|vu|vecu|fait|passe|envoye|mis|trouve|"
    r"decouvert|rencontre|prononce|effectue|sejourne)\b)"
)
_TIME = re.compile(
    r"(?:n')?(?:est|etait|sera|serait|fut) (?:environ |presque |pres de |deja )?"
    r"(?:\d|midi|minuit|(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze) heures?)"
)
_TO_DO = r"(?:de |d')(?:ne |pas |se |s'|l'|le |la |les |lui |leur |y |en )*\w+(?:er|ir|re|oir)\b"
_FALLS_TO = re.compile(
    r"(?:m'|lui |leur |nous |vous )?(?:(?:appartien(?:t|dra|drait)|appartenait|incomb(?:e|ait|era|erait)) "
    rf"(?:(?:a|au|aux) [^,.;:]{{2,40}}? )?|arriv(?:e|ait) )(?:parfois |aussi |souvent )?{_TO_DO}"
)
"""`Il appartient au président de décider`, `il lui arrive de mentir`, not `il appartient à la mouvance`."""
_ASKED_OF = re.compile(
    r"(?:n')?(?:est|etait|sera|serait|(?:a|avait|aurait) (?:aussi |egalement )?ete) (?:aussi |egalement )?"
    r"(?:reproche|demande|interdit|conseille|recommande|permis|propose|ordonne|impose|suggere|enjoint|promis) "
    r"(?:a|au|aux) [^,;:]{2,60}? (?:de |d'|que |qu')"
)
"""`Il est demandé aux soldats de rester`: whom it is asked of is no subject."""
_SET_PHRASE = re.compile(
    r"(?:ne sert a rien|va de soi|va sans dire|n'empeche|s'ensui|(?:est|sera|a ete) (?:fait (?:etat|mention)|mis fin)|"
    r"(?:aura|aurait|avait) fallu|ne saurait (?:etre question|y avoir)|n'est pas a exclure|est arrive qu[e']|"
    r"ne (?:lui |leur |nous |vous )?reste (?:plus|guere) (?:a |aux? |que |qu'|de |d'))"
)
_INVERTED_IMPERSONAL = re.compile(
    r"(?<!\w)(?:faut|faudra|faudrait|fallait|pleut|suffit|suffira|s'agit|s'agissait|s'agirait|s'agira|y a|y aura|"
    r"y avait|y aurait|existe|existait|convient|vaut|importe|ressort|semble|parait|reste)[- ]?(?:t[- ])?$"
)
_WRITTEN = re.compile(
    r"(?:ecrit|indique|precise|note|rappele|souligne|stipule|mentionne|prevu|possible|vrai|necessaire)\b"
)
_BEING = re.compile(r"(?:est|etait|sera|serait)$")
"""`Est-il écrit dans le texte`: nobody writes."""


def is_impersonal(text: str, start: int, end: int) -> bool:
    """Whether the `il` at `start:end` stands for nobody: `il faut`, `il y a`, `il est clair que`, `s'agit-il`."""
    after = re.sub(r"[\s«»“”\"]+", " ", fold(text[end : end + 110])).lstrip().replace("' ", "'")
    before = fold(text[max(0, start - 24) : start])
    if before.endswith("-"):
        verb = before.rstrip("-").removesuffix("-t")
        written = _BEING.search(verb) is not None and _WRITTEN.match(after) is not None
        return written or bool(_INVERTED_IMPERSONAL.search(verb))
    if before.endswith("quoi qu'") and after.startswith(("arrive", "advienne", "en soit")):
        return True
    whatever, with_clause, bare, clause = _impersonal()
    patterns = (_THERE_IS, _TIME, _FALLS_TO, _ASKED_OF, _SET_PHRASE, whatever, with_clause, bare, clause)
    return any(pattern.match(after) for pattern in patterns)


# What the verb tells.


@kept()
def _subjects() -> tuple[dict[str, str], dict[str, str]]:
    active = {_bare(row["lemma"]): "person" for row in rows("cues") if row["kind"] == "verb"}
    passive = {}
    for row in rows("subject_verbs"):
        if row["active"]:
            active[_bare(row["verb"])] = row["active"]
        if row["passive"]:
            passive[_bare(row["verb"])] = row["passive"]
    return active, passive


def _bare(verb: str) -> str:
    return verb.removeprefix("se ").removeprefix("s'")


_MODALS = WordList("modals")


def subject_of(verb: Token) -> str:
    """`person` where the subject of `verb` must be one or a body of them, `thing` where it hardly can, else nothing.

    The subject of a passive is its patient: `il a été arrêté` is a person, `il a été étudié` may be anything.
    """
    active, passive = _subjects()
    if verb.lemma_ in _MODALS:
        verb = next((child for child in verb.children if child.dep_ in ("xcomp", "ccomp") and child.i > verb.i), verb)
    is_passive = any(child.dep_ in ("aux:pass", "nsubj:pass") for child in verb.children)
    return (passive if is_passive else active).get(verb.lemma_.lower(), "")


@kept()
def _objects() -> dict[str, str]:
    return {_bare(row["verb"]): row["object"] for row in rows("subject_verbs") if row["object"]}


def object_of(verb: Token) -> str:
    """`person` where the direct object of `verb` must be one, `either` where it often is, else nothing."""
    return _objects().get(verb.lemma_.lower(), "")


_TOLL = re.compile(
    r"(?:n['’])?(?:a|avait|aurait|aura) (?:déjà |encore )?(?:fait|causé) "
    r"(?:au moins |plus de |près de |environ |quelque |un |une |des )?"
    r"(?:\S+ ){0,3}?(?:morts?|blessés?|victimes?|disparus?|tués?)\b"
)


def counts_dead(text: str, end: int) -> bool:
    """Whether what follows is a toll (`il a fait douze morts`), whose subject is an event."""
    return bool(_TOLL.match(text[end : end + 90].lstrip()))
