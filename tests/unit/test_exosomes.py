"""Exosome biology: the closed forms of the chapter against simulation, and its numbers against known values."""

from itertools import pairwise

import numpy as np
import pytest
import xarray as xr

from osteolib import exosomes, explore
from osteolib.exosomes import (
    NUMBERS,
    arrival,
    carrying_share,
    clustered_copies,
    contents,
    copies_per_vesicle,
    diameter_from,
    diffusion,
    distance_profile,
    endosome_route,
    fusions_needed,
    growing_track,
    half_life_for,
    measured_distribution,
    numbers,
    occupancy,
    release_odds,
    secretion_by_cell,
    simulate_fates,
    size_classes,
    size_distribution,
    sized_back,
    sizing_error,
    spread_time,
    travel_length,
    uptake_routes,
    vesicles_needed,
    vesicles_released,
    walk,
    water_viscosity,
)
from osteolib.model import BadValue, UnknownName
from osteolib.testing.suite import bibliography_keys

PLACES = ("early_endosome", "late_endosome", "multivesicular_body", "released", "degraded")

# Size and its measurement -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("celsius, tables", [(25, (0.8949, 0.890)), (37, (0.6925, 0.690, 0.6913))])
def test_water_is_as_viscous_as_the_tables_say(celsius, tables):
    for value in tables:
        assert water_viscosity(celsius) == pytest.approx(value, rel=6e-3)


@pytest.mark.parametrize("diameter, expected", [(30, 21.91), (100, 6.572), (150, 4.382), (1000, 0.6572)])
def test_stokes_and_einstein(diameter, expected):
    assert diffusion(diameter) == pytest.approx(expected, rel=1e-3)
    assert diameter_from(diffusion(diameter)) == pytest.approx(diameter, rel=1e-12)


def test_stokes_and_einstein_on_the_bench():
    assert diffusion(100, 25) == pytest.approx(4.908, rel=1e-3)


@pytest.mark.parametrize("diameter, volume, lumen, share", [(30, 1.41e4, 4189, 29.6), (100, 5.24e5, 3.817e5, 72.9)])
def test_room_in_a_vesicle(diameter, volume, lumen, share):
    inside = contents(diameter)
    assert float(inside.volume) == pytest.approx(volume, rel=3e-3)
    assert float(inside.lumen) == pytest.approx(lumen, rel=1e-3)
    assert float(inside.lumen_share) == pytest.approx(share, abs=0.05)


def test_what_a_vesicle_holds():
    inside = contents([30, 100])
    assert inside.molecules.values == pytest.approx([0.0025, 0.23], rel=0.02)
    assert float(contents(100).lipids) == pytest.approx(8.7e4, rel=0.01)
    # Skotland et al. (2017): about 60,000 lipids in a vesicle of 70 nm, at 0.4 to 0.5 nm2 each
    assert float(contents(70, lipid_area=0.45).lipids) == pytest.approx(6e4, rel=0.02)


def test_a_mitochondrion_fits_into_no_exosome_and_a_ribosome_into_most():
    exosome, microvesicle = (contents(size_classes().high[name]) for name in ("exosome", "microvesicle"))
    assert float(exosome.widest) < NUMBERS["mitochondrion"].low < float(microvesicle.widest)
    assert float(contents(40).widest) >= NUMBERS["ribosome"].high > float(contents(30).widest)


def test_no_vesicle_is_all_membrane():
    with pytest.raises(BadValue, match="Give a diameter above 10 nm"):
        contents(9)


def test_classes_overlap_twice():
    classes = size_classes()
    assert (classes.low["microvesicle"], classes.high["exosome"]) == (100, 150)
    assert (classes.low["apoptotic body"], classes.high["microvesicle"]) == (500, 1000)


def test_number_and_volume_weigh_a_sample_differently():
    sample = size_distribution()
    assert float(sample.in_range) == pytest.approx(93.60, abs=0.005)
    assert float(sample.large_by_number) == pytest.approx(43.2, abs=0.05)
    assert float(sample.large_by_volume) == pytest.approx(76.7, abs=0.05)


def test_volume_weighting_against_a_sample():
    d = 95 * np.exp(0.3 * np.random.default_rng(1).standard_normal(400_000))
    assert d.mean() == pytest.approx(99.37, rel=2e-3)
    volume = d**3
    assert 100 * volume[d > 100].sum() / volume.sum() == pytest.approx(76.7, abs=0.3)
    order = np.argsort(d)
    middle = d[order][np.searchsorted(volume[order].cumsum(), volume.sum() / 2)]
    assert middle == pytest.approx(124.4, rel=5e-3)


def test_distributions_are_densities():
    wide = size_distribution(90, 0.2)
    for curve in (wide.by_number, wide.by_volume):
        assert float(curve.integrate("diameter")) == pytest.approx(100, rel=1e-3)
    seen = measured_distribution(sigma=0.1, steps=30)
    assert float(seen.measured.integrate("diameter")) == pytest.approx(100, rel=1e-3)
    assert float(size_distribution().by_number.idxmax()) == pytest.approx(86.8, abs=3)  # steps of the axis


@pytest.mark.parametrize("steps, cv", [(5, 57.7), (10, 35.4), (20, 23.6), (50, 14.4)])
def test_sizing_error_in_closed_form(steps, cv):
    bias, spread = sizing_error(steps)
    assert bias == pytest.approx(steps / (steps - 1))
    assert 100 * spread == pytest.approx(cv, abs=0.05)


@pytest.mark.parametrize("steps", [6, 10, 20, 50])
def test_sizing_error_against_brownian_tracks(steps):
    sizes = sized_back(walk(100, steps, tracks=400_000 if steps < 20 else 100_000, seed=steps))
    bias, spread = sizing_error(steps)
    assert float(sizes.mean()) / 100 == pytest.approx(bias, rel=0.005)
    assert float(sizes.std() / sizes.mean()) == pytest.approx(spread, rel=0.05 if steps == 6 else 0.02)


def test_a_cv_of_one_half_means_six_steps():
    assert sizing_error(6).cv == pytest.approx(0.5)


@pytest.mark.parametrize("steps", [2, [3, 2]])
def test_two_steps_tell_nothing(steps):
    with pytest.raises(BadValue, match="Take tracks of 3 steps or more"):
        sizing_error(np.array(steps))
    with pytest.raises(BadValue, match="infinite"):
        measured_distribution(steps=2)


def test_measured_distribution_against_brownian_tracks():
    rng = np.random.default_rng(2)
    true = 95 * np.exp(0.2 * rng.standard_normal(200_000))
    read = true * 15 / rng.gamma(15, size=true.size)
    seen = measured_distribution(sigma=0.2, steps=15)
    assert 100 * read.std() / read.mean() == pytest.approx(float(seen.measured_cv), rel=0.01)
    edges = np.arange(40, 240, 20)
    found = 100 * np.histogram(read, edges)[0] / read.size
    expected = [float(seen.measured.sel(diameter=slice(a, b)).integrate("diameter")) for a, b in pairwise(edges)]
    np.testing.assert_allclose(found, expected, atol=0.3)


def test_walks_spread_as_four_d_t():
    film = walk(100, steps=30, tracks=50_000, seed=3)
    end = (film.x[:, -1] ** 2 + film.y[:, -1] ** 2).mean()
    assert float(end) == pytest.approx(4 * diffusion(100, 25) * 30 * film.attrs["interval"], rel=0.02)
    assert walk(seed=5).identical(walk(seed=5))


def test_a_growing_track_stops_at_the_step_shown():
    track = growing_track(shown=xr.DataArray([5, 40], dims="shown", coords={"shown": [5, 40]}), vesicle=2)
    early, late = track.sel(shown=5), track.sel(shown=40)
    np.testing.assert_array_equal(early.x[:6], late.x[:6])
    assert (early.x[5:] == early.x[5]).all()
    film = walk(100, 40, tracks=4, seed=4)
    assert float(late.reading) == pytest.approx(float(sized_back(film)[1]), rel=1e-12)


# From the endosome to the outside -----------------------------------------------------------------------------------


def test_odds_of_release():
    odds = release_odds()
    assert odds.released == pytest.approx(0.2, abs=1e-12)
    assert odds.body_hours == pytest.approx(1.905, abs=5e-4)
    assert odds.total_hours == pytest.approx(2.655, abs=5e-4)
    assert release_odds(k_d=0).released == 1


def test_a_rate_that_the_route_does_not_have():
    with pytest.raises(UnknownName, match="k_x"):
        release_odds(k_x=1)


@pytest.mark.parametrize("rates", [{}, {"k_d": 0.0}, {"k_1": 2.0, "k_2": 2.0, "k_f": 1.0, "k_d": 1.0}])
def test_equations_and_matrix_exponential_agree(rates):
    hours = np.linspace(0, 24, 49)
    exact, run = occupancy(hours, **rates), endosome_route.simulate(hours, rtol=1e-10, **rates)
    for name in PLACES:
        np.testing.assert_allclose(run[name], exact[name], atol=1e-6)


def test_single_endosomes_agree_with_the_equations():
    fates = simulate_fates(200_000, seed=1)
    run = endosome_route.simulate([0, 0.5, 2, 6])
    for hour in (0.5, 2, 6):
        now = run.sel(time=hour)
        ended = fates.end <= hour
        seen = {
            "early_endosome": fates.late > hour,
            "late_endosome": (fates.late <= hour) & (fates.body > hour),
            "multivesicular_body": (fates.body <= hour) & ~ended,
            "released": ended & fates.released,
            "degraded": ended & ~fates.released,
        }
        for name, mask in seen.items():
            assert 100 * float(mask.mean()) == pytest.approx(float(now[name]), abs=0.4), (hour, name)
    assert float(fates.end.mean()) == pytest.approx(release_odds().total_hours, rel=0.01)


def test_nothing_is_lost_on_the_route():
    run = endosome_route.simulate(30, k_f=[0.01, 1.0], k_d=[0.0, 2.0])
    np.testing.assert_allclose(sum(run[name] for name in PLACES), 100, atol=1e-4)


def test_a_cell_releases_supply_times_chance_times_load():
    rest = secretion_by_cell.steady_state(J=[2.0, 10.0], k_d=[0.0, 0.42, 2.0])
    chance = release_odds(k_d=rest.k_d).released
    np.testing.assert_allclose(rest.secretion, 50 * rest.J * chance, rtol=1e-12)
    assert float(secretion_by_cell.steady_state().secretion) == pytest.approx(NUMBERS["secretion"].value)


def test_blocked_lysosomes_release_five_times_as_much():
    run = secretion_by_cell.simulate([0, 6, 200], schedule={"a": [(6, 200, 0.0)]})
    before, _, after = run.secretion.values
    assert after / before == pytest.approx(5, rel=1e-6)


@pytest.mark.parametrize("load, fusions", [(10, 6.25), (30, 2.083), (100, 0.625)])
def test_fusions_behind_a_measured_secretion(load, fusions):
    assert fusions_needed(load) == pytest.approx(fusions, abs=5e-4)


def test_vesicles_of_a_culture():
    assert vesicles_released(1e6, 48, 62.5) == pytest.approx(3e9)
    assert 1e10 / vesicles_released(1, 48, 62.5) == pytest.approx(3.3e6, rel=0.02)


# Cargo and reach ----------------------------------------------------------------------------------------------------


def test_hardly_any_vesicle_carries_the_microrna():
    assert 100 - float(copies_per_vesicle()[0]) == pytest.approx(0.8216, abs=5e-5)
    assert 1 / NUMBERS["copies"].value == pytest.approx(121.2, abs=0.05)
    assert 1000 / NUMBERS["copies"].value == pytest.approx(1.2e5, rel=0.02)


def test_vesicles_for_a_chance_of_95_percent():
    assert vesicles_needed() == 364
    assert -np.log(0.05) / NUMBERS["copies"].value == pytest.approx(363.1, abs=0.05)
    chance = carrying_share(most=500).chance.interp(vesicles=[363, 364]).values
    assert chance[0] < 95 < chance[1]


@pytest.mark.parametrize("mean, chance", [(0.0, 0.95), (0.01, 1.0)])
def test_certainty_takes_no_number_of_vesicles(mean, chance):
    with pytest.raises(BadValue, match="No number of vesicles"):
        vesicles_needed(mean, chance)


def test_the_same_mean_hides_two_kinds_of_cargo():
    spread = np.random.default_rng(0).poisson(0.00825, 400_000)
    clustered = clustered_copies(400_000, loaded=0.01)
    assert clustered.mean() == pytest.approx(spread.mean(), rel=0.1)
    # variance over mean: 1 at random; 1 + c (1 - loaded) / loaded where a share is loaded
    assert spread.var() / spread.mean() == pytest.approx(1, abs=0.05)
    assert clustered.var() / clustered.mean() == pytest.approx(1 + 0.00825 * 0.99 / 0.01, abs=0.1)


@pytest.mark.parametrize("half_life, free, hindered", [(2, 33.7, 10.7), (10, 75.43, 23.9), (30, 131, 41.3)])
def test_how_far_vesicles_get(half_life, free, hindered):
    assert travel_length(half_life=half_life) == pytest.approx(free, rel=3e-3)
    assert travel_length(half_life=half_life, hindrance=0.1) == pytest.approx(hindered, rel=4e-3)


def test_travel_length_of_the_notes():
    assert travel_length() == pytest.approx(75.43, rel=5e-4)
    assert 60 * half_life_for(50) == pytest.approx(263.7, rel=5e-4)
    assert spread_time(100) == pytest.approx(254, rel=3e-3)
    assert spread_time(1e4) / 86_400 == pytest.approx(29.3, rel=3e-3)


def test_arrival_against_walks_that_end_by_chance():
    """Vesicles that wander in three dimensions for an exponential time: how far from the start they are taken up."""
    rng = np.random.default_rng(7)
    coefficient, rate = diffusion(100), np.log(2) / 600
    time = rng.exponential(1 / rate, 200_000)
    distance = np.linalg.norm(np.sqrt(2 * coefficient * time) * rng.standard_normal((3, time.size)), axis=0)
    for r in (20, 75, 126.6, 300):
        assert (distance > r).mean() == pytest.approx(arrival(r, travel_length()), abs=0.004)


def test_half_are_taken_up_within_the_middle():
    profile = distance_profile()
    assert arrival(float(profile.middle), float(profile.length)) == pytest.approx(0.5, abs=1e-6)


def test_cargo_arrives_by_two_of_three_routes():
    end = uptake_routes.simulate([0, 5000])
    rest = end.isel(time=-1)
    shares = uptake_routes.namespace({name: p.value for name, p in uptake_routes.parameters.items()})
    assert float(rest.fused) == pytest.approx(shares.by_fusion, abs=1e-3)
    assert float(rest.escaped) == pytest.approx(shares.by_escape, abs=1e-3)
    places = ("free", "bound", "endosome", "fused", "escaped", "degraded")
    np.testing.assert_allclose(sum(end[name] for name in places), 100, atol=1e-4)
    assert float(uptake_routes.simulate([0, 1, 24, 25]).taken_up.diff("time")[-1]) == pytest.approx(0.76, abs=0.1)


def test_blocking_endocytosis_parts_the_routes():
    day = uptake_routes.simulate([0, 24], k_endo=[0.0, 0.2]).isel(time=-1)
    blocked, normal = day.isel(k_endo=0), day.isel(k_endo=1)
    assert float(blocked.escaped) == 0
    assert float(blocked.fused) > float(normal.fused)
    assert float(blocked.touch) > float(normal.touch)


# What the lessons rest on -------------------------------------------------------------------------------------------


def test_every_number_has_a_source():
    assert {p.source for p in NUMBERS.values()} <= bibliography_keys("references.bib")
    assert list(numbers().index) == list(NUMBERS)
    assert set(exosomes.__all__) <= set(dir(exosomes))


def test_functions_stand_under_sliders():
    sigma, half_life, hindrance = (NUMBERS[name] for name in ("sigma", "half_life", "hindrance"))
    assert explore(size_distribution, sliders=[sigma], show=["by_number", "by_volume"]).error < 0.005
    assert explore(distance_profile, sliders=[half_life, hindrance], show=["arriving", "length"]).error < 0.005
