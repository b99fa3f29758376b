"""What every tool has to compute: the model, the random parameter sets, the times, the pulse."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from osteolib.model import Model
from osteolib.remodeling import komarova2003, lemaire2004

SEED = 2003


@dataclass(frozen=True)
class Case:
    """A sweep that all tools solve.

    Attributes
    ----------
    model : Model
    ranges : dict of str to (float, float)
        Uniform range of each random parameter.
    cells : tuple of str
        States whose relative error counts.
    times : numpy.ndarray
        Output times, d.
    schedule : dict
        As for `Model.simulate`.
    """

    model: Model
    ranges: dict[str, tuple[float, float]]
    cells: tuple[str, ...]
    times: np.ndarray
    schedule: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)

    def sets(self, members: int) -> Sets:
        """Seeded random parameter sets, with the start of each worked out beforehand: no tool is timed for it."""
        rng = np.random.default_rng(SEED)
        values = {name: rng.uniform(*bounds, members) for name, bounds in self.ranges.items()}
        swept = {name: xr.DataArray(value, dims="member") for name, value in values.items()}
        begin = self.model.simulate([0, 1e-9], **swept).isel(time=0)
        return Sets(values, {state.name: begin[state.name].values for state in self.model.states})


@dataclass(frozen=True)
class Sets:
    """Parameter values and start values, one entry a member."""

    parameters: dict[str, np.ndarray]
    start: dict[str, np.ndarray]

    @property
    def members(self) -> int:
        """Number of parameter sets."""
        return next(iter(self.parameters.values())).size


def _times_default(name: str, low: float, high: float) -> tuple[float, float]:
    value = lemaire2004.parameters[name].value
    return low * value, high * value


CASES = {
    "Komarova": Case(
        komarova2003,
        {"g11": (0.3, 0.9), "beta1": (0.1, 0.4), "alpha1": (2.0, 4.0)},
        ("osteoclasts", "osteoblasts"),
        np.linspace(0, 500, 201),
    ),
    "Lemaire": Case(
        lemaire2004,
        {
            "K_L": _times_default("K_L", 0.5, 4.0),
            "K_O": _times_default("K_O", 0.25, 2.0),
            "D_R": _times_default("D_R", 0.5, 1.2),
        },
        ("responding_osteoblasts", "active_osteoblasts", "active_osteoclasts"),
        np.linspace(0, 140, 201),
        {"I_P": [(20.0, 80.0, 1000.0)]},
    ),
}
