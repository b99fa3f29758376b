"""Quiz of *Turning macrophages*."""

from __future__ import annotations

from osteolib import evidence
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong
from osteolib.therapy import palma2018, protocol, trejo2019

FIRE = {"LPS_e": 1, "IFNg_e": 1}
BURNING = ["NF_kB", "IL1b", "IL1R", "IL12_out"]
TURNING = trejo2019.parameters["k12"].value


def bone(k12: float) -> float:
    """Bone on day 56, in g/mL."""
    return float(trejo2019.simulate([0, 56], k12=k12).bone[-1])


FAST = 0.3
USUAL_BONE, FAST_BONE = bone(TURNING), bone(FAST)
SENDER = "myeloid-derived suppressor cell"

ITEMS = [
    Single(
        objective="macro-1",
        question="LPS and interferon-γ are washed away, and the macrophage of this model still burns. Why?",
        options=[
            Wrong("Some LPS is left.", "In the model there is none: all signals are off."),
            Wrong(
                "Its genes have been changed.",
                "No rule has changed. The same rules allow both states without a signal.",
            ),
            Right(
                "NF-κB, IL-1β and its receptor switch each other on in a ring.",
                "Once lit, the ring feeds itself. Knock out any of the three, and the fire dies with its trigger.",
            ),
        ],
        proof=lambda: (
            all(protocol(palma2018.knock_out(one), [FIRE, {}])[-1].fate != "M1" for one in ("NF_kB", "IL1b", "IL1R"))
            and protocol(palma2018, [FIRE, {}])[-1].fate == "M1"
        ),
    ),
    Single(
        objective="macro-2",
        question="A macrophage is made M2a by IL-4 first, and meets LPS with interferon-γ afterward. What does the "
        "model say?",
        options=[
            Wrong(
                "It lights up as any other.",
                "Its latch is closed, and that blocks NF-κB: what a cell does depends on its past.",
            ),
            Right(
                "It does not light up.", "In a body this would be a defect as much as a blessing: it ignores bacteria."
            ),
            Wrong("It burns while the trigger lasts.", "Not even that: NF-κB needs its inhibitors to be off."),
        ],
        proof=lambda: protocol(palma2018, [{"IL4_e": 1}, {}, FIRE])[-1].fate == "M2a",
    ),
    Predict(
        objective="macro-3",
        question="In a healing fracture M1 turn into M2 four times as fast. How much bone is there on day 56?",
        options=[
            Wrong(
                "More: M2 help to repair.",
                f"{FAST_BONE:.2f} in place of {USUAL_BONE:.2f} g/mL. Early inflammation keeps stem cells back until "
                "they "
                "are many.",
            ),
            Right(
                "Less.",
                f"{FAST_BONE:.2f} in place of {USUAL_BONE:.2f} g/mL. It rests on one rate, <i>d</i><sub>s</sub>: "
                "look for "
                "the assumption before you believe it.",
            ),
            Wrong("As much: the speed does not matter.", "In the end it does not, but day 56 is not the end."),
        ],
        explorer="trejo2019",
        slider="k12",
        to=FAST,
        control="the rate at which M1 turn, in the last explorer,",
        instead="Run <code>trejo2019.simulate([0, 56], k12=0.3)</code> and look at <code>bone</code>.",
        proof=lambda: FAST_BONE < 0.95 * USUAL_BONE,
    ),
    Numeric(
        objective="macro-3",
        question=f"Bone on day 56 falls from {USUAL_BONE:.3f} to {FAST_BONE:.3f} g/mL. By how many percent is that "
        "less?",
        answer=lambda: 100 * (1 - FAST_BONE / USUAL_BONE),
        unit="%",
        tolerance=0.02,
        right="Less by an eighth, in a model in which every rate was taken from somewhere else. Say both.",
        hint="Divide by where it began.",
        slips=[
            Slip(
                lambda: 100 * (USUAL_BONE - FAST_BONE),
                "That is in hundredths of a gram, not in percent of what there was.",
            ),
            Slip(lambda: 100 * FAST_BONE / USUAL_BONE, "That is what is left, in percent."),
            Slip(lambda: 100 * (USUAL_BONE / FAST_BONE - 1), "You divided by the smaller one."),
        ],
    ),
    Multiple(
        objective="macro-4",
        question="What does the ledger hold about myeloid-derived suppressor cells and bone?",
        options=[
            Right(
                "They calm M1 cells, so bone should be spared.", "One road, and its sign is negative for resorption."
            ),
            Right("They can become osteoclasts, so bone is lost.", "The other road: the cited review says this too."),
            Wrong("Their effect on bone is settled.", "Two signs stand side by side, and amounts decide."),
        ],
        proof=lambda: {chain.sign for chain in evidence.paths(SENDER, "bone resorption")} >= {1, -1},
    ),
]
