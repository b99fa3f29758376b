"""Hidden checks of the capstone's set; README.md says what they are and how to keep them private."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from osteolib.exercise import Part, agrees
from osteolib.exercise.sets.capstone.uncertainty import CANDIDATES, MEMBERS, _gains, _swing
from osteolib.therapy import LINKS, NATURAL, Design, chain, outcome


def may_be_far_off(names) -> bool:
    """The range of each spans a factor of ten or more."""
    return bool(names) and all(LINKS[name].high >= 10 * LINKS[name].low for name in names)


def dose_brings_a_hundred(times: float) -> bool:
    """Natural vesicles in that multiple of the dose bring what would be felt."""
    return abs(float(chain(replace(NATURAL, dose=NATURAL.dose * times)).copies) / 100 - 1) < 0.01


def a_mouse_gets_its_dose(cells) -> bool:
    """For the mouse itself, the cells secrete in the time just the dose of the design."""
    return abs(cells(0.02, 5) * LINKS["secretion"].value * 5 / Design().dose - 1) < 0.01


@cache
def gains_of_maturation() -> tuple[float, float]:
    """Gain at the end of treatment, and three years later."""
    end = outcome(Design(cargo="maturation"), ages=[75, 78])
    return tuple(float(each) for each in end.treated - end.untreated)


def more_than_sooner(points: float) -> bool:
    """More than is lost in the first three years, and not more than there was."""
    at_75, at_78 = gains_of_maturation()
    return at_75 - at_78 < points < 1.02 * at_75


def equal_steps_equal_ratios(draw) -> bool:
    """Three values at equal distances: the middle one is the geometric mean; order of the list does not matter."""
    middle, low, high = draw(0.002, 50.0, [0.5, 0.2, 0.8])
    return np.isclose(middle**2, low * high) and 0.002 < low < middle < high < 50.0


def quarters(share) -> bool:
    """Between two neighbors in the order of gains, it is known how many stand above."""
    gains = np.sort(_gains())
    places = [MEMBERS // 5, 3 * MEMBERS // 4]
    between = [float(gains[place - 1 : place + 1].mean()) for place in places]
    return all(
        abs(share(gain) - 100 * (1 - place / MEMBERS)) < 0.05 for place, gain in zip(places, between, strict=True)
    )


def none_left_out_swings_more(names) -> bool:
    """Every link that is named swings the gain more than any that is not."""
    rest = set(CANDIDATES) - names
    return bool(names and rest) and min(map(_swing, names)) > max(map(_swing, rest))


HIDDEN = {
    "capstone.1": [
        Part(1, "how far off each of them may be", may_be_far_off),
    ],
    "capstone.2": [
        Part(1, "that much more, sent through the chain, brings a hundred", dose_brings_a_hundred),
    ],
    "capstone.3": [
        Part(1, "agrees for people that the question did not name", agrees("capstone.3", (55.5, 30), (102, 12))),
        Part(1, "for the mouse, the design's own dose", a_mouse_gets_its_dose),
    ],
    "capstone.4": [
        Part(1, "more than is lost sooner, and not more than there was", more_than_sooner),
    ],
    "capstone.5": [
        Part(
            1, "agrees for a range that the question did not name", agrees("capstone.5", (2.0, 2e5, [0.9, 0.05, 0.6]))
        ),
        Part(1, "equal steps, equal ratios", equal_steps_equal_ratios),
    ],
    "capstone.6": [
        Part(1, "agrees at gains that the question did not name", agrees("capstone.6", (0.4,), (3.0,), (14.0,))),
        Part(1, "how many stand above a given place in the order", quarters),
    ],
    "capstone.7": [
        Part(1, "no link that is left out swings the gain more", none_left_out_swings_more),
    ],
}
