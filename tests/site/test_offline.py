"""The zip file, unpacked and opened from its folder by a browser that has no network at all."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from osteolib.evidence import graph_json
from tools.book import ROOT
from tools.offline.__main__ import MOST
from tools.offline.archive import write
from tools.offline.contents import files, folder

OWN = ("file:", "data:", "blob:")


@pytest.fixture(scope="module")
def zipped(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(files(book), tmp_path_factory.mktemp("zip") / "course.zip")


@pytest.fixture(scope="module")
def unpacked(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a learner has unpacked it: a folder whose name has a space and an umlaut."""
    place = tmp_path_factory.mktemp("a stick für alle")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(place)
    return place / folder()


@pytest.fixture
def visit(browser: Browser, unpacked: Path) -> Iterator[Callable[[str], Page]]:
    """Open a page of the folder without a network; every request must be for a file, and the console stays silent."""
    context = browser.new_context(offline=True)
    asked, errors = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))

    def open_one(path: str) -> Page:
        page = context.new_page()
        name, rest = re.fullmatch(r"([^?#]*)(.*)", path).groups()
        page.goto((unpacked / name).as_uri() + rest, wait_until="load")
        return page

    yield open_one
    context.close()
    assert asked and all(url.startswith(OWN) for url in asked), [url for url in asked if not url.startswith(OWN)]
    assert not errors, errors


def test_zip_is_small_and_always_the_same(zipped, book, tmp_path):
    assert zipped.stat().st_size < MOST
    assert write(files(book), tmp_path / "again.zip").read_bytes() == zipped.read_bytes()


def test_zip_holds_site_notebooks_and_library_but_no_solutions(unpacked):
    here = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    lessons = {path.relative_to(ROOT).as_posix() for path in (ROOT / "chapters").rglob("*.ipynb")}
    exercises = {
        path.relative_to(ROOT / "exercises" / "student") for path in (ROOT / "exercises").glob("student/*.ipynb")
    }
    assert {f"notebooks/{name}" for name in lessons} <= here
    assert {f"notebooks/exercises/{name.as_posix()}" for name in exercises} <= here
    assert {"START-HERE.html", "README.txt", "LICENSE", "LICENSE-CONTENT", "CITATION.cff", "site/index.html"} <= here
    assert not [name for name in here if name.startswith("notebooks/") and "solution" in name]
    assert not [name for name in here if any(part.startswith(".") for part in Path(name).parts)]


def test_library_installs_without_asking_anybody(unpacked, tmp_path):
    """By the command that the README gives, into a folder of its own."""
    wheel = next((unpacked / "library").glob("*.whl")).relative_to(unpacked).as_posix()
    command = f"install --no-index --no-deps {wheel}"
    assert f"python -m pip {command}" in (unpacked / "README.txt").read_text(encoding="utf-8")
    pip = [sys.executable, "-m", "pip", *command.split(), "--quiet", "--target", tmp_path]
    subprocess.run(pip, cwd=unpacked, check=True)
    check = "import osteolib; from osteolib import evidence; print(osteolib.__file__, len(evidence.claims()))"
    run = {"capture_output": True, "text": True, "check": True, "cwd": tmp_path}
    said = subprocess.run([sys.executable, "-c", check], **run).stdout.split()
    assert Path(said[0]).is_relative_to(tmp_path) and said[1] == "183"


def test_first_page_leads_to_the_course_and_only_to_files_that_are_there(visit, unpacked):
    page = visit("START-HERE.html")
    for link in page.locator("a").all():
        assert (unpacked / link.get_attribute("href")).is_file()
    page.get_by_role("link", name="Read the course").click()
    page.locator("article h1").wait_for()
    assert page.url == (unpacked / "site" / "index.html").as_uri()


def test_search_finds_and_leads_to_a_page(visit):
    page = visit("site/search.html?q=osteoclasts")
    found = page.locator("#search-results li a")
    found.first.wait_for(timeout=10_000)
    page.locator("#search-results .search-summary", has_text="finished").wait_for(timeout=10_000)
    assert found.count() > 5
    found.first.click()
    page.locator("article h1").wait_for()


def test_explorer_answers_to_its_slider(visit):
    page = visit("site/bone_remodeling/one_cycle.html")
    explorer = page.locator("figure[data-explorer]").first
    before = explorer.locator(".explorer-stage").inner_html()
    slider = explorer.locator("input[type=range]").first
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([e, before]) => e.querySelector('.explorer-stage').innerHTML !== before",
        arg=[explorer.element_handle(), before],
    )


def test_ledger_filters_and_the_choice_stands_in_the_address(visit):
    page = visit("site/evidence/ledger.html")
    page.select_option("select[name=verdict]", "partly")
    shown = page.locator("table.ledger tbody tr:visible").count()
    assert 0 < shown < 183
    assert f"{shown} of 183" in page.locator(".ledger-filter output").inner_text()
    assert page.url.endswith("?verdict=partly")


def test_formulas_have_their_font(visit):
    page = visit("site/bone_remodeling/one_cycle.html")
    assert page.evaluate("document.fonts.ready.then(fonts => fonts.check('16px STIX Two Math'))")
    assert page.locator("article .formula math").first.bounding_box()["height"] > 20


def test_map_tells_of_a_molecule(visit):
    page = visit("site/evidence/map.html#node=RANKL")
    page.locator(".map-stage .link").first.wait_for()
    drawn = page.evaluate("[...document.querySelectorAll('.map-stage .link')].map((link) => link.dataset.edge)")
    edges = {edge["id"]: edge for edge in graph_json()["edges"]}
    assert drawn and any("RANKL" in (edges[name]["source"], edges[name]["target"]) for name in drawn)


def test_slides_turn(visit):
    page = visit("site/slides/bone_remodeling.html")
    page.keyboard.press("ArrowRight")
    assert page.locator(".slide:visible").get_attribute("id") == "slide-2"


def test_quiz_answers(visit):
    page = visit("site/bone_remodeling/one_cycle.html")
    item = page.locator(".quiz-item:has(input[type=radio])").first
    item.locator("input[type=radio]").first.check()
    item.get_by_role("button", name="Check").click()
    item.locator(".quiz-feedback", has_text=re.compile(r"\w")).wait_for()
