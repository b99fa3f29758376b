"""`Explorer`: the widget that draws a table at once and, where Python is at hand, the exact answer after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.page import as_html
from osteolib.explorer.sliders import Slider

HERE = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """A figure with sliders, for a notebook with Python behind it and for a page without.

    Made by `explore`. Every slider's value is a trait of its name: read it, set it, `observe` it, or link it to
    another widget.

    Attributes
    ----------
    spec : dict
        Everything the page draws from.
    table : Table or None
        The curves as functions of the sliders; None for a field.
    error : float
        Worst error of the table, as a fraction of a curve's range, measured at random settings.

    Examples
    --------
    >>> from osteolib import explore
    >>> from osteolib.remodeling import komarova2003
    >>> view = explore(komarova2003, sliders=[("g11", 0.3, 0.9)], show=["bone_mass"], until=300)
    >>> view.g11
    0.5
    >>> view
    Explorer of komarova2003: slider g11; shows bone_mass; table within 0.5 % of each curve's range
    """

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, spec: dict[str, Any], sliders: Sequence[Slider], solve: Callable, picture: Callable, table=None):
        self._sliders = {s.name: s for s in sliders}
        self._solve, self._picture, self.table = solve, picture, table
        self.error = float(spec["error"])
        super().__init__(spec=spec, **{s.name: s.value for s in sliders})
        self.on_msg(self._receive)

    def values(self) -> dict[str, float]:
        """The sliders' values, by name."""
        return {name: getattr(self, name) for name in self._sliders}

    def reset(self) -> None:
        """Put every slider back to its start."""
        for name, slider in self._sliders.items():
            setattr(self, name, slider.value)

    def __repr__(self) -> str:
        names, shown = ", ".join(self._sliders), ", ".join(self.spec["shows"])
        plural = "s" if len(self._sliders) > 1 else ""
        kept = "image within 0.5 % of its range" if self.table is None else "table within 0.5 % of each curve's range"
        return f"Explorer of {self.spec['name']}: slider{plural} {names}; shows {shown}; {kept}"

    def _repr_html_(self) -> str:
        return as_html(self.spec, self._picture())

    def _repr_mimebundle_(self, **kwargs: Any):
        shown = super()._repr_mimebundle_(**kwargs)
        data, metadata = shown if isinstance(shown, tuple) else (shown or {}, {})
        return {**data, "text/plain": repr(self), "text/html": self._repr_html_()}, metadata

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: Any) -> None:
        """Answer a drawing that asks for the exact curves at its sliders' values."""
        if content.get("kind") != "solve":
            return
        answer = {"view": content.get("view"), "seq": content.get("seq")}
        try:
            row = self._solve({name: s.nearest(content["values"][name]) for name, s in self._sliders.items()})
            answer |= {"kind": "solved", "row": [float(f"{v:.7g}") for v in row]}
        except Exception as error:  # whatever a model raises, a learner gets a sentence and not a traceback
            answer |= {"kind": "failed", "message": f"Python could not solve this setting: {error}"}
        self.send(answer)


def with_traits(sliders: Sequence[Slider]) -> type[Explorer]:
    """A class of explorers with one synchronized trait a slider.

    Raises
    ------
    CannotExplore
        If a slider's name is already something of the widget.
    """
    for slider in sliders:
        if hasattr(Explorer, slider.name) or slider.name in ("values", "error", "table"):
            raise CannotExplore(
                f"a slider cannot be called {slider.name!r}, because every widget has something of that name already; "
                "rename the argument of your function."
            )
    traits = {s.name: _trait(s) for s in sliders}
    return type("Explorer", (Explorer,), {**traits, "__doc__": Explorer.__doc__, "__module__": Explorer.__module__})


def _trait(slider: Slider) -> traitlets.Float:
    class Setting(traitlets.Float):
        """A number within the slider's range; for fixed choices the nearest of them."""

        def validate(self, obj: Any, value: Any) -> float:
            value = super().validate(obj, value)
            if not np.isfinite(value):
                raise CannotExplore(f"{slider.name} = {value} is not a number a slider can take.")
            return slider.nearest(value)

    return Setting(slider.value).tag(sync=True)
