"""The page of errata, made from the ledger's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osteolib.evidence import errata, reference
from osteolib.evidence.corrections import BASES, GROUPS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "evidence/errata"
PLACE = "<!-- items -->"


def write_items(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the items where the page asks for them."""
    if docname == PAGE:
        source[0] = source[0].replace(PLACE, "\n\n".join(map(group, GROUPS)))


def group(letter: str) -> str:
    """One group of items as Markdown."""
    table = errata()
    items = table[table.group == letter]
    return f"## {GROUPS[letter]}\n\n" + "\n\n".join(item(number, row) for number, row in items.iterrows())


def item(number: int, row: object) -> str:
    """One item as Markdown: what is printed, what is wrong with it, what the course says, and on what basis."""
    claims = " ".join(f"[{one}](ledger.md#{one})" for one in row.claims)
    basis = "; ".join(BASES[one] for one in row.basis)
    sources = ", ".join(f"[{reference(key).cited}](../references.md#{key})" for key in row.sources)
    lines = [
        f"(item-{number})=\n### {number}. {row.title}",
        f"{claims} {row.printed}".strip(),
        f"**What differs.** {row.problem}",
        f"**What the course says.** {row.teach}",
        f"*Basis:* {basis}." + (f" *Sources:* {sources}." if sources else ""),
    ]
    return "\n\n".join(lines)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", write_items)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
