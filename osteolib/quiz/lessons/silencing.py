"""Quiz of *How a microRNA silences*."""

from __future__ import annotations

import numpy as np

from osteolib.quiz.kinds import Multiple, Numeric, Order, Predict, Right, Single, Slip, Step, Wrong
from osteolib.therapy import runx2_osterix, silencing

MADE = silencing.parameters["transcription"].value
SPONGE = 1.5


def left(supply: float, sponge: float = 0.0, k: float = 0.1) -> float:
    """Percent of the mRNA that is left at rest."""
    return float(silencing.steady_state(supply=supply, sponge_supply=sponge, k=k).mrna_left)


def lowest(protein_half_life: float) -> float:
    """Lowest level of RUNX2, in percent, after one load of miR-133."""
    run = runx2_osterix.simulate(
        np.arange(0, 481, 4), mir133_supply=0, doses={"mir133": [(0, 300)]}, protein_half_life=protein_half_life
    )
    return float(run.runx2.min())


SLOW = 96.0
USUAL = runx2_osterix.parameters["protein_half_life"].value

ITEMS = [
    Numeric(
        objective="silence-2",
        question=f"A gene makes {MADE:g} mRNAs an hour, a sponge that pairs as tightly makes {SPONGE:g} copies an "
        "hour. With perfect "
        "pairing, how many microRNAs an hour does it take to reach the corner?",
        answer=lambda: MADE + SPONGE,
        unit="copies/h",
        tolerance=0.02,
        right="The microRNA has to outnumber both partners: a sponge moves the corner by its own supply.",
        hint="Each microRNA takes one partner along. How many partners are made in an hour?",
        slips=[
            Slip(lambda: MADE, "That is the corner without the sponge."),
            Slip(lambda: MADE * SPONGE + MADE, "Supplies add up; they do not multiply."),
            Slip(lambda: MADE / (MADE + SPONGE), "A ratio. The question asks for copies an hour."),
        ],
        proof=lambda: left(MADE + SPONGE + 1, SPONGE) < 6 < 20 < left(MADE + SPONGE - 1, SPONGE),
    ),
    Single(
        objective="silence-2",
        question="Where does a sponge give back most of a silenced gene?",
        options=[
            Right("Near the corner.", "There a small change of what is free decides between silent and not."),
            Wrong(
                "Where there is hardly any microRNA.", "There the gene is not silenced, and nothing can be given back."
            ),
            Wrong("Where there is far more microRNA than targets.", "The sponge takes its share, and plenty is left."),
        ],
        proof=lambda: left(3, 2) - left(3) > left(12, 2) - left(12) and left(3, 2) - left(3) > left(0.2, 2) - left(0.2),
    ),
    Order(
        objective="silence-3",
        question="A cell gets one load of miR-133, which silences RUNX2. In which order do these reach their lowest "
        "point?",
        steps=[
            Step("The mRNA of RUNX2."),
            Step(
                "The protein RUNX2.", early="A protein falls only after its mRNA has, at the pace of its own half-life."
            ),
            Step("The protein osterix.", early="Osterix waits for RUNX2, which has to fall first."),
        ],
        right="Hours, three days, more than five days: every step adds the half-life of what it makes.",
    ),
    Predict(
        objective="silence-3",
        question="Suppose proteins lived twice as long: a half-life of four days. How deep does RUNX2 fall?",
        options=[
            Wrong(
                "As deep, only later.",
                f"To {lowest(SLOW):.0f} % instead of {lowest(USUAL):.0f} %: the gap in the mRNA is over before a slow "
                "protein has felt it.",
            ),
            Right(
                "Less deep.",
                f"To {lowest(SLOW):.0f} % instead of {lowest(USUAL):.0f} %. What lives long averages over short gaps.",
            ),
            Wrong(
                "Deeper, because less is made for longer.",
                "How long the mRNA is gone does not change. A long-lived protein has lost less by then.",
            ),
        ],
        explorer="runx2_osterix",
        slider="protein_half_life",
        to=SLOW,
        within=4,
        control="the half-life of proteins in the last explorer",
        instead="Run <code>runx2_osterix.simulate(480, protein_half_life=96, ...)</code> and look at "
        "<code>runx2</code>.",
        proof=lambda: lowest(SLOW) > lowest(USUAL) + 5,
    ),
    Multiple(
        objective="silence-4",
        question="A microRNA put into cells by transfection silences a gene of bone. What is shown for "
        "<b>exosomes</b> that carry it?",
        options=[
            Right("That the molecule can act, once inside.", "This is one link of the chain."),
            Wrong(
                "That exosomes silence the gene.",
                "Transfection puts thousands of copies into a cell; a natural exosome holds one in about 121.",
            ),
            Right(
                "Nothing about how many copies a vesicle delivers.",
                "That is the other link, and it has to be measured.",
            ),
        ],
    ),
]
