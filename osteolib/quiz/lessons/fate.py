"""Quiz of *Choosing a fate*."""

from __future__ import annotations

from osteolib.aging import martinez_sanchez2015, mendoza2006
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong

ENDS = {one.fate: one for one in mendoza2006.attractors()}
STATES = 2 ** len(mendoza2006.nodes)
RECIPE = {"TGFBe": 1, "IL21e": 1}


def naive(**cytokines: int) -> dict[str, float]:
    """Fates of a naive cell, one switch at a time."""
    return martinez_sanchez2015.fates(update="asynchronous", **cytokines)


ITEMS = [
    Single(
        objective="fate-2",
        question="What is the <b>basin</b> of the Th1 fixed point?",
        options=[
            Wrong(
                "The share of Th1 cells in blood.",
                "It counts states of a network, most of which no cell is ever in.",
            ),
            Right(
                "All states from which the network ends there.",
                f"For Th1 they are {ENDS['Th1'].share:.0%} of all {STATES:,.0f} states: a measure of robustness.",
            ),
            Wrong(
                "The nodes that are on in it.",
                "That is the state itself. Its basin holds all starts that lead to it.",
            ),
            Wrong(
                "The signals that lead to it from a naive cell.",
                "Those decide where one start ends. The basin is about all starts under one and the same signal.",
            ),
        ],
        proof=lambda: 0.5 < ENDS["Th1"].share < 0.6,
    ),
    Numeric(
        objective="fate-2",
        question=f"A network has {len(martinez_sanchez2015.nodes)} switches inside the cell. How many states can it "
        "be in?",
        answer=lambda: 2 ** len(martinez_sanchez2015.nodes),
        unit="states",
        tolerance=0.005,
        right="Every switch doubles the number. With nineteen there are half a million, which a computer still lists.",
        hint="One switch has two states, two have four. Go on.",
        slips=[
            Slip(
                lambda: 2 * len(martinez_sanchez2015.nodes),
                "Two for each switch, added up. But every state of one goes with every state of all others: multiply.",
            ),
            Slip(
                lambda: len(martinez_sanchez2015.nodes) ** 2,
                "You raised the number of switches to the power 2. It is the other way round: 2 to that power.",
            ),
        ],
    ),
    Predict(
        objective="fate-4",
        question="A naive cell gets TGF-β and IL-21 and becomes Th17. Now take TGF-β away. What does it become?",
        options=[
            Wrong(
                "It stays Th17, since IL-21 drives RORGT.",
                "RORGT needs IL-21 <i>and</i> TGF-β.",
            ),
            Wrong(
                "Treg, the other end of the dial.",
                "Treg needs TGF-β as well, so the two are no ends of one dial.",
            ),
            Right(
                "Tfh, because IL-21 alone switches BCL6 on.",
                "TGF-β had kept BCL6 down. Without it IL-21 makes a follicular helper cell.",
            ),
        ],
        explorer="helper_cell",
        slider="TGFBe",
        to=0,
        within=0.5,
        control="TGF-β off",
        instead="Run <code>martinez_sanchez2015.fates(IL21e=1)</code>.",
        proof=lambda: set(naive(IL21e=1)) == {"Tfh"} and set(naive(**RECIPE)) == {"Th17"},
    ),
    Multiple(
        objective="fate-5",
        question="The review says that with age CD4+ cells turn to Th17. What did Schmitt and others find in healthy "
        "people?",
        options=[
            Right("At rest, more Th17 and fewer Treg cells in the old.", "This half agrees with the review."),
            Wrong(
                "After stimulation, even more Th17 for each Treg.",
                "After stimulation the ratio <i>fell</i> with age.",
            ),
            Right(
                "After stimulation, the opposite trend.",
                "The same people, at rest and at work, give opposite answers.",
            ),
            Wrong(
                "A fall of Th1 and Th2 cells.",
                "Of those the study says nothing.",
            ),
        ],
    ),
]
