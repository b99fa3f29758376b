"""How a microRNA silences: two molecules that remove each other, a sponge beside them, and proteins that last."""

from __future__ import annotations

from math import inf
from math import log as natural_log
from typing import Any

import numpy as np

from osteolib.model import Model, Parameter, Quantity, State

_LEVINE, _SCHWANHAUSSER, _COPIES = "levine2007", "schwanhausser2011", "copies"


def titration(targets: Any, mirna: Any, target_loss: Any, mirna_loss: Any, k: Any, q: Any = 1.0) -> Any:
    r"""Targets that are left in the steady state of a microRNA and all RNAs that it binds.

    With production :math:`a_m` of targets and :math:`a_s` of microRNA, losses :math:`b_m` and :math:`b_s`, and pairs
    that form at rate :math:`k m s`, of which each takes a share `q` of its microRNA along, `m` solves

    .. math:: q k b_m m^2 + (b_m b_s + k a_s - q k a_m) m - a_m b_s = 0 .

    Parameters
    ----------
    targets, mirna : float or array
        Production, copies per hour.
    target_loss, mirna_loss : float or array
        Loss without pairing, per hour.
    k : float or array
        Pairing, per copy and hour.
    q : float or array, optional
        1 if a pair costs its microRNA (stoichiometric), 0 if the microRNA goes free again (catalytic).

    Returns
    -------
    float or array
        Copies in a cell.

    Notes
    -----
    Several targets of the same loss and pairing share what is left in proportion to their production: this is why a
    sponge helps the gene beside it.

    References
    ----------
    Levine et al. (2007), Mukherji et al. (2011).

    Examples
    --------
    >>> half_life = lambda hours: 0.6931471805599453 / hours
    >>> print(f"{titration(2.0, 2.0, half_life(9), half_life(119), 0.01):.4f} copies")
    3.6089 copies
    """
    square = q * k * target_loss
    line = target_loss * mirna_loss + k * mirna - q * k * targets
    root = np.sqrt(line**2 + 4 * square * targets * mirna_loss)
    # The same root twice: each form loses its digits where the other keeps them.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(line > 0, 2 * targets * mirna_loss / (line + root), (root - line) / (2 * square))[()]


def _half_life(name: str, value: float, low: float, high: float, words: str, source: str, status: str) -> Parameter:
    symbol = {"mrna_half_life": "h_m", "protein_half_life": "h_p", "mirna_half_life": "h_s"}[name]
    return Parameter(name, value, "h", low, high, f"half-life of {words}", source, status, symbol, (0.1, inf))


def _supply(name: str, value: float, high: float, words: str, symbol: str) -> Parameter:
    return Parameter(name, value, "copies/h", 0.0, high, words, _LEVINE, "illustrative", symbol, (0.0, inf))


_SHARED = (
    Parameter(
        "transcription", 2.0, "copies/h", 0.5, 8.0, "mRNA made", _SCHWANHAUSSER, "assumption", "a_m", (1e-9, inf),
    ),
    _half_life("mrna_half_life", 9.0, 2.0, 24.0, "mRNA", _SCHWANHAUSSER, "measured"),
    _half_life("protein_half_life", 46.0, 10.0, 120.0, "protein", _SCHWANHAUSSER, "assumption"),
    _half_life("mirna_half_life", 30.0, 5.0, 120.0, "microRNA", "kingston2019", "measured"),
    Parameter(
        "k", 0.01, "1/(copies h)", 0.001, 0.1, "pairing of microRNA and target", "mukherji2011", "illustrative",
        "k", (0.0, inf),
    ),
    Parameter(
        "q", 1.0, "1", 0.0, 1.0, "share of pairs that cost their microRNA", _LEVINE, "illustrative", "q", (0.0, 1.0),
    ),
)  # fmt: skip

_LOSSES = (
    Quantity("mrna_loss", "1/h", "loss of mRNA and sponge", "b_m"),
    Quantity("protein_loss", "1/h", "loss of protein", "b_p"),
    Quantity("mirna_loss", "1/h", "loss of microRNA", "b_s"),
    Quantity("full", _COPIES, "mRNA without microRNA", "m_0"),
)


def _losses(p: Any) -> None:
    p.mrna_loss = natural_log(2) / p.mrna_half_life
    p.protein_loss = natural_log(2) / p.protein_half_life
    p.mirna_loss = natural_log(2) / p.mirna_half_life
    p.full = p.transcription / p.mrna_loss


def _left(t: Any, y: Any, p: Any, q: Any) -> None:
    q.mrna_left = 100 * y[1] / p.full


def _silencing_rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    mirna, mrna, sponge, protein = y
    return (
        p.supply - p.mirna_loss * mirna - p.q * p.k * mirna * (mrna + sponge),
        p.transcription - p.mrna_loss * mrna - p.k * mirna * mrna,
        p.sponge_supply - p.mrna_loss * sponge - p.k * mirna * sponge,
        p.protein_loss * (q.mrna_left - protein),
    )


def _bound(p: Any, targets: Any, sponge: Any, mirna: Any) -> tuple[Any, Any, Any]:
    """Free microRNA, mRNA and sponge in the steady state."""
    left = titration(targets + sponge, mirna, p.mrna_loss, p.mirna_loss, p.k, p.q) / (targets + sponge)
    free = mirna / (p.mirna_loss + p.q * p.k * left * (targets + sponge))
    return free, targets * left, sponge * left


def _silenced(p: Any) -> dict[str, Any]:
    mirna, mrna, sponge = _bound(p, p.transcription, p.sponge_supply, p.supply)
    return {"mirna": mirna, "mrna": mrna, "sponge": sponge, "protein": 100 * mrna / p.full}


# Protein counts in percent of what the cell has without microRNA: how many proteins an mRNA makes is disputed by a
# factor of eleven (schwanhausser2011, li2014), and it divides out.
silencing = Model(
    "silencing",
    "a microRNA, its target and a sponge for it (teaching model)",
    _LEVINE,
    "h",
    states=[
        State("mirna", _COPIES, 0.0, "free microRNA", "s", "vesicle", scale=10.0),
        State("mrna", _COPIES, 26.0, "mRNA of the target", "m", "osteoblast"),
        State("sponge", _COPIES, 0.0, "free sponge RNA", r"\ell", "drug", scale=10.0),
        State("protein", "% of normal", 100.0, "protein", "P", "osteoblast"),
    ],
    parameters=[
        *_SHARED,
        _supply("supply", 2.0, 8.0, "microRNA that arrives or is made", "a_s"),
        _supply("sponge_supply", 0.0, 8.0, "sponge RNA made", "a_l"),
    ],
    constants=_LOSSES,
    derive_constants=_losses,
    quantities=[Quantity("mrna_left", "% of normal", "mRNA left", "M", "osteoblast")],
    derive_quantities=_left,
    rhs=_silencing_rates,
    start=lambda p: {"mrna": p.full, "sponge": p.sponge_supply / p.mrna_loss},
    rest=_silenced,
)


def _cascade_left(t: Any, y: Any, p: Any, q: Any) -> None:
    q.runx2_mrna_left = 100 * y[1] / p.full
    q.osterix_mrna_left = 100 * y[4] / p.full


def _cascade_rates(t: Any, y: Any, p: Any, q: Any) -> tuple:
    mir133, runx2_mrna, runx2, mir143, osterix_mrna, malat1, osterix = y
    return (
        p.mir133_supply - p.mirna_loss * mir133 - p.q * p.k * mir133 * runx2_mrna,
        p.transcription - p.mrna_loss * runx2_mrna - p.k * mir133 * runx2_mrna,
        p.protein_loss * (q.runx2_mrna_left - runx2),
        p.mir143_supply - p.mirna_loss * mir143 - p.q * p.k * mir143 * (osterix_mrna + malat1),
        p.transcription * runx2 / 100 - p.mrna_loss * osterix_mrna - p.k * mir143 * osterix_mrna,
        p.malat1_supply - p.mrna_loss * malat1 - p.k * mir143 * malat1,
        p.protein_loss * (q.osterix_mrna_left - osterix),
    )


def _cascade_rest(p: Any) -> dict[str, Any]:
    mir133, runx2_mrna, _ = _bound(p, p.transcription, 0.0, p.mir133_supply)
    runx2 = 100 * runx2_mrna / p.full
    mir143, osterix_mrna, malat1 = _bound(p, p.transcription * runx2 / 100, p.malat1_supply, p.mir143_supply)
    return {
        "mir133": mir133, "runx2_mrna": runx2_mrna, "runx2": runx2, "mir143": mir143,
        "osterix_mrna": osterix_mrna, "malat1": malat1, "osterix": 100 * osterix_mrna / p.full,
    }  # fmt: skip


# That osterix is transcribed in proportion to RUNX2 is an assumption: the review says that RUNX2 works through osterix,
# and not how steeply. Both genes share the numbers of a typical gene.
runx2_osterix = Model(
    "runx2_osterix",
    "RUNX2 and osterix, their microRNAs and the sponge MALAT1 (teaching model)",
    _LEVINE,
    "h",
    states=[
        State("mir133", _COPIES, 0.0, "free miR-133", "s_1", "vesicle", scale=10.0),
        State("runx2_mrna", _COPIES, 26.0, "RUNX2 mRNA", "m_1", "osteoblast"),
        State("runx2", "% of normal", 100.0, "RUNX2 protein", "P_1", "osteoblast"),
        State("mir143", _COPIES, 0.0, "free miR-143", "s_2", "vesicle", scale=10.0),
        State("osterix_mrna", _COPIES, 26.0, "osterix mRNA", "m_2", "osteoblast"),
        State("malat1", _COPIES, 0.0, "free MALAT1", r"\ell", "drug", scale=10.0),
        State("osterix", "% of normal", 100.0, "osterix protein", "P_2", "osteoblast"),
    ],
    parameters=[
        *_SHARED,
        _supply("mir133_supply", 2.0, 8.0, "miR-133 that arrives or is made", "a_{133}"),
        _supply("mir143_supply", 0.0, 8.0, "miR-143 that arrives or is made", "a_{143}"),
        _supply("malat1_supply", 0.0, 8.0, "MALAT1 made", r"a_\ell"),
    ],
    constants=_LOSSES,
    derive_constants=_losses,
    quantities=[
        Quantity("runx2_mrna_left", "% of normal", "RUNX2 mRNA left", "M_1", "osteoblast"),
        Quantity("osterix_mrna_left", "% of normal", "osterix mRNA left", "M_2", "osteoblast"),
    ],
    derive_quantities=_cascade_left,
    rhs=_cascade_rates,
    start=lambda p: {"runx2_mrna": p.full, "osterix_mrna": p.full, "malat1": p.malat1_supply / p.mrna_loss},
    rest=_cascade_rest,
)
