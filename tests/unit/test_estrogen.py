"""The models of menopause: known numbers, reference trajectories, what drugs do, and T cells as a declared change.

The expected numbers were computed with other programs from the published equations; `tests/data/reference/README.md`
tells how.
"""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy.optimize import brentq

from osteolib.estrogen import (
    bone_density_by_age,
    bone_loss_at_menopause,
    jorg2022,
    jorg2022_t_cells,
    lemaire2004_estrogen,
    nelson2026,
    osteoporosis_prevalence,
    surgical_fits,
)
from osteolib.remodeling import lemaire2004
from osteolib.testing.suite import bibliography_keys

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests" / "data" / "reference"

# States of both models, and their columns in the reference.
CELLS = {
    "preosteoblasts": "preOB",
    "osteoblasts": "OB",
    "osteocytes": "OCY",
    "preosteoclasts": "preOC",
    "osteoclasts": "OC",
    "sclerostin": "sclerostin",
    "bone_density": "bone_density",
}


def reference(name):
    return np.genfromtxt(REFERENCE / f"{name}.csv", delimiter=",", names=True)


def peak(curve):
    """Height and time of the highest point of one curve."""
    k = int(np.argmax(curve.values))
    return float(curve[k]), float(curve.time[k])


# Jorg et al. 2022 ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def decades():
    return jorg2022.simulate(np.linspace(40, 80, 4001))


@pytest.mark.parametrize("age, expected", [(54.99, 0.96033), (60, 0.91938), (70, 0.85495), (80, 0.79393)])
def test_jorg_bone_density_falls_as_published(age, expected):
    """Row J1; the row at 55 y was read off the grid of the computation, 3.65 days before the birthday."""
    run = jorg2022.simulate([0, age])
    assert float(run.bone_mineral_density[-1]) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("marker, height, age", [("ctx", 1.3249, 53.15), ("p1np", 1.2329, 52.96)])
def test_jorg_markers_peak_three_years_after_menopause(decades, marker, height, age):
    """Row J2."""
    found, when = peak(decades[marker])
    assert found == pytest.approx(height, abs=1e-3)
    assert when == pytest.approx(age, abs=0.1)


def test_jorg_osteoclasts_peak(decades):
    """Row J2."""
    assert peak(decades.osteoclasts)[0] / float(decades.osteoclasts[0]) == pytest.approx(1.2743, abs=1e-3)


def test_jorg_faster_estrogen_loss_costs_more_bone():
    """Row J3."""
    run = jorg2022.simulate([0, 60], tau_e=[1, 5])
    assert run.bone_mineral_density[:, -1].values == pytest.approx([0.90213, 0.93428], abs=1e-4)


def test_jorg_rests_where_the_notes_say():
    rest = jorg2022.steady_state()
    expected = [215.939, 107.49899, 612.44575, 1723.994, 41.98650, 11092.856]
    assert [float(rest[name]) for name in list(CELLS)[:-1]] == pytest.approx(expected, rel=1e-5)


def test_jorg_follows_the_reference():
    expected = reference("jorg2022_natural_default")
    run = jorg2022.simulate(expected["age_y"])
    for name, column in CELLS.items():
        np.testing.assert_allclose(run[name], expected[column], rtol=1e-6)
    others = {"estrogen": "estrogen", "formation": "formation", "resorption": "resorption", "ctx": "CTX_rel"}
    others |= {"bone_mineral_density": "bmd_rel_age50", "p1np": "P1NP_rel", "bsap": "BSAP_rel"}
    for name, column in others.items():
        np.testing.assert_allclose(run[name], expected[column], rtol=1e-6)


def test_jorg_may_start_at_any_age_before_menopause(decades):
    """Density drifts a little before menopause, since the published rates are rounded; a later start knows that."""
    late = jorg2022.simulate([50, 60])
    assert float(late.bone_mineral_density[-1]) == pytest.approx(
        float(decades.bone_mineral_density.sel(time=60)), rel=1e-7
    )
    drift = jorg2022.simulate([0, 1]).bone_density
    assert float(drift[1] - drift[0]) == pytest.approx(-0.00156, abs=1e-5)


def test_jorg_sweeps_of_menopause_are_as_exact_as_single_runs():
    """The solver starts anew at each of the ages, for all members alike."""
    for ages in (np.linspace(45, 55, 5), np.linspace(45, 55, 41)):
        swept = jorg2022.simulate([40, 60], a_e=ages).bone_mineral_density[:, -1]
        for k in (0, -1):
            alone = jorg2022.simulate([40, 60], a_e=ages[k], rtol=1e-11).bone_mineral_density[-1]
            assert float(swept[k]) == pytest.approx(float(alone), rel=1e-6)


def test_hormone_therapy_holds_estrogen_and_bone():
    held = jorg2022.simulate([50, 52, 60], schedule={"E_held": [(50, 60, 1.0)]})
    assert held.ctx.values == pytest.approx(1.0)
    assert float(held.estrogen[1]) == 1
    half = jorg2022.simulate([50, 70], E_held=[0, 0.5, 1]).bone_mineral_density[:, -1]
    assert (np.diff(half) > 0).all()


@pytest.mark.parametrize(
    "doses, given, formation, resorption",
    [
        ({"denosumab": [(60, 60), (60.5, 60)]}, {}, -1, -1),
        ({"romosozumab": [(60 + k / 12, 210) for k in range(12)]}, {}, 1, -1),
        ({"alendronate": [(60 + k / 52, 70) for k in range(52)]}, {}, -1, -1),
        ({}, {"teriparatide": [(60, 61, 20)]}, 1, 1),
    ],
)
def test_drugs_move_the_markers_as_in_patients(doses, given, formation, resorption):
    """Antiresorptives lower both, the antibody against sclerostin parts them, teriparatide raises both."""
    times = [60, 60.25, 61]
    run = jorg2022.simulate(times, doses=doses, schedule=given).isel(time=1)
    none = jorg2022.simulate(times).isel(time=1)
    assert np.sign(float(run.p1np - none.p1np)) == formation
    assert np.sign(float(run.ctx - none.ctx)) == resorption
    after = jorg2022.simulate([60, 61], doses=doses, schedule=given).bone_mineral_density[-1]
    assert float(after) > float(jorg2022.simulate([60, 61]).bone_mineral_density[-1])


# Nelson et al. 2026 --------------------------------------------------------------------------------------------------

SINCE = [-30, 0, 5, 10, 15, 30]


@pytest.mark.parametrize(
    "menopause, fit, expected",
    [
        ("natural", "up to 15 y", (93.507, 85.166, 79.473, 68.776)),
        ("surgical", "estrogen only", (82.337, 77.129, 73.876, 65.236)),
        ("surgical", "up to 15 y", (83.561, 79.870, 77.401, 70.199)),
        ("surgical", "long", (82.155, 80.646, 81.663, 90.331)),
    ],
)
def test_nelson_bone_density_falls_as_published(menopause, fit, expected):
    """Rows N1 to N4."""
    run = nelson2026.simulate(SINCE, menopause=menopause, **surgical_fits[fit])
    assert run.bone_mineral_density.values[1:] == pytest.approx([100, *expected], abs=5e-3)


def test_nelson_default_is_the_fit_to_fifteen_years():
    assert {name: nelson2026.parameters[name].value for name in surgical_fits["up to 15 y"]} == surgical_fits[
        "up to 15 y"
    ]


def test_nelson_short_fit_sits_on_its_bound_and_the_long_one_rebounds():
    assert surgical_fits["up to 15 y"]["eta_ovx"] == nelson2026.parameters["eta_ovx"].high == 5
    long = nelson2026.simulate([0, 10, 30, 45], menopause="surgical", **surgical_fits["long"]).bone_mineral_density
    assert float(long[1]) < float(long[2]) < 100 < float(long[3])


def test_nelson_follows_the_reference():
    expected = reference("nelson2026_natural_refit")
    run = nelson2026.simulate(expected["years"])
    for name, column in CELLS.items():
        np.testing.assert_allclose(run[name], expected[column], rtol=1e-6)
    np.testing.assert_allclose(run.bone_mineral_density, expected["bmd_pct_of_t0"], rtol=1e-6)


def test_nelson_menopause_is_given_by_name_or_number():
    named = nelson2026.simulate([0, 5], menopause=["natural", "surgical"])
    assert list(named.menopause.values) == ["natural", "surgical"]
    numbered = nelson2026.simulate([0, 5], menopause=[0, 1])
    xr.testing.assert_equal(named, numbered)
    with pytest.raises(ValueError, match="Did you mean 'surgical'"):
        nelson2026.simulate([0, 5], menopause="surgica")
    with pytest.raises(ValueError, match="menopause = 0.5 is no choice"):
        nelson2026.simulate([0, 5], menopause=0.5)


def test_surgery_takes_estrogen_within_a_day():
    day = 1 / 365
    estrogen = nelson2026.simulate([-day, 0, day, 1], menopause="surgical").estrogen.values
    assert estrogen[:2] == pytest.approx([1, 1])
    assert estrogen[2:] == pytest.approx([0.0986, 0.0968], abs=1e-4)


@pytest.mark.parametrize(
    "menopause, fit, expected",
    [
        ("natural", "up to 15 y", (0.76, 1.72)),
        ("surgical", "estrogen only", (5.17, 1.98)),
        ("surgical", "up to 15 y", (5.83, 1.32)),
    ],
)
def test_no_model_has_the_fast_first_two_years_of_natural_menopause(menopause, fit, expected):
    """Percent of menopause a year; sowers2010 saw 3.3 at first and 1.1 later, the natural curve has it inverted."""
    run = nelson2026.simulate([0, 2, 7], menopause=menopause, **surgical_fits[fit])
    assert -np.diff(run.bone_mineral_density.values) / [2, 5] == pytest.approx(expected, abs=0.01)


def test_jorg_too_loses_less_at_first():
    """Percent a year of the density at the start of each stretch."""
    density = jorg2022.simulate([50, 52, 57]).bone_mineral_density.values
    assert -100 * np.diff(density) / [2, 5] / density[:2] == pytest.approx([0.58, 0.93], abs=5e-3)


# Couplings -----------------------------------------------------------------------------------------------------------


def cells_without_estrogen(m):
    rest = lemaire2004_estrogen.steady_state(E=[1, 0], m=m)
    return [float(rest[name][1] / rest[name][0]) for name in ("active_osteoclasts", "active_osteoblasts")]


def test_coupling_a_raises_osteoclasts_by_half():
    assert cells_without_estrogen(2.5) == pytest.approx([1.5135, 1.3000], abs=1e-4)


@pytest.mark.parametrize("m, share", [(2.0, 0.55), (2.5, 0.56), (3.0, 0.57)])
def test_coupling_a_share_of_tnf(m, share):
    """The multiplier that leaves half of the rise of osteoclasts, as blocking TNF left half of the rise of CTX."""
    half = 1 + (cells_without_estrogen(m)[0] - 1) / 2
    left = brentq(lambda other: cells_without_estrogen(other)[0] - half, 1, m)
    assert 1 - (left - 1) / (m - 1) == pytest.approx(share, abs=6e-3)
    if m == 2.5:
        assert left == pytest.approx(1.6553, abs=1e-4)


def test_coupling_a_with_estrogen_is_the_model_it_changes():
    one, other = lemaire2004_estrogen.simulate(140), lemaire2004.simulate(140)
    for name in other.data_vars:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-12)
    doubled = lemaire2004_estrogen.steady_state(E=0, m=2)
    raised = lemaire2004.steady_state(K_L=2 * lemaire2004.parameters["K_L"].value)
    assert float(doubled.active_osteoclasts) == pytest.approx(float(raised.active_osteoclasts), rel=1e-10)


def test_coupling_b_moves_the_peak_of_ctx_and_the_bone():
    run = jorg2022_t_cells.simulate(np.linspace(50, 60, 2001), tau=[1, 0, 2], initial={"bone_density": 1.0})
    assert run.ctx.max("time").values == pytest.approx([1.325, 1.193, 1.443], abs=1e-3)
    # The notes start with density 1 at menopause instead of at birth.
    assert 100 * run.bone_density[:, -1].values == pytest.approx([92.57, 93.70, 91.74], abs=0.01)


def test_coupling_b_share_that_the_trial_asks_for():
    """Estradiol, then what ovariectomy leaves: in three weeks CTX rises, half as much if T cells are silenced."""
    left = nelson2026.parameters["q"].value

    def rise(phi, tau):
        off = {"a_e": 50, "tau_e": 1e-6, "schedule": {"E_held": [(50, 51, 1.0), (51, 52, left)]}}
        return float(jorg2022_t_cells.simulate([50, 51, 51 + 21 / 365], phi=phi, tau=tau, **off).ctx[-1]) - 1

    full = rise(0.5, 1)
    assert brentq(lambda phi: rise(phi, 0) / full - 0.5, 0.1, 0.9) == pytest.approx(0.516, abs=1e-3)


def test_coupling_b_with_natural_t_cells_is_the_model_it_changes():
    one, other = jorg2022_t_cells.simulate([45, 50, 60, 70]), jorg2022.simulate([45, 50, 60, 70])
    for name in other.data_vars:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9)


# Human data ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [bone_loss_at_menopause, bone_density_by_age, osteoporosis_prevalence])
def test_tables_name_their_sources(read):
    table = read()
    assert table.what_was_seen.str.len().min() > 5
    known = bibliography_keys(ROOT / "references.bib") | {"NHANES III"}
    assert set(table.source) <= known


def test_tables_keep_out_what_may_not_be_printed():
    assert not bone_density_by_age().source.str.contains("varatharajan").any()
    assert not bone_loss_at_menopause().source.str.contains("without authors").any()
    assert bone_density_by_age().n.min() > 30  # means of groups, no single person
