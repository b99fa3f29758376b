"""Slides in a browser: made from the lessons, turned with keys, moved with sliders, readable by everybody."""

from __future__ import annotations

import pytest
from lxml import html

from tests.site.axe import faults
from tools.notebooks import CHAPTERS
from tools.slides.choosing import MOST
from tools.slides.deck import chapters, lessons

DECKS = [f"slides/{chapter}.html" for chapter in lessons()]
FIRST = "slides/bone_remodeling.html"

every_deck = pytest.mark.parametrize("path", DECKS)


def shown(page) -> int:
    visible = page.locator(".slide:visible")
    assert visible.count() == 1
    return int(visible.get_attribute("id").removeprefix("slide-"))


@every_deck
def test_deck_holds_every_lesson_on_few_slides(book, path):
    deck = html.parse(book / path).getroot()
    chapter = path.removeprefix("slides/").removesuffix(".html")
    assert deck.findtext(".//h1") == chapters()[chapter]
    starts = [int(option.get("value")) for option in deck.iter("option")]
    assert len(starts) == len(list((CHAPTERS / chapter).glob("*.ipynb")))
    ends = [*starts[1:], len(deck.find_class("slide")) + 1]
    assert all(5 <= end - start <= MOST for start, end in zip(starts, ends, strict=True))


@every_deck
def test_slides_say_only_what_the_lessons_say(book, path):
    deck = html.parse(book / path).getroot()
    said = {}
    for slide in deck.find_class("slide"):
        page = slide.xpath(".//p[@class='source']/a/@href")[0].partition("#")[0].removeprefix("../")
        said.setdefault(page, " ".join(html.parse(book / page).getroot().find(".//article").text_content().split()))
        for part in slide.xpath(".//div[@class='matter']//p | .//td | .//figcaption | ./h2"):
            words = " ".join(part.text_content().split())
            assert words in said[page], (page, words)


@every_deck
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_deck_fits_the_window_and_axe_finds_nothing(open_page, path, width, dark):
    page = open_page(path, width=width, dark=dark)
    # All slides at once, with their notes: what is hidden is not looked at.
    page.evaluate("for (const s of document.querySelectorAll('.slide')) s.hidden = false")
    page.evaluate("for (const n of document.querySelectorAll('.notes')) n.open = true")
    page.evaluate(
        "for (const box of document.querySelectorAll('.matter, .formula'))"
        " if (box.scrollWidth > box.clientWidth) box.tabIndex = 0"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not faults(page)


def test_keys_turn_slides_and_the_address_follows(open_page):
    page = open_page(FIRST)
    assert shown(page) == 1
    for key, number in [("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1), ("ArrowLeft", 1)]:
        page.keyboard.press(key)
        assert shown(page) == number
    page.keyboard.press("End")
    last = page.locator(".slide").count()
    assert shown(page) == last and page.url.endswith(f"#slide-{last}")
    page.reload()
    assert shown(page) == last
    assert page.locator("[data-turn='1']").is_disabled()


def test_menu_goes_to_a_lesson_and_notes_open(open_page):
    page = open_page(FIRST)
    page.select_option(".deck-controls select", index=1)
    start = shown(page)
    assert start > 1
    assert page.locator(".slide:visible h2").inner_text() == page.locator("option").nth(1).inner_text()
    page.locator("body").press("ArrowRight")
    page.locator("body").press("ArrowRight")
    page.keyboard.press("n")
    assert page.locator(".slide:visible .notes p").first.is_visible()


def test_slider_on_a_slide_keeps_its_keys_and_moves_the_curve(open_page):
    page = open_page(FIRST)
    number = page.locator(".slide:has(figure[data-explorer])").first.get_attribute("id")
    page.goto(f"{page.url.partition('#')[0]}#{number}")
    page.reload()
    stage = page.locator(".slide:visible .explorer-stage")
    before = stage.inner_html()
    page.locator(".slide:visible input[type=range]").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("([e, before]) => e.innerHTML !== before", arg=[stage.element_handle(), before])
    assert f"slide-{shown(page)}" == number


@every_deck
def test_slides_can_be_read_without_scripts(open_page, path):
    page = open_page(path, javascript=False)
    assert page.locator(".slide h2:visible").count() == page.locator(".slide").count()
    assert page.locator(".deck-controls").is_hidden()


def test_paper_shows_every_slide_and_no_button(open_page):
    page = open_page(FIRST)
    page.emulate_media(media="print")
    assert page.locator(".slide:visible").count() == page.locator(".slide").count()
    assert page.locator("button:visible").count() == 0
