"""T cells in models that have none: two declared changes, each of them a teaching assumption anchored in data."""

from __future__ import annotations

from typing import Any

from osteolib.estrogen.natural import jorg2022
from osteolib.estrogen.turnover import down
from osteolib.model import Parameter, changed
from osteolib.remodeling import lemaire2004


def _assumption(
    name: str, symbol: str, value: float, low: float, high: float, description: str, source: str
) -> Parameter:
    return Parameter(name, value, "1", low, high, description, source, "assumption", symbol, (0.0, 10.0))


def _more_rankl(K_L: Any, p: Any) -> Any:
    return K_L * (1 + (p.m - 1) * (1 - p.E))


lemaire2004_estrogen = changed(
    lemaire2004,
    "lemaire2004_estrogen",
    "RANKL on each cell rises as estrogen falls",
    "lemaire2004",
    changes={"K_L": _more_rankl},
    parameters=[
        _assumption("E", "E", 1.0, 0.0, 1.0, "estrogen, relative to before menopause", "eghbalifatourechi2003"),
        _assumption(
            "m", "m", 2.5, 1.0, 3.0, "RANKL per cell without estrogen, relative to before", "eghbalifatourechi2003"
        ),
    ],
)


def _shared_release(release: Any, p: Any) -> Any:
    held_back = down(1, p.e_pC)
    return held_back + (release - held_back) * (1 - p.phi + p.phi * p.tau)


jorg2022_t_cells = changed(
    jorg2022,
    "jorg2022_t_cells",
    "a share of what estrogen loss sets free comes from T cells",
    "jorg2022",
    changes={"release": _shared_release},
    parameters=[
        _assumption(
            "phi",
            r"\phi",
            0.5,
            0.0,
            1.0,
            "share of T cells in what estrogen loss sets free",
            "charatcharoenwitthaya2007",
        ),
        _assumption(
            "tau", r"\tau", 1.0, 0.0, 2.0, "activity of T cells (0 blocked, 1 natural)", "charatcharoenwitthaya2007"
        ),
    ],
)
