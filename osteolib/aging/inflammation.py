"""Inflammaging: what was measured in old people, the trend through it, and the spread around the trend."""

from __future__ import annotations

from importlib.resources import files
from math import inf
from math import log as natural_log
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtr

from osteolib.model import Model, Parameter, Quantity, State, exp
from osteolib.model.errors import require_known

if TYPE_CHECKING:
    import pandas
    import xarray

_POLSENIOR = "puzianowskakuznicka2016"
QUARTILE = NormalDist().inv_cdf(0.75)  # of a normal distribution, in standard deviations
FIRST_AGE = 65  # years; PolSenior has nobody younger


class Trend(NamedTuple):
    """A straight line through the logarithm of a marker.

    Attributes
    ----------
    slope : float
        Relative rise a year, 1/y.
    doubling : float
        Years in which the marker doubles.
    level : float
        Marker at age 65, in its own unit.
    sigma : float
        Standard deviation of the logarithm within an age group, from its quartiles.
    """

    slope: float
    doubling: float
    level: float
    sigma: float


def polsenior(marker: str = "IL-6", group: str = "all") -> pandas.DataFrame:
    """Table of the PolSenior study: group size, median and quartiles of a marker by age.

    Parameters
    ----------
    marker : {"IL-6", "CRP"}
    group : {"all", "healthy aging", "others"}
        The study calls people healthy agers who are free of the diseases it asked for.

    Returns
    -------
    pandas.DataFrame
        Source and license in ``attrs``.

    Raises
    ------
    UnknownName
        For a marker or group that is not in the table.

    Examples
    --------
    >>> table = polsenior()
    >>> table[["age", "n", "median"]].iloc[-1].tolist(), table.attrs["license"]
    ([93.0, 476.0, 3.5], 'CC BY 4.0')
    """
    import pandas

    with files("osteolib.aging").joinpath("data/polsenior.csv").open(encoding="utf-8") as file:
        table = pandas.read_csv(file, comment="#")
    for column, value in (("marker", marker), ("group", group)):
        require_known(value, table[column].unique(), column, "polsenior")
        table = table[table[column] == value]
    table = table.reset_index(drop=True)
    table.attrs = {"source": _POLSENIOR, "license": "CC BY 4.0", "unit": str(table.unit.iloc[0])}
    return table


def trend(table: pandas.DataFrame) -> Trend:
    """Fit a straight line to the logarithm of the medians, each age group weighted by its size.

    Parameters
    ----------
    table : pandas.DataFrame
        As `polsenior` gives it.

    Returns
    -------
    Trend

    Examples
    --------
    >>> print(f"{trend(polsenior()).doubling:.1f} years")
    26.9 years
    """
    weight = np.sqrt(table.n)
    slope, at_zero = np.polyfit(table.age - FIRST_AGE, np.log(table["median"]), 1, w=weight)
    spread = np.log(table.upper_quartile / table.lower_quartile) / (2 * QUARTILE)
    sigma = np.average(spread, weights=table.n)
    return Trend(float(slope), natural_log(2) / float(slope), float(np.exp(at_zero)), float(sigma))


def il6_spread(age: Any, doubling: Any, sigma: Any) -> xarray.Dataset:
    """How IL-6 is spread among people of 65 and of another age, both log-normal.

    Parameters
    ----------
    age, doubling, sigma : float or xarray.DataArray
        Age of the others, years in which the median doubles, spread of the logarithm; arrays keep their dimensions.

    Returns
    -------
    xarray.Dataset
        Densities ``at_65`` and ``at_age`` over ``il6`` (per unit of its natural logarithm), and ``below``: how many of
        the others, in percent, lie below the median of 65.

    Examples
    --------
    >>> print(f"{float(il6_spread(90, 26.9, 0.66).below):.1f} %")
    16.5 %
    """
    import xarray

    level = inflammaging.parameters["level"].value
    grid = np.geomspace(0.2, 30, 121)
    il6 = xarray.DataArray(grid, {"il6": ("il6", grid, {"units": "pg/mL", "long_name": "IL-6"})}, "il6")
    sigma = xarray.DataArray(sigma)
    older = level * 2 ** ((xarray.DataArray(age) - FIRST_AGE) / doubling)
    spread = {}
    for name, words, center in (("at_65", "density at 65", level), ("at_age", "density at the age chosen", older)):
        density = np.exp(-((np.log(il6 / center) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        spread[name] = density.assign_attrs(units="per log unit", long_name=words, kind="immune")
    below = 100 * xarray.apply_ufunc(ndtr, np.log(level / older) / sigma)
    names = {"units": "%", "long_name": "older people below the median at 65:", "kind": "immune"}
    return xarray.Dataset({**spread, "below": below.assign_attrs(names)})


def _quartiles(t: Any, y: Any, p: Any, q: Any) -> None:
    (il6,) = y
    q.lower_quartile = il6 * exp(-QUARTILE * p.sigma)
    q.upper_quartile = il6 * exp(QUARTILE * p.sigma)


# Values as printed from `trend(polsenior())`; a test computes them again.
inflammaging = Model(
    "inflammaging",
    "interleukin-6 from age 65 on: median and quartiles",
    _POLSENIOR,
    "y",
    states=[State("il6", "pg/mL", 1.62, "IL-6, median", "I", "immune", positive=True)],
    parameters=[
        Parameter(
            "level", 1.62, "pg/mL", 1.2, 2.4, "IL-6 at 65", _POLSENIOR, "fitted", "I_{65}", (1e-9, inf),
        ),
        Parameter(
            "doubling", 26.9, "y", 20.0, 60.0, "years in which IL-6 doubles", _POLSENIOR, "fitted",
            "D", (1.0, inf),
        ),
        Parameter(
            "sigma", 0.66, "1", 0.4, 1.0, "spread of the logarithm between people", _POLSENIOR, "fitted",
            r"\sigma", (0.0, 5.0),
        ),
    ],
    quantities=[
        Quantity("lower_quartile", "pg/mL", "IL-6, lower quartile", "I_{25}", "immune"),
        Quantity("upper_quartile", "pg/mL", "IL-6, upper quartile", "I_{75}", "immune"),
    ],
    derive_quantities=_quartiles,
    rhs=lambda t, y, p, q: (natural_log(2) / p.doubling * y[0],),
    start=lambda p: {"il6": p.level},
)  # fmt: skip
