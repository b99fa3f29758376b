"""What an explorer asks: a model or a plain function, called with whole arrays of settings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.sliders import Slider
from osteolib.model import Model
from osteolib.model.errors import require_known

POINTS = 151  # times of a simulation where the author gives only its end
ROUGHLY = 1e-6  # of solutions for a table, far below what it may miss


class Source:
    """A model or a function behind one call, ``at(settings) -> Dataset``.

    Parameters
    ----------
    compute : Model or callable
    until : number or 1-D array, optional
        End or times of a model's simulation.
    fixed : dict
        Everything else that is handed on at every call.

    Examples
    --------
    >>> line = Source(lambda slope: xr.Dataset({"y": slope * xr.DataArray([0.0, 1.0], dims="x")}), None, {})
    >>> line.at({"slope": 2.0}).y.values
    array([0., 2.])
    """

    def __init__(self, compute: Model | Callable[..., xr.Dataset], until: Any, fixed: Mapping[str, Any]) -> None:
        self.fixed = dict(fixed)
        if isinstance(compute, Model):
            self.name, self.title, self.declared = compute.name, compute.title, compute.parameters
            self._call = self._simulation(compute, until)
        elif callable(compute):
            self.name = getattr(compute, "__name__", type(compute).__name__).strip("<>")
            self.title = _first_line(compute) or self.name.replace("_", " ")
            self.declared = {}
            if until is not None:
                raise CannotExplore(f"{self.name} is a plain function with its own axis; leave out until={until!r}.")
            self._call = compute
        else:
            raise CannotExplore(
                f"cannot explore {type(compute).__name__}: expected a model, such as komarova2003, or a function that "
                "takes the sliders' values and returns an xarray.Dataset."
            )

    def at(self, settings: Mapping[str, Any]) -> xr.Dataset:
        """Results at one setting (numbers) or at many (DataArrays, whose dimensions the result gets)."""
        result = self._call(**{**self.fixed, **settings})
        if isinstance(result, xr.DataArray) and result.name:
            result = result.to_dataset()
        if not isinstance(result, xr.Dataset):
            raise CannotExplore(
                f"{self.name} returned {type(result).__name__}; expected an xarray.Dataset whose variables carry "
                "'units' and 'long_name' in their attrs."
            )
        return result

    def check_inputs(self, sliders: Sequence[Slider]) -> None:
        """Raise, with the nearest names, unless a plain function takes every slider."""
        if self.declared:
            return
        inputs = inspect.signature(self._call).parameters
        if not any(p.kind is p.VAR_KEYWORD for p in inputs.values()):
            for slider in sliders:
                require_known(slider.name, inputs, "argument", self.name)

    def evaluator(self, sliders: Sequence[Slider], shapes: Mapping[str, tuple[str, ...]]):
        """The function that `table.build` calls: all curves in `shapes` (name to dimensions) laid end to end."""

        def evaluate(settings: dict[str, np.ndarray], grid: bool) -> np.ndarray:
            dims = [s.name for s in sliders] if grid else ["setting"]
            arrays = {
                k: xr.DataArray(v, dims=[k if grid else "setting"], coords={k: v} if grid else None)
                for k, v in settings.items()
            }
            sizes = {d: len(next(iter(settings.values()))) if d == "setting" else len(settings[d]) for d in dims}
            result = self.at(arrays)
            rows = [_stacked(result[n], dims, sizes, along, self.name) for n, along in shapes.items()]
            return np.concatenate(rows, axis=-1)

        return evaluate

    def _simulation(self, model: Model, until: Any) -> Callable[..., xr.Dataset]:
        if until is None:
            raise CannotExplore(f"say until when {model.name} shall run, for example until=300 ({model.time_unit}).")
        times = np.linspace(0, until, POINTS) if np.ndim(until) == 0 else np.asarray(until, float)

        def simulate(**values: Any) -> xr.Dataset:
            for_a_table = any(isinstance(value, xr.DataArray) and value.size > 1 for value in values.values())
            return model.simulate(times, **({"rtol": ROUGHLY} if for_a_table else {}) | values)

        return simulate


def _stacked(
    array: xr.DataArray, dims: list[str], sizes: dict[str, int], along: tuple[str, ...], owner: str
) -> np.ndarray:
    """One variable with the sliders' dimensions first, repeated along those it ignores, then one flat axis."""
    extra = [d for d in array.dims if d not in (*dims, *along)]
    if extra:
        raise CannotExplore(
            f"{owner}: {array.name!r} came back with the unexpected dimension {extra[0]!r}; a function given arrays "
            "with named dimensions must keep those names. Use arithmetic of xarray, or xarray.apply_ufunc."
        )
    array = array.expand_dims({d: sizes[d] for d in dims if d not in array.dims}).transpose(*dims, *along)
    values = np.asarray(array.values, float)
    if not np.isfinite(values).all():
        raise CannotExplore(
            f"{owner}: {array.name!r} is not finite at some settings of the sliders; narrow their ranges to where the "
            "model holds."
        )
    return values.reshape(*values.shape[: len(dims)], -1)


def _first_line(function: Callable) -> str:
    return (inspect.getdoc(function) or "").split("\n")[0].rstrip(".") if inspect.isroutine(function) else ""
