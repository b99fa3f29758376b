"""Therapy with exosomes, the review's sections 3.2, 3.3 and 4: from the dose to the bone, and what is known of it."""

from osteolib.therapy.appraisal import (
    Answer,
    area,
    auc_error,
    best_of_noise,
    cohort,
    combined_auc,
    pooled_error,
    predict,
    printed_error,
    separation,
    smd_error,
)
from osteolib.therapy.budget import BUDGET, budget_draws, budget_table, delivered, tornado
from osteolib.therapy.cohort import draw_links, simulate_cohort, simulate_sample, sobol
from osteolib.therapy.design import (
    CARGOES,
    LINKS,
    NATURAL,
    Design,
    approved,
    chain,
    jorg2022_exosomes,
    links_table,
    outcome,
    to_bone,
)
from osteolib.therapy.fracture import trejo2019
from osteolib.therapy.kinetics import exosome_kinetics, uptake
from osteolib.therapy.macrophages import SWITCHES, Phase, palma2018, polarization, protocol
from osteolib.therapy.silencing import runx2_osterix, silencing, titration

__all__ = [
    "BUDGET",
    "CARGOES",
    "LINKS",
    "NATURAL",
    "SWITCHES",
    "Answer",
    "Design",
    "Phase",
    "approved",
    "area",
    "auc_error",
    "best_of_noise",
    "budget_draws",
    "budget_table",
    "chain",
    "cohort",
    "combined_auc",
    "delivered",
    "draw_links",
    "exosome_kinetics",
    "jorg2022_exosomes",
    "links_table",
    "outcome",
    "palma2018",
    "polarization",
    "pooled_error",
    "predict",
    "printed_error",
    "protocol",
    "runx2_osterix",
    "separation",
    "silencing",
    "simulate_cohort",
    "simulate_sample",
    "smd_error",
    "sobol",
    "titration",
    "to_bone",
    "tornado",
    "trejo2019",
    "uptake",
]
