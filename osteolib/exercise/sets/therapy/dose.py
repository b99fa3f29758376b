"""Questions on the lesson *From dose to bone*."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

from osteolib import therapy
from osteolib.exercise.kinds import Function, Number
from osteolib.exercise.question import Mistake, Part, Question

VALUE = {name: parameter.value for name, parameter in therapy.exosome_kinetics.parameters.items()}
BUDGET = {name: parameter.value for name, parameter in therapy.BUDGET.items()}


def _weights(per_life: Callable[[float], float], whole_curve: bool = True) -> list[tuple[float, float]]:
    """Rate of each phase and its share: of the area under the curve, or of the level at the start."""
    share = VALUE["slow_share"]
    phases = [(per_life(VALUE["fast"]), 1 - share), (per_life(VALUE["slow"]), share)]
    return [(rate, part / rate if whole_curve else part) for rate, part in phases]


def _seen(minutes: float, *, per_life: Callable = lambda life: log(2) / life, area: bool = True) -> float:
    phases = _weights(per_life, area)
    return 100 * sum(part * (1 - exp(-rate * minutes)) for rate, part in phases) / sum(part for _, part in phases)


def _fast_only(minutes: float) -> float:
    return 100 * (1 - exp(-log(2) / VALUE["fast"] * minutes))


def _copies(target: float, bone_share: float, cells: float) -> float:
    return target / float(therapy.delivered(copies=1, bone_share=bone_share, cells=cells))


def _of_whole_dose(target: float, bone_share: float, cells: float) -> float:
    return _copies(target, bone_share, cells) * bone_share


QUESTIONS = [
    Question(
        "therapy.7",
        objective="dose-1",
        asks="a function for the share of the exposure that is seen",
        points=3,
        expects=Function(Number("%", rel=0.01, abs=0.05), probes=[(20,), (120,), (600,)]),
        right=lambda: lambda minutes: _seen(minutes),
        parts=[
            Part(1, "nothing at first, all in the end", lambda seen: abs(seen(0)) < 0.1 and abs(seen(1e5) - 100) < 0.1),
            Part(1, "grows", lambda seen: seen(10) < seen(60) < seen(500)),
            Part(1, "agrees", lambda seen: abs(seen(45) - _seen(45)) < 0.3),
        ],
        mistakes=[
            Mistake(
                "forgot to integrate",
                lambda: lambda minutes: _seen(minutes, area=False),
                "That is how far the level has fallen. Exposure is the area under the curve: integrate each phase, "
                "so that the slow one gets its weight.",
            ),
            Mistake(
                "off by ln 2",
                lambda: lambda minutes: _seen(minutes, per_life=lambda life: 1 / life),
                "You took 1 / half-life for the rate. The rate is ln 2 / half-life.",
            ),
            Mistake(
                "fast phase only",
                lambda: _fast_only,
                "You left out the slow phase. It begins at a tenth of the level and holds most of the area.",
            ),
            Mistake(
                "missed, not seen",
                lambda: lambda minutes: 100 - _seen(minutes),
                "That is the share that is missed. The question asks for what is seen.",
            ),
            Mistake(
                "fraction",
                lambda: lambda minutes: _seen(minutes) / 100,
                "That is a fraction. The question asks for percent.",
            ),
        ],
    ),
    Question(
        "therapy.8",
        objective="dose-3",
        asks="a function for the copies that an exosome must hold",
        points=3,
        expects=Function(
            Number("copies/exosome", rel=0.005), probes=[(1000, 0.01, 1e7), (100, 0.001, 1e7), (100, 0.05, 1e8)]
        ),
        right=lambda: _copies,
        parts=[
            Part(
                1,
                "twice the target, twice the cargo",
                lambda need: abs(need(200, 0.02, 1e7) / need(100, 0.02, 1e7) - 2) < 1e-6,
            ),
            Part(1, "less in bone, more in each vesicle", lambda need: need(100, 0.001, 1e7) > need(100, 0.1, 1e7)),
            Part(1, "agrees", lambda need: abs(need(500, 0.03, 3e7) / _copies(500, 0.03, 3e7) - 1) < 0.005),
        ],
        mistakes=[
            Mistake(
                "release left out",
                lambda: lambda target, bone_share, cells: _copies(target, bone_share, cells) * BUDGET["release"],
                "You took all copies for released. Only a share of them gets out inside the cell: divide by it too.",
            ),
            Mistake(
                "release multiplied",
                lambda: lambda target, bone_share, cells: _copies(target, bone_share, cells) * BUDGET["release"] ** 2,
                "The share that is released stands on the wrong side: the less is released, the more must be loaded.",
            ),
            Mistake(
                "whole dose",
                lambda: _of_whole_dose,
                "You let the whole dose reach bone. Multiply the dose by the share that does.",
            ),
            Mistake(
                "one cell",
                lambda: lambda target, bone_share, cells: _copies(target, bone_share, cells) / cells,
                "You gave everything to one cell. The copies are shared by all cells that take them up.",
            ),
            Mistake(
                "upside down",
                lambda: lambda target, bone_share, cells: 1 / _copies(target, bone_share, cells),
                "That is one divided by the answer: solve the budget for c, the copies in an exosome.",
            ),
        ],
    ),
]
