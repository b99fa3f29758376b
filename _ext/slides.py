"""When all pages are written, slides are made of them: `slides/<chapter>.html`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.slides.deck import write

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def make_decks(app: Sphinx, failure: Exception | None) -> None:
    if failure is None and app.builder.format == "html":
        write(Path(app.outdir))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", make_decks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
