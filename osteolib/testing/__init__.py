"""The suite that every model of the course passes, and the list of all these models."""

from osteolib.testing.registry import registered_models
from osteolib.testing.suite import RULES, UnfitModel, check_model

__all__ = ["RULES", "UnfitModel", "check_model", "registered_models"]
