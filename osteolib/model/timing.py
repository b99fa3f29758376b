"""When things happen: output times, doses, scheduled inputs, and the segments between the breaks they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import numpy as np

from osteolib.model.errors import BadSchedule, BadTimes, BadValue
from osteolib.model.sweep import as_floats

DEFAULT_POINTS = 201


@dataclass(frozen=True)
class Segment:
    """A stretch of time without breaks.

    Attributes
    ----------
    start, stop : float
        Its ends.
    doses : dict of str to list
        Amounts added to each state at `start`.
    inputs : dict of str to object
        Scheduled value of each parameter during the segment.
    """

    start: float
    stop: float
    doses: dict[str, list[Any]] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)


def output_times(times: Any, unit: str) -> np.ndarray:
    """Times at which a result is reported.

    Parameters
    ----------
    times : number or 1-D sequence
        The end (0 to end in 201 points), or the increasing times themselves; a run starts at the first of them.
    unit : str
        The model's time unit, for messages.

    Raises
    ------
    BadTimes
        If the end is not positive, or the times are not a strictly increasing list of two or more numbers.

    Examples
    --------
    >>> output_times(100, "d").size
    201
    >>> output_times([0, 5, 5], "d")
    Traceback (most recent call last):
    ...
    osteolib.model.errors.BadTimes: times must increase, but 5 d is followed by 5 d. Sort them and drop repeats.
    """
    array = as_floats(times)
    if array is None or not np.all(np.isfinite(array)):
        raise BadTimes(f"times must be a finite number or a list of them in {unit}, but {times!r} came.")
    if array.ndim == 0:
        return _from_zero(float(array), unit)
    if array.ndim != 1 or array.size < 2:
        raise BadTimes(f"times must be one number or a flat list of two or more, but the shape {array.shape} came.")
    late = np.flatnonzero(np.diff(array) <= 0)
    if late.size:
        first, second = array[late[0]], array[late[0] + 1]
        raise BadTimes(
            f"times must increase, but {first:g} {unit} is followed by {second:g} {unit}. Sort them and drop repeats."
        )
    return array


def _from_zero(end: float, unit: str) -> np.ndarray:
    if end <= 0:
        raise BadTimes(f"the end must lie after 0 {unit}, but {end:g} {unit} came. Give a positive duration.")
    return np.linspace(0.0, end, DEFAULT_POINTS)


def check_plans(what: str, given: Any, fields: str) -> Mapping[str, Any]:
    """Require a dict of plans, such as ``doses={"osteoclasts": [(time, amount), ...]}``; None is an empty one.

    Examples
    --------
    >>> check_plans("doses", None, "state: [(time, amount), ...]")
    {}
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise BadValue(f"{what} must be a dict {{{fields}}}, but {type(given).__name__} came.")
    return given


def check_doses(name: str, given: Any, span: tuple[float, float]) -> list[tuple[float, Any]]:
    """Read ``[(time, amount), ...]`` for one state and check that every time lies in the simulated span.

    Examples
    --------
    >>> check_doses("osteoclasts", [(0, 10)], (0, 500))
    [(0.0, 10)]
    """
    doses = []
    for entry in _entries(name, given, ("time", "amount")):
        moment = _number(name, entry[0])
        if not span[0] <= moment <= span[1]:
            raise BadSchedule(
                f"the dose of {name} at {moment:g} lies outside the simulated time, {span[0]:g} to {span[1]:g}."
            )
        doses.append((moment, entry[1]))
    return doses


def check_schedule(name: str, given: Any, span: tuple[float, float]) -> list[tuple[float, float, Any]]:
    """Read ``[(start, stop, value), ...]`` for one parameter; refuse empty, overlapping or never reached intervals.

    Examples
    --------
    >>> check_schedule("I_P", [(20, 80, 1000.0)], (0, 140))
    [(20.0, 80.0, 1000.0)]
    >>> check_schedule("I_P", [(20, 80, 1000.0), (60, 90, 0.0)], (0, 140))
    Traceback (most recent call last):
    ...
    osteolib.model.errors.BadSchedule: the schedule of I_P overlaps: 20 to 80, 60 to 90. ...
    """
    entries = _entries(name, given, ("start", "stop", "value"))
    plan = sorted(((_number(name, a), _number(name, b), v) for a, b, v in entries), key=lambda entry: entry[:2])
    for start, stop, _ in plan:
        if stop <= start:
            raise BadSchedule(f"the schedule of {name} runs from {start:g} to {stop:g}; stop must lie after start.")
        if stop <= span[0] or start >= span[1]:
            raise BadSchedule(
                f"the schedule of {name} from {start:g} to {stop:g} lies outside the simulated time, "
                f"{span[0]:g} to {span[1]:g}."
            )
    for (a, b, _), (c, d, _) in zip(plan, plan[1:], strict=False):
        if c < b:
            raise BadSchedule(
                f"the schedule of {name} overlaps: {a:g} to {b:g}, {c:g} to {d:g}. One must end where the next starts."
            )
    return plan


def _entries(name: str, given: Any, fields: tuple[str, ...]) -> list[Sequence[Any]]:
    shape = f"[({', '.join(fields)}), ...]"
    if not isinstance(given, (list, tuple)):
        raise BadSchedule(f"{name} needs a list {shape}, but {type(given).__name__} came.")
    for entry in given:
        if not isinstance(entry, (list, tuple)) or len(entry) != len(fields):
            raise BadSchedule(f"{name} needs a list {shape}, but it holds {entry!r}.")
    return list(given)


def _number(name: str, value: Any) -> float:
    if not isinstance(value, Real) or isinstance(value, bool) or not np.isfinite(value):
        raise BadSchedule(f"times in the plan of {name} must be finite numbers, but {value!r} came.")
    return float(value)


def segments(
    span: tuple[float, float],
    doses: Mapping[str, list[tuple[float, Any]]],
    schedule: Mapping[str, list[tuple[float, float, Any]]],
    turns: Iterable[float] = (),
) -> list[Segment]:
    """Cut the simulated span at every dose, every change of an input, and every turn of the model's own rates.

    Examples
    --------
    >>> [(s.start, s.stop, s.inputs) for s in segments((0, 140), {}, {"I_P": [(20.0, 80.0, 1e3)]})]
    [(0, 20.0, {}), (20.0, 80.0, {'I_P': 1000.0}), (80.0, 140, {})]
    """
    moments = {moment for plan in doses.values() for moment, _ in plan}
    switches = {edge for plan in schedule.values() for start, stop, _ in plan for edge in (start, stop)}
    breaks = moments | switches | {*turns}
    edges = [span[0], *sorted(edge for edge in breaks if span[0] < edge < span[1]), span[1]]
    if span[1] in moments:
        edges.append(span[1])  # an empty last segment, so that a dose at the very end is still given
    return [_segment(start, stop, doses, schedule) for start, stop in zip(edges, edges[1:], strict=False)]


def _segment(start: float, stop: float, doses: Mapping, schedule: Mapping) -> Segment:
    given = {state: [amount for moment, amount in plan if moment == start] for state, plan in doses.items()}
    inputs = {name: value for name, plan in schedule.items() for first, last, value in plan if first <= start < last}
    return Segment(start, stop, {state: amounts for state, amounts in given.items() if amounts}, inputs)
