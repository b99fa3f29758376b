"""From what a caller gives for the parameters to one flat stack of parameter sets, and back to labelled dimensions."""

from __future__ import annotations

import reprlib
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
    array = as_floats(value)
    if array is None:
        raise BadValue(f"{name} must be a number, a list of numbers or an xarray.DataArray, but {_called(value)} came.")
    if array.size == 0:
        raise BadValue(f"{name} is an empty list. Give at least one number.")
    if not np.all(np.isfinite(array)):
        bad = array[~np.isfinite(array)].flat[0]
        raise BadValue(f"{name} must be a finite number, but {bad} came. Check how it was computed.")
    if array.ndim == 0:
        return float(array)
    if isinstance(value, xr.DataArray):
        return _as_labelled(name, value)
    if array.ndim > 1:
        raise BadValue(
            f"{name} has {array.ndim} dimensions without names. "
            "Give a flat list, or an xarray.DataArray with named dims."
        )
    return xr.DataArray(array, dims=[dimension], coords={dimension: array})


def as_floats(value: Any) -> np.ndarray | None:
    """Real numbers as a float array, or None where there is anything else: text, truth values, gaps, complex numbers.

    Examples
    --------
    >>> as_floats([1, 2.5])
    array([1. , 2.5])
    >>> as_floats("0.5") is None
    True
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and all(isinstance(one, Real) and not isinstance(one, bool) for one in array.flat):
            array = array.astype(float)
    except (TypeError, ValueError, OverflowError):
        return None
    return array.astype(float) if array.dtype.kind in "iuf" and not np.ma.is_masked(value) else None


def _called(value: Any) -> str:
    kind = type(value).__name__
    return f"{kind} {reprlib.repr(value)}" if isinstance(value, (str, bytes, bool, complex, int)) else kind


def _as_labelled(name: str, value: xr.DataArray) -> xr.DataArray:
    # A single label is left over from a selection, such as the time of a state taken from a result.
    value = value.drop_vars([label for label, coordinate in value.coords.items() if coordinate.ndim == 0])
    if "time" in value.dims or "time" in value.coords:
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
    _require_same_dimensions(labelled)
    wide = dict(zip(labelled, xr.broadcast(*labelled.values()), strict=True))
    values: dict[str, Any] = dict(inputs)
    values.update({name: array.values.ravel() for name, array in wide.items()})
    template = xr.zeros_like(next(iter(wide.values()))) if wide else xr.DataArray(0.0)
    return Sweep(values, template.drop_attrs())


def _require_same_dimensions(labelled: Mapping[str, xr.DataArray]) -> None:
    first: dict[Any, str] = {}
    for name, value in labelled.items():
        for dim in value.dims:
            other = first.setdefault(dim, name)
            one, two = labelled[other], value
            same = one.sizes[dim] == two.sizes[dim]
            if same and dim in one.coords and dim in two.coords:
                same = one.indexes[dim].equals(two.indexes[dim])
            if not same:
                raise BadValue(
                    f"{other} and {name} share the dimension {dim!r}, which pairs their values, but not its length "
                    "or its labels. Give both the same labels, or one of them a dimension of another name."
                )
