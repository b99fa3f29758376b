"""Marks of one submitted notebook: each answer run in the sandbox, judged here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from osteolib.exercise import Function, Question, judge
from osteolib.exercise.limit import SECONDS
from osteolib.grade.errors import UnusableError
from osteolib.grade.notebook import read_cells
from osteolib.grade.rebuild import Rebuilt, rebuild, set_of
from osteolib.grade.reference import Reference, Slot
from osteolib.grade.sandbox import Answer, Limits, Prepared

WAIT = 120.0  # seconds


@dataclass
class Mark:
    """The mark of one question.

    Parameters
    ----------
    question : str
    points, out_of : float
    state : str
        ``right``, ``wrong``, ``blank``, ``missing``; or why there was no answer to judge: ``failed`` (an exception),
        ``time``, ``memory``, ``killed``, ``exit``, ``fault`` (of the grader).
    line : str
        What the student is told.
    mistake : str, optional
        Name of a known mistake.
    passed : list of str
        Parts that earned points.
    parts : list of str
        All parts.
    remarks : list of str
        About the cell.
    """

    question: str
    points: float
    out_of: float
    state: str
    line: str
    mistake: str | None = None
    passed: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class Result:
    """Marks of a submitted notebook, the set it belongs to, remarks on the file, and the walls, if any answer ran."""

    set: str | None
    marks: list[Mark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    walls: list[str] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Result:
        """From what `to_dict` gave."""
        return Result(**{**data, "marks": [Mark(**mark) for mark in data["marks"]]})


class Marker:
    """Marks notebooks of any of the given sets.

    Parameters
    ----------
    references : iterable of Reference
    questions : mapping
        Of each set, its questions by id, hidden parts included.
    prepared : callable
        Gives the warm parent of a set.
    limits : Limits
    """

    def __init__(
        self, references: Iterable[Reference], questions: Mapping[str, Mapping[str, Question]], prepared, limits
    ):
        self.references = list(references)
        self.patience = {one.id: patience(one) for graded in questions.values() for one in graded.values()}
        self.questions = {
            name: {key: patient(one) for key, one in graded.items()} for name, graded in questions.items()
        }
        self.prepared, self.limits = prepared, limits
        self.walls: list[str] | None = None

    def mark(self, data: bytes) -> Result:
        """Marks of one file."""
        began = time.monotonic()
        try:
            cells, notes = read_cells(data)
        except UnusableError as error:
            return Result(None, notes=[str(error)])
        reference = set_of(cells, self.references)
        if reference is None:
            lost = "No answer cell of any exercise set is in this notebook. Start again from the notebook handed out."
            return Result(None, notes=[*notes, lost])
        rebuilt = rebuild(cells, reference)
        self.walls = None
        marks = [self._mark(slot, rebuilt, reference) for slot in reference.slots]
        return Result(reference.set, marks, [*notes, *rebuilt.notes], time.monotonic() - began, self.walls)

    def _mark(self, slot: Slot, rebuilt: Rebuilt, reference: Reference) -> Mark:
        question = self.questions[reference.set][slot.question]
        source, remarks = rebuilt.answers[slot.question], rebuilt.remarks[slot.question]
        if source is None:
            return _without_answer(question, "missing", "there is no answer cell", remarks)
        if source.strip() == slot.blank.strip() or not source.strip():
            return _without_answer(question, "blank", "not attempted", remarks)
        try:
            return self._run(question, slot, source, self.prepared(reference), remarks)
        except Exception as error:  # one answer must not cost the others of the class theirs
            return _fault(question, error, remarks)

    def _run(self, question: Question, slot: Slot, source: str, prepared: Prepared, remarks: list[str]) -> Mark:
        self.walls = prepared.sandbox.standing
        with prepared.ask(source, slot.name, self.patience[question.id]) as answer:
            if answer.state == "answer":
                return _judged(question, answer.value, remarks)
            line = _what_went_wrong(answer, slot, self.limits.times(self.patience[question.id]))
            return _without_answer(question, answer.state, line, remarks)


def patience(question: Question) -> float:
    """How many times the usual limits a question has; one that needs long calls says so.

    >>> from osteolib.exercise import find
    >>> patience(find("bone_remodeling.1"))
    1.0
    """
    return max(1.0, getattr(question.expects, "seconds", SECONDS) / SECONDS)


def patient(question: Question) -> Question:
    """The same question, whose judge waits so long for a call that the sandbox's own limit is the first to speak."""
    kind = question.expects
    if not isinstance(kind, Function):
        return question
    return replace(question, expects=Function(kind.returns, kind.probes, kind.seconds + WAIT))


def _judged(question: Question, value: Any, remarks: list[str]) -> Mark:
    verdict = judge(question, value)
    mark = Mark(question.id, verdict.points, question.points, verdict.state, verdict.line, verdict.mistake)
    mark.passed, mark.parts, mark.remarks = list(verdict.passed), [part.says for part in question.parts], remarks
    return mark


def _without_answer(question: Question, state: str, line: str, remarks: list[str]) -> Mark:
    mark = "[  ]" if state in ("blank", "missing") else "[no]"
    parts = [part.says for part in question.parts]
    return Mark(question.id, 0, question.points, state, f"{mark} {question.id}: {line}", parts=parts, remarks=remarks)


def _fault(question: Question, error: Exception, remarks: list[str]) -> Mark:
    words = f"the grader failed, not your answer; please tell your teacher ({type(error).__name__}: {str(error)[:200]})"
    return _without_answer(question, "fault", words, remarks)


def _what_went_wrong(answer: Answer, slot: Slot, limits: Limits) -> str:
    """Why there is no answer to judge, and what to do about it."""
    said = {
        "missing": f"the cell runs, but it gives no value to {slot.name}; the check looks for that name",
        "time": f"the cell had not finished after {limits.seconds:g} s; is there a loop without end?",
        "memory": f"the cell took more than {limits.memory} MB of memory; is there a list that grows without end?",
        "killed": "the cell's process was killed, or crashed, before there was an answer",
        "exit": "the cell left Python before there was an answer; take out exit() and the like",
        "failed": _failure(answer.failure, slot),
    }
    if answer.state not in said:
        raise RuntimeError(f"the sandbox could not be set up ({answer.state})")
    return said[answer.state]


def _failure(failure: Mapping[str, Any], slot: Slot) -> str:
    kind, message, line = (str(failure.get(key) or "") for key in ("error", "message", "line"))
    where = f" in line {line}" if line else ""
    more = {
        "NameError": "An answer may use the names of the set-up cells and those of its own cell, of no other cell.",
        "EOFError": "Nobody is there to answer input() when an answer is graded; write the value into the cell.",
        "SystemExit": "Take out exit() and the like.",
        "ModuleNotFoundError": "Use what the course installs.",
    }.get(kind, "Run the cell alone, after a restart and the set-up cells, and mend it there.")
    return f"the cell stops{where} with {kind}{': ' + message if message else ''}. {more}"
