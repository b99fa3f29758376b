"""Questions on the lesson *From endosome to the outside*."""

from __future__ import annotations

from osteolib.exercise.kinds import Function, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.exosome_biology.experiments import RATES, exponential, gain, with_return

WAY = ("released", "hours")


def _once(k_r: float) -> dict[str, float]:
    """One visit to the body only: what a return costs is left out."""
    k_1, k_2, k_f, k_d = RATES.values()
    return {"released": with_return(k_r)["released"], "hours": 1 / k_1 + 1 / k_2 + 1 / (k_f + k_d + k_r)}


def _untouched(k_r: float) -> dict[str, float]:
    return with_return(0 * k_r)


QUESTIONS = [
    Question(
        "exosome_biology.6",
        objective="secretion-4",
        asks="a function for secretion after lysosomes are blocked",
        points=3,
        expects=Function(Number("× rest", rel=0.01), probes=[(0.105, 0.42, 24), (0.3, 0.3, 2), (0.1, 0.9, 60)]),
        right=lambda: lambda k_f, k_d, hours: gain(k_f, k_d, hours),
        parts=[
            Part(1, "begins at one", lambda rise: abs(rise(0.2, 0.4, 0.001) - 1) < 0.01),
            Part(
                1,
                "ends at one over the chance of release",
                lambda rise: abs(rise(0.5, 1.5, 100) / 4 - 1) < 0.01,
            ),
            Part(1, "agrees on the way", lambda rise: abs(rise(0.2, 0.4, 5) / gain(0.2, 0.4, 5) - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "the end at once",
                lambda: lambda k_f, k_d, hours: (k_f + k_d) / k_f,
                "That is where secretion ends. It takes time to get there, because the bodies have to pile up first.",
            ),
            Mistake(
                "the old rate",
                lambda: lambda k_f, k_d, hours: exponential(k_f, k_d, hours, k_f + k_d),
                "Your curve is too fast: it runs with k_f + k_d, but the door to the lysosome is closed now.",
            ),
            Mistake(
                "the closed door's rate",
                lambda: lambda k_f, k_d, hours: exponential(k_f, k_d, hours, k_d),
                "Your curve runs with k_d, the rate of the door that is closed. The bodies leave by the other one.",
            ),
            Mistake(
                "the chance itself",
                lambda: lambda k_f, k_d, hours: k_f / (k_f + k_d),
                "That is the chance of release before the block. Secretion rises from it to one: take the ratio.",
            ),
        ],
    ),
    Question(
        "exosome_biology.7",
        objective="secretion-2",
        asks="the route extended by a way back",
        points=4,
        expects=Function(Record(*WAY, of=Number(rel=0.01)), probes=[(0.0,), (0.5,), (3.0,)]),
        right=lambda: with_return,
        parts=[
            Part(
                1,
                "without the way back it is the lesson's route",
                lambda route: all(abs(route(0.0)[name] / with_return(0.0)[name] - 1) < 0.01 for name in WAY),
            ),
            Part(
                1,
                "the chance of release",
                lambda route: abs(route(1.2)["released"] / with_return(1.2)["released"] - 1) < 0.01,
            ),
            Part(1, "it takes longer", lambda route: route(2.0)["hours"] > route(0.5)["hours"] > route(0.0)["hours"]),
            Part(1, "the time agrees", lambda route: abs(route(1.2)["hours"] / with_return(1.2)["hours"] - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "a third way out",
                lambda: lambda k_r: with_return(k_r, door="out"),
                "You let what goes back be lost. It returns to the late endosome, matures again, and gets another "
                "chance.",
            ),
            Mistake(
                "one visit",
                lambda: _once,
                "You counted one visit to the body. Who goes back has to mature once more: count all visits.",
            ),
            Mistake(
                "nothing changes",
                lambda: _untouched,
                "The chance of release does stay as it was. The time does not: every return costs another round.",
            ),
            Mistake(
                "fraction",
                lambda: lambda k_r: {**with_return(k_r), "released": with_return(k_r)["released"] / 100},
                "The chance is asked for in percent; the time is right.",
            ),
        ],
    ),
]
