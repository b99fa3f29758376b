"""Old addresses of pages that have moved lead on (`tools/publish/moved.csv`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.publish.pages import keep_addresses, moved

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def leave_pages(app: Sphinx, failure: Exception | None) -> None:
    if failure is None and app.builder.format == "html":
        keep_addresses(Path(app.outdir), moved())


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", leave_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
