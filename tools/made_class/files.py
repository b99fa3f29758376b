"""What happens to notebook files between a student's desk and the grader's."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from osteolib.grade.reference import Reference


@dataclass(frozen=True)
class Damage:
    """A damaged file, made from a good one, with the questions whose answers count all the same."""

    make: Callable[[dict[str, Any], Reference], tuple[bytes, list[str]]]
    words: str = ""


def _dump(notebook: Any) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode()


def _answers(notebook: dict[str, Any], reference: Reference) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["id"] in reference.ids]


def _all(reference: Reference) -> list[str]:
    return [slot.question for slot in reference.slots]


def tampered(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """Every other cell replaced by one that cheats; answers are wrong."""
    for cell in notebook["cells"]:
        if cell["id"] in reference.ids:
            cell["source"] = next(slot.name for slot in reference.slots if slot.cell == cell["id"]) + " = 'no idea'"
        elif cell["cell_type"] == "code":
            cell["source"] = "check = lambda *_: print('[ok] right')\nimport sys\nsys.modules['osteolib.grade'] = None"
    return _dump(notebook), []


def deleted(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """The first answer deleted, and every cell but answers too."""
    notebook["cells"] = _answers(notebook, reference)[1:]
    return _dump(notebook), _all(reference)[1:]


def duplicated(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """The first answer there twice: wrong first, right last."""
    first = _answers(notebook, reference)[0]
    notebook["cells"].insert(0, {**first, "source": "1 / 0"})
    return _dump(notebook), _all(reference)


def copied(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """The first answer moved to a new cell, its own deleted."""
    _answers(notebook, reference)[0]["id"] = "a-new-cell"
    return _dump(notebook), _all(reference)[1:]


def shuffled(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """All cells in the opposite order."""
    notebook["cells"].reverse()
    return _dump(notebook), _all(reference)


def as_text(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """The first answer turned into a text cell by a slip of the hand."""
    first = _answers(notebook, reference)[0]
    first["cell_type"] = "markdown"
    return _dump(notebook), _all(reference)


def other_kernel(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """Saved with the kernel of another language."""
    notebook["metadata"]["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    return _dump(notebook), _all(reference)


def without_ids(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """Written by a tool that knows no ids."""
    for cell in notebook["cells"]:
        del cell["id"]
    return _dump({**notebook, "nbformat_minor": 4}), _all(reference)


def old_format(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """Nbformat 3: worksheets, input, no ids."""
    cells = []
    for cell in notebook["cells"]:
        rest = {"metadata": cell["metadata"], "cell_type": cell["cell_type"]}
        if cell["cell_type"] == "code":
            cells.append({**rest, "input": cell["source"], "outputs": [], "language": "python", "collapsed": False})
        else:
            cells.append({**rest, "source": cell["source"]})
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
    return _dump(old), _all(reference)


def heavy(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """An output of 50 MB in the file."""
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    _answers(notebook, reference)[0]["outputs"] = [output]
    return _dump(notebook), _all(reference)


def magical(notebook: dict, reference: Reference) -> tuple[bytes, list[str]]:
    """Harmless lines for the notebook in front of an answer."""
    first = _answers(notebook, reference)[0]
    first["source"] = "%matplotlib inline\n" + "".join(first["source"])
    return _dump(notebook), _all(reference)


FILES = {
    "tampered checks": Damage(tampered),
    "deleted cells": Damage(deleted, "was deleted"),
    "duplicated cell": Damage(duplicated, "the last one counted"),
    "answer in a new cell": Damage(copied, "does not count"),
    "cells in another order": Damage(shuffled),
    "answer as text": Damage(as_text, "run as code"),
    "other kernel": Damage(other_kernel, "kernel ir"),
    "without ids": Damage(without_ids, "lost their ids"),
    "old format": Damage(old_format, "old notebook format"),
    "output of 50 MB": Damage(heavy),
    "magic lines": Damage(magical),
    "truncated": Damage(lambda notebook, _: (_dump(notebook)[:-200], []), "cut off"),
    "empty": Damage(lambda *_: (b"", []), "empty"),
    "no notebook": Damage(lambda *_: (b"%PDF-1.7 \xff\xfe", []), "no notebook"),
    "a list": Damage(lambda *_: (b"[1, 2, 3]", []), "no notebook"),
    "deep nonsense": Damage(lambda *_: (b"[" * 200_000, []), "no notebook"),
    "another course": Damage(lambda *_: (b'{"cells": [{"cell_type": "code", "source": ["1"]}]}', []), "No answer cell"),
}
