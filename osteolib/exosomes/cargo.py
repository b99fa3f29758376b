"""How many copies of a molecule a vesicle carries when it carries hardly any."""

from __future__ import annotations

from math import ceil, log
from typing import Any

import numpy as np
import xarray as xr

from osteolib.exosomes.numbers import default
from osteolib.model.errors import BadValue


def copies_per_vesicle(mean: float | None = None, most: int = 5) -> xr.DataArray:
    r"""Share of vesicles (%) with 0, 1, 2, ... copies if copies are dealt out at random.

    .. math:: P(k) = e^{-c}\,c^k / k!

    Parameters
    ----------
    mean : float, optional
        Copies per vesicle, c.
    most : int
        Largest number of copies listed.

    Examples
    --------
    >>> print(f"{float(100 - copies_per_vesicle()[0]):.4f} % carry the microRNA")
    0.8216 % carry the microRNA
    """
    from scipy.stats import poisson

    k = np.arange(most + 1)
    share = 100 * poisson.pmf(k, default("copies") if mean is None else mean)
    return xr.DataArray(share, {"copies": k}, "copies", "share", {"units": "%", "kind": "vesicle"})


def vesicles_needed(mean: float | None = None, chance: float = 0.95) -> int:
    """Whole vesicles that a cell must take up to get at least one copy with the given chance.

    Raises
    ------
    BadValue
        If the chance is not between 0 and 1, or the mean is not above 0.

    Examples
    --------
    >>> vesicles_needed()
    364
    """
    mean = default("copies") if mean is None else mean
    if not (0 < chance < 1 and mean > 0):
        raise BadValue(
            f"chance = {chance:g} and mean = {mean:g}; expected a chance between 0 and 1 and a mean above 0. "
            "No number of vesicles makes certain what is dealt out at random."
        )
    return ceil(-log(1 - chance) / mean)


def carrying_share(copies: Any = 0.00825, *, most: int = 1000) -> xr.Dataset:
    """Chance (%) that a cell has got at least one copy, by the number of vesicles taken up.

    Parameters
    ----------
    copies : float or DataArray
        Copies per vesicle.
    most : int
        End of the axis.

    Returns
    -------
    xarray.Dataset
        `chance` (%) along ``vesicles``, and the share of vesicles that are `carrying` a copy or more (%).

    Examples
    --------
    >>> print(f"{float(carrying_share().chance.interp(vesicles=364)):.1f} %")
    95.0 %
    """
    axis = np.linspace(0, most, 126)
    taken = xr.DataArray(axis, dims="vesicles", coords={"vesicles": ("vesicles", axis, {"units": "1"})})
    copies = xr.DataArray(copies)
    chance = 100 * (1 - np.exp(-copies * taken))
    carrying = 100 * (1 - np.exp(-copies))
    return xr.Dataset(
        {
            "chance": chance.assign_attrs(units="%", long_name="chance of a copy or more", kind="vesicle"),
            "carrying": carrying.assign_attrs(units="%", long_name="vesicles that carry it"),
        }
    )


def clustered_copies(vesicles: int, mean: float | None = None, *, loaded: float = 0.01, seed: int = 0) -> np.ndarray:
    """Copies in each vesicle if only a few are loaded: the same mean as at random, dealt to a share of the vesicles.

    Parameters
    ----------
    vesicles : int
    mean : float, optional
        Copies per vesicle over all vesicles.
    loaded : float
        Share of vesicles that get any.
    seed : int
        Of the random numbers.

    Examples
    --------
    >>> copies = clustered_copies(100_000, loaded=0.001)
    >>> print(f"mean {copies.mean():.4f}, carrying {100 * (copies > 0).mean():.2f} %")
    mean 0.0081, carrying 0.10 %
    """
    mean = default("copies") if mean is None else mean
    rng = np.random.default_rng(seed)
    return rng.poisson(mean / loaded, vesicles) * (rng.random(vesicles) < loaded)
