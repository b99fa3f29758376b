"""Kinds of answer: how one is read, when two are the same, and a hint where nothing more is known.

Every kind has three methods. ``take(answer)`` reads an answer or raises `Unfit` with a hint; ``same(a, b)`` compares
two that were taken; ``hint(answer, right)`` says in which respect an answer differs, without giving the right one away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from osteolib.exercise.errors import Unfit
from osteolib.exercise.limit import SECONDS
from osteolib.exercise.plaindata import callable_type, plain
from osteolib.exercise.words import shown


class Kind(Protocol):
    """What every kind of answer can do."""

    def take(self, answer: object) -> Any: ...

    def same(self, a: Any, b: Any) -> bool: ...

    def hint(self, answer: Any, right: Any) -> str: ...


@dataclass(frozen=True)
class Number:
    """A number in `unit`; two are the same within a share `rel` of the larger or within `abs`.

    >>> Number("d").same(3.47, 3.466)
    True
    >>> Number("d").hint(3466.0, 3.466)
    'That is 1,000 times too large. Which unit did you count in? The question asks for d.'
    """

    unit: str = ""
    rel: float = 0.01
    abs: float = 0.0

    def take(self, answer: object) -> float:
        value = _single(plain(answer))
        if type(value) not in (int, float):
            raise Unfit(f"{_came(value)}, and a number{self._in_unit()} is expected{_without_quotes(value)}.")
        if not math.isfinite(value):
            raise Unfit(
                f"{value} came, which is not a finite number; look for a division by zero or an empty selection."
            )
        return float(value)

    def same(self, a: float, b: float) -> bool:
        return math.isclose(a, b, rel_tol=self.rel, abs_tol=self.abs)

    def hint(self, answer: float, right: float) -> str:
        return _numeric_hint(self, answer, right)

    def _in_unit(self) -> str:
        return f" ({self.unit})" if self.unit else ""


@dataclass(frozen=True)
class Integer:
    """A whole number.

    >>> Integer().take(3.0)
    3
    """

    unit: str = ""

    def take(self, answer: object) -> int:
        value = Number(self.unit).take(answer)
        if value != int(value):
            raise Unfit(f"{shown(value)} came, and a whole number is expected: something is counted here.")
        return int(value)

    def same(self, a: int, b: int) -> bool:
        return a == b

    def hint(self, answer: int, right: int) -> str:
        return f"That is too {'many' if answer > right else 'few'}. Count once more."


@dataclass(frozen=True, init=False)
class Choice:
    """One of these names; capitals and outer spaces do not matter.

    >>> Choice("autocrine", "paracrine").take(" Autocrine")
    'autocrine'
    """

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)

    def take(self, answer: object) -> str:
        return _known(_single(plain(answer)), self.names)

    def same(self, a: str, b: str) -> bool:
        return a == b

    def hint(self, answer: str, right: str) -> str:
        return "Another of the choices fits better. Which observation would tell them apart?"


@dataclass(frozen=True, init=False)
class Names:
    """A set of some of these names, in any order.

    >>> sorted(Names("RANKL", "OPG", "PTH").take(["opg", "RANKL"]))
    ['OPG', 'RANKL']
    """

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)

    def take(self, answer: object) -> frozenset[str]:
        value = plain(answer)
        if type(value) is str:
            value = [value]
        if type(value) not in (list, set):
            raise Unfit(f"{_came(value)}, and a set of names is expected, such as {{{self.names[0]!r}}}.")
        return frozenset(_known(each, self.names) for each in value)

    def same(self, a: frozenset, b: frozenset) -> bool:
        return a == b

    def hint(self, answer: frozenset, right: frozenset) -> str:
        missing, extra = len(right - answer), len(answer - right)
        parts = [f"{missing} missing"] * bool(missing) + [f"{extra} that {_do(extra)} not belong there"] * bool(extra)
        return f"Of your names, {len(answer & right)} are right; {' and '.join(parts)}."


@dataclass(frozen=True, init=False)
class Order:
    """All of these names, in an order.

    >>> Order("resorption", "formation").take(["resorption", "formation"])
    ('resorption', 'formation')
    """

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)

    def take(self, answer: object) -> tuple[str, ...]:
        value = plain(answer)
        if type(value) is not list:
            raise Unfit(f"{_came(value)}, and a list of {len(self.names)} names in order is expected.")
        found = tuple(_known(each, self.names) for each in value)
        if sorted(found) != sorted(self.names):
            raise Unfit(f"each of the {len(self.names)} names has to stand in the list once: {', '.join(self.names)}.")
        return found

    def same(self, a: tuple, b: tuple) -> bool:
        return a == b

    def hint(self, answer: tuple, right: tuple) -> str:
        place = next(n for n, (mine, ours) in enumerate(zip(answer, right, strict=True), 1) if mine != ours)
        return f"Up to place {place - 1} the order is right." if place > 1 else "Another one comes first."


@dataclass(frozen=True)
class Array:
    """Numbers in a row or a grid, of this `shape` (None: any length along that axis) if one is named.

    >>> Array("cells", shape=(3,)).take([1, 2, 3.5])
    array([1. , 2. , 3.5])
    """

    unit: str = ""
    shape: tuple[int | None, ...] | None = None
    rel: float = 0.01
    abs: float = 0.0

    def take(self, answer: object) -> np.ndarray:
        value = plain(answer)
        if type(value) is dict:
            value = list(value.values())
        numbers = value if type(value) is np.ndarray else _grid(value)
        if numbers.dtype.kind not in "iuf" or numbers.ndim == 0:
            raise Unfit(f"{_came(value)}, and an array of numbers is expected.")
        if self.shape is not None and not _fits(numbers.shape, self.shape):
            wanted = " × ".join("any" if n is None else str(n) for n in self.shape)
            raise Unfit(f"the shape is {' × '.join(map(str, numbers.shape))}, and {wanted} is expected.")
        if not np.isfinite(numbers).all():
            raise Unfit("some values are not finite (NaN or infinite); where do they come from?")
        return numbers.astype(float)

    def same(self, a: np.ndarray, b: np.ndarray) -> bool:
        return a.shape == b.shape and np.allclose(a, b, rtol=self.rel, atol=self.abs)

    def hint(self, answer: np.ndarray, right: np.ndarray) -> str:
        if answer.shape != right.shape:
            return f"You have {answer.size} values, and the question asks for {right.size}."
        apart = ~np.isclose(answer, right, rtol=self.rel, atol=self.abs)
        if apart.any():
            first = tuple(int(n) for n in np.argwhere(apart)[0])
            how = _numeric_hint(Number(self.unit, self.rel, self.abs), float(answer[first]), float(right[first]))
            return f"Of {answer.size} values {int(apart.sum())} differ, the first at place {shown(first)}. {how}"
        return "The values are close; one property asked for does not hold."


@dataclass(frozen=True, init=False)
class Record:
    """A value for each of these names: a dict, a named Series, a Dataset.

    >>> Record("osteoclasts", "osteoblasts", of=Number("cells")).take({"osteoclasts": 1, "osteoblasts": 212})
    {'osteoclasts': 1.0, 'osteoblasts': 212.0}
    """

    names: tuple[str, ...]
    of: Kind

    def __init__(self, *names: str, of: Kind) -> None:
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "of", of)

    def take(self, answer: object) -> dict[str, Any]:
        value = plain(answer)
        if type(value) is not dict:
            raise Unfit(f"{_came(value)}, and a dict is expected with a value for each of {', '.join(self.names)}.")
        missing = [name for name in self.names if name not in value]
        if missing:
            raise Unfit(f"there is no value for {', '.join(missing)}.")
        return {name: self._one(name, value[name]) for name in self.names}

    def _one(self, name: str, value: Any) -> Any:
        try:
            return self.of.take(value)
        except Unfit as error:
            raise Unfit(f"{name}: {error}") from None

    def same(self, a: dict, b: dict) -> bool:
        return all(self.of.same(a[name], b[name]) for name in self.names)

    def hint(self, answer: dict, right: dict) -> str:
        wrong = [name for name in self.names if not self.of.same(answer[name], right[name])]
        if not wrong:
            return "The values are close; one property asked for does not hold."
        return f"Look at {wrong[0]}. {self.of.hint(answer[wrong[0]], right[wrong[0]])}"


@dataclass(frozen=True, init=False)
class Function:
    """A function of plain data that returns a value of the kind `returns`.

    It is called with the tuples of `probes`: two functions are the same if they agree on all of them. `seconds` is
    what one call may take.

    >>> rate = Function(Number("d"), probes=[(0.2,), (0.02,)])
    >>> rate.take(lambda removal: 1 / removal)(0.02)
    50.0
    """

    returns: Kind
    probes: tuple[tuple, ...]
    seconds: float

    def __init__(self, returns: Kind, probes: Sequence[tuple], seconds: float = SECONDS) -> None:
        object.__setattr__(self, "returns", returns)
        object.__setattr__(self, "probes", tuple(probes))
        object.__setattr__(self, "seconds", seconds)

    def take(self, answer: object) -> Any:
        from osteolib.exercise.guarded import Guarded

        if not callable_type(answer):
            raise Unfit(f"{_came(plain(answer))}, and a function is expected: its name alone, without brackets.")
        return Guarded(answer, self.returns, self.seconds)

    def same(self, a: Any, b: Any) -> bool:
        return all(self.returns.same(a(*probe), b(*probe)) for probe in self.probes)

    def hint(self, answer: Any, right: Any) -> str:
        for probe in self.probes:
            mine, ours = answer(*probe), right(*probe)
            if not self.returns.same(mine, ours):
                return f"For {', '.join(map(shown, probe))} it returns {shown(mine)}. {self.returns.hint(mine, ours)}"
        return "It is right for the inputs of the question, but not for others."


def _came(value: Any) -> str:
    return f"{shown(value)} came"


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def _without_quotes(value: Any) -> str:
    return ", without quotes or unit" if type(value) is str else ""


def _single(value: Any) -> Any:
    """The one value inside an array or a list of one."""
    while type(value) is list and len(value) == 1:
        value = value[0]
    return value.item() if type(value) is np.ndarray and value.size == 1 else value


def _known(value: Any, names: tuple[str, ...]) -> str:
    by_small = {name.casefold(): name for name in names}
    if type(value) is str and value.strip().casefold() in by_small:
        return by_small[value.strip().casefold()]
    raise Unfit(f"{_came(value)}, and these are the choices: {', '.join(map(repr, names))}.")


def _grid(value: Any) -> np.ndarray:
    if type(value) is list:
        try:
            return np.array(value)
        except ValueError:
            raise Unfit("the rows are not equally long, or texts stand among the numbers.") from None
    raise Unfit(f"{_came(value)}, and an array of numbers is expected.")


def _fits(shape: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(shape) == len(wanted) and all(w in (None, n) for n, w in zip(shape, wanted, strict=True))


def _numeric_hint(kind: Number, answer: float, right: float) -> str:
    if answer and right and answer * right < 0:
        upright = kind.same(-answer, right)
        return "The size is right, the sign is not." if upright else "The sign is the other way round."
    if right and answer and abs(answer / right) < 1e300:
        times = abs(answer / right)
        power = round(math.log10(times))
        if power and kind.same(times / 10.0**power, 1.0):
            size = f"{10 ** abs(power):,} times too {'large' if power > 0 else 'small'}"
            return f"That is {size}. Which unit did you count in?" + (
                f" The question asks for {kind.unit}." if kind.unit else ""
            )
        if kind.same(answer * right, 1.0):
            return "That is one divided by the answer: something stands upside down."
    if abs(answer - right) <= 5 * max(kind.abs, kind.rel * abs(right)):
        return "That is close, but not close enough: keep more digits until the end."
    return f"That is too {'large' if answer > right else 'small'}."
