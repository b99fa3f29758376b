"""The whole sweep in one call of `Model.simulate`."""

from __future__ import annotations

import numpy as np
import xarray as xr

from benchmarks.cases import Case, Sets

NAME = "osteolib"
LADDER = (1e-5, 3e-6, 2e-6, 1e-6, 6e-7, 5e-7, 3e-7, 1e-7, 1e-8)


def prepare(case: Case) -> None:
    """Nothing to load."""


def solve(case: Case, tool: None, sets: Sets, rtol: float) -> np.ndarray:
    """Cells of every member: shape ``(members, cells, times)``."""
    swept = {name: xr.DataArray(value, dims="member") for name, value in sets.parameters.items()}
    begin = {name: xr.DataArray(value, dims="member") for name, value in sets.start.items()}
    run = case.model.simulate(case.times, initial=begin, schedule=case.schedule, rtol=rtol, **swept)
    # One copy in the order in which the results lie; only the shape has to be that of the other tools.
    return np.stack([run[cell].values.T for cell in case.cells]).transpose(2, 0, 1)
