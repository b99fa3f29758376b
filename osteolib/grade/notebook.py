"""Read a submitted file as a notebook, whatever has happened to it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from osteolib.grade.errors import UnusableError

LARGEST = 150 * 2**20
WORD = re.compile(r"\s*\w{0,8}\s*")  # nothing, or the beginning of a word, is left


@dataclass(frozen=True)
class Cell:
    """Of a submitted cell, what grading looks at."""

    id: str
    kind: str
    source: str
    tags: frozenset[str]


def read_cells(data: bytes) -> tuple[list[Cell], list[str]]:
    """Cells of a submitted notebook, and what its author should know about the file.

    Parameters
    ----------
    data : bytes
        Content of the file.

    Returns
    -------
    list of Cell, list of str

    Raises
    ------
    UnusableError
        If there is no notebook in it, with the reason in words.

    Examples
    --------
    >>> read_cells(b"")
    Traceback (most recent call last):
    ...
    osteolib.grade.errors.UnusableError: The file is empty. Save the notebook and hand it in again.
    """
    tree = _parse(data)
    notes = []
    if "worksheets" in tree or tree.get("nbformat", 4) not in (4, "4"):
        notes.append(f"The file is in an old notebook format ({tree.get('nbformat')}); it was converted.")
        tree = _modern(tree)
    cells = tree.get("cells")
    if not isinstance(cells, list):
        raise UnusableError("The file is no notebook: it has no list of cells. Hand in the .ipynb file itself.")
    foreign = _foreign_kernel(tree)
    if foreign:
        notes.append(f"The notebook was saved with the kernel {foreign}; it was graded with Python all the same.")
    return [_cell(one) for one in cells if isinstance(one, dict)], notes


def _parse(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise UnusableError("The file is empty. Save the notebook and hand it in again.")
    if len(data) > LARGEST:
        raise UnusableError(
            "The file is far too large. Clear the outputs (Edit, Clear All Outputs), save, hand in again."
        )
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        at_end = error.msg.startswith("Unterminated") or bool(WORD.fullmatch(error.doc, error.pos))
        how = "ends in the middle; the upload was cut off" if at_end else f"is damaged in line {error.lineno}"
        raise UnusableError(
            f"The file {how}. Open it in Jupyter; if that works, save it and hand it in again."
        ) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise UnusableError(
            "The file is no notebook: it cannot be read as text. Hand in the .ipynb file itself."
        ) from None
    if not isinstance(tree, dict):
        raise UnusableError("The file is no notebook. Hand in the .ipynb file itself.")
    return tree


def _modern(tree: dict[str, Any]) -> dict[str, Any]:
    import nbformat

    try:
        return nbformat.convert(nbformat.from_dict(tree), 4)
    except Exception:  # whatever the converter stumbles over, it is the file
        raise UnusableError(
            "The file is in an old notebook format and could not be converted. "
            "Open it in Jupyter, save it as a notebook, and hand it in again."
        ) from None


def _foreign_kernel(tree: dict[str, Any]) -> str | None:
    metadata = tree.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    if not isinstance(spec, dict):
        return None
    language, name = str(spec.get("language", "python")), str(spec.get("name", "python3"))
    known = name.lower().startswith("python") and language.lower() == "python"
    return None if known else f"{name} ({language})"[:80]


def _cell(one: dict[str, Any]) -> Cell:
    source, metadata = one.get("source", one.get("input", "")), one.get("metadata")
    lines = [part for part in source if isinstance(part, str)] if isinstance(source, list) else [str(source)]
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    words = frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset()
    return Cell(str(one.get("id", "")), str(one.get("cell_type", "")), "".join(lines), words)
