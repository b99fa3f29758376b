"""Cite a paper with a plain Markdown link, ``[Komarova et al. (2003)](../references.md#komarova2003)``.

Every key of references.bib becomes an anchor of the page references.md, so that such a link leads to its entry;
a key that does not exist fails the build like any dead link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.sorting.author_year_title import SortingStyle

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE = "references"


class ByAuthor(Style):
    """Entries sorted by author and year."""

    default_sorting_style = SortingStyle

    def __init__(self, **options: object) -> None:
        super().__init__(**{**options, "sorting_style": SortingStyle})


def add_anchors(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell MyST of the anchors that the bibliography will write."""
    cited = env.get_domain("cite")
    keys = {citation.key: citation.citation_id for citation in cited.citations}
    slugs = env.metadata[PAGE].setdefault("myst_slugs", {})
    slugs.update({key: (0, anchor, key) for key, anchor in keys.items()})


def setup(app: Sphinx) -> dict[str, bool]:
    register_plugin("pybtex.style.formatting", "author_year", ByAuthor)
    app.connect("env-updated", add_anchors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
