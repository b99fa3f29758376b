"""Buttons that open a page's own notebook where it runs. Each way is declared once, in `ROUTES`; a click loads it.

A way is offered where it leads somewhere: `make lite` builds the book with ``OSTEOLIB_ROUTES="lite"``, `make book` not.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
AFTER_THE_THEME = 502


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
    """

    name: str
    text: str
    tooltip: str
    icon: str
    address: Callable[[str, str], str]


ROUTES = [
    Route(
        "lite",
        "In this browser",
        "Run this notebook in the browser, with nothing to install; the first start loads tens of megabytes",
        "fas fa-globe",
        lambda notebook, root: f"{root}lite/lab/index.html?path={quote(notebook)}",
    ),
]


def offered() -> list[Route]:
    """Ways that lead somewhere in this build."""
    names = os.environ.get("OSTEOLIB_ROUTES", "").split()
    return [route for route in ROUTES if route.name in names]


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
    """Put the ways of a page into one menu beside the downloads."""
    path, routes = notebook(pagename), offered()
    if path is None or not routes or "header_buttons" not in context:
        return
    root = context["pathto"]("index").rpartition("/")[0]
    buttons = [button(route, path, f"{root}/" if root else "") for route in routes]
    menu = {"type": "group", "tooltip": "Run this notebook", "icon": "fas fa-circle-play", "buttons": buttons}
    context["header_buttons"].insert(0, {**menu, "label": "launch-buttons"})


def button(route: Route, path: str, root: str) -> dict[str, str]:
    """What the theme draws for one way."""
    shown = {"text": route.text, "tooltip": route.tooltip, "icon": route.icon, "label": f"launch-{route.name}"}
    return {"type": "link", "url": route.address(path, root), **shown}


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_buttons, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
