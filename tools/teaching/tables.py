"""The tables of the pages for instructors, as Markdown; a page of chapters/instructors/ names the one that it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tools.book import ROOT
from tools.slides.deck import chapters
from tools.slides.deck import lessons as decks
from tools.teaching.lesson import Lesson, lessons
from tools.teaching.measured import machine, runs
from tools.teaching.minutes import SAID, minutes, planned
from tools.teaching.plans import CAPSTONE, CAPSTONE_WEEKS, DAYS, END, WEEKS, clock, day, weeks
from tools.teaching.routes import routes


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [[1, 2]]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def link(one: Lesson) -> str:
    return f"[{one.title}](../{one.page}.ipynb)"


def chain() -> str:
    """Ways to run a class, each the way out of the one before."""
    head = ["Route", "For which class", "Needs", "What works", "Limits"]
    return table(head, ([f"**{r.name}**", r.when, r.needs, r.works, r.limits] for r in routes()))


def lengths() -> str:
    """Every lesson with what is in it and how long that takes."""
    rows = [[link(one), holds(one), minutes(one), planned(one), run(one)] for one in lessons()]
    return table(["Lesson", "What is in it", "Estimate, min", "Plan, min", "Run, s"], rows)


def holds(one: Lesson) -> str:
    """What is in a lesson, counted."""
    counted = [
        (one.figures, "figure"),
        (one.explorers, "explorer"),
        (one.quiz, "quiz item"),
        (one.questions, "question"),
    ]
    rest = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in counted if n]
    return ", ".join([f"{one.words:,} words", f"{one.code} lines of code", *rest])


def run(one: Lesson) -> str:
    return f"{runs()[one.page].cpu:.0f}" if one.page in runs() else "not measured"


def rule() -> str:
    """The rule behind the estimates, and where the run times come from."""
    return f"{'; '.join(SAID.values())}; the sum is rounded up to five minutes. Runs: processor time on {machine()}."


def term() -> str:
    """The plan of a term."""
    rows = [
        [number, "<br>".join(map(link, week)), sum(map(planned, week))] for number, week in enumerate(weeks(), start=1)
    ]
    final = next(one for one in lessons() if one.page == CAPSTONE)
    first = WEEKS - CAPSTONE_WEEKS + 1
    rows += [[first, f"{link(final)}: read, choose a design", planned(final)]]
    rows += [[n, f"{final.title}: designs presented and defended", planned(final)] for n in range(first + 1, WEEKS + 1)]
    return table(["Week", "Lessons", "Minutes"], rows)


def two_days() -> str:
    """The plan of two days, by the clock."""
    rows = []
    for number, slots in enumerate(map(day, DAYS), start=1):
        rows += [[number, f"{clock(s.start)}-{clock(s.end)}", link(s.lesson), planned(s.lesson)] for s in slots]
        left = END - slots[-1].end
        rows += [[number, f"{clock(END - left)}-{clock(END)}", "questions, exercises, what was too fast", left]]
    return table(["Day", "Time", "Lesson", "Minutes"], rows)


def slides() -> str:
    """A link to the slides of each chapter; a plain one, because they are no page of the book."""
    titles = {one.page: one.title for one in lessons()}
    rows = [
        [f'<a href="../slides/{name}.html">{chapters()[name]}</a>', "; ".join(titles[page] for page in pages)]
        for name, pages in decks().items()
    ]
    return table(["Slides", "Lessons in them"], rows)


def grading() -> str:
    """What grades a class, as far as this version has it."""
    if not (ROOT / "osteolib" / "grade").is_dir():
        return "This version has no automatic grading."
    return (
        "`python -m osteolib.grade SUBMISSIONS --set SET --out grades.csv` grades a folder of submitted notebooks: "
        "each answer runs by itself in a sandbox, credit is partial, and every student gets a page that says why. "
        "Its `--help` tells the rest."
    )


TABLES: dict[str, Callable[[], str]] = {
    "routes": chain,
    "lengths": lengths,
    "rule": rule,
    "term": term,
    "two days": two_days,
    "slides": slides,
    "grading": grading,
}
