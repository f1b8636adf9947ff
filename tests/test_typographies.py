"""One article in the typographies of the press: whatever the marks, spaces and line breaks, the same say the same.

The article was written for this test. Each style rewrites it mechanically; what is found has to be the same words, and
every place has to point into the text as it was given.
"""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .fuzz.texts import examples

ARTICLE = """\
« Nous livrerons les missiles avant l’été », a déclaré mardi à Bruxelles le ministre français des Armées, Sébastien \
Lecornu. « Personne ne nous arrêtera. »

La présidente de la Commission européenne, Ursula von der Leyen, a affirmé que l’Union européenne était « prête à \
payer » et que les États-Unis avaient été informés. Elle a toutefois reconnu qu’aucun calendrier n’existait.

Selon Jens Stoltenberg, le secrétaire général de l’Otan, la France n’enverra pas de soldats en \
Ukraine. « C’est un choix commun », a-t-il insisté. « L’Iran le sait. »

Moscou a accusé Paris de vouloir la guerre. « Où est la logique ? » s’est demandé Sergueï Lavrov. Interrogé par \
l’AFP, M. Lecornu a répondu : « Nous n’avons aucune leçon à recevoir. »"""


def _marks(opening: str, closing: str) -> Callable[[str], str]:
    return lambda text: text.replace("« ", opening).replace(" »", closing)


def _wrapped(width: int, between: str = "\n\n", end: str = "\n") -> Callable[[str], str]:
    return lambda text: between.join(end.join(textwrap.wrap(p, width)) for p in text.split("\n\n"))


def _spelt(text: str) -> str:
    return "".join(f"&{name};" if (name := html.entities.codepoint2name.get(ord(c))) else c for c in text)


STYLES: dict[str, Callable[[str], str]] = {
    "no-break": lambda text: _marks("«\u00a0", "\u00a0»")(text).replace("M. ", "M.\u00a0"),
    "narrow": _marks("«\u202f", "\u202f»"),
    "tight": _marks("«", "»"),
    "curly": _marks("“", "”"),
    "straight": lambda text: _marks('"', '"')(text).replace("’", "'"),
    "low": _marks("„", "“"),
    "one-sided": _marks("”", "”"),
    "single": _marks("‹ ", " ›"),
    "less-than": _marks("<< ", " >>"),
    "typewriter": _marks("``", "''"),
    "accents": lambda text: text.replace("’", "´"),
    "modifiers": lambda text: text.replace("’", "ʼ"),
    "no-break everywhere": lambda text: text.replace(" ", "\u00a0"),
    "no accents on capitals": lambda text: text.replace("É", "E"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "one line each": lambda text: text.replace("\n\n", "\n"),
    "indented": lambda text: text.replace("\n\n", "\n\u3000"),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "separators": lambda text: text.replace("\n\n", "\u2029"),
    "wrapped at 40": _wrapped(40),
    "wrapped at 72": _wrapped(72),
    "wrapped at 80, windows": _wrapped(80, "\r\n\r\n", "\r\n"),
    "wrapped, no blank lines": _wrapped(60, "\n"),
    "two spaces": lambda text: re.sub(r"(?<=[.»]) ", "  ", text),
    "soft hyphens": lambda text: re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad", text),
    "zero width": lambda text: re.sub(r"(?<= )(?=[A-Zm])", "\u200b", text),
    "entities": _spelt,
    "paragraphs in tags": lambda text: "<p>" + text.replace("\n\n", "</p><p>") + "</p>",
    "linked names": lambda text: re.sub(r"(Lecornu|Ursula von der Leyen)", r'<a href="/tag">\1</a>', text),
    "bold names": lambda text: re.sub(r"(Lecornu|Ursula von der Leyen)", r"**\1**", text),
    "hyphens": lambda text: text.replace("-", "\u2011"),
}


def _bare(text: str) -> str:
    """The words of a retyped text, without what no reader sees."""
    text = html.unescape(re.sub(r"</?\w[^<>]*>", "", unicodedata.normalize("NFC", text)))
    text = re.sub("[\u00ad\u200b]", "", text.replace("´", "’").replace("ʼ", "’")).replace("E", "É")
    return " ".join(re.findall(r"\w+", text))


def _said(doc):
    """Who says what, by words, in the order of the text."""
    return [
        (statement.type, [_bare(doc.text[start:end]) for start, end in statement.spans], statement.speaker_ids)
        for statement in doc._.statements
    ]


def _named(doc):
    return [(m.type, m.kind, m.entity_id, _bare(doc.text[m.start : m.end])) for m in doc._.mentions]


@pytest.fixture(scope="module")
def docs(nlp):
    return dict(zip(STYLES, nlp.pipe(style(ARTICLE) for style in STYLES.values()), strict=True))


@pytest.fixture(scope="module")
def original(nlp):
    doc = nlp(ARTICLE)
    assert [sorted(s.speaker_ids) for s in doc._.statements if s.type == "direct"] == [
        ["person:sebastien-lecornu"],
        ["person:sebastien-lecornu"],
        ["person:jens-stoltenberg"],
        ["person:jens-stoltenberg"],
        ["person:serguei-lavrov"],
        ["person:sebastien-lecornu"],
    ]
    return doc


@pytest.mark.parametrize("style", STYLES)
def test_retyped_article_says_the_same(docs, original, style):
    doc = docs[style]
    assert doc.text == STYLES[style](ARTICLE)
    assert _said(doc) == _said(original)


@pytest.mark.parametrize("style", STYLES)
def test_retyped_article_names_the_same(docs, original, style):
    assert _named(docs[style]) == _named(original)


def test_names_are_plain(docs, original):
    for doc in docs.values():
        assert {e.name for e in doc._.entities.values()} == {e.name for e in original._.entities.values()}


def test_the_words_of_the_text_as_given_are_analysed(docs, original):
    def analysed(doc):
        return [(t.text, t.head.text, t.dep_, t.pos_, t.lemma_, t.ent_type_) for t in doc if not t.is_space]

    assert analysed(docs["wrapped at 40"]) == analysed(original)
    assert len(list(docs["wrapped at 40"].sents)) == len(list(original.sents))


ODD = [
    "« Oui », a dit Emmanuel Macron.",
    "\n",
    "&nbsp;",
    "<p>",
    "\u00ad",
    "\u200b",
    "le\nministre",
    "<<",
    "**",
    "\ufeff",
]


@pytest.mark.fuzz
@examples(40)
@given(parts=st.lists(st.sampled_from(ODD), max_size=8))
def test_any_text_comes_back_as_given(nlp, parts):
    text = "".join(parts)
    doc = nlp(text)
    assert doc.text == text
    assert all(0 <= m.start < m.end <= len(text) for m in doc._.mentions)
