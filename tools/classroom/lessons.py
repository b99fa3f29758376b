"""What the students open: the real notebooks, a different one for each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat

from tools.notebooks import CHAPTERS, ROOT, pages_of_the_book

EXERCISES = ROOT / "exercises"


@dataclass(frozen=True)
class Cell:
    """Code of one cell, and whether the lesson means it to fail."""

    source: str
    may_fail: bool = False


@dataclass(frozen=True)
class Lesson:
    """A notebook as a student opens it: its path in a home, and its cells."""

    path: str
    cells: tuple[Cell, ...]


def read(path: Path, place: str) -> Lesson:
    """The notebook at `path`, which students find at `place` in their homes."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    failing = "raises-exception"
    made = tuple(Cell(cell.source, failing in cell.metadata.get("tags", [])) for cell in cells)
    return Lesson(place, made)


def of_the_course() -> list[Lesson]:
    """Every lesson with a notebook, in reading order."""
    pages = [CHAPTERS / f"{page}.ipynb" for page in pages_of_the_book()]
    return [read(page, page.relative_to(ROOT).as_posix()) for page in pages if page.exists()]


def exercises() -> list[Lesson]:
    """Every set of exercises, answered: the solutions' cells, run where the students' notebook lies."""
    student, solved = EXERCISES / "student", EXERCISES / "solutions"
    sets = sorted(path for path in student.glob("*.ipynb") if (solved / path.name).exists())
    return [read(solved / path.name, path.relative_to(ROOT).as_posix()) for path in sets]


def plan(students: int, lessons: list[Lesson], sets: list[Lesson]) -> list[list[Lesson]]:
    """Notebooks of each student: neighbors open different lessons, and every third goes on to exercises.

    Examples
    --------
    >>> a, b = Lesson("a.ipynb", ()), Lesson("b.ipynb", ())
    >>> [[lesson.path for lesson in own] for own in plan(3, [a, b], [])]
    [['a.ipynb'], ['b.ipynb'], ['a.ipynb']]
    """
    # Steps over the list that reach all of it, so that a small class is not all in the first chapter.
    step = next(n for n in (7, 5, 3, 2, 1) if len(lessons) % n or n == 1)
    opened = [[lessons[number * step % len(lessons)]] for number in range(students)]
    if sets:
        for number in range(0, students, 3):
            opened[number].append(sets[number // 3 % len(sets)])
    return opened
