"""A learner's function, made safe to call."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from osteolib.exercise.errors import Failed, Unfit
from osteolib.exercise.limit import call
from osteolib.exercise.plaindata import unanswered
from osteolib.exercise.words import shown

MOST_FAILURES = 3  # a function that fails at every call would cost the time limit at each


class Guarded:
    """Calls a function under a time limit and a guard, and reads what it returns as `kind`.

    Equal arguments are asked for once. `failure` is the first failure's hint, or None.

    >>> from osteolib.exercise import Number
    >>> safe = Guarded(lambda days: "soon", Number("d"), seconds=1)
    >>> safe(3)
    Traceback (most recent call last):
    ...
    osteolib.exercise.errors.Failed: called with 3, it returns: 'soon' came, and a number (d) is expected, ...
    """

    def __init__(self, function: Callable, kind: Any, seconds: float) -> None:
        self.function, self.kind, self.seconds = function, kind, seconds
        self.failure: str | None = None
        self._failures = 0
        self._known: dict[bytes, Any] = {}

    def __call__(self, *arguments: Any) -> Any:
        key = pickle.dumps(arguments)
        if key not in self._known:
            self._known[key] = self._read(arguments)
        known = self._known[key]
        if isinstance(known, Failed):
            raise known
        return known

    def blank(self, arguments: tuple) -> bool:
        """Whether the function still returns ... or None there."""
        try:
            return unanswered(call(self.function, arguments, self.seconds))
        except Failed:
            return False

    def _read(self, arguments: tuple) -> Any:
        if self._failures >= MOST_FAILURES:
            return Failed(self.failure)
        try:
            return self.kind.take(call(self.function, arguments, self.seconds))
        except Failed as error:
            return self._note(str(error))
        except Unfit as error:
            return self._note(f"called with {', '.join(map(shown, arguments))}, it returns: {error}")

    def _note(self, hint: str) -> Failed:
        self._failures += 1
        self.failure = self.failure or hint
        return Failed(hint)
