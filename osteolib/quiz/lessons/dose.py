"""Quiz of *From dose to bone*."""

from __future__ import annotations

from osteolib import therapy
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong

LONG = 20_000  # min, until all has arrived
BUDGET = {name: parameter.value for name, parameter in therapy.BUDGET.items()}


def end(**given: float) -> dict[str, float]:
    """Percent of the dose in liver and bone when blood is empty."""
    last = therapy.exosome_kinetics.simulate([0, LONG], **given).isel(time=-1)
    return {organ: float(last[organ]) for organ in ("liver", "bone")}


PLAIN, TARGETED, BLOCKED = end(), end(targeting=20), end(blocked=0.5)


def copies(bone_share: float) -> float:
    """Copies in one cell."""
    return float(therapy.delivered(bone_share=bone_share))


ITEMS = [
    Predict(
        objective="dose-2",
        question="Uptake by bone becomes twenty times as fast. How much more of the dose ends in bone?",
        options=[
            Wrong(
                "Twenty times as much.",
                f"{TARGETED['bone'] / PLAIN['bone']:.0f} times: faster uptake also empties the blood for bone itself.",
            ),
            Right(
                "A good deal, but less than twenty times as much.",
                f"From {PLAIN['bone']:.0f} % to {TARGETED['bone']:.0f} %. While bone takes little, targeting works "
                "nearly in "
                "proportion; then the blood runs out.",
            ),
            Wrong(
                "Hardly more: the liver takes it first.",
                f"The liver takes {PLAIN['liver']:.0f} % and leaves enough: organs share by their rates.",
            ),
        ],
        explorer="exosome_kinetics",
        slider="targeting",
        to=20,
        control="the factor on the uptake by bone, in the first explorer,",
        instead="Run <code>therapy.exosome_kinetics.simulate([0, 20000], targeting=20)</code>.",
        proof=lambda: 10 < TARGETED["bone"] / PLAIN["bone"] < 19,
    ),
    Single(
        objective="dose-2",
        question="Half of the liver's uptake is blocked. Who gets what the liver does not?",
        options=[
            Right(
                "All other organs, each in proportion to its own rate.",
                f"Bone goes from {PLAIN['bone']:.2f} % to {BLOCKED['bone']:.2f} %: a sixth more.",
            ),
            Wrong("Nobody: the dose just stays in blood.", "It stays longer, and then the organs take it."),
            Wrong("Bone.", "Bone gets its part, which is small, like its rate."),
        ],
        proof=lambda: 1.1 < BLOCKED["bone"] / PLAIN["bone"] < 1.25,
    ),
    Numeric(
        objective="dose-5",
        question="At the defaults of the budget, how many natural vesicles must be injected for <b>each copy</b> "
        "that is released in "
        "one given bone cell? Answer in units of 10<sup>11</sup>.",
        answer=lambda: 1 / copies(BUDGET["bone_share"]),
        unit="× 10<sup>11</sup>",
        tolerance=0.02,
        right="Four times the whole dose for a single copy in each cell, while a gene needs some hundred.",
        hint="One dose is 10<sup>11</sup> and brings a quarter of a copy.",
        slips=[
            Slip(lambda: copies(BUDGET["bone_share"]), "That is how many copies one dose brings."),
            Slip(
                lambda: 1 / BUDGET["copies"] / 10, "You counted vesicles for a copy and left out what does not arrive."
            ),
        ],
    ),
    Multiple(
        objective="dose-4",
        question="What may one read off a tornado plot?",
        options=[
            Right("How far the result moves when one factor moves over its range.", "That is how it is drawn."),
            Wrong(
                "Which factor is the least known.",
                "A bar may be long because <i>we</i> decide that factor, as with the copies that are loaded.",
            ),
            Wrong(
                "How probable each result is.",
                "It moves one factor at a time and knows no chances. For that, all are drawn at once.",
            ),
            Right(
                "Where a measurement would narrow the result most, one at a time.", "Among those that are uncertain."
            ),
        ],
    ),
]
