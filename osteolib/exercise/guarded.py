"""A learner's function, made safe to call."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from osteolib.exercise.errors import Failed, Unfit
from osteolib.exercise.limit import call
from osteolib.exercise.plaindata import unanswered
from osteolib.exercise.words import shown

MOST_FAILURES = 3  # after these, and after one loop without end, the function is not called again


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
        self._left = MOST_FAILURES
        self._returned: dict[bytes, Any] = {}
        self._read: dict[bytes, Any] = {}

    def __call__(self, *arguments: Any) -> Any:
        key = pickle.dumps(arguments)
        if key not in self._read:
            self._read[key] = self._taken(key, arguments)
        if isinstance(self._read[key], Failed):
            raise self._read[key]
        return self._read[key]

    def blank(self, arguments: tuple) -> bool:
        """Whether the function still returns ... or None there."""
        return unanswered(self._ask(pickle.dumps(arguments), arguments))

    def _ask(self, key: bytes, arguments: tuple) -> Any:
        """What the function returns, or how it failed; it is called once."""
        if key not in self._returned:
            self._returned[key] = self._call(arguments)
        return self._returned[key]

    def _call(self, arguments: tuple) -> Any:
        if not self._left:
            return Failed(self.failure)
        try:
            return call(self.function, arguments, self.seconds)
        except Failed as error:
            return self._note(error)

    def _taken(self, key: bytes, arguments: tuple) -> Any:
        returned = self._ask(key, arguments)
        if type(returned) is Failed:
            return returned
        try:
            return self.kind.take(returned)
        except Unfit as error:
            return self._note(Failed(f"called with {', '.join(map(shown, arguments))}, it returns: {error}"))

    def _note(self, failed: Failed) -> Failed:
        self._left = 0 if failed.endless else max(self._left - 1, 0)
        self.failure = self.failure or str(failed)
        return failed
