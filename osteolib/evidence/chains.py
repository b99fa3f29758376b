"""Signed chains through the graph, and what they say in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from osteolib.evidence.names import node
from osteolib.evidence.network import graph
from osteolib.evidence.tables import EVIDENCE, strongest, weakest

if TYPE_CHECKING:
    import networkx

ARROWS = {1: "->", -1: "-|", 0: "-?-"}
VERBS = {
    "activates": "raises",
    "inhibits": "lowers",
    "produces": "makes",
    "carries": "carries",
    "differentiates_to": "becomes",
    "targets": "acts on",
    "contains": "includes",
}
OUTCOME = {1: "raises", -1: "lowers", 0: "acts, with a sign that is not stated, on"}


@dataclass(frozen=True)
class Step:
    """One arrow of a chain; `edges` are the edges of the graph that draw it with the same sign."""

    source: str
    target: str
    sign: int
    edges: tuple[dict[str, Any], ...]

    @property
    def evidence(self) -> str:
        """Strongest evidence among its edges."""
        return strongest([edge["evidence"] for edge in self.edges])

    @property
    def verb(self) -> str:
        """What the source does to the target, in a word."""
        return VERBS[self.edges[0]["relation"]]


@dataclass(frozen=True)
class Chain:
    """A path through the graph, with the product of its signs and the weakest evidence on it.

    Attributes
    ----------
    steps : tuple of Step
    """

    steps: tuple[Step, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Nodes in their order."""
        return (self.steps[0].source, *(step.target for step in self.steps))

    @property
    def sign(self) -> int:
        """Product of the signs: 1 raises, -1 lowers, 0 where one step has none."""
        return prod(step.sign for step in self.steps)

    @property
    def evidence(self) -> str:
        """Evidence of its weakest step."""
        return weakest([step.evidence for step in self.steps])

    @property
    def claims(self) -> tuple[str, ...]:
        """Claims that it rests on."""
        return tuple(sorted({edge["claim"] for step in self.steps for edge in step.edges}))

    @property
    def refs(self) -> tuple[int, ...]:
        """References of the review that its edges cite."""
        return tuple(sorted({number for step in self.steps for edge in step.edges for number in edge["refs"]}))

    def __str__(self) -> str:
        drawn = self.nodes[0] + "".join(f" {ARROWS[step.sign]} {step.target}" for step in self.steps)
        total = {1: "positive", -1: "negative", 0: "sign not stated"}[self.sign]
        return f"{drawn}: {total} (weakest evidence: {self.evidence}; {', '.join(self.claims)})"


def paths(source: str, target: str, max_length: int = 3, of: networkx.MultiDiGraph | None = None) -> list[Chain]:
    """Signed chains from one node to another.

    Parameters
    ----------
    source, target : str
        Names or synonyms of nodes.
    max_length : int, optional
        Most steps of a chain.
    of : networkx.MultiDiGraph, optional
        Graph made by `graph`; by default the one that the course teaches, ``graph(status="corrected")``.

    Returns
    -------
    list of Chain
        Short ones first, then those with stronger evidence.

    Raises
    ------
    UnknownName
        For a name that no node bears.

    Examples
    --------
    >>> print(paths("MALAT1", "SP7")[1])
    MALAT1 -| miR-143 -| osterix: positive (weakest evidence: in vitro; C113)
    """
    import networkx

    source, target = node(source), node(target)
    searched = graph(status="corrected") if of is None else of
    if source not in searched or target not in searched or source == target:
        return []
    found = [
        Chain(steps)
        for nodes in networkx.all_simple_paths(networkx.DiGraph(searched), source, target, cutoff=max_length)
        for steps in product(*(_steps(searched, a, b) for a, b in zip(nodes, nodes[1:], strict=False)))
    ]
    return sorted(found, key=lambda chain: (len(chain.steps), EVIDENCE.index(chain.evidence), chain.nodes, chain.sign))


def _steps(of: networkx.MultiDiGraph, source: str, target: str) -> list[Step]:
    """One step for each sign with which edges join two nodes."""
    edges = list(of.get_edge_data(source, target).values())
    signs = sorted({edge["sign"] for edge in edges}, reverse=True)
    return [Step(source, target, sign, tuple(edge for edge in edges if edge["sign"] == sign)) for sign in signs]


@dataclass(frozen=True)
class Explanation:
    """Sentences that say how one node acts on another; a notebook shows them as a list with links to the claims.

    Attributes
    ----------
    sentences : tuple of str
    """

    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        return str(self)


def explain(source: str, target: str, max_length: int = 3, of: networkx.MultiDiGraph | None = None) -> Explanation:
    """Say in sentences how one node acts on another, with the claims that say so.

    Parameters
    ----------
    source, target, max_length, of
        As for `paths`.

    Returns
    -------
    Explanation

    Examples
    --------
    >>> print(explain("MALAT1", "osterix"))
    MALAT1 raises osterix (C113; in vitro).
    MALAT1 lowers miR-143, which lowers osterix; so MALAT1 raises osterix (C113; weakest evidence: in vitro).
    """
    chains = paths(source, target, max_length, of)
    if not chains:
        limit = "in one step" if max_length == 1 else f"in at most {max_length} steps"
        return Explanation((f"The ledger has no chain from {node(source)} to {node(target)} {limit}.",))
    return Explanation(tuple(map(_sentence, chains)))


def _sentence(chain: Chain) -> str:
    first, *others = chain.steps
    told = f"{first.source} {first.verb} {first.target}" + "".join(f", which {s.verb} {s.target}" for s in others)
    claims = ", ".join(chain.claims)
    if not others:
        return f"{told} ({claims}; {chain.evidence})."
    outcome = f"{chain.nodes[0]} {OUTCOME[chain.sign]} {chain.nodes[-1]}"
    return f"{told}; so {outcome} ({claims}; weakest evidence: {chain.evidence})."
