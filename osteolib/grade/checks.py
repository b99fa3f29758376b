"""Hidden checks: more parts of a question, which stand in the instructor's folder and nowhere else."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from osteolib.exercise import Part, Question, questions
from osteolib.grade.errors import GradeError


def read_checks(folder: Path | None, name: str) -> Mapping[str, Sequence[Part]]:
    """Hidden parts of a set by question, from ``FOLDER/SET.py``; none if there is no such file.

    Raises
    ------
    GradeError
        If the file cannot be run, or what it declares is no hidden part of this set.

    Examples
    --------
    >>> read_checks(None, "bone_remodeling")
    {}
    """
    path = None if folder is None else folder / f"{name}.py"
    if path is None or not path.is_file():
        return {}
    hidden = _declared(path)
    known = {question.id for question in questions(name)}
    for question, parts in hidden.items():
        if question not in known:
            raise GradeError(f"{path}: HIDDEN names {question!r}, which is no question of {name}")
        if not all(isinstance(part, Part) for part in parts):
            raise GradeError(f"{path}: HIDDEN[{question!r}] has to be a list of Part(points, says, test)")
    return hidden


def graded_questions(name: str, folder: Path | None) -> dict[str, Question]:
    """Questions of a set by id, each with its hidden parts and worth their points too.

    Examples
    --------
    >>> list(graded_questions("bone_remodeling", None))[:2]
    ['bone_remodeling.1', 'bone_remodeling.2']
    """
    hidden = read_checks(folder, name)
    return {question.id: _with(question, hidden.get(question.id, ())) for question in questions(name)}


def _with(question: Question, hidden: Sequence[Part]) -> Question:
    points = question.points + sum(part.points for part in hidden)
    return replace(question, points=points, parts=[*question.parts, *hidden])


def _declared(path: Path) -> Mapping[str, Sequence[Part]]:
    spec = importlib.util.spec_from_file_location(f"instructor_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        return dict(module.HIDDEN)
    except Exception as error:
        raise GradeError(f"{path} cannot be used: {type(error).__name__}: {error}") from error
