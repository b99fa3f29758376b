"""A figure for the page: picture, caption, and words for those who do not see it."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHONE = 320  # pixels that the narrowest common phone leaves for a picture
NO_WORDS = (
    "this figure has no description for readers who cannot see it: it was not drawn by plot.curves, plot.phase or "
    "plot.field. Say in a sentence what it shows, figure(..., alt='...'); plot.describe(result) writes one"
)


@dataclass(frozen=True)
class Figure:
    """Picture, caption and alt text, as a notebook and the book show them.

    Parameters
    ----------
    svg : str
        ``<svg>`` element.
    caption : str
        One or two sentences under the picture; empty for none.
    alt : str
        What the picture shows, in words.
    """

    svg: str
    caption: str
    alt: str

    def _repr_html_(self) -> str:
        alt = html.escape(self.alt, quote=True)
        # On a narrow page a wide picture scrolls inside its own frame, which the keyboard must then be able to reach.
        reach = ' tabindex="0"' if int(re.search(r"min-width:(\d+)px", self.svg)[1]) > PHONE else ""
        frame = f'<div class="osteolib-picture" role="img" aria-label="{alt}"{reach} style="overflow-x:auto">'
        words = f"\n<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        return f'<figure class="osteolib-figure" style="margin:1em 0">\n{frame}\n{self.svg}\n</div>{words}\n</figure>'

    def __repr__(self) -> str:
        return f"Figure: {self.caption or 'no caption'}\n[{self.alt}]"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def figure(ax: Axes | Iterable[Axes], *, caption: str, alt: str | None = None) -> Figure:
    """Finish a figure: set its labels, give it caption and alt text, and turn it into a part of the page.

    Parameters
    ----------
    ax : Axes or iterable of Axes
        Any axes of the figure. All panels of the figure are shown.
    caption : str
        What to see in it, in a sentence or two.
    alt : str, optional
        What it shows, for readers who cannot see it; by default the sentences that `curves`, `phase` and `field`
        computed from the numbers drawn.

    Returns
    -------
    Figure
        Shows itself at the end of a cell.

    Raises
    ------
    ValueError
        If no description was computed and none is given.

    Examples
    --------
    >>> import xarray
    >>> from osteolib.plot import curves
    >>> days = ("time", [0.0, 9.0], {"units": "d"})
    >>> bone = xarray.Dataset({"bone_mass": ("time", [100.0, 90.0], {"units": "%"})}, {"time": days})
    >>> figure(curves(bone), caption="Bone is lost.")
    Figure: Bone is lost.
    [Curves over time (d): bone mass falls from 100.0 % to 90.0 % by day 9.]
    """
    from osteolib.plot.labels import place_labels
    from osteolib.plot.svg import page_svg
    from osteolib.plot.theme import style

    first = ax if hasattr(ax, "figure") else next(iter(_flat(ax)))
    fig = first.figure
    words = alt or _sentences(text for one in fig.axes for text in getattr(one, "descriptions", []))
    if not words:
        raise ValueError(NO_WORDS)
    with style():
        for _ in range(2):  # the room that labels take changes the size of the axes, which moves the labels
            fig.draw_without_rendering()
            for one in fig.axes:
                place_labels(one)
    svg = page_svg(fig)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)  # else the notebook would show it a second time
    return Figure(svg, caption, words)


def remember(ax: Axes, description: str) -> None:
    """Keep the words for what was drawn on these axes, until `figure` makes the alt text of them."""
    if not hasattr(ax, "descriptions"):
        ax.descriptions = []
    ax.descriptions.append(description)


def _flat(many: Iterable) -> Iterable:
    return many.ravel() if hasattr(many, "ravel") else many


def _sentences(texts: Iterable[str]) -> str:
    return " ".join(text[0].upper() + text[1:] + "." for text in texts)
