"""Claims of the review in the book: badges for links to ledger rows, and the ledger page itself.

A lesson cites a claim by a plain Markdown link, ``[C038](../evidence/ledger.md#C038)``. The book shows it as a badge: a
shape for the kind of evidence, the claim's id, a mark for the verdict. A claim that the ledger does not have fails the
build like any dead link.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.util import logging

from osteolib.evidence.claims import VERDICTS, checks, claim, claims, errata_of
from osteolib.evidence.tables import EVIDENCE, KINDS, SECTIONS
from osteolib.model import UnknownName

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

PAGE = "evidence/ledger"
NO_LESSONS = (PAGE, "evidence/errata")
LINK = re.compile(rf"(?:(?:^|/){PAGE.rpartition('/')[2]}\.html)?#(C\d+)$")
STUDY = {
    "human": "study in people",
    "animal": "animal study",
    "in vitro": "study in cells",
    "review": "review article",
    "unspecified": "kind of evidence not known",
}
WORDS = {
    "supported": "supported",
    "partly": "partly supported",
    "not by its citation": "not supported by its citation",
    "unclear": "support unclear",
    "disputed": "disputed",
}
SUPPORT = {
    "yes": "supports it",
    "partly": "supports it in part",
    "unclear": "cannot be told",
    "no": "does not support it",
}


def css(word: str) -> str:
    """A word as part of a class name.

    >>> css("not by its citation")
    'not-by-its-citation'
    """
    return word.replace(" ", "-")


def badge(identifier: str, href: str) -> str:
    """A claim as a small link that says, in shapes and in words, what it rests on."""
    one = claim(identifier)
    cited = one.citation[0].upper() + one.citation[1:]
    tip = f"{one.text} {cited}. Evidence: {STUDY[one.evidence]}; {WORDS[one.verdict]}."
    look = f"claim ev-{css(one.evidence)} verdict-{css(one.verdict)}"
    said = f'<span class="visually-hidden"> ({STUDY[one.evidence]}, {WORDS[one.verdict]})</span>'
    title = html.escape(tip, quote=True)
    return f'<a class="{look}" href="{html.escape(href, quote=True)}" title="{title}">{identifier}{said}</a>'


# ---- badges ----------------------------------------------------------------------------------------------------------


def add_anchors(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Tell MyST of the ledger's rows, and write the ledger anew: which lessons teach a claim may have changed."""
    if PAGE not in env.found_docs:
        return []
    slugs = env.metadata[PAGE].setdefault("myst_slugs", {})
    slugs.update({identifier: (0, identifier, identifier) for identifier in claims().index})
    return [PAGE]


def note_citations(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which claims a page cites."""
    cited = {
        node["reftargetid"]
        for node in doctree.findall(lambda node: isinstance(node, nodes.Element) and "reftargetid" in node)
        if str(node.get("reftarget", "")).endswith(PAGE.rpartition("/")[2]) and node["reftargetid"]
    }
    if cited:
        app.env.metadata[app.env.docname]["claims"] = sorted(cited)


def show_badges(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn links to ledger rows into badges."""
    if app.builder.format != "html":
        return
    for node in list(doctree.findall(nodes.reference)):
        address = node.get("refuri") or f"#{node.get('refid', '')}"
        found = LINK.search(address)
        if found and node.astext() == found[1]:
            try:
                node.replace_self(nodes.raw("", badge(found[1], address), format="html"))
            except UnknownName as error:
                logger.warning("%s", error, location=node, type="claims")


# ---- the ledger ------------------------------------------------------------------------------------------------------


class ledger(nodes.General, nodes.Element):
    """Place of the table; it is filled when the page is written, when all lessons are known."""


class LedgerDirective(Directive):
    """``{ledger}``: every claim of the review, to be filtered."""

    def run(self) -> list[nodes.Node]:
        return [ledger()]


def visit_ledger(writer: HTML5Translator, node: ledger) -> None:
    writer.body.append(table(writer.builder.env, writer.builder))
    raise nodes.SkipNode


def skip_ledger(writer: object, node: ledger) -> None:
    raise nodes.SkipNode


def lessons_of(env: BuildEnvironment) -> dict[str, list[str]]:
    """Lessons that cite each claim, in reading order."""
    found: dict[str, list[str]] = {}
    for page in (page for page in _in_order(env) if page not in NO_LESSONS):
        for identifier in env.metadata.get(page, {}).get("claims", ()):
            found.setdefault(identifier, []).append(page)
    return found


def _in_order(env: BuildEnvironment) -> list[str]:
    ordered = [env.config.root_doc]
    for page in ordered:
        ordered += [one for one in env.toctree_includes.get(page, ()) if one not in ordered]
    return ordered


def table(env: BuildEnvironment, builder: object) -> str:
    """The ledger as HTML: filters, then a row for each claim."""
    taught = lessons_of(env)
    titles = {page: env.titles[page].astext() for pages in taught.values() for page in pages}
    rows = [_row(identifier, taught.get(identifier, []), titles, builder) for identifier in claims().index]
    return f'{_filters(titles)}\n<table class="ledger">{_HEAD}<tbody>\n{"".join(rows)}</tbody></table>'


_HEAD = (
    '<caption class="visually-hidden">Claims of the review</caption><thead><tr><th scope="col">Claim</th>'
    '<th scope="col">What the review says, in our words</th><th scope="col">What it rests on</th></tr></thead>'
)


def _filters(titles: dict[str, str]) -> str:
    menus = [
        _menu("section", "Section", {name: name for name in SECTIONS}),
        _menu("kind", "Kind", {name: name for name in KINDS}),
        _menu("evidence", "Evidence", {name: STUDY[name] for name in EVIDENCE}),
        _menu("verdict", "Verdict", {name: WORDS[name] for name in VERDICTS}),
        _menu("lesson", "Lesson", titles | {"none": "no lesson yet"}),
    ]
    words = '<label>Words <input type="search" name="words" placeholder="RANKL, miR-214"></label>'
    count = '<output aria-live="polite"></output> <button type="reset">Show all</button>'
    fields = "".join([*menus, words, count])
    return f'<form class="ledger-filter" role="search" aria-label="Filter the claims" hidden>{fields}</form>'


def _menu(name: str, label: str, choices: dict[str, str]) -> str:
    options = "".join(f'<option value="{html.escape(v)}">{html.escape(w)}</option>' for v, w in choices.items())
    return f'<label>{label} <select name="{name}"><option value="">all</option>{options}</select></label>'


def _row(identifier: str, pages: list[str], titles: dict[str, str], builder: object) -> str:
    one = claim(identifier)
    facts = {"section": one.section, "kind": one.kind, "evidence": one.evidence, "verdict": one.verdict}
    data = "".join(f' data-{name}="{value}"' for name, value in facts.items())
    lessons = html.escape(json.dumps(pages), quote=True)
    look = f"claim ev-{css(one.evidence)} verdict-{css(one.verdict)}"
    named = f'<a class="{look}" href="#{identifier}">{identifier}</a>'
    meta = [f"section {one.section}", one.kind, *([one.quantity] if one.quantity else [])]
    links = [f'<a href="{builder.get_relative_uri(PAGE, p)}">{html.escape(titles[p])}</a>' for p in pages]
    taught = f" Taught in {', '.join(links)}." if links else ""
    items = [
        f'<a href="errata.html#item-{row["item"]}">{html.escape(row["title"])}</a>' for row in errata_of(identifier)
    ]
    errata = f" Errata: {'; '.join(items)}." if items else ""
    return (
        f'<tr id="{identifier}"{data} data-lessons="{lessons}"><th scope="row">{named}<span class="verdict">'
        f"{STUDY[one.evidence]}; {WORDS[one.verdict]}</span></th><td>{html.escape(one.text)}"
        f'<span class="facts">{html.escape(" · ".join(meta))}.{taught}{errata}</span></td>'
        f"<td>{_papers(identifier)}</td></tr>\n"
    )


def _papers(identifier: str) -> str:
    found = checks(identifier)
    if not found:
        return "<p>The review gives no citation, and none of its papers was found to speak on it.</p>"
    none = "" if any(check.cited for check in found) else "<p>The review gives no citation; elsewhere in its list:</p>"
    return none + "<ul>" + "".join(map(_paper, found)) + "</ul>"


def _paper(check: object) -> str:
    paper = check.paper
    label = html.escape(f"{paper.number}. {paper.cited}")
    link = f'<a href="https://doi.org/{html.escape(paper.doi, quote=True)}">{label}</a>' if paper.doi else label
    kind = " ".join(part for part in (paper.system, paper.study_type) if part)
    where = "" if check.cited else ", not cited for this"
    return (
        f'<li class="support-{check.support}">{link} ({html.escape(kind)}{where}): {SUPPORT[check.support]}, '
        f"by its {paper.basis}. {html.escape(check.note)}</li>"
    )


def load_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    if 'class="ledger"' in context.get("body", ""):
        app.add_js_file("ledger.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("ledger", LedgerDirective)
    app.add_node(ledger, html=(visit_ledger, None), latex=(skip_ledger, None), text=(skip_ledger, None))
    app.connect("env-updated", add_anchors)
    app.connect("doctree-read", note_citations)
    app.connect("doctree-resolved", show_badges)
    app.connect("html-page-context", load_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
