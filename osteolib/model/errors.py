"""Errors that teach: what failed, what was expected, what came, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MANY = 24  # names that an error lists before it only counts them


class ModelError(ValueError):
    """Base of every error that a wrong call of a model raises; a notebook shows its message alone, without a traceback.

    Examples
    --------
    >>> issubclass(OutOfDomain, ModelError)
    True
    """

    def _render_traceback_(self) -> list[str]:
        # IPython's hook: the frames of this library tell a learner nothing that the message does not.
        return [f"{type(self).__name__}: {self}"]


class UnknownName(ModelError):
    """A parameter, state or variable that the model does not have."""


class BadValue(ModelError):
    """A value that is not a finite number, or has a shape that cannot be used."""


class OutOfDomain(ModelError):
    """A value outside the domain in which the model's equations make sense."""


class BadTimes(ModelError):
    """Times that are not increasing, or a duration that is not positive."""


class BadSchedule(ModelError):
    """A schedule or a dose that overlaps another, ends before it starts, or lies outside the simulated time."""


class SolverFailed(ModelError):
    """The solver could not go on; the message names the parameter set and the time reached."""


class NoSteadyState(ModelError):
    """No steady state was found for a parameter set."""


class MissingExtra(ModelError, ImportError):
    """An optional package is needed for this and is not installed."""


def require_known(name: str, known: Iterable[str], what: str, owner: str) -> None:
    """Raise `UnknownName`, with the nearest names, unless `name` is one of `known`.

    Examples
    --------
    >>> require_known("g12", ["g11", "g12"], "parameter", "komarova2003")
    >>> require_known("beta", ["beta1", "beta2", "k1"], "parameter", "komarova2003")
    Traceback (most recent call last):
    ...
    osteolib.model.errors.UnknownName: komarova2003 has no parameter 'beta'. Did you mean 'beta2' or 'beta1'?
    """
    known = list(known)
    if name in known:
        return
    near = nearest(str(name), map(str, known))
    hint = f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else _offer(known)
    raise UnknownName(f"{owner} has no {what} {name!r}. {hint}")


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that are spelled most like `name`; the same but for case goes alone.

    Examples
    --------
    >>> nearest("BETA1", ["beta1", "beta2"]), nearest("beta", ["beta1", "k1"]), nearest("x", ["beta1"])
    (['beta1'], ['beta1'], [])
    """
    known = list(known)
    same = [other for other in known if other.lower() == name.lower()]
    return same or get_close_matches(name, known, n=3, cutoff=0.5)


def _offer(known: list) -> str:
    few = ", ".join(map(str, known[:_MANY]))
    return f"It has: {few}." if len(known) <= _MANY else f"It has {len(known)}: {few}, ..."
