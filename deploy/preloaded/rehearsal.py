"""What lessons do first, done once before any fork: it imports what they import late, and fills what is looked up."""

from __future__ import annotations

from osteolib import plot
from osteolib.remodeling import komarova2003


def rehearse() -> None:
    """Show a figure, equations and a table, and keep nothing of them."""
    run = komarova2003.simulate(30)
    drawn = plot.curves(run, "bone_mass", ax=plot.axes(1, 1))
    for shown in (plot.figure(drawn, caption="$10^{-1}$"), komarova2003.table(), komarova2003.equations()):
        for way in ("_repr_html_", "_repr_latex_"):
            if hasattr(shown, way):
                getattr(shown, way)()
