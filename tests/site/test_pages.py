"""Every page in a browser: wide and narrow, light and dark, with and without scripts, for eyes and ears."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tools.notebooks import pages_of_the_book

PAGES = [f"{name}.html" for name in pages_of_the_book()]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BEYOND = ["label-content-name-mismatch", "region"]

every_page = pytest.mark.parametrize("path", [*PAGES, "search.html"])

WIDER_THAN_THE_WINDOW = """() => {
    const limit = document.documentElement.clientWidth + 1;
    const cuts = element => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
    const inScroller = element => {
        for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) if (cuts(e)) return true;
        return false;
    };
    return [...document.querySelectorAll("article *, footer *")]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > limit && !inScroller(e))
        .map(e => e.tagName + "." + e.className);
}"""


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each kind, with the first place of it."""
    page.evaluate(AXE)
    rules = {rule: {"enabled": True} for rule in BEYOND}
    options = {
        "runOnly": {"type": "tag", "values": STANDARD},
        "rules": rules,
        "resultTypes": ["violations"],
        "preload": False,
    }
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{v['id']} ({len(v['nodes'])} places): {v['nodes'][0]['html'][:200]}\n{v['nodes'][0]['failureSummary']}"
        for v in found
    ]


@every_page
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_fits_the_window_and_axe_finds_nothing(open_page, path, dark, width):
    page = open_page(path, width=width, dark=dark)
    assert page.evaluate("document.documentElement.dataset.theme") == ("dark" if dark else "light")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not page.evaluate(WIDER_THAN_THE_WINDOW)
    found = faults(page)
    assert not found, "\n".join(found)


@every_page
def test_page_can_be_read_without_scripts(open_page, path):
    page = open_page(path, javascript=False)
    assert page.locator("article h1, #search-results, main h1:visible").first.is_visible()
    # Text, formulas and every figure's still picture; what an admonition folds away needs no script either.
    for kind in (
        "article p",
        "article .formula math",
        "figure figcaption",
        ".osteolib-picture svg",
        ".explorer-fallback",
    ):
        for element in page.locator(kind).all():
            if element.inner_html().strip() and not element.evaluate("e => !!e.closest('details, .dropdown')"):
                assert element.is_visible(), kind


@pytest.mark.parametrize("path", PAGES)
def test_formulas_use_the_font_of_the_book(open_page, path):
    page = open_page(path)
    if page.locator("math").count():
        assert page.evaluate("document.fonts.ready.then(fonts => fonts.check('16px STIX Two Math'))")
        assert page.locator("math").first.bounding_box()["height"] > 5


def test_keyboard_goes_first_to_the_text(open_page):
    page = open_page("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"


def test_color_mode_can_be_chosen_and_is_kept(open_page):
    page = open_page("index.html")
    seen = []
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        seen.append(page.evaluate("document.documentElement.dataset.theme"))
    assert set(seen) == {"light", "dark"}
    chosen = page.evaluate("document.documentElement.dataset.mode")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.mode") == chosen


def test_search_finds_a_page(open_page):
    page = open_page("search.html?q=osteoclasts")
    page.locator("#search-results li a").first.wait_for(timeout=10_000)
    assert page.locator("#search-results li a").count() >= 1


def test_book_opens_from_a_folder(open_page, book):
    for path in PAGES:
        page = open_page(f"file://{book / path}")
        explorers = page.locator("figure[data-explorer]").count()
        assert page.locator("figure[data-explorer][data-mounted]").count() == explorers, path
