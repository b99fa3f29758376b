"""Pages of the grader in a browser: they fit, axe finds nothing, and they ask nobody for anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from osteolib.grade.gradebook import Gradebook, row
from osteolib.grade.marks import Mark, Result
from osteolib.grade.report.student import file_name, student_page
from osteolib.grade.report.summary import summary_page
from osteolib.grade.submissions import Submission
from tests.site.axe import faults


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A student's page and a summary, with every state that an answer can have."""
    states = ("right", "wrong", "blank", "missing", "failed", "time", "memory", "killed", "exit", "fault")
    marks = []
    for number, state in enumerate(states, 1):
        earned = 2 if state == "right" else number % 2
        words = "the cell stops in line 3 with NameError: " + "a_name_that_is_long_" * 8
        mark = Mark(f"estrogen.{number}", earned, 2, state, f"[no] estrogen.{number}: {words}")
        mark.mistake, mark.parts, mark.passed = ("months for years", ["has the sign", "agrees"], ["agrees"])
        marks.append(mark)
    rows = [
        row(Submission(f"Łucja {n} <b>", [Path("x")]), [Result("estrogen", marks, ["A note."])], ["estrogen"])
        for n in (1, 2)
    ]
    out_of = {mark.question: 2 for mark in marks}
    book = Gradebook(out_of, dict.fromkeys(out_of, "bone lost ten years after surgery"), rows)
    folder = tmp_path_factory.mktemp("reports")
    (folder / "feedback").mkdir()
    for one in rows:
        (folder / "feedback" / file_name(one.student)).write_text(student_page(one, book), encoding="utf-8")
    (folder / "summary.html").write_text(summary_page(book, ["Each ran alone."], {"estrogen": 4}), encoding="utf-8")
    return {"summary": folder / "summary.html", "student": folder / "feedback" / file_name(rows[0].student)}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("which", ["summary", "student"])
def test_page_fits_and_axe_finds_nothing(browser, pages, which, dark, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(pages[which].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not faults(page, more=["best-practice"])
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_links_of_the_summary_lead_to_the_students(browser, pages):
    page = browser.new_page()
    page.goto(pages["summary"].as_uri())
    page.get_by_role("link", name="Łucja 1 <b>").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Feedback for Łucja 1 <b>"
    page.close()
