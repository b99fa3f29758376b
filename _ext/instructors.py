"""The pages for instructors: where one says ``<!-- table: term -->`` it shows that table, made from the lessons.

Such a page is written anew at every build, because a lesson may have changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from tools.teaching.tables import TABLES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = "instructors/"
PLACE = re.compile(r"<!-- table: ([a-z ]+) -->")


def fill(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put each table where the page asks for it."""
    if docname.startswith(FOLDER):
        source[0] = PLACE.sub(lambda place: made(place[1], docname), source[0])


def made(name: str, docname: str) -> str:
    """A table by its name."""
    if name not in TABLES:
        raise ExtensionError(f"{docname}: no table is called {name!r}; there are {', '.join(TABLES)}")
    return TABLES[name]()


def outdated(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """All pages for instructors."""
    return [name for name in env.found_docs if name.startswith(FOLDER)]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", fill)
    app.connect("env-get-outdated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
