"""The student notebook as it was handed out: what is set up, where answers go, and by which name each is known."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from osteolib.grade.errors import GradeError
from osteolib.grade.notebook import Cell, read_cells

PARTS = {"question", "answer", "check", "reasoning"}


@dataclass(frozen=True)
class Slot:
    """Where an answer goes.

    Parameters
    ----------
    question : str
        Such as ``"estrogen.3"``.
    cell : str
        Id of the answer cell.
    name : str
        The name that the cell has to give a value.
    blank : str
        What stood in the cell when it was handed out.
    """

    question: str
    cell: str
    name: str
    blank: str


@dataclass(frozen=True)
class Reference:
    """A set as it was handed out."""

    set: str
    setup: tuple[str, ...]
    slots: tuple[Slot, ...]
    ids: frozenset[str]
    tags: frozenset[str]


def read_reference(path: Path) -> Reference:
    """Read a student notebook as it was handed out.

    Raises
    ------
    GradeError
        If the file is not there, or a cell of it is not as the generator writes it.
    """
    try:
        cells, _ = read_cells(path.read_bytes())
    except OSError:
        raise GradeError(
            f"there is no notebook {path}; `make exercises` writes it, `--reference` names its folder"
        ) from None
    name = path.stem
    checks = dict(_checked(cell) for cell in cells if "check" in cell.tags)
    slots = tuple(_slot(cell, name, checks) for cell in cells if "answer" in cell.tags)
    setup = tuple(cell.source for cell in cells if cell.kind == "code" and not cell.tags & PARTS)
    tags = frozenset(slot.question for slot in slots)
    return Reference(name, setup, slots, frozenset(slot.cell for slot in slots), tags)


def _checked(cell: Cell) -> tuple[str, str]:
    """Question and name of the answer in ``check("estrogen.3", answer_3)``."""
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and len(node.args) == 2:
            question, answer = node.args
            if isinstance(question, ast.Constant) and isinstance(answer, ast.Name):
                return question.value, answer.id
    raise GradeError(f'the check cell {cell.id} does not read check("SET.NUMBER", NAME); run `make exercises`')


def _slot(cell: Cell, name: str, checks: dict[str, str]) -> Slot:
    question = next((tag for tag in cell.tags if tag.startswith(f"{name}.")), None)
    if question not in checks:
        raise GradeError(f"the answer cell {cell.id} of {name} has no tag {name}.NUMBER that a check cell asks for")
    return Slot(question, cell.id, checks[question], cell.source)
