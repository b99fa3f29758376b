"""Quiz of *What is an exosome?*."""

from __future__ import annotations

from osteolib import exosomes
from osteolib.quiz.kinds import Numeric, Predict, Right, Single, Slip, Wrong

STEPS = 12


def cv(steps: int) -> float:
    """Width that the method gives to beads which are all alike, in percent."""
    return 100 * float(exosomes.sizing_error(steps)[1])


def large(sigma: float, how: str) -> float:
    """Percent above 100 nm, by number or by volume."""
    return float(exosomes.size_distribution(sigma=sigma)[f"large_by_{how}"])


ITEMS = [
    Single(
        objective="vesicle-1",
        question="A paper writes: <i>exosomes, isolated as particles of 80 to 140 nm</i>. What has been shown?",
        options=[
            Wrong(
                "Exosomes, because microvesicles are larger.",
                "Microvesicles begin at 100 nm: the ranges overlap.",
            ),
            Wrong(
                "Exosomes, because they were isolated.",
                "Isolation by size gathers all that has this size, lipoproteins included.",
            ),
            Right(
                "Small extracellular particles of this size.",
                "Exosome is a name of origin, and size does not tell the origin.",
            ),
        ],
    ),
    Numeric(
        objective="vesicle-3",
        question=f"Beads that are all alike are tracked for {STEPS} steps each. How wide does the distribution of "
        "sizes look, as "
        "a coefficient of variation?",
        answer=lambda: cv(STEPS),
        unit="%",
        tolerance=0.02,
        right="One over the root of <i>N</i> – 2, whatever the beads, the water and the optics.",
        hint="The lesson has a short form for the CV; it knows only the number of steps.",
        slips=[
            Slip(lambda: 100 / (STEPS - 2), "The root is missing."),
            Slip(lambda: 100 / STEPS**0.5, "Near, but with <i>N</i> for <i>N</i> – 2."),
            Slip(lambda: cv(STEPS) / 100, "That is a fraction. The box asks for percent."),
        ],
    ),
    Predict(
        objective="vesicle-4",
        question="In the last explorer the sample becomes more mixed: <i>σ</i> = 0.5. The share of vesicles above "
        "100 nm hardly "
        "moves. And their share of the <b>volume</b>?",
        options=[
            Wrong(
                "It hardly moves either.",
                f"It goes from {large(0.3, 'volume'):.0f} % to {large(0.5, 'volume'):.0f} %: a few very large ones "
                "hold it.",
            ),
            Right(
                "It rises to more than nine tenths.",
                f"{large(0.5, 'volume'):.0f} % of the volume is in {large(0.5, 'number'):.0f} % of the vesicles.",
            ),
            Wrong(
                "It falls, since there are more small ones too.",
                "Small ones hardly count by volume: half the diameter is an eighth of it.",
            ),
        ],
        explorer="size_distribution",
        slider="sigma",
        to=0.5,
        control="<i>σ</i> in the last explorer",
        instead="Run <code>exosomes.size_distribution(sigma=0.5)</code> and look at <code>large_by_volume</code>.",
        proof=lambda: large(0.5, "volume") > 90 and abs(large(0.5, "number") - large(0.3, "number")) < 6,
    ),
    Single(
        objective="vesicle-5",
        question="A protein has a concentration of 1 µM in the cell. How many copies are in a vesicle of 100 nm that "
        "took a "
        "droplet of the cell along?",
        options=[
            Wrong("Hundreds.", "The inside is so small that a micromolar is not even one molecule."),
            Wrong("About ten.", "One vesicle of four holds a single one."),
            Right(
                "One, in about a quarter of the vesicles.",
                f"{float(exosomes.contents([100]).molecules[0]):.2g} on average; a molecule is there or it is not.",
            ),
            Wrong("None: proteins are too large.", "A protein is a few nanometers wide; there is room for many."),
        ],
        proof=lambda: 0.2 < float(exosomes.contents([100]).molecules[0]) < 0.3,
    ),
]
