"""The few functions that a right-hand side may use: each takes numbers, arrays and SymPy symbols alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def _is_symbolic(x: Any) -> bool:
    return hasattr(x, "free_symbols")


def positive_part(x: Any) -> Any:
    """``max(x, 0)``.

    Parameters
    ----------
    x : float, array or SymPy expression

    Returns
    -------
    Same kind as `x`.

    Examples
    --------
    >>> positive_part(-2.0), positive_part(3.0)
    (np.float64(0.0), np.float64(3.0))
    """
    if _is_symbolic(x):
        import sympy

        return sympy.Max(x, 0)
    return np.maximum(x, 0.0)


def exp(x: Any) -> Any:
    """Exponential of a number, an array or a SymPy expression.

    Examples
    --------
    >>> exp(0.0)
    np.float64(1.0)
    """
    if _is_symbolic(x):
        import sympy

        return sympy.exp(x)
    return np.exp(x)


def log(x: Any) -> Any:
    """Natural logarithm of a number, an array or a SymPy expression.

    Examples
    --------
    >>> log(1.0)
    np.float64(0.0)
    """
    if _is_symbolic(x):
        import sympy

        return sympy.log(x)
    return np.log(x)


def hill(x: Any, half: Any, n: Any = 1) -> Any:
    """Rising Hill function ``x**n / (half**n + x**n)``: 0 at ``x = 0``, one half at ``x = half``, 1 far above.

    Parameters
    ----------
    x : float, array or SymPy expression
        Concentration, in the unit of `half`.
    half : float, array or SymPy expression
        Concentration of half effect.
    n : float, optional
        Steepness (Hill coefficient).

    Examples
    --------
    >>> hill(2.0, 2.0), hill(4.0, 2.0, 2)
    (0.5, 0.8)
    """
    return x**n / (half**n + x**n)


def piecewise(x: Any, edges: Sequence[Any], values: Sequence[Any]) -> Any:
    """One value below the first edge, the next from there to the second edge, and so on: a step, or a choice.

    Parameters
    ----------
    x : float, array or SymPy expression
        What decides: the time, or a parameter that names a choice.
    edges : sequence
        Increasing; an edge belongs to the piece above it.
    values : sequence
        One more than there are edges. Each is worked out whatever `x` is, so each must be finite everywhere.

    Raises
    ------
    ValueError
        If there are not as many values as pieces.

    Examples
    --------
    >>> [float(piecewise(day, [0], [1.0, 5.0])) for day in (-1, 0, 1)]
    [1.0, 5.0, 5.0]
    """
    if len(values) != len(edges) + 1:
        raise ValueError(f"{len(edges)} edges make {len(edges) + 1} pieces, but {len(values)} values came.")
    if any(_is_symbolic(one) for one in (x, *edges, *values)):
        import sympy

        pairs = [(value, sympy.sympify(x) < edge) for value, edge in zip(values, edges, strict=False)]
        return sympy.Piecewise(*pairs, (values[-1], True))
    result = values[-1]
    for edge, value in zip(reversed(edges), reversed(values[:-1]), strict=True):
        result = np.where(x < edge, value, result)
    return result
