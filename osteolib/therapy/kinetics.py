"""Where an injected exosome goes: two compartments of the body, and the organs that take it out of the blood."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from math import log as natural_log
from typing import Any

from osteolib.model import Model, Parameter, Quantity, State

_KIM, _MORISHITA = "kim2019", "morishita2015"


def uptake(half_life: float, shares: Mapping[str, float]) -> dict[str, float]:
    r"""Rate at which each organ takes exosomes out of the blood, from how much of the dose it holds at the end.

    Organs that take up in parallel share the dose in proportion to their rates, :math:`f_i = k_i / \sum_j k_j`.

    Parameters
    ----------
    half_life : float
        Half-life in blood.
    shares : dict of float
        Share of the dose that each organ holds; what is missing to 1 goes to ``rest``.

    Returns
    -------
    dict of float
        Rates, per unit of `half_life`.

    Raises
    ------
    ValueError
        If the shares are negative or add up to more than the dose.

    Examples
    --------
    >>> rates = uptake(2.0, {"liver": 0.28, "spleen": 0.016, "lung": 0.07})
    >>> {organ: f"{rate:.3g}" for organ, rate in rates.items()}
    {'liver': '0.097', 'spleen': '0.00555', 'lung': '0.0243', 'rest': '0.22'}
    """
    total = sum(shares.values())
    if min(shares.values(), default=0) < 0 or total > 1 + 1e-12:
        raise ValueError(
            f"shares of a dose lie between 0 and 1 and add up to 1 at most, but {dict(shares)} came ({total:.4g}). "
            "Give fractions, 0.28 for 28 %."
        )
    loss = natural_log(2) / half_life
    return {organ: loss * share for organ, share in {**shares, "rest": 1 - total}.items()}


def _constants(p: Any) -> None:
    """From what is read off a curve (two half-lives, share of the slow one) to the rates of the two compartments."""
    fast, slow, share = natural_log(2) / p.fast, natural_log(2) / p.slow, p.slow_share
    p.k21 = (1 - share) * slow + share * fast
    p.k10 = fast * slow / p.k21
    p.k12 = fast + slow - p.k21 - p.k10


def _uptake(t: Any, y: Any, p: Any, q: Any) -> None:
    q.to_liver = p.k10 * p.liver_share / 100 * (1 - p.blocked)
    q.to_spleen = p.k10 * p.spleen_share / 100
    q.to_lung = p.k10 * p.lung_share / 100
    q.to_bone = p.k10 * p.bone_share / 100 * p.targeting
    q.to_rest = p.k10 * (1 - (p.liver_share + p.spleen_share + p.lung_share + p.bone_share) / 100)
    q.taken = q.to_liver + q.to_spleen + q.to_lung + q.to_bone + q.to_rest


def _rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    blood, tissue = y[:2]
    return (
        p.k21 * tissue - (p.k12 + q.taken) * blood,
        p.k12 * blood - p.k21 * tissue,
        q.to_liver * blood,
        q.to_spleen * blood,
        q.to_lung * blood,
        q.to_bone * blood,
        q.to_rest * blood,
    )


def _share(name: str, value: float, high: float, words: str, source: str, status: str, symbol: str) -> Parameter:
    return Parameter(name, value, "%", 0.0, high, words, source, status, symbol, (0.0, 100.0))


def _organ(name: str, words: str, symbol: str, kind: str = "vesicle") -> State:
    return State(name, "% of dose", 0.0, words, symbol, kind, accumulates=True, scale=1.0)


# The half-lives lie within the ranges that kim2019 collects from mice. Shares of liver, spleen and lung were measured
# four hours after injection; they are used as final ones. Nobody whom we could read has measured the share of bone.
exosome_kinetics = Model(
    "exosome_kinetics",
    "an injected dose of exosomes in blood, tissue and organs (teaching model)",
    _KIM,
    "min",
    states=[
        State("blood", "% of dose", 100.0, "exosomes in blood", "B", "vesicle"),
        State("tissue", "% of dose", 0.0, "exosomes that may come back", "T", "vesicle", scale=1.0),
        _organ("liver", "taken up by the liver", "L"),
        _organ("spleen", "taken up by the spleen", "S"),
        _organ("lung", "taken up by the lung", "U"),
        _organ("bone", "taken up by bone", "O", "bone"),
        _organ("rest", "taken up elsewhere or excreted", "R"),
    ],
    parameters=[
        Parameter("fast", 7.8, "min", 2.0, 20.0, "fast half-life", _KIM, "measured", r"h_\alpha", (0.01, inf)),
        Parameter("slow", 300.0, "min", 149.0, 792.0, "slow half-life", _KIM, "measured", r"h_\beta", (1.0, inf)),
        Parameter(
            "slow_share", 0.1, "1", 0.02, 0.3, "share of the first level that falls slowly", _KIM, "illustrative",
            r"\beta_0", (1e-6, 1.0),
        ),
        _share("liver_share", 28.0, 60.0, "share of the liver", _MORISHITA, "measured", "f_L"),
        _share("spleen_share", 1.6, 10.0, "share of the spleen", _MORISHITA, "measured", "f_S"),
        _share("lung_share", 7.0, 15.0, "share of the lung", _MORISHITA, "measured", "f_U"),
        _share("bone_share", 1.0, 10.0, "share of bone", _KIM, "assumption", "f_O"),
        Parameter(
            "blocked", 0.0, "1", 0.0, 1.0, "share of the liver's uptake that is blocked", _KIM, "illustrative",
            "b", (0.0, 1.0),
        ),
        Parameter(
            "targeting", 1.0, "1", 1.0, 20.0, "factor on the uptake by bone", "wang2020", "illustrative",
            "g", (0.0, inf),
        ),
    ],
    constants=[
        Quantity("k21", "1/min", "return from tissue", "k_{21}"),
        Quantity("k10", "1/min", "removal for good, without blocking or targeting", "k_{10}"),
        Quantity("k12", "1/min", "passage into tissue", "k_{12}"),
    ],
    derive_constants=_constants,
    quantities=[
        Quantity("to_liver", "1/min", "uptake by the liver", "k_L"),
        Quantity("to_spleen", "1/min", "uptake by the spleen", "k_S"),
        Quantity("to_lung", "1/min", "uptake by the lung", "k_U"),
        Quantity("to_bone", "1/min", "uptake by bone", "k_O"),
        Quantity("to_rest", "1/min", "uptake elsewhere", "k_R"),
        Quantity("taken", "1/min", "removal for good", r"k_{out}"),
    ],
    derive_quantities=_uptake,
    rhs=_rates,
)  # fmt: skip
