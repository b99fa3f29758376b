"""COPASI, one parameter set after the other, through its own task and without a table for every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.cases import Case, Sets
from benchmarks.pieces import joined, pieces

NAME = "COPASI"
LADDER = (1e-6, 3e-7, 2e-7, 1e-7, 3e-8, 1e-8, 3e-9, 1e-9, 1e-10)


@dataclass
class Loaded:
    """A model in COPASI: the data model, its time course task, and its values by name."""

    data: Any
    task: Any
    values: dict[str, Any]


def prepare(case: Case) -> Loaded:
    """Load the model once."""
    import basico
    import COPASI

    data = basico.load_model_from_string(case.model.to_sbml())
    task = data.getTask("Time-Course")
    task.setMethodType(COPASI.CTaskEnum.Method_deterministic)
    values = {value.getSBMLId(): value for value in data.getModel().getModelValues()}
    return Loaded(data, task, values)


def solve(case: Case, tool: Loaded, sets: Sets, rtol: float) -> np.ndarray:
    """Cells of every member: shape ``(members, cells, times)``."""
    cut = pieces(case)
    method = tool.task.getMethod()
    method.getParameter("Relative Tolerance").setDblValue(rtol)
    smallest = min(state.scale for state in case.model.states)
    method.getParameter("Absolute Tolerance").setDblValue(rtol * 1e-2 * smallest)
    out = np.empty((sets.members, len(case.cells), case.times.size))
    for member in range(sets.members):
        for name, value in sets.parameters.items():
            tool.values[name].setInitialValue(float(value[member]))
        begin = {name: float(value[member]) for name, value in sets.start.items()}
        parts = []
        for times, held in cut:
            part, begin = _piece(case, tool, times, held, begin)
            parts.append(part)
        out[member] = joined(case, parts, cut).T
    return out


def _piece(case: Case, tool: Loaded, times: np.ndarray, held: dict, begin: dict) -> tuple[np.ndarray, dict]:
    for name, value in {**held, **begin}.items():
        tool.values[name].setInitialValue(value)
    model, problem = tool.data.getModel(), tool.task.getProblem()
    model.setInitialTime(float(times[0]))
    model.applyInitialValues()
    # Times that are not evenly spaced are given as a list.
    problem.setUseValues(True)
    problem.setValues(" ".join(repr(float(t)) for t in times))
    problem.setTimeSeriesRequested(True)
    if not tool.task.process(True):
        raise RuntimeError("COPASI could not integrate this parameter set")
    series = tool.task.getTimeSeries()
    titles = [series.getSBMLId(k, tool.data) for k in range(series.getNumVariables())]
    column = {name: titles.index(name) for name in begin}
    last = series.getRecordedSteps() - times.size
    rows = [[series.getConcentrationData(last + k, column[c]) for c in case.cells] for k in range(times.size)]
    end = {name: series.getConcentrationData(series.getRecordedSteps() - 1, column[name]) for name in begin}
    return np.array(rows), end
