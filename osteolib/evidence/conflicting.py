"""Where the graph contradicts itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from osteolib.evidence.network import graph

if TYPE_CHECKING:
    import networkx
    import pandas as pd


def conflicts(of: networkx.MultiDiGraph | None = None) -> pd.DataFrame:
    """Pairs of nodes that edges of opposite sign join.

    A conflict is rarely an error: it mostly says that the sign depends on the source cell or on the setting, which
    ``via`` names.

    Parameters
    ----------
    of : networkx.MultiDiGraph, optional
        Graph made by `graph`; by default the whole.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``source`` and ``target``; columns ``raises`` and ``lowers`` (ids of edges), ``claims``.

    Examples
    --------
    >>> table = conflicts()
    >>> table.loc[("miR-21-5p", "osteogenesis"), ["raises", "lowers"]].tolist()
    [('I225',), ('K015',)]
    """
    import pandas as pd

    joined: dict[tuple[str, str], dict[int, list[dict]]] = defaultdict(lambda: {1: [], -1: [], 0: []})
    for source, target, edge in (graph() if of is None else of).edges(data=True):
        joined[source, target][edge["sign"]].append(edge)
    table = [
        (source, target, _ids(by_sign[1]), _ids(by_sign[-1]), _claims(by_sign[1] + by_sign[-1]))
        for (source, target), by_sign in joined.items()
        if by_sign[1] and by_sign[-1]
    ]
    return pd.DataFrame(table, columns=["source", "target", "raises", "lowers", "claims"]).set_index(
        ["source", "target"]
    )


def _ids(found: list[dict]) -> tuple[str, ...]:
    return tuple(edge["id"] for edge in found)


def _claims(found: list[dict]) -> tuple[str, ...]:
    return tuple(sorted({edge["claim"] for edge in found}))
