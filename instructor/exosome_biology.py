"""Hidden checks of the set on exosome biology; README.md says what they are and how to keep them private."""

from __future__ import annotations

from scipy.stats import poisson

from osteolib import exosomes
from osteolib.exercise import Part, agrees
from osteolib.exosomes import NUMBERS


def classes_overlap(names, at: float = 120) -> bool:
    """More than one class, and the named ones share a range around the size."""
    ranges = exosomes.size_classes().loc[sorted(names)]
    return len(names) > 1 and ranges.low.max() < at < ranges.high.min()


def makes_those_steps(size) -> bool:
    """A vesicle of the size that was read diffuses so that its squared steps have the mean that was seen."""
    seen, interval, temperature = 0.35, 0.07, 33
    expected = 4 * float(exosomes.diffusion(size(seen, interval, temperature), temperature)) * interval
    return abs(expected / seen - 1) < 0.015


def equal_vesicles_have_no_width(cv) -> bool:
    """Barely more width than the method's own leaves next to nothing for the sample."""
    return 0 < cv(1.0002 / 18**0.5, 20) < 0.02


def fits_its_class(width) -> bool:
    """The vesicle of a ribosome can be an exosome, that of a mitochondrion cannot, and both have the same walls."""
    exosome = exosomes.size_classes().loc["exosome"]
    apart = NUMBERS["mitochondrion"].value - NUMBERS["ribosome"].value
    grown = abs((width["mitochondrion"] - width["ribosome"]) / apart - 1) < 0.01
    return grown and exosome.low < width["ribosome"] < exosome.high < width["mitochondrion"]


def begins_with_what_is_spared(rise) -> bool:
    """At first secretion grows by k_d an hour: by the bodies that are no longer digested."""
    return abs((rise(0.1, 0.9, 0.05) - 1) / 0.05 / 0.9 - 1) < 0.05


def every_round_costs_the_same(route) -> bool:
    """The chance of release stays, and the time grows in proportion to k_r."""
    none, some, more = (route(k_r) for k_r in (0.0, 2.5, 7.5))
    once, all_ = some["hours"] - none["hours"], more["hours"] - none["hours"]
    return once > 0.1 and abs(all_ / once / 3 - 1) < 0.02 and abs(more["released"] / none["released"] - 1) < 0.01


def just_enough(vesicles) -> bool:
    """So many bring the copies with a chance of 95 %, and one vesicle fewer does not."""

    def chance(mean: float, copies: int, less: int = 0) -> float:
        return poisson.sf(copies - 1, mean * (vesicles(mean, copies) - less))

    return all(chance(*each) >= 0.95 > chance(*each, less=1) for each in [(0.015, 2), (0.2, 7)])


HIDDEN = {
    "exosome_biology.1": [
        Part(1, "whether ranges of the named classes overlap there", classes_overlap),
    ],
    "exosome_biology.2": [
        Part(
            1,
            "agrees for walks that the question did not name",
            agrees("exosome_biology.2", (0.33, 0.1, 36), (2.0, 0.02, 15)),
        ),
        Part(1, "a vesicle of that size makes those steps", makes_those_steps),
    ],
    "exosome_biology.3": [
        Part(
            1,
            "agrees for walks that the question did not name",
            agrees("exosome_biology.3", (0.35, 15), (0.9, 5)),
        ),
        Part(1, "of equal vesicles, next to no width is left", equal_vesicles_have_no_width),
    ],
    "exosome_biology.4": [
        Part(
            1,
            "agrees for samples that the question did not name",
            agrees("exosome_biology.4", (80, 0.25, 90), (120, 0.6, 400)),
        ),
        Part(
            1,
            "of vesicles that are nearly alike, all or nothing",
            lambda share: share(100, 0.02, 90) > 99 and share(100, 0.02, 110) < 1,
        ),
    ],
    "exosome_biology.5": [
        Part(1, "which of the two can be an exosome, and how much they differ", fits_its_class),
    ],
    "exosome_biology.6": [
        Part(
            1,
            "agrees at rates that the question did not name",
            agrees("exosome_biology.6", (0.15, 0.6, 8), (0.4, 0.1, 3)),
        ),
        Part(1, "how fast it begins to rise", begins_with_what_is_spared),
    ],
    "exosome_biology.7": [
        Part(
            1,
            "agrees at rates that the question did not name",
            agrees("exosome_biology.7", (0.2,), (6.0,)),
        ),
        Part(1, "what each way back costs", every_round_costs_the_same),
    ],
    "exosome_biology.8": [
        Part(1, "enough, and one fewer is not", just_enough),
        Part(1, "where a vesicle holds many copies", agrees("exosome_biology.8", (5.0, 1), (4.0, 30))),
    ],
    "exosome_biology.9": [
        Part(
            1,
            "vesicles with that half-life get that far in that matrix",
            lambda minutes: abs(float(exosomes.travel_length(100, minutes, 0.1)) / 50 - 1) < 0.01,
        ),
    ],
}
