"""Questions on the lesson *Signals that set the balance*."""

from __future__ import annotations

from osteolib.exercise.kinds import Array, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.bone_remodeling.experiments import DECOY, HOURS, near, per_osteoclast, pulsed

QUESTIONS = [
    Question(
        "bone_remodeling.5",
        objective="signals-2",
        asks="building per dissolving under RANKL and OPG",
        points=2,
        expects=Number("× start", rel=0.01),
        right=lambda: per_osteoclast(DECOY),
        parts=[
            Part(1, "says which way the balance tips", lambda ratio: (ratio > 1) == (per_osteoclast(DECOY) > 1)),
            Part(1, "agrees within 1 %", lambda ratio: near(ratio, per_osteoclast(DECOY), 0.01)),
        ],
        mistakes=[
            Mistake(
                "inverted ratio",
                lambda: 1 / per_osteoclast(DECOY),
                "That is osteoclasts for each osteoblast; "
                "the question asks for active osteoblasts for each osteoclast.",
            ),
            Mistake(
                "not in multiples of health",
                lambda: per_osteoclast(DECOY, healthy=False),
                "That is the ratio "
                "of the cells as they are. Divide by the ratio in health, or let plot.fold do it first.",
            ),
            Mistake(
                "forgot OPG",
                lambda: per_osteoclast({"I_L": DECOY["I_L"]}),
                "That is RANKL alone. The schedule needs a second entry, I_O, for OPG on the same days.",
            ),
            Mistake(
                "last day",
                lambda: per_osteoclast(DECOY, day=140),
                "That is the last day, long after the treatment. Select day 80 with sel(time=80).",
            ),
        ],
    ),
    Question(
        "bone_remodeling.6",
        objective="signals-5",
        asks="pulses of PTH: what the model gets wrong",
        points=3,
        finds_flaw=True,
        expects=Array("× start", shape=(len(HOURS),), rel=0.02),
        right=lambda: [pulsed(hours) for hours in HOURS],
        parts=[
            Part(1, "every rhythm costs bone in the model", lambda ratios: bool((ratios < 1).all())),
            Part(1, "pulses cost more than an even dose", lambda ratios: ratios[0] < 0.95 * ratios[2] < 0.95),
            Part(
                1,
                "agrees within 2 %",
                lambda ratios: all(near(r, pulsed(h), 0.02) for r, h in zip(ratios, HOURS, strict=True)),
            ),
        ],
        mistakes=[
            Mistake(
                "same rate",
                lambda: [pulsed(hours, same_rate=True) for hours in HOURS],
                "A pulse of one hour at "
                "1,000 pM/d brings a twenty-fourth of the dose. For the same dose a day, raise the rate as the "
                "pulse gets shorter.",
            ),
            Mistake(
                "inverted ratio",
                lambda: [1 / pulsed(hours) for hours in HOURS],
                "Those are osteoclasts for each "
                "osteoblast, upside down; above one would mean that bone is gained, and the opposite is true.",
            ),
            Mistake(
                "average of everything",
                lambda: [pulsed(hours, first=0) for hours in HOURS],
                "You averaged from day 0, with the healthy days in it. Average over days 60 to 80, when the "
                "rhythm has settled.",
            ),
        ],
    ),
]
