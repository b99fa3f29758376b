"""Quiz of *A shrinking thymus, a stable pool*."""

from __future__ import annotations

import numpy as np

from osteolib.aging import naive_pool, ribeiro2008
from osteolib.quiz.kinds import Numeric, Predict, Right, Single, Slip, Wrong

VALUE = ribeiro2008.table()["value"]
P = 0.0008  # a body whose cells divide less


def content(p: float) -> float:
    """TREC per naive cell at rest."""
    return float(ribeiro2008.steady_state(p=p).trec_content)


def recovery(sigma: float) -> float:
    """Height of the peak of TREC per cell after a start with 50 cells per microliter."""
    days = 365 * np.linspace(0, 20, 161)
    return float(ribeiro2008.simulate(days, sigma=sigma, N0=50).trec_content.max())


def boosted(name: str, factor: float) -> tuple[float, float]:
    """Naive cells and TREC per cell at 75, against no treatment."""
    plain = naive_pool.simulate([25, 65, 75]).isel(time=-1)
    run = naive_pool.simulate([25, 65, 75], schedule={name: [(65, 75, factor)]}).isel(time=-1)
    return tuple(float(run[one] / plain[one]) for one in ("naive_cells", "trec_per_cell"))


ITEMS = [
    Single(
        objective="thymus-1",
        question="At rest, which body has twice the TREC per naive cell of another?",
        options=[
            Wrong(
                "One whose thymus makes twice as many cells.",
                "It has twice the cells, with as many rings in each. The output drops out of the ratio.",
            ),
            Right(
                "One in which division makes good a smaller part of the loss.",
                "TREC per cell is <i>α</i>(<i>d</i> – <i>p</i>)/<i>d</i>: it says how far division falls short of "
                "loss.",
            ),
            Wrong(
                "One that has twice as many naive cells.",
                "Their number alone says nothing: the same 400 cells can be made in two ways.",
            ),
        ],
        proof=lambda: (
            abs(float(ribeiro2008.steady_state(sigma=2 * VALUE.sigma).trec_content) / content(VALUE.p) - 1) < 1e-6
        ),
    ),
    Numeric(
        objective="thymus-2",
        question=f"Cells are lost at <i>d</i> = {VALUE.d:g} and divide at <i>p</i> = {P:g} per day; each new one "
        "from the "
        f"thymus brings <i>α</i> = {VALUE.alpha:g} rings. How much TREC is in a cell at rest?",
        answer=lambda: content(P),
        unit="TREC per cell",
        tolerance=0.01,
        right="A fifth of what a fresh cell brings: four of five losses are made good by copies, which bring none.",
        hint="The rings are diluted by the part of the loss that division makes good.",
        slips=[
            Slip(
                lambda: VALUE.alpha * P / VALUE.d, "You took the part that division makes good. Rings follow the rest."
            ),
            Slip(lambda: VALUE.alpha, "That is a fresh cell. Copies without rings have diluted it."),
            Slip(lambda: content(VALUE.p), "That is the published <i>p</i>, not the one of the question."),
        ],
    ),
    Predict(
        objective="thymus-1",
        question="In the first explorer, let the thymus make more than twice as many cells. What happens to the "
        "<b>height</b> "
        "of the peak of TREC per cell?",
        options=[
            Wrong(
                "It more than doubles, as the output does.",
                "More output brings more rings <i>and</i> more cells to hold them; in the ratio most of it cancels.",
            ),
            Right(
                "It rises by a fraction only, far less than the output.",
                f"From {recovery(VALUE.sigma):.3f} to {recovery(0.075):.3f} TREC per cell. What changes more is its "
                "date.",
            ),
            Wrong(
                "It falls, because more cells share the rings.",
                "The new cells bring their own rings. The peak rises, only not in proportion.",
            ),
        ],
        explorer="recovery",
        slider="sigma",
        to=0.075,
        within=0.005,
        control="the output of the thymus, <i>σ</i>, in the first explorer",
        instead="Run <code>recovery(sigma=0.075, N0=50)</code> and look at <code>trec_content</code>.",
        proof=lambda: 1 < recovery(0.075) / recovery(VALUE.sigma) < 1.8,
    ),
    Single(
        objective="thymus-4",
        question="A trial reports more naive T cells and <b>less</b> TREC in each. What has the drug most likely done?",
        options=[
            Wrong(
                "Rejuvenated the thymus.",
                "A busier thymus would send cells that are full of rings, so TREC per cell would rise.",
            ),
            Wrong(
                "Kept cells from dying, and nothing else.",
                "Then the old cells, with the rings they have, would last: TREC per cell would not fall.",
            ),
            Right(
                "Made cells divide more.",
                "Copies raise the number and dilute the rings. IL-7 is an example.",
            ),
        ],
        proof=lambda: (
            boosted("boost_division", 1.1)[0] > 1 > boosted("boost_division", 1.1)[1]
            and boosted("boost_thymus", 3.0)[1] > 1
        ),
    ),
]
