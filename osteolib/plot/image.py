"""A quantity spread over a plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

from osteolib.plot.caption import remember
from osteolib.plot.lines import axes
from osteolib.plot.reading import axis_label, name_of, unit_of
from osteolib.plot.theme import style
from osteolib.plot.wording import decimals, number

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes


def field(dataarray: xarray.DataArray, ax: Axes | None = None) -> Axes:
    """Draw a quantity over a plane as an image, with its scale beside it.

    Parameters
    ----------
    dataarray : xarray.DataArray
        Two dimensions, rows (upward) then columns; coordinates, where given, are evenly spaced.
    ax : Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the array has not two dimensions.

    Examples
    --------
    >>> import xarray
    >>> field(xarray.DataArray([[0.0, 1.0]], dims=("y", "x"), name="density")).get_xlabel()
    'x'
    """
    if dataarray.ndim != 2:
        has = ", ".join(map(str, dataarray.dims)) or "no dimension"
        raise ValueError(f"a field needs two dimensions, got {has}; pick one value of the others first with .isel(...)")
    ax = axes(width=4.6, height=3.6) if ax is None else ax
    up, across = (dataarray[dim] for dim in dataarray.dims)
    with style():
        extent = (*_edges(across), *_edges(up))
        picture = ax.imshow(dataarray.values, extent=extent, aspect="equal", cmap="cividis", interpolation="none")
        bar = ax.figure.colorbar(picture, ax=ax, shrink=0.85, label=axis_label(name_of(dataarray), unit_of(dataarray)))
        bar.solids.set_rasterized(True)
        bar.outline.set_visible(False)
        ax.set_xlabel(axis_label(name_of(across), unit_of(across)))
        ax.set_ylabel(axis_label(name_of(up), unit_of(up)))
    remember(ax, _words(dataarray, up, across))
    return ax


def _edges(coordinate: xarray.DataArray) -> tuple[float, float]:
    """Outer edges of the first and the last cell."""
    values = numpy.asarray(coordinate.values, float)
    half = (values[-1] - values[0]) / (2 * (len(values) - 1)) if len(values) > 1 else 0.5
    return float(values[0] - half), float(values[-1] + half)


def _words(array: xarray.DataArray, up: xarray.DataArray, across: xarray.DataArray) -> str:
    values = array.values
    places = decimals(values[numpy.isfinite(values)].tolist())
    unit = f" {unit_of(array)}" if unit_of(array) else ""

    def extreme(flat: int) -> str:
        row, column = numpy.unravel_index(flat, values.shape)
        where = (
            f"{name_of(c)} {float(c.values[i]):.3g} {unit_of(c)}".strip() for c, i in ((across, column), (up, row))
        )
        return f"{number(float(values[row, column]), places)}{unit} at {', '.join(where)}"

    low, high = extreme(int(numpy.nanargmin(values))), extreme(int(numpy.nanargmax(values)))
    return f"map of {name_of(array)}, lowest {low}, highest {high}"
