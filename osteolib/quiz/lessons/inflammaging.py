"""Quiz of *Inflammaging: the second hit*."""

from __future__ import annotations

from math import e, log
from statistics import NormalDist

from osteolib.aging import il6_spread, inflammaging, jorg2022_inflammaging
from osteolib.quiz.kinds import Numeric, Predict, Right, Single, Slip, Wrong

DOUBLING = inflammaging.parameters["doubling"].value
SIGMA = inflammaging.parameters["sigma"].value
SPAN = 20


def rise(years: float) -> float:
    """Percent by which the median rises."""
    levels = inflammaging.simulate([65, 65 + years]).il6
    return 100 * float(levels[1] / levels[0] - 1)


def below(sigma: float) -> float:
    """Percent of people of 90 whose IL-6 lies below the median at 65."""
    return float(il6_spread(90, DOUBLING, sigma).below)


def lost(kappa: float, held: float) -> float:
    """Points of density lost between 50 and 80."""
    run = jorg2022_inflammaging.simulate([50, 80], kappa=kappa, E_held=held)
    return 100 * (1 - float(run.bone_mineral_density[-1]))


KAPPA = jorg2022_inflammaging.parameters["kappa"].value
NEITHER, SECOND, FIRST, BOTH = lost(0, 1), lost(KAPPA, 1), lost(0, 0), lost(KAPPA, 0)

ITEMS = [
    Numeric(
        objective="inflammaging-2",
        question=f"The median of IL-6 doubles in {DOUBLING:.1f} years. By how many percent does it rise in {SPAN} "
        "years?",
        answer=lambda: rise(SPAN),
        unit="%",
        tolerance=0.01,
        right="A constant relative rise: 2 to the power of years over doubling time, less 1.",
        hint="How many doublings are that? Raise 2 to their number.",
        slips=[
            Slip(
                lambda: 100 * SPAN / DOUBLING,
                "A straight line to 100 % at one doubling. The rise compounds: its logarithm is the straight line.",
            ),
            Slip(
                lambda: 100 * (e ** (SPAN / DOUBLING) - 1),
                "You let it grow by <i>e</i> in a doubling time. The factor is 2; this is off by ln 2.",
            ),
            Slip(lambda: 100 + rise(SPAN), "That is the new level in percent of the old one. The rise is 100 less."),
        ],
    ),
    Single(
        objective="inflammaging-2",
        question="In the cross-section, people with high IL-6 die sooner. What does that do to the trend among those "
        "who were "
        "measured?",
        options=[
            Right(
                "It looks flatter than what happens to people.",
                "The inflamed old are no longer there to be measured.",
            ),
            Wrong(
                "It looks steeper.",
                "That would be so if the <i>calm</i> ones were missing among the old.",
            ),
            Wrong(
                "Nothing, if enough people are measured.",
                "A larger number does not help against a sieve: those who are gone are not in it.",
            ),
        ],
    ),
    Predict(
        objective="inflammaging-1",
        question="In the first explorer people differ less: the spread <i>σ</i> is 0.4. How many of those of 90 "
        "still lie "
        "below the median of 65?",
        options=[
            Wrong(
                "A little more than half as many, as the spread.",
                f"From {below(SIGMA):.0f} % to {below(0.4):.1f} %. Tails of a bell curve shrink much faster than "
                "its width.",
            ),
            Right(
                "Fewer than half as many.",
                f"From {below(SIGMA):.0f} % to {below(0.4):.1f} %: it is the spread that makes age so poor a guess.",
            ),
            Wrong(
                "As many: the medians have not moved.",
                "The medians have not, and the overlap has.",
            ),
        ],
        explorer="il6_spread",
        slider="sigma",
        to=0.4,
        within=0.03,
        control="<i>σ</i> in the first explorer",
        instead="Run <code>il6_spread(90, 26.9, 0.4).below</code>.",
        proof=lambda: below(0.4) < below(SIGMA) / 2 and NormalDist().cdf(-log(2) * 25 / DOUBLING / 0.4) < 0.08,
    ),
    Single(
        objective="inflammaging-4",
        question="The two hits together take a little more bone than the sum of each alone. Where does the surplus "
        "come from?",
        options=[
            Wrong(
                "From biology: inflammation and menopause amplify each other.",
                "Perhaps they do; but the model cannot show it, because it was put in.",
            ),
            Wrong(
                "From rounding in the solver.",
                f"It is {BOTH - NEITHER - (SECOND - NEITHER) - (FIRST - NEITHER):.1f} points, far above any rounding.",
            ),
            Right(
                "From the formula: one hit multiplies what the other has raised.",
                "Had resorption been added in place of multiplied, there would be none.",
            ),
        ],
        proof=lambda: BOTH - NEITHER > (SECOND - NEITHER) + (FIRST - NEITHER) + 0.05,
    ),
]
