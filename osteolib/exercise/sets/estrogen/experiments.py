"""Runs of the chapter's models that answers, and mistakes, are read from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from osteolib.estrogen import bone_loss_at_menopause, jorg2022, jorg2022_t_cells, lemaire2004_estrogen, nelson2026
from osteolib.model import Parameter, changed
from osteolib.remodeling import lemaire2004

# ---- menopause ---------------------------------------------------------------------------------------------------

MENOPAUSE = jorg2022.parameters["a_e"].value


@cache
def lost(age: float = 70, output: str = "bone_mineral_density") -> float:
    """Percent of `output` lost at `age`, in a natural menopause."""
    return 100 * (1 - float(jorg2022.simulate([MENOPAUSE, age])[output][-1]))


@cache
def _untreated(at: float) -> float:
    return float(jorg2022.simulate([MENOPAUSE, at]).bone_mineral_density[-1])


@cache
def saved(begin: float, years: float, *, at: float = 70, stop: float | None = None) -> float:
    """Points of density at age `at` that holding estrogen buys; `stop` replaces the age at which it ends."""
    end = begin + years if stop is None else stop
    plan = {"E_held": [(begin, end, 1)]} if end > begin else {}
    held = jorg2022.simulate([MENOPAUSE, at], schedule=plan).bone_mineral_density
    return 100 * (float(held[-1]) - _untreated(at))


def kept(begin: float, years: float) -> float:
    """Density at 70 in percent of menopause, which is what is there and not what was saved."""
    return saved(begin, years) + 100 - lost(70)


def below_menopause(begin: float, years: float) -> float:
    """What therapy leaves, compared with the density at menopause in place of no therapy."""
    return kept(begin, years) - 100


@cache
def extra(*years: float, fit: tuple = ()) -> float:
    """Points lost by surgery beyond a natural menopause, `years` after it."""
    run = nelson2026.simulate([0, *years], menopause=["natural", "surgical"], **dict(fit))
    natural, surgical = run.bone_mineral_density.values[:, -1]
    return float(natural - surgical)


PHASES = {"2 y before final menstrual period": (-2, 0), "0-2 y after": (0, 2), "2-7 y after": (2, 7)}


@cache
def measured() -> np.ndarray:
    """Change of the spine of the cohort's women in the three phases, in percent a year; a loss is below zero."""
    cohort = bone_loss_at_menopause().query("source == 'sowers2010' and site == 'lumbar_spine'")
    return cohort.set_index("phase").value[list(PHASES)].to_numpy()


@cache
def yearly_changes(kind: str, of_hundred: bool = True, a_year: bool = True) -> np.ndarray:
    """The same from a model, in percent a year of the density at menopause."""
    times = np.array([-2, 0, 2, 7])
    if kind == "jorg2022":
        density = 100 * jorg2022.simulate(MENOPAUSE + times).bone_mineral_density.values
    else:
        density = nelson2026.simulate(times, menopause=kind).bone_mineral_density.values
    change = np.diff(density) / (np.diff(times) if a_year else 1)
    return change if of_hundred else change / 100


def root_mean_square(gaps: np.ndarray) -> float:
    """Size of the gaps, whatever their sign."""
    return float(np.sqrt(np.mean(gaps**2)))


RUNS = ("jorg2022", "natural", "surgical")


def misfits(size: Callable[[np.ndarray], float] = root_mean_square, **how: bool) -> dict[str, float]:
    """How far each run is from the women."""
    return {kind: size(yearly_changes(kind, **how) - measured()) for kind in RUNS}


# ---- T cells -----------------------------------------------------------------------------------------------------

STOP = 55


@cache
def _rise(days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """CTX without and with T cells at work, so many days after estradiol is stopped, for shares from 0 to 1."""
    shares = np.linspace(0, 1, 101)
    start = jorg2022_t_cells.simulate([MENOPAUSE, STOP], schedule={"E_held": [(MENOPAUSE, STOP, 1)]}).isel(time=-1)
    begin = {state.name: float(start[state.name]) for state in jorg2022_t_cells.states}
    ctx = jorg2022_t_cells.simulate([STOP, STOP + days / 365], phi=shares, tau=[0, 1], initial=begin).ctx.isel(time=-1)
    return shares, ctx.sel(tau=0).values, ctx.sel(tau=1).values


def t_cell_share(blocked: float, *, days: int = 21, of_rise: bool = True) -> float:
    """Share of T cells with which blocking TNF takes `blocked` of the rise of CTX away."""
    shares, without, with_ = _rise(days)
    left = (without - of_rise) / (with_ - of_rise)
    return float(np.interp(blocked, 1 - left, shares))


def _saturating(power: int = 1) -> Callable:
    def change(K_L: float, p: object) -> float:
        missing = 1 - p.E
        return K_L * (1 + (p.m - 1) * (1 + p.h) * missing / (missing + p.h)) ** power

    return change


def _assumption(name: str, value: float, low: float, high: float, words: str) -> Parameter:
    return Parameter(name, value, "1", low, high, words, "eghbalifatourechi2003", "assumption", name, (0.0, 10.0))


@cache
def early_rankl(power: int = 1) -> object:
    """Lemaire's model with RANKL that rises fast at first and then saturates, as estrogen falls."""
    m = lemaire2004_estrogen.parameters["m"].value
    return changed(
        lemaire2004,
        "lemaire2004_early_rankl",
        "RANKL on each cell rises early as estrogen falls",
        "lemaire2004",
        changes={"K_L": _saturating(power)},
        parameters=[
            _assumption("E", 1.0, 0.0, 1.0, "estrogen, relative to before menopause"),
            _assumption("m", m, 1.0, 3.0, "RANKL per cell without estrogen, relative to before"),
            _assumption("h", 0.5, 0.1, 2.0, "estrogen lost at which half of the rise would be reached"),
        ],
    )


@cache
def times_more(E: float, h: float, *, power: int = 1) -> float:
    """Osteoclasts at rest in multiples of those with full estrogen."""
    model = early_rankl(power)
    now, full = (float(model.steady_state(E=each, h=h).active_osteoclasts) for each in (E, 1.0))
    return now / full


@cache
def straight(E: float, h: float) -> float:
    """The same with the straight line of the lesson, which knows no h."""
    now, full = (float(lemaire2004_estrogen.steady_state(E=each).active_osteoclasts) for each in (E, 1.0))
    return now / full
