"""Turns in time, choices with names, starts that know the time, and models declared as a change of another."""

import numpy as np
import pytest
import xarray as xr

from osteolib.model import BadValue, Model, OutOfDomain, Parameter, Quantity, State, UnknownName, changed, piecewise
from osteolib.model.sweep import by_choice
from osteolib.remodeling import komarova2003, lemaire2004
from osteolib.testing import check_model
from osteolib.testing.corners import inside
from osteolib.testing.exchange import round_trip
from tests.unit.toys import decay, parameter


def choice(**more):
    given = {"name": "mode", "value": 0, "low": 0, "high": 2, "choices": ("off", "slow", "fast")} | more
    return parameter(given.pop("name"), given.pop("value"), given.pop("low"), given.pop("high"), **given)


def stepping():
    """Growth that jumps at a time of its own: 1 before `jump`, then the chosen rate."""
    return Model(
        "stepping", "growth that jumps", "komarova2003", "d",
        states=[State("amount", "mg", 1.0, "amount", "a")],
        parameters=[parameter("jump", 2.0, 1.0, 3.0), choice()],
        rhs=lambda t, y, p: (piecewise(t, [p.jump], [1.0, piecewise(p.mode, [0.5, 1.5], [0, 2, 10])]),),
        start=lambda p, t: {"amount": 1.0 + t}, turns=lambda p: (p.jump,),
    )  # fmt: skip


# piecewise -----------------------------------------------------------------------------------------------------------


def test_an_edge_belongs_to_the_piece_above_it():
    x = np.array([-1.0, 0.0, 0.5, 1.0, 2.0])
    np.testing.assert_array_equal(piecewise(x, [0, 1], [10, 20, 30]), [10, 20, 20, 30, 30])


def test_edges_and_values_may_be_arrays():
    edges, values = np.array([0.0, 2.0]), np.array([5.0, 6.0])
    np.testing.assert_array_equal(piecewise(1.0, [edges], [0.0, values]), [5, 0])


def test_pieces_are_counted():
    with pytest.raises(ValueError, match="1 edges make 2 pieces, but 3 values came"):
        piecewise(0.0, [0], [1, 2, 3])


def test_symbols_give_the_same_numbers():
    import sympy

    x = sympy.Symbol("x")
    expression = piecewise(x, [0, 1], [x, x**2, 3])
    for value in (-1.0, 0.0, 0.5, 1.0):
        assert float(expression.subs(x, value)) == float(piecewise(value, [0, 1], [value, value**2, 3]))


def test_a_step_prints_as_cases_and_survives_as_sbml():
    model = stepping()
    assert r"\begin{cases}" in model.equations().latex
    for values in ({}, {"mode": 2, "jump": 1.3}):
        assert max(round_trip(model, 4.0, values).values()) < 1e-6
    check_model(model, until=4.0)


# Turns ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [1.0, 1.7, 3.0])
def test_a_jump_is_met_exactly(jump):
    run = stepping().simulate([0, 1, 2, 4], jump=jump, mode="fast")
    expected = [1 + min(t, jump) + 10 * max(t - jump, 0) for t in (0, 1, 2, 4)]
    np.testing.assert_allclose(run.amount, expected, rtol=1e-12)


def test_jumps_of_a_sweep_are_met_exactly_if_few_and_closely_if_many():
    for number, rtol in ((3, 1e-12), (40, 1e-6)):
        jumps = np.linspace(1, 3, number)
        run = stepping().simulate([0, 4], jump=jumps, mode="slow").amount[:, -1]
        np.testing.assert_allclose(run, 1 + jumps + 2 * (4 - jumps), rtol=rtol)


def test_a_turn_outside_the_run_does_nothing():
    run = stepping().simulate([2.5, 4], jump=1.0, mode="slow")
    np.testing.assert_allclose(run.amount, [3.5, 6.5], rtol=1e-12)


# Starts --------------------------------------------------------------------------------------------------------------


def test_a_start_may_ask_for_the_time():
    assert float(stepping().simulate([1.5, 2]).amount[0]) == 2.5
    assert stepping().start_values() == {"amount": 1.0}
    assert float(stepping().simulate([1.5, 2], initial={"amount": 7}).amount[0]) == 7


def test_a_start_need_not_ask_for_the_time():
    first, second = komarova2003.simulate([0, 1]), komarova2003.simulate([5, 6])
    assert float(first.osteoclasts[0]) == float(second.osteoclasts[0])


# Choices -------------------------------------------------------------------------------------------------------------


def test_choices_are_given_by_name_or_number_and_shown_by_name():
    model = stepping()
    by_name = model.simulate([0, 4], mode=["off", "fast"])
    assert list(by_name.mode.values) == ["off", "fast"]
    xr.testing.assert_identical(by_name, model.simulate([0, 4], mode=[0, 2]))
    labelled = xr.DataArray(["off", "fast"], dims="case", coords={"case": ["a", "b"]})
    np.testing.assert_array_equal(model.simulate([0, 4], mode=labelled).amount, by_name.amount)
    assert "mode" not in model.simulate([0, 4], mode="slow").coords


def test_choices_may_be_scheduled():
    run = stepping().simulate([2, 3, 4], schedule={"mode": [(2, 3, "fast"), (3, 4, "slow")]})
    np.testing.assert_allclose(run.amount, [3, 13, 15], rtol=1e-12)


def test_what_is_no_choice_is_refused():
    with pytest.raises(UnknownName, match="mode has no choice 'fats'. Did you mean 'fast'"):
        stepping().simulate(4, mode="fats")
    with pytest.raises(OutOfDomain, match="mode = 0.5 is no choice .*: 0 .'off'., 1 .'slow'., 2 .'fast'."):
        stepping().simulate(4, mode=0.5)
    with pytest.raises(BadValue):
        stepping().simulate(4, jump="fast")


def test_a_range_must_fit_its_choices():
    with pytest.raises(ValueError, match="'mode' has 3 choices; expected the range 0 to 2, got 0 to 1"):
        choice(high=1)


def test_numbers_pass_the_choices_untouched():
    assert by_choice(choice(), 1.0) == 1.0
    assert by_choice(parameter("k", 1.0, 0.5, 2.0), "fast") == "fast"


def test_the_suite_draws_whole_choices():
    assert {inside(stepping(), seed)["mode"] for seed in range(20)} == {0.0, 1.0, 2.0}


# Declared changes ----------------------------------------------------------------------------------------------------


def treated(**changes):
    dose = Parameter("dose", 0.5, "1", 0.0, 1.0, "dose", "komarova2003", "illustrative")
    changes = changes or {"k": lambda k, p: k * (1 - p.dose)}
    return changed(decay(), "treated", "slower decay", "komarova2003", changes=changes, parameters=[dose])


def test_a_changed_parameter_is_read_anew():
    run = treated().simulate([0, 2], dose=[0, 0.5, 1]).amount[:, -1]
    np.testing.assert_allclose(run, 8 * np.exp(-2 * np.array([1, 0.5, 0])), rtol=1e-7)


def test_the_first_model_stays_as_it_is():
    before = decay().equations().text
    model = decay()
    changed(model, "other", "other", "komarova2003", changes={"k": lambda k, p: 2 * k})
    assert model.equations().text == before and "dose" not in model.parameters


def test_a_changed_quantity_is_what_everything_else_sees():
    def less(occupancy, p):
        return 0.5 * occupancy

    half = changed(lemaire2004, "half", "half", "lemaire2004", changes={"rankl_occupancy": less})
    other = lemaire2004.steady_state(D_C=0.5 * lemaire2004.parameters["D_C"].value)
    for name in ("active_osteoclasts", "active_osteoblasts", "opg"):
        assert float(half.steady_state()[name]) == pytest.approx(float(other[name]), rel=1e-9)


def test_a_changed_constant_reaches_start_and_rates():
    def twice(osteoclasts, p):
        return 2 * osteoclasts

    other = changed(komarova2003, "twice", "twice", "komarova2003", changes={"osteoclasts_at_rest": twice})
    rest = float(komarova2003.steady_state().osteoclasts)
    assert other.start_values()["osteoclasts"] == pytest.approx(2 * rest + 10)


def test_changes_print_in_the_equations():
    assert treated().equations().text.splitlines()[1] == "loss = amount*k*(1 - dose)"
    assert max(round_trip(treated(), 3.0, {"dose": 0.2}).values()) < 1e-6


def test_some_equations_may_be_printed_alone():
    assert treated().equations(only=["loss"]).text == "loss = amount*k*(1 - dose)"
    with pytest.raises(UnknownName, match="no equation for 'los'. Did you mean 'loss'"):
        treated().equations(only=["los"])


def test_only_what_is_there_can_be_changed():
    with pytest.raises(UnknownName, match="no parameter, constant or quantity 'kk'. Did you mean 'k'"):
        treated(kk=lambda k, p: k)


def test_a_change_of_a_quantity_with_constants_passes_the_suite():
    model = Model(
        "base", "base", "komarova2003", "d",
        states=[State("amount", "mg", 4.0, "amount", "a")], parameters=[parameter("k", 1.0, 0.5, 2.0)],
        constants=[Quantity("double", "1/d", "double", "d")], derive_constants=lambda p: setattr(p, "double", 2 * p.k),
        quantities=[Quantity("loss", "mg/d", "loss", "l")],
        derive_quantities=lambda t, y, p, q: setattr(q, "loss", p.double * y[0]),
        rhs=lambda t, y, p, q: (1 - q.loss,),
    )  # fmt: skip
    check_model(
        changed(model, "more", "more", "komarova2003", changes={"loss": lambda loss, p: loss * p.double}), until=5
    )
