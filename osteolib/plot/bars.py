"""Counts as bars: parts of a whole side by side, or a pyramid of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

from osteolib.plot.caption import remember
from osteolib.plot.lines import axes
from osteolib.plot.theme import style

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

THICK = 0.68
# Gray levels with hatches: parts stay apart in print, in the dark and without color.
FILLS = (("#2a8f98", ""), ("#2a8f98", "////"), ("#767676", ""), ("#767676", "...."), ("#767676", "xxxx"))


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
