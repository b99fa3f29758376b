"""The capstone: links that are joined as declared, and cohorts that no executor changes."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest
import xarray as xr

from osteolib.aging import jorg2022_inflammaging
from osteolib.model import BadValue, MissingExtra, OutOfDomain, UnknownName
from osteolib.therapy import (
    CARGOES,
    LINKS,
    NATURAL,
    Design,
    approved,
    chain,
    delivered,
    draw_links,
    exosome_kinetics,
    jorg2022_exosomes,
    links_table,
    outcome,
    silencing,
    simulate_cohort,
    simulate_sample,
    sobol,
    to_bone,
)
from osteolib.therapy.virtual_cohort import CHUNK

MEMBERS = CHUNK + 50  # two parts, one of them not full

# ---- the chain is made of the models it joins


@pytest.mark.parametrize("targeting", [1.0, 5.5, 20.0])
def test_share_of_bone_is_the_end_of_the_kinetics(targeting):
    end = exosome_kinetics.simulate([0, 50_000], targeting=targeting).bone.isel(time=-1)
    assert to_bone(0.01, targeting) == pytest.approx(float(end) / 100, rel=1e-6)


def test_copies_are_those_of_the_budget():
    design = Design(targeting=1.0)
    expected = delivered(dose=design.dose, bone_share=0.01, copies=10 * 0.5)
    assert float(chain(design).copies) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("q", [0.0, 0.5, 1.0])
def test_repression_is_the_steady_state_of_silencing(q):
    steps = chain(q=q)
    left = silencing.steady_state(supply=float(steps.supply), q=q).protein
    assert float(steps.repression) == pytest.approx(1 - float(left) / 100, rel=1e-6)


def test_without_therapy_the_bone_is_that_of_the_aged_model():
    ages = np.array([50.0, 65.0, 75.0, 80.0])
    expected = 100 * jorg2022_inflammaging.simulate(ages).bone_mineral_density.to_numpy()
    np.testing.assert_allclose(outcome(ages=ages).untreated, expected, rtol=1e-5)


def test_every_link_says_where_it_comes_from():
    table = links_table()
    assert (table.low < table.high).all()
    assert set(table.loc[["loading", "homing", "leverage"], "status"]) == {"assumption"}


# ---- what must hold for any design


@pytest.mark.parametrize("cargo", CARGOES)
@pytest.mark.parametrize("nothing", [{"dose": 0.0}, {"copies": 0.0}])
def test_a_dose_of_nothing_is_exactly_no_treatment(cargo, nothing):
    result = outcome(Design(cargo=cargo, **nothing))
    assert float(result.gain) == 0
    np.testing.assert_array_equal(result.treated, result.untreated)


@pytest.mark.parametrize("cargo", CARGOES)
def test_nothing_changes_before_treatment(cargo):
    result = outcome(Design(cargo=cargo), ages=[50, 60, 65])
    np.testing.assert_array_equal(result.treated, result.untreated)


@pytest.mark.parametrize(
    "link, sign",
    [
        ("loading", 1), ("bone_share", 1), ("homing", 1), ("release", 1), ("cells", -1), ("mirna_half_life", 1),
        ("mrna_half_life", 1), ("k", 1), ("q", -1), ("transcription", -1), ("leverage", 1),
    ],
)  # fmt: skip
def test_each_link_of_delivery_and_silencing_is_monotone(link, sign):
    one = LINKS[link]
    values = xr.DataArray(np.linspace(one.low, one.high, 9), dims="value")
    # A dose at which no link is saturated.
    gain = outcome(Design(dose=1e10), ages=[75], **{link: values}).gain.to_numpy()
    assert (sign * np.diff(gain) > 0).all()


def test_more_of_what_the_engineer_decides_is_more_gain():
    for field, values in {
        "dose": (1e9, 1e10, 1e11), "copies": (0.1, 1, 10), "targeting": (1, 5, 20), "interval": (28, 7, 1)
    }.items():  # fmt: skip
        gains = [float(outcome(replace(Design(dose=1e10), **{field: value}), ages=[75]).gain) for value in values]
        assert gains == sorted(gains) and gains[0] < gains[-1], field


@pytest.mark.parametrize("link", LINKS)
def test_every_link_moves_what_comes_out(link):
    one, design = LINKS[link], Design(dose=1e10)
    ends = outcome(design, ages=[75], **{link: xr.DataArray([one.low, one.high], dims="end")})
    usual = outcome(design, ages=[75])
    shown = "source_cells" if link == "secretion" else "gain"
    assert float(abs(ends[shown] / usual[shown] - 1).max()) > 1e-3


def test_natural_cargo_does_nothing_that_could_be_measured():
    assert float(outcome(NATURAL).gain) < 0.1


def test_held_maturation_comes_back_after_treatment():
    result = outcome(Design(cargo="maturation"), ages=[75, 80])
    lead = result.treated - result.untreated
    assert float(lead.sel(age=75)) > 1 > abs(float(lead.sel(age=80)))


def test_approved_drugs_are_given_to_the_same_person():
    ages = [50, 65, 75]
    untreated = float(jorg2022_exosomes.simulate(ages, rtol=1e-6).bone_mineral_density[-1])
    for name, plan in approved().items():
        treated = float(jorg2022_exosomes.simulate(ages, rtol=1e-6, **plan).bone_mineral_density[-1])
        assert treated > untreated + 0.01, name


# ---- cohorts


@pytest.fixture(scope="module")
def alone():
    return simulate_cohort(MEMBERS, seed=7)


def test_a_cohort_is_the_same_in_threads_and_processes(alone):
    with ThreadPoolExecutor(2) as threads:
        xr.testing.assert_identical(simulate_cohort(MEMBERS, threads, seed=7), alone)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        xr.testing.assert_identical(simulate_cohort(MEMBERS, processes, seed=7), alone)


def test_a_cohort_is_the_same_under_dask(alone):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster) as client,
    ):
        xr.testing.assert_identical(simulate_cohort(MEMBERS, client.get_executor(), seed=7), alone)


def test_ten_thousand_members_take_less_than_a_minute_of_two_cores():
    # Time of this process, not of the clock: the suite shares its machine, and the parts are independent.
    began = time.process_time()
    simulate_cohort(1000)
    assert 10 * (time.process_time() - began) / 2 < 60


def test_a_cohort_is_drawn_from_the_ranges(alone):
    for name, one in LINKS.items():
        assert alone[name].attrs["units"] == one.unit
        assert one.low <= float(alone[name].min()) < float(alone[name].max()) <= one.high
    assert float(np.log10(alone.bone_share).median()) == pytest.approx(-2.5, abs=0.2)


def test_the_seed_decides_and_a_larger_cohort_begins_alike(alone):
    assert not np.array_equal(simulate_cohort(20, seed=8).gain, simulate_cohort(20, seed=7).gain)
    np.testing.assert_array_equal(simulate_cohort(250, seed=7).gain, alone.gain[:250])


def test_a_member_is_the_outcome_of_its_links(alone):
    member = alone.isel(member=3)
    again = outcome(ages=[75], **{name: float(member[name]) for name in LINKS})
    assert float(member.gain) == pytest.approx(float(again.gain), rel=1e-3)


def test_sobol_indices_name_delivery_first():
    table = sobol(64)
    assert set(table.index) == set(LINKS)
    assert {"bone_share", "cells"} & set(table.index[:2])
    assert table.loc["secretion", "total"] == 0
    assert sobol(4).equals(sobol(4))


# ---- errors that teach


def test_wrong_calls_say_what_was_expected(monkeypatch):
    with pytest.raises(UnknownName, match="Did you mean 'leverage'"):
        chain(leverag=0.1)
    with pytest.raises(OutOfDomain, match="outside its domain"):
        chain(homing=2)
    with pytest.raises(UnknownName, match="resorption"):
        Design(cargo="resorbtion")
    with pytest.raises(BadValue, match="targeting of a design is at least 1"):
        Design(targeting=0.5)
    for n in (0, 2.5, True):
        with pytest.raises(BadValue, match="whole number of members"):
            simulate_cohort(n)
    with pytest.raises(BadValue, match="shape"):
        draw_links(np.zeros((3, 2)))
    with pytest.raises(BadValue, match="at least one member"):
        simulate_sample(np.zeros((0, len(LINKS))))
    with pytest.raises(BadValue, match="power of two"):
        sobol(20)
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    with pytest.raises(MissingExtra, match="pip install"):
        sobol(4)
