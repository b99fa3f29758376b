"""What a whole cell releases: the route of its endosomes with a steady supply, and a brake on its lysosomes."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.exosomes.numbers import default
from osteolib.exosomes.route import RATES
from osteolib.model import Model, Parameter, Quantity, State

_REVIEW = "hessvik2018knowledge"


def _constants(p: Any) -> None:
    p.released_share = 100 * p.k_f / (p.k_f + p.a * p.k_d)


def _quantities(t: Any, y: Any, p: Any, q: Any) -> None:
    q.secretion = p.n * p.k_f * y[2]


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    early, late, bodies, _ = y
    return (
        p.J - p.k_1 * early,
        p.k_1 * early - p.k_2 * late,
        p.k_2 * late - (p.k_f + p.a * p.k_d) * bodies,
        q.secretion,
    )


def _at_rest(p: Any) -> dict[str, Any]:
    return {
        "early_endosomes": p.J / p.k_1,
        "late_endosomes": p.J / p.k_2,
        "multivesicular_bodies": p.J / (p.k_f + p.a * p.k_d),
    }


secretion_by_cell = Model(
    "secretion_by_cell",
    "vesicles that a cell releases when its endosomes are supplied steadily (teaching model)",
    _REVIEW,
    "h",
    states=[
        State("early_endosomes", "1/cell", 2.5, "early endosomes", "E", "other"),
        State("late_endosomes", "1/cell", 5.0, "late endosomes", "L", "other"),
        State("multivesicular_bodies", "1/cell", 19.0, "multivesicular bodies", "M", "bone"),
        State("released", "vesicles/cell", 0.0, "vesicles released", "R", "vesicle", accumulates=True, scale=100.0),
    ],
    parameters=[
        *RATES,
        Parameter("J", 10.0, "1/(cell h)", 2.0, 30.0, "new endosomes on this route", _REVIEW, "illustrative", "J",
                  (0.0, inf)),
        Parameter("n", 50.0, "1", 5.0, 100.0, "vesicles in a multivesicular body", _REVIEW, "illustrative", "n",
                  (0.0, inf)),
        Parameter("a", 1.0, "1", 0.0, 1.0, "activity of the lysosomes (1 normal, 0 blocked)", "shelke2023",
                  "illustrative", "a", (0.0, inf)),
    ],
    constants=[Quantity("released_share", "%", "share of multivesicular bodies released", "P", "vesicle")],
    derive_constants=_constants,
    quantities=[Quantity("secretion", "1/(cell h)", "vesicles released", "s", "vesicle")],
    derive_quantities=_quantities,
    rhs=_rates,
    start=_at_rest,
    rest=_at_rest,
)  # fmt: skip


def fusions_needed(vesicles: float, secretion: float = 62.5) -> float:
    """Fusions of multivesicular bodies with the plasma membrane, per hour, that explain a measured secretion.

    Parameters
    ----------
    vesicles : float
        Vesicles in a multivesicular body.
    secretion : float
        Vesicles released per cell and hour.

    Examples
    --------
    >>> [round(fusions_needed(n), 3) for n in (10, 30, 100)]
    [6.25, 2.083, 0.625]
    """
    return secretion / vesicles


def vesicles_released(cells: float, hours: float, secretion: float | None = None) -> float:
    """Vesicles that a culture releases, if each cell keeps its rate and none is taken up again.

    Examples
    --------
    >>> print(f"{vesicles_released(1e6, 48, 62.5):.1e}")
    3.0e+09
    """
    return cells * hours * (default("secretion") if secretion is None else secretion)
