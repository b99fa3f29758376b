"""One number for each of several names, as horizontal bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

from osteolib.plot.caption import remember
from osteolib.plot.lines import axes
from osteolib.plot.palette import color
from osteolib.plot.reading import as_dataset, axis_label, chosen, name_of, unit_of
from osteolib.plot.theme import style
from osteolib.plot.wording import bar_decimals, describe_bars, number

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

ROW = 0.27  # inches for a bar and the gap under it


def bars(dataset: xarray.Dataset, show: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a variable that has one value a name as horizontal bars, each with its number at the end.

    Parameters
    ----------
    dataset : xarray.Dataset or xarray.DataArray
        Result whose variable has one dimension, the coordinate of which holds the names.
    show : str, optional
        The variable; the first by default.
    ax : Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the variable has not exactly one dimension.
    KeyError
        If the result has no such variable.

    Examples
    --------
    >>> import xarray
    >>> basins = xarray.Dataset({"share": ("fate", [75.0, 25.0], {"units": "%"})}, {"fate": ["Th1", "Th2"]})
    >>> [text.get_text() for text in bars(basins).get_yticklabels()]
    ['Th1', 'Th2']
    """
    data = as_dataset(dataset)
    array = data[chosen(data, show)[0]]
    if array.ndim != 1:
        has = ", ".join(map(str, array.dims)) or "no dimension"
        raise ValueError(f"bars need one value a name, but {array.name!r} has {has}; select the rest first, .sel(...)")
    labels, values = [str(label) for label in array[array.dims[0]].values], array.values.astype(float)
    with style():
        ax = axes(height=0.75 + ROW * len(labels)) if ax is None else ax
        rows = numpy.arange(len(labels))
        ax.barh(rows, values, height=0.58, color=color(array.attrs.get("kind", "other")))
        ax.set_yticks(rows, labels)
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(len(labels) - 0.5, -0.5)
        ax.set_xlim(0, 1.16 * (values.max() or 1))
        ax.set_xlabel(axis_label(name_of(array), unit_of(array)))
        _write_numbers(ax, values)
    remember(ax, f"bars of {describe_bars(name_of(array), labels, values, unit_of(array))}")
    return ax


def _write_numbers(ax: Axes, values: numpy.ndarray) -> None:
    places = bar_decimals(values)
    for row, value in enumerate(values):
        ax.annotate(number(float(value), places), (value, row), (4, 0), textcoords="offset points", va="center")
