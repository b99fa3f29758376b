"""The book is whole: every page is there, every link inside it leads somewhere, nothing on it comes from elsewhere."""

from __future__ import annotations

import gzip
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from pybtex.database import parse_file

from tools.book import ROOT, BookError, build
from tools.notebooks import CHAPTERS, in_reading_order, pages_of_the_book
from tools.publish.pages import moved
from tools.slides.deck import lessons as decks

WRITTEN = {f"{name}.html" for name in pages_of_the_book()}
MADE_BY_SPHINX = {"genindex.html", "search.html"}
DECKS = {f"slides/{chapter}.html" for chapter in decks()}
FEWEST_PAGES = 3  # index, one lesson, references
PAGE_BYTES = 300_000  # gzip, with the tables of its explorers
SCRIPT_AND_STYLE_BYTES = 250_000  # gzip, of the scripts and styles that a page loads
LOADED = ("script[@src]", "link[@rel='stylesheet']", "img", "link[@rel='icon']", "link[@rel='preload']")


def documents(book: Path) -> dict[str, html.HtmlElement]:
    return {path.relative_to(book).as_posix(): html.parse(path).getroot() for path in pages(book)}


def pages(book: Path) -> list[Path]:
    return [path for path in book.rglob("*.html") if "_static" not in path.parts]


def loaded(document: html.HtmlElement) -> list[str]:
    """Addresses of all that a page loads by itself."""
    found = [element for kind in LOADED for element in document.xpath(f"//{kind}")]
    return [element.get("src") or element.get("href") for element in found]


def test_every_page_is_built_and_no_other(book):
    built = {path.relative_to(book).as_posix() for path in pages(book)}
    assert built == WRITTEN | MADE_BY_SPHINX | DECKS | set(moved())
    assert len(WRITTEN) >= FEWEST_PAGES


def test_every_page_has_a_title_a_description_and_text(book):
    for name, document in documents(book).items():
        assert document.findtext(".//title").strip(), name
        if name in WRITTEN:
            assert document.xpath("//meta[@name='description']/@content"), name
            assert len(document.xpath("//article//h1")) == 1, name
            assert len(document.xpath("string(//article)").split()) > 50, name


def test_every_link_inside_the_book_leads_somewhere(book):
    all_documents = documents(book)
    anchors = {name: set(document.xpath("//@id")) for name, document in all_documents.items()}
    broken = []
    for name, document in all_documents.items():
        for target in {*document.xpath("//a/@href"), *loaded(document)}:
            if not target.startswith("data:") and (fault := _fault(book, name, target, anchors)):
                broken.append(f"{name} -> {target}: {fault}")
    assert not broken, "\n".join(broken)


def _fault(book: Path, page: str, target: str, anchors: dict[str, set[str]]) -> str:
    """What is wrong with a link on a page; empty if nothing is, or if it leaves the book."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in ("https", "mailto") else "not https"
    path = (book / page).parent / unquote(parts.path) if parts.path else book / page
    if not path.is_file():
        return "no such file"
    name = path.resolve().relative_to(book.resolve()).as_posix()
    if parts.fragment and unquote(parts.fragment) not in anchors.get(name, set()):
        return "no such place on the page"
    return ""


@pytest.mark.parametrize("lesson", sorted(path.relative_to(CHAPTERS).as_posix() for path in in_reading_order()))
def test_a_lesson_leads_to_its_exercises(book, lesson):
    chapter, name = lesson.removesuffix(".ipynb").split("/")
    links = html.parse((book / lesson).with_suffix(".html")).xpath("//article//p[strong='Practice.']/a/@href")
    wanted = name if name == "capstone" else chapter
    assert links == ([] if chapter == "evidence" else [f"../exercises/{wanted}.html"])


def test_no_page_has_two_places_of_one_name(book):
    for name, document in documents(book).items():
        places = document.xpath("//@id")
        assert len(places) == len(set(places)), (name, sorted({x for x in places if places.count(x) > 1}))


def test_no_page_loads_anything_from_another_host(book):
    for name, document in documents(book).items():
        assert not [address for address in loaded(document) if re.match(r"(https?:)?//", address)], name
    for style in (book / "_static").rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import\s+['\"]https?:", style.read_text("utf-8")), style.name


def test_no_style_names_a_font_that_is_not_there(book):
    for style in (book / "_static").rglob("*.css"):
        for address in re.findall(r"@font-face\s*\{[^}]*?url\(['\"]?([^)'\"]+)", style.read_text("utf-8")):
            file = style.parent / address.split("?")[0]
            assert address.startswith("data:") or file.is_file(), (style.name, address)


def test_pages_are_light(book):
    for name, document in documents(book).items():
        assert len(gzip.compress((book / name).read_bytes())) < PAGE_BYTES, name
        files = {urlsplit(a).path for a in loaded(document) if re.search(r"\.(js|css)(\?|$)", a)}
        weight = sum(len(gzip.compress(((book / name).parent / file).read_bytes())) for file in files)
        assert weight < SCRIPT_AND_STYLE_BYTES, (name, weight)


@pytest.mark.parametrize(("room", "mark"), [("explorer", "figure[@data-explorer]"), ("quiz", "section[@data-quiz]")])
def test_script_and_style_are_loaded_where_they_are_needed_and_only_there(book, room, mark):
    needed = 0
    for name, document in documents(book).items():
        for kind in ("js", "css"):
            loads = any(f"_static/{room}.{kind}" in address for address in loaded(document))
            assert loads == bool(document.xpath(f"//{mark}")), name
        needed += bool(document.xpath(f"//{mark}"))
    assert needed


def test_every_formula_is_mathml(book):
    formulas = 0
    for name, document in documents(book).items():
        for element in document.xpath("//article//math"):
            ET.fromstring(html.tostring(element, encoding="unicode", method="xml", with_tail=False))
            formulas += 1
        text = " ".join(document.xpath("//article//text()[not(ancestor::pre or ancestor::code or ancestor::script)]"))
        assert not re.search(r"\$[^$\s][^$]*\$|\\(frac|begin|alpha|beta|dot)\b", text), name
    assert formulas > 5


def test_every_paper_has_an_entry_that_can_be_linked_to(book):
    entries = parse_file(ROOT / "references.bib").entries
    document = documents(book)["references.html"]
    assert set(entries) == set(document.xpath("//div[contains(@class, 'citation')]/@id"))
    links = set(document.xpath("//a/@href"))
    for key, entry in entries.items():
        if "doi" in entry.fields:
            assert f"https://doi.org/{entry.fields['doi']}" in links, key


def test_every_cited_paper_is_used(book):
    """The bibliography holds no paper that neither a page nor a parameter names."""
    cited = {
        urlsplit(a).fragment
        for d in documents(book).values()
        for a in d.xpath("//article//a/@href")
        if "references" in a
    }
    files = [*(ROOT / "osteolib").rglob("*.py"), *(ROOT / "osteolib").rglob("data/*.csv")]
    code = "".join(path.read_text("utf-8") for path in files if path.name != "bibliography.csv")
    unused = [key for key in parse_file(ROOT / "references.bib").entries if key not in cited and key not in code]
    assert not unused


MISTAKES = {
    "an unknown claim": ("[C999](evidence/ledger.md#C999)", "C999"),
    "an unknown term": ("[a bone](glossary.md#bonecell)", "bonecell"),
    "an unknown paper": ("[nobody](references.md#nobody1999)", "nobody1999"),
    "a wrong formula": (r"$\frac{a}$", "formula not understood"),
    "a dead link": ("[no page](missing.md)", "missing.md"),
}


NEEDED = ("references", "glossary", "evidence/ledger")


def test_mistakes_fail_the_build(tmp_path):
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    for name in ("_config.yml", "_ext", "assets", "references.bib"):
        (tmp_path / name).symlink_to(ROOT / name)
    pages = "".join(f"  - file: {name}\n" for name in NEEDED)
    (tmp_path / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{pages}")
    (chapters / "evidence").mkdir()
    for name in NEEDED:
        shutil.copy(ROOT / "chapters" / f"{name}.md", chapters / f"{name}.md")
    (chapters / "index.md").write_text("# A page\n\n" + "\n\n".join(text for text, _ in MISTAKES.values()) + "\n")
    with pytest.raises(BookError) as failure:
        build(into=tmp_path, root=tmp_path)
    for name, (_, complaint) in MISTAKES.items():
        assert complaint in str(failure.value), name
