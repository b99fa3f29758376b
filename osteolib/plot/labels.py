"""Names written at the ends of lines, nudged apart so that they never overlap."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.text import Annotation

COLUMNS = 17  # characters in a row of a label
GAP = 14.0  # points between axes and text, crossed by a leader in the color of the line
LEADING = 1.25  # row height, in font sizes


@dataclass
class EndLabel:
    """A line, the text at its end, and what was drawn for it last."""

    line: Line2D
    text: str
    drawn: Annotation | None = None


def add_label(ax: Axes, line: Line2D, text: str) -> None:
    """Remember the label of a line; `place_labels` writes it."""
    if not hasattr(ax, "end_labels"):
        ax.end_labels = []
    rows = textwrap.wrap(text, COLUMNS, break_long_words=False)
    ax.end_labels.append(EndLabel(line, "\n".join(rows)))


def place_labels(ax: Axes) -> None:
    """Write every end label at the right of the axes, in the order of the lines' ends, without overlap.

    Called again it starts afresh, so that a change of limits or of size moves the labels along.
    """
    visible = []
    for label in getattr(ax, "end_labels", []):
        if label.drawn is not None:
            label.drawn.remove()
            label.drawn = None
        end = line_end(ax, label.line) if label.line.axes is ax else None
        if end is not None:
            visible.append((end, label))
    visible.sort(key=lambda pair: pair[0][1])
    size = ax.yaxis.label.get_size() * 0.95
    points = ax.get_position().height * ax.figure.get_size_inches()[1] * 72
    heights = [(label.text.count("\n") + 1.3) * LEADING * size / points for _, label in visible]
    for (end, label), y in zip(visible, spread([end[1] for end, _ in visible], heights), strict=True):
        label.drawn = _write(ax, label, end, y, size)


def line_end(ax: Axes, line: Line2D) -> tuple[float, float] | None:
    """Last visible point of a line in fractions of the axes, its height kept inside; None if no point is visible."""
    x, y = numpy.asarray(line.get_xdata(), float), numpy.asarray(line.get_ydata(), float)
    low, high = sorted(ax.get_xlim())
    seen = numpy.flatnonzero(numpy.isfinite(y) & (x >= low) & (x <= high))
    if not seen.size:
        return None
    right, up = ax.transAxes.inverted().transform(ax.transData.transform((x[seen[-1]], y[seen[-1]])))
    return float(right), min(max(float(up), 0.0), 1.0)


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Move positions apart, as little as possible, until boxes of these heights no longer overlap.

    Neighbors that would touch are pooled into a block around their mean, as in isotonic regression.

    Parameters
    ----------
    wanted : sequence of float
        Centers, increasing.
    heights : sequence of float
        Heights of the boxes, in the same unit.

    Returns
    -------
    list of float

    Examples
    --------
    >>> spread([0.5, 0.5], [0.1, 0.1])
    [0.45, 0.55]
    """
    if not wanted:
        return []
    tall = numpy.asarray(heights, float)
    stacked = numpy.concatenate([[0.0], numpy.cumsum((tall[:-1] + tall[1:]) / 2)])
    blocks: list[tuple[float, int]] = []  # mean position of the block's foot, members
    for value in numpy.asarray(wanted, float) - stacked:
        blocks.append((float(value), 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (b, m), (a, n) = blocks.pop(), blocks.pop()
            blocks.append(((a * n + b * m) / (n + m), n + m))
    feet = [foot for foot, members in blocks for _ in range(members)]
    return [round(float(a + b), 6) for a, b in zip(feet, stacked, strict=True)]


def _write(ax: Axes, label: EndLabel, end: tuple[float, float], y: float, size: float) -> Annotation:
    from matplotlib.transforms import ScaledTranslation

    aside = ax.transAxes + ScaledTranslation(GAP / 72, 0, ax.figure.dpi_scale_trans)
    leader = {"arrowstyle": "-", "shrinkA": 2, "shrinkB": 0, "relpos": (0, 0.5)}
    return ax.annotate(
        label.text,
        end,
        (1.0, y),
        xycoords="axes fraction",
        textcoords=aside,
        annotation_clip=False,
        arrowprops={**leader, "lw": 1.1, "color": label.line.get_color()},
        fontsize=size,
        va="center",
        ha="left",
        linespacing=1.1,
    )
