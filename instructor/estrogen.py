"""Hidden checks of the set on estrogen; README.md says what they are and how to keep them private."""

from __future__ import annotations

import numpy as np

from osteolib import evidence
from osteolib.estrogen import nelson2026, surgical_fits
from osteolib.exercise import Part, agrees
from osteolib.exercise.sets.estrogen.experiments import extra, lost, measured, straight, yearly_changes

FIT = "up to 15 y"


def others_are_free(name: str) -> bool:
    """All terms of the fit but the named one lie inside what was allowed."""
    bounds = {term: nelson2026.parameters[term] for term in surgical_fits[FIT] if term != name}
    return all(each.low < surgical_fits[FIT][term] < each.high for term, each in bounds.items())


def between_mean_and_largest_gap(far) -> bool:
    """A root mean square is no smaller than the mean size, and no larger than the largest."""
    gaps = {run: np.abs(yearly_changes(run) - measured()) for run in far}
    return all(gaps[run].mean() < value < gaps[run].max() for run, value in far.items())


def all_protect_bone(signs) -> bool:
    """Osteoblasts count for bone, osteoclasts against it."""
    return signs["through Wnt"] == signs["through TNF and RUNX2"] == -signs["through RANKL"]


def rest_on_experiments(names) -> bool:
    """What is carried was shown on animals or cells, not told by a review."""
    return bool(names) and {evidence.claim(name).evidence for name in names} <= {"animal", "in vitro"}


HIDDEN = {
    "estrogen.1": [
        Part(
            1, "more than is lost a year before, less than a year after", lambda percent: lost(69) < percent < lost(71)
        ),
    ],
    "estrogen.2": [
        Part(1, "agrees for therapies that the question did not name", agrees("estrogen.2", (57, 6), (62.5, 3))),
        Part(1, "of two therapies of one length, the later leaves more", lambda points: points(51, 7) < points(61, 7)),
    ],
    "estrogen.3": [
        Part(1, "lies between what it is a year before and a year after", lambda points: extra(6) < points < extra(4)),
    ],
    "estrogen.4": [
        Part(1, "the other terms of the fit were free to move", others_are_free),
    ],
    "estrogen.5": [
        Part(1, "no less than the mean gap, no more than the largest", between_mean_and_largest_gap),
    ],
    "estrogen.6": [
        Part(1, "what the three roads together do to bone", all_protect_bone),
    ],
    "estrogen.7": [
        Part(1, "agrees for trials that the question did not name", agrees("estrogen.7", (0.37,), (0.62,), (0.85,))),
        Part(
            1,
            "a drug that does nothing, and one that takes the whole rise",
            lambda share: abs(share(0.0)) < 0.005 and abs(share(1.0) - 1) < 0.005,
        ),
    ],
    "estrogen.8": [
        Part(1, "agrees at values that the question did not name", agrees("estrogen.8", (0.25, 0.9), (0.9, 0.15))),
        Part(
            1,
            "the less estrogen, the more osteoclasts, and more than the straight line",
            lambda times: (
                times(0.9, 0.3) < times(0.55, 0.3) < times(0.1, 0.3) and times(0.55, 0.3) > straight(0.55, 0.3)
            ),
        ),
    ],
    "estrogen.9": [
        Part(1, "what sort of evidence stands behind them", rest_on_experiments),
    ],
}
