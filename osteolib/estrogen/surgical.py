"""Menopause as a choice: estrogen that fades over years, or falls within a day when the ovaries are removed."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.estrogen import turnover
from osteolib.estrogen.turnover import down, published
from osteolib.model import Model, Parameter, Quantity, exp, piecewise, positive_part

_SOURCE = "nelson2026"


def _effect(name: str, symbol: str, value: float, unit: str, high: float, description: str) -> Parameter:
    return Parameter(name, value, unit, 0.0, high, description, _SOURCE, "published", symbol, (0.0, inf))


# What surgery does beside taking estrogen away, as the paper fitted it to data of the spine.
surgical_fits: dict[str, dict[str, float]] = {
    "estrogen only": {"eta_ovx": 0.0, "tau": 0.0, "omega_ovx": 0.0},
    "up to 15 y": {"eta_ovx": 5.0, "tau": 0.009745805433, "omega_ovx": 1.86289303},
    "long": {"eta_ovx": 0.41744877, "tau": 0.0, "omega_ovx": 0.21551757},
}
_SHORT = surgical_fits["up to 15 y"]


def _constants(p: Any) -> None:
    turnover.set_constants(p, turnover.rest(p))
    p.density_at_menopause = turnover.density(p, p.history)


def _quantities(t: Any, y: Any, p: Any, q: Any) -> None:
    after = positive_part(t)
    fading = p.t_half / (p.t_half + p.year * after)
    falling = p.q + (1 - p.q) * exp(-p.year * p.kE * after)
    q.ovarian_estrogen = piecewise(p.menopause, [0.5], [fading, falling])
    q.surgery = p.menopause * piecewise(t, [0], [0, 1]) * exp(-p.year * p.tau * after)
    turnover.set_turnover(y, p, q, p.om_pC + p.omega_ovx * q.surgery)
    q.bone_mineral_density = 100 * y[6] / p.density_at_menopause


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    _, osteoblasts, osteocytes, _, osteoclasts, sclerostin, _ = y
    return (
        p.year * (1 - q.osteoblasts_matured),
        p.year * (q.osteoblasts_matured - (p.etaB + p.omB) * osteoblasts),
        p.year * (p.omB * osteoblasts - p.etaY * (1 + p.eta_ovx * q.surgery) * osteocytes),
        p.year * (1 - q.osteoclasts_matured),
        p.year * (q.osteoclasts_matured - p.etaC * osteoclasts),
        p.year * (down(q.estrogen, p.e_s) * osteocytes - p.kap * sclerostin),
        p.year * (q.formation - q.resorption),
    )


nelson2026 = Model(
    "nelson2026",
    "bone cells and bone density through natural or surgical menopause",
    _SOURCE,
    "y",
    states=[*turnover.STATES, turnover.DENSITY],
    parameters=[
        Parameter(
            "menopause",
            0,
            "1",
            0,
            1,
            "menopause, natural or surgical",
            _SOURCE,
            "published",
            "m",
            (0, 1),
            ("natural", "surgical"),
        ),
        published(
            "t_half", "T", 949.0, "d", "time in which estrogen falls to one half, natural", _SOURCE, 365.0, 1825.0
        ),
        published("kE", "k_E", 6.19958, "1/d", "loss of estrogen after surgery", _SOURCE),
        published("q", "q", 0.0967808, "1", "estrogen that remains after surgery", _SOURCE, 0.05, 1.0),
        _effect("eta_ovx", r"\eta_{ovx}", _SHORT["eta_ovx"], "1", 5.0, "added death of osteocytes after surgery"),
        _effect(
            "omega_ovx",
            r"\omega_{ovx}",
            _SHORT["omega_ovx"],
            "1/d",
            1.9,
            "added maturation of osteoclasts after surgery",
        ),
        _effect("tau", r"\tau", _SHORT["tau"], "1/d", 0.02, "fading of what surgery adds"),
        *turnover.parameters(_SOURCE, e_pC=0.25463819775760055, e_s=9.776879488474847),
        *turnover.markers("q_CTX", "q_P1NP"),
        published("history", "t_0", 30.0, "y", "years before menopause at which bone density is 1", _SOURCE),
        turnover.YEAR,
    ],
    constants=[
        *turnover.CONSTANTS,
        Quantity("density_at_menopause", "1", "bone density at menopause", r"\rho_0", "bone"),
    ],
    derive_constants=_constants,
    quantities=[
        turnover.QUANTITIES[0],
        Quantity("surgery", "1", "what surgery still adds", r"\sigma", "drug"),
        *turnover.QUANTITIES[1:],
        Quantity("bone_mineral_density", "% of menopause", "BMD", r"\mathrm{BMD}", "bone"),
    ],
    derive_quantities=_quantities,
    rhs=_rates,
    start=lambda p, t: turnover.rest(p) | {"bone_density": turnover.density(p, p.history + t)},
    rest=turnover.rest,
    turns=lambda p: (0.0,),
    time_name="time since menopause",
)
