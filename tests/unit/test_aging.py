"""The models of aging immunity: numbers of their papers and of the notes, closed forms, and the data behind them."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from osteolib.aging import il6_spread, inflammaging, jorg2022_inflammaging, naive_pool, polsenior, ribeiro2008, trend
from osteolib.estrogen import bone_density_by_age, jorg2022
from osteolib.model import UnknownName

YEAR = 365.0  # d, as in the published figure


# ---- Ribeiro and De Boer 2008: TREC and naive cells


def test_trec_rests_at_the_closed_form():
    rest = ribeiro2008.steady_state()
    assert float(rest.naive_cells) == pytest.approx(400, abs=1e-6)
    assert float(rest.trec_content) == pytest.approx(0.01, abs=1e-6)
    assert float(rest.thymic_share) == pytest.approx(8.0, abs=1e-6)


@pytest.mark.parametrize("start, peak, year", [(10, 0.0645, 2.04), (50, 0.0347, 4.21), (200, 0.0157, 8.25)])
def test_trec_peaks_above_normal_although_the_thymus_stays_the_same(start, peak, year):
    run = ribeiro2008.simulate(np.arange(0, 20 * YEAR, 1.0), N0=start)
    content = run.trec_content.values
    assert content.max() == pytest.approx(peak, rel=5e-3)
    assert run.time.values[content.argmax()] / YEAR == pytest.approx(year, rel=5e-3)
    assert content.max() > 1.5 * float(ribeiro2008.steady_state().trec_content)


def test_without_a_thymus_trec_vanish_long_before_the_cells():
    run = ribeiro2008.simulate([0, 20 * YEAR], sigma=0, initial={"naive_cells": 400, "trec": 4})
    assert float(run.naive_cells[-1]) == pytest.approx(223.07, abs=0.01)
    assert float(run.trec_content[-1]) == pytest.approx(1.2e-5, rel=0.02)


def test_a_thymus_six_times_as_active_can_hide_behind_the_same_number():
    """The exercise: slower division, the same pool, and TREC six times as high."""
    rest = ribeiro2008.steady_state(p=0.0005, sigma=0.2)
    assert float(rest.naive_cells) == pytest.approx(400, rel=1e-9)
    assert float(rest.trec_content) == pytest.approx(0.0625, rel=1e-9)


# ---- The lifelong pool


def closed_form(age, f=0.15, half_life=4.2, tau=15.7):
    a, b, x = f * np.log(2) / half_life, np.log(2) / tau, age - 25
    return np.exp(-a * x) + a * (np.exp(-b * x) - np.exp(-a * x)) / (a - b)


AGES = np.array([25.0, 45, 65, 75, 85])


def test_pool_has_the_known_numbers():
    run = naive_pool.simulate(AGES)
    np.testing.assert_allclose(run.naive_cells / 100, [1, 0.860, 0.627, 0.5199, 0.425], atol=1e-3)
    output = run.thymic_output / run.thymic_output[0]
    np.testing.assert_allclose(output, [1, 0.414, 0.171, 0.1100, 0.071], atol=1e-3)
    assert float(run.thymic_share[0]) == pytest.approx(15, rel=1e-9)
    assert float(run.thymic_share.sel(time=75)) == pytest.approx(3.6, abs=0.05)
    assert float(run.thymic_output[0]) * 1e9 / 365.25 == pytest.approx(6.8e6, rel=0.01)


@pytest.mark.parametrize("f", [0.1, 0.15, 0.2])
@pytest.mark.parametrize("half_life, tau", [(4.2, 15.7), (2.0, 30.0), (8.0, 8.0)])
def test_pool_follows_its_closed_form(f, half_life, tau):
    run = naive_pool.simulate(AGES, f=f, half_life=half_life, tau=tau)
    np.testing.assert_allclose(run.naive_cells / 100, closed_form(AGES, f, half_life, tau), rtol=1e-6)


@pytest.mark.parametrize("f, left", [(0.10, 0.634), (0.20, 0.435)])
def test_pool_depends_on_the_share_as_the_notes_say(f, left):
    assert float(naive_pool.simulate([25, 75], f=f).naive_cells[-1]) / 100 == pytest.approx(left, abs=1e-3)


def test_thymic_share_falls_below_five_percent_at_sixty_one():
    run = naive_pool.simulate(np.arange(25, 90, 0.1))
    first = run.time.values[(run.thymic_share < 5).values.argmax()]
    assert first == pytest.approx(61.6, abs=0.1)


def test_marks_tell_output_from_division():
    """Twice the output lifts TREC per cell, more division lowers it; both lift the number of cells."""
    years = [25, 65, 75]
    none = naive_pool.simulate(years)
    output = naive_pool.simulate(years, schedule={"boost_thymus": [(65, 75, 3.0)]})
    division = naive_pool.simulate(years, schedule={"boost_division": [(65, 75, 1.1)]})
    assert float(output.naive_cells[-1]) > float(none.naive_cells[-1])
    assert float(division.naive_cells[-1]) > float(none.naive_cells[-1])
    assert float(output.trec_per_cell[-1]) > 1.5 * float(none.trec_per_cell[-1])
    assert float(division.trec_per_cell[-1]) < float(none.trec_per_cell[-1])


# ---- PolSenior


def test_table_is_complete_and_names_its_source_and_license():
    table = polsenior()
    assert (table.n.sum(), len(table)) == (3496, 6)
    assert (table.lower_quartile < table["median"]).all() and (table["median"] < table.upper_quartile).all()
    assert table.attrs == {"source": "puzianowskakuznicka2016", "license": "CC BY 4.0", "unit": "pg/mL"}
    groups = [polsenior(group=name) for name in ("healthy aging", "others")]
    assert (groups[0].n + groups[1].n == table.n).all(), "the two groups are all participants"
    assert polsenior("CRP")["median"].tolist() == [2.2, 2.1]


def test_il6_doubles_in_twenty_seven_years():
    everyone, healthy = trend(polsenior()), trend(polsenior(group="healthy aging"))
    assert everyone.slope == pytest.approx(0.02578, abs=1e-5)
    assert everyone.doubling == pytest.approx(26.9, abs=0.05)
    assert healthy.slope == pytest.approx(0.0241, abs=5e-5)
    assert healthy.doubling == pytest.approx(28.8, abs=0.05)
    assert 0.65 <= everyone.sigma <= 0.71


def test_model_prints_the_fit_it_rests_on():
    fitted, declared = trend(polsenior()), inflammaging.parameters
    assert declared["doubling"].value == pytest.approx(fitted.doubling, abs=0.05)
    assert declared["level"].value == pytest.approx(fitted.level, abs=0.005)
    assert declared["sigma"].value == pytest.approx(fitted.sigma, abs=0.005)


def test_model_stays_near_the_data():
    table = polsenior()
    run = inflammaging.simulate([65, *table.age])
    np.testing.assert_allclose(run.il6[1:], table["median"], rtol=0.1)
    np.testing.assert_allclose(run.lower_quartile[1:], table.lower_quartile, rtol=0.15)
    np.testing.assert_allclose(run.upper_quartile[1:], table.upper_quartile, rtol=0.15)


def test_unknown_group_is_told_in_words():
    with pytest.raises(UnknownName, match="polsenior has no group 'healthy'. Did you mean 'healthy aging'"):
        polsenior(group="healthy")


# ---- The second hit


def at_eighty(**parameters):
    return jorg2022_inflammaging.simulate([45, 50, 80], **parameters).bone_mineral_density.isel(time=-1)


def test_without_inflammation_it_is_the_model_of_jorg():
    ages = np.arange(45.0, 91.0, 5.0)
    plain, same = jorg2022.simulate(ages), jorg2022_inflammaging.simulate(ages, kappa=0)
    for name in plain.data_vars:
        np.testing.assert_allclose(same[name], plain[name], rtol=1e-7, atol=1e-12)


def test_the_second_hit_alone_is_bounded_by_the_hips_of_men():
    men = bone_density_by_age().query("source == 'kim2022' and site == 'total_hip' and sex == 'M'")
    ages = men.age_group_years.map(lambda text: 84.0 if text == "80-93" else float(text[:2]) + 2)
    slope, at_fifty = np.polyfit(ages - 50, men.mean_g_cm2, 1, w=np.sqrt(men.n))
    lost = -30 * slope / at_fifty
    assert 1 - float(at_eighty(E_held=1)) == pytest.approx(lost, abs=0.005)


def test_two_hits_take_more_than_their_sum():
    bone = at_eighty(E_held=[0, 1], kappa=[0, 0.07])
    neither, menopause = float(bone.sel(E_held=1, kappa=0)), float(bone.sel(E_held=0, kappa=0))
    inflammation, both = float(bone.sel(E_held=1, kappa=0.07)), float(bone.sel(E_held=0, kappa=0.07))
    assert neither > max(menopause, inflammation) > min(menopause, inflammation) > both > 0
    assert neither - both > (neither - menopause) + (neither - inflammation)


def test_a_change_may_follow_time():
    young, old = jorg2022_inflammaging.simulate([45, 49, 90], E_held=1, kappa=[0, 0.07]).resorption.isel(time=[1, 2]).T
    assert float(young[0]) == pytest.approx(float(young[1]), rel=1e-9), "before the onset nothing is changed"
    il6 = 2 ** (40 / 26.9)
    assert float(old[1] / old[0]) == pytest.approx(1 + 0.07 * (il6 - 1), rel=1e-6)


def test_spread_of_people_is_a_log_normal_around_the_trend():
    spread = il6_spread(92, 27, 0.66)
    for name, level in (("at_65", 1.62), ("at_age", 3.24)):
        assert float(spread[name].integrate("il6")) > 0
        log = np.log(spread.il6)
        assert float(np.trapezoid(spread[name], log)) == pytest.approx(1, abs=1e-3)
        assert float(np.trapezoid(spread[name] * log, log)) == pytest.approx(np.log(level), abs=5e-3)
    assert float(spread.below) == pytest.approx(100 * NormalDist(np.log(2), 0.66).cdf(0), abs=1e-6)
