"""What the page needs to draw: names, units, ticks, limits, colors, and the number formats, all decided here."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.sliders import Slider, plain
from osteolib.explorer.table import BOUND, Block, Table, random_settings
from osteolib.model.errors import require_known
from osteolib.plot import color, dash
from osteolib.plot.reading import name_of, unit_of
from osteolib.plot.wording import CALENDAR, FLAT, TURN, decimals, number

ROWS, COLUMNS = 16, 8  # rows of the table on request; rows and columns of a field's
APART = 10.0  # curves of one unit whose sizes differ by more than this factor get panels of their own
INK = "#000000"  # the plot room's black, which takes the page's text color
WORDS = {"flat": FLAT, "turn": TURN, "calendar": CALENDAR}


@dataclass(frozen=True)
class Choice:
    """Which variables of a result an explorer shows, and how.

    Attributes
    ----------
    axis : str
        Dimension that runs from left to right; empty for a field.
    panels : tuple of tuples of str
        Variables along the axis, panel by panel, all of one unit in each.
    scalars : tuple of str
        Variables that are one number a setting.
    hidden : tuple of str
        Variables that only the phase plane draws.
    phase : tuple of str
        Variables of the phase plane's axes; empty for none.
    """

    axis: str
    panels: tuple[tuple[str, ...], ...]
    scalars: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()

    @property
    def curves(self) -> tuple[str, ...]:
        """Every variable that a panel draws."""
        return tuple(name for panel in self.panels for name in panel)

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """Every variable of the table with its dimension, in the order of the table's rows."""
        return dict.fromkeys((*self.curves, *self.hidden), (self.axis,)) | dict.fromkeys(self.scalars, ())


def choose(result: xr.Dataset, show: Any, along: str | None, phase: Any, owner: str) -> Choice:
    """Decide what to draw from the result at the start setting.

    Raises
    ------
    UnknownName, CannotExplore
        If a variable is not there, or has dimensions that curves cannot show.
    """
    phase = tuple(phase or ())
    asked = [show] if isinstance(show, str) else list(result.data_vars if show is None else show)
    for name in (*asked, *phase):
        require_known(name, map(str, result.data_vars), "variable", owner)
    if len(phase) not in (0, 2):
        raise CannotExplore(
            f"{owner}: phase={phase!r}; expected a pair of variables, phase=('osteoclasts', 'osteoblasts')."
        )
    axis = along or _axis(result, (*asked, *phase), owner)
    require_known(axis, map(str, result.dims), "dimension", owner)
    for name in (*asked, *phase):
        if set(result[name].dims) - {axis}:
            has = ", ".join(map(str, result[name].dims))
            raise CannotExplore(
                f"{owner}: {name!r} depends on {has}; curves run along one axis only. "
                "Choose it with along=..., select the others inside the function, or use view='field'."
            )
    curves, scalars = ([n for n in asked if bool(result[n].dims) == along_axis] for along_axis in (True, False))
    hidden = tuple(n for n in phase if n not in curves)
    return Choice(axis, tuple(_panels(result, curves)), tuple(scalars), hidden, phase)


def _panels(result: xr.Dataset, names: Sequence[str]) -> list[tuple[str, ...]]:
    """One panel a unit; but ten osteoclasts cannot be read beside a thousand osteoblasts, so those part."""
    panels: list[list[str]] = []
    for name in names:
        for panel in panels:
            sizes = [float(np.abs(result[n]).max()) for n in (*panel, name)]
            if unit_of(result[panel[0]]) == unit_of(result[name]) and max(sizes) <= APART * min(sizes):
                panel.append(name)
                break
        else:
            panels.append([name])
    return [tuple(p) for p in panels]


def slider_spec(slider: Slider) -> dict[str, Any]:
    """One slider as the page needs it."""
    symbol = plain(slider.symbol)
    named = f"{slider.label}, <i>{symbol}</i>" if symbol.lower() != slider.label.lower() else slider.label
    spec = {
        "name": slider.name,
        "html": named,
        "unit": "" if slider.unit == "1" else slider.unit,
        "low": slider.low,
        "high": slider.high,
        "value": slider.value,
        "places": _places(slider),
    }
    if slider.stops:
        spec["stops"] = list(slider.stops)
    if slider.choices:
        spec["choices"] = True
    if slider.names:
        spec["names"] = list(slider.names)
    if slider.switch:
        spec |= {"switch": True, "html": slider.label}
    return spec | ({"log": True} if slider.log else {"step": slider.step})


def curves_spec(result: xr.Dataset, choice: Choice, table: Table, *, names: bool = False) -> dict[str, Any]:
    """Axis, panels and curves of the view `curves`, with the table."""
    blocks = {b.name: b for b in table.blocks}
    curves, end = [], 0
    for name, block in blocks.items():
        curves.append(_curve(result[name], block, end, choice))
        end += block.length
    panels = [{"unit": unit_of(result[p[0]]), **_limits([blocks[n] for n in p])} for p in choice.panels]
    spec = {
        "axis": _names(result[choice.axis]) if names else _along(result[choice.axis]),
        "panels": panels,
        "curves": curves,
        "readouts": [readout(result[n], [blocks[n].low, blocks[n].high]) for n in choice.scalars],
        "table": table.pack(),
    }
    axes = panels
    if choice.phase:
        x, y = (_limits([blocks[n]], share=0.04) for n in choice.phase)
        spec["phase"] = {"x": choice.phase[0], "y": choice.phase[1], "xAxis": x, "yAxis": y, "color": "currentColor"}
        axes = [*panels, y]
    return spec | {"gutter": _gutter(axes)}


def choose_bars(result: xr.Dataset, show: Any, along: str | None, owner: str) -> Choice:
    """As `choose`, for bars: an axis of names, and a panel for each variable along it.

    Raises
    ------
    UnknownName, CannotExplore
        If a variable is not there, or the axis holds no names.
    """
    choice = choose(result, show, along, None, owner)
    names = result[choice.axis].values
    if choice.axis not in result.coords or names.dtype.kind not in "UO":
        raise CannotExplore(
            f"{owner}: view='bars' shows one bar a name, but {choice.axis!r} holds no names. Give it a coordinate of "
            "texts, or draw lines with view='curves'."
        )
    return replace(choice, panels=tuple((name,) for name in choice.curves))


def bars_spec(result: xr.Dataset, choice: Choice, table: Table) -> dict[str, Any]:
    """Names, panels and bars of the view `bars`, with the table; a bar that is nowhere above zero is not drawn."""
    spec = curves_spec(result, choice, table, names=True)
    rows, count = table.rows(random_settings(table.sliders)), len(spec["axis"]["values"])
    drawn = [c for c in spec["curves"] if not c["scalar"]]
    tall = [np.abs(rows[:, c["from"] : c["to"]]).max(axis=0) > 2 * BOUND * (c["high"] - c["low"]) for c in drawn]
    shown = [k for k in range(count) if any(seen[k] for seen in tall)]
    for panel in spec["panels"]:
        panel["low"] = min(panel["low"], 0.0)
        panel["ticks"] = ticks(panel["low"], panel["high"])
    gutter = 18 + 7 * max(len(spec["axis"]["values"][k]) for k in shown)
    return spec | {"axis": spec["axis"] | {"shown": shown}, "gutter": gutter}


def field_spec(result: xr.Dataset, name: str, images: np.ndarray, scalars: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Image, axes and colors of the view `field`; `images` has shape (settings, rows, columns)."""
    array = result[name]
    up, across = (array[d] for d in array.dims)
    low, high = float(images.min()), float(images.max())
    levels = np.rint((images - low) / ((high - low) or 1) * 255).astype(np.uint8).reshape(len(images), -1)
    steps = np.diff(levels, axis=1, prepend=np.uint8(0))  # wraps around at 256, as the page does
    x, y = _edges(across), _edges(up)
    return {
        "curves": [],
        "readouts": [
            readout(result[n], v) | {"values": [float(f"{i:.5g}") for i in v.ravel()]} for n, v in scalars.items()
        ],
        "gutter": _gutter([y]),
        "field": {
            "label": name_of(array),
            "unit": unit_of(array),
            "shape": list(images.shape[1:]),
            "columns": COLUMNS,
            "low": low,
            "high": high,
            "ticks": ticks(low, high),
            "xAxis": x,
            "yAxis": y,
            "xHeading": _heading(across),
            "yHeading": _heading(up),
            "xName": name_of(across),
            "yName": name_of(up),
            "xUnit": unit_of(across),
            "yUnit": unit_of(up),
            "equal": unit_of(across) == unit_of(up),
            "palette": _palette(),
            "images": base64.b64encode(steps.tobytes()).decode(),
        },
    }


def readout(array: xr.DataArray, values: Sequence[float]) -> dict[str, Any]:
    """A variable that is one number at each setting."""
    places = decimals([float(v) for v in np.ravel(values)])
    return {"id": identifier(str(array.name)), "label": name_of(array), "unit": unit_of(array), "places": places}


def identifier(name: str) -> str:
    """A variable's name as part of an attribute's name.

    Examples
    --------
    >>> identifier("bone mass")
    'bone_mass'
    """
    return re.sub(r"\W", "_", name.lower())


def ticks(low: float, high: float, count: int = 5) -> list[tuple[float, str]]:
    """Round numbers between two limits, each with its text; about `count` of them.

    Examples
    --------
    >>> [text for _, text in ticks(0, 300)], [text for _, text in ticks(0, 1.2)]
    (['0', '100', '200', '300'], ['0.00', '0.25', '0.50', '0.75', '1.00'])
    """
    rough = (high - low) / count
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    values = step * np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1)
    if max(abs(low), abs(high)) >= 1e6 or max(abs(low), abs(high)) < 1e-3:
        return [(float(f"{v:.6g}"), _power(v)) for v in values]
    places = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    places += 0 if np.isclose(step * 10**places, np.rint(step * 10**places)) else 1
    return [(float(f"{v:.6g}"), number(float(v), places)) for v in values]


def _axis(result: xr.Dataset, names: Sequence[str], owner: str) -> str:
    """The one dimension that the variables share; time where there is one."""
    dims = list(dict.fromkeys(str(d) for n in names for d in result[n].dims))
    if "time" in dims:
        return "time"
    if len(dims) != 1:
        has = f"the dimensions {', '.join(dims)}" if dims else "no dimension"
        raise CannotExplore(f"{owner}: what is shown has {has}; say which runs from left to right, along=...")
    return dims[0]


def _power(value: float) -> str:
    mantissa, exponent = f"{value:.2e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}" if value else "0"


def _curve(array: xr.DataArray, block: Block, start: int, choice: Choice) -> dict[str, Any]:
    name = str(array.name)
    panel = next((i for i, p in enumerate(choice.panels) if name in p), None)
    # the line style tells the curves of one panel apart where color does not
    pattern = dash(choice.panels[panel].index(name)) if panel is not None else ()
    ink = color(array.attrs.get("kind", "other"))
    return {
        "name": name,
        "id": identifier(name),
        "label": name_of(array),
        "unit": unit_of(array),
        "color": "currentColor" if ink == INK else ink,
        "dash": list(pattern),
        "panel": panel,
        "scalar": name in choice.scalars,
        "from": start,
        "to": start + block.length,
        "low": block.low,
        "high": block.high,
    }


def _limits(blocks: Sequence[Block], share: float = 0.05) -> dict[str, Any]:
    """Limits that hold every curve at every setting, so that a slider moves the curve and not the axis."""
    low, high = min(b.low for b in blocks), max(b.high for b in blocks)
    pad = share * (high - low)
    bottom = 0.0 if 0 <= low < 0.5 * high else low - pad
    top = high + pad
    return {"low": float(f"{bottom:.6g}"), "high": float(f"{top:.6g}"), "ticks": ticks(bottom, top)}


def _along(coordinate: xr.DataArray) -> dict[str, Any]:
    values = np.asarray(coordinate.values, float)
    ratios = values[1:] / values[:-1] if (values > 0).all() and len(values) > 2 else np.array([1.0])
    log = bool(values[-1] / values[0] >= 100 and np.allclose(ratios, ratios[0], rtol=1e-3)) if ratios[0] > 1 else False
    low, high = float(values.min()), float(values.max())
    return {
        "label": name_of(coordinate),
        "unit": unit_of(coordinate),
        "values": [float(f"{v:.6g}") for v in values],
        "low": low,
        "high": high,
        "log": log,
        "ticks": _decades(low, high) if log else ticks(low, high),
    }


def _names(coordinate: xr.DataArray) -> dict[str, Any]:
    return {"label": name_of(coordinate), "unit": "", "values": [str(v) for v in coordinate.values]}


def _decades(low: float, high: float) -> list[tuple[float, str]]:
    first, last = int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9))
    every = max(1, (last - first) // 5)
    return [(10.0**e, f"{10.0**e:g}" if -4 < e < 5 else f"1e{e}") for e in range(first, last + 1, every)]


def _edges(coordinate: xr.DataArray) -> dict[str, Any]:
    values = np.asarray(coordinate.values, float)
    half = (values[-1] - values[0]) / (2 * max(len(values) - 1, 1)) or 0.5
    low, high = float(values[0] - half), float(values[-1] + half)
    return {
        "low": low,
        "high": high,
        "first": float(values[0]),
        "last": float(values[-1]),
        "ticks": ticks(low, high, 4),
    }


def _heading(coordinate: xr.DataArray) -> str:
    unit = unit_of(coordinate)
    return name_of(coordinate) + (f" ({unit})" if unit else "")


def _gutter(axes: Sequence[Mapping[str, Any]]) -> int:
    """Room for tick labels left of the axes, px."""
    return 14 + 7 * max(len(text) for axis in axes for _, text in axis["ticks"])


def _places(slider: Slider) -> int:
    """Decimals of a slider's value text."""
    if slider.stops or slider.step is None:
        steps = np.array(slider.stops or [slider.low, slider.high, slider.value])
    else:
        steps = np.array([slider.low, slider.step, slider.value])
    if np.abs(steps).max() >= 1e6 or np.abs(steps).max() < 1e-4:
        return -1
    # a logarithmic track is written in significant digits by the page
    return 0 if slider.log else next((p for p in range(6) if np.allclose(steps, steps.round(p), atol=1e-9)), 6)


def _palette() -> list[str]:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    return [to_hex(c) for c in colormaps["cividis"](np.arange(256))]
