"""Every page in a browser: wide and narrow, light and dark, with and without scripts, for eyes and ears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.site import axe
from tests.site.answers import answer_by_turns
from tests.site.axe import faults
from tests.site.conftest import HEIGHT
from tools.notebooks import pages_of_the_book

LEDGER, MAP = "evidence/ledger.html", "evidence/map.html"
PAGES = [f"{name}.html" for name in pages_of_the_book()]

EXPLORERS = "figure[data-explorer]"
WIDE, NARROW = 1280, 390

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

# Colors change at once, so that no color on the way from light to dark is taken for one of the page.
AT_ONCE = "*, *::before, *::after { transition: none !important; }"

# The script of the theme has heard of the color.
TURNED = "color => document.documentElement.dataset.theme === color"

# Every element that is shown (a logo has one picture for each color mode), with its place, to the pixel, and what is
# said of it; and its colors.
PLACES = """() => [...document.querySelectorAll("body, body *")].filter(e => e.checkVisibility()).map(e => {
    const box = e.getBoundingClientRect();
    return [e.tagName, ...[box.left, box.top + scrollY, box.width, box.height].map(Math.round),
        ...[...e.attributes].filter(a => /^(aria-|role|tabindex|alt|title|href|id)/.test(a.name))
            .map(a => a.name + a.value),
        ...[...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data.trim()),
    ].join(" ");
}).join("\\n")"""
COLORS = """() => [...document.querySelectorAll("body, body *")].map(e => {
    const style = getComputedStyle(e);
    return [style.color, style.backgroundColor, style.fill, style.stroke].join(" ");
}).join("\\n")"""

# The theme's place for a banner has the height of its own, a moment after a page was loaded.
SETTLED = "document.querySelector('.pst-async-banner-revealer').style.height === 'auto'"
ALL_THAT_AXE_SAYS = "axe.run({ preload: false }).then(({ timestamp, ...all }) => all)"

# Elements that hold something, are not folded away and yet not seen: playwright's own measure of "visible".
HIDDEN = """kinds => kinds.flatMap(kind => [...document.querySelectorAll(kind)]
    .filter(e => e.innerHTML.trim() && !e.closest("details, .dropdown, .quiz-foot[hidden]"))
    .filter(e => {
        const box = e.getBoundingClientRect();
        return !e.checkVisibility({ visibilityProperty: true }) || !box.width || !box.height;
    })
    .map(e => `${kind}: ${e.outerHTML.slice(0, 200)}`))"""


@every_page
def test_page_fits_every_window_in_its_font_and_axe_finds_nothing(open_page, book, path):
    page = open_page(path)
    wrong = []
    for look, moved in looks(page, book):
        found = (*(misfits(page) if moved else ()), *faults(page, colors_only=not moved))
        wrong += [f"{path}, {look}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)


def looks(page: Page, book: Path) -> Iterator[tuple[str, bool]]:
    """Bring a page that was opened wide and light to every width and color mode in turn, and name it.

    It is loaded at each width, then turned dark; with the name goes whether anything but colors has changed since the
    look before. The wide page comes from a server, the narrow one from a folder, and its quiz is answered.
    """
    path = urlsplit(page.url).path
    for width in (WIDE, NARROW):
        if page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            turn(page, "light")
            page.goto(f"file://{book}{path}", wait_until="load")
            answer_by_turns(page, path.removeprefix("/"))
        for color, moved in in_both_colors(page):
            yield f"{width} px, {color}", moved


def in_both_colors(page: Page) -> Iterator[tuple[str, bool]]:
    """Turn a page light, then dark; with the color goes whether anything else has changed since the one before."""
    for color in ("light", "dark"):
        turn(page, color)
        yield color, page.evaluate(f"(now => [now !== window.before, window.before = now][0])(({PLACES})())")


def turn(page: Page, color: str) -> None:
    """Ask for a color mode as the system of a reader does."""
    page.add_style_tag(content=AT_ONCE)
    page.emulate_media(color_scheme=color)
    page.wait_for_function(TURNED, arg=color, timeout=10_000)


def misfits(page: Page) -> Iterator[str]:
    """What is cut off, not drawn, or drawn in a font that is not the book's."""
    drawn = page.locator(f"{EXPLORERS}[data-mounted]").count()
    if (explorers := page.locator(EXPLORERS).count()) != drawn:
        yield f"{drawn} of {explorers} explorers are drawn"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        yield f"the page is {wider} px wider than the window"
    if reaching_out := page.evaluate(WIDER_THAN_THE_WINDOW):
        yield f"wider than the window: {', '.join(reaching_out)}"
    if page.locator("math").count():
        if not page.evaluate("document.fonts.ready.then(fonts => fonts.check('16px STIX Two Math'))"):
            yield "the font of the formulas is not there"
        if not page.locator("math").first.bounding_box()["height"] > 5:
            yield "a formula has no height"


def test_axe_finds_nothing_far_down_a_page(open_page, book):
    """Where the header has changed and the way back to the top is offered."""
    page = open_page("exercises/estrogen.html")
    for look, moved in looks(page, book):
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_function("document.body.classList.contains('scrolled')")
        page.evaluate("scrollBy(0, -200)")
        assert not faults(page, colors_only=not moved), look


def test_axe_is_asked_of_a_color_on_a_ground_that_is_new_and_no_more(open_page, monkeypatch):
    monkeypatch.setattr(axe, "known", set())
    page = open_page("exercises/estrogen.html")
    turn(page, "light")
    assert not faults(page) and axe.known
    for style in ("p { color: #999 }", "p { background: #666 }", "p { opacity: 0.5 }"):
        added = page.add_style_tag(content=f"article {style}")
        assert faults(page, colors_only=True), style
        assert faults(page), style
        added.evaluate("style => style.remove()")
    monkeypatch.setattr(axe, "RUN", "() => { throw 'axe is asked of what it knows' }")
    assert not faults(page, colors_only=True)


def test_axe_looks_at_no_color_in_pictures(open_page, monkeypatch):
    """Which is why their texts are left out of what it knows; the colors of drawings have tests of their own."""
    monkeypatch.setattr(axe, "known", set())
    page = open_page("bone_remodeling/one_cycle.html")
    page.add_style_tag(content="article svg text { fill: #c0c0c0; color: #c0c0c0 }")
    assert all(page.locator(f"{drawn} text").count() > 1 for drawn in (".osteolib-picture", ".explorer svg"))
    assert not faults(page, within=["article"], colors_only=True)
    page.add_style_tag(content="math * { color: #c0c0c0 }")
    assert faults(page, within=["article"], colors_only=True)


def test_axe_finds_what_it_finds_unaided(open_page):
    """Which is why it may be helped with its colors (tests/site/axe.py)."""
    page, told = open_page("instructors/routes.html"), []
    turn(page, "light")
    page.wait_for_function(SETTLED, timeout=10_000)
    page.evaluate("document.querySelector('article p').style.color = 'rgb(190 190 190 / 0.9)'")
    for script in (axe.PLAIN, axe.SCRIPT):
        page.evaluate(script)
        told.append(page.evaluate(ALL_THAT_AXE_SAYS))
    colored = page.evaluate(
        "tags => axe.getRules(tags).filter(r => r.tags.includes('cat.color')).map(r => r.ruleId)", list(axe.STANDARD)
    )
    assert sorted(colored) == sorted(axe.COLOR_RULES)
    assert "color-contrast" in [rule["id"] for rule in told[0]["violations"]]
    assert told[0] == told[1]
    planted = faults(page)
    assert len(planted) == 1 and planted == faults(page, colors_only=True)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["bone_remodeling/load.html", "therapy/capstone.html", LEDGER, MAP])
def test_a_page_turned_dark_is_the_page_opened_dark(open_page, path, width):
    """Which is why a page is opened once for both color modes."""
    turned, opened = open_page(path, width=width), open_page(path, width=width, dark=True)
    for page in (turned, opened):
        turn(page, "dark")
    for look in (PLACES, COLORS):
        assert turned.evaluate(look) == opened.evaluate(look)


@every_page
def test_page_can_be_read_without_scripts(open_page, path):
    page = open_page(path, javascript=False)
    assert page.locator("article h1, #search-results, main h1:visible").first.is_visible()
    # Text, formulas and every figure's still picture; what an admonition folds away needs no script either.
    kinds = ["article p", "article .formula math", "figure figcaption", ".osteolib-picture svg", ".explorer-fallback"]
    assert not page.evaluate(HIDDEN, kinds), f"{path} without scripts"
    assert not list(missing_pictures(page)), f"{path} without scripts"


def missing_pictures(page: Page) -> Iterator[str]:
    """Explorers that leave no picture, or none that is described, where no script runs."""
    explorers = page.locator(EXPLORERS)
    pictures = explorers.locator(".explorer-fallback")
    if pictures.count() != explorers.count():
        yield f"{pictures.count()} pictures for {explorers.count()} explorers"
    if page.locator("input[type=range]").count():
        yield "a slider that nothing answers"
    for picture in pictures.all():
        name = picture.get_attribute("aria-label")
        if not (picture.is_visible() and picture.get_attribute("role") == "img" and len(name) > 30):
            yield f"not shown or not described: {name}"
        if not picture.locator("svg").bounding_box()["height"] > 100:
            yield f"not as high as a picture: {name}"


def test_what_a_page_keeps_is_forgotten_by_the_next_reader(readers, book):
    """Which is why one window, and the first tab in it, serves many tests."""
    reader, kept = readers(True), "[localStorage.length, sessionStorage.length]"
    on_the_site, in_a_folder = "index.html", (book / "index.html").as_uri()
    for ways in ([on_the_site], [in_a_folder], [on_the_site, in_a_folder], [on_the_site]):
        first, *on = ways
        page = reader.open(first, 1280, dark=False)
        fresh = page.evaluate(kept)
        page.evaluate("localStorage.kept = sessionStorage.kept = 'by a reader before'")
        assert page.evaluate(kept) != fresh
        for address in on:
            page.goto(address)
        reader.leave()
        assert reader.open(first, 1280, dark=False).evaluate(kept) == fresh
        assert reader.leave() == ([], [])


def test_a_tab_of_its_own_is_nobody_elses(readers):
    reader = readers(True)
    first, own = reader.open("index.html", 1280, dark=False), reader.open("index.html", 1280, dark=False, own=True)
    reader.leave()
    again = reader.open("index.html", 1280, dark=False)
    assert first is again and own.is_closed()
    assert reader.open("index.html", 1280, dark=False) is not again
    reader.leave()


def test_a_page_that_asks_another_host_or_complains_is_found_out(readers):
    reader, other = readers(True), "https://example.org/"
    page = reader.open("index.html", 1280, dark=False)
    page.evaluate("address => fetch(address).catch(() => console.error('no answer'))", other)
    foreign, errors = reader.leave()
    assert foreign == [other]
    assert any("no answer" in error for error in errors)
    assert reader.leave() == ([], [])


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
