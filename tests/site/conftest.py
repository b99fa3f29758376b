"""The built book in a real browser, cut off from every other host.

Fixtures for the tests of this folder:

``book``
    Folder of the pages, built anew with every warning an error (once a run, however many processes share it).
``site``
    Address of those pages on loopback, such as ``http://127.0.0.1:40123``.
``open_page``
    Function that opens a page by its path, ``open_page("index.html", width=390, dark=True, javascript=True)``, and
    returns the playwright page. At the end of the test each page it opened must have asked no other host for anything
    and have
    written no error to the console.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from tests.workers import lock, shared_folder
from tools.book import build, server
from tools.browser import NONE_FOUND, arguments, find

HEIGHT = 900


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    if (shared := shared_folder(pytestconfig)) is None:
        return build(into=tmp_path_factory.mktemp("book"))
    (shared / "book").mkdir(exist_ok=True)
    with lock(shared / "book.lock"):  # the first process builds, the others find it built
        return build(into=shared / "book")


@pytest.fixture(scope="session")
def site(book: Path) -> Iterator[str]:
    with server(book) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = find(playwright)
        assert path, NONE_FOUND
        running = playwright.chromium.launch(executable_path=path, args=arguments())
        yield running
        running.close()


class Watch:
    """What a page must not do: ask another host, or complain."""

    def __init__(self, site: str, context: BrowserContext):
        self.site, self.foreign, self.errors = site, [], []
        context.route("**/*", self._gate)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _gate(self, route: Route) -> None:
        if route.request.url.startswith((self.site, "data:", "blob:", "file:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_one(path: str, *, width: int = 1280, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        opened.append((context, Watch(site, context)))
        page = context.new_page()
        page.goto(path if path.startswith("file:") else f"{site}/{path}", wait_until="load")
        return page

    yield open_one
    for context, watch in opened:
        context.close()
        assert not watch.foreign, f"the page asked other hosts: {watch.foreign}"
        assert not watch.errors, f"errors in the console: {watch.errors}"
