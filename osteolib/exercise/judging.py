"""Judge an answer, and say in one line what is right, or what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from osteolib.exercise.errors import QuestionError, Unfit, UnknownQuestionError
from osteolib.exercise.guarded import Guarded
from osteolib.exercise.kinds import Function
from osteolib.exercise.plaindata import unanswered
from osteolib.exercise.question import Part, Question
from osteolib.exercise.sets import find
from osteolib.exercise.words import ended_by

MARKS = {"right": "[ok]", "blank": "[  ]", "wrong": "[no]"}


@dataclass(frozen=True)
class Verdict:
    """What was judged: `state` is "right", "blank" or "wrong"; `mistake` names a known one; `line` says it all."""

    state: str
    points: float
    mistake: str | None
    line: str
    passed: tuple[str, ...] = ()


def check(identifier: str, answer: object) -> None:
    """Print in one line whether `answer` answers the question, or what may have gone wrong.

    Whatever is handed over, this neither raises nor hangs.

    Examples
    --------
    >>> check("bone_remodeling.1", ...)
    [  ] bone_remodeling.1: not attempted yet
    >>> check("bone_remodelling.1", 0.1)
    [no] there is no question 'bone_remodelling.1'; did you mean 'bone_remodeling.1'?
    """
    try:
        line = judge(find(identifier), answer).line
    except UnknownQuestionError as error:
        line = f"[no] {error}"
    except QuestionError as error:
        line = f"[no] this question is broken, and your answer was not judged; please tell its authors: {error}"
    except BaseException as error:
        line = f"[no] this answer could not be judged: {ended_by(error)}"
    try:
        print(line)
    except BaseException:
        return  # there is nowhere left to say it


def judge(question: Question, answer: object) -> Verdict:
    """Judge an answer to a question.

    Parameters
    ----------
    question : Question
        From `osteolib.exercise.find` or a set's `QUESTIONS`.
    answer : object
        Anything.

    Returns
    -------
    Verdict

    Raises
    ------
    QuestionError
        If the question's own reference fails, which no answer can cause.

    Examples
    --------
    >>> from osteolib.exercise import find
    >>> judge(find("bone_remodeling.1"), None).state
    'blank'
    """
    if unanswered(answer):
        return _blank(question)
    try:
        taken = question.expects.take(answer)
    except Unfit as error:
        return _wrong(question, str(error), points=0)
    if isinstance(taken, Guarded) and taken.blank(question.expects.probes[0]):
        return _blank(question)
    passed = [part for part in question.parts if passes(part, taken)]
    if len(passed) == len(question.parts):
        line = f"{MARKS['right']} {question.id}: right, {_of(question.points, question)}"
        return Verdict("right", question.points, None, line, tuple(part.says for part in passed))
    points = sum(part.points for part in passed)
    verdict = _explained(question, taken, points)
    return replace(verdict, passed=tuple(part.says for part in passed))


def passes(part: Part, taken: Any) -> bool:
    """Whether an answer that was taken passes a part; a test that raises is not passed.

    >>> passes(Part(1, "is positive", lambda x: x > 0), "text")
    False
    """
    try:
        return bool(part.test(taken))
    except Exception:
        return False


def _explained(question: Question, taken: Any, points: float) -> Verdict:
    """Verdict on a wrong answer: the failure of a function, a known mistake, or a hint from the kind."""
    try:
        for mistake in question.mistakes:
            if question.expects.same(taken, question.wrong[mistake.name]):
                return _wrong(question, mistake.hint, points, mistake.name)
        if question.expects.same(taken, question.reference):
            failed = next(part.says for part in question.parts if not passes(part, taken))
            return _wrong(question, f"almost; what does not hold yet: {failed}.", points)
        return _wrong(question, question.expects.hint(taken, question.reference), points)
    except Unfit as error:
        failure = taken.failure if isinstance(question.expects, Function) else None
        return _wrong(question, failure or str(error), points)


def _blank(question: Question) -> Verdict:
    return Verdict("blank", 0, None, f"{MARKS['blank']} {question.id}: not attempted yet")


def _wrong(question: Question, hint: str, points: float, mistake: str | None = None) -> Verdict:
    credit = f" ({_of(points, question)})" if points else ""
    return Verdict("wrong", points, mistake, f"{MARKS['wrong']} {question.id}: {hint}{credit}")


def _of(points: float, question: Question) -> str:
    return f"{points:g} of {question.points:g} point{'s' if question.points != 1 else ''}"
