"""Aging immunity, the review's section 2.3: the naive pool, the fates of helper T cells, and inflammation."""

from osteolib.aging.helper_cells import martinez_sanchez2015, mendoza2006
from osteolib.aging.inflammation import Trend, il6_spread, inflammaging, polsenior, trend
from osteolib.aging.second_hit import jorg2022_inflammaging
from osteolib.aging.thymus import naive_pool, ribeiro2008

__all__ = [
    "Trend",
    "il6_spread",
    "inflammaging",
    "jorg2022_inflammaging",
    "martinez_sanchez2015",
    "mendoza2006",
    "naive_pool",
    "polsenior",
    "ribeiro2008",
    "trend",
]
