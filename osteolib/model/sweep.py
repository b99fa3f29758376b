"""From what a caller gives for the parameters to one flat stack of parameter sets, and back to labelled dimensions."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from numbers import Real
from typing import Any

import numpy as np
import xarray as xr

from osteolib.model.declaration import Parameter
from osteolib.model.errors import BadValue, OutOfDomain, require_known


@dataclass(frozen=True)
class Sweep:
    """Every input of a simulation, stacked: one member a parameter set.

    Attributes
    ----------
    values : dict of str to float or numpy.ndarray
        Each input as a plain number (same for all members) or an array of shape ``(members,)``.
    sizes : dict of str to int
        Swept dimensions in the order of the stack, the last one running fastest.
    coords : dict of str to xarray.Variable
        Labels of these dimensions.
    """

    values: dict[str, Any]
    sizes: dict[str, int]
    coords: dict[str, xr.Variable]

    @property
    def members(self) -> int:
        """Number of parameter sets."""
        return prod(self.sizes.values())

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
    single = [label for label, variable in value.coords.variables.items() if variable.ndim == 0]
    value = value.drop_vars(single) if single else value
    if "time" in value.dims or "time" in value.coords:
        raise BadValue(f"{name} has a dimension called 'time', which a result needs for itself. Rename it.")
    return value if value.dtype == float else value.astype(float)


def by_choice(parameter: Parameter, value: Any) -> Any:
    """Numbers in place of the names of a parameter's choices; anything else is left as it is.

    Raises
    ------
    UnknownName
        For a name that is no choice.

    Examples
    --------
    >>> mode = Parameter("mode", 0, "1", 0, 1, "mode", "x2024", "published", choices=("slow", "fast"))
    >>> by_choice(mode, "fast"), by_choice(mode, ["slow", "fast"])
    (1, [0, 1])
    """
    if not parameter.choices:
        return value
    if isinstance(value, str):
        require_known(value, parameter.choices, "choice", parameter.name)
        return parameter.choices.index(value)
    if isinstance(value, (list, tuple)):
        return [by_choice(parameter, one) for one in value]
    if isinstance(value, xr.DataArray) and value.dtype.kind in "UO":
        numbers = value.copy(data=np.reshape([by_choice(parameter, one) for one in value.values.flat], value.shape))
        own = parameter.name in value.coords
        return numbers.assign_coords({parameter.name: numbers.variable}) if own else numbers
    return value


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
    between = values[(values % 1 != 0) & bool(parameter.choices)]
    if between.size:
        names = ", ".join(f"{k} ({name!r})" for k, name in enumerate(parameter.choices))
        raise OutOfDomain(f"{parameter.name} = {between.flat[0]:.4g} is no choice ({parameter.description}): {names}.")


def stack(inputs: Mapping[str, float | xr.DataArray]) -> Sweep:
    """Broadcast all inputs against each other and flatten them into one stack of members.

    Examples
    --------
    >>> sweep = stack({"a": 1.0, "b": as_input("b", [1, 2], "b"), "c": as_input("c", [1, 2, 3], "c")})
    >>> sweep.members, sweep.values["b"].tolist()
    (6, [1.0, 1.0, 1.0, 2.0, 2.0, 2.0])
    """
    labelled = {name: value for name, value in inputs.items() if isinstance(value, xr.DataArray)}
    sizes, coords = _dimensions(labelled)
    wide = {name: value.variable.set_dims(sizes).values.ravel() for name, value in labelled.items()}
    return Sweep({**inputs, **wide}, sizes, coords)


def _dimensions(labelled: Mapping[str, xr.DataArray]) -> tuple[dict[str, int], dict[str, xr.Variable]]:
    """Sizes of all dimensions in the order of their appearance, and all labels."""
    sizes: dict[str, int] = {}
    coords: dict[str, xr.Variable] = {}
    first: dict[str, str] = {}
    for name, value in labelled.items():
        for dim, size in value.sizes.items():
            if sizes.setdefault(dim, size) != size:
                raise _unpaired(first[dim], name, dim)
            first.setdefault(dim, name)
        for label, variable in value.coords.variables.items():
            if not coords.setdefault(label, variable).equals(variable):
                raise _unpaired(first[variable.dims[0]], name, variable.dims[0])
    return sizes, coords


def _unpaired(one: str, other: str, dim: str) -> BadValue:
    return BadValue(
        f"{one} and {other} share the dimension {dim!r}, which pairs their values, but not its length or its labels. "
        "Give both the same labels, or one of them a dimension of another name."
    )
