"""Bone turnover as both models of menopause see it: cells, sclerostin, bone density, and the markers made of them."""

from __future__ import annotations

from math import inf
from typing import Any

from osteolib.model import Parameter, Quantity, State, hill, positive_part

# How far a published value may move in the tests and under a slider, as a fraction of it. Bone density in these models
# answers to nothing but formation and resorption, each some six percent a year: a difference of one percent between
# them, kept for eighty years, is half of the bone. Together at all their corners the values cannot move further.
_REACH = 0.004


def published(
    name: str, symbol: str, value: float, unit: str, description: str, source: str, low=None, high=None
) -> Parameter:
    """A published value; its teaching range is an assumption of the course.

    Examples
    --------
    >>> published("kap", r"\\kappa_s", 0.05, "1/d", "removal of sclerostin", "jorg2022").status
    'published'
    """
    low = value * (1 - _REACH) if low is None else low
    high = value * (1 + _REACH) if high is None else high
    return Parameter(name, value, unit, low, high, description, source, "published", symbol, (min(low, 1e-12), inf))


# The models count rates per day and the course shows years; the sources take 365 days for a year.
YEAR = Parameter("year", 365.0, "d/y", 365.0, 365.0, "days in a year", "jorg2022", "published", "365", (1.0, 400.0))

STATES = [
    State("preosteoblasts", "d", 215.939, "pre-osteoblasts", "B^*", "osteoblast"),
    State("osteoblasts", "d", 107.499, "osteoblasts", "B", "osteoblast"),
    State("osteocytes", "d", 612.4458, "osteocytes", "Y", "other"),
    State("preosteoclasts", "d", 1723.99, "pre-osteoclasts", "C^*", "osteoclast"),
    State("osteoclasts", "d", 41.9865, "osteoclasts", "C", "osteoclast"),
    State("sclerostin", "d2", 11092.86, "sclerostin", "s", "other"),
]

DENSITY = State("bone_density", "1", 1.0, "bone density", r"\rho", "bone", accumulates=True)


def parameters(source: str, e_pC: float, e_s: float) -> list[Parameter]:
    """Rates and thresholds of turnover; two of them were fitted anew for surgical menopause.

    Examples
    --------
    >>> len(parameters("jorg2022", 0.937654795, 9.595406602))
    17
    """

    def core(name: str, symbol: str, value: float, unit: str, description: str, low=None, high=None) -> Parameter:
        return published(name, symbol, value, unit, description, "jorg2022", low, high)

    refit = "half of the osteoclast precursors are held back at this estrogen"
    return [
        core("om_pB", r"\omega_{B^*}", 0.319241069, "1/d", "maturation of pre-osteoblasts, without sclerostin"),
        core("s_pB", "s_{B^*}", 163.2824648, "d2", "sclerostin that halves the maturation of pre-osteoblasts"),
        core("etaB", r"\eta_B", 0.00867806, "1/d", "death of osteoblasts"),
        core("omB", r"\omega_B", 0.000624353, "1/d", "embedding of osteoblasts as osteocytes"),
        core("etaY", r"\eta_Y", 0.000109589, "1/d", "death of osteocytes"),
        published("e_pC", "e_{C^*}", e_pC, "1", refit, source, 0.25, 1.0),
        core("s_pC", "s_{C^*}", 8603687.044, "d2", "sclerostin of half effect on osteoclast precursors"),
        core("om_pC", r"\omega_{C^*}", 0.930890444, "1/d", "maturation of osteoclast precursors"),
        core("etaC", r"\eta_C", 0.023815993, "1/d", "death of osteoclasts"),
        published("e_s", "e_s", e_s, "1", "estrogen that halves the production of sclerostin", source),
        core("kap", r"\kappa_s", 0.05, "1/d", "removal of sclerostin"),
        core("lamB", r"\lambda_B", 1.29e-6, "1/d2", "bone formed by an osteoblast, without sclerostin"),
        core("lamC", r"\lambda_C", 3.82e-6, "1/d2", "bone resorbed by an osteoclast"),
        core("s_Om", r"s_\Omega", 3039.645954, "d2", "sclerostin that halves bone formation"),
        core("r_Om", r"r_\Omega", 1024.4198, "d", "osteoclasts at half of their effect on formation"),
        core("nuOm", r"\nu_\Omega", 107.5332737, "1", "most that resorption adds to formation"),
        published("E_held", "E_h", 0.0, "1", "estrogen held by hormone therapy", source, 0, 1),
    ]


def rest(p: Any) -> dict[str, Any]:
    """Cells and sclerostin while estrogen is 1, in closed form, without a feedback of osteoclasts on themselves."""
    osteoblasts = 1 / (p.etaB + p.omB)
    osteocytes = p.omB * osteoblasts / p.etaY
    sclerostin = down(1, p.e_s) * osteocytes / p.kap
    return {
        "preosteoblasts": (1 + sclerostin / p.s_pB) / p.om_pB,
        "osteoblasts": osteoblasts,
        "osteocytes": osteocytes,
        "preosteoclasts": 1 / (p.om_pC * down(1, p.e_pC) * hill(sclerostin, p.s_pC)),
        "osteoclasts": 1 / p.etaC,
        "sclerostin": sclerostin,
    }


def down(x: Any, half: Any) -> Any:
    """Falling saturation: 1 without `x`, one half at ``x = half``.

    Examples
    --------
    >>> down(2.0, half=2.0)
    0.5
    """
    return half / (half + x)


def formation(p: Any, osteoblasts: Any, osteoclasts: Any, sclerostin: Any) -> Any:
    """Bone formed a day: by osteoblasts, held back by sclerostin, called by osteoclasts."""
    return p.lamB * osteoblasts * down(sclerostin, p.s_Om) * (1 + p.nuOm * hill(osteoclasts, p.r_Om))


CONSTANTS = [
    Quantity("osteoblasts_at_rest", "d", "osteoblasts before menopause", r"\bar{B}", "osteoblast"),
    Quantity("osteoclasts_at_rest", "d", "osteoclasts before menopause", r"\bar{C}", "osteoclast"),
    Quantity("sclerostin_at_rest", "d2", "sclerostin before menopause", r"\bar{s}", "other"),
    Quantity("formation_at_rest", "1/d", "bone formed a day before menopause", r"\bar{f}", "osteoblast"),
    Quantity("resorption_at_rest", "1/d", "bone resorbed a day before menopause", r"\bar{r}", "osteoclast"),
]


def set_constants(p: Any, before: dict[str, Any]) -> None:
    """What the bone does before menopause, from the cells of that time."""
    p.osteoblasts_at_rest, p.osteoclasts_at_rest = before["osteoblasts"], before["osteoclasts"]
    p.sclerostin_at_rest = before["sclerostin"]
    p.formation_at_rest = formation(p, p.osteoblasts_at_rest, p.osteoclasts_at_rest, p.sclerostin_at_rest)
    p.resorption_at_rest = p.lamC * p.osteoclasts_at_rest


def density(p: Any, years: Any) -> Any:
    """Bone density after years of estrogen 1; formation and resorption balance to three digits only."""
    return 1 + p.year * (p.formation_at_rest - p.resorption_at_rest) * years


QUANTITIES = [
    Quantity("ovarian_estrogen", "× premenopause", "estrogen of the ovaries", "E_o", "drug"),
    Quantity("estrogen", "× premenopause", "estrogen", "E", "drug"),
    Quantity("release", "1", "osteoclast precursors that estrogen does not hold back", r"\delta", "osteoclast"),
    Quantity("osteoblasts_matured", "1", "osteoblasts matured a day", "F_B", "osteoblast"),
    Quantity("osteoclasts_matured", "1", "osteoclasts matured a day", "F_C", "osteoclast"),
    Quantity("formation", "1/d", "bone formed a day", "f", "osteoblast"),
    Quantity("resorption", "1/d", "bone resorbed a day", "r", "osteoclast"),
    Quantity("ctx", "× premenopause", "CTX (resorption)", r"\mathrm{CTX}", "osteoclast"),
    Quantity("p1np", "× premenopause", "P1NP (formation)", r"\mathrm{P1NP}", "osteoblast"),
]

MARKERS = [
    ("q_CTX", "q_{CTX}", 1.160526444, "exponent of CTX on resorption"),
    ("q_P1NP", "q_{P1NP}", 1.453273548, "exponent of P1NP on formation"),
    ("q_BSAP", "q_{BSAP}", 0.923890022, "exponent of BSAP on formation"),
]


def markers(*names: str) -> list[Parameter]:
    """Exponents that turn formation and resorption into markers in blood.

    Examples
    --------
    >>> [p.name for p in markers("q_CTX")]
    ['q_CTX']
    """
    return [published(n, s, v, "1", text, "jorg2022") for n, s, v, text in MARKERS if n in names]


def set_turnover(y: Any, p: Any, q: Any, called: Any) -> None:
    """Maturation, formation, resorption and markers; `q.ovarian_estrogen` is set, `called` is the rate of F_C."""
    preosteoblasts, osteoblasts, _, preosteoclasts, osteoclasts, sclerostin = y[:6]
    q.estrogen = q.ovarian_estrogen + positive_part(p.E_held - q.ovarian_estrogen)
    q.release = down(q.estrogen, p.e_pC)
    q.osteoblasts_matured = p.om_pB * down(sclerostin, p.s_pB) * preosteoblasts
    q.osteoclasts_matured = called * q.release * hill(sclerostin, p.s_pC) * preosteoclasts
    q.formation = formation(p, osteoblasts, osteoclasts, sclerostin)
    q.resorption = p.lamC * osteoclasts
    q.ctx = (q.resorption / p.resorption_at_rest) ** p.q_CTX
    q.p1np = (q.formation / p.formation_at_rest) ** p.q_P1NP
