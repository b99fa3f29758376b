"""How far a vesicle gets on its own: it wanders, and every cell on the way may take it up."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from osteolib.exosomes.size import diffusion

_LN2 = np.log(2)


def travel_length(diameter: Any = 100.0, half_life: Any = 10.0, hindrance: Any = 1.0) -> Any:
    r"""Length over which vesicles thin out, :math:`\lambda = \sqrt{D/k}`, in µm at 37 °C.

    Parameters
    ----------
    diameter : float or array
        nm.
    half_life : float or array
        Minutes in which half of the free vesicles are taken up: :math:`k = \ln 2 / t_{1/2}`.
    hindrance : float or array
        Mobility in the matrix over that in water.

    Examples
    --------
    >>> print(f"{travel_length():.2f} µm")
    75.43 µm
    """
    return (hindrance * diffusion(diameter) * 60 * half_life / _LN2) ** 0.5


def half_life_for(length: Any, diameter: Any = 100.0, hindrance: Any = 1.0) -> Any:
    """Half-life (min) at which `travel_length` takes the given value (µm).

    Examples
    --------
    >>> print(f"{60 * half_life_for(50):.0f} s")
    264 s
    """
    return _LN2 * length**2 / (60 * hindrance * diffusion(diameter))


def spread_time(distance: Any, diameter: Any = 100.0, hindrance: Any = 1.0) -> Any:
    r"""Seconds after which a free vesicle is typically (root mean square) this far (µm): :math:`r^2 / 6D`.

    Examples
    --------
    >>> print(f"{spread_time(100):.0f} s")
    254 s
    """
    return distance**2 / (6 * hindrance * diffusion(diameter))


def arrival(distance: Any, length: Any) -> Any:
    r"""Share of vesicles that get beyond a distance before they are taken up: :math:`(1 + r/\lambda)\,e^{-r/\lambda}`.

    It follows from the steady profile of a point source, :math:`C \propto e^{-r/\lambda}/r`.

    Examples
    --------
    >>> print(f"{arrival(1.678, 1.0):.3f}")
    0.500
    """
    return (1 + distance / length) * np.exp(-distance / length)


def distance_profile(half_life: Any = 10.0, hindrance: Any = 1.0, diameter: Any = 100.0) -> xr.Dataset:
    """Where the vesicles of one cell are taken up.

    Parameters
    ----------
    half_life, hindrance, diameter : float or DataArray
        As for `travel_length`.

    Returns
    -------
    xarray.Dataset
        `arriving` (% of all vesicles that get beyond) along ``distance`` (µm), `length` and `middle` (µm), the distance
        within which half are taken up.

    Examples
    --------
    >>> near = distance_profile(half_life=10, hindrance=0.1)
    >>> print(f"half are gone within {float(near.middle):.0f} µm")
    half are gone within 40 µm
    """
    axis = np.linspace(0, 300, 151)
    r = xr.DataArray(axis, dims="distance", coords={"distance": ("distance", axis, {"units": "µm"})})
    length = xr.DataArray(travel_length(diameter, half_life, hindrance))
    return xr.Dataset(
        {
            "arriving": (100 * arrival(r, length)).assign_attrs(
                units="%", long_name="vesicles that get farther", kind="vesicle"
            ),
            "length": length.assign_attrs(units="µm", long_name="travel length λ"),
            "middle": (1.678347 * length).assign_attrs(units="µm", long_name="half are taken up within"),
        }
    )
