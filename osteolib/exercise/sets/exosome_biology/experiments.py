"""What answers, and mistakes, are read from."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np
from scipy.stats import poisson

from osteolib import exosomes
from osteolib.exosomes import NUMBERS, endosome_route, secretion_by_cell

# ---- size --------------------------------------------------------------------------------------------------------


def classes_of(*diameters: float) -> frozenset[str]:
    """Names of the size classes in which every one of the diameters (nm) lies."""
    table = exosomes.size_classes()
    return frozenset(name for name, row in table.iterrows() if all(row.low <= d <= row.high for d in diameters))


def read_size(
    mean_square: float,
    interval: float,
    temperature: float,
    *,
    axes: int = 2,
    share: float = 1,
    warm: float | None = None,
) -> float:
    """Diameter (nm) from the mean squared step (µm²) of a walk seen in a plane; the keywords make the mistakes."""
    coefficient = mean_square / (2 * axes * interval)
    return share * float(exosomes.diameter_from(coefficient, temperature if warm is None else warm))


def true_cv(measured: float, steps: float, *, short: int = 2) -> float:
    """Width of the sample, when a walk of so many steps made it look `measured` wide; relative errors multiply."""
    own = 1 / (steps - short)
    return float(np.sqrt((1 + measured**2) / (1 + own) - 1))


def share_above(median: float, sigma: float, above: float, *, power: int = 3) -> float:
    """Percent of the volume (of the `power`-th moment) in vesicles larger than `above`."""
    start = (np.log(above / median) - power * sigma**2) / sigma
    return 100 * (1 - NormalDist().cdf(start))


CARGO = ("ribosome", "mitochondrion")


def smallest(walls: int = 2, share: float = 1) -> dict[str, float]:
    """Diameter (nm) of the smallest vesicle that holds each cargo."""
    membrane = NUMBERS["membrane"].value
    return {name: share * (NUMBERS[name].value + walls * membrane) for name in CARGO}


# ---- secretion ---------------------------------------------------------------------------------------------------

RATES = {name: endosome_route.parameters[name].value for name in ("k_1", "k_2", "k_f", "k_d")}


@cache
def gain(k_f: float, k_d: float, hours: float) -> float:
    """Secretion in multiples of rest, so many hours after lysosomes were blocked."""
    plan = {"a": [(0, max(hours, 1e-6), 0.0)]}
    start = secretion_by_cell.steady_state(k_f=k_f, k_d=k_d)
    begin = {state.name: float(start[state.name]) for state in secretion_by_cell.states}
    run = secretion_by_cell.simulate([0, hours], k_f=k_f, k_d=k_d, schedule=plan, initial=begin)
    return float(run.secretion[-1] / start.secretion)


def exponential(k_f: float, k_d: float, hours: float, rate: float) -> float:
    """The same curve with another rate of approach."""
    limit = (k_f + k_d) / k_f
    return limit - (limit - 1) * float(np.exp(-rate * hours))


def with_return(k_r: float, *, door: str = "back") -> dict[str, float]:
    """Chance of release and mean hours on the way, when a body may go back; an absorbing chain solved exactly.

    `door` says where the third way leads: ``back`` to the late endosome, or ``out``, lost like a digested one.
    """
    k_1, k_2, k_f, k_d = RATES.values()
    leaving = k_f + k_d + k_r
    # Among early endosome, late endosome and body: rate of each step, and of leaving.
    moves = np.array([[-k_1, k_1, 0], [0, -k_2, k_2], [0, k_r if door == "back" else 0, -leaving]])
    visits = np.linalg.inv(-moves)[0]
    return {"released": 100 * float(visits[2] * k_f), "hours": float(visits.sum())}


# ---- reach -------------------------------------------------------------------------------------------------------


@cache
def needed(mean: float, copies: int, *, chance: float = 0.95, more: int = 0) -> int:
    """Fewest vesicles that bring so many copies or more with that chance."""
    low, high = 0, 1
    while poisson.sf(copies - 1 + more, mean * high) < chance:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if poisson.sf(copies - 1 + more, mean * middle) >= chance else (middle, high)
    return high


LENGTH, HINDRANCE = 50, 0.1


def half_life(hindrance: float = HINDRANCE, per: float = 1) -> float:
    """Minutes with which vesicles reach `LENGTH` micrometers in matrix."""
    return float(exosomes.half_life_for(LENGTH, hindrance=hindrance)) * per
