"""The notebooks in the repository are executed, canonical and readable; nbval, beside this, runs them anew."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from lxml import html

from tools.notebooks import KEPT, METADATA, WIDGET_VIEW, canonical, in_reading_order, written

NOTEBOOKS = in_reading_order()
LONGEST_CELL = 15  # visible lines
LARGEST_IMAGE = 200_000  # characters of base64
LARGEST_FILE = 1_000_000  # bytes
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
BANNED_TAGS = {"nbval-ignore-output", "nbval-skip"}

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
