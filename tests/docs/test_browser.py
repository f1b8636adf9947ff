"""The documentation in a real Chromium, opened from its folder: search, narrow screens, nothing from the network.

Pictures of the pages go to tests/screenshots.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[1] / "screenshots"
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def visit(browser, site):
    """Opens a page at a size; whatever the browser complains of, or asks of a network, fails the test."""
    complaints = []
    contexts = []

    def opened(path, size):
        context = browser.new_context(viewport=SIZES[size])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
        page.goto(f"{site.as_uri()}/{path}.html")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["index", "tutorial", "comparison", "reference/cli"])
def test_a_page_fits_the_screen(visit, path, size):
    page = visit(path, size)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"docs-{path.replace('/', '-')}-{size}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES)
def test_the_search_finds_without_a_server(visit, size):
    page = visit("index", size)
    page.locator("html.js:not(.no-js)").wait_for()
    if size == "phone":
        page.locator("label[for=__search].md-header__button").click()
    else:
        page.keyboard.press("/")
    page.locator("input.md-search__input").press_sequentially("knowledge find", delay=20)
    page.locator(".md-search-result__meta", has_text="matching").wait_for(timeout=300_000)
    assert "The command line" in page.locator(".md-search-result__list").inner_text()


def test_a_page_can_be_dark(visit):
    page = visit("index", "desktop")
    page.locator("label[title=Dark]").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
