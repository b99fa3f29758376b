"""The teacher's page: how hard each question was, the commonest mistakes, and how the totals are spread."""

from __future__ import annotations

from collections import Counter
from statistics import mean, median

import numpy
import pandas
import xarray

from osteolib.grade.gradebook import STATES, Gradebook
from osteolib.grade.report.pages import page
from osteolib.grade.report.student import advice, file_name
from osteolib.plot import bars, figure, stacked

STEPS = 10
COLUMNS = {"right": "right", "wrong": "wrong", "blank": "blank", "missing": "blank"}


def summary_page(book: Gradebook, isolation: list[str], checks: dict[str, int]) -> str:
    """Page on a graded class.

    Parameters
    ----------
    book : Gradebook
    isolation : list of str
        Sentences on what enclosed the answers.
    checks : dict
        Number of hidden checks by set.

    Returns
    -------
    str
        HTML.
    """
    totals = [one.total for one in book.rows]
    numbers = {
        "students": len(book.rows),
        "mean": f"{mean(totals):.3g}",
        "median": f"{median(totals):.3g}",
        "maximum": f"{book.maximum:g}",
    }
    return page(
        "summary.html",
        numbers=numbers,
        figures=_figures(book, totals),
        questions=_questions(book),
        mistakes=commonest_mistakes(book),
        rows=[(one, file_name(one.student), f"{one.total:g}") for one in book.rows],
        isolation=isolation,
        checks=checks,
        faulty=[one.student for one in book.rows if one.faulty],
    )


def earned(book: Gradebook) -> dict[str, float]:
    """Share of the points of each question, in percent, that the class earned."""
    shares = {}
    for question, points in book.out_of.items():
        got = [one.marks[question].points if question in one.marks else 0.0 for one in book.rows]
        shares[question] = 100 * mean(got) / points
    return shares


def commonest_mistakes(book: Gradebook) -> list[tuple[str, str, int, str]]:
    """Known mistakes, the commonest first: question, name, number of answers, what students were told."""
    marks = [mark for one in book.rows for mark in one.marks.values() if mark.mistake]
    counts = Counter((mark.question, mark.mistake) for mark in marks)
    told = {(mark.question, mark.mistake): advice(mark) for mark in marks}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(question, name, count, told[question, name]) for (question, name), count in ordered]


def states(book: Gradebook) -> pandas.DataFrame:
    """Number of answers by question and by how they ended."""
    columns = ["right", "wrong", "stopped", "blank"]
    table = pandas.DataFrame(0, index=list(book.out_of), columns=columns)
    for one in book.rows:
        for question in book.out_of:
            state = one.marks[question].state if question in one.marks else "blank"
            table.loc[question, COLUMNS.get(state, "stopped")] += 1
    return table


def _figures(book: Gradebook, totals: list[float]) -> list[str]:
    shares = earned(book)
    difficulty = xarray.Dataset(
        {"share": ("question", list(shares.values()), {"units": "%", "long_name": "points earned"})},
        {"question": list(shares)},
    )
    edges = numpy.linspace(0, book.maximum, STEPS + 1)
    counts, _ = numpy.histogram(totals, edges)
    names = [f"{low:g} to {high:g}" for low, high in zip(edges[:-1].round(1), edges[1:].round(1), strict=True)]
    spread = xarray.Dataset({"students": ("total", counts.astype(float), {"units": ""})}, {"total": names})
    drawn = [
        (bars(difficulty), "How much of its points each question gave; a short bar is a hard question."),
        (stacked(states(book), "answers"), "How the answers to each question ended."),
        (bars(spread), "How many students have a total in each range of points."),
    ]
    return [figure(ax, caption=caption)._repr_html_() for ax, caption in drawn]


def _questions(book: Gradebook) -> list[dict[str, str]]:
    shares, ended = earned(book), states(book)
    return [
        {"id": q, "asks": book.asks[q], "points": f"{p:g}", "share": f"{shares[q]:.0f}"}
        | ended.loc[q].astype(str).to_dict()
        for q, p in book.out_of.items()
    ]


__all__ = ["STATES", "commonest_mistakes", "earned", "states", "summary_page"]
