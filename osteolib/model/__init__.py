"""What a model is made of, and `Model` itself. Nothing here knows of screens, figures or a particular paper."""

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
