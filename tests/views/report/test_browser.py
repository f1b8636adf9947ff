"""The site in a real Chromium, opened from its folder: search, filters, clicks, keys, narrow and dark, no error.

Pictures of the pages go to tests/screenshots.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.views.report.records import page_name
from extractor.views.report.site import write_site

from .made_up import ATTACK, VISIT, many_articles, reading

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "screenshots"

DEADLINE = 300_000
"""Milliseconds after which a test gives up what it waits for; no machine is that slow."""

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

VISIT_PAGE = f"articles/{page_name('visite/1 é')}"
MINISTER_PAGE = f"entities/{page_name('person:nikos-dendias')}"


@pytest.fixture
def visit(browser, site):
    """Opens a page of a site at a size; whatever the browser complains of, or asks of a network, fails the test."""
    complaints = []
    contexts = []

    def opened(path, *, size=DESKTOP, folder=site, **options):
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(f"{folder.as_uri()}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def large_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / "site"
    write_site(reading(many_articles(150)), folder)
    return folder


def results(page):
    return page.locator("#results li blockquote").all_inner_texts()


def chosen(page):
    """The text that is marked as belonging to the chosen statement."""
    return " | ".join(page.locator("#text .chosen").all_inner_texts())


def test_the_search_finds_as_one_types(visit):
    page = visit("search.html")
    assert page.locator("#count").inner_text() == "4 of 4 statements"
    page.keyboard.type("GRECE missiles")
    page.locator("#count", has_text="1 of 4").wait_for()
    assert results(page) == ["la Grèce livrera des missiles"]
    assert page.locator("mark").all_inner_texts() == ["Grèce", "missiles"]


def test_the_search_filters_by_each_of_its_fields(visit):
    page = visit("search.html")
    for field, value, found in (
        ("by", "dendias", 2),
        ("by", "une source", 1),
        ("about", "grèce", 2),
        ("about", "country:JP", 1),
        ("since", "2024-06-01", 2),
        ("until", "2024-06-01", 2),
    ):
        page.fill(f"#search [name={field}]", value)
        page.locator("#count", has_text=f"{found} of 4").wait_for(timeout=DEADLINE)
        page.fill(f"#search [name={field}]", "")
        page.locator("#count", has_text="4 of 4").wait_for(timeout=DEADLINE)
    for field, value, found in (("act", "promise", 1), ("state", "GR", 2), ("outlet", "L’Agence", 2)):
        page.select_option(f"#search [name={field}]", value)
        page.locator("#count", has_text=f"{found} of 4").wait_for(timeout=DEADLINE)
        page.select_option(f"#search [name={field}]", "")
        page.locator("#count", has_text="4 of 4").wait_for(timeout=DEADLINE)


def test_a_search_has_an_address_of_its_own(visit):
    page = visit("search.html")
    page.fill("#search [name=by]", "Dendias")
    page.locator("#count", has_text="2 of 4").wait_for()
    again = visit("search.html#" + page.url.split("#")[1])
    assert again.locator("#count").inner_text() == "2 of 4 statements"
    again.click("#search [type=reset]")
    again.locator("#count", has_text="4 of 4").wait_for()


def test_from_any_page_to_a_result_and_into_the_article(visit):
    page = visit("index.html")
    page.keyboard.press("/")
    page.keyboard.type("promis revenir")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html*")
    assert results(page) == []
    page.fill("#search [name=q]", "dendias revenir")
    page.locator("#count", has_text="1 of 4").wait_for()
    page.click("#results blockquote a")
    page.wait_for_url(f"**/{VISIT_PAGE}#s1")
    assert "revenir au " in chosen(page)


def test_the_matrix_leads_to_the_statements_it_counts(visit):
    page = visit("index.html")
    cell = page.locator(".matrix").first.locator("td a").first
    count = cell.inner_text()
    cell.click()
    page.locator("#count", has_text=f"{count} of 4").wait_for()
    assert len(results(page)) == int(count)


def test_a_click_on_a_statement_shows_its_card_and_marks_what_belongs_to_it(visit):
    page = visit(VISIT_PAGE)
    page.locator("#text span.STATEMENT", has_text="revenir au").click()
    assert page.locator(".card.chosen h3").inner_text() == "2. Nikos Dendias"
    assert chosen(page).split(" | ") == ["Il", "a promis", "revenir au ", "Japon"]
    assert "an infinitive behind the verb infinitive" in page.locator(".card.chosen dl").inner_text()


def test_a_click_on_a_pronoun_leads_back_to_the_name(visit):
    page = visit(VISIT_PAGE)
    page.locator("#text span[data-m='3']").click()
    trail = page.locator("#mention .trail").inner_text().replace("\u00a0", " ")
    assert trail.endswith("« Il » ← « il » ← « Le ministre » ← « Nikos Dendias »")
    assert page.locator("#text .way").all_inner_texts() == ["Nikos Dendias", "Le ministre", "-il", "Il"]
    page.click("#mention p:not(.trail) a")
    page.wait_for_url(f"**/{MINISTER_PAGE}")
    assert page.locator("h1").inner_text() == "Nikos Dendias"


def test_keys_walk_through_the_statements(visit):
    page = visit(VISIT_PAGE)
    for key, statement in (("j", "s0"), ("j", "s1"), ("j", "s1"), ("k", "s0")):
        page.keyboard.press(key)
        assert page.locator(".card.chosen").get_attribute("id") == statement
        assert page.evaluate("document.activeElement.id") == statement
    page.keyboard.press("Escape")
    assert page.locator(".chosen").count() == 0


def test_everything_is_reached_with_the_keyboard(visit):
    page = visit(VISIT_PAGE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert {"#s0", "#s1", "#m3", f"../{MINISTER_PAGE}", "../search.html"} <= reached


@pytest.mark.parametrize(
    "path", ["index.html", "articles.html", "entities.html", "search.html", VISIT_PAGE, MINISTER_PAGE]
)
def test_markup_in_texts_does_nothing(visit, path):
    page = visit(path)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert "volé" not in page.title().replace(ATTACK, "")
    assert page.locator("img").count() == 0


def test_markup_in_an_article_is_read_as_its_text(visit):
    page = visit(VISIT_PAGE)
    page.evaluate("document.querySelectorAll('#text sup').forEach((one) => one.remove())")
    shown = page.evaluate("document.getElementById('text').textContent")
    assert shown == VISIT
    page.locator("#text span[data-m='5']").click()
    assert ATTACK in page.locator("#mention").inner_text()


def test_markup_in_a_result_of_the_search_is_text(visit):
    page = visit("search.html#q=engage")
    assert results(page) == [f"Cet accord nous engage {ATTACK}"]
    page.fill("#search [name=q]", "</script>")
    page.locator("mark", has_text="</script>").nth(1).wait_for()
    assert page.locator("mark").all_inner_texts() == ["</script>", "</script>"]


def test_without_scripts_the_article_can_be_read(visit):
    page = visit(VISIT_PAGE + "#s1", java_script_enabled=False)
    assert page.locator("#s1").is_visible()
    assert page.locator("#s1 li", has_text="Le ministre").is_visible()


@pytest.mark.parametrize(
    "path", ["index.html", "articles.html", "entities.html", "search.html", VISIT_PAGE, MINISTER_PAGE]
)
@pytest.mark.parametrize("width", [320, 800])
def test_no_page_is_wider_than_the_screen(visit, path, width):
    page = visit(path, size={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_card_comes_up_over_the_text(visit):
    page = visit(VISIT_PAGE, size=PHONE)
    page.locator("#text span.STATEMENT", has_text="revenir au").click()
    card = page.locator(".card.chosen")
    place = card.bounding_box()
    assert place["y"] + place["height"] == PHONE["height"]
    page.wait_for_function(
        "(top) => document.getElementById('t1').getBoundingClientRect().bottom < top", arg=place["y"]
    )
    card.locator(".close").click()
    assert page.locator(".card.chosen").count() == 0


def test_on_a_phone_what_a_pronoun_means_is_on_top(visit):
    page = visit(VISIT_PAGE, size=PHONE)
    page.locator("#text span[data-m='3']").click()
    assert "Nikos Dendias" in page.locator("#mention").inner_text()
    page.locator("#mention .close").click()
    assert page.locator(".card.chosen h3").inner_text() == "2. Nikos Dendias"


# The contrast of every text with the ground that is painted behind it, after WCAG 2.2.
CONTRASTS = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !node.checkVisibility() || node.closest("script, svg, option")) continue;
    const [one, other] = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
    seen += 1;
    if ((one + 0.05) / (other + 0.05) < 4.5) low.push(text);
  }
  return [seen, low];
}"""


@pytest.mark.parametrize(
    "path", ["index.html", "articles.html", "entities.html", "search.html", VISIT_PAGE + "#s1", MINISTER_PAGE]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(visit, path, scheme):
    page = visit(path, color_scheme=scheme)
    seen, low = page.evaluate(CONTRASTS)
    assert seen > 20
    assert low == []


def test_dark_is_dark_and_print_is_light(visit):
    page = visit("index.html", color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 23, 26)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not page.locator("header.site").is_visible()


def test_fields_and_drawings_have_names(visit):
    page = visit("search.html")
    assert page.get_by_role("searchbox", name="words", exact=True).count() == 1
    for name in ("by", "about", "act", "state", "outlet"):
        assert page.get_by_role("combobox", name=name, exact=True).count() == 1, name
    for name in ("from", "to"):
        assert page.get_by_label(name, exact=True).count() == 1, name
    page = visit("index.html")
    assert page.get_by_role("img", name="Bars over time").count() == 2


def test_french_speaks_french(visit, french_site):
    page = visit("search.html", folder=french_site)
    assert page.locator("#count").inner_text() == "4 déclarations sur 4"
    page.goto(f"{french_site.as_uri()}/{VISIT_PAGE}")
    page.locator("#text span[data-m='3']").click()
    assert "pronom" in page.locator("#mention").inner_text()


def test_a_large_search_answers_at_once_and_shows_more(visit, large_site):
    page = visit("search.html", folder=large_site)
    assert page.locator("#count").inner_text() == "1,200 of 1,200 statements"
    assert page.locator("#results li").count() == 50
    page.click("#more")
    assert page.locator("#results li").count() == 100


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_are_kept(visit, large_site, size, scheme):
    PICTURES.mkdir(exist_ok=True)
    options = {"size": DESKTOP if size == "desktop" else PHONE, "color_scheme": scheme}
    pictures = {
        "overview": visit("index.html", folder=large_site, **options),
        "article": visit(VISIT_PAGE, **options),
        "entity": visit(f"entities/{page_name('country:3')}", folder=large_site, **options),
        "search": visit("search.html#q=gr%C3%A8ce", **options),
        "articles": visit("articles.html", folder=large_site, **options),
    }
    pictures["article"].locator("#text span[data-m='3']").click()
    for name, page in pictures.items():
        path = PICTURES / f"{name}-{size}-{scheme}.png"
        page.screenshot(path=path, full_page=name == "overview")
        assert path.stat().st_size > 5000
