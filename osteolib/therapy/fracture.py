"""A fracture that heals: debris calls macrophages, their signals drive stem cells, and these lay cartilage and bone."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from osteolib.model import Model, NoSteadyState, Parameter, Quantity, State, hill, positive_part

_TREJO = "trejo2019"
_CELLS, _NG, _RATE = "cells/mL", "ng/mL", "1/d"


def _parameter(
    name: str, value: float, unit: str, low: float, high: float, words: str, symbol: str, least: float = 0.0
) -> Parameter:
    return Parameter(name, value, unit, low, high, words, _TREJO, "published", symbol, (least, inf))


def _signals(t: Any, y: Any, p: Any, q: Any) -> None:
    """How far each signal moves each cell: what the paper writes as separate functions."""
    debris, m0, m1, m2, c1, c2, _, _, _, _ = y
    q.engulfing = hill(debris, p.aed)
    q.migration = p.kmax * (1 - (m0 + m1 + m2) / p.Mmax) * debris
    q.to_m1 = p.k01 * hill(c1, p.a01)
    q.to_m2 = p.k02 * hill(c2, p.a02)
    q.stem_growth = p.kps * (p.aps**2 + p.aps1 * c1) / (p.aps**2 + c1**2)
    q.differentiation = p.ds * p.asb1 / (p.asb1 + c1)
    q.osteoblast_growth = p.kpb * p.apb / (p.apb + c1)


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    debris, m0, m1, m2, c1, c2, stem, blasts, cartilage, bone = y
    return (
        -q.engulfing * (p.ke1 * m1 + p.ke2 * m2),
        q.migration - (q.to_m1 + q.to_m2 + p.d0) * m0,
        q.to_m1 * m0 + p.k21 * m2 - (p.k12 + p.d1) * m1,
        q.to_m2 * m0 + p.k12 * m1 - (p.k21 + p.d2) * m2,
        p.a12 / (p.a12 + c2) * (p.k0 * debris + p.k1 * m1) - p.dc1 * c1,
        p.a22 / (p.a22 + c2) * (p.k2 * m2 + p.k3 * stem) - p.dc2 * c2,
        q.stem_growth * stem * (1 - stem / p.kls) - q.differentiation * stem,
        q.osteoblast_growth * blasts * (1 - blasts / p.klb) + q.differentiation * stem - p.db * blasts,
        (p.pcs - p.qcd1 * cartilage) * stem - p.qcd2 * cartilage * blasts,
        (p.pbs - p.qbd * bone) * blasts,
    )


def _healed(p: Any) -> dict[str, Any]:
    """The end without debris, where nothing inflames any more."""
    stem = p.kls * positive_part(1 - p.ds / p.kps)
    net = p.kpb - p.db
    blasts = p.klb / (2 * p.kpb) * (net + np.sqrt(net**2 + 4 * p.kpb * p.ds * stem / p.klb))
    c2 = (np.sqrt(p.a22**2 + 4 * p.a22 * p.k3 * stem / p.dc2) - p.a22) / 2
    if np.any(blasts <= 0):
        raise NoSteadyState(
            "trejo2019: stem cells and osteoblasts are lost faster than they grow, so the callus stops wherever it is. "
            "Take db below kpb, or ds below kps, or simulate until nothing changes."
        )
    none = 0 * stem
    cartilage = p.pcs * stem / (p.qcd1 * stem + p.qcd2 * blasts)
    return {
        "debris": none, "m0": none, "m1": none, "m2": none, "c1": none, "c2": c2,
        "stem_cells": stem, "osteoblasts": blasts, "cartilage": cartilage, "bone": p.pbs / p.qbd + none,
    }  # fmt: skip


# The values are those of L. Lafuente-Gracia's public re-implementation. Where the paper gives a range (sides of the
# sliders) they lie within it, save k02, which lies 1 % below. The range of k12 is wider than the paper's, 0.075 to
# 0.083 per day, because the lesson turns macrophages faster than the paper did.
trejo2019 = Model(
    _TREJO,
    "macrophages and the healing of a fracture",
    _TREJO,
    "d",
    states=[
        State("debris", _CELLS, 5e7, "dead cells to clear", "D", "other"),
        State("m0", _CELLS, 4000.0, "macrophages that are neither", "M_0", "immune", scale=1e5),
        State("m1", _CELLS, 0.0, "M1 macrophages", "M_1", "immune", scale=1e5),
        State("m2", _CELLS, 0.0, "M2 macrophages", "M_2", "immune", scale=1e5),
        State("c1", _NG, 1.0, "inflammatory signals, such as TNF-α", "c_1", "immune"),
        State("c2", _NG, 0.0, "calming signals, such as IL-10", "c_2", "immune", scale=0.1),
        State("stem_cells", _CELLS, 1000.0, "mesenchymal stem cells", "C_s", "bone", scale=1e5),
        State("osteoblasts", _CELLS, 0.0, "osteoblasts", "C_b", "osteoblast", scale=1e5),
        State("cartilage", "g/mL", 0.0, "cartilage of the callus", "m_c", "bone", scale=0.1),
        State("bone", "g/mL", 0.0, "bone of the callus", "m_b", "bone", scale=0.1),
    ],
    parameters=[
        _parameter("ke1", 12.0, _RATE, 3.0, 48.0, "debris that an M1 cell engulfs", "k_{e1}"),
        _parameter("ke2", 24.0, _RATE, 3.0, 48.0, "debris that an M2 cell engulfs", "k_{e2}"),
        _parameter("aed", 4.71e6, _CELLS, 4e6, 5e6, "debris at half the fastest engulfing", "a_{ed}", 1.0),
        _parameter("kmax", 0.015, _RATE, 0.015, 0.1, "macrophages that debris calls", "k_{max}"),
        _parameter("Mmax", 1e6, _CELLS, 6e5, 1e6, "macrophages that find room", "M_{max}", 1.0),
        _parameter("k01", 0.611, _RATE, 0.55, 0.611, "fastest turn from M0 to M1", "k_{01}"),
        _parameter("k02", 0.0836, _RATE, 0.0836, 0.3, "fastest turn from M0 to M2", "k_{02}"),
        _parameter("a01", 0.01, _NG, 0.005, 0.02, "inflammatory signal of half turn to M1", "a_{01}", 1e-9),
        _parameter("a02", 0.005, _NG, 0.0025, 0.01, "calming signal of half turn to M2", "a_{02}", 1e-9),
        _parameter("k12", 0.075, _RATE, 0.0375, 0.3, "turn from M1 to M2", "k_{12}"),
        _parameter("k21", 0.05, _RATE, 0.005, 0.05, "turn from M2 to M1", "k_{21}"),
        _parameter("d0", 0.156, _RATE, 0.12, 0.2, "M0 that leave", "d_0"),
        _parameter("d1", 0.121, _RATE, 0.121, 0.2, "M1 that leave", "d_1"),
        _parameter("d2", 0.163, _RATE, 0.163, 0.2, "M2 that leave", "d_2"),
        _parameter("k0", 5e-7, "ng/(cells d)", 5e-7, 8.5e-6, "inflammatory signal from debris", "k_0"),
        _parameter("k1", 8.3e-6, "ng/(cells d)", 4e-6, 8.3e-6, "inflammatory signal from M1", "k_1"),
        _parameter("k2", 3.72e-6, "ng/(cells d)", 2e-6, 7e-6, "calming signal from M2", "k_2"),
        _parameter("k3", 8e-6, "ng/(cells d)", 7e-7, 8e-6, "calming signal from stem cells", "k_3"),
        _parameter("dc1", 12.79, _RATE, 12.79, 55.0, "loss of the inflammatory signal", "d_{c1}", 1e-9),
        _parameter("dc2", 4.632, _RATE, 2.5, 4.632, "loss of the calming signal", "d_{c2}", 1e-9),
        _parameter("a12", 0.025, _NG, 0.0125, 0.05, "calming signal that halves the inflammatory", "a_{12}", 1e-9),
        _parameter("a22", 0.1, _NG, 0.05, 0.2, "calming signal that halves itself", "a_{22}", 1e-9),
        _parameter("aps", 3.162, _NG, 2.0, 5.0, "signal at which stem cells stop to gain", "a_{ps}", 1e-9),
        _parameter("aps1", 20.0, _NG, 10.0, 30.0, "help of the inflammatory signal to stem cells", "a_{ps1}"),
        _parameter("asb1", 0.1, _NG, 0.05, 0.2, "signal that halves differentiation", "a_{sb1}", 1e-9),
        _parameter("apb", 10.0, _NG, 5.0, 20.0, "signal that halves osteoblast growth", "a_{pb}", 1e-9),
        _parameter("kps", 0.5, _RATE, 0.4, 0.6, "growth of stem cells", "k_{ps}", 1e-9),
        _parameter("ds", 1.0, _RATE, 0.1, 1.0, "stem cells that become osteoblasts", "d_s"),
        _parameter("kpb", 0.2202, _RATE, 0.2, 0.24, "growth of osteoblasts", "k_{pb}", 1e-9),
        _parameter("db", 0.15, _RATE, 0.1, 0.3, "osteoblasts that are lost", "d_b"),
        _parameter("kls", 1e6, _CELLS, 5e5, 1e6, "stem cells that find room", "k_{ls}", 1.0),
        _parameter("klb", 1e6, _CELLS, 5e5, 1e6, "osteoblasts that find room", "k_{lb}", 1.0),
        _parameter("pcs", 3e-6, "g/(cells d)", 2e-6, 4e-6, "cartilage made by a stem cell", "p_{cs}"),
        _parameter("qcd1", 3e-6, "mL/(cells d)", 2e-6, 4e-6, "cartilage removed by a stem cell", "q_{cd1}", 1e-15),
        _parameter("qcd2", 2e-7, "mL/(cells d)", 1e-7, 4e-7, "cartilage removed by an osteoblast", "q_{cd2}", 1e-15),
        _parameter("pbs", 5e-8, "g/(cells d)", 4e-8, 6e-8, "bone made by an osteoblast", "p_{bs}"),
        _parameter("qbd", 5e-8, "mL/(cells d)", 4e-8, 6e-8, "bone removed by an osteoblast", "q_{bd}", 1e-15),
    ],
    quantities=[
        Quantity("engulfing", "1", "appetite of a macrophage", "R_D", "immune"),
        Quantity("migration", "cells/(mL d)", "macrophages that arrive", "R_M", "immune"),
        Quantity("to_m1", _RATE, "turn from M0 to M1", "G_1", "immune"),
        Quantity("to_m2", _RATE, "turn from M0 to M2", "G_2", "immune"),
        Quantity("stem_growth", _RATE, "growth of stem cells", "A_s", "bone"),
        Quantity("differentiation", _RATE, "stem cells that become osteoblasts", "F_1", "osteoblast"),
        Quantity("osteoblast_growth", _RATE, "growth of osteoblasts", "A_b", "osteoblast"),
    ],
    derive_quantities=_signals,
    rhs=_rates,
    rest=_healed,
)  # fmt: skip
