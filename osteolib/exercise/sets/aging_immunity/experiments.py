"""Runs of the chapter's models that answers, and mistakes, are read from."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

import numpy as np
import xarray as xr

from osteolib.aging import inflammaging, jorg2022_inflammaging, martinez_sanchez2015, naive_pool, ribeiro2008
from osteolib.estrogen import jorg2022
from osteolib.exercise.sets.aging_immunity.world import world
from osteolib.model import Model, Parameter, changed, exp, positive_part

# ---- thymus ------------------------------------------------------------------------------------------------------

RINGS = ribeiro2008.parameters["alpha"].value


def pool(sigma: float, p: float, d: float) -> dict[str, float]:
    """Naive cells at rest, and TREC in each."""
    rest = ribeiro2008.steady_state(sigma=sigma, p=p, d=d)
    return {"naive_cells": float(rest.naive_cells), "trec_content": float(rest.trec_content)}


@cache
def recovery(cells: float = 50, years: float = 20) -> tuple[np.ndarray, np.ndarray]:
    """Days, and TREC per cell in multiples of the steady value, after a start with few cells."""
    days = np.linspace(0, 365 * years, 1 + int(73 * years))
    content = ribeiro2008.simulate(days, N0=cells).trec_content.values
    return days, content / float(ribeiro2008.steady_state().trec_content)


@cache
def age_at(quantity: str = "thymic_share", level: float = 5.0, of_start: bool = False) -> float:
    """Age at which a quantity of the lifelong pool falls to a level, or to a share of its value at 25."""
    ages = np.linspace(25, 120, 951)
    curve = naive_pool.simulate(ages)[quantity].values
    return float(np.interp(-level * (curve[0] if of_start else 1), -curve, ages))


# ---- fate --------------------------------------------------------------------------------------------------------

TH17, TREG = {"TGFBe": 1, "IL21e": 1}, {"TGFBe": 1, "IL2e": 1}


def next_state(A: int, B: int, signal: int) -> list[int]:
    """The pair of the lesson, both switches moved together."""
    return [int((A or signal) and not B), int(B and not A)]


@cache
def needed(fate: str = "Th17", recipe: str = "Th17") -> frozenset[str]:
    """Nodes without which a naive cell under that recipe does not reach the fate for certain."""
    cytokines = TH17 if recipe == "Th17" else TREG
    mutants = {node: martinez_sanchez2015.knock_out(node) for node in martinez_sanchez2015.nodes}
    return frozenset(node for node, mutant in mutants.items() if mutant.fates(**cytokines).get(fate, 0) < 0.5)


def rest_of(recipe: dict[str, int]) -> frozenset[str]:
    """Nodes that are on where a naive cell ends."""
    return frozenset(martinez_sanchez2015.path(**recipe)[-1])


@cache
def counted(which: Callable[[dict, dict], bool]) -> int:
    """Mixtures of the six cytokines of which `which` is true, asked of the fates moved together and one at a time."""
    names = martinez_sanchez2015.inputs
    count = 0
    for on in itertools.product([0, 1], repeat=len(names)):
        mixture = dict(zip(names, on, strict=True))
        together, one_at_a_time = (
            martinez_sanchez2015.fates(update=update, **mixture) for update in ("synchronous", "asynchronous")
        )
        count += which(together, one_at_a_time)
    return count


# ---- second hit --------------------------------------------------------------------------------------------------

DOUBLING = inflammaging.parameters["doubling"].value
SIGMA = inflammaging.parameters["sigma"].value


def younger_higher(age_a: float, age_b: float, *, base: float = 2, spread: float = 2**0.5, upper: int = 1) -> float:
    """Chance that the younger of two people has more IL-6; the keywords make the mistakes."""
    years = abs(age_a - age_b)
    shift = years / DOUBLING * np.log(base)
    below = NormalDist(0, SIGMA * spread).cdf(-shift)
    return below if upper else 1 - below


def overlap(age_a: float, age_b: float) -> float:
    """Overlap of the two bell curves, which is another question."""
    shift = abs(age_a - age_b) / DOUBLING * np.log(2)
    return NormalDist(0, SIGMA).overlap(NormalDist(shift, SIGMA)) if shift else 1.0


@cache
def slope(*columns: str, log: bool = True, percent: bool = True) -> float:
    """Slope of the logarithm of IL-6 on age, with other columns beside it, in percent a year."""
    people = world()
    height = np.log(people.il6) if log else people.il6
    design = np.column_stack([people.age, *(people[name] for name in columns), np.ones(len(people))])
    found = np.linalg.lstsq(design, height, rcond=None)[0][0]
    return float(found * (100 if percent else 1))


REST = float(jorg2022.parameters["a_e"].value)


@cache
def at_menopause(name: str = "resorption") -> float:
    """Resorption on the day of menopause."""
    return float(jorg2022.simulate([REST, REST + 1])[name][0])


# Where answers are compared: kappa, and estrogen held.
SETTINGS = ((0.0, 0), (0.07, 0), (0.07, 1), (0.1, 0), (0.0, 1))
AGES = (REST, 70.0, 80.0)


@cache
def _added() -> Model:
    """Resorption that inflammation adds; `growth` and `above` are what answers get wrong."""
    constant = at_menopause()

    def change(resorption: float, p: object, t: float) -> float:
        il6 = exp(p.growth / p.doubling * positive_part(t - p.a_i))
        return resorption + p.kappa * constant * (il6 - p.above)

    kept = [jorg2022_inflammaging.parameters[name] for name in ("a_i", "doubling", "kappa")]
    words = {"growth": "logarithm of the growth in a doubling time", "above": "level that takes no bone"}
    free = [
        Parameter(name, value, "1", 0.0, 1.0, words[name], "jorg2022", "assumption", name, (0.0, 2.0))
        for name, value in (("growth", float(np.log(2))), ("above", 1.0))
    ]
    return changed(
        jorg2022,
        "jorg2022_added",
        "menopause, and resorption that inflammation adds",
        "jorg2022",
        changes={"resorption": change},
        parameters=[*kept, *free],
    )


@cache
def _at_settings(model: Model, **constants: float) -> np.ndarray:
    """Density at the settings (rows) and ages (columns), in one solve."""
    kappa, held = (xr.DataArray(list(column), dims="setting") for column in zip(*SETTINGS, strict=True))
    run = model.simulate(AGES, kappa=kappa, E_held=held, **constants)
    return 100 * run.bone_mineral_density.transpose("setting", "time").values


@cache
def density(kappa: float, held: float, *, age: float = 80, growth: float = float(np.log(2)), above: float = 1) -> float:
    """Density at `age` in percent of that at menopause, with resorption added."""
    if (kappa, held) in SETTINGS and age in AGES:
        table = _at_settings(_added(), growth=growth, above=above)
        return float(table[SETTINGS.index((kappa, held)), AGES.index(age)])
    run = _added().simulate([REST, age], kappa=kappa, E_held=held, growth=growth, above=above)
    return 100 * float(run.bone_mineral_density[-1])


def multiplied(kappa: float, held: float) -> float:
    """The same at 80 in the lesson's model, which multiplies."""
    if (kappa, held) in SETTINGS:
        return float(_at_settings(jorg2022_inflammaging)[SETTINGS.index((kappa, held)), AGES.index(80.0)])
    run = jorg2022_inflammaging.simulate([REST, 80], kappa=kappa, E_held=held)
    return 100 * float(run.bone_mineral_density[-1])
