"""Pages with far too much of something: they are read or refused without work that grows with its square."""

from __future__ import annotations

import pytest

from extractor.articles import floods
from extractor.articles.html import read_page
from extractor.errors import ArticleError

WORDS = "".join(
    f"<p>« Oui, nous livrerons {n} avions », a déclaré lundi le ministre grec devant la presse.</p>" for n in range(6)
)

MANY = 20_000

FLOODS = {
    "values": "<p " + " ".join(f"a{n}='x'" for n in range(MANY)) + ">x</p>",
    "double quotes": "<p " + " ".join(f'a{n}="x"' for n in range(MANY)) + ">x</p>",
    "no values": "<p " + " ".join(f"a{n}" for n in range(MANY)) + ">x</p>",
    "no quotes": "<p " + "\n".join(f"a{n}=x" for n in range(MANY)) + ">x</p>",
    "tags in values": "<p " + " ".join(f"a{n}='<b>'" for n in range(MANY)) + ">x</p>",
    "one name": "<p " + "a='x' " * MANY + ">x</p>",
    "never closed": "<p " + " ".join(f"a{n}='x'" for n in range(MANY)),
    "behind a script": "<script>var a = 1;</script><p " + " ".join(f"a{n}='x'" for n in range(MANY)) + ">",
}

NO_FLOODS = {
    "many tags": "<p class='a' id='b'>x</p>" * MANY,
    "many words": "<p>" + "mot " * MANY + "</p>",
    "a long value": f"<p title='{'mot ' * MANY}'>x</p>",
    "a long list of classes": f'<p class="{"c " * MANY}">x</p>',
    "a script": "<script>if (a<b && " + "c || " * MANY + "d) {}</script>",
    "a script that never ends": "<script>if (a<b && " + "c || " * MANY,
    "a style": "<style>a<b " + "c " * MANY + "</style>",
    "a comment": "<!-- <b " + "c " * MANY + "-->",
    "an odd quotation mark": '<p title="l"article">' + "<b>mot </b>" * MANY,
    "a few dozen": "<p " + " ".join(f"data-{n}='x'" for n in range(60)) + ">x</p>",
}


def page(body, head=""):
    return f"<html><head><title>Le titre</title>{head}</head><body><article>{WORDS}{body}</article></body></html>"


@pytest.mark.parametrize("kind", FLOODS)
def test_a_tag_of_countless_attributes_is_refused_before_it_is_parsed(kind, monkeypatch):
    monkeypatch.setattr("trafilatura.load_html", lambda html: pytest.fail("it is parsed"))
    with pytest.raises(ArticleError, match="attributes in one tag") as caught:
        read_page(page(FLOODS[kind]).encode())
    assert caught.value.code == "too_long"


@pytest.mark.parametrize("kind", NO_FLOODS)
def test_what_only_looks_like_attributes_is_read(kind):
    floods.require_few_attributes(page(NO_FLOODS[kind]))


@pytest.mark.parametrize("body", ["<table>" + "<tr><td>a</td></tr>" * 11_000 + "</table>", "<h2>a</h2>" * 100])
def test_paragraphs_of_a_page_of_countless_elements_are_not_compared(body, monkeypatch):
    asked = []
    monkeypatch.setattr("justext.core.ParagraphMaker.make_paragraphs", lambda *_: asked.append(1) or [])
    assert "nous livrerons 3 avions" in read_page(page(body).encode()).text
    assert not asked or body.count("<") < 1000


BROKEN = {
    "open strings": '{"author":"' * MANY,
    "persons": '"Person" ' * MANY,
    "cut": '{"@type":"NewsArticle","author":[' + '{"@type":"Person","name":"A"},' * MANY,
    "open tags": '{"@type":"NewsArticle","headline":"' + "<" * MANY + '"}',
    "open comments": '{"@type":"NewsArticle","headline":"' + "<!--" * MANY + '"}',
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("scripts", [1, 40])
def test_metadata_are_not_searched_in_long_json_that_is_none(kind, scripts, monkeypatch):
    searched = []
    monkeypatch.setattr(
        "trafilatura.metadata.extract_json_parse_error", lambda text, found: searched.append(len(text)) or found
    )
    content = BROKEN[kind] if scripts == 1 else BROKEN[kind][: len(BROKEN[kind]) // scripts]
    head = f"<script type='application/ld+json'>{content}</script>" * scripts
    assert "nous livrerons 3 avions" in read_page(page("", head).encode()).text
    assert sum(searched) <= floods.MAX_BROKEN


def test_metadata_of_sound_json_and_of_short_broken_json_are_found():
    sound = (
        '{"@context":"https://schema.org","@type":"NewsArticle",'
        '"author":{"@type":"Person","name":"Claire Petit"},"keywords":["a"' + ',"a"' * MANY + "]}"
    )
    broken = '{"@type":"NewsArticle","author":{"@type":"Person","name":"Claire Petit"},,}'
    for content in (sound, broken):
        head = f"<script type='application/ld+json'>{content}</script>"
        assert read_page(page("", head).encode()).author == "Claire Petit"
