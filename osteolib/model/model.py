"""`Model`: ordinary differential equations with the history of every number, simulated for whole sweeps at once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from osteolib.model import solver, steady
from osteolib.model.declaration import Parameter, Quantity, State
from osteolib.model.errors import BadValue, NoSteadyState, require_known
from osteolib.model.sweep import Sweep, as_input, by_choice, check_domain, stack
from osteolib.model.table import ParameterTable, parameter_table
from osteolib.model.timing import Segment, check_doses, check_plans, check_schedule, output_times, segments

if TYPE_CHECKING:
    from osteolib.model.symbolic import Equations

# Members solved in one stack: their work arrays stay in the processor's cache, and their results below some 100 MB.
_CACHE_MEMBERS = 4096
_CHUNK_BYTES = 100e6
_CACHE_NUMBERS = 16_384

# A restart costs every member some short steps. Up to some hundred times that is less than what it costs to let the
# step control find each member's turn (jorg2022, ages at menopause: half at 300, as much at 1,000, twice at 3,000).
_MOST_TURNS = 512


@dataclass(frozen=True)
class _Course:
    """What one call asks for: output times, the key of each start value in the stack, segments, relative error."""

    at: np.ndarray
    begun: Mapping[str, str]
    plan: list[Segment]
    rtol: float

    def stretches(self) -> Iterator[tuple[Segment, slice]]:
        """Each segment with its output times: a break belongs to what it opens, the last segment keeps its end."""
        for segment in self.plan:
            first, stop = np.searchsorted(self.at, (segment.start, segment.stop), side="left")
            yield segment, slice(first, self.at.size if segment is self.plan[-1] else stop)


class Model:
    """Ordinary differential equations that are written once and read as numbers, equations and SBML.

    Parameters
    ----------
    name : str
        Name of the model, after its paper.
    title : str
        What it is, in a line.
    source : str
        Key of the paper in ``references.bib``.
    time_unit : str
        Unit of time, such as ``"d"``.
    states : sequence of State
    parameters : sequence of Parameter
    rhs : callable
        ``rhs(t, y, p)``, or ``rhs(t, y, p, q)`` where the model declares quantities; returns the rate of each state in
        their order. `y` unpacks into the states, `p` holds parameters and constants, `q` the quantities. It may use
        arithmetic and the functions of `osteolib.model`, so that it takes numbers, arrays and symbols alike.
    constants, derive_constants : sequence of Quantity and callable, optional
        Values that depend on parameters alone, and ``derive_constants(p)`` that sets each as an attribute of `p`.
    quantities, derive_quantities : sequence of Quantity and callable, optional
        Values that depend on the states too, and ``derive_quantities(t, y, p, q)`` that sets each as an attribute of
        `q`; one may use those set before it, and is then printed so.
    start : callable or ``"steady_state"``, optional
        ``start(p, t)`` gives ``{state: value}`` where the start depends on the parameters, and on the time at which a
        run starts where a model has a history of its own; ``start(p)`` where it does not.
    rest : callable, optional
        ``rest(p)`` gives ``{state: value}`` at the steady state where a closed form is known.
    time_name : str, optional
        What time is counted from, as the axis of a figure calls it, such as ``"age"``.
    turns : callable, optional
        ``turns(p)`` gives the times at which the rates turn or jump by themselves, such as a menopause; the solver
        starts anew there. In a sweep over very many of these times its step control finds them instead.

    Examples
    --------
    >>> decay = Model(
    ...     "decay", "one substance that decays", "komarova2003", "d",
    ...     states=[State("amount", "mg", 8.0, "amount", symbol="a", positive=True)],
    ...     parameters=[Parameter("k", 1.0, "/d", 0.1, 2.0, "rate of decay", "komarova2003", "illustrative")],
    ...     rhs=lambda t, y, p: (-p.k * y[0],),
    ... )
    >>> run = decay.simulate([0, 1, 2], k=[0.5, 1.0])
    >>> print(run.amount.sel(k=1.0).values.round(4))
    [8.     2.943  1.0827]
    """

    def __init__(
        self,
        name: str,
        title: str,
        source: str,
        time_unit: str,
        *,
        states: Sequence[State],
        parameters: Sequence[Parameter],
        rhs: Callable[..., tuple],
        constants: Sequence[Quantity] = (),
        derive_constants: Callable[[Any], None] | None = None,
        quantities: Sequence[Quantity] = (),
        derive_quantities: Callable[[Any, Any, Any, Any], None] | None = None,
        start: Callable[..., Mapping[str, Any]] | str | None = None,
        rest: Callable[[Any], Mapping[str, Any]] | None = None,
        turns: Callable[[Any], Sequence[Any]] | None = None,
        time_name: str = "time",
    ) -> None:
        self.name, self.title, self.source = name, title, source
        self.time_unit, self.time_name = time_unit, time_name
        self.states, self.quantities, self.constants = tuple(states), tuple(quantities), tuple(constants)
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self._rhs, self._rest, self._turns = rhs, rest, turns
        self._start = _of_time(start) if callable(start) else start
        self._derive_constants, self._derive_quantities = derive_constants, derive_quantities
        self._positive = np.array([state.positive for state in self.states])
        self._accumulates = np.array([state.accumulates for state in self.states])
        self._scale = np.array([state.scale for state in self.states])

    def __repr__(self) -> str:
        return f"<Model {self.name}: {self.title}>"

    def simulate(
        self,
        times: Any,
        *,
        initial: Mapping[str, Any] | None = None,
        doses: Mapping[str, Any] | None = None,
        schedule: Mapping[str, Any] | None = None,
        rtol: float = 1e-8,
        **parameters: Any,
    ) -> xr.Dataset:
        """Solve the model for one or many parameter sets.

        Parameters
        ----------
        times : number or sequence
            The end (0 to end in 201 points), or the increasing output times, of which the first is the start, in the
            model's time unit.
        initial : dict, optional
            Start values that replace the declared ones, ``{"osteoclasts": 11}``.
        doses : dict, optional
            Instantaneous additions, ``{"osteoclasts": [(time, amount), ...]}``; a result at that time shows the state
            after the dose.
        schedule : dict, optional
            Piecewise-constant inputs, ``{"I_P": [(start, stop, value), ...]}``; outside the intervals the parameter
            keeps its value.
        rtol : float, optional
            Relative error allowed in every state of every parameter set.
        **parameters
            Values that replace the defaults; a choice may be given by its name. A list becomes a dimension of the
            parameter's name and several lists their product; an `xarray.DataArray` keeps its own dimensions, so that
            two which share one are paired. The same holds for values inside `initial`, `doses` and `schedule` (a list
            there makes the dimension ``initial_<state>``, ``dose_<state>`` or ``<parameter>``).

        Returns
        -------
        xarray.Dataset
            States and quantities over the swept dimensions and ``time``, with units and long names in ``attrs``.

        Raises
        ------
        UnknownName
            For a parameter or state that the model does not have.
        BadValue, OutOfDomain
            For a value that is not a finite number, or outside the domain of its parameter.
        BadTimes, BadSchedule
            For times that do not increase, and for doses or intervals that overlap or lie outside the times.
        SolverFailed
            If a solution runs away; the message names the parameter set and the time.

        Examples
        --------
        >>> from osteolib.remodeling import komarova2003
        >>> run = komarova2003.simulate(100, g11=[0.4, 0.5])
        >>> dict(run.sizes)
        {'g11': 2, 'time': 201}
        >>> run.bone_mass.attrs["units"]
        '% of start'
        """
        at = output_times(times, self.time_unit)
        if not isinstance(rtol, Real) or not 1e-13 < rtol < 1:
            raise BadValue(f"rtol is the relative error allowed, between 1e-13 and 1, but {rtol!r} came. Try 1e-8.")
        inputs = self._inputs(parameters)
        begun = self._initial_inputs(initial, inputs)
        plan = self._plan(at, doses, schedule, inputs)
        sweep = self._stack(inputs)
        values = self._solve(sweep, _Course(at, begun, plan, rtol))
        return self._dataset(values, sweep, inputs, {"time": at})

    def steady_state(self, **parameters: Any) -> xr.Dataset:
        """State in which nothing changes any more; running totals stay at their start.

        Parameters
        ----------
        **parameters
            As for `simulate`.

        Returns
        -------
        xarray.Dataset
            States and quantities over the swept dimensions.

        Raises
        ------
        NoSteadyState
            If none was found for a parameter set.

        Examples
        --------
        >>> from osteolib.remodeling import komarova2003
        >>> print(f"{float(komarova2003.steady_state().osteoclasts):.4f} cells")
        1.0607 cells
        """
        inputs = self._inputs(parameters)
        sweep = self._stack(inputs)
        values = self._room(1, sweep.members)
        for first, last in self._chunks(sweep, 1):
            p = self.namespace(sweep.part(first, last))
            at_rest = self._at_rest(p, last - first, lambda index, first=first: sweep.member(first + index))
            values[: len(self.states), 0, first:last] = self._coordinates(at_rest, sweep.member)
            self._report(np.zeros(1), p, values[:, :, first:last])
        return self._dataset(values[:, 0], sweep, inputs, {})

    def start_values(self, **parameters: float) -> dict[str, float]:
        """Start of every state at time 0 for one parameter set.

        Examples
        --------
        >>> from osteolib.remodeling import graham2013
        >>> graham2013.start_values(rho=30)["osteocytes"]
        170.0
        """
        sweep = stack(self._inputs(parameters))
        begun = self._begin(sweep.part(0, 1), {}, 1, sweep.member, 0.0)
        return {state.name: float(value) for state, value in zip(self.states, begun[:, 0], strict=True)}

    def table(self) -> ParameterTable:
        """All parameters with value, unit, teaching range, source and status.

        Examples
        --------
        >>> from osteolib.remodeling import komarova2003
        >>> print(komarova2003.table().loc[["g11", "k1"], ["value", "unit", "low", "high", "status"]])
              value        unit  low  high     status
        name
        g11     0.5           1    0  1.12  published
        k1     0.24  %/(cell d)  0.2  0.25  published
        """
        return parameter_table(self.parameters.values())

    def equations(self, only: Sequence[str] | None = None) -> Equations:
        """Equations of the model, made from the function that is solved; a notebook shows them typeset.

        Parameters
        ----------
        only : list of str, optional
            States, quantities and constants whose equations to print; all of them by default.

        Examples
        --------
        >>> from osteolib.remodeling import komarova2003
        >>> print(komarova2003.equations().text.splitlines()[0])
        d(osteoclasts)/dt = alpha1*osteoblasts**g21*osteoclasts**g11 - beta1*osteoclasts
        """
        from osteolib.model.symbolic import equations

        return equations(self, only)

    def to_sbml(self) -> str:
        """Model as SBML Level 3, for COPASI, tellurium or libRoadRunner.

        Raises
        ------
        MissingExtra
            If python-libsbml is not installed.

        Examples
        --------
        >>> from osteolib.remodeling import komarova2003
        >>> "<sbml" in komarova2003.to_sbml()
        True
        """
        from osteolib.model.sbml import to_sbml

        return to_sbml(self)

    def rates(self, t: Any, y: Sequence[Any], p: Any, q: Any = None) -> tuple:
        """Rate of each state for numbers, arrays or symbols.

        Parameters
        ----------
        t : float
        y : sequence
            States in their order.
        p : namespace
            Parameters and constants.
        q : namespace, optional
            Where the quantities are set; symbols hand in one that remembers how each was made.
        """
        if self._derive_quantities is None:
            return self._rhs(t, y, p)
        q = SimpleNamespace() if q is None else q
        self._derive_quantities(t, y, p, q)
        return self._rhs(t, y, p, q)

    def derive(self, p: Any) -> Any:
        """Add to the parameters `p` the constants that follow from them, for numbers, arrays or symbols."""
        if self._derive_constants is not None:
            self._derive_constants(p)
        return p

    # ---- from a call to one stack ----------------------------------------------------------------------------------

    def _inputs(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        inputs: dict[str, Any] = {name: parameter.value for name, parameter in self.parameters.items()}
        for name, value in parameters.items():
            require_known(name, self.parameters, "parameter", self.name)
            inputs[name] = self._checked(name, value, f"{self.name}: {name}")
        # Swept dimensions appear in the order of the call, whatever the order of the parameter table.
        return {name: inputs[name] for name in [*parameters, *(n for n in inputs if n not in parameters)]}

    def _checked(self, name: str, value: Any, what: str) -> float | xr.DataArray:
        value = as_input(what, by_choice(self.parameters[name], value), name)
        check_domain(self.parameters[name], value)
        return value

    def _initial_inputs(self, initial: Mapping[str, Any] | None, inputs: dict[str, Any]) -> dict[str, str]:
        keys = {}
        for name, value in check_plans("initial", initial, "state: value").items():
            self._require_state(name)
            keys[name] = f"initial {name}"
            inputs[keys[name]] = as_input(f"{self.name}: initial {name}", value, f"initial_{name}")
        return keys

    def _plan(self, at: np.ndarray, doses: Any, schedule: Any, inputs: dict[str, Any]) -> list[Segment]:
        """Cut the time into segments; each dose and scheduled value becomes an input of the stack under a key."""
        span = (float(at[0]), float(at[-1]))
        given: dict[str, list] = {}
        for name, entries in check_plans("doses", doses, "state: [(time, amount), ...]").items():
            self._require_state(name)
            given[name] = []
            for k, (moment, amount) in enumerate(check_doses(name, entries, span), 1):
                key = f"dose {k} of {name}"
                inputs[key] = as_input(f"{self.name}: {key}", amount, f"dose_{name}")
                given[name].append((moment, key))
        planned: dict[str, list] = {}
        for name, entries in check_plans("schedule", schedule, "parameter: [(start, stop, value), ...]").items():
            require_known(name, self.parameters, "parameter", self.name)
            planned[name] = []
            for start, stop, value in check_schedule(name, entries, span):
                key = f"scheduled {name} from {start:g}"
                inputs[key] = self._checked(name, value, f"{self.name}: {key}")
                planned[name].append((start, stop, key))
        return segments(span, given, planned, self._turning_times(inputs))

    def _turning_times(self, inputs: Mapping[str, Any]) -> list[float]:
        if self._turns is None:
            return []
        p = SimpleNamespace(**{name: inputs[name] for name in self.parameters})
        times = np.unique(np.concatenate([np.ravel(np.asarray(time, float)) for time in self._turns(p)]))
        return times.tolist() if times.size <= _MOST_TURNS else []

    def _stack(self, inputs: Mapping[str, Any]) -> Sweep:
        sweep = stack(inputs)
        taken = [declared.name for declared in (*self.states, *self.quantities)]
        for name in {*sweep.sizes, *sweep.coords}:
            if name in taken:
                raise BadValue(f"{self.name}: {name!r} names a variable of the result, so no dimension. Rename it.")
            own = [value for key, value in inputs.items() if key == name or key.startswith(f"scheduled {name} ")]
            if name in self.parameters and not any(_labels_itself(value, name, sweep) for value in own):
                raise BadValue(
                    f"{self.name}: a dimension or coordinate is called {name!r}, but does not hold the values of that "
                    "parameter. Rename it."
                )
        return sweep

    def _require_state(self, name: str) -> None:
        require_known(name, [state.name for state in self.states], "state", self.name)

    def namespace(self, values: Mapping[str, Any]) -> SimpleNamespace:
        """Parameters as attributes, with the constants that follow from them: the `p` of `rates`.

        Examples
        --------
        >>> from osteolib.remodeling import komarova2003
        >>> p = komarova2003.namespace({name: parameter.value for name, parameter in komarova2003.parameters.items()})
        >>> f"{p.osteoclasts_at_rest:.4f}"
        '1.0607'
        """
        return self.derive(SimpleNamespace(**{name: values[name] for name in self.parameters}))

    # ---- solving a stack -------------------------------------------------------------------------------------------

    def _chunks(self, sweep: Sweep, points: int) -> list[tuple[int, int]]:
        bytes_a_member = 8 * points * 2 * (len(self.states) + len(self.quantities))
        size = max(1, min(_CACHE_MEMBERS, int(_CHUNK_BYTES / bytes_a_member)))
        return [(first, min(first + size, sweep.members)) for first in range(0, sweep.members, size)]

    def _solve(self, sweep: Sweep, course: _Course) -> np.ndarray:
        at = course.at
        values = self._room(at.size, sweep.members)
        watch = solver.Watch(1, label=self.name)
        chunks = self._chunks(sweep, at.size)
        length = at[-1] - at[0]
        try:
            for number, chunk in enumerate(chunks):
                # One bar for the whole sweep: the span it covers is stretched over all chunks.
                watch.span = (at[0] - number * length, at[0] + (len(chunks) - number) * length)
                self._solve_chunk(sweep, chunk, course, watch, values[:, :, slice(*chunk)])
        finally:
            watch.close()
        return values

    def _solve_chunk(
        self, sweep: Sweep, chunk: tuple[int, int], course: _Course, watch: solver.Watch, values: np.ndarray
    ) -> None:
        part, members = sweep.part(*chunk), chunk[1] - chunk[0]
        watch.members, watch.steps = members, 0

        def describe(index: int) -> str:
            return sweep.member(chunk[0] + index)

        allowed = solver.tolerance(course.rtol, self._scale, self._positive, self._accumulates, members)
        y = self._begin(part, course.begun, members, describe, course.plan[0].start)
        for segment, here in course.stretches():
            p = self.namespace(part | {name: part[key] for name, key in segment.inputs.items()})
            y = self._dose(y, segment, part, describe)
            u = self._coordinates(y, describe)
            path = values[: len(self.states), here]
            if segment.stop > segment.start:
                ends = (segment.start, segment.stop)
                flow = self._flow(p, members, segment.stop)
                u = solver.integrate(flow, u.ravel(), ends, course.at[here], path, allowed, watch, describe)
                y = self._back(u.reshape(y.shape))
            else:
                path[:] = u[:, None]
            self._report(course.at[here], p, values[:, here])

    def _flow(
        self, p: SimpleNamespace, members: int, stop: float = np.inf
    ) -> Callable[[float, np.ndarray], np.ndarray]:
        """Right-hand side on the flat stack, in the solver's coordinates, up to but not including `stop`."""
        # What turns at `stop` belongs to the segment that it opens; the last stage of the last step would see it here.
        last = np.nextafter(stop, -np.inf)
        positive = [bool(flag) for flag in self._positive]
        shape = (len(self.states), members)
        if members == 1:
            return self._flow_of_one(p, last, positive)

        def flow(t: float, u: np.ndarray) -> np.ndarray:
            rows = u.reshape(shape)
            y = [np.exp(row) if flag else row for row, flag in zip(rows, positive, strict=True)]
            rates = np.empty(shape)
            for k, rate in enumerate(self.rates(min(t, last), y, p)):
                if positive[k]:
                    np.divide(rate, y[k], out=rates[k])
                else:
                    rates[k] = rate
            return rates.ravel()

        return flow

    def _flow_of_one(
        self, p: SimpleNamespace, last: float, positive: list[bool]
    ) -> Callable[[float, np.ndarray], np.ndarray]:
        """The same for one member alone, by numbers: they are several times as fast as arrays of one."""
        p = SimpleNamespace(**{name: v[0] if np.ndim(v) else v for name, v in vars(p).items()})

        def flow(t: float, u: np.ndarray) -> np.ndarray:
            y = [np.exp(value) if flag else value for value, flag in zip(u, positive, strict=True)]
            rates = self.rates(min(t, last), y, p)
            return np.array([r / v if flag else r for r, v, flag in zip(rates, y, positive, strict=True)], dtype=float)

        return flow

    def _coordinates(self, y: np.ndarray, describe: Callable[[int], str]) -> np.ndarray:
        u = y.copy()
        for k in np.flatnonzero(self._positive):
            low = np.flatnonzero(~(y[k] > 0))
            if low.size:
                raise BadValue(
                    f"{self.name}: {self.states[k].name} must be above 0 {self.states[k].unit}, but it is set to "
                    f"{y[k, low[0]]:.4g} with {describe(low[0])}. Start higher, or take away less."
                )
            u[k] = np.log(y[k])
        return u

    def _back(self, u: np.ndarray) -> np.ndarray:
        u[self._positive] = np.exp(u[self._positive])
        return u

    def _begin(
        self, part: Mapping[str, Any], begun: Mapping[str, str], members: int, describe: Callable[[int], str], t: float
    ) -> np.ndarray:
        p = self.namespace(part)
        given = {name: part[key] for name, key in begun.items()}
        if all(state.name in given for state in self.states):
            declared = np.empty((len(self.states), members))
        elif self._start == "steady_state":
            declared = self._at_rest(p, members, describe)
        else:
            declared = self._filled(self._start(p, t) if callable(self._start) else {}, members)
        for k, state in enumerate(self.states):
            declared[k] = given.get(state.name, declared[k])
        self._require_finite(declared, describe)
        return declared

    def _filled(self, given: Mapping[str, Any], members: int) -> np.ndarray:
        """States from a partial ``{name: value}``, the rest at their declared start."""
        values = np.empty((len(self.states), members))
        for k, state in enumerate(self.states):
            values[k] = given.get(state.name, state.initial)
        return values

    def _require_finite(self, y: np.ndarray, describe: Callable[[int], str]) -> None:
        bad = np.argwhere(~np.isfinite(y))
        if bad.size:
            state, member = bad[0]
            raise BadValue(
                f"{self.name} cannot start with {describe(member)}: {self.states[state].name} would be "
                f"{y[state, member]}. Take values nearer to the defaults, or give `initial`."
            )

    def _dose(self, y: np.ndarray, segment: Segment, part: Mapping, describe: Callable[[int], str]) -> np.ndarray:
        for k, state in enumerate(self.states):
            for key in segment.doses.get(state.name, ()):
                y[k] = y[k] + part[key]
                self._require_finite(y, describe)
        return y

    def _at_rest(self, p: SimpleNamespace, members: int, describe: Callable[[int], str]) -> np.ndarray:
        if self._rest is not None:
            at_rest = self._filled(self._rest(p), members)
            self._require_finite(at_rest, describe)
            return at_rest
        y = self._filled({}, members)
        moving = ~self._accumulates
        if not moving.any():
            return y
        scale = np.where(self._positive, 1.0, self._scale)[moving, None]
        flow = self._flow(p, members)

        def rates(scaled: np.ndarray) -> np.ndarray:
            u = self._coordinates(y, describe)
            u[moving] = scaled * scale
            return flow(0.0, u.ravel()).reshape(u.shape)[moving] / scale

        with np.errstate(all="ignore"):  # a member that does not settle is reported below, in words
            settled, found = steady.rest(rates, self._coordinates(y, describe)[moving] / scale)
        if not found.all():
            raise NoSteadyState(
                f"{self.name} has no stable steady state that could be found with {describe(int(np.argmin(found)))}. "
                "Take values nearer to the defaults, or simulate from `initial` and look where it goes."
            )
        u = self._coordinates(y, describe)
        u[moving] = settled * scale
        return self._back(u)

    # ---- from a stack to labelled results ---------------------------------------------------------------------------

    def _room(self, points: int, members: int) -> np.ndarray:
        """Room for every variable at every time: shape ``(variables, times, members)``, as the solver writes it."""
        return np.empty((len(self.states) + len(self.quantities), points, members))

    def _report(self, t: np.ndarray, p: SimpleNamespace, values: np.ndarray) -> None:
        """Turn the states in `values` back from the solver's coordinates, and add the quantities."""
        for k in np.flatnonzero(self._positive):
            np.exp(values[k], out=values[k])
        if not self.quantities:
            return
        block = max(1, _CACHE_NUMBERS // values.shape[2])
        for first in range(0, t.size, block):
            here = slice(first, first + block)
            q = SimpleNamespace()
            self._derive_quantities(t[here, None], list(values[: len(self.states), here]), p, q)
            for k, quantity in enumerate(self.quantities, start=len(self.states)):
                values[k, here] = getattr(q, quantity.name)

    def _dataset(self, values: np.ndarray, sweep: Sweep, inputs: Mapping, axis: Mapping[str, np.ndarray]) -> xr.Dataset:
        dims, shape = (*sweep.sizes, *axis), (*sweep.sizes.values(), *(points.size for points in axis.values()))
        declared = (*self.states, *self.quantities)
        data = {d.name: (dims, v.T.reshape(shape), _attributes(d)) for d, v in zip(declared, values, strict=True)}
        swept = {name: inputs[name].variable for name in self.parameters if isinstance(inputs[name], xr.DataArray)}
        labels = swept | sweep.coords | {name: xr.Variable(name, points) for name, points in axis.items()}
        for name, variable in labels.items():
            if name in self.parameters and self.parameters[name].choices:
                names = np.array(self.parameters[name].choices)
                labels[name] = xr.Variable(variable.dims, names[variable.values.astype(int)])
        known = self._coordinate_attributes()
        # Copies, so that a change of the result never reaches what the caller gave.
        coords = {name: (v.dims, v.values.copy(), known.get(name, {})) for name, v in labels.items()}
        return xr.Dataset(data, coords=coords, attrs={"model": self.name, "title": self.title})

    def _coordinate_attributes(self) -> dict[str, dict[str, str]]:
        known = {name: _attributes(parameter) for name, parameter in self.parameters.items()}
        for state in self.states:
            known[f"initial_{state.name}"] = {"long_name": f"{state.description} at the start", "units": state.unit}
            known[f"dose_{state.name}"] = {"long_name": f"dose of {state.description}", "units": state.unit}
        return known | {"time": {"long_name": self.time_name, "units": self.time_unit}}


def _of_time(start: Callable[..., Mapping[str, Any]]) -> Callable[[Any, float], Mapping[str, Any]]:
    """Start as a function of parameters and time, whether or not it asks for the time."""
    try:
        inspect.signature(start).bind(None, 0.0)
    except TypeError:
        return lambda p, t: start(p)
    return start


def _labels_itself(value: Any, name: str, sweep: Sweep) -> bool:
    """Whether the labels under a parameter's name are the parameter's own values."""
    if not isinstance(value, xr.DataArray):
        return False
    return name not in sweep.coords or sweep.coords[name].broadcast_equals(value.variable)


def _attributes(declared: State | Quantity | Parameter) -> dict[str, str]:
    attributes = {"long_name": declared.description, "units": declared.unit, "symbol": declared.symbol}
    kind = getattr(declared, "kind", None)
    return attributes | ({"kind": kind} if kind else {})
