"""Render every formula while the book is built, as MathML, so that a page needs no script and no network for it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import math_core
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

# `Model.equations()` and the tables of parameters keep LaTeX between dollar signs inside their HTML.
DOLLARS = re.compile(r"\$([^$<>\n]+)\$")
ALIGNED = re.compile(r"(?<!\\)&|\\\\")

_converter = math_core.LatexToMathML()


def mathml(latex: str, display: bool) -> str:
    """Formula as MathML, with its LaTeX kept as a title-free annotation for those who copy it.

    >>> mathml("k_1", display=False)
    '<math><msub><mi>k</mi><mn>1</mn></msub></math>'
    """
    return _converter.convert_with_local_state(latex.strip(), displaystyle=display)


def as_one_formula(latex: str) -> str:
    """Formula of a `math_block`: rows or alignment marks outside any environment get one around them.

    >>> as_one_formula("a &= b")
    '\\\\begin{aligned}a &= b\\\\end{aligned}'
    """
    latex = latex.strip()
    if ALIGNED.search(latex) and r"\begin{" not in latex:
        return rf"\begin{{aligned}}{latex}\end{{aligned}}"
    return latex


def converted(node: nodes.Element, latex: str, display: bool) -> str:
    """MathML of a node, or its LaTeX after a warning (which fails the build) that says where it stands."""
    try:
        return mathml(latex, display)
    except math_core.LatexError as error:
        logger.warning("formula not understood: %s in %r", error, latex, location=node, type="mathml")
        return f"<code>{html.escape(latex)}</code>"


def visit_inline(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(converted(node, node.astext(), display=False))
    raise nodes.SkipNode


def visit_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    """A displayed formula in a box that scrolls by itself on a narrow screen."""
    identifier = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    formula = converted(node, as_one_formula(node.astext()), display=True)
    writer.body.append(f'<div class="formula"{identifier}>{formula}{number}</div>\n')
    raise nodes.SkipNode


def convert_dollars(app: Sphinx, doctree: nodes.document) -> None:
    """Turn ``$...$`` inside the HTML that a code cell put out into MathML."""
    for node in doctree.findall(nodes.raw):
        if node.get("format") == "html" and "$" in node.astext() and "<script" not in node.astext():
            text = DOLLARS.sub(lambda found, at=node: converted(at, html.unescape(found[1]), False), node.astext())
            node.children = [nodes.Text(text)]
            node.rawsource = text


def check_renderer(app: Sphinx) -> None:
    if app.builder.format == "html" and app.builder.math_renderer_name != "mathml":
        raise ExtensionError("set html_math_renderer to mathml in _config.yml")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("builder-inited", check_renderer)
    app.connect("doctree-read", convert_dollars)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
