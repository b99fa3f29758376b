"""Questions on the lesson *One remodeling cycle*."""

from __future__ import annotations

from osteolib.exercise.kinds import Choice, Function, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.bone_remodeling.experiments import (
    PUBLISHED,
    exponent,
    final,
    heights,
    near,
    rebalanced,
    rows,
    trace,
    when,
)

QUESTIONS = [
    Question(
        "bone_remodeling.1",
        objective="one-cycle-1",
        asks="days of the deepest hole and of the most osteoblasts",
        points=2,
        expects=Record("bone_mass", "osteoblasts", of=Number("d", rel=0, abs=1.6)),
        right=when,
        parts=[
            Part(1, "the hole is deepest on that day", lambda days: abs(days["bone_mass"] - when()["bone_mass"]) < 1.6),
            Part(
                1, "osteoblasts peak on that day", lambda days: abs(days["osteoblasts"] - when()["osteoblasts"]) < 1.6
            ),
        ],
        mistakes=[
            Mistake(
                "values for days",
                heights,
                "Those are the values themselves; the question asks for the days on "
                "which they occur. idxmin and idxmax give a day where min and max give a value.",
            ),
            Mistake(
                "rows for days",
                rows,
                "You counted rows of the table. Time has a step of its own in it: argmin gives a row, idxmin a day.",
            ),
            Mistake(
                "fewest osteoblasts",
                lambda: when(lambda curve: curve.idxmin("time")),
                "The bone is right. For "
                "the osteoblasts you found the day on which they are fewest; they fill when they are many.",
            ),
        ],
    ),
    Question(
        "bone_remodeling.2",
        objective="one-cycle-2",
        asks="the exponent that is paracrine and restrains",
        points=1,
        expects=Choice("g11", "g12", "g21", "g22"),
        right=lambda: exponent(to_the_other_kind=True, sign=-1),
        parts=[
            Part(1, "reaches the other kind and is below zero", lambda name: name[1] != name[2] and PUBLISHED[name] < 0)
        ],
        mistakes=[
            Mistake(
                "the other direction",
                lambda: exponent(True, 1),
                "That one does reach the other kind of cell, "
                "but its exponent is above zero: the more osteoclasts, the faster osteoblasts come.",
            ),
            Mistake(
                "autocrine",
                lambda: exponent(False, 1),
                "Equal digits mean a signal from a kind of cell to "
                "itself: that is autocrine. And an exponent above zero encourages.",
            ),
            Mistake(
                "absent",
                lambda: exponent(False, 0),
                "That exponent is zero: whatever the number of cells, its "
                "power is one. Such a signal is absent, it restrains nobody.",
            ),
        ],
    ),
    Question(
        "bone_remodeling.3",
        objective="one-cycle-3",
        asks="a function for the Hopf point",
        points=3,
        expects=Function(Number(), probes=[(0.2, 0.02, 0.0), (0.1, 0.02, 0.0), (0.3, 0.06, -0.5)]),
        right=lambda: lambda beta1, beta2, g22: 1 + beta2 * (1 - g22) / beta1,
        parts=[
            Part(
                1,
                "the published unit has its Hopf point there",
                lambda hopf: abs(trace(hopf(0.2, 0.02, 0.0), 0.2, 0.02, 0.0)) < 1e-4,
            ),
            Part(
                1,
                "also for another ratio of removal",
                lambda hopf: abs(trace(hopf(0.15, 0.045, 0.0), 0.15, 0.045, 0.0)) < 1e-4,
            ),
            Part(
                1,
                "also where osteoblasts act on themselves",
                lambda hopf: abs(trace(hopf(0.25, 0.05, -0.4), 0.25, 0.05, -0.4)) < 1e-4,
            ),
        ],
        mistakes=[
            Mistake(
                "inverted ratio",
                lambda: lambda beta1, beta2, g22: 1 + beta1 * (1 - g22) / beta2,
                "The ratio of "
                "the two removals stands upside down. Set the trace to zero and divide by beta1, the factor of g11.",
            ),
            Mistake(
                "forgot the one",
                lambda: lambda beta1, beta2, g22: beta2 * (1 - g22) / beta1,
                "Something is lost: the trace holds g11 - 1, and you have solved for that difference, not for g11.",
            ),
            Mistake(
                "sign of g22",
                lambda: lambda beta1, beta2, g22: 1 + beta2 * (1 + g22) / beta1,
                "Right while g22 is zero. When g22 - 1 changes sides it becomes 1 - g22, and not 1 + g22.",
            ),
            Mistake(
                "left out g22",
                lambda: lambda beta1, beta2, g22: 1 + beta2 / beta1,
                "Right while g22 is zero. "
                "What the osteoblasts do to themselves moves the point too; your function does not use g22.",
            ),
        ],
    ),
    Question(
        "bone_remodeling.4",
        objective="one-cycle-4",
        asks="a function that tunes k2",
        points=3,
        expects=Function(Number("%/(cell d)", rel=0.004), probes=[(0.5,), (0.8,), (0.2,)], seconds=20),
        right=lambda: rebalanced,
        parts=[
            Part(1, "stays near the published k2 at g11 = 0.5", lambda tuned: near(tuned(0.5), PUBLISHED["k2"], 0.01)),
            Part(1, "the bone comes back at g11 = 0.8", lambda tuned: abs(final(0.8, k2=tuned(0.8)) - 100) < 0.05),
            Part(1, "the bone comes back at g11 = 0.2", lambda tuned: abs(final(0.2, k2=tuned(0.2)) - 100) < 0.05),
        ],
        mistakes=[
            Mistake(
                "inverted ratio",
                lambda: lambda g11: rebalanced(g11, upside_down=True),
                "Your k2 changes the "
                "wrong way: where more is dug than filled, each osteoblast has to form more, not less.",
            ),
            Mistake(
                "ratio only",
                lambda: lambda g11: rebalanced(g11) / PUBLISHED["k2"],
                "That is the factor by which k2 has to change. Multiply the published k2 by it.",
            ),
            Mistake(
                "untouched",
                lambda: lambda g11: PUBLISHED["k2"],
                "That is the published k2, whatever g11 is. "
                "It fits a single g11; run the model at another one and look at the bone mass at the end.",
            ),
            Mistake(
                "scaled by the end",
                lambda: lambda g11: PUBLISHED["k2"] * 100 / final(g11),
                "You scaled by the "
                "bone mass that is left. But k2 makes only what is filled, a small part of the whole: compare "
                "what is dug with what is filled.",
            ),
        ],
    ),
]
