"""The small words say French only where the n-grams say so too."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import spacy.lang

from extractor.articles import language
from extractor.articles.admission import Admission
from extractor.articles.article import Article
from extractor.articles.language import PASSAGE, SAMPLE, detect_language, has_words
from extractor.errors import ArticleError

FRENCH = (Path(__file__).parents[2] / "data" / "raw" / "trilateral.txt").read_text(encoding="utf-8")
OTHERS = sorted(
    examples.parent.name
    for examples in Path(spacy.lang.__path__[0]).glob("*/examples.py")
    if examples.parent.name not in ("fr", "xx")
)


def by_n_grams(text, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(language, "_french_throughout", lambda sample: False)
        return detect_language(text)


def in_language(code):
    """A sample of spaCy's example sentences in the language."""
    sentences = " ".join(import_module(f"spacy.lang.{code}.examples").sentences)
    return (sentences + " ") * (SAMPLE // len(sentences) + 1)


@pytest.mark.parametrize("text", [FRENCH, FRENCH.upper(), FRENCH[: 2 * PASSAGE], FRENCH.replace("é", "e\u0301")])
def test_articles_are_french_by_both(text, monkeypatch):
    assert detect_language(text) == by_n_grams(text, monkeypatch) == ("fr", 1.0)


def test_a_short_text_is_left_to_the_n_grams():
    assert not language._french_throughout(FRENCH[: PASSAGE - 1].lower())
    assert language._french_throughout(FRENCH[: 2 * PASSAGE].lower())


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_left_to_the_n_grams_also_beside_french(code):
    foreign = in_language(code)
    assert not language._french_throughout(foreign[:SAMPLE].lower())
    for share in (0.3, 0.5, 0.7):
        french = FRENCH[: int(SAMPLE * share)]
        for mixed in (french + "\n" + foreign, foreign[: SAMPLE - len(french)] + "\n" + french):
            assert not language._french_throughout(mixed[:SAMPLE].lower())


@pytest.mark.parametrize("code", ["en", "es", "it", "ca", "pt", "de", "ro"])
def test_other_languages_are_named(code):
    assert detect_language(in_language(code))[0] == code


def test_names_alone_are_not_french():
    assert not language._french_throughout(("est et la les " * 300)[:SAMPLE])


def test_an_article_in_french_does_not_load_the_model():
    code = (
        "import sys; from extractor.articles.language import detect_language; "
        f"assert detect_language({FRENCH!r}) == ('fr', 1.0); sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


SYMBOLS = {
    "signs": "§§ %% ## ",
    "figures": "1 234,56 € ; 7,8 % ",
    "emoji": "😀👨‍👩‍👧 ",
    "rules": "---- *** ==== | ",
    "arrows and boxes": "→ ★ ■ ┌─┐ ",
    "single letters": "a § b % c # ",
    "a word among many signs": "§§ %% ## @@ ++ && ?? !! << >> == ~~ ** // || oui ",
}


@pytest.mark.parametrize("kind", SYMBOLS)
@pytest.mark.parametrize("wanted", ["fr", "any"])
def test_symbols_are_no_article_in_any_language(kind, wanted):
    admission = Admission(language=wanted, min_characters=1, max_characters=10_000)
    with pytest.raises(ArticleError) as error:
        admission.check(Article(doc_id="a", source="a", text=SYMBOLS[kind] * 60))
    assert error.value.code == "no_text"


@pytest.mark.parametrize(
    "text",
    [
        "CAC 40 : 7 500,25 (+0,5 %), SBF 120 : 5 600,10 (-0,1 %). ",
        "PARIS, 31 mai 2024 — 12:30 — 1. France 3-0 Italie ; 2. Grèce 1-1 Japon ",
        "« Oui », dit-il. ",
        "日本の防衛大臣 ",
        "हिन्दी में समाचार ",
        "e\u0301te\u0301 a\u0300 e\u0302tre ",
        "ΑΘΗΝΑ ",
    ],
)
def test_words_among_figures_are_words(text):
    assert has_words(text)
    assert has_words(text * 40)
