"""Bone follows load: the law, the elements, the plate of 1992 and the square under a remote load."""

import time
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from osteolib.model import BadValue, ModelError, OutOfDomain, SolverFailed, UnknownName
from osteolib.model.errors import BadTimes
from osteolib.remodeling import LoadedBone, adapted_density
from osteolib.remodeling.architecture import checkerboard, fabric, influence_weights
from osteolib.remodeling.load_adaptation import adaptation_rate
from osteolib.remodeling.plane_stress import PlaneStress, element_stiffness

HELD_SQUARE = [0, 1, 17]  # on 8 elements: one corner, and the height of the other


def angle_between(first, second):
    """Smallest angle between two directions without a sense, degrees."""
    return abs((float(first) - second + 90) % 180 - 90)


@pytest.fixture(scope="module")
def adapted():
    """The square adapted to four directions, at the resolution and settings a learner gets."""
    bones = {angle: LoadedBone(load_angle=angle) for angle in (0, 30, 60, 75)}
    return {angle: (bone, bone.adapt()) for angle, bone in bones.items()}


@pytest.fixture(scope="module")
def plates():
    """Plates of 1992: (elements, influence in mm) -> result."""
    cases = [(20, 2.0), (40, 2.0), (60, 2.0), (40, 1.0)]
    results = {}
    for case in cases:
        began = time.thread_time()
        results[case] = LoadedBone.weinans_plate(*case).adapt()
        results[case].attrs["seconds"] = time.thread_time() - began
    results[40, 0.0] = LoadedBone.weinans_plate(40, influence=0).adapt(step=0.05)
    return results


# --- the elements ---------------------------------------------------------------------------------------------------


def test_element_is_symmetric_and_free_of_energy_in_rigid_motion():
    stiffness = element_stiffness(0.3)
    turn = np.array([0, 0, 0, 1, -1, 1, -1, 0.0])  # corners of the unit square turned by a small angle
    np.testing.assert_allclose(stiffness, stiffness.T, atol=1e-15)
    for motion in (np.tile([1.0, 0.0], 4), np.tile([0.0, 1.0], 4), turn):
        np.testing.assert_allclose(stiffness @ motion, 0, atol=1e-15)
    assert np.sum(np.linalg.eigvalsh(stiffness) > 1e-12) == 5


@pytest.mark.parametrize("stress", [(1, 0, 0), (0, 2, 0), (0, 0, 1), (1, -3, 0.5)])
def test_patch_of_any_uniform_stress_has_the_exact_energy(stress):
    nu, modulus = 0.3, 50.0
    plate = PlaneStress(8, 3.0, nu, HELD_SQUARE)
    field = np.full((8, 8), modulus)
    energy = plate.energy_density(field, plate.displacements(field, plate.uniform_stress(stress)[:, None]))
    xx, yy, xy = stress
    exact = (xx**2 + yy**2 - 2 * nu * xx * yy + 2 * (1 + nu) * xy**2) / (2 * modulus)
    np.testing.assert_allclose(energy, exact, rtol=1e-10)


def test_work_of_the_load_is_stored_as_strain_energy():
    plate = PlaneStress(60, 40.0, 0.3, [0, 1, 121])
    modulus = 100 * np.random.default_rng(3).uniform(0.01, 1.74, (60, 60)) ** 2
    forces = plate.uniform_stress([1.0, 0.3, -0.4])[:, None]
    moved = plate.displacements(modulus, forces)
    stored = plate.energy_density(modulus, moved).sum() * plate.edge**2
    assert np.sum(forces * moved) / 2 == pytest.approx(stored, rel=1e-8)


def test_work_equals_energy_on_the_adapted_plate(plates):
    result = plates[60, 2.0]
    area = (40 / 60) ** 2
    stored = float((result.stimulus * result.density).sum()) * area
    assert float(result.work[-1]) / 2 == pytest.approx(stored, rel=1e-8)


def test_cantilever_bends_as_beam_theory_says():
    n, width, modulus, force = 60, 60.0, 1000.0, 1.0
    left = np.arange(n + 1) * (n + 1)
    plate = PlaneStress(n, width, 0.0, np.concatenate([2 * left, 2 * left + 1]))
    field = np.full((n, n), 1e-9)
    field[:6] = modulus  # a strip six elements high
    load = np.zeros((plate.freedoms, 1))
    load[2 * n + 1] = -force
    tip = -plate.displacements(field, load)[2 * n + 1, 0]
    bending = force * width**3 / (3 * modulus * 6**3 / 12)
    shear = 6 / 5 * force * width / (modulus / 2 * 6)
    assert tip == pytest.approx(bending + shear, rel=0.03)


def test_a_plate_that_is_not_held_says_so():
    plate = PlaneStress(4, 1.0, 0.3, held=[])
    with pytest.raises(SolverFailed, match="not held"):
        plate.displacements(np.ones((4, 4)), plate.uniform_stress([1.0, 0, 0])[:, None])


def test_a_void_of_zero_stiffness_says_so():
    plate = PlaneStress(4, 1.0, 0.3, held=[0, 1, 9])
    with pytest.raises(BadValue, match="modulus above zero"):
        plate.displacements(np.zeros((4, 4)), plate.uniform_stress([1.0, 0, 0])[:, None])


# --- the law --------------------------------------------------------------------------------------------------------


def test_density_under_constant_stress_settles_where_algebra_says():
    stress, c, k, density = 10.0, 100.0, 0.25, 0.8
    for _ in range(2000):
        density += 0.05 * adaptation_rate(stress**2 / (2 * c * density**2) / density, k)
    assert density == pytest.approx(1.2599, abs=1e-4)
    assert density == pytest.approx(2 ** (1 / 3), rel=1e-9)


def test_a_whole_plate_under_uniform_stress_settles_there_too():
    """The same equilibrium through the elements: pressing evenly, the reference held fixed."""
    plate = LoadedBone.weinans_plate(10, influence=0)
    n = 10
    forces = np.zeros((n + 1, n + 1, 2))
    forces[-1, :, 1] = -plate._plate.edge_share(np.full(n + 1, 10.0))
    plate._forces = forces.reshape(-1, 1)
    np.testing.assert_allclose(plate.adapt(duration=20).density, 1.2599, atol=1e-4)


def test_lazy_zone_is_lazy_and_continuous():
    stimulus = np.linspace(0, 0.5, 501)
    rate = adaptation_rate(stimulus, 0.25, 2.0, 0.2)
    assert np.all(rate[(stimulus > 0.2) & (stimulus < 0.3)] == 0)
    assert rate[-1] == pytest.approx(2 * (0.5 - 0.3))
    assert rate[0] == pytest.approx(-2 * 0.2)
    assert np.abs(np.diff(rate)).max() < 0.0021


def test_parallel_elements_are_unstable_and_series_stable():
    """Two elements side by side share their strain, so that the denser gains; in line they share the stress."""

    def grow(share_strain, first=0.81, second=0.79):
        for _ in range(2000):
            moduli = np.array([first, second]) ** 2 * 100
            stress = moduli * 10 / moduli.mean() if share_strain else np.array([10.0, 10.0])
            stimulus = stress**2 / (2 * moduli) / np.array([first, second])
            first, second = np.clip([first, second] + 0.05 * adaptation_rate(stimulus), 0.01, 1.74)
        return first, second

    assert grow(share_strain=True) == pytest.approx((1.74, 0.01))
    assert np.ptp(grow(share_strain=False)) < 1e-6


# --- the plate of 1992 ----------------------------------------------------------------------------------------------


def test_uniform_plate_starts_at_the_known_work(plates):
    assert float(plates[40, 2.0].work[0]) == pytest.approx(833.27, abs=0.01)


@pytest.mark.parametrize("elements", [40, 60])
def test_plate_with_influence_reaches_the_known_state(plates, elements):
    result = plates[elements, 2.0]
    assert float(result.gain) == pytest.approx(2.608, abs=0.02)
    assert float(result.mean_density[-1]) == pytest.approx(0.586, abs=0.005)
    assert float(result.work[-1]) == pytest.approx(595, abs=5)


def test_with_influence_the_mesh_does_not_matter(plates):
    gains = [float(plates[n, 2.0].gain) for n in (20, 40, 60)]
    assert gains[0] == pytest.approx(2.607, abs=0.005)
    assert np.ptp(gains) < 0.005
    means = [float(plates[n, 2.0].mean_density[-1]) for n in (20, 40, 60)]
    assert np.ptp(means) < 0.003


def test_influence_cures_the_checkerboard(plates):
    bare, cured = (float(plates[40, d].checkerboard[-1]) for d in (0.0, 1.0))
    assert bare == pytest.approx(0.207, abs=0.02)
    assert bare > 5 * cured


def test_struts_of_the_plate_run_with_its_vertical_load(plates):
    result = plates[40, 1.0]
    assert angle_between(result.fabric_angle, 90) < 5
    assert float(result.fabric_anisotropy) > 5


def test_density_stays_within_the_limits_of_the_law(plates):
    for result in plates.values():
        assert float(result.density.min()) >= 0.01
        assert float(result.density.max()) <= 1.74


def test_a_full_adaptation_takes_less_than_twenty_seconds(plates):
    """In time of this thread, so that whatever else the machine does is not counted."""
    assert plates[60, 2.0].attrs["seconds"] < 20


# --- the square under a remote load ---------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [0, 30, 60, 75])
def test_trabeculae_align_with_the_load(adapted, angle):
    bone, result = adapted[angle]
    start = fabric(bone._start)
    assert angle_between(result.fabric_angle, angle) < 5
    assert float(result.fabric_anisotropy) > 3 > start.anisotropy


@pytest.mark.parametrize("angle", [0, 30, 60, 75])
def test_stiffness_is_bought_with_anisotropy(adapted, angle):
    _, result = adapted[angle]
    assert float(result.stiffness_along) > 1.15
    assert float(result.stiffness_across) < 0.7


@pytest.mark.parametrize("angle", [0, 30, 60, 75])
def test_mass_does_not_change(adapted, angle):
    _, result = adapted[angle]
    np.testing.assert_allclose(result.mean_density, 0.4 * 1.74, rtol=1e-10)


def test_a_load_from_an_unusual_direction_strains_more(adapted):
    bone, result = adapted[60]
    answer = bone.respond(result.density, [60, 105, 150])
    strain = answer.peak_strain.values
    assert strain[2] > 3 * strain[0]
    assert answer.stiffness[0] == pytest.approx(float(result.stiffness_along))
    assert answer.stiffness[2] == pytest.approx(float(result.stiffness_across))


def test_direction_has_no_sense(adapted):
    bone, result = adapted[30]
    there, back = bone.respond(result.density, [30, 210]).stiffness.values
    assert there == pytest.approx(back, rel=1e-9)


def test_without_influence_the_law_is_downhill_on_work():
    """At constant mass, small steps of the bare law can only lower the work of the load."""
    work = LoadedBone(20, load_angle=40, influence=0).adapt(duration=6, step=0.1).work.values
    assert np.all(np.diff(work) < 0)


def test_turning_the_load_turns_a_bone_already_adapted(adapted):
    """The first steps must be short here: what links the struts across hardly carries, and then has to carry all."""
    bone, before = adapted[60]
    other = LoadedBone(load_angle=0)
    after = other.adapt(duration=20, start=before.density)
    assert angle_between(before.fabric_angle, 60) < 5
    assert angle_between(after.fabric_angle, 0) < 10
    assert np.all(np.diff(after.work.values) < 0)
    assert float(after.mean_density[-1]) == pytest.approx(float(before.mean_density[-1]), rel=1e-10)
    along = [float(other.respond(density, 0).stiffness[0]) for density in (before.density, after.density)]
    assert along[1] > 1 > along[0]


def test_same_seed_same_bone_other_seed_another():
    first, again, other = (LoadedBone(16, influence=0.3, seed=s).adapt(20).density for s in (5, 5, 6))
    xr.testing.assert_identical(first, again)
    assert float(np.abs(first - other).max()) > 0.01


# --- results for an explorer ----------------------------------------------------------------------------------------


def test_adapted_density_has_the_dimensions_of_its_inputs():
    grid = adapted_density(load_angle=[0, 45], load_spread=[0, 15, 30], elements=16, duration=3, influence=0.3)
    assert grid.density.dims == ("load_angle", "load_spread", "y", "x")
    assert grid.density.shape == (2, 3, 16, 16)
    alone = LoadedBone(16, load_angle=45, load_spread=30, influence=0.3).adapt(3)
    np.testing.assert_allclose(grid.density[1, 2], alone.density)
    assert grid.density.attrs["units"] == "g/cm3"
    assert grid.load_angle.attrs["units"] == "deg"


def test_adapted_density_pairs_arrays_that_share_a_dimension():
    pair = {"load_angle": xr.DataArray([0.0, 45.0], dims="case"), "load_spread": xr.DataArray([0.0, 15.0], dims="case")}
    assert adapted_density(**pair, elements=12, duration=2, influence=0.4).density.dims == ("case", "y", "x")


def test_every_result_carries_unit_and_name():
    result = LoadedBone(12, influence=0.4).adapt(3)
    for name, variable in result.variables.items():
        assert variable.attrs["long_name"] and variable.attrs["units"], name


# --- measures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [0, 20, 45, 110, 170])
def test_fabric_finds_the_direction_of_stripes(angle):
    y, x = np.mgrid[0:61, 0:61]
    tilt = np.radians(angle)
    found = fabric(np.cos(0.3 * (y * np.cos(tilt) - x * np.sin(tilt))))
    assert angle_between(found.angle, angle) < 0.5
    assert found.anisotropy > 50


def test_checkerboard_index_knows_its_extremes():
    assert checkerboard(np.indices((8, 8)).sum(axis=0) % 2) == 1
    assert checkerboard(np.arange(64.0).reshape(8, 8)) == pytest.approx(0)


def test_influence_is_an_average_cut_at_four_lengths():
    weights = influence_weights(20, 0.5, 1.0)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    middle = weights.toarray()[10 * 20 + 10].reshape(20, 20)
    assert middle[10, 12] / middle[10, 10] == pytest.approx(np.exp(-1.0))
    assert middle[10, 18] > 0 == middle[10, 19]
    assert (influence_weights(6, 1.0, 0.0) != np.eye(6**2)).sum() == 0


# --- errors teach ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: LoadedBone(load_angel=3), UnknownName, "load_angle"),
        (lambda: LoadedBone.weinans_plate(gama=3), UnknownName, "gamma"),
        (lambda: LoadedBone.weinans_plate(mass=0.3), UnknownName, "weinans_plate"),
        (lambda: LoadedBone(mass=1.2), OutOfDomain, "mass"),
        (lambda: LoadedBone(elements=20.5), BadValue, "whole number"),
        (lambda: LoadedBone(elements=float("nan")), BadValue, "finite"),
        (lambda: LoadedBone(load_spread=[0, 10]), BadValue, "one number"),
        (lambda: LoadedBone(rho_min=0.9), BadValue, "rho_min"),
        (lambda: LoadedBone(mass=0.9), BadValue, "exceed solid bone"),
        (lambda: LoadedBone(12).adapt(duration=-1), BadTimes, "0 < step <= duration"),
        (lambda: LoadedBone(12).adapt(duration=1, step=2), BadTimes, "step = 2"),
        (lambda: LoadedBone(12).adapt(1, start=np.full((9, 9), 0.5)), BadValue, r"\(12, 12\)"),
        (lambda: LoadedBone(12).adapt(1, start=np.full((12, 12), 2.5)), BadValue, "rho_max"),
        (lambda: LoadedBone(12).respond(np.full((12, 12), 0.5), 400), OutOfDomain, "load_angle"),
        (lambda: LoadedBone.weinans_plate(12).respond(np.full((12, 12), 0.5), 0), BadValue, "rollers"),
    ],
)
def test_wrong_calls_say_what_to_do(call, error, says):
    with pytest.raises(error, match=says) as caught:
        call()
    assert isinstance(caught.value, ModelError)


def test_parameters_state_source_and_status():
    table = LoadedBone.table()
    bibliography = (Path(__file__).parents[2] / "references.bib").read_text(encoding="utf-8")
    assert all(f"{{{source}," in bibliography for source in table.source)
    assert (table.unit != "").all()
    assert set(table.status) <= {"published", "assumption", "illustrative"}
