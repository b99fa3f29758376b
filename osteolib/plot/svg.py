"""A matplotlib figure as SVG that lives inside a page: small, repeatable, in the page's own ink and font."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def page_svg(fig: Figure) -> str:
    """Write a figure as an ``<svg>`` element to stand in a page.

    Black becomes ``currentColor``, so that ink follows the page from light to dark; text stays text; names inside
    the picture start with a hash of its content, so that two figures on a page cannot mix up their parts; the
    style sheet that matplotlib adds, which would change the whole page, is replaced by attributes.

    Parameters
    ----------
    fig : matplotlib.figure.Figure

    Returns
    -------
    str
        The same characters for the same figure.

    Examples
    --------
    >>> from osteolib.plot import axes
    >>> page_svg(axes().figure).startswith("<svg ")
    True
    """
    svg = _raw(fig)
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"(stroke|fill): #000000", r"\1: currentColor", svg)
    svg = re.sub(r";? ?font-family: 'DejaVu Sans[^;\"]*", "", svg)
    return _resize(_shorten(_own_names(svg)))


def _raw(fig: Figure) -> str:
    import matplotlib

    from osteolib.plot.theme import RULES

    buffer = io.StringIO()
    with matplotlib.rc_context(RULES):
        fig.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def _own_names(svg: str) -> str:
    """Keep the names that the picture refers to, under a prefix of its own; drop the others."""
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "", svg)
    return re.sub(r'(url\(#|href="#)([^)"]+)', rf"\1{prefix}-\2", svg)


def _shorten(svg: str) -> str:
    """Round coordinates to a hundredth of a point, drop what is invisible, and unwrap groups of one."""
    svg = re.sub(r' (d|x|y|transform)="([^"]*)"', lambda m: f' {m[1]}="{_rounded(m[2])}"', svg)
    svg = re.sub(r'<path d="[^"]*"( clip-path="[^"]*")? style="fill: none"/>', "", svg)
    svg, before = re.sub(r"\s*\n\s*", "\n", svg), ""
    while svg != before:
        before, svg = svg, re.sub(r"<g>\n?((?:<(?:path|use|image)\b[^>]*/>\n?)*)</g>\n?", r"\1", svg)
    return svg.strip()


def _rounded(numbers: str) -> str:
    """Numbers of one attribute, rounded; factors of a scaling stay as they are."""
    if "scale" in numbers or "matrix" in numbers:
        return numbers
    short = re.sub(r"-?\d+\.\d+", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), numbers)
    return re.sub(r"\s*\n", "", short)


def _resize(svg: str) -> str:
    """Let the page set the width, from 0.65 of the picture's own (narrower, it scrolls) to 1.15 (body text)."""
    head, rest = svg.split(">", 1)
    width, height = (float(v) for v in re.search(r'viewBox="0 0 (\S+) (\S+)"', head).groups())
    pixels = width * 4 / 3
    room = f"width:100%;max-width:{1.15 * pixels:.0f}px;min-width:{0.65 * pixels:.0f}px;height:auto"
    style = f"{room};font-family:{FONTS};image-rendering:pixelated"
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    look = 'fill="currentColor" stroke-linejoin="round" stroke-linecap="butt" aria-hidden="true" focusable="false"'
    return f'<svg {spaces} viewBox="0 0 {width:g} {height:g}" style="{style}" {look}>{rest}'
