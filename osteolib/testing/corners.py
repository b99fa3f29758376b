"""Parameter sets at the edges of what a model promises."""

from __future__ import annotations

from itertools import product

import numpy as np
import xarray as xr

from osteolib.model import Model, Parameter

MOST = 1024


def corners(model: Model, seed: int = 0) -> dict[str, xr.DataArray]:
    """Corners of a model's teaching ranges, paired along one dimension ``corner``.

    All corners where there are at most 1,024; else every single parameter at its low and its high end with the others
    at their defaults, and a seeded random sample of corners, 1,024 sets in all.

    Examples
    --------
    >>> from osteolib.remodeling import komarova2003
    >>> corners(komarova2003)["g11"].size
    1024
    """
    moving = [p for p in model.parameters.values() if p.low < p.high]
    every = 2 ** len(moving) <= MOST
    sets = np.array(list(product(*((p.low, p.high) for p in moving)))) if every else _sample(moving, seed)
    return {p.name: xr.DataArray(sets[:, k], dims="corner") for k, p in enumerate(moving)}


def inside(model: Model, seed: int = 0) -> dict[str, float]:
    """One random parameter set inside the teaching ranges.

    Examples
    --------
    >>> from osteolib.remodeling import komarova2003
    >>> 0.1 < inside(komarova2003)["beta1"] < 0.4
    True
    """
    random = np.random.default_rng(seed)
    return {
        p.name: float(random.integers(len(p.choices)) if p.choices else random.uniform(p.low, p.high))
        for p in model.parameters.values()
    }


def _sample(moving: list[Parameter], seed: int) -> np.ndarray:
    single = np.tile([p.value for p in moving], (2 * len(moving), 1))
    for k, parameter in enumerate(moving):
        single[2 * k : 2 * k + 2, k] = parameter.low, parameter.high
    ends = np.array([(p.low, p.high) for p in moving])
    picks = np.random.default_rng(seed).integers(0, 2, (max(MOST - len(single), 0), len(moving)))
    return np.vstack([single, ends[np.arange(len(moving)), picks]])
