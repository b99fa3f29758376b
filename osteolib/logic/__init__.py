"""Boolean networks: rules as text, and every fate that follows from them. Nothing here knows a particular paper."""

from osteolib.logic.errors import BadRule, BadState, LogicError, TooLarge
from osteolib.logic.network import Attractor, BooleanNetwork, every_setting
from osteolib.logic.rules import read_rules

__all__ = [
    "Attractor",
    "BadRule",
    "BadState",
    "BooleanNetwork",
    "LogicError",
    "TooLarge",
    "every_setting",
    "read_rules",
]
