"""Does a model give the same curves when another simulator reads its SBML?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from osteolib.model import MissingExtra, Model

POINTS = 61


def round_trip(model: Model, until: float, parameters: Mapping[str, float]) -> dict[str, float]:
    """Largest difference of each variable between osteolib and libRoadRunner, relative to its largest value.

    Parameters
    ----------
    model : Model
    until : float
        End of the run, in the model's time unit.
    parameters : dict
        Values in place of the defaults.

    Raises
    ------
    MissingExtra
        If libRoadRunner or python-libsbml is not installed.

    Examples
    --------
    >>> from osteolib.remodeling import komarova2003
    >>> max(round_trip(komarova2003, 100, {"beta1": 0.3}).values()) < 1e-6
    True
    """
    times = np.linspace(0, until, POINTS)
    ours = model.simulate(times, initial=model.start_values(), rtol=1e-10, **parameters)
    runner = _runner(_with_values(model.to_sbml(), parameters))
    runner.integrator.relative_tolerance = 1e-10
    runner.integrator.absolute_tolerance = 1e-12 * min(state.scale for state in model.states)
    theirs = runner.simulate(0, until, POINTS, ["time", *ours.data_vars])
    return {name: _difference(ours[name].values, theirs[name]) for name in ours.data_vars}


def _difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.abs(ours - theirs).max() / max(np.abs(theirs).max(), np.finfo(float).tiny))


def _with_values(sbml: str, parameters: Mapping[str, float]) -> str:
    # Written into the file: a simulator may not work out the constants anew when a value is changed after loading.
    import libsbml

    document = libsbml.readSBMLFromString(sbml)
    _require_valid(libsbml, document)
    for name, value in parameters.items():
        document.getModel().getParameter(name).setValue(value)
    return libsbml.writeSBMLToString(document)


def _require_valid(libsbml: Any, document: Any) -> None:
    # libRoadRunner ends the whole process on a file that is not valid.
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_MODELING_PRACTICE, False)
    document.checkConsistency()
    log = document.getErrorLog()
    if log.getNumFailsWithSeverity(libsbml.LIBSBML_SEV_ERROR) + log.getNumFailsWithSeverity(libsbml.LIBSBML_SEV_FATAL):
        raise ValueError(f"the SBML is not valid: {log.getError(0).getMessage().strip()}")


def _runner(sbml: str) -> Any:
    try:
        import roadrunner
    except ImportError:
        raise MissingExtra(
            "comparing a model with libRoadRunner needs it installed. Run: pip install libroadrunner"
        ) from None
    return roadrunner.RoadRunner(sbml)
