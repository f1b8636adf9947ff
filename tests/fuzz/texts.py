"""Texts of whatever is dangerous in French: what ends no sentence, pairs with nothing, or is more than it seems.

The pieces come from the tables of knowledge, so that every list is tried, and from the list below. A text is a row of
pieces with or without something between them: half of them are hardly French, which is the point.
"""

from __future__ import annotations

import os
import re
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from extractor.knowledge import rows, split


def examples(usual: int) -> settings:
    """The settings of a fuzz test: `usual` examples, or as many as `make fuzz` asks for."""
    return settings(deadline=None, max_examples=int(os.environ.get("FUZZ_EXAMPLES") or usual))


MARKS = [
    *"«»“”„‟‘’‚‹›\"'`´()[]{}<>.,;:!?…-–—‐‑·•*_/|\\&%#@§°€$+=^~¿", "...", "--", "''", "``", "<<", ">>", "« ", " »",
    "«\u00a0", "\u202f»", "?!", "(…)", "[…]", "(sic)", "***", "« »", "“”", '""', "()", "« « ", " » »", ". »", "», ",
]  # fmt: skip

INVISIBLE = [
    "\u00a0", "\u202f", "\u2009", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\t",
    "\u3000", "\u0301", "\u0327", "\u20e3", "\ufe0f", "\ufffd", "\u202e", "\u0085", "\ue000", "\U000e0041", "\x0b",
    "\x0c", "\x1c",
]  # fmt: skip

BREAKS = ["\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\n \n", "\n- ", "\n– ", "\n« ", "\n— «", "\n\t", "\n• "]

WORDS = [
    "M.", "MM.", "Mme", "Mmes", "Mlle", "Mgr", "Me", "Dr", "St", "M", "m.", "J.", "J.-P.", "J. D.", "de", "d’", "d'",
    "du", "des", "l’", "L'", "le", "la", "les", "un", "une", "al-", "el-", "ben", "von der", "van", "bin", "d’Ornano",
    "O’Brien", "qu’", "Qu'", "que", "qui", "dont", "où", "si", "et", "ou", "mais", "ni", "à", "au", "aux", "en",
    "selon", "Selon", "D’après", "d'après", "pour", "Pour", "par", "avec", "ne", "n’", "pas", "il", "Il", "elle",
    "Elle", "ils", "elles", "on", "je", "J’", "nous", "ce dernier", "celui-ci", "celle-ci", "les deux pays",
    "les trois", "le premier", "l’un", "-t-il", "-t-elle", "-il", "a-t-il", "dit-il", "dit-on", "a-t-on appris",
    "assure-t-on", "a", "est", "sera", "ont été", "y", "se", "s’", "m'", "c’est", "lundi", "hier", "1er", "2025", "3,5",
    "1 000", "20h", "n°", "50 %", "12-14", "II", "IVe", "2°", "A380", "S-400", "F-16", "Mk 2", "No 3", "x" * 400,
    "Aa" * 200, "a-" * 120, "d’" * 60, "É", "ß", "ﬁ", "İ", "ǅ", "œ", "Œ", "ĲI", "ΑΒ", "Путин", "习近平", "محمد", "日本",
    "א",
    "😀", "👨‍👩‍👧", "🇫🇷", "①", "½", "²", "ª", "http://a.b/c?d=e&f", "a@b.fr", "@compte", "#motclé", "&amp;", "&nbsp;",
    "&#8217;", "&", "<p>", "</p>", "<b>", "<br/>", "**", "[1]", "(Reuters)", "(AFP)", "PARIS (Reuters) -", "Q :", "R :",
    "Question :", "NDLR", "etc.", "cf.", "p. 3", "Ltd.", "S.A.", "U.S.", "U.E.", "c.-à-d.", "ex-", "pro-", "anti-",
    "vice-", "non-", "franco-", "mi-", "Saint-", "l’ex-", "le ministre", "la ministre", "ministre de la Défense",
    "le président français", "un porte-parole", "une source proche", "le ministère", "accord de", "le traité",
    "résolution 1701", "missile", "missiles", "le porte-avions", "frégate", "l’armée", "le journal", "a signé",
    "a livré", "ont signé", "livrera", "déclare", "a déclaré", "affirmant", "Et d’ajouter", "avant d’ajouter",
    "a estimé", "d’ajouter", "interrogé par", "s’est dit prêt à", "aurait dit", "nie", "n’a pas confirmé",
    "refuse de", "a promis de",
]  # fmt: skip

_COLUMNS = {
    "titles": ("title",),
    "functions": None,
    "cues": ("lemma",),
    "cue_forms": ("form",),
    "countries": ("name", "aliases", "acronyms"),
    "country_lookalikes": ("id",),
    "demonyms": ("masculine", "feminine", "feminine_plural"),
    "metonyms": ("forms",),
    "organisations": ("name", "aliases"),
    "organisation_heads": None,
    "organisation_lookalikes": ("word",),
    "media": ("name", "aliases"),
    "agreements": ("name", "aliases"),
    "agreement_heads": None,
    "weapons": ("name", "aliases"),
    "weapon_heads": ("id", "plural"),
    "weapon_series": ("id",),
    "weapon_vetoes": ("id",),
    "office_holders": ("name", "aliases"),
    "portfolios": ("complements",),
    "name_particles": ("word",),
    "name_contexts": ("nouns",),
    "person_nouns": ("noun",),
    "body_nouns": ("noun",),
    "group_heads": ("noun",),
    "source_nouns": ("noun",),
    "frame_traps": ("noun",),
    "compound_prefixes": ("id",),
    "ship_prefixes": ("id",),
    "dealings": ("verb",),
    "subject_verbs": ("verb",),
    "impersonal_verbs": None,
    "country_clues": ("clues",),
    "family_names_first": ("names",),
}
"""The columns that hold words, by table; None is the first column, whatever it is called."""


@cache
def known(table: str) -> tuple[str, ...]:
    """The words of a table of knowledge."""
    found: dict[str, None] = {}
    for row in rows(table):
        for column in _COLUMNS[table] or list(row)[:1]:
            found.update(dict.fromkeys(split(row[column])))
    return tuple(word for word in found if word)


@cache
def sources() -> tuple[tuple[str, ...], ...]:
    """The lists that pieces are taken from; words of the language and its marks as often as all tables together."""
    tables = tuple(known(table) for table in _COLUMNS)
    own = tuple(map(tuple, (WORDS, MARKS, INVISIBLE, BREAKS)))
    return (*tables, *own * 3, *(own[:2] * 6))


GAPS = (" ",) * 12 + ("",) * 5 + ("\u00a0", "\n", "  ", ", ", ". ", " : ", "-", "’", "'", ".")


def compose(draw: Random, *, pieces: int = 40) -> str:
    """A text of at most so many pieces."""
    text = []
    for _ in range(draw.randint(1, pieces)):
        piece = draw.choice(draw.choice(sources()))
        if draw.random() < 0.1:
            piece = draw.choice((str.upper, str.lower, str.title, str.capitalize))(piece)
        text += piece, draw.choice(GAPS)
    return "".join(text[:-1]) if draw.random() < 0.8 else "".join(text)


FRAMES = [
    "{open}{clause}{close}, {cue} {who}.",
    "{who} {cue} que {clause}{stop}",
    "{who} {cue} : {open}{clause}. {clause}{close}{stop}",
    "Selon {who}, {clause}, {open}{clause}{close}{stop}",
    "{clause}, {inverted} {who}, {clause}.",
    "{open}{clause}{close}, {inverted}, {open}{clause}{close}.",
    "Il {cue} {open}{clause}{close} et que {clause}. Elle {cue} de {clause}.",
    "– {who} : {clause} ?\n– {who2} : {clause}.",
    "{who} ({who2}) et {who}, {function}, ont {cue} que les deux {clause}.",
    "{clause}. Et d’{cue} : {open}{clause}{stop}",
    "{clause} a signé {agreement} avec {country} et {clause} {weapon}.",
    "{open}{clause}{stop} {open}{clause}{close}{close} {who}",
    "Interrogé par {medium}, {who} : {open}{clause}",
    "{title}{who}{title} {cue}{clause}",
    "{who}, {function} {country}, dont {who2} {cue} que {clause}, {cue} lui",
]  # fmt: skip
"""Sentences as the press writes them, to be filled in; what stands in a brace is a list, or a row of pieces."""

_FILLED = {
    "title": "titles", "function": "functions", "agreement": "agreements", "country": "countries", "weapon": "weapons",
    "medium": "media",
}  # fmt: skip
_OPEN = ["« ", "«\u00a0", "“", '"', "„", "‘", "'", "<< ", "``", "", "« “", "(", "– "]
_CLOSE = [" »", "\u202f»", "”", '"', "’", "'", " >>", "''", "", "” »", ")", ". »", " !»", "», «"]
_INVERTED = [
    "dit-il",
    "a-t-elle déclaré",
    "assure",
    "a ajouté",
    "souligne-t-on",
    "déclarent",
    "ont-ils martelé",
    "lance",
]


def _fill(draw: Random, name: str) -> str:
    if name in _FILLED:
        return draw.choice(known(_FILLED[name]))
    match name:
        case "open" | "close" | "stop":
            return draw.choice({"open": _OPEN, "close": _CLOSE, "stop": [".", "", " !", "…", ",", ".»", "\n"]}[name])
        case "cue":
            return draw.choice(known("cue_forms" if draw.random() < 0.5 else "cues"))
        case "inverted":
            return draw.choice(_INVERTED)
        case "who" | "who2":
            return " ".join(
                draw.choice(known(table))
                for table in ("titles", "functions", "demonyms", "office_holders", "organisations", "country_clues")
                if draw.random() < 0.4
            )
    return compose(draw, pieces=8)


def article(draw: Random, *, sentences: int = 6) -> str:
    """Sentences of `FRAMES` filled with the lists that belong there, and with pieces of any kind."""
    text = []
    for _ in range(draw.randint(1, sentences)):
        parts = re.split(r"\{(\w+)\}", draw.choice(FRAMES))
        text += [_fill(draw, part) if number % 2 else part for number, part in enumerate(parts)]
        text.append(draw.choice(GAPS))
    return "".join(text)


def cut_article(draw: Random) -> str:
    """Some words of an article: what the others never have at the very beginning or end."""
    words = re.findall(r"\S+\s*", article(draw, sentences=2)) or ["."]
    start = draw.randrange(len(words))
    text = "".join(words[start : start + draw.randint(1, 12)])
    return text.rstrip() if draw.random() < 0.7 else text


@st.composite
def _rows_of_pieces(draw, pieces: int) -> str:
    piece = st.sampled_from(sources()).flatmap(st.sampled_from)
    given = draw(st.lists(st.tuples(piece, st.sampled_from(GAPS)), min_size=1, max_size=pieces))
    return "".join(part for one in given for part in one).removesuffix(given[-1][1])


def texts(*, pieces: int = 30) -> st.SearchStrategy[str]:
    """Rows of pieces, which are made shorter where one fails, articles, and some words of one."""
    seeds = st.integers(0, 2**32).map(Random)
    return st.one_of(_rows_of_pieces(pieces), seeds.map(article), seeds.map(cut_article))
