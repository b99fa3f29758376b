"""Macrophages that turn: 23 genes and receptors that hold each other, and a protocol of signals that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from osteolib.logic import BooleanNetwork
from osteolib.model import Parameter

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


_TRIGGER = {"LPS_e": 1, "IFNg_e": 1}
_INFLAMED = ("NF_kB", "IL1b", "IL1R", "IL12_out", "STAT1")
_CALMED = ("STAT3", "STAT6", "PPARg", "JMJD3", "IL10_out")
_PHASE = 8  # updates: more than this network ever takes to come to rest under these signals

SWITCHES = tuple(
    Parameter(name, 0, "1", 0, 1, words, _PALMA, "illustrative")
    for name, words in (("il10", "pulse of IL-10"), ("il4", "pulse of IL-4"), ("stays", "trigger stays"))
)


def polarization(il10: Any = 0, il4: Any = 0, stays: Any = 0) -> xr.Dataset:
    """Marks of a macrophage of `palma2018` that are on: an inflammatory trigger, then a calming pulse, then nothing.

    The trigger (LPS and IFN-γ) comes at update 0 and, unless it stays, goes at update 8; the pulse lasts from update 16
    to 24. All nodes are updated together.

    Parameters
    ----------
    il10, il4 : int or xarray.DataArray
        1 for a pulse of this signal.
    stays : int or xarray.DataArray
        1 if the trigger is not withdrawn.

    Returns
    -------
    xarray.Dataset
        ``inflammatory`` (of NF-kB, IL-1β, its receptor, IL-12, STAT1) and ``calm`` (of STAT3, STAT6, PPARγ, JMJD3,
        IL-10): how many of five are on, over ``update``.

    Examples
    --------
    >>> polarization().inflammatory.values[-1], polarization(il10=1).inflammatory.values[-1]
    (np.float64(4.0), np.float64(0.0))
    """
    switches = xr.broadcast(*(xr.DataArray(value) for value in (il10, il4, stays)))
    settings = zip(*(switch.values.ravel().astype(bool).tolist() for switch in switches), strict=True)
    counts = np.array([_marks(*setting) for setting in settings], float)
    counts = counts.reshape(*switches[0].shape, *counts.shape[1:])
    attributes = ("inflammatory marks", "osteoclast"), ("calm marks", "immune")
    data = {
        name: ((*switches[0].dims, "update"), counts[..., k], {"long_name": words, "units": "of 5", "kind": kind})
        for k, (name, (words, kind)) in enumerate(zip(("inflammatory", "calm"), attributes, strict=True))
    }
    update = ("update", np.arange(counts.shape[-2]), {"long_name": "update", "units": "1"})
    return xr.Dataset(data, {**switches[0].coords, "update": update}, {"title": "A macrophage, triggered and calmed"})


@lru_cache
def _marks(il10: bool, il4: bool, stays: bool) -> tuple[tuple[int, int], ...]:
    after = _TRIGGER if stays else {}
    pulse = {name: 1 for name, on in (("IL10_e", il10), ("IL4_e", il4)) if on}
    state: tuple[str, ...] = ()
    counted = [(0, 0)]
    for signals in (_TRIGGER, after, after | pulse, after):
        for _ in range(_PHASE):
            state = palma2018.step(state, **signals)
            counted.append((len({*_INFLAMED} & {*state}), len({*_CALMED} & {*state})))
    return tuple(counted)
