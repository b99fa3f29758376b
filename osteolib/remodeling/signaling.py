"""Signals that set the balance: RANK, RANKL, OPG, PTH and TGF-beta between three cell populations."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.model import Model, Parameter, Quantity, State

_SOURCE = "lemaire2004"


def _constant(name: str, symbol: str, value: float, unit: str, description: str, low=0.8, high=1.25) -> Parameter:
    """A published value; its teaching range, as multiples of it, is an assumption of the course."""
    return Parameter(
        name, value, unit, low * value, high * value, description, _SOURCE, "published", symbol, (1e-12 * value, inf)
    )


def _input(name: str, symbol: str, high: float, description: str, domain: tuple[float, float]) -> Parameter:
    return Parameter(name, 0.0, "pM/d", 0.0, high, description, _SOURCE, "published", symbol, domain)


def _signals(t: Any, y: Any, p: Any, q: Any) -> None:
    """Receptor occupancies at binding equilibrium, which is fast beside the life of a cell."""
    responding_osteoblasts, active_osteoblasts, active_osteoclasts = y
    q.tgfb_occupancy = (active_osteoclasts + p.f0 * p.C_s) / (active_osteoclasts + p.C_s)
    q.pth_occupancy = (p.S_P + p.I_P) / (p.k_P * p.k6 / p.k5 + p.I_P)
    q.opg = (p.K_O * responding_osteoblasts / q.pth_occupancy + p.I_O) / p.k_O
    free = 1 + p.k3 * p.K / p.k4 + p.k1 / p.k2 * q.opg
    # Single numbers first: in a sweep the swept parameters are arrays, and each product with one costs.
    bound = p.k3 / p.k4 * (1 + p.I_L / p.r_L) * q.pth_occupancy
    q.rankl_occupancy = bound * p.K_L * active_osteoblasts / free


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    responding_osteoblasts, active_osteoblasts, active_osteoclasts = y
    activation = p.f0 * p.d_B / q.tgfb_occupancy * responding_osteoblasts
    return (
        p.D_R * q.tgfb_occupancy - activation + p.I_R,
        activation - p.k_B * active_osteoblasts + p.I_B,
        p.D_C * q.rankl_occupancy - p.D_A * q.tgfb_occupancy * active_osteoclasts + p.I_C,
    )


lemaire2004 = Model(
    "lemaire2004",
    "RANK, RANKL, OPG, PTH and TGF-beta between osteoblasts and osteoclasts",
    _SOURCE,
    "d",
    states=[
        State("responding_osteoblasts", "pM", 7.734e-4, "responding osteoblasts", "R", "osteoblast", positive=True),
        State("active_osteoblasts", "pM", 7.282e-4, "active osteoblasts", "B", "osteoblast", positive=True),
        State("active_osteoclasts", "pM", 9.127e-4, "active osteoclasts", "C", "osteoclast", positive=True),
    ],
    parameters=[
        _constant("D_R", "D_R", 7e-4, "pM/d", "formation of responding osteoblasts", 0.5, 1.2),
        _constant("d_B", "d_B", 0.7, "1/d", "activation of responding osteoblasts"),
        _constant("f0", "f_0", 0.05, "1", "occupancy of the TGF-beta receptor without osteoclasts"),
        _constant("k_B", "k_B", 0.189, "1/d", "removal of active osteoblasts"),
        _constant("D_C", "D_C", 2.1e-3, "pM/d", "formation of osteoclasts"),
        _constant("D_A", "D_A", 0.7, "1/d", "death of osteoclasts caused by TGF-beta"),
        _constant("C_s", "C^s", 5e-3, "pM", "osteoclasts at half occupancy of the TGF-beta receptor"),
        _constant("K", "K", 10.0, "pM", "RANK"),
        _constant("k1", "k_1", 1e-2, "1/(pM d)", "binding of RANKL to OPG"),
        _constant("k2", "k_2", 10.0, "1/d", "release of RANKL from OPG"),
        _constant("k3", "k_3", 5.8e-4, "1/(pM d)", "binding of RANKL to RANK"),
        _constant("k4", "k_4", 1.7e-2, "1/d", "release of RANKL from RANK"),
        _constant("k5", "k_5", 0.02, "1/(pM d)", "binding of PTH to its receptor"),
        _constant("k6", "k_6", 3.0, "1/d", "release of PTH from its receptor"),
        _constant("K_L", "K_L^P", 3e6, "1", "RANKL carried per active osteoblast", 0.5, 4.0),
        _constant("K_O", "K_O^P", 2e5, "1/d", "OPG made per responding osteoblast", 0.25, 2.0),
        _constant("k_O", "k_O", 0.35, "1/d", "removal of OPG"),
        _constant("k_P", "k_P", 86.0, "1/d", "removal of PTH"),
        _constant("r_L", "r_L", 1e3, "pM/d", "production and removal of RANKL"),
        _constant("S_P", "S_P", 250.0, "pM/d", "production of PTH by the body"),
        _input("I_P", "I_P", 1000.0, "PTH given", (0.0, inf)),
        _input("I_O", "I_O", 2e5, "OPG given", (0.0, inf)),
        _input("I_L", "I_L", 1e4, "RANKL given", (0.0, inf)),
        _input("I_R", "I_R", 1e-4, "responding osteoblasts given (negative: taken away)", (-inf, inf)),
        _input("I_B", "I_B", 1e-4, "active osteoblasts given (negative: taken away)", (-inf, inf)),
        _input("I_C", "I_C", 1e-4, "active osteoclasts given (negative: taken away)", (-inf, inf)),
    ],
    quantities=[
        Quantity("tgfb_occupancy", "1", "occupancy of the TGF-beta receptor", r"\pi_C", "immune"),
        Quantity("pth_occupancy", "1", "occupancy of the PTH receptor", r"\pi_P", "drug"),
        Quantity("opg", "pM", "osteoprotegerin (OPG)", "O", "osteoblast"),
        Quantity("rankl_occupancy", "1", "occupancy of RANK by RANKL", r"\pi_L", "immune"),
    ],
    derive_quantities=_signals,
    rhs=_rates,
    start="steady_state",
)
