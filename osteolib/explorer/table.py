"""The explorer's table: curves over a box of settings, small enough to travel inside a page.

Each curve is a polynomial in the settings, written in Chebyshev polynomials (stable, and the coefficients die away
fast where a model answers smoothly). All curves together are then compressed: their mean plus a few modes of a
singular value decomposition. Everything is rounded to whole numbers (int16) whose size is set by the error allowed,
so that most coefficients become zero and vanish under gzip.

Coefficients travel instead of values at nodes: it is the same polynomial, but high orders round to zero where values
at nodes never do (half the bytes on Komarova's model).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial.chebyshev import chebvander

from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.sliders import Slider

BOUND = 0.005  # worst error allowed, as a fraction of a curve's range over the whole table
SAMPLES = 1000
SEED = 20260
START = {1: 9, 2: 7, 3: 5}  # nodes per slider of the first try
MAX_RUNS = 12_000
INT16 = 32_767

# A stack of settings (one array per slider) to the curves laid end to end: shape (settings, length).
Evaluate = Callable[[dict[str, np.ndarray], bool], np.ndarray]


@dataclass(frozen=True)
class Block:
    """Where one curve lies in the row of all curves laid end to end, and its range over the table."""

    name: str
    length: int
    low: float
    high: float


@dataclass(frozen=True)
class Table:
    """Curves as functions of the sliders, in whole numbers.

    Parameters
    ----------
    sliders : sequence of Slider
        In the order of the axes of `weights`.
    blocks : sequence of Block
        The curves, in the order in which they lie in a row.
    mean : array of int16, shape (length,)
        Mean curve in units of ``step`` times the curve's range.
    modes : array of int16, shape (modes, length)
        Deviations from the mean, same unit.
    weights : array of int16, shape (modes, orders of slider 1, orders of slider 2, ...)
        Chebyshev coefficients of each mode's weight, in units of ``quanta``. Along a slider with
        fixed choices the axis counts choices instead of orders.
    step : float
        One unit of `mean` and `modes`, as a fraction of a curve's range.
    quanta : array, shape (modes,)
        One unit of `weights` for each mode.
    error : float
        Worst error measured at the random settings, as a fraction of a curve's range.
    """

    sliders: Sequence[Slider]
    blocks: Sequence[Block]
    mean: np.ndarray
    modes: np.ndarray
    weights: np.ndarray
    step: float
    quanta: np.ndarray
    error: float = np.nan

    def rows(self, settings: dict[str, np.ndarray]) -> np.ndarray:
        """Curves laid end to end at a stack of settings, in their own units.

        Parameters
        ----------
        settings : dict of arrays, shape (settings,)
            One array for every slider.

        Returns
        -------
        array, shape (settings, length)
            Kept within the range that each curve has over the table, as the page does.
        """
        orders = self.weights.shape[1:]
        bases = [basis(s, settings[s.name], n) for s, n in zip(self.sliders, orders, strict=True)]
        weight = contract(np.moveaxis(self.weights * self._column(self.quanta), 0, -1), bases)
        unit = (self.mean + weight @ self.modes) * self.step
        low, span = spread(self.blocks)
        return low + np.clip(unit, 0, 1) * span

    def curves(self, **setting: float) -> dict[str, np.ndarray]:
        """Each curve by name at one setting, as the page draws it."""
        row = self.rows({k: np.atleast_1d(np.asarray(v, float)) for k, v in setting.items()})[0]
        ends = np.cumsum([b.length for b in self.blocks])
        return {b.name: row[e - b.length : e] for b, e in zip(self.blocks, ends, strict=True)}

    def pack(self) -> dict:
        """The table as plain lists for the page: differences along each row, because neighbors are alike."""
        return {
            "mean": _delta(self.mean),
            "modes": [_delta(m) for m in self.modes],
            "orders": list(self.weights.shape[1:]),
            "weights": [w.ravel().tolist() for w in self.weights],
            "step": float(f"{self.step:.6g}"),
            "quanta": [float(f"{q:.6g}") for q in self.quanta],
        }

    @classmethod
    def unpack(cls, packed: dict, sliders: Sequence[Slider], blocks: Sequence[Block]) -> Table:
        """Read back what `pack` wrote."""
        shape = (len(packed["modes"]), *packed["orders"])
        modes = np.array(packed["modes"]).reshape(shape[0], sum(b.length for b in blocks))
        return cls(
            sliders,
            blocks,
            mean=np.cumsum(packed["mean"]),
            modes=np.cumsum(modes, axis=1),
            weights=np.array(packed["weights"]).reshape(shape),
            step=packed["step"],
            quanta=np.array(packed["quanta"]),
        )

    def _column(self, values: np.ndarray) -> np.ndarray:
        return values.reshape(-1, *[1] * len(self.sliders))


def build(evaluate: Evaluate, sliders: Sequence[Slider], lengths: dict[str, int], nodes: dict[str, int], fits) -> Table:
    """The smallest table that keeps the bound.

    Parameters
    ----------
    evaluate : callable
        ``evaluate(settings, grid)`` gives the curves laid end to end; with ``grid`` true for every combination of the
        arrays, shape (n1, n2, ..., length), else for the arrays element by element, shape (n, length).
    sliders : sequence of Slider
    lengths : dict
        Number of points of each curve, in the order of the row.
    nodes : dict
        Nodes per slider where the author fixes them; the others grow by themselves.
    fits : callable
        ``fits(table)`` tells whether the page of this table is small enough.

    Returns
    -------
    Table

    Raises
    ------
    CannotExplore
        If no table tried keeps the error bound within the size bound.
    """
    settings = random_settings(sliders)
    truth = evaluate(settings, False)
    coefficients, blocks = _grow(evaluate, sliders, lengths, nodes, settings, truth)
    for allowed in (0.4 * BOUND, 0.6 * BOUND, 0.9 * BOUND):
        table = _compress(coefficients, sliders, blocks, allowed, settings, truth)
        if table.error <= BOUND and fits(table):
            return table
    raise CannotExplore(_advice(sliders, blocks, coefficients.shape, settings, truth, table))


def random_settings(sliders: Sequence[Slider], count: int = SAMPLES, seed: int = SEED) -> dict[str, np.ndarray]:
    """Seeded random settings, uniform along each slider's track.

    Examples
    --------
    >>> from osteolib.explorer.sliders import Slider
    >>> dose = Slider("dose", "dose", "dose", "mg", 0.0, 10.0, 5.0)
    >>> float(random_settings([dose], count=2)["dose"].max()) <= 10
    True
    """
    rng = np.random.default_rng(seed)
    return {s.name: s.from_unit(rng.uniform(-1, 1, count)) for s in sliders}


def basis(slider: Slider, values: np.ndarray, orders: int) -> np.ndarray:
    """What multiplies each coefficient of a slider: Chebyshev polynomials, or a 1 at the choice made.

    Returns
    -------
    array, shape (values, orders)
    """
    if slider.choices:
        nearest = np.abs(np.subtract.outer(values, slider.choices)).argmin(axis=1)
        return np.eye(orders)[nearest]
    return chebvander(slider.to_unit(values), orders - 1)


def contract(coefficients: np.ndarray, bases: Sequence[np.ndarray]) -> np.ndarray:
    """Sum coefficients, shape (n1, n2, ..., length), over the bases, each (settings, n): shape (settings, length)."""
    result = np.tensordot(bases[0], coefficients, axes=(1, 0))
    for matrix in bases[1:]:
        result = np.einsum("sn,sn...->s...", matrix, result)
    return result


def spread(blocks: Sequence[Block]) -> tuple[np.ndarray, np.ndarray]:
    """Lowest value and range of the curve that each entry of a row belongs to."""
    counts = [b.length for b in blocks]
    return np.repeat([b.low for b in blocks], counts), np.repeat([b.high - b.low for b in blocks], counts)


def _grow(evaluate, sliders, lengths, nodes, settings, truth):
    """Add nodes where the coefficients still matter, until the polynomial alone is well inside the bound."""
    first = START.get(len(sliders), 4)
    counts = [len(s.choices) if s.choices else nodes.get(s.name, first) for s in sliders]
    best = None
    while True:
        grid = evaluate({s.name: _nodes(s, n) for s, n in zip(sliders, counts, strict=True)}, True)
        coefficients = _coefficients(grid, sliders)
        blocks = _blocks(lengths, grid.reshape(-1, grid.shape[-1]), truth)
        guess = contract(coefficients, [basis(s, settings[s.name], n) for s, n in zip(sliders, counts, strict=True)])
        error = _worst(guess, truth, blocks)
        if best is None or error < best[2]:
            best = coefficients, blocks, error
        counts = _more(counts, coefficients, sliders, blocks, nodes)
        if error <= 0.2 * BOUND or counts is None:
            return best[:2]


def _more(counts, coefficients, sliders, blocks, nodes):
    """Node counts of the next try: grow every slider whose last orders are not yet small beside the worst; or None."""
    free = [i for i, s in enumerate(sliders) if not s.choices and s.name not in nodes]
    if not free:
        return None
    relative = np.abs(coefficients) / spread(blocks)[1]
    tails = {i: relative.take(range(max(counts[i] - 3, 1), counts[i]), axis=i).sum(axis=i).max() for i in free}
    worst = max(tails.values())
    grown = [int(np.ceil(1.4 * n)) if tails.get(i, 0) > 0.3 * worst else n for i, n in enumerate(counts)]
    return grown if np.prod(grown) <= MAX_RUNS and max(grown) <= 400 else None


def _compress(coefficients, sliders, blocks, allowed, settings, truth) -> Table:
    """Round to whole numbers, ever finer until the measured error keeps to `allowed`, if rounding is what limits it."""
    low, span = spread(blocks)
    unit = coefficients / span
    constant = tuple(slice(None) if s.choices else 0 for s in sliders)
    unit[constant] -= low / span
    center = unit[constant].reshape(-1, unit.shape[-1]).mean(axis=0)
    unit[constant] -= center
    weights, modes = _decompose(unit, sliders, settings, allowed / 4)
    table = None
    for finer in (1, 0.7, 0.5, 0.35, 0.2, 0.1, 0.05):
        table = _round(center, modes, weights, finer * allowed / 2, sliders, blocks)
        table = replace(table, error=_worst(table.rows(settings), truth, blocks))
        if table.error <= allowed:
            break
    return table


def _decompose(unit, sliders, settings, allowed):
    """Weights, shape (n1, ..., modes), and modes, shape (modes, length): as few as leave less than `allowed` out."""
    left, size, right = np.linalg.svd(unit.reshape(-1, unit.shape[-1]), full_matrices=False)
    # A decomposition leaves the sign of each mode open: the largest entry decides, so that a rebuild gives the same.
    signs = np.sign(right[np.arange(len(right)), np.abs(right).argmax(axis=1)])
    weights = (left * signs).reshape(*unit.shape[:-1], -1)
    modes = right * (signs * size)[:, None]
    bases = [basis(s, settings[s.name], n) for s, n in zip(sliders, unit.shape, strict=False)]
    weight = contract(weights, bases)
    rest = weight @ modes
    for keep in range(1, len(modes)):
        rest -= np.outer(weight[:, keep - 1], modes[keep - 1])
        if np.abs(rest).max() <= allowed:
            return weights[..., :keep], modes[:keep]
    return weights, modes


def _round(center, modes, weights, step, sliders, blocks) -> Table:
    step = float(f"{max(step, 1 / INT16):.4g}")
    # A weight's rounding error is multiplied by its mode, so a small mode's weights may be rounded coarsely; int16 is
    # the other limit.
    reach = np.abs(modes).max(axis=1)
    quanta = np.maximum(np.minimum(1.0, step / reach), np.abs(weights).reshape(-1, len(modes)).max(axis=0) / INT16)
    quanta = np.array([float(f"{q * 1.001:.4g}") for q in quanta])
    whole = np.moveaxis(np.rint(weights / quanta), -1, 0).astype(np.int16)
    return Table(
        sliders,
        blocks,
        mean=np.rint(center / step).astype(np.int16),
        modes=np.rint(modes / step).astype(np.int16),
        weights=_trim(whole, sliders),
        step=step,
        quanta=quanta,
    )


def _trim(weights, sliders):
    """Drop the highest orders of each slider if all their weights were rounded to zero."""
    for axis, slider in enumerate(sliders, start=1):
        others = tuple(a for a in range(weights.ndim) if a != axis)
        used = np.flatnonzero(np.abs(weights).sum(axis=others))
        if not slider.choices:
            weights = weights.take(range(used[-1] + 1 if len(used) else 1), axis=axis)
    return weights


def _nodes(slider: Slider, count: int) -> np.ndarray:
    """Chebyshev nodes along a slider, both ends included; or its choices."""
    if slider.choices:
        return np.array(slider.choices)
    return slider.from_unit(np.cos(np.pi * np.arange(count) / (count - 1)))


def _coefficients(grid: np.ndarray, sliders: Sequence[Slider]) -> np.ndarray:
    """Chebyshev coefficients of curves known at all nodes; shape (n1, n2, ..., length) before and after."""
    for axis, slider in enumerate(sliders):
        if not slider.choices:
            count = grid.shape[axis]
            matrix = np.linalg.inv(chebvander(np.cos(np.pi * np.arange(count) / (count - 1)), count - 1))
            grid = np.moveaxis(np.tensordot(matrix, grid, axes=(1, axis)), 0, axis)
    return grid


def _blocks(lengths: dict[str, int], *rows: np.ndarray) -> list[Block]:
    """Range of each curve over all rows; a curve that never changes gets a range of its own size, to divide by."""
    blocks, end = [], 0
    for name, length in lengths.items():
        piece = [r[:, end : end + length] for r in rows]
        low, high = min(p.min() for p in piece), max(p.max() for p in piece)
        high = high if high > low else low + (abs(low) or 1.0)
        blocks.append(Block(name, length, float(low), float(high)))
        end += length
    return blocks


def _worst(rows: np.ndarray, truth: np.ndarray, blocks: Sequence[Block]) -> float:
    return float((np.abs(rows - truth) / spread(blocks)[1]).max())


def _delta(whole: np.ndarray) -> list[int]:
    return np.diff(whole.astype(int), prepend=0).tolist()


def _advice(sliders, blocks, counts, settings, truth, table) -> str:
    """Which curve misses where, and what to do about it."""
    miss = np.abs(table.rows(settings) - truth) / spread(blocks)[1]
    setting, entry = np.unravel_index(miss.argmax(), miss.shape)
    curve = str(np.repeat([b.name for b in blocks], [b.length for b in blocks])[entry])
    where = ", ".join(f"{s.name} = {settings[s.name][setting]:.3g}" for s in sliders)
    nodes = ", ".join(f"{s.name} {n}" for s, n in zip(sliders, counts, strict=False))
    problem = f"the table misses {curve!r} by {100 * table.error:.2g} % of its range; the bound is {100 * BOUND:g} %"
    if table.error <= BOUND:
        problem = "the table is good enough, but too large for a page"
    return (
        f"{problem}. The worst setting was {where}; nodes tried: {nodes}. Narrow the range around it, use fewer "
        f"sliders, or end the simulation earlier. (The number of nodes can be set: nodes={{{sliders[0].name!r}: 41}}.)"
    )
