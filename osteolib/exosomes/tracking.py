"""Nanoparticle tracking: sizes read from the random walk of vesicles, and how far such a reading can be off."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from osteolib.exosomes.numbers import default
from osteolib.exosomes.size import diameter_from, diffusion
from osteolib.model.errors import BadValue

_BENCH = 25.0  # °C: an instrument stands in a room
# The error of a track, over which a measured distribution is summed: it lies between these, in its own standard
# deviations, for every track of four steps or more; and a slice of it, in those of the narrower curve.
_BELOW, _ABOVE, _WIDTH = -5.0, 9.0, 0.7
_AT_ONCE = 128


class SizingError(NamedTuple):
    """How far sizes read from tracks are off.

    Attributes
    ----------
    bias : float or array
        Mean of the reading over the true diameter.
    cv : float or array
        Standard deviation of the reading over its mean, for vesicles of one size.
    """

    bias: Any
    cv: Any


def walk(
    diameter: float = 100.0,
    steps: int = 10,
    tracks: int = 1,
    *,
    interval: float | None = None,
    temperature: float = _BENCH,
    seed: int = 0,
) -> xr.Dataset:
    r"""Random walks as a camera sees them: each step is normal in x and y, with variance :math:`2 D \Delta t`.

    Parameters
    ----------
    diameter : float
        nm.
    steps, tracks : int
        Steps of a walk, number of walks.
    interval : float, optional
        Time between frames, s.
    temperature : float
        °C.
    seed : int
        Of the random numbers.

    Returns
    -------
    xarray.Dataset
        `x` and `y` (µm) along ``track`` and ``step``, from the origin on; what the camera was told, in ``attrs``.

    Examples
    --------
    >>> walk(steps=20, tracks=3).x.shape
    (3, 21)
    """
    interval = default("interval") if interval is None else interval
    size = np.sqrt(2 * diffusion(diameter, temperature) * interval)
    moves = size * np.random.default_rng(seed).standard_normal((2, tracks, steps))
    places = np.concatenate([np.zeros((2, tracks, 1)), moves.cumsum(axis=2)], axis=2)
    axis = ("step", np.arange(steps + 1), {"units": "1", "long_name": "steps"})
    data = {
        name: (("track", "step"), place, {"units": "µm", "long_name": name, "kind": "vesicle"})
        for name, place in zip(("x", "y"), places, strict=True)
    }
    film = {"interval": interval, "temperature": temperature, "diameter": diameter}
    return xr.Dataset(data, {"step": axis, "track": np.arange(1, tracks + 1)}, film)


def sized_back(film: xr.Dataset) -> xr.DataArray:
    r"""Diameter (nm) read from each walk, as an instrument does it.

    The mean squared step :math:`\langle r^2 \rangle = 4 D \Delta t` gives D, and Stokes and Einstein give d.

    Examples
    --------
    >>> print(f"{float(sized_back(walk(100, steps=20_000))[0]):.0f} nm")
    100 nm
    """
    squares = film.x.diff("step") ** 2 + film.y.diff("step") ** 2
    coefficient = squares.mean("step") / (4 * film.attrs["interval"])
    sizes = diameter_from(coefficient, film.attrs["temperature"])
    return sizes.rename("size").assign_attrs(units="nm", long_name="size read from a track", kind="vesicle")


def sizing_error(steps: Any) -> SizingError:
    r"""Bias and spread of sizes read from tracks of N steps, exactly.

    The sum of N squared steps follows a gamma law, so the size read is :math:`d\,N/\Gamma_N`, with mean
    :math:`d\,N/(N-1)` and coefficient of variation :math:`1/\sqrt{N-2}`.

    Raises
    ------
    BadValue
        For two steps or fewer, where the spread is infinite.

    Examples
    --------
    >>> error = sizing_error(10)
    >>> print(f"{error.bias:.3f} {error.cv:.3f}")
    1.111 0.354
    """
    if np.any(np.asarray(steps) <= 2):
        fewest = np.min(np.asarray(steps))
        raise BadValue(
            f"the spread of sizes from tracks of {fewest:g} steps is infinite. Take tracks of 3 steps or more."
        )
    return SizingError(steps / (steps - 1), 1 / (steps - 2) ** 0.5)


def growing_track(shown: Any = 30, vesicle: Any = 1, *, steps: int = 40, seed: int = 4) -> xr.Dataset:
    """One walk of a 100-nm vesicle, up to the step shown, and the size read from it so far.

    Parameters
    ----------
    shown : int or DataArray
        Steps walked; from there on everything stays as it is.
    vesicle : int or DataArray
        Which of four vesicles, 1 to 4.
    steps : int
        Length of the whole walk.
    seed : int
        Of the random numbers.

    Returns
    -------
    xarray.Dataset
        `x`, `y` (µm) and `size` (nm) along ``step``, and the last reading as `reading` (nm).

    Examples
    --------
    >>> track = growing_track(shown=5)
    >>> bool(track.x[5] == track.x[40])
    True
    """
    film = walk(100, steps, tracks=4, seed=seed)
    step = film.step
    squares = (film.x.diff("step") ** 2 + film.y.diff("step") ** 2).cumsum("step")
    mean = squares / squares.step / (4 * film.attrs["interval"])
    # before the first step there is no reading; the curve begins with that of the first step
    size = diameter_from(mean, film.attrs["temperature"]).reindex(step=step, method="bfill")
    data = film.drop_attrs(deep=False).assign(size=size)
    chosen = xr.DataArray(vesicle).astype(int)
    until = np.minimum(step, xr.DataArray(shown).astype(int))
    frozen = data.drop_vars(["step", "track"]).isel(track=chosen - 1, step=until.drop_vars("step"))
    result = frozen.assign_coords(step=step)
    result["size"].attrs = {"units": "nm", "long_name": "size read so far", "kind": "vesicle"}
    result["reading"] = result["size"].isel(step=-1, drop=True)
    result["reading"].attrs = {"units": "nm", "long_name": "size read"}
    return result


def measured_distribution(sigma: Any = 0.1, steps: Any = 10, *, median: float = 95.0) -> xr.Dataset:
    """A log-normal sample, and what tracking with walks of a given length makes of it.

    Parameters
    ----------
    sigma : float or DataArray
        Spread of the sample: standard deviation of ln d.
    steps : float or DataArray
        Steps of each walk.
    median : float
        Median diameter of the sample, nm.

    Returns
    -------
    xarray.Dataset
        `sample` and `measured` (% per nm) along ``diameter``, and their coefficients of variation (%).

    Examples
    --------
    >>> seen = measured_distribution(sigma=0.1, steps=10)
    >>> print(f"true {float(seen.true_cv):.0f} %, measured {float(seen.measured_cv):.0f} %")
    true 10 %, measured 37 %
    """
    axis = np.linspace(5.0, 400.0, 159)
    d = xr.DataArray(axis, dims="diameter", coords={"diameter": ("diameter", axis, {"units": "nm"})})
    sigma, steps = xr.DataArray(sigma), xr.DataArray(steps)
    true = np.exp(sigma**2) - 1
    seen = (1 + true) * (1 + sizing_error(steps).cv ** 2) - 1
    return xr.Dataset(
        {
            "sample": (_bell(np.log(d / median), sigma) * 100 / d).assign_attrs(
                units="% per nm", long_name="true sizes", kind="other"
            ),
            "measured": (_smeared(np.log(d / median), sigma, steps) * 100 / d).assign_attrs(
                units="% per nm", long_name="sizes read", kind="vesicle"
            ),
            "true_cv": (100 * np.sqrt(true)).assign_attrs(units="%", long_name="true spread (CV)"),
            "measured_cv": (100 * np.sqrt(seen)).assign_attrs(units="%", long_name="spread read (CV)"),
        }
    )


def _bell(u: xr.DataArray, sigma: xr.DataArray) -> xr.DataArray:
    return np.exp(-0.5 * (u / sigma) ** 2) / (np.sqrt(2 * np.pi) * sigma)


def _smeared(u: xr.DataArray, sigma: xr.DataArray, steps: xr.DataArray) -> xr.DataArray:
    """Density of ln d plus the error ln(N / gamma)."""
    cores = {"input_core_dims": [u.dims, [], []], "output_core_dims": [u.dims]}
    return xr.apply_ufunc(_convolved, u, *xr.broadcast(sigma, steps), **cores)


def _convolved(u: np.ndarray, sigma: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """The bell of each `sigma` over `u`, moved by an error of each `steps` and summed over its slices.

    A few samples at a time, to stay in the processor's cache, and those that need as many slices together.
    """
    from scipy.special import gammaln

    bell, n = sigma.reshape(-1, 1), steps.reshape(-1, 1)
    spread = 1 / np.sqrt(n - 1.5)  # of the error, nearly
    slices = np.ceil((_ABOVE - _BELOW) / _WIDTH * np.maximum(1.0, spread / bell))
    density = np.empty((bell.size, u.size))
    order = np.argsort(slices[:, 0], kind="stable")
    for first in range(0, bell.size, _AT_ONCE):
        part = order[first : first + _AT_ONCE]
        error = spread[part] * np.linspace(_BELOW, _ABOVE, int(slices[part[-1], 0]) + 1)
        log_weight = n[part] * (np.log(n[part]) - error) - n[part] * np.exp(-error) - gammaln(n[part])
        weight = np.exp(log_weight) * (error[:, 1:2] - error[:, :1]) / (np.sqrt(2 * np.pi) * bell[part])
        total = np.zeros((part.size, u.size))
        for k in range(error.shape[1]):
            total += weight[:, k, None] * np.exp(-0.5 * ((u - error[:, k, None]) / bell[part]) ** 2)
        density[part] = total
    return density.reshape(*sigma.shape, u.size)
