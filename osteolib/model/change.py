"""A model that differs from another in a few declared places, and shares everything else with it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from osteolib.model.declaration import Parameter
from osteolib.model.errors import require_known

if TYPE_CHECKING:
    from osteolib.model.model import Model

Change = Callable[..., Any]


class _View:
    """Namespace of the changed model, as the functions of the first one see it.

    A changed parameter is other when it is read, a changed constant or quantity when it is set.
    """

    def __init__(
        self, seen: Any, p: Any, read: Mapping[str, Change], written: Mapping[str, Change], t: Any = None
    ) -> None:
        self.__dict__.update(_seen=seen, _p=p, _read=read, _written=written, _t=t)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._seen, name)
        return self._read[name](value, self._p) if name in self._read else value

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._seen, name, self._written[name](value, self._p, self._t) if name in self._written else value)


class _Written:
    """As `_View` of what is only written to; it shares the attributes, so that reading one costs nothing."""

    __slots__ = ("__dict__", "_seen", "_p", "_written", "_t")

    def __init__(self, seen: SimpleNamespace, p: Any, written: Mapping[str, Change], t: Any) -> None:
        for name, value in (("_seen", seen), ("_p", p), ("_written", written), ("_t", t), ("__dict__", vars(seen))):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._seen, name, self._written[name](value, self._p, self._t) if name in self._written else value)


def changed(
    model: Model,
    name: str,
    title: str,
    source: str,
    *,
    changes: Mapping[str, Change],
    parameters: Sequence[Parameter] = (),
) -> Model:
    """Declare a model as another one with some parameters, constants or quantities replaced.

    Parameters
    ----------
    model : Model
        What it starts from; stays as it is.
    name, title, source : str
        As for `Model`.
    changes : dict
        ``{name: change}``; ``change(value, p)`` gives what takes the place of a parameter, constant or quantity of
        that name. `value` is what the first model would have used, `p` holds all parameters, the new ones too. A
        quantity may also change with time, ``change(value, p, t)``.
    parameters : sequence of Parameter, optional
        New parameters.

    Returns
    -------
    Model

    Raises
    ------
    UnknownName
        If `model` has no parameter, constant or quantity of a name in `changes`.

    Examples
    --------
    >>> from osteolib.model import Parameter
    >>> from osteolib.remodeling import komarova2003
    >>> drug = Parameter("drug", 0.0, "1", 0.0, 1.0, "share of removal added", "komarova2003", "illustrative")
    >>> treated = changed(komarova2003, "komarova2003_drug", "osteoclasts die faster", "komarova2003",
    ...                   changes={"beta1": lambda beta1, p: beta1 * (1 + p.drug)}, parameters=[drug])
    >>> print(treated.equations().text.splitlines()[0])
    d(osteoclasts)/dt = alpha1*osteoblasts**g21*osteoclasts**g11 - beta1*osteoclasts*(drug + 1)
    """
    from osteolib.model.model import Model

    made = [declared.name for declared in (*model.constants, *model.quantities)]
    for known in changes:
        require_known(known, [*model.parameters, *made], "parameter, constant or quantity", model.name)
    read = {key: change for key, change in changes.items() if key in model.parameters}
    written = {key: _of_time(change) for key, change in changes.items() if key in made}

    def reading(p: Any) -> Any:
        """Parameters and constants as the first model reads them."""
        if not read:
            return p
        if type(p) is not SimpleNamespace:
            return _View(p, p, read, written)
        seen = SimpleNamespace()
        vars(seen).update(vars(p))
        for key, change in read.items():
            setattr(seen, key, change(getattr(p, key), p))
        return seen

    def writing(q: Any, p: Any, t: Any) -> Any:
        """Quantities as the first model sets them."""
        quick = type(q) in (SimpleNamespace, _Written)
        return _Written(q, p, written, t) if quick else _View(q, p, {}, written, t)

    def rhs(t: Any, y: Any, p: Any, *q: Any) -> tuple:
        return model._rhs(t, y, reading(p), *q)

    def quantities(t: Any, y: Any, p: Any, q: Any) -> None:
        model._derive_quantities(t, y, reading(p), writing(q, p, t))

    def over(function: Callable | str | None) -> Callable | str | None:
        if not callable(function):
            return function
        return lambda p, *time: function(_View(p, p, read, written), *time)

    return Model(
        name,
        title,
        source,
        model.time_unit,
        states=model.states,
        parameters=[*model.parameters.values(), *parameters],
        rhs=rhs,
        constants=model.constants,
        derive_constants=over(model._derive_constants),
        quantities=model.quantities,
        derive_quantities=quantities if model._derive_quantities else None,
        start=over(model._start),
        rest=over(model._rest),
        turns=over(model._turns),
        time_name=model.time_name,
    )


def _of_time(change: Change) -> Change:
    """A change as a function of value, parameters and time, whether or not it asks for the time."""
    try:
        inspect.signature(change).bind(None, None, None)
    except TypeError:
        return lambda value, p, t: change(value, p)
    return change
