"""Figures of a result (lines, phase planes, fields, bars, graphs), each with caption and words computed from it.

Importing this room does not import matplotlib; drawing does.
"""

from osteolib.plot.bars import bars, pyramid, stacked
from osteolib.plot.caption import Figure, figure
from osteolib.plot.image import field
from osteolib.plot.lines import axes, curves, fold, panels, points, window
from osteolib.plot.network import network
from osteolib.plot.palette import COLORS, DASHES, color, dash
from osteolib.plot.plane import phase
from osteolib.plot.theme import style
from osteolib.plot.wording import describe, describe_bars, describe_curve

__all__ = [
    "COLORS",
    "DASHES",
    "Figure",
    "axes",
    "bars",
    "color",
    "curves",
    "dash",
    "describe",
    "describe_bars",
    "describe_curve",
    "field",
    "figure",
    "fold",
    "network",
    "panels",
    "phase",
    "points",
    "pyramid",
    "stacked",
    "style",
    "window",
]
