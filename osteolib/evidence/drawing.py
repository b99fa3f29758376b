"""The two mechanism figures that the review cites, drawn from the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osteolib.evidence.network import graph
from osteolib.evidence.tables import rows
from osteolib.model.errors import require_known

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

TITLES = {
    "1": "immune mechanisms of osteoporosis, from triggers at the left to bone at the right",
    "2": "what exosomes may do to bone, from vesicles at the left over their cargo to bone at the right",
}


def figure_graph(number: str) -> networkx.MultiDiGraph:
    """Part of the graph that a mechanism figure of the review shows, rebuilt from the text around its citation.

    Edges of the course that correct one of them are part of it, with the status ``corrected``.

    Examples
    --------
    >>> figure_graph("1").number_of_nodes()
    47
    """
    require_known(str(number), TITLES, "figure", "the review")
    shown = {row["edge"] for row in rows("figures") if row["figure"] == str(number)}
    whole = graph()
    return whole.edge_subgraph([edge for edge in whole.edges(keys=True) if edge[2] in shown]).copy()


def figure(number: str) -> Axes:
    """Draw the review's Figure 1 (how osteoporosis develops) or Figure 2 (what exosomes may do) from the ledger.

    The published artwork is not copied: nodes and edges are those of the paragraphs that cite the figure.

    Parameters
    ----------
    number : str
        ``"1"`` or ``"2"``.

    Returns
    -------
    Axes
        To be finished by `osteolib.plot.figure`.

    Raises
    ------
    UnknownName
        If the review has no such figure.

    Examples
    --------
    >>> figure("2").descriptions[0][:40]
    'what exosomes may do to bone, from vesic'
    """
    from osteolib.plot.network import network

    part = figure_graph(number)
    columns = {row["node"]: int(row["column"]) for row in rows("figure_columns") if row["figure"] == str(number)}
    return network(part, columns, TITLES[str(number)])
