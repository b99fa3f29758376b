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
        Median CPU time over the rounds.
    ratio : float
        Median over the rounds of its time over that of osteolib in the same round.
    """

    tool: str
    rtol: float
    error: float
    seconds: float
    ratio: float


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


@dataclass(frozen=True)
class Entrant:
    """A tool that is ready to run: its module, what it loaded, and the tolerance found for it."""

    tool: ModuleType
    loaded: Any
    rtol: float


def cpu_seconds(case: Case, entrants: list[Entrant], sets: Sets, rounds: int, own: int) -> dict[str, list[float]]:
    """CPU time of a whole sweep with each tool, one number a round.

    The tools take turns, so that a machine that is slowed for a while slows all of them. The first, which is the
    fastest, runs `own` times a round, and the median of these counts.
    """
    taken: dict[str, list[float]] = {entrant.tool.NAME: [] for entrant in entrants}
    for _ in range(rounds):
        for place, entrant in enumerate(entrants):
            turn = [_once(case, entrant, sets) for _ in range(own if place == 0 else 1)]
            taken[entrant.tool.NAME].append(statistics.median(turn))
    return taken


def _once(case: Case, entrant: Entrant, sets: Sets) -> float:
    began = time.process_time()
    entrant.tool.solve(case, entrant.loaded, sets, entrant.rtol)
    return time.process_time() - began


def ratio(seconds: list[float], own: list[float]) -> float:
    """Median over the rounds of how many times as long a tool took as another.

    Examples
    --------
    >>> ratio([0.6, 0.9, 0.6], [0.03, 0.045, 0.045]).__round__(1)
    20.0
    """
    return statistics.median(one / other for one, other in zip(seconds, own, strict=True))
