"""The built book in a real browser, cut off from every other host.

Fixtures for the tests of this folder:

``book``
    Folder of the pages, built anew with every warning an error (once a run, however many processes share it).
``site``
    Address of those pages on loopback, such as ``http://127.0.0.1:40123``.
``open_page``
    Function that opens a page by its path, ``open_page("index.html", width=390, dark=True, javascript=True)``, and
    returns the playwright page. At the end of the test each page it opened must have asked no other host for anything
    and have written no error to the console. With ``own=True`` in a tab that no other test gets: for what is done to
    the tab and not to the page.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.workers import lock, shared_folder
from tools.book import build, server
from tools.browser import NONE_FOUND, arguments, find

HEIGHT = 900
ALONE_IN_THE_WORLD = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # no name leads to another host


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    if (shared := shared_folder(pytestconfig)) is None:
        return build(into=tmp_path_factory.mktemp("book"))
    (shared / "book").mkdir(exist_ok=True)
    built = shared / "book" / "built"
    with lock(shared / "book.lock"):  # the first process builds, the others find it built
        if not built.exists():
            built.write_text(str(build(into=shared / "book")), encoding="utf-8")
    return Path(built.read_text(encoding="utf-8"))


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
        running = playwright.chromium.launch(executable_path=path, args=[*arguments(), ALONE_IN_THE_WORLD])
        yield running
        running.close()


class Reader:
    """Somebody with a browser window, with or without scripts: opens pages, and forgets all of them when leaving.

    A window is dear to open, and so is a tab: the first one serves many tests. What is kept in it, a page's storage, is
    not kept from test to test.
    """

    def __init__(self, browser: Browser, site: str, javascript: bool):
        self.site, self.foreign, self.errors = site, [], []
        self.context = browser.new_context(java_script_enabled=javascript)
        self.context.on("request", self._note)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.tab: Page | None = None
        self.tab_is_free, self.began = False, ""  # whether a test may have it, and where it was opened

    def open(self, path: str, width: int, dark: bool, own: bool = False) -> Page:
        """A page in the first tab, if that is free and not a tab of the page's `own` is asked for."""
        page = self.context.new_page() if own else self._free_tab()
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="dark" if dark else "light", media="null")
        origin = "file:" if path.startswith("file:") else self.site
        if page is self.tab:
            self.began = origin
        page.goto(path if origin == "file:" else f"{origin}/{path}", wait_until="load")
        return page

    def leave(self) -> tuple[list[str], list[str]]:
        """Close all pages and forget them; what a page must not have done: asked another host, or complained."""
        for page in self.context.pages:
            keeper = self.context.new_cdp_session(page)
            for origin in (self.site, "file://"):
                keeper.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            # A tab that has been elsewhere keeps things for there, and only its end clears them away.
            if page is self.tab and page.url.startswith(self.began):
                page.evaluate(
                    "sessionStorage.clear(); Storage.prototype.setItem = () => {}"
                )  # a page may keep on leaving
                page.goto("about:blank")
                keeper.detach()
            else:
                page.close()
        if self.tab and self.tab.is_closed():
            self.tab = None
        self.tab_is_free = self.tab is not None
        seen = self.foreign, self.errors
        self.foreign, self.errors = [], []
        return seen

    def _free_tab(self) -> Page:
        if not self.tab_is_free:
            page = self.context.new_page()
            self.tab = self.tab or page
            return page
        self.tab_is_free = False
        return self.tab

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "file:")):
            self.foreign.append(request.url)


@pytest.fixture(scope="session")
def readers(browser: Browser, site: str) -> Callable[[bool], Reader]:
    return cache(functools.partial(Reader, browser, site))


@pytest.fixture
def open_page(readers: Callable[[bool], Reader]) -> Iterator[Callable[..., Page]]:
    asked = set()

    def open_one(
        path: str, *, width: int = 1280, dark: bool = False, javascript: bool = True, own: bool = False
    ) -> Page:
        asked.add(javascript)
        return readers(javascript).open(path, width, dark, own)

    yield open_one
    seen = [readers(javascript).leave() for javascript in asked]
    for foreign, errors in seen:
        assert not foreign, f"the page asked other hosts: {foreign}"
        assert not errors, f"errors in the console: {errors}"
