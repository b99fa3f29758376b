"""Bone remodeling, the review's section 2.1: one cycle, signals that set its balance, and the load that steers it."""

from osteolib.remodeling.load_adaptation import LoadedBone, adaptation_rate, adapted_density
from osteolib.remodeling.power_law import komarova2003
from osteolib.remodeling.signaling import lemaire2004
from osteolib.remodeling.targeted import graham2013

__all__ = ["LoadedBone", "adaptation_rate", "adapted_density", "graham2013", "komarova2003", "lemaire2004"]
