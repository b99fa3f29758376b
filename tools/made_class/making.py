"""Make a class of submissions with known marks, from honest to hostile: `python -m tools.made_class FOLDER`.

What is expected is worked out from the questions alone, so it holds for every set there is.
"""

from __future__ import annotations

import argparse
import ast
import copy
import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osteolib.exercise import Question, judge
from osteolib.grade.checks import graded_questions
from osteolib.grade.reference import Reference, read_reference
from tools.book import ROOT
from tools.made_class.cells import TRICKS, Trick
from tools.made_class.files import FILES

NAMES = ("Łucja Żak", "O'Neill, Róisín", "村上 春", "Müller <b>& Söhne", "Ana María Peña", "=SUM(A1)", "Óskar 1")


@dataclass
class Set:
    """A set with all that submissions are made from."""

    reference: Reference
    notebook: dict[str, Any]
    questions: dict[str, Question]
    solutions: dict[str, str]

    @property
    def slots(self) -> list[str]:
        """Ids of the questions, in order."""
        return [slot.question for slot in self.reference.slots]

    def name(self, question: str) -> str:
        """Name of the answer to a question."""
        return next(slot.name for slot in self.reference.slots if slot.question == question)


@dataclass
class Made:
    """A made submission: what is in it, its set, the file, the points it has to get, words of the feedback, whose."""

    kinds: list[str]
    set: str
    data: bytes
    points: dict[str, float]
    words: list[str] = field(default_factory=list)
    student: str = ""


def read_set(name: str, student: Path, solutions: Path, checks: Path | None) -> Set:
    """Read a set: notebook handed out, worked solutions, questions with their hidden parts."""
    path = student / f"{name}.ipynb"
    worked = json.loads((solutions / f"{name}.ipynb").read_text(encoding="utf-8"))
    answers = {cell["id"]: "".join(cell["source"]) for cell in worked["cells"]}
    reference = read_reference(path)
    by_question = {slot.question: answers[slot.cell] for slot in reference.slots}
    return Set(reference, json.loads(path.read_text(encoding="utf-8")), graded_questions(name, checks), by_question)


def filled(one: Set, answers: dict[str, str]) -> dict[str, Any]:
    """Notebook as handed out, with these answers filled in."""
    notebook, cells = copy.deepcopy(one.notebook), {slot.cell: slot.question for slot in one.reference.slots}
    for cell in notebook["cells"]:
        if cells.get(cell["id"]) in answers:
            cell["source"] = answers[cells[cell["id"]]]
    return notebook


def points(one: Set, right: list[str]) -> dict[str, float]:
    """Full points for the questions that are right, none for the others."""
    return {question: one.questions[question].points if question in right else 0.0 for question in one.slots}


def honest(one: Set) -> Iterator[tuple[str, dict[str, str], dict[str, float]]]:
    """A perfect submission, and every typical mistake, one of each question at a time: kind, answers, points."""
    yield "perfect", one.solutions, points(one, one.slots)
    most = max(len(question.mistakes) for question in one.questions.values())
    for number in range(most):
        chosen = {q: one.questions[q].mistakes[number] for q in one.slots if number < len(one.questions[q].mistakes)}
        gives = {q: mistake.gives() for q, mistake in chosen.items()}
        answers = {q: mistaken(q, one.name(q), mistake.name, gives[q]) for q, mistake in chosen.items()}
        earned = {q: judge(one.questions[q], value).points for q, value in gives.items()}
        yield f"mistake {number + 1}", answers, points(one, []) | earned


def mistaken(question: str, name: str, mistake: str, value: Any) -> str:
    """An answer cell that makes a typical mistake: its value as a student types it, else as the library knows it."""
    if typed(value):
        return f"{name} = {value!r}"
    return (
        "from osteolib.exercise import find\n"
        f"{name} = next(one for one in find({question!r}).mistakes if one.name == {mistake!r}).gives()"
    )


def typed(value: Any) -> bool:
    """Whether a value can be typed: it is read back from what Python prints of it."""
    try:
        return ast.literal_eval(repr(value)) == value
    except (SyntaxError, ValueError):
        return False


def idle(one: Set) -> Iterator[tuple[str, dict[str, str], dict[str, float]]]:
    """A blank and a half-done submission."""
    yield "blank", {}, points(one, [])
    half = one.slots[::2]
    yield "half", {question: one.solutions[question] for question in half}, points(one, half)


def tricked(one: Set, number: int, tricks: list[Trick]) -> tuple[dict[str, str], dict[str, float]]:
    """A submission with a trick in each of some answers and, after them, a right one, which must not lose by it."""
    *victims, other = [one.slots[(number + step) % len(one.slots)] for step in range(len(tricks) + 1)]
    answers = {v: trick.cell(one.name(v), one.solutions[v]) for v, trick in zip(victims, tricks, strict=True)}
    return answers | {other: one.solutions[other]}, points(one, [other])


def make_class(sets: list[Set], students: int) -> list[Made]:
    """Submissions: all honest ones, every trick and every damaged file at least once, then more until it is a class.

    Parameters
    ----------
    sets : list of Set
    students : int
        At least so many.

    Returns
    -------
    list of Made
    """
    made, turn = [], itertools.cycle(sets)
    for one in sets:
        for kind, answers, earned in honest(one):
            made.append(Made([kind], one.reference.set, _text(filled(one, answers)), earned))
    for kind, answers, earned in idle(sets[-1]):
        made.append(Made([kind], sets[-1].reference.set, _text(filled(sets[-1], answers)), earned))
    tricks = itertools.cycle(TRICKS)
    for number in range(max(math.ceil(len(TRICKS) / 2), students - len(made) - len(FILES))):
        one, kinds = next(turn), [next(tricks), next(tricks)]
        answers, earned = tricked(one, number, [TRICKS[kind] for kind in kinds])
        words = [TRICKS[kind].words for kind in kinds]
        made.append(Made(kinds, one.reference.set, _text(filled(one, answers)), earned, words))
    for kind, damage in FILES.items():
        one = next(turn)
        given = one.slots[:2]  # the file is what is tested; more answers would cost time only
        data, counted = damage.make(filled(one, {q: one.solutions[q] for q in given}), one.reference)
        right = [question for question in given if question in counted]
        made.append(Made([kind], one.reference.set, data, points(one, right), [damage.words]))
    for number, each in enumerate(made):
        each.student = f"{NAMES[number % len(NAMES)]} {number:02d}"
    return made


def _text(notebook: dict[str, Any]) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode()


def write_class(made: list[Made], folder: Path) -> None:
    """Write submissions: every second one as a folder of its own, with blanks in the file's name."""
    for number, each in enumerate(made):
        path = (
            folder / each.student / f"my {each.set} (final).ipynb" if number % 2 else folder / f"{each.student}.ipynb"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.data)


def main() -> None:
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("folder", type=Path)
    parse.add_argument("--students", type=int, default=60)
    parse.add_argument("--checks", type=Path, default=ROOT / "instructor")
    options = parse.parse_args()
    student, solutions = ROOT / "exercises/student", ROOT / "exercises/solutions"
    sets = [read_set(path.stem, student, solutions, options.checks) for path in sorted(student.glob("*.ipynb"))]
    made = make_class(sets, options.students)
    write_class(made, options.folder)
    for each in made:
        print(f"{each.student}: {', '.join(each.kinds)}, {each.set}, {sum(each.points.values()):g} points")
