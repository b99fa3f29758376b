"""All marks of a class, by student and by question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from osteolib.grade.marks import Mark, Result
from osteolib.grade.submissions import Submission


@dataclass
class Row:
    """All that is said of one student.

    Parameters
    ----------
    submission : Submission
    marks : dict
        By question.
    notes : list of str
        On the files.
    faulty : bool
        Whether the grader itself failed somewhere.
    """

    submission: Submission
    marks: dict[str, Mark] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faulty: bool = False

    @property
    def student(self) -> str:
        """Name."""
        return self.submission.student

    @property
    def total(self) -> float:
        """Points earned."""
        return sum(mark.points for mark in self.marks.values())

    @property
    def note(self) -> str:
        """All remarks in one line: on the files, then on questions that have no answer to judge."""
        told = [f"{mark.question}: {remark}" for mark in self.marks.values() for remark in mark.remarks]
        stopped = [mark for mark in self.marks.values() if mark.state not in ("right", "wrong", "blank", "missing")]
        return " ".join([*self.notes, *told, *(f"{mark.question}: {STATES[mark.state]}." for mark in stopped)])


# What a state is called in tables and figures.
STATES = {
    "right": "right",
    "wrong": "not right",
    "blank": "not attempted",
    "missing": "cell missing",
    "failed": "stopped with an error",
    "time": "took too long",
    "memory": "took too much memory",
    "killed": "process killed",
    "exit": "left Python",
    "fault": "the grader failed",
}


@dataclass
class Gradebook:
    """A graded class: points of each question by id, in order, what each asks, and a row a student."""

    out_of: Mapping[str, float]
    asks: Mapping[str, str]
    rows: list[Row]

    @property
    def maximum(self) -> float:
        """Points of all questions."""
        return sum(self.out_of.values())


def row(submission: Submission, results: list[Result], sets: list[str]) -> Row:
    """Row of a student, from the results of all files, the latest last.

    Parameters
    ----------
    submission : Submission
    results : list of Result
        In the order of the files.
    sets : list of str
        Sets that are graded.
    """
    made = Row(submission)
    if not submission.files:
        made.notes.append("There is no notebook in the folder.")
    for name in sets:
        of_set = [(path, result) for path, result in zip(submission.files, results, strict=True) if result.set == name]
        if len(of_set) > 1:
            made.notes.append(
                f"{name} was handed in {len(of_set)} times; the latest file, {of_set[-1][0].name}, counted."
            )
        if of_set:
            result = of_set[-1][1]
            made.marks.update({mark.question: mark for mark in result.marks})
            made.notes += result.notes
        elif submission.files and len(sets) > 1:
            made.notes.append(f"There is no notebook of {name}.")
    for path, result in zip(submission.files, results, strict=True):
        if not result.set:
            made.notes += [f"{path.name}: {note}" for note in result.notes]
        elif result.set not in sets:
            made.notes.append(f"{path.name} belongs to {result.set}, which was not asked for.")
    made.faulty = any(r.set == "" for r in results) or any(mark.state == "fault" for mark in made.marks.values())
    return made
