"""Questions on the lesson *Cargo and reach*."""

from __future__ import annotations

from math import ceil, log

from osteolib.exercise.kinds import Function, Integer, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.exosome_biology.experiments import half_life, needed

QUESTIONS = [
    Question(
        "exosome_biology.8",
        objective="reach-1",
        asks="a function for the vesicles that bring several copies",
        points=3,
        expects=Function(Integer("vesicles"), probes=[(0.00825, 1), (0.00825, 3), (0.05, 10)]),
        right=lambda: lambda mean, copies: needed(mean, copies),
        parts=[
            Part(1, "one copy, as in the lesson", lambda vesicles: vesicles(0.02, 1) == needed(0.02, 1)),
            Part(
                1, "more copies, more vesicles", lambda vesicles: vesicles(0.1, 1) < vesicles(0.1, 2) < vesicles(0.1, 5)
            ),
            Part(1, "agrees", lambda vesicles: vesicles(0.03, 4) == needed(0.03, 4)),
        ],
        mistakes=[
            Mistake(
                "on average",
                lambda: lambda mean, copies: ceil(copies / mean),
                "So many bring that many copies on average, and in about half of the cases fewer. "
                "Ask for a chance of 95 %.",
            ),
            Mistake(
                "one copy only",
                lambda: lambda mean, copies: needed(mean, 1),
                "Your number does not depend on copies. The chance of at least three is one minus those of none, "
                "one and two.",
            ),
            Mistake(
                "copies times one",
                lambda: lambda mean, copies: copies * needed(mean, 1),
                "You multiplied the number for one copy. Chance evens out: for many copies fewer vesicles are needed "
                "than that.",
            ),
            Mistake(
                "more than",
                lambda: lambda mean, copies: needed(mean, copies, more=1),
                "That is for more than so many copies. 'At least three' includes three: look at what "
                "poisson.sf counts.",
            ),
            Mistake(
                "an even chance",
                lambda: lambda mean, copies: needed(mean, copies, chance=0.5),
                "That gives an even chance. The question asks for 95 %.",
            ),
        ],
    ),
    Question(
        "exosome_biology.9",
        objective="reach-3",
        asks="half-life that lets vesicles reach 50 µm in matrix",
        points=2,
        expects=Number("min", rel=0.01),
        right=half_life,
        parts=[
            Part(1, "longer than in free water", lambda minutes: minutes > half_life(1.0)),
            Part(1, "agrees within one percent", lambda minutes: abs(minutes / half_life() - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "off by ln 2",
                lambda: half_life(per=1 / log(2)),
                "That is the mean life, 1 / k. A half-life is ln 2 times as long.",
            ),
            Mistake(
                "seconds",
                lambda: half_life(per=60),
                "That is in seconds. The question asks for minutes.",
            ),
            Mistake(
                "free water",
                lambda: half_life(1.0),
                "That holds in free water. In the matrix of the question D is a tenth of it.",
            ),
            Mistake(
                "wrong way",
                lambda: half_life(10.0),
                "You made the matrix ten times faster than water. A hindrance of 0.1 makes D smaller, so vesicles "
                "need longer.",
            ),
        ],
    ),
]
