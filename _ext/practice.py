"""The last line of a lesson leads to its exercises; a notebook has them beside it, a reader of a page would search."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from osteolib.exercise.sets import set_names
from tools.exercise_pages import FOLDER

if TYPE_CHECKING:
    from sphinx.application import Sphinx

EXERCISES = FOLDER.removeprefix("chapters/")


def exercises_of(lesson: str) -> str | None:
    """Page with the exercises of a lesson: its own ones, or those of its chapter; None for any other page."""
    chapter, _, name = lesson.partition("/")
    return next((f"{EXERCISES}/{found}" for found in (name, chapter) if name and found in set_names()), None)


def lead_on(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Add the line to the page of a lesson."""
    page = exercises_of(pagename)
    if page is None or pagename == page or page not in app.env.titles:
        return
    link = f'<a href="{app.builder.get_relative_uri(pagename, page)}">{escape(app.env.titles[page].astext())}</a>'
    context["body"] += f"<p><strong>Practice.</strong> {link}: a notebook that checks each answer at once.</p>\n"


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", lead_on)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
