"""Estrogen, the review's section 2.2: menopause in two models, T cells as a declared change, and human data."""

from osteolib.estrogen.couplings import jorg2022_t_cells, lemaire2004_estrogen
from osteolib.estrogen.human import bone_density_by_age, bone_loss_at_menopause, osteoporosis_prevalence
from osteolib.estrogen.natural import jorg2022
from osteolib.estrogen.surgical import nelson2026, surgical_fits

__all__ = [
    "bone_density_by_age",
    "bone_loss_at_menopause",
    "jorg2022",
    "jorg2022_t_cells",
    "lemaire2004_estrogen",
    "nelson2026",
    "osteoporosis_prevalence",
    "surgical_fits",
]
