"""The sets of questions, one module each; a set is loaded when a question of it is asked for."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

from osteolib.exercise.errors import QuestionError, UnknownQuestionError
from osteolib.exercise.question import Question
from osteolib.exercise.words import a_thing, one_line

ORDER = ("bone_remodeling", "estrogen", "aging_immunity", "exosome_biology", "therapy", "capstone")


def set_names() -> list[str]:
    """Names of the sets, in the order of the course.

    >>> set_names()[0]
    'bone_remodeling'
    """
    there = {module.name for module in pkgutil.iter_modules(__path__)}
    return [name for name in ORDER if name in there]


@cache
def questions(name: str) -> tuple[Question, ...]:
    """Questions of a set, in order.

    Raises
    ------
    UnknownQuestionError
        If there is no such set.

    Examples
    --------
    >>> questions("bone_remodeling")[0].id
    'bone_remodeling.1'
    """
    if name not in set_names():
        raise UnknownQuestionError(f"there is no set {name!r}; there are {', '.join(set_names())}")
    declared = tuple(importlib.import_module(f"{__name__}.{name}").QUESTIONS)
    wanted = [f"{name}.{number}" for number in range(1, len(declared) + 1)]
    if [question.id for question in declared] != wanted:
        raise QuestionError(f"questions of {name} are called {', '.join(wanted)}, in this order.")
    return declared


def find(identifier: str) -> Question:
    """The question of this id.

    Raises
    ------
    UnknownQuestionError
        If there is none; the message names the nearest.

    Examples
    --------
    >>> find("bone_remodeling.1").objective.startswith("one-cycle")
    True
    """
    if type(identifier) is not str:
        raise UnknownQuestionError(
            f"a question is called by a text such as '{ORDER[0]}.1', and {a_thing(identifier)} came"
        )
    name = identifier.strip().rpartition(".")[0]
    if name in set_names():
        for question in questions(name):
            if question.id == identifier.strip():
                return question
    raise UnknownQuestionError(f"there is no question '{one_line(identifier)}'; {_nearest(identifier)}")


def _nearest(identifier: str) -> str:
    name, _, number = identifier[:80].rpartition(".")
    close = difflib.get_close_matches(name or number, set_names(), 1, 0.4)
    if not close:
        return f"the sets are {', '.join(set_names())}"
    ids = [question.id for question in questions(close[0])]
    best = f"{close[0]}.{number}"
    return f"did you mean '{best}'?" if best in ids else f"'{close[0]}' has questions 1 to {len(ids)}"
