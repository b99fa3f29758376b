"""Macrophages that turn: 23 genes and receptors that hold each other, and a protocol of signals that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from osteolib.logic import BooleanNetwork

_PALMA = "palma2018"

# The names of the states are the course's. M1 asks for NF-kB, because every other mark of M1 needs its signal to stay;
# a state may also hold marks of both, which the paper calls a continuum: it is named by what is asked for first.
palma2018 = BooleanNetwork(
    _PALMA,
    "M1 or M2: genes and receptors of a macrophage",
    _PALMA,
    """
    CSF2Ra   = GM_CSF_e
    ERK      = FcgR | ERK
    FcgR     = IC_e & LPS_e
    IFNb     = IRF3
    IFNgR    = IFNg_e | IFNb
    IL10R    = IL10_e | IL10_out
    IL10_out = ERK | PPARg | STAT6 | JMJD3 | STAT3
    IL12_out = NF_kB | STAT5 | STAT1
    IL1R     = IL1b_e | IL1b
    IL1b     = NF_kB
    IL4Ra    = IL4_e
    IRF3     = TLR4
    IRF4     = JMJD3
    JMJD3    = JMJD3 | IL4Ra
    KLF4     = STAT6
    NF_kB    = (IL1R | TLR4) & !(STAT3 | FcgR | PPARg | KLF4)
    PPARg    = PPARg | IL4Ra
    SOCS1    = STAT6
    STAT1    = IFNgR & !(STAT3 | SOCS1)
    STAT3    = (IL10R | STAT3) & !(PPARg | FcgR)
    STAT5    = CSF2Ra & !(STAT3 | IRF4)
    STAT6    = STAT6 | IL4Ra
    TLR4     = LPS_e & !FcgR
    """,
    inputs="GM_CSF_e IC_e IFNg_e IL10_e IL1b_e IL4_e LPS_e",
    fates="""
    M1  = NF_kB & !IL10_out
    M2a = STAT6 & PPARg & !NF_kB
    M2b = ERK & !NF_kB & !STAT6 & !STAT3
    M2c = STAT3 & !NF_kB
    M0  = !(NF_kB | STAT1 | STAT3 | STAT5 | STAT6 | ERK | PPARg | JMJD3)
    """,
    words={
        "GM_CSF_e": "GM-CSF",
        "IC_e": "immune complexes",
        "IFNg_e": "IFN-γ",
        "IL10_e": "IL-10",
        "IL1b_e": "IL-1β",
        "IL4_e": "IL-4",
        "LPS_e": "LPS",
    },
)


class Phase(NamedTuple):
    """Where a network comes to rest under signals that stay as they are.

    Attributes
    ----------
    signals : tuple of str
        Inputs that are on.
    state : tuple of str
        Nodes that are on at the end.
    fate : str
        What that state is called.
    steps : int
        Updates until nothing changes any more.
    """

    signals: tuple[str, ...]
    state: tuple[str, ...]
    fate: str
    steps: int


def protocol(
    network: BooleanNetwork, phases: Iterable[Mapping[str, int]], start: Iterable[str] = ()
) -> tuple[Phase, ...]:
    """Give signals one after the other, each until the network rests; every phase begins where the last one ended.

    Parameters
    ----------
    network : BooleanNetwork
    phases : iterable of dict
        ``{input: 0 or 1}`` for each phase; inputs that are left out are off, so ``{}`` withdraws everything.
    start : iterable of str, optional
        Nodes that are on at first; none by default.

    Returns
    -------
    tuple of Phase

    Raises
    ------
    ValueError
        If the network goes round in a cycle, all nodes updated together: then it has no end to begin from.

    Examples
    --------
    >>> stimulated, withdrawn = protocol(palma2018, [{"LPS_e": 1, "IFNg_e": 1}, {}])
    >>> stimulated.fate, withdrawn.fate, withdrawn.state
    ('M1', 'M1', ('IL12_out', 'IL1R', 'IL1b', 'NF_kB'))
    """
    state, passed = tuple(start), []
    for signals in phases:
        path = network.path(state, **signals)
        if path[-1] != path[-2]:
            raise ValueError(
                f"{network.name} does not come to rest under {dict(signals)}; it repeats {path[-1]}. "
                "Follow it step by step with network.path."
            )
        state = path[-1]
        on = tuple(name for name, value in signals.items() if value)
        passed.append(Phase(on, state, network.fate(state, **signals), len(path) - 2))
    return tuple(passed)
