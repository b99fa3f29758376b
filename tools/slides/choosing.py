"""Which parts of a lesson become slides.

The rule: title, objectives, then section by section each figure, explorer and formula; a section without any gives its
first paragraph and its first list or table. The review's claims, the limits, the questions and the summary always stay.
If that is more than fifteen slides, each section keeps its first, and the later ones of a section go, the last first.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml.html import HtmlElement
from lxml.html.builder import LI, UL

MOST = 15  # slides of a lesson
ROWS = 5  # of a table on a slide, if two slides are enough for it
PICTURES = (
    ".//figure[@data-explorer] | .//figure[contains(@class, 'osteolib-figure')]"
    " | .//div[@class='formula'][not(ancestor::li)]"
)
TEXT = (
    "./p | ./ul | ./ol | ./blockquote | ./div[contains(@class, 'formula')] | ./section/p | ./section/ul | ./section/ol"
)
LISTS = "./ul | ./ol | .//table"
REVIEW, LIMITS, QUESTIONS, SUMMARY = "what-the-review-says", "where-th", "check-yourself", "summary"


@dataclass
class Slide:
    """One slide: its heading, what is on it, and the lesson's text behind it."""

    title: str
    matter: list[HtmlElement]
    notes: list[HtmlElement] = field(default_factory=list)
    place: str = ""  # anchor of the section on the lesson's page
    rank: int = 0  # its number within the section; the highest go first


def slides(article: HtmlElement) -> list[Slide]:
    """Slides of the lesson whose page holds `article`."""
    lesson = article.find(".//section")
    chosen = [*opening(lesson), *(slide for section in lesson.findall("./section") for slide in of(section))]
    return within(chosen, MOST)


def within(chosen: Sequence[Slide], most: int) -> list[Slide]:
    """At most so many slides: those of the highest rank go, the last of them first.

    Examples
    --------
    >>> rows = [Slide("a", []), Slide("b", [], rank=1), Slide("c", []), Slide("d", [], rank=1)]
    >>> [slide.title for slide in within(rows, 3)]
    ['a', 'b', 'c']
    """
    by_need = sorted(range(len(chosen)), key=lambda number: (chosen[number].rank, number))
    kept = set(by_need[:most])
    return [slide for number, slide in enumerate(chosen) if number in kept]


def opening(lesson: HtmlElement) -> list[Slide]:
    """What a lesson promises, and what one can do after it."""
    promise, objectives = lesson.find("./p"), lesson.find("./ul")
    times = [p for p in lesson.findall("./p") if p.findtext("strong") == "Time:"]
    place = lesson.get("id")
    return [
        Slide(heading(lesson), [promise, *times], place=place),
        Slide("When you have finished, you can", [objectives], place=place),
    ]


def heading(section: HtmlElement) -> str:
    """Heading of a section, without the sign that links to it."""
    return next(e for e in section if e.tag in ("h1", "h2", "h3")).text_content().removesuffix("#").strip()


def of(section: HtmlElement) -> list[Slide]:
    """Slides of one section; the first has its text as notes."""
    kind = section.get("id")
    title, text = heading(section), section.xpath(TEXT)
    if kind.startswith(REVIEW):
        shown = review(section)
    elif kind.startswith(LIMITS):
        shown = [[limits(section)]]
    elif kind in (QUESTIONS, SUMMARY):
        shown = [[next(iter(section.xpath("./ol | ./ul | .//ol")), None)]]
    else:
        shown = [[picture] for picture in section.xpath(PICTURES)] or [[*text[:1], *section.xpath(LISTS)[:1]]]
    # Answers are folded away on the page; on a slide they would be gone before the question is.
    notes = [] if kind == QUESTIONS else text
    fixed = kind.startswith((REVIEW, LIMITS)) or kind in (QUESTIONS, SUMMARY)
    made = [
        Slide(title, [part for part in parts if part is not None], notes if not n else [], kind, 0 if fixed else n)
        for n, parts in enumerate(shown)
    ]
    return [slide for slide in made if slide.matter]


def review(section: HtmlElement) -> list[list[HtmlElement]]:
    """The table of the review's claims, on two slides at most; text where there is no table."""
    tables = section.xpath(".//table")
    if not tables:
        return [section.xpath(TEXT)[:1]]
    rows = tables[0].xpath("./tbody/tr")
    size = -(-len(rows) // 2) if len(rows) > ROWS else ROWS
    return [[part(tables[0], start, start + size)] for start in range(0, len(rows), size)]


def part(table: HtmlElement, start: int, stop: int) -> HtmlElement:
    """The same table with some of its rows."""
    copy = deepcopy(table)
    copy.tail = None
    rows = copy.xpath("./tbody/tr")
    for row in rows[:start] + rows[stop:]:
        row.getparent().remove(row)
    return copy


def limits(section: HtmlElement) -> HtmlElement:
    """What each paragraph on a model's limits begins with, as a list; the first paragraph if none is set in bold."""
    leads = [strong for strong in section.xpath("./p/strong") if not (strong.getparent().text or "").strip()]
    if not leads:
        return section.find("./p")
    return UL(*[LI(lead.text_content().rstrip(".,:;")) for lead in leads])
