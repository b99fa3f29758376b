"""Hidden checks of the set on therapy; README.md says what they are and how to keep them private."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np

from osteolib import evidence, therapy
from osteolib.exercise import Part, agrees
from osteolib.therapy import palma2018, protocol, runx2_osterix, silencing, smd_error

FIRE = {"LPS_e": 1, "IFNg_e": 1}


def turns_with_each_bar(sign) -> bool:
    """One more bar turns a chain around, wherever it stands; a step that raises does not."""
    chain = [1, -1, 1, 1, -1, -1, 1]
    longer = [[*chain[:place], -1, *chain[place:]] for place in (0, 3, 7)]
    return sign([*chain, 1]) == sign(chain) == -1 and all(sign(each) == 1 for each in longer)


@cache
def claims_at_odds_with_themselves() -> frozenset[str]:
    """Claims of which two printed arrows join the same two things with opposite signs."""
    arrows = evidence.to_frame(evidence.graph(status="printed"))
    signs = arrows[arrows.sign != 0].groupby(["claim", "source", "target"]).sign.nunique()
    return frozenset(signs[signs > 1].index.get_level_values("claim"))


def leaves(supply: float, k: float) -> float:
    """Percent of mRNA that the model has left."""
    return float(silencing.steady_state(supply=supply, k=k).mrna_left)


def more_than_one_for_one(need) -> bool:
    """Some microRNAs are lost unpaired, so a cell makes more of them than mRNAs disappear."""
    made = silencing.parameters["transcription"].value
    return all(need(percent, 0.02) > 1.02 * made * (1 - percent / 100) for percent in (15.0, 35.0, 70.0))


@cache
def course():
    """The run of the question, read between its hours too."""
    hours = np.arange(0, 481, 2)
    run = runx2_osterix.simulate(hours, mir133_supply=0, doses={"mir133": [(0, 300)]})
    return lambda name, day: float(np.interp(24 * day, hours, run[name].values))


def lower_than_before_and_after(days) -> bool:
    """Half a day earlier, and half a day later, each reading is higher; the run ends after twenty days."""
    read = course()
    return all(
        0 < day < 20 and read(name, day) < min(read(name, max(0, day - 0.5)), read(name, day + 0.5))
        for name, day in days.items()
    )


def ends_as(signal: str) -> str:
    """Fate of a cell that burned, and then met this signal twice."""
    return protocol(palma2018, [FIRE, {}, {signal: 1}, {}, {signal: 1}, {}])[-1].fate


def turned_for_good(names) -> bool:
    """Each leaves an M2 behind, and a second pulse of it leaves it so; no two leave the same."""
    fates = [ends_as(name) for name in names]
    return len(fates) > 1 and all(fate.startswith("M2") for fate in fates) and len(set(fates)) == len(fates)


def tail_halves(seen) -> bool:
    """Late in the curve, only the slow phase is left: what is missed halves with its half-life."""
    slow = therapy.exosome_kinetics.parameters["slow"].value
    missed, later = 100 - seen(700), 100 - seen(700 + slow)
    return missed > 1 and abs(missed / later / 2 - 1) < 0.02


def brings_the_target(need) -> bool:
    """With so many copies in an exosome the budget delivers what was asked for."""
    budget = {"bone_share": 0.004, "cells": 5e6}
    return abs(float(therapy.delivered(copies=need(250, *budget.values()), **budget)) / 250 - 1) < 0.01


def one_trial_alone(need) -> bool:
    """The interval of a single trial takes a single trial, and half of its width takes four."""
    reach = NormalDist().inv_cdf(0.975) * float(smd_error(0.8, 15, 15))
    return all(abs(need(0.8 - part * reach, 0.8 + part * reach, 0.8, 15) * part**2 - 1) < 0.015 for part in (1.0, 0.5))


HIDDEN = {
    "therapy.1": [
        Part(1, "longer chains, with a bar put in at several places", turns_with_each_bar),
        Part(
            1,
            "agrees for chains that the question did not name",
            agrees("therapy.1", ([-1] * 7,), ([1, 1, 0, -1, -1],)),
        ),
    ],
    "therapy.2": [
        Part(
            1, "two arrows of one claim that exclude each other", lambda name: name in claims_at_odds_with_themselves()
        ),
    ],
    "therapy.3": [
        Part(
            1,
            "the model has left what was asked for",
            lambda need: all(
                abs(leaves(need(*each), each[1]) / each[0] - 1) < 0.03 for each in [(35.0, 0.06), (12.0, 0.02)]
            ),
        ),
        Part(1, "more than one microRNA for each mRNA that goes", more_than_one_for_one),
    ],
    "therapy.4": [
        Part(1, "half a day before and after, the readings are higher", lower_than_before_and_after),
    ],
    "therapy.5": [
        Part(1, "what each of them leaves behind, also after a second pulse", turned_for_good),
    ],
    "therapy.6": [
        Part(1, "agrees at a rate that the question did not name", agrees("therapy.6", (0.7, 2.5))),
        Part(1, "turning more slowly, and faster", lambda change: change(0.7, 0.4) > 0.5 > -0.5 > change(0.7, 2.5)),
    ],
    "therapy.7": [
        Part(1, "agrees for times that the question did not name", agrees("therapy.7", (7,), (200,))),
        Part(1, "how fast the rest comes in, late in the curve", tail_halves),
    ],
    "therapy.8": [
        Part(1, "agrees for a budget that the question did not name", agrees("therapy.8", (40, 0.2, 2e8))),
        Part(1, "with so many copies inside, the budget brings the target", brings_the_target),
    ],
    "therapy.9": [
        Part(
            1,
            "agrees for a test that the question did not name",
            agrees("therapy.9", (0.99, 0.6, 0.4), (0.5, 0.95, 0.03)),
        ),
        Part(1, "a test that knows nothing tells nothing", lambda share: abs(share(0.4, 0.6, 0.23) - 0.23) < 0.003),
    ],
    "therapy.10": [
        Part(1, "agrees for a table that the question did not name", agrees("therapy.10", (0.1, 0.9, 0.5, 25))),
        Part(1, "the interval of a single trial, and one of half its width", one_trial_alone),
    ],
}
