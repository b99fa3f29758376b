"""Axes that show themselves: on a page and in a notebook, as text that a screen reader can read."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from osteolib.plot.theme import style


class BookAxes(Axes):
    """Matplotlib axes in the book's style, with their description in words and labels at the ends of lines.

    A cell that ends with one shows the figure; `osteolib.plot.figure` adds the caption.
    """

    def __init__(self, *args, **kwargs):
        self.descriptions: list[str] = []
        self.end_labels: list = []
        super().__init__(*args, **kwargs)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        from osteolib.plot.caption import figure

        return figure(self, caption="")._repr_mimebundle_()


def new_figure(rows: int, columns: int, width: float, height: float, sharex: bool, sharey: bool):
    """Axes of a figure that pyplot does not know, so that a notebook shows it once."""
    with style():
        fig = Figure(figsize=(width, height), layout="constrained")
        grid = fig.subplots(
            rows, columns, sharex=sharex, sharey=sharey, squeeze=False, subplot_kw={"axes_class": BookAxes}
        )
        fig.get_layout_engine().set(w_pad=0.08, h_pad=0.08, wspace=0.04, hspace=0.04)
    return grid
