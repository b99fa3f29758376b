"""Hidden checks of the set on aging immunity; README.md says what they are and how to keep them private."""

from __future__ import annotations

from functools import cache

import numpy as np

from osteolib.aging import martinez_sanchez2015, naive_pool
from osteolib.exercise import Part, agrees
from osteolib.exercise.sets.aging_immunity.experiments import RINGS, TH17, next_state, recovery
from osteolib.exercise.sets.aging_immunity.world import world


def peak(cells: float) -> float:
    """Highest TREC per cell after a start with so many cells."""
    return float(recovery(cells)[1].max())


def rings_are_conserved(pool) -> bool:
    """All rings that are in the pool and are lost with its cells came from the thymus."""
    rest = pool(0.3, 0.0008, 0.0017)
    return abs(rest["naive_cells"] * rest["trec_content"] * 0.0017 / (0.3 * RINGS) - 1) < 0.02


def share_passes_five_percent(age: float) -> bool:
    """A year before, the thymus still gives more than 5 % of new cells, and a year after, less."""
    before, after = naive_pool.simulate([25, age - 1, age + 1]).thymic_share.values[1:]
    return after < 5 < before


def followed(step, start: tuple[int, int], signals: list[int]) -> bool:
    """From step to step, the function goes where the two rules go."""
    mine = ours = list(start)
    for signal in signals:
        mine = [int(each) for each in step(*mine, signal)]
        ours = next_state(*ours, signal)
        if mine != ours:
            return False
    return True


@cache
def resting_together() -> int:
    """Mixtures under which a cell comes to rest when all switches move together."""
    names = martinez_sanchez2015.inputs
    mixtures = (dict(zip(names, map(int, f"{n:0{len(names)}b}"), strict=True)) for n in range(2 ** len(names)))
    return sum("no rest" not in martinez_sanchez2015.fates(update="synchronous", **each) for each in mixtures)


@cache
def on_in_th17() -> frozenset[str]:
    """Nodes that are on where a naive cell ends under the question's recipe."""
    return frozenset(martinez_sanchez2015.path(**TH17)[-1])


@cache
def switch_rorgt_on() -> frozenset[str]:
    """Nodes without which RORGT is off at the end."""
    nodes = martinez_sanchez2015.nodes
    ends = {node: martinez_sanchez2015.knock_out(node).path(**TH17)[-1] for node in nodes}
    return frozenset(node for node, end in ends.items() if "RORGT" not in end)


def between_the_healthy_and_the_ill(rise: float) -> bool:
    """An adjusted slope is a mean of the slopes within the two groups (3 % for rounding)."""
    slopes = [100 * np.polyfit(each.age, np.log(each.il6), 1)[0] for _, each in world().groupby("ill")]
    return 0.97 * min(slopes) < rise < 1.03 * max(slopes)


def in_proportion_to_kappa(bone) -> bool:
    """Three times the inflammation takes three times as much."""
    none, some, more = (bone(kappa, 0.5) for kappa in (0.0, 0.03, 0.09))
    return none - some > 1 and abs((none - more) - 3 * (none - some)) < 0.05


HIDDEN = {
    "aging_immunity.1": [
        Part(
            1,
            "higher than after a start with more cells, lower than after one with fewer",
            lambda times: peak(60) < times < peak(40),
        ),
    ],
    "aging_immunity.2": [
        Part(
            1,
            "agrees at rates that the question did not name",
            agrees("aging_immunity.2", (0.07, 0.0003, 0.0015), (0.5, 0.0, 0.004)),
        ),
        Part(1, "as many rings are lost as the thymus brings", rings_are_conserved),
    ],
    "aging_immunity.3": [
        Part(1, "the model's share, a year before and a year after", share_passes_five_percent),
    ],
    "aging_immunity.4": [
        Part(1, "several steps in a row", lambda step: followed(step, (1, 1), [0, 1, 0, 0])),
        Part(1, "what it remembers of a signal that has passed", lambda step: followed(step, (0, 0), [1, 0, 0])),
    ],
    "aging_immunity.5": [
        Part(
            1,
            "with those that rest it makes up all mixtures",
            lambda count: count + resting_together() == 2 ** len(martinez_sanchez2015.inputs),
        ),
    ],
    "aging_immunity.6": [
        Part(1, "whether they are on in the cell", lambda names: bool(names) and names <= on_in_th17()),
        Part(1, "what RORGT does without each of them", lambda names: names == switch_rorgt_on()),
    ],
    "aging_immunity.7": [
        Part(1, "agrees for other ages, whoever is named first", agrees("aging_immunity.7", (72, 79), (91, 68))),
    ],
    "aging_immunity.8": [
        Part(1, "between the slope among the healthy and that among the ill", between_the_healthy_and_the_ill),
    ],
    "aging_immunity.9": [
        Part(
            1,
            "agrees at values that the question did not name",
            agrees("aging_immunity.9", (0.09, 0.5), (0.03, 0.0)),
        ),
        Part(1, "in proportion to kappa", in_proportion_to_kappa),
    ],
}
