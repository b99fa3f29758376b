"""What a result offers to a figure: its lines, with names and units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy
import xarray


@dataclass(frozen=True)
class Line:
    """One curve of a result: variable, numbers, names, units, and the setting of a sweep it belongs to."""

    variable: str
    name: str
    unit: str
    kind: str
    x: numpy.ndarray
    y: numpy.ndarray
    x_name: str
    x_unit: str
    symbol: str = ""
    setting: str = ""


def as_dataset(result: xarray.Dataset | xarray.DataArray) -> xarray.Dataset:
    """Dataset of a result; one named array is a dataset of one variable."""
    if isinstance(result, xarray.DataArray):
        return result.to_dataset(name=result.name or "value")
    if isinstance(result, xarray.Dataset):
        return result
    raise TypeError(f"cannot draw {type(result).__name__}: expected the Dataset that simulate() returns")


def chosen(dataset: xarray.Dataset, show: str | Sequence[str] | None) -> list[str]:
    """Names of the variables to show, each checked."""
    names = [show] if isinstance(show, str) else list(dataset.data_vars if show is None else show)
    known = [str(name) for name in dataset.data_vars]
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise KeyError(f"no variable {name!r} in this result: it holds {', '.join(known)}{hint}")
    if not names:
        raise ValueError(f"nothing to show: name at least one of {', '.join(known)}")
    return names


def name_of(array: xarray.DataArray) -> str:
    """Long name in running text, or the variable's own."""
    return str(array.attrs.get("long_name") or str(array.name).replace("_", " "))


def unit_of(array: xarray.DataArray) -> str:
    """Unit as printed; empty where there is none."""
    unit = str(array.attrs.get("units", ""))
    return "" if unit == "1" else unit


def axis_label(name: str, unit: str) -> str:
    """Label of an axis.

    Examples
    --------
    >>> axis_label("time", "d")
    'time (d)'
    """
    return f"{name} ({unit})" if name and unit else name or unit


def read_lines(
    result: xarray.Dataset | xarray.DataArray, show: str | Sequence[str] | None = None, along: str | None = None
) -> list[Line]:
    """Take a result apart into its lines, variable by variable and setting by setting.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a variable is not there, or has more than one dimension beside `along`.
    """
    dataset = as_dataset(result)
    lines: list[Line] = []
    for variable in chosen(dataset, show):
        array = dataset[variable]
        dim = _dimension(array, along)
        sweep = [d for d in array.dims if d != dim]
        if len(sweep) > 1:
            raise ValueError(
                f"{variable!r} depends on {', '.join(map(str, array.dims))}: a figure of curves shows {dim!r} "
                f"and one sweep. Pick one value of the others first, for example result.isel({sweep[-1]}=0)"
            )
        lines += _lines_of(array, dim, sweep[0] if sweep else None)
    return lines


def setting_of(coordinate: xarray.DataArray) -> str:
    """A coordinate's value in words, ``g11 = 0.5`` or ``dose = 3 mM``; a name stands for itself."""
    value = coordinate.item()
    if isinstance(value, str):
        return value
    text = re.sub(r"e([+-])0*", lambda m: "e" + m[1].strip("+"), f"{value:.4g}")
    return f"{coordinate.name} = {text} {unit_of(coordinate)}".strip()


def _lines_of(array: xarray.DataArray, dim: str, sweep: str | None) -> list[Line]:
    x = array[dim]
    shared = (name_of(array), unit_of(array), str(array.attrs.get("kind", "other")))
    symbol = str(array.attrs.get("symbol", "") or array.name)

    def line(piece: xarray.DataArray, setting: str = "") -> Line:
        numbers = numpy.asarray(x.values, float), numpy.asarray(piece.values, float)
        return Line(str(array.name), *shared, *numbers, name_of(x), unit_of(x), symbol, setting)

    if sweep is None:
        return [line(array)]
    pieces = [array.isel({sweep: i}) for i in range(array.sizes[sweep])]
    lines = []
    for i, piece in enumerate(pieces):
        setting = setting_of(piece[sweep]) if sweep in piece.coords else f"{sweep} = {i}"
        lines.append(line(piece, setting))
    return lines


def _dimension(array: xarray.DataArray, along: str | None) -> str:
    if along is None and "time" in array.dims:
        return "time"
    if along is None and len(array.dims) == 1:
        return str(array.dims[0])
    if along in array.dims:
        return str(along)
    has = ", ".join(map(str, array.dims)) or "no dimension"
    if along is None:
        raise ValueError(f"{array.name!r} has {has}: say which one runs from left to right, along=...")
    raise ValueError(f"{array.name!r} has {has}, not {along!r}: nothing to draw along it")
