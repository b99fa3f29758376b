"""Buttons that open a page's own notebook where it runs. Each way is declared once, in `ROUTES`.

Nothing is loaded before a click. A way that needs something beside the book is offered where that is: `make lite`
builds the book with ``OSTEOLIB_ROUTES="lite"``, `make book` not.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tools import launch_links, ready
from tools.repository import ROOT, commit, declared

if TYPE_CHECKING:
    from sphinx.application import Sphinx

AFTER_THE_THEME = 502
DOWNLOADS = "notebooks"  # folder of the site
COURSE = declared()


@dataclass(frozen=True)
class Route:
    """One way to run a notebook.

    Attributes
    ----------
    name : str
        What `OSTEOLIB_ROUTES` calls it.
    text, tooltip, icon : str
        What the button says, says more fully, and shows.
    address : callable
        Of the notebook's path in the repository and the way from the page to the root of the site, such as ``"../"``.
    always : bool
        Whether it is offered in every build.
    """

    name: str
    text: str
    tooltip: str
    icon: str
    address: Callable[[str, str], str]
    always: bool = False


ROUTES = [
    Route(
        "lite",
        "In this browser",
        "Run this notebook in the browser, with nothing to install; the first start loads tens of megabytes",
        "fas fa-globe",
        lambda notebook, root: f"{root}lite/lab/index.html?path={quote(notebook)}",
    ),
    Route(
        "binder",
        "Binder",
        "Run this notebook on mybinder.org, with nothing to install; a start may take some minutes",
        "fas fa-cloud",
        lambda notebook, root: launch_links.binder(COURSE, notebook),
        always=True,
    ),
    Route(
        "colab",
        "Colab",
        "Run this notebook on Google Colab; needs a Google account",
        "fas fa-laptop",
        lambda notebook, root: launch_links.colab(COURSE, notebook),
        always=True,
    ),
]


def offered() -> list[Route]:
    """Ways that lead somewhere in this build."""
    names = os.environ.get("OSTEOLIB_ROUTES", "").split()
    return [route for route in ROUTES if route.always or route.name in names]


def notebook(pagename: str) -> str | None:
    """Path in the repository of the notebook that a page's reader runs; None if the page has none.

    >>> notebook("bone_remodeling/one_cycle"), notebook("glossary")
    ('chapters/bone_remodeling/one_cycle.ipynb', None)
    """
    # The page of a set of exercises shows the solutions; what a reader runs is the student's form.
    folder, _, name = pagename.rpartition("/")
    places = [f"exercises/student/{name}.ipynb"] if folder == "exercises" else [f"chapters/{pagename}.ipynb"]
    return next((place for place in places if (ROOT / place).is_file()), None)


def add_buttons(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Put the ways of a page into one menu, and a notebook that stands alone into the menu of downloads."""
    path = notebook(pagename)
    if path is None or "header_buttons" not in context:
        return
    root = context["pathto"]("index").rpartition("/")[0]
    root = f"{root}/" if root else ""
    buttons = [button(route, path, root) for route in offered()]
    menu = {"type": "group", "tooltip": "Run this notebook", "icon": "fas fa-circle-play", "buttons": buttons}
    context["header_buttons"].insert(0, {**menu, "label": "launch-buttons"})
    for group in context["header_buttons"]:
        if group.get("label") == "download-buttons":
            others = [entry for entry in group["buttons"] if entry.get("label") != "download-source-button"]
            group["buttons"] = [download(path, root), *others]


def button(route: Route, path: str, root: str) -> dict[str, str]:
    """What the theme draws for one way."""
    shown = {"text": route.text, "tooltip": route.tooltip, "icon": route.icon, "label": f"launch-{route.name}"}
    return {"type": "link", "url": route.address(path, root), **shown}


def download(path: str, root: str) -> dict[str, str]:
    """What the theme draws for the notebook's file."""
    shown = {"text": ".ipynb", "tooltip": "Download notebook", "icon": "fas fa-file", "label": "download-notebook"}
    return {"type": "link", "url": f"{root}{DOWNLOADS}/{path}", **shown}


def write_downloads(app: Sphinx, failure: Exception | None) -> None:
    """Write the notebooks that the pages offer; the theme's copies of the sources would stand beside them unused."""
    if failure is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    paths = filter(None, map(notebook, sorted(app.env.found_docs)))
    ready.write(out / DOWNLOADS, paths, COURSE, commit() or COURSE.ref)
    # A page of exercises has a link to the same file in its text.
    for source, (_, copied) in app.env.dlfiles.items():
        path = posixpath.normpath(posixpath.join("chapters", source))
        if (out / DOWNLOADS / path).is_file():
            shutil.copy(out / DOWNLOADS / path, out / "_downloads" / copied)
    for source in (out / "_sources").rglob("*.ipynb"):
        source.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_buttons, priority=AFTER_THE_THEME)
    app.connect("build-finished", write_downloads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
