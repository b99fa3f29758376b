"""Therapy with exosomes, the review's sections 3.2, 3.3 and 4: from the dose to the bone, and what is known of it."""

from osteolib.therapy.appraisal import (
    CORRELATION,
    PREVALENCE,
    Answer,
    area,
    auc_error,
    best_of_noise,
    cohort,
    combined_auc,
    pooled_error,
    predict,
    printed_error,
    screening,
    separation,
    smd_error,
)
from osteolib.therapy.budget import BUDGET, budget_draws, budget_table, delivered, tornado
from osteolib.therapy.fracture import trejo2019
from osteolib.therapy.kinetics import exosome_kinetics, uptake
from osteolib.therapy.macrophages import SWITCHES, Phase, palma2018, polarization, protocol
from osteolib.therapy.silencing import runx2_osterix, silencing, titration

__all__ = [
    "BUDGET",
    "CORRELATION",
    "PREVALENCE",
    "SWITCHES",
    "Answer",
    "Phase",
    "area",
    "auc_error",
    "best_of_noise",
    "budget_draws",
    "budget_table",
    "cohort",
    "combined_auc",
    "delivered",
    "exosome_kinetics",
    "palma2018",
    "polarization",
    "pooled_error",
    "predict",
    "printed_error",
    "protocol",
    "runx2_osterix",
    "screening",
    "separation",
    "silencing",
    "smd_error",
    "titration",
    "tornado",
    "trejo2019",
    "uptake",
]
