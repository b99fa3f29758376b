"""Questions on the lesson *Menopause as an experiment*."""

from __future__ import annotations

import numpy as np

from osteolib.estrogen import nelson2026, surgical_fits
from osteolib.exercise.kinds import Choice, Function, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.estrogen.experiments import (
    RUNS,
    below_menopause,
    extra,
    kept,
    lost,
    measured,
    misfits,
    saved,
    yearly_changes,
)

QUESTIONS = [
    Question(
        "estrogen.1",
        objective="menopause-1",
        asks="bone density lost from 50 to 70",
        points=2,
        expects=Number("%", rel=0.01),
        right=lost,
        parts=[
            Part(1, "is a loss, between nothing and all", lambda percent: 0 < percent < 100),
            Part(1, "agrees within one percent of it", lambda percent: abs(percent / lost() - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "fraction for percent",
                lambda: lost() / 100,
                "That is the loss as a fraction of one. The question asks for percent: a hundred times as many.",
            ),
            Mistake(
                "left, not lost",
                lambda: 100 - lost(),
                "That is what is left at 70. What is lost is the rest of the 100 % that were there at 50.",
            ),
            Mistake(
                "baseline at age 0",
                lambda: lost(output="bone_density"),
                "You compared with age 0. bone_density is relative to the start of life, and some is lost before 50; "
                "bone_mineral_density is relative to menopause.",
            ),
            Mistake(
                "per year",
                lambda: lost() / 20,
                "That is the mean loss a year. The question asks for all twenty years together.",
            ),
        ],
    ),
    Question(
        "estrogen.2",
        objective="menopause-3",
        asks="a function for what holding estrogen saves",
        points=3,
        expects=Function(Number("points of density", rel=0.01, abs=0.02), probes=[(50, 10), (60, 10), (52, 4)]),
        right=lambda: lambda begin, years: saved(begin, years),
        parts=[
            Part(1, "holding estrogen saves bone", lambda points: points(50, 10) > 0 and points(60, 10) > 0),
            Part(
                1,
                "held until 70",
                lambda points: abs(points(60, 10) / saved(60, 10) - 1) < 0.01,
            ),
            Part(1, "also where it is stopped before 70", lambda points: abs(points(52, 4) - saved(52, 4)) < 0.05),
        ],
        mistakes=[
            Mistake(
                "wrong way round",
                lambda: lambda begin, years: -saved(begin, years),
                "You took the treated woman from the untreated one. What is saved is what she has more.",
            ),
            Mistake(
                "duration for an age",
                lambda: lambda begin, years: saved(begin, years, stop=begin + years / 365),
                "Your therapy ends after a few days. Time in this model is age in years, so years must not be "
                "turned into days.",
            ),
            Mistake(
                "never stopped",
                lambda: lambda begin, years: saved(begin, years, stop=70),
                "You hold estrogen until 70, whatever years is. A schedule entry is (begin, end, value), and the "
                "end is begin + years.",
            ),
            Mistake(
                "density, not saving",
                lambda: lambda begin, years: kept(begin, years),
                "That is the density that the treated woman has at 70. Take away what she would have had untreated.",
            ),
            Mistake(
                "compared with menopause",
                lambda: lambda begin, years: below_menopause(begin, years),
                "You compared with the density at menopause. Aging takes bone meanwhile: compare with the same "
                "woman, untreated, at the same age.",
            ),
            Mistake(
                "fraction for points",
                lambda: lambda begin, years: saved(begin, years) / 100,
                "That is a fraction of one. The question asks for points, hundredths of the density at menopause.",
            ),
        ],
    ),
    Question(
        "estrogen.3",
        objective="menopause-4",
        asks="what surgery costs beyond nature in five years",
        points=2,
        expects=Number("points of density", rel=0.01),
        right=lambda: extra(5),
        parts=[
            Part(1, "surgery costs more than nature", lambda points: points > 0),
            Part(1, "agrees within one percent of it", lambda points: abs(points / extra(5) - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "sign",
                lambda: -extra(5),
                "The size is right. But an extra loss is a number above zero: take the surgical density from the "
                "natural one.",
            ),
            Mistake(
                "whole loss",
                lambda: 100 - _density("surgical"),
                "That is all that surgery costs. Some of it would have been lost in a natural menopause too.",
            ),
            Mistake(
                "percent of the natural one",
                lambda: 100 * extra(5) / _density("natural"),
                "You divided by the natural density. Points are counted on the same scale for both women: the "
                "density at menopause is 100.",
            ),
            Mistake(
                "estrogen only",
                lambda: extra(5, fit=tuple(surgical_fits["estrogen only"].items())),
                "That is what the fall of estrogen alone would do. By default surgery also kills osteocytes and "
                "speeds precursors; leave those terms as they are.",
            ),
        ],
    ),
    Question(
        "estrogen.4",
        objective="menopause-4",
        asks="the parameter that sits on its bound",
        points=1,
        finds_flaw=True,
        expects=Choice("eta_ovx", "omega_ovx", "tau", "none"),
        right=lambda: _on_its_bound("up to 15 y"),
        parts=[Part(1, "is as large as it was allowed to be", lambda name: name == _on_its_bound("up to 15 y"))],
        mistakes=[
            Mistake(
                "none",
                lambda: "none",
                "Compare the fitted values with what the authors allowed: one of them could not have become larger.",
            ),
            Mistake(
                "the rebound's",
                lambda: "tau",
                "That one is behind the other flaw, the rebound of the long fit. In the short fit it is well inside "
                "its bounds.",
            ),
            Mistake(
                "a free one",
                lambda: "omega_ovx",
                "That one is inside its bounds: its value was chosen by the data. Look for the one whose value is a "
                "round number.",
            ),
        ],
    ),
    Question(
        "estrogen.5",
        objective="menopause-5",
        asks="how far three runs are from the women",
        points=3,
        expects=Record(*RUNS, of=Number("% a year", rel=0.02)),
        right=misfits,
        parts=[
            Part(1, "a distance has no sign", lambda far: all(value > 0 for value in far.values())),
            Part(1, "names the farthest run", lambda far: max(far, key=far.get) == max(misfits(), key=misfits().get)),
            Part(1, "agrees within two percent", lambda far: all(abs(far[k] / misfits()[k] - 1) < 0.02 for k in RUNS)),
        ],
        mistakes=[
            Mistake(
                "mean of the gaps",
                lambda: misfits(lambda gaps: float(np.mean(gaps))),
                "Gaps of opposite sign cancel in a mean, so a run that is wrong on both sides looks good. Square "
                "them first, and take the root at the end.",
            ),
            Mistake(
                "not per year",
                lambda: misfits(a_year=False),
                "The phases last two, two and five years, and the women's losses are per year. Divide by the "
                "length of each phase.",
            ),
            Mistake(
                "fractions",
                lambda: misfits(of_hundred=False),
                "The women's losses are in percent, yours are fractions of one. Then the distance is that of the "
                "women from zero.",
            ),
            Mistake(
                "no root",
                lambda: misfits(lambda gaps: float(np.mean(gaps**2))),
                "That is the mean of the squares, in percent squared. Take the root, so that it is a loss again.",
            ),
            Mistake(
                "sum",
                lambda: misfits(lambda gaps: float(np.sqrt(np.sum(gaps**2)))),
                "You added the three squares. A typical gap is the root of their mean.",
            ),
            Mistake(
                "sign of the loss",
                lambda: {kind: float(np.sqrt(np.mean((yearly_changes(kind) + measured()) ** 2))) for kind in RUNS},
                "Your two rows have opposite signs. In the cohort's table a loss is below zero, as the change of "
                "the model's density is.",
            ),
        ],
    ),
]


def _density(kind: str, year: float = 5) -> float:
    return float(nelson2026.simulate([0, year], menopause=kind).bone_mineral_density[-1])


def _on_its_bound(fit: str) -> str:
    values = surgical_fits[fit]
    return next(name for name, value in values.items() if value >= nelson2026.parameters[name].high)
