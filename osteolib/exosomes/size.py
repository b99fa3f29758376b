"""What a diameter means: how fast a vesicle wanders, what fits into it, and what a sample of many sizes looks like."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from osteolib.exosomes.numbers import AVOGADRO, BOLTZMANN, ZERO_CELSIUS, default
from osteolib.model.errors import BadValue

_SMALLEST, _LARGEST, _POINTS = 10.0, 400.0, 131  # nm: the axis of a size distribution


def water_viscosity(temperature: Any) -> Any:
    r"""Viscosity of water in mPa s, by the formula of Kestin et al. (1978), for 0 to 100 °C.

    .. math:: \log_{10} \frac{\eta}{1.002} = \frac{x}{116 - x} (1.2364 - 0.00137\,x + 5.7 \cdot 10^{-6} x^2),
        \qquad x = 20 - T

    Two printed tables agree with it to 0.6 % at 25 and 37 °C.

    Parameters
    ----------
    temperature : float or array
        °C.

    Examples
    --------
    >>> print(f"{water_viscosity(25):.3f} {water_viscosity(37):.3f}")
    0.890 0.691
    """
    below = 20 - temperature
    return 1.002 * 10 ** (below / (116 - below) * (1.2364 - 1.37e-3 * below + 5.7e-6 * below**2))


def _mobility(temperature: Any, viscosity: Any) -> Any:
    """Diffusion coefficient times diameter, in µm2/s times nm."""
    viscosity = water_viscosity(temperature) if viscosity is None else viscosity
    return 1e24 * BOLTZMANN * (temperature + ZERO_CELSIUS) / (3 * np.pi * viscosity)


def diffusion(diameter: Any, temperature: Any = 37.0, viscosity: Any = None) -> Any:
    r"""Diffusion coefficient of a sphere, after Stokes and Einstein.

    .. math:: D = \frac{k_B T}{3 \pi \eta d}

    Parameters
    ----------
    diameter : float or array
        nm.
    temperature : float or array
        °C.
    viscosity : float or array, optional
        mPa s; that of water at this temperature by default.

    Returns
    -------
    float or array
        µm2/s.

    Examples
    --------
    >>> print(f"{diffusion(100):.3f}")
    6.573
    """
    return _mobility(temperature, viscosity) / diameter


def diameter_from(coefficient: Any, temperature: Any = 37.0, viscosity: Any = None) -> Any:
    """Diameter (nm) of a sphere whose diffusion coefficient (µm2/s) was measured: `diffusion`, turned round.

    Examples
    --------
    >>> print(f"{diameter_from(diffusion(100)):.1f}")
    100.0
    """
    return _mobility(temperature, viscosity) / coefficient


def contents(diameter: Any, membrane: float | None = None, lipid_area: float | None = None) -> xr.Dataset:
    """What a spherical vesicle can hold.

    Parameters
    ----------
    diameter : float or array
        Outer diameter, nm.
    membrane : float, optional
        Thickness of the membrane, nm.
    lipid_area : float, optional
        Area of a lipid in one leaf of the membrane, nm2.

    Returns
    -------
    xarray.Dataset
        Outer volume and lumen (nm3), `lumen_share` (%), the number of `lipids` in both leaves, `molecules` of a cargo
        at 1 µM in the lumen, and the widest sphere that fits in (nm).

    Raises
    ------
    BadValue
        If the membrane is thicker than half the vesicle.

    Examples
    --------
    >>> print(f"{float(contents(100).molecules):.2f} molecules at 1 µM in a vesicle of 100 nm")
    0.23 molecules at 1 µM in a vesicle of 100 nm
    """
    membrane = default("membrane") if membrane is None else membrane
    lipid_area = default("lipid_area") if lipid_area is None else lipid_area
    outer = _along(diameter, "diameter")
    inner = outer - 2 * membrane
    if bool((inner <= 0).any()):
        raise BadValue(
            f"a vesicle of {float(outer.min()):g} nm has no room for a membrane of {membrane:g} nm on each side. "
            f"Give a diameter above {2 * membrane:g} nm."
        )
    lumen = np.pi / 6 * inner**3
    volume = np.pi / 6 * outer**3
    lipids = np.pi * (outer**2 + inner**2) / lipid_area
    return xr.Dataset(
        {
            "volume": volume.assign_attrs(units="nm3", long_name="outer volume", kind="vesicle"),
            "lumen": lumen.assign_attrs(units="nm3", long_name="lumen", kind="vesicle"),
            "lumen_share": (100 * lumen / volume).assign_attrs(units="%", long_name="lumen", kind="vesicle"),
            "lipids": lipids.assign_attrs(units="1", long_name="lipids", kind="vesicle"),
            # 1 µM is 1e-6 mol/L, and 1 nm3 is 1e-24 L
            "molecules": (1e-30 * AVOGADRO * lumen).assign_attrs(units="1", long_name="molecules at 1 µM"),
            "widest": inner.assign_attrs(units="nm", long_name="widest sphere inside", kind="vesicle"),
        }
    )


def size_distribution(median: Any = None, sigma: Any = None) -> xr.Dataset:
    r"""Sizes of a sample by number and by volume.

    A log-normal sample stays log-normal when each vesicle is weighted by its volume; only the median moves, to
    :math:`\tilde{d}\,e^{3\sigma^2}`.

    Parameters
    ----------
    median, sigma : float or array
        Median diameter by number (nm), standard deviation of ln d.

    Returns
    -------
    xarray.Dataset
        `by_number` and `by_volume` (% per nm) along `diameter`; shares of 30-150 nm by number and of more than 100 nm
        by number and by volume (%).

    Examples
    --------
    >>> sample = size_distribution()
    >>> print(f"{float(sample.large_by_number):.1f} % of the vesicles hold {float(sample.large_by_volume):.1f} %")
    43.2 % of the vesicles hold 76.7 %
    """
    median = default("median") if median is None else median
    sigma = default("sigma") if sigma is None else sigma
    heavy = median * np.exp(3 * sigma**2)
    axis = np.linspace(_SMALLEST, _LARGEST, _POINTS)
    d = xr.DataArray(axis, dims="diameter", coords={"diameter": ("diameter", axis, {"units": "nm"})})
    share = {"units": "%", "kind": "vesicle"}
    return xr.Dataset(
        {
            "by_number": _density(d, median, sigma).assign_attrs(units="% per nm", long_name="number", kind="vesicle"),
            "by_volume": _density(d, heavy, sigma).assign_attrs(units="% per nm", long_name="volume", kind="other"),
            "in_range": _share(_below(150, median, sigma) - _below(30, median, sigma), share, "vesicles of 30-150 nm"),
            "large_by_number": _share(1 - _below(100, median, sigma), share, "vesicles above 100 nm"),
            "large_by_volume": _share(1 - _below(100, heavy, sigma), share, "their share of the volume"),
        }
    )


def _along(values: Any, name: str) -> xr.DataArray:
    if isinstance(values, xr.DataArray):
        return values
    return xr.DataArray(values) if np.ndim(values) == 0 else xr.DataArray(values, dims=name, coords={name: values})


def _density(d: xr.DataArray, median: Any, sigma: Any) -> xr.DataArray:
    return 100 * np.exp(-0.5 * (np.log(d / median) / sigma) ** 2) / (np.sqrt(2 * np.pi) * sigma * d)


def _below(d: float, median: Any, sigma: Any) -> Any:
    from scipy.special import ndtr

    return xr.apply_ufunc(ndtr, np.log(d / median) / sigma)


def _share(part: Any, attributes: dict[str, str], name: str) -> xr.DataArray:
    return xr.DataArray(100 * part).assign_attrs(attributes | {"long_name": name})
