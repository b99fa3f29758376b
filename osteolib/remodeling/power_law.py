"""One remodeling cycle: osteoclasts and osteoblasts coupled by power laws."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.model import Model, Parameter, Quantity, State, positive_part

_SOURCE = "komarova2003"


def _parameter(name: str, symbol: str, value: float, unit: str, low: float, high: float, description: str) -> Parameter:
    """A published value; its teaching range is an assumption of the course.

    The ranges are as wide as they can be together: at each of their corners bone mass stays above zero for 300 days.
    """
    # The steady state divides by production and removal and takes their powers, so these must stay above zero.
    domain = {"1": (-3.0, 3.0), "%/(cell d)": (0.0, inf)}.get(unit, (1e-9, inf))
    return Parameter(name, value, unit, low, high, description, _SOURCE, "published", symbol, domain)


def _constants(p: Any) -> None:
    """Steady numbers of cells; the printed x2 formula has a misprint, corrected as in the curated model file."""
    loss1, loss2 = p.beta1 / p.alpha1, p.beta2 / p.alpha2
    p.gamma = p.g12 * p.g21 - (1 - p.g11) * (1 - p.g22)
    p.osteoclasts_at_rest = loss1 ** ((1 - p.g22) / p.gamma) * loss2 ** (p.g21 / p.gamma)
    p.osteoblasts_at_rest = loss1 ** (p.g12 / p.gamma) * loss2 ** ((1 - p.g11) / p.gamma)


def _rates(t: Any, y: Any, p: Any) -> tuple:
    osteoclasts, osteoblasts, _ = y
    return (
        p.alpha1 * osteoclasts**p.g11 * osteoblasts**p.g21 - p.beta1 * osteoclasts,
        p.alpha2 * osteoclasts**p.g12 * osteoblasts**p.g22 - p.beta2 * osteoblasts,
        p.k2 * positive_part(osteoblasts - p.osteoblasts_at_rest)
        - p.k1 * positive_part(osteoclasts - p.osteoclasts_at_rest),
    )


# The disturbance that opens a cycle: a handful of osteoclasts above the steady state, as in the paper's Fig. 2.
_STIMULUS = 10.0

komarova2003 = Model(
    "komarova2003",
    "osteoclasts, osteoblasts and bone mass in one remodeling cycle",
    _SOURCE,
    "d",
    states=[
        State("osteoclasts", "cells", 11.0, "osteoclasts", "x_1", "osteoclast", positive=True),
        State("osteoblasts", "cells", 212.0, "osteoblasts", "x_2", "osteoblast", positive=True),
        State("bone_mass", "% of start", 100.0, "bone mass", "z", "bone", accumulates=True),
    ],
    parameters=[
        _parameter("alpha1", r"\alpha_1", 3.0, "cells/d", 2.7, 3.3, "production of osteoclasts"),
        _parameter("alpha2", r"\alpha_2", 4.0, "cells/d", 3.6, 4.4, "production of osteoblasts"),
        _parameter("beta1", r"\beta_1", 0.2, "1/d", 0.1, 0.4, "removal of osteoclasts"),
        _parameter("beta2", r"\beta_2", 0.02, "1/d", 0.01, 0.04, "removal of osteoblasts"),
        _parameter("g11", "g_{11}", 0.5, "1", 0.0, 1.12, "effect of osteoclasts on their own production"),
        _parameter("g12", "g_{12}", 1.0, "1", 0.97, 1.03, "effect of osteoclasts on the production of osteoblasts"),
        _parameter(
            "g21", "g_{21}", -0.5, "1", -0.515, -0.485, "effect of osteoblasts on the production of osteoclasts"
        ),
        _parameter("g22", "g_{22}", 0.0, "1", -0.01, 0.01, "effect of osteoblasts on their own production"),
        _parameter(
            "k1", "k_1", 0.24, "%/(cell d)", 0.2, 0.25, "bone resorbed by an osteoclast above the steady number"
        ),
        _parameter(
            "k2", "k_2", 0.0017, "%/(cell d)", 0.0015, 0.002, "bone formed by an osteoblast above the steady number"
        ),
    ],
    constants=[
        Quantity("gamma", "1", "determinant of the exponents", r"\gamma"),
        Quantity("osteoclasts_at_rest", "cells", "osteoclasts at rest", r"\bar{x}_1", "osteoclast"),
        Quantity("osteoblasts_at_rest", "cells", "osteoblasts at rest", r"\bar{x}_2", "osteoblast"),
    ],
    derive_constants=_constants,
    rhs=_rates,
    start=lambda p: {"osteoclasts": p.osteoclasts_at_rest + _STIMULUS, "osteoblasts": p.osteoblasts_at_rest},
    rest=lambda p: {"osteoclasts": p.osteoclasts_at_rest, "osteoblasts": p.osteoblasts_at_rest},
)
