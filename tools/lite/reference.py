"""The pages that lessons link to, as plain Markdown: the book's own are made by Sphinx, and a browser has none.

A heading is the name in the link, because that is where JupyterLab jumps to.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from _ext.errata import group
from _ext.glossary import slug
from osteolib.evidence import claims, nodes, reference
from osteolib.evidence.corrections import GROUPS
from osteolib.evidence.tables import rows

LABEL = re.compile(r"^\(.+\)=\n", flags=re.MULTILINE)


def page(title: str, entries: list[str]) -> str:
    """A page with its entries."""
    return "\n\n".join([f"# {title}", "The book has this page with more to it.", *entries]) + "\n"


def references() -> str:
    """Every paper under its key."""
    return page("References", [_paper(row["key"]) for row in rows("bibliography")])


def _paper(key: str) -> str:
    paper = reference(key)
    link = f" <https://doi.org/{paper.doi}>" if paper.doi else ""
    return f"### {key}\n\n{paper.authors} ({paper.year}). {paper.title}. *{paper.journal}*.{link}"


def glossary() -> str:
    """Every term under the name of its anchor."""
    return page("Glossary", [_term(name, row) for name, row in sorted(nodes().iterrows())])


def _term(name: str, row: object) -> str:
    also = f" Also: {', '.join(row.synonyms)}." if row.synonyms else ""
    return f"### {slug(name)}\n\n**{name}**: {row.definition}{also} *({row.type})*"


def ledger() -> str:
    """Every claim of the review under its number, with the verdict on it."""
    return page("The ledger of claims", [_claim(number, row) for number, row in claims().iterrows()])


def _claim(number: str, row: object) -> str:
    verdict = f"Section {row.section}; evidence: {row.evidence}; verdict: **{row.verdict}**."
    return f"### {number}\n\n{row.claim}\n\n{verdict}"


def errata() -> str:
    """Every point in which the course differs from the review."""
    return page("Errata", [LABEL.sub("", group(letter)) for letter in GROUPS])


PAGES: dict[str, Callable[[], str]] = {
    "references.md": references,
    "glossary.md": glossary,
    "evidence/ledger.md": ledger,
    "evidence/errata.md": errata,
}
