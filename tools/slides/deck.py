"""Decks as HTML: one file a chapter, readable without scripts, turned by `assets/slides.js` with them."""

from __future__ import annotations

import posixpath
from copy import deepcopy
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import yaml
from lxml import html
from lxml.html import HtmlElement

from tools.book import ROOT
from tools.notebooks import CHAPTERS, in_reading_order
from tools.slides.choosing import Slide, slides

FOLDER = "slides"
PAGE = Template((Path(__file__).parent / "deck.html").read_text(encoding="utf-8"))


def chapters() -> dict[str, str]:
    """Title of each chapter by its folder, as `_toc.yml` has it.

    >>> chapters()["bone_remodeling"]
    'Bone remodeling'
    """
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    return {part["chapters"][0]["file"].partition("/")[0]: part["caption"] for part in parts}


def lessons() -> dict[str, list[str]]:
    """Pages of the lessons of each chapter that has any.

    >>> lessons()["estrogen"]
    ['estrogen/menopause', 'estrogen/t_cells']
    """
    found: dict[str, list[str]] = {}
    for path in in_reading_order():
        page = path.relative_to(CHAPTERS).with_suffix("").as_posix()
        found.setdefault(page.partition("/")[0], []).append(page)
    return {chapter: pages for chapter, pages in found.items() if chapter in chapters()}


def write(book: Path) -> list[Path]:
    """Write the decks of all chapters beside the built pages."""
    (book / FOLDER).mkdir(exist_ok=True)
    written = []
    for chapter, pages in lessons().items():
        here = [page for page in pages if (book / f"{page}.html").is_file()]
        if here:
            written.append(book / FOLDER / f"{chapter}.html")
            written[-1].write_text(deck(book, chapter, here), encoding="utf-8")
    return written


def deck(book: Path, chapter: str, pages: list[str]) -> str:
    """The deck of a chapter."""
    shown, contents = [], []
    for page in pages:
        article = html.parse(book / f"{page}.html").getroot().find(".//article")
        chosen = slides(article)
        contents.append((len(shown) + 1, chosen[0].title))
        shown += [section(slide, page, len(shown) + number) for number, slide in enumerate(chosen, start=1)]
    options = "".join(f'<option value="{first}">{escape(title)}</option>' for first, title in contents)
    return PAGE.substitute(
        title=escape(chapters()[chapter]), slides="\n".join(shown), lessons=options, count=len(shown), chapter=chapter
    )


def section(slide: Slide, page: str, number: int) -> str:
    """One slide."""
    matter = "".join(markup(part, page) for part in slide.matter)
    notes = "".join(markup(part, page) for part in slide.notes)
    folded = f'<details class="notes"><summary>Notes</summary>{notes}</details>' if notes else ""
    source = f"../{page}.html#{slide.place}"
    kind = "explorer" if "data-explorer" in matter else "table" if "<table" in matter else "matter"
    return (
        f'<section class="slide holds-{kind}" id="slide-{number}" aria-labelledby="title-{number}">'
        f'<h2 id="title-{number}">{escape(slide.title)}</h2><div class="matter">{matter}</div>{folded}'
        f'<p class="source"><a href="{escape(source, quote=True)}">In the lesson<span class="visually-hidden">: '
        f"{escape(slide.title)} ({number})</span></a></p></section>"
    )


def markup(part: HtmlElement, page: str) -> str:
    """A part of a lesson's page as it stands on a deck: links lead to the same places, and no name is used twice."""
    copy = deepcopy(part)
    copy.tail = None
    for element in copy.iter():
        if not isinstance(element.tag, str) or any(up.tag == "svg" for up in [element, *element.iterancestors()]):
            continue  # names inside of a drawing are its own
        element.attrib.pop("id", None)
        if "href" in element.attrib:
            element.set("href", address(element.get("href"), page))
    return html.tostring(copy, encoding="unicode")


def address(target: str, page: str) -> str:
    """A link of a lesson's page, from the folder of the decks.

    Examples
    --------
    >>> address("load.html#puzzle", "bone_remodeling/one_cycle")
    '../bone_remodeling/load.html#puzzle'
    >>> address("#puzzle", "bone_remodeling/one_cycle")
    '../bone_remodeling/one_cycle.html#puzzle'
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return target
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path)) if parts.path else f"{page}.html"
    return f"../{path}" + (f"#{parts.fragment}" if parts.fragment else "")
