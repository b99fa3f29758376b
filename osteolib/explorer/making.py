"""`explore`: from a model or a function to an explorer."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import xarray as xr

from osteolib.explorer import drawing
from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.page import as_html, bars_picture, curves_picture, field_picture
from osteolib.explorer.sliders import Slider, read_sliders
from osteolib.explorer.source import Source
from osteolib.explorer.table import SAMPLES, Table, build
from osteolib.explorer.widget import Explorer, with_traits
from osteolib.model import Model
from osteolib.model.errors import require_known

CURVES_BYTES = 40_000  # of the whole figure under gzip
FIELD_BYTES = 200_000
FIELD_CHOICES = 5  # settings along a slider of a field, where the author names none


def explore(
    compute: Model | Callable[..., xr.Dataset],
    sliders: Sequence[Any] | Mapping[str, Any],
    show: str | Sequence[str] | None = None,
    until: float | Sequence[float] | None = None,
    *,
    along: str | None = None,
    phase: tuple[str, str] | None = None,
    view: str = "curves",
    caption: str = "",
    title: str = "",
    nodes: Mapping[str, int] | None = None,
    **fixed: Any,
) -> Explorer:
    """Put a model under sliders.

    The model is solved on a grid of slider values, and the curves between are interpolated on the page (see
    `osteolib.explorer.table`); the worst error, measured at 1,000 random settings, is stated under the figure. Where
    Python runs, the exact solution follows each move.

    Parameters
    ----------
    compute : Model or callable
        A model; or a function that takes the sliders' values by name, as numbers or as DataArrays whose dimensions
        its result keeps, and returns a Dataset with ``units`` and ``long_name`` (and ``kind``, for the color) in attrs.
    sliders : list or dict
        Parameters by name, over their teaching range: ``["g11", "beta1"]``; over another one: ``("g11", 0.3, 0.9)``;
        over fixed values: ``("angle", [0, 30, 60])``, of which ``[0, 1]`` makes a switch. As a dict:
        ``{"g11": (0.3, 0.9)}``. For a function each name is a `osteolib.model.Parameter`. A positive range wider than
        1:100 gets a logarithmic track.
    show : str or list of str, optional
        Variables to draw, all by default. One that is a single number at each setting is written under the figure.
    until : number or array
        End of a model's simulation, or its times, in its time unit.
    along : str, optional
        Dimension that runs from left to right, if there are several.
    phase : pair of str, optional
        Two variables for a panel that draws the second against the first.
    view : "curves", "bars" or "field"
        Lines over one axis; horizontal bars over an axis of names; or one image (``show`` names one variable of two
        dimensions) at each of a few settings.
    caption : str, optional
        One or two sentences under the figure.
    title : str, optional
        Name of the group of controls for screen readers; by default the model's title.
    nodes : dict, optional
        Solutions along a slider, ``{"g11": 41}``, where the automatic choice shall not decide; for a field the number
        of settings of a slider with a range (5 by default).
    **fixed
        Other parameters of the model, or ``initial``, ``doses``, ``schedule``; a slider's name here sets its start.

    Returns
    -------
    Explorer

    Raises
    ------
    UnknownName
        For a slider or variable that does not exist; names the nearest.
    CannotExplore
        If the arguments do not fit together, or the table cannot keep 0.5 % of each curve's range in 40 kB
        (a field: 200 kB).

    Examples
    --------
    >>> from osteolib.remodeling import komarova2003
    >>> sliders = [("g11", 0.3, 0.9), "beta1"]
    >>> view = explore(komarova2003, sliders, show=["bone_mass"], until=300)
    >>> view.g11, view.error < 0.005
    (0.5, True)
    """
    if view not in ("curves", "bars", "field"):
        raise CannotExplore(
            f"view={view!r}; expected 'curves' (lines over one axis), 'bars' (over names) or 'field' (an image)."
        )
    source = Source(compute, until, fixed)
    tracks = read_sliders(sliders, source.declared, fixed, source.name)
    source.check_inputs(tracks)
    for name in nodes or {}:
        require_known(name, [s.name for s in tracks], "slider", source.name)
    if view == "field":
        tracks = [_with_choices(s, (nodes or {}).get(s.name, FIELD_CHOICES)) for s in tracks]
    head = {"view": view, "name": source.name, "title": title or source.title, "caption": caption, "rows": drawing.ROWS}
    head |= {"sliders": [drawing.slider_spec(s) for s in tracks], "words": drawing.WORDS}
    kind = with_traits(tracks)
    if view == "field":
        return _field(kind, source, tracks, show, head)
    start = source.at({s.name: s.value for s in tracks})
    if view == "bars":
        choice = drawing.choose_bars(start, show, along, source.name)
    else:
        choice = drawing.choose(start, show, along, phase, source.name)
    return _tabled(kind, source, tracks, start, choice, nodes or {}, head)


def _tabled(kind, source: Source, sliders, start: xr.Dataset, choice: drawing.Choice, nodes, head) -> Explorer:
    """An explorer that draws from a table: lines or bars."""
    bars = head["view"] == "bars"
    shapes = choice.shapes()
    picture = None if bars else curves_picture(start, choice, head["caption"])
    evaluate = source.evaluator(sliders, shapes)
    spec: dict[str, Any] = {}

    def fits(table: Table) -> bool:
        nonlocal spec, picture
        drawn = (drawing.bars_spec if bars else drawing.curves_spec)(start, choice, table)
        spec = head | drawn | _notes(table.error, sliders, "mark" if bars else "line")
        spec["shows"] = list(shapes)
        if bars:
            picture = bars_picture(start, choice, spec["axis"]["shown"], head["caption"])
        return weight(as_html(spec, picture)) <= CURVES_BYTES

    lengths = {n: start.sizes[choice.axis] if dims else 1 for n, dims in shapes.items()}
    table = build(evaluate, sliders, lengths, nodes, fits)
    _require_effect(table, sliders, source.name)

    def solve(values: dict[str, float]) -> np.ndarray:
        return evaluate({k: np.array([v]) for k, v in values.items()}, False)[0]

    return kind(spec, sliders, solve, lambda: picture, table)


def _field(kind, source: Source, sliders, show, head) -> Explorer:
    values = {s.name: xr.DataArray(list(s.choices), dims=s.name, coords={s.name: list(s.choices)}) for s in sliders}
    result = source.at(values)
    names = [show] if isinstance(show, str) else list(result.data_vars if show is None else show)
    for name in names:
        require_known(name, map(str, result.data_vars), "variable", source.name)
    planes = [n for n in names if len(set(result[n].dims) - set(values)) == 2]
    if len(planes) != 1 or any(set(result[n].dims) - set(values) for n in names if n not in planes):
        raise CannotExplore(
            f"{source.name}: view='field' shows one variable over a plane and numbers beside it, but of {names} "
            f"{len(planes)} have two dimensions beside the sliders'. Name them with show=[...]."
        )
    plane = planes[0]
    axes = tuple(str(d) for d in result[plane].dims if d not in values)
    start = result.isel({s.name: s.choices.index(s.value) for s in sliders if s.name in result.dims})
    stacked = {n: _grid(result[n], sliders, axes if n == plane else (), source.name) for n in names}
    scalars = {n: v for n, v in stacked.items() if n != plane}
    spec = head | drawing.field_spec(start, plane, stacked[plane], scalars) | _field_notes(sliders) | {"shows": names}
    picture = field_picture(start[plane], head["caption"])
    size = weight(as_html(spec, picture))
    if size > FIELD_BYTES:
        raise CannotExplore(
            f"{source.name}: {len(stacked[plane])} images take {size / 1000:.0f} kB; the bound is "
            f"{FIELD_BYTES / 1000:.0f} kB. Give fewer settings, nodes={{{sliders[0].name!r}: 4}}, or a coarser plane."
        )
    return kind(spec, sliders, lambda _: np.array([]), lambda: picture)


def weight(text: str) -> int:
    """Bytes of a text as a server sends it, under gzip.

    Examples
    --------
    >>> weight("a" * 1000) < 50
    True
    """
    return len(gzip.compress(text.encode(), 9, mtime=0))


def rounded_up(percent: float) -> str:
    """A percentage with one significant digit, never less than it is, so that the last bits of a run cannot change it.

    Examples
    --------
    >>> rounded_up(0.1302), rounded_up(0.2), rounded_up(0.097), rounded_up(0.00412)
    ('0.2', '0.2', '0.1', '0.01')
    """
    percent = max(percent, 0.01)
    power = math.floor(math.log10(percent) + 1e-9)
    return f"{math.ceil(round(percent / 10**power, 6)) * 10**power:g}"


def _notes(error: float, sliders: Sequence[Slider], ghost: str) -> dict[str, Any]:
    """The lines under the figure that say how good it is."""
    measured = (
        f"Interpolated from stored solutions: off by at most {rounded_up(100 * error)} % of a curve's range, as "
        f"measured at {SAMPLES:,} random settings."
    )
    if all(s.choices for s in sliders):
        count = math.prod(len(s.choices) for s in sliders)
        measured = f"One of {count} stored solutions, rounded by at most {rounded_up(100 * error)} % of the range."
    exact = "Exact solution, computed by Python for this setting."
    ghost = f" The thin {ghost} is the start setting."
    return {"error": float(f"{error:.6g}"), "note": measured + ghost, "exactNote": exact + ghost}


def _field_notes(sliders: Sequence[Slider]) -> dict[str, Any]:
    count = math.prod(len(s.choices) for s in sliders)
    text = f"One of {count} stored solutions, in 256 shades."
    return {"error": 0.5 / 255, "note": text, "exactNote": text}


def _with_choices(slider: Slider, count: int) -> Slider:
    if slider.choices:
        return slider
    even = np.geomspace if slider.log else np.linspace
    choices = tuple(float(f"{v:.6g}") for v in even(slider.low, slider.high, count))
    slider = replace(slider, choices=choices)
    return replace(slider, value=slider.nearest(slider.value))


def _grid(array: xr.DataArray, sliders: Sequence[Slider], axes: tuple[str, ...], owner: str) -> np.ndarray:
    """One entry a setting, the last slider running fastest: shape (settings, ...)."""
    names = [s.name for s in sliders]
    array = array.expand_dims({s.name: len(s.choices) for s in sliders if s.name not in array.dims})
    values = np.asarray(array.transpose(*names, *axes).values, float)
    if not np.isfinite(values).all():
        raise CannotExplore(f"{owner}: {array.name!r} is not finite at some settings; narrow the sliders' ranges.")
    return values.reshape(math.prod(len(s.choices) for s in sliders), *values.shape[len(names) :])


def _require_effect(table: Table, sliders: Sequence[Slider], owner: str) -> None:
    """A slider that moves nothing is a mistake of the author, and a reader would look for it in the model."""
    for axis, slider in enumerate(sliders, start=1):
        still = table.weights.shape[axis] == 1 if not slider.choices else not np.ptp(table.weights, axis=axis).any()
        if still:
            raise CannotExplore(f"{owner}: the slider {slider.name!r} changes none of the curves shown; take it out.")
