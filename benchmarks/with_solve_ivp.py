"""`scipy.integrate.solve_ivp`, one parameter set after the other, with the compiled LSODA."""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.cases import Case, Sets
from benchmarks.pieces import joined, pieces

NAME = "solve_ivp loop"
LADDER = (1e-6, 3e-7, 2e-7, 1e-7, 3e-8, 1e-8, 3e-9, 1e-9, 1e-10)


def prepare(case: Case) -> None:
    """Nothing to load."""


def solve(case: Case, tool: None, sets: Sets, rtol: float) -> np.ndarray:
    """Cells of every member: shape ``(members, cells, times)``."""
    cut, model = pieces(case), case.model
    scale = np.array([state.scale for state in model.states])
    states = [state.name for state in model.states]
    wanted = [states.index(cell) for cell in case.cells]
    defaults = {name: parameter.value for name, parameter in model.parameters.items()}
    out = np.empty((sets.members, len(case.cells), case.times.size))
    for member in range(sets.members):
        own = {name: float(value[member]) for name, value in sets.parameters.items()}
        y = np.array([sets.start[name][member] for name in states])
        parts = []
        for times, held in cut:
            p = model.namespace(defaults | own | held)
            run = solve_ivp(
                lambda t, y, p: model.rates(t, y.tolist(), p),
                (times[0], times[-1]),
                y,
                "LSODA",
                t_eval=times,
                args=(p,),
                rtol=rtol,
                atol=rtol * 1e-2 * scale,
            )
            y = run.y[:, -1]
            parts.append(run.y[wanted].T)
        out[member] = joined(case, parts, cut).T
    return out
