"""The site as files: links that lead somewhere, nothing from elsewhere, texts that stay texts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import InputError, UsageError
from extractor.runs.processes import context
from extractor.tables.read import Corpus
from extractor.views.report import site as site_module
from extractor.views.report.drawing import Drawing
from extractor.views.report.helpers import Claims, Helpers
from extractor.views.report.records import gather, page_name
from extractor.views.report.site import MARKER, write_site

from .made_up import ATTACK, VISIT, document, many_articles, mention, place, reading, statement, two_articles

VISIT_PAGE = f"articles/{page_name('visite/1 é')}"


def parsed(html: str):
    return lxml.html.document_fromstring(html)


def data(site: Path) -> dict[str, list]:
    """The rows of the search by kind, read the way that the browser does."""
    rows: dict[str, list] = {}
    for path in sorted((site / "data").glob("*.js")):
        call = re.fullmatch(r'extractorRows\("(\w+)", (\[.*\])\);\n', path.read_text(encoding="utf-8"), re.DOTALL)
        assert call
        rows.setdefault(call[1], []).extend(json.loads(call[2]))
    return rows


def test_every_link_leads_to_a_page_and_a_place_in_it(site, pages):
    targets = {path: set(parsed(html).xpath("//@id")) for path, html in pages.items()}
    followed = 0
    for path, html in pages.items():
        for link in parsed(html).xpath("//a/@href | //form/@action | //script/@src | //link[@rel='stylesheet']/@href"):
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme == "https"
                continue
            target = (site / path).parent / unquote(parts.path) if parts.path else site / path
            assert target.is_file(), f"{path} links {link}"
            name = target.resolve().relative_to(site.resolve()).as_posix()
            if parts.fragment and name != "search.html":
                assert parts.fragment in targets[name], f"{path} links {link}"
            followed += 1
    assert followed > 100


def test_ids_are_given_once_a_page(pages):
    for path, html in pages.items():
        ids = parsed(html).xpath("//@id[not(ancestor::*[name()='svg'])]")
        assert len(ids) == len(set(ids)), path


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for path, html in pages.items():
        loaded = parsed(html).xpath("//@src | //link/@href | //@srcset | //form/@action")
        assert not [one for one in loaded if re.match(r"(?!data:)[a-z]+:|//", one)], path
        assert "default-src 'none'" in html
    assert not re.search(r"url\((?!#)|@import", (site / "assets" / "site.css").read_text(encoding="utf-8"))


def test_markup_of_an_article_is_its_text(pages):
    page = parsed(pages[VISIT_PAGE])
    shown = page.get_element_by_id("text")
    for number in shown.xpath(".//sup"):
        number.drop_tree()
    assert shown.text_content() == VISIT
    assert page.xpath("//img") == []


def test_no_page_has_a_script_of_its_own(pages):
    for path, html in pages.items():
        for script in parsed(html).xpath("//script"):
            assert script.get("src") or script.get("type") == "application/json", path
        assert "<img" not in html
        assert not parsed(html).xpath("//@*[starts-with(name(), 'on')]")


def test_what_is_embedded_is_json_that_the_text_cannot_end(pages):
    details = json.loads(parsed(pages[VISIT_PAGE]).get_element_by_id("details").text)
    assert [name for name, _, _ in details["entities"]] == ["Nikos Dendias", "Piège " + ATTACK, "Japon"]


def test_the_data_of_the_search_has_no_markup(site):
    assert any(ATTACK in row[8] for row in data(site)["statement"])
    for path in (site / "data").glob("*.js"):
        assert "<" not in path.read_text(encoding="utf-8")


def test_only_addresses_of_the_web_become_links(pages):
    assert "javascript:" not in pages[VISIT_PAGE]
    assert 'href="https://example.org/reponse"' in pages[f"articles/{page_name('reponse')}"]


def test_a_statement_is_told_with_all_that_belongs_to_it(pages):
    card = parsed(pages[VISIT_PAGE]).get_element_by_id("s1").text_content()
    for told in (
        "Nikos Dendias",
        "ministre de la Défense",
        "a promis",
        "promettre",
        "promises",
        "Japon",
        "infinitive",
        "0.91",
    ):
        assert told in card


def test_a_pronoun_is_followed_back_to_the_name(pages):
    card = parsed(pages[VISIT_PAGE]).get_element_by_id("s1")
    trail = " ".join(card.xpath("./ul/li")[0].text_content().split())
    assert trail == "« Il » ← il ← Le ministre ← Nikos Dendias = Nikos Dendias"


def test_an_entity_page_has_what_it_said_and_what_was_said_about_it(pages):
    japan = parsed(pages[f"entities/{page_name('country:JP')}"])
    assert "La Grèce est une amie" in japan.get_element_by_id("by").text_content()
    assert "revenir au Japon" in japan.get_element_by_id("about").text_content()
    beside = [one.text_content() for one in japan.xpath("//div[@class='beside']/div")]
    assert [" ".join(one.split()) for one in beside[:2]] == ["speaks of Grèce 1", "spoken of by Nikos Dendias 1"]


def test_the_front_page_counts_and_ranks(pages):
    front = parsed(pages["index.html"])
    totals = {one.xpath("string(dt)"): one.xpath("string(dd)") for one in front.xpath("//dl[@class='totals']/div")}
    assert totals == {"articles": "3", "statements": "4", "speakers": "2", "entities": "4"}
    ranked = front.xpath("//ol[@class='ranking']")
    assert [one.text for one in ranked[0].xpath(".//a")] == ["Nikos Dendias", "Japon"]
    assert ranked[1].xpath(".//a")[0].text == "Grèce"


def test_a_cell_of_the_matrix_opens_its_statements(pages):
    matrix = parsed(pages["index.html"]).xpath("//table[@class='matrix']")[0]
    links = {cell.get("href"): cell.text for cell in matrix.xpath(".//td/a")}
    assert links["search.html#by=person%3Anikos-dendias&about=country%3AJP"] == "1"


def test_a_copy_counts_once_and_points_to_its_original(site, pages):
    assert f'href="{page_name("reponse")}"' in pages[f"articles/{page_name('copie')}"]
    assert len(data(site)["statement"]) == 4


def test_the_interface_speaks_french(french_site):
    html = (french_site / "index.html").read_text(encoding="utf-8")
    assert parsed(html).get("lang") == "fr"
    assert "Les plus cités" in html
    assert "Most quoted" not in html


def test_an_unknown_language_is_an_error_that_names_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match="en, fr"):
        write_site(reading({}), tmp_path / "site", language="de")
    assert not list(tmp_path.iterdir())


def test_tables_without_rows_make_a_site(tmp_path):
    written = write_site(reading({}), tmp_path / "site")
    assert "There are no articles" in written.index.read_text(encoding="utf-8")


def test_without_the_packages_that_draw_the_remedy_is_named(tmp_path, monkeypatch):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "networkx" else found(name))
    with pytest.raises(UsageError, match="needs networkx; install it with: .* -m pip install networkx"):
        write_site(reading({}), tmp_path / "site")
    assert not list(tmp_path.iterdir())


def test_an_earlier_report_is_replaced_whole(tmp_path):
    folder = tmp_path / "site"
    write_site(reading(two_articles()), folder)
    write_site(reading({"documents": [document("autre", "Rien.")]}), folder)
    assert [path.name for path in (folder / "articles").iterdir()] == [page_name("autre")]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    with pytest.raises(UsageError, match="-o"):
        write_site(reading({}), tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "à garder"
    assert not (tmp_path / MARKER).exists()


def test_the_same_tables_give_the_same_bytes(site, tmp_path):
    write_site(reading(two_articles()), tmp_path / "again")
    for path in site.rglob("*.*"):
        assert (tmp_path / "again" / path.relative_to(site)).read_bytes() == path.read_bytes(), path


def test_helpers_draw_the_same_bytes(tmp_path):
    # Each process has its own order of sets.
    tables = reading(many_articles(30))
    alone = write_site(tables, tmp_path / "alone", workers=1)
    for name in ("articles", "entities"):
        (tmp_path / "helped" / name).mkdir(parents=True)
    nothing = Drawing(gather(reading({})), "en")
    with Helpers(tables, tmp_path / "helped", "en", count=2) as helpers:
        # Our own process finds nothing to do, so that all is drawn by the others.
        assert helpers.write_with(nothing) == alone.articles + alone.entities
    drawn = [path.relative_to(tmp_path / "helped") for path in (tmp_path / "helped").rglob("*.html")]
    assert len(drawn) == alone.articles + alone.entities
    for file in drawn:
        assert (tmp_path / "helped" / file).read_bytes() == (tmp_path / "alone" / file).read_bytes(), file


def test_a_site_drawn_with_helpers_is_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(site_module, "WORTH_A_PROCESS", 1)
    written = write_site(reading(two_articles()), tmp_path / "site", workers=2)
    assert len(list((tmp_path / "site").rglob("*.html"))) == written.pages


def test_chunks_are_taken_once_from_both_ends():
    claims = Claims(context())
    assert [claims.take(end, 5) for end in (0, 1, 0, 0, 1, 1, 0)] == [0, 4, 1, 2, 3, None, None]
    claims = Claims(context())
    claims.close()
    assert claims.take(0, 5) is None


def test_what_a_helper_could_not_write_is_told(tmp_path):
    nothing = Drawing(gather(reading({})), "en")
    with (
        Helpers(reading(two_articles()), tmp_path / "missing", "en", count=1) as helpers,
        pytest.raises(FileNotFoundError),
    ):
        helpers.write_with(nothing)


@pytest.mark.parametrize(("workers", "articles", "helpers"), [(8, 2, 0), (1, 5000, 0), (2, 5000, 1), (8, 1100, 2)])
def test_helpers_are_as_many_as_there_is_work_for(workers, articles, helpers):
    rows = {"documents": [document(str(number), "") for number in range(articles)]}
    assert site_module._helpers(reading(rows), workers) == helpers


def test_no_page_of_an_enormous_article_is_large(tmp_path):
    text = "Le pays a parlé.\n" * 40_000
    where = [{"start": start, "end": start + 7} for start in range(0, len(text), 17)]
    rows = {
        "documents": [document("long", text)],
        "mentions": [
            mention(text, number, one, "country:FR", "COUNTRY", "name", "long") for number, one in enumerate(where)
        ],
        "statements": [statement(text, number, place(text[:20], "Le pays"), "long") for number in range(50)],
    }
    write_site(reading(rows), tmp_path / "site")
    page = tmp_path / "site" / "articles" / page_name("long")
    assert 300_000 < page.stat().st_size < 1_000_000
    assert "The article has 680,000 characters" in page.read_text(encoding="utf-8")


def test_many_articles_make_small_pages(tmp_path):
    write_site(reading(many_articles(300)), tmp_path / "site")
    assert max(path.stat().st_size for path in (tmp_path / "site").rglob("*.*")) < 1_000_000


def test_the_command_writes_it(hand_annotated_output, tmp_path):
    result = CliRunner().invoke(
        app, ["report", str(hand_annotated_output), "-o", str(tmp_path / "site"), "--language", "fr"]
    )
    assert result.exit_code == 0, result.output
    assert str(tmp_path / "site" / "index.html") in result.stdout
    assert "Qui a dit quoi" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_folder_without_tables_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no tables"):
        write_site(Corpus(tmp_path), tmp_path / "site")
