"""The page that a student gets."""

from __future__ import annotations

import hashlib
import re

from osteolib.grade.gradebook import STATES, Gradebook, Row
from osteolib.grade.marks import Mark
from osteolib.grade.report.pages import page

SIGNS = {"right": "✓", "wrong": "✗", "blank": "–", "missing": "–"}


def student_page(one: Row, book: Gradebook) -> str:
    """Feedback for one student: points, what each answer earned them for, and what went wrong.

    Parameters
    ----------
    one : Row
    book : Gradebook

    Returns
    -------
    str
        HTML.
    """
    answers = [
        {
            "id": question,
            "asks": book.asks[question],
            "mark": one.marks.get(question),
            "out_of": f"{points:g}",
            **_told(one.marks.get(question)),
        }
        for question, points in book.out_of.items()
    ]
    share = f"{100 * one.total / book.maximum:.0f}" if book.maximum else "0"
    return page(
        "student.html", row=one, answers=answers, total=f"{one.total:g}", maximum=f"{book.maximum:g}", share=share
    )


def file_name(student: str) -> str:
    """Name of a student's page: the student's own, as far as a file may have it.

    >>> file_name("Łukasz Żak"), file_name("../up")
    ('Łukasz Żak.html', '.._up.html')
    """
    safe = "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in student)
    if len(safe.encode()) > 200:
        safe = safe.encode()[:160].decode("utf-8", "ignore") + hashlib.sha256(student.encode()).hexdigest()[:16]
    return f"{safe}.html"


def advice(mark: Mark) -> str:
    """What a student is told, without sign, id and points, which stand beside it.

    >>> advice(Mark("toy.1", 1, 2, "wrong", "[no] toy.1: the sign is not. (1 of 2 points)"))
    'the sign is not.'
    """
    line = mark.line.split(f"{mark.question}: ", 1)[-1]
    return re.sub(r"\s*\([\d.]+ of [\d.]+ points?\)$", "", line)


def _told(mark: Mark | None) -> dict[str, object]:
    """Words of one answer for the template."""
    if mark is None:
        return {"points": "0", "state": "not handed in", "sign": "–", "line": "", "parts": []}
    line = advice(mark)
    parts = [(part, part in mark.passed) for part in mark.parts]
    sign = SIGNS.get(mark.state, "✗")
    state = "partly right" if mark.state == "wrong" and mark.points else STATES[mark.state]
    return {
        "points": f"{mark.points:g}",
        "state": state,
        "sign": sign,
        "line": line[:1].upper() + line[1:],
        "parts": parts,
    }
