"""What a model is made of, and `Model` itself. Nothing here knows of screens, figures or a particular paper.

What computes, and so needs NumPy and SciPy, is loaded on first use: evidence and logic need the errors alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from osteolib.model.change import changed
from osteolib.model.declaration import Parameter, Quantity, State
from osteolib.model.errors import (
    BadSchedule,
    BadTimes,
    BadValue,
    MissingExtra,
    ModelError,
    NoSteadyState,
    OutOfDomain,
    SolverFailed,
    UnknownName,
)

if TYPE_CHECKING:
    from osteolib.model.functions import exp, hill, log, piecewise, positive_part
    from osteolib.model.model import Model

__all__ = [
    "BadSchedule",
    "BadTimes",
    "BadValue",
    "MissingExtra",
    "Model",
    "ModelError",
    "NoSteadyState",
    "OutOfDomain",
    "Parameter",
    "Quantity",
    "SolverFailed",
    "State",
    "UnknownName",
    "changed",
    "exp",
    "hill",
    "log",
    "piecewise",
    "positive_part",
]

_ON_FIRST_USE = {"Model": "model", **dict.fromkeys(("exp", "hill", "log", "piecewise", "positive_part"), "functions")}


def __getattr__(name: str) -> Any:
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(__all__)}")
    value = getattr(import_module(f"{__name__}.{_ON_FIRST_USE[name]}"), name)
    globals()[name] = value
    return value
