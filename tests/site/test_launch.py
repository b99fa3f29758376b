"""Every lesson has buttons that open that very lesson; a click is the first request to another host."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest
from lxml import html

from tools.notebooks import pages_of_the_book
from tools.ready import LINK, READY, notebooks, page_of
from tools.repository import ROOT, declared

COURSE = declared()
OPENED_BY = {page_of(path).removesuffix(".html"): path for path in notebooks()}
PAGES = [name for name in pages_of_the_book() if name in OPENED_BY]


def buttons(book, name: str) -> dict[str, html.HtmlElement]:
    """Links of a page's header, by what they say."""
    document = html.parse(book / f"{name}.html").getroot()
    found = document.xpath("//div[contains(@class, 'article-header-buttons')]//a")
    return {link.text_content().strip(): link for link in found}


def test_every_notebook_has_a_page():
    assert set(OPENED_BY) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_buttons_open_the_very_notebook_of_the_page(book, name):
    found, path = buttons(book, name), OPENED_BY[name]
    binder = urlsplit(found["Binder"].get("href"))
    assert (binder.scheme, binder.netloc) == ("https", "mybinder.org")
    assert binder.path == f"/v2/gh/{COURSE.owner}/{COURSE.name}/{COURSE.ref}"
    assert parse_qs(binder.query) == {"urlpath": [f"lab/tree/{path}"]}
    colab = urlsplit(found["Colab"].get("href"))
    assert (colab.scheme, colab.netloc) == ("https", "colab.research.google.com")
    place = f"/github/{COURSE.owner}/{COURSE.name}/blob/{READY}/{COURSE.ref}/{path}"
    assert unquote(colab.path) == place and (ROOT / path).is_file()
    download = found[".ipynb"]
    file = ((book / f"{name}.html").parent / unquote(download.get("href"))).resolve()
    assert file == (book / "notebooks" / path).resolve()
    assert "download" in download.attrib
    nbformat.validate(nbformat.read(file, as_version=4))


@pytest.mark.parametrize("name", PAGES)
def test_buttons_say_what_they_do_and_stay_in_the_tab(book, name):
    for text, link in buttons(book, name).items():
        assert text and len(link.get("title").split()) >= 2, text
        assert "target" not in link.attrib, text


@pytest.mark.parametrize("name", sorted(set(pages_of_the_book()) - set(PAGES)))
def test_a_page_without_a_notebook_offers_none(book, name):
    assert not {"Binder", "Colab", ".ipynb"} & set(buttons(book, name))


def test_every_link_of_a_downloaded_notebook_leads_to_a_place_on_the_site(book):
    places: dict[str, set[str]] = {}
    broken = []
    for path in notebooks():
        cells = nbformat.read(book / "notebooks" / path, as_version=4).cells
        for match in (m for cell in cells if cell.cell_type == "markdown" for m in LINK.finditer(cell.source)):
            page, _, place = match["target"].removeprefix(f"{COURSE.site}/").partition("#")
            if not match["target"].startswith(COURSE.site):
                continue
            if page not in places:
                there = (book / page).is_file()
                places[page] = set(html.parse(book / page).getroot().xpath("//@id")) if there else set()
            if not (book / page).is_file() or (place and place not in places[page]):
                broken.append(f"{path}: {match['target']}")
    assert places and not broken, "\n".join(broken)


def test_no_page_offers_a_notebook_that_does_not_stand_alone(book):
    offered = [path for path in book.rglob("*.ipynb") if "lite" not in path.relative_to(book).parts]
    assert len(offered) >= len(notebooks())
    for path in offered:
        assert "install-osteolib" in {cell.id for cell in nbformat.read(path, as_version=4).cells}, path


@pytest.mark.parametrize("width", [1280, 390])
def test_menu_opens_by_keyboard(open_page, width):
    page = open_page(f"{PAGES[0]}.html", width=width)
    menu = page.get_by_role("button", name="Run this notebook")
    link = page.get_by_role("link", name="Binder", exact=True)
    assert not link.is_visible()
    menu.focus()
    page.keyboard.press("Enter")
    link.wait_for(state="visible")
    box = link.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 24
    page.keyboard.press("Escape")
    link.wait_for(state="hidden")
