"""Every wrong call is told what failed, what was expected and what to do."""

import pickle
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from osteolib.model import (
    BadSchedule,
    BadTimes,
    BadValue,
    MissingExtra,
    ModelError,
    NoSteadyState,
    OutOfDomain,
    Parameter,
    Quantity,
    SolverFailed,
    State,
    UnknownName,
)
from osteolib.remodeling import komarova2003, lemaire2004
from tests.unit.toys import decay, growth, parameter

DECAY = decay()


def labelled(values, dim="q", **coords):
    return xr.DataArray(values, dims=dim, coords=coords)


def refused(error, words, times=(0, 1, 2), **given):
    with pytest.raises(error, match=words) as raised:
        DECAY.simulate(times, **given)
    return str(raised.value)


# Names ---------------------------------------------------------------------------------------------------------------


def test_the_nearest_parameter_is_named():
    with pytest.raises(UnknownName, match="komarova2003 has no parameter 'beta'. Did you mean 'beta2' or 'beta1'?"):
        komarova2003.simulate(10, beta=1)


def test_all_names_are_listed_where_none_is_near():
    refused(UnknownName, "decay has no parameter 'zzz'. It has: k, s.", zzz=1)


@pytest.mark.parametrize(
    "given",
    [{"initial": {"amout": 1}}, {"doses": {"amout": [(0, 1)]}}],
)
def test_the_nearest_state_is_named(given):
    refused(UnknownName, "decay has no state 'amout'. Did you mean 'amount'?", **given)


def test_an_unknown_scheduled_parameter_is_named():
    with pytest.raises(UnknownName, match="lemaire2004 has no parameter 'I_p'. Did you mean 'I_P'\\?$"):
        lemaire2004.simulate(10, schedule={"I_p": [(0, 1, 1)]})


def test_a_quantity_cannot_be_started_or_dosed():
    refused(UnknownName, "decay has no state 'loss'", initial={"loss": 1})


def test_steady_state_checks_names_too():
    with pytest.raises(UnknownName, match="Did you mean .*'g11'"):
        komarova2003.steady_state(g1=1)


# Values --------------------------------------------------------------------------------------------------------------

NO_NUMBERS = [
    None, True, np.bool_(True), "0.5", b"1", 1j, {}, {1: 2}, {0.5}, ["0.5"], [None, 1], [True, False], [1j],
    np.array([1 + 0j]), np.datetime64("2020-01-01"), (one for one in [1]), [1, [2]], np.ma.array([1, 2], mask=[0, 1]),
    labelled(["a"]), labelled([True]), xr.Dataset({"k": 1.0}), 10**400, object(),
]  # fmt: skip


# An id must not hold an address: it would differ from one process of the tests to the next.
@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value).partition(" at 0x")[0][:30])
def test_what_is_no_number_is_refused(value):
    message = refused(BadValue, "decay: k must be a number, a list of numbers or an xarray.DataArray, but", k=value)
    assert type(value).__name__ in message
    assert len(message) < 200


def test_a_fraction_is_a_number():
    assert float(DECAY.simulate([0, 1], k=Fraction(1, 2)).loss[0]) == 4


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, [0.5, np.nan], labelled([0.5, np.inf])])
def test_what_is_not_finite_is_refused(value):
    refused(BadValue, r"decay: k must be a finite number, but (nan|-?inf) came. Check how it was computed.", k=value)


@pytest.mark.parametrize("value", [[], np.array([]), labelled([]), pd.Series([], dtype=float)])
def test_an_empty_list_is_refused(value):
    refused(BadValue, "decay: k is an empty list. Give at least one number.", k=value)


@pytest.mark.parametrize("value", [[[0.5, 1.0]], np.ones((2, 2)), pd.DataFrame({"a": [1.0]})])
def test_dimensions_without_names_are_refused(value):
    refused(BadValue, "k has 2 dimensions without names. Give a flat list, or an xarray.DataArray", k=value)


@pytest.mark.parametrize("where", ["initial", "doses", "schedule"])
def test_values_elsewhere_are_checked_alike(where):
    given = {"initial": {"amount": None}, "doses": {"amount": [(0, None)]}, "schedule": {"k": [(0, 1, None)]}}[where]
    told = {"initial": "initial amount", "doses": "dose 1 of amount", "schedule": "scheduled k from 0"}[where]
    refused(BadValue, f"decay: {told} must be a number", **{where: given})


@pytest.mark.parametrize("value, told", [(-0.5, "k = -0.5"), ([0.5, 11], "k = 11"), (labelled([0.5, 20]), "k = 20")])
def test_a_value_outside_its_domain_is_refused(value, told):
    message = refused(OutOfDomain, re.escape(f"{told} 1/d is outside its domain [0, 10]"), k=value)
    assert "value of k" in message
    assert "0.1 to 2" in message


def test_the_ends_of_a_domain_belong_to_it():
    DECAY.simulate([0, 1], k=[0.0, 10.0])


def test_a_scheduled_value_outside_its_domain_is_refused():
    refused(OutOfDomain, "k = 11 1/d", schedule={"k": [(0, 1, [1, 11])]})


@pytest.mark.parametrize("rtol", [0, -1e-8, 1, 2, 1e-14, np.nan, None, "1e-8", True])
def test_an_impossible_tolerance_is_refused(rtol):
    refused(BadValue, "rtol is the relative error allowed, between 1e-13 and 1", rtol=rtol)


# Labels --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "k, s",
    [
        (labelled([0.5, 1.0]), labelled([0.0, 0.5, 1.0])),
        (labelled([0.5, 1.0], q=[1, 2]), labelled([0.0, 1.0], q=[1, 3])),
        (labelled([0.5, 1.0], q=[1, 2]), labelled([0.0, 1.0], q=[2, 1])),
    ],
)
def test_arrays_that_cannot_be_paired_are_refused(k, s):
    refused(BadValue, "k and s share the dimension 'q', which pairs their values, but not its length or its", k=k, s=s)


def test_labels_are_compared_past_an_array_without_them():
    given = {"initial": {"amount": labelled([1.0, 2.0], q=[2, 1])}}
    refused(BadValue, "'q'", k=labelled([0.5, 1.0]), s=labelled([0.0, 1.0], q=[1, 2]), **given)


def test_other_labels_that_differ_are_refused():
    k, s = labelled([0.5, 1.0], sex=("q", ["f", "m"])), labelled([0.0, 1.0], sex=("q", ["m", "f"]))
    refused(BadValue, "k and s share the dimension 'q'", k=k, s=s)


def test_two_lists_for_one_name_are_refused():
    refused(BadValue, "k and scheduled k from 0 share the dimension 'k'", k=[1, 2], schedule={"k": [(0, 1, [1, 3])]})


@pytest.mark.parametrize("name", ["amount", "loss"])
def test_a_dimension_may_not_be_called_like_a_variable(name):
    refused(BadValue, f"'{name}' names a variable of the result, so no dimension", k=labelled([0.5, 1.0], name))
    refused(BadValue, f"'{name}' names a variable", k=labelled([0.5, 1.0], "q", **{name: ("q", [1, 2])}))


@pytest.mark.parametrize(
    "given",
    [
        {"k": labelled([0.5, 1.0], "s")},
        {"k": labelled([0.5, 1.0], "s", s=[3, 4])},
        {"k": labelled([0.5, 1.0], "k", k=[1, 2])},
        {"k": labelled([0.5, 1.0], "q", s=("q", [7, 8]))},
    ],
)
def test_a_label_may_not_contradict_a_parameter(given):
    refused(BadValue, "but does not hold the values of that parameter. Rename it.", **given)


def test_a_dimension_may_not_be_called_time():
    refused(BadValue, "k has a dimension called 'time', which a result needs for itself", k=labelled([0.5, 1], "time"))


# Times ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [None, True, "5", ["0", "1"], 1j, {}, np.nan, [0, np.inf], [False, True]])
def test_times_must_be_numbers(times):
    refused(BadTimes, "times must be a finite number or a list of them in d, but .* came", times=times)


@pytest.mark.parametrize("end", [0, -1, -0.5])
def test_a_duration_must_be_positive(end):
    refused(BadTimes, f"the end must lie after 0 d, but {end:g} d came. Give a positive duration.", times=end)


@pytest.mark.parametrize("times, pair", [([0, 5, 5], "5 d is followed by 5 d"), ([0, 2, 1], "2 d is followed by 1 d")])
def test_times_must_increase(times, pair):
    refused(BadTimes, f"times must increase, but {pair}. Sort them and drop repeats.", times=times)


@pytest.mark.parametrize("times", [[], [1], [[0, 1]]])
def test_times_must_be_a_flat_list_of_two_or_more(times):
    refused(BadTimes, "one number or a flat list of two or more, but the shape", times=times)


# Plans ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["initial", "doses", "schedule"])
def test_plans_are_dicts(what):
    refused(BadValue, rf"{what} must be a dict \{{.+\}}, but list came", **{what: [(0, 1)]})


@pytest.mark.parametrize("plan", [5, "0 1", np.array([[0, 1]]), [5], [(0, 1, 2)], [(0,)]])
def test_doses_have_a_shape(plan):
    refused(BadSchedule, r"amount needs a list \[\(time, amount\), \.\.\.\], but", doses={"amount": plan})


@pytest.mark.parametrize("plan", [5, [(0, 1)], [(0, 1, 2, 3)], (0, 1, 2)])
def test_schedules_have_a_shape(plan):
    refused(BadSchedule, r"k needs a list \[\(start, stop, value\), \.\.\.\], but", schedule={"k": plan})


@pytest.mark.parametrize("moment", [np.nan, "1", None, True, [1]])
def test_times_in_a_plan_are_numbers(moment):
    refused(BadSchedule, "times in the plan of amount must be finite numbers", doses={"amount": [(moment, 1)]})
    refused(BadSchedule, "times in the plan of k must be finite numbers", schedule={"k": [(0, moment, 1)]})


@pytest.mark.parametrize("moment", [-1, 2.5])
def test_a_dose_outside_the_time_is_refused(moment):
    refused(BadSchedule, f"dose of amount at {moment:g} lies outside .*, 0 to 2", doses={"amount": [(moment, 1)]})


@pytest.mark.parametrize("start, stop", [(-2, 0), (2, 5), (7, 9)])
def test_a_schedule_that_is_never_reached_is_refused(start, stop):
    refused(BadSchedule, f"from {start} to {stop} lies outside the simulated time", schedule={"k": [(start, stop, 1)]})


@pytest.mark.parametrize("start, stop", [(1, 1), (2, 1)])
def test_a_schedule_must_stop_after_its_start(start, stop):
    refused(BadSchedule, f"runs from {start} to {stop}; stop must lie after", schedule={"k": [(start, stop, 1)]})


def test_an_overlapping_schedule_is_refused():
    plan = [(1, 2, 1.0), (0, 1.5, 2.0)]
    refused(BadSchedule, "the schedule of k overlaps: 0 to 1.5, 1 to 2", schedule={"k": plan})


# Solver and steady state ---------------------------------------------------------------------------------------------


def test_a_run_away_names_its_parameters_and_the_time():
    with pytest.raises(SolverFailed) as raised:
        growth().simulate(50, r=[0.01, 0.1, 0.015])
    assert "the solver stopped at time 10 with r = 0.1: its values change without bound there" in str(raised.value)


def test_a_run_away_of_one_run_is_told_too():
    with pytest.raises(SolverFailed, match="stopped at time 10 with the values given"):
        growth().simulate(50)


def test_too_many_steps_are_told(monkeypatch):
    monkeypatch.setattr("osteolib.model.solver.MAX_STEPS", 20)
    with pytest.raises(SolverFailed, match="with w = 40: it needed more than 20 steps"):
        from tests.unit.toys import oscillator

        oscillator().simulate(10, w=[1, 40, 2])


def test_a_positive_state_cannot_start_at_zero_or_below():
    positive = decay(positive=True)
    with pytest.raises(BadValue, match="amount must be above 0 mg, but it is set to 0 with"):
        positive.simulate(1, initial={"amount": 0})
    with pytest.raises(BadValue, match="set to -1 with initial amount = -1. Start higher"):
        positive.simulate(1, initial={"amount": [1, -1]})
    with pytest.raises(BadValue, match="amount must be above 0 mg, but it is set to"):
        positive.simulate(1, doses={"amount": [(0.5, -7)]})


def test_a_start_that_is_no_number_is_told():
    """At exponents whose determinant is zero Komarova's steady state does not exist."""
    with pytest.raises(BadValue, match="komarova2003 cannot start with g11 = 0.5"), np.errstate(all="ignore"):
        komarova2003.simulate(10, g11=[0.5, 0.4], g12=-1.0)


def test_no_steady_state_names_the_parameters():
    model = growth()
    with pytest.raises(NoSteadyState, match="growth has no stable steady state that could be found with r = 0.2"):
        model.steady_state(r=[0.2, 0.3])


# Declarations --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"low": 2.0}, "expected domain low <= low <= value"),
        ({"high": 0.5}, "'k'"),
        ({"domain": (0.5, 1.5)}, "got 0.5, 0.1, 1, 2, 1.5"),
        ({"status": "guess"}, "status of parameter 'k' is 'guess'; use one of measured, fitted"),
    ],
)
def test_a_parameter_must_agree_with_itself(changed, words):
    values = {"value": 1.0, "low": 0.1, "high": 2.0, "status": "fitted"} | changed
    with pytest.raises(ValueError, match=words):
        Parameter("k", unit="1/d", description="rate", source="komarova2003", **values)


def test_kinds_are_known():
    with pytest.raises(ValueError, match="kind of 'x' is 'cell'; use one of bone, osteoclast"):
        State("x", "1", 1.0, "x", kind="cell")
    with pytest.raises(ValueError, match="kind of 'x' is 'cell'"):
        Quantity("x", "1", "x", kind="cell")


def test_symbols_and_scales_have_defaults():
    assert parameter("k", 1.0, 0.0, 2.0).symbol == "k"
    assert State("x", "1", -3.0, "x").scale == 3.0
    assert State("x", "1", 0.0, "x").scale == 1.0


# All of them ---------------------------------------------------------------------------------------------------------

ERRORS = [UnknownName, BadValue, OutOfDomain, BadTimes, BadSchedule, SolverFailed, NoSteadyState, MissingExtra]


@pytest.mark.parametrize("error", ERRORS)
def test_errors_share_a_base_and_show_their_message_alone(error):
    told = error("say what to do")
    assert isinstance(told, ModelError)
    assert isinstance(told, ValueError)
    assert told._render_traceback_() == [f"{error.__name__}: say what to do"]
    assert str(pickle.loads(pickle.dumps(told))) == "say what to do"


def test_a_notebook_shows_the_message_without_a_traceback(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from osteolib.remodeling import komarova2003\nkomarova2003.simulate(10, beta=1)")
    shown = "".join(capsys.readouterr())
    assert "UnknownName: komarova2003 has no parameter 'beta'" in shown
    assert "Traceback" not in shown
    assert "model.py" not in shown


def test_a_missing_extra_is_an_import_error_too():
    assert issubclass(MissingExtra, ImportError)
