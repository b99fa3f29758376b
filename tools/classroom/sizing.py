"""The sizing table of instructors from the results of the series, on its own page and on the book's."""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from tools.classroom.report import BUSY, FOLDER, ROOT, middle, read, series

SIZES = (5, 10, 20, 40)
RUNS = 3
GOAL_STUDENTS, GOAL_CELL, GOAL_MEMORY = 20, 2.0, 200.0  # seconds, MB
RESERVE = 1.3  # memory to plan, beside what was measured: the system's own needs, and lessons that are yet to come
PAGE = FOLDER / "README.md"
BOOK = ROOT / "chapters" / "instructors" / "classroom.md"
BEGIN, END = "<!-- written by make classroom-series: begin -->", "<!-- written by make classroom-series: end -->"
UNIT = re.compile(r" (?=(s|MB|GB)\b)")  # the space before it, where a narrow column must not break
NOT_YET = "not measured yet"
HEAD = (
    "| students | memory to plan | a student | wait for a server | a cell | a slider | failures | measured |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)
INTRODUCTION = f"""# A class on two cores

`make classroom-series` writes this page. A real JupyterHub runs on one machine, the simulated students on the same
one. All arrive within forty seconds, each opens another lesson of this course and runs its cells in order with up to
16 s of thought before each, moves every slider of every explorer three times, and saves; every third goes on to a set
of exercises, where there are any. That is a hurry: a reader takes minutes for what a simulated student does in
seconds, so a real class waits less.

The seconds are medians over {RUNS} classes of the same size: *wait for a server* from the log-in to the page, the
middle student and the slowest; *a cell* the 95th percentile of all cells but the first of a lesson, which imports
everything and stands beside it; *a slider* the 95th percentile from a move to the exact curves. *A student* is memory
when the class is fullest, mean and largest, pages that several share counted in parts; *memory to plan* is all of it
and {RESERVE - 1:.0%} in reserve.
"""
WAYS = {False: "Each server starts by itself", True: "Servers and kernels are forks of one process"}
WHERE = {
    False: "The way of The Littlest JupyterHub and of Kubernetes, and of `make classroom-series PRELOADED=0`.",
    True: "The way of `deploy/preloaded`, on one machine with Linux, and of `make classroom-series`.",
}


def files(preloaded: bool) -> list[Path]:
    """Results of a series."""
    return sorted(series(preloaded).glob("*-students-*.json"))


def results(preloaded: bool = False) -> dict[int, list[dict[str, Any]]]:
    """Classes by size."""
    found: dict[int, list[dict[str, Any]]] = {size: [] for size in SIZES}
    for one in map(read, files(preloaded)):
        found.setdefault(one["students"], []).append(one)
    return found


def table(found: dict[int, list[dict[str, Any]]]) -> str:
    """One row a size; one that was not measured says so.

    Examples
    --------
    >>> print(table({5: []}).splitlines()[-1])
    | 5 | - | - | - | - | - | - | not measured yet |
    """
    return "\n".join([HEAD, *(row(size, runs) for size, runs in sorted(found.items()))])


def row(size: int, runs: list[dict[str, Any]]) -> str:
    """What the classes of one size come to."""
    if not whole(runs):
        return f"| {size} |" + " - |" * 6 + f" {NOT_YET} |"
    memory, largest = (middle(runs, "mb_a_student", what) for what in ("mean", "max"))
    planned = math.ceil(RESERVE * (size * memory + median(run["mb_hub"] for run in runs)) / 1000)
    cells = [
        f"{size}",
        f"{planned} GB",
        f"{memory:.0f} MB, largest {largest:.0f} MB",
        f"{seconds(runs, 'spawn', 'p50')}, slowest {seconds(runs, 'spawn', 'max')}",
        f"{seconds(runs, 'cells', 'p95')}; first {seconds(runs, 'first', 'p95')}",
        seconds(runs, "moves", "p95"),
        f"{sum(len(run['failures']) for run in runs)}",
        measured(runs),
    ]
    return UNIT.sub("\N{NO-BREAK SPACE}", f"| {' | '.join(cells)} |")


def seconds(runs: list[dict[str, Any]], kind: str, what: str) -> str:
    """Median over the classes, with its unit."""
    value = middle(runs, kind, what)
    return "-" if value is None else f"{value:.2g} s" if value < 9.95 else f"{value:.0f} s"


def measured(runs: list[dict[str, Any]]) -> str:
    """How often, on how many cores, and whether the machine had other work."""
    often = f"{len(runs)} of {RUNS} times" if len(runs) < RUNS else f"{len(runs)} times"
    cores = Counter(run["cores"] for run in runs).most_common(1)[0][0]
    disturbed = sum(run["busy_with_other_work"] > BUSY for run in runs)
    return f"{often}, {cores} cores" + (f"; {disturbed} beside other work" if disturbed else "")


def notebooks(found: dict[int, list[dict[str, Any]]]) -> str:
    """What a second open notebook costs, in words; nothing where it is not measured.

    Examples
    --------
    >>> notebooks({5: [{"mb_by_notebooks": {1: 310.4, 2: 450.6}}]})
    'A student with one notebook open takes 310 MB, one with two 451 MB.'
    """
    measured = [run["mb_by_notebooks"] for runs in found.values() for run in runs]
    both = [one for one in measured if {1, 2} <= set(one)]
    if not both:
        return ""
    one, two = (median(each[number] for each in both) for number in (1, 2))
    return f"A student with one notebook open takes {one:.0f} MB, one with two {two:.0f} MB."


def goals(ways: dict[str, list[dict[str, Any]]]) -> str:
    """What was aimed at for a class of `GOAL_STUDENTS`, and whether each way reached it; nothing if none is measured.

    Examples
    --------
    >>> one = {"failures": [], "cells": {"p95": 3.87}, "mb_a_student": {"mean": 170.2}}
    >>> print(goals({"forks": [one], "by itself": []}).splitlines()[-1])
    | at most 200 MB a student | 170 MB, reached | not measured yet |
    """
    if not any(map(whole, ways.values())):
        return ""
    columns = [_reached(runs) if whole(runs) else [NOT_YET] * 3 for runs in ways.values()]
    named = ["no failure", f"95 of 100 cells within {GOAL_CELL:g} s", f"at most {GOAL_MEMORY:g} MB a student"]
    lines = [f"| {' | '.join(line)} |" for line in zip(named, *columns, strict=True)]
    head = f"| goal for {GOAL_STUDENTS} students | {' | '.join(way.lower() for way in ways)} |"
    return "\n".join([head, "| --- |" + " --- |" * len(ways), *lines])


def whole(runs: list[dict[str, Any]]) -> bool:
    """Whether any class came far enough to tell memory."""
    return any(run["mb_a_student"] for run in runs)


def _reached(runs: list[dict[str, Any]]) -> list[str]:
    failures = sum(len(run["failures"]) for run in runs)
    cell, memory = middle(runs, "cells", "p95"), middle(runs, "mb_a_student", "mean")
    found = [
        (f"{failures}", failures == 0),
        (seconds(runs, "cells", "p95"), cell <= GOAL_CELL),
        (f"{memory:.0f} MB", memory <= GOAL_MEMORY),
    ]
    return [f"{value}, {'reached' if good else 'missed'}" for value, good in found]


def page() -> str:
    """Text of benchmarks/classroom/README.md."""
    found = {preloaded: results(preloaded) for preloaded in WAYS}
    ways = [f"## {WAYS[way]}\n\n{WHERE[way]}\n\n{tables(of_way)}" for way, of_way in found.items()]
    aims = goals({WAYS[way]: of_way[GOAL_STUDENTS] for way, of_way in found.items()})
    return "\n\n".join(filter(None, [INTRODUCTION.strip(), *ways, aims and f"## Goals\n\n{aims}"])) + "\n"


def tables(found: dict[int, list[dict[str, Any]]]) -> str:
    """One way of starting servers: its table, and what a second notebook costs."""
    return "\n\n".join(filter(None, [table(found), notebooks(found)]))


def book(text: str) -> str:
    """The book's page with the present tables between its marks."""
    before, rest = text.split(BEGIN)
    ways = "\n\n".join(f"### {WAYS[way]}\n\n{tables(results(way))}" for way in WAYS)
    return f"{before}{BEGIN}\n\n{ways}\n\n{END}{rest.split(END)[1]}"


def write() -> None:
    """Write both pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    BOOK.write_text(book(BOOK.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
