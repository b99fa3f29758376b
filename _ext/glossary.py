"""The glossary, made from the ledger's nodes, and plain links to its terms.

A lesson names a term by a plain Markdown link, ``[osteoclasts](../glossary.md#osteoclast)``, which reads well in
JupyterLab and on GitHub where ``{term}`` would show its braces. Here it becomes a link to Sphinx's own term.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes as docutils_nodes

from osteolib.evidence import nodes

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE = "glossary"
PLACE = "<!-- terms -->"


def slug(name: str) -> str:
    """Anchor of a term.

    >>> slug("TNF-alpha"), slug("UC-MSC exosome (native)")
    ('tnf-alpha', 'uc-msc-exosome-native')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def write_terms(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put every node of the ledger where the page asks for them."""
    if docname == PAGE:
        source[0] = source[0].replace(PLACE, terms())


def terms() -> str:
    """All terms as a MyST glossary."""
    entries = []
    for name, row in nodes().iterrows():
        also = f" Also: {', '.join(row.synonyms)}." if row.synonyms else ""
        entries.append(f"{name}\n  {row.definition}{also} *({row.type})*\n")
    return "````{glossary}\n:sorted:\n\n" + "\n".join(entries) + "````"


def name_places(app: Sphinx, doctree: document) -> None:
    """Let a term be found on the page by its slug too: a downloaded notebook links to it as the lesson writes it."""
    if app.env.docname == PAGE:
        for term in doctree.findall(docutils_nodes.term):
            term["ids"].append(slug(term.astext()))


def add_anchors(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell MyST of the terms that Sphinx has written."""
    if PAGE not in env.found_docs:
        return
    written = env.get_domain("std").objects
    slugs = env.metadata[PAGE].setdefault("myst_slugs", {})
    for name in nodes().index:
        _, anchor = written["term", name]
        slugs[slug(name)] = (0, anchor, name)


def mark_links(app: Sphinx, doctree: document, docname: str) -> None:
    """Give links to terms a look of their own."""
    for node in doctree.findall(docutils_nodes.reference):
        if re.search(rf"(^|/){PAGE}\.html#term-", node.get("refuri", "")):
            node["classes"].append("glossary-link")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", write_terms)
    app.connect("doctree-read", name_places)
    app.connect("env-updated", add_anchors)
    app.connect("doctree-resolved", mark_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
