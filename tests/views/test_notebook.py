"""What a notebook shows of an output and of an article."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from extractor.errors import UsageError
from extractor.views.colours import DARK, LIGHT
from extractor.views.notebook import ShownCorpus, ShownExtraction

VOID = {"meta", "br", "img", "link"}


class Page(HTMLParser):
    """The text, the ids and the links of a page; tags have to be closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if values.get("href", "").startswith("#"):
            self.targets.append(values["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def corpus(hand_annotated_output):
    return ShownCorpus(hand_annotated_output)


def article_text(html: str) -> str:
    """The article as it is shown, without the numbers of statements."""
    start = html.index('<div class="text"')
    return Page(
        re.sub(r"<sup.*?</sup>", "", html[start : html.index("</div>", start)] + "</div>", flags=re.DOTALL)
    ).text


def test_an_article_is_shown_letter_for_letter(corpus):
    assert article_text(corpus.view("a").html()) == corpus.text("a")


def test_markup_in_an_article_is_text(corpus):
    html = corpus.view("dossier/b 2").html()
    assert "script" not in Page(html).tags
    # A carriage return would be lost in HTML: a space stands for it.
    assert article_text(html) == corpus.text("dossier/b 2").replace("\r", " ")


def test_quotes_in_names_do_not_leave_their_attribute(hand_annotated):
    import pyarrow as pa

    entities = hand_annotated["entities"].to_pylist()
    entities = [{**row, "name": '" onmouseover="alert(1)'} for row in entities]
    tables = {**hand_annotated, "entities": pa.Table.from_pylist(entities, schema=hand_annotated["entities"].schema)}
    html = ShownExtraction(tables).view("a").html()
    assert ' onmouseover="' not in html
    Page(html)


def test_every_link_within_leads_somewhere(corpus):
    page = Page(corpus.view("a").html())
    assert len(page.targets) == 4
    assert set(page.targets) <= set(page.ids)


def test_cells_side_by_side_share_no_id(corpus):
    view = corpus.view("a")
    pages = [
        Page(html) for html in (view._repr_html_(), view._repr_html_(), corpus._repr_html_(), corpus._repr_html_())
    ]
    ids = [one for page in pages for one in page.ids]
    assert len(ids) == len(set(ids)) > 4


def test_a_saved_page_stands_for_itself(corpus, tmp_path):
    path = corpus.view("dossier/b 2").save(tmp_path / "x.html")
    html = path.read_text(encoding="utf-8")
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>")
    assert not {"script", "link", "img"} & set(page.tags)
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import""", html)
    assert "default-src 'none'" in html


def test_an_article_without_statements_and_the_first_article(corpus):
    assert "Rien." in Page(corpus.view("c").html()).text
    assert "view" not in repr(corpus.view())
    with pytest.raises(UsageError, match="there is no article 'z'"):
        corpus.view("z")


def test_quotes_are_read_with_who_and_when(corpus):
    text = " ".join(Page(corpus.quotes(about="country:KP").html()).text.split())
    assert text.startswith("about country:KP 2 statements Un porte-parole chinois nier · 2024-07-02 · L’Agence la")
    assert "Fumio Kishida, Premier ministre (JP) déclarer · 2024-05-31 · Le Journal" in text
    assert "the latest 1 of 3 statements" in Page(corpus.quotes(limit=1).html()).text


def test_quotes_link_to_the_web_and_to_nothing_else(hand_annotated):
    import pyarrow as pa

    def links(url):
        rows = [{**row, "url": url, "title": "<img src=x>"} for row in hand_annotated["documents"].to_pylist()]
        documents = pa.Table.from_pylist(rows, schema=hand_annotated["documents"].schema)
        html = ShownExtraction({**hand_annotated, "documents": documents}).quotes(text="paix").html()
        assert "img" not in Page(html).tags
        return re.findall(r'href="([^"]*)"', html)

    (link,) = links("https://example.org/a")
    assert link.startswith("https://example.org/a#:~:text=")
    assert links("javascript:alert(1)") == []


def test_the_tables_at_a_glance(corpus):
    text = Page(corpus._repr_html_()).text
    assert re.search(r"statements\s*3", text)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("colours", "text"), [(LIGHT, "#1b1f24"), (DARK, "#f1f3f5")])
def test_text_is_readable_on_every_colour(colours, text):
    assert set(LIGHT) == set(DARK)
    assert min(contrast(colour, text) for colour in colours.values()) >= 7


def test_displacy_draws_our_labels_in_our_colours(nlp):
    from spacy import displacy
    from spacy.util import filter_spans

    doc = nlp("Le ministre japonais Minoru Kihara a reçu des F-35A.")
    doc.ents = filter_spans(doc.spans["mentions"])
    html = displacy.render(doc, style="ent", jupyter=False)
    assert LIGHT["WEAPON"] in html
    assert LIGHT["COUNTRY"] in html
