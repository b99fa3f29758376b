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
from threadpoolctl import threadpool_limits

from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.sliders import Slider

BOUND = 0.005  # worst error allowed, as a fraction of a curve's range over the whole table
SAMPLES = 1000
SEED = 20260
START = {1: 9, 2: 7, 3: 5}  # nodes per slider of the first try
MAX_RUNS, MAX_NODES, MAX_MODES = 12_000, 400, 80
NEGLIGIBLE = 1e-12  # energy of a mode beside the largest
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
    fit = _grow(evaluate, sliders, lengths, nodes, settings, truth)
    tries = (0.4 * BOUND, 0.6 * BOUND, 0.9 * BOUND)
    if all(s.choices for s in sliders):
        tries = (0.01 * BOUND, *tries)  # a few stored solutions cost so little that they can be all but exact
    for allowed in tries:
        table = _compress(fit, sliders, allowed, settings, truth)
        if table.error <= BOUND and fits(table):
            return table
    raise CannotExplore(_advice(sliders, fit.blocks, fit.orders, settings, truth, table))


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


@dataclass(frozen=True)
class Fit:
    """Curves as polynomials in the settings, before rounding: a center, and modes with weights; ranges taken as 1."""

    blocks: Sequence[Block]
    center: np.ndarray
    modes: np.ndarray
    weights: np.ndarray  # shape (n1, n2, ..., modes)

    @classmethod
    def of(cls, grid: np.ndarray, sliders: Sequence[Slider], blocks: Sequence[Block]) -> Fit:
        """Take apart curves known at all nodes, shape (n1, n2, ..., length)."""
        low, span = spread(blocks)
        rows = (grid.reshape(-1, grid.shape[-1]) - low) / span
        center = rows.mean(axis=0)
        rows -= center
        # The singular vectors of the rows: from the product with themselves, much the cheaper way for many rows. On
        # one thread: for a few hundred columns more threads wait longer for each other than they work, and the
        # processors of a class are taken anyway.
        with threadpool_limits(1, "blas"):
            energy, vectors = np.linalg.eigh(rows.T @ rows)
        keep = np.flatnonzero(energy > NEGLIGIBLE * energy[-1])[::-1][:MAX_MODES]
        size = np.sqrt(energy[keep])
        # The sign of a mode is left open: the largest entry decides it, so that a rebuild gives the same.
        modes = vectors[:, keep].T
        modes *= np.sign(modes[np.arange(len(keep)), np.abs(modes).argmax(axis=1)])[:, None]
        weights = (rows @ modes.T / size).reshape(*grid.shape[:-1], -1)
        return cls(blocks, center, modes * size[:, None], _coefficients(weights, sliders))

    @property
    def orders(self) -> tuple[int, ...]:
        """Nodes along each slider."""
        return self.weights.shape[:-1]

    def weight(self, sliders: Sequence[Slider], settings: dict[str, np.ndarray]) -> np.ndarray:
        """Weight of every mode at a stack of settings: shape (settings, modes)."""
        bases = [basis(s, settings[s.name], n) for s, n in zip(sliders, self.orders, strict=True)]
        return contract(self.weights, bases)

    def rows(self, sliders: Sequence[Slider], settings: dict[str, np.ndarray]) -> np.ndarray:
        """Curves laid end to end at a stack of settings."""
        low, span = spread(self.blocks)
        return low + span * (self.center + self.weight(sliders, settings) @ self.modes)


def _grow(evaluate, sliders, lengths, nodes, settings, truth) -> Fit:
    """Add nodes where they still matter, until the polynomial alone is well inside the bound."""
    first = START.get(len(sliders), 4)
    counts = [len(s.choices) if s.choices else nodes.get(s.name, first) for s in sliders]
    best, least = None, np.inf
    while counts:
        grid = evaluate({s.name: _nodes(s, n) for s, n in zip(sliders, counts, strict=True)}, True)
        fit = Fit.of(grid, sliders, _blocks(lengths, grid.reshape(-1, grid.shape[-1]), truth))
        error = _worst(fit.rows(sliders, settings), truth, fit.blocks)
        if error < least:
            best, least = fit, error
        counts = None if error <= 0.2 * BOUND else _more(fit, sliders, nodes)
    return best


def _more(fit: Fit, sliders, nodes) -> list[int] | None:
    """Node counts of the next try: grow every slider whose last orders are not yet small beside the worst; or None."""
    free = [i for i, s in enumerate(sliders) if not s.choices and s.name not in nodes]
    if not free:
        return None
    amounts = np.abs(fit.weights) * np.abs(fit.modes).max(axis=1)
    tails = {i: amounts.take(range(max(n - 3, 1), n), axis=i).sum(axis=i).max() for i, n in enumerate(fit.orders)}
    worst = max(tails[i] for i in free)
    grown = [int(np.ceil(1.4 * n)) if i in free and tails[i] > 0.3 * worst else n for i, n in enumerate(fit.orders)]
    return grown if np.prod(grown) <= MAX_RUNS and max(grown) <= MAX_NODES else None


def _compress(fit: Fit, sliders, allowed, settings, truth) -> Table:
    """Round to whole numbers, ever finer until the measured error keeps to `allowed`, if rounding is what limits it."""
    few = _few_modes(fit, sliders, settings, allowed / 4)
    table = None
    for finer in (2, 1.4, 1, 0.7, 0.5, 0.35, 0.25, 0.15):
        table = _round(few, finer * allowed, sliders)
        table = replace(table, error=_worst(table.rows(settings), truth, fit.blocks))
        if table.error <= allowed:
            break
    return table


def _few_modes(fit: Fit, sliders, settings, allowed) -> Fit:
    """Keep the fewest modes that leave out less than `allowed`, each weighted by at most 1, at the random settings."""
    weight = fit.weight(sliders, settings)
    rest = weight @ fit.modes
    keep = 0
    while keep < len(fit.modes) and np.abs(rest).max() > allowed:
        rest -= np.outer(weight[:, keep], fit.modes[keep])
        keep += 1
    most = np.abs(weight[:, :keep]).max(axis=0)
    return replace(fit, modes=fit.modes[:keep] * most[:, None], weights=fit.weights[..., :keep] / most)


def _round(fit: Fit, spend: float, sliders) -> Table:
    """Whole numbers whose roundings, being many and independent, add up to about `spend`."""
    count = max(len(fit.modes), 1)
    reach = np.abs(fit.modes).max(axis=1, initial=0)
    step = _limited(spend / 2 / np.sqrt(count), max([*reach, np.abs(fit.center).max()]))
    # A weight's rounding error is multiplied by its mode, so a small mode's weights may be rounded coarsely.
    most = np.abs(fit.weights).max(axis=tuple(range(len(sliders))), initial=0)
    rough = spend / 2 / np.sqrt(count * np.prod(fit.orders) / 2 ** len(sliders))
    quanta = np.array([_limited(min(1.0, rough / r), m) for r, m in zip(reach, most, strict=True)])
    whole = np.moveaxis(np.rint(fit.weights / quanta), -1, 0).astype(np.int16)
    mean, modes = np.rint(fit.center / step).astype(np.int16), np.rint(fit.modes / step).astype(np.int16)
    return Table(sliders, fit.blocks, mean, modes, _trim(whole, sliders), step, quanta)


def _limited(step: float, largest: float) -> float:
    """A step of four digits, wide enough for `largest` to stay within int16."""
    return float(f"{max(step, 1.001 * largest / INT16):.4g}")


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
    nodes = ", ".join(f"{s.name} {n}" for s, n in zip(sliders, counts, strict=True))
    problem = f"the table misses {curve!r} by {100 * table.error:.2g} % of its range; the bound is {100 * BOUND:g} %"
    if table.error <= BOUND:
        problem = "the table is good enough, but too large for a page"
    return (
        f"{problem}. The worst setting was {where}; nodes tried: {nodes}. Narrow the range around it, use fewer "
        f"sliders, or end the simulation earlier. (The number of nodes can be set: nodes={{{sliders[0].name!r}: 41}}.)"
    )
