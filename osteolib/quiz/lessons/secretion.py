"""Quiz of *From endosome to the outside*."""

from __future__ import annotations

from math import log

from osteolib import exosomes
from osteolib.exosomes import endosome_route
from osteolib.quiz.kinds import Numeric, Order, Predict, Right, Single, Slip, Step, Wrong

RATE = {name: parameter.value for name, parameter in endosome_route.parameters.items()}
FAST = 0.209  # 1/h, twice the published rate of release, as near as the slider gets


def released(k_f: float) -> float:
    """Percent of all endosomes that are released in the end."""
    return 100 * float(exosomes.release_odds(k_f=k_f).released)


def body_hours(k_f: float) -> float:
    """Mean life of a multivesicular body."""
    return float(exosomes.release_odds(k_f=k_f).body_hours)


CELLS, HOURS, PARTICLES = 2e6, 24, 9.6e9

ITEMS = [
    Order(
        objective="secretion-1",
        question="Follow a protein of the cell's surface until it leaves in an exosome.",
        steps=[
            Step("A piece of the surface folds inward and pinches off."),
            Step("It arrives at an early endosome.", early="Nothing arrives before it has left the surface."),
            Step(
                "The membrane of a late endosome buds into its own inside.",
                early="Budding inward comes with maturing: an endosome is early first.",
            ),
            Step(
                "A multivesicular body fuses with the surface.",
                early="A body has to hold vesicles before it can set them free.",
            ),
        ],
        right="Twice through a membrane: so the protein points outward again, as it did on the cell.",
    ),
    Predict(
        objective="secretion-3",
        question="Fusion with the surface becomes twice as fast, all else as before. What happens to the share that "
        "is released?",
        options=[
            Wrong(
                "It doubles.",
                f"From {released(RATE['k_f']):.0f} % to {released(FAST):.0f} %. The rate stands above <i>and</i> "
                "below the "
                "line: whoever is released can no longer be digested.",
            ),
            Right(
                "It rises, by less than double.",
                f"From {released(RATE['k_f']):.0f} % to {released(FAST):.0f} %: the share is a race between two doors.",
            ),
            Wrong(
                "It stays; only the time gets shorter.",
                "That would be so if <i>both</i> doors became faster.",
            ),
        ],
        explorer="endosome_route",
        slider="k_f",
        to=FAST,
        within=0.006,
        control="the rate of fusion with the surface, <i>k</i><sub>f</sub>, in the first explorer",
        instead="Run <code>exosomes.release_odds(k_f=0.209)</code>.",
        proof=lambda: released(RATE["k_f"]) < released(FAST) < 1.9 * released(RATE["k_f"]),
    ),
    Numeric(
        objective="secretion-3",
        question=f"Bodies are released at <i>k</i><sub>f</sub> = {RATE['k_f']:g} and digested at "
        "<i>k</i><sub>d</sub> = "
        f"{RATE['k_d']:g} per hour. How long does a body live, on average?",
        answer=lambda: body_hours(RATE["k_f"]),
        unit="h",
        tolerance=0.01,
        right="One over the sum: with two doors a body waits only for the first one to open.",
        hint="Two clocks run at the same time. Which rate does the first of them have?",
        slips=[
            Slip(lambda: 1 / RATE["k_f"], "That is with the door to the outside alone."),
            Slip(lambda: 1 / RATE["k_d"], "That is with digestion alone."),
            Slip(
                lambda: 1 / RATE["k_f"] + 1 / RATE["k_d"],
                "You added waiting times. The doors do not wait for each other.",
            ),
            Slip(lambda: log(2) * body_hours(RATE["k_f"]), "That is the half-life, ln 2 of the mean."),
        ],
    ),
    Numeric(
        objective="secretion-5",
        question="A paper reports 9.6 billion particles from 2 million cells in 24 hours. How many are that per cell "
        "and hour?",
        answer=lambda: PARTICLES / CELLS / HOURS,
        unit="per cell and hour",
        tolerance=0.01,
        right="Above the range of 60 to 170 that the lesson quotes. Ask what was counted, whether the medium brought "
        "particles "
        "of its own, and how many cells there were at the end.",
        hint="Divide by the cells, then by the hours.",
        slips=[
            Slip(lambda: PARTICLES / CELLS, "That is per cell in a day."),
            Slip(lambda: PARTICLES / HOURS / 1e6 / 2000, "Check the powers of ten: two million cells."),
        ],
    ),
    Single(
        objective="secretion-2",
        question="Why does counting 100,000 single fates agree with the exact solution to two or three digits only?",
        options=[
            Right(
                "Chance: a count scatters, by about the root of what is counted.",
                "A hundred times as many fates would give one more digit.",
            ),
            Wrong("The fates were drawn with other rates.", "All three readings take the same rates."),
            Wrong("The equations are an approximation.", "For the mean of this scheme they are exact."),
        ],
    ),
]
