"""Questions with a reference answer, and a check that says why an answer is not right.

>>> from osteolib.exercise import check
>>> check("bone_remodeling.1", ...)
[  ] bone_remodeling.1: not attempted yet
"""

from osteolib.exercise.agreement import agrees
from osteolib.exercise.errors import Failed, QuestionError, Unfit, UnknownQuestionError
from osteolib.exercise.judging import Verdict, check, judge, passes
from osteolib.exercise.kinds import Array, Choice, Function, Integer, Names, Number, Order, Record
from osteolib.exercise.plaindata import plain
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets import find, questions, set_names

__all__ = [
    "Array",
    "Choice",
    "Failed",
    "Function",
    "Integer",
    "Mistake",
    "Names",
    "Number",
    "Order",
    "Part",
    "Question",
    "QuestionError",
    "Record",
    "Unfit",
    "UnknownQuestionError",
    "Verdict",
    "agrees",
    "check",
    "find",
    "judge",
    "passes",
    "plain",
    "questions",
    "set_names",
]
