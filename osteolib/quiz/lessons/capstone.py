"""Quiz of *Design an exosome therapy*."""

from __future__ import annotations

from osteolib.quiz.kinds import Multiple, Numeric, Order, Predict, Right, Single, Slip, Step, Wrong
from osteolib.therapy import LINKS, NATURAL, Design, chain, outcome

FEW = 0.000977  # a tenth of the default, as near as the slider gets


def gain(**links: float) -> float:
    """Points of bone density at 75."""
    return float(outcome(**links).gain)


USUAL = gain()
COPIES = {name: float(chain(design).copies) for name, design in (("loaded", Design()), ("natural", NATURAL))}

ITEMS = [
    Order(
        objective="design-1",
        question="Put the links of the chain in order, from the syringe to the bone.",
        steps=[
            Step("How much of the dose reaches bone."),
            Step(
                "How many copies are released in a cell.",
                early="Nothing is released in a bone cell before it has reached bone.",
            ),
            Step("How much of the target gene is silenced.", early="A gene is silenced by copies that are inside."),
            Step(
                "How much the rate of the cell changes.",
                early="The rate follows from the protein that is missing.",
            ),
        ],
        right="And bone density comes last of all: years after the rate has changed.",
    ),
    Numeric(
        objective="design-2",
        question="In one week a bone cell gets about "
        f"{COPIES['loaded']:.0f} copies from the loaded design and {COPIES['natural']:.3f} from the natural one. By "
        "what factor do "
        "they differ?",
        answer=lambda: COPIES["loaded"] / COPIES["natural"],
        unit="times",
        tolerance=0.02,
        right="Loading and address together. None of it comes from injecting more.",
        hint="Divide the larger by the smaller.",
        slips=[
            Slip(lambda: COPIES["natural"] / COPIES["loaded"], "That is upside down."),
            Slip(
                lambda: Design().copies / NATURAL.copies,
                "That is the cargo of one vesicle. Half of it is lost in loading, and the address brings more to bone.",
            ),
        ],
    ),
    Predict(
        objective="design-4",
        question=f"A tenth of the vesicles reaches bone: {FEW:.3g} in place of {LINKS['bone_share'].value:g}. What is "
        "left of the gain?",
        options=[
            Wrong(
                "About a tenth.",
                f"{gain(bone_share=FEW):.1f} of {USUAL:.0f} points: copies were plentiful, and a "
                "tenth of plenty still does something.",
            ),
            Right(
                "More than a tenth, clearly less than all.",
                f"{gain(bone_share=FEW):.1f} of {USUAL:.0f} points. Silencing saturates, so the first losses cost "
                "little.",
            ),
            Wrong(
                "All of it.", f"{gain(bone_share=FEW):.1f} of {USUAL:.0f} points are left: now copies begin to count."
            ),
        ],
        explorer="given",
        slider="bone_share",
        to=FEW,
        within=0.0003,
        control="the share that reaches bone, in the first explorer,",
        instead="Run <code>outcome(bone_share=0.000977).gain</code>.",
        proof=lambda: 0.15 * USUAL < gain(bone_share=FEW) < 0.85 * USUAL,
    ),
    Single(
        objective="design-5",
        question="All defaults together promise sixteen points, and half of the cohort gains less than one. Which "
        "sentence do you report?",
        options=[
            Wrong("Exosomes win sixteen points.", "A chain of plausible guesses is not a plausible guess."),
            Wrong("Exosomes do not work.", "Some draws gain much. What is not known cannot be called absent."),
            Right(
                "Half of the plausible worlds gain less than a point; two measurements would tell which world is ours.",
                "The distribution, and what would narrow it.",
            ),
        ],
    ),
    Multiple(
        objective="design-3",
        question="Why is a cohort of the same seed the same on one computer and on a hundred?",
        options=[
            Right(
                "All people are drawn before the work is handed out.", "So who draws does not depend on who computes."
            ),
            Right("The parts have a fixed size.", "A solver's steps depend on what it solves together."),
            Wrong(
                "Computers do not make errors.",
                "They round; the same work in another order may give another last digit.",
            ),
        ],
    ),
]
