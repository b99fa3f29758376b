"""The few functions that a right-hand side may use: each takes numbers, arrays and SymPy symbols alike."""

from __future__ import annotations

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
