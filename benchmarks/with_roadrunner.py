"""libRoadRunner, one parameter set after the other: the model compiled once, all values set in one call."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.cases import Case, Sets
from benchmarks.pieces import joined, pieces

NAME = "libRoadRunner"
LADDER = (1e-6, 3e-7, 1.3e-7, 1e-7, 3e-8, 1e-8, 6e-9, 4e-9, 3e-9, 1e-9, 1e-10)


def prepare(case: Case) -> Any:
    """Load the model once."""
    import roadrunner

    tool = roadrunner.RoadRunner(case.model.to_sbml())
    tool.timeCourseSelections = list(case.cells)
    # Both of CVODE's methods were tried; the one for non-stiff problems was the faster at equal error.
    tool.integrator.stiff = False
    return tool


def solve(case: Case, tool: Any, sets: Sets, rtol: float) -> np.ndarray:
    """Cells of every member: shape ``(members, cells, times)``."""
    cut = pieces(case)
    tool.integrator.relative_tolerance = rtol
    smallest = [case.model.states[k].scale for k in range(len(case.cells))]
    tool.integrator.absolute_tolerance = rtol * 1e-2 * min(smallest)
    ids = list(tool.model.getGlobalParameterIds())
    columns = {**sets.parameters, **sets.start, **_constants(case, sets)}
    index, values = [ids.index(name) for name in columns], np.stack(list(columns.values()), axis=1)
    inputs = [([ids.index(name) for name in held], list(held.values())) for _, held in cut]
    out = np.empty((sets.members, len(case.cells), case.times.size))
    whole = len(cut) == 1
    for member in range(sets.members):
        tool.model.setGlobalParameterValues(index, values[member])
        if whole:
            out[member] = np.asarray(tool.simulate(case.times[0], case.times[-1], case.times.size)).T
            continue
        parts = []
        for (times, _), (where, what) in zip(cut, inputs, strict=True):
            tool.model.setGlobalParameterValues(where, what)
            parts.append(np.array(tool.simulate(times=list(times))))
        out[member] = joined(case, parts, cut).T
    return out


def _constants(case: Case, sets: Sets) -> dict[str, np.ndarray]:
    """Constants that follow from the parameters; a change of a parameter does not renew them by itself."""
    values = {name: sets.parameters.get(name, p.value) for name, p in case.model.parameters.items()}
    p = case.model.namespace(values)
    return {c.name: np.broadcast_to(getattr(p, c.name), sets.members) for c in case.model.constants}
