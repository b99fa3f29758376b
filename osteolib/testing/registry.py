"""Which models there are."""

from __future__ import annotations

import importlib
import pkgutil

import osteolib
from osteolib.model import Model


def registered_models() -> dict[str, Model]:
    """Every `Model` that a room of osteolib exports, under its name and in alphabetical order.

    Raises
    ------
    ValueError
        If a model is exported under another name than its own, or two models share one.

    Examples
    --------
    >>> registered_models()["komarova2003"].time_unit
    'd'
    """
    found: dict[str, Model] = {}
    for room in pkgutil.iter_modules(osteolib.__path__, "osteolib."):
        if room.name == "osteolib.testing":
            continue
        module = importlib.import_module(room.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if isinstance(value, Model):
                _require_own_name(room.name, name, value, found)
                found[name] = value
    return dict(sorted(found.items()))


def _require_own_name(room: str, name: str, model: Model, found: dict[str, Model]) -> None:
    if name != model.name:
        raise ValueError(f"{room} exports the model {model.name!r} as {name!r}. Use one name, the paper's, for both.")
    if found.get(name, model) is not model:
        raise ValueError(f"{room} exports a second model called {name!r}. Rename one of them.")
