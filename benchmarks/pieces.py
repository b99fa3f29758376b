"""For tools that solve one parameter set at a time: the stretches between the switches of an input."""

from __future__ import annotations

import numpy as np

from benchmarks.cases import Case


def pieces(case: Case) -> list[tuple[np.ndarray, dict[str, float]]]:
    """Output times of each stretch (both its ends included) and the inputs that hold during it.

    Examples
    --------
    >>> from benchmarks.cases import CASES
    >>> [(times[0], times[-1], inputs) for times, inputs in pieces(CASES["Lemaire"])]
    [(0.0, 20.0, {'I_P': 0.0}), (20.0, 80.0, {'I_P': 1000.0}), (80.0, 140.0, {'I_P': 0.0})]
    """
    edges = {edge for plan in case.schedule.values() for start, stop, _ in plan for edge in (start, stop)}
    ends = [case.times[0], *sorted(edges), case.times[-1]]
    cut = []
    for start, stop in zip(ends, ends[1:], strict=False):
        inside = case.times[(case.times > start) & (case.times < stop)]
        held = {name: _held(plan, start, case.model.parameters[name].value) for name, plan in case.schedule.items()}
        cut.append((np.concatenate([[start], inside, [stop]]), held))
    return [(times.astype(float), held) for times, held in cut]


def _held(plan: list[tuple[float, float, float]], start: float, default: float) -> float:
    return next((value for begin, end, value in plan if begin <= start < end), default)


def joined(case: Case, parts: list[np.ndarray], cut: list[tuple[np.ndarray, dict[str, float]]]) -> np.ndarray:
    """Rows of all stretches at the case's own output times; `parts` are ``(times, cells)``."""
    times = np.concatenate([times for times, _ in cut])
    rows = np.concatenate(parts)
    _, first = np.unique(times, return_index=True)
    return rows[first][np.isin(times[first], case.times)]
