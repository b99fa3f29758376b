"""The plot room: what a figure shows, how it says so in words, and what it leaves in the page."""

import re
import subprocess
import sys

import numpy
import pytest
import xarray
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from osteolib import plot
from osteolib.plot.labels import spread
from osteolib.plot.svg import page_svg
from osteolib.plot.wording import decimals, number, turning_points

DAYS = numpy.linspace(0, 300, 201)


def hump(size: float) -> numpy.ndarray:
    return size * (numpy.exp(-DAYS / 50) - numpy.exp(-DAYS / 10))


@pytest.fixture
def run() -> xarray.Dataset:
    """A result as simulate() returns it: two kinds of cell, bone mass and a hormone."""
    variables = {
        "osteoclasts": (1 + 10 * numpy.exp(-DAYS / 8), "osteoclasts", "cells", "osteoclast"),
        "osteoblasts": (2 + hump(8), "active osteoblasts", "cells", "osteoblast"),
        "bone_mass": (100 - hump(20), "bone mass", "%", "bone"),
        "pth": (1 + 0.5 * numpy.sin(DAYS / 10), "PTH", "pM", "drug"),
    }
    time = xarray.DataArray(DAYS, dims="time", attrs={"long_name": "time", "units": "d"})
    data = {
        name: ("time", values, {"long_name": long_name, "units": units, "kind": kind})
        for name, (values, long_name, units, kind) in variables.items()
    }
    return xarray.Dataset(data, {"time": time})


@pytest.fixture
def fan(run) -> xarray.Dataset:
    """The same over three values of a parameter."""
    factor = xarray.DataArray([0.5, 0.8, 1.1], dims="g11", attrs={"units": "1", "symbol": "g_{11}"})
    swept = run * factor.assign_coords(g11=factor)
    for name in run:
        swept[name].attrs = run[name].attrs
    return swept.transpose("g11", "time")


# Words ---------------------------------------------------------------------------------------------------------------


def test_describe_computes_the_sentence_of_a_remodeling_cycle(run):
    low = float(run.bone_mass.min())
    day = float(run.time[run.bone_mass.values.argmin()])
    assert plot.describe(run, "bone_mass") == (
        f"bone mass falls to {low:.1f} % on day {day:g} and returns to 100.0 % by day 300"
    )


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([5, 5, 5, 5], "cells stay at 5.000 pM"),
        ([1, 2, 3, 4], "cells rise from 1.000 pM to 4.000 pM by day 3"),
        ([4, 3, 2, 1], "cells fall from 4.000 pM to 1.000 pM by day 3"),
        ([1, 9, 5, 5], "cells rise to 9.000 pM on day 1 and end at 5.000 pM by day 3"),
        ([1, 9, 5, 1], "cells rise to 9.000 pM on day 1 and return to 1.000 pM by day 3"),
        ([5, 9, 1, 5], "cells rise to 9.000 pM on day 1, fall to 1.000 pM on day 2 and return to 5.000 pM by day 3"),
        ([1, 9, 1, 9, 1, 9], "cells swing between 1.000 pM and 9.000 pM and end at 9.000 pM by day 5"),
        ([1, numpy.nan, 3, numpy.inf], "cells rise from 1.000 pM to 3.000 pM by day 2"),
        ([numpy.nan] * 3, "cells have no value"),
        ([0, 0, 0], "cells stay at 0 pM"),
        ([2e-5, 4e-5], "cells rise from 2.000e-5 pM to 4.000e-5 pM by day 1"),
        ([100.0, 100.2], "cells rise from 100.00 pM to 100.20 pM by day 1"),
    ],
)
def test_describe_curve_has_a_rule_for_every_shape(y, words):
    assert plot.describe_curve("cells", range(len(y)), y, "pM") == words


@pytest.mark.parametrize(
    ("name", "verb"), [("bone mass", "rises"), ("stimulus", "rises"), ("lysis", "rises"), ("osteoclasts", "rise")]
)
def test_verb_agrees_with_the_name(name, verb):
    assert plot.describe_curve(name, [0, 1], [1, 2]).startswith(f"{name} {verb} from")


def test_a_wiggle_below_the_threshold_is_not_told():
    assert turning_points([0, 1, 0.97, 2, 3]) == []
    assert turning_points([0.02, 0, 1, 2]) == []
    assert turning_points([0, 1, 0.5, 2, 3]) == [1, 2]


@given(st.lists(st.floats(-1e5, 1e5), min_size=2, max_size=30))
def test_turns_alternate_and_every_curve_has_words(y):
    turns = turning_points(y)
    heights = [y[0], *(y[i] for i in turns)]
    steps = numpy.diff(heights)
    assert turns == sorted(set(turns))
    assert all(numpy.sign(a) != numpy.sign(b) for a, b in zip(steps, steps[1:], strict=False))
    assert plot.describe_curve("dose", range(len(y)), y).startswith("dose ")


@given(st.floats(-1e5, 1e5))
def test_a_written_number_is_the_number_to_four_digits(value):
    text = number(value, decimals([value]))
    assert abs(float(text) - value) <= max(5e-4 * abs(value), 1e-12)
    assert not text.startswith("-0.0") or float(text)


def test_a_sweep_is_described_at_its_values(fan):
    words = plot.describe(fan, "osteoclasts")
    assert [part.split(",")[0] for part in words.split("; ")] == ["at g11 = 0.5", "at g11 = 0.8", "at g11 = 1.1"]
    many = fan.interp(g11=numpy.linspace(0.5, 1.1, 7))
    many.osteoclasts.attrs = fan.osteoclasts.attrs
    assert plot.describe(many, "osteoclasts").count("; ") == 1


def test_describe_along_another_axis():
    dose = xarray.DataArray([0.0, 1.0, 5.0], dims="dose", attrs={"units": "mM"})
    alive = xarray.DataArray([1.0, 0.8, 0.2], dims="dose", coords={"dose": dose}, name="viability")
    assert plot.describe(alive) == "viability falls from 1.000 to 0.200 at dose 5 mM"


# Drawing -------------------------------------------------------------------------------------------------------------


def test_curves_draws_the_numbers_in_the_color_of_their_kind(run):
    ax = plot.curves(run, ["osteoclasts", "osteoblasts"])
    clasts, blasts = ax.get_lines()
    numpy.testing.assert_array_equal(clasts.get_ydata(), run.osteoclasts)
    assert (clasts.get_color(), blasts.get_color()) == (plot.color("osteoclast"), plot.color("osteoblast"))
    assert clasts.get_linestyle() != blasts.get_linestyle()
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time (d)", "cells")
    assert [label.drawn.get_text() for label in ax.end_labels] == ["osteoclasts", "active\nosteoblasts"]


def test_a_sweep_names_its_settings_and_a_lone_line_is_named_by_its_axis(run, fan):
    ax = plot.curves(fan, "bone_mass")
    assert [label.text for label in ax.end_labels] == ["g11 = 0.5", "g11 = 0.8", "g11 = 1.1"]
    assert len({str(line._dash_pattern) for line in ax.get_lines()}) == 3
    alone = plot.curves(run, "bone_mass")
    assert (alone.get_ylabel(), alone.end_labels) == ("bone mass (%)", [])


def test_small_panels_are_labelled_by_symbols(run):
    run.osteoclasts.attrs["symbol"], run.osteoblasts.attrs["symbol"] = "x_1", "x_2"
    ax = plot.curves(run, ["osteoclasts", "osteoblasts"], labels="symbol")
    assert [label.text for label in ax.end_labels] == ["$x_1$", "$x_2$"]


def test_named_settings_stand_for_themselves(fan):
    drugs = fan.assign_coords(g11=["none", "OPG", "PTH"])
    assert [label.text for label in plot.curves(drugs, "bone_mass").end_labels] == ["none", "OPG", "PTH"]
    assert plot.describe(drugs, "bone_mass").startswith("with none, bone mass falls to")


def test_mixed_units_are_refused_with_their_groups_and_panels_draws_them(run):
    with pytest.raises(ValueError, match=r"cells: osteoclasts, osteoblasts; %: bone_mass; pM: pth.*plot\.panels"):
        plot.curves(run)
    column = plot.panels(run)
    assert [ax.get_ylabel() for ax in column] == ["cells", "bone mass (%)", "PTH (pM)"]
    assert [ax.get_xlabel() for ax in column] == ["", "", "time (d)"]


def test_errors_teach(run, fan):
    with pytest.raises(KeyError, match="did you mean 'osteoblasts'"):
        plot.curves(run, "osteoblast")
    with pytest.raises(ValueError, match="one sweep"):
        plot.curves(fan.expand_dims(k1=[1.0, 2.0]), "bone_mass")
    with pytest.raises(ValueError, match="along="):
        plot.curves(fan.isel(time=0).expand_dims(k1=[1.0, 2.0]), "bone_mass")
    with pytest.raises(ValueError, match="did you mean 'osteoclast'"):
        plot.color("osteoclasts")
    with pytest.raises(TypeError, match="simulate"):
        plot.curves([1, 2, 3])
    with pytest.raises(ValueError, match="two dimensions"):
        plot.field(run.bone_mass)
    with pytest.raises(ZeroDivisionError, match="leave it out"):
        plot.fold(run[["bone_mass"]] * 0)


def test_amounts_start_at_zero_only_where_heights_compare(run):
    assert plot.curves(run, "osteoclasts").get_ylim()[0] == 0
    assert plot.curves(run, "bone_mass").get_ylim()[0] > 50


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.2)), min_size=1, max_size=8))
def test_spread_keeps_order_and_leaves_no_overlap(boxes):
    wanted = sorted(y for y, _ in boxes)
    heights = [h for _, h in boxes]
    placed = spread(wanted, heights)
    gaps = numpy.diff(placed) - (numpy.array(heights[:-1]) + heights[1:]) / 2
    assert (gaps >= -1e-5).all()
    assert sum(placed) == pytest.approx(sum(wanted), abs=1e-4)


def test_labels_do_not_overlap_on_the_page(run):
    same = run[["osteoclasts", "osteoblasts"]].assign(third=run.osteoblasts, fourth=run.osteoblasts)
    ax = plot.curves(same)
    plot.figure(ax, caption="Labels.")
    boxes = sorted((Text.get_window_extent(label.drawn).extents for label in ax.end_labels), key=lambda box: box[1])
    assert all(upper[1] >= lower[3] for lower, upper in zip(boxes, boxes[1:], strict=False))


def test_fold_divides_by_the_start_and_says_so(run):
    folded = plot.fold(run[["osteoclasts"]])
    assert folded.osteoclasts[0] == 1
    assert folded.osteoclasts.attrs["units"] == "× start"
    assert run.osteoclasts.attrs["units"] == "cells"


def test_points_lie_over_the_curves_and_are_said_in_words(run):
    ax = plot.points(plot.curves(run, "bone_mass"), [0, 150], [100, 91.5], "twelve women", error=[2, 3])
    assert ax.end_labels[-1].text == "twelve women"
    assert "Twelve women: 2 measured values, from 100.0 at 0 to 91.5 at 150." in plot.figure(ax, caption="x").alt


def test_phase_draws_one_variable_against_the_other(run, fan):
    ax = plot.phase(run, "osteoclasts", "osteoblasts")
    numpy.testing.assert_array_equal(ax.get_lines()[0].get_xydata(), numpy.c_[run.osteoclasts, run.osteoblasts])
    assert ax.descriptions[0].startswith("path of active osteoblasts against osteoclasts from 11.00 cells")
    assert len(plot.phase(fan, "osteoclasts", "osteoblasts").end_labels) == 3


def test_field_draws_the_array_with_unit_and_words():
    values = numpy.outer([1.0, 2.0, 3.0], [1.0, 1.5])
    x = xarray.DataArray([0.0, 2.0], dims="x", attrs={"units": "mm"})
    density = xarray.DataArray(values, {"x": x}, ("y", "x"), "density", {"units": "g/cm³"})
    ax = plot.field(density)
    numpy.testing.assert_array_equal(ax.get_images()[0].get_array(), values)
    assert ax.get_images()[0].get_extent() == [-1, 3, -0.5, 2.5]
    assert ax.descriptions == ["map of density, lowest 1.000 g/cm³ at x 0 mm, y 0, highest 4.500 g/cm³ at x 2 mm, y 2"]


# The page ------------------------------------------------------------------------------------------------------------


def shown(run, caption="Bone is lost and regained."):
    return plot.figure(plot.curves(run, "bone_mass"), caption=caption)


def test_figure_carries_caption_alt_text_and_picture(run):
    bundle = shown(run, "Loss < gain & back.")._repr_mimebundle_()
    page = bundle["text/html"]
    assert "<figcaption>Loss &lt; gain &amp; back.</figcaption>" in page
    assert f'role="img" aria-label="Curves over time (d): {plot.describe(run, "bone_mass")}."' in page
    assert page.count("<svg ") == page.count("</svg>") == 1
    assert bundle["text/plain"].startswith("Figure: Loss < gain & back.\n[Curves over time (d): bone mass falls to")


def test_figure_is_the_same_every_time_and_small(run):
    assert shown(run)._repr_html_() == shown(run)._repr_html_()
    assert len(plot.figure(plot.panels(run), caption="All.")._repr_html_()) < 60_000


def test_only_the_picture_is_between_the_svg_tags(run):
    page = re.sub(r"<svg\b.*?</svg>", "<svg/>", shown(run)._repr_html_(), flags=re.DOTALL)
    assert "bone mass falls" in page and "regained" in page and "path" not in page


def test_ink_follows_the_page_and_no_rule_leaks_out_of_the_picture(run):
    svg = shown(run).svg
    assert "currentColor" in svg
    assert "#000000" not in svg.lower()
    assert "<style" not in svg and "DejaVu" not in svg
    assert re.search(r"<text\b", svg)


def test_only_a_picture_wider_than_a_phone_is_a_stop_of_the_keyboard(run):
    wide = plot.figure(plot.axes(1, 3, width=9), caption="Wide.", alt="Three empty panels.")
    assert 'tabindex="0"' in wide._repr_html_()
    assert "tabindex" not in shown(run)._repr_html_()


def test_two_figures_share_no_name(run, fan):
    first, second = shown(run).svg, plot.figure(plot.curves(fan, "bone_mass"), caption="Fan.").svg
    names = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (first, second)]
    assert names[0] and not names[0] & names[1]
    for svg, own in zip((first, second), names, strict=True):
        assert set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg)) == own


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="no description"):
        plot.figure(plot.axes(), caption="Nothing.")
    assert plot.figure(plot.axes(), caption="Empty.", alt="Empty axes.").alt == "Empty axes."


def test_a_cell_that_ends_with_axes_shows_them_once(run):
    import matplotlib.pyplot as plt

    ax = plot.curves(run, "bone_mass")
    assert set(ax._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert plt.get_fignums() == []


def test_a_figure_of_pyplot_in_the_style_of_the_book(run):
    import matplotlib.pyplot as plt

    with plot.style():
        fig, ax = plt.subplots()
    plot.curves(run, "bone_mass", ax=ax)
    assert "bone mass falls" in plot.figure(ax, caption="Mine.").alt
    assert fig.number not in plt.get_fignums()


def luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("kind", [kind for kind in plot.COLORS if kind != "bone"])
@pytest.mark.parametrize("page", ["#ffffff", "#121212", "#14181e"])
def test_every_line_stands_out_on_light_and_dark(kind, page):
    light, dark = sorted((luminance(plot.color(kind)), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_importing_the_room_does_not_import_matplotlib():
    code = "import sys, osteolib.plot; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_page_svg_is_well_formed(run):
    from xml.etree import ElementTree

    root = ElementTree.fromstring(page_svg(plot.curves(run, "bone_mass").figure))
    assert root.tag.endswith("svg")


# ---- Bars


def test_bars_are_drawn_from_top_to_bottom_and_said_from_the_largest():
    shares = xarray.DataArray(
        [0.0, 60.42, 39.58], {"fate": ["Th0", "Th1", "Th2"]}, "fate", "share", {"units": "%", "kind": "immune"}
    )
    ax = plot.bars(shares)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Th0", "Th1", "Th2"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert [bar.get_width() for bar in ax.patches] == [0.0, 60.42, 39.58]
    assert [text.get_text() for text in ax.texts] == ["0.0", "60.4", "39.6"]
    assert plot.figure(ax, caption="").alt == "Bars of share: Th1 60.4 %, Th2 39.6 %."


def test_bars_of_more_than_one_dimension_are_refused():
    with pytest.raises(ValueError, match="has fate, dose; select the rest first"):
        plot.bars(xarray.DataArray(numpy.zeros((2, 2)), dims=("fate", "dose"), name="share"))


def test_bars_that_are_all_zero_say_so():
    assert plot.describe_bars("share", ["a", "b"], [0.0, 0.0], "%") == "share: none"
