"""A signed graph in columns: boxes with names, arrows that raise, bars that lower."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy

from osteolib.plot.caption import remember
from osteolib.plot.layered import Layout, layered
from osteolib.plot.lines import axes
from osteolib.plot.palette import COLORS, color
from osteolib.plot.theme import style

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

LETTERS = 15  # in a row of a label
BOX = 1.36  # inches, width of a box
GAP = 0.5  # inches between columns, where edges run freely
ROW, PAD, FREE = 0.17, 0.13, 0.13  # inches: a row of text, what a box adds to it, the space between two boxes
SIZE = 9.5
LINES = {"stated": "-", "title": (0, (1.2, 1.6)), "disputed": "-", "corrected": (0, (5, 2))}


def network(of: networkx.DiGraph, columns: Mapping[str, int], title: str = "") -> Axes:
    """Draw a signed graph in columns from left to right.

    Arrowheads raise, bars lower, rings leave the sign open. The style of a line says where it comes from: solid from
    the text, dotted from a title, dashed from a correction; a question mark sits on what is disputed.

    Parameters
    ----------
    of : networkx.DiGraph
        Edges with ``sign`` (1, -1 or 0) and ``status``; nodes with ``kind`` (a name of `COLORS`).
    columns : dict of str to int
        Column of every node, from 0.
    title : str, optional
        What the graph shows, for the words of the figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import networkx
    >>> made = networkx.MultiDiGraph()
    >>> made.add_nodes_from([("OPG", {"kind": "osteoblast"}), ("RANKL", {"kind": "immune"})])
    >>> _ = made.add_edge("OPG", "RANKL", "I078", sign=-1, status="stated")
    >>> network(made, {"OPG": 0, "RANKL": 1}).descriptions
    ['graph with 2 nodes and 1 edge, 0 raise, 1 lowers, 0 leave the sign open; most edges meet at OPG (1), RANKL (1)']
    """
    rows = {name: textwrap.wrap(name, LETTERS, break_long_words=False) for name in of}
    tall = {name: len(lines) * ROW + PAD + FREE for name, lines in rows.items()}
    edges = {key: (s, t) for s, t, key in of.edges(keys=True)}
    layout = layered(columns, edges, tall)
    across = {name: BOX / 2 + columns[name] * (BOX + GAP) for name in of}
    width = (max(columns.values()) + 1) * (BOX + GAP) - GAP
    top = max(layout.heights.values()) + max(tall.values()) / 2
    ax = axes(width=width + 0.25, height=top + 0.2)
    with style():
        ax.set(xlim=(-0.08, width + 0.08), ylim=(top, -0.02))
        ax.set_axis_off()
        _draw_edges(ax, of, layout, across, tall)
        for name, lines in rows.items():
            _draw_box(ax, "\n".join(lines), (across[name], layout.heights[name]), tall[name] - FREE, of.nodes[name])
    remember(ax, _words(of, title))
    return ax


def _draw_box(ax: Axes, text: str, at: tuple[float, float], tall: float, described: Mapping) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (at[0] - BOX / 2 + 0.04, at[1] - tall / 2 + 0.04)
    edge = color(described.get("kind", "other"))
    shape = f"round,pad=0.04,rounding_size={0.1 if edge != COLORS['bone'] else 0.02}"
    ax.add_patch(FancyBboxPatch(corner, BOX - 0.08, tall - 0.08, boxstyle=shape, fill=False, edgecolor=edge, lw=1.5))
    ax.text(*at, text, ha="center", va="center", fontsize=SIZE, linespacing=1.05)


def _draw_edges(ax: Axes, of: networkx.DiGraph, layout: Layout, across: Mapping, tall: Mapping) -> None:
    ports = _ports(of, layout, across, tall)
    for source, target, key, edge in of.edges(keys=True, data=True):
        points = _points(key, (source, target), layout, across, ports)
        _draw_edge(ax, points, edge, loop=across[source] == across[target])


def _ports(of: networkx.DiGraph, layout: Layout, across: Mapping, tall: Mapping) -> dict:
    """Height at which an edge meets each of its nodes: spread over the side of the box, in the order of the others."""
    sides: dict[tuple[str, int], list[tuple[float, str]]] = {}
    for source, target, key in of.edges(keys=True):
        route = layout.routes[key]
        for name, beyond in ((source, route[1]), (target, route[-2])):
            other = target if name == source else source
            side = 1 if across[other] >= across[name] else -1
            sides.setdefault((name, side), []).append((layout.heights[beyond], key))
    ports = {}
    for (name, _), met in sides.items():
        reach = (tall[name] - FREE) * 0.36
        offsets = numpy.linspace(-reach, reach, len(met)) if len(met) > 1 else [0.0]
        for offset, (_, key) in zip(offsets, sorted(met), strict=True):
            ports[name, key] = layout.heights[name] + float(offset)
    return ports


def _points(key: str, ends: tuple[str, str], layout: Layout, across: Mapping, ports: Mapping) -> list:
    """Corners of an edge: out of the box, along the passage through each column between, into the other box."""
    (source, target), half = ends, BOX / 2
    step = 1 if across[target] >= across[source] else -1
    back = 1 if across[target] == across[source] else -step
    points = [(across[source] + step * half, ports[source, key])]
    for place in layout.routes[key][1:-1]:
        middle = half + place[1] * (BOX + GAP)
        points += [(middle - step * half, layout.heights[place]), (middle + step * half, layout.heights[place])]
    return [*points, (across[target] + back * half, ports[target, key])]


def _draw_edge(ax: Axes, points: list, edge: Mapping, loop: bool) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    codes, corners = [Path.MOVETO], [points[0]]
    bulge = 0.34 if loop else 0.0
    for number, ((x0, y0), (x1, y1)) in enumerate(zip(points, points[1:], strict=False)):
        if not loop and number % 2:
            codes, corners = [*codes, Path.LINETO], [*corners, (x1, y1)]
            continue
        first, second = (x0 + bulge, x1 + bulge) if loop else ((x0 + x1) / 2, (x0 + x1) / 2)
        codes, corners = [*codes, *[Path.CURVE4] * 3], [*corners, (first, y0), (second, y1), (x1, y1)]
    ink = COLORS["bone"] if edge["sign"] < 0 else COLORS["other"]
    line = LINES[edge["status"]]
    ax.add_patch(PathPatch(Path(corners, codes), fill=False, edgecolor=ink, lw=1.1, linestyle=line))
    ahead = -1 if loop or points[-1][0] < points[-2][0] else 1
    _draw_head(ax, points[-1], ahead, edge["sign"], ink)
    if edge["status"] == "disputed":
        (x0, y0), (x1, y1) = points[0], points[1]
        ax.text((x0 + x1) / 2, (y0 + y1) / 2, "?", ha="center", va="center", fontsize=SIZE + 2, weight="bold")


def _draw_head(ax: Axes, tip: tuple[float, float], ahead: int, sign: int, ink: str) -> None:
    from matplotlib.patches import Circle, Polygon

    x, y = tip
    if sign > 0:
        ax.add_patch(Polygon([(x, y), (x - ahead * 0.1, y - 0.05), (x - ahead * 0.1, y + 0.05)], color=ink, lw=0))
    elif sign < 0:
        ax.plot([x - ahead * 0.03] * 2, [y - 0.075, y + 0.075], color=ink, lw=2.0, solid_capstyle="butt")
    else:
        ax.add_patch(Circle((x - ahead * 0.05, y), 0.045, fill=False, edgecolor=ink, lw=1.1))


def _words(of: networkx.DiGraph, title: str) -> str:
    signs = [edge["sign"] for _, _, edge in of.edges(data=True)]
    counts = [f"{signs.count(s)} {verb if signs.count(s) != 1 else one}" for s, verb, one in _VERBS]
    hubs = sorted(of.degree, key=lambda pair: (-pair[1], pair[0]))[:3]  # ties by name: a set has no order
    met = ", ".join(f"{name} ({degree})" for name, degree in hubs)
    edges = f"{len(signs)} edge{'' if len(signs) == 1 else 's'}"
    about = f"{title}: " if title else ""
    return f"{about}graph with {len(of)} nodes and {edges}, {', '.join(counts)}; most edges meet at {met}"


_VERBS = ((1, "raise", "raises"), (-1, "lower", "lowers"), (0, "leave the sign open", "leaves the sign open"))
