"""Which question or quiz item tests which objective: ``python -m tools.objectives``.

Prints the matrix, and fails where an objective is tested by nothing.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass

from osteolib.exercise.sets import questions, set_names
from tools.lessons import Objective, objectives

# Lessons whose quiz is still to come; what their objectives lack is no fault yet.
# fmt: off
NOT_YET = frozenset({
    "signals", "load", "menopause", "t_cells", "thymus", "fate", "inflammaging", "secretion", "reach", "messages",
    "silencing", "macrophages", "dose", "appraisal", "support",
})
# fmt: on


@dataclass(frozen=True)
class Row:
    """An objective, the ids of the questions and the numbers of the quiz items that test it."""

    objective: Objective
    questions: tuple[str, ...]
    items: tuple[int, ...]

    @property
    def tested(self) -> bool:
        """Whether anything tests it."""
        return bool(self.questions or self.items)


def matrix() -> list[Row]:
    """One row for each objective of the course, in reading order.

    >>> matrix()[0].objective.id
    'one-cycle-1'
    """
    asked: dict[str, list[str]] = {}
    for name in set_names():
        for question in questions(name):
            asked.setdefault(question.objective, []).append(question.id)
    return [
        Row(each, tuple(asked.get(each.id, ())), tuple(number for number, of in _items(each.lesson) if of == each.id))
        for each in objectives().values()
    ]


def _items(lesson: str) -> list[tuple[int, str]]:
    """Number and objective of each quiz item of a lesson."""
    name = f"osteolib.quiz.lessons.{lesson}"
    if importlib.util.find_spec("osteolib.quiz") is None or importlib.util.find_spec(name) is None:
        return []
    return [(number, item.objective) for number, item in enumerate(importlib.import_module(name).ITEMS, 1)]


def orphans() -> list[str]:
    """Objectives that nothing tests, in lessons that are complete."""
    return [row.objective.id for row in matrix() if not row.tested and row.objective.lesson not in NOT_YET]


def page() -> str:
    """The matrix as a page of the book."""
    head = """# What tests which objective

Each lesson says what you can do when you have finished it. This table says where you are asked to do it: in a question
of the exercises, or in the quiz at the lesson's end. It is made from the questions and the lessons themselves.
"""
    return f"{head}\n{table()}\n"


def table() -> str:
    """The matrix in Markdown, one table for each lesson, for a page in `chapters/exercises/`."""
    blocks, lesson = [], ""
    for row in matrix():
        if row.objective.lesson != lesson:
            lesson = row.objective.lesson
            blocks.append(
                f"\n## [{row.objective.title}](../{row.objective.chapter}/{lesson}.ipynb)\n\n"
                "| you can | exercises | quiz |\n| --- | --- | --- |"
            )
        asked = ", ".join(_link(identifier) for identifier in row.questions) or "–"
        items = ", ".join(f"item {number}" for number in row.items) or "–"
        blocks.append(f"| {row.objective.text} (`{row.objective.id}`) | {asked} | {items} |")
    return "\n".join(blocks)


def _link(identifier: str) -> str:
    number = identifier.rpartition(".")[2]
    return f"[question {number}](#exercise-{identifier.replace('_', '-').replace('.', '-')})"


def main() -> None:
    for row in matrix():
        tested = [*row.questions, *(f"quiz {number}" for number in row.items)]
        print(f"{row.objective.id:18} {row.objective.lesson:14} {', '.join(tested) or '-'}")
    print(f"objectives: {sum(row.tested for row in matrix())} of {len(matrix())} tested")
    if orphans():
        sys.exit("\n".join(f"objectives: nothing tests {name}" for name in orphans()))


if __name__ == "__main__":
    main()
