"""Take from a submission what is graded, the answer cells and nothing else, and tell its author what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from osteolib.grade.notebook import Cell
from osteolib.grade.reference import Reference, Slot


@dataclass
class Rebuilt:
    """Answers by question (None where the cell is missing), and remarks on the notebook and on single questions."""

    answers: dict[str, str | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)


def set_of(cells: list[Cell], references: Iterable[Reference]) -> Reference | None:
    """The set that a submitted notebook belongs to: the one most of whose answer cells, or tags, it has.

    Examples
    --------
    >>> set_of([], []) is None
    True
    """
    best, most = None, 0
    for reference in references:
        here = sum(bool(cell.id in reference.ids or cell.tags & reference.tags) for cell in cells)
        if here > most:
            best, most = reference, here
    return best


def rebuild(cells: list[Cell], reference: Reference) -> Rebuilt:
    """Find the answers of a submission.

    Parameters
    ----------
    cells : list of Cell
        Of the submitted notebook.
    reference : Reference
        The notebook as it was handed out.

    Returns
    -------
    Rebuilt
    """
    rebuilt = Rebuilt()
    has_ids = any(cell.id in reference.ids for cell in cells)
    if not has_ids:
        rebuilt.notes.append(
            "The cells have lost their ids; answers were found by their tags, or by the names they define."
        )
    for slot in reference.slots:
        found = [cell for cell in cells if cell.id == slot.cell] if has_ids else _without_id(cells, slot)
        remarks = rebuilt.remarks.setdefault(slot.question, [])
        rebuilt.answers[slot.question] = _take(found, cells, slot, remarks)
    return rebuilt


def _take(found: list[Cell], cells: list[Cell], slot: Slot, remarks: list[str]) -> str | None:
    if not found:
        copies = any({slot.question, "answer"} <= cell.tags for cell in cells)
        copied = " A copy of it does not count, because the answer is known by the id of its cell." if copies else ""
        remarks.append(f"The answer cell is not in the notebook; it was deleted, or replaced by a new one.{copied}")
        return None
    if len(found) > 1:
        remarks.append(f"The answer cell is there {len(found)} times; the last one counted.")
    if found[-1].kind != "code":
        remarks.append("The answer cell had been turned into a text cell; it was run as code.")
    return found[-1].source


def _without_id(cells: list[Cell], slot: Slot) -> list[Cell]:
    """Cells that may hold the answer in a notebook without ids."""
    tagged = [cell for cell in cells if {slot.question, "answer"} <= cell.tags]
    gives = re.compile(rf"^(?:def\s+{re.escape(slot.name)}\b|{re.escape(slot.name)}\s*=(?!=))", re.MULTILINE)
    return tagged or [cell for cell in cells if cell.kind == "code" and gives.search(cell.source)]
