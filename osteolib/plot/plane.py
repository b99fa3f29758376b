"""Two variables against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

from osteolib.plot.caption import remember
from osteolib.plot.labels import add_label, place_labels
from osteolib.plot.lines import axes
from osteolib.plot.palette import color, dash
from osteolib.plot.reading import Line, axis_label, read_lines
from osteolib.plot.theme import style
from osteolib.plot.wording import decimals, number

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes


def phase(dataset: xarray.Dataset, x: str, y: str, ax: Axes | None = None) -> Axes:
    """Draw one variable against another, from a ring (start) to a dot (end), with an arrow for the direction of time.

    Parameters
    ----------
    dataset : xarray.Dataset
        Result of a simulation; a sweep gives a path for each of its values.
    x, y : str
        Variables of the horizontal and the vertical axis.
    ax : Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Axes

    Raises
    ------
    KeyError
        If the result has no such variable.

    Examples
    --------
    >>> import xarray
    >>> cells = {"osteoclasts": ("time", [11.0, 2.0, 1.0]), "osteoblasts": ("time", [212.0, 395.0, 213.0])}
    >>> run = xarray.Dataset(cells)
    >>> phase(run, "osteoclasts", "osteoblasts").get_xlabel()
    'osteoclasts'
    """
    ax = axes(height=3.8) if ax is None else ax
    across, up = read_lines(dataset, x), read_lines(dataset, y)
    with style():
        for index, (a, b) in enumerate(zip(across, up, strict=True)):
            _path(ax, a, b, index)
        ax.set_xlabel(axis_label(across[0].name, across[0].unit))
        ax.set_ylabel(axis_label(up[0].name, up[0].unit))
        ax.margins(0.05)
        place_labels(ax)
    remember(ax, "; ".join(_words(a, b) for a, b in zip(across, up, strict=True)))
    return ax


def _path(ax: Axes, a: Line, b: Line, index: int) -> None:
    ink = color("bone")
    pattern = dash(index)
    (drawn,) = ax.plot(a.y, b.y, color=ink, linestyle=(0, pattern) if pattern else "-", lw=1.6)
    ax.plot(a.y[:1], b.y[:1], "o", mfc="none", mec=ink, ms=7)
    ax.plot(a.y[-1:], b.y[-1:], "o", color=ink, ms=5)
    at = _quarter_way(a.y, b.y)
    arrow = {"arrowstyle": "-|>", "color": ink, "lw": 0, "mutation_scale": 16, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (a.y[at], b.y[at]), (a.y[at - 1], b.y[at - 1]), arrowprops=arrow)
    if a.setting:
        add_label(ax, drawn, a.setting)


def _quarter_way(x: numpy.ndarray, y: numpy.ndarray) -> int:
    """Position at which a quarter of the path, as drawn, is behind."""
    steps = numpy.hypot(numpy.diff(x) / (numpy.ptp(x) or 1), numpy.diff(y) / (numpy.ptp(y) or 1))
    walked = numpy.cumsum(numpy.nan_to_num(steps))
    return int(numpy.searchsorted(walked, walked[-1] / 4)) + 1


def _words(a: Line, b: Line) -> str:
    (x, dx), (y, dy) = (((line.y, decimals(line.y))) for line in (a, b))

    def point(i: int) -> str:
        return f"{number(x[i], dx)} {a.unit} and {number(y[i], dy)} {b.unit}".replace("  ", " ").strip()

    where = f"with {a.setting}, " if a.setting else ""
    spans = (
        f"{line.name} between {number(line.y.min(), d)} and {number(line.y.max(), d)}" for line, d in ((a, dx), (b, dy))
    )
    return f"{where}path of {b.name} against {a.name} from {point(0)} to {point(-1)}, with {' and '.join(spans)}"
