"""Badges, ledger, errata and glossary as a reader meets them, with every other host blocked."""

from __future__ import annotations

import gzip
import re

import pytest
from lxml import html

from osteolib.evidence import claim, claims, errata, nodes
from tests.site.axe import faults
from tools.notebooks import CHAPTERS, in_reading_order

LEDGER = "evidence/ledger.html"
LESSONS = [
    f"{path.relative_to(CHAPTERS).with_suffix('')}.html"
    for path in in_reading_order()
    if path.parent.name != "evidence"  # that lesson is about the ledger itself
]
LEDGER_BYTES = 120_000  # gzip


def shown(page):
    return page.locator("table.ledger tbody tr:visible").count()


@pytest.mark.parametrize("path", LESSONS)
def test_every_citation_of_a_claim_is_a_badge_that_says_what_it_is(book, path):
    document = html.parse(book / path).getroot()
    links = document.xpath("//article//a[contains(@href, 'ledger.html#C')]")
    assert links
    for link in links:
        one = claim(link.get("href").partition("#")[2])
        assert "claim" in link.classes, link.get("href")
        assert f"ev-{one.evidence.replace(' ', '-')}" in link.classes
        assert f"verdict-{one.verdict.replace(' ', '-')}" in link.classes
        assert one.text in link.get("title") and one.citation[1:] in link.get("title")
        assert link.text_content().startswith(one.id) and len(link.text_content().split()) > 3


def test_a_badge_tells_the_claim_on_focus_and_on_hover_and_goes_with_escape(open_page):
    page = open_page(LESSONS[0])
    badge, tip = page.locator("article a.claim").first, page.locator("#claim-tip")
    text = badge.get_attribute("title")
    badge.focus()
    assert tip.is_visible() and tip.text_content() == text
    assert badge.get_attribute("aria-describedby") == "claim-tip" and badge.get_attribute("title") is None
    page.keyboard.press("Escape")
    assert tip.is_hidden() and badge.get_attribute("title") == text
    badge.blur()
    badge.hover()
    assert tip.is_visible()
    tip.hover()
    assert tip.is_visible()
    page.mouse.move(5, 5)
    tip.wait_for(state="hidden")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_tip_stays_inside_the_window(open_page, width):
    page = open_page(LESSONS[0], width=width)
    for badge in page.locator("article a.claim").all():
        badge.focus()
        box = page.locator("#claim-tip").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_shapes_differ_and_not_only_colors(open_page):
    page = open_page(LEDGER)
    masks = page.evaluate("""() => Object.fromEntries(['::before', '::after'].map(part => [part, Object.fromEntries(
        [...document.querySelectorAll('table.ledger a.claim')].map(a => [
            [...a.classList].find(c => c.startsWith(part === '::before' ? 'ev-' : 'verdict-')),
            getComputedStyle(a, part).maskImage]))]))""")
    for part, kinds in (("::before", 5), ("::after", 5)):
        assert len(masks[part]) == kinds and len(set(masks[part].values())) == kinds


@pytest.mark.parametrize(
    "menu, value, column",
    [("section", "2.2", "section"), ("kind", "experiment", "kind"), ("evidence", "animal", "evidence"),
     ("verdict", "supported", "verdict")],
)  # fmt: skip
def test_the_ledger_is_filtered_by_each_menu(open_page, menu, value, column):
    page = open_page(LEDGER)
    assert shown(page) == 183
    page.select_option(f"select[name={menu}]", value)
    wanted = int((claims()[column] == value).sum())
    assert shown(page) == wanted
    assert page.locator(".ledger-filter output").text_content() == f"{wanted} of 183 claims"
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelector('.ledger-filter output').textContent === 'All 183 claims'")


def test_filters_join_and_stand_in_the_address(open_page):
    page = open_page(LEDGER)
    page.select_option("select[name=section]", "2.2")
    page.locator("input[name=words]").fill("estrogen viable")
    assert shown(page) == 1 and page.locator("table.ledger tr:visible#C047").count() == 1
    assert "section=2.2" in page.url
    page.reload()
    assert shown(page) == 1


def test_the_ledger_is_filtered_by_lesson(open_page):
    page = open_page(LEDGER)
    page.select_option("select[name=lesson]", "bone_remodeling/load")
    assert [row.get_attribute("id") for row in page.locator("table.ledger tbody tr:visible").all()] == [
        "C016",
        "C017",
        "C018",
    ]


def test_a_deep_link_finds_its_row_even_behind_a_filter(open_page, site):
    page = open_page(f"{LEDGER}#C038")
    row = page.locator("#C038")
    assert row.is_visible() and -5 < row.bounding_box()["y"] < 900
    page.select_option("select[name=section]", "5")
    assert row.is_hidden()
    page.evaluate("location.hash = '#C040'")
    page.wait_for_function("!document.getElementById('C040').hidden")
    assert page.locator("#C040").is_visible()


def test_every_row_names_its_papers_and_its_lessons(book):
    document = html.parse(book / LEDGER).getroot()
    for identifier, row in claims().iterrows():
        found = document.get_element_by_id(identifier)
        assert row["claim"] in found.text_content()
        linked = {link.get("href") for link in found.iter("a")}
        for number in row["refs"]:
            assert re.search(rf"\b{number}\. \w", found.text_content()), (identifier, number)
        assert any(a.startswith("https://doi.org/") for a in linked) or not set(row["refs"]) - {48}
    taught = document.get_element_by_id("C021").text_content()
    assert "One remodeling cycle" in taught and "Signals that set the balance" in taught
    assert "Errata" not in document.get_element_by_id("C001").text_content()


def test_the_ledger_needs_no_script_and_is_light(open_page, book):
    page = open_page(LEDGER, javascript=False)
    assert shown(page) == 183 and page.locator(".ledger-filter").is_hidden()
    assert len(gzip.compress((book / LEDGER).read_bytes())) < LEDGER_BYTES


def test_axe_finds_nothing_with_a_tip_open_and_rows_filtered(open_page):
    page = open_page(LEDGER)
    page.select_option("select[name=section]", "1")
    page.locator("table.ledger a.claim:visible").first.focus()
    assert not faults(page)


def test_errata_and_glossary_are_whole(book):
    document = html.parse(book / "evidence/errata.html").getroot()
    for item, row in errata().iterrows():
        assert document.get_element_by_id(f"item-{item}") is not None, item
        assert row.title in " ".join(document.text_content().split()), item
    terms = html.parse(book / "glossary.html").getroot().xpath("//dl[contains(@class, 'glossary')]/dt/text()")
    assert {" ".join(term.split()) for term in terms} == set(nodes().index)


@pytest.mark.parametrize("path", LESSONS)
def test_a_lesson_links_its_terms_where_they_first_appear(book, path):
    document = html.parse(book / path).getroot()
    links = document.xpath("//article//a[contains(@class, 'glossary-link')]")
    assert links
    prose = " ".join(document.xpath("//article//*[self::p or self::li or self::td or self::h2]//text()")).lower()
    for link in links:
        word = link.text_content().lower()
        before = prose.partition(f"{word}")[0]
        own = document.xpath("//article//a[contains(@class, 'glossary-link')]")
        assert word not in before and [a.text_content().lower() for a in own].count(word) == 1, word
