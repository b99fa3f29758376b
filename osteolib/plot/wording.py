"""A curve in words: the alt text of a figure, computed from what it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray

FLAT = 1e-3  # a curve whose span is below this share of its largest size is called constant
TURN = 0.05  # a turn back by less than this share of the span is not mentioned
CALENDAR = {"d": "day", "h": "hour", "min": "minute", "s": "second", "y": "year", "a": "year"}


def describe(dataset: xarray.Dataset, show: str | Sequence[str] | None = None, along: str | None = None) -> str:
    """Say what the curves of a result do: one clause a variable, computed from its numbers.

    The rules, which the explorer repeats in JavaScript word for word, are those of `describe_curve`. A variable
    that also depends on a second coordinate (a sweep) is described at each of its values, or at the first and the
    last if there are more than four, each clause opening with ``at NAME = VALUE UNIT,`` (``with NAME,`` where the
    coordinate holds names). Clauses are joined by
    ``"; "``; there is no capital letter and no full stop, so that the text can stand inside a sentence.

    Parameters
    ----------
    dataset : xarray.Dataset or xarray.DataArray
        Result of a simulation.
    show : str or list of str, optional
        Variables to describe, in this order; all of them by default.
    along : str, optional
        Dimension read from left to right; ``"time"`` where there is one.

    Returns
    -------
    str

    Examples
    --------
    >>> import numpy, xarray
    >>> day = xarray.DataArray([0.0, 12.5, 300.0], dims="time", attrs={"long_name": "time", "units": "d"})
    >>> bone = ("time", [100.0, 89.84, 99.98], {"long_name": "bone mass", "units": "%"})
    >>> describe(xarray.Dataset({"bone_mass": bone}, {"time": day}))
    'bone mass falls to 89.8 % on day 12.5 and returns to 100.0 % by day 300'
    """
    from osteolib.plot.reading import read_lines

    groups: dict[str, list] = {}
    for line in read_lines(dataset, show, along):
        groups.setdefault(line.variable, []).append(line)
    clauses = []
    for lines in groups.values():
        for line in lines if len(lines) <= 4 else (lines[0], lines[-1]):
            words = describe_curve(line.name, line.x, line.y, line.unit, line.x_name, line.x_unit)
            where = f"{'at' if ' = ' in line.setting else 'with'} {line.setting}, " if line.setting else ""
            clauses.append(where + words)
    return "; ".join(clauses)


def describe_curve(
    name: str, x: Sequence[float], y: Sequence[float], unit: str = "1", x_name: str = "time", x_unit: str = "d"
) -> str:
    """Say what one curve does.

    1. *Points.* Points where `y` is not finite are left out; none left: ``NAME has no value``.
    2. *Constant.* If span = max - min is at most 0.001 of the largest ``|y|``: ``NAME stays at LAST``.
    3. *Turns.* `turning_points` lists where the curve turns back by more than 5 % of its span.
    4. *No turn*: ``NAME rises|falls from FIRST to LAST by END``.
    5. *One turn*: ``NAME rises|falls to TURN at X and CLOSE LAST by END``, where CLOSE is ``returns to`` if
       ``|last - first|`` is at most 5 % of the span, else ``ends at``.
    6. *Two turns*: ``NAME rises|falls to TURN at X, falls|rises to TURN at X and CLOSE LAST by END``.
    7. *More*: ``NAME swings between MIN and MAX and ends at LAST by END``.

    Verbs agree with the name: it is plural if it ends in "s" but not in "ss", "us" or "is" (fall, rise, return, end,
    swing, stay, have; else falls, rises, returns, ends, swings, stays, has). Numbers are written by `number` with as
    many decimals as `decimals` gives for the whole curve; for X the trailing zeros are dropped. The unit follows after
    a space and is left out if it is ``1`` or empty. "At X" is ``on day 12.5`` and END ``by day 300`` where x is called
    ``time`` and counted in d, h, min, s or y; on any other axis both are ``at X_NAME X X_UNIT``.

    Parameters
    ----------
    name : str
        What the curve shows, as in running text.
    x, y : sequence of float
        The curve; `x` increasing.
    unit, x_name, x_unit : str
        Unit of `y`; name and unit of `x`.

    Returns
    -------
    str

    Examples
    --------
    >>> describe_curve("osteoclasts", [0, 10, 20, 40], [1.0, 11.0, 5.0, 1.0], "cells")
    'osteoclasts rise to 11.00 cells on day 10 and return to 1.00 cells by day 40'
    >>> describe_curve("viability", [0, 1, 5], [1.0, 0.8, 0.2], "1", "dose", "mM")
    'viability falls from 1.000 to 0.200 at dose 5 mM'
    """
    points = [(float(a), float(b)) for a, b in zip(x, y, strict=True) if math.isfinite(b)]
    if not points:
        return f"{name} {_verb(name, 'have')} no value"
    xs, ys = [a for a, _ in points], [b for _, b in points]
    places, x_places = decimals(ys), decimals(xs)

    def amount(value: float) -> str:
        return number(value, places) + ("" if unit in ("", "1") else f" {unit}")

    def place(value: float, preposition: str) -> str:
        at = _strip(number(value, x_places))
        if x_unit in CALENDAR and x_name == "time":
            return f"{preposition} {CALENDAR[x_unit]} {at}"
        return f"at {x_name} {at}" + ("" if x_unit in ("", "1") else f" {x_unit}")

    span = max(ys) - min(ys)
    if span <= FLAT * max(abs(v) for v in ys):
        return f"{name} {_verb(name, 'stay')} at {amount(ys[-1])}"
    end = place(xs[-1], "by")
    turns = turning_points(ys)
    if not turns:
        return f"{name} {_verb(name, _way(ys[0], ys[-1]))} from {amount(ys[0])} to {amount(ys[-1])} {end}"
    if len(turns) > 2:
        between = f"{amount(min(ys))} and {amount(max(ys))}"
        return f"{name} {_verb(name, 'swing')} between {between} and {_verb(name, 'end')} at {amount(ys[-1])} {end}"
    path = [ys[0], *(ys[i] for i in turns)]
    steps = [
        f"{_verb(name, _way(a, b))} to {amount(b)} {place(xs[i], 'on')}"
        for a, b, i in zip(path, path[1:], turns, strict=False)
    ]
    close = f"{_verb(name, 'return')} to" if abs(ys[-1] - ys[0]) <= TURN * span else f"{_verb(name, 'end')} at"
    return f"{name} {', '.join(steps)} and {close} {amount(ys[-1])} {end}"


def describe_bars(name: str, labels: Sequence[str], values: Sequence[float], unit: str = "1") -> str:
    """Say what a row of bars shows: ``NAME: LABEL VALUE UNIT, LABEL VALUE UNIT``, the largest first.

    Numbers are written with `bar_decimals` of all values; a bar that would be written as zero is left out, and
    ``NAME: none`` says that all are. Equal bars keep their order.

    Parameters
    ----------
    name : str
        What the bars show.
    labels : sequence of str
    values : sequence of float
    unit : str

    Returns
    -------
    str

    Examples
    --------
    >>> describe_bars("basins", ["Th0", "Th1", "Th2"], [0.0, 60.4, 39.6], "%")
    'basins: Th1 60.4 %, Th2 39.6 %'
    """
    places = bar_decimals(values)
    written = [(label, number(float(v), places), float(v)) for label, v in zip(labels, values, strict=True)]
    seen = sorted((one for one in written if float(one[1])), key=lambda one: -one[2])
    after = "" if unit in ("", "1") else f" {unit}"
    return f"{name}: {', '.join(f'{label} {text}{after}' for label, text, _ in seen) or 'none'}"


def bar_decimals(values: Sequence[float]) -> int:
    """Decimals that give the largest bar three significant digits; -1 asks for a power of ten.

    Examples
    --------
    >>> bar_decimals([100.0, 0.0]), bar_decimals([53.1, 46.9])
    (0, 1)
    """
    places = decimals([0.0, *(float(f"{v:.3g}") for v in values)])
    return places if places < 0 else max(places - 1, 0)


def turning_points(y: Sequence[float], share: float = TURN) -> list[int]:
    """Where a curve turns back by more than `share` of its span.

    One pass: follow the highest and the lowest point since the last turn; when the curve has come back from one by
    more than the threshold, that point (the first, if reached twice) is a turn and the search goes on for the opposite
    one. At the start both are open, and a first turn that lies within the threshold of the first value does not count.

    Parameters
    ----------
    y : sequence of float
        Finite values.
    share : float
        Threshold as a share of ``max(y) - min(y)``.

    Returns
    -------
    list of int
        Positions of the turns, maxima and minima in turn.

    Examples
    --------
    >>> turning_points([0, 5, 10, 4, 6, 0])
    [2, 3, 4]
    >>> turning_points([0, 1, 2, 3])
    []
    """
    threshold = share * (max(y) - min(y))
    turns: list[int] = []
    high = low = 0  # positions of the extremes since the last turn
    way = 0
    for i, value in enumerate(y):
        if value > y[high]:
            high = i
        if value < y[low]:
            low = i
        if way >= 0 and y[high] - value > threshold:
            turns.append(high)
            way, low, high = -1, i, i
        elif way <= 0 and value - y[low] > threshold:
            turns.append(low)
            way, low, high = 1, i, i
    return turns if not turns or abs(y[turns[0]] - y[0]) > threshold else turns[1:]


def decimals(values: Sequence[float]) -> int:
    """Decimals that give the largest value 4 significant digits and the span at least 2; -1 asks for a power of ten.

    Parameters
    ----------
    values : sequence of float
        All values that will be written beside each other.

    Returns
    -------
    int
        From 0 to 8, or -1 where the largest is 1,000,000 or more, or below 0.0001.

    Examples
    --------
    >>> decimals([100.0, 89.8]), decimals([0.0, 300.0]), decimals([2e-5])
    (1, 1, -1)
    """
    largest, span = max(abs(v) for v in values), max(values) - min(values)
    if largest == 0:
        return 0
    if largest >= 1e6 or largest < 1e-4:
        return -1
    places = 3 - math.floor(math.log10(largest))
    if span > FLAT * largest:
        places = max(places, 1 - math.floor(math.log10(span)))
    return min(max(places, 0), 8)


def number(value: float, places: int) -> str:
    """Write a number with fixed decimals, or with a power of ten if `places` is -1; never more than 4 digits are told.

    Examples
    --------
    >>> number(89.84, 1), number(-0.001, 1), number(327978, 0), number(3e6, -1)
    ('89.8', '0.0', '328000', '3.000e6')
    """
    if places < 0:
        mantissa, power = f"{value:.3e}".split("e")
        return f"{mantissa}e{int(power)}" if value else "0"
    text = f"{float(f'{value:.3e}') if abs(value) >= 1e4 else value:.{places}f}"
    return text[1:] if text.startswith("-") and not float(text) else text


def _strip(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _way(before: float, after: float) -> str:
    return "rise" if after > before else "fall"


def _verb(name: str, verb: str) -> str:
    """Plural names take the bare verb: osteoclasts rise, bone mass rises."""
    if name.endswith("s") and name[-2:] not in ("ss", "us", "is"):
        return verb
    return "has" if verb == "have" else verb + "s"
