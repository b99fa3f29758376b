"""From the endosome to the outside or to the lysosome: one route, computed in three ways."""

from __future__ import annotations

from math import inf
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from osteolib.model import Model, Parameter, Quantity, State
from osteolib.model.errors import require_known

PLACES = ("early_endosome", "late_endosome", "multivesicular_body", "released", "degraded")

# fmt: off
RATES = [
    Parameter("k_1", 4.0, "1/h", 2.0, 8.0, "early endosomes that mature to late endosomes",
              "hessvik2018knowledge", "illustrative", "k_1", (1e-6, inf)),
    Parameter("k_2", 2.0, "1/h", 1.0, 4.0, "late endosomes that become multivesicular bodies",
              "hessvik2018knowledge", "illustrative", "k_2", (1e-6, inf)),
    Parameter("k_f", 0.105, "1/h", 0.01, 1.0, "multivesicular bodies that fuse with the plasma membrane",
              "wang2017", "published", "k_f", (1e-6, inf)),
    Parameter("k_d", 0.42, "1/h", 0.0, 2.0, "multivesicular bodies that fuse with a lysosome",
              "hessvik2018knowledge", "illustrative", "k_d", (0.0, inf)),
]
# fmt: on


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    early, late, body, _, _ = y
    return (
        -p.k_1 * early,
        p.k_1 * early - p.k_2 * late,
        p.k_2 * late - (p.k_f + p.k_d) * body,
        p.k_f * body,
        p.k_d * body,
    )


def _inside(t: Any, y: Any, p: Any, q: Any) -> None:
    q.inside = y[0] + y[1] + y[2]


endosome_route = Model(
    "endosome_route",
    "where an endosome and its load are: in the cell, outside, or digested (teaching model)",
    "hessvik2018knowledge",
    "h",
    states=[
        State("early_endosome", "%", 100.0, "early endosome", "E", "other"),
        State("late_endosome", "%", 0.0, "late endosome", "L", "other", scale=100.0),
        State("multivesicular_body", "%", 0.0, "multivesicular body", "M", "bone", scale=100.0),
        State("released", "%", 0.0, "released", "R", "vesicle", accumulates=True, scale=100.0),
        State("degraded", "%", 0.0, "degraded", "X", "osteoclast", accumulates=True, scale=100.0),
    ],
    parameters=RATES,
    quantities=[Quantity("inside", "%", "still on the way", "I", "other")],
    derive_quantities=_inside,
    rhs=_rates,
    rest=lambda p: {"early_endosome": 0.0, "late_endosome": 0.0, "multivesicular_body": 0.0},
)


class Odds(NamedTuple):
    """The fate of an endosome in three numbers.

    Attributes
    ----------
    released : float or array
        Chance that its vesicles leave the cell.
    body_hours : float or array
        Mean life as a multivesicular body, h.
    total_hours : float or array
        Mean time from early endosome to either end, h.
    """

    released: Any
    body_hours: Any
    total_hours: Any


def _values(given: dict[str, Any]) -> dict[str, Any]:
    own = {p.name: p.value for p in RATES}
    for name in given:
        require_known(name, own, "rate", "endosome_route")
    return own | given


def release_odds(**rates: Any) -> Odds:
    r"""Chance of release and mean times, in closed form.

    .. math:: P = \frac{k_f}{k_f + k_d}, \qquad \bar{t} = \frac{1}{k_1} + \frac{1}{k_2} + \frac{1}{k_f + k_d}

    Parameters
    ----------
    **rates : float or array
        ``k_1, k_2, k_f, k_d`` (1/h) in place of the model's values.

    Examples
    --------
    >>> odds = release_odds()
    >>> print(f"{odds.released:.4f} {odds.body_hours:.3f} h {odds.total_hours:.3f} h")
    0.2000 1.905 h 2.655 h
    """
    k = _values(rates)
    leave = k["k_f"] + k["k_d"]
    return Odds(k["k_f"] / leave, 1 / leave, 1 / k["k_1"] + 1 / k["k_2"] + 1 / leave)


def occupancy(hours: Any, **rates: float) -> xr.Dataset:
    r"""Where an endosome is, exactly: the first row of the matrix exponential :math:`e^{Qt}`.

    Parameters
    ----------
    hours : array
        Times, h.
    **rates : float
        ``k_1, k_2, k_f, k_d`` (1/h) in place of the model's values.

    Returns
    -------
    xarray.Dataset
        The five places of `endosome_route`, in %.

    Examples
    --------
    >>> print(f"{float(occupancy([24.0]).released[0]):.2f} %")
    20.00 %
    """
    from scipy.linalg import expm

    k = _values(rates)
    q = np.zeros((5, 5))
    q[0, 1], q[1, 2], q[2, 3], q[2, 4] = k["k_1"], k["k_2"], k["k_f"], k["k_d"]
    q -= np.diag(q.sum(axis=1))
    hours = np.atleast_1d(np.asarray(hours, float))
    chances = 100 * expm(q * hours[:, None, None])[:, 0]
    data = {name: ("time", chances[:, i], {"units": "%"}) for i, name in enumerate(PLACES)}
    return xr.Dataset(data, {"time": ("time", hours, {"units": "h"})})


def simulate_fates(endosomes: int, seed: int = 0, **rates: float) -> xr.Dataset:
    """Follow single endosomes: each stage lasts an exponential time, then chance decides where it goes.

    Parameters
    ----------
    endosomes : int
        How many to follow.
    seed : int
        Of the random numbers.
    **rates : float
        ``k_1, k_2, k_f, k_d`` (1/h) in place of the model's values.

    Returns
    -------
    xarray.Dataset
        For each ``endosome`` the hours at which it became `late`, a `body`, and came to its `end`, and whether it was
        `released`.

    Examples
    --------
    >>> fates = simulate_fates(100_000)
    >>> print(f"released {100 * float(fates.released.mean()):.1f} %, after {float(fates.end.mean()):.2f} h")
    released 20.1 %, after 2.66 h
    """
    k = _values(rates)
    rng = np.random.default_rng(seed)
    late = rng.exponential(1 / k["k_1"], endosomes)
    body = late + rng.exponential(1 / k["k_2"], endosomes)
    end = body + rng.exponential(1 / (k["k_f"] + k["k_d"]), endosomes)
    released = rng.random(endosomes) < k["k_f"] / (k["k_f"] + k["k_d"])
    times = {name: ("endosome", when, {"units": "h"}) for name, when in (("late", late), ("body", body), ("end", end))}
    return xr.Dataset(times | {"released": ("endosome", released)})
