"""Capstone: from the design of an exosome therapy to bone density, through links that are named and may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log as natural_log
from typing import Any

import numpy as np
import xarray as xr

from osteolib.aging import jorg2022_inflammaging
from osteolib.exosomes import NUMBERS, vesicles_released
from osteolib.model import Parameter, changed
from osteolib.model.errors import BadValue, require_known
from osteolib.model.sweep import check_domain
from osteolib.model.table import ParameterTable, parameter_table
from osteolib.therapy.budget import BUDGET, delivered
from osteolib.therapy.silencing import silencing, titration

CARGOES = ("resorption", "maturation")
HOURS = 24.0  # in a day
CULTURE = 48.0  # hours in which the source cells are left to secrete
_FIRST, _START, _RTOL = 50.0, 65.0, 1e-6


def _held(name: str, symbol: str, words: str) -> Parameter:
    return Parameter(name, 0.0, "1", 0.0, 0.5, words, "levine2007", "assumption", symbol, (0.0, 1.0))


jorg2022_exosomes = changed(
    jorg2022_inflammaging,
    "jorg2022_exosomes",
    "menopause, inflammation, and a cargo that holds osteoclasts back",
    "jorg2022",
    changes={
        "osteoclasts_matured": lambda matured, p: matured * (1 - p.maturation_held),
        "resorption": lambda resorption, p: resorption * (1 - p.resorption_held),
    },
    parameters=[
        _held("maturation_held", "h_m", "share of osteoclast maturation that the cargo holds back"),
        _held("resorption_held", "h_r", "share of resorption that the cargo holds back"),
    ],
)


@dataclass(frozen=True)
class Design:
    """What an engineer decides.

    Attributes
    ----------
    dose : float
        Exosomes in one injection, per mouse of 20 g or as many grams of a person.
    copies : float
        Copies that one exosome is meant to hold; nature puts in 0.00825.
    interval : float
        Days from one injection to the next.
    targeting : float
        Factor by which the surface is meant to speed up the uptake by bone.
    cargo : {"resorption", "maturation"}
        What the silenced gene is needed for.
    years : float
        How long treatment goes on; it starts at 65.

    Examples
    --------
    >>> Design(cargo="maturation").dose
    100000000000.0
    """

    dose: float = 1e11
    copies: float = 10.0
    interval: float = 7.0
    targeting: float = 10.0
    cargo: str = "resorption"
    years: float = 10.0

    def __post_init__(self) -> None:
        require_known(self.cargo, CARGOES, "cargo", "a design")
        for name, least in (("dose", 0), ("copies", 0), ("interval", 1e-3), ("targeting", 1), ("years", 0.1)):
            if not np.all(np.asarray(getattr(self, name)) >= least):
                raise BadValue(f"{name} of a design is at least {least:g}, but {getattr(self, name)} came.")


NATURAL = Design(copies=0.00825, targeting=1.0)


def _link(name: str, value: float, low: float, high: float, words: str, source: str, symbol: str) -> Parameter:
    return Parameter(name, value, "1", low, high, words, source, "assumption", symbol, (0.0, 1.0))


# Every link of the chain: the numbers of the models that it joins, and the joints, which no paper gives.
LINKS = {
    one.name: one
    for one in (
        NUMBERS["secretion"],
        _link("loading", 0.5, 0.1, 1.0, "share of the intended copies that is loaded", "chevillet2014", r"\lambda"),
        BUDGET["bone_share"],
        _link("homing", 0.5, 0.0, 1.0, "share of the intended targeting that is reached", "wang2020", "h"),
        BUDGET["release"],
        BUDGET["cells"],
        silencing.parameters["mirna_half_life"],
        silencing.parameters["mrna_half_life"],
        silencing.parameters["transcription"],
        silencing.parameters["k"],
        silencing.parameters["q"],
        _link("leverage", 0.25, 0.05, 0.5, "share of the rate that needs the silenced protein", "gowen1999", r"\ell"),
        jorg2022_inflammaging.parameters["tau_e"],
        jorg2022_inflammaging.parameters["doubling"],
        jorg2022_inflammaging.parameters["kappa"],
    )
}  # fmt: skip


def links_table() -> ParameterTable:
    """The links with value, unit, range, source and status.

    Examples
    --------
    >>> links_table().loc["leverage", "status"]
    'assumption'
    """
    return parameter_table(LINKS.values())


def to_bone(bone_share: Any, targeting: Any) -> Any:
    r"""Share of a dose that bone takes up when its uptake is faster by a factor: :math:`f g / (1 + f (g - 1))`.

    The end of `exosome_kinetics`, in closed form: organs share the dose by their rates.

    Examples
    --------
    >>> print(f"{to_bone(0.01, 10):.4f}")
    0.0917
    """
    return bone_share * targeting / (1 + bone_share * (targeting - 1))


def repression(supply: Any, links: Mapping[str, Any]) -> Any:
    """Share of a target that is missing in the steady state of `silencing`, for copies that arrive per hour.

    Examples
    --------
    >>> values = {name: link.value for name, link in LINKS.items()}
    >>> print(f"{repression(0.0, values):.1f} {repression(2.0, values):.3f}")
    0.0 0.743
    """
    loss = natural_log(2) / np.asarray(links["mrna_half_life"])
    mirna_loss = natural_log(2) / np.asarray(links["mirna_half_life"])
    made = np.asarray(links["transcription"])
    left = titration(made, supply, loss, mirna_loss, links["k"], links["q"]) / (made / loss)
    # Without microRNA nothing is missing, to the last digit.
    return np.where(np.asarray(supply) == 0, 0.0, np.clip(1 - left, 0.0, 1.0))[()]


def _words(words: str, units: str = "1", kind: str = "vesicle") -> dict[str, str]:
    return {"long_name": words, "units": units, "kind": kind}


def chain(design: Design | None = None, **links: Any) -> xr.Dataset:
    """Every step from the design to the rate of the cells, in closed form.

    Parameters
    ----------
    design : Design, optional
    **links : float or xarray.DataArray
        Values of `LINKS`; those left out keep their default.

    Returns
    -------
    xarray.Dataset
        ``source_cells`` of one injection, ``reached`` (share of the dose in bone), ``copies`` in a cell after one
        injection, ``supply`` (their mean arrival), ``repression`` and ``held``.

    Raises
    ------
    UnknownName, OutOfDomain
        For a link that the chain does not have, or a value that cannot be.

    Examples
    --------
    >>> print(f"{float(chain().copies):.0f} copies in a cell, {float(chain(NATURAL).copies):.2f} by nature")
    789 copies in a cell, 0.12 by nature
    """
    design = design or Design()
    at = _values(links)
    reached = to_bone(at["bone_share"], 1 + (design.targeting - 1) * at["homing"])
    held_copies = design.copies * at["loading"]
    copies = delivered(
        dose=design.dose, bone_share=reached, copies=held_copies, release=at["release"], cells=at["cells"]
    )
    source_cells = design.dose / vesicles_released(1.0, CULTURE, at["secretion"])
    supply = copies / (HOURS * design.interval)
    names = ("mrna_half_life", "mirna_half_life", "transcription", "k", "q")
    missing = xr.apply_ufunc(
        lambda given, *rest: repression(given, dict(zip(names, rest, strict=True))), supply, *(at[n] for n in names)
    )
    steps = {
        "source_cells": (source_cells, _words("source cells of one injection", "cells")),
        "reached": (reached, _words("share of the dose that bone takes up")),
        "copies": (copies, _words("copies in a cell after one injection", "copies")),
        "supply": (supply, _words("copies that arrive", "copies/h")),
        "repression": (missing, _words("share of the target that is missing", kind="osteoclast")),
        "held": (at["leverage"] * missing, _words("share of the rate that is held back", kind="osteoclast")),
    }
    return xr.Dataset({name: xr.DataArray(value).assign_attrs(words) for name, (value, words) in steps.items()})


def _values(links: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: one.value for name, one in LINKS.items()}
    for name, value in links.items():
        require_known(name, LINKS, "link", "the chain")
        check_domain(LINKS[name], value)
        values[name] = value
    return values


def outcome(design: Design | None = None, ages: Any = None, **links: Any) -> xr.Dataset:
    """Bone density with and without the therapy, in the estrogen-deficient, aged model.

    Parameters
    ----------
    design : Design, optional
    ages : sequence of float, optional
        When to look; 50 to 80 in whole years by default. The run starts at 50.
    **links : float or xarray.DataArray
        Values of `LINKS`.

    Returns
    -------
    xarray.Dataset
        The steps of `chain`, ``treated`` and ``untreated`` bone density in percent of its value at menopause over
        ``age``, and ``gain``: the difference when treatment ends, in points.

    Examples
    --------
    >>> print(f"{float(outcome().gain):.1f} and {float(outcome(NATURAL).gain):.2f} points")
    16.0 and 0.01 points
    """
    design = design or Design()
    steps = chain(design, **links)
    stop = _START + design.years
    ages = np.arange(_FIRST, 81.0) if ages is None else np.asarray(ages, float)
    times = np.union1d(ages, [_FIRST, _START, stop])
    person = {name: _values(links)[name] for name in ("tau_e", "doubling", "kappa")}
    untreated, treated = _both_arms(f"{design.cargo}_held", (_START, stop, steps.held), times, person)
    gain = (treated - untreated).sel(age=stop, drop=True)
    points = "% of menopause"
    return steps.assign(
        untreated=untreated.sel(age=ages).assign_attrs(_words("BMD untreated", points, "other")),
        treated=treated.sel(age=ages).assign_attrs(_words("BMD with exosomes", points, "vesicle")),
        gain=gain.assign_attrs(_words("gain when treatment ends", "points", "bone")),
    ).assign_coords(age=("age", ages, {"long_name": "age", "units": "y"}))


def _both_arms(
    what: str, interval: tuple[float, float, xr.DataArray], times: np.ndarray, person: Mapping[str, Any]
) -> tuple[xr.DataArray, xr.DataArray]:
    """Bone density in percent over ``age`` without and with treatment, from one stack of runs, so of the same steps.

    People who differ have an untreated arm each; where the treatment alone differs, one serves all.
    """
    start, stop, held = interval
    differ = any(np.ndim(value) for value in person.values())
    if differ:
        arms = xr.concat([0.0 * held, held], "arm").drop_attrs()
    else:
        arms = xr.DataArray(np.append(0.0, held), dims="arm")
    run = jorg2022_exosomes.simulate(times, schedule={what: [(start, stop, arms)]}, rtol=_RTOL, **person)
    density = (100 * run.bone_mineral_density).rename(time="age")
    untreated, treated = density.isel(arm=0, drop=True), density.isel(arm=slice(1, None))
    if differ:
        return untreated, treated.isel(arm=0, drop=True)
    axes = {**held.coords, "age": density.age}
    by_treatment = treated.transpose("arm", "age").values.reshape(*held.shape, times.size)
    return untreated, xr.DataArray(by_treatment, axes, (*held.dims, "age"))


def approved(start: float = _START, years: float = 10.0) -> dict[str, dict[str, Any]]:
    """How the approved drugs of `jorg2022` are given: arguments of ``simulate``, by name.

    Denosumab 60 mg twice a year; alendronate, which stays for months, 280 mg every four weeks in place of 70 mg a week;
    romosozumab 210 mg a month for one year; teriparatide 20 ug a day for two.

    Examples
    --------
    >>> sorted(approved())
    ['alendronate', 'denosumab', 'romosozumab', 'teriparatide']
    """
    weeks4 = 28 / 365
    return {
        "alendronate": {"doses": {"alendronate": [(start + n * weeks4, 280) for n in range(int(years / weeks4))]}},
        "denosumab": {"doses": {"denosumab": [(start + n / 2, 60) for n in range(int(2 * years))]}},
        "romosozumab": {"doses": {"romosozumab": [(start + n / 12, 210) for n in range(12)]}},
        "teriparatide": {"schedule": {"teriparatide": [(start, start + 2, 20)]}},
    }
