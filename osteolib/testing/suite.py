"""One contract for every model: `check_model` runs its rules and says what to mend."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import xarray as xr

from osteolib.model import Model, NoSteadyState
from osteolib.testing.corners import corners, inside
from osteolib.testing.exchange import round_trip
from osteolib.testing.typesetting import latex_fault

# Largest difference, relative to a variable's largest value, between two ways that should give the same.
AGREEMENT = 1e-6

_UNTIL = {"y": 80.0}

ELEMENT_BY_ELEMENT = "use arithmetic and the functions of osteolib.model only, element by element"

# What a call of `simulate` and its result need for themselves.
RESERVED = ("time", "times", "initial", "doses", "schedule", "rtol")


class UnfitModel(AssertionError):
    """A model breaks one or more rules of the common suite."""


@dataclass(frozen=True)
class Trial:
    """What a rule is given.

    Attributes
    ----------
    model : Model
    references : set of str
        Keys of the bibliography.
    until : float
        Length of a run, in the model's time unit.
    """

    model: Model
    references: set[str]
    until: float


def check_model(model: Model, references: str | Path = "references.bib", until: float | None = None) -> None:
    """Run every rule of the common suite on a model.

    Parameters
    ----------
    model : Model
    references : path, optional
        BibTeX file that must hold the key of every source.
    until : float, optional
        Length of the test runs in the model's time unit; by default 300, or 80 years: what a lesson shows.

    Raises
    ------
    UnfitModel
        With everything that is wrong, and what to do about each.

    Examples
    --------
    >>> from osteolib.remodeling import komarova2003
    >>> check_model(komarova2003)
    """
    until = _UNTIL.get(model.time_unit, 300.0) if until is None else until
    trial = Trial(model, bibliography_keys(references), until)
    faults = [f"{name}: {fault}" for name, rule in RULES.items() for fault in _faults(rule, trial)]
    if faults:
        raise UnfitModel(f"{model.name} breaks the common suite:\n- " + "\n- ".join(faults))


def bibliography_keys(path: str | Path) -> set[str]:
    """Keys of all entries of a BibTeX file.

    Examples
    --------
    >>> "komarova2003" in bibliography_keys("references.bib")
    True
    """
    return set(re.findall(r"^\s*@\w+\s*\{\s*([^,\s]+)", Path(path).read_text(encoding="utf-8"), flags=re.MULTILINE))


def _faults(rule: Callable[[Trial], Iterator[str]], trial: Trial) -> list[str]:
    try:
        with np.errstate(all="ignore"):  # what is not a number is told in words
            return list(rule(trial))
    except Exception as error:  # whatever a broken model raises is its fault, and the next rule still runs
        return [f"it raised {type(error).__name__}: {error}"]


# The rules: each yields one sentence a fault -------------------------------------------------------------------------


def declares_everything(trial: Trial) -> Iterator[str]:
    """Names are identifiers used once; units and descriptions are there, sources are in the bibliography."""
    model = trial.model
    declared = [*model.states, *model.parameters.values(), *model.constants, *model.quantities]
    names = [one.name for one in declared]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name!r} is declared twice; give every state, parameter, constant and quantity its own name"
    for one in declared:
        if not one.name.isidentifier() or one.name in RESERVED:
            yield f"{one.name!r} cannot be used as a name; take an identifier other than {', '.join(RESERVED)}"
        for field in ("unit", "description"):
            if not getattr(one, field).strip():
                yield f"{one.name} has no {field}; write it (the unit of a pure number is '1')"
    for name, source in [(model.name, model.source), *((p.name, p.source) for p in model.parameters.values())]:
        if source not in trial.references:
            yield f"the source {source!r} of {name} is not in the bibliography; add the entry or correct the key"


def runs_with_defaults(trial: Trial) -> Iterator[str]:
    """A plain run is finite and labelled."""
    run = trial.model.simulate(trial.until)
    for name, variable in run.data_vars.items():
        if not np.isfinite(variable).all():
            yield f"{name} is not finite in a run with default values; check the right-hand side"
        if missing := {"long_name", "units", "symbol", "kind"} - set(variable.attrs):
            yield f"{name} lacks the attributes {', '.join(sorted(missing))} in a result"


def leaves_inputs_alone(trial: Trial) -> Iterator[str]:
    """Neither the right-hand side nor a run writes to what it was given."""
    model = trial.model
    state = model.states[0].name
    given = {
        "initial": {state: [1.0, 2.0]},
        "doses": {state: [(0.0, [0.5, 1.0])]},
        **{p.name: xr.DataArray([p.value, p.value], dims="same") for p in list(model.parameters.values())[:1]},
    }
    before = copy.deepcopy(given)
    model.simulate(trial.until / 10, **given)
    if not _same(given, before):
        yield "a run changed the values it was given"
    p = _parameters(model)
    y = [np.full(2, value) for value in model.start_values().values()]
    kept = dict(vars(p)), [row.copy() for row in y]
    for row in y:
        row.flags.writeable = False
    model.rates(0.0, y, p)
    if vars(p) != kept[0]:
        yield "the right-hand side writes to the parameters; keep intermediate values in local names or in quantities"


def repeats_itself(trial: Trial) -> Iterator[str]:
    """The same call gives the same numbers to the last bit."""
    first, second = (trial.model.simulate(trial.until / 10) for _ in range(2))
    if not first.identical(second):
        yield "two equal calls give different results; use no random numbers and no memory in the right-hand side"


def keeps_members_apart(trial: Trial) -> Iterator[str]:
    """A parameter set gives the same rates, all along, and the same curve, at first, alone and in a stack."""
    model = trial.model
    sets = [inside(model, seed) for seed in range(3)]
    paired = {name: xr.DataArray([one[name] for one in sets], dims="member") for name in model.parameters}
    stacked, reached = model.simulate(trial.until / 10, rtol=1e-10, **paired), []
    for k, one in enumerate(sets):
        alone = model.simulate(trial.until / 10, rtol=1e-10, **one)
        for name in alone.data_vars:
            there = stacked[name].isel(member=k) if "member" in stacked[name].dims else stacked[name]
            if not _close(there.values, alone[name].values):
                yield f"{name} differs between a run alone and the same run in a stack; {ELEMENT_BY_ELEMENT}"
                return
        reached.append([float(alone[state.name][-1]) for state in model.states])
    together = model.namespace({name: values.values for name, values in paired.items()})
    for t in np.linspace(0, trial.until, 50):
        stack = model.rates(t, [np.array(state) for state in zip(*reached, strict=True)], together)
        for k, one in enumerate(sets):
            lone = model.rates(t, reached[k], model.namespace(one))
            for state, rates, rate in zip(model.states, stack, lone, strict=True):
                if not _close(np.broadcast_to(rates, len(sets))[k], rate):
                    yield f"the rate of {state.name} at time {t:.4g} differs in a stack; {ELEMENT_BY_ELEMENT}"
                    return


def holds_at_the_corners(trial: Trial) -> Iterator[str]:
    """At all corners of the teaching ranges every variable is finite and no state is negative."""
    sets = corners(trial.model)
    run = trial.model.simulate(trial.until, **sets)
    least = {state.name: -AGREEMENT * state.scale for state in trial.model.states}
    for name, variable in run.data_vars.items():
        bad = ~np.isfinite(variable) | (variable < least.get(name, -np.inf))
        if bad.any():
            first = {dim: int(k[0]) for dim, k in zip(bad.dims, np.nonzero(bad.values), strict=True)}
            where = variable.isel(first)
            corner = ", ".join(f"{key} = {float(value[first['corner']]):.4g}" for key, value in sets.items())
            share = f"{float(bad.any('time').mean()):.1%}"
            yield (
                f"{name} is {float(where):.4g} at time {float(where.time):.4g} with {corner} "
                f"(and at {share} of the corners); narrow the teaching ranges, or mend the equations"
            )


def prints_its_equations(trial: Trial) -> Iterator[str]:
    """There is one equation a declared variable, and the LaTeX can be typeset."""
    equations, model = trial.model.equations(), trial.model
    expected = len(model.states) + len(model.quantities) + len(model.constants)
    if len(equations.text.splitlines()) != expected:
        yield f"{expected} equations were expected, {len(equations.text.splitlines())} are printed"
    if fault := latex_fault(equations.latex):
        yield f"the LaTeX does not typeset: {fault}; look at the symbols that were declared"


def survives_as_sbml(trial: Trial) -> Iterator[str]:
    """libRoadRunner gives the same curves, at the defaults and at another parameter set."""
    for parameters in ({}, inside(trial.model)):
        for name, difference in round_trip(trial.model, trial.until, parameters).items():
            if not difference <= AGREEMENT:
                where = "other parameters" if parameters else "the defaults"
                yield (
                    f"{name} differs by {difference:.2g} of its largest value in libRoadRunner at {where}; "
                    "look for what the right-hand side does differently with symbols"
                )


def rests_at_its_steady_state(trial: Trial) -> Iterator[str]:
    """Where a steady state is reported, the rates vanish; to have none is allowed."""
    model = trial.model
    try:
        rest = model.steady_state()
    except NoSteadyState:
        return
    values = [float(rest[state.name]) for state in model.states]
    for state, value, rate in zip(model.states, values, model.rates(0.0, values, _parameters(model)), strict=True):
        drift = abs(float(rate)) * trial.until
        if not state.accumulates and not drift <= AGREEMENT * max(abs(value), state.scale):
            yield (
                f"{state.name} = {value:.6g} {state.unit} is reported as steady, but moves by {rate:.2g} a time unit; "
                "correct the closed form given as `rest`"
            )


RULES: dict[str, Callable[[Trial], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        declares_everything,
        runs_with_defaults,
        leaves_inputs_alone,
        repeats_itself,
        keeps_members_apart,
        holds_at_the_corners,
        prints_its_equations,
        survives_as_sbml,
        rests_at_its_steady_state,
    )
}


def _parameters(model: Model) -> SimpleNamespace:
    return model.namespace({name: p.value for name, p in model.parameters.items()})


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether numbers agree, relative to the largest."""
    size = np.abs(other).max() or 1.0
    return bool(np.abs(one - other).max() <= AGREEMENT * size)


def _same(one: object, other: object) -> bool:
    if isinstance(one, xr.DataArray):
        return isinstance(other, xr.DataArray) and one.identical(other)
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(_same(one[k], other[k]) for k in one)
    return type(one) is type(other) and one == other
