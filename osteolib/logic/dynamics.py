"""Every state of a network at once, as whole numbers whose bits are the nodes: successors, attractors, probabilities.

A network of n nodes has 2^n states; node k is bit k of a state's number. This is the part of the room that needs NumPy
and SciPy; `network` loads it when all states are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import spsolve

LEFT = 1e-13  # probability that may still wander when a walk counts as settled
STEPS = 4000  # steps of the walk before the rest is solved for as linear equations


def targets(rules: Sequence[Callable[[Mapping], Any]], nodes: Sequence[str], inputs: Mapping[str, bool]) -> np.ndarray:
    """Where every state goes when all nodes are updated together.

    Examples
    --------
    >>> targets([lambda v: v["B"], lambda v: v["A"] & v["signal"]], ["A", "B"], {"signal": True}).tolist()
    [0, 2, 1, 3]
    """
    states = np.arange(1 << len(nodes), dtype=np.int32)
    values = {name: (states >> k & 1).astype(bool) for k, name in enumerate(nodes)} | inputs
    target = np.zeros_like(states)
    for k, rule in enumerate(rules):
        target |= np.broadcast_to(rule(values), states.shape).astype(np.int32) << k
    return target


def fixed(
    rules: Sequence[Callable[[Mapping], Any]],
    reads: Sequence[Collection[str]],
    nodes: Sequence[str],
    inputs: Mapping[str, bool],
) -> list[int]:
    """States that are their own successors.

    Nodes are decided on one after another, and a state is dropped as soon as all that one of its nodes reads is decided
    on and does not keep it: only a small part of the 2^n states is ever looked at.

    Parameters
    ----------
    rules : sequence of callable
        As for `targets`.
    reads : sequence of collection of str
        Names that each rule reads.
    nodes : sequence of str
    inputs : mapping of str to bool

    Examples
    --------
    >>> rules = [lambda v: v["B"], lambda v: v["A"] & v["signal"]]
    >>> fixed(rules, [["B"], ["A", "signal"]], ["A", "B"], {"signal": True})
    [0, 3]
    """
    decided: dict[str, np.ndarray] = {}
    needs = {k: dict.fromkeys([nodes[k], *(name for name in read if name in nodes)]) for k, read in enumerate(reads)}
    states = 1
    while needs:
        k = min(needs, key=lambda k: sum(name not in decided for name in needs[k]))
        for name in needs.pop(k):
            if name not in decided:
                decided = {other: np.tile(column, 2) for other, column in decided.items()}
                decided[name] = np.repeat([False, True], states)
                states *= 2
        kept = np.broadcast_to(rules[k]({**decided, **inputs}), decided[nodes[k]].shape) == decided[nodes[k]]
        decided = {name: column[kept] for name, column in decided.items()}
        states = np.count_nonzero(kept)
    return sorted(sum(decided[name].astype(int) << k for k, name in enumerate(nodes)).tolist())


def synchronous(target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Attractor of every state when all nodes are updated together.

    Parameters
    ----------
    target : array of int, shape (states,)
        The one successor of each state.

    Returns
    -------
    attractor : array of int, shape (states,)
        Smallest state of the cycle that each state runs into.
    recurrent : array of bool, shape (states,)
        Whether the state lies on a cycle.

    Examples
    --------
    >>> attractor, recurrent = synchronous(np.array([1, 0, 0, 3]))
    >>> attractor.tolist(), recurrent.tolist()
    ([0, 0, 0, 3], [True, True, False, True])
    """
    jump, least, steps = target, np.arange(target.size, dtype=target.dtype), 1
    while steps < target.size:  # `jump` goes so many steps, `least` is the smallest of the states passed on the way
        least = np.minimum(least, least[jump])
        jump, steps = jump[jump], 2 * steps
    recurrent = np.zeros(target.size, bool)
    recurrent[jump] = True  # after as many steps as there are states every walk is on its cycle
    return least[jump], recurrent


def asynchronous(target: np.ndarray, nodes: int) -> sparse.csr_array:
    """Moves when one node at a time is updated: an entry for every successor that differs from its state.

    Parameters
    ----------
    target : array of int, shape (states,)
        Where all nodes together would go.
    nodes : int

    Returns
    -------
    csr_array of bool, shape (states, states)

    Examples
    --------
    >>> asynchronous(np.array([3, 1, 2, 3]), 2).toarray().astype(int)[0].tolist()
    [0, 1, 1, 0]
    """
    states = np.arange(target.size, dtype=np.int32)
    wanted = target ^ states
    moves = np.empty((target.size, nodes), bool)
    for k in range(nodes):
        moves[:, k] = wanted >> k & 1
    begin = np.concatenate([[0], np.cumsum(moves.sum(axis=1))]).astype(np.int32)
    flips = np.int32(1) << np.arange(nodes, dtype=np.int32)
    places = (states[:, None] ^ flips)[moves]
    return sparse.csr_array((np.ones(places.size, np.int8), places, begin), shape=(target.size, target.size))


def terminal(moves: sparse.csr_array) -> np.ndarray:
    """Attractor of every state that lies in one: its smallest state; -1 for a state that is left for good.

    An attractor is a set of states that all reach each other and reach nothing else.

    Examples
    --------
    >>> terminal(asynchronous(np.array([3, 1, 2, 3]), 2)).tolist()
    [-1, 1, 2, 3]
    """
    count, component = csgraph.connected_components(moves, connection="strong")
    size = np.diff(moves.indptr)
    leaves = component[moves.indices] != np.repeat(component, size)
    left = np.zeros(count, bool)
    left[np.repeat(component, size)[leaves]] = True
    smallest = np.full(count, component.size, np.int64)
    np.minimum.at(smallest, component, np.arange(component.size))
    return np.where(left[component], -1, smallest[component])


def reachable(moves: sparse.csr_array, start: int) -> np.ndarray:
    """States that can be reached from one, itself included, in increasing order.

    Examples
    --------
    >>> reachable(asynchronous(np.array([3, 1, 2, 3]), 2), 0).tolist()
    [0, 1, 2]
    """
    return np.sort(csgraph.breadth_first_order(moves, start, return_predecessors=False))


def absorbed(moves: sparse.csr_array, attractor: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Where a random walk ends that takes each possible move with the same probability.

    Parameters
    ----------
    moves : csr_array
    attractor : array of int
        As `terminal` gives it; an attractor is never left.
    start : array of float, shape (states,)
        Probability of each start state.

    Returns
    -------
    array of float, shape (states,)
        Probability of each state of an attractor as the first that is reached.

    Examples
    --------
    >>> moves = asynchronous(np.array([3, 1, 2, 3]), 2)
    >>> absorbed(moves, terminal(moves), np.array([1.0, 0.0, 0.0, 0.0])).tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    passing = attractor < 0
    ways = np.maximum(np.diff(moves.indptr), 1)
    walk = (sparse.diags_array(passing / ways) @ moves).T.tocsr()  # column: from, row: to
    settled, moving = np.where(passing, 0.0, start), np.where(passing, start, 0.0)
    for _ in range(STEPS):
        if moving.sum() <= LEFT:
            return settled
        moving = walk @ moving
        settled += np.where(passing, 0.0, moving)
        moving[~passing] = 0.0
    return settled + _rest(walk, passing, moving)


def _rest(walk: sparse.csr_array, passing: np.ndarray, moving: np.ndarray) -> np.ndarray:
    """What a long-lasting walk still brings: expected visits of each passing state, from linear equations."""
    inner = np.flatnonzero(passing)
    among = walk[inner][:, inner].tocsc()
    visits = np.zeros(passing.size)
    visits[inner] = spsolve(sparse.identity(inner.size, format="csc") - among, moving[inner])
    return np.where(passing, 0.0, walk @ visits)


def together(target: np.ndarray) -> sparse.csr_array:
    """Moves when all nodes are updated together: one a state, none where it stays.

    Examples
    --------
    >>> together(np.array([1, 1])).toarray().astype(int).tolist()
    [[0, 1], [0, 0]]
    """
    moved = np.flatnonzero(target != np.arange(target.size))
    ones = np.ones(moved.size, np.int8)
    return sparse.csr_array((ones, (moved, target[moved])), shape=(target.size, target.size))


def moves(target: np.ndarray, nodes: int, update: str) -> tuple[np.ndarray, sparse.csr_array]:
    """Attractor of every recurrent state (-1 for the others), and the matrix of all moves.

    Examples
    --------
    >>> moves(np.array([3, 1, 2, 3]), 2, "asynchronous")[0].tolist()
    [-1, 1, 2, 3]
    """
    if update == "asynchronous":
        steps = asynchronous(target, nodes)
        return terminal(steps), steps
    attractor, recurrent = synchronous(target)
    return np.where(recurrent, attractor, -1), together(target)


def basins(target: np.ndarray, nodes: int, update: str, start: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Attractor of every recurrent state (-1 for the others), and the probability that each is reached first.

    Parameters
    ----------
    start : int or None
        State that the walk begins at; None for each with the same probability.

    Examples
    --------
    >>> basins(np.array([3, 1, 2, 3]), 2, "asynchronous", 0)[1].tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    if update == "synchronous":
        attractor, recurrent = synchronous(target)
        ends = attractor if start is None else attractor[[start]]
        return np.where(recurrent, attractor, -1), np.bincount(ends, minlength=target.size) / ends.size
    label, steps = moves(target, nodes, update)
    weight = np.full(target.size, 1 / target.size)
    if start is not None:
        weight[:] = 0
        weight[start] = 1
    return label, absorbed(steps, label, weight)
