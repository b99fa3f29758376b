"""Quiz of *Signals that set the balance*."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from osteolib import plot
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong
from osteolib.remodeling import lemaire2004

DAYS = np.arange(0, 141)
VALUE = lemaire2004.table()["value"]
PTH, HALF_DOSE = 1000, 500  # pM/d
OPG = lemaire2004.parameters["I_O"].high


def given(**rates: float) -> xr.Dataset:
    """Cells in multiples of their start, with signals given on days 20 to 80."""
    schedule = {name: [(20, 80, rate)] for name, rate in rates.items()}
    return plot.fold(lemaire2004.simulate(DAYS, schedule=schedule))


def at_rest(**changes: Any) -> tuple[float, float]:
    """Active osteoblasts and osteoclasts at rest after a lasting change, in multiples of health."""
    rest = plot.fold(lemaire2004.steady_state(**changes), of=lemaire2004.steady_state())
    return float(rest.active_osteoblasts), float(rest.active_osteoclasts)


half, full = given(I_P=HALF_DOSE), given(I_P=PTH)
protected = given(I_P=PTH, I_O=OPG).sel(time=79)
osteoblasts, osteoclasts = at_rest(K_L=2 * VALUE.K_L)

ITEMS = [
    Predict(
        objective="signals-1",
        question="PTH is high on days 20 to 80. What becomes of the active osteoblasts if as much OPG as the slider "
        "allows is given on the same days?",
        options=[
            Wrong(
                "They stay as high as PTH alone makes them: OPG acts on osteoclasts.",
                "OPG does act on osteoclasts alone. But PTH raises osteoblasts only by way of osteoclasts, which set "
                "TGF-β free from the matrix; without the second there is no first.",
            ),
            Right(
                f"They fall to about {float(protected.active_osteoblasts):.1g} of their start.",
                "OPG catches RANKL, few osteoclasts are left to set TGF-β free, and young osteoblasts are not "
                "recruited: the coupling that follows resorption up also follows it down.",
            ),
            Wrong(
                "They rise further, because their bone is protected.",
                "Protected bone sets no TGF-β free. Stopping resorption stops the signal that calls osteoblasts.",
            ),
        ],
        explorer="infusion",
        slider="I_O",
        to=OPG,
        control="the amount of OPG given, <i>I</i><sub>O</sub>,",
        instead="Run <code>lemaire2004.simulate(days, schedule={'I_P': [(20, 80, 1000)], 'I_O': [(20, 80, 2e5)]})"
        "</code> and divide by the start with <code>plot.fold</code>.",
        proof=lambda: float(protected.active_osteoblasts) < 0.5 < 2 < float(full.active_osteoblasts.sel(time=79)),
    ),
    Numeric(
        objective="signals-2",
        question=f"Give half of the dose: {HALF_DOSE} pM of PTH a day on days 20 to 80. How many times as many active "
        "osteoclasts as at the start are there on day 79?",
        answer=lambda: float(half.active_osteoclasts.sel(time=79)),
        unit="multiples of the start",
        right="So half of the dose has a little more than half of the rise above 1 that the whole dose has.",
        hint=f"Change one number of the schedule, <code>'I_P': [(20, 80, {HALF_DOSE})]</code>, fold by the start, and "
        "read day 79.",
        slips=[
            Slip(
                lambda: float(full.active_osteoclasts.sel(time=79)),
                f"This is the run with {PTH:,} pM a day: the dose has not been changed.",
            ),
            Slip(
                lambda: float(full.active_osteoclasts.sel(time=79)) / 2,
                "The multiple of the whole dose was halved. No dose at all would then give 0 instead of 1: run it.",
            ),
            Slip(
                lambda: float(half.active_osteoblasts.sel(time=79)),
                "These are the active osteoblasts, B; osteoclasts are C.",
            ),
            Slip(
                lambda: float(half.active_osteoclasts.sel(time=140)),
                "This is the end of the run, sixty days after the last dose.",
            ),
            Slip(
                lambda: float(
                    lemaire2004.simulate(DAYS, schedule={"I_P": [(20, 80, HALF_DOSE)]}).active_osteoclasts[79]
                ),
                "This is a concentration in pM. Divide by the start, with <code>plot.fold</code>.",
            ),
        ],
    ),
    Single(
        objective="signals-3",
        question="RANKL is infused without end, and osteoclasts settle at a multiple of health. Where do the active "
        "osteoblasts settle?",
        options=[
            Wrong(
                "Where they were: RANKL acts on osteoclasts only.",
                "They hear of it all the same, from the TGF-β that the osteoclasts set free. That is coupling.",
            ),
            Wrong(
                "At the same multiple: at rest, building matches dissolving.",
                "At rest means that numbers no longer change, not that building and dissolving are equal.",
            ),
            Wrong(
                "At a higher multiple, because osteoblasts carry RANKL themselves.",
                "That loop makes the multiple of both larger. How they compare is settled by "
                "<i>D</i><sub>R</sub> <i>π</i><sub>C</sub> = <i>k</i><sub>B</sub> <i>B</i> alone.",
            ),
            Right(
                "At a smaller multiple above 1.",
                "Osteoblasts are proportional to an occupancy, <i>B</i> = <i>D</i><sub>R</sub> <i>π</i><sub>C</sub> / "
                "<i>k</i><sub>B</sub>, and an occupancy saturates: more ligand, but not as many more bound receptors.",
            ),
        ],
        proof=lambda: all(1 < b < c for b, c in (at_rest(I_L=dose) for dose in (100, 1000, 1e4))),
    ),
    Multiple(
        objective="signals-4",
        question=f"A count of cells finds {osteoclasts:.2f} times the healthy number of osteoclasts and "
        f"{osteoblasts:.2f} times that of active osteoblasts. Which single causes would leave exactly these counts?",
        options=[
            Right(
                "Osteoblasts carry twice as much RANKL.",
                "<i>K</i><sub>L</sub> stands in the combination that decides.",
            ),
            Right(
                "Osteoclasts are formed twice as fast.",
                "<i>D</i><sub>C</sub> multiplies <i>K</i><sub>L</sub> in it.",
            ),
            Wrong(
                "Active osteoblasts live twice as long.",
                "That leaves as many osteoclasts, which is why counting them alone misleads, but twice these "
                "osteoblasts: <i>k</i><sub>B</sub> divides <i>B</i> directly.",
            ),
            Right(
                "Osteoclasts live twice as long.",
                "<i>D</i><sub>A</sub> stands below the same combination; all three look alike.",
            ),
            Wrong(
                "The supply of young osteoblasts is halved.",
                "Then osteoblasts would be fewer than in health, while osteoclasts hardly change.",
            ),
        ],
        proof=lambda: (
            np.allclose([at_rest(D_C=2 * VALUE.D_C), at_rest(D_A=VALUE.D_A / 2)], [(osteoblasts, osteoclasts)] * 2)
            and np.allclose(at_rest(k_B=VALUE.k_B / 2), (2 * osteoblasts, osteoclasts))
            and at_rest(D_R=VALUE.D_R / 2)[0] < 1
        ),
    ),
    Single(
        objective="signals-5",
        question="PTH in daily pulses builds bone in patients and costs bone in this model. Why can the model not do "
        "better, whatever the dose and the length of a pulse?",
        options=[
            Wrong(
                "An hour is too short for its solver.",
                "The solver takes as many steps as a pulse needs. The verdict follows from averages over a day, which "
                "no solver enters.",
            ),
            Right(
                "PTH reaches bone only through RANKL and OPG, so that osteoblasts can only follow osteoclasts.",
                "Effects that do not pass through osteoclasts are missing: longer-lived osteoblasts, less sclerostin.",
            ),
            Wrong(
                "Its pulses hold less hormone than the infusion did.",
                "They hold the same daily amount, and the ratio of building to dissolving is even worse.",
            ),
            Wrong(
                "Its constants were fitted to patients with overactive glands.",
                "Other constants would not help: the argument from two equations holds for any of them, as long as "
                "PTH raises osteoclasts on average.",
            ),
        ],
    ),
]
