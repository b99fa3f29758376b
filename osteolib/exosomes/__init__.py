"""Exosome biology, the review's section 3.1: small vesicles, from their making to their reach."""

from osteolib.exosomes.cargo import (
    carrying_share,
    clustered_copies,
    copies_per_vesicle,
    vesicles_needed,
)
from osteolib.exosomes.numbers import NUMBERS, numbers, size_classes
from osteolib.exosomes.reach import arrival, distance_profile, half_life_for, spread_time, travel_length
from osteolib.exosomes.route import endosome_route, occupancy, release_odds, simulate_fates
from osteolib.exosomes.secretion import fusions_needed, secretion_by_cell, vesicles_released
from osteolib.exosomes.size import contents, diameter_from, diffusion, size_distribution, water_viscosity
from osteolib.exosomes.tracking import growing_track, measured_distribution, sized_back, sizing_error, walk
from osteolib.exosomes.uptake import uptake_routes

__all__ = [
    "NUMBERS",
    "arrival",
    "carrying_share",
    "clustered_copies",
    "contents",
    "copies_per_vesicle",
    "diameter_from",
    "diffusion",
    "distance_profile",
    "endosome_route",
    "fusions_needed",
    "growing_track",
    "half_life_for",
    "measured_distribution",
    "numbers",
    "occupancy",
    "release_odds",
    "secretion_by_cell",
    "simulate_fates",
    "size_classes",
    "size_distribution",
    "sized_back",
    "sizing_error",
    "spread_time",
    "travel_length",
    "uptake_routes",
    "vesicles_needed",
    "vesicles_released",
    "walk",
    "water_viscosity",
]
