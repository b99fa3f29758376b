"""Tables: grades.csv, and what Moodle and Canvas import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from osteolib.grade.errors import GradeError
from osteolib.grade.gradebook import Gradebook, Row

# Columns of a roster that name a person, as Moodle, Canvas and people write them.
NAMES = ("student", "full name", "name", "username", "sis login id", "email address", "email", "id number", "id")


def grades(book: Gradebook) -> str:
    """One row a student: points by question, total, maximum, remarks."""
    head = ["student", *book.out_of, "total", "max", "note"]
    return table(head, ([*_points(one, book), one.note] for one in book.rows))


def _points(one: Row, book: Gradebook) -> list[str]:
    each = [f"{one.marks[name].points:g}" if name in one.marks else "" for name in book.out_of]
    return [one.student, *each, f"{one.total:g}", f"{book.maximum:g}"]


def moodle(book: Gradebook, roster: Mapping[str, Mapping[str, str]]) -> str:
    """Table for Moodle, as the grading worksheet of an assignment or for Grades, Import.

    The worksheet needs the columns Identifier, Grade and Last modified (grade); the gradebook asks which column
    names the person and which one goes where.
    """
    columns = ["Identifier", "Full name", "Email address", "Username", "ID number", "Grade", "Maximum Grade"]
    changed = datetime.now(UTC).strftime("%A, %d %B %Y, %I:%M %p")
    lines = []
    for one in book.rows:
        known = roster.get(one.student.casefold(), {})
        number = one.submission.moodle
        identifier = f"Participant {number}" if number else known.get("identifier", "")
        person = [identifier, known.get("full name", one.student), known.get("email address", known.get("email", ""))]
        person += [known.get("username", one.student), known.get("id number", "")]
        lines.append([*person, f"{one.total:g}", f"{book.maximum:g}", changed, one.note])
    return table([*columns, "Last modified (grade)", "Feedback comments"], lines)


def canvas(book: Gradebook, title: str, roster: Mapping[str, Mapping[str, str]]) -> str:
    """Table for Canvas, Grades, Import: persons' columns, one assignment, and the row of points possible.

    A column that is called like an assignment of the course, or like none, fills that one, or makes a new one.
    """
    lines = [["    Points Possible", "", "", "", "", f"{book.maximum:g}"]]
    for one in book.rows:
        known = roster.get(one.student.casefold(), {})
        number = one.submission.canvas or known.get("id", "")
        login = known.get("sis login id", known.get("username", "" if number else one.student))
        person = [
            known.get("student", one.student),
            number,
            known.get("sis user id", ""),
            login,
            known.get("section", ""),
        ]
        lines.append([*person, f"{one.total:g}"])
    return table(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title], lines)


def read_roster(path: Path | None) -> dict[str, dict[str, str]]:
    """Persons by each of their names: of a table that Moodle or Canvas exported, or a list with a column ``student``.

    Raises
    ------
    GradeError
        If the table cannot be read, or no column names a person.

    Examples
    --------
    >>> read_roster(None)
    {}
    """
    if path is None:
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GradeError(f"the roster {path} cannot be read as a CSV table: {error}") from None
    found: dict[str, dict[str, str]] = {}
    for one in rows:
        known = {str(key).strip().casefold(): str(value or "").strip() for key, value in one.items()}
        for name in NAMES:
            if known.get(name):
                found.setdefault(known[name].casefold(), known)
    if not found:
        raise GradeError(f"the roster {path} names nobody; one of its columns has to be {', '.join(NAMES)}")
    return found


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """CSV text. A spreadsheet must not take a student's words for a formula."""
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow(head)
    write.writerows([_harmless(cell) for cell in one] for one in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet computes.

    >>> _harmless("=1+1"), _harmless("-0.5")
    ("'=1+1", '-0.5')
    """
    risky = cell.startswith(("=", "+", "@", "\t", "\r")) or (cell.startswith("-") and not cell[1:2].isdigit())
    return f"'{cell}" if risky else cell
