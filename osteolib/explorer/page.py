"""An explorer on a page without a kernel: one figure that holds a picture, the table, and the caption."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from osteolib.explorer.drawing import Choice
    from osteolib.plot import Figure


def page_script() -> str:
    """The script of a page with explorers: one classic script, so that it also works from a file.

    Returns
    -------
    str
        explorer.js and host.js in a function of their own.

    Examples
    --------
    >>> "export default" in page_script()
    False
    """
    drawing = _read("explorer.js").replace("export default { render };\n", "")
    return f'(() => {{\n"use strict";\n{drawing}\n{_read("host.js")}}})();\n'


def page_style() -> str:
    """The style sheet of a page with explorers."""
    return _read("explorer.css")


def island(spec: dict[str, Any]) -> str:
    """What the page draws from, as JSON in one line that can stand inside a script element."""
    text = json.dumps(spec, separators=(",", ":"), ensure_ascii=False)
    return text.replace("</", "<\\/").replace("<!--", "<\\u0021--")


def as_html(spec: dict[str, Any], picture: Figure) -> str:
    """The whole figure.

    Picture and data each stand in one line, because their last digits depend on the processor: a comparison of stored
    outputs blanks the two elements (tests/sanitize.cfg).
    """
    name = html.escape(spec["name"], quote=True)
    words = html.escape(picture.alt, quote=True)
    caption = f"\n<figcaption>{html.escape(spec['caption'])}</figcaption>" if spec["caption"] else ""
    svg = picture.svg.replace("\n", " ")
    return (
        f'<figure data-explorer="{name}">\n'
        f'<div class="explorer-fallback" role="img" aria-label="{words}">{svg}</div>\n'
        f'<script type="application/json">{island(spec)}</script>'
        f"{caption}\n</figure>"
    )


def curves_picture(result: xr.Dataset, choice: Choice, caption: str) -> Figure:
    """The start setting as a matplotlib figure: one panel a unit, and the phase plane."""
    from osteolib import plot

    count = len(choice.panels) + bool(choice.phase)
    column = plot.axes(count, 1, height=3.3 if count == 1 else 2.3 * count)
    column = [column] if count == 1 else list(column.ravel())
    for ax, names in zip(column, choice.panels, strict=False):
        plot.curves(result, list(names), choice.axis, ax)
        if ax is not column[len(choice.panels) - 1]:
            ax.set_xlabel("")
    if choice.phase:
        plot.phase(result, *choice.phase, ax=column[-1])
    return plot.figure(column, caption=caption)


def bars_picture(result: xr.Dataset, choice: Choice, shown: Sequence[int], caption: str) -> Figure:
    """The start setting as matplotlib bars: one panel a variable."""
    from osteolib import plot

    names = choice.curves
    column = plot.axes(len(names), 1, height=(0.85 + 0.27 * len(shown)) * len(names))
    column = [column] if len(names) == 1 else list(column.ravel())
    for ax, name in zip(column, names, strict=True):
        plot.bars(result[name].isel({choice.axis: list(shown)}), ax=ax)
    return plot.figure(column, caption=caption)


def field_picture(array: xr.DataArray, caption: str) -> Figure:
    """The start setting of a field as a matplotlib figure."""
    from osteolib import plot

    return plot.figure(plot.field(array), caption=caption)


def _read(name: str) -> str:
    return files("osteolib.explorer").joinpath(name).read_text(encoding="utf-8")
