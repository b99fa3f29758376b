"""The graph where its users work: GraphML, CX2 and SIF for Cytoscape, JSON for a page, a frame for pandas."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from osteolib.evidence.network import graph, nodes

if TYPE_CHECKING:
    import networkx
    import pandas as pd

# What an edge and a node take along, and which of it lists several things.
_EDGE = ("id", "relation", "sign", "via", "evidence", "species", "status", "claim", "section", "refs", "checked_in",
         "sign_ok", "taught_as", "note")  # fmt: skip
_NODE = ("type", "kind", "definition", "synonyms", "origin")
_NUMBERS = ("refs", "checked_in")
_LISTS = (*_NUMBERS, "taught_as", "synonyms")
_SEPARATOR = ";"


def _flat(attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes with lists joined, for formats that have none."""
    joined = {name: _SEPARATOR.join(map(str, attributes[name])) for name in _LISTS if name in attributes}
    return {**attributes, **joined}


def _deep(attributes: dict[str, Any]) -> dict[str, Any]:
    """The reverse of `_flat`; also takes lists where JSON brought tuples."""
    found = dict(attributes)
    for name in _LISTS:
        if name in found:
            value = found[name]
            parts = [part for part in value.split(_SEPARATOR) if part] if isinstance(value, str) else value
            found[name] = tuple(map(int, parts)) if name in _NUMBERS else tuple(parts)
    return found


def _rebuilt(described: dict[str, dict], found: list[tuple[str, str, dict]]) -> networkx.MultiDiGraph:
    import networkx

    made = networkx.MultiDiGraph(name="osteoimmunology and exosomes")
    for name, attributes in described.items():
        made.add_node(name, **_deep(attributes))
    for source, target, attributes in found:
        made.add_edge(source, target, attributes["id"], **_deep(attributes))
    return made


def to_frame(of: networkx.MultiDiGraph | None = None) -> pd.DataFrame:
    """Edges as a table, one row each, indexed by id.

    Examples
    --------
    >>> to_frame().loc["I177", ["source", "relation", "target"]].tolist()
    ['miR-143', 'inhibits', 'osterix']
    """
    import pandas as pd

    made = graph() if of is None else of
    table = [{"source": s, "target": t, **{name: e[name] for name in _EDGE}} for s, t, e in made.edges(data=True)]
    return pd.DataFrame(table, columns=["source", "target", *_EDGE]).set_index("id")


def graph_json(of: networkx.MultiDiGraph | None = None) -> dict[str, list[dict[str, Any]]]:
    """Nodes and edges as plain lists and dicts, as `to_json` writes them and the map page reads them.

    Examples
    --------
    >>> found = graph_json()
    >>> found["edges"][32]["source"], found["edges"][32]["sign"]
    ('RANKL', 1)
    """
    made = graph() if of is None else of
    described = [{"id": n, **{name: made.nodes[n][name] for name in _NODE}} for n in _in_order(made)]
    found = sorted(made.edges(data=True), key=lambda edge: edge[2]["id"])
    edges = [{"source": s, "target": t, **{name: e[name] for name in _EDGE}} for s, t, e in found]
    return {"nodes": [_listed(row) for row in described], "edges": [_listed(row) for row in edges]}


def _in_order(of: networkx.MultiDiGraph) -> list[str]:
    return [name for name in nodes().index if name in of]


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def to_json(of: networkx.MultiDiGraph | None = None) -> str:
    """Graph as JSON text.

    Examples
    --------
    >>> from_json(to_json()).number_of_nodes() == graph().number_of_nodes()
    True
    """
    return json.dumps(graph_json(of), ensure_ascii=False)


def from_json(text: str) -> networkx.MultiDiGraph:
    """Graph from what `to_json` wrote."""
    read = json.loads(text)
    described = {row.pop("id"): row for row in read["nodes"]}
    return _rebuilt(described, [(row.pop("source"), row.pop("target"), row) for row in read["edges"]])


def to_graphml(of: networkx.MultiDiGraph | None = None) -> str:
    """Graph as GraphML, for Cytoscape, yEd, Gephi and igraph; lists are joined by semicolons.

    Examples
    --------
    >>> from_graphml(to_graphml())["MALAT1"]["miR-143"]["I175"]["refs"]
    (51,)
    """
    import networkx

    made = graph() if of is None else of
    flat = networkx.MultiDiGraph()
    for name, attributes in made.nodes(data=True):
        flat.add_node(name, label=name, **_flat(attributes))
    for source, target, key, attributes in made.edges(keys=True, data=True):
        flat.add_edge(source, target, key, **_flat(attributes))
    buffer = io.BytesIO()
    networkx.write_graphml(flat, buffer)
    return buffer.getvalue().decode()


def from_graphml(text: str) -> networkx.MultiDiGraph:
    """Graph from what `to_graphml` wrote."""
    import networkx

    flat = networkx.parse_graphml(text, force_multigraph=True)
    described = {n: {k: v for k, v in attributes.items() if k != "label"} for n, attributes in flat.nodes(data=True)}
    return _rebuilt(described, list(flat.edges(data=True)))


def to_sif(of: networkx.MultiDiGraph | None = None) -> str:
    """Graph as SIF: ``source, relation, target`` in a line, separated by tabs; edges that say the same become one.

    Examples
    --------
    >>> to_sif(graph(section="2.1")).splitlines()[0]
    'RANKL\\tactivates\\tosteoclastogenesis'
    """
    made = graph() if of is None else of
    return "".join(f"{line}\n" for line in sorted({f"{s}\t{e['relation']}\t{t}" for s, t, e in made.edges(data=True)}))


def from_sif(text: str) -> networkx.MultiDiGraph:
    """Graph from what `to_sif` wrote: nodes, relations and signs, which is all that the format holds."""
    import networkx

    from osteolib.evidence.tables import SIGNS

    made = networkx.MultiDiGraph()
    for line in text.splitlines():
        source, relation, target = line.split("\t")
        made.add_edge(source, target, relation, relation=relation, sign=SIGNS[relation])
    return made


# CX2 wants a type for every attribute; Cytoscape shows `name` and takes `interaction` for the kind of an edge.
_INTEGERS = ("sign",)


def _declared(names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    kinds = dict.fromkeys(_LISTS, "list_of_string") | dict.fromkeys(_NUMBERS, "list_of_integer")
    return {name: {"d": kinds.get(name, "integer" if name in _INTEGERS else "string")} for name in names}


def to_cx2(of: networkx.MultiDiGraph | None = None) -> str:
    """Graph as CX2, the format of Cytoscape and NDEx.

    Examples
    --------
    >>> from_cx2(to_cx2()).number_of_edges() == graph().number_of_edges()
    True
    """
    found = graph_json(of)
    number = {row["id"]: k for k, row in enumerate(found["nodes"])}
    described = [{"id": number[row["id"]], "v": {"name": row["id"], **_without(row, "id")}} for row in found["nodes"]]
    edges = [
        {"id": k, "s": number[row["source"]], "t": number[row["target"]],
         "v": {"interaction": row["relation"], **_without(row, "source", "target")}}
        for k, row in enumerate(found["edges"])
    ]  # fmt: skip
    declared = {"nodes": _declared(("name", *_NODE)), "edges": _declared(("interaction", *_EDGE)),
                "networkAttributes": {"name": {"d": "string"}}}  # fmt: skip
    counts = [{"name": "nodes", "elementCount": len(described)}, {"name": "edges", "elementCount": len(edges)}]
    parts = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": counts},
        {"attributeDeclarations": [declared]},
        {"networkAttributes": [{"name": "Osteoimmunology and exosomes"}]},
        {"nodes": described},
        {"edges": edges},
        {"status": [{"success": True}]},
    ]
    return json.dumps(parts, ensure_ascii=False)


def from_cx2(text: str) -> networkx.MultiDiGraph:
    """Graph from what `to_cx2` wrote."""
    aspects = {name: value for part in json.loads(text) for name, value in part.items()}
    name = {row["id"]: row["v"]["name"] for row in aspects["nodes"]}
    described = {row["v"]["name"]: _without(row["v"], "name") for row in aspects["nodes"]}
    edges = [(name[row["s"]], name[row["t"]], _without(row["v"], "interaction")) for row in aspects["edges"]]
    return _rebuilt(described, edges)


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
