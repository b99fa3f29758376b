"""Questions on the lesson *Inflammaging: the second hit*."""

from __future__ import annotations

from math import e, log

from osteolib.exercise.kinds import Function, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.aging_immunity.experiments import (
    SETTINGS,
    density,
    multiplied,
    overlap,
    slope,
    younger_higher,
)

QUESTIONS = [
    Question(
        "aging_immunity.7",
        objective="inflammaging-1",
        asks="a function for how often the younger is the more inflamed",
        points=3,
        expects=Function(Number("", rel=0.01), probes=[(67, 93), (65, 75), (70, 90)]),
        right=lambda: lambda age_a, age_b: younger_higher(age_a, age_b),
        parts=[
            Part(1, "two of one age: a coin", lambda chance: abs(chance(70, 70) - 0.5) < 1e-6),
            Part(1, "the farther apart, the rarer", lambda chance: 0.5 > chance(70, 75) > chance(70, 90) > 0),
            Part(1, "agrees", lambda chance: abs(chance(66, 88) / younger_higher(66, 88) - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "off by ln 2",
                lambda: lambda age_a, age_b: younger_higher(age_a, age_b, base=e),
                "Your shift is too large by 1 / ln 2. In one doubling time IL-6 grows by the factor 2, and its natural "
                "logarithm by ln 2, not by 1.",
            ),
            Mistake(
                "one spread for two people",
                lambda: lambda age_a, age_b: younger_higher(age_a, age_b, spread=1),
                "Both people vary. The difference of two has the variance of both: the spread is sigma times the "
                "root of 2.",
            ),
            Mistake(
                "spreads added",
                lambda: lambda age_a, age_b: younger_higher(age_a, age_b, spread=2),
                "You added the two spreads. Variances add: take the root of 2 times sigma squared.",
            ),
            Mistake(
                "the older one",
                lambda: lambda age_a, age_b: younger_higher(age_a, age_b, upper=0),
                "That is how often the older one is the more inflamed.",
            ),
            Mistake(
                "overlap",
                lambda: lambda age_a, age_b: overlap(age_a, age_b),
                "That is how much the two bell curves overlap. Ask for pairs: draw one person from each, and take "
                "the difference.",
            ),
        ],
    ),
    Question(
        "aging_immunity.8",
        objective="inflammaging-3",
        asks="rise of IL-6 that age makes without illness",
        points=3,
        expects=Number("% a year", rel=0.03),
        right=lambda: slope("ill"),
        parts=[
            Part(1, "rises", lambda rise: rise > 0),
            Part(1, "less than without adjusting", lambda rise: 0 < rise < 0.9 * slope()),
            Part(1, "agrees within three percent", lambda rise: abs(rise / slope("ill") - 1) < 0.03),
        ],
        mistakes=[
            Mistake(
                "crude",
                slope,
                "That is the crude slope. It holds what age does through illness too; put `ill` beside age as a "
                "second column.",
            ),
            Mistake(
                "no logarithm",
                lambda: slope("ill", log=False, percent=False),
                "That is in picograms a year. A relative rise is the slope of the logarithm of IL-6.",
            ),
            Mistake(
                "base ten",
                lambda: slope("ill") / log(10),
                "You took the logarithm to base 10. Only the natural one has a slope that is a relative rise: "
                "use np.log.",
            ),
            Mistake(
                "fraction",
                lambda: slope("ill", percent=False),
                "That is a fraction a year. The question asks for percent.",
            ),
            Mistake(
                "only the difference",
                lambda: slope() - slope("ill"),
                "That is what goes through illness: crude less adjusted. The question asks for the rest.",
            ),
        ],
    ),
    Question(
        "aging_immunity.9",
        objective="inflammaging-4",
        asks="two hits that add up",
        points=4,
        expects=Function(
            Number("% of menopause", rel=0, abs=0.15),
            probes=SETTINGS,
            seconds=30,
        ),
        right=lambda: lambda kappa, held: density(kappa, held),
        parts=[
            Part(1, "kappa 0 is menopause alone", lambda bone: abs(bone(0.0, 0) - density(0.0, 0)) < 0.15),
            Part(1, "more inflammation, less bone", lambda bone: bone(0.0, 0) > bone(0.07, 0) > bone(0.1, 0)),
            Part(
                1,
                "together no more than the sum of both",
                lambda bone: (
                    abs((bone(0.07, 1) - bone(0.07, 0)) - (bone(0.0, 1) - bone(0.0, 0))) < 0.05
                    and bone(0.07, 1) < bone(0.0, 1)
                ),
            ),
            Part(1, "agrees", lambda bone: abs(bone(0.07, 0) - density(0.07, 0)) < 0.15),
        ],
        mistakes=[
            Mistake(
                "multiplied",
                lambda: lambda kappa, held: multiplied(kappa, held),
                "That is the lesson's model: it multiplies the resorption of each moment. Here a fixed resorption, "
                "that of the day of menopause, is added.",
            ),
            Mistake(
                "off by ln 2",
                lambda: lambda kappa, held: density(kappa, held, growth=1.0),
                "Your IL-6 grows by e in a doubling time. It should double: 2 ** (years / D), or exp(ln 2 years / D).",
            ),
            Mistake(
                "not above its start",
                lambda: lambda kappa, held: density(kappa, held, above=0),
                "Your inflammation takes bone from the first day at 50, before it has risen. What acts is what is "
                "above the start: subtract 1.",
            ),
            Mistake(
                "at another age",
                lambda: lambda kappa, held: density(kappa, held, age=70),
                "That is the density at 70. The question asks for 80.",
            ),
            Mistake(
                "lost, not left",
                lambda: lambda kappa, held: 100 - density(kappa, held),
                "That is what is lost. The question asks for what is left, in percent of the density at menopause.",
            ),
        ],
    ),
]
