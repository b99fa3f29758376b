"""Where naive T cells come from: the thymus, and the division of those that are there already."""

from __future__ import annotations

from math import inf
from math import log as natural_log
from typing import Any

from osteolib.model import Model, Parameter, Quantity, State

_RIBEIRO = "ribeiro2008"


def _trec(t: Any, y: Any, p: Any, q: Any) -> None:
    trec, naive_cells = y
    q.trec_content = trec / naive_cells
    q.thymic_share = 100 * p.sigma / (p.sigma + p.p * naive_cells)


def _trec_rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    trec, naive_cells = y
    return (
        p.alpha * p.sigma - p.d * trec,
        p.sigma + p.p * naive_cells - p.d * naive_cells,
    )


# Division must stay slower than death, or the pool has no steady state: the domains of p and d do not overlap.
ribeiro2008 = Model(
    _RIBEIRO,
    "naive T cells and the excision circles (TREC) that the thymus puts into them",
    _RIBEIRO,
    "d",
    states=[
        State("trec", "TREC/µL", 0.0, "TREC", "N_+", "immune", scale=1.0),
        State("naive_cells", "cells/µL", 10.0, "naive T cells", "N", "immune", positive=True, scale=100.0),
    ],
    parameters=[
        Parameter(
            "alpha", 0.125, "TREC/cell", 0.05, 0.25, "TREC in a cell that leaves the thymus", _RIBEIRO, "published",
            r"\alpha", (0.0, inf),
        ),
        Parameter(
            "sigma", 0.032, "cells/(µL d)", 0.0, 0.2, "output of the thymus", _RIBEIRO, "published",
            r"\sigma", (0.0, inf),
        ),
        Parameter(
            "p", 0.00092, "1/d", 0.0001, 0.00099, "division of naive cells", _RIBEIRO, "published",
            "p", (0.0, 0.001),
        ),
        Parameter(
            "d", 0.001, "1/d", 0.001, 0.002, "loss of naive cells", _RIBEIRO, "published",
            "d", (0.001, inf),
        ),
        Parameter(
            "N0", 10.0, "cells/µL", 5.0, 400.0, "naive cells at the start of treatment", _RIBEIRO, "published",
            "N_0", (1e-9, inf),
        ),
    ],
    quantities=[
        Quantity("trec_content", "TREC/cell", "TREC per naive cell", "C", "immune"),
        Quantity("thymic_share", "%", "share of new cells from the thymus", r"\varphi", "immune"),
    ],
    derive_quantities=_trec,
    rhs=_trec_rates,
    start=lambda p: {"naive_cells": p.N0},
    rest=lambda p: {"trec": p.alpha * p.sigma / p.d, "naive_cells": p.sigma / (p.d - p.p)},
)  # fmt: skip


def _pool_constants(p: Any) -> None:
    """At age 25 the pool is in balance: what is lost comes from the thymus (a share f) and from division."""
    p.delta = natural_log(2) / p.half_life
    p.division = (1 - p.f) * p.delta


def _pool_quantities(t: Any, y: Any, p: Any, q: Any) -> None:
    thymus, naive_cells, trec = y
    q.thymic_output = p.boost_thymus * thymus
    q.divided = p.boost_division * p.division * naive_cells
    q.thymic_share = 100 * q.thymic_output / (q.thymic_output + q.divided)
    q.trec_per_cell = 100 * trec / naive_cells


def _pool_rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    thymus, naive_cells, trec = y
    return (
        -natural_log(2) / p.tau * thymus,
        q.thymic_output + q.divided - p.delta * naive_cells,
        q.thymic_output / p.f - p.delta * trec,
    )


naive_pool = Model(
    "naive_pool",
    "the naive T-cell pool from age 25 on (teaching model)",
    "denbraber2012",
    "y",
    states=[
        State("thymus", "billion cells/y", 2.5, "capacity of the thymus", r"\theta", "immune", positive=True),
        State("naive_cells", "billion cells", 100.0, "naive T cells", "N", "immune", positive=True),
        State("trec", "billion marks", 100.0, "TREC, as cells of age 25 would carry it", "T", "immune", positive=True),
    ],
    parameters=[
        Parameter(
            "f", 0.15, "1", 0.1, 0.2, "share of new cells from the thymus at 25", "denbraber2012", "measured",
            "f", (0.001, 1.0),
        ),
        Parameter(
            "half_life", 4.2, "y", 2.0, 8.0, "half-life of naive CD4 cells", "vrisekoop2008", "measured",
            "h", (0.01, inf),
        ),
        Parameter(
            "tau", 15.7, "y", 8.0, 30.0, "half-life of the thymus's output", "zhang2021", "assumption",
            r"\tau", (0.1, inf),
        ),
        Parameter(
            "N25", 100.0, "billion cells", 50.0, 200.0, "naive T cells at 25", "denbraber2012", "assumption",
            "N_{25}", (1e-9, inf),
        ),
        Parameter(
            "boost_thymus", 1.0, "1", 0.5, 5.0, "what-if: factor on the output of the thymus",
            "montecinorodriguez2013causes", "illustrative", r"b_\theta", (0.0, inf),
        ),
        Parameter(
            "boost_division", 1.0, "1", 0.9, 1.15, "what-if: factor on division",
            "montecinorodriguez2013causes", "illustrative", "b_p", (0.0, 3.0),
        ),
    ],
    constants=[
        Quantity("delta", "1/y", "loss of naive cells", r"\delta", "immune"),
        Quantity("division", "1/y", "division of naive cells", "p", "immune"),
    ],
    derive_constants=_pool_constants,
    quantities=[
        Quantity("thymic_output", "billion cells/y", "output of the thymus", r"\theta_{out}", "immune"),
        Quantity("divided", "billion cells/y", "cells made by division", "P", "immune"),
        Quantity("thymic_share", "%", "share of new cells from the thymus", r"\varphi", "immune"),
        Quantity("trec_per_cell", "% of age 25", "TREC per naive cell", "C", "immune"),
    ],
    derive_quantities=_pool_quantities,
    rhs=_pool_rates,
    start=lambda p: {"thymus": p.f * p.delta * p.N25, "naive_cells": p.N25, "trec": p.N25},
)  # fmt: skip
