"""The sliders of an explorer: which inputs, over which range, in which steps."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from osteolib.explorer.errors import CannotExplore
from osteolib.model.declaration import Parameter
from osteolib.model.errors import require_known
from osteolib.model.sweep import by_choice

LOG_FROM = 100.0  # a positive range wider than this factor gets a logarithmic track
STEPS = 50  # a slider has at least this many steps


@dataclass(frozen=True)
class Slider:
    """One input that the reader moves.

    Parameters
    ----------
    name, label, symbol, unit : str
        Name in calls, plain words, LaTeX symbol, unit (``"1"`` for none).
    low, high, value : float
        Range of the track, and where it starts.
    choices : tuple of float, optional
        The only values it can take, if it is not continuous.
    names : tuple of str, optional
        What the choices are called.

    Examples
    --------
    >>> g11 = Slider("g11", "osteoclast autocrine effect", "g_{11}", "1", 0.3, 0.9, 0.5)
    >>> float(g11.from_unit(0.0)), float(g11.to_unit(0.9)), g11.step
    (0.6, 1.0, 0.01)
    """

    name: str
    label: str
    symbol: str
    unit: str
    low: float
    high: float
    value: float
    choices: tuple[float, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def switch(self) -> bool:
        """Whether it is only on (1) or off (0), and not two named choices, so that the page shows a box to tick."""
        return self.choices == (0.0, 1.0) and not self.names

    @property
    def log(self) -> bool:
        """Whether the track is logarithmic."""
        return not self.choices and self.low > 0 and self.high / self.low >= LOG_FROM

    @property
    def step(self) -> float | None:
        """The largest round step that hits both ends and the start; None if there is none below 1,000 steps."""
        width = self.high - self.low
        power = 10.0 ** np.floor(np.log10(width / STEPS))
        for step in (power * m for m in (5, 2, 1, 0.5, 0.2, 0.1)):
            parts = np.array([width, self.value - self.low]) / step
            if STEPS <= parts[0] <= 1000 and np.allclose(parts, np.rint(parts), atol=1e-6):
                return float(f"{step:.6g}")
        return None

    @property
    def stops(self) -> tuple[float, ...]:
        """Positions of a track that is not a plain linear one: the choices, or values evenly apart in logarithm."""
        if self.choices:
            return self.choices
        if not self.log:
            return ()
        even = (float(f"{v:.3g}") for v in np.geomspace(self.low, self.high, 101)[1:-1])
        return tuple(sorted({self.low, self.value, self.high, *even}))

    def to_unit(self, values: np.ndarray) -> np.ndarray:
        """Place on the track, from -1 at the low end to 1 at the high end."""
        scale = np.log if self.log else np.asarray
        low, high = scale(self.low), scale(self.high)
        return (2 * scale(values) - (high + low)) / (high - low)

    def from_unit(self, places: np.ndarray) -> np.ndarray:
        """Value at a place between -1 and 1; for choices, the one in whose equal share of the track the place lies."""
        if self.choices:
            share = np.floor((np.asarray(places) + 1) / 2 * len(self.choices)).astype(int)
            return np.array(self.choices)[np.minimum(share, len(self.choices) - 1)]
        scale, back = (np.log, np.exp) if self.log else (np.asarray, np.asarray)
        low, high = scale(self.low), scale(self.high)
        # clip: rounding in exp(log(high)) must not leave the range
        return np.clip(back((high + low) / 2 + (high - low) / 2 * np.asarray(places)), self.low, self.high)

    def nearest(self, value: float) -> float:
        """The value the explorer shows for `value`: itself, or the nearest choice.

        Raises
        ------
        CannotExplore
            Outside the slider's range.
        """
        if not self.low <= value <= self.high:
            raise CannotExplore(
                f"{self.name} = {value:g} is outside this explorer's slider, which goes from {self.low:g} to "
                f"{self.high:g}. Choose a value in it, or make an explorer with a wider range."
            )
        return min(self.choices, key=lambda c: abs(c - value)) if self.choices else float(value)


def read_sliders(asked: Any, declared: Mapping[str, Parameter], start: Mapping[str, float], owner: str) -> list[Slider]:
    """Sliders from what an author writes.

    Parameters
    ----------
    asked : sequence or dict
        Each entry a name, a `Parameter`, or either of them with a narrowed range ``(name, low, high)`` or with fixed
        choices ``(name, [values])``; as a dict, ``{name: (low, high)}`` or ``{name: [values]}``.
    declared : dict of Parameter
        The model's parameters by name; empty for a plain function, whose entries carry their `Parameter`.
    start : dict
        Start values other than the declared default.
    owner : str
        Name of the model or function, for messages.

    Examples
    --------
    >>> dose = Parameter("dose", 5, "mg", 0, 10, "dose", "x", "illustrative")
    >>> [(s.name, s.low, s.high) for s in read_sliders(["dose", ("dose", 2, 8)][1:], {"dose": dose}, {}, "demo")]
    [('dose', 2.0, 8.0)]
    """
    entries = [_entry(e, owner) for e in (asked.items() if isinstance(asked, Mapping) else _several(asked, owner))]
    sliders = [_slider(_parameter(what, declared, owner), limits, start, owner) for what, limits in entries]
    names = [s.name for s in sliders]
    if len(set(names)) < len(names):
        raise CannotExplore(f"{owner}: a slider is named twice in {names}; give each name once.")
    return sliders


def plain(symbol: str) -> str:
    r"""A LaTeX symbol as HTML, for a page that typesets no formulas in labels.

    Examples
    --------
    >>> plain(r"\beta_1"), plain("g_{11}"), plain(r"K_\mathrm{d}^+")
    ('β<sub>1</sub>', 'g<sub>11</sub>', 'K<sub>d</sub><sup>+</sup>')
    """
    text = re.sub(r"\\(?:mathrm|text|mathit|operatorname)\s*", "", symbol)
    text = html.escape(text, quote=False)
    text = re.sub(r"\\([A-Za-z]+)", _letter, text)
    for mark, tag in (("_", "sub"), ("^", "sup")):
        text = re.sub(rf"\{mark}(?:\{{([^{{}}]*)\}}|(\w|\S))", lambda m, t=tag: f"<{t}>{m[1] or m[2]}</{t}>", text)
    return re.sub(r"[{}$]|\\[,; ]", "", text)


def _letter(command: re.Match) -> str:
    """Greek letters and signs are called alike in LaTeX and in HTML; any other command stands as its name."""
    letter = html.unescape(f"&{command[1]};")
    return letter if len(letter) == 1 else command[1]


def _several(asked: Any, owner: str) -> Iterable[Any]:
    if isinstance(asked, (str, Parameter)) or not isinstance(asked, Sequence) or not asked:
        raise CannotExplore(
            f"{owner}: sliders is {asked!r}; expected a list such as sliders=['g11', ('beta1', 0.1, 0.3)] "
            "or a dict such as {'g11': (0.3, 0.9)}."
        )
    return asked


def _entry(entry: Any, owner: str) -> tuple[str | Parameter, tuple[float, ...] | list[float] | None]:
    if isinstance(entry, (str, Parameter)):
        return entry, None
    if isinstance(entry, Sequence) and len(entry) == 3:
        return entry[0], (entry[1], entry[2])
    if isinstance(entry, Sequence) and len(entry) == 2 and (entry[1] is None or np.ndim(entry[1]) == 1):
        limits = entry[1]
        return entry[0], limits if limits is None or isinstance(limits, tuple) else list(limits)
    raise CannotExplore(
        f"{owner}: cannot read the slider {entry!r}; write 'g11', ('g11', 0.3, 0.9) for a range, "
        "or ('angle', [0, 30, 60]) for fixed choices."
    )


def _parameter(what: str | Parameter, declared: Mapping[str, Parameter], owner: str) -> Parameter:
    if isinstance(what, Parameter):
        return what
    if not declared:
        raise CannotExplore(
            f"{owner} is a plain function, so the slider {what!r} has no declared range and unit. "
            f"Give an osteolib.model.Parameter in its place: Parameter({what!r}, value, unit, low, high, ...)."
        )
    require_known(what, declared, "parameter", owner)
    return declared[what]


def _slider(parameter: Parameter, limits: Any, start: Mapping[str, float], owner: str) -> Slider:
    slider = Slider(
        parameter.name,
        parameter.description,
        parameter.symbol,
        parameter.unit,
        float(parameter.low),
        float(parameter.high),
        float(by_choice(parameter, start.get(parameter.name, parameter.value))),
    )
    if limits is None and parameter.choices:
        limits = list(range(len(parameter.choices)))
    if isinstance(limits, list):
        choices = tuple(sorted({float(v) for v in limits}))
        slider = replace(slider, low=choices[0], high=choices[-1], choices=choices)
        if parameter.choices:
            slider = replace(slider, names=tuple(parameter.choices[int(k)] for k in choices))
    elif limits is not None:
        slider = replace(slider, low=float(limits[0]), high=float(limits[-1]))
    _check(slider, parameter, owner)
    return replace(slider, value=slider.nearest(slider.value))


def _check(slider: Slider, parameter: Parameter, owner: str) -> None:
    if not (np.isfinite([slider.low, slider.high]).all() and slider.low < slider.high):
        raise CannotExplore(
            f"{owner}: slider {slider.name!r} goes from {slider.low:g} to {slider.high:g}; expected low < high."
        )
    bottom, top = parameter.domain
    if slider.low < bottom or slider.high > top:
        raise CannotExplore(
            f"{owner}: slider {slider.name!r} goes from {slider.low:g} to {slider.high:g}, but the model holds only "
            f"for {bottom:g} to {top:g}. Narrow the range."
        )
    if not slider.low <= slider.value <= slider.high:
        raise CannotExplore(
            f"{owner}: slider {slider.name!r} starts at {slider.value:g}, outside its range {slider.low:g} to "
            f"{slider.high:g}. Widen the range, or give a start inside it: explore(..., {slider.name}=value)."
        )
