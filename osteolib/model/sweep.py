"""From what a caller gives for the parameters to one flat stack of parameter sets, and back to labelled dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import xarray as xr

from osteolib.model.declaration import Parameter
from osteolib.model.errors import BadValue, OutOfDomain


@dataclass(frozen=True)
class Sweep:
    """Every input of a simulation, stacked: one member a parameter set.

    Attributes
    ----------
    values : dict of str to float or numpy.ndarray
        Each input as a plain number (same for all members) or an array of shape ``(members,)``.
    template : xarray.DataArray
        Zeros with the sweep's dimensions and coordinates; its flat order is the members' order.
    """

    values: dict[str, Any]
    template: xr.DataArray

    @property
    def members(self) -> int:
        """Number of parameter sets."""
        return self.template.size

    def part(self, first: int, last: int) -> dict[str, Any]:
        """Inputs of the members from `first` up to `last`, as floats or arrays."""
        return {k: v[first:last] if isinstance(v, np.ndarray) else v for k, v in self.values.items()}

    def member(self, index: int) -> str:
        """Name the swept values of one parameter set, for messages."""
        swept = {k: v[index] for k, v in self.values.items() if isinstance(v, np.ndarray)}
        return ", ".join(f"{k} = {v:.4g}" for k, v in swept.items()) or "the values given"


def as_input(name: str, value: Any, dimension: str) -> float | xr.DataArray:
    """Turn one given value into a float or a labelled array, or say what is wrong with it.

    Parameters
    ----------
    name : str
        What the value is for, as named in messages.
    value : number, 1-D sequence or xarray.DataArray
    dimension : str
        Dimension that a plain sequence gets.

    Raises
    ------
    BadValue
        If the value is not numeric, not finite, empty, or an unlabelled array of two or more dimensions.

    Examples
    --------
    >>> as_input("g11", 0.5, "g11")
    0.5
    >>> as_input("g11", [0.5, 0.8], "g11").sizes["g11"]
    2
    """
    if isinstance(value, Real) and not isinstance(value, bool):
        array = np.asarray(float(value))
    else:
        array = _as_numeric(name, value)
    if not np.all(np.isfinite(array)):
        bad = array[~np.isfinite(array)].flat[0]
        raise BadValue(f"{name} must be a finite number, but {bad} came. Check how it was computed.")
    if isinstance(value, xr.DataArray) and value.ndim:
        return _as_labelled(name, value)
    if array.ndim == 0:
        return float(array)
    return xr.DataArray(array, dims=[dimension], coords={dimension: array})


def _as_numeric(name: str, value: Any) -> np.ndarray:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        array = None
    if array is None or isinstance(value, (bool, str, bytes)):
        raise BadValue(
            f"{name} must be a number, a list of numbers or an xarray.DataArray, but {type(value).__name__} came."
        )
    if array.size == 0:
        raise BadValue(f"{name} is an empty list. Give at least one number.")
    if array.ndim > 1 and not isinstance(value, xr.DataArray):
        raise BadValue(
            f"{name} has {array.ndim} dimensions without names. "
            "Give a flat list, or an xarray.DataArray with named dims."
        )
    return array


def _as_labelled(name: str, value: xr.DataArray) -> xr.DataArray:
    if "time" in value.dims:
        raise BadValue(f"{name} has a dimension called 'time', which a result needs for itself. Rename it.")
    return value.astype(float)


def check_domain(parameter: Parameter, value: float | xr.DataArray) -> None:
    """Raise `OutOfDomain` if any value lies outside the parameter's domain.

    Examples
    --------
    >>> rate = Parameter("k", 1.0, "/d", 0.1, 2.0, "a rate", "komarova2003", "published", domain=(0.0, 10.0))
    >>> check_domain(rate, 3.0)
    """
    low, high = parameter.domain
    values = np.asarray(value)
    outside = values[(values < low) | (values > high)]
    if outside.size:
        raise OutOfDomain(
            f"{parameter.name} = {outside.flat[0]:.4g} {parameter.unit} is outside its domain [{low:g}, {high:g}] "
            f"({parameter.description}). The course uses {parameter.low:g} to {parameter.high:g}."
        )


def stack(inputs: Mapping[str, float | xr.DataArray]) -> Sweep:
    """Broadcast all inputs against each other and flatten them into one stack of members.

    Examples
    --------
    >>> sweep = stack({"a": 1.0, "b": as_input("b", [1, 2], "b"), "c": as_input("c", [1, 2, 3], "c")})
    >>> sweep.members, sweep.values["b"].tolist()
    (6, [1.0, 1.0, 1.0, 2.0, 2.0, 2.0])
    """
    labelled = {name: value for name, value in inputs.items() if isinstance(value, xr.DataArray)}
    try:
        aligned = xr.align(*labelled.values(), join="exact")
        wide = dict(zip(labelled, xr.broadcast(*aligned), strict=True))
    except ValueError as error:
        raise BadValue(f"{', '.join(labelled)} share a dimension but not its length or labels: {error}") from error
    values: dict[str, Any] = dict(inputs)
    values.update({name: array.values.ravel() for name, array in wide.items()})
    template = xr.zeros_like(next(iter(wide.values()))) if wide else xr.DataArray(0.0)
    return Sweep(values, template.drop_attrs())
