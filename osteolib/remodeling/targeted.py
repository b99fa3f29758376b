"""Targeted remodeling: osteocytes call the cells that replace a piece of damaged bone."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.model import Model, Parameter, Quantity, State, positive_part

_SOURCE = "graham2013"


def _parameter(name: str, symbol: str, value: float, unit: str, description: str) -> Parameter:
    """A published value; its teaching range is an assumption of the course.

    A tenth to each side of a rate and a hundredth of an exponent: wider, and some corners would resorb all the bone.
    """
    exponent = unit == "1"
    reach = 0.01 if exponent else 0.1
    low, high = sorted((value * (1 - reach), value * (1 + reach)))
    domain = (-5.0, 5.0) if exponent else (1e-9, inf)
    return Parameter(name, value, unit, low, high, description, _SOURCE, "published", symbol, domain)


def _signal(t: Any, y: Any, p: Any, q: Any) -> None:
    # Rounding may lift the osteocytes a hair above K_S, where a power of the signal would not be a number.
    q.osteocyte_signal = positive_part(1 - y[0] / p.K_S)


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    osteocytes, preosteoblasts, osteoblasts, osteoclasts, _ = y
    embedding = p.alpha_1 * osteoblasts**p.g_31 * q.osteocyte_signal
    maturation = p.beta_1 * preosteoblasts**p.f_12 * osteoclasts**p.f_14
    recruited = p.alpha_2 * osteocytes**p.g_21 * q.osteocyte_signal**p.g_22
    divided = p.alpha_3 * preosteoblasts**p.g_32 * q.osteocyte_signal
    called = osteocytes**p.g_41 * preosteoblasts**p.g_42 * (p.epsilon + osteoblasts) ** p.g_43
    return (
        embedding,
        recruited + divided - maturation - p.delta * preosteoblasts,
        maturation - p.beta_2 * osteoblasts**p.f_23 - embedding,
        p.alpha_4 * called * q.osteocyte_signal**p.g_44 - p.beta_3 * osteoclasts**p.f_34,
        p.k2 * osteoblasts - p.k1 * osteoclasts,
    )


graham2013 = Model(
    "graham2013",
    "osteocytes, pre-osteoblasts, osteoblasts and osteoclasts in targeted remodeling",
    _SOURCE,
    "d",
    states=[
        State("osteocytes", "cells", 180.0, "osteocytes", "S", "other"),
        State("preosteoblasts", "cells", 0.0, "pre-osteoblasts", "P", "osteoblast"),
        State("osteoblasts", "cells", 0.0, "osteoblasts", "B", "osteoblast"),
        State("osteoclasts", "cells", 0.0, "osteoclasts", "C", "osteoclast"),
        State("bone_volume", "% of start", 100.0, "bone volume", "z", "bone", accumulates=True),
    ],
    parameters=[
        _parameter("alpha_1", r"\alpha_1", 0.5, "1/d", "embedding of osteoblasts as osteocytes"),
        _parameter("alpha_2", r"\alpha_2", 0.1, "1/(cell d)", "recruitment of pre-osteoblasts by osteocytes"),
        _parameter("alpha_3", r"\alpha_3", 0.1, "1/d", "division of pre-osteoblasts"),
        _parameter("alpha_4", r"\alpha_4", 0.1, "1/d", "recruitment of osteoclasts through RANKL"),
        _parameter("beta_1", r"\beta_1", 0.1, "1/(cell d)", "maturation of pre-osteoblasts, driven by osteoclasts"),
        _parameter("beta_2", r"\beta_2", 0.1, "1/d", "death of osteoblasts"),
        _parameter("beta_3", r"\beta_3", 0.1, "1/d", "death of osteoclasts"),
        _parameter("delta", r"\delta", 0.1, "1/d", "death of pre-osteoblasts"),
        _parameter("K_S", "K_S", 200.0, "cells", "osteocytes at which they stop signaling"),
        _parameter("rho", r"\rho", 20.0, "cells", "osteocytes lost to damage at the start"),
        _parameter("g_21", "g_{21}", 2.0, "1", "effect of osteocytes on pre-osteoblasts"),
        _parameter("g_22", "g_{22}", 1.0, "1", "effect of the osteocyte signal on pre-osteoblasts"),
        _parameter("g_31", "g_{31}", 1.0, "1", "effect of osteoblasts on embedding"),
        _parameter("g_32", "g_{32}", 1.0, "1", "effect of pre-osteoblasts on their division"),
        _parameter("g_41", "g_{41}", 1.0, "1", "effect of osteocytes on osteoclasts, through RANKL"),
        _parameter("g_42", "g_{42}", 1.0, "1", "effect of pre-osteoblasts on osteoclasts, through RANKL"),
        _parameter("g_43", "g_{43}", -1.0, "1", "effect of osteoblasts on osteoclasts, through OPG"),
        _parameter("g_44", "g_{44}", 1.0, "1", "effect of the osteocyte signal on osteoclasts"),
        _parameter("f_12", "f_{12}", 1.0, "1", "effect of pre-osteoblasts on maturation"),
        _parameter("f_14", "f_{14}", 1.0, "1", "effect of osteoclasts on maturation"),
        _parameter("f_23", "f_{23}", 1.0, "1", "effect of osteoblasts on their death"),
        _parameter("f_34", "f_{34}", 1.0, "1", "effect of osteoclasts on their death"),
        _parameter("epsilon", r"\epsilon", 1.0, "cells", "osteoblasts at which OPG begins to act"),
        _parameter("k1", "k_1", 0.7, "%/(cell d)", "bone resorbed by an osteoclast"),
        _parameter("k2", "k_2", 0.015445, "%/(cell d)", "bone formed by an osteoblast"),
    ],
    quantities=[Quantity("osteocyte_signal", "1", "signal of the missing osteocytes", r"\sigma", "other")],
    derive_quantities=_signal,
    rhs=_rates,
    start=lambda p: {"osteocytes": p.K_S - p.rho},
    rest=lambda p: {"osteocytes": p.K_S, "preosteoblasts": 0.0, "osteoblasts": 0.0, "osteoclasts": 0.0},
)
