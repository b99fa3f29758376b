"""Questions on what is not known: draws, a virtual cohort, and the links that decide."""

from __future__ import annotations

from functools import cache

import numpy as np
import xarray as xr

from osteolib.exercise.kinds import Array, Function, Names, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.therapy import LINKS, Design, chain, outcome, simulate_cohort

RANGE = (LINKS["bone_share"].low, LINKS["bone_share"].high)
MEMBERS, SEED = 250, 3
CANDIDATES = ("secretion", "bone_share", "cells", "leverage", "k", "mrna_half_life")
ENOUGH = 1.0  # points of bone density


def _log_uniform(low: float, high: float, at: list[float]) -> list[float]:
    return [low * (high / low) ** share for share in at]


def _uniform(low: float, high: float, at: list[float]) -> list[float]:
    return [low + (high - low) * share for share in at]


def _natural(low: float, high: float, at: list[float]) -> list[float]:
    return list(np.log(_log_uniform(low, high, at)))


def _powers(low: float, high: float, at: list[float]) -> list[float]:
    return list(np.log10(_log_uniform(low, high, at)))


def _backward(low: float, high: float, at: list[float]) -> list[float]:
    return [high * (low / high) ** share for share in at]


@cache
def _gains(copies: float = Design().copies) -> np.ndarray:
    return simulate_cohort(MEMBERS, seed=SEED, design=Design(copies=copies)).gain.values


def _report(points: float, of: object = None) -> float:
    return 100 * float(np.mean(_gains() >= points)) if of is None else float(of(_gains(), points))


@cache
def _swings() -> dict[str, float]:
    """Points of bone between the two ends of each link's range, all other links at their defaults; in one solve."""
    settings = [(name, end) for name in CANDIDATES for end in (LINKS[name].low, LINKS[name].high)]
    moved = {
        name: xr.DataArray([end if which == name else LINKS[name].value for which, end in settings], dims="setting")
        for name in CANDIDATES
    }
    low, high = outcome(**moved).gain.values.reshape(-1, 2).T
    return dict(zip(CANDIDATES, np.abs(high - low).tolist(), strict=True))


def _swing(name: str) -> float:
    return _swings()[name]


@cache
def _copy_swing(name: str) -> float:
    if name not in ("secretion", "bone_share", "cells"):
        return 0.0
    link = LINKS[name]
    low, high = (float(chain(**{name: value}).copies) for value in (link.low, link.high))
    return abs(high - low)


def _top(count: int = 3, swing: object = _swing, smallest: bool = False) -> frozenset[str]:
    return frozenset(sorted(CANDIDATES, key=swing, reverse=not smallest)[:count])


GRID = [0.0, 0.25, 0.5, 1.0]
QUESTIONS = [
    Question(
        "capstone.5",
        objective="design-3",
        asks="a function that draws a wide range by powers of ten",
        points=3,
        expects=Function(Array(rel=1e-6), probes=[(*RANGE, GRID), (1.0, 1000.0, [0.1, 0.9]), (1e6, 1e9, GRID)]),
        right=lambda: _log_uniform,
        parts=[
            Part(
                1,
                "0 gives the low end and 1 the high end",
                lambda draw: np.allclose(draw(0.01, 10.0, [0.0, 1.0]), [0.01, 10.0]),
            ),
            Part(1, "each power of ten alike", lambda draw: np.allclose(draw(1.0, 1e4, [0.25, 0.5]), [10.0, 100.0])),
            Part(
                1,
                "agrees",
                lambda draw: np.allclose(draw(0.5, 8.0, [0.3, 0.7]), _log_uniform(0.5, 8.0, [0.3, 0.7])),
            ),
        ],
        mistakes=[
            Mistake(
                "uniform",
                lambda: _uniform,
                "Your draws are spread evenly over the range itself, so nine of ten lie in the highest power of "
                "ten. Spread them evenly over the exponent.",
            ),
            Mistake(
                "natural logarithm left",
                lambda: _natural,
                "Those are logarithms of the draws. Take the exponential at the end.",
            ),
            Mistake(
                "exponent left",
                lambda: _powers,
                "Those are the exponents. Raise 10 to them at the end.",
            ),
            Mistake(
                "backward",
                lambda: _backward,
                "A draw of 0 should give the low end, and yours gives the high one.",
            ),
        ],
    ),
    Question(
        "capstone.6",
        objective="design-3",
        asks="a function that reports the distribution of a cohort",
        points=3,
        expects=Function(Number("%", rel=0, abs=0.05), probes=[(1.0,), (0.1,), (10.0,)], seconds=60),
        right=lambda: lambda points: _report(points),
        parts=[
            Part(1, "all gain at least nothing", lambda share: abs(share(-1.0) - 100) < 1e-6),
            Part(1, "the more is asked, the fewer reach it", lambda share: share(0.1) > share(1.0) > share(20.0)),
            Part(1, "agrees", lambda share: abs(share(5.0) - _report(5.0)) < 0.05),
        ],
        mistakes=[
            Mistake(
                "below",
                lambda: lambda points: 100 - _report(points),
                "That is the share that gains less. The question asks for at least so much.",
            ),
            Mistake(
                "fraction",
                lambda: lambda points: _report(points) / 100,
                "That is a fraction. The question asks for percent.",
            ),
            Mistake(
                "people",
                lambda: lambda points: _report(points) * MEMBERS / 100,
                "That is a number of people. Divide by the size of the cohort.",
            ),
            Mistake(
                "the mean person",
                lambda: lambda points: 100.0 if float(_gains().mean()) >= points else 0.0,
                "You asked the mean of the cohort, which is one number. Ask each member, then count.",
            ),
        ],
    ),
    Question(
        "capstone.7",
        objective="design-4",
        asks="the three links that swing the gain most",
        points=2,
        expects=Names(*CANDIDATES),
        right=_top,
        parts=[
            Part(1, "two of them", lambda names: len(names & _top()) >= 2 and len(names) <= 3),
            Part(1, "all three, and no other", lambda names: names == _top()),
        ],
        mistakes=[
            Mistake(
                "the smallest",
                lambda: _top(smallest=True),
                "Those move the gain least. Sort the other way round.",
            ),
            Mistake(
                "most only",
                lambda: _top(1),
                "That is the first one. Which two come next?",
            ),
            Mistake(
                "what copies hang on",
                lambda: _top(swing=_copy_swing),
                "You looked at copies in a cell. Beyond a hundred or so more copies add nothing: look at the gain.",
            ),
            Mistake(
                "the cells that are bought",
                lambda: {"secretion", "k"},
                "How much a source cell secretes changes the cost of a dose and not what the dose does.",
            ),
        ],
    ),
]
