"""The explorer without a browser: what its table keeps, what its errors teach, what its widget does."""

from __future__ import annotations

import gzip
import json
import re

import ipywidgets
import numpy as np
import pytest
import xarray as xr

from osteolib import explore
from osteolib.explorer import CannotExplore, page_script, page_style
from osteolib.explorer.making import CURVES_BYTES, FIELD_BYTES, rounded_up
from osteolib.explorer.sliders import Slider
from osteolib.explorer.table import BOUND, Block, Table, random_settings
from osteolib.model import Parameter, UnknownName
from osteolib.remodeling import komarova2003

DOSE = xr.DataArray(
    np.geomspace(1e-2, 1e2, 61), dims="dose", coords={"dose": np.geomspace(1e-2, 1e2, 61)}, attrs={"units": "nM"}
)


def parameter(name: str, value: float, low: float, high: float, unit: str = "1") -> Parameter:
    return Parameter(name, value, unit, low, high, f"what {name} does", "nobody", "illustrative")


def binding(half: float, hill: float) -> xr.Dataset:
    """Binding of a ligand."""
    bound = 100 / (1 + (half / DOSE) ** hill)
    ec90 = xr.DataArray(half) * 9 ** (1 / xr.DataArray(hill))
    return xr.Dataset(
        {
            "bound": bound.assign_attrs(long_name="bound receptors", units="%", kind="drug"),
            "ec90": ec90.assign_attrs(long_name="EC90", units="nM"),
        }
    )


HALF, HILL = parameter("half", 1.0, 0.05, 20.0, "nM"), parameter("hill", 1.0, 0.8, 4.0)


def blob(angle: float, width: float) -> xr.Dataset:
    """An oblong density at an angle."""
    x = xr.DataArray(np.linspace(-1, 1, 30), dims="x", coords={"x": np.linspace(-1, 1, 30)}, attrs={"units": "mm"})
    y = x.rename(x="y")
    turn = np.deg2rad(xr.DataArray(angle))
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    density = np.exp(-(along**2) - (across / width) ** 2).transpose(..., "y", "x")
    return xr.Dataset(
        {
            "density": density.assign_attrs(long_name="density", units="g/cm³"),
            "aspect": (1 / xr.DataArray(width)).assign_attrs(long_name="aspect"),
        }
    )


ANGLE, WIDTH = parameter("angle", 30.0, 0.0, 90.0, "°"), parameter("width", 0.5, 0.2, 0.8)


@pytest.fixture(scope="module")
def cycle():
    return explore(
        komarova2003,
        sliders=[("g11", 0.3, 0.9), ("beta1", 0.1, 0.3)],
        show=["osteoclasts", "osteoblasts", "bone_mass"],
        until=300,
        phase=("osteoclasts", "osteoblasts"),
        caption="One cycle & its <end>.",
    )


@pytest.fixture(scope="module")
def ligand():
    return explore(binding, sliders=[HALF, HILL])


@pytest.fixture(scope="module")
def field():
    return explore(blob, sliders=[(ANGLE, [0, 30, 60, 90]), WIDTH], view="field", nodes={"width": 3})


def island_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/json">(.*)</script>', html)[1])


# ---- The table


def test_table_matches_the_model_at_new_settings(cycle):
    settings = random_settings(list(cycle._sliders.values()), count=40, seed=7)
    drawn = cycle.table.rows(settings)
    run = komarova2003.simulate(np.linspace(0, 300, 151), **{k: xr.DataArray(v, dims="n") for k, v in settings.items()})
    exact = np.concatenate([run[b.name].values for b in cycle.table.blocks], axis=1)
    ranges = np.repeat([b.high - b.low for b in cycle.table.blocks], 151)
    assert (np.abs(drawn - exact) / ranges).max() < 1.5 * cycle.error


def test_error_is_measured_and_stated(cycle):
    settings = random_settings(list(cycle._sliders.values()))
    run = komarova2003.simulate(np.linspace(0, 300, 151), **{k: xr.DataArray(v, dims="n") for k, v in settings.items()})
    exact = np.concatenate([run[b.name].values for b in cycle.table.blocks], axis=1)
    ranges = np.repeat([b.high - b.low for b in cycle.table.blocks], 151)
    measured = (np.abs(cycle.table.rows(settings) - exact) / ranges).max()
    assert len(next(iter(settings.values()))) == 1000
    assert cycle.error == pytest.approx(measured, rel=1e-3)
    assert measured <= BOUND
    assert f"at most {rounded_up(100 * measured)} %" in cycle.spec["note"]


def test_what_travels_is_what_was_measured(cycle):
    spec = island_of(cycle._repr_html_())
    blocks = [Block(c["name"], c["to"] - c["from"], c["low"], c["high"]) for c in spec["curves"]]
    read = Table.unpack(spec["table"], cycle.table.sliders, blocks)
    settings = random_settings(cycle.table.sliders, count=20, seed=3)
    np.testing.assert_array_equal(read.rows(settings), cycle.table.rows(settings))


def test_whole_numbers_fit_int16(cycle, ligand):
    for view in (cycle, ligand):
        for part in (view.table.mean, view.table.modes, view.table.weights):
            assert part.dtype == np.int16
            assert np.abs(part.astype(int)).max() <= 32_767


def test_two_builds_give_the_same_page(ligand):
    assert explore(binding, sliders=[HALF, HILL])._repr_html_() == ligand._repr_html_()


def test_sizes_keep_their_bounds(cycle, ligand, field):
    for view, bound in ((cycle, CURVES_BYTES), (ligand, CURVES_BYTES), (field, FIELD_BYTES)):
        assert len(gzip.compress(view._repr_html_().encode())) <= bound
    assert (CURVES_BYTES, FIELD_BYTES, BOUND) == (40_000, 200_000, 0.005)


def test_scalar_and_logarithmic_track(ligand):
    exact = binding(xr.DataArray([0.05, 3.0, 20.0], dims="n"), xr.DataArray([4.0, 1.5, 0.8], dims="n"))
    for i, (half, hill) in enumerate([(0.05, 4.0), (3.0, 1.5), (20.0, 0.8)]):
        drawn = ligand.table.curves(half=half, hill=hill)
        blocks = {b.name: b for b in ligand.table.blocks}
        for name, values in drawn.items():
            span = blocks[name].high - blocks[name].low
            assert np.abs(values - exact[name].isel(n=i).values).max() <= BOUND * span
    assert [s.log for s in ligand.table.sliders] == [True, False]
    assert [r["label"] for r in ligand.spec["readouts"]] == ["EC90"]


def test_choices_are_exact_and_snap():
    view = explore(binding, sliders=[(HALF, [0.1, 1, 10]), HILL], show="bound")
    exact = binding(10.0, 2.0).bound.values
    assert np.abs(view.table.curves(half=9.0, hill=2.0)["bound"] - exact).max() <= 100 * BOUND
    view.half = 7.0
    assert view.half == 10


def test_a_choice_with_names_is_shown_by_name():
    from osteolib.estrogen import nelson2026

    view = explore(
        nelson2026, sliders=["menopause"], menopause="surgical", show=["bone_mineral_density"], until=[0, 1, 2, 5]
    )
    slider = view.spec["sliders"][0]
    assert (slider["stops"], slider["names"]) == ([0.0, 1.0], ["natural", "surgical"])
    assert view.menopause == 1
    density = view.table.curves(menopause=1.0)["bone_mineral_density"]
    exact = nelson2026.simulate([0, 1, 2, 5], menopause="surgical").bone_mineral_density
    np.testing.assert_allclose(density, exact, atol=100 * BOUND)


def test_field_images_decode_to_the_field(field):
    import base64

    spec = field.spec["field"]
    images = np.frombuffer(base64.b64decode(spec["images"]), np.uint8).reshape(-1, 900)
    levels = np.cumsum(images, axis=1, dtype=np.uint8).astype(float)
    values = spec["low"] + levels / 255 * (spec["high"] - spec["low"])
    exact = blob(60.0, 0.8).density.values.ravel()
    assert np.abs(values[2 * 3 + 2] - exact).max() <= BOUND * (spec["high"] - spec["low"])
    assert field.spec["readouts"][0]["values"][:3] == pytest.approx([5, 2, 1.25])


# ---- Drawing


def test_a_few_cells_get_a_panel_beside_many(cycle):
    assert [c["panel"] for c in cycle.spec["curves"]] == [0, 1, 2]
    assert [p["unit"] for p in cycle.spec["panels"]] == ["cells", "cells", "% of start"]


def test_curves_of_one_panel_differ_in_line_style():
    def pair(rate):
        t = xr.DataArray(np.linspace(0, 1, 21), dims="time", coords={"time": np.linspace(0, 1, 21)})
        curve = np.exp(-rate * t)
        return xr.Dataset({n: f * curve.assign_attrs(units="mg") for n, f in (("a", 1), ("b", 2))})

    view = explore(pair, sliders=[parameter("rate", 1, 0.1, 3)])
    assert len({(c["color"], tuple(c["dash"])) for c in view.spec["curves"]}) == 2


def test_page_holds_picture_words_caption_and_one_table(cycle):
    html = cycle._repr_html_()
    assert html.count("<script") == 1
    assert "<svg" in html.split("<script")[0]
    assert "bone mass falls to" in re.search(r'role="img" aria-label="([^"]*)"', html)[1].lower()
    assert "<figcaption>One cycle &amp; its &lt;end&gt;.</figcaption>" in html


def test_picture_and_data_each_stand_in_one_line(cycle):
    lines = cycle._repr_html_().splitlines()
    assert [line.startswith(('<div class="explorer-fallback"', "<script")) for line in lines] == [0, 1, 1, 0, 0]


def test_page_script_is_one_classic_script():
    script = page_script()
    assert not re.search(r"^\s*(export|import)\b", script, flags=re.MULTILINE)
    assert "http" not in script.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in page_style()


# ---- The widget


def test_sliders_are_traits_to_link_and_observe(cycle):
    seen, handle = [], ipywidgets.FloatSlider(min=0.3, max=0.9, value=0.5)
    ipywidgets.link((cycle, "g11"), (handle, "value"))
    cycle.observe(lambda change: seen.append(change.new), "g11")
    handle.value = 0.7
    assert (cycle.g11, seen) == (0.7, [0.7])
    cycle.reset()
    assert cycle.values() == {"g11": 0.5, "beta1": 0.2}
    assert {"g11", "beta1", "spec"} <= set(cycle.keys)


def ask(view, **values):
    sent = []
    view.send = lambda content, buffers=None: sent.append(content)
    view._receive(view, {"kind": "solve", "view": 0.5, "seq": 4, "values": {**view.values(), **values}}, [])
    del view.send
    return sent[0]


def test_python_answers_with_the_exact_curves(cycle):
    reply = ask(cycle, g11=0.6)
    run = komarova2003.simulate(np.linspace(0, 300, 151), g11=0.6)
    assert (reply["kind"], reply["view"], reply["seq"]) == ("solved", 0.5, 4)
    np.testing.assert_allclose(reply["row"][-151:], run.bone_mass, rtol=1e-6)


def test_a_failing_solution_becomes_a_sentence(cycle):
    reply = ask(cycle, g11=5.0)
    assert reply["kind"] == "failed"
    assert "outside this explorer's slider" in reply["message"]
    assert "Traceback" not in reply["message"]


def test_value_outside_the_slider_is_refused(cycle):
    with pytest.raises(CannotExplore, match="g11 = 2 is outside"):
        cycle.g11 = 2


def test_bundle_has_widget_page_and_fixed_text(cycle):
    data, _ = cycle._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(data)
    assert data["text/plain"] == (
        "Explorer of komarova2003: sliders g11, beta1; shows osteoclasts, osteoblasts, bone_mass; "
        "table within 0.5 % of each curve's range"
    )


# ---- Errors that teach


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"sliders": ["beta"]}, UnknownName, "Did you mean 'beta2' or 'beta1'"),
        ({"show": ["bone"]}, UnknownName, "Did you mean 'bone_mass'"),
        ({"phase": ("osteoclasts", "osteoblast")}, UnknownName, "osteoblasts"),
        ({"phase": ("osteoclasts",)}, CannotExplore, "a pair of variables"),
        ({"sliders": "g11"}, CannotExplore, "expected a list"),
        ({"sliders": []}, CannotExplore, "expected a list"),
        ({"sliders": [("g11", 0.9, 0.3)]}, CannotExplore, "expected low < high"),
        ({"sliders": [("g11", 0.6, 0.9)]}, CannotExplore, "give a start inside it"),
        ({"sliders": [("beta1", -1, 0.3)]}, CannotExplore, "the model holds only"),
        ({"sliders": ["g11", "g11"]}, CannotExplore, "named twice"),
        ({"sliders": [("g11", 1)]}, CannotExplore, "cannot read the slider"),
        ({"view": "surface"}, CannotExplore, "'curves'"),
        ({"until": None}, CannotExplore, "until=300"),
        ({"nodes": {"g12": 9}}, UnknownName, "g11"),
        (
            {"sliders": [("g11", 0.3, 0.9), ("k2", 0.001, 0.002)], "show": ["osteoclasts"]},
            CannotExplore,
            "'k2' changes",
        ),
        ({"nodes": {"g11": 3}}, CannotExplore, "the bound is 0.5 %. The worst setting was g11"),
    ],
)
def test_mistakes_with_a_model(change, error, words):
    arguments = {"sliders": [("g11", 0.3, 0.9)], "show": ["bone_mass"], "until": 100} | change
    with pytest.raises(error, match=re.escape(words)):
        explore(komarova2003, **arguments)


@pytest.mark.parametrize(
    ("compute", "arguments", "words"),
    [
        (3, {"sliders": ["a"]}, "expected a model"),
        (binding, {"sliders": ["half"]}, "Parameter('half'"),
        (binding, {"sliders": [HALF, HILL], "until": 3}, "leave out until=3"),
        (lambda half: half, {"sliders": [HALF]}, "expected an xarray.Dataset"),
        (blob, {"sliders": [ANGLE, WIDTH], "show": "density"}, "along="),
        (blob, {"sliders": [ANGLE, WIDTH], "show": "density", "along": "x"}, "view='field'"),
        (binding, {"sliders": [HALF, HILL], "view": "field"}, "0 have two dimensions"),
        (lambda spec: binding(spec, 1.0), {"sliders": [parameter("spec", 1, 0.5, 2)]}, "cannot be called 'spec'"),
    ],
)
def test_mistakes_with_a_function(compute, arguments, words):
    with pytest.raises(CannotExplore, match=re.escape(words)):
        explore(compute, **arguments)


def test_unknown_argument_names_the_nearest():
    with pytest.raises(UnknownName, match="'half'"):
        explore(lambda half, hill: binding(half, hill), sliders=[parameter("halve", 1, 0.5, 2), HILL])


def test_results_that_are_not_finite_are_refused():
    def pole(shift):
        return (DOSE * xr.where(shift > 0, np.inf, 1.0)).rename("y").to_dataset()

    with pytest.raises(CannotExplore, match="not finite at some settings"):
        explore(pole, sliders=[parameter("shift", 0, -1, 1)])


def test_field_above_its_size_is_refused():
    def noise(seed):
        values = np.random.default_rng(1).random((np.size(seed), 200, 200))
        return xr.Dataset({"noise": (("seed", "y", "x"), values)}).isel(**({} if np.ndim(seed) else {"seed": 0}))

    with pytest.raises(CannotExplore, match="the bound is 200 kB"):
        explore(noise, sliders=[parameter("seed", 1, 1, 9)], view="field")


# ---- Sliders


@pytest.mark.parametrize(
    ("low", "high", "value", "step"),
    [(0.3, 0.9, 0.5, 0.01), (0, 300, 100, 5), (0.1, 0.4, 0.2, 0.005), (0, 1, 1 / 3, None), (1.5e6, 4e6, 3e6, 50000)],
)
def test_steps_hit_both_ends_and_the_start(low, high, value, step):
    assert Slider("a", "a", "a", "1", low, high, value).step == step


def test_tracks_map_there_and_back():
    places = np.linspace(-1, 1, 11)
    for slider in (Slider("a", "a", "a", "1", 0.3, 0.9, 0.5), Slider("a", "a", "a", "1", 1e-3, 10, 1)):
        np.testing.assert_allclose(slider.to_unit(slider.from_unit(places)), places, atol=1e-12)
    assert Slider("a", "a", "a", "1", 1e-3, 10, 1).log


# ---- Bars and switches


def portions(sweet, water=100.0):
    """Parts of a drink."""
    names = xr.DataArray(["water", "sugar", "nothing"], dims="part", name="part")
    parts = xr.broadcast(xr.DataArray(water), 12.5 * xr.DataArray(sweet), xr.DataArray(0.0))
    amount = xr.concat(parts, names).assign_coords(part=names)
    return xr.Dataset({"amount": amount.assign_attrs(long_name="amount", units="g", kind="drug")})


SWEET = (parameter("sweet", 0.0, 0.0, 1.0), [0, 1])


def test_bars_keep_few_settings_all_but_exactly():
    view = explore(portions, sliders=[SWEET], view="bars")
    assert view.error < 1e-4
    assert view.spec["sliders"][0]["switch"] is True
    assert view.spec["axis"] == {"label": "part", "unit": "", "values": ["water", "sugar", "nothing"], "shown": [0, 1]}
    assert view.spec["note"].startswith("One of 2 stored solutions, rounded by at most 0.0")
    for sweet in (0, 1):
        np.testing.assert_allclose(view.table.curves(sweet=sweet)["amount"], portions(sweet).amount, atol=0.01)


def test_bars_have_a_picture_with_words_for_pages_without_scripts():
    view = explore(portions, sliders=[SWEET], view="bars", caption="A drink.", sweet=1)
    shown = view._repr_html_()
    assert 'aria-label="Bars of amount: water 100 g, sugar 12 g."' in shown
    assert shown.count("<svg") == 1


def test_bars_need_names_and_a_switch_needs_both_values():
    with pytest.raises(CannotExplore, match="holds no names"):
        explore(binding, sliders=[HALF, HILL], view="bars", show=["bound"])
    three = explore(portions, sliders=[(SWEET[0], [0, 0.5, 1])], view="bars")
    assert "switch" not in three.spec["sliders"][0]


def test_switch_is_a_trait_like_any_other():
    view = explore(portions, sliders=[SWEET], view="bars")
    view.sweet = 1
    assert view.values() == {"sweet": 1.0}
