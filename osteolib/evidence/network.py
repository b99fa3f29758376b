"""The causal statements of the review as a graph, each edge with its sign, its evidence and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from osteolib.evidence.kinds import kind
from osteolib.evidence.names import synonyms
from osteolib.evidence.papers import reference
from osteolib.evidence.tables import EVIDENCE, SECTIONS, SIGNS, SPECIES, chosen, listed, numbers, rows

if TYPE_CHECKING:
    import networkx
    import pandas as pd

STATUSES = ("stated", "title", "disputed", "corrected")
VIEWS = ("printed", *STATUSES)


def nodes() -> pd.DataFrame:
    """Nodes of the graph: the review's own and, with ``origin`` "course", those that corrections need.

    Returns
    -------
    pandas.DataFrame
        Indexed by name; columns ``type, kind`` (its color in the book), ``synonyms, definition, origin``.

    Examples
    --------
    >>> table = nodes()
    >>> int((table.origin == "review").sum()), table.loc["OPG", "synonyms"]
    (181, ('osteoprotegerin', 'TNFRSF11B'))
    """
    import pandas as pd

    return pd.DataFrame([{"name": name, **described} for name, described in _described().items()]).set_index("name")


@cache
def _described() -> dict[str, dict[str, Any]]:
    """Every node by name, and what is known of it."""
    return {
        row["name"]: {
            "type": row["type"],
            "kind": kind(row["name"], row["type"]),
            "synonyms": synonyms(row["synonyms"]),
            "definition": row["definition"],
            "origin": origin,
        }
        for origin, name in (("review", "nodes"), ("course", "added_nodes"))
        for row in rows(name)
    }


@cache
def edges() -> tuple[dict[str, Any], ...]:
    """All edges: the review's in the order of its text, then those that the course sets beside them."""
    section = {row["id"]: row["section"] for row in rows("claims")}
    found = [_printed(row) for row in rows("interactions")] + [_added(row) for row in rows("added_edges")]
    return tuple({**edge, "section": section[edge["claim"]]} for edge in found)


def _printed(row: dict[str, str]) -> dict[str, Any]:
    """An edge of the review; what was found when its papers were checked overrules what the review implies."""
    check = _one("edge_checks", "id").get(row["id"], {})
    correction = _one("corrections", "edge").get(row["id"], {})
    printed = SPECIES.get(row["evidence"], row["evidence"])
    return {
        **{name: row[name] for name in ("id", "source", "target", "relation", "via", "claim")},
        "sign": SIGNS[row["relation"]],
        "evidence": check.get("evidence") or printed,
        "species": row["evidence"] if row["evidence"] in SPECIES else "",
        "status": "disputed" if correction else row["status"],
        "refs": numbers(row["refs"]),
        "checked_in": numbers(check.get("basis", "")),
        "sign_ok": check.get("sign_ok", ""),
        "taught_as": listed(correction.get("taught", "")),
        "note": correction.get("why") or check.get("note", ""),
    }


def _added(row: dict[str, str]) -> dict[str, Any]:
    """An edge of the course, from a primary source or an abstract that was read."""
    papers = [reference(key) for key in listed(row["sources"])]
    return {
        **{name: row[name] for name in ("id", "source", "target", "relation", "via", "claim", "evidence", "note")},
        "sign": SIGNS[row["relation"]],
        "species": "",
        "status": "corrected",
        "refs": tuple(paper.number for paper in papers if paper.number),
        "checked_in": tuple(paper.number for paper in papers if paper.number),
        "sign_ok": "yes",
        "taught_as": (),
    }


@cache
def _one(name: str, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in rows(name)}


def graph(
    evidence: str | Iterable[str] | None = None,
    status: str | Iterable[str] | None = None,
    section: str | Iterable[str] | None = None,
) -> networkx.MultiDiGraph:
    """The review as a directed graph with signs.

    Parameters
    ----------
    evidence : str or list of str, optional
        Kinds of evidence to keep: ``human, animal, in vitro, review, unspecified``.
    status : str or list of str, optional
        ``"printed"`` for the review as it stands, without the course's edges; ``"corrected"`` for the graph that the
        course teaches, in which a disputed edge has given way to a corrected one; or statuses one by one
        (``["stated", "title"]``). By default all edges, a disputed one beside what corrects it.
    section : str or list of str, optional
        Sections of the review to keep.

    Returns
    -------
    networkx.MultiDiGraph
        Edge keys are the ledger's ids. An edge has ``relation, sign`` (1, -1, or 0 where none is stated), ``via,
        evidence, status, claim, section, refs, note``; a node has ``type, kind, definition, synonyms, origin``.

    Raises
    ------
    UnknownName
        For a kind of evidence, a status or a section that does not exist.

    Examples
    --------
    >>> graph(status="printed").number_of_edges(), graph().number_of_edges()
    (328, 349)
    >>> graph()["MALAT1"]["miR-143"]["I175"]["sign"]
    -1
    """
    import networkx

    kinds, sections = chosen(evidence, EVIDENCE, "kind of evidence"), chosen(section, SECTIONS, "section")
    kept = [e for e in edges() if e["evidence"] in kinds and e["section"] in sections and _in_view(e, status)]
    described = _described()
    made = networkx.MultiDiGraph(name="osteoimmunology and exosomes")
    for edge in kept:
        for end in (edge["source"], edge["target"]):
            if end not in made:
                made.add_node(end, **described[end])
        attributes = {name: value for name, value in edge.items() if name not in ("source", "target")}
        made.add_edge(edge["source"], edge["target"], edge["id"], **attributes)
    return made


def _in_view(edge: dict[str, Any], status: str | Iterable[str] | None) -> bool:
    if status == "corrected":
        return edge["status"] != "disputed" and edge["sign_ok"] != "no"
    if status == "printed":
        return edge["status"] != "corrected"
    return edge["status"] in chosen(status, VIEWS, "status")
