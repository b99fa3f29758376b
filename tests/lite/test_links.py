"""From the book into the browser's notebook, and from there to the next."""

from __future__ import annotations

import re

from tests.lite.conftest import Lesson
from tests.site.axe import faults


def test_book_asks_for_nothing_of_the_site_before_a_click(visit):
    before = len(visit.asked)
    page = visit.open("evidence/support.html")
    assert not [address for address in visit.asked[before:] if "/lite/" in address]
    page.close()


def test_button_opens_the_very_notebook(visit):
    page = visit.open("evidence/support.html")
    page.get_by_role("button", name="Run this notebook").press("Enter")
    page.get_by_role("link", name="In this browser").click()
    lesson = Lesson(page)  # in the same tab
    title = lesson.page.locator(".jp-NotebookPanel h1").first.inner_text()
    assert title.startswith("How well is this review supported?")
    page.close()


def test_menu_can_be_used_by_everybody(visit):
    for width in (1280, 390):
        page = visit.open("bone_remodeling/one_cycle.html")
        page.set_viewport_size({"width": width, "height": 900})
        page.get_by_role("button", name="Run this notebook").click()
        box = page.get_by_role("link", name="In this browser").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 24
        assert not faults(page)
        page.close()


def test_page_without_a_notebook_has_no_button(visit):
    page = visit.open("glossary.html")
    assert not page.locator(".dropdown-launch-buttons").count()
    page.close()


def test_links_of_a_lesson_lead_on(visit):
    lesson = Lesson(visit.open("lite/lab/index.html?path=chapters/bone_remodeling/one_cycle.ipynb"))
    lesson.page.locator(".jp-NotebookPanel a[href*='glossary.md#osteoclast']:visible").first.click()
    term = lesson.page.locator(".jp-MarkdownViewer h3", has_text=re.compile(r"^osteoclast\b"))
    term.first.wait_for()
    assert term.first.bounding_box()["y"] < lesson.page.viewport_size["height"]  # that very term, not the page's top
    lesson.page.close()


def test_link_to_another_lesson_opens_it(visit):
    lesson = Lesson(visit.open("lite/lab/index.html?path=chapters/bone_remodeling/signals.ipynb"))
    lesson.page.locator(".jp-NotebookPanel a[href*='one_cycle.ipynb']:visible").first.click()
    lesson.page.get_by_role("tab", name="one_cycle.ipynb").wait_for()
    lesson.page.close()
