"""The review as evidence: its claims, what the papers behind them show, and its causal statements as a graph.

Nothing here is a sentence of the review; the ledger is in the course's own words. Importing this room reads no file.
"""

from osteolib.evidence.chains import Chain, Explanation, explain, paths
from osteolib.evidence.claims import Claim, claim, claims, support
from osteolib.evidence.conflicting import conflicts
from osteolib.evidence.corrections import errata
from osteolib.evidence.drawing import figure, figure_graph
from osteolib.evidence.exchange import (
    from_cx2,
    from_graphml,
    from_json,
    from_sif,
    graph_json,
    to_cx2,
    to_frame,
    to_graphml,
    to_json,
    to_sif,
)
from osteolib.evidence.names import node
from osteolib.evidence.network import graph, nodes
from osteolib.evidence.papers import Reference, reference, references
from osteolib.evidence.tables import EVIDENCE as KINDS_OF_EVIDENCE

__all__ = [
    "KINDS_OF_EVIDENCE",
    "Chain",
    "Claim",
    "Explanation",
    "Reference",
    "claim",
    "claims",
    "conflicts",
    "errata",
    "explain",
    "figure",
    "figure_graph",
    "from_cx2",
    "from_graphml",
    "from_json",
    "from_sif",
    "graph",
    "graph_json",
    "node",
    "nodes",
    "paths",
    "reference",
    "references",
    "support",
    "to_cx2",
    "to_frame",
    "to_graphml",
    "to_json",
    "to_sif",
]
