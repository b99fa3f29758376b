"""Measures of a bone pattern: which way its trabeculae run, and how much of it is checkerboard."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree


class Fabric(NamedTuple):
    """Main direction of a pattern (degrees from the x axis, 0 to 180) and how marked it is (1 = not at all)."""

    angle: float
    anisotropy: float


def fabric(density: np.ndarray) -> Fabric:
    r"""Direction and anisotropy of a density field from its gradients.

    The tensor :math:`T_{ij} = \langle \partial_i \rho \, \partial_j \rho \rangle` is averaged over the largest
    circle in the field, because the corners of a square would favor its diagonals. Density changes least along
    the trabeculae: their direction is the eigenvector of the smaller eigenvalue.

    Parameters
    ----------
    density : numpy.ndarray, shape (n, n)
        Indexed ``[y, x]``.

    Returns
    -------
    Fabric
        ``angle`` in degrees, ``anisotropy`` the ratio of the larger to the smaller eigenvalue.

    Examples
    --------
    Stripes that rise at 30 degrees:

    >>> y, x = np.mgrid[0:60, 0:60]
    >>> tilt = np.radians(30)
    >>> stripes = np.cos(0.4 * (y * np.cos(tilt) - x * np.sin(tilt)))
    >>> print(f"{fabric(stripes).angle:.0f}")
    30
    """
    along_y, along_x = np.gradient(density)
    offset = np.arange(len(density)) - (len(density) - 1) / 2
    inside = np.hypot(*np.meshgrid(offset, offset)) <= len(density) / 2 - 1
    gradients = np.stack([along_x[inside], along_y[inside]])
    values, vectors = np.linalg.eigh(gradients @ gradients.T / inside.sum())
    along = vectors[:, 0]
    angle = np.degrees(np.arctan2(along[1], along[0])) % 180
    return Fabric(float(angle), float(values[1] / values[0]) if values[0] > 0 else np.inf)


def checkerboard(density: np.ndarray) -> float:
    """How much of a field is checkerboard: neighbors that alternate, relative to the mean.

    Returns
    -------
    float
        Mean of ``|a + d - b - c| / 4`` over all 2 x 2 blocks, divided by the mean density: 0 for a smooth field,
        1 for a perfect checkerboard of bone and nothing.

    Examples
    --------
    >>> checkerboard(np.indices((6, 6)).sum(axis=0) % 2)
    1.0
    >>> checkerboard(np.ones((6, 6)))
    0.0
    """
    diagonal = density[:-1, :-1] + density[1:, 1:]
    other = density[1:, :-1] + density[:-1, 1:]
    return float(np.abs(diagonal - other).mean() / 4 / np.mean(density))


def influence_weights(elements: int, edge: float, length: float) -> sparse.csr_matrix:
    """How much each element hears of every other: exp(-distance / length), cut at four lengths, rows adding up to 1.

    Parameters
    ----------
    elements : int
        Elements along an edge.
    edge : float
        Edge of one element, mm.
    length : float
        Influence length, mm. Zero gives the identity: each element hears only itself.

    Returns
    -------
    scipy.sparse.csr_matrix, shape (elements**2, elements**2)

    Examples
    --------
    >>> weights = influence_weights(10, 1.0, 1.5)
    >>> bool(np.allclose(weights.sum(axis=1), 1))
    True
    """
    if length == 0:
        return sparse.identity(elements**2, format="csr")
    row, column = np.divmod(np.arange(elements**2), elements)
    centers = cKDTree(edge * np.stack([row, column], axis=1))
    near = centers.sparse_distance_matrix(centers, 4 * length * (1 + 1e-9), output_type="ndarray")
    weight = np.exp(-near["v"] / length)
    total = np.bincount(near["i"], weight)
    return sparse.csr_matrix((weight / total[near["i"]], (near["i"], near["j"])), shape=(elements**2, elements**2))
