"""Quiz of *T cells, TNF and IL-17*."""

from __future__ import annotations

import numpy as np

from osteolib.estrogen import jorg2022_t_cells, lemaire2004_estrogen
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong

M = lemaire2004_estrogen.parameters["m"].value
HALF = 0.5


def rankl(estrogen: float, m: float = M) -> float:
    """RANKL per cell in multiples of full estrogen: the change that coupling A declares."""
    return 1 + (m - 1) * (1 - estrogen)


def density(tau: float) -> float:
    """Bone mineral density at 60, relative to menopause at 50."""
    return float(jorg2022_t_cells.simulate([50, 60], tau=tau).bone_mineral_density[-1])


def peak(tau: float) -> float:
    """Highest CTX of those ten years."""
    return float(jorg2022_t_cells.simulate(np.linspace(50, 60, 101), tau=tau).ctx.max())


NATURAL, BLOCKED = density(1), density(0)

ITEMS = [
    Multiple(
        objective="t-cells-1",
        question="Which of these belong to a <b>chronic</b> inflammation, as the lesson uses the word?",
        options=[
            Right("Immune cells stay active.", "It does not end when its cause is gone, or has none."),
            Wrong(
                "Fever and pain for some days.",
                "That is an acute one. A chronic inflammation may be felt by nobody.",
            ),
            Right(
                "Cytokines such as TNF-α stay raised.",
                "And some of them reach the precursors of osteoclasts.",
            ),
            Wrong(
                "Osteoclasts attack healthy cells.",
                "They dissolve bone. What immunity and bone share is the monocyte, from which osteoclasts come too.",
            ),
        ],
    ),
    Single(
        objective="t-cells-2",
        question="An arrow in a signed graph is drawn from a <b>review</b> whose abstract names neither of its ends. "
        "How do "
        "you read it?",
        options=[
            Right(
                "As claimed: possible, and to be traced to an experiment.",
                "It may well be true; nothing here shows it yet.",
            ),
            Wrong(
                "As false.",
                "A missing proof is not a proof of the opposite.",
            ),
            Wrong(
                "As shown, since reviews are checked by experts.",
                "Experts check whether a text is plausible. Whether a paper carries a sentence, nobody checks but you.",
            ),
        ],
    ),
    Numeric(
        objective="t-cells-3",
        question=f"Coupling A multiplies RANKL per cell by 1 + (<i>m</i> – 1)(1 – <i>E</i>), with <i>m</i> = {M:g}. "
        "By how "
        "much at half the estrogen, <i>E</i> = 0.5?",
        answer=lambda: rankl(HALF),
        unit="times",
        tolerance=0.01,
        right="Half of the way from 1 to <i>m</i>: a straight line, and an assumption.",
        hint="Put <i>E</i> = 0.5 into the formula; at <i>E</i> = 1 it must give 1.",
        slips=[
            Slip(lambda: M * HALF, "You took half of <i>m</i>. Without any loss the factor is 1, not 0."),
            Slip(lambda: M, "That is with no estrogen at all."),
            Slip(lambda: (M - 1) * HALF, "That is what is added. The 1 from before is missing."),
        ],
    ),
    Predict(
        objective="t-cells-4",
        question="T cells are blocked from menopause on, for ten years. What does bone density at 60 gain, if CTX at "
        "its peak "
        "rises four tenths less?",
        options=[
            Wrong(
                "About four tenths of the loss is spared.",
                f"Density at 60 is {BLOCKED:.3f} in place of {NATURAL:.3f}. A marker measures a flow; half of what it "
                "gained is met by more building.",
            ),
            Right(
                "Little more than one point in a hundred.",
                f"From {NATURAL:.3f} to {BLOCKED:.3f}. Markers move first and far, density follows late and little.",
            ),
            Wrong(
                "Nothing: density does not depend on T cells here.",
                f"It does, from {NATURAL:.3f} to {BLOCKED:.3f}: they carry a share of what sets precursors free.",
            ),
        ],
        explorer="jorg2022_t_cells",
        slider="tau",
        to=0.0,
        within=0.05,
        control="the activity of T cells, <i>τ</i>,",
        instead="Run <code>jorg2022_t_cells.simulate([50, 60], tau=0)</code> and compare with <code>tau=1</code>.",
        proof=lambda: 0.008 < BLOCKED - NATURAL < 0.02 and 0.3 < (peak(1) - peak(0)) / (peak(1) - 1) < 0.5,
    ),
]
