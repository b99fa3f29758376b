"""Pages of their own: no script, nothing from elsewhere, and every word of a student escaped."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("osteolib.grade.report", "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    made.lstrip_blocks = True
    return made


def page(template: str, **values: Any) -> str:
    """Page made from a template of this folder."""
    return _templates().get_template(template).render(**values)
