"""What the lessons declare about themselves: their chapters, their titles, their objectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from tools.notebooks import CHAPTERS, in_reading_order

DECLARED = re.compile(r"^- `([a-z0-9-]+-\d+)` (.+?)[;.]\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Objective:
    """What a learner can do after a lesson."""

    id: str
    text: str
    lesson: str
    chapter: str
    title: str


@cache
def objectives() -> dict[str, Objective]:
    """Objectives of all lessons, in reading order.

    >>> objectives()["one-cycle-1"].lesson
    'one_cycle'
    """
    found: dict[str, Objective] = {}
    for path in in_reading_order():
        for each in _declared(path):
            if each.id in found:
                raise ValueError(f"{path.name}: {each.id} is declared by {found[each.id].lesson} already")
            found[each.id] = each
    return found


def _declared(path: Path) -> list[Objective]:
    opening = nbformat.read(path, as_version=4).cells[0].source
    title = opening.splitlines()[0].lstrip("# ")
    chapter = path.relative_to(CHAPTERS).parts[0]
    return [Objective(name, text, path.stem, chapter, title) for name, text in DECLARED.findall(opening)]
