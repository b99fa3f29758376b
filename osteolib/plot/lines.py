"""Curves of a result: lines with their names at the end, in one panel or one panel a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from osteolib.plot.caption import remember
from osteolib.plot.labels import add_label, place_labels
from osteolib.plot.palette import color, dash
from osteolib.plot.reading import Line, as_dataset, axis_label, chosen, read_lines, unit_of
from osteolib.plot.theme import style
from osteolib.plot.wording import decimals, describe, number

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes


def axes(
    rows: int = 1,
    columns: int = 1,
    *,
    width: float = 5.0,
    height: float | None = None,
    sharex: bool = False,
    sharey: bool = False,
) -> Axes | numpy.ndarray:
    """Make empty axes in the book's style.

    Parameters
    ----------
    rows, columns : int
        Panels of the figure.
    width, height : float, optional
        Size in inches; by default 3.1 high for one row and 2.1 for each of several.
    sharex, sharey : bool
        Whether the panels share an axis.

    Returns
    -------
    Axes or array of Axes
        One axes, or an array of shape ``(rows, columns)``. The figure is not known to pyplot, so that a
        notebook shows it once, where you ask for it.

    Examples
    --------
    >>> axes(2, 3).shape
    (2, 3)
    """
    from osteolib.plot.canvas import new_figure

    height = height or (3.1 if rows == 1 else 2.1 * rows)
    grid = new_figure(rows, columns, width, height, sharex, sharey)
    return grid[0, 0] if grid.size == 1 else grid


def curves(
    dataset: xarray.Dataset,
    show: str | Sequence[str] | None = None,
    along: str | None = None,
    ax: Axes | None = None,
    *,
    labels: str = "name",
) -> Axes:
    """Draw variables of a result as lines, each named at its end.

    Parameters
    ----------
    dataset : xarray.Dataset or xarray.DataArray
        Result of a simulation. A second dimension (a sweep) gives a line a value.
    show : str or list of str, optional
        Variables to draw, all of one unit; all of them by default.
    along : str, optional
        Dimension that runs from left to right; ``"time"`` where there is one.
    ax : Axes, optional
        Where to draw; new axes by default.
    labels : {"name", "symbol"}
        What names a variable at the end of its line; symbols suit small panels.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the variables do not share one unit, or have more than one sweep.
    KeyError
        If the result has no such variable.

    Examples
    --------
    >>> import xarray
    >>> cells = xarray.Dataset({"osteoclasts": ("time", [11.0, 1.0], {"units": "cells", "kind": "osteoclast"})},
    ...                        {"time": ("time", [0.0, 100.0], {"units": "d"})})
    >>> curves(cells).get_xlabel()
    'time (d)'
    """
    names = chosen(as_dataset(dataset), show)
    lines = read_lines(dataset, names, along)
    _require_one_unit(lines)
    ax = axes() if ax is None else ax
    with style():
        before = len(getattr(ax, "end_labels", []))
        for index, line in enumerate(lines):
            _draw(ax, line, _label(line, lines, labels), dash(before + index))
        _name_axes(ax, lines)
        _start_at_zero(ax)
        place_labels(ax)
    remember(ax, f"curves over {axis_label(lines[0].x_name, lines[0].x_unit)}: {describe(dataset, names, along)}")
    return ax


def panels(dataset: xarray.Dataset, show: str | Sequence[str] | None = None, along: str | None = None) -> numpy.ndarray:
    """Draw one panel for each unit, one below the other over the same axis.

    Parameters
    ----------
    dataset, show, along
        As for `curves`; the variables may differ in unit.

    Returns
    -------
    array of Axes
        From top to bottom, units in the order in which they first appear.

    Examples
    --------
    >>> import xarray
    >>> run = xarray.Dataset({"osteoclasts": ("time", [11.0, 1.0], {"units": "cells"}),
    ...                       "bone_mass": ("time", [100.0, 99.0], {"units": "%"})}, {"time": [0.0, 100.0]})
    >>> len(panels(run))
    2
    """
    groups = by_unit(dataset, show)
    column = numpy.atleast_1d(axes(len(groups), 1, sharex=True)).ravel()
    for ax, names in zip(column, groups.values(), strict=True):
        curves(dataset, names, along, ax)
    return column


def by_unit(dataset: xarray.Dataset, show: str | Sequence[str] | None = None) -> dict[str, list[str]]:
    """Names of the variables of each unit.

    Examples
    --------
    >>> import xarray
    >>> by_unit(xarray.Dataset({"a": ((), 1.0, {"units": "pM"}), "b": ((), 2.0, {"units": "%"})}))
    {'pM': ['a'], '%': ['b']}
    """
    groups: dict[str, list[str]] = {}
    data = as_dataset(dataset)
    for name in chosen(data, show):
        groups.setdefault(unit_of(data[name]), []).append(name)
    return groups


def fold(dataset: xarray.Dataset, of: xarray.Dataset | None = None, along: str = "time") -> xarray.Dataset:
    """Express each variable as a multiple of a reference value, by default its own start.

    Parameters
    ----------
    dataset : xarray.Dataset
        Result of a simulation.
    of : xarray.Dataset, optional
        Reference values by name, such as a steady state.
    along : str
        Dimension whose first value is the reference where `of` is not given.

    Returns
    -------
    xarray.Dataset
        Same names; the unit is ``× start``, or ``× reference`` where `of` is given.

    Raises
    ------
    ZeroDivisionError
        If a reference value is zero.

    Examples
    --------
    >>> import xarray
    >>> fold(xarray.Dataset({"cells": ("time", [2.0, 3.0])})).cells.values
    array([1. , 1.5])
    """
    reference = dataset.isel({along: 0}, drop=True) if of is None else of
    folded = dataset.copy()
    for name in dataset.data_vars:
        if not numpy.all(reference[name]):
            raise ZeroDivisionError(f"{name!r} has the reference value 0, which has no multiples: leave it out")
        folded[name] = dataset[name] / reference[name]
        folded[name].attrs = {**dataset[name].attrs, "units": "× start" if of is None else "× reference"}
    return folded


def window(ax: Axes, start: float, stop: float, text: str = "") -> Axes:
    """Shade the stretch of an axis during which something is given.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    start, stop : float
        On the axis that runs from left to right.
    text : str, optional
        What is given, written above the band.

    Returns
    -------
    Axes

    Examples
    --------
    >>> window(axes(), 20, 80, "PTH").texts[0].get_text()
    'PTH'
    """
    with style():
        ax.axvspan(start, stop, color=color("other"), alpha=0.16, lw=0, zorder=0)
        if text:
            blend = ax.get_xaxis_transform()
            ax.text((start + stop) / 2, 1.01, text, transform=blend, ha="center", va="bottom", fontsize=9.5)
    return ax


def points(
    ax: Axes,
    x: Sequence[float],
    y: Sequence[float],
    text: str,
    *,
    error: Sequence[float] | None = None,
    kind: str = "other",
    marker: str = "o",
) -> Axes:
    """Draw measured values over the curves of a model.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    x, y : sequence of float
        The values, in the units of the axes.
    text : str
        What they are, written beside the last of them.
    error : sequence of float, optional
        Half the length of a bar at each value.
    kind : str, optional
        What they show, which gives the color; see `color`.
    marker : str, optional
        Matplotlib's sign for the shape.

    Returns
    -------
    Axes

    Examples
    --------
    >>> points(axes(), [0, 2, 7], [100, 93.4, 87.9], "women").descriptions
    ['women: 3 measured values, from 100.0 at 0 to 87.9 at 7']
    """
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    with style():
        # Unclipped, so that a value at the edge of the axes is a whole mark.
        look = {"fmt": marker, "ms": 5.5, "lw": 0, "elinewidth": 1, "color": color(kind), "clip_on": False}
        drawn = ax.errorbar(x, y, error, **look)[0]
        add_label(ax, drawn, text)
        place_labels(ax)
    places, across = decimals(y), decimals(x)
    ends = [f"{number(y[k], places)} at {float(number(x[k], across)):g}" for k in (0, -1)]
    remember(ax, f"{text}: {len(x)} measured values, from {ends[0]} to {ends[1]}")
    return ax


def _draw(ax: Axes, line: Line, label: str, pattern: tuple[float, ...]) -> None:
    linestyle = (0, pattern) if pattern else "-"
    (drawn,) = ax.plot(line.x, line.y, color=color(line.kind), linestyle=linestyle)
    if label:
        add_label(ax, drawn, label)


def _label(line: Line, lines: list[Line], labels: str) -> str:
    """What tells this line from the others: the variable, the setting, or both; a lone line is named by its axis."""
    if len(lines) == 1:
        return ""
    several = len({other.variable for other in lines}) > 1
    name = f"${line.symbol}$" if labels == "symbol" else line.name
    return ", ".join(part for part in (name if several or not line.setting else "", line.setting) if part)


def _name_axes(ax: Axes, lines: list[Line]) -> None:
    names = list(dict.fromkeys(line.name for line in lines))
    if not _has_panel_below(ax):
        ax.set_xlabel(axis_label(lines[0].x_name, lines[0].x_unit))
    ax.set_ylabel(axis_label(names[0] if len(names) == 1 else "", lines[0].unit))


def _has_panel_below(ax: Axes) -> bool:
    """Whether these axes share their x axis with a lower panel, which then carries its name."""
    place = ax.get_subplotspec()
    return bool(place) and not place.is_last_row() and len(ax.get_shared_x_axes().get_siblings(ax)) > 1


def _start_at_zero(ax: Axes) -> None:
    """Show the zero of amounts that fall to less than half of their largest value: only then are heights comparable."""
    values = numpy.concatenate([numpy.asarray(line.get_ydata(), float) for line in ax.get_lines()])
    if 0 <= numpy.nanmin(values) < 0.5 * numpy.nanmax(values):
        ax.set_ylim(bottom=0)


def _require_one_unit(lines: list[Line]) -> None:
    groups: dict[str, list[str]] = {}
    for line in lines:
        names = groups.setdefault(line.unit or "no unit", [])
        if line.variable not in names:
            names.append(line.variable)
    if len(groups) > 1:
        listed = "; ".join(f"{unit}: {', '.join(names)}" for unit, names in groups.items())
        raise ValueError(
            f"cannot draw different units on one axis ({listed}). "
            "Show one group at a time, show=[...], or one panel for each unit with plot.panels(...)"
        )
