"""The one style of the book's figures."""

from __future__ import annotations

from contextlib import AbstractContextManager

# Text is measured in DejaVu Sans, which comes with matplotlib, so that a layout is the same on every computer;
# the SVG then asks the page for its own font, which is narrower and therefore always fits.
RULES = {
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "mathtext.fontset": "dejavusans",
    "mathtext.default": "it",
    "figure.figsize": (5.0, 3.1),  # on a phone of 390 pixels this still gives letters of 10 pixels
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "axes.edgecolor": "#000000",
    "axes.labelcolor": "#000000",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.formatter.limits": (-4, 5),
    "axes.grid": False,
    "axes.xmargin": 0.0,
    "axes.ymargin": 0.06,
    "xtick.color": "#000000",
    "ytick.color": "#000000",
    "text.color": "#000000",
    "lines.linewidth": 1.9,
    "lines.dash_capstyle": "butt",
    "legend.frameon": False,
    "image.cmap": "cividis",
    "image.interpolation": "none",
    "image.origin": "lower",
    "svg.fonttype": "none",
    "svg.hashsalt": "osteolib",
    "svg.image_inline": True,
}


def style() -> AbstractContextManager[None]:
    """Style of the book, for figures that you draw with matplotlib yourself.

    Black ink on white, no box around the axes, colors that color-blind readers can tell apart. On a page
    (`figure`) the background is left out and the ink takes the color of the page's text, light or dark.

    Returns
    -------
    context manager
        The style holds inside its ``with`` block.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with style():
    ...     fig, ax = plt.subplots()
    >>> ax.spines["top"].get_visible()
    False
    >>> plt.close(fig)
    """
    import matplotlib

    return matplotlib.rc_context(RULES)
