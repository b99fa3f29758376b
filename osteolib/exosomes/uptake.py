"""Three ways in which a vesicle acts on a cell: by touch, by fusion at the surface, and through an endosome."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.model import Model, Parameter, Quantity, State

_ROUTES = "mulcahy2014"


def _rate(name: str, value: float, low: float, high: float, description: str, source: str = _ROUTES) -> Parameter:
    """Nobody has measured these one by one; together they give an uptake of about 1 % an hour."""
    symbol = rf"k_\mathrm{{{name.removeprefix('k_')}}}"
    return Parameter(name, value, "1/h", low, high, description, source, "illustrative", symbol, (0.0, inf))


def _shares(p: Any) -> None:
    p.by_fusion = 100 * p.k_fuse / (p.k_fuse + p.k_endo)
    p.by_escape = (100 - p.by_fusion) * p.k_esc / (p.k_esc + p.k_lys)


def _quantities(t: Any, y: Any, p: Any, q: Any) -> None:
    free, bound, _, by_fusion, by_escape, _, _ = y
    q.delivered = by_fusion + by_escape
    q.taken_up = 100 - free - bound


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    free, bound, endosome, *_ = y
    return (
        p.k_off * bound - p.k_on * free,
        p.k_on * free - (p.k_off + p.k_fuse + p.k_endo) * bound,
        p.k_endo * bound - (p.k_esc + p.k_lys) * endosome,
        p.k_fuse * bound,
        p.k_esc * endosome,
        p.k_lys * endosome,
        bound,
    )


uptake_routes = Model(
    "uptake_routes",
    "vesicles that meet a cell: touch, fusion, endocytosis with escape (teaching model)",
    _ROUTES,
    "h",
    states=[
        State("free", "%", 100.0, "free", "F", "vesicle"),
        State("bound", "%", 0.0, "at a receptor", "B", "immune", scale=100.0),
        State("endosome", "%", 0.0, "in an endosome", "E", "other", scale=100.0),
        State("fused", "%", 0.0, "delivered by fusion", "U", "osteoblast", accumulates=True, scale=100.0),
        State("escaped", "%", 0.0, "delivered from endosomes", "S", "osteoblast", accumulates=True, scale=100.0),
        State("degraded", "%", 0.0, "digested", "X", "osteoclast", accumulates=True, scale=100.0),
        State("touch", "% h", 0.0, "time spent at receptors", "A", "immune", accumulates=True, scale=100.0),
    ],
    parameters=[
        _rate("k_on", 0.033, 0.01, 0.1, "binding to a receptor"),
        _rate("k_off", 0.5, 0.1, 2.0, "letting go"),
        _rate("k_fuse", 0.02, 0.01, 0.2, "fusion with the plasma membrane"),
        _rate("k_endo", 0.2, 0.01, 0.5, "endocytosis"),
        _rate("k_esc", 0.15, 0.01, 0.5, "release of the cargo out of an endosome", "bonsergent2021"),
        _rate("k_lys", 0.35, 0.1, 1.0, "transport to a lysosome"),
    ],
    constants=[
        Quantity("by_fusion", "%", "share of the taken up that fuses", r"\varphi", "osteoblast"),
        Quantity("by_escape", "%", "share of the taken up that escapes", r"\epsilon", "osteoblast"),
    ],
    derive_constants=_shares,
    quantities=[
        Quantity("delivered", "%", "cargo delivered", "C", "osteoblast"),
        Quantity("taken_up", "%", "taken up", "W", "vesicle"),
    ],
    derive_quantities=_quantities,
    rhs=_rates,
    rest=lambda p: {"free": 0.0, "bound": 0.0, "endosome": 0.0},
)
