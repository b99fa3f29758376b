"""Who handed in which files: a folder with one notebook, or one folder, for each student."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from osteolib.grade.errors import GradeError

# What Moodle and Canvas call the files of a whole class that they pack for a teacher.
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_\w+")
CANVAS = re.compile(r"(?P<name>[^\W_]+)_(?:LATE_)?(?P<id>\d+)_\d+_.+")


@dataclass
class Submission:
    """What one student handed in.

    Parameters
    ----------
    student : str
        Name of the file or folder, or of the person where Moodle or Canvas packed it.
    files : list of Path
        Notebooks, the latest last.
    moodle, canvas : str
        Number of the participant or user, where the name tells it.
    """

    student: str
    files: list[Path] = field(default_factory=list)
    moodle: str = ""
    canvas: str = ""


def find_submissions(folder: Path) -> list[Submission]:
    """Submissions in a folder, by name.

    Raises
    ------
    GradeError
        If there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise GradeError(f"there is no folder {folder}; name the one that holds the submissions")
    found: dict[str, Submission] = {}
    for entry in sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name)):
        if entry.name.startswith((".", "__MACOSX")) or entry.is_symlink():
            continue
        files = _notebooks(entry) if entry.is_dir() else [entry] if entry.suffix == ".ipynb" else None
        if files is not None:
            one = _person(entry.name if entry.is_dir() else entry.stem)
            found.setdefault(one.student, one).files += files
    if not found:
        raise GradeError(f"{folder} holds no submission: neither a notebook (.ipynb) nor a folder of a student")
    for one in found.values():
        one.files.sort(key=lambda path: (path.stat().st_mtime, os.fsencode(path.name)))
    return sorted(found.values(), key=lambda one: one.student)


def _notebooks(folder: Path) -> Iterable[Path]:
    """Notebooks below a student's folder; what points elsewhere is not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        for name in names:
            path = Path(place, name)
            if path.suffix == ".ipynb" and not name.startswith(".") and not path.is_symlink():
                yield path


def _person(name: str) -> Submission:
    """Student of a file's or folder's name.

    >>> _person("Ana López_4711_assignsubmission_file").moodle
    '4711'
    >>> _person("lopezana_LATE_90210_55_estrogen").canvas
    '90210'
    """
    text = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
    if match := MOODLE.fullmatch(text):
        return Submission(match["name"], moodle=match["id"])
    if match := CANVAS.fullmatch(text):
        return Submission(match["name"], canvas=match["id"])
    return Submission(text)
