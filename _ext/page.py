"""What a page of this book loads: the scripts of explorers and quizzes where some are, and no stumbling blocks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from osteolib import explorer, quiz

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx.application import Sphinx

# What stands in a page that needs the script and the style of a room of osteolib.
ROOMS = {"data-explorer": explorer, "data-quiz": quiz}
# A folded cell is called what it shows; roles that no longer exist, or that promise a list where there is none.
MISLEADING = (' aria-label="Toggle hidden content"', ' role="doc-biblioentry"')
MISLEADING_LIST = ('role="list" class="citation-list"', 'class="citation-list"')
FONT_FORMATS_NOT_USED = ("**/*.map", "vendor/fontawesome/**/*")
# book.css draws the icons; until it has come, a browser may ask for the font that the theme names here.
ICON_FONT = re.compile(r"@font-face\{[^}]*Font Awesome[^}]*\}")


def name_of(room: ModuleType) -> str:
    return room.__name__.rpartition(".")[-1]


def write_scripts(app: Sphinx) -> None:
    """Take script and style of each room from osteolib, so that a page does exactly what a notebook does."""
    if app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        for room in ROOMS.values():
            (static / f"{name_of(room)}.js").write_text(room.page_script(), encoding="utf-8")
            (static / f"{name_of(room)}.css").write_text(room.page_style(), encoding="utf-8")


def finish_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Load what the page needs, and take away what screen readers stumble over."""
    body = context.get("body", "")
    for mark, room in ROOMS.items():
        if mark in body:
            # A classic script at the end of loading: modules do not load from file://.
            app.add_js_file(f"{name_of(room)}.js", loading_method="defer")
            app.add_css_file(f"{name_of(room)}.css")
    for words in MISLEADING:
        body = body.replace(words, "")
    context["body"] = body.replace(*MISLEADING_LIST)


def drop_dead_weight(app: Sphinx, failure: Exception | None) -> None:
    """Remove source maps and icon fonts that no page asks for, and what would make a page ask for them."""
    if failure is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in FONT_FORMATS_NOT_USED:
        for path in static.glob(pattern):
            if path.is_file():
                path.unlink()
    for path in (static / "styles").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        if ICON_FONT.search(text):
            path.write_text(ICON_FONT.sub("", text), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    # Jupyter Book hands this value to an extension that is not loaded here.
    app.add_config_value("comments_config", {}, "env")
    app.connect("builder-inited", write_scripts)
    app.connect("html-page-context", finish_page, priority=900)
    app.connect("build-finished", drop_dead_weight)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
