"""Questions on the lesson *A shrinking thymus, a stable pool*."""

from __future__ import annotations

from osteolib.exercise.kinds import Function, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.aging_immunity.experiments import RINGS, age_at, pool, recovery

NAMES = ("naive_cells", "trec_content")
PROBES = [(0.032, 0.00092, 0.001), (0.2, 0.0005, 0.001), (0.05, 0.001, 0.002)]


def _peak() -> float:
    return float(recovery()[1].max())


def _with(cells: object = None, rings: object = None) -> object:
    """A function that is right except where a formula of the mistake takes its place."""

    def answer(sigma: float, p: float, d: float) -> dict[str, float]:
        right = pool(sigma, p, d)
        if cells:
            right["naive_cells"] = cells(sigma, p, d)
        if rings:
            right["trec_content"] = rings(sigma, p, d)
        return right

    return answer


def _agrees(answer: object, name: str) -> bool:
    tried = [(0.04, 0.0007, 0.0012), (0.1, 0.0, 0.002)]
    return all(abs(answer(*each)[name] / pool(*each)[name] - 1) < 0.01 for each in tried)


QUESTIONS = [
    Question(
        "aging_immunity.1",
        objective="thymus-1",
        asks="peak of TREC per cell with an unchanged thymus",
        points=2,
        expects=Number("× steady value", rel=0.02),
        right=_peak,
        parts=[
            Part(1, "above the steady value", lambda times: times > 1),
            Part(1, "agrees within two percent", lambda times: abs(times / _peak() - 1) < 0.02),
        ],
        mistakes=[
            Mistake(
                "at the end",
                lambda: float(recovery()[1][-1]),
                "That is the value after twenty years. The peak comes much earlier: take the maximum of the run.",
            ),
            Mistake(
                "not divided",
                lambda: _peak() * pool(*PROBES[0])["trec_content"],
                "That is TREC per cell itself. The question asks for multiples: divide by the steady value.",
            ),
            Mistake(
                "when, not how high",
                lambda: float(recovery()[0][recovery()[1].argmax()]),
                "That is the day of the peak. The question asks how high it is.",
            ),
            Mistake(
                "what the thymus did",
                lambda: 1.0,
                "One is what happened to the thymus: nothing. TREC per cell rose all the same; that is the point.",
            ),
        ],
    ),
    Question(
        "aging_immunity.2",
        objective="thymus-2",
        asks="a function for the steady pool and its rings",
        points=3,
        expects=Function(Record(*NAMES, of=Number(rel=0.01)), probes=PROBES),
        right=lambda: pool,
        parts=[
            Part(1, "cells at rest", lambda answer: _agrees(answer, "naive_cells")),
            Part(1, "rings in each cell", lambda answer: _agrees(answer, "trec_content")),
            Part(
                1,
                "TREC per cell does not depend on the thymus",
                lambda answer: (
                    abs(answer(0.01, 0.0006, 0.001)["trec_content"] - answer(0.3, 0.0006, 0.001)["trec_content"])
                    < 1e-9
                    < answer(0.01, 0.0006, 0.001)["trec_content"]
                ),
            ),
        ],
        mistakes=[
            Mistake(
                "no division",
                lambda: _with(cells=lambda sigma, p, d: sigma / d),
                "Your pool has no division: naive cells also come from naive cells, so the loss that has to be made "
                "good by the thymus is d - p.",
            ),
            Mistake(
                "division twice",
                lambda: _with(cells=lambda sigma, p, d: sigma / (d + p)),
                "Division adds cells, and in your formula it takes them away. Set the rate of change to zero and "
                "look at the sign of p.",
            ),
            Mistake(
                "undiluted",
                lambda: _with(rings=lambda sigma, p, d: RINGS),
                "That is what a cell brings along from the thymus. Division makes cells without rings and dilutes it.",
            ),
            Mistake(
                "rings, not per cell",
                lambda: _with(rings=lambda sigma, p, d: RINGS * sigma / d),
                "That is all rings in a microliter, the total. Divide by the cells among whom they are spread.",
            ),
            Mistake(
                "share of division",
                lambda: _with(rings=lambda sigma, p, d: RINGS * p / d),
                "p / d is the part of the loss that division makes good. The rings follow the other part, 1 - p / d.",
            ),
        ],
    ),
    Question(
        "aging_immunity.3",
        objective="thymus-3",
        asks="age at which the thymic share falls below 5 %",
        points=2,
        expects=Number("y", rel=0, abs=0.6),
        right=age_at,
        parts=[
            Part(1, "an age within a human life", lambda age: 25 < age < 110),
            Part(1, "agrees within half a year or so", lambda age: abs(age - age_at()) < 0.6),
        ],
        mistakes=[
            Mistake(
                "years since 25",
                lambda: age_at() - 25,
                "You counted years since the start of the run at 25. The question asks for the age.",
            ),
            Mistake(
                "a share of the output at 25",
                lambda: age_at("thymic_output", 0.05, of_start=True),
                "That is the age at which output has fallen to 5 % of what it was at 25. The thymic share compares "
                "output with all new cells of the same day.",
            ),
            Mistake(
                "pool halved",
                lambda: age_at("naive_cells", 0.5, of_start=True),
                "That is where the pool is halved. Take the share of new cells that come from the thymus.",
            ),
        ],
    ),
]
