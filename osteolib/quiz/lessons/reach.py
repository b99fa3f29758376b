"""Quiz of *Cargo and reach*."""

from __future__ import annotations

from osteolib.exosomes import NUMBERS, uptake_routes
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong

MEAN = NUMBERS["copies"].value
LOADED = 0.002  # share of vesicles that carry everything


def after_a_day(k_endo: float, name: str) -> float:
    """Percent of vesicles' fates after 24 hours."""
    return float(uptake_routes.simulate([0, 24], k_endo=k_endo)[name][-1])


SLOW = 0.01
NORMAL = uptake_routes.parameters["k_endo"].value

ITEMS = [
    Numeric(
        objective="reach-2",
        question=f"The mean is {MEAN:g} copies per vesicle, and one vesicle in 500 carries all of them. How many "
        "copies are in "
        "such a vesicle?",
        answer=lambda: MEAN / LOADED,
        unit="copies",
        tolerance=0.01,
        right="A few full bottles among hundreds of empty ones; the mean of the tube cannot tell.",
        hint="500 vesicles together hold 500 times the mean.",
        slips=[
            Slip(lambda: MEAN * LOADED, "You multiplied by the share. Those who carry must make up for all others."),
            Slip(lambda: 1 / MEAN, "That is how many vesicles hold one copy on average."),
            Slip(lambda: MEAN / LOADED / 10, "Check the powers of ten: one in 500 is 0.002."),
        ],
    ),
    Single(
        objective="reach-2",
        question="Which measurement tells thinly spread cargo from a few full vesicles?",
        options=[
            Wrong("Copies in the whole tube, more precisely.", "More digits of the mean are still the mean."),
            Right(
                "Single vesicles, one by one: variance over mean.",
                "It is 1 if chance deals, and larger with favorites.",
            ),
            Wrong("The number of vesicles in the tube.", "That gives the mean, which both stories share."),
        ],
    ),
    Predict(
        objective="reach-4",
        question="Endocytosis is nearly blocked. What happens to <b>fusion</b> with the plasma membrane?",
        options=[
            Wrong(
                "It falls: less is taken up.",
                "Less is swallowed. What is not swallowed waits at the receptors, where fusion takes place.",
            ),
            Wrong("Nothing: it is a route of its own.", "It is, but both draw on the same bound vesicles."),
            Right(
                "It rises.",
                f"From {after_a_day(NORMAL, 'fused'):.1f} % to {after_a_day(SLOW, 'fused'):.1f} % in a day. An "
                "effect that "
                "grows under the blocker did not come through endosomes.",
            ),
        ],
        explorer="uptake_routes",
        slider="k_endo",
        to=SLOW,
        within=0.01,
        control="the rate of endocytosis, in the last explorer,",
        instead="Run <code>uptake_routes.simulate([0, 24], k_endo=0.01)</code> and look at <code>fused</code>.",
        proof=lambda: after_a_day(SLOW, "fused") > 1.2 * after_a_day(NORMAL, "fused"),
    ),
    Multiple(
        objective="reach-5",
        question="A microRNA in serum goes along with bone loss. Which questions stand between that and <i>exosomes "
        "of bone "
        "cells cause it</i>?",
        options=[
            Right("Was it in vesicles at all?", "Much of it travels with the protein Argonaute2."),
            Right("Which cells sent it?", "Blood cells and platelets alone send more than bone."),
            Wrong(
                "Is the microRNA found in bone cells?",
                "It surely is, as in most cells; that tells neither sender nor effect.",
            ),
            Right(
                "Would enough copies reach a cell to be felt?",
                "At one copy in about 121 vesicles this is a question of thousands of vesicles for each cell.",
            ),
        ],
        proof=lambda: 120 < 1 / MEAN < 122,
    ),
]
