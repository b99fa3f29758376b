"""The errors of this room: what failed, what was expected, what came, what to do next."""

from __future__ import annotations

from osteolib.model.errors import ModelError


class LogicError(ModelError):
    """Base of every error of a Boolean network; a notebook shows its message alone.

    Examples
    --------
    >>> issubclass(BadRule, LogicError)
    True
    """


class BadRule(LogicError):
    """A rule that cannot be read; the message points at the place."""


class BadState(LogicError):
    """A state or an input that is not made of names of the network, or not of 0 and 1."""


class TooLarge(LogicError):
    """A network or a graph with more states than can be listed."""


def points_at(text: str, line: int, column: int, what: str) -> str:
    """The message of a rule that cannot be read, with the line and a mark under the place.

    Examples
    --------
    >>> print(points_at("A = B &&", 1, 8, "a second '&' stands here. Write one."))
    line 1, column 8: a second '&' stands here. Write one.
        A = B &&
               ^
    """
    shown = text.splitlines()[line - 1].replace("\t", " ") if text else ""
    return f"line {line}, column {column}: {what}\n    {shown}\n    {' ' * (column - 1)}^"
