"""What the pages for instructors say of the lessons is what the lessons hold."""

from __future__ import annotations

import re
from itertools import pairwise

import nbformat
import pytest

from tools.notebooks import CHAPTERS, in_reading_order
from tools.teaching import tables
from tools.teaching.lesson import lesson, lessons, read
from tools.teaching.measured import runs
from tools.teaching.minutes import RULE, SAID, STEP, minutes, parts, planned
from tools.teaching.plans import CAPSTONE, DAYS, END, WEEKS, day, weeks
from tools.teaching.routes import ROUTES, routes

TOLERANCE = 25  # minutes between what a lesson says of itself and what the rule gives


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A lesson whose contents are known."""
    v4 = nbformat.v4
    output = v4.new_output("display_data", {"text/html": '<figure class="osteolib-figure">f</figure>'})
    cells = [
        v4.new_markdown_cell("# Toy\n\nA promise of five words.\n\n**Time:** 20 minutes."),
        v4.new_code_cell("a = 1\n\nb = 2", outputs=[output], execution_count=1),
        v4.new_code_cell("hidden = 1", metadata={"tags": ["hide-cell"]}, execution_count=2),
        v4.new_markdown_cell(
            "## Check yourself\n\n1. Why?\n2. How?\n\n<details>\n<summary>Answers</summary>\n\n1. So.\n\n</details>"
        ),
        v4.new_markdown_cell("## Summary\n\n1. Done."),
    ]
    (tmp_path / "toys").mkdir()
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "toys" / "toy.ipynb")
    monkeypatch.setattr("tools.teaching.lesson.CHAPTERS", tmp_path)
    return read(tmp_path / "toys" / "toy.ipynb")


def test_lesson_is_counted(toy):
    assert (toy.page, toy.title, toy.promise, toy.stated) == ("toys/toy", "Toy", "A promise of five words.", 20)
    assert (toy.code, toy.figures, toy.explorers, toy.quiz, toy.questions) == (2, 1, 0, 0, 2)
    assert toy.words == 18  # title 1, promise 5, time 3, check 2, questions 4 with their numbers, summary 3


def test_minutes_follow_the_rule_that_is_printed(toy):
    assert set(RULE) == set(SAID) == set(parts(toy))
    assert minutes(toy) == STEP * -(-(18 / 200 + 2 / 10 + 1 + 2 * 3) // STEP)
    assert planned(toy) == 20
    for said in SAID.values():
        assert said in tables.rule()


def test_every_lesson_says_about_what_the_rule_gives():
    assert len(lessons()) == len(in_reading_order())
    off = {one.page: (one.stated, minutes(one)) for one in lessons() if abs(one.stated - minutes(one)) > TOLERANCE}
    assert not off


def test_every_lesson_was_measured():
    missing = {one.page for one in lessons()} ^ set(runs())
    assert not missing, f"{missing}: run `python -m tools.lesson_times` with their notebooks"
    assert all(0 < run.cpu < 600 for run in runs().values())


def test_term_holds_every_lesson_once_in_order():
    taught = [one.page for week in weeks() for one in week]
    assert taught == [one.page for one in lessons() if one.page != CAPSTONE]
    table = tables.term()
    assert [int(n) for n in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)] == list(range(1, WEEKS + 1))
    assert all(f"../{one.page}.ipynb" in table for one in lessons())


def test_days_are_laid_out_without_overlap_and_end_in_time():
    for pages in DAYS:
        slots = day(pages)
        assert [slot.lesson.page for slot in slots] == list(pages)
        assert all(before.end < after.start for before, after in pairwise(slots))
        assert slots[-1].end <= END
        assert all(slot.end - slot.start == planned(lesson(slot.lesson.page)) for slot in slots)


def test_chain_ends_where_no_network_is_needed():
    assert [route.name for route in ROUTES][-2:] == ["The static site", "A folder on a USB stick"]
    assert set(routes()) <= set(ROUTES) and ROUTES[-1] in routes()


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_every_table_is_asked_for_by_a_page(name):
    pages = [path.read_text(encoding="utf-8") for path in (CHAPTERS / "instructors").glob("*.md")]
    assert sum(page.count(f"<!-- table: {name} -->") for page in pages) == 1
