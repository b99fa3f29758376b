"""Steady states of a whole stack of parameter sets, by pseudo-transient continuation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_STEPS = 300
_CLOSE = 1e-13
_LARGEST_MOVE = 2.0


def rest(rates: Callable[[np.ndarray], np.ndarray], guess: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solve ``rates(y) = 0`` for every member at once.

    Implicit Euler steps whose length grows as the rates shrink: at first they follow the model towards where it
    settles, at last they are Newton steps. This finds stable steady states; an unstable one needs a closed form.

    Parameters
    ----------
    rates : callable
        Takes and returns arrays of shape ``(states, members)``, in variables of order one (logarithms, or scaled).
    guess : numpy.ndarray
        Start, same shape.

    Returns
    -------
    y : numpy.ndarray
        The steady states.
    found : numpy.ndarray of bool
        Shape ``(members,)``; false where the iteration did not settle.

    Examples
    --------
    >>> y, found = rest(lambda y: np.array([2.0 - np.exp(y[0])]), np.zeros((1, 1)))
    >>> bool(found[0]), round(float(np.exp(y[0, 0])), 12)
    (True, 2.0)
    """
    y, rate = guess.copy(), rates(guess)
    length = 0.1 / np.maximum(np.abs(rate).max(axis=0), 1e-3)
    found = np.zeros(guess.shape[1], dtype=bool)
    for _ in range(_STEPS):
        # A settled member rests: left to wander in the last digits, it might be found unsettled when others are done.
        move = np.where(found, 0.0, _step(rates, y, rate, length))
        y = y + move
        size, before = np.abs(move).max(axis=0), np.abs(rate).max(axis=0)
        rate = rates(y)
        after = np.abs(rate).max(axis=0)
        length = np.minimum(length * np.clip(before / np.maximum(after, 1e-300), 0.2, 10.0), 1e12)
        found |= (size < _CLOSE * np.maximum(1.0, np.abs(y).max(axis=0))) & (length > 1e3)
        if found.all():
            break
    return y, found & np.isfinite(y).all(axis=0)


def _step(rates: Callable, y: np.ndarray, rate: np.ndarray, length: np.ndarray) -> np.ndarray:
    jacobian = _jacobian(rates, y)
    matrix = np.eye(y.shape[0]) / length[:, None, None] - jacobian
    broken = ~np.isfinite(matrix).all(axis=(1, 2)) | ~np.isfinite(rate).all(axis=0)
    matrix[broken] = np.eye(y.shape[0])
    move = np.linalg.solve(matrix, np.where(broken, 0.0, rate).T[..., None])[..., 0].T
    return np.clip(move, -_LARGEST_MOVE, _LARGEST_MOVE)


def _jacobian(rates: Callable, y: np.ndarray) -> np.ndarray:
    states, members = y.shape
    step = 1e-6 * np.maximum(1.0, np.abs(y))
    jacobian = np.empty((members, states, states))
    for k in range(states):
        up, down = y.copy(), y.copy()
        up[k] += step[k]
        down[k] -= step[k]
        jacobian[:, :, k] = ((rates(up) - rates(down)) / (2 * step[k])).T
    return jacobian
