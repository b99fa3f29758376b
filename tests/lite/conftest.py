"""The book with its notebooks running in a browser, in a browser that reaches no other host.

Run by `make lite-test`, not by `make test`: it needs JupyterLite and Pyodide's core, and starts a Python in a browser.

``book``
    Folder of a book built as `make lite` builds it, Python's core and every pure package on the site itself.
``site``
    Its address on loopback.
``visit``
    A browser whose requests to other hosts fail, and are kept in ``visit.foreign``.
``lesson``
    A lesson opened in it, with a Python that has started; ``lesson.run(code)`` runs a cell and tells what it shows.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, sync_playwright

from tools.book import build, server
from tools.browser import NONE_FOUND, arguments, find
from tools.lite import site as lite

LESSON = "chapters/evidence/support.ipynb"
START = 240_000  # ms that a Python may take to start in a browser on a busy machine
CELL = ".jp-CodeCell.jp-mod-selected"
ENDED = f"() => /\\[\\d+\\]/.test(document.querySelector('{CELL} .jp-InputPrompt')?.textContent)"
IDLE = "() => document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = build(into=tmp_path_factory.mktemp("book"), routes=["lite"])
    lite.build(pages / "lite", "core")
    return pages


@pytest.fixture(scope="session")
def site(book: Path) -> Iterator[str]:
    with server(book) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


class Visit:
    """A browser on the site, and what it asked for."""

    def __init__(self, site: str, context: BrowserContext):
        self.site, self.context = site, context
        self.asked: list[str] = []
        self.foreign: list[str] = []
        self.foreign_before_the_first_cell: list[str] | None = None
        context.set_default_timeout(START)
        context.route("**/*", self._gate)

    def _gate(self, route: Route) -> None:
        address = route.request.url
        self.asked.append(address)
        if address.startswith((self.site, "data:", "blob:")):
            route.continue_()
        else:
            self.foreign.append(address)
            route.abort()

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.site}/{path}", wait_until="load")
        return page


class Lesson:
    """A notebook in JupyterLab."""

    def __init__(self, page: Page):
        self.page = page
        # Any cell: JupyterLab hides those outside the window, and a lesson begins with a page of text.
        page.locator(".jp-NotebookPanel .jp-Cell:visible").first.wait_for(timeout=START)
        page.wait_for_function(IDLE, timeout=START)

    def run(self, code: str) -> str:
        """Run code in a cell of its own; its text output."""
        return self.output(code).inner_text()

    def output(self, code: str) -> Locator:
        self.page.locator(".jp-NotebookPanel:visible .jp-Cell").first.click()
        for key in ("Escape", "b", "Enter"):
            self.page.keyboard.press(key)
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(ENDED, timeout=START)
        return self.page.locator(f"{CELL} .jp-OutputArea")


@pytest.fixture(scope="session")
def visit(site: str) -> Iterator[Visit]:
    with sync_playwright() as playwright:
        path = find(playwright, whole=True)
        assert path, NONE_FOUND
        browser = playwright.chromium.launch(executable_path=path, args=arguments())
        yield Visit(site, browser.new_context(viewport={"width": 1280, "height": 900}))
        browser.close()


@pytest.fixture(scope="session")
def lesson(visit: Visit) -> Lesson:
    opened = Lesson(visit.open(f"lite/lab/index.html?path={LESSON}"))
    visit.foreign_before_the_first_cell = list(visit.foreign)
    return opened
