"""What `simulate` takes and gives: times, start values, doses, schedules, sweeps, labels."""

import copy

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from osteolib.model.timing import segments
from osteolib.remodeling import komarova2003, lemaire2004
from tests.unit.toys import decay, decayed

DECAY = decay()
CLOSE = {"rtol": 1e-6}
RATES = st.floats(0.1, 2.0)


def amounts(times, **given):
    return DECAY.simulate(times, **given).amount


# Times ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [5, 5.0, np.float32(5), np.int64(5), np.array(5.0)])
def test_a_number_is_the_end_of_201_points_from_zero(end):
    run = DECAY.simulate(end)
    np.testing.assert_array_equal(run.time, np.linspace(0, 5, 201))
    np.testing.assert_allclose(run.amount, decayed(run.time.values), **CLOSE)


@pytest.mark.parametrize("times", [[0, 1, 5], (0, 1, 5), np.array([0, 1, 5]), pd.Series([0, 1, 5])])
def test_a_sequence_holds_the_output_times(times):
    run = DECAY.simulate(times)
    np.testing.assert_array_equal(run.time, [0.0, 1.0, 5.0])
    np.testing.assert_allclose(run.amount, decayed(np.array([0, 1, 5])), **CLOSE)


def test_a_run_starts_at_its_first_time():
    np.testing.assert_allclose(amounts([-3, -2, 5]), decayed(np.array([0, 1, 8])), **CLOSE)


def test_output_times_do_not_change_the_solution():
    few, many = amounts([0, 7]), amounts(np.linspace(0, 7, 1001))
    np.testing.assert_allclose(few[-1], many[-1], rtol=1e-9)


# Start ---------------------------------------------------------------------------------------------------------------


def test_the_declared_start_may_depend_on_the_parameters():
    run = komarova2003.simulate([0, 1], beta1=[0.2, 0.3])
    for beta1 in (0.2, 0.3):
        start = komarova2003.start_values(beta1=beta1)
        for name, value in start.items():
            assert float(run[name].sel(beta1=beta1)[0]) == pytest.approx(value, rel=1e-12)


def test_initial_replaces_one_state_and_leaves_the_others():
    run = komarova2003.simulate([0, 1], initial={"osteoclasts": 5})
    assert float(run.osteoclasts[0]) == pytest.approx(5)
    assert float(run.osteoblasts[0]) == pytest.approx(komarova2003.start_values()["osteoblasts"])


def test_a_list_of_start_values_is_swept():
    run = DECAY.simulate([0, 2], initial={"amount": [1, 2, 4]}, k=[0.5, 1.0])
    assert run.amount.dims == ("k", "initial_amount", "time")
    assert run.initial_amount.attrs == {"long_name": "amount at the start", "units": "mg"}
    np.testing.assert_allclose(run.amount.sel(k=0.5, initial_amount=4)[-1], decayed(2, 4, 0.5), **CLOSE)


def test_a_run_goes_on_from_where_another_ended():
    whole = DECAY.simulate([0, 1, 3], k=[0.5, 1.0])
    half = whole.amount.sel(time=1)
    rest = DECAY.simulate([1, 3], k=[0.5, 1.0], initial={"amount": half})
    np.testing.assert_allclose(rest.amount[:, -1], whole.amount[:, -1], **CLOSE)


# Doses ---------------------------------------------------------------------------------------------------------------


def test_a_result_at_the_time_of_a_dose_shows_the_state_after_it():
    run = amounts([0, 1, 2], doses={"amount": [(1, 3)]})
    after = decayed(1) + 3
    np.testing.assert_allclose(run, [8, after, decayed(1, after)], **CLOSE)


def test_a_dose_at_the_very_end_is_given():
    run = DECAY.simulate([0, 2], doses={"amount": [(2, 3)]})
    assert float(run.amount[-1]) == pytest.approx(decayed(2) + 3, rel=1e-6)
    assert float(run.loss[-1]) == pytest.approx(decayed(2) + 3, rel=1e-6)


def test_a_dose_at_the_start_is_given_once():
    assert float(amounts([0, 1], doses={"amount": [(0, 2)]})[0]) == pytest.approx(10)


def test_doses_at_one_time_add_up():
    together = amounts([0, 1, 2], doses={"amount": [(1, 3), (1, 4), (2, 1), (2, 1)]})
    np.testing.assert_allclose(together, amounts([0, 1, 2], doses={"amount": [(2, 2), (1, 7)]}), rtol=1e-9)


def test_a_dose_may_take_away():
    assert float(amounts([0, 1], doses={"amount": [(1, -1)]})[-1]) == pytest.approx(decayed(1) - 1)


def test_a_dose_reaches_only_its_own_state():
    run = komarova2003.simulate([0, 1], doses={"osteoclasts": [(0, 10)]})
    start = komarova2003.start_values()
    assert float(run.osteoclasts[0]) == pytest.approx(start["osteoclasts"] + 10)
    assert float(run.osteoblasts[0]) == pytest.approx(start["osteoblasts"])


def test_a_list_of_amounts_is_swept_and_paired_over_doses():
    run = DECAY.simulate([0, 1, 2], doses={"amount": [(0, [1, 2]), (1, [1, 2])]})
    assert dict(run.sizes) == {"dose_amount": 2, "time": 3}
    np.testing.assert_allclose(run.amount.sel(dose_amount=2)[1], decayed(1, 10) + 2, **CLOSE)
    assert run.dose_amount.attrs["units"] == "mg"


@settings(max_examples=25, deadline=None)
@given(
    plan=st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 9)), max_size=6),
    factor=st.floats(0.5, 3),
    k=RATES,
)
def test_doses_superpose_in_a_linear_model(plan, factor, k):
    """The answer to scaled doses is the scaled answer, and the sum over doses is the exact one."""
    times = np.linspace(0, 6, 13)

    def answer(doses):
        return amounts(times, doses={"amount": doses}, k=k) - amounts(times, k=k)

    exact = sum(((times >= at) * dose * np.exp(-k * np.maximum(times - at, 0)) for at, dose in plan), np.zeros(13))
    np.testing.assert_allclose(answer(plan), exact, atol=1e-5)
    np.testing.assert_allclose(answer([(at, factor * dose) for at, dose in plan]), factor * exact, atol=1e-5)


# Schedule ------------------------------------------------------------------------------------------------------------


def test_a_schedule_holds_from_its_start_and_no_longer_at_its_stop():
    run = DECAY.simulate([0, 1, 2, 3], schedule={"k": [(1, 2, 2.0)]})
    one, two = decayed(1), decayed(1, decayed(1), 2)
    np.testing.assert_allclose(run.amount, [8, one, two, decayed(1, two)], **CLOSE)
    np.testing.assert_allclose(run.loss, run.amount * [1, 2, 1, 1], rtol=1e-12)


def test_intervals_may_touch_and_come_in_any_order():
    run = amounts([0, 1, 2, 3], schedule={"k": [(1, 3, 0.5), (0, 1, 2.0)]})
    np.testing.assert_allclose(run[-1], decayed(2, decayed(1, 8, 2), 0.5), **CLOSE)


def test_a_schedule_may_reach_beyond_both_ends():
    run = amounts([0, 1, 2], schedule={"k": [(-5, 1, 2.0), (1.5, 99, 0.0)]})
    np.testing.assert_allclose(run[-1], decayed(0.5, decayed(1, 8, 2)), **CLOSE)


def test_rounding_may_leave_a_gap_between_intervals():
    assert 0.1 * 3 > 0.3
    run = amounts([0, 0.3, 1], schedule={"k": [(0, 0.3, 2.0), (0.1 * 3, 1, 0.5)]})
    np.testing.assert_allclose(run[-1], decayed(0.7, decayed(0.3, 8, 2), 0.5), **CLOSE)


def test_several_parameters_are_scheduled_at_once():
    run = amounts([0, 1, 2, 3], schedule={"k": [(1, 3, 2.0)], "s": [(0, 2, 1.0)]})
    one = decayed(1, 8, 1, 1)
    two = decayed(1, one, 2, 1)
    np.testing.assert_allclose(run, [8, one, two, decayed(1, two, 2)], **CLOSE)


def test_a_parameter_may_be_swept_and_scheduled():
    run = amounts([0, 1, 2], k=[0.5, 1.0], schedule={"k": [(0, 1, 0.0)]})
    np.testing.assert_allclose(run[:, 1], 8, **CLOSE)
    np.testing.assert_allclose(run[:, 2], [decayed(1, 8, 0.5), decayed(1)], **CLOSE)


def test_a_list_in_a_schedule_is_swept_under_the_parameters_name():
    run = DECAY.simulate([0, 1, 2], schedule={"s": [(0, 1, [0.0, 1.0, 4.0])]})
    assert run.amount.dims == ("s", "time")
    assert run.s.attrs["units"] == "mg/d"
    np.testing.assert_allclose(run.amount.sel(s=4)[1], decayed(1, 8, 1, 4), **CLOSE)


def test_doses_and_schedules_meet_at_one_time():
    run = amounts([0, 1, 2], doses={"amount": [(1, 2)]}, schedule={"k": [(1, 2, 0.0)]})
    np.testing.assert_allclose(run, [8, decayed(1) + 2, decayed(1) + 2], **CLOSE)


def test_a_constant_schedule_is_the_parameter():
    scheduled = lemaire2004.simulate(60, schedule={"I_P": [(0, 60, 500.0)]}, initial=lemaire2004.start_values())
    plain = lemaire2004.simulate(60, I_P=500.0, initial=lemaire2004.start_values())
    np.testing.assert_allclose(scheduled.active_osteoclasts, plain.active_osteoclasts, rtol=1e-7)


EDGES = st.lists(st.integers(0, 40), min_size=2, max_size=8, unique=True).map(sorted)


@given(edges=EDGES, end=st.integers(1, 40), shots=st.lists(st.integers(0, 40), max_size=4))
def test_segments_cover_the_span_once_and_hold_the_plan(edges, end, shots):
    plan = [(float(a), float(b), a) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < end]
    doses = [(float(at), at) for at in shots if at <= end]
    cut = segments((0.0, float(end)), {"x": doses}, {"p": plan})
    assert cut[0].start == 0
    assert cut[-1].stop == end
    assert all(one.stop == two.start for one, two in zip(cut, cut[1:], strict=False))
    assert all(one.start < one.stop for one in cut[:-1])
    assert sorted(sum((one.doses.get("x", []) for one in cut), [])) == sorted(at for _, at in doses)
    for one in cut:
        holding = [value for a, b, value in plan if a <= one.start < b]
        assert one.inputs == ({"p": holding[0]} if holding else {})
        # Nothing changes inside a segment.
        assert all(not one.start < edge < one.stop for a, b, _ in plan for edge in (a, b))


@settings(max_examples=20, deadline=None)
@given(plan=st.lists(st.tuples(st.floats(0.1, 2), RATES), min_size=1, max_size=5))
def test_a_staircase_of_rates_is_solved_exactly(plan):
    """ln(a) falls by the area under the scheduled k."""
    stops = np.cumsum([length for length, _ in plan])
    starts = [0, *stops[:-1]]
    schedule = [(a, b, rate) for a, b, (_, rate) in zip(starts, stops, plan, strict=True)]
    end = amounts([0, stops[-1]], schedule={"k": schedule})[-1]
    assert float(end) == pytest.approx(8 * np.exp(-sum(length * rate for length, rate in plan)), rel=1e-5)


# Sweeps --------------------------------------------------------------------------------------------------------------

TWO = [[0.5, 1.0], (0.5, 1.0), np.array([0.5, 1.0]), pd.Series([0.5, 1.0], index=["a", "b"]), pd.Index([0.5, 1.0])]


@pytest.mark.parametrize("values", TWO, ids=lambda values: type(values).__name__)
def test_a_sequence_becomes_a_dimension(values):
    run = DECAY.simulate([0, 2], k=values)
    assert run.amount.dims == ("k", "time")
    np.testing.assert_array_equal(run.k, [0.5, 1.0])
    np.testing.assert_allclose(run.amount[:, -1], [decayed(2, 8, 0.5), decayed(2)], **CLOSE)


def test_a_range_is_a_sequence_too():
    np.testing.assert_array_equal(DECAY.simulate([0, 1], k=range(1, 4)).k, [1.0, 2.0, 3.0])


@pytest.mark.parametrize("value", [1, 1.0, np.float32(1), np.int64(1), np.array(1.0), xr.DataArray(1.0)])
def test_a_single_number_is_no_dimension(value):
    run = DECAY.simulate([0, 1], k=value)
    assert run.amount.dims == ("time",)
    assert set(run.coords) == {"time"}


def test_one_value_in_a_list_is_a_dimension_of_one():
    assert dict(DECAY.simulate([0, 1], k=[0.5]).sizes) == {"k": 1, "time": 2}


def test_several_sequences_give_their_product_in_the_order_of_the_call():
    one = DECAY.simulate([0, 2], k=[0.5, 1.0], s=[0.0, 0.5, 1.0])
    other = DECAY.simulate([0, 2], s=[0.0, 0.5, 1.0], k=[0.5, 1.0])
    assert one.amount.dims == ("k", "s", "time")
    assert other.amount.dims == ("s", "k", "time")
    xr.testing.assert_allclose(one.amount, other.amount.transpose("k", "s", "time"), rtol=1e-7)
    for k in (0.5, 1.0):
        for s in (0.0, 0.5, 1.0):
            np.testing.assert_allclose(one.amount.sel(k=k, s=s)[-1], decayed(2, 8, k, s), **CLOSE)


def test_arrays_that_share_a_dimension_are_paired():
    sample = xr.Dataset({"k": ("patient", [0.5, 1.0, 2.0]), "s": ("patient", [0.0, 0.5, 1.0])})
    run = DECAY.simulate([0, 2], k=sample.k, s=sample.s)
    assert run.amount.dims == ("patient", "time")
    for patient, (k, s) in enumerate(zip(sample.k.values, sample.s.values, strict=True)):
        np.testing.assert_allclose(run.amount[patient, -1], decayed(2, 8, k, s), **CLOSE)
    np.testing.assert_array_equal(run.k, sample.k)
    assert run.k.dims == run.s.dims == ("patient",)


def test_labels_of_a_shared_dimension_stay():
    labels = {"patient": ["ann", "bo"], "sex": ("patient", ["f", "m"])}
    run = DECAY.simulate([0, 2], k=xr.DataArray([0.5, 1.0], dims="patient", coords=labels))
    np.testing.assert_allclose(run.amount.sel(patient="bo")[-1], decayed(2), **CLOSE)
    assert list(run.sex.values) == ["f", "m"]


def test_labels_on_one_of_two_paired_arrays_are_enough():
    k = xr.DataArray([0.5, 1.0], dims="patient", coords={"patient": [7, 9]})
    run = DECAY.simulate([0, 2], k=k, s=xr.DataArray([0.0, 1.0], dims="patient"))
    np.testing.assert_array_equal(run.patient, [7, 9])


def test_an_array_of_two_dimensions_keeps_both():
    run = DECAY.simulate([0, 2], k=xr.DataArray([[0.5, 1.0, 2.0]] * 2, dims=("row", "column")))
    assert run.amount.dims == ("row", "column", "time")
    assert run.k.dims == ("row", "column")


def test_a_swept_parameter_labels_a_dimension_of_its_name():
    run = DECAY.simulate([0, 2], k=xr.DataArray([0.5, 1.0], dims="k"))
    np.testing.assert_array_equal(run.k, [0.5, 1.0])


def test_a_result_can_be_swept_over_again():
    first = DECAY.simulate([0, 2], k=[0.5, 1.0])
    again = DECAY.simulate([0, 2], k=first.k)
    xr.testing.assert_identical(first, again)


@settings(max_examples=15, deadline=None)
@given(
    k=st.lists(RATES, min_size=1, max_size=4, unique=True),
    s=st.lists(st.floats(0, 1), min_size=1, max_size=3, unique=True),
    start=st.floats(0.5, 50),
)
def test_a_product_sweep_equals_single_runs(k, s, start):
    swept = DECAY.simulate(4, k=k, s=s, initial={"amount": start})
    for one in k:
        for two in s:
            alone = DECAY.simulate(4, k=one, s=two, initial={"amount": start})
            np.testing.assert_allclose(swept.amount.sel(k=one, s=two), alone.amount, rtol=1e-6, atol=1e-8)


def test_a_stacked_sweep_of_a_real_model_equals_single_runs():
    random = np.random.default_rng(1)
    sample = {
        "g11": xr.DataArray(random.uniform(0.3, 0.9, 20), dims="run"),
        "beta1": xr.DataArray(random.uniform(0.1, 0.4, 20), dims="run"),
    }
    swept = komarova2003.simulate(500, **sample)
    for k in range(20):
        alone = komarova2003.simulate(500, **{name: float(values[k]) for name, values in sample.items()})
        for name in ("osteoclasts", "osteoblasts"):
            np.testing.assert_allclose(swept[name][k], alone[name], rtol=1e-6)
        np.testing.assert_allclose(swept.bone_mass[k], alone.bone_mass, atol=1e-3)


# Labels --------------------------------------------------------------------------------------------------------------


def test_a_result_names_its_variables_and_units():
    run = DECAY.simulate([0, 1], k=[0.5, 1.0])
    assert list(run.data_vars) == ["amount", "loss"]
    assert run.amount.attrs == {"long_name": "amount", "units": "mg", "symbol": "a", "kind": "drug"}
    assert run.loss.attrs == {"long_name": "loss", "units": "mg/d", "symbol": r"\ell", "kind": "other"}
    assert run.k.attrs == {"long_name": "value of k", "units": "1/d", "symbol": r"\kappa"}
    assert run.time.attrs == {"long_name": "time", "units": "d"}
    assert run.attrs == {"model": "decay", "title": "one substance that comes and goes"}


def test_quantities_follow_states_and_swept_parameters():
    run = DECAY.simulate([0, 1, 2], k=[0.5, 1.0], s=[0.0, 1.0, 2.0])
    np.testing.assert_allclose(run.loss, run.k * run.amount, rtol=1e-12)
    assert run.loss.dims == run.amount.dims


def test_results_are_real_numbers_a_caller_may_change():
    run = DECAY.simulate([0, 1], k=[0.5, 1.0])
    assert run.amount.dtype == run.k.dtype == float
    run.amount[0] = 0.0
    shared = xr.DataArray([0.5, 1.0], dims="k", coords={"k": [0.5, 1.0]})
    other = DECAY.simulate([0, 1], k=shared)
    other.k.attrs["units"] = "none"
    assert shared.k.attrs == {}
    assert float(DECAY.simulate([0, 1], k=[0.5, 1.0]).amount[0, 0]) == 8


# Purity --------------------------------------------------------------------------------------------------------------


def test_nothing_given_is_changed():
    given = {
        "initial": {"amount": [1, 2]},
        "doses": {"amount": [(1.0, xr.DataArray([1.0, 2.0], dims="x", attrs={"why": "test"})), (0.5, 1)]},
        "schedule": {"k": [(1.0, 2.0, 0.5), (0.0, 0.5, 1.5)]},
        "s": xr.DataArray(np.array([0.5, 1.0]), dims="x", attrs={"why": "test"}, name="cohort"),
    }
    times = np.array([0.0, 1.0, 2.0])
    before, parameters = copy.deepcopy(given), dict(DECAY.parameters)
    DECAY.simulate(times, **given)
    assert given["doses"]["amount"][0][1].identical(before["doses"]["amount"][0][1])
    assert given["s"].identical(before["s"])
    assert [entry[0] for entry in given["doses"]["amount"]] == [1.0, 0.5]
    assert (given["initial"], given["schedule"]) == (before["initial"], before["schedule"])
    assert times.tolist() == [0, 1, 2]
    assert DECAY.parameters == parameters


def test_the_same_call_gives_the_same_bits():
    assert komarova2003.simulate(100, g11=[0.4, 0.5]).identical(komarova2003.simulate(100, g11=[0.4, 0.5]))
