"""A test for parts: a function answers as the reference does, at inputs of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osteolib.exercise.errors import QuestionError
from osteolib.exercise.kinds import Function
from osteolib.exercise.sets import find


def agrees(identifier: str, *inputs: tuple) -> Callable[[Any], bool]:
    """Test of a `Part`: whether a function agrees with the reference answer of a question, within its tolerance.

    Parameters
    ----------
    identifier : str
        Question that asks for a function, such as ``"therapy.9"``.
    *inputs : tuple
        Arguments of each call.

    Returns
    -------
    callable
        To be called with the answer, as the question's kind reads it.

    Raises
    ------
    QuestionError
        If the question asks for something else than a function, or no inputs are given.
    UnknownQuestionError
        If there is no such question.

    Examples
    --------
    >>> elsewhere = agrees("therapy.1", ([1, -1, 1],), ([-1, -1],))
    >>> elsewhere(lambda steps: -1), elsewhere(lambda steps: 1 if steps.count(-1) % 2 == 0 else -1)
    (False, True)
    """
    question = find(identifier)
    if not isinstance(question.expects, Function):
        raise QuestionError(f"{identifier} asks for no function; compare its answer with a property of your own.")
    if not inputs:
        raise QuestionError(f"agrees({identifier!r}) needs inputs, each a tuple of arguments.")

    def test(answer: Any) -> bool:
        return all(question.expects.returns.same(answer(*each), question.reference(*each)) for each in inputs)

    return test
