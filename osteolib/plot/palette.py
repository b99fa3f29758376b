"""Colors and line styles: one meaning each, in every figure of the book."""

from __future__ import annotations

from difflib import get_close_matches

# Okabe and Ito's set. The orange is darkened (their #E69F00 reaches only 2.2:1 on white); every color here stands
# at 3:1 or more on white and on the dark page. Black is the ink: an SVG of the book draws it in the page's own color.
COLORS = {
    "bone": "#000000",
    "osteoclast": "#D55E00",
    "osteoblast": "#0072B2",
    "immune": "#CC79A7",
    "vesicle": "#009E73",
    "drug": "#C98500",
    "other": "#767676",
}

# Lengths of dash and gap in line widths; an empty pattern is a solid line.
DASHES = ((), (5, 2), (1.2, 1.6), (7, 2, 1.2, 2), (3, 1.5), (10, 3), (7, 2, 1.2, 2, 1.2, 2))


def color(kind: str) -> str:
    """Color of what a variable is.

    Parameters
    ----------
    kind : str
        ``bone, osteoclast, osteoblast, immune, vesicle, drug`` or ``other``: the `kind` of a state or quantity.

    Returns
    -------
    str
        Hexadecimal color. It never carries meaning alone: a label and a line style go with it.

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> color("osteoblast")
    '#0072B2'
    """
    if kind not in COLORS:
        near = get_close_matches(str(kind), COLORS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"no color for kind {kind!r}: expected one of {', '.join(COLORS)}{hint}")
    return COLORS[kind]


def dash(index: int) -> tuple[float, ...]:
    """Dash pattern of the line number `index` of a figure, solid first.

    Parameters
    ----------
    index : int
        Counted from 0; after the last pattern the first comes again.

    Returns
    -------
    tuple of float
        Lengths of dash and gap, in line widths; empty for a solid line.

    Examples
    --------
    >>> dash(0), dash(1)
    ((), (5, 2))
    """
    return DASHES[index % len(DASHES)]
