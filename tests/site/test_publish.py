"""The published site: versions side by side, old addresses that lead on, and a page for what is not there."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.axe import faults
from tools.book import Handler
from tools.offline.archive import write
from tools.publish.compose import compose
from tools.publish.pages import keep_addresses, moved, released

LESSON, LATER = "bone_remodeling/one_cycle.html", "therapy/capstone.html"


class Host(Handler):
    """A host of static files that answers with its 404.html, under whatever address was asked for."""

    def send_error(self, code: int, *_: object) -> None:
        body = (Path(self.directory) / "course" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def published(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two releases, the older without the capstone, and the present book, on a host below /course/."""
    place = tmp_path_factory.mktemp("host")
    pages = {
        f"x/site/{path.relative_to(book).as_posix()}": path.read_bytes() for path in book.rglob("*") if path.is_file()
    }
    newer = write(pages, place / "zips" / "course-0.10.0.zip")
    older = write({n: d for n, d in pages.items() if not n.endswith(LATER)}, place / "zips" / "course-0.9.0.zip")
    compose(place / "host" / "course", book, [newer, older], base="/course/")
    shutil.rmtree(place / "zips")
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=place / "host")) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/course"
        running.shutdown()


@pytest.fixture
def visit(browser: Browser, published: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_one(path: str, *, javascript: bool = True) -> Page:
        contexts.append(browser.new_context(java_script_enabled=javascript))
        page = contexts[-1].new_page()
        page.goto(f"{published}/{path}", wait_until="load")
        return page

    yield open_one
    for context in contexts:
        context.close()


def test_no_page_of_the_last_release_has_lost_its_address(book):
    lost = [page for page in released() if not (book / page).is_file()]
    assert not lost, f"{lost}: name where they have gone in tools/publish/moved.csv"
    assert all((book / new).is_file() for new in moved().values())


def test_moved_page_leads_on(tmp_path):
    keep_addresses(tmp_path, {"old/lesson.html": "new/lesson.html"})
    assert 'href="../new/lesson.html"' in (tmp_path / "old" / "lesson.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("javascript", [True, False])
def test_address_without_a_version_leads_to_the_newest_release(visit, published, javascript):
    page = visit(f"{LESSON}#explore", javascript=javascript)
    page.wait_for_url(f"{published}/stable/{LESSON}*")
    assert page.locator("article h1").inner_text().startswith("One remodeling cycle")
    if javascript:
        assert page.url.endswith("#explore")


def test_newest_release_is_stable_and_says_nothing_of_it(visit):
    page = visit(f"stable/{LESSON}")
    assert "0.10.0, the newest release" in page.locator(".versions summary").inner_text()
    assert page.locator(".version-note").count() == 0
    assert visit(f"v0.10.0/{LESSON}").locator(".version-note").count() == 0


@pytest.mark.parametrize("folder", ["dev", "v0.9.0"])
def test_other_versions_point_to_the_same_page_of_the_newest(visit, published, folder):
    page = visit(f"{folder}/{LESSON}")
    page.locator(".version-note a").click()
    page.wait_for_url(f"{published}/stable/{LESSON}")


def test_menu_leads_to_a_page_that_is_there(visit, published):
    page = visit(f"stable/{LATER}")
    page.locator(".versions summary").click()
    links = {a.inner_text(): a.get_attribute("href") for a in page.locator(".versions a").all()}
    assert links["0.9.0"] == f"{published}/v0.9.0/index.html"  # it had no capstone
    assert links["0.10.0"] == f"{published}/v0.10.0/{LATER}"
    assert all(page.request.get(address).ok for address in links.values())


@pytest.mark.parametrize(
    "path", ["one_cycel.html", "a/b/c/one_cycel.html", "stable/therapy/one_cycel", "v0.1/one-cycle/"]
)
def test_page_for_what_is_not_found_works_at_any_depth(visit, published, path):
    page = visit(path)
    assert page.locator("#nearest a").get_attribute("href") == f"/course/stable/{LESSON}"
    for link in page.locator("a").all():
        assert page.request.get(f"{published.removesuffix('/course')}{link.get_attribute('href')}").ok
    assert not faults(page, more=["best-practice"])


def test_what_resembles_no_page_gets_no_guess(visit):
    assert visit("qqqqqqqqqqqqqqqqq.html").locator("#nearest").is_hidden()


def test_page_for_what_is_not_found_needs_no_script(visit):
    page = visit("a/b/nothing.html", javascript=False)
    page.get_by_role("link", name="The course, from its beginning").click()
    assert page.locator("article h1").is_visible()
