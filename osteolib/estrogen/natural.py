"""Natural menopause and what drugs do after it: estrogen falls, and bone turnover answers for decades."""

from __future__ import annotations

from math import inf, log
from typing import Any

from osteolib.estrogen import turnover
from osteolib.estrogen.turnover import down, published
from osteolib.model import Model, Parameter, Quantity, State, hill, positive_part

_SOURCE = "jorg2022"
_LN2 = log(2)


def _drug(name: str, symbol: str, value: float, unit: str, description: str) -> Parameter:
    return published(name, symbol, value, unit, description, _SOURCE, 0.8 * value, 1.2 * value)


def _given(name: str, symbol: str, high: float, unit: str, description: str) -> Parameter:
    return Parameter(name, 0.0, unit, 0.0, high, description, _SOURCE, "published", symbol, (0.0, inf))


_DRUGS = [
    _drug("E_romosozumab", r"\epsilon_R", 0.013104958, "1/mg", "strength of romosozumab"),
    _drug("T_romosozumab", "T_R", 7.0, "d", "half-life of romosozumab"),
    _drug("delta_s", r"\delta_s", 0.05, "1/d", "release of sclerostin from the antibody"),
    _drug("E_denosumab", r"\epsilon_D", 4339.63, "1/mg", "strength of denosumab"),
    _drug("T_denosumab", "T_D", 10.0, "d", "half-life of denosumab"),
    published(
        "beta_pC_rAb",
        r"\beta_{C^*}^D",
        0.873373525,
        "1",
        "most that denosumab holds back osteoclasts",
        _SOURCE,
        0.7,
        0.95,
    ),
    _drug("beta_b_rAb", r"\beta_c^D", 0.015764123, "1", "most that denosumab adds to the mineral fraction"),
    _drug("E_alendronate", r"\epsilon_A", 2.97e-5, "1/mg", "strength of alendronate"),
    _drug("T_alendronate", "T_A", 152.71, "d", "half-life of alendronate"),
    _drug("eta_C_bp", r"\eta_C^A", 1.000665052, "1/d", "most that alendronate adds to the death of osteoclasts"),
    _drug("E_teriparatide", r"\epsilon_T", 0.265529542, "1/ug", "strength of teriparatide"),
    _drug("T_teriparatide", "T_T", 0.0417, "d", "half-life of teriparatide"),
    _drug(
        "beta_pC_pth",
        r"\beta_{C^*}^T",
        4.282514877,
        "1",
        "most that teriparatide adds to the maturation of osteoclasts",
    ),
    _drug("beta_B_pth", r"\beta_B^T", 1.305332076, "1", "most that teriparatide takes from the death of osteoblasts"),
    _given("teriparatide", "D_T", 20.0, "ug/d", "teriparatide given"),
]


def _constants(p: Any) -> None:
    turnover.set_constants(p, _rest(p))
    p.density_at_menopause = turnover.density(p, p.a_e)


def _quantities(t: Any, y: Any, p: Any, q: Any) -> None:
    # Injected daily and gone within hours: bone, which needs weeks, sees the mean.
    q.teriparatide_effect = hill(p.E_teriparatide * p.T_teriparatide / _LN2 * p.teriparatide, 1)
    q.denosumab_effect = hill(p.E_denosumab * y[10], 1)
    q.ovarian_estrogen = p.tau_e / (p.tau_e + positive_part(t - p.a_e))
    drugs = (1 - p.beta_pC_rAb * q.denosumab_effect) * (1 + p.beta_pC_pth * q.teriparatide_effect)
    turnover.set_turnover(y, p, q, p.om_pC * drugs)
    q.bsap = (q.formation / p.formation_at_rest) ** p.q_BSAP
    q.bone_mineral_density = y[6] * y[7] / (p.c0 * p.density_at_menopause)


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    _, osteoblasts, osteocytes, _, osteoclasts, sclerostin, _, mineral, *drugs = y
    bound, romosozumab, denosumab, alendronate = drugs
    dying_b = p.etaB * (1 - p.beta_B_pth * q.teriparatide_effect) * osteoblasts
    feedback = 1 + p.nuC * hill(q.estrogen, p.e_C) * hill(osteoclasts, p.r_C)
    dying_c = (p.etaC * feedback + p.eta_C_bp * hill(p.E_alendronate * alendronate, 1)) * osteoclasts
    caught = p.kap * p.E_romosozumab * romosozumab * sclerostin
    freed = p.delta_s * bound
    return (
        p.year * (1 - q.osteoblasts_matured),
        p.year * (q.osteoblasts_matured - dying_b - p.omB * osteoblasts),
        p.year * (p.omB * osteoblasts - p.etaY * osteocytes),
        p.year * (1 - q.osteoclasts_matured),
        p.year * (q.osteoclasts_matured - dying_c),
        p.year * (down(q.estrogen, p.e_s) * osteocytes - p.kap * sclerostin - caught + freed),
        p.year * (q.formation - q.resorption),
        p.year * p.gam * (p.c0 + p.beta_b_rAb * q.denosumab_effect - mineral),
        p.year * (caught - freed - p.kap * bound),
        -p.year * _LN2 / p.T_romosozumab * romosozumab,
        -p.year * _LN2 / p.T_denosumab * denosumab,
        -p.year * _LN2 / p.T_alendronate * alendronate,
    )


def _rest(p: Any) -> dict[str, Any]:
    # Positive root of etaC (1 + n C / (r_C + C)) C = 1, in which n is the feedback of osteoclasts at estrogen 1.
    feedback = p.nuC * hill(1, p.e_C)
    a, b = p.etaC * (1 + feedback), p.etaC * p.r_C - 1
    osteoclasts = ((b * b + 4 * a * p.r_C) ** 0.5 - b) / (2 * a)
    return turnover.rest(p) | {"osteoclasts": osteoclasts, "mineral": p.c0}


jorg2022 = Model(
    "jorg2022",
    "bone cells, bone density and its markers through natural menopause",
    _SOURCE,
    "y",
    states=[
        *turnover.STATES,
        turnover.DENSITY,
        State("mineral", "1", 0.8, "mineral fraction", "c", "bone"),
        State("bound_sclerostin", "d2", 0.0, "sclerostin caught by romosozumab", "s_R", "drug", scale=1e3),
        State("romosozumab", "mg", 0.0, "romosozumab in the body", "R", "drug", scale=10.0),
        State("denosumab", "mg", 0.0, "denosumab in the body", "D", "drug", scale=1.0),
        State("alendronate", "mg", 0.0, "alendronate in the body", "A", "drug", scale=100.0),
    ],
    parameters=[
        published("a_e", "a_e", 50.0, "y", "age at menopause", _SOURCE, 45.0, 55.0),
        published("tau_e", r"\tau_e", 2.6, "y", "time in which estrogen falls to one half", _SOURCE, 1.0, 5.0),
        *turnover.parameters(_SOURCE, e_pC=0.937654795, e_s=9.595406602),
        published("nuC", r"\nu_C", 0.000123164, "1", "feedback of osteoclasts on their death", _SOURCE, 0.0, 0.0005),
        published("e_C", "e_C", 0.990728213, "1", "estrogen of half feedback", _SOURCE),
        published("r_C", "r_C", 10.12488334, "d", "osteoclasts of half feedback", _SOURCE),
        published("gam", r"\gamma", 0.006654662, "1/d", "adaptation of the mineral fraction", _SOURCE),
        published("c0", "c_0", 0.8, "1", "mineral fraction at rest", _SOURCE),
        *turnover.markers("q_CTX", "q_P1NP", "q_BSAP"),
        *_DRUGS,
        turnover.YEAR,
    ],
    constants=[
        *turnover.CONSTANTS,
        Quantity("density_at_menopause", "1", "bone density at menopause", r"\rho_e", "bone"),
    ],
    derive_constants=_constants,
    quantities=[
        Quantity("teriparatide_effect", "1", "effect of teriparatide", "u_T", "drug"),
        Quantity("denosumab_effect", "1", "effect of denosumab", "u_D", "drug"),
        *turnover.QUANTITIES,
        Quantity("bsap", "× premenopause", "BSAP (formation)", r"\mathrm{BSAP}", "osteoblast"),
        Quantity("bone_mineral_density", "× menopause", "BMD", r"\mathrm{BMD}", "bone"),
    ],
    derive_quantities=_quantities,
    rhs=_rates,
    start=lambda p, t: _rest(p) | {"bone_density": turnover.density(p, t)},
    rest=_rest,
    turns=lambda p: (p.a_e,),
    time_name="age",
)
