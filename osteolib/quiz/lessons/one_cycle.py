"""Quiz of *One remodeling cycle*."""

from __future__ import annotations

import numpy as np

from osteolib.quiz.kinds import Multiple, Numeric, Order, Predict, Right, Single, Slip, Step, Wrong
from osteolib.quiz.wording import minus
from osteolib.remodeling import komarova2003

VALUE = komarova2003.table()["value"]
STRONG, FAST = 0.9, 0.03  # strength of the autocrine signal; removal of osteoblasts per day

weak, strong = (komarova2003.simulate(300, g11=g11).bone_mass for g11 in (VALUE.g11, STRONG))


def hopf(**changes: float) -> float:
    """Strength of the autocrine signal at which the trace of the published model, or of a changed one, is zero."""
    v = {**VALUE, **changes}
    return 1 + v["beta2"] * (1 - v["g22"]) / v["beta1"]


def peaks(g11: float, **changes: float) -> np.ndarray:
    """Heights of the osteoclasts' peaks after a small stimulus."""
    rest = float(komarova2003.steady_state(g11=g11, **changes).osteoclasts)
    run = komarova2003.simulate(np.arange(801), g11=g11, initial={"osteoclasts": 1.5 * rest}, **changes)
    height = run.osteoclasts.values
    return height[1:-1][(height[1:-1] > height[:-2]) & (height[1:-1] > height[2:])]


def turns_at(g11: float, **changes: float) -> bool:
    """Do the model's peaks shrink a little below `g11` and grow a little above?"""
    below, above = (peaks(g11 + by, **changes) for by in (-0.02, 0.01))
    return bool(np.all(np.diff(below) < 0) and np.all(np.diff(above) > 0))


ITEMS = [
    Order(
        objective="one-cycle-1",
        question="Put the work of one basic multicellular unit in order.",
        steps=[
            Step("Osteoclasts seal off a patch of surface."),
            Step(
                "Acid dissolves the mineral and enzymes cut the collagen.",
                early="Acid and enzymes work only in the space that osteoclasts have sealed off.",
            ),
            Step(
                "Osteoblasts lay down new matrix.",
                early="Filling before digging would be growth, not remodeling: there is no hole yet.",
            ),
            Step(
                "Osteoblasts buried in the matrix live on as osteocytes.",
                early="Osteocytes are former osteoblasts; the matrix that buries them has to be laid down first.",
            ),
        ],
        right="First the dig, then the fill; what is buried in the fill feels and signals afterward.",
    ),
    Single(
        objective="one-cycle-2",
        question=f"In the table <i>g</i><sub>21</sub> is {minus(VALUE.g21)}. Which signal is that?",
        options=[
            Wrong(
                "Osteoclasts restrain the production of osteoblasts.",
                "The indices are read the other way round: the first names the sender. Osteoclasts on osteoblasts is "
                f"<i>g</i><sub>12</sub>, and at {VALUE.g12:g} it encourages.",
            ),
            Wrong(
                "Osteoclasts restrain their own production.",
                "That would be autocrine, with two equal indices: <i>g</i><sub>11</sub>. Two different indices are "
                "paracrine.",
            ),
            Right(
                "Osteoblasts restrain the production of osteoclasts.",
                "Sender 2, receiver 1, and an exponent below zero: the more osteoblasts, the slower.",
            ),
            Wrong(
                "Half of the osteoblasts are removed each day.",
                "An exponent is not a rate: it has no unit, and removal has constants of its own, "
                "<i>β</i><sub>1</sub> and <i>β</i><sub>2</sub>.",
            ),
        ],
        proof=lambda: VALUE.g21 < 0 < VALUE.g12,
    ),
    Multiple(
        objective="one-cycle-3",
        question="Which changes move the Hopf point, the value of <i>g</i><sub>11</sub> at which a cycle never ends?",
        options=[
            Right(
                "Osteoclasts are removed faster.",
                "<i>β</i><sub>1</sub> stands below the fraction of the formula.",
            ),
            Wrong(
                "Osteoclasts call osteoblasts more strongly.",
                "<i>g</i><sub>12</sub> is paracrine. It changes the period, but it is not in the trace.",
            ),
            Right(
                "Osteoblasts hold back their own production.",
                "<i>g</i><sub>22</sub> is autocrine and below zero here: the point moves up.",
            ),
            Wrong(
                "An osteoclast digs more bone a day.",
                "<i>k</i><sub>1</sub> scales the bone, and no equation for cells asks how much bone there is.",
            ),
        ],
        proof=lambda: (
            turns_at(hopf(beta1=0.25), beta1=0.25)
            and turns_at(hopf(g22=-0.3), g22=-0.3)
            and turns_at(hopf(), g12=1.1)
            and turns_at(hopf(), k1=0.3)
        ),
    ),
    Numeric(
        objective="one-cycle-3",
        question=f"Osteoblasts are removed faster, <i>β</i><sub>2</sub> = {FAST} per day; all else is as published. "
        "At which <i>g</i><sub>11</sub> is the Hopf point?",
        answer=lambda: hopf(beta2=FAST),
        unit="",
        tolerance=0.005,
        right="Osteoblasts that leave faster take the restraint with them sooner and the point moves up: more "
        "self-encouragement is needed before a disturbance grows.",
        hint="Set the trace to zero: <i>β</i><sub>1</sub>(<i>g</i><sub>11</sub> – 1) + "
        "<i>β</i><sub>2</sub>(<i>g</i><sub>22</sub> – 1) = 0, and solve for <i>g</i><sub>11</sub>.",
        slips=[
            Slip(hopf, "This is the point of the published model. It holds the old <i>β</i><sub>2</sub>."),
            Slip(lambda: hopf(beta2=FAST) - 1, "This is only the distance from 1; the 1 itself is missing."),
            Slip(lambda: 2 - hopf(beta2=FAST), "A sign was lost on the way: the second term of the trace is negative."),
            Slip(
                lambda: 1 + VALUE.beta1 / FAST,
                "The ratio is upside down: solve for <i>g</i><sub>11</sub>, and <i>β</i><sub>1</sub> goes below.",
            ),
        ],
        proof=lambda: turns_at(hopf(beta2=FAST), beta2=FAST),
    ),
    Predict(
        objective="one-cycle-4",
        question="Osteoclasts encourage themselves almost twice as much. What does the bone mass do in 300 days?",
        options=[
            Wrong(
                "It falls deeper and comes back to 100 %.",
                f"It ends at {float(strong[-1]):.0f} %. That it came back to 100 % before was the work of well-chosen "
                "numbers; a regulated bone would come back after this change too.",
            ),
            Wrong(
                "It falls deeper and ends above 100 %: more digging calls more filling.",
                "More filling is called, but not enough of it: coupling sees to it that filling follows, not that it "
                f"matches. The bone ends at {float(strong[-1]):.0f} %.",
            ),
            Wrong(
                "It falls less deep.",
                f"More osteoclasts dig more: down to {float(strong.min()):.0f} % instead of {float(weak.min()):.0f} %.",
            ),
            Right(
                "It falls deeper and stays below 100 %.",
                f"Down to {float(strong.min()):.0f} %, and back to {float(strong[-1]):.0f} % only. No cell asks how "
                "much bone there is: the balance was tuned, not regulated.",
            ),
        ],
        explorer="komarova2003",
        slider="g11",
        to=STRONG,
        control="<i>g</i><sub>11</sub> of the first explorer",
        instead=f"Run <code>komarova2003.simulate(300, g11={STRONG})</code> and look at <code>bone_mass</code>.",
        proof=lambda: float(strong.min()) < float(weak.min()) - 1 and float(strong[-1]) < 99,
    ),
]
