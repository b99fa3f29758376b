"""A lesson as its notebook shows it: what there is to read, to look at, to try and to answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from tools.notebooks import CHAPTERS, in_reading_order

TIME = re.compile(r"\*\*Time:\*\*\s+(\d+)\s+minutes")
ANSWERS = re.compile(r"<details>.*?</details>", re.DOTALL)
UNSEEN = {"hide-cell", "hide-input", "remove-cell", "remove-input"}
CHECK, AFTER_CHECK = "## Check yourself", "## Summary"


@dataclass(frozen=True)
class Lesson:
    """What a lesson holds.

    Attributes
    ----------
    page, title, promise : str
        Where it is, such as ``"therapy/dose"``, what it is called, and its first sentence.
    stated : int
        Minutes that it says of itself.
    words, code, figures, explorers, quiz, questions : int
        Words of text, visible lines of code, figures to look at, explorers to move, items of the quiz, open questions.
    """

    page: str
    title: str
    promise: str
    stated: int
    words: int
    code: int
    figures: int
    explorers: int
    quiz: int
    questions: int

    @property
    def chapter(self) -> str:
        return self.page.partition("/")[0]


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons in reading order.

    >>> lessons()[0].page, lessons()[0].stated
    ('bone_remodeling/one_cycle', 50)
    """
    return tuple(read(path) for path in in_reading_order())


def lesson(page: str) -> Lesson:
    """The lesson at a page.

    >>> lesson("therapy/dose").title
    'From dose to bone'
    """
    return next(one for one in lessons() if one.page == page)


def read(path: Path) -> Lesson:
    """Read what a notebook holds."""
    cells = nbformat.read(path, as_version=4).cells
    text = [ANSWERS.sub("", cell.source) for cell in cells if cell.cell_type == "markdown"]
    code = [cell for cell in cells if cell.cell_type == "code" and not UNSEEN & set(cell.metadata.get("tags", ()))]
    shown = [output.get("data", {}).get("text/html", "") for cell in cells for output in cell.get("outputs", ())]
    title, promise, *_ = re.split(r"\n\s*\n", cells[0].source)
    return Lesson(
        page=path.relative_to(CHAPTERS).with_suffix("").as_posix(),
        title=title.lstrip("# "),
        promise=" ".join(promise.split()),
        stated=int(TIME.search(cells[0].source)[1]),
        words=sum(map(words, text)),
        code=sum(len([line for line in cell.source.splitlines() if line.strip()]) for cell in code),
        figures=sum("osteolib-figure" in html for html in shown),
        explorers=sum(html.count("<figure data-explorer") or "data-explorer" in html for html in shown),
        quiz=sum(html.count('class="quiz-item"') for html in shown),
        questions=questions(text),
    )


def words(text: str) -> int:
    """Words that a reader reads: not the addresses of links, not the rules of tables.

    >>> words("See [osteoclasts](../glossary.md#osteoclast) | --- | twice.")
    3
    """
    return len(re.findall(r"[^\W_][\w'’-]*", re.sub(r"\]\([^)]*\)", "]", text)))


def questions(text: list[str]) -> int:
    """Numbered questions between *Check yourself* and the summary.

    >>> questions(["## Check yourself\\n\\n1. Why?\\n2. How?", "## Summary\\n\\n1. So."])
    2
    """
    part = "\n".join(text).partition(CHECK)[2].partition(AFTER_CHECK)[0]
    return len(re.findall(r"^\d+\. ", part, flags=re.MULTILINE))
