"""The stack: every member as right as the worst one, positive states, memory, the progress bar, steady states."""

import functools
import io
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import tqdm
import xarray as xr
from scipy.integrate import RK45

from osteolib.model import Model, SolverFailed, State, log, solver, steady
from osteolib.model import model as model_module
from osteolib.remodeling import graham2013, komarova2003, lemaire2004
from tests.unit.toys import decay, decayed, growth, oscillator, parameter, switch

# One hard member among many easy ones --------------------------------------------------------------------------------

EASY = np.linspace(0.5, 0.6, 999)


def worst_error(rtol):
    """Largest error of a hard spring in a stack with 999 easy ones, against the exact cosine."""
    w = np.append(EASY, 20.0)
    run = oscillator().simulate(np.linspace(0, 5, 51), w=xr.DataArray(w, dims="member"), rtol=rtol)
    return np.abs(run.place - np.cos(run.w * run.time)).max("time").values


def test_the_hard_member_is_as_right_as_among_its_equals():
    error = worst_error(1e-8)
    equals = oscillator().simulate(np.linspace(0, 5, 51), w=[20.0, 20.0], rtol=1e-8)
    assert error[-1] <= 2 * float(np.abs(equals.place - np.cos(20 * equals.time)).max())
    assert error[-1] < 1e-5
    assert error[:-1].max() < error[-1]


def test_scipys_averaged_error_would_fail_the_hard_member(monkeypatch):
    """The override is on a private name of scipy: should that be renamed, this test notices that it does nothing."""
    ours = worst_error(1e-8)[-1]
    monkeypatch.setattr(solver.WorstMemberRK45, "_estimate_error_norm", RK45._estimate_error_norm)
    assert worst_error(1e-8)[-1] > 10 * ours


def test_where_lsoda_makes_no_headway_the_explicit_method_does(monkeypatch):
    run = lemaire2004.simulate(50)
    monkeypatch.setattr(solver, "_LSODA_STEPS", 3)
    other = lemaire2004.simulate(50)
    assert not other.identical(run)
    for name in run.data_vars:
        np.testing.assert_allclose(other[name], run[name], rtol=1e-6)


def test_a_rate_that_is_no_number_is_a_failure_and_no_result():
    """LSODA would go on with it to the end."""
    model = Model(
        "fading", "a rate that ends", "komarova2003", "d",
        states=[State("amount", "mg", 1.0, "amount", "x")],
        parameters=[],
        rhs=lambda t, y, p: (log(5 - t),),
    )  # fmt: skip
    assert np.isfinite(model.simulate(4).amount).all()
    with pytest.raises(SolverFailed, match="stopped at time 5 with"):
        model.simulate(10)


def test_the_worst_member_of_a_real_sweep_is_right():
    """One set at the edge of growing oscillations among 1,000 calm ones, against a run at rtol 1e-12."""
    g11, beta1 = np.append(np.linspace(0.3, 0.4, 999), 1.1), np.append(np.full(999, 0.3), 0.1)
    sample = {"g11": xr.DataArray(g11, dims="run"), "beta1": xr.DataArray(beta1, dims="run")}
    times = np.linspace(0, 300, 31)
    run = komarova2003.simulate(times, **sample)
    exact = komarova2003.simulate(times, g11=1.1, beta1=0.1, rtol=1e-12)
    for name in ("osteoclasts", "osteoblasts"):
        np.testing.assert_allclose(run[name][-1], exact[name], rtol=1e-6)


@pytest.mark.parametrize("rtol", [1e-4, 1e-6, 1e-8, 1e-10])
def test_the_tolerance_is_kept_by_every_state(rtol):
    sample = {"g11": [0.3, 0.6, 0.9], "beta1": [0.1, 0.4]}
    run = komarova2003.simulate(300, rtol=rtol, **sample)
    exact = komarova2003.simulate(300, rtol=1e-12, **sample)
    for name in ("osteoclasts", "osteoblasts"):
        assert float(np.abs(run[name] / exact[name] - 1).max()) < 30 * rtol
    # The kinks where resorption and formation stop cost the running total two digits.
    assert float(np.abs(run.bone_mass - exact.bone_mass).max()) < 100 * max(1000 * rtol, 1e-12)


def test_tolerances_in_logarithms_are_relative_and_below_the_scale_absolute():
    allowed = solver.tolerance(
        1e-6, np.array([5.0, 5.0, 100.0]), np.array([True, False, False]), np.array([False, False, True]), members=2
    )
    # A running total may err by twice as much: its kinks would else set the step of the whole sweep.
    np.testing.assert_allclose(allowed.atol, [1e-6, 1e-6, 5e-9, 5e-9, 2e-4, 2e-4])
    np.testing.assert_allclose(allowed.rtol[2:], [1e-6, 1e-6, 2e-6, 2e-6])
    assert allowed.rtol[:2].max() < 1e-12


# Positive states -----------------------------------------------------------------------------------------------------


def test_logarithms_keep_a_state_positive_where_the_plain_one_falls_below_zero():
    plain = decay().simulate(100, rtol=1e-4, k=2.0)
    logarithmic = decay(positive=True).simulate(100, rtol=1e-4, k=2.0)
    assert float(plain.amount.min()) < 0
    np.testing.assert_allclose(logarithmic.amount, decayed(plain.time.values, 8, 2), rtol=1e-3)


def test_komarova_stays_positive_while_it_dies_out():
    start = {"osteoclasts": 30, "osteoblasts": 212}
    run = komarova2003.simulate(3000, g11=1.12, initial=start)
    assert float(run.osteoclasts.min()) > 0
    assert float(run.osteoblasts.min()) > 0
    assert float(run.osteoclasts[-1]) < 1e-6


def test_both_coordinates_solve_the_same_equation():
    given = {"k": [0.5, 1.0], "s": 0.3, "doses": {"amount": [(1, 2)]}, "schedule": {"k": [(2, 3, 2.0)]}}
    plain, logarithmic = decay().simulate(5, **given), decay(positive=True).simulate(5, **given)
    np.testing.assert_allclose(plain.amount, logarithmic.amount, rtol=1e-6)
    np.testing.assert_allclose(plain.loss, logarithmic.loss, rtol=1e-6)


# Memory --------------------------------------------------------------------------------------------------------------

SWEEP = {"g11": np.linspace(0.4, 0.6, 5), "beta1": [0.2, 0.25]}
PLAN = {"doses": {"osteoclasts": [(5, [1, 2])]}, "schedule": {"k1": [(10, 20, 0.1)]}}


@pytest.mark.parametrize("limit, value, chunks", [("_CACHE_MEMBERS", 7, 3), ("_CHUNK_BYTES", 8 * 201 * 6, 20)])
def test_a_large_sweep_is_split_and_gives_the_same(monkeypatch, limit, value, chunks):
    whole = komarova2003.simulate(50, **SWEEP, **PLAN)
    monkeypatch.setattr(model_module, limit, value)
    calls = []
    solved = Model._solve_chunk
    monkeypatch.setattr(Model, "_solve_chunk", lambda *given: calls.append(1) or solved(*given))
    split = komarova2003.simulate(50, **SWEEP, **PLAN)
    assert len(calls) == chunks
    # Members are stepped with others, so the last digits differ, but no label, order or value may.
    xr.testing.assert_allclose(split[["osteoclasts", "osteoblasts"]], whole[["osteoclasts", "osteoblasts"]], rtol=1e-6)
    xr.testing.assert_allclose(split.bone_mass, whole.bone_mass, rtol=1e-5)
    assert split.attrs == whole.attrs
    for name in whole.variables:
        assert split[name].attrs == whole[name].attrs


def test_a_sweep_of_one_member_a_piece_equals_single_runs_to_the_bit(monkeypatch):
    monkeypatch.setattr(model_module, "_CACHE_MEMBERS", 1)
    split = lemaire2004.simulate(50, K_L=[3e6, 6e6], schedule={"I_P": [(5, 10, 1000)]})
    for value in (3e6, 6e6):
        alone = lemaire2004.simulate(50, K_L=value, schedule={"I_P": [(5, 10, 1000)]})
        for name in alone.data_vars:
            np.testing.assert_array_equal(split[name].sel(K_L=value), alone[name])


def test_a_split_steady_state_is_the_same(monkeypatch):
    values = np.linspace(2e6, 9e6, 7)
    whole = lemaire2004.steady_state(K_L=values)
    monkeypatch.setattr(model_module, "_CACHE_MEMBERS", 3)
    xr.testing.assert_allclose(lemaire2004.steady_state(K_L=values), whole, rtol=1e-10)


def test_a_member_that_fails_in_a_later_piece_is_named(monkeypatch):
    monkeypatch.setattr(model_module, "_CACHE_MEMBERS", 2)
    with pytest.raises(SolverFailed, match="r = 0.3"):
        growth().simulate(4, r=[0.01, 0.02, 0.03, 0.3, 0.04])


# Progress ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def screen(monkeypatch):
    """What a user sees on the standard error stream, where the variable that silences tqdm is not set."""
    stream = io.StringIO()
    # Not sys.stderr itself, which pytest replaces between setting up a test and running it.
    monkeypatch.setattr(solver, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr("tqdm.tqdm", functools.partial(tqdm.tqdm, disable=False))
    return stream


def test_short_work_is_silent(screen):
    komarova2003.simulate(100)
    assert screen.getvalue() == ""


def test_long_work_shows_one_bar_and_takes_it_away(screen, monkeypatch):
    monkeypatch.setattr(solver, "PROGRESS_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(model_module, "_CACHE_MEMBERS", 2)
    bars = []
    monkeypatch.setattr(solver.Watch, "close", lambda self: bars.append(self.bar) or self.bar.close())
    komarova2003.simulate(300, g11=[0.4, 0.5, 0.6], schedule={"k1": [(10, 20, 0.1)]})
    shown = screen.getvalue()
    assert "komarova2003:" in shown
    assert "%" in shown
    assert shown.rstrip(" ").endswith("\r")
    (bar,) = bars
    assert bar.n == pytest.approx(bar.total)


def test_the_bar_never_runs_backwards(screen, monkeypatch):
    monkeypatch.setattr(solver, "PROGRESS_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(model_module, "_CACHE_MEMBERS", 1)
    reached = []
    advance = solver.Watch.advance
    monkeypatch.setattr(solver.Watch, "advance", lambda self, t: (advance(self, t), reached.append(self.bar.n)))
    komarova2003.simulate(300, g11=[0.4, 0.5, 0.6])
    assert reached == sorted(reached)
    assert 0 < reached[0] < 0.1
    assert reached[-1] == pytest.approx(1.0)


def test_the_bar_is_taken_away_after_a_failure(screen, monkeypatch):
    monkeypatch.setattr(solver, "PROGRESS_AFTER_SECONDS", 0.0)
    with pytest.raises(SolverFailed):
        growth().simulate(50)
    assert screen.getvalue().rstrip(" ").endswith("\r")


def test_tqdm_disable_silences_the_bar():
    """The variable is read when tqdm is first loaded, so a fresh interpreter is asked."""
    code = (
        "from osteolib.model import solver\nsolver.PROGRESS_AFTER_SECONDS = 0.0\n"
        "from osteolib.remodeling import komarova2003\nkomarova2003.simulate(100)"
    )
    loud = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    for environment, shown in ((loud, True), (loud | {"TQDM_DISABLE": "1"}, False)):
        ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert ("komarova2003:" in ran.stderr) == shown


# Steady states -------------------------------------------------------------------------------------------------------


def test_a_steady_state_in_closed_form_is_used():
    rest = komarova2003.steady_state(g11=[0.5, 0.8])
    assert rest.osteoclasts.dims == ("g11",)
    p = {name: one.value for name, one in komarova2003.parameters.items()}
    for g11 in (0.5, 0.8):
        gamma = p["g12"] * p["g21"] - (1 - g11) * (1 - p["g22"])
        expected = (p["beta1"] / p["alpha1"]) ** ((1 - p["g22"]) / gamma) * (p["beta2"] / p["alpha2"]) ** (
            p["g21"] / gamma
        )
        assert float(rest.osteoclasts.sel(g11=g11)) == pytest.approx(expected, rel=1e-12)
    assert (rest.bone_mass == 100).all()


def test_a_steady_state_is_found_by_iteration():
    rest = switch().steady_state(k=[0.5, 1.0, 2.0])
    total = 1 + np.exp(-rest.k)
    np.testing.assert_allclose(rest["first"], total / 3, rtol=1e-12)
    np.testing.assert_allclose(rest["second"], 2 * total / 3, rtol=1e-12)


def test_a_running_total_stays_at_its_start_and_moves_from_there():
    rest = switch().steady_state()
    assert float(rest.total) == 5
    run = switch().simulate([0, 2])
    np.testing.assert_allclose(run["first"], rest["first"], rtol=1e-9)
    assert float(run.total[-1]) == pytest.approx(5 + 2 * float(rest["first"]), rel=1e-8)


def test_found_and_closed_steady_states_agree():
    twin = Model(
        "twin", "komarova2003 without its closed form", "komarova2003", "d", states=komarova2003.states,
        parameters=komarova2003.parameters.values(), rhs=komarova2003._rhs, constants=komarova2003.constants,
        derive_constants=komarova2003._derive_constants,
    )  # fmt: skip
    sample = {"g11": [0.2, 0.5, 0.9], "beta1": [0.1, 0.4]}
    found, closed = twin.steady_state(**sample), komarova2003.steady_state(**sample)
    for name in ("osteoclasts", "osteoblasts"):
        np.testing.assert_allclose(found[name], closed[name], rtol=1e-9)


def test_quantities_are_given_at_rest():
    rest = graham2013.steady_state()
    assert float(rest.osteocyte_signal) == 0
    assert float(rest.osteocytes) == graham2013.parameters["K_S"].value


def test_a_thousand_members_settle_each():
    """One settles long before another; what has settled must not wander off while it waits."""
    random = np.random.default_rng(0)
    factors = {"K_L": (0.5, 4), "K_O": (0.25, 2), "D_R": (0.5, 1.2)}
    sample = {
        name: xr.DataArray(lemaire2004.parameters[name].value * random.uniform(*ends, 1000), dims="run")
        for name, ends in factors.items()
    }
    rest = lemaire2004.steady_state(**sample)
    start = {state.name: rest[state.name] for state in lemaire2004.states}
    later = lemaire2004.simulate([0, 50], initial=start, **sample)
    for state in lemaire2004.states:
        np.testing.assert_allclose(later[state.name][:, -1], rest[state.name], rtol=1e-7)


def test_rest_follows_the_model_instead_of_jumping_to_an_unstable_state():
    """y' = y - y^3 rests at -1, 0 and 1; from 0.1 the model itself goes to 1."""
    y, found = steady.rest(lambda y: y - y**3, np.array([[0.1, -0.1]]))
    assert found.all()
    np.testing.assert_allclose(y, [[1.0, -1.0]], rtol=1e-12)


def test_rest_says_which_members_do_not_settle():
    _, found = steady.rest(lambda y: np.where(np.arange(2) == 0, 1.0 - y, 1.0 + 0 * y), np.zeros((1, 2)))
    assert found.tolist() == [True, False]


def test_a_model_of_totals_alone_is_at_rest_where_it_starts():
    model = Model(
        "total", "a total", "komarova2003", "d", states=[State("total", "1", 3.0, "total", accumulates=True)],
        parameters=[parameter("k", 1.0, 0.1, 2.0)], rhs=lambda t, y, p: (p.k + 0 * y[0],),
    )  # fmt: skip
    assert float(model.steady_state().total) == 3
