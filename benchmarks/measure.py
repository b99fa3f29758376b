"""Tune each tool to the same worst error, then time it."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.cases import Case, Sets

WORST = 1e-6


@dataclass(frozen=True)
class Timing:
    """What one tool needed for one case.

    Attributes
    ----------
    tool : str
    rtol : float
        The loosest tolerance of its ladder whose worst error is at most `WORST`.
    error : float
        Worst relative error in any cell of any member at any time.
    seconds : float
        Median CPU time over the repeats.
    """

    tool: str
    rtol: float
    error: float
    seconds: float


def worst_error(result: np.ndarray, reference: np.ndarray) -> float:
    """Largest relative deviation.

    Examples
    --------
    >>> worst_error(np.array([1.0, 2.2]), np.array([1.0, 2.0])).__round__(3)
    0.1
    """
    return float(np.abs(result / reference - 1).max())


def tuned(tool: ModuleType, case: Case, loaded: Any, sets: Sets, reference: np.ndarray) -> tuple[float, float]:
    """Loosest tolerance of a tool that keeps the worst error, and that error."""
    for rtol in tool.LADDER:
        error = worst_error(tool.solve(case, loaded, sets, rtol), reference)
        if error <= WORST:
            return rtol, error
    raise RuntimeError(f"{tool.NAME} never came below {WORST:g}; its last error was {error:.2g}. Extend its LADDER.")


def cpu_seconds(tool: ModuleType, case: Case, loaded: Any, sets: Sets, rtol: float, repeats: int) -> float:
    """Median CPU time of a whole sweep."""
    taken = []
    for _ in range(repeats):
        began = time.process_time()
        tool.solve(case, loaded, sets, rtol)
        taken.append(time.process_time() - began)
    return statistics.median(taken)
