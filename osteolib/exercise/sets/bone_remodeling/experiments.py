"""Runs of the chapter's models that answers, and mistakes, are read from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import xarray as xr

from osteolib.remodeling import LoadedBone, komarova2003, lemaire2004

# ---- one cycle ---------------------------------------------------------------------------------------------------

SETTLED = [0, 1000]  # days: long enough for the cells to come to rest
PUBLISHED = {name: parameter.value for name, parameter in komarova2003.parameters.items()}


@cache
def cycle() -> xr.Dataset:
    """One cycle as published."""
    return komarova2003.simulate(300)


def when(pick: Callable[[xr.DataArray], xr.DataArray] = lambda curve: curve.idxmax("time")) -> dict[str, float]:
    """Day on which the bone is lowest, and day that `pick` finds for the osteoblasts."""
    return {"bone_mass": float(cycle().bone_mass.idxmin("time")), "osteoblasts": float(pick(cycle().osteoblasts))}


def heights() -> dict[str, float]:
    """The values at those moments."""
    return {"bone_mass": float(cycle().bone_mass.min()), "osteoblasts": float(cycle().osteoblasts.max())}


def rows() -> dict[str, float]:
    """The rows of the table at those moments."""
    return {
        "bone_mass": float(cycle().bone_mass.argmin("time")),
        "osteoblasts": float(cycle().osteoblasts.argmax("time")),
    }


def exponent(to_the_other_kind: bool, sign: int) -> str:
    """The exponent with that reach and that sign."""
    signals = {name: value for name, value in PUBLISHED.items() if name.startswith("g")}
    return next(n for n, value in signals.items() if (n[1] != n[2]) == to_the_other_kind and np.sign(value) == sign)


@cache
def trace(g11: float, beta1: float, beta2: float, g22: float) -> float:
    """How fast a disturbance grows: trace of the model's Jacobian at rest, by differences of its own rates."""
    p = komarova2003.namespace({**PUBLISHED, "g11": g11, "beta1": beta1, "beta2": beta2, "g22": g22})
    rest, slopes = [p.osteoclasts_at_rest, p.osteoblasts_at_rest, 100.0], []
    for kind in (0, 1):
        step = 1e-6 * rest[kind]
        above, below = ([value + sign * step * (n == kind) for n, value in enumerate(rest)] for sign in (1, -1))
        slopes.append((komarova2003.rates(0, above, p)[kind] - komarova2003.rates(0, below, p)[kind]) / (2 * step))
    return sum(slopes)


@cache
def final(g11: float, **constants: float) -> float:
    """Bone mass in percent when the cells have come to rest."""
    return float(komarova2003.simulate(SETTLED, g11=g11, **constants).bone_mass[-1])


@cache
def rebalanced(g11: float, upside_down: bool = False) -> float:
    """The k2 with which that which is filled equals that which is dug."""
    share = (100 - final(g11, k2=0)) / (final(g11, k1=0) - 100)
    return PUBLISHED["k2"] * (1 / share if upside_down else share)


@cache
def guarded(c: float, g11: float, *, step: float = 0.05, away: int = 1, of: float = 1, rest: int = 1) -> float:
    """Bone mass on day 100 with osteocytes that call for repair at a rate c; the keywords make the mistakes."""
    run = komarova2003.simulate(np.arange(0, 100 + step / 2, step), g11=g11)
    calm = komarova2003.steady_state(g11=g11)
    excess = [np.maximum(0, run[cell] - rest * calm[cell]).values for cell in ("osteoclasts", "osteoblasts")]
    net = PUBLISHED["k2"] * excess[1] - PUBLISHED["k1"] * excess[0]
    bone = 100.0
    for flow in (net[:-1] + net[1:]) / 2:
        bone += step * (flow + away * c * (100 - bone) / of)
    return float(bone)


# ---- signals -----------------------------------------------------------------------------------------------------

CELLS = ["active_osteoblasts", "active_osteoclasts"]
DECOY = {"I_L": [(20, 80, 1e4)], "I_O": [(20, 80, 1e5)]}
HOURS = (1, 6, 24)


def per_osteoclast(schedule: dict, day: float = 80, healthy: bool = True) -> float:
    """Active osteoblasts for each osteoclast on that day, in multiples of health if asked so."""
    run = lemaire2004.simulate(np.arange(0, 141), schedule=schedule)
    ratio = run.active_osteoblasts / run.active_osteoclasts
    return float((ratio / ratio[0] if healthy else ratio).sel(time=day))


@cache
def pulsed(hours: float, same_rate: bool = False, first: float = 60) -> float:
    """The same ratio as an average from day `first` to 80, under a daily pulse that lasts so many hours."""
    length = hours / 24
    pulses = [(day, day + length, 1000 if same_rate else 1000 / length) for day in range(20, 80)]
    run = lemaire2004.simulate(np.linspace(0, 80, 801), schedule={"I_P": pulses})
    mean = (run[CELLS] / run[CELLS].isel(time=0)).sel(time=slice(first, 80)).mean("time")
    return float(mean.active_osteoblasts / mean.active_osteoclasts)


# ---- load --------------------------------------------------------------------------------------------------------


def steepness(stimulus: Callable[[float], float], density: float = 0.8) -> float:
    """Exponent with which a stimulus follows density: the slope of its logarithm."""
    up, down = 1.001 * density, density / 1.001
    return float(np.log(stimulus(up) / stimulus(down)) / np.log(up / down))


def exponents(gamma: float, per_gram: bool = True) -> list[float]:
    """Exponents of the stimulus for blocks in line (same stress) and side by side (same strain)."""
    modulus = LoadedBone.parameters["C"].value
    in_line = steepness(lambda rho: 1 / (2 * modulus * rho**gamma) / (rho if per_gram else 1))
    side_by_side = steepness(lambda rho: modulus * rho**gamma / 2 / (rho if per_gram else 1))
    return [in_line, side_by_side]


def near(answer: float, value: float, within: float) -> bool:
    """Whether two numbers agree within a share."""
    return abs(answer - value) <= within * abs(value)
