"""The notebooks in the repository are executed, canonical and readable; nbval, beside this, runs them anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from lxml import html

from osteolib.quiz import Predict, items, lessons_with_quiz, quiz
from tools.notebooks import KEPT, METADATA, WIDGET_VIEW, canonical, in_reading_order, written

NOTEBOOKS = in_reading_order()
LONGEST_CELL = 15  # visible lines
LARGEST_IMAGE = 200_000  # characters of base64
LARGEST_FILE = 1_000_000  # bytes
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
BANNED_TAGS = {"nbval-ignore-output", "nbval-skip"}
FEWEST_ITEMS, MOST_ITEMS = 3, 5  # of a quiz

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def pictures(cell: nbformat.NotebookNode) -> list[str]:
    """What a screen reader would say of each picture that the cell put out; empty where it had nothing to say."""
    words = []
    for output in cell.outputs:
        data = output.get("data", {})
        for element in html.fragments_fromstring(data.get("text/html", ""), no_leading_text=False):
            if not isinstance(element, str):
                words += [found.get("alt", "") for found in element.iter("img")]
                words += [_name(found) for found in element.iter("svg")]
        if any(mime.startswith("image/") for mime in data) and "text/html" not in data:
            words.append(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", ""))
    return words


def _name(svg: html.HtmlElement) -> str:
    """Accessible name of a drawing: its own, or that of the nearest element around it that has one."""
    for element in (svg, *svg.iterancestors()):
        if element.get("aria-label"):
            return element.get("aria-label")
        if element.get("aria-hidden") == "true":
            return "hidden from screen readers"
    return ""


def test_there_are_notebooks():
    assert NOTEBOOKS, "no notebook below chapters/: the other tests here would pass without looking at anything"


@every_notebook
def test_is_executed_from_top_to_bottom(path):
    counts = [cell.execution_count for cell in code(path)]
    assert counts == list(range(1, len(counts) + 1)), "run `make notebooks`"


@every_notebook
def test_file_is_as_the_writer_writes_it(path):
    assert path.read_text(encoding="utf-8") == written(canonical(read(path), path.stem)), "run `make notebooks`"


@every_notebook
def test_metadata_says_nothing_of_the_machine(path):
    notebook = read(path)
    assert notebook.metadata == METADATA
    assert [cell.id for cell in notebook.cells] == [f"{path.stem}-{n:02d}" for n in range(1, len(notebook.cells) + 1)]
    assert {key for cell in notebook.cells for key in cell.metadata} <= set(KEPT)


@every_notebook
def test_outputs_are_those_of_a_run_without_errors(path):
    for cell in code(path):
        for output in cell.outputs:
            assert output.output_type != "error" or "raises-exception" in tags(cell), cell.id
            assert output.get("name") != "stderr", f"{cell.id} warns: {output.get('text')}"
            assert WIDGET_VIEW not in output.get("data", {}), cell.id
            assert len(output.get("data", {}).get("image/png", "")) < LARGEST_IMAGE, cell.id


@every_notebook
def test_a_cell_that_expects_an_error_shows_one(path):
    for cell in code(path):
        if "raises-exception" in tags(cell):
            assert any(output.output_type == "error" for output in cell.outputs), cell.id


@every_notebook
def test_nothing_is_hidden_from_the_comparison(path):
    for cell in code(path):
        assert not tags(cell) & BANNED_TAGS, cell.id
        assert not re.search(r"#\s*NBVAL_(IGNORE_OUTPUT|SKIP)", cell.source), cell.id


@every_notebook
def test_outputs_name_no_place_and_no_address(path):
    for cell in code(path):
        text = re.sub(r"(?s)<svg\b.*?</svg>", "", str(cell.outputs))
        assert not re.search(r"\bat 0x[0-9a-f]{6,}|/home/|/Users/|/tmp/|/root/|site-packages", text), cell.id


@every_notebook
def test_cells_are_short_enough_to_read(path):
    long = {
        cell.id: n
        for cell in code(path)
        if not tags(cell) & HIDDEN and (n := cell.source.count("\n") + 1) > LONGEST_CELL
    }
    assert not long, f"more than {LONGEST_CELL} lines: {long}"


@every_notebook
def test_every_picture_is_also_said_in_words(path):
    for cell in code(path):
        for words in pictures(cell):
            assert len(words.split()) >= 3, (
                f"{cell.id}: a picture without alt text ({words!r}); end with plot.figure(...)"
            )


@every_notebook
def test_file_is_small(path):
    assert path.stat().st_size < LARGEST_FILE


# ---- Quizzes


def outputs(cell: nbformat.NotebookNode, element: str) -> list[html.HtmlElement]:
    """Elements of the HTML that a cell put out, such as ``"section[@data-quiz]"``."""
    texts = [output.get("data", {}).get("text/html", "") for output in cell.get("outputs", [])]
    return [found for text in texts if text for found in html.fragment_fromstring(text, "div").xpath(f".//{element}")]


def quizzes(path: Path) -> list[html.HtmlElement]:
    return [found for cell in code(path) for found in outputs(cell, "section[@data-quiz]")]


def test_every_lesson_has_a_quiz_and_every_quiz_a_lesson():
    assert set(lessons_with_quiz()) == {path.stem for path in NOTEBOOKS}


@every_notebook
def test_quiz_of_a_lesson_is_its_own_of_three_to_five_items(path):
    (found,) = quizzes(path)
    assert found.get("data-quiz") == path.stem
    assert FEWEST_ITEMS <= len(found.xpath(".//form")) == len(items(path.stem)) <= MOST_ITEMS


@every_notebook
def test_quiz_is_stored_as_it_is_declared(path):
    (stored,) = quizzes(path)
    declared = html.fragment_fromstring(quiz(path.stem).html)
    assert html.tostring(stored, with_tail=False) == html.tostring(declared), "run `make notebooks`"


@every_notebook
def test_quiz_stands_under_its_heading_and_before_the_open_questions(path):
    cells = read(path).cells
    (at,) = (n for n, cell in enumerate(cells) if outputs(cell, "section[@data-quiz]"))
    assert "## Check yourself" in cells[at - 1].source
    assert any("<details>" in cell.source for cell in cells[at + 1 :])
    assert tags(cells[at]) == {"remove-input"}


@every_notebook
def test_quiz_asks_for_objectives_of_the_lesson(path):
    objectives = set(re.findall(r"^- `([a-z0-9-]+-\d+)`", read(path).cells[0].source, re.MULTILINE))
    assert objectives
    assert {item.objective for item in items(path.stem)} <= objectives


@every_notebook
def test_predictions_of_a_quiz_name_a_slider_of_the_page_and_a_place_that_it_can_take(path):
    islands = [json.loads(s.text) for cell in code(path) for s in outputs(cell, "figure[@data-explorer]/script")]
    for item in (item for item in items(path.stem) if isinstance(item, Predict)):
        known = [{s["name"]: s for s in spec["sliders"]} for spec in islands if spec["name"] == item.explorer]
        slider = [sliders for sliders in known if item.slider in sliders][item.which - 1][item.slider]
        stops = slider.get("stops")
        assert item.to in stops if stops else slider["low"] <= item.to <= slider["high"], item.question
        assert abs(item.to - slider["value"]) > item.margin, "the slider stands there from the start"
