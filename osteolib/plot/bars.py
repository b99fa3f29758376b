"""Numbers as bars: one a name, parts of a whole side by side, or a pyramid."""

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
    import pandas
    import xarray
    from matplotlib.axes import Axes

THICK = 0.68
ROW = 0.27  # inches for one of `bars` and the gap under it
# Gray levels with hatches: parts stay apart in print, in the dark and without color.
FILLS = (("#2a8f98", ""), ("#2a8f98", "////"), ("#767676", ""), ("#767676", "...."), ("#767676", "xxxx"))


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
    labels, values = [str(label) for label in array[array.dims[0]].to_numpy()], array.to_numpy().astype(float)
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


def stacked(table: pandas.DataFrame, unit: str, ax: Axes | None = None) -> Axes:
    """Draw each row of a table of counts as one bar, its columns as parts with their numbers.

    Parameters
    ----------
    table : pandas.DataFrame
        Counts; rows become bars from top to bottom, columns parts from left to right (at most five).
    unit : str
        What is counted, for the axis.
    ax : Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are more columns than fills.

    Examples
    --------
    >>> import pandas
    >>> stacked(pandas.DataFrame({"yes": [2, 0], "no": [1, 3]}, index=["2.1", "2.2"]), "claims").descriptions
    ['claims, yes and no: 2.1: 2 and 1; 2.2: 0 and 3']
    """
    if len(table.columns) > len(FILLS):
        raise ValueError(f"stacked shows at most {len(FILLS)} parts, and {len(table.columns)} came; join some of them")
    ax = axes(width=5.4, height=0.42 * len(table) + 1.1) if ax is None else ax
    start = numpy.zeros(len(table))
    with style():
        for (name, counts), (ink, hatch) in zip(table.items(), FILLS, strict=False):
            fill = "none" if hatch else ink
            ax.barh(
                range(len(table)), counts, THICK, start, label=name, facecolor=fill, edgecolor=ink, hatch=hatch, lw=1
            )
            start = start + counts.to_numpy()
        ax.set_yticks(range(len(table)), [str(name) for name in table.index])
        ax.invert_yaxis()
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(unit)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2, handlelength=1.4)
    parts = _and([str(name) for name in table.columns])
    rows = "; ".join(f"{name}: {_and([f'{count:g}' for count in counts])}" for name, counts in table.iterrows())
    remember(ax, f"{unit}, {parts}: {rows}")
    return ax


def pyramid(counts: pandas.Series, unit: str, ax: Axes | None = None) -> Axes:
    """Draw counts as bars around a common middle, the first on top.

    Parameters
    ----------
    counts : pandas.Series
        Counts by name.
    unit : str
        What is counted.
    ax : Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import pandas
    >>> pyramid(pandas.Series({"human": 2, "animal": 5}), "papers").descriptions
    ['papers, from the top: human 2, animal 5']
    """
    ax = axes(width=5.0, height=0.44 * len(counts) + 0.3) if ax is None else ax
    with style():
        ax.barh(range(len(counts)), counts, 0.86, -counts / 2, color=FILLS[0][0], alpha=0.28, lw=0)
        for row, (name, count) in enumerate(counts.items()):
            ax.text(0, row, f"{name}: {count:g}", ha="center", va="center")
        ax.set(xlim=numpy.array([-0.55, 0.55]) * max(counts.max(), 1), ylim=(len(counts) - 0.45, -0.55))
        ax.set_axis_off()
    remember(ax, f"{unit}, from the top: {', '.join(f'{name} {count:g}' for name, count in counts.items())}")
    return ax


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _write_numbers(ax: Axes, values: numpy.ndarray) -> None:
    places = bar_decimals(values)
    for row, value in enumerate(values):
        ax.annotate(number(float(value), places), (value, row), (4, 0), textcoords="offset points", va="center")
