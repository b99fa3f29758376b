"""Questions on the lesson *How a microRNA silences*."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.optimize import brentq

from osteolib.exercise.kinds import Function, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.therapy import runx2_osterix, silencing

MADE = silencing.parameters["transcription"].value
STEPS = ("runx2_mrna_left", "runx2", "osterix")


@cache
def _left(supply: float, k: float) -> float:
    return float(silencing.steady_state(supply=supply, k=k).mrna_left)


@cache
def _supply(percent: float, k: float) -> float:
    return brentq(lambda supply: _left(supply, k) - percent, 1e-6, 500, xtol=1e-6)


def _corner(percent: float, k: float) -> float:
    return MADE * (1 - percent / 100)


@cache
def _course() -> dict[str, tuple[float, float]]:
    hours = np.arange(0, 481, 2)
    run = runx2_osterix.simulate(hours, mir133_supply=0, doses={"mir133": [(0, 300)]})
    return {name: (float(run[name].idxmin("time")), float(run[name].min())) for name in STEPS}


def _days(per_day: float = 24) -> dict[str, float]:
    return {name: hour / per_day for name, (hour, _) in _course().items()}


QUESTIONS = [
    Question(
        "therapy.3",
        objective="silence-1",
        asks="a function for the supply that silences so far",
        points=3,
        expects=Function(Number("copies/h", rel=0.01), probes=[(50.0, 0.1), (50.0, 0.01), (20.0, 0.03)], seconds=30),
        right=lambda: lambda percent, k: _supply(percent, k),
        parts=[
            Part(1, "the less is to be left, the more is needed", lambda need: need(20.0, 0.03) > need(60.0, 0.03) > 0),
            Part(1, "loose pairing needs more", lambda need: need(40.0, 0.01) > 1.05 * need(40.0, 0.1)),
            Part(1, "the model agrees", lambda need: abs(_left(need(30.0, 0.05), 0.05) - 30) < 0.6),
        ],
        mistakes=[
            Mistake(
                "one for one",
                lambda: _corner,
                "That is the corner of perfectly tight pairing, where each microRNA takes one mRNA along. At a "
                "finite k some escape: k does not appear in your answer.",
            ),
            Mistake(
                "ratio",
                lambda: lambda percent, k: _supply(percent, k) / MADE,
                "That is the ratio to the mRNA made. The question asks for copies an hour.",
            ),
            Mistake(
                "taken for left",
                lambda: lambda percent, k: _supply(100 - percent, k),
                "You solved for the mRNA that is gone. percent is what should be left.",
            ),
            Mistake(
                "wide of the normal level",
                lambda: lambda percent, k: _supply(percent / 2, k),
                "That leaves only half of what was asked for. mrna_left is in percent of the gene without microRNA.",
            ),
        ],
    ),
    Question(
        "therapy.4",
        objective="silence-3",
        asks="days on which three readings are lowest",
        points=3,
        expects=Record(*STEPS, of=Number("d", rel=0, abs=0.13)),
        right=_days,
        parts=[Part(1, name, lambda days, name=name: abs(days[name] - _days()[name]) < 0.13) for name in STEPS],
        mistakes=[
            Mistake(
                "hours",
                lambda: _days(1),
                "Those are hours. The question asks for days.",
            ),
            Mistake(
                "how low",
                lambda: {name: low for name, (_, low) in _course().items()},
                "Those are the lowest values, in percent. The question asks when they are reached: idxmin, not min.",
            ),
            Mistake(
                "all on the day of the mRNA",
                lambda: dict.fromkeys(STEPS, _days()[STEPS[0]]),
                "You gave all three the day of the mRNA. A protein falls no faster than its own half-life allows.",
            ),
        ],
    ),
]
