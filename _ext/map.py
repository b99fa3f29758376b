"""The directive ``{map}``: the review's interactions as a page to explore, and as one table without any script.

The graph comes from `osteolib.evidence`, colors from `osteolib.plot`. This writes the still part of the page: controls,
an empty drawing, the graph as compact JSON, and every edge as a row of a table. assets/map/map.js does the rest, and
shows or hides those very rows: a link, a claim and a reference are written in one place only.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive

from osteolib.evidence import KINDS_OF_EVIDENCE as EVIDENCE
from osteolib.evidence import graph_json
from osteolib.plot.palette import COLORS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MARK = 'class="map"'
VERBS = {"differentiates_to": "becomes", "targets": "acts on"}  # the other relations are their own verb
STATUSES = {
    "title": "title of the reference only",
    "disputed": "disputed",
    "corrected": "taught in place of a disputed edge",
}

KINDS = {
    "osteoclast": "osteoclast side",
    "osteoblast": "osteoblast side",
    "bone": "bone as a whole",
    "immune": "immune cells, cytokines",
    "vesicle": "vesicles and cargo",
    "drug": "hormones and drugs",
    "other": "all else",
}


def verb(relation: str) -> str:
    """Relation as a word that stands between its two ends."""
    return VERBS.get(relation, relation.replace("_", " "))


def compact(graph: dict) -> dict:
    """The graph with every word that repeats written once; map.js unfolds it."""
    types = sorted({n["type"] for n in graph["nodes"]})
    relations = sorted({(verb(e["relation"]), e["sign"]) for e in graph["edges"]})
    statuses = ["stated", *STATUSES]
    place = {n["id"]: i for i, n in enumerate(graph["nodes"])}
    return {
        "types": types,
        "kinds": KINDS,
        "relations": relations,
        "evidence": EVIDENCE,
        "statuses": statuses,
        "nodes": [
            [n["id"], types.index(n["type"]), list(KINDS).index(n["kind"]), n["definition"], n["synonyms"]]
            for n in graph["nodes"]
        ],
        "edges": [
            [
                e["id"],
                place[e["source"]],
                place[e["target"]],
                relations.index((verb(e["relation"]), e["sign"])),
                EVIDENCE.index(e["evidence"]),
                statuses.index(e["status"]),
                e["claim"],
            ]
            for e in graph["edges"]
        ],
    }


def island(graph: dict) -> str:
    """The graph as JSON inside the page; no text in it can end the script element."""
    text = json.dumps(compact(graph), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" class="map-data">{text}</script>'


def row(edge: dict) -> str:
    """One edge as a row: source, verb, target, evidence, claim with its references."""
    via = f"via {edge['via']}" if edge["via"] else ""
    cells = [
        escape(edge["source"]),
        _with_small(verb(edge["relation"]), via),
        escape(edge["target"]),
        _with_small(edge["evidence"], STATUSES.get(edge["status"], ""), edge["note"]),
        f'<a href="ledger.html#{edge["claim"]}">{edge["claim"]}</a>{_references(edge["refs"])}',
    ]
    return f'<tr data-edge="{edge["id"]}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _references(numbers: list[int]) -> str:
    return f" <small>ref. {', '.join(map(str, numbers))}</small>" if numbers else ""


def _with_small(text: str, *notes: str) -> str:
    return escape(text) + "".join(f" <small>{escape(note)}</small>" for note in notes if note)


def table(graph: dict) -> str:
    head = "".join(f'<th scope="col" role="columnheader">{t}</th>' for t in ("From", "does", "To", "Evidence", "Claim"))
    rows = "\n".join(map(row, graph["edges"]))
    caption = f"All {len(graph['edges'])} edges of the map"
    return f"""<div class="map-table"><table role="table"><caption>{caption}</caption>
<thead role="rowgroup"><tr role="row">{head}</tr></thead>
<tbody role="rowgroup">
{rows}
</tbody></table></div>"""


def lookup(name: str, label: str) -> str:
    """A text field that suggests nodes while one types (a combobox with a list box)."""
    return f"""<div class="map-lookup"><label for="map-{name}">{label}</label>
<input id="map-{name}" name="{name}" type="text" role="combobox" aria-expanded="false" aria-controls="map-{name}-list"
aria-autocomplete="list" autocomplete="off" autocapitalize="none" spellcheck="false">
<ul id="map-{name}-list" role="listbox" aria-label="{label}: suggestions" hidden></ul></div>"""


def choices(legend: str, name: str, options: dict[str, str], chosen: str = "") -> str:
    """A group of radio buttons with one chosen, or, if none is named, of check boxes with all chosen."""
    kind_of_input = "radio" if chosen else "checkbox"
    inputs = "".join(
        f'<label><input type="{kind_of_input}" name="{name}" value="{value}"'
        f"{' checked' if chosen in ('', value) else ''}><span>{text}</span></label>"
        for value, text in options.items()
    )
    return f'<fieldset class="map-{name}"><legend>{legend}</legend>{inputs}</fieldset>'


def controls() -> str:
    """The form; hidden until the script that serves it has come."""
    return f"""<form class="map-controls" hidden>
<div class="map-row">
{choices("Show", "mode", {"node": "Around one node", "path": "Paths between two"}, "node")}
<div class="map-row map-asked" data-mode="node">{lookup("node", "Node")}
{choices("Steps", "steps", {"1": "1", "2": "2"}, "1")}</div>
<div class="map-row map-asked" data-mode="path" hidden>{lookup("from", "From")}{lookup("to", "To")}
{choices("Steps at most", "max", {"2": "2", "3": "3", "4": "4"}, "3")}</div>
</div>
<div class="map-row">{choices("Evidence", "evidence", {e: e for e in EVIDENCE})}
{choices("Edges", "as", {"taught": "as taught here", "printed": "as printed"}, "taught")}</div>
</form>"""


def shell(graph: dict) -> str:
    """The page's whole still part."""
    colors = ";".join(f"--map-{name}:{COLORS[name]}" for name in KINDS)
    return f"""<div {MARK} style="{colors}">
{controls()}
<noscript><div class="map-noscript">The drawing and the search need JavaScript. Without it, the table below holds every
edge.</div></noscript>
<p class="map-summary" aria-live="polite"></p>
<p class="map-about"></p>
<ol class="map-paths" hidden></ol>
<div class="map-stage"></div>
<details class="map-legend" hidden><summary>What lines, colors and shapes mean</summary></details>
{table(graph)}
{island(graph)}
</div>"""


class Map(Directive):
    """``{map}`` without content."""

    option_spec: ClassVar[dict] = {}

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", shell(graph_json()), format="html")]


def load(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Load script and style on the page that has a map, as classic scripts: modules do not load from file://."""
    if MARK in context.get("body", ""):
        app.add_js_file("map/map.js", loading_method="defer")
        app.add_css_file("map/map.css")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("map", Map)
    app.connect("html-page-context", load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
