"""The published models of bone remodeling: known numbers, reference trajectories, and a deposited model that is wrong.

The expected numbers were computed with other programs from the published equations; `tests/data/reference/README.md`
tells how.
"""

from pathlib import Path

import numpy as np
import pytest
import roadrunner

from osteolib.remodeling import graham2013, komarova2003, lemaire2004

REFERENCE = Path(__file__).parents[1] / "data" / "reference"

# Start of the deposited files, which round the steady state.
KOMAROVA_FILE = {"osteoclasts": 11, "osteoblasts": 212}
AYATI_FILE = {"osteoclasts": 11.06, "osteoblasts": 212.13}
LEMAIRE_FILE = {"responding_osteoblasts": 7.734e-4, "active_osteoblasts": 7.282e-4, "active_osteoclasts": 9.127e-4}

CELLS = ("responding_osteoblasts", "active_osteoblasts", "active_osteoclasts")


def reference(name):
    return np.genfromtxt(REFERENCE / f"{name}.csv", delimiter=",", names=True)


def extreme(curve, which):
    """Value and time of the highest or lowest point, by the parabola through it and its neighbors."""
    k = int(getattr(np, f"arg{which}")(curve.values))
    slope, bend = np.gradient(curve.values)[k], np.diff(curve.values, 2)[k - 1]
    step = float(curve.time[1] - curve.time[0])
    return float(curve[k]) - slope**2 / (2 * bend), float(curve.time[k]) - step * slope / bend


def peaks(curve):
    """Times and heights of all inner maxima."""
    inner = np.flatnonzero((curve.values[1:-1] > curve.values[:-2]) & (curve.values[1:-1] >= curve.values[2:])) + 1
    found = [extreme(curve[k - 1 : k + 2], "max") for k in inner]
    return np.array([when for _, when in found]), np.array([height for height, _ in found])


def disturbed(extra, until, step=0.1, **parameters):
    """Osteoclasts after `extra` of them were added to the steady state."""
    rest = komarova2003.steady_state(**parameters)
    start = {"osteoclasts": float(rest.osteoclasts) + extra, "osteoblasts": float(rest.osteoblasts)}
    times = np.arange(0, until + step / 2, step)
    return komarova2003.simulate(times, initial=start, rtol=1e-10, **parameters).osteoclasts


# Komarova et al. 2003 ------------------------------------------------------------------------------------------------


def test_komarova_rests_at_the_closed_form():
    rest = komarova2003.steady_state()
    assert float(rest.osteoclasts) == pytest.approx(0.75 * np.sqrt(2), rel=1e-9)
    assert float(rest.osteoblasts) == pytest.approx(150 * np.sqrt(2), rel=1e-9)


def test_komarova_starts_ten_osteoclasts_above_rest():
    start = komarova2003.start_values(beta1=0.25)
    rest = komarova2003.steady_state(beta1=0.25)
    assert start["osteoclasts"] == pytest.approx(float(rest.osteoclasts) + 10, rel=1e-12)
    assert start["osteoblasts"] == pytest.approx(float(rest.osteoblasts), rel=1e-12)
    assert start["bone_mass"] == 100


@pytest.fixture(scope="module")
def cycle():
    return komarova2003.simulate(np.arange(0, 1000.5, 0.5), initial=KOMAROVA_FILE)


@pytest.mark.parametrize(
    "state, which, value, tolerance, day",
    [
        ("bone_mass", "min", 89.8400, 1e-3, 12.5),
        ("osteoblasts", "max", 395.808, 1e-2, 14.0),
        ("osteoclasts", "min", 0.7293, 1e-3, 42.0),
    ],
)
def test_komarova_cycle_turns_where_the_paper_shows(cycle, state, which, value, tolerance, day):
    found, when = extreme(cycle[state], which)
    assert found == pytest.approx(value, abs=tolerance)
    assert when == pytest.approx(day, abs=0.5)


def test_komarova_bone_is_given_back(cycle):
    assert float(cycle.bone_mass.sel(time=100)) == pytest.approx(99.774, abs=2e-3)
    assert float(cycle.bone_mass.sel(time=1000)) == pytest.approx(99.96687, abs=2e-3)


def test_komarova_from_the_start_of_ayati():
    bone = komarova2003.simulate(np.arange(0, 1000.5, 0.5), initial=AYATI_FILE).bone_mass
    assert float(bone.min()) == pytest.approx(89.78698, abs=1e-3)
    assert float(bone[-1]) == pytest.approx(99.98039, abs=1e-3)


def test_komarova_trace_of_the_jacobian_vanishes_at_g11_1_1():
    """Differences of the very right-hand side that is solved, taken at rest."""

    def trace(g11):
        p = komarova2003.namespace({name: p.value for name, p in komarova2003.parameters.items()} | {"g11": g11})
        rest = np.array([p.osteoclasts_at_rest, p.osteoblasts_at_rest, 100.0])
        step = 1e-5 * rest
        return sum(
            (komarova2003.rates(0, rest + e, p)[k] - komarova2003.rates(0, rest - e, p)[k]) / (2 * step[k])
            for k, e in enumerate(np.diag(step)[:2])
        )

    below, above = trace(1.0), trace(1.2)
    assert below < 0 < above
    # The trace is linear in g11, so two points give its zero.
    assert 1.0 - below * 0.2 / (above - below) == pytest.approx(1.1, abs=1e-9)


def test_komarova_trace_is_exactly_zero_in_symbols():
    import sympy

    from osteolib.model.symbolic import read

    reading = read(komarova2003)
    symbols = reading.symbols
    values = {symbols[name]: sympy.nsimplify(repr(p.value)) for name, p in komarova2003.parameters.items()}
    values[symbols["g11"]] = 1 + values[symbols["beta2"]] / values[symbols["beta1"]]
    assert values[symbols["g11"]] == sympy.Rational(11, 10)
    for name in ("gamma", "osteoclasts_at_rest", "osteoblasts_at_rest"):
        values[symbols[name]] = reading.constants[name].evalf(30, subs=values)
    for name in ("osteoclasts", "osteoblasts"):
        values[symbols[name]] = values[symbols[f"{name}_at_rest"]]
    trace = sum(sympy.diff(reading.rates[name], symbols[name]) for name in ("osteoclasts", "osteoblasts"))
    assert abs(trace.evalf(30, subs=values)) < 1e-12


@pytest.mark.parametrize("extra, period", [(1, 160.35), (2, 166.97), (10, 273.53)])
def test_komarova_period_grows_with_the_disturbance_at_the_hopf_point(extra, period):
    when, _ = peaks(disturbed(extra, until=900, g11=1.1))
    assert np.diff(when) == pytest.approx(period, abs=0.05)


def test_komarova_conserves_its_cycles_at_the_hopf_point():
    _, heights = peaks(disturbed(2, until=36.5 * 166.97, g11=1.1))
    assert heights.size == 37  # 36 cycles
    assert heights == pytest.approx(3.387971, abs=1e-5)
    # The start, at rest but for two osteoclasts, lies on the falling side of the same cycle.
    assert heights[0] > 0.75 * np.sqrt(2) + 2


@pytest.mark.parametrize("g11, expected", [(1.09, [3.33, 2.92, 2.59]), (1.11, [3.45, 4.04, 4.82])])
def test_komarova_cycles_fade_below_the_hopf_point_and_grow_above(g11, expected):
    _, heights = peaks(disturbed(2, until=700, g11=g11))
    assert heights[:3] == pytest.approx(expected, abs=0.01)


def test_komarova_escapes_from_a_large_disturbance():
    """At g11 = 1.1 twenty more osteoclasts die out instead of coming back: why the course caps that slider."""
    osteoclasts = disturbed(20, until=3000, g11=1.1)
    when, _ = peaks(osteoclasts)
    assert when.size == 1
    assert 0 < float(osteoclasts[-1]) < 1e-6


@pytest.mark.parametrize(
    "file, start, columns",
    [("komarova2003_default", KOMAROVA_FILE, ("x1", "x2")), ("komarova_ayati401_default", AYATI_FILE, ("C", "B"))],
)
def test_komarova_follows_the_reference(file, start, columns):
    expected = reference(file)
    run = komarova2003.simulate(expected["time"], initial=start)
    np.testing.assert_allclose(run.osteoclasts, expected[columns[0]], rtol=1e-6)
    np.testing.assert_allclose(run.osteoblasts, expected[columns[1]], rtol=1e-6)
    np.testing.assert_allclose(run.bone_mass, expected["z"], rtol=0, atol=1e-4)


# The deposited model that is wrong -----------------------------------------------------------------------------------


def deposited(flag):
    runner = roadrunner.RoadRunner(str(REFERENCE / "BIOMD0000000148.xml"))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-12
    if flag:
        runner["flag_resorption"] = 1
    return runner.simulate(0, 1000, 2001, ["time", "z"])["z"]


def test_biomd148_as_deposited_never_resorbs_bone():
    bone = deposited(flag=False)
    assert np.diff(bone).min() > -1e-5  # what the solver interpolates between its steps is good to this
    assert bone[-1] == pytest.approx(114.0569, abs=1e-3)


def test_biomd148_mended_is_the_model_of_the_paper(cycle):
    bone = deposited(flag=True)
    assert bone.min() == pytest.approx(89.840, abs=1e-3)
    np.testing.assert_allclose(cycle.bone_mass, bone, rtol=0, atol=1e-3)


def test_biomd401_has_the_same_equations_and_no_fault():
    runner = roadrunner.RoadRunner(str(REFERENCE / "BIOMD0000000401.xml"))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-12
    bone = runner.simulate(0, 1000, 201, ["time", "z"])["z"]
    run = komarova2003.simulate(np.linspace(0, 1000, 201), initial=AYATI_FILE)
    np.testing.assert_allclose(run.bone_mass, bone, rtol=0, atol=1e-3)


# Lemaire et al. 2004 -------------------------------------------------------------------------------------------------


def relative_to_rest(run):
    rest = lemaire2004.steady_state()
    return [float(run[name] / rest[name]) for name in CELLS]


def test_lemaire_rests_where_root_finding_says():
    rest = lemaire2004.steady_state()
    assert [float(rest[name]) for name in CELLS] == pytest.approx(
        [7.73437744e-4, 7.28339593e-4, 9.12752839e-4], rel=1e-7
    )
    assert float(rest.rankl_occupancy) == pytest.approx(0.0598315, rel=1e-5)
    assert float(rest.tgfb_occupancy) == pytest.approx(0.1966517, rel=1e-6)
    assert float(rest.opg) == pytest.approx(22805.36, rel=1e-6)


def test_lemaire_starts_at_rest_and_stays():
    run = lemaire2004.simulate(140)
    for name in CELLS:
        np.testing.assert_allclose(run[name], run[name][0], rtol=1e-8)


@pytest.mark.parametrize(
    "signal, amount, expected",
    [
        ("I_P", 1000, (5.2081, 2.2384, 4.0368)),
        ("I_O", 2e5, (0.1018, 0.3303, 0.0721)),
        ("I_C", 1e-4, (1.4638, 1.2084, 1.3516)),
        ("I_C", -2.9e-4, (0.0756, 0.2917, 0.0200)),
        ("I_B", 1e-4, (1.3237, 1.8759, 1.2483)),
        ("I_B", -8.3e-5, (0.3124, 0.0252, 0.3304)),
        ("I_R", 1e-4, (1.7427, 1.7303, 1.0101)),
        ("I_R", -1.2e-4, (0.0434, 0.0683, 0.8429)),
        ("I_L", 10, (1.0057, 1.0028, 1.0045)),
        ("I_L", 1e4, (3.7854, 1.9234, 2.9776)),
    ],
)
def test_lemaire_answers_an_input_from_day_20_to_80(signal, amount, expected):
    run = lemaire2004.simulate([0, 80], schedule={signal: [(20, 80, amount)]}).isel(time=-1)
    assert relative_to_rest(run) == pytest.approx(expected, abs=1e-3)


def test_lemaire_continuous_pth_is_catabolic():
    run = lemaire2004.simulate([0, 80], schedule={"I_P": [(20, 80, 1000)]}).isel(time=-1)
    _, osteoblasts, osteoclasts = relative_to_rest(run)
    assert osteoblasts / osteoclasts == pytest.approx(0.554, abs=1e-3)


@pytest.mark.parametrize(
    "parameter, factor, expected",
    [("K_L", 2, (1.4884, 1.2200, 1.3687)), ("K_L", 3, (1.8742, 1.3690, 1.6433))],
)
def test_lemaire_rankl_per_cell_raises_all_cells(parameter, factor, expected):
    rest = lemaire2004.steady_state(**{parameter: factor * lemaire2004.parameters[parameter].value})
    assert relative_to_rest(rest) == pytest.approx(expected, abs=1e-4)


def test_lemaire_three_ways_to_double_the_osteoclast_signal_are_one():
    value = {name: lemaire2004.parameters[name].value for name in ("K_L", "D_C", "D_A")}
    rests = [
        lemaire2004.steady_state(K_L=2 * value["K_L"]),
        lemaire2004.steady_state(D_C=2 * value["D_C"]),
        lemaire2004.steady_state(D_A=value["D_A"] / 2),
    ]
    for name in CELLS:
        assert [float(rest[name]) for rest in rests[1:]] == pytest.approx([float(rests[0][name])] * 2, rel=1e-9)


@pytest.mark.parametrize("factor, osteoclasts, net", [(0.5, 1.3454, -0.1386), (2, 0.7393, 0.0894)])
def test_lemaire_opg_per_cell_tips_the_balance(factor, osteoclasts, net):
    _, b, c = relative_to_rest(lemaire2004.steady_state(K_O=factor * lemaire2004.parameters["K_O"].value))
    assert (c, b - c) == pytest.approx((osteoclasts, net), abs=1e-4)


def test_lemaire_fewer_responding_osteoblasts_as_in_aging():
    _, b, c = relative_to_rest(lemaire2004.steady_state(D_R=0.7 * lemaire2004.parameters["D_R"].value))
    assert (b, c) == pytest.approx((0.6952, 0.9892), abs=1e-4)


@pytest.mark.parametrize(
    "file, schedule",
    [
        ("lemaire2004_default", {}),
        ("lemaire2004_p1_PTH_I_P_1000_d20_80", {"I_P": [(20, 80, 1000)]}),
        ("lemaire2004_p3_OPG_I_O_200000_d20_80", {"I_O": [(20, 80, 2e5)]}),
    ],
)
def test_lemaire_follows_the_reference(file, schedule):
    expected = reference(file)
    run = lemaire2004.simulate(expected["time"], initial=LEMAIRE_FILE, schedule=schedule)
    for name, column in zip(CELLS, "RBC", strict=True):
        np.testing.assert_allclose(run[name], expected[column], rtol=1e-6)
    # At a switch the file shows the occupancies before it, osteolib those after.
    steady = ~np.isin(expected["time"], [20, 80])
    for name, column in (("rankl_occupancy", "Phi_L"), ("tgfb_occupancy", "Phi_C"), ("pth_occupancy", "Phi_P")):
        np.testing.assert_allclose(run[name][steady], expected[column][steady], rtol=1e-6)


def test_lemaire_is_the_deposited_model():
    """At values far from the published ones, where a swapped constant cannot hide."""
    changed = {"D_R": 5e-4, "k3": 4e-4, "k6": 2.5, "f0": 0.08, "C_s": 4e-3}
    runner = roadrunner.RoadRunner(str(REFERENCE / "BIOMD0000000278.xml"))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-16
    for name, value in {**changed, "K_L_P": 5e6, "kO": 0.5}.items():
        runner[name] = value
    expected = runner.simulate(0, 140, 141, ["time", "[R]", "[B]", "[C]"])
    run = lemaire2004.simulate(expected["time"], initial=LEMAIRE_FILE, K_L=5e6, k_O=0.5, **changed)
    for name, column in zip(CELLS, "RBC", strict=True):
        np.testing.assert_allclose(run[name], expected[f"[{column}]"], rtol=1e-6)


# Graham et al. 2013 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state, which, value, day",
    [
        ("osteoblasts", "max", 494.404, 4.2),
        ("preosteoblasts", "max", 192.407, 1.4),
        ("osteoclasts", "max", 12.673, None),
        ("bone_volume", "min", 86.188, 3.7),
    ],
)
def test_graham_turns_where_the_deposited_model_does(state, which, value, day):
    curve = graham2013.simulate(np.linspace(0, 100, 1001))[state]
    k = int(getattr(np, f"arg{which}")(curve.values))
    assert float(curve[k]) == pytest.approx(value, abs=1e-3)
    if day is not None:
        assert float(curve.time[k]) == pytest.approx(day, abs=0.05)


def test_graham_bone_is_nearly_given_back():
    assert float(graham2013.simulate(100).bone_volume[-1]) == pytest.approx(99.7508, abs=1e-3)


def test_graham_follows_the_reference():
    expected = reference("graham2013_default")
    run = graham2013.simulate(expected["time"])
    columns = ("Osteocytes__S", "Pre_Osteoblasts__P", "Osteoblasts__B", "Osteoclasts__C")
    for state, column in zip(graham2013.states, columns, strict=False):
        # A population that is dying out has no meaning far below one cell.
        np.testing.assert_allclose(run[state.name], expected[column], rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(run.bone_volume, expected["Bone_volume__z"], rtol=0, atol=1e-4)


def test_graham_is_the_deposited_model():
    """With k1, rho and exponents moved; g_22 stays 1, where the file multiplies by it instead of raising to it."""
    changed = {"alpha_2": 0.12, "beta_1": 0.08, "delta": 0.11, "g_21": 1.9, "g_43": -0.9, "f_14": 1.1, "k1": 0.65}
    runner = roadrunner.RoadRunner(str(REFERENCE / "BIOMD0000000721.xml"))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-14
    for name, value in changed.items():
        runner[name] = value
    start = {"Osteocytes__S": 170.0, "Pre_Osteoblasts__P": 3.0, "Osteoblasts__B": 2.0, "Osteoclasts__C": 1.0}
    for name, value in start.items():
        runner[f"[{name}]"] = value
    names = [*start, "Bone_volume__z"]
    expected = runner.simulate(0, 60, 121, ["time", *(f"[{name}]" for name in names)])
    initial = dict(zip((state.name for state in graham2013.states), start.values(), strict=False))
    run = graham2013.simulate(expected["time"], initial=initial, **changed)
    for state, name in zip(graham2013.states, names, strict=True):
        np.testing.assert_allclose(run[state.name], expected[f"[{name}]"], rtol=1e-6, atol=1e-5)
