"""Where to put the nodes of a graph in columns, so that edges run from left to right, cross little and miss the labels.

The way of Sugiyama: an edge that passes a column gets a place of its own in it, then the places of each column are
ordered by those of their neighbors, then moved apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy

from osteolib.plot.labels import spread

SWEEPS = 24
GENTLE = 12  # rounds in which heights are drawn toward their neighbors
THREAD = 0.16  # height that a passing edge takes, where a label takes about 0.4


@dataclass(frozen=True)
class Layout:
    """Heights of all places, and the places through which each edge runs.

    Attributes
    ----------
    heights : dict
        Center of each place: a node's name, or ``(edge, column)`` where an edge passes.
    routes : dict
        For each edge its places from source to target.
    """

    heights: dict
    routes: dict


def layered(columns: Mapping[str, int], edges: Mapping[str, tuple[str, str]], tall: Mapping[str, float]) -> Layout:
    """Order and height of every node in its column, and of every edge that passes a column.

    Parameters
    ----------
    columns : dict of str to int
        Column of each node.
    edges : dict of str to (str, str)
        Source and target of each edge.
    tall : dict of str to float
        Height of each node's label.

    Returns
    -------
    Layout

    Examples
    --------
    >>> found = layered({"a": 0, "b": 1, "c": 2}, {"ab": ("a", "b"), "ac": ("a", "c")}, dict.fromkeys("abc", 0.4))
    >>> found.routes["ac"]
    ('a', ('ac', 1), 'c')
    """
    routes = {name: _route(name, ends, columns) for name, ends in edges.items()}
    places: dict = dict(columns)
    for route in routes.values():
        places.update({place: place[1] for place in route if isinstance(place, tuple)})
    neighbors = _neighbors(routes, places)
    layers = [[p for p in places if places[p] == c] for c in range(max(columns.values()) + 1)]
    layers = _uncrossed(layers, neighbors, _links(routes, places))
    size = {place: tall.get(place, THREAD) if isinstance(place, str) else THREAD for place in places}
    return Layout(_heights(layers, neighbors, size), routes)


def _route(name: str, ends: tuple[str, str], columns: Mapping[str, int]) -> tuple:
    first, last = columns[ends[0]], columns[ends[1]]
    step = 1 if last > first else -1
    return (ends[0], *((name, column) for column in range(first + step, last, step)), ends[1])


def _neighbors(routes: Mapping, places: Mapping) -> dict:
    """For each place those in other columns to which an edge leads next."""
    found: dict = {place: [] for place in places}
    for one, other in _links(routes, places):
        found[one].append(other)
        found[other].append(one)
    return found


def _links(routes: Mapping, places: Mapping) -> list[tuple]:
    pairs = [pair for route in routes.values() for pair in zip(route, route[1:], strict=False)]
    return [(a, b) if places[a] < places[b] else (b, a) for a, b in pairs if places[a] != places[b]]


def _uncrossed(layers: list[list], neighbors: Mapping, links: list[tuple]) -> list[list]:
    """Order each column by the mean place of its neighbors in the column before, there and back; keep the best."""
    best, fewest = layers, _crossings(layers, links)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for column in range(1, len(layers)) if forward else range(len(layers) - 2, -1, -1):
            at = {place: k for k, place in enumerate(layers[column - 1 if forward else column + 1])}
            layers[column] = _sorted(layers[column], neighbors, at)
        crossings = _crossings(layers, links)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best


def _sorted(layer: list, neighbors: Mapping, at: Mapping) -> list:
    def wanted(pair: tuple[int, object]) -> float:
        known = [at[other] for other in neighbors[pair[1]] if other in at]
        return float(numpy.mean(known)) if known else pair[0] * len(at) / max(len(layer), 1)

    return [place for _, place in sorted(enumerate(layer), key=wanted)]


def _crossings(layers: list[list], links: list[tuple]) -> int:
    at = {place: k for layer in layers for k, place in enumerate(layer)}
    column = {place: c for c, layer in enumerate(layers) for place in layer}
    total = 0
    for c in range(len(layers) - 1):
        ends = numpy.array([(at[a], at[b]) for a, b in links if column[a] == c], int).reshape(-1, 2)
        left, right = (numpy.sign(numpy.subtract.outer(ends[:, k], ends[:, k])) for k in (0, 1))
        total += int((left * right < 0).sum() // 2)
    return total


def _heights(layers: list[list], neighbors: Mapping, size: Mapping) -> dict:
    """Heights near those of the neighbors, in the order found, without overlap; the tallest column sets the height."""
    total = max(sum(size[place] for place in layer) for layer in layers)
    heights: dict = {}
    for layer in layers:
        room = (total - sum(size[place] for place in layer)) / len(layer)
        top = numpy.cumsum([size[place] + room for place in layer])
        heights.update({place: float(t - (size[place] + room) / 2) for place, t in zip(layer, top, strict=True)})
    for _ in range(GENTLE):
        for layer in layers:
            wanted = [_drawn(place, heights, neighbors) for place in layer]
            heights.update(zip(layer, _apart(wanted, [size[place] for place in layer], total), strict=True))
    return heights


def _drawn(place: object, heights: Mapping, neighbors: Mapping) -> float:
    pull = [heights[other] for other in neighbors[place]]
    return 0.5 * heights[place] + 0.5 * float(numpy.mean(pull)) if pull else heights[place]


def _apart(wanted: list[float], tall: list[float], total: float) -> list[float]:
    """Keep the order, part what would touch, and stay between 0 and `total`."""
    ordered = numpy.maximum.accumulate(wanted)
    inside = numpy.clip(spread(ordered.tolist(), tall), 0, total)
    for k in range(len(tall)):
        low = tall[k] / 2 if k == 0 else inside[k - 1] + (tall[k - 1] + tall[k]) / 2
        inside[k] = max(inside[k], low)
    for k in reversed(range(len(tall))):
        high = total - tall[k] / 2 if k == len(tall) - 1 else inside[k + 1] - (tall[k + 1] + tall[k]) / 2
        inside[k] = min(inside[k], high)
    return [float(one) for one in inside]
